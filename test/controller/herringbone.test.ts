// Room: test/controller. A herringbone through the whole controller: a row fills, is milked, is let go.

import { describe, expect, test } from "vitest";
import { isEvidence } from "../../src/controller/note.ts";
import { herringbonePlan } from "../../src/sim/plans.ts";
import { createBench } from "./bench.ts";

type Bench = ReturnType<typeof createBench>;
const gate = (bench: Bench, row: string, which: "entry" | "exit", open: boolean) =>
  bench.input(`${row}-${which}`, open ? "active" : "inactive");
function letGo(bench: Bench, row = "left"): void {
  gate(bench, row, "entry", false);
  gate(bench, row, "exit", true);
  bench.run(2_000);
  gate(bench, row, "exit", false);
  gate(bench, row, "entry", true);
}
function walksIn(bench: Bench, tag: number | null, row = "left"): void {
  bench.run(2_000);
  if (tag !== null) bench.tag(`${row}-race`, tag);
  bench.run(1_000);
  bench.input(`${row}-beam`, "active");
  bench.run(300);
  bench.input(`${row}-beam`, "inactive");
}
function filled(...tags: readonly (number | null)[]): Bench {
  const bench = createBench({ plan: herringbonePlan(3) });
  letGo(bench);
  for (const tag of tags) walksIn(bench, tag);
  return bench;
}
const decisions = (bench: Bench) => [1, 2, 3].map((bail) => bench.reasons(bail));

test("cows in a row are decided for by place", () => {
  expect(decisions(filled(12, 20, 11))).toEqual([[], ["withheld"], []]);
});
test("a missed tag costs its own place; the milker settles it", () => {
  const bench = filled(12, null, 11);
  expect(decisions(bench)).toEqual([[], ["unread"], []]);
  bench.settle(2, "40");
  expect(decisions(bench)).toEqual([[], ["not-in-milk"], []]);
});
test("a doubt is noted once, with its row and the place it starts from, and diverts from there on", () => {
  const bench = filled(12, 11);
  bench.run(6_000);
  bench.tag("left-race", 12);
  expect(bench.notes("pairing-doubt").at(-1)).toMatchObject({
    row: "left",
    fromPlace: 1,
    because: "read-again",
  });
  expect(decisions(bench)).toEqual([["in-doubt"], ["in-doubt"], ["empty"]]);
});
test("when the exit opens, every bail of the row diverts in that step", () => {
  const bench = filled(12, 11);
  expect([bench.released(1), bench.released(2)]).toEqual([true, true]);
  gate(bench, "left", "entry", false);
  gate(bench, "left", "exit", true);
  expect([bench.released(1), bench.released(2)]).toEqual([false, false]);
  expect(bench.notes("visit-ended").length).toBe(2);
});
test("the row that is let go leaves the other row alone", () => {
  const bench = filled(12);
  letGo(bench, "right");
  walksIn(bench, 11, "right");
  expect(bench.released(4)).toBe(true);
  letGo(bench, "left");
  expect([bench.released(1), bench.released(4)]).toEqual([false, true]);
});
test("the read rate counts a cow as she is counted, not when she leaves", () => {
  const bench = filled(12, null, 99);
  expect(bench.shed().readers[0]).toMatchObject({ cows: 3, read: 2, missed: 0 });
});
test("a node away takes the gates with it: everyone in the row is in doubt, settled or not", () => {
  const bench = filled(12, null);
  bench.settle(2, "11");
  expect(decisions(bench)).toEqual([[], [], ["empty"]]);
  bench.unplug("board-1");
  bench.plug("board-1");
  for (const which of ["entry", "exit"] as const) gate(bench, "left", which, false);
  bench.input("left-beam", "inactive");
  bench.run(500);
  expect(decisions(bench)).toEqual([["in-doubt"], ["in-doubt"], ["empty"]]);
  bench.settle(1, "12");
  expect(bench.released(1)).toBe(true);
});
test("an earlier row's cow that is read in the other row diverts both", () => {
  const bench = filled(12);
  letGo(bench, "right");
  walksIn(bench, 12, "right");
  expect([bench.reasons(1), bench.reasons(4)]).toEqual([["two-places"], ["two-places"]]);
});

describe("notes", () => {
  test("decisions, faults and what people do are evidence; the milking's course and the clock are not", () => {
    const bench = filled(12, null, 30);
    bench.settle(2, "20");
    bench.button(3, true);
    bench.run(300);
    bench.button(3, false);
    bench.intend({ kind: "raise-vat-stop", reason: "x" });
    bench.intend({ kind: "clear-vat-stop", reason: "y" });
    bench.intend({ kind: "confirm-time" });
    bench.run(200_000);
    letGo(bench);
    bench.send({ kind: "table-lost", why: "gone" });
    bench.settle(1, "20");
    const kinds = (evidence: boolean) =>
      new Set<string>(bench.notes().flatMap((note) => (isEvidence(note) === evidence ? [note.kind] : [])));
    const course = [
      "clock-mark",
      "identified",
      "milking-began",
      "pairing-doubt",
      "read-rate",
      "visit-opened",
    ];
    for (const kind of kinds(false)) expect(course).toContain(kind);
    for (const kind of [
      "decided",
      "looked-at",
      "place-settled",
      "visit-ended",
      "vat-stop-raised",
      "vat-stop-cleared",
    ])
      expect(kinds(true)).toContain(kind);
    for (const kind of ["milking-counted", "time-confirmed", "table-in-force", "table-gone", "refused"])
      expect(kinds(true)).toContain(kind);
    for (const effect of bench.effects())
      if (effect.kind === "noted") expect(effect.evidence).toBe(isEvidence(effect.note));
  });
});
