// Room: test/controller. What one run leaves to the next: how notes add up.

import { describe, expect, test } from "vitest";
import { type Carried, carry, NOTHING_CARRIED } from "../../src/controller/carried.ts";
import type { Note } from "../../src/controller/note.ts";
import { MILKINGS_KEPT } from "../../src/domain/holds/facts.ts";
import { bailNo, cowId, nodeId, personId } from "../../src/domain/ids.ts";
import { at, milkedEvery } from "../domain/holds/make.ts";
import { createBench, HERD } from "./bench.ts";

const sum = (...notes: readonly Note[]): Carried => notes.reduce(carry, NOTHING_CARRIED);
const looked = (hour: number): Note => ({
  kind: "looked-at",
  cow: cowId("12"),
  bail: bailNo(1),
  at: at(hour),
});
const stop = (reason: string, shutOff: boolean): Note => ({
  kind: "vat-stop-raised",
  at: at(1),
  reason,
  shutOff,
  by: "itself",
});
const fault = (
  kind: "fault-raised" | "fault-cleared",
  bail: number,
  code: "valve-left-vat" | "checker-disagreed",
): Note =>
  kind === "fault-raised"
    ? { kind, fault: code, subject: { kind: "bail", bail: bailNo(bail) } }
    : { kind, fault: code, subject: { kind: "bail", bail: bailNo(bail) }, by: personId("Kim") };

test("the last mark of the clock counts, and a manager's word at once, also where it puts the time back", () => {
  const mark: Note = { kind: "clock-mark", highWater: at(100) };
  expect(sum(mark).highWater).toBe(at(100));
  expect(sum(mark, { kind: "time-confirmed", by: personId("Kim"), at: at(5) }).highWater).toBe(at(5));
});
test("milkings are kept by cow, the newest of them", () => {
  const many = milkedEvery(12, MILKINGS_KEPT + 8);
  const notes = many.map((when): Note => ({ kind: "milking-counted", cow: cowId("12"), at: when }));
  expect(sum(...notes).milkings).toEqual({ "12": many.slice(-MILKINGS_KEPT) });
});
test("the latest look counts: one that was unsure of its time does not undo it", () => {
  expect(sum(looked(5), looked(9)).lookedAt).toEqual({ "12": at(9) });
  expect(sum(looked(9), looked(5)).lookedAt).toEqual({ "12": at(9) });
});
describe("the vat stop", () => {
  test("keeps every reason once, and a shut-off once closed stays closed", () => {
    expect(sum(stop("first", true), stop("second", false), stop("first", false)).vatStop).toEqual({
      since: at(1),
      reasons: ["first", "second"],
      shutOff: true,
    });
    expect(sum(stop("first", false), stop("second", true)).vatStop).toMatchObject({ shutOff: true });
  });
  test("is gone when a person clears it", () => {
    const cleared: Note = { kind: "vat-stop-cleared", at: at(2), reason: "tested", by: personId("Kim") };
    expect(sum(stop("first", true), cleared).vatStop).toBeNull();
  });
});
test("a valve's fault is carried by bail, once, until it is cleared; other faults are not", () => {
  const raised = fault("fault-raised", 2, "valve-left-vat");
  expect(sum(raised, raised, fault("fault-raised", 3, "valve-left-vat")).valvesUnproven).toEqual([2, 3]);
  expect(sum(raised, fault("fault-cleared", 2, "valve-left-vat")).valvesUnproven).toEqual([]);
  expect(sum(raised, fault("fault-cleared", 2, "checker-disagreed")).valvesUnproven).toEqual([2]);
  expect(sum(fault("fault-raised", 2, "checker-disagreed")).valvesUnproven).toEqual([]);
  expect(
    sum({ kind: "fault-raised", fault: "node-away", subject: { kind: "node", node: nodeId("A") } }),
  ).toBe(NOTHING_CARRIED);
});
test("a look counts from the time she came, by the clock that was trusted then", () => {
  const bench = createBench({ ready: false });
  bench.plug("A");
  bench.input("place-2", "inactive");
  bench.send({ kind: "time-source-changed", synchronised: true, source: "ntp" });
  bench.send({ kind: "table-loaded", table: HERD });
  bench.run(500);
  bench.enters(2, 30);
  bench.button(2, true);
  bench.run(300);
  bench.button(2, false);
  expect(bench.shed().carried.lookedAt["30"]).toBe(bench.visit(2)?.began);
});
test("a second start begins anew: nothing is released, nobody known, and what is carried is what it was given", () => {
  const bench = createBench({});
  bench.enters(2, 12);
  bench.run(500);
  const { plan } = bench.shed();
  const carried = { ...NOTHING_CARRIED, milkingNo: 41 };
  const effects = bench.send({ kind: "started", version: "bench", plan, carried });
  expect(effects.filter((effect) => effect.kind === "lease")).toEqual([]);
  expect(bench.visit(2)).toBeNull();
  expect(bench.shed().carried).toEqual(carried);
});
