// Promise 3. Two yeses: a release needs the decision and, written apart from it, the checker. Divert needs one no.

import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { ControllerState, Shed } from "../../src/controller/state.ts";
import { createBench } from "../controller/bench.ts";

const CLEAN = { open: [], heldByClockAlone: false, checkDue: false };

/** As a mistake in the program would: the decision takes the cow in bail 2 for one that is clear. */
function mistaken(state: ControllerState, change: (shed: Shed) => Shed): ControllerState {
  return { shed: state.shed === null ? null : change(state.shed) };
}
const withStandingClean = (shed: Shed): Shed => ({
  ...shed,
  bails: shed.bails.map((bail) =>
    bail.visit === null ? bail : { ...bail, visit: { ...bail.visit, standing: CLEAN } },
  ),
});

test("a decision gone wrong is stopped by the checker, said, and stays stopped until the next cow", () => {
  const bench = createBench({});
  bench.enters(2, 20);
  expect(bench.reasons(2)).toEqual(["withheld"]);
  bench.setState(mistaken(bench.state(), withStandingClean));
  bench.report("B");
  expect([bench.released(2), bench.lamp(2), bench.reasons(2)]).toEqual([
    false,
    "red-fast",
    ["checker-disagrees"],
  ]);
  expect(bench.faults()).toContain("checker-disagreed bail 2");
  expect(bench.shed().siren).toBe(true);
  bench.leaves(2);
  bench.enters(2, 12);
  expect(bench.released(2)).toBe(true);
  expect(bench.faults()).toEqual([]);
});
test("the checker's no stands even where its reason is gone, until the cow has left", () => {
  const bench = createBench({});
  bench.enters(2, 20);
  bench.setState(mistaken(bench.state(), withStandingClean));
  bench.report("B");
  bench.send({
    kind: "table-loaded",
    table: { fingerprint: "x", policy: bench.shed().herd?.table.policy ?? never(), cows: [] },
  });
  bench.run(2_000);
  expect(bench.released(2)).toBe(false);
});
test("a release is asked about again every second: a record that changed under it ends it", () => {
  const bench = createBench({});
  bench.enters(2, 12);
  bench.run(2_000);
  expect(bench.released(2)).toBe(true);
  // The table in the state is exchanged without an event, and her standing kept, as a stray write would do.
  bench.setState(
    mistaken(bench.state(), (shed) => {
      const { herd } = shed;
      if (herd === null) return shed;
      const cows = herd.table.cows.map((one) =>
        one.cow === "12" ? { ...one, status: "dry" as const } : one,
      );
      return { ...shed, herd: { ...herd, table: { ...herd.table, cows } } };
    }),
  );
  bench.run(1_100);
  expect(bench.released(2)).toBe(false);
});
test("the first no diverts: the checker is not needed for it", () => {
  const bench = createBench({});
  bench.enters(2, 20);
  expect(bench.visit(2)).toMatchObject({ checkerSaidYes: false, checkerSaidNo: null });
});
test("the checker shares no rule with the decision: it imports nothing but shapes, ids and units", () => {
  const room = new URL("../../src/checker/", import.meta.url);
  const files = readdirSync(room).filter((name) => name.endsWith(".ts"));
  expect(files).toContain("check.ts");
  for (const file of files) {
    const source = readFileSync(new URL(file, room), "utf8");
    for (const [, from = ""] of source.matchAll(/from "(.*)";$/gm)) {
      if (from.startsWith("./")) continue;
      expect(["../domain/holds/facts.ts", "../domain/ids.ts", "../domain/units.ts"]).toContain(from);
    }
    // Shapes only: nothing of theirs runs here.
    expect(source).not.toMatch(/^import (?!type )[^;]*from "\.\.\/domain/m);
  }
});

function never(): never {
  throw new Error("the bench has a table");
}
