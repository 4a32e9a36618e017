// Every kind of fact in a herd file: what becomes of it, and what is refused, where, with its repair.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadHerd, loadHerdAndZone } from "../../src/config/herd-file.ts";
import { formatProblems, type Problem } from "../../src/config/problem.ts";
import type { CowFact, HerdTable } from "../../src/domain/holds/facts.ts";
import { epochMs } from "../../src/domain/units.ts";
import { tries } from "../runs.ts";

type Json = { readonly [key: string]: unknown };

const NOW = epochMs(Date.UTC(2026, 10, 22, 0, 0));
const MELBOURNE = "Australia/Melbourne";

const signed = { by: "sam", "recorded-at": "2026-11-21T18:00" };
const row = (label: string, rest: Json): Json => ({
  label,
  version: 1,
  product: `Example ${label}`,
  ...rest,
  "entered-by": "sam",
  "entered-at": "2026-01-05",
});
const LABELS = [
  row("lc", { milk: { days: 2, hours: 12, milkings: 5 }, meat: { days: 10, hours: 6 }, "used-with": ["dc"] }),
  row("dc", { "dry-cow": { "minimum-dry-days": 49, "after-calving": { milkings: 8 } }, meat: "never" }),
  row("long", {
    "dry-cow": {
      "dry-longer-than-days": 35,
      "after-calving": { days: 1 },
      "otherwise-after-treatment": { days: 36 },
    },
    "export-slaughter": "nil",
  }),
  row("seal", { "teat-sealant": { "after-calving": "nil" }, "longest-course-days": 1 }),
  row("out", { milk: "never" }),
];

/** A herd of cows 12, 31 and 47 with `facts` at cow 12. */
const herd = (facts: readonly Json[], rest: Json = {}): Json => ({
  format: "vatguard-herd-1",
  labels: LABELS,
  ...rest,
  cows: [
    { cow: "12", eids: ["982000123456012"], status: "in-milk", facts },
    { cow: "31", eids: [], status: "in-milk" },
    { cow: "47", eids: [], status: "dry" },
  ],
});

const load = (json: Json, timeZone: string | null = MELBOURNE) =>
  loadHerd(JSON.stringify(json, null, 1), { timeZone, now: NOW, file: "herd.json" });

function tableOf(json: Json, timeZone: string | null = MELBOURNE): HerdTable {
  const table = load(json, timeZone);
  if (!table.ok) throw new Error(formatProblems(table.error));
  return table.value;
}

const factsOf = (json: Json, cow = "12"): readonly CowFact[] =>
  tableOf(json).cows.find((one) => one.cow === cow)?.facts ?? [];

function brief(json: Json, timeZone: string | null = MELBOURNE): readonly string[] {
  const table = load(json, timeZone);
  return table.ok ? [] : table.error.map((problem: Problem) => `${problem.path}: ${problem.says}`);
}

const fact = (name: string, kind: string, keys: Json): Json => ({ fact: name, kind, ...signed, ...keys });
const treated = (keys: Json, name = "t-1"): Json =>
  fact(name, "treatment", { label: "lc", version: 1, "last-dose": "2026-11-20T07:00", ...keys });

const at = (day: number, hour: number, minute = 0): number => Date.UTC(2026, 10, day, hour, minute);

