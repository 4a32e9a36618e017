// Room: test/domain/holds. Every hold in words: what was recorded, what it asks for, what it still waits for.

import { describe, expect, it } from "vitest";
import type { CowFact, HoldPolicy } from "../../../src/domain/holds/facts.ts";
import { holdsOf } from "../../../src/domain/holds/holds.ts";
import { holdInWords, ruleInWords, runningInWords } from "../../../src/domain/holds/words.ts";
import { factId } from "../../../src/domain/ids.ts";
import type { EpochMs } from "../../../src/domain/units.ts";
import {
  afterCalving,
  boughtIn,
  byDryPeriod,
  calved,
  cleared,
  correcting,
  course,
  cowWith,
  day,
  driedOff,
  dryCowTube,
  either,
  farmIn,
  grazed,
  held,
  hoursOnly,
  lookedAt,
  milked,
  milkingsOnly,
  NIL,
  offLabel,
  POLICY,
  sampled,
  sealant,
  seen,
  tainted,
  tested,
  treated,
  tube,
} from "./make.ts";

/** The first open hold of these facts on day 9, in words. */
function words(facts: readonly CowFact[], now: EpochMs = day(9), policy: HoldPolicy = POLICY): string {
  const [hold] = holdsOf(cowWith(...facts), [], policy, now).open;
  if (hold === undefined) throw new Error("no hold");
  return holdInWords(hold, "UTC");
}

describe("a hold in words", () => {
  it("of a treatment, with the row of the label that was used", () => {
    expect(words([course("t", tube(hoursOnly(240), { use: "into muscle" }), day(0))])).toBe(
      "Example tube (into muscle): 10 days after the last dose. Waits for Thu 12 Nov 00:00.",
    );
    expect(words([treated("t", milkingsOnly(1), day(0))])).toBe(
      "Example tube: 1 milking after the last dose. Waits for 1 more milking.",
    );
    expect(words([treated("t", either(240, 8), day(0))])).toBe(
      "Example tube: 10 days or 8 milkings after the last dose. " +
        "Waits for 8 more milkings or Thu 12 Nov 00:00, whichever is first.",
    );
    expect(words([treated("t", hoursOnly(72), null)])).toBe(
      "Example tube: 72 h after the last dose. Waits for the date of the last dose.",
    );
  });

  it("of a dry-cow treatment of both shapes, and of a sealant", () => {
    expect(words([course("t", dryCowTube(afterCalving(49, milkingsOnly(8))), day(0))])).toBe(
      "Example dry-cow tube: at least 49 days after the last dose, then 8 milkings after calving. " +
        "Waits for her calving and Mon 21 Dec 00:00.",
    );
    expect(words([course("t", dryCowTube(byDryPeriod(1, hoursOnly(24), hoursOnly(36 * 24))), day(0))])).toBe(
      "Example dry-cow tube: 24 h after calving when dry for more than 1 day, else 36 days after the last dose. " +
        "Waits for her calving.",
    );
    expect(words([course("t", sealant(afterCalving(0, milkingsOnly(8))), day(0))])).toBe(
      "Example teat seal: 8 milkings after calving. Waits for her calving.",
    );
  });

  it("of off-label use: why it is, what the vet directs, what the law asks at the least", () => {
    const given = course("t", tube(hoursOnly(24)), day(0));
    expect(words([offLabel(given)])).toBe(
      "Example tube: 24 h after the last dose; off-label (recorded so). Waits for the vet's written direction.",
    );
    expect(words([offLabel(given, { direction: hoursOnly(72) })], day(1), farmIn("nz"))).toBe(
      "Example tube: 24 h after the last dose; off-label (recorded so); the vet directs 72 h; " +
        "at least 35 days after the last dose. Waits for Mon 7 Dec 00:00.",
    );
    const long = course("t", tube(hoursOnly(24), { courseDaysMax: 2 }), day(0), day(3));
    expect(words([long])).toContain("off-label (a longer course than the label's)");
    const other = course("u", tube(hoursOnly(24), { label: "other", product: "Example injection" }), day(0));
    expect(words([given, other], day(9), farmIn("us"))).toContain(
      "off-label (at once with Example injection)",
    );
    const dry = offLabel(course("t", dryCowTube(afterCalving(0, NIL)), day(0)), { direction: hoursOnly(72) });
    expect(words([dry], day(9), farmIn("gb"))).toBe(
      "Example dry-cow tube: nil after calving; off-label (recorded so); the vet directs 72 h after calving; " +
        "at least the label lengthened by half (7 days where it says never, 1 day where nil). Waits for her calving.",
    );
  });

  it.each<[string, readonly CowFact[], string]>([
    ["calving", [calved("c", day(9))], "colostrum: 96 h and 8 milkings after calving. Waits for"],
    ["calving", [calved("c", null)], "Waits for the date of her calving."],
    [
      "drying off",
      [driedOff("d", day(0))],
      "dried off: no milk for the vat before she has calved. Waits for her calving.",
    ],
    ["drying off", [driedOff("d", null)], "Waits for the date of her drying off."],
    [
      "purchase",
      [boughtIn("p", day(0), "in-milk")],
      "bought in, her treatments unknown: a negative antibiotic test of a sample taken since. Waits for a negative antibiotic test.",
    ],
    [
      "purchase",
      [boughtIn("p", day(0), "dry")],
      "bought in dry, her treatments unknown: at least 56 days after the purchase, then 96 h and 8 milkings after calving, " +
        "then a negative antibiotic test. Waits for her calving and Mon 28 Dec 00:00 and a negative antibiotic test.",
    ],
    [
      "mastitis",
      [seen("o", day(0), "mastitis")],
      "mastitis seen. Waits for somebody to look at her and find her milk fit.",
    ],
    ["blood", [seen("o", day(0), "blood")], "blood seen in her milk. Waits for"],
    [
      "paddock",
      [grazed("g", day(0), null, hoursOnly(48))],
      "Example paddock, sprayed: 48 h after she last had it. Waits for the end of it to be recorded.",
    ],
    [
      "taint",
      [tainted("g", day(0), null)],
      "wild onion can taint milk: 4 h after she last had it. Waits for the end",
    ],
    [
      "test",
      [sampled("s", day(0))],
      "milk of hers is being tested: a negative result. Waits for a negative antibiotic test.",
    ],
    ["person", [held("h", day(0))], "held by Kim: clots. Waits for a person with the right to end it."],
  ])("of a %s", (_, facts, said) => {
    expect(words(facts)).toContain(said);
  });

  it("has none for records that hold nothing", () => {
    for (const fact of [
      milked("m", day(0)),
      lookedAt("l", day(0)),
      cleared("c", "t", day(0)),
      tested("r", "s", day(0), "negative"),
    ]) {
      expect(ruleInWords(fact, POLICY, null)).toBe("");
    }
  });

  it("names a record that is not there by its own name on a declaration, and dates any other", () => {
    const running = (source: string) => ({ source: factId(source), period: "milk", until: day(1) }) as const;
    expect(runningInWords(running("x"), [], "UTC")).toBe("x: milk withholding until Tue 3 Nov 00:00");
    expect(runningInWords(running("s"), [sampled("s", day(0))], "UTC")).toBe(
      "test-sample recorded Mon 2 Nov 00:00: milk withholding until Tue 3 Nov 00:00",
    );
    expect(runningInWords(running("g"), [tainted("g", day(0), day(0, 5))], "UTC")).toContain(
      "wild onion, last had Mon 2 Nov 05:00",
    );
    expect(runningInWords(running("t"), [treated("t", NIL, null)], "UTC")).toContain(
      "last dose on an unknown date",
    );
  });
});

