// A small right herd, changed in one place at a time: each mistake must be told, where it is, with its repair.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { loadHerd } from "../../src/config/herd-file.ts";
import { formatProblems, type Problem } from "../../src/config/problem.ts";
import type { HerdTable } from "../../src/domain/holds/facts.ts";
import { epochMs } from "../../src/domain/units.ts";
import { tries } from "../runs.ts";

const RIGHT = `{
  "format": "vatguard-herd-1",
  "labels": [
    { "label": "lc", "version": 1, "product": "Example", "milk": { "hours": 72, "milkings": 6 }, "entered-by": "sam", "entered-at": "2026-01-05" },
    { "label": "inj", "version": 1, "product": "Example", "use": "by vein", "milk": { "hours": 24 }, "entered-by": "sam", "entered-at": "2026-01-05" },
    { "label": "inj", "version": 1, "product": "Example", "use": "into muscle", "milk": "never", "entered-by": "sam", "entered-at": "2026-01-05" }
  ],
  "cows": [
    { "cow": "12", "eids": ["982000123456012"], "status": "in-milk", "facts": [
      { "fact": "t-1", "kind": "treatment", "label": "lc", "version": 1, "first-dose": "2026-11-18T06:00", "last-dose": "2026-11-20", "by": "sam", "recorded-at": "2026-11-20T18:00" },
      { "fact": "h-1", "kind": "manual-hold", "from": "2026-11-20", "reason": "lame", "by": "sam", "recorded-at": "2026-11-20T18:00" },
      { "fact": "x-1", "kind": "clearance", "of": "h-1", "at": "2026-11-21T09:00", "reason": "vet", "by": "sam", "recorded-at": "2026-11-21T09:01" }
    ] },
    { "cow": "31", "eids": ["036000000456031"], "status": "in-milk", "facts": [
      { "fact": "c-1", "kind": "calving", "at": "2026-11-19", "by": "sam", "recorded-at": "2026-11-19T20:00" },
      { "fact": "k-1", "kind": "milked", "at": "2026-11-20T06:30", "by": "sam", "recorded-at": "2026-11-20T09:00" }
    ] },
    { "cow": "47", "eids": [], "status": "dry" }
  ]
}
`;

const NOW = epochMs(Date.UTC(2026, 10, 22, 0, 0));
const load = (text: string, now: typeof NOW | null = NOW) =>
  loadHerd(text, { timeZone: "Australia/Melbourne", now, file: "herd.json" });

function herdOf(text: string): HerdTable {
  const herd = load(text);
  if (!herd.ok) throw new Error(formatProblems(herd.error));
  return herd.value;
}

function problemsOf(text: string): readonly Problem[] {
  const herd = load(text);
  return herd.ok ? [] : herd.error;
}

const brief = (problem: Problem): string => `${problem.line} ${problem.path} ${problem.says} ${problem.fix}`;

test("the right herd becomes a table, its dates at the farm and its label rows frozen into the treatments", () => {
  const herd = herdOf(RIGHT);
  expect(herd.policy).toEqual({
    milkingsApartMin: 4 * 3_600_000,
    milkingLengthMin: 120_000,
    colostrum: { kind: "period", hours: 96, milkings: 8, combine: "both" },
    taint: { kind: "period", hours: 4, combine: "both" },
    boughtInDry: {
      kind: "after-calving",
      minimumDryDays: 56,
      period: { kind: "period", hours: 96, milkings: 8, combine: "both" },
    },
    jurisdiction: "none",
    check: "button",
  });
  expect(herd.cows.map((cow) => [cow.cow, cow.eids, cow.status, cow.facts.length])).toEqual([
    ["12", ["982000123456012"], "in-milk", 3],
    ["31", ["036000000456031"], "in-milk", 2],
    ["47", [], "dry", 0],
  ]);
  const treatment = herd.cows[0]?.facts[0];
  expect(treatment).toMatchObject({
    kind: "treatment",
    row: {
      label: "lc",
      version: 1,
      milk: { kind: "after-last-dose", period: { kind: "period", hours: 72, milkings: 6, combine: "both" } },
    },
    firstDoseAt: Date.UTC(2026, 10, 17, 19, 0),
    // The end of the 20th at the farm, which is summer time: +11:00.
    lastDoseAt: Date.UTC(2026, 10, 20, 13, 0),
  });
  expect(herd.cows[0]?.facts[1]).toMatchObject({ kind: "manual-hold", from: Date.UTC(2026, 10, 19, 13, 0) });
  expect(herd.cows[1]?.facts[0]).toMatchObject({ kind: "calving", at: Date.UTC(2026, 10, 19, 13, 0) });
});

