// Promise 2. A release is a lease: it ends by itself, and a board that restarts stays at divert until it is decided for
// anew. Here the controller's half: what it sends, how long it is good for, to whom. The board's half (500 ms of silence,
// 300 ms of a hung loop) is measured on the real firmware in test/system and test/firmware.

import { expect, test } from "vitest";
import { nodeId } from "../../src/domain/ids.ts";
import { createBench } from "../controller/bench.ts";

const leasesTo = (bench: ReturnType<typeof createBench>, node: string) =>
  bench.effects().flatMap((effect) => (effect.kind === "lease" && effect.node === node ? [effect] : []));

test("every lease ends by itself within what the firmware allows", () => {
  const bench = createBench({});
  bench.enters(2, 12);
  bench.run(1_000);
  for (const { lease } of leasesTo(bench, "A")) {
    expect(lease.ttl).toBeGreaterThanOrEqual(50);
    expect(lease.ttl).toBeLessThanOrEqual(480);
  }
});
test("a release goes on only as long as ticks go on: with none, nothing is sent", () => {
  const bench = createBench({});
  bench.enters(2, 12);
  bench.run(1_000);
  const before = leasesTo(bench, "A").length;
  bench.pass(10_000);
  expect(leasesTo(bench, "A").length).toBe(before);
  expect(bench.released(2)).toBe(true);
  bench.send({ kind: "ticked" });
  expect(bench.released(2)).toBe(false);
});
test("a board that restarted is sent no release before it has shown its valve at divert, and none of the old session", () => {
  const bench = createBench({});
  bench.enters(2, 12);
  bench.run(1_000);
  const before = leasesTo(bench, "A").length;
  bench.send({ kind: "node-up", node: nodeId("A"), session: 555, resetCause: "watchdog" });
  for (let ms = 0; ms < 1_000; ms += 100) {
    bench.pass(100);
    bench.send({ kind: "ticked" });
  }
  const since = leasesTo(bench, "A").slice(before);
  expect(since.length).toBeGreaterThan(5);
  expect(since.every(({ session, lease }) => session === 555 && lease.released === 0)).toBe(true);
  expect(bench.notes("decided").at(-1)).toMatchObject({ outcome: "divert" });
});
