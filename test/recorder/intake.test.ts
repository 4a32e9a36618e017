// Room: test/recorder. The snapshot that goes with each piece of a recording is the machine after exactly those lines.

import fc from "fast-check";
import { expect, test } from "vitest";
import { carry, NOTHING_CARRIED } from "../../src/controller/carried.ts";
import { createIntake } from "../../src/recorder/intake.ts";
import { parseLine } from "../../src/recorder/line.ts";
import { at, limits, quietly, settled, tag, tick } from "./toy.ts";

/** How many records these lines tell of, those lost included. */
const told = (lines: readonly string[]): number => {
  let count = 0;
  for (const json of lines) {
    const line = parseLine(json);
    if (!line.ok) throw new Error(line.error);
    if (line.value.kind === "in") count += 1;
    if (line.value.kind === "run") count += line.value.run.n;
    if (line.value.kind === "gap") count += line.value.gap.lost;
  }
  return count;
};

const deed = fc.oneof(
  { weight: 10, arbitrary: fc.constant("tick" as const) },
  { weight: 2, arbitrary: fc.constantFrom("tag" as const, "word" as const, "pause" as const) },
  {
    weight: 3,
    arbitrary: fc.constantFrom("take" as const, "settle" as const, "give back" as const, "mend" as const),
  },
);

test("wherever the disk breaks in, a new file can begin where the last lines ended, and no record is told less or more than once", () => {
  fc.assert(
    fc.property(
      fc.array(deed, { maxLength: 300 }),
      fc.constantFrom(600, 3_000, 1e9),
      (deeds, fileBytesMax) => {
        const first = { seq: 0, state: 0, carried: NOTHING_CARRIED };
        const intake = createIntake({ limits: limits({ heldBytesMax: 1_500, fileBytesMax }), carry, first });
        let mono = 0;
        let records = 0;
        let sure = 0;
        let taken: NonNullable<ReturnType<typeof intake.take>>[] = [];
        const record = (event: Parameters<typeof at>[1]) => {
          records += 1;
          const { seq } = intake.record(at(mono, event), [], records);
          expect(seq).toBe(records);
          expect(intake.heldBytes()).toBeLessThanOrEqual(1_500 + 200);
        };
        const take = () => {
          const next = intake.take();
          if (next === null) return false;
          const begins = taken.at(-1)?.after.seq ?? sure;
          if (next.fresh !== null && !next.lines.some((line) => line.startsWith('{"gap"'))) {
            expect(next.fresh.seq).toBe(begins);
          }
          expect(next.after.seq).toBe(begins + told(next.lines));
          expect(next.after.state).toBe(next.after.seq);
          taken.push(next);
          return true;
        };
        const settle = () => {
          for (const one of taken) intake.settle(one.bytes);
          sure = taken.at(-1)?.after.seq ?? sure;
          taken = [];
        };
        for (const what of deeds) {
          mono += what === "pause" ? 61_000 : 100;
          if (what === "tick") record(tick);
          if (what === "tag") record(tag("1"));
          if (what === "word") record(mono % 200 === 0 ? quietly : settled(1));
          if (what === "take") take();
          if (what === "settle") settle();
          if (what === "give back") {
            intake.giveBack(taken);
            taken = [];
          }
          if (what === "mend" && intake.isEmpty() && taken.length === 0) intake.mend();
        }
        intake.closeRun();
        for (let rounds = 0; rounds < 3; rounds++) {
          while (take());
          settle();
          intake.mend();
        }
        expect(sure).toBe(records);
        expect(intake.heldBytes()).toBe(0);
      },
    ),
    { numRuns: 300 },
  );
});
