// Room: drivers/thermometer. One probe and the helper that reads it, as a machine: what happened in, orders and events out.
// May live here: when to read, when to give a read up, when to start a helper again. May not: processes, clocks, files.
// Invariant: every round ends in exactly one reading; there is one helper at a time, and none is started while the one
// before may still be there.
//
//   none --due--> up --ended--> none                     a helper that ended by itself: started again at the next round
//                 up --read too long--> ending --gone--> none (wait grows while reads go on hanging)
//                                       ending --2 s--> stuck --gone--> none

import type { ControllerEvent } from "../../controller/event.ts";
import type { ProbeId } from "../../domain/ids.ts";
import { unreachable } from "../../domain/result.ts";
import { after, between, type DurationMs, type MonoMs, milliseconds, seconds } from "../../domain/units.ts";
import type { RawReading } from "../../domain/vat/reading.ts";
import { askOfDs18b20, beginDs18b20, type Ds18b20, type Ds18b20Round, stepDs18b20 } from "./ds18b20.ts";
import { askOfMax31865, beginMax31865, type Max31865, type Max31865Round, stepMax31865 } from "./max31865.ts";
import { helperEnded, readEnded, readStuck } from "./messages.ts";
import { type Answer, type Ask, type Done, none } from "./round.ts";

/** One probe and what it hangs on. */
export type ProbeSettings = {
  readonly probe: ProbeId;
  readonly on: Ds18b20 | Max31865;
  /** From one reading to the next. */
  readonly every: DurationMs;
};

export type ProbeTimes = {
  /**
   * A round may last so long. The kernel tries a chip that does not answer five times, three quarters of a second each, and
   * a value left over by another program costs a second conversion.
   */
  readonly roundWithin: DurationMs;
  /** A helper that is killed is gone at once, unless it hangs in the kernel. */
  readonly goneWithin: DurationMs;
  /** The longest wait before a helper is started anew while reads go on hanging. */
  readonly waitMax: DurationMs;
};
export const PROBE_TIMES: ProbeTimes = {
  roundWithin: seconds(8),
  goneWithin: seconds(2),
  waitMax: seconds(60),
};
const WAIT_FIRST: DurationMs = milliseconds(1);
/** A remark is made once; a device that makes up ever new words is not listened to any longer. */
const REMARKS_MAX = 16;

export type ProbeInput =
  /** A few times a second. */
  | { readonly kind: "ticked" }
  | { readonly kind: "answered"; readonly ask: number; readonly answer: Answer }
  /** The helper and everything it started are gone; `why` in words. */
  | { readonly kind: "gone"; readonly why: string };

export type ProbeOrder =
  | { readonly kind: "start-helper" }
  | { readonly kind: "ask"; readonly number: number; readonly ask: Ask }
  | { readonly kind: "kill-helper" }
  | { readonly kind: "deliver"; readonly event: ControllerEvent }
  | { readonly kind: "remark"; readonly says: string };

export type ProbeSession = {
  /** Takes one input and gives the orders that follow, in order. Never throws on what a device says. */
  step(input: ProbeInput, now: MonoMs): readonly ProbeOrder[];
};

type Helper =
  | { readonly kind: "none"; readonly startAt: MonoMs | null }
  | { readonly kind: "up" }
  | { readonly kind: "ending"; readonly since: MonoMs; readonly isStuck: boolean };

type Under = {
  readonly round: Ds18b20Round | Max31865Round;
  readonly since: MonoMs;
  readonly askedAt: MonoMs;
  /** Counted through, so that a late answer is told from this one's. */
  readonly ask: number;
};

