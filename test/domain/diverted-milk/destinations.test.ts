// Room: test/domain/diverted-milk. Where diverted milk may go, in cases that a vet can check, and over every set of reasons.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { REASONS, type ReasonCode } from "../../../src/domain/alarms/catalogue.ts";
import {
  DESTINATIONS,
  type Diverted,
  destinationsOf,
  type FarmFacts,
  RULES,
  RULINGS,
  standingReasons,
} from "../../../src/domain/diverted-milk/destinations.ts";
import { destinationsInWords } from "../../../src/domain/diverted-milk/words.ts";
import type { HoldKind } from "../../../src/domain/holds/holds.ts";
import { tries } from "../../runs.ts";

const AU: FarmFacts = { jurisdiction: "au", registeredProcessor: false };
const GB: FarmFacts = { jurisdiction: "gb", registeredProcessor: false };
const GB_DAIRY: FarmFacts = { jurisdiction: "gb", registeredProcessor: true };
const rulings = (diverted: Diverted, farm = AU) => destinationsOf(diverted, farm).map(({ ruling }) => ruling);
const held = (...holds: HoldKind[]): Diverted => ({ reasons: ["withheld"], holds });
const because = (...reasons: ReasonCode[]): Diverted => ({ reasons, holds: [] });

const KINDS: Record<HoldKind, true> = {
  "lactating-treatment": true,
  "dry-cow-treatment": true,
  "teat-sealant": true,
  colostrum: true,
  "dried-off": true,
  "bought-in": true,
  "mastitis-or-blood": true,
  "paddock-or-feed": true,
  taint: true,
  "test-pending": true,
  manual: true,
};
const ALL_KINDS = Object.keys(KINDS) as HoldKind[];
const ALL_REASONS = Object.keys(REASONS) as ReasonCode[];

describe("reared calves, bobby calves, other feed, drain", () => {
  test.each<[string, Diverted, string[]]>([
    [
      "antibiotic milk: to the drain",
      held("lactating-treatment"),
      ["forbidden", "forbidden", "ask", "allowed"],
    ],
    ["a dry-cow treatment", held("dry-cow-treatment"), ["forbidden", "forbidden", "ask", "allowed"]],
    ["colostrum alone goes to calves", held("colostrum"), ["allowed", "allowed", "ask", "allowed"]],
    [
      "colostrum of a cow in her dry-cow withholding does not",
      held("colostrum", "dry-cow-treatment"),
      ["forbidden", "forbidden", "ask", "allowed"],
    ],
    ["a teat sealant: never to bobby calves", held("teat-sealant"), ["ask", "forbidden", "ask", "allowed"]],
    ["mastitis or blood: ask", held("mastitis-or-blood"), ["ask", "ask", "ask", "allowed"]],
    ["taint: ask", held("taint"), ["ask", "ask", "ask", "allowed"]],
    ["a sprayed paddock: ask", held("paddock-or-feed"), ["ask", "ask", "ask", "allowed"]],
    [
      "a bought-in cow may have been treated",
      held("bought-in"),
      ["forbidden", "forbidden", "ask", "allowed"],
    ],
    ["so may one whose test is pending", held("test-pending"), ["forbidden", "forbidden", "ask", "allowed"]],
    [
      "and one somebody holds without saying why",
      held("manual"),
      ["forbidden", "forbidden", "ask", "allowed"],
    ],
    ["a cow not read", because("unread"), ["forbidden", "forbidden", "ask", "allowed"]],
    ["a place in doubt", because("in-doubt"), ["forbidden", "forbidden", "ask", "allowed"]],
    ["a tag nobody knows", because("unknown"), ["forbidden", "forbidden", "ask", "allowed"]],
    ["taken out by hand", because("diverted-by-hand"), ["forbidden", "forbidden", "ask", "allowed"]],
    ["withheld and nothing says for what", because("withheld"), ["forbidden", "forbidden", "ask", "allowed"]],
    ["not looked at yet after her hold", because("check"), ["ask", "ask", "ask", "allowed"]],
    [
      "a fit cow whose valve did not answer",
      because("valve-unproven"),
      ["allowed", "allowed", "ask", "allowed"],
    ],
    [
      "colostrum while the board was away too",
      { reasons: ["node-away", "withheld"], holds: ["colostrum"] },
      ["allowed", "allowed", "ask", "allowed"],
    ],
  ])("%s", (_name, diverted, expected) => {
    expect(rulings(diverted)).toEqual(expected);
  });
  test("in Great Britain milk straight from a farm is not feed for farm animals, whatever it is", () => {
    for (const diverted of [because("valve-unproven"), held("colostrum"), held("taint")])
      expect(rulings(diverted, GB)[2]).toBe("forbidden");
  });
  test("unless the farm is a registered processor, and then only milk fit for people", () => {
    expect(rulings(because("valve-unproven"), GB_DAIRY)[2]).toBe("allowed");
    expect(rulings(held("colostrum"), GB_DAIRY)[2]).toBe("ask");
    for (const kind of ALL_KINDS.filter((one) => one !== "colostrum"))
      expect(rulings(held(kind), GB_DAIRY)[2], kind).toBe("forbidden");
  });
  test("being a registered processor changes nothing elsewhere, nor for calves", () => {
    for (const kind of ALL_KINDS) {
      expect(rulings(held(kind), { ...AU, registeredProcessor: true })).toEqual(rulings(held(kind)));
      expect(rulings(held(kind), GB_DAIRY).slice(0, 2)).toEqual(rulings(held(kind), GB).slice(0, 2));
    }
  });
});

