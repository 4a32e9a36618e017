// Room: test/domain/arrivals. A whole milking in bails with their own readers: cows come, are heard, and go; what
// readers, place switches and gates say of it. Knows who truly stands where.
//
// What this walk leaves out, because reader and switches cannot tell it (README): a neighbour's tag heard instead of
// her own, a cow that follows another without freeing the place switch, and a cow who is heard for the first time
// within the last `LATEST` of her stay.

import fc from "fast-check";
import type { InputLevel } from "../../../src/domain/arrivals/identity.ts";
import { bailNo, inputId, readerId } from "../../../src/domain/ids.ts";
import { eid } from "../holds/make.ts";
import { LATEST, type Milking, type Stands, type Told } from "./single-fault.ts";

/** One cow in a bail. Times in milliseconds. */
type Stay = {
  readonly empty: number;
  /** From stepping in to the first time her tag is heard. */
  readonly heardAfter: number;
  /** Then again and again, so many times. */
  readonly again: readonly number[];
  readonly stays: number;
  /** She stands on behind the open gate. */
  readonly lingers: number;
  /** Heard for the last time as she steps out. */
  readonly heardLeaving: boolean;
  /** She steps half out of the bail and in again. */
  readonly shifts: boolean;
};
export type BailScript = readonly { readonly gate: boolean; readonly stays: readonly Stay[] }[];

const ms = (min: number, max: number) => fc.integer({ min, max });
const anyStay: fc.Arbitrary<Stay> = fc.record({
  empty: ms(2_000, 30_000),
  heardAfter: ms(0, 3_000),
  again: fc.array(ms(500, 30_000), { maxLength: 4 }),
  stays: ms(LATEST + 4_000, 120_000),
  lingers: ms(500, 4_000),
  heardLeaving: fc.boolean(),
  shifts: fc.boolean(),
});
export const anyBailScript: fc.Arbitrary<BailScript> = fc.array(
  fc.record({ gate: fc.boolean(), stays: fc.array(anyStay, { minLength: 1, maxLength: 5 }) }),
  { minLength: 1, maxLength: 3 },
);

/** All that is said and all that is true in the milking that the script tells. */
export function bailMilkingOf(script: BailScript): Milking {
  const told: Told[] = [];
  const stands: Stands[] = [];
  let cow = 0;
  for (const [index, { gate, stays }] of script.entries()) {
    const bail = bailNo(index + 1);
    const says = (what: "place" | "gate", level: InputLevel, at: number): void => {
      told.push({ input: { kind: "input", input: inputId(`${what}-${bail}`), level }, at, what });
    };
    const reads = (at: number, tag = cow): void => {
      const reader = readerId(`reader-${bail}`);
      told.push({ input: { kind: "tag", reader, eid: eid(100 + tag) }, at, what: "read" });
    };
    let at = 1_000;
    for (const stay of stays) {
      at += stay.empty;
      stands.push({ bail, cow, at });
      says("place", "active", at);
      const goes = at + stay.stays;
      let heard = at + stay.heardAfter;
      reads(heard);
      for (const wait of stay.again) {
        heard += wait;
        if (heard < goes) reads(heard);
      }
      if (stay.shifts) {
        says("place", "inactive", at + 9_000);
        says("place", "active", at + 9_200);
        // Heard once more: late, as she is taken for one who has just come.
        reads(at + 9_500);
      }
      const gone = goes + (gate ? stay.lingers : 0);
      if (gate) says("gate", "active", goes);
      if (stay.heardLeaving) reads(gone + 500);
      stands.push({ bail, cow: null, at: gone });
      says("place", "inactive", gone);
      if (gate) says("gate", "inactive", gone + 1_500);
      at = gone + 1_500;
      cow += 1;
    }
  }
  const atStart = script.flatMap(({ gate }, index): Told[] => [
    {
      input: { kind: "input", input: inputId(`place-${index + 1}`), level: "inactive" },
      at: 0,
      what: "place",
    },
    ...(gate
      ? [
          {
            input: { kind: "input", input: inputId(`gate-${index + 1}`), level: "inactive" },
            at: 0,
            what: "gate",
          } as const,
        ]
      : []),
  ]);
  return {
    layout: {
      kind: "in-bail",
      places: script.map(({ gate }, index) => ({
        bail: bailNo(index + 1),
        reader: readerId(`reader-${index + 1}`),
        placeSwitch: inputId(`place-${index + 1}`),
        ...(gate ? { exitGate: inputId(`gate-${index + 1}`) } : {}),
      })),
    },
    atStart,
    told: told.toSorted((a, b) => a.at - b.at),
    stands: stands.toSorted((a, b) => a.at - b.at),
  };
}
