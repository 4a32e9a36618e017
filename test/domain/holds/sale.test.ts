// Room: test/domain/holds. Whether a cow may be sold, for which market, and what the vendor must declare.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CowFact, HoldPolicy } from "../../../src/domain/holds/facts.ts";
import { type Market, type MarketVerdict, saleCheck } from "../../../src/domain/holds/sale.ts";
import { runningInWords, saleInWords } from "../../../src/domain/holds/words.ts";
import type { EpochMs } from "../../../src/domain/units.ts";
import {
  afterCalving,
  boughtIn,
  calved,
  cleared,
  correcting,
  course,
  cowWith,
  day,
  driedOff,
  dryCowTube,
  farmIn,
  grazed,
  held,
  hoursOnly,
  meatDays,
  milkingsOnly,
  NEVER,
  NIL,
  offLabel,
  POLICY,
  sampled,
  sealant,
  seen,
  tainted,
  treated,
  tube,
  UNKNOWN,
} from "./make.ts";

/** Meat 10 days, export 28 days. */
const LABEL = tube(hoursOnly(72), { meat: meatDays(10), exportSlaughter: meatDays(28) });

function sale(facts: readonly CowFact[], on: EpochMs, policy: HoldPolicy = POLICY) {
  const found = saleCheck(cowWith(...facts), [], policy, on);
  const of = (market: Market): MarketVerdict => {
    const one = found.find((verdict) => verdict.market === market);
    if (one === undefined) throw new Error(`no verdict for ${market}`);
    return one;
  };
  return { home: of("domestic-slaughter"), abroad: of("export-slaughter"), farm: of("another-farm") };
}

describe("a cow that may be sold", () => {
  it("was never given anything", () => {
    const { home, abroad, farm } = sale([], day(0));
    expect([home.verdict, abroad.verdict, farm.verdict]).toEqual(["free", "free", "free"]);
  });

  it("is past the meat withholding to the hour, but not past the export slaughter interval", () => {
    const facts = [course("t", LABEL, day(0))];
    expect(sale(facts, day(9, 23)).home).toMatchObject({ verdict: "if-declared", freeFrom: day(10) });
    expect(sale(facts, day(10)).home).toMatchObject({ verdict: "free", freeFrom: null, running: [] });
    expect(sale(facts, day(10)).abroad).toMatchObject({ verdict: "if-declared", freeFrom: day(28) });
    expect(sale(facts, day(28)).abroad.verdict).toBe("free");
  });

  it("counts from the last dose of the course", () => {
    expect(sale([course("t", LABEL, day(0), day(3))], day(12)).home.freeFrom).toEqual(day(13));
  });

  it("goes to another farm only with milk, meat and export periods declared", () => {
    const { farm } = sale([course("t", LABEL, day(0))], day(1));
    expect(farm.verdict).toBe("if-declared");
    expect(farm.running.map((one) => one.period)).toEqual(["meat", "export", "milk"]);
  });

  it("had a product with nil for meat", () => {
    expect(sale([course("t", tube(hoursOnly(72), { meat: NIL }), day(0))], day(0)).home.verdict).toBe("free");
  });
});

describe("a cow that may not go to slaughter", () => {
  it("had a product that is never for meat", () => {
    const { home, farm } = sale([course("t", tube(NIL, { meat: NEVER }), day(0))], day(900));
    expect(home).toMatchObject({ verdict: "no", freeFrom: null });
    expect(farm.verdict).toBe("if-declared");
  });

  it("had a product whose meat period nobody copied from the label", () => {
    expect(sale([course("t", tube(NIL, { meat: UNKNOWN }), day(0))], day(900)).home.verdict).toBe("no");
  });

  it("was treated on a day that nobody knows", () => {
    expect(sale([treated("t", NIL, null)], day(900)).home.verdict).toBe("no");
  });

  it("was bought in with treatments unknown, until a correction says they were declared", () => {
    const purchase = boughtIn("p", day(0), "in-milk");
    expect(sale([purchase], day(90)).home.verdict).toBe("no");
    const declared = correcting("p", boughtIn("q", day(0), "in-milk", "declared"));
    expect(sale([purchase, declared], day(90)).home.verdict).toBe("free");
  });

  it("still grazes a sprayed paddock; afterwards the paddock's days run", () => {
    const on = (until: EpochMs | null, at: EpochMs) =>
      sale([grazed("g", day(0), until, NIL, meatDays(7))], at).home;
    expect(on(null, day(30)).verdict).toBe("no");
    expect(on(day(3), day(9))).toMatchObject({ verdict: "if-declared", freeFrom: day(10) });
    expect(on(day(3), day(10)).verdict).toBe("free");
  });

  it("still grazes it, until a correction says when she left: the latest of several", () => {
    const still = grazed("g", day(0), null, NIL, meatDays(7));
    const left = correcting("g", grazed("h", day(0), day(3), NIL, NIL));
    const later = correcting("h", grazed("i", day(0), day(5), NIL, NIL));
    expect(sale([still, left, later], day(6)).home.freeFrom).toEqual(day(12));
  });
});

