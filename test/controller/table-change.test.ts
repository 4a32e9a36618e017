// Room: test/controller. An entry reaches the bails as what it changes, and never as anything but that.

import fc from "fast-check";
import { expect, test } from "vitest";
import { herdOf } from "../../src/controller/state.ts";
import { changeByMarks, herdChanged, marksOf, tableChange } from "../../src/controller/table-change.ts";
import type { Cow, HerdTable } from "../../src/domain/holds/facts.ts";
import { at, cow, eid, herd, hoursOnly, treated } from "../domain/holds/make.ts";
import { createBench, HERD } from "./bench.ts";

const table = (cows: readonly Cow[], fingerprint: string): HerdTable =>
  herd([...cows], HERD.policy, fingerprint);
const TREATED = table(
  HERD.cows.map((one) =>
    one.cow === "12" ? { ...one, facts: [...one.facts, treated("tube", hoursOnly(72), at(999))] } : one,
  ),
  "treated",
);
const changeOf = (before: HerdTable, after: HerdTable) => {
  const change = tableChange(before, after);
  if (change === null) throw new Error("these two tables differ by a change");
  return change;
};

const anyCow = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 10, max: 30 }), fc.boolean()).map(
  ([number, tag, withFact]): Cow => ({
    ...cow(String(number)),
    eids: [eid(tag)],
    facts: withFact ? [treated("tube", hoursOnly(72), at(tag))] : [],
  }),
);
const anyTable = fc
  .tuple(fc.uniqueArray(anyCow, { selector: (one) => one.cow, maxLength: 6 }), fc.string({ minLength: 1 }))
  .map(([cows, fingerprint]) => table(cows, fingerprint));

test("a change applied to the table it starts from gives the other table, with every look-up", () => {
  fc.assert(
    fc.property(anyTable, anyTable, (before, after) => {
      const herdAfter = herdChanged(herdOf(before), changeOf(before, after));
      expect(herdAfter).toEqual(herdOf(after));
    }),
  );
});

test("a change said from marks is the change said from the tables", () => {
  const mark = (value: unknown): string => JSON.stringify(value);
  fc.assert(
    fc.property(anyTable, anyTable, (before, after) => {
      const kept = JSON.parse(JSON.stringify(marksOf(before, mark)));
      expect(changeByMarks(kept, after, marksOf(after, mark))).toEqual(tableChange(before, after));
    }),
  );
  const other = { ...TREATED, policy: { ...TREATED.policy, check: "automatic" as const } };
  expect(changeByMarks(marksOf(HERD, mark), other, marksOf(other, mark))).toBe(null);
});

test("one treatment is one cow in the change", () => {
  const change = changeOf(HERD, TREATED);
  expect(change).toMatchObject({ from: HERD.fingerprint, fingerprint: "treated", gone: [] });
  expect(change.cows.map((one) => one.cow)).toEqual(["12"]);
  expect(change.order).toBeUndefined();
});

test("another policy is no change of cows: the whole table is needed", () => {
  const other = { ...TREATED, policy: { ...TREATED.policy, check: "automatic" as const } };
  expect(tableChange(HERD, other)).toBe(null);
});

test("a treatment that comes as a change diverts the cow in her bail in that very step", () => {
  const bench = createBench({});
  bench.enters(2, 12);
  bench.run(2_000);
  expect(bench.reasons(2)).toEqual([]);
  bench.send({ kind: "table-changed", ...changeOf(HERD, TREATED) });
  expect(bench.reasons(2)).toEqual(["withheld"]);
  expect(bench.notes("table-in-force").at(-1)).toMatchObject({
    fingerprint: "treated",
    cows: HERD.cows.length,
  });
  expect(bench.notes("vat-stop-raised")).toMatchObject([{ cow: "12", by: "itself" }]);
});

test("a change of another table is put on none: everything diverts until the whole table comes", () => {
  const bench = createBench({});
  bench.enters(2, 12);
  bench.run(2_000);
  bench.send({ kind: "table-changed", ...changeOf(HERD, TREATED), from: "another" });
  expect(bench.shed().herd).toBe(null);
  expect(bench.reasons(2)).toEqual(["no-table", "unknown"]);
  expect(bench.notes("table-gone").at(-1)).toMatchObject({ why: expect.stringContaining("does not fit") });
  bench.send({ kind: "table-loaded", table: HERD });
  bench.run(500);
  expect(bench.reasons(2)).toEqual([]);
});