test("the fingerprint is the beginning of the bytes' SHA-256", () => {
  expect(herdOf(RIGHT).fingerprint).toBe(createHash("sha256").update(RIGHT).digest("hex").slice(0, 12));
  expect(herdOf(`${RIGHT}\n`).fingerprint).not.toBe(herdOf(RIGHT).fingerprint);
});

test("the policy's word on hours and milkings goes into rows that do not say", () => {
  const text = RIGHT.replace('"labels"', '"policy": { "hours-and-milkings": "either" }, "labels"');
  expect(herdOf(text).cows[0]?.facts[0]).toMatchObject({ row: { milk: { period: { combine: "either" } } } });
});

const WRONG: readonly (readonly [string, string, string, readonly string[]])[] = [
  [
    "two cows on one EID",
    "036000000456031",
    "982000123456012",
    [
      "14 cows[1].eids[0] Cows 12 and 31 have one EID. Read both cows' tags again, and remove the EID where it is wrong.",
    ],
  ],
  [
    "one cow number twice",
    '"cow": "47"',
    '"cow": "12"',
    [
      "18 cows[2].cow Cow 12 is there twice. Put her facts together under one entry, after making sure that it is one cow.",
    ],
  ],
  [
    "two cow numbers that differ in zeros only",
    '"cow": "47"',
    '"cow": "012"',
    [
      "18 cows[2].cow Cows 12 and 012 cannot be told apart by a milker. Numbers that differ in zeros in front or in capitals only are taken for one: give one another number.",
    ],
  ],
  [
    "an EID as a number",
    '"982000123456012"',
    "982000123456012",
    [
      '9 cows[0].eids[0] An EID is text, not a number. Write "982000123456012". Check it against the tag: programs that take EIDs for numbers round them.',
    ],
  ],
  [
    "an EID as a spreadsheet's power of ten",
    '"982000123456012"',
    "9.82E+14",
    [
      "9 cows[0].eids[0] An EID is text, not a number, and a spreadsheet has written it as a power of ten, and its last digits are lost. Take the number from the tag or the reader again, and set the column to text before it is typed or pasted.",
    ],
  ],
  [
    "an EID that lost the zero in front",
    "036000000456031",
    "36000000456031",
    [
      '14 cows[1].eids[0] This is not an EID: it has 14 digits: a spreadsheet drops zeros in front, as of 036 or 008. Write "036000000456031" if the tag\'s country is 036; otherwise read the tag again. Set the column to text.',
    ],
  ],
  [
    "a cow number as a number",
    '"cow": "47"',
    '"cow": 47',
    ['18 cows[2].cow "cow" is not what belongs here. Put it into double quotes.'],
  ],
  [
    "an unknown status",
    '"status": "dry"',
    '"status": "in milk"',
    ['18 cows[2].status "status" cannot be this. Did you mean "in-milk"?'],
  ],
  [
    "an unknown kind of fact",
    '"kind": "calving"',
    '"kind": "dehorning"',
    [
      "15 cows[1].facts[0].kind This kind is not known here. Nothing is ever skipped because it is not understood: write it as one of these.",
    ],
  ],
  [
    "a mistyped kind of fact",
    '"kind": "calving"',
    '"kind": "caving"',
    ['15 cows[1].facts[0].kind This kind is not known here. Did you mean "calving"?'],
  ],
  [
    "an unknown key",
    '"reason": "lame"',
    '"reason": "lame", "until": "2026-11-21"',
    [
      '11 cows[0].facts[1].until "until" is not a key of entry 2. Remove it, or see config/README.md for what it is called.',
    ],
  ],
  [
    "a fact dated tomorrow",
    '"at": "2026-11-19"',
    '"at": "2026-11-23"',
    [
      "15 cows[1].facts[0].at This date is in the future. Correct the date, or enter it when it has happened. If the computer's own time is wrong, set that right.",
    ],
  ],
  [
    "a last dose before the first",
    '"last-dose": "2026-11-20"',
    '"last-dose": "2026-10-20"',
    [
      "10 cows[0].facts[0].last-dose The last dose is before the first. Look the treatment up: the two may have changed places, or a month or year is mistyped.",
    ],
  ],
  [
    "a last dose on the day before the first",
    '"first-dose": "2026-11-18T06:00", "last-dose": "2026-11-20"',
    '"first-dose": "2026-11-21", "last-dose": "2026-11-20"',
    [
      "10 cows[0].facts[0].last-dose The last dose is before the first. Look the treatment up: the two may have changed places, or a month or year is mistyped.",
    ],
  ],
  [
    "a label that is not there",
    '"label": "lc", "version": 1, "first',
    '"label": "lcc", "version": 1, "first',
    ['10 cows[0].facts[0].label There is no label "lcc" in this file. Did you mean "lc"?'],
  ],
  [
    "a label version that is not there",
    '"label": "lc", "version": 1, "first',
    '"label": "lc", "version": 2, "first',
    [
      "10 cows[0].facts[0].version Label lc has no version 2 in this file. Take the version that was on the packet. A changed label is added under labels as the next version.",
    ],
  ],
  [
    "a label with several rows and a treatment that does not say which",
    '"label": "lc", "version": 1, "first',
    '"label": "inj", "version": 1, "first',
    [
      '10 cows[0].facts[0] This label has several rows, and the treatment does not say which. Add "use" with the words of the row: the routes differ in how long milk is withheld.',
    ],
  ],
  [
    "one row of a label twice",
    '"use": "into muscle"',
    '"use": "by vein"',
    [
      "6 labels[2].version Label inj has version 1 twice. Give a changed label the next version; tell rows of one label apart by use.",
    ],
  ],
  [
    "a direction shorter than the label",
    '"last-dose": "2026-11-20"',
    '"last-dose": "2026-11-20", "direction": { "hours": 71 }',
    [
      "10 cows[0].facts[0].direction The direction is shorter than the label. Check it with the vet. A hold that may end early is ended by a clearance with a reason.",
    ],
  ],
  [
    "zero hours",
    '"hours": 24',
    '"hours": 0',
    [
      '5 labels[1].milk.hours "hours" is outside what can be. Write a whole number of hours from 1 to 10000; a period of nothing is written "nil".',
    ],
  ],
  [
    "too many milkings",
    '"milkings": 6',
    '"milkings": 31',
    [
      '4 labels[0].milk.milkings "milkings" is outside what can be. Write a whole number of milkings from 1 to 30.',
    ],
  ],
  [
    "a period of neither hours nor milkings",
    '{ "hours": 24 }',
    "{}",
    [
      '5 labels[1].milk A period has neither hours, days nor milkings. Write "hours" (or "days"), "milkings" or both, as the label does; a period of nothing is written "nil".',
    ],
  ],
  [
    "a correction of a fact that is not there",
    '"reason": "lame"',
    '"reason": "lame", "supersedes": "h-0"',
    ['11 cows[0].facts[1].supersedes There is no fact "h-0" in this file. Did you mean "h-1"?'],
  ],
  [
    "a correction of another cow's fact",
    '"reason": "lame"',
    '"reason": "lame", "supersedes": "c-1"',
    [
      "11 cows[0].facts[1].supersedes Fact c-1 is about cow 31, not about cow 12. Make sure which cow is meant. A fact of the wrong cow is put right by a new fact for each.",
    ],
  ],
  [
    "a correction that was recorded before what it corrects",
    '"reason": "lame"',
    '"reason": "lame", "supersedes": "x-1"',
    [
      "11 cows[0].facts[1].supersedes Fact x-1 was recorded after this one. Look at both recorded-at dates, and at which corrects which.",
    ],
  ],
  [
    "a clearance of a fact that is not there",
    '"of": "h-1"',
    '"of": "zzzzz"',
    [
      '12 cows[0].facts[2].of There is no fact "zzzzz" in this file. Facts are never removed: put it back, or correct the name.',
    ],
  ],
  [
    "a clearance from before the hold",
    '"at": "2026-11-21T09:00"',
    '"at": "2026-11-19T09:00"',
    [
      "12 cows[0].facts[2].at The hold was cleared before it began. Correct the date that is wrong. A later treatment needs a clearance of its own.",
    ],
  ],
  [
    "a clearance without a time of day",
    '"at": "2026-11-21T09:00"',
    '"at": "2026-11-21"',
    [
      "12 cows[0].facts[2].at This needs a time, not only a date. Add the time of day: what came first that day decides whether her milk is withheld.",
    ],
  ],
  [
    "two facts of one name",
    '"fact": "k-1"',
    '"fact": "t-1"',
    [
      '16 cows[1].facts[1].fact Two facts are called "t-1". Rename one. If both are the same fact, remove one of the two.',
    ],
  ],
  [
    "a key twice in one cow",
    '"status": "dry"',
    '"status": "dry", "status": "in-milk"',
    ['18  "status" is there twice in one object. Remove one of the two, after making sure which is right.'],
  ],
  [
    "another format",
    "vatguard-herd-1",
    "vatguard-herd-2",
    ['2 format "format" cannot be this. Did you mean "vatguard-herd-1"?'],
  ],
  [
    "a policy without a unit",
    '"labels"',
    '"policy": { "milkings-apart": 4 }, "labels"',
    ['3 policy.milkings-apart 4 has no unit. Did you mean "4 h"?'],
  ],
];

