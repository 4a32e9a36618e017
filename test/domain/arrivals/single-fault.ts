// Room: test/domain/arrivals. One thing that goes wrong with one saying of a milking, and the oracle: whether any
// bail was ever given the identity of a cow other than the one who truly stood there.

import fc from "fast-check";
import { arrivalsAtStart, arrivalsStep, occupantsOf } from "../../../src/domain/arrivals/arrivals.ts";
import type { ArrivalInput } from "../../../src/domain/arrivals/identity.ts";
import type { BailNo } from "../../../src/domain/ids.ts";
import type { Layout } from "../../../src/domain/shed/plan.ts";
import { monoMs } from "../../../src/domain/units.ts";
import { eid } from "../holds/make.ts";
import { TIMES } from "./row-walk.ts";

/** Something a reader or switch says, at an instant in milliseconds. */
export type Told = {
  readonly input: ArrivalInput;
  readonly at: number;
  readonly what: "read" | "beam" | "entry" | "exit" | "place" | "gate";
};
/** From `at` on this cow stands in the bail; null: nobody, or nobody yet. Tag 100 is worn by cow 0, and so on. */
export type Stands = { readonly bail: BailNo; readonly cow: number | null; readonly at: number };
export type Milking = {
  readonly layout: Layout;
  readonly atStart: readonly Told[];
  readonly told: readonly Told[];
  readonly stands: readonly Stands[];
};

/** The longest that a saying is late. */
export const LATEST = 20_000;

export type Fault = {
  readonly how: "deleted" | "doubled" | "delayed" | "swapped";
  /** Which saying: taken modulo their number. */
  readonly which: number;
  /** Later by so much, at most `LATEST`; a count is doubled within `closestCows`. */
  readonly by: number;
};
export const anyFault: fc.Arbitrary<Fault> = fc.record({
  how: fc.constantFrom("deleted", "doubled", "delayed", "swapped"),
  which: fc.nat({ max: 9_999 }),
  by: fc.oneof(fc.integer({ min: 1, max: 3_000 }), fc.integer({ min: 1, max: LATEST })),
});

/** The sayings with this one fault, in the order in which they are heard. */
export function withFault(told: readonly Told[], { how, which, by }: Fault): readonly Told[] {
  const at = which % told.length;
  const hit = told[at];
  const neighbour = told[at + 1];
  if (hit === undefined) return told;
  const others = told.filter((one) => one !== hit);
  switch (how) {
    case "deleted":
      return others;
    case "doubled": {
      const later = hit.what === "beam" ? 1 + (by % (TIMES.closestCows - 2)) : by;
      return inOrder([...told, { ...hit, at: hit.at + later }]);
    }
    case "delayed":
      return inOrder([...others, { ...hit, at: hit.at + by }]);
    case "swapped": {
      if (neighbour === undefined || neighbour.at - hit.at > LATEST) return told;
      const swapped = told.slice();
      swapped.splice(at, 2, { ...neighbour, at: hit.at }, { ...hit, at: neighbour.at });
      return swapped;
    }
  }
}
const inOrder = (told: readonly Told[]): readonly Told[] => told.toSorted((a, b) => a.at - b.at);

/** A bail that was given another cow's identity while a cow stood there. */
export type Wrong = {
  readonly bail: number;
  readonly at: number;
  readonly said: string;
  readonly truly: number;
};

/** Runs the milking as it was heard and compares every moment with who truly stands where. */
export function wronglyNamed(milking: Milking, heard: readonly Told[] = milking.told): Wrong[] {
  const { layout, stands } = milking;
  const wrong: Wrong[] = [];
  const truly = new Map<number, number | null>();
  let arrivals = arrivalsAtStart(layout);
  let next = 0;
  const compare = (at: number): void => {
    for (const [bail, { identity }] of Object.entries(occupantsOf(arrivals, layout))) {
      const cow = truly.get(Number(bail)) ?? null;
      if (cow === null || identity.kind !== "tag" || identity.eid === eid(100 + cow)) continue;
      wrong.push({ bail: Number(bail), at, said: identity.eid, truly: cow });
    }
  };
  const trueUntil = (at: number): void => {
    for (let one = stands[next]; one !== undefined && one.at <= at; one = stands[next]) {
      next += 1;
      // What is said of her at this very instant is heard before anyone looks.
      if (one.at < at) {
        truly.set(one.bail, one.cow);
        arrivals = arrivalsStep(arrivals, layout, { kind: "tick" }, monoMs(one.at));
        compare(one.at);
      } else truly.set(one.bail, one.cow);
    }
  };
  for (const { input, at } of [...milking.atStart, ...heard]) {
    trueUntil(at);
    arrivals = arrivalsStep(arrivals, layout, input, monoMs(at));
    compare(at);
  }
  trueUntil(Number.POSITIVE_INFINITY);
  return wrong;
}

/** How many visits were given their own cow's identity at some moment. */
export function rightlyNamed(milking: Milking, heard: readonly Told[] = milking.told): number {
  const { layout, stands } = milking;
  const named = new Set<string>();
  let arrivals = arrivalsAtStart(layout);
  for (const { input, at } of [...milking.atStart, ...heard]) {
    arrivals = arrivalsStep(arrivals, layout, input, monoMs(at));
    for (const { identity } of Object.values(occupantsOf(arrivals, layout)))
      if (identity.kind === "tag") named.add(identity.eid);
  }
  return stands.filter(({ cow }) => cow !== null && named.has(eid(100 + cow))).length;
}
