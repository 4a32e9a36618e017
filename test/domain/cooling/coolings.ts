// Room: test. Any milking cooled in any vat of sim/vat, as a controller would come to see it: what is told late, what is wired, what
// readings are lost, and what the vat's earlier milkings left behind.
// May live here: chance on top of the simulated vat. May not: physics (sim/vat), anything the forecast knows by itself.
// Invariant: the truth is the probe's own curve, since the verdict is made on readings.

import type { Curve } from "../../../src/domain/cooling/curve.ts";
import { NOTHING_KNOWN, type VatKnown } from "../../../src/domain/cooling/forecast.ts";
import { type CooledMilking, cooledMilking, usualCooling } from "../../../src/domain/cooling/usual.ts";
import type { MilkingClock } from "../../../src/domain/cooling/verdict.ts";
import { epochMs, type MonoMs, monoMs } from "../../../src/domain/units.ts";
import { createRandom, type Random } from "../../../src/sim/random.ts";
import { type Cooling, runCooling } from "../../../src/sim/vat/cooling.ts";
import { anyVat, type Trouble, type VatStory } from "../../../src/sim/vat/stories.ts";

export const LIMIT = 5;
export const DEADLINE_MINUTES = 210;
const MINUTE = 60_000;
/** Of the stories in trouble so many are told; the simulator makes as many of them as of good ones, a shed far fewer. */
const TROUBLES_TOLD = 1 / 3;
/** Hours that are simulated from the start of milking on. Not cold by then is never. */
const HOURS = 12;
/** And of an earlier milking, whose record is all that counts. */
const EARLIER_HOURS = 8;

export type Kind =
  | "direct expansion"
  | "direct expansion, pre-cooled"
  | "direct expansion, later milking"
  | "ice bank"
  | "ice bank, later milking"
  | Exclude<Trouble, "none">;

export type Watched = {
  readonly seed: number;
  readonly kind: Kind;
  readonly story: VatStory;
  readonly curve: Curve;
  /** With the true end of milking. */
  readonly clock: MilkingClock;
  readonly deadline: MonoMs;
  /** When the limit is reached, as `reachedAt` below says; null: not within twelve hours. */
  readonly reachedAt: MonoMs | null;
  /** When its trouble begins; null: none does. */
  readonly troubleAt: MonoMs | null;
  /** The clock and what is known, as far as they are told by then. */
  readonly told: (now: MonoMs) => { readonly clock: MilkingClock; readonly known: VatKnown };
};

/** Any cooling from a seed. */
export function anyCooling(seed: number, limit = LIMIT): Watched {
  const random = createRandom(seed).fork("watched");
  let story = anyVat(seed);
  for (let again = 1; story.trouble !== "none" && !random.chance(TROUBLES_TOLD); again += 1) {
    story = anyVat(seed + again * 1_000_003);
  }
  return watch(seed, story, random, limit);
}

/** This story as it comes to be known. */
export function watch(seed: number, story: VatStory, random: Random, limit = LIMIT): Watched {
  const cooling = runCooling(story, { hours: HOURS });
  const isFirst = story.before.litres === 0;
  const curve = withGaps(cooling, random.fork("gaps"));
  const start = monoMs(cooling.start);
  const end = monoMs(cooling.end);
  const deadline = monoMs(start + DEADLINE_MINUTES * MINUTE);
  const clock: MilkingClock = {
    start,
    end,
    first: isFirst,
    nextStart: null,
    collected: null,
    notMilkFrom: null,
  };
  const records = random.chance(0.5) ? earlierMilkings(story, random.fork("earlier"), limit) : [];
  const usual = usualCooling(records, isFirst, limit);
  const isWired = random.chance(0.5);
  const endKnownAt = random.chance(0.1) ? Number.POSITIVE_INFINITY : end + random.between(0, 12) * MINUTE;
  const isFirstKnown = random.chance(0.95);
  const at = (now: MonoMs): number => Math.min(cooling.cooled.length - 1, Math.floor(now / 10_000));
  const trouble = story.events.find((event) => event.what === "duty" || !event.on);
  return {
    seed,
    kind: kindOf(story),
    story,
    curve,
    clock,
    deadline,
    reachedAt: reachedAt(curve, start, limit, deadline),
    troubleAt: trouble === undefined ? null : monoMs(start + trouble.at * 1_000),
    told: (now) => ({
      clock: { ...clock, end: now >= endKnownAt ? end : null, first: isFirstKnown ? isFirst : null },
      known: {
        ...NOTHING_KNOWN,
        agitator: isWired && stands(story, (now - start) / 1_000) ? false : null,
        compressor: isWired ? cooling.cooled[at(now)] === 1 : null,
        usual: isFirstKnown ? usual : null,
      },
    }),
  };
}

