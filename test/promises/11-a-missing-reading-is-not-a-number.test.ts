// Promise 11. A reading that is not there is not a number: no last-good, no zero, no guess: it says why it is missing, and
// age makes it worse. For the bails the readings are tags, switches, positions and the time; for the vat they are temperatures.

import { expect, test } from "vitest";
import { boardOf } from "../../src/controller/board.ts";
import { nodeId, probeId } from "../../src/domain/ids.ts";
import { monoMs } from "../../src/domain/units.ts";
import { milkValue, probeHeard, probesAtStart } from "../../src/domain/vat/probe.ts";
import { valueInWords } from "../../src/domain/vat/probe-words.ts";
import type { RawReading } from "../../src/domain/vat/reading.ts";
import { createBench } from "../controller/bench.ts";

type Bench = ReturnType<typeof createBench>;
const bailOnBoard = (bench: Bench, bail: number) =>
  boardOf(bench.state())?.bails.find((one) => one.bail === bail);

test("a tag that was not heard is 'not read', never the last cow's", () => {
  const bench = createBench({});
  bench.enters(2, 12);
  bench.leaves(2);
  bench.enters(2, null);
  expect(bench.visit(2)?.identity).toEqual({ kind: "unread" });
  expect(bailOnBoard(bench, 2)).toMatchObject({ cow: null, eid: null, reasons: ["unread"] });
});
test("a switch that cannot be read makes its cow unknown, and says that a device is away", () => {
  const bench = createBench({});
  bench.enters(2, 12);
  bench.input("place-2", "unknown");
  expect(bench.visit(2)?.identity).toEqual({ kind: "in-doubt", because: "device-away" });
  bench.run(6_000);
  expect(bench.faults()).toEqual(["input-away input place-2"]);
});
test("a board that is away has no position to show: neither the last one nor 'divert'", () => {
  const bench = createBench({});
  bench.enters(2, 12);
  bench.run(500);
  expect(bailOnBoard(bench, 2)).toMatchObject({ commanded: "vat", confirmed: "vat" });
  bench.unplug("A");
  expect(bailOnBoard(bench, 2)).toMatchObject({ commanded: "divert", confirmed: "unknown" });
  bench.send({ kind: "node-up", node: nodeId("A"), session: 99, resetCause: "power-on" });
  expect(bailOnBoard(bench, 2)?.confirmed).toBe("moving");
});
test("a position that is not proven is 'moving' while it may be, and 'unproven' when it has lasted too long", () => {
  const bench = createBench({});
  bench.enters(2, 12);
  const report = { coils: 8, buttons: 0, shutOffOpen: true, vatStopClear: true, leaseLive: true };
  const between = () => {
    bench.pass(100);
    bench.send({ kind: "ticked" });
    bench.send({ kind: "node-reported", node: nodeId("A"), report: { ...report, atVat: 0, atDivert: 0xf7 } });
  };
  for (let i = 0; i < 5; i += 1) between();
  expect(bailOnBoard(bench, 2)?.confirmed).toBe("moving");
  for (let i = 0; i < 6; i += 1) between();
  expect(bailOnBoard(bench, 2)?.confirmed).toBe("unproven");
});
test("a time nobody vouches for is no time: nothing ends by it, nothing is counted by it", () => {
  const bench = createBench({ ready: false });
  bench.plug("A");
  bench.input("place-2", "inactive");
  bench.send({ kind: "table-loaded", table: createBench({}).shed().herd?.table ?? never() });
  bench.run(500);
  bench.enters(2, 12);
  expect(bench.visit(2)?.began).toBeNull();
  bench.wait(600_000);
  bench.leaves(2);
  expect(bench.notes("visit-ended").length).toBe(1);
  expect(bench.notes("milking-counted")).toEqual([]);
});
test("a read that waits for its cow goes stale: too late for the count, it names nobody", () => {
  const bench = createBench({});
  bench.tag("r2", 12);
  bench.run(1_000);
  bench.enters(2, null);
  expect(bench.visit(2)?.identity).toEqual({ kind: "unread" });
});

/** One probe in the milk: what it said, second by second, and what is known of the milk at `second`. */
const milkAt = (second: number, said: readonly (readonly [number, RawReading])[]) =>
  milkValue(
    said.reduce(
      (state, [at, raw]) => probeHeard(state, probeId("milk"), raw, monoMs(at * 1000)),
      probesAtStart([{ probe: probeId("milk"), role: "milk" }]),
    ),
    monoMs(second * 1000),
  );
const celsius = (value: number): RawReading => ({ kind: "celsius", celsius: value });

test("milk that no probe has told about has no temperature, and says why", () => {
  expect(milkAt(5, [])).toMatchObject({ celsius: null, quality: "none", why: "not-yet" });
  expect(milkAt(5, [[0, { kind: "none", why: "no-answer" }]])).toMatchObject({
    celsius: null,
    why: "no-answer",
  });
});
test("neither zero nor 85 nor a logger's sentinel is the temperature of milk", () => {
  for (const figure of [0, 85, 127.94, -127, 888.8, Number.NaN]) {
    expect(milkAt(10, [[10, celsius(figure)]]).celsius).toBeNull();
    expect(
      milkAt(20, [
        [10, celsius(4)],
        [20, celsius(figure)],
      ]),
    ).toMatchObject({ celsius: 4, quality: "doubtful", at: 10_000 });
  }
});
test("age makes a temperature worse: good for half a minute, doubtful for two, then none", () => {
  const said = [[0, celsius(4)]] as const;
  expect([0, 30, 31, 120, 121, 86_400].map((second) => valueInWords(milkAt(second, said)))).toEqual([
    "4.0 °C",
    "4.0 °C",
    "4.0 °C (doubtful: its last reading is too old)",
    "4.0 °C (doubtful: its last reading is too old)",
    "none: its last reading is too old",
    "none: its last reading is too old",
  ]);
});

function never(): never {
  throw new Error("the bench has a table");
}
