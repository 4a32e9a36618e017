// Room: test/domain/arrivals. Cows walking into one row: what reader and beam say of them, what can go wrong with
// one saying, and what the row makes of it. Knows the true order, which the row must never contradict.

import fc from "fast-check";
import {
  ROW_AT_START,
  type RowInput,
  type RowState,
  rowStep,
} from "../../../src/domain/arrivals/herringbone-row.ts";
import type { Eid } from "../../../src/domain/ids.ts";
import type { PairingTimes } from "../../../src/domain/shed/plan.ts";
import { milliseconds, monoMs, seconds } from "../../../src/domain/units.ts";
import { eid } from "../holds/make.ts";

export const TIMES: PairingTimes = {
  readToCountMax: seconds(4),
  closestCows: milliseconds(1_200),
  lingerMax: seconds(2),
};
/** The beam stays broken this long while a cow walks through. */
const BROKEN = 300;

/** Something that reader or beam says, at an instant. `cow` is the place she truly walks to, 0 the first. */
export type Said = { readonly what: "read" | "count"; readonly cow: number; readonly at: number };
export type Walk = { readonly cows: number; readonly said: readonly Said[] };

/** Gaps between counts, and how long before its count each cow is read, in milliseconds. */
export const walkOf = (gaps: readonly number[], ahead: readonly number[]): Walk => {
  let at = 10_000;
  const said = gaps.flatMap((gap, cow): Said[] => {
    at += gap;
    return [
      { what: "read", cow, at: at - (ahead[cow] ?? 1_000) },
      { what: "count", cow, at },
    ];
  });
  return { cows: gaps.length, said };
};

/** Cows at least 2.5 s apart, each read 0.5 to 2 s before she is counted. */
export const anyWalk: fc.Arbitrary<Walk> = fc
  .integer({ min: 1, max: 8 })
  .chain((cows) =>
    fc.tuple(
      fc.array(fc.integer({ min: 2_500, max: 9_000 }), { minLength: cows, maxLength: cows }),
      fc.array(fc.integer({ min: 500, max: 2_000 }), { minLength: cows, maxLength: cows }),
    ),
  )
  .map(([gaps, ahead]) => walkOf(gaps, ahead));

export type Fault = {
  readonly how: "lost" | "doubled" | "delayed";
  readonly what: "read" | "count";
  /** Taken modulo the number of cows. */
  readonly cow: number;
  /** Later by so much; for a doubled count always within closestCows. */
  readonly by: number;
};
export const anyFault: fc.Arbitrary<Fault> = fc.record({
  how: fc.constantFrom("lost", "doubled", "delayed"),
  what: fc.constantFrom("read", "count"),
  cow: fc.nat({ max: 7 }),
  by: fc.oneof(fc.integer({ min: 1, max: 3_000 }), fc.integer({ min: 1, max: 20_000 })),
});

export function withFault(walk: Walk, { how, what, cow, by }: Fault): Walk {
  const hit = (said: Said) => said.what === what && said.cow === cow % walk.cows;
  const late =
    what === "count" && how === "doubled" ? BROKEN + 1 + (by % (TIMES.closestCows - BROKEN - 2)) : by;
  const said = walk.said.flatMap((one): Said[] => {
    if (!hit(one)) return [one];
    const again = { ...one, at: one.at + late };
    return how === "lost" ? [] : how === "doubled" ? [one, again] : [again];
  });
  return { ...walk, said };
}

/** What the row was told, one input after the other. */
export type Told = { readonly input: RowInput; readonly at: number };

export const TO_EMPTY: readonly RowInput[] = [
  { kind: "beam", level: "inactive", arrival: 0 },
  { kind: "entry", level: "inactive" },
  { kind: "exit", level: "active" },
  { kind: "exit", level: "inactive" },
];
export const OPEN: RowInput = { kind: "entry", level: "active" };
export const SHUT: RowInput = { kind: "entry", level: "inactive" };
export const tag = (cow: number): RowInput => ({ kind: "tag", eid: tagOf(cow) });
/** Cow 0 walks in first. */
export const tagOf = (cow: number): Eid => eid(100 + cow);

/** The row let go and opened again at time 0, then told all that is said, then left alone. */
export function toldOf(walk: Walk): Told[] {
  const told: Told[] = walk.said.flatMap(({ what, cow, at }): Told[] =>
    what === "read"
      ? [{ input: tag(cow), at }]
      : [
          { input: { kind: "beam", level: "active", arrival: at }, at },
          { input: { kind: "beam", level: "inactive", arrival: at }, at: at + BROKEN },
        ],
  );
  const last = told.reduce((latest, { at }) => Math.max(latest, at), 0);
  for (let at = 100; at < last + 6_000; at += 700) told.push({ input: { kind: "tick" }, at });
  told.sort((a, b) => a.at - b.at);
  return [...[...TO_EMPTY, OPEN].map((input) => ({ input, at: 0 })), ...told];
}

/** Every state the row comes through. */
export function statesOf(
  told: readonly Told[],
  capacity: number,
  start: RowState = ROW_AT_START,
): RowState[] {
  let row = start;
  return told.map(({ input, at }) => {
    row = rowStep(row, input, capacity, TIMES, monoMs(at));
    return row;
  });
}

/** What each place says: the cow's number by her tag, or the kind of not knowing. */
export const placesOf = (row: RowState | undefined): (number | string)[] =>
  (row?.places ?? []).map(({ identity }) =>
    identity.kind === "tag" ? Number(identity.eid.slice(-4)) - 100 : identity.kind,
  );

/** Places that were ever given another cow's tag: none, as long as the faults are within what the rule bears. */
export function wronglyNamed(states: readonly RowState[]): number[] {
  const wrong = new Set<number>();
  for (const row of states)
    for (const [place, name] of placesOf(row).entries())
      if (typeof name === "number" && name !== place) wrong.add(place);
  return [...wrong];
}
