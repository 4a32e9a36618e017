// Room: recorder. From records to lines waiting for the disk: folding, the bound on memory, where files begin.
// May live here: what happens inside record(), which must be quick. May not: I/O, timers, checksums.
// Invariant: every record is in a line, in the open run, or counted in a gap; memory held stays under the limit.

import type { Carried } from "../controller/carried.ts";
import type { Effect } from "../controller/effect.ts";
import type { Stamped } from "../controller/event.ts";
import { assert } from "../domain/result.ts";
import type { EpochMs, MonoMs } from "../domain/units.ts";
import type { RecorderLimits } from "./limits.ts";
import { type Gap, printGap, printIn, printOut, printRun } from "./line.ts";
import type { Carry } from "./machine.ts";
import { endRun, growRun, type OpenRun, startRun } from "./run.ts";

const DAY_MS = 86_400_000;
/** What a line costs in memory and on disk besides its JSON: checksum, space, line end. */
const LINE_OVERHEAD = 10;

/** The machine after record number `seq`. */
export type Snapshot<State> = { readonly seq: number; readonly state: State; readonly carried: Carried };

/** Lines that go into one file, one after the other. */
export type Segment<State> = {
  /** Not null: a new file begins before these lines, with this snapshot. */
  readonly fresh: Snapshot<State> | null;
  readonly lines: readonly string[];
  readonly bytes: number;
  readonly evidence: boolean;
  /** The machine after the last of these lines. */
  readonly after: Snapshot<State>;
};

export type Intake<State> = {
  record(stamped: Stamped, effects: readonly Effect[], after: State): { seq: number; evidence: boolean };
  /** Puts the open run among the lines, so that it reaches the disk. */
  closeRun(): void;
  /** An event that the machine did not survive: it has no effects and no state after it. */
  recordCrash(stamped: Stamped): void;
  isEmpty(): boolean;
  /** The next lines to write, or null. */
  take(): Segment<State> | null;
  /** What was taken and is not durable, oldest first: comes out of take() again. */
  giveBack(segments: readonly Segment<State>[]): void;
  /** What was taken and is now durable no longer counts against the bound. */
  settle(bytes: number): void;
  /** Once all lines are durable: if records were lost, begins a new file that says so. True if it did. */
  mend(): boolean;
  lost(): number;
  heldBytes(): number;
};

type Growing<State> = {
  fresh: Snapshot<State> | null;
  lines: string[];
  bytes: number;
  evidence: boolean;
  after: Snapshot<State>;
};

