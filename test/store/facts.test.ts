// Room: test/store. Facts about cows, as a herd file writes them.

import { expect, test } from "vitest";
import { factsSince, isFactName, type NewFact, writeFact } from "../../src/store/facts.ts";
import { by, freshStore, MORNING } from "./bench.ts";

const FACT: NewFact = {
  body: {
    fact: "t-1",
    kind: "calving",
    by: "kim",
    "recorded-at": "2026-11-23T05:40Z",
    at: "2026-11-23",
    note: 'two "calves"',
  },
  cows: ["47", "12"],
  recordedAt: MORNING,
  group: "spring",
  detail: { vendor: "A. Vendor" },
  says: (cow) => `Cow ${cow} calved`,
};

test("a fact of several cows is a row for each, read back word for word after the program was restarted", () => {
  const bench = freshStore();
  bench.store.write((pen) => writeFact(pen, FACT, by("kim")));
  const correction = { ...FACT, cows: ["12"], body: { ...FACT.body, fact: "t-2", supersedes: "t-1" } };
  bench.store.write((pen) => writeFact(pen, correction, { ...by("sam"), trusted: false }));
  const store = bench.reopen();
  const same = { group: "spring", detail: { vendor: "A. Vendor" }, at: MORNING };
  const all = factsSince(store, 0);
  expect(all.map(({ id: _, ...fact }) => fact)).toEqual([
    { ...same, cow: "47", body: FACT.body, by: "kim", trusted: true },
    { ...same, cow: "12", body: FACT.body, by: "kim", trusted: true },
    { ...same, cow: "12", body: correction.body, by: "sam", trusted: false },
  ]);
  expect(factsSince(store, all[1]?.id ?? 0)).toEqual(all.slice(2));
  expect([isFactName(store, "t-2"), isFactName(store, "t-3")]).toEqual([true, false]);
});

test("a cow has a fact once, and a body that does not say what its columns say is not read", () => {
  const { store } = freshStore();
  store.write((pen) => writeFact(pen, FACT, by("kim")));
  expect(() => store.write((pen) => writeFact(pen, FACT, by("kim")))).toThrow("UNIQUE");
  expect(factsSince(store, 0)).toHaveLength(2);
  store.db.exec("DROP TRIGGER fact_no_update; UPDATE fact SET fact = 't-9'");
  expect(() => factsSince(store, 0)).toThrow("name the same fact");
});