describe("label rows", () => {
  const rowOf = (label: string) => {
    const [one] = factsOf(herd([treated({ label })]));
    if (one?.kind !== "treatment") throw new Error("a treatment was written");
    return one.row;
  };

  test("days are 24 hours and are added to the hours", () => {
    expect(rowOf("lc")).toMatchObject({
      givenAs: "lactating-treatment",
      milk: { kind: "after-last-dose", period: { kind: "period", hours: 60, milkings: 5, combine: "both" } },
      meat: { kind: "period", hours: 246 },
      exportSlaughter: { kind: "unknown" },
      usedWith: ["dc"],
    });
  });

  test("a dry-cow label with a least dry period", () => {
    expect(rowOf("dc")).toMatchObject({
      givenAs: "dry-cow-treatment",
      milk: {
        kind: "after-calving",
        minimumDryDays: 49,
        period: { kind: "period", milkings: 8, combine: "both" },
      },
      meat: { kind: "never" },
    });
  });

  test("a dry-cow label with two branches", () => {
    expect(rowOf("long")).toMatchObject({
      givenAs: "dry-cow-treatment",
      milk: {
        kind: "by-dry-period",
        longerThanDays: 35,
        afterCalving: { kind: "period", hours: 24, combine: "both" },
        otherwiseAfterLastDose: { kind: "period", hours: 864, combine: "both" },
      },
      exportSlaughter: { kind: "nil" },
    });
  });

  test("a teat sealant", () => {
    expect(rowOf("seal")).toMatchObject({
      givenAs: "teat-sealant",
      milk: { kind: "after-calving", minimumDryDays: 0, period: { kind: "nil" } },
      courseDaysMax: 1,
    });
  });

  test.each<[string, Json, readonly string[]]>([
    ["no rule for milk", {}, ["labels[0]: A label row has exactly one of milk, dry-cow and teat-sealant."]],
    [
      "two rules for milk",
      { milk: "nil", "teat-sealant": { "after-calving": "nil" } },
      ["labels[0]: A label row has exactly one of milk, dry-cow and teat-sealant."],
    ],
    [
      "a dry-cow rule of both shapes",
      { "dry-cow": { "minimum-dry-days": 49, "dry-longer-than-days": 35, "after-calving": "nil" } },
      [
        "labels[0].dry-cow: A dry-cow rule has one of minimum-dry-days and dry-longer-than-days.",
        "labels[0].dry-cow: dry-longer-than-days and otherwise-after-treatment go together.",
      ],
    ],
    [
      "a dry-cow rule of neither shape",
      { "dry-cow": { "after-calving": "nil" } },
      ["labels[0].dry-cow: A dry-cow rule has one of minimum-dry-days and dry-longer-than-days."],
    ],
    [
      "one branch only",
      { "dry-cow": { "dry-longer-than-days": 35, "after-calving": "nil" } },
      ["labels[0].dry-cow: dry-longer-than-days and otherwise-after-treatment go together."],
    ],
    [
      "a branch that belongs to the other shape",
      { "dry-cow": { "minimum-dry-days": 49, "after-calving": "nil", "otherwise-after-treatment": "nil" } },
      ["labels[0].dry-cow: dry-longer-than-days and otherwise-after-treatment go together."],
    ],
    [
      "a sealant without its period",
      { "teat-sealant": {} },
      ['labels[0].teat-sealant.after-calving: "after-calving" is missing.'],
    ],
    [
      "meat without a period",
      { milk: "nil", meat: {} },
      ["labels[0].meat: A period has neither days nor hours."],
    ],
    [
      "meat in milkings",
      { milk: "nil", meat: { milkings: 3 } },
      [
        "labels[0].meat: A period has neither days nor hours.",
        'labels[0].meat.milkings: "milkings" is not a key of "meat".',
      ],
    ],
    [
      "hours and days that are too long together",
      { milk: { days: 400, hours: 500 } },
      ["labels[0].milk: Hours and days together are too long."],
    ],
    [
      "a label that goes with one that is not there",
      { milk: "nil", "used-with": ["lcc"] },
      ['labels[0].used-with[0]: There is no label "lcc" in this file.'],
    ],
    [
      "a course of no days",
      { milk: "nil", "longest-course-days": 0 },
      ['labels[0].longest-course-days: "longest-course-days" is outside what can be.'],
    ],
  ])("%s is refused", (_, keys, says) => {
    expect(brief(herd([], { labels: [row("new", keys), row("lc", { milk: "nil" })] }))).toEqual(says);
  });
});

