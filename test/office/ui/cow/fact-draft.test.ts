// Room: test. Facts about cows in the making: each kind asks what it needs, and the contract takes what it makes.

import { describe, expect, test } from "vitest";
import { type FactEntered, factIn } from "../../../../src/office/contract/herd.ts";
import {
  correctingFact,
  FACTS,
  type FactDraft,
  type FactKind,
  factOf,
  kindOf,
  newFact,
} from "../../../../src/office/ui/cow/fact-draft.ts";
import { withCorrections } from "../../../../src/office/ui/cow/facts.tsx";
import { zoneOf } from "../../../../src/office/ui/entry/farm-zone.ts";
import { NO_MEAT_TEXT, NO_MILK_TEXT } from "../../../../src/office/ui/entry/period.ts";

const ENTRY = "44444444-4444-4444-8444-444444444444";
const at = { now: Date.parse("2026-11-23T09:40:00Z"), zone: zoneOf("Australia/Melbourne") };
const ANSWERS: { readonly [kind in FactKind]: Partial<FactDraft> } = {
  calving: {},
  "dry-off": {},
  "looked-at": {},
  "test-sample": {},
  observation: { seen: "mastitis" },
  "manual-hold": { reason: "limps, milk looks odd" },
  "paddock-or-feed": {
    what: "sprayed paddock 4",
    milk: { ...NO_MILK_TEXT, kind: "period", amount: "3", unit: "days" },
    meat: { ...NO_MEAT_TEXT, kind: "nil" },
  },
  taint: { what: "turnips" },
  "bought-in": { state: "in-milk", treatments: "unknown" },
  "test-result": { of: "f-9", result: "negative" },
  clearance: { of: "t-1", reason: "vet's letter of 20 Nov" },
};
const KINDS = Object.keys(FACTS).flatMap((kind) => kindOf(kind) ?? []);

describe("a fact about a cow", () => {
  test.each(KINDS)("%s, once answered, is what the contract takes", (kind) => {
    const made = factOf({ ...newFact(ENTRY, kind, ["412"]), ...ANSWERS[kind] }, at);
    expect(made.ok ? factIn.safeParse(made.value).error : made.error).toBeUndefined();
  });
  test.each(KINDS.filter((kind) => Object.keys(ANSWERS[kind]).length > 0))(
    "%s names what it still needs",
    (kind) => {
      expect(factOf(newFact(ENTRY, kind, ["412"]), at).ok).toBe(false);
    },
  );
  test("not known is an answer for a calving, and none for what a person saw", () => {
    expect(factOf({ ...newFact(ENTRY, "calving", ["412"]), at: "unknown" }, at).ok).toBe(true);
    expect(factOf({ ...newFact(ENTRY, "test-sample", ["412"]), at: "unknown" }, at).ok).toBe(false);
  });
  test("a look and an early end need the time of day: what came first decides", () => {
    for (const kind of ["looked-at", "clearance"] as const) {
      expect(factOf({ ...newFact(ENTRY, kind, ["412"]), ...ANSWERS[kind], at: "2026-11-22" }, at).ok).toBe(
        false,
      );
    }
  });
});

describe("a correction", () => {
  const ENTERED: { readonly [kind in FactKind]: Omit<FactEntered, "group" | "note"> } = {
    calving: { at: "2026-11-20" },
    "dry-off": { at: "unknown" },
    "looked-at": { at: "2026-11-22T19:00:00.000Z" },
    "test-sample": { at: "2026-11-22T19:00:00.000Z" },
    observation: { at: "2026-11-22", seen: "blood" },
    "manual-hold": { from: "2026-11-22T19:00:00.000Z", reason: "limps" },
    "paddock-or-feed": {
      from: "2026-11-18",
      until: "2026-11-20",
      what: "sprayed paddock 4",
      milk: { hours: 72, milkings: 6, combine: "either" },
      meat: { days: 28 },
    },
    taint: { from: "2026-11-18", what: "turnips" },
    "bought-in": {
      at: "2026-11-18",
      state: "dry",
      treatments: "declared",
      vendor: "J. Smith",
      declaration: "NVD 4711",
    },
    "test-result": { at: "2026-11-22", of: "s-9", result: "negative", testKit: "Delvo" },
    clearance: { at: "2026-11-22T19:00:00.000Z", of: "t-1", reason: "vet's letter" },
  };
  test.each(KINDS)("of a %s that is sent unchanged says what was entered, every field of it", (kind) => {
    const entered = { ...ENTERED[kind], group: "fresh cows", note: "seen by Kim" };
    const fact = {
      record: "x-1",
      kind,
      at: "from somewhere to somewhere",
      says: "",
      by: "sam",
      recordedAt: "2026-11-22T19:05:00.000Z",
      supersedes: null,
      supersededBy: null,
      open: false,
      entered,
    };
    const draft = correctingFact(ENTRY, fact, kind, { cow: "412", zone: at.zone });
    const made = factOf(draft, at);
    const about = { kind, entry: ENTRY, cows: ["412"], supersedes: "x-1" };
    expect(made).toEqual({ ok: true, value: { ...entered, ...about } });
    // What is not kept in an entry's words is asked again: the date at most is there.
    expect(correctingFact(ENTRY, { ...fact, entered: null }, kind, { cow: "412", zone: at.zone })).toEqual({
      ...newFact(ENTRY, kind, ["412"]),
      at: "",
      supersedes: "x-1",
    });
  });
});

describe("corrections beside what they corrected", () => {
  const fact = (record: string, more: object) => ({
    record,
    kind: "calving",
    at: "2026-11-20",
    says: record,
    by: "sam",
    recordedAt: `2026-11-2${record.length}T00:00:00.000Z`,
    supersedes: null,
    supersededBy: null,
    open: false,
    entered: null,
    ...more,
  });
  test("a chain of corrections is one entry, the newest standing, the others behind it in order", () => {
    const facts = [
      fact("a", { supersededBy: "bb" }),
      fact("bb", { supersedes: "a", supersededBy: "ccc" }),
      fact("ccc", { supersedes: "bb" }),
      fact("dddd", {}),
    ];
    const shown = withCorrections(facts).map(({ stands, before }) => [
      stands.record,
      before.map(({ record }) => record),
    ]);
    expect(shown).toEqual([
      ["dddd", []],
      ["ccc", ["bb", "a"]],
    ]);
  });
});
