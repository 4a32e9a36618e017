// Promise 12. Every message helps: what happened, the usual cause, what to do next. (Messages about configuration and herd
// files are tested with them.)

import { expect, test } from "vitest";
import { boardOf } from "../../src/controller/board.ts";
import { FAULTS, REASONS } from "../../src/domain/alarms/catalogue.ts";
import { bailNo } from "../../src/domain/ids.ts";
import { createBench } from "../controller/bench.ts";

const entries = [...Object.entries(REASONS), ...Object.entries(FAULTS)];

test.each(entries)(
  "%s says what happened, why as a rule, and what to do, in whole sentences",
  (code, entry) => {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(entry.says.length).toBeGreaterThan(4);
    for (const words of [entry.meaning, entry.usualCause, entry.whatToDo]) {
      expect(words).toMatch(/^[A-Z].*\.$/s);
      expect(words).not.toMatch(/undefined|null|NaN|\bEID\b|error code|TODO/i);
    }
  },
);
test("a milker learns the rule behind a hold and when it ends, in the farm's own time", () => {
  const bench = createBench({});
  bench.enters(2, 20);
  // Treated 2 November 2026 00:00 UTC + 990 h, withheld 72 h; Sydney is eleven hours ahead.
  expect(boardOf(bench.state())?.bails.find(({ bail }) => bail === 2)?.why).toEqual([
    "Example tube: 72 h after the last dose. Waits for Wed 16 Dec 17:00.",
  ]);
});
test("a refusal says what was refused and why", () => {
  const bench = createBench({});
  bench.settle(2, "12");
  bench.intend({ kind: "clear-valve-fault", bail: bailNo(3), reason: "x" });
  for (const note of bench.notes("refused")) {
    if (note.kind !== "refused") continue;
    expect(note.intent).toMatch(/^[a-z-]+$/);
    expect(note.why).toMatch(/bail \d/);
  }
  expect(bench.notes("refused").length).toBe(2);
});
test("why the table is gone is carried to the board, word for word", () => {
  const bench = createBench({});
  bench.send({ kind: "table-lost", why: "herd.json line 12: two cows on one tag" });
  expect(boardOf(bench.state())).toMatchObject({
    table: null,
    tableGone: "herd.json line 12: two cows on one tag",
  });
});
