// A small right shed, changed in one place at a time: each mistake must be told, where it is, with its repair.

import { expect, test } from "vitest";
import { formatProblem, formatProblems, type Problem } from "../../src/config/problem.ts";
import { loadShed } from "../../src/config/shed-config.ts";
import { PROFILES } from "./profiles.ts";

const RIGHT = `shed: Test shed
time-zone: Australia/Melbourne
herd-file: herd.json
nodes:
  left: { port: /dev/serial/by-id/left, number: 1, bails: 1-4 on channels 0-3 }
  right: { port: /dev/serial/by-id/right, number: 2, bails: 5-8 on channels 0-3 }
readers:
  left-race: { port: /dev/serial/by-id/reader-a, format: ascii }
  right-race: { port: /dev/serial/by-id/reader-b, format: wl134 }
inputs:
  left-beam: { wired-to: left pin 2, active-when: open }
  left-entry: { wired-to: left pin 3, active-when: open }
  left-exit: { wired-to: left pin 4, active-when: open }
  right-beam: { wired-to: right pin 2, active-when: open }
  right-entry: { wired-to: right pin 3, active-when: open }
  right-exit: { wired-to: right pin 4, active-when: open }
valves: { travel: 1500 ms, lease: 450 ms }
siren: pi line 5
layout:
  kind: herringbone
  rows:
    left: { bails: 1-4, reader: left-race, beam: left-beam, entry-gate: left-entry, exit-gate: left-exit }
    right: { bails: 5-8, reader: right-race, beam: right-beam, entry-gate: right-entry, exit-gate: right-exit }
`;

function problemsOf(text: string): readonly Problem[] {
  const loaded = loadShed(text, "shed.yaml", PROFILES);
  return loaded.ok ? [] : loaded.error.filter((problem) => problem.severity === "error");
}

const brief = (problem: Problem): string =>
  `${problem.line}:${problem.column} ${problem.says} ${problem.fix}`;

test("two rows may share one race reader", () => {
  const shared = RIGHT.replace(/ {2}right-race: .*\n/, "").replace("reader: right-race", "reader: left-race");
  expect(problemsOf(shared)).toEqual([]);
});

test("the right shed has no problems", () => {
  const loaded = loadShed(RIGHT, "shed.yaml", PROFILES);
  expect(loaded.ok ? "" : formatProblems(loaded.error)).toBe("");
});

