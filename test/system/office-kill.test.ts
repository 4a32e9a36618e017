// Room: test/system. Kill -9 of office, controller and both while people enter: every "Recorded and in force" holds, and nothing stands twice.
// OFFICE_KILLS=500 for the long run; OFFICE_KILLS_SEED for another one.

import { afterAll, beforeAll, expect, test } from "vitest";
import { createRandom } from "../../src/sim/random.ts";
import { createFarm, type Farm } from "./office-farm.ts";
import { type Killed, killOnce, type Ledger, manyClear, wrongAfter } from "./office-kill.ts";
import { shutGate } from "./sheds.ts";

const ROUNDS = Number(process.env.OFFICE_KILLS ?? "5");
const SEED = Number(process.env.OFFICE_KILLS_SEED ?? "5");
const BAIL = 1;
let farm: Farm;
beforeAll(async () => {
  farm = await createFarm(1, { herd: manyClear(), ...distOf() });
  await shutGate(farm.shed, BAIL);
}, 60_000);
afterAll(() => farm?.close());

const distOf = () => (process.env.VATGUARD_DIST === undefined ? {} : { dist: process.env.VATGUARD_DIST });

test(`${ROUNDS} kills at random moments lose no entry that was answered, and double none`, {
  timeout: 60_000 + ROUNDS * 20_000,
}, async () => {
  const chance = createRandom(SEED);
  const ledger: Ledger = new Map();
  const kills: Record<Killed, number> = { office: 0, controller: 0, both: 0 };
  for (let round = 1; round <= ROUNDS; round += 1) {
    kills[await killOnce(farm, ledger, chance)] += 1;
    expect(await wrongAfter(farm, ledger, BAIL), `round ${round}, seed ${SEED}`).toEqual([]);
    if (round % 20 === 0)
      process.stderr.write(`${round} rounds, ${ledger.size} entries, ${JSON.stringify(kills)}\n`);
  }
  const inForce = [...ledger.values()].filter(({ state }) => state === "in-force");
  expect(inForce.length).toBeGreaterThan(ROUNDS);
});