describe("who she is counts as she leaves", () => {
  test("a cow read late is judged by her holds", () => {
    expect(standingReasons(["unread", "withheld"], ["withheld"])).toEqual(["withheld"]);
  });
  test("one who was known and is no longer is not", () => {
    expect(standingReasons(["withheld", "in-doubt"], ["in-doubt"])).toEqual(["withheld", "in-doubt"]);
  });
  test("one who was looked at and found fine is fine; one who was not is not", () => {
    expect(standingReasons(["check"], [])).toEqual([]);
    expect(standingReasons(["check"], ["check"])).toEqual(["check"]);
  });
  test("what was done by hand stays, whoever she is", () => {
    expect(standingReasons(["unread", "diverted-by-hand"], [])).toEqual(["diverted-by-hand"]);
  });
});

const anyFarm = fc.record({
  jurisdiction: fc.constantFrom<FarmFacts["jurisdiction"]>("none", "au", "gb", "nz", "us"),
  registeredProcessor: fc.boolean(),
});
const FARMS: readonly FarmFacts[] = [AU, GB, GB_DAIRY, { jurisdiction: "none", registeredProcessor: true }];
const strictness = (diverted: Diverted, farm: FarmFacts) =>
  destinationsOf(diverted, farm).map(({ ruling }) => RULINGS.indexOf(ruling));
const noLess = (more: readonly number[], fewer: readonly number[]) =>
  more.every((one, index) => one >= (fewer[index] ?? 0));

describe("another reason never allows more", () => {
  test("over every set of hold kinds and every reason added to it", () => {
    for (const farm of FARMS)
      for (let set = 0; set < 1 << ALL_KINDS.length; set += 1) {
        const holds = ALL_KINDS.filter((_, index) => (set & (1 << index)) !== 0);
        const before = strictness({ reasons: [], holds }, farm);
        for (const kind of ALL_KINDS) {
          if (!noLess(strictness({ reasons: [], holds: [...holds, kind] }, farm), before))
            expect.fail(`${kind} beside ${holds.join()} allows more`);
        }
      }
  });
  test("over any reasons and holds together", () => {
    const diverted = fc.record({
      reasons: fc.subarray(ALL_REASONS),
      holds: fc.subarray(ALL_KINDS),
    });
    fc.assert(
      fc.property(diverted, fc.constantFrom(...ALL_REASONS), anyFarm, (one, reason, farm) => {
        const more = strictness({ ...one, reasons: [...one.reasons, reason] }, farm);
        expect(noLess(more, strictness(one, farm))).toBe(true);
      }),
      tries(600),
    );
  });
  test("nor does another hold, once her being withheld is explained by one", () => {
    const explained = fc.record({
      reasons: fc.subarray(ALL_REASONS),
      holds: fc.subarray(ALL_KINDS, { minLength: 1 }),
    });
    fc.assert(
      fc.property(explained, fc.constantFrom(...ALL_KINDS), anyFarm, (one, kind, farm) => {
        const more = strictness({ ...one, holds: [...one.holds, kind] }, farm);
        expect(noLess(more, strictness(one, farm))).toBe(true);
      }),
      tries(600),
    );
  });
  test("and nothing that may hold antibiotics ever goes to calves, whatever else is said", () => {
    const suspect: HoldKind[] = [
      "lactating-treatment",
      "dry-cow-treatment",
      "dried-off",
      "bought-in",
      "test-pending",
    ];
    fc.assert(
      fc.property(
        fc.subarray(ALL_REASONS),
        fc.subarray(ALL_KINDS),
        fc.constantFrom(...suspect),
        anyFarm,
        (reasons, holds, kind, farm) => {
          const [reared, bobby] = rulings({ reasons, holds: [...holds, kind] }, farm);
          expect([reared, bobby]).toEqual(["forbidden", "forbidden"]);
        },
      ),
      tries(400),
    );
  });
});

test("every set of reasons has an answer for every destination, each with a rule and its source", () => {
  for (const reason of ALL_REASONS)
    for (const farm of FARMS) {
      const answers = destinationsOf(because(reason), farm);
      expect(answers.map(({ destination }) => destination)).toEqual([...DESTINATIONS]);
      for (const { rule } of answers) expect(RULES[rule].says.length).toBeGreaterThan(10);
      expect(answers.at(-1)?.ruling).toBe("allowed");
    }
});

describe("in words", () => {
  const words = (diverted: Diverted, farm = AU) => destinationsInWords(destinationsOf(diverted, farm));
  test("antibiotic milk in Great Britain: drain only, with each rule", () => {
    expect(words(held("lactating-treatment"), GB)).toBe(
      "drain only: milk that holds or may hold antibiotics is not fed to calves; bobby calves get no milk from cows under treatment or in a withholding period; milk straight from a farm is not farm-animal feed, unless the farm is a registered milk processor",
    );
  });
  test("colostrum: where it may go, and where to ask", () => {
    expect(words(held("colostrum"))).toBe(
      "calves reared on the farm, bobby calves, drain; ask before: feed for other farm animals",
    );
  });
  test("milk that was not diverted says nothing", () => {
    expect(destinationsInWords([])).toBe("");
  });
});