describe("what is missing is said once, at its longest", () => {
  const missing = (facts: readonly CowFact[], now = day(0)) =>
    holdsOf(cowWith(...facts), [], POLICY, now).open.map((hold) => hold.missing);
  it("of label and direction, hours and milkings each the longer", () => {
    const directed = treated("t", hoursOnly(48), day(0), { ...hoursOnly(96), milkings: 3 });
    expect(missing([directed])).toEqual([
      [
        { kind: "hours", until: day(4) },
        { kind: "milkings", left: 3 },
      ],
    ]);
    expect(missing([treated("t", milkingsOnly(9), day(0), milkingsOnly(5))])).toEqual([
      [{ kind: "milkings", left: 9 }],
    ]);
    expect(missing([treated("t", milkingsOnly(5), day(0), milkingsOnly(9))])).toEqual([
      [{ kind: "milkings", left: 9 }],
    ]);
    expect(missing([treated("t", hoursOnly(99), day(0), hoursOnly(5))])).toEqual([
      [{ kind: "hours", until: day(4, 3) }],
    ]);
  });
  it("of two either-or periods both, when they differ, and one when they are the same", () => {
    const one = (hours: number, left: number) => ({ kind: "hours-or-milkings", until: day(0, hours), left });
    expect(missing([treated("t", either(48, 3), day(0), either(48, 4))])).toEqual([[one(48, 3), one(48, 4)]]);
    expect(missing([treated("t", either(48, 3), day(0), either(50, 3))])).toEqual([[one(48, 3), one(50, 3)]]);
    expect(missing([treated("t", either(48, 3), day(0), either(48, 3))])).toEqual([[one(48, 3)]]);
    expect(missing([treated("t", either(48, 3), day(0), hoursOnly(50))])).toEqual([
      [one(48, 3), { kind: "hours", until: day(2, 2) }],
    ]);
  });
  it("of calving versions that wait for one drying off, its date once", () => {
    const branch = course("t", dryCowTube(byDryPeriod(1, hoursOnly(24), hoursOnly(36 * 24))), day(0));
    const calvings = [calved("c", day(3)), correcting("c", calved("d", day(4)))];
    expect(missing([branch, driedOff("x", null), ...calvings], day(30))[0]).toEqual([
      { kind: "date", of: "drying-off" },
    ]);
  });
});
