// Room: test/system. One of each fault; the thousand is deadman-long.mjs.

import { afterAll, beforeAll, expect, test } from "vitest";
import { createRandom } from "../../src/sim/random.ts";
import { KINDS, LIMIT_MS, trial } from "./deadman.ts";
import { type SystemShed, until } from "./rig.ts";
import { cowIn, inBailShed, readUntilReleased } from "./sheds.ts";

const COWS = ["101", "102"];
const random = createRandom(7);
let shed: SystemShed;

beforeAll(async () => {
  shed = await inBailShed(COWS.length);
  await shed.start();
  for (const [index] of COWS.entries()) await cowIn(shed, index + 1);
  await until("the herd", () => shed.controller.noted("table-in-force").length > 0);
  for (const [index, cow] of COWS.entries()) await readUntilReleased(shed, index + 1, cow);
});
afterAll(() => shed.close());

test.each(KINDS)("no coil stays on when: %s", async (kind) => {
  const { emulatedMs } = await trial(shed, COWS, kind, () => random.between(0, 1));
  expect(emulatedMs).toBeLessThanOrEqual(LIMIT_MS[kind]);
});
