// Promise 1. Divert is rest: no power, no command, no host, no table, no identity, no certainty: milk goes to the divert
// line and the lamp is not green. Nothing has to work for that. (Power and host are tested on the real firmware.)

import { expect, test } from "vitest";
import { initialState } from "../../src/controller/state.ts";
import { step } from "../../src/controller/step.ts";
import { nodeId } from "../../src/domain/ids.ts";
import { epochMs, monoMs } from "../../src/domain/units.ts";
import { createBench, HERD } from "../controller/bench.ts";
import { cow, eid, herd } from "../domain/holds/make.ts";

type Bench = ReturnType<typeof createBench>;
const greenEver = (bench: Bench): boolean =>
  bench
    .effects()
    .some(
      (effect) =>
        effect.kind === "lease" &&
        (effect.lease.released !== 0 || effect.lease.lamps.includes("green-steady")),
    );

test("before it is started the controller commands nothing", () => {
  const event = { kind: "node-up", node: nodeId("A"), session: 1, resetCause: "power-on" } as const;
  expect(step(initialState(), { mono: monoMs(0), wall: epochMs(0), event }).effects).toEqual([]);
});
test("a board that is not there is sent nothing", () => {
  const bench = createBench({ ready: false });
  bench.send({ kind: "table-loaded", table: HERD });
  bench.run(1_000);
  expect(bench.effects().filter((effect) => effect.kind === "lease")).toEqual([]);
});

// All is well but for one thing; a clear cow walks into bail 2.
const MISSING: readonly [string, (bench: Bench) => void, number | null][] = [
  ["no table", (b) => b.send({ kind: "table-lost", why: "missing" }), 12],
  ["an empty table", (b) => b.send({ kind: "table-loaded", table: herd([]) }), 12],
  ["no identity: her tag is not heard", () => {}, null],
  ["no identity: nobody's tag", () => {}, 99],
  [
    "no certainty: two cows wear her tag",
    (b) => b.send({ kind: "table-loaded", table: herd([cow("12"), { ...cow("13"), eids: [eid(12)] }]) }),
    12,
  ],
  ["no certainty: her place switch cannot be read", (b) => b.input("place-2", "unknown"), 12],
  [
    "no proof of where the valve stands",
    (b) => b.send({ kind: "node-up", node: nodeId("A"), session: 9, resetCause: "x" }),
    12,
  ],
  ["no record", (b) => b.send({ kind: "recorder-changed", writing: false, why: "full" }), 12],
];
test.each(MISSING)("%s: diverted, and no green lamp", (_what, lacks, tag) => {
  const bench = createBench({});
  bench.input("place-2", "inactive");
  lacks(bench);
  if (bench.shed().levels["place-2"] === "unknown") bench.tag("r2", 12);
  else bench.enters(2, tag);
  // Boards on the bench report by themselves; the one without a proof must stay silent here.
  for (let ms = 0; ms < 2_000; ms += 100) {
    bench.pass(100);
    bench.send({ kind: "ticked" });
  }
  expect(greenEver(bench)).toBe(false);
});
test("with nothing missing the same cow is released: the tests above can fail", () => {
  const bench = createBench({});
  bench.enters(2, 12);
  expect(greenEver(bench)).toBe(true);
});
test("every bail that is not released shows no green, at any moment of a busy milking", () => {
  const bench = createBench({});
  for (const [bail, tag] of [
    [1, 12],
    [2, 20],
    [3, null],
    [4, 30],
  ] as const) {
    bench.enters(bail, tag);
    bench.run(500);
  }
  bench.unplug("B");
  bench.run(500);
  for (const effect of bench.effects()) {
    if (effect.kind !== "lease") continue;
    for (const [channel, lamp] of effect.lease.lamps.entries())
      if (lamp === "green-steady") expect(effect.lease.released & (1 << channel)).not.toBe(0);
  }
});