describe("treatments", () => {
  test("without a first dose the last was the first; of a date alone, the day", () => {
    expect(factsOf(herd([treated({})]))).toMatchObject([{ firstDoseAt: at(19, 20), lastDoseAt: at(19, 20) }]);
    expect(factsOf(herd([treated({ "last-dose": "2026-11-20" })]))).toMatchObject([
      { firstDoseAt: at(19, 13), lastDoseAt: at(20, 13) },
    ]);
  });

  test("nobody knows when the last dose was, or the first", () => {
    expect(factsOf(herd([treated({ "last-dose": "unknown" })]))).toMatchObject([
      { firstDoseAt: null, lastDoseAt: null },
    ]);
    expect(factsOf(herd([treated({ "first-dose": "unknown" })]))).toMatchObject([
      { firstDoseAt: null, lastDoseAt: at(19, 20) },
    ]);
  });

  test.each<[string, Json, Json]>([
    ["recorded so", { "off-label": true }, {}],
    ["a direction for milk", { direction: { days: 5 } }, { direction: { kind: "period", hours: 120 } }],
    ["a direction for meat", { "meat-direction": { days: 20 } }, { meatDirection: { hours: 480 } }],
  ])("off-label is %s, and freezes every row of the label's version", (_, keys, offLabel) => {
    const labels = [
      row("lc", { use: "by vein", milk: { hours: 24 } }),
      row("lc", { use: "into muscle", milk: { hours: 36 } }),
      { ...row("lc", { use: "by vein", milk: { hours: 99 } }), version: 2 },
    ];
    const [one] = factsOf(herd([treated({ ...keys, use: "by vein" })], { labels }));
    expect(one).toMatchObject({ offLabel });
    expect(one).toMatchObject({
      row: { version: 1, use: "by vein" },
      otherRows: [{ version: 1, use: "into muscle" }],
    });
  });

  test("a treatment by the label is not off-label, and a label of one row has no other rows", () => {
    const [one] = factsOf(herd([treated({})]));
    expect(one).not.toHaveProperty("offLabel");
    expect(one).not.toHaveProperty("otherRows");
  });

  const short = "cows[0].facts[0].direction: The direction is shorter than the label.";
  test.each<[string, Json, readonly string[]]>([
    ["shorter in hours", { direction: { hours: 59 } }, [short]],
    ["as long, in days", { direction: { days: 3 } }, []],
    ["shorter in milkings", { direction: { milkings: 4 } }, [short]],
    ["nil", { direction: "nil" }, [short]],
    ["never", { direction: "never" }, []],
    ["shorter than what runs after calving", { label: "dc", direction: { milkings: 7 } }, [short]],
    ["as long as what runs after calving", { label: "dc", direction: { milkings: 8 } }, []],
    ["shorter than the branch after calving", { label: "long", direction: { hours: 23 } }, [short]],
    ["shorter than the branch from the treatment only", { label: "long", direction: { days: 2 } }, []],
    ["any on a product with nil", { label: "seal", direction: "nil" }, []],
    ["a period on a product that is never for milk", { label: "out", direction: { days: 35 } }, []],
    ["nil on a product that is never for milk", { label: "out", direction: "nil" }, [short]],
    [
      "shorter for meat",
      { "meat-direction": { days: 10 } },
      ["cows[0].facts[0].meat-direction: The direction is shorter than the label."],
    ],
    ["as long for meat", { "meat-direction": { days: 11 } }, []],
  ])("a direction that is %s", (_, keys, says) => {
    expect(brief(herd([treated(keys)]))).toEqual(says);
  });

  test("off-label is true or not there", () => {
    expect(brief(herd([treated({ "off-label": false })]))).toEqual([
      'cows[0].facts[0].off-label: "off-label" cannot be this.',
    ]);
  });
});

