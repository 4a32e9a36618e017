// Room: test/domain/arrivals. One read, count, gate or place switch that is deleted, doubled, up to 20 s late or
// swapped with its neighbour never gives a bail another cow's identity, at any moment of any milking.
// More milkings: FAULT_MILKINGS=100000 npx vitest run test/domain/arrivals/single-fault.test.ts

import fc from "fast-check";
import { expect, test } from "vitest";
import { eid } from "../holds/make.ts";
import { anyScript, milkingOf } from "./herringbone-milking.ts";
import { anyBailScript, bailMilkingOf } from "./in-bail-milking.ts";
import { anyFault, type Milking, rightlyNamed, type Told, withFault, wronglyNamed } from "./single-fault.ts";

const MILKINGS = Number(process.env.FAULT_MILKINGS ?? 100);
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

test(
  "two faults: a cow that neither reader nor beam noticed is found by the last place's reader once the gate is shut",
  () => {
    const noticed = (milking: Milking, cow: number, told: Told): boolean => {
      const counted = milking.stands.find((one) => one.cow === cow)?.at ?? 0;
      const ofHer = told.what === "beam" && told.at >= counted && told.at < counted + 1_000;
      const heard = told.input.kind === "tag" && told.input.reader.endsWith("race");
      return !ofHer && !(heard && told.input.kind === "tag" && told.input.eid === eid(100 + cow));
    };
    fc.assert(
      fc.property(anyScript, fc.nat({ max: 4 }), (script, n) => {
        const [batch] = script.batches;
        const act = batch?.acts[0];
        if (batch === undefined || act === undefined) return;
        const walks = Array.from({ length: script.capacity }, () => ({ ...act, what: "walks-in" as const }));
        const full = { ...batch, acts: walks, milked: 90_000, reopened: null, exitAfter: null, overlap: 0 };
        const milking = milkingOf({ ...script, placeReaders: true, batches: [full] });
        const told = milking.told.filter((one) => noticed(milking, n % script.capacity, one));
        const shut = told.findLast(({ what }) => what === "entry")?.at ?? 0;
        const looks = Array.from(
          { length: 60 },
          (_, k): Told => ({ input: { kind: "tick" }, at: shut + 1_000 * k, what: "gate" }),
        );
        const heard = [...told, ...looks].toSorted((a, b) => a.at - b.at);
        expect(wronglyNamed(milking, heard).filter(({ at }) => at > shut + 10_000)).toEqual([]);
      }),
      { numRuns: MILKINGS },
    );
  },
  LONG,
);
