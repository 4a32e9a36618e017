// Room: test/controller. What the pit board shows of a bail, a device, a shed.

import { expect, test } from "vitest";
import { boardOf } from "../../src/controller/board.ts";
import { faultKey } from "../../src/controller/faults.ts";
import { initialState } from "../../src/controller/state.ts";
import { bailNo, inputId, nodeId, readerId, rowId } from "../../src/domain/ids.ts";
import { LAMP_CODES } from "../../src/domain/release/lamp.ts";
import { herringbonePlan } from "../../src/sim/plans.ts";
import { createBench } from "./bench.ts";

test("before the start there is nothing to show", () => {
  expect(boardOf(initialState())).toBeNull();
});
test("a bail shows its cow, her tag, why, the lamp that hangs there, and where the valve is", () => {
  const bench = createBench({});
  bench.enters(2, 12);
  bench.enters(3, 20);
  bench.run(500);
  const board = boardOf(bench.state());
  expect(
    board?.bails.map(({ bail, cow, reasons, lamp, commanded, confirmed }) => [
      bail,
      cow,
      reasons,
      lamp,
      commanded,
      confirmed,
    ]),
  ).toEqual([
    [1, null, ["empty"], "off", "divert", "divert"],
    [2, "12", [], "green-steady", "vat", "vat"],
    [3, "20", ["withheld"], "red-steady", "divert", "divert"],
    [4, null, ["empty"], "off", "divert", "divert"],
  ]);
  expect(board?.bails[1]).toMatchObject({ eid: "982000000000012", why: [] });
});
test("what the board shows is what was sent to the lamps, all through a milking", () => {
  const bench = createBench({});
  const compare = () => {
    for (const { bail, lamp } of boardOf(bench.state())?.bails ?? []) {
      expect(LAMP_CODES).toContain(lamp);
      expect([bail, bench.lamp(bail)]).toEqual([bail, lamp]);
    }
  };
  bench.enters(2, 12);
  compare();
  bench.enters(4, 12);
  compare();
  bench.settle(4, "11");
  compare();
  bench.send({ kind: "table-lost", why: "gone" });
  compare();
});
test("a settled cow shows her number and no tag", () => {
  const bench = createBench({});
  bench.enters(2, null);
  bench.settle(2, "12");
  expect(boardOf(bench.state())?.bails[1]).toMatchObject({ cow: "12", eid: null });
});
test("devices, table, clock, milking and vat stop are shown as they are", () => {
  const bench = createBench({ ready: false });
  expect(boardOf(bench.state())).toMatchObject({
    shed: "bench",
    milking: null,
    clockTrusted: false,
    table: null,
    tableGone: "not read yet",
    vatStop: null,
    rows: [],
    readers: [{ up: false }, { up: false }, { up: false }, { up: false }],
    nodes: [{ up: false }, { up: false }],
  });
  const ready = createBench({});
  ready.enters(2, 12);
  ready.intend({ kind: "raise-vat-stop", reason: "late entry" });
  expect(boardOf(ready.state())).toMatchObject({
    milking: { number: 1, cows: 0, diverted: 0 },
    clockTrusted: true,
    table: { cows: 5, fingerprint: "one" },
    tableGone: "",
    vatStop: { reasons: ["late entry"] },
    nodes: [{ up: true }, { up: true }],
    faults: [{ fault: "vat-stop" }],
  });
  ready.leaves(2);
  expect(boardOf(ready.state())?.milking).toMatchObject({ cows: 1, diverted: 0 });
});
test("a herringbone shows its rows", () => {
  const bench = createBench({ plan: herringbonePlan(3) });
  expect(boardOf(bench.state())?.rows.map(({ row, bails }) => [row, bails])).toEqual([
    ["left", [1, 2, 3]],
    ["right", [4, 5, 6]],
  ]);
});
test("a fault has one name for each thing it can be about", () => {
  expect([
    faultKey("valve-left-vat", { kind: "bail", bail: bailNo(3) }),
    faultKey("node-away", { kind: "node", node: nodeId("A") }),
    faultKey("reader-away", { kind: "reader", reader: readerId("r1") }),
    faultKey("reader-silent", { kind: "row", row: rowId("left") }),
    faultKey("input-away", { kind: "input", input: inputId("beam") }),
    faultKey("vat-stop", { kind: "shed" }),
  ]).toEqual([
    "valve-left-vat bail 3",
    "node-away node A",
    "reader-away reader r1",
    "reader-silent row left",
    "input-away input beam",
    "vat-stop",
  ]);
});