describe("which end of a day a date without a time is", () => {
  const begin = at(19, 13);
  const end = at(20, 13);
  test.each<[string, Json, Json]>([
    [
      "first dose: the beginning",
      treated({ "first-dose": "2026-11-20", "last-dose": "2026-11-21" }),
      { firstDoseAt: begin },
    ],
    ["last dose: the end", treated({ "last-dose": "2026-11-20" }), { lastDoseAt: end }],
    [
      "calving: the end, and the beginning beside",
      fact("f-1", "calving", { at: "2026-11-20" }),
      { at: end, notBefore: begin },
    ],
    ["drying off: the end", fact("f-1", "dry-off", { at: "2026-11-20" }), { at: end }],
    ["purchase: the end", fact("f-1", "bought-in", { at: "2026-11-20", state: "dry" }), { at: end }],
    ["observation: the end", fact("f-1", "observation", { at: "2026-11-20", seen: "blood" }), { at: end }],
    [
      "paddock: all of both days",
      fact("f-1", "paddock-or-feed", { from: "2026-11-20", until: "2026-11-20", what: "x", milk: "nil" }),
      { from: begin, until: end },
    ],
    [
      "taint: all of both days",
      fact("f-1", "taint", { from: "2026-11-20", until: "2026-11-20", what: "x" }),
      { from: begin, until: end },
    ],
    ["sample: the beginning", fact("f-1", "test-sample", { at: "2026-11-20" }), { at: begin }],
    [
      "manual hold: the beginning",
      fact("f-1", "manual-hold", { from: "2026-11-20", reason: "x" }),
      { from: begin },
    ],
  ])("%s", (_, written, read) => {
    expect(factsOf(herd([written]))).toMatchObject([read]);
  });

  test("a result: the end", () => {
    const sample = fact("s-1", "test-sample", { at: "2026-11-20" });
    const result = fact("r-1", "test-result", { of: "s-1", at: "2026-11-20", result: "negative" });
    expect(factsOf(herd([sample, result]))[1]).toMatchObject({ at: end });
  });

  test.each([fact("f-1", "milked", { at: "2026-11-20" }), fact("f-1", "looked-at", { at: "2026-11-20" })])(
    "$kind: refused",
    (written) => {
      expect(brief(herd([written]))).toEqual(["cows[0].facts[0].at: This needs a time, not only a date."]);
    },
  );
});

