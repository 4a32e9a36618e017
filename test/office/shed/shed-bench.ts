// Room: test/office/shed. A shed on a bench whose controller is recorded by the real recorder and followed by the real follower into a real store.
// May live here: putting these together. May not: expectations.

import { join } from "node:path";
import { onTestFinished } from "vitest";
import { carry } from "../../../src/controller/carried.ts";
import { initialState } from "../../../src/controller/state.ts";
import { probeId } from "../../../src/domain/ids.ts";
import { epochMs, monoMs } from "../../../src/domain/units.ts";
import type { Notice } from "../../../src/office/context.ts";
import { createFollower, type Follower } from "../../../src/office/shed/follower.ts";
import { FOLLOW_LIMITS, type FollowLimits } from "../../../src/office/shed/limits.ts";
import { RECORDER_LIMITS } from "../../../src/recorder/limits.ts";
import { openRecorder } from "../../../src/recorder/recorder.ts";
import type { Store } from "../../../src/store/store.ts";
import { createBench, WALL, WITH_VAT } from "../../controller/bench.ts";
import { folder, freshStore } from "../../store/bench.ts";

export { WALL, WITH_VAT };

const CLOCK = {
  mono: () => monoMs(Math.floor(performance.now())),
  wall: () => epochMs(Date.now()),
};
export const HASTY: FollowLimits = { ...FOLLOW_LIMITS, lookAfterMs: 2, lookEveryMs: 20 };

export type Recorded = Awaited<ReturnType<typeof recordShed>>;

/** One run of the controller. `close` ends it in order; without it the run is as if killed. */
export async function recordShed(
  given: { readonly dir?: string; readonly fileBytesMax?: number; readonly startsAt?: number } = {},
) {
  const dir = given.dir ?? folder();
  let durable: { file: string; bytes: number } | null = null;
  const heard = new Set<() => void>();
  let settled = 0;
  const opened = await openRecorder({
    dir,
    limits: { ...RECORDER_LIMITS, fileBytesMax: given.fileBytesMax ?? RECORDER_LIMITS.fileBytesMax },
    clock: CLOCK,
    deliver: () => undefined,
    version: "bench",
    initial: initialState(),
    carry,
    pid: process.pid,
    onDurable: (seq) => {
      settled = seq;
    },
    onDurableAt: (file, bytes) => {
      durable = { file, bytes };
      for (const one of heard) one();
    },
  });
  if (!opened.ok) throw new Error(opened.error.why);
  const { recorder, carried } = opened.value;
  const startsAt = epochMs(given.startsAt ?? (carried.highWater ?? WALL) + 60_000);
  const bench = createBench({ plan: WITH_VAT, carried, startsAt });
  let recorded = 0;
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (isOpen) await recorder.close();
    isOpen = false;
  };
  onTestFinished(close);
  const reads = (celsius: number | null, probe = "milk"): void => {
    bench.send({
      kind: "temperature-read",
      probe: probeId(probe),
      reading: celsius === null ? { kind: "none", why: "checksum" } : { kind: "celsius", celsius },
    });
  };
  /** Hands everything since the last call to the recorder, and waits until it is on the disk. */
  const record = async (): Promise<void> => {
    let last = 0;
    for (const { mono, wall, event, effects } of bench.told().slice(recorded)) {
      last = recorder.record({ mono: monoMs(mono), wall: epochMs(wall), event }, effects, bench.state());
      recorded += 1;
    }
    // A quiet run counts once it ends.
    reads(4);
    const { mono, wall, event, effects } = bench.told()[recorded] ?? bench.told()[0] ?? never();
    last = recorder.record({ mono: monoMs(mono), wall: epochMs(wall), event }, effects, bench.state());
    recorded += 1;
    while (settled < last) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  return {
    dir,
    bench,
    record,
    reads,
    close,
    link: {
      durable: () => durable,
      listen: (hears: (what: "durable") => void) => {
        const one = (): void => hears("durable");
        heard.add(one);
        return () => void heard.delete(one);
      },
    },
    /** A cow is milked: she comes, is milked for so long, and leaves. */
    milks(bail: number, cow: number | null, ms = 200_000) {
      bench.enters(bail, cow);
      bench.run(2_000);
      bench.wait(ms);
      bench.leaves(bail);
      bench.run(1_000);
    },
  };
}
const never = (): never => {
  throw new Error("nothing was told");
};

export type Followed = {
  readonly store: Store;
  readonly follower: Follower;
  readonly remarks: string[];
  readonly notices: Map<string, Notice>;
  readonly changed: string[];
};

/** Follows a recording into `bench`'s store, or a new one. */
export function followShed(
  recorded: Pick<Recorded, "dir" | "link">,
  bench: { readonly store: Store } = freshStore(),
  limits: FollowLimits = HASTY,
): Followed {
  const remarks: string[] = [];
  const notices = new Map<string, Notice>();
  const changed: string[] = [];
  const follower = createFollower({
    store: bench.store,
    clock: CLOCK,
    dataDir: recorded.dir,
    timeZone: WITH_VAT.timeZone,
    limits,
    link: recorded.link,
    changed: (...what) => void changed.push(...what),
    notice: (code, notice) => void (notice === null ? notices.delete(code) : notices.set(code, notice)),
    remark: (text) => void remarks.push(text),
  });
  follower.start();
  onTestFinished(() => follower.stop());
  return { store: bench.store, follower, remarks, notices, changed };
}

/** Waits until everything that is on the disk is in the book. */
export async function takenIn({ follower }: Pick<Followed, "follower">): Promise<void> {
  for (let tries = 0; tries < 200; tries++) if (await follower.flush(1_000)) return;
  throw new Error(`not taken in: ${JSON.stringify(follower.status())}`);
}
export const pathOf = (dir: string, name: string): string => join(dir, name);
