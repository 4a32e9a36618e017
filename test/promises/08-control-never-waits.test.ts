// Promise 8. Control never waits: reports, pages, a slow or full disk, a hung probe: none delays a decision. Here the pure
// part: a decision is made within the step of the event that calls for it, and nothing in the rules can wait. (Latency on the
// real stack, with the disk stalled, is measured in test/system and the benchmark.)

import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { boardOf } from "../../src/controller/board.ts";
import { devicesOf } from "../../src/controller/devices.ts";
import { tableChange } from "../../src/controller/table-change.ts";
import { bailNo, inputId, nodeId, readerId } from "../../src/domain/ids.ts";
import type { ShedPlan } from "../../src/domain/shed/plan.ts";
import { createBench, PLAN } from "../controller/bench.ts";
import { AUTOMATIC, at, cow, herd, hoursOnly, treated } from "../domain/holds/make.ts";

type Bench = ReturnType<typeof createBench>;

/** What calls for another decision, and must have it in the lease of the very same step. */
const CALLS: readonly [string, (bench: Bench) => void, boolean][] = [
  ["her tag", (b) => b.tag("r2", 12), true],
  ["a treated cow's tag", (b) => b.tag("r2", 20), false],
  ["the milker's word", (b) => b.settle(2, "12"), true],
  ["a second tag", (b) => [b.tag("r2", 12), b.tag("r2", 11)], false],
  ["her leaving", (b) => [b.tag("r2", 12), b.leaves(2)], false],
  ["the same cow elsewhere", (b) => [b.tag("r2", 12), b.enters(4, 12)], false],
  [
    "a late entry in the table",
    (b) => [b.tag("r2", 12), b.send({ kind: "table-loaded", table: late })],
    false,
  ],
  ["the table lost", (b) => [b.tag("r2", 12), b.send({ kind: "table-lost", why: "gone" })], false],
  ["a person's divert", (b) => [b.tag("r2", 12), b.intend({ kind: "divert-bail", bail: bailNo(2) })], false],
];
const late = herd([cow("12", [treated("t", hoursOnly(72), at(1_000))])]);