describe("facts of other kinds", () => {
  test("unknown dates of calving and drying off", () => {
    expect(
      factsOf(herd([fact("c-1", "calving", { at: "unknown" }), fact("o-1", "dry-off", { at: "unknown" })])),
    ).toMatchObject([
      { kind: "calving", at: null, notBefore: null },
      { kind: "dry-off", at: null },
    ]);
  });

  test("a purchase says nothing of treatments: they are unknown", () => {
    expect(
      factsOf(herd([fact("b-1", "bought-in", { at: "2026-11-20T14:00", state: "in-milk" })])),
    ).toMatchObject([{ kind: "bought-in", state: "in-milk", treatments: "unknown" }]);
  });

  test("a paddock that goes on has no end, and unknown meat where nothing is written", () => {
    const paddock = fact("p-1", "paddock-or-feed", { from: "2026-11-20", what: "river", milk: { days: 3 } });
    expect(factsOf(herd([paddock]))).toMatchObject([
      { until: null, milk: { kind: "period", hours: 72 }, meat: { kind: "unknown" } },
    ]);
  });

  const sample = fact("s-1", "test-sample", { at: "2026-11-20T06:00" });
  const result = (keys: Json): Json =>
    fact("r-1", "test-result", { of: "s-1", at: "2026-11-21T06:00", result: "negative", ...keys });
  const hold = (name: string, keys: Json = {}): Json =>
    fact(name, "manual-hold", { from: "2026-11-20T06:00", reason: "x", ...keys });
  const clearance = (of: string, keys: Json = {}): Json =>
    fact("x-1", "clearance", { of, at: "2026-11-21T06:00", reason: "x", ...keys });

  test.each<[string, readonly Json[], readonly string[]]>([
    [
      "an end before the beginning",
      [fact("p-1", "taint", { from: "2026-11-20T09:00", until: "2026-11-19T09:00", what: "x" })],
      ["cows[0].facts[0].until: It ended before it began."],
    ],
    [
      "a paddock without a period for milk",
      [fact("p-1", "paddock-or-feed", { from: "2026-11-20", what: "x" })],
      ['cows[0].facts[0].milk: "milk" is missing.'],
    ],
    [
      "a result of a fact that is no sample",
      [hold("h-1"), result({ of: "h-1" })],
      ["cows[0].facts[1].of: A fact of kind manual-hold has no test result."],
    ],
    [
      "a result of a sample that is not there",
      [sample, result({ of: "s-2" })],
      ['cows[0].facts[1].of: There is no fact "s-2" in this file.'],
    ],
    [
      "a result from before its sample",
      [sample, result({ at: "2026-11-19T06:00" })],
      ["cows[0].facts[1].at: The result is from before the sample."],
    ],
    [
      "a drying off that has not happened yet",
      [fact("o-1", "dry-off", { at: "2026-12-20" })],
      ["cows[0].facts[0].at: This date is in the future."],
    ],
    [
      "a correction of another kind",
      [sample, hold("h-1", { supersedes: "s-1" })],
      ["cows[0].facts[1].supersedes: Fact s-1 is of another kind: test-sample, not manual-hold."],
    ],
    [
      "two corrections of each other",
      [hold("h-1", { supersedes: "h-2" }), hold("h-2", { supersedes: "h-1" })],
      ["cows[0].facts[0].supersedes: These corrections correct each other in a ring."],
    ],
    [
      "a ring of three with a fact that leads into it",
      [
        hold("h-0", { supersedes: "h-1" }),
        hold("h-1", { supersedes: "h-2" }),
        hold("h-2", { supersedes: "h-3" }),
        hold("h-3", { supersedes: "h-1" }),
      ],
      ["cows[0].facts[1].supersedes: These corrections correct each other in a ring."],
    ],
    [
      "a correction of itself",
      [hold("h-1", { supersedes: "h-1" })],
      ["cows[0].facts[0].supersedes: A fact cannot refer to itself."],
    ],
    [
      "a clearance of a test result",
      [sample, result({}), clearance("r-1")],
      ["cows[0].facts[2].of: A fact of kind test-result holds nothing, so there is nothing to clear."],
    ],
    [
      "a clearance from before the sample",
      [sample, clearance("s-1", { at: "2026-11-20T05:00" })],
      ["cows[0].facts[1].at: The hold was cleared before it began."],
    ],
  ])("%s is refused", (_, facts, says) => {
    expect(brief(herd(facts))).toEqual(says);
  });

  test.each<[string, Json]>([
    ["treatment", treated({}, "f-1")],
    ["treatment of unknown date", treated({ "last-dose": "unknown" }, "f-1")],
    ["calving of that day", fact("f-1", "calving", { at: "2026-11-21" })],
    ["calving of unknown date", fact("f-1", "calving", { at: "unknown" })],
    ["drying off of that day", fact("f-1", "dry-off", { at: "2026-11-21" })],
    ["purchase", fact("f-1", "bought-in", { at: "2026-11-20", state: "dry" })],
    ["observation", fact("f-1", "observation", { at: "2026-11-20", seen: "blood" })],
    ["paddock", fact("f-1", "paddock-or-feed", { from: "2026-11-20", what: "x", milk: "unknown" })],
    ["taint", fact("f-1", "taint", { from: "2026-11-20", what: "x" })],
    ["sample", fact("f-1", "test-sample", { at: "2026-11-20" })],
    ["manual hold", hold("f-1")],
  ])("a clearance may end the hold of a %s", (_, held) => {
    expect(brief(herd([held, clearance("f-1")]))).toEqual([]);
  });

  test("a correction of the same day is no earlier than what it corrects, where that has a date alone", () => {
    const first = hold("h-1", { "recorded-at": "2026-11-20" });
    const later = hold("h-2", { supersedes: "h-1", "recorded-at": "2026-11-20T18:00" });
    expect(brief(herd([first, later]))).toEqual([]);
    const earlier = hold("h-2", { supersedes: "h-1", "recorded-at": "2026-11-19T18:00" });
    expect(brief(herd([first, earlier]))).toEqual([
      "cows[0].facts[1].supersedes: Fact h-1 was recorded after this one.",
    ]);
  });

  test("a date that nobody knows may be unknown where that withholds, and nowhere else", () => {
    const unsure = herd([
      fact("c-1", "calving", { at: "unknwon" }),
      fact("b-1", "bought-in", { at: "unknown", state: "dry" }),
      fact("s-2", "test-sample", { at: "unknown" }),
      fact("l-1", "looked-at", { at: "unknown" }),
    ]);
    const read = load(unsure);
    expect(read.ok ? [] : read.error.map(({ says, fix }) => `${says} ${fix}`)).toEqual([
      'This is not a date that can be read without guessing. Did you mean "unknown"?',
      "This date has to be known. Write the last day that it can have been.",
      "This date has to be known. Write the first day that it can have been.",
      "This date has to be known. Leave the fact out where nobody knows: it may not end anything by a guess.",
    ]);
  });

  test("a sample may be corrected by a sample", () => {
    const later = fact("s-2", "test-sample", { at: "2026-11-20T07:00", supersedes: "s-1" });
    expect(factsOf(herd([sample, later]))[1]).toMatchObject({ supersedes: "s-1" });
  });
});