describe("corrections and clearances", () => {
  it("a clearance of the milk hold does not end the meat period", () => {
    const facts = [course("t", LABEL, day(0)), cleared("c", "t", day(1))];
    expect(sale(facts, day(2)).home.verdict).toBe("if-declared");
    expect(sale(facts, day(2)).farm.running.map((one) => one.period)).not.toContain("milk");
  });

  it("a correction that copies the meat period from the label ends not knowing it", () => {
    const unknown = course("t", tube(NIL, { meat: UNKNOWN, exportSlaughter: UNKNOWN }), day(0));
    const copied = correcting("t", course("u", LABEL, day(0)));
    expect(sale([unknown, copied], day(5)).home).toMatchObject({ verdict: "if-declared", freeFrom: day(10) });
    expect(sale([unknown, copied], day(28)).abroad.verdict).toBe("free");
  });

  it("a correction that gives the date ends not knowing it", () => {
    const copied = correcting("t", course("u", LABEL, day(0)));
    expect(sale([course("t", LABEL, null), copied], day(12)).home.verdict).toBe("free");
  });

  it("a hold of a person says nothing about meat", () => {
    expect(sale([held("h", day(0))], day(1)).home.verdict).toBe("free");
  });
});

describe("off-label use", () => {
  const given = course("t", LABEL, day(0));
  const directed = offLabel(given, { direction: hoursOnly(96), meatDirection: meatDays(14) });

  it("is not for slaughter before the vet has written a period for meat", () => {
    expect(sale([offLabel(given)], day(400)).home.verdict).toBe("no");
    expect(sale([offLabel(given, { direction: hoursOnly(96) })], day(400)).home.verdict).toBe("no");
  });

  it("takes the longer of label and direction where the law has no floor", () => {
    expect(sale([directed], day(1)).home.freeFrom).toEqual(day(14));
    expect(sale([directed], day(1)).abroad.freeFrom).toEqual(day(28));
  });

  it("is lengthened by half in Great Britain: 15 days for a label of 10, 42 for one of 28", () => {
    expect(sale([directed], day(1), farmIn("gb")).home.freeFrom).toEqual(day(15));
    expect(sale([directed], day(1), farmIn("gb")).abroad.freeFrom).toEqual(day(42));
  });

  it("is 28 days in Great Britain where the label says never, and 1 day where it says nil", () => {
    const of = (meat: typeof NEVER | typeof NIL) =>
      offLabel(course("t", tube(NIL, { meat }), day(0)), { direction: NIL, meatDirection: NIL });
    expect(sale([of(NEVER)], day(0), farmIn("gb")).home.freeFrom).toEqual(day(28));
    expect(sale([of(NIL)], day(0), farmIn("gb")).home.freeFrom).toEqual(day(1));
    expect(sale([of(NEVER)], day(0)).home.verdict).toBe("no");
  });

  it("stays unknown in Great Britain where the label's period was not copied", () => {
    const unknown = offLabel(course("t", tube(NIL, { meat: UNKNOWN }), day(0)), { meatDirection: NIL });
    expect(sale([unknown], day(90), farmIn("gb")).home.verdict).toBe("no");
  });

  it("is 91 days in New Zealand", () => {
    expect(sale([directed], day(1), farmIn("nz")).home.freeFrom).toEqual(day(91));
    expect(sale([directed], day(91), farmIn("nz")).home.verdict).toBe("free");
  });

  it("two medicines at once in New Zealand: both 91 days, once one of them is directed", () => {
    const other = course("u", tube(hoursOnly(24), { label: "other", meat: meatDays(3) }), day(1));
    expect(sale([given, other], day(5), farmIn("nz")).home.verdict).toBe("no");
    const vet = offLabel(other, { direction: hoursOnly(24), meatDirection: meatDays(3) });
    expect(sale([given, vet], day(5), farmIn("nz")).home.freeFrom).toEqual(day(92));
  });
});

