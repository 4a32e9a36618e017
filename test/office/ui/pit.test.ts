// Room: test/office/ui. What the board asks of people, from pictures of a shed: order, rinsing, age, alarms, the forecast's line.

import { expect, test } from "vitest";
import { boardOf } from "../../../src/controller/board.ts";
import { NOTHING_CARRIED } from "../../../src/controller/carried.ts";
import { REASONS } from "../../../src/domain/alarms/catalogue.ts";
import type { Live } from "../../../src/office/contract/shed.ts";
import { shortNameOf } from "../../../src/office/ui/people/short-name.ts";
import { troublesOf } from "../../../src/office/ui/pit/alarms.ts";
import { lineOf, wordOf } from "../../../src/office/ui/pit/bail-tile.tsx";
import type { Board } from "../../../src/office/ui/pit/board.ts";
import { type RinseMemory, rememberBoard, rinsed, rinsesDue } from "../../../src/office/ui/pit/rinse.ts";
import { tasksOf } from "../../../src/office/ui/pit/to-do.ts";
import { STALE_AFTER_MS, staleOf } from "../../../src/office/ui/stale.ts";
import { type Bench, createBench } from "../../controller/bench.ts";

function pictureOf(bench: Bench): Board {
  const board = boardOf(bench.state());
  if (board === null) throw new Error("the shed has not started");
  return board;
}
/** What a screen that sees the shed after each of these remembers. */
function seen(bench: Bench, before: RinseMemory, ...happens: (() => void)[]): RinseMemory {
  return happens.reduce(
    (memory, happen) => {
      happen();
      bench.run(300);
      return rememberBoard(memory, pictureOf(bench));
    },
    rememberBoard(before, pictureOf(bench)),
  );
}
const due = (memory: RinseMemory) => rinsesDue(memory).map(({ bail, after, next }) => [bail, after, next]);

test("after a withheld cow the cluster of her bail is to be rinsed, also when the next cow stands there already", () => {
  const bench = createBench({});
  const gone = seen(
    bench,
    new Map(),
    () => bench.enters(2, 20),
    () => bench.leaves(2),
  );
  expect(due(gone)).toEqual([[2, "20", null]]);
  const next = seen(bench, gone, () => bench.enters(2, 11));
  expect(due(next)).toEqual([[2, "20", "11"]]);
  expect(due(seen(bench, next, () => bench.leaves(2)))).toEqual([]);
});

test("nothing is rinsed after a cow whose milk went to the vat, and what is said to be rinsed is rinsed", () => {
  const bench = createBench({});
  const clear = seen(
    bench,
    new Map(),
    () => bench.enters(1, 11),
    () => bench.leaves(1),
  );
  expect(due(clear)).toEqual([]);
  const held = seen(
    bench,
    clear,
    () => bench.enters(3, 20),
    () => bench.leaves(3),
  );
  expect(due(rinsed(held, 3))).toEqual([]);
});

test("a cow that nobody knew asks for a rinse, and one that was settled as clear does not", () => {
  const bench = createBench({});
  const unknown = seen(
    bench,
    new Map(),
    () => bench.enters(4, null),
    () => bench.run(5_000),
    () => bench.leaves(4),
  );
  expect(due(unknown)).toEqual([[4, "", null]]);
  const settled = seen(
    bench,
    new Map(),
    () => bench.enters(3, null),
    () => bench.run(5_000),
    () => bench.settle(3, "12"),
    () => bench.leaves(3),
  );
  expect(due(settled)).toEqual([]);
});

test("tasks come gravest first, bails of one reason together, and what passes by itself is no task", () => {
  const bench = createBench({});
  bench.enters(1, 20);
  bench.enters(2, 30);
  bench.enters(3, null);
  bench.enters(4, 11);
  bench.run(6_000);
  bench.unplug("B");
  bench.run(2_000);
  expect(tasksOf(pictureOf(bench).bails).map(({ reason }) => reason)).toEqual([
    "node-away",
    "check",
    "unread",
    "withheld",
  ]);
});

test("every reason but those that pass by themselves is a task", () => {
  const bench = createBench({});
  const [bail] = pictureOf(bench).bails;
  if (bail === undefined) throw new Error("there is no bail");
  const reasons = Object.keys(REASONS).filter(isReason);
  const quiet = reasons.filter((reason) => tasksOf([{ ...bail, reasons: [reason] }]).length === 0);
  expect(quiet).toEqual(["empty", "valve-moving", "held-up"]);
});
const isReason = (text: string): text is keyof typeof REASONS => text in REASONS;

test("the vat stop stands above every fault, and faults that sound above those that do not", () => {
  const bench = createBench({});
  bench.unplug("B");
  bench.run(3_000);
  bench.intend({ kind: "raise-vat-stop", reason: "spilt" });
  bench.run(300);
  const [first, ...others] = troublesOf(pictureOf(bench));
  expect(first?.says).toBe("VAT STOP");
  expect(first?.detail).toContain("spilt");
  expect(first?.whatToDo[0]).toContain("Stop the outlet");
  expect(others.map(({ loud }) => loud)).toEqual([...others.map(({ loud }) => loud)].sort().reverse());
});

test("an empty bail whose lamp is tested says TEST, never that it diverts, asks or is faulty", () => {
  const bench = createBench({});
  bench.enters(1, 11);
  bench.run(1_000);
  bench.intend({ kind: "test-lamps" });
  for (const lamp of ["red-steady", "red-slow", "red-fast"]) {
    const [first, second] = pictureOf(bench).bails;
    expect(first && wordOf(first)).toBe("VAT");
    expect(second && [second.lamp, wordOf(second), lineOf(second)]).toEqual([lamp, "TEST", "lamps test"]);
    bench.run(2_500);
  }
});

const live = (age: number, board: Board | null): Live => ({
  board,
  devices: null,
  at: null,
  age,
  table: { inForce: null, recorded: null, why: "" },
  notices: [],
});

test("a board is stale when nothing comes, when it was old when it came, and when there is none", () => {
  const board = pictureOf(createBench({ carried: NOTHING_CARRIED }));
  const fresh = live(100, board);
  expect(staleOf({ live: fresh, liveAt: 10_000, begun: 0, at: 10_500 })).toBeNull();
  expect(staleOf({ live: fresh, liveAt: 10_000, begun: 0, at: 10_001 + STALE_AFTER_MS })).toEqual({
    who: "office",
    forSeconds: 2,
  });
  expect(staleOf({ live: live(60_000, board), liveAt: 10_000, begun: 0, at: 10_100 })).toEqual({
    who: "controller",
    forSeconds: 60,
  });
  expect(staleOf({ live: live(0, null), liveAt: 10_000, begun: 0, at: 10_100 })?.who).toBe("controller");
  expect(staleOf({ live: null, liveAt: null, begun: 0, at: STALE_AFTER_MS })).toBeNull();
  expect(staleOf({ live: null, liveAt: null, begun: 0, at: STALE_AFTER_MS + 1 })?.who).toBe("office");
});

test("short names are made of what the records take", () => {
  expect(shortNameOf("Anna Muster-O’Neill")).toBe("anna.muster-oneill");
  expect(shortNameOf("  José  Ruíz ")).toBe("jose.ruiz");
  expect(shortNameOf("…")).toBe("");
});