describe("policy", () => {
  test("its periods and the law of the place", () => {
    const policy = {
      colostrum: { days: 4 },
      taint: { hours: 12 },
      "bought-in-dry": {
        "minimum-dry-days": 28,
        "after-calving": { days: 1, milkings: 2, combine: "either" },
      },
      jurisdiction: "nz",
      "hours-and-milkings": "either",
    };
    expect(tableOf(herd([], { policy })).policy).toMatchObject({
      // The word on labels is not theirs.
      colostrum: { kind: "period", hours: 96, combine: "both" },
      taint: { kind: "period", hours: 12, combine: "both" },
      boughtInDry: {
        kind: "after-calving",
        minimumDryDays: 28,
        period: { kind: "period", hours: 24, milkings: 2, combine: "either" },
      },
      jurisdiction: "nz",
    });
  });

  test("a place whose law is not known here is refused, with what was meant", () => {
    expect(brief(herd([], { policy: { jurisdiction: "uk" } }))).toEqual([
      'policy.jurisdiction: "jurisdiction" cannot be this.',
    ]);
  });
});

describe("past milkings as a list", () => {
  const listed = (milkings: readonly unknown[]): Json => ({
    format: "vatguard-herd-1",
    cows: [{ cow: "12", eids: [], status: "in-milk", milkings }],
  });

  test("each is a fact with a name that no written fact can have", () => {
    const facts = factsOf(listed(["2026-11-20T06:10", "2026-11-20T16:40+11:00"]));
    expect(facts.map((one) => [one.kind, "at" in one ? one.at : null])).toEqual([
      ["milked", at(19, 19, 10)],
      ["milked", at(20, 5, 40)],
    ]);
    for (const { fact: name } of facts) {
      expect(brief(herd([fact(name, "calving", { at: "2026-11-20" })]))).toHaveLength(1);
    }
  });

  test.each<[string, readonly unknown[], string]>([
    ["a date alone", ["2026-11-20"], "cows[0].milkings[0]: This needs a time, not only a date."],
    ["one that is still to come", ["2026-11-25T06:10"], "cows[0].milkings[0]: This date is in the future."],
    [
      "one twice",
      ["2026-11-20T06:10", "2026-11-20T06:10+11:00"],
      "cows[0].milkings[1]: This milking is there twice.",
    ],
    ["a number", [20], "cows[0].milkings[0]: entry 1 is not what belongs here."],
    [
      "more than a hundred",
      Array.from({ length: 101 }, () => "2026-11-20T06:10"),
      'cows[0].milkings: "milkings" is outside what can be.',
    ],
  ])("%s is refused", (_, milkings, says) => {
    expect(brief(listed(milkings))[0]).toBe(says);
  });
});