/** What is wrong, what is written for what, and everything that must be said: place, fault, repair. */
const WRONG: readonly (readonly [string, string, string, readonly string[]])[] = [
  [
    "a mistyped key",
    "travel: 1500 ms",
    "travle: 1500 ms",
    [
      '17:1 "travel" is missing. Add "travel", for example: 1500 ms',
      '17:11 "travle" is not a key of "valves". Did you mean "travel"?',
    ],
  ],
  ["a bare number", "1500 ms", "1500", ['17:19 1500 has no unit. Did you mean "1500 ms"?']],
  [
    "a bare number in quotes",
    "1500 ms",
    '"1500"',
    ["17:19 1500 has no unit. Write the unit after it (ms, s, min, h, d)."],
  ],
  [
    "a unit in words",
    "1500 ms",
    "2 seconds",
    ['17:19 "seconds" is not a unit used here. Did you mean "2 s"?'],
  ],
  ["a comma in a number", "1500 ms", '"1,5 s"', ['17:19 A comma stands in a number. Did you mean "1.5 s"?']],
  [
    "a lease longer than the firmware allows",
    "450 ms",
    "481 ms",
    [
      "17:35 481 ms is too much. Write a value from 50 ms to 480 ms. The board's firmware refuses any other, so that a valve is at divert 500 ms after the last renewal.",
    ],
  ],
  [
    "a lease too short for the firmware",
    "450 ms",
    "49 ms",
    [
      "17:35 49 ms is too little. Write a value from 50 ms to 480 ms. The board's firmware refuses any other, so that a valve is at divert 500 ms after the last renewal.",
    ],
  ],
  [
    "an unknown format",
    "format: wl134",
    "format: wl-134",
    ['9:59 "format" cannot be this. Did you mean "wl134"?'],
  ],
  [
    "a reader on a port that is a node's",
    "by-id/reader-b",
    "by-id/right",
    [
      "9:23 This port is already that of node right. A reader and a board cannot share a line: give the reader the port it is plugged into.",
    ],
  ],
  [
    "one port in two spellings",
    "by-id/right",
    "by-id/./left",
    [
      "6:18 This port is already that of node left. Unplug one of the two, see which name goes from /dev/serial/by-id, and put it right here.",
    ],
  ],
  [
    "two nodes with one number",
    "number: 2",
    "number: 1",
    ["6:51 Board number 1 is used twice. Give one of them another number, and write it into the board."],
  ],
  [
    "a pin used twice",
    "left pin 4",
    "left pin 2",
    [
      "13:26 Two things are wired to left pin 2. Follow the wire of one of them to its pin, and put that pin here.",
    ],
  ],
  [
    "a pin that belongs to the valves",
    "left pin 4",
    "left pin 29",
    ["13:26 Pin 29 belongs to the valves. Move the wire to an ordinary pin and write that pin here."],
  ],
  [
    "a pin the board does not have",
    "left pin 4",
    "left pin 70",
    ["13:26 The board has no pin 70. Move the wire to an ordinary pin and write that pin here."],
  ],
  [
    "a node that is not there",
    "left pin 4",
    "lfet pin 4",
    ['13:26 There is no node called "lfet". Did you mean "left"?'],
  ],
  [
    "a wire to nowhere",
    "left pin 4",
    "left 4",
    [
      '13:26 This does not say where the wire ends. Write it as "left pin 4" for pin 4 of the node called left, or as "pi line 17".',
    ],
  ],
  [
    "a line of the computer used twice",
    "right pin 4",
    "pi line 5",
    [
      "18:8 Two things are wired to pi line 5. Follow the wire of one of them to its pin, and put that pin here.",
    ],
  ],
  [
    "a siren on a node",
    "pi line 5",
    "left pin 5",
    [
      "18:8 This cannot be wired there. Wire it to the computer, so that it sounds when a node is lost as well.",
    ],
  ],
  [
    "two bails on one channel",
    "5-8 on channels 0-3",
    '["5-7 on channels 0-2", "8 on channel 2"]',
    [
      "6:54 Channel 2 of right is used twice. Look which valve moves with the channel, and give the other bail its own.",
    ],
  ],
  [
    "a bail with two valves",
    "5-8 on channels 0-3",
    "4-8 on channels 0-4",
    ["6:61 Bail 4 has two valve channels. Remove it where its valve is not wired."],
  ],
  [
    "more than eight bails on a node",
    "5-8 on channels 0-3",
    '["5-8 on channels 0-3", "9-13 on channels 3-7"]',
    [
      "6:54 One board cannot drive 9 bails. Put the others on another node.",
      "6:54 Channel 3 of right is used twice. Look which valve moves with the channel, and give the other bail its own.",
      "6:54 Bails 9-13 have no place in the layout. Add it to its row or places, or remove it here.",
    ],
  ],
  [
    "a bail without a valve channel",
    "5-8 on channels 0-3",
    "5-7 on channels 0-2",
    ["23:21 Bail 8 has no valve channel. Add it to the node that its valve is wired to, or remove it here."],
  ],
  [
    "a bail in no row",
    "bails: 5-8, reader",
    "bails: 5-7, reader",
    ["6:61 Bail 8 has no place in the layout. Add it to its row or places, or remove it here."],
  ],
  [
    "a bail in two rows",
    "bails: 5-8, reader",
    "bails: 4-8, reader",
    ["23:21 Bail 4 is there twice. Remove it where it does not stand."],
  ],
  [
    "ranges of unequal length",
    "5-8 on channels 0-3",
    "5-8 on channels 0-4",
    ["6:61 4 bails cannot be on 5 channels. Make both ranges equally long."],
  ],
  [
    "a place whose reader is mistyped",
    "reader: right-race",
    "reader: rigth-race",
    [
      '9:3 No place in the layout uses the reader "right-race". Use it in the layout, or remove it. Most often its name is mistyped there.',
      '23:34 There is no reader called "rigth-race". Did you mean "right-race"?',
    ],
  ],
  [
    "an input used for two things",
    "exit-gate: right-exit",
    "exit-gate: right-entry",
    [
      '16:3 Neither the layout nor the vat uses the input "right-exit". Use it in the layout or in vat.switches, or remove it. Most often its name is mistyped there.',
      '23:100 The input "right-entry" is used in two places. Give one of the two its own.',
    ],
  ],
  [
    "a race reader that is to hear a row's first place as well",
    "exit-gate: right-exit",
    "exit-gate: right-exit, first-place-reader: left-race",
    ['23:132 The reader "left-race" is used in two places. Give one of the two its own.'],
  ],
  [
    "a row without its exit gate",
    ", exit-gate: right-exit",
    "",
    ['23:5 "exit-gate" is missing. Add "exit-gate", for example: left-exit'],
  ],
  [
    "an unknown time zone",
    "Australia/Melbourne",
    "Melbourne",
    ['2:12 "Melbourne" is not a time zone. Did you mean "Australia/Melbourne"?'],
  ],
  [
    "an offset for a time zone",
    "Australia/Melbourne",
    '"+10:00"',
    ['2:12 "+10:00" is not a time zone. Write it as Area/City.'],
  ],
  [
    "a key twice",
    "herd-file: herd.json",
    "herd-file: herd.json\nherd-file: other.json",
    ["4:1 This key is there twice in one section. Remove one of the two, or give it its own name."],
  ],
  [
    "an alias",
    "siren: pi line 5",
    "siren: &line pi line 5\nbeacon: *line",
    [
      "19:9 Aliases are not used in this file. Write the value out here: a shed's file is read by people who mend the wires.",
    ],
  ],
  [
    "a tab",
    "  left-beam:",
    "\tleft-beam:",
    ["11:1 A tab is used to indent. Replace the tab by spaces, as many as the line above has."],
  ],
  [
    "an unknown layout",
    "kind: herringbone",
    "kind: herring-bone",
    ['20:9 This kind is not known here. Did you mean "herringbone"?'],
  ],
];

