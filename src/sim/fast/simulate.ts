import type { CowFact } from "../../domain/holds/facts.ts";
import type { ShedPlan } from "../../domain/shed/plan.ts";
import { type EpochMs, epochMs } from "../../domain/units.ts";
import { generateHerd } from "../herd/generate.ts";
import type { FaultRates } from "../world/faults.ts";
import { recordedSince, stillOfUse } from "./life.ts";

import { createRun, loadTable, milkOnce, type Run, runUntil, waitUntil } from "./run.ts";
import type { Summary } from "./summary.ts";

export type SimulationOptions = {
  readonly plan: ShedPlan;
  readonly seed: number;
  readonly milkings: number;
  readonly cows: number;
  readonly faults: FaultRates;
  /** Share of real milking time that milk takes; 1 is real. Rules of time are never touched. */
  readonly milkingPace: number;
  /** Told after each milking. */
  readonly progress?: (summary: Summary) => void;
  /** Make every tick of the controller, also those that change nothing: slower, to compare with. */
  readonly everyTick?: boolean;
  /** Stop at the first contamination. */
  readonly stopAtFirst: boolean;
};

/** True time at world time 0; a Monday morning. */
const BEGINS_AT = epochMs(Date.UTC(2026, 8, 14, 5, 30));
/** Runs it and gives what was found. The same options give the same summary, byte for byte. */
export function simulate(options: SimulationOptions): Summary {
  const { seed } = options;
  const herd = generateHerd({ cows: options.cows, seed, now: BEGINS_AT });
  const run = createRun({ ...options, herd, beginsAt: BEGINS_AT });
  for (let milking = 1; milking <= options.milkings; milking += 1) {
    milkOnce(run);
    run.summary.milkings = milking;
    options.progress?.(run.summary);
    if (options.stopAtFirst && run.summary.contaminations > 0) break;
    if (milking < options.milkings) untilNextMilking(run, milking);
  }
  run.summary.fingerprint = (run.hash >>> 0).toString(16).padStart(8, "0");
  return run.summary;
}

/** Between milkings: records are made, and time passes over empty bails. */
function untilNextMilking(run: Run, milking: number): void {
  const { world, chance } = run;
  const ends = world.now + (milking % 2 === 1 ? 8 : 11) * 3_600_000;
  waitUntil(run, ends - 5_000);
  const now = epochMs(BEGINS_AT + world.now);
  const facts: CowFact[] = [];
  for (const cow of world.options.cows) {
    if (!cow.comes) continue;
    facts.push(...recordedSince(cow, now, chance));
    const kept = stillOfUse(cow, world.options.policy, now);
    if (kept !== cow.facts) {
      cow.facts = kept;
      run.cows = run.cows.map((one) => (one.cow === cow.cow ? { ...one, facts: kept } : one));
    }
  }
  run.waitingFacts.push(...facts);
  loadTable(run);
  run.nextTick = world.now;
  runUntil(run, ends);
}

/** The wall clock's true time, for tests. */
export const beginsAt = (): EpochMs => BEGINS_AT;
