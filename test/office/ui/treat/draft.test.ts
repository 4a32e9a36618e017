// Room: test. A treatment in the making: what is filled in, what is asked, what is sent.

import { describe, expect, test } from "vitest";
import { type Treatment, treatmentIn } from "../../../../src/office/contract/herd.ts";
import { zoneOf } from "../../../../src/office/ui/entry/farm-zone.ts";
import { milkOf, NO_MILK_TEXT } from "../../../../src/office/ui/entry/period.ts";
import {
  correctionOf,
  entryOf,
  lastUsedFirst,
  NO_OFF_LABEL,
  newDraft,
} from "../../../../src/office/ui/treat/draft.ts";
import { repeated, repeatOf } from "../../../../src/office/ui/treat/repeat.ts";
import { DRY_COW, given, INJECTION, SHELF, TUBE } from "../shelf.ts";

const ENTRY = "33333333-3333-4333-8333-333333333333";
const zone = zoneOf("Australia/Melbourne");
const at = { now: Date.parse("2026-11-23T09:40:00Z"), zone };
const mastitis = { ...newDraft(ENTRY, "412"), product: TUBE.product, reason: "Mastitis" };

describe("a treatment of one cow", () => {
  test("cow, medicine and reason are enough: batch, dose, how and time are filled in, and the contract takes it", () => {
    const made = entryOf({ ...mastitis, quarters: ["right-hind"] }, TUBE, at);
    expect(made).toMatchObject({
      ok: true,
      value: {
        cows: ["412"],
        batch: "b-1",
        quantityEach: 1,
        dose: "1 tube a quarter",
        route: "into the quarter",
        firstDose: "2026-11-23T09:40:00.000Z",
        lastDose: "2026-11-23T09:40:00.000Z",
      },
    });
    if (made.ok) expect(treatmentIn.safeParse(made.value).success).toBe(true);
  });
  test("a tube goes into each quarter that was tapped; of an injection as much as the dose says", () => {
    const two = entryOf({ ...mastitis, quarters: ["right-hind", "left-front"] }, TUBE, at);
    expect(two).toMatchObject({ ok: true, value: { quantityEach: 2 } });
    const injected = entryOf({ ...mastitis, product: INJECTION.product, use: "by vein" }, INJECTION, at);
    expect(injected).toMatchObject({ ok: true, value: { quantityEach: 25, use: "by vein" } });
  });
  test("who gave it is sent as it was said, and asked for where it was wiped out", () => {
    expect(entryOf({ ...mastitis, givenBy: " Kim Lee " }, TUBE, at)).toMatchObject({
      ok: true,
      value: { givenBy: "Kim Lee" },
    });
    expect(entryOf({ ...mastitis, givenBy: " " }, TUBE, at)).toMatchObject({
      ok: false,
      error: [{ at: "givenBy", says: "Who gave it?" }],
    });
  });
  test("a correction keeps who gave it; of a record from before this was asked, who entered it", () => {
    const corrected = (one: Treatment) => correctionOf(ENTRY, one, SHELF, zone).givenBy;
    expect(corrected(given({ givenBy: "Kim Lee", by: "anna" }))).toBe("Kim Lee");
    expect(corrected(given({ givenBy: "", by: "anna" }))).toBe("anna");
  });
  test("everything that is open is named at once, the first question first", () => {
    const made = entryOf({ ...newDraft(ENTRY), product: INJECTION.product, given: "" }, INJECTION, at);
    expect(made.ok ? [] : made.error.map(({ at: place }) => place)).toEqual([
      "cows",
      "use",
      "reason",
      "lastDose",
    ]);
  });
  test("without a batch that may be used it is asked, and 'not from this shelf' is an answer", () => {
    const draft = { ...mastitis, product: DRY_COW.product };
    expect(entryOf(draft, DRY_COW, at)).toMatchObject({ ok: false, error: [{ at: "batch" }] });
    expect(entryOf({ ...draft, batch: "none" }, DRY_COW, at)).toMatchObject({
      ok: true,
      value: { batch: null },
    });
  });
  test("off-label needs the vet and the vet's words; a period left open is not made up", () => {
    const open = entryOf({ ...mastitis, offLabel: NO_OFF_LABEL }, TUBE, at);
    expect(open.ok ? [] : open.error.map(({ at: place }) => place)).toEqual([
      "offLabel.vet",
      "offLabel.direction",
    ]);
    const told = { ...NO_OFF_LABEL, vet: "Dr Lee", direction: "Twice the dose" };
    expect(entryOf({ ...mastitis, offLabel: told }, TUBE, at)).toMatchObject({
      ok: true,
      value: { offLabel: { vet: "Dr Lee", direction: "Twice the dose" } },
    });
  });
  test("what was used last stands first on the shelf", () => {
    expect(lastUsedFirst(SHELF).map(({ product }) => product)).toEqual(["p-tube", "p-inj", "p-dry"]);
  });
  test("a correction carries everything of the record that it corrects", () => {
    const old = given({ quantityEach: 2, note: "second tube" });
    expect(entryOf(correctionOf(ENTRY, old, SHELF, zone), TUBE, at)).toMatchObject({
      ok: true,
      value: {
        supersedes: "t-1",
        quantityEach: 2,
        batch: "b-1",
        note: "second tube",
        lastDose: "2026-11-22T19:00:00.000Z",
      },
    });
  });
  test("a correction carries the vet's direction for milk and meat as it was entered", () => {
    const offLabel = {
      vet: "Dr Wong",
      direction: "twice a day for 5 days",
      milk: { hours: 240, milkings: 20, combine: "both" as const },
      meat: { days: 42 },
    };
    const old = given({
      vet: offLabel.vet,
      direction: offLabel.direction,
      entered: { batch: "b-1", offLabel },
    });
    expect(entryOf(correctionOf(ENTRY, old, SHELF, zone), TUBE, at)).toMatchObject({
      ok: true,
      value: { offLabel },
    });
    const wordsOnly = { vet: "Dr Wong", direction: "as the label, but twice" };
    const without = given({ ...wordsOnly, entered: { batch: null, offLabel: wordsOnly } });
    const made = entryOf(correctionOf(ENTRY, without, SHELF, zone), TUBE, at);
    expect(made.ok && made.value.offLabel).toEqual(wordsOnly);
  });
});