test.each(WRONG)("%s", (_, right, wrong, says) => {
  expect(RIGHT).toContain(right);
  expect(problemsOf(RIGHT.replace(right, wrong)).map(brief)).toEqual(says);
});

test("a clearance of a clearance is refused: it holds nothing", () => {
  const again = `{ "fact": "x-2", "kind": "clearance", "of": "x-1", "at": "2026-11-21T10:00", "reason": "vet", "by": "sam", "recorded-at": "2026-11-21T10:00" },`;
  const text = RIGHT.replace('{ "fact": "h-1"', `${again} { "fact": "h-1"`);
  expect(problemsOf(text).map((problem) => problem.says)).toEqual([
    "A fact of kind clearance holds nothing, so there is nothing to clear.",
  ]);
});

test("all problems of a herd are told at once, in the order of the file", () => {
  const text = RIGHT.replace('"982000123456012"', "982000123456012")
    .replace('"hours": 24', '"hours": 0')
    .replace('"status": "dry"', '"status": "dyr"')
    .replace('"at": "2026-11-19"', '"at": "19/11/2026"');
  expect(problemsOf(text).map((problem) => problem.line)).toEqual([5, 9, 15, 18]);
});

test("a broken label or fact is told once, not again wherever it is named", () => {
  const label = RIGHT.replace('"hours": 72', '"hours": "72 h"');
  expect(problemsOf(label).map((problem) => problem.path)).toEqual(["labels[0].milk.hours"]);
  const fact = RIGHT.replace('"from": "2026-11-20"', '"from": "then"');
  expect(problemsOf(fact).map((problem) => problem.path)).toEqual(["cows[0].facts[1].from"]);
});

