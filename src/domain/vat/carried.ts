// Room: domain/vat. What one run of the program leaves to the next about the vat: the sum of what it told.
// May live here: the shape, and how happenings add up to it. May not: rules.
// Invariant: the sum of the happenings is all there is; readings are not carried, so the time between two runs is a gap.

import type { EpochMs } from "../units.ts";
import type { Moment, TemperatureTaken, Told, VatHappening, VatState } from "./happening.ts";
import { type Instant, type Judged, KEPT_BESIDE, type VatMilking } from "./milking.ts";
import { checkInForce, type ThermometerCheck } from "./thermometer-check.ts";

export type VatCarried = {
  readonly state: { readonly state: VatState; readonly since: Instant; readonly told: Told } | null;
  /** Running clocks, oldest first. */
  readonly milkings: readonly VatMilking[];
  /** The next milking's number is one more. */
  readonly lastMilking: number;
  /** The checks that count, one a thermometer. */
  readonly checks: readonly ThermometerCheck[];
};

export const NOTHING_CARRIED_OF_VAT: VatCarried = { state: null, milkings: [], lastMilking: 0, checks: [] };

/** What is carried once `happening` has been written. */
export function carryVat(carried: VatCarried, happening: VatHappening): VatCarried {
  const changed = (change: (milking: VatMilking) => VatMilking): VatCarried =>
    "milking" in happening ? withMilking(carried, happening.milking, change) : carried;
  switch (happening.kind) {
    case "vat-state": {
      const { state, told } = happening;
      return { ...carried, state: { state, since: instantIn(happening), told } };
    }
    case "milking-clock-started": {
      const start = instantIn(happening);
      const milkings = carried.milkings.map((one) =>
        one.nextStart === null ? { ...one, nextStart: start } : one,
      );
      const { earliest, latest, told, first } = happening;
      const begun = {
        ...milkingBegun(happening.milking, start, told, first),
        earliest: earliest === null ? null : { ...start, wall: earliest },
        latest: { ...start, wall: latest },
      };
      return { ...carried, milkings: [...milkings, begun], lastMilking: happening.milking };
    }
    case "milking-start-seen":
      return changed((one) => ({
        ...one,
        alsoTold: [...one.alsoTold, { start: instantIn(happening), told: happening.told }].slice(
          -KEPT_BESIDE,
        ),
      }));
    case "milking-clock-ended":
      return changed((one) => ({ ...one, end: { ...instantIn(happening), told: happening.told } }));
    case "milking-clock-resumed":
      return changed((one) => ({ ...one, end: null, atEnd: null }));
    case "milking-clock-corrected":
      return correctedIn(carried, happening);
    case "milking-clock-confirmed":
      return changed((one) => ({ ...one, told: { ...one.told, guess: false, by: happening.by } }));
    case "milking-clock-timed":
      return timedIn(carried, happening);
    case "milking-taken-back": {
      const gone = instantIn(happening);
      const next = withMilking(carried, happening.milking, (one) => ({ ...one, notMilkFrom: gone }));
      return { ...next, milkings: withoutNext(next.milkings, happening.milking) };
    }
    case "milking-clock-closed":
      return {
        ...carried,
        milkings: carried.milkings.filter(({ milking }) => milking !== happening.milking),
      };
    case "temperature-recorded":
      return changed((one) => withTemperature(one, happening.moment, happening.taken));
    case "collected":
      return {
        ...carried,
        milkings: carried.milkings.map((one) =>
          happening.milkings.includes(one.milking)
            ? { ...one, collected: { ...instantIn(happening), told: happening.told }, notMilkFrom: null }
            : one,
        ),
      };
    case "collection-taken-back":
      return {
        ...carried,
        milkings: carried.milkings.map((one) =>
          happening.milkings.includes(one.milking) ? { ...one, collected: null, atPickUp: null } : one,
        ),
      };
    case "milk-gone":
      return {
        ...carried,
        milkings: carried.milkings.map((one) =>
          happening.milkings.includes(one.milking) ? { ...one, notMilkFrom: instantIn(happening) } : one,
        ),
      };
    case "thermometer-checked":
      return { ...carried, checks: checksWith(carried.checks, happening.check) };
    case "cooling-judged":
      return changed((one) => ({
        ...one,
        judged: [...one.judged.filter(({ profile }) => profile !== happening.profile), judgedOf(happening)],
      }));
    default:
      return carried;
  }
}