test.each(WRONG)("%s", (_, right, wrong, says) => {
  expect(RIGHT).toContain(right);
  expect(problemsOf(RIGHT.replace(right, wrong)).map(brief)).toEqual(says);
});

test("a name with capitals is told with a better one, and what refers to it is told too", () => {
  const told = problemsOf(RIGHT.replace("  right: { port", "  Right Side: { port")).map(brief);
  expect(told[0]).toBe('6:3 "Right Side" cannot be a name. Did you mean "right-side"?');
});

test("a section after the layout is refused, so that a file cut short is always noticed", () => {
  const moved = `${RIGHT.replace("siren: pi line 5\n", "")}siren: pi line 5\n`;
  expect(problemsOf(moved).map(brief)).toEqual([
    '23:1 The layout must be the last section. Move "siren" above layout: then a file that was cut short while it was saved is always noticed.',
  ]);
});

test("all problems of a file are told at once, in the order of the file", () => {
  const text = RIGHT.replace("1500 ms", "1500")
    .replace("left pin 4", "left pin 22")
    .replace("number: 2", "number: 1");
  expect(problemsOf(text).map((problem) => problem.line)).toEqual([6, 13, 17]);
});

test("a problem is printed with its line, a mark under it, what was found, what was expected and the repair", () => {
  const [problem] = problemsOf(RIGHT.replace("1500 ms", "1500"));
  expect(problem && formatProblem(problem)).toBe(`shed.yaml:17:19  1500 has no unit.
   17 | valves: { travel: 1500, lease: 450 ms }
      |                   ^
    at        valves.travel
    found     the number 1500
    expected  a length of time with its unit, 100 ms to 5 s
    fix       Did you mean "1500 ms"?`);
});

test("control characters in a file cannot move the cursor of the terminal that shows its problems", () => {
  const [problem] = problemsOf(RIGHT.replace("format: ascii", 'format: "\\e[2Jascii"'));
  const shown = problem && formatProblem(problem);
  expect(shown).toContain("\\x1b[2Jascii");
  expect(shown).not.toContain("\u001b");
});

test("a port that may change its name is a note and keeps nothing from running", () => {
  const loaded = loadShed(RIGHT.replace("/dev/serial/by-id/left", "/dev/ttyUSB0"), "shed.yaml", PROFILES);
  expect(loaded.ok && loaded.value.notes.map((note) => note.says)).toEqual([
    "This port can be another device after the next start.",
  ]);
});

test("an empty file, a file of comments and a list are told as such", () => {
  expect(problemsOf("").map((problem) => problem.says)).toEqual(["The file is empty."]);
  expect(problemsOf("# nothing\n").map((problem) => problem.says)).toEqual(["The file is empty."]);
  expect(problemsOf("- a\n- b\n").map((problem) => problem.says)).toEqual([
    "The file is not what belongs here.",
  ]);
});

test("eleven boards are one too many", () => {
  const more = Array.from(
    { length: 9 },
    (_, i) => `  n${i}: { port: /dev/p${i}, number: ${i + 10}, bails: ${i + 20} on channel 0 }\n`,
  );
  const told = problemsOf(RIGHT.replace("readers:\n", `${more.join("")}readers:\n`)).map(brief);
  expect(told[0]).toBe("4:1 There are too many nodes. One computer serves 10 boards (80 bails).");
});