/** A probe that has not been read yet. `firstAfter`: from the first tick to the first reading. */
export function createProbeSession(
  settings: ProbeSettings,
  firstAfter: DurationMs,
  times: ProbeTimes = PROBE_TIMES,
): ProbeSession {
  const { probe, on, every } = settings;
  const told = new Set<string>();
  let helper: Helper = { kind: "none", startAt: null };
  let under: Under | null = null;
  let due: MonoMs | null = null;
  let wait = WAIT_FIRST;
  let setUp = true;
  let resolution: number | null = null;
  let asks = 0;

  const deliver = (reading: RawReading): ProbeOrder => ({
    kind: "deliver",
    event: { kind: "temperature-read", probe, reading },
  });
  const remark = (says: string): readonly ProbeOrder[] => {
    if (told.has(says) || told.size >= REMARKS_MAX) return [];
    told.add(says);
    return [{ kind: "remark", says: `Probe ${probe}: ${says}` }];
  };

  const ask = (round: Under["round"], since: MonoMs, now: MonoMs): readonly ProbeOrder[] => {
    asks += 1;
    under = { round, since, askedAt: now, ask: asks };
    return [{ kind: "ask", number: asks, ask: askOf(on, round) }];
  };

  const begin = (now: MonoMs): readonly ProbeOrder[] => {
    switch (helper.kind) {
      case "up":
        return ask(beginOn(on, setUp, resolution), now, now);
      case "ending":
        return [deliver(none(helper.isStuck ? "stuck" : "hung"))];
      case "none":
        if (helper.startAt !== null && now < helper.startAt) return [deliver(none("hung"))];
        helper = { kind: "up" };
        return [{ kind: "start-helper" }, ...ask(beginOn(on, setUp, resolution), now, now)];
      default:
        return unreachable(helper);
    }
  };

  const giveUp = (now: MonoMs): readonly ProbeOrder[] => {
    under = null;
    setUp = true;
    helper = { kind: "ending", since: now, isStuck: false };
    return [
      { kind: "kill-helper" },
      deliver(none("hung")),
      ...remark(readEnded(Math.round(times.roundWithin / 1_000))),
    ];
  };

  const ticked = (now: MonoMs): readonly ProbeOrder[] => {
    const orders: ProbeOrder[] = [];
    if (under !== null && between(under.since, now) >= times.roundWithin) orders.push(...giveUp(now));
    if (helper.kind === "ending" && !helper.isStuck && between(helper.since, now) >= times.goneWithin) {
      helper = { ...helper, isStuck: true };
      orders.push(...remark(readStuck()));
    }
    due ??= after(now, firstAfter);
    if (now < due) return orders;
    // A round that lasts longer than it should takes the place of the next; after a pause nothing is made up for.
    due = after(between(due, now) > every ? now : due, every);
    return under === null ? [...orders, ...begin(now)] : orders;
  };

  const answered = (number: number, answer: Answer, now: MonoMs): readonly ProbeOrder[] => {
    if (under === null || under.ask !== number) return [];
    const { round, since, askedAt } = under;
    const next = stepOn(on, round, answer, between(askedAt, now));
    if (next.at !== "done") return ask(next, since, now);
    under = null;
    wait = WAIT_FIRST;
    return finish(next);
  };
  const finish = (done: Done): readonly ProbeOrder[] => {
    setUp = done.setUpAgain;
    resolution = done.resolution ?? null;
    return [deliver(done.reading), ...done.remarks.flatMap(remark)];
  };

  const gone = (why: string, now: MonoMs): readonly ProbeOrder[] => {
    const wasEnding = helper.kind === "ending";
    const wasReading = under !== null;
    under = null;
    helper = { kind: "none", startAt: after(now, wait) };
    wait = milliseconds(Math.min(times.waitMax, Math.max(every, wait * 2)));
    return wasEnding ? [] : [...(wasReading ? [deliver(none("hung"))] : []), ...remark(helperEnded(why))];
  };

  return {
    step(input, now) {
      switch (input.kind) {
        case "ticked":
          return ticked(now);
        case "answered":
          return answered(input.ask, input.answer, now);
        case "gone":
          return gone(input.why, now);
        default:
          return unreachable(input);
      }
    },
  };
}

const beginOn = (
  on: ProbeSettings["on"],
  setUp: boolean,
  resolution: number | null,
): Ds18b20Round | Max31865Round =>
  on.kind === "ds18b20" ? beginDs18b20(setUp, resolution) : beginMax31865(setUp);

function askOf(on: ProbeSettings["on"], round: Ds18b20Round | Max31865Round): Ask {
  if (on.kind === "ds18b20" && round.device === "ds18b20") return askOfDs18b20(on, round);
  if (on.kind === "max31865" && round.device === "max31865") return askOfMax31865(on, round);
  throw new Error("broken assumption: a round is of its own probe's kind");
}

function stepOn(
  on: ProbeSettings["on"],
  round: Ds18b20Round | Max31865Round,
  answer: Answer,
  took: DurationMs,
): Ds18b20Round | Max31865Round | Done {
  if (on.kind === "ds18b20" && round.device === "ds18b20") return stepDs18b20(on, round, answer, took);
  if (on.kind === "max31865" && round.device === "max31865") return stepMax31865(on, round, answer);
  throw new Error("broken assumption: a round is of its own probe's kind");
}
