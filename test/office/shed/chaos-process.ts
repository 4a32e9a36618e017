// Room: test/office/shed. Two programs in one, to be killed: a controller that records a busy shed, and an office that follows it.
// Arguments: "controller" or "office", and the data folder. They talk to the test over the process's message channel.

import { setTimeout as sleep } from "node:timers/promises";
import { carry } from "../../../src/controller/carried.ts";
import { initialState } from "../../../src/controller/state.ts";
import { bailNo, cowId, probeId, visitId } from "../../../src/domain/ids.ts";
import { epochMs, monoMs } from "../../../src/domain/units.ts";
import { createFollower } from "../../../src/office/shed/follower.ts";
import { FOLLOW_LIMITS } from "../../../src/office/shed/limits.ts";
import { RECORDER_LIMITS } from "../../../src/recorder/limits.ts";
import { openRecorder } from "../../../src/recorder/recorder.ts";
import { openOrCreateStore } from "../../../src/store/create.ts";
import { storePath } from "../../../src/store/open-files.ts";
import { createBench, WALL, WITH_VAT } from "../../controller/bench.ts";

const [, , role = "", dir = ""] = process.argv;
const clock = {
  mono: () => monoMs(Math.floor(performance.now())),
  wall: () => epochMs(Date.now()),
};
const tell = (message: object): void => {
  process.send?.(message);
};

async function controller(): Promise<void> {
  const opened = await openRecorder({
    dir,
    limits: { ...RECORDER_LIMITS, fileBytesMax: 120_000 },
    clock,
    deliver: () => undefined,
    version: "chaos",
    initial: initialState(),
    carry,
    pid: process.pid,
    onDurableAt: (file, bytes) => tell({ durable: { file, bytes } }),
  });
  if (!opened.ok) throw new Error(opened.error.why);
  const { recorder, carried } = opened.value;
  let isOver = false;
  process.on("message", () => {
    isOver = true;
  });
  const startsAt = epochMs((carried.highWater ?? WALL) + 60_000);
  const bench = createBench({ plan: WITH_VAT, carried, startsAt });
  let recorded = 0;
  const record = async (): Promise<void> => {
    for (const { mono, wall, event, effects } of bench.told().slice(recorded)) {
      recorder.record({ mono: monoMs(mono), wall: epochMs(wall), event }, effects, bench.state());
      recorded += 1;
    }
    await sleep(3);
  };
  /** What no controller writes: a visit that the book has no place for. */
  const odd = (round: number): void => {
    const { mono, wall } = bench.told().at(-1) ?? { mono: 0, wall: startsAt };
    const note = {
      ...{
        kind: "visit-ended" as const,
        visit: visitId(`0-0-${round}`),
        bail: bailNo(1.5),
        cow: cowId("77"),
      },
      ...{
        at: epochMs(wall),
        began: null,
        surely: null,
        toVat: false,
        divertedFor: [],
        holds: [],
        mayGo: [],
      },
    };
    const stamped = { mono: monoMs(mono), wall: epochMs(wall), event: { kind: "ticked" as const } };
    recorder.record(stamped, [{ kind: "noted", evidence: true, note }], bench.state());
  };
  await record();
  for (let round = 0; !isOver; round++) {
    const celsius = round % 17 === 3 ? null : 4 + (round % 60) / 16;
    const reading =
      celsius === null
        ? { kind: "none" as const, why: "checksum" as const }
        : { kind: "celsius" as const, celsius };
    bench.send({ kind: "temperature-read", probe: probeId("milk"), reading });
    const bail = 1 + (round % 4);
    bench.enters(bail, [11, 12, 20, null][round % 4] ?? null);
    bench.run(3_000);
    if (round % 5 === 2) bench.intend({ kind: "divert-bail", bail: bailNo(bail) });
    if (round % 7 === 4) bench.settle(bail, "11");
    if (round % 9 === 1) bench.intend({ kind: "raise-vat-stop", reason: `round ${round}` });
    if (round % 9 === 5) bench.intend({ kind: "clear-vat-stop", reason: "tested" });
    if (round % 11 === 6) bench.unplug("B");
    if (round % 11 === 8) bench.plug("B");
    await record();
    bench.leaves(bail);
    bench.run(7_000);
    if (round % 40 === 39) bench.wait(4_000_000);
    await record();
    if (round % 6 === 3) odd(round);
  }
  if (!(await recorder.close())) throw new Error("the recording did not end in order");
  tell({ over: true });
  process.disconnect();
}

async function office(): Promise<void> {
  const opened = openOrCreateStore({ path: storePath(dir), clock, boot: String(process.pid) });
  if (!opened.ok) throw new Error(opened.error.says);
  let durable: { file: string; bytes: number } | null = null;
  const heard = new Set<() => void>();
  const follower = createFollower({
    store: opened.value,
    clock,
    dataDir: dir,
    timeZone: "Australia/Sydney",
    // Hastier than in a shed: the more transactions, the more places to be killed at.
    limits: {
      ...FOLLOW_LIMITS,
      chunkBytes: 4_096,
      rowsMax: 7,
      rowsWaitMs: 20,
      soonWaitMs: 5,
      positionEveryMs: 30,
      lookAfterMs: 2,
      lookEveryMs: 20,
    },
    link: {
      durable: () => durable,
      listen(hears) {
        const one = () => hears("durable");
        heard.add(one);
        return () => heard.delete(one);
      },
    },
    changed: () => undefined,
    notice: (code, notice) => {
      if (notice !== null && code !== "records-set-aside") throw new Error(`${code}: ${notice.says}`);
    },
    remark: (text) => tell({ remark: text }),
  });
  follower.start();
  process.on("message", (message: { durable?: { file: string; bytes: number }; finish?: true }) => {
    if (message.durable !== undefined) durable = message.durable;
    for (const one of heard) one();
    if (message.finish === true) void finish();
  });
  tell({ ready: true });
  const finish = async (): Promise<void> => {
    while (!((await follower.flush(500)) && follower.status().behind === 0)) await sleep(5);
    await follower.stop();
    opened.value.close();
    tell({ over: true });
    process.disconnect();
  };
}

await (role === "controller" ? controller() : office());