test.each(CALLS)("%s is answered in the same step", (_what, call, released) => {
  const bench = createBench({});
  bench.enters(2, null);
  call(bench);
  const lease = bench.effects().findLast((effect) => effect.kind === "lease" && effect.node === "A");
  expect(lease?.kind === "lease" ? (lease.lease.released & (1 << 3)) !== 0 : null).toBe(released);
  expect(bench.released(2)).toBe(released);
});
test("leases come before everything else that a step gives: no note, no signal stands in their way", () => {
  const bench = createBench({});
  bench.enters(2, 12);
  bench.enters(4, 20);
  bench.unplug("B");
  for (const { effects } of bench.told()) {
    const kinds = effects.map(({ kind }) => kind);
    expect(kinds.lastIndexOf("lease")).toBeLessThan(
      kinds.length - kinds.filter((kind) => kind !== "lease").length,
    );
  }
});
test("a disk that takes nothing delays no divert and no running release", () => {
  const bench = createBench({});
  bench.enters(2, 12);
  bench.run(300);
  bench.send({ kind: "recorder-changed", writing: false, why: "stalled" });
  bench.run(5_000);
  expect(bench.released(2)).toBe(true);
  bench.enters(4, 12);
  expect([bench.released(2), bench.released(4)]).toEqual([false, false]);
});
test("nothing in the rules, the controller or the checker can wait, look at a clock, or throw dice", () => {
  const words =
    /\bawait\b|\basync\b|Promise[<.(]|setTimeout|setInterval|setImmediate|Date\.now|new Date\b|Math\.random|performance\.|process\.|from "node:/;
  const folders = ["domain", "controller", "checker"].map(
    (room) => new URL(`../../src/${room}/`, import.meta.url),
  );
  let files = 0;
  for (const folder of folders)
    for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
      if (!name.endsWith(".ts")) continue;
      files += 1;
      const code = readFileSync(new URL(name, folder), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
      expect(words.exec(code)?.[0], name).toBeUndefined();
    }
  expect(files).toBeGreaterThan(30);
});
/** 80 bails full of cows who are released, each with twenty treatments behind her. */
function fullShed() {
  const numbers = Array.from({ length: 80 }, (_, i) => i + 1);
  const board = (n: number) => nodeId(`board-${Math.ceil(n / 8)}`);
  const plan: ShedPlan = {
    ...PLAN,
    bails: numbers.map((n) => ({ bail: bailNo(n), node: board(n), channel: (n - 1) % 8 })),
    nodes: Array.from({ length: 10 }, (_, i) => ({ node: board(i * 8 + 1), number: i + 1 })),
    readers: numbers.map((n) => ({ reader: readerId(`r${n}`), equalReadsNeeded: 1 })),
    inputs: numbers.map((n) => ({ input: inputId(`place-${n}`), on: board(n) })),
    layout: {
      kind: "in-bail",
      places: numbers.map((n) => ({
        bail: bailNo(n),
        reader: readerId(`r${n}`),
        placeSwitch: inputId(`place-${n}`),
      })),
    },
    shutOffOn: board(1),
    vatStopOn: board(1),
  };
  const long = (n: number) =>
    Array.from({ length: 20 }, (_, i) => treated(`${n}-${i}`, hoursOnly(72), at(i * 20), hoursOnly(96)));
  const bench = createBench({
    plan,
    table: herd(
      numbers.map((n) => cow(`${n}`, long(n))),
      AUTOMATIC,
    ),
  });
  for (const n of numbers) bench.enters(n, n);
  bench.run(500);
  expect(numbers.every((n) => bench.released(n))).toBe(true);
  return bench;
}
/**
 * Milliseconds of this processor each time, not of a clock: other tests run beside this one. The limits are far above what it takes when warm,
 * and far below what a rule that waits or searches would take.
 */
function costOf(rounds: number, work: (round: number) => void): number {
  const before = process.cpuUsage();
  for (let round = 0; round < rounds; round += 1) work(round);
  return process.cpuUsage(before).user / 1_000 / rounds;
}

test("a tick with 80 bails full of cows takes a small part of its 100 ms", () => {
  const bench = fullShed();
  const each = costOf(30, () => {
    bench.pass(100);
    bench.send({ kind: "ticked" });
  });
  expect(each).toBeLessThan(25);
});
test("an entry about one of them takes no longer than a tick, and is as long as that one cow", () => {
  const bench = fullShed();
  const sizes: number[] = [];
  const each = costOf(20, (round) => {
    const before = bench.shed().herd?.table;
    if (before === undefined) throw new Error("a herd is in force");
    const entry = treated(`entry-${round}`, hoursOnly(72), at(1_000 + round));
    const [first, ...others] = before.cows;
    if (first === undefined) throw new Error("the herd has a cow");
    const after = {
      ...before,
      fingerprint: `entry-${round}`,
      cows: [{ ...first, facts: [...first.facts, entry] }, ...others],
    };
    const change = tableChange(before, after);
    if (change === null) throw new Error("one entry is a change");
    sizes.push(JSON.stringify(change).length);
    bench.send({ kind: "table-changed", ...change });
  });
  expect(bench.released(1)).toBe(false);
  expect(bench.released(2)).toBe(true);
  expect(each).toBeLessThan(50);
  expect(Math.max(...sizes)).toBeLessThan(JSON.stringify(bench.shed().herd?.table).length / 20);
});
test("the board and the devices of such a shed are made for the office in a small part of a tick", () => {
  const bench = fullShed();
  const each = costOf(30, () => {
    const state = bench.state();
    expect(JSON.stringify([boardOf(state), devicesOf(state)]).length).toBeGreaterThan(10_000);
  });
  expect(each).toBeLessThan(15);
});