describe("groups and facts of several cows", () => {
  const groups = [{ group: "spring", cows: ["12", "31"] }];
  const taint = (keys: Json, name = "g-1"): Json =>
    fact(name, "taint", { from: "2026-11-20T09:00", what: "garlic", ...keys });
  const clearance = (name: string, keys: Json): Json =>
    fact(name, "clearance", { of: "g-1", at: "2026-11-21T06:00", reason: "x", ...keys });

  test("each cow of a group has the fact by the same name", () => {
    const json = herd([], { groups, "group-facts": [taint({ group: "spring" })] });
    expect(tableOf(json).cows.map((cow) => cow.facts.map((one) => [one.fact, one.cow]))).toEqual([
      [["g-1", "12"]],
      [["g-1", "31"]],
      [],
    ]);
  });

  test("cows may be named instead of a group, and any kind of fact may be given", () => {
    const json = herd([], {
      "group-facts": [
        { ...treated({ label: "dc", "off-label": true }), cows: ["47"] },
        { ...fact("s-1", "test-sample", { at: "2026-11-20T06:00" }), cows: ["12", "47"] },
        {
          ...fact("r-1", "test-result", { of: "s-1", at: "2026-11-21", result: "negative" }),
          cows: ["12", "47"],
        },
      ],
    });
    expect(factsOf(json, "47").map((one) => one.kind)).toEqual(["treatment", "test-sample", "test-result"]);
    expect(factsOf(json, "12").map((one) => one.kind)).toEqual(["test-sample", "test-result"]);
  });

  test("a clearance at a cow is for her alone, one of the group for all", () => {
    const alone = herd([clearance("x-1", {})], { groups, "group-facts": [taint({ group: "spring" })] });
    expect([factsOf(alone, "12").length, factsOf(alone, "31").length]).toEqual([2, 1]);
    const all = herd([], {
      groups,
      "group-facts": [taint({ group: "spring" }), clearance("x-1", { group: "spring" })],
    });
    expect([factsOf(all, "12").length, factsOf(all, "31").length]).toEqual([2, 2]);
  });

  test.each<[string, Json, readonly Json[], readonly string[]]>([
    [
      "an unknown cow in a group",
      { groups: [{ group: "spring", cows: ["12", "13"] }] },
      [],
      ["groups[0].cows[1]: There is no cow 13 in this file."],
    ],
    [
      "a cow written with a zero more",
      { groups: [{ group: "spring", cows: ["012"] }] },
      [],
      ["groups[0].cows[0]: There is no cow 012 in this file."],
    ],
    [
      "a cow twice in a group",
      { groups: [{ group: "spring", cows: ["12", "31", "12"] }] },
      [],
      ["groups[0].cows[2]: Cow 12 is there twice."],
    ],
    [
      "a group of nobody",
      { groups: [{ group: "spring", cows: [] }] },
      [],
      ['groups[0].cows: "cows" is outside what can be.'],
    ],
    [
      "two groups of one name",
      { groups: [...groups, { group: "spring", cows: ["47"] }] },
      [],
      ['groups[1].group: Two groups are called "spring".'],
    ],
    [
      "a fact of a group that is not there",
      { groups },
      [taint({ group: "sping" })],
      ['group-facts[0].group: There is no group "sping" in this file.'],
    ],
    [
      "a fact of nobody",
      { groups },
      [taint({})],
      ["group-facts[0]: This fact does not say which cows have it."],
    ],
    [
      "a fact of a group and of cows",
      { groups },
      [taint({ group: "spring", cows: ["47"] })],
      ["group-facts[0]: This fact has both a group and cows."],
    ],
    [
      "a fact of an unknown cow",
      {},
      [taint({ cows: ["12", "99"] })],
      ["group-facts[0].cows[1]: There is no cow 99 in this file."],
    ],
    [
      "two facts of one name",
      { groups },
      [taint({ group: "spring" }), taint({ cows: ["47"] })],
      ['group-facts[1].fact: Two facts are called "g-1".'],
    ],
    [
      "a clearance for a cow that does not have the fact",
      { groups },
      [taint({ group: "spring" }), clearance("x-1", { cows: ["12", "47"] })],
      ["group-facts[1].of: Fact g-1 is about a group of 2 cows, not about cow 47."],
    ],
    [
      "an unknown kind",
      { groups },
      [{ ...taint({ group: "spring" }), kind: "tiant" }],
      ["group-facts[0].kind: This kind is not known here."],
    ],
  ])("%s is refused", (_, keys, facts, says) => {
    expect(brief(herd([], { ...keys, "group-facts": facts }))).toEqual(says);
  });

  test("one that could not be read is told once, not again wherever it is named", () => {
    const broken = herd([clearance("x-1", {})], {
      groups: [{ group: "spring", cows: "12" }],
      "group-facts": [taint({ group: "spring" })],
    });
    expect(brief(broken)).toEqual(['groups[0].cows: "cows" is not what belongs here.']);
  });

  test("years of dry-off days, and a cow with a thousand facts, are still read", () => {
    const facts = Array.from({ length: 1_200 }, (_, i) => taint({ group: "all" }, `g-${i}`));
    const own = Array.from({ length: 1_000 }, (_, i) => fact(`c-${i}`, "calving", { at: "2024-11-20" }));
    const cows = [{ cow: "1", eids: [], status: "in-milk", facts: own }];
    const groups = [{ group: "all", cows: ["1"] }];
    expect(
      brief({ format: "vatguard-herd-1", groups, "group-facts": facts, cows, "time-zone": MELBOURNE }),
    ).toEqual([]);
  });

  test("a group cannot make more facts than a table may hold", () => {
    const cows = Array.from({ length: 1_000 }, (_, i) => ({ cow: `${i + 1}`, eids: [], status: "in-milk" }));
    const everybody = [{ group: "all", cows: cows.map(({ cow }) => cow) }];
    const facts = Array.from({ length: 301 }, (_, i) => taint({ group: "all" }, `g-${i}`));
    const json = { format: "vatguard-herd-1", groups: everybody, "group-facts": facts, cows };
    expect(brief(json)).toEqual(["group-facts[300]: There are too many facts in this file."]);
    expect(brief({ ...json, "group-facts": facts.slice(0, 300) })).toEqual([]);
  });
});

