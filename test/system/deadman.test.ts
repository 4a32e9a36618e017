// Room: test/system. One of each fault, in two sheds side by side; the thousand is deadman-long.mjs.

import { expect, test } from "vitest";
import { createRandom } from "../../src/sim/random.ts";
import { KINDS, LIMIT_MS, type Trial, trial } from "./deadman.ts";
import { cowIn, inBailShed, readUntilReleased, ready } from "./sheds.ts";

const COWS = ["101", "102"];
const SEED = 7;

test("no coil stays on, whatever dies, stops, hangs or is pulled out", async () => {
  const waiting = [...KINDS];
  const trials: Trial[] = [];
  const work = async (name: string): Promise<void> => {
    const random = createRandom(SEED).fork(name);
    const shed = await inBailShed(COWS.length);
    try {
      await ready(shed);
      for (const [index] of COWS.entries()) await cowIn(shed, index + 1);
      const cows = [...COWS];
      for (const [index, cow] of cows.entries()) await readUntilReleased(shed, index + 1, cow);
      for (let kind = waiting.shift(); kind !== undefined; kind = waiting.shift())
        trials.push(await trial(shed, cows, kind, random.next));
    } finally {
      await shed.close();
    }
  };
  await Promise.all([work("one"), work("two")]);
  console.info(trials.map(({ kind, emulatedMs }) => `${kind}: ${emulatedMs.toFixed(1)} ms`).join("\n"));
  expect(trials.map(({ kind }) => kind).sort()).toEqual([...KINDS].sort());
  for (const { kind, emulatedMs } of trials) expect(emulatedMs, kind).toBeLessThanOrEqual(LIMIT_MS[kind]);
});