/** What is kept of a verdict that was told. */
export const judgedOf = ({ profile, outcome, likeliest, hangsOn }: Omit<Judged, "earlierRun">): Judged => ({
  profile,
  outcome,
  likeliest,
  hangsOn,
  earlierRun: false,
});

/** A milking whose clock has just started. */
export const milkingBegun = (
  milking: number,
  start: Instant,
  told: Told,
  first: boolean | null,
): VatMilking => ({
  milking,
  start,
  told,
  earliest: start,
  latest: start,
  alsoTold: [],
  corrections: [],
  lastSign: start.mono,
  end: null,
  first,
  nextStart: null,
  collected: null,
  notMilkFrom: null,
  beforeMilking: null,
  atEnd: null,
  atPickUp: null,
  judged: [],
});

export function withTemperature(milking: VatMilking, moment: Moment, taken: TemperatureTaken): VatMilking {
  switch (moment) {
    case "before-milking":
      return { ...milking, beforeMilking: taken };
    case "end-of-milking":
      return { ...milking, atEnd: taken };
    default:
      return { ...milking, atPickUp: taken };
  }
}

/** The check that counts of each thermometer; one that says nothing replaces none. */
export function checksWith(
  checks: readonly ThermometerCheck[],
  check: ThermometerCheck,
): readonly ThermometerCheck[] {
  const counting = checkInForce([...checks, check], check.thermometer);
  const others = checks.filter(({ thermometer }) => thermometer !== check.thermometer);
  return counting === null ? others : [...others, counting];
}

/** Once a milking is none, the one before it runs on as if it had not been. */
export function withoutNext(milkings: readonly VatMilking[], gone: number): readonly VatMilking[] {
  const next = milkings.find(({ milking }) => milking === gone);
  return milkings.map((one) =>
    one.milking < gone && one.nextStart !== null && one.nextStart.wall === next?.start.wall
      ? { ...one, nextStart: null }
      : one,
  );
}

type Of<Kind extends VatHappening["kind"]> = VatHappening & { readonly kind: Kind };

const instantIn = (happening: { readonly at: EpochMs; readonly trusted: boolean }): Instant => ({
  mono: null,
  wall: happening.at,
  trusted: happening.trusted,
});

const withMilking = (
  carried: VatCarried,
  milking: number,
  change: (milking: VatMilking) => VatMilking,
): VatCarried => ({
  ...carried,
  milkings: carried.milkings.map((one) => (one.milking === milking ? change(one) : one)),
});

function correctedIn(carried: VatCarried, happening: Of<"milking-clock-corrected">): VatCarried {
  const start = instantIn(happening);
  const before = carried.milkings.findIndex(({ milking }) => milking === happening.milking) - 1;
  const changed = withMilking(carried, happening.milking, (one) => correctedTo(one, start, happening));
  return {
    ...changed,
    milkings: changed.milkings.map((one, index) => (index === before ? { ...one, nextStart: start } : one)),
  };
}

/** The new start in force, the old one kept. What was said of it before says nothing about the new one. */
export const correctedTo = (
  milking: VatMilking,
  start: Instant,
  { told, reason }: { readonly told: Told; readonly reason: string },
): VatMilking => ({
  ...milking,
  start,
  told,
  earliest: start,
  latest: start,
  corrections: [
    ...milking.corrections,
    { was: milking.start, told: milking.told, by: told.by, reason },
  ].slice(-KEPT_BESIDE),
  judged: [],
});

function timedIn(carried: VatCarried, happening: Of<"milking-clock-timed">): VatCarried {
  const retimed = <T extends Instant>(instant: T | null, wall: EpochMs | null): T | null =>
    instant === null || wall === null ? instant : { ...instant, wall, trusted: true };
  return withMilking(carried, happening.milking, (one) => ({
    ...one,
    start: happening.trusted ? instantIn(happening) : one.start,
    earliest: retimed(one.earliest, happening.earliest),
    latest: retimed(one.latest, happening.latest) ?? one.latest,
    end: retimed(one.end, happening.ended),
    nextStart: retimed(one.nextStart, happening.next),
    collected: retimed(one.collected, happening.collected),
    notMilkFrom: retimed(one.notMilkFrom, happening.notMilkFrom),
  }));
}