/** `first`: the machine before the first record. */
export function createIntake<State>(options: {
  readonly limits: RecorderLimits;
  readonly carry: Carry;
  readonly first: Snapshot<State>;
}): Intake<State> {
  const { limits, carry } = options;
  let latest = options.first;
  let tail: Growing<State> = segment(latest, latest);
  const waiting: Growing<State>[] = [tail];
  /** Bytes taken and not yet settled, and bytes waiting. */
  let held = 0;
  let run: OpenRun | null = null;
  const leases = new Map<string, string>();
  let fileBytes = 0;
  let fileSince: { readonly mono: MonoMs; readonly day: number } | null = null;
  let gap: { lost: number; from: EpochMs; to: EpochMs } | null = null;

  const push = (json: string, evidence: boolean, after: Snapshot<State>): void => {
    const bytes = json.length + LINE_OVERHEAD;
    tail.lines.push(json);
    tail.bytes += bytes;
    tail.evidence ||= evidence;
    tail.after = after;
    held += bytes;
    fileBytes += bytes;
  };

  const beginFile = (at: Snapshot<State>): void => {
    tail = segment(at, at);
    waiting.push(tail);
    leases.clear();
    fileBytes = 0;
    fileSince = null;
  };

  const closeRun = (): void => {
    if (run === null) return;
    push(printRun(endRun(run)), false, latest);
    run = null;
  };

  /** Whether these are exactly the leases that each node already has; keeps in mind which it has now. */
  const renewsOnly = (effects: readonly Effect[], texts: readonly string[]): boolean => {
    let same = true;
    for (const [i, effect] of effects.entries()) {
      const text = texts[i];
      if (effect.kind !== "lease" || text === undefined) {
        same = false;
      } else if (leases.get(effect.node) !== text) {
        leases.set(effect.node, text);
        same = false;
      }
    }
    return same;
  };

  const fileIsDone = (stamped: Stamped): boolean => {
    const day = Math.floor(stamped.wall / DAY_MS);
    fileSince ??= { mono: stamped.mono, day };
    const age = stamped.mono - fileSince.mono;
    return (
      fileBytes >= limits.fileBytesMax ||
      age >= limits.fileAgeMax ||
      (day !== fileSince.day && age >= limits.fileAgeMin)
    );
  };

  /** This record is lost, and with it the open run, should there be one. */
  const lose = (stamped: Stamped): void => {
    const from = gap?.from ?? run?.first.wall ?? stamped.wall;
    gap = { lost: (gap?.lost ?? 0) + (run?.n ?? 0) + 1, from, to: stamped.wall };
    run = null;
  };

  return {
    record(stamped, effects, state) {
      let carried = latest.carried;
      let evidence = false;
      for (const effect of effects) {
        if (effect.kind !== "noted") continue;
        carried = carry(carried, effect.note);
        evidence ||= effect.evidence;
      }
      const before = latest;
      latest = { seq: before.seq + 1, state, carried };
      if (gap !== null) {
        lose(stamped);
        return { seq: latest.seq, evidence };
      }
      const texts = effects.map((effect) => JSON.stringify(effect));
      const effectsJson = `[${texts.join(",")}]`;
      const quiet = renewsOnly(effects, texts) && stamped.event.kind === "ticked";
      const grown: OpenRun | null = quiet && run !== null ? growRun(run, stamped, effectsJson) : null;
      if (grown !== null) {
        run = grown;
      } else {
        const runJson = run === null ? "" : printRun(endRun(run));
        const inJson = quiet ? "" : printIn(stamped);
        const outJson = quiet || effects.length === 0 ? "" : printOut(effectsJson);
        const bytes = runJson.length + inJson.length + outJson.length + 3 * LINE_OVERHEAD;
        if (held + bytes > limits.heldBytesMax) {
          lose(stamped);
          return { seq: latest.seq, evidence };
        }
        if (runJson !== "") push(runJson, false, before);
        run = quiet ? startRun(stamped, effectsJson) : null;
        if (inJson !== "") push(inJson, evidence, latest);
        if (outJson !== "") push(outJson, evidence, latest);
      }
      if (fileIsDone(stamped)) {
        closeRun();
        beginFile(latest);
      }
      return { seq: latest.seq, evidence };
    },
    closeRun,
    recordCrash: (stamped) => push(printIn(stamped), false, latest),
    isEmpty: () => waiting.length === 1 && tail.lines.length === 0 && tail.fresh === null,
    take() {
      const next = waiting[0];
      assert(next !== undefined, "there is always a segment to add to");
      if (next !== tail) {
        waiting.shift();
        return next;
      }
      if (next.lines.length === 0 && next.fresh === null) return null;
      waiting.shift();
      tail = segment(null, next.after);
      waiting.push(tail);
      return next;
    },
    giveBack(segments) {
      waiting.unshift(...segments.map((one) => ({ ...one, lines: [...one.lines] })));
    },
    settle(bytes) {
      held -= bytes;
      assert(held >= 0, "no more bytes are settled than were held");
    },
    mend() {
      if (gap === null) return false;
      const told: Gap = { ...gap, why: "the disk did not take them and memory is bounded" };
      gap = null;
      beginFile(latest);
      push(printGap(told), true, latest);
      return true;
    },
    lost: () => gap?.lost ?? 0,
    heldBytes: () => held,
  };
}

const segment = <State>(fresh: Snapshot<State> | null, after: Snapshot<State>): Growing<State> => ({
  fresh,
  lines: [],
  bytes: 0,
  evidence: false,
  after,
});
