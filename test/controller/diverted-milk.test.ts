// Room: test/controller. Milk that was diverted carries why, and where it may go, to the end of the visit.

import { expect, test } from "vitest";
import { bailNo } from "../../src/domain/ids.ts";
import { farmViewOf, noteLine } from "../../src/main/note-lines.ts";
import { createBench, PLAN } from "./bench.ts";

type Bench = ReturnType<typeof createBench>;
/** What is written down when the cow in bail 2 leaves, and the line a person reads. */
function leaves(bench: Bench) {
  bench.leaves(2);
  const note = bench.notes("visit-ended").at(-1);
  if (note?.kind !== "visit-ended") throw new Error("broken assumption: a visit ends with its note");
  const calves = note.mayGo.find(({ destination }) => destination === "reared-calves")?.ruling ?? null;
  return { holds: note.holds, calves, line: noteLine(note, farmViewOf(PLAN))?.replaceAll(/ +/g, " ") };
}
const stood = (cow: number | null): Bench => {
  const bench = createBench({});
  bench.enters(2, cow);
  bench.run(2_000);
  return bench;
};

test("a treated cow: her kind of hold, nothing for calves, and why in words", () => {
  const { holds, calves, line } = leaves(stood(20));
  expect([holds, calves]).toEqual([["lactating-treatment"], "forbidden"]);
  expect(line).toBe(
    "left bail 2 cow 20 milk diverted for lactating-treatment; may go to: drain; ask before: feed for other farm animals: milk that holds or may hold antibiotics is not fed to calves; bobby calves get no milk from cows under treatment or in a withholding period",
  );
});
test("a clear cow, not read for a moment and then released: as fit as the rest, and no more words", () => {
  expect(leaves(stood(12))).toEqual({
    holds: [],
    calves: "allowed",
    line: "left bail 2 cow 12 milk to the vat",
  });
});
test("a cow nobody knew to the end may have been treated", () => {
  expect(leaves(stood(null))).toMatchObject({ holds: [], calves: "forbidden" });
  expect(leaves(stood(99))).toMatchObject({ holds: [], calves: "forbidden" });
});
test("one whom the milker settled is judged by her own holds", () => {
  const bench = stood(null);
  bench.settle(2, "12");
  bench.run(500);
  expect(leaves(bench).calves).toBe("allowed");
});
test("the holds of whoever she was first taken for stay with her milk", () => {
  const bench = stood(20);
  bench.settle(2, "12");
  bench.run(500);
  expect(leaves(bench)).toMatchObject({ holds: ["lactating-treatment"], calves: "forbidden" });
});
test("a released cow diverted by hand: the line says that some of her milk was, and that calves get none", () => {
  const bench = stood(12);
  bench.intend({ kind: "divert-bail", bail: bailNo(2) });
  bench.run(500);
  const { calves, line } = leaves(bench);
  expect(calves).toBe("forbidden");
  expect(line).toMatch(/^left bail 2 cow 12 milk to the vat, some of it diverted; may go to: drain;/);
});
test("nothing of it is left for the next cow", () => {
  const bench = stood(20);
  bench.leaves(2);
  bench.enters(2, 12);
  bench.run(500);
  expect(leaves(bench).holds).toEqual([]);
});