describe("where the farm is", () => {
  const calved = fact("c-1", "calving", { at: "2026-11-20" });

  test("the file alone is read by its own zone, and says which", () => {
    const json = JSON.stringify(herd([calved], { "time-zone": "Pacific/Auckland" }));
    const alone = loadHerdAndZone(json, { timeZone: null, now: NOW });
    expect(alone).toMatchObject({ ok: true, value: { timeZone: "Pacific/Auckland" } });
    const [one] = alone.ok ? (alone.value.table.cows[0]?.facts ?? []) : [];
    expect(one).toMatchObject({ at: at(20, 11) });
  });

  test("the same zone as the shed's is fine, another is not, and both are named", () => {
    expect(brief(herd([calved], { "time-zone": MELBOURNE }))).toEqual([]);
    expect(brief(herd([calved], { "time-zone": "Pacific/Auckland" }))).toEqual([
      "time-zone: This file is for a farm in Pacific/Auckland, not for one in Australia/Melbourne.",
    ]);
  });

  test.each([MELBOURNE, null])("a zone that is none is told once, with what was meant (shed: %s)", (shed) => {
    const table = load(herd([calved], { "time-zone": "Australia/Melborne" }), shed);
    expect(table.ok ? [] : table.error.map(({ path, fix }) => [path, fix])).toEqual([
      ["time-zone", 'Did you mean "Australia/Melbourne"?'],
    ]);
  });

  test("without any zone one problem is told for all dates that need it", () => {
    const problems = brief(herd([calved, treated({})]), null);
    expect(problems).toEqual([
      "labels[0].entered-at: This date has no offset, and the file does not say where the farm is.",
    ]);
  });

  test("without any zone, dates with their offsets are enough", () => {
    const json = {
      format: "vatguard-herd-1",
      cows: [{ cow: "12", eids: [], status: "in-milk", milkings: ["2026-11-20T06:10+11:00"] }],
    };
    expect(brief(json, null)).toEqual([]);
  });
});

test("whatever stands in a group's fact, it is given whole to each cow or refused with words", () => {
  const odd = fc.constantFrom(null, true, -1, "", "unknown", "2026-11-20", [], {}, { hours: 1 }, ["12"]);
  const whole = herd([], {
    groups: [{ group: "spring", cows: ["12", "31"] }],
    "group-facts": [
      { ...treated({ direction: { days: 9 } }), group: "spring" },
      { ...fact("p-1", "paddock-or-feed", { from: "2026-11-20", what: "x", milk: "nil" }), cows: ["47"] },
    ],
  });
  fc.assert(
    fc.property(fc.nat(140), odd, (nth, value) => {
      let left = nth;
      const text = JSON.stringify(whole, (_, old) => (left-- === 0 ? value : old));
      const read = loadHerd(text, { timeZone: MELBOURNE, now: NOW });
      if (!read.ok) {
        for (const problem of read.error) expect(problem.fix.length).toBeGreaterThan(5);
        return;
      }
      const given = read.value.cows.flatMap((cow) => cow.facts.map((one) => ({ ...one, cow: "any" })));
      for (const one of given) {
        expect(given.find((other) => other.fact === one.fact)).toEqual(one);
      }
    }),
    tries(70),
  );
});