/** Whether its agitator stands that should run. */
function stands({ events }: VatStory, since: number): boolean {
  const last = events.findLast((event) => event.what === "agitator" && event.at <= since);
  return last !== undefined && last.what === "agitator" && !last.on;
}

function kindOf(story: VatStory): Kind {
  if (story.trouble !== "none") return story.trouble;
  const isLater = story.before.litres > 0;
  if (story.make.refrigeration.kind === "ice-bank") return isLater ? "ice bank, later milking" : "ice bank";
  if (isLater) return "direct expansion, later milking";
  return story.cooler === null ? "direct expansion" : "direct expansion, pre-cooled";
}

/** Three milkings of the same vat in good order, or with what is always wrong with it. */
function earlierMilkings(story: VatStory, random: Random, limit: number): CooledMilking[] {
  const isAlways = story.trouble === "weak" && random.chance(0.5);
  return [1, 2, 3].flatMap((number) => {
    const length = Math.round(story.flow.length * random.between(0.94, 1.06));
    const amount = random.between(0.93, 1.07);
    const stretched = (of: readonly number[]): number[] =>
      Array.from({ length }, (_, i) => of[Math.floor((i * of.length) / length)] ?? 0);
    const scale = (amount * story.flow.length) / length;
    const earlier = runCooling(
      {
        ...story,
        seed: story.seed + number,
        flow: stretched(story.flow).map((flow) => flow * scale),
        warm: stretched(story.warm),
        events: isAlways ? story.events : [],
        before: { ...story.before, litres: story.before.litres * random.between(0.9, 1.1) },
        make: {
          ...story.make,
          air: { ...story.make.air, mean: story.make.air.mean + random.between(-3, 3) },
        },
      },
      { hours: EARLIER_HOURS, every: 20 },
    );
    const start = monoMs(earlier.start);
    const reached = reachedAt(earlier.probe, start, limit, start + DEADLINE_MINUTES * MINUTE);
    if (reached === null) return [];
    const clock: MilkingClock = {
      start,
      end: monoMs(earlier.end),
      first: story.before.litres === 0,
      nextStart: null,
      collected: null,
      notMilkFrom: null,
    };
    const record = cooledMilking(earlier.probe, clock, limit, reached, {
      startedAt: epochMs(number),
      amount,
      ambient: null,
    });
    return record === null ? [] : [record];
  });
}

/** Readings go missing now and then, and in one vat of seven for a while. */
function withGaps(cooling: Cooling, random: Random): Curve {
  const gaps = random.chance(0.15)
    ? Array.from({ length: random.whole(1, 3) }, () => {
        const from = cooling.start + random.between(0, 220) * MINUTE;
        return { from, to: from + random.between(1, 45) * MINUTE };
      })
    : [];
  const at: number[] = [];
  const celsius: number[] = [];
  for (let i = 0; i < cooling.probe.at.length; i += 1) {
    const instant = cooling.probe.at[i] ?? 0;
    const value = cooling.probe.celsius[i] ?? Number.NaN;
    const isLost = random.chance(0.002) || gaps.some((gap) => instant >= gap.from && instant < gap.to);
    if (isLost || Number.isNaN(value)) continue;
    at.push(instant);
    celsius.push(value - cooling.story.probe.offset);
  }
  return { at, celsius };
}

/**
 * As the judgement says it: the beginning of the stretch at or below the limit that holds at the deadline; where the deadline is missed,
 * of the first one after it that lasts ten minutes.
 */
export function reachedAt(curve: Curve, start: number, limit: number, deadline: number): MonoMs | null {
  let from: number | null = null;
  for (let i = 0; i < curve.at.length; i += 1) {
    const at = curve.at[i] ?? 0;
    if (at < start) continue;
    if ((curve.celsius[i] ?? 0) > limit) {
      if (from !== null && from <= deadline && at > deadline) return monoMs(from);
      from = null;
    } else {
      from ??= at;
      if (at >= deadline && (from <= deadline || at - from >= 10 * MINUTE)) return monoMs(from);
    }
  }
  return null;
}
