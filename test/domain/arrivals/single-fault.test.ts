// Room: test/domain/arrivals. One read, count, gate or place switch that is deleted, doubled, up to 20 s late or
// swapped with its neighbour never gives a bail another cow's identity, at any moment of any milking.
// More milkings: FAULT_MILKINGS=100000 npx vitest run test/domain/arrivals/single-fault.test.ts

import fc from "fast-check";
import { expect, test } from "vitest";
import { anyScript, milkingOf } from "./herringbone-milking.ts";
import { anyBailScript, bailMilkingOf } from "./in-bail-milking.ts";
import { anyFault, type Milking, rightlyNamed, withFault, wronglyNamed } from "./single-fault.ts";

const MILKINGS = Number(process.env.FAULT_MILKINGS ?? 250);
const LONG = 3_600_000;
const milkings: readonly (readonly [string, fc.Arbitrary<Milking>])[] = [
  ["a herringbone of two rows", anyScript.map(milkingOf)],
  ["bails with their own readers", anyBailScript.map(bailMilkingOf)],
];

for (const [shed, anyMilking] of milkings) {
  test(
    `${shed}: with nothing wrong nobody is ever taken for another`,
    () => {
      fc.assert(
        fc.property(anyMilking, (milking) => {
          expect(wronglyNamed(milking)).toEqual([]);
        }),
        { numRuns: MILKINGS },
      );
    },
    LONG,
  );
  test(
    `${shed}: with any one thing wrong nobody is ever taken for another`,
    () => {
      fc.assert(
        fc.property(anyMilking, fc.array(anyFault, { minLength: 10, maxLength: 10 }), (milking, faults) => {
          for (const fault of faults)
            expect(wronglyNamed(milking, withFault(milking.told, fault)), JSON.stringify(fault)).toEqual([]);
        }),
        { numRuns: MILKINGS },
      );
    },
    LONG,
  );
}

test(
  "the milkings are worth looking at: where cows walk in one by one, everyone is known",
  () => {
    fc.assert(
      fc.property(anyScript, (script) => {
        const orderly = milkingOf({
          ...script,
          batches: script.batches.map((batch) => ({
            ...batch,
            acts: batch.acts.map((act) => ({ ...act, what: "walks-in" as const })),
            reopened: null,
            exitAfter: null,
            overlap: 0,
          })),
        });
        expect(rightlyNamed(orderly)).toBe(orderly.stands.filter(({ cow }) => cow !== null).length);
      }),
      { numRuns: MILKINGS },
    );
  },
  LONG,
);