describe("in words", () => {
  it("says each market's answer, and what to write on the declaration", () => {
    const facts = [course("t", LABEL, day(0))];
    const { home, abroad, farm } = sale(facts, day(1));
    expect(saleInWords(home, "UTC")).toBe(
      "For slaughter at home: only with what is below on the vendor declaration; free from Thu 12 Nov 00:00",
    );
    expect(saleInWords(sale([], day(0)).abroad, "UTC")).toBe(
      "For slaughter for export: yes, nothing to declare",
    );
    expect(saleInWords(sale([treated("t", NIL, null)], day(0)).home, "UTC")).toBe(
      "For slaughter at home: no",
    );
    expect(abroad.running.map((one) => runningInWords(one, facts, "UTC"))).toEqual([
      "Example tube, last dose Mon 2 Nov 00:00: meat withholding until Thu 12 Nov 00:00",
      "Example tube, last dose Mon 2 Nov 00:00: export slaughter interval until Mon 30 Nov 00:00",
    ]);
    expect(farm.running.map((one) => runningInWords(one, facts, "UTC")).at(-1)).toBe(
      "Example tube, last dose Mon 2 Nov 00:00: milk withholding until Thu 5 Nov 00:00",
    );
  });

  it("names what is for life, and what nobody knows", () => {
    const words = (facts: readonly CowFact[]) =>
      sale(facts, day(9)).abroad.running.map((one) => runningInWords(one, facts, "UTC"));
    expect(words([course("t", tube(NIL, { meat: NEVER }), day(0))])).toEqual([
      "Example tube, last dose Mon 2 Nov 00:00: meat withholding for life",
    ]);
    expect(words([boughtIn("p", day(0), "dry")])).toEqual([
      "bought in Mon 2 Nov 00:00, earlier treatments not declared: meat withholding with no end that can be told yet",
      "bought in Mon 2 Nov 00:00, earlier treatments not declared: export slaughter interval with no end that can be told yet",
    ]);
    expect(words([grazed("g", day(0), null, NIL)])[0]).toBe(
      "Example paddock, sprayed, last had not yet: meat withholding with no end that can be told yet",
    );
  });
});

it("a later day of sale never makes a market worse, and one more treatment never makes it better", () => {
  const worth = { free: 2, "if-declared": 1, no: 0 };
  const treatment = fc
    .tuple(fc.integer({ min: 0, max: 40 }), fc.constantFrom(NIL, NEVER, UNKNOWN, meatDays(3), meatDays(20)))
    .map(([when, meat]) => course(`t${when}`, tube(NIL, { meat, exportSlaughter: meat }), day(when)));
  fc.assert(
    fc.property(
      fc.array(treatment, { maxLength: 4 }),
      treatment,
      fc.integer({ min: 41, max: 90 }),
      fc.integer({ min: 0, max: 30 }),
      (facts, more, on, wait) => {
        for (const market of ["home", "abroad", "farm"] as const) {
          const now = sale(facts, day(on))[market].verdict;
          expect(worth[sale(facts, day(on + wait))[market].verdict]).toBeGreaterThanOrEqual(worth[now]);
          expect(worth[sale([...facts, more], day(on))[market].verdict]).toBeLessThanOrEqual(worth[now]);
        }
      },
    ),
  );
});

describe("what goes onto the declaration for another farm", () => {
  const milkOf = (...facts: readonly CowFact[]) =>
    sale(facts, day(1))
      .farm.running.filter((one) => one.period === "milk")
      .map((one) => one.source);
  it("is every withholding from what she was given or fed", () => {
    expect(milkOf(treated("t", hoursOnly(72), day(0)))).toEqual(["t"]);
    expect(milkOf(course("t", dryCowTube(afterCalving(9, NIL)), day(0)))).toEqual(["t"]);
    expect(milkOf(course("t", sealant(afterCalving(9, NIL)), day(0)))).toEqual(["t"]);
    expect(milkOf(grazed("g", day(0), null, NIL))).toEqual(["g"]);
    expect(milkOf(boughtIn("p", day(0), "in-milk"))).toEqual(["p"]);
    expect(milkOf(sampled("s", day(0)))).toEqual(["s"]);
  });
  it("is not what anybody sees, or what only this farm decided", () => {
    const facts = [
      calved("c", day(0)),
      driedOff("d", day(0)),
      seen("o", day(0), "mastitis"),
      tainted("g", day(0), null),
      held("h", day(0)),
    ];
    expect(milkOf(...facts)).toEqual([]);
  });
  it("has no day from which all is free while one of them has no end", () => {
    const facts = [course("t", LABEL, day(0)), treated("u", milkingsOnly(6), day(0))];
    expect(sale(facts, day(1)).farm.freeFrom).toBeNull();
    expect(sale([course("t", LABEL, day(0)), course("u", LABEL, day(-3))], day(1)).home.freeFrom).toEqual(
      day(10),
    );
  });
});

describe("paddock or feed", () => {
  it("runs for export as for meat, and not before it began", () => {
    const slip = grazed("g", day(5), day(3), NIL, meatDays(7));
    expect(sale([slip], day(6)).home.freeFrom).toEqual(day(12));
    expect(sale([slip], day(6)).abroad.running.map((one) => one.period)).toEqual(["meat", "export"]);
  });
  it("is free at the very end of its days", () => {
    expect(sale([grazed("g", day(0), day(1), NIL, meatDays(7))], day(8)).abroad.verdict).toBe("free");
  });
});

it("never for meat stays never in Great Britain until every direction gives a period", () => {
  const never = tube(NIL, { meat: NEVER });
  const undirected = offLabel(course("t", never, day(0)), { direction: NIL });
  expect(sale([undirected], day(400), farmIn("gb")).home.verdict).toBe("no");
  const unknown = offLabel(course("t", never, day(0)), { meatDirection: UNKNOWN });
  expect(sale([unknown], day(400), farmIn("gb")).home.verdict).toBe("no");
});