describe("the next dose of a course", () => {
  test("is the same again, given now, with the course's first dose", () => {
    const repeat = repeatOf([given({})], SHELF, at.now);
    expect(repeat).toMatchObject({ dose: 2, overLabel: false });
    if (repeat === null) return;
    expect(entryOf(repeated(ENTRY, repeat), TUBE, at)).toMatchObject({
      ok: true,
      value: {
        firstDose: "2026-11-22T19:00:00.000Z",
        lastDose: "2026-11-23T09:40:00.000Z",
        reason: "Mastitis",
      },
    });
  });
  test("a corrected record, a dry-cow tube, a whole group and a dose of last week are not repeated", () => {
    expect(repeatOf([given({ supersededBy: "t-2" })], SHELF, at.now)).toBeNull();
    expect(repeatOf([given({ product: DRY_COW.product })], SHELF, at.now)).toBeNull();
    expect(repeatOf([given({ cows: ["412", "413"] })], SHELF, at.now)).toBeNull();
    expect(repeatOf([given({ lastDose: "2026-11-15T19:00:00.000Z" })], SHELF, at.now)).toBeNull();
    expect(repeatOf([given({ lastDose: "unknown", firstDose: "unknown" })], SHELF, at.now)).toBeNull();
  });
  test("one longer than the label's course says so", () => {
    const course = [
      given({ firstDose: "2026-11-18T19:00:00.000Z" }),
      given({ record: "t-0", firstDose: "2026-11-18T19:00:00.000Z", lastDose: "2026-11-21T19:00:00.000Z" }),
    ];
    expect(repeatOf(course, SHELF, at.now)).toMatchObject({ dose: 3, overLabel: true });
  });
});

describe("a period as a person writes it", () => {
  test("nil, never and unknown are three answers, and an empty field is none of them", () => {
    for (const kind of ["nil", "never", "unknown"] as const) {
      expect(milkOf({ ...NO_MILK_TEXT, kind })).toEqual({ ok: true, value: kind });
    }
    expect(milkOf(NO_MILK_TEXT).ok).toBe(false);
    expect(milkOf({ ...NO_MILK_TEXT, kind: "period" }).ok).toBe(false);
  });
  test("days become hours, both figures are both, and a comma is a point", () => {
    expect(milkOf({ ...NO_MILK_TEXT, kind: "period", amount: "1,5", unit: "days", milkings: "3" })).toEqual({
      ok: true,
      value: { hours: 36, milkings: 3, combine: "both" },
    });
    expect(milkOf({ ...NO_MILK_TEXT, kind: "period", amount: "0" }).ok).toBe(false);
    expect(milkOf({ ...NO_MILK_TEXT, kind: "period", milkings: "31" }).ok).toBe(false);
  });
});