test("a key of a million letters and control characters is told in a few lines, harmless to a terminal", () => {
  const key = `\\u001b[2J${"x".repeat(1_000_000)}`;
  const [problem] = problemsOf(RIGHT.replace('"status": "dry"', `"status": "dry", "${key}": 1`));
  expect(problem?.says.length).toBeLessThan(500);
  expect(problem?.says).toContain("\\x1b[2Jxxx");
  expect(problem && formatProblems([problem]).length).toBeLessThan(3_000);
});

test("while the computer's time is not trusted nothing is called future-dated", () => {
  const text = RIGHT.replace('"at": "2026-11-19"', '"at": "2026-11-23"');
  expect(load(text).ok).toBe(false);
  expect(load(text, null).ok).toBe(true);
});

test("a date of today is not in the future, though its day has not ended", () => {
  expect(load(RIGHT.replace('"last-dose": "2026-11-20"', '"last-dose": "2026-11-22"')).ok).toBe(true);
});

test.each([
  ["", "The herd file is empty."],
  [" \n", "The herd file is empty."],
  ["[]", "The file is not what belongs here."],
  ['{"format": "vatguard-herd-1", "cows": []}', "There are no cows in this file."],
])("%j is refused, so that every cow is diverted", (text, says) => {
  expect(problemsOf(text).map((problem) => problem.says)).toEqual([says]);
});

test("a herd cut short at any byte is refused", () => {
  const end = RIGHT.trimEnd().length;
  for (let cut = 0; cut < end; cut += 7) expect(load(RIGHT.slice(0, cut)).ok).toBe(false);
  expect(load(RIGHT.slice(0, end)).ok).toBe(true);
});

test("no change of a few letters makes the loader throw", () => {
  const text = readFileSync("config/herd-small.json", "utf8");
  const letter = fc.constantFrom(...'{}[]",:0-9eE.tfn \\\n/x\u0000');
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(text.length), letter), { minLength: 1, maxLength: 3 }), (edits) => {
      let damaged = text;
      for (const [at, put] of edits) damaged = damaged.slice(0, at) + put + damaged.slice(at + 1);
      const herd = load(damaged);
      if (!herd.ok) expect(herd.error.length).toBeGreaterThan(0);
    }),
    tries(40),
  );
});

test("every value of a herd may be of any other kind: it is refused with words, never thrown at", () => {
  const whole = JSON.parse(RIGHT);
  const odd = fc.constantFrom(null, true, -1, 1.5, "", "x", [], {}, [[]], { hours: 1 });
  fc.assert(
    fc.property(fc.nat(200), odd, (nth, value) => {
      let left = nth;
      const text = JSON.stringify(whole, (_, old) => (left-- === 0 ? value : old));
      const herd = load(text);
      if (!herd.ok) for (const problem of herd.error) expect(problem.says.length).toBeGreaterThan(5);
    }),
    tries(60),
  );
});
