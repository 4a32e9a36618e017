// Room: main. `vatguard simulate`: the proving ground, without a screen. One JSON line on stdout, progress on stderr.
// May live here: arguments, output, exit codes. May not: simulating (sim/fast).
// Invariant: exit 0 = no withheld milk in the vat, 1 = there was, 2 = wrong use.

import { parseArgs } from "node:util";
import { listed, nearest } from "../config/nearest.ts";
import { formatProblems } from "../config/problem.ts";
import { readShed } from "../config/read-shed.ts";
import type { ShedPlan } from "../domain/shed/plan.ts";
import { simulate } from "../sim/fast/simulate.ts";
import { herringbonePlan } from "../sim/plans.ts";
import { FAULT_NAMES, faultRates } from "../sim/world/faults.ts";
import type { CommandIo } from "./commands.ts";

const USAGE = `Usage: vatguard simulate --seed S --milkings N [--faults all|none|NAME,NAME*5] [--config F] [--cows N]
  --seed S      a whole number; the same seed gives the same run, byte for byte
  --milkings N  how many milkings of the herd
  --faults F    what may go wrong; "*5" behind a name (or "all") makes it five times as frequent; all by default
  --config F    the shed; a herringbone of two rows of ten without it
  --cows N      how many cows come; nine to a bail without it
  --pace P      share of real milking time that milk takes, 0.35 to 1; 0.4 without it. No rule gets faster.
`;
const MILKINGS_MAX = 10_000_000;
const COWS_MAX = 2_000;

/** Runs it. */
export async function runSimulate(args: readonly string[], io: CommandIo): Promise<number> {
  const asked = readArguments(args);
  if (typeof asked === "string") {
    io.stderr.write(`simulate: ${asked}\n\n${USAGE}`);
    return 2;
  }
  const plan = asked.config === null ? herringbonePlan(10) : await planOf(asked.config, io);
  if (plan === null) return 2;
  const faults = faultRates(asked.faults);
  if ("unknown" in faults) {
    const meant = nearest(faults.unknown, FAULT_NAMES);
    const hint = meant === null ? "" : ` Did you mean ${meant}?`;
    io.stderr.write(
      `simulate: "${faults.unknown}" is no fault that can be simulated.${hint}\nThere are: ${listed(FAULT_NAMES)}.\n`,
    );
    return 2;
  }
  const began = process.hrtime.bigint();
  let toldAt = began;
  const summary = simulate({
    plan,
    seed: asked.seed,
    milkings: asked.milkings,
    cows: asked.cows ?? Math.min(COWS_MAX, plan.bails.length * 9),
    faults: faults.rates,
    milkingPace: asked.pace,
    stopAtFirst: true,
    progress: (so) => {
      const now = process.hrtime.bigint();
      if (now - toldAt < 2_000_000_000n) return;
      toldAt = now;
      const rate = so.visits / (Number(now - began) / 1e9);
      io.stderr.write(
        `milking ${so.milkings}: ${so.visits} visits (${rate.toFixed(0)} a second), ${so.contaminations} contaminations\n`,
      );
    },
  });
  const { offences, ...figures } = summary;
  for (const offence of offences) io.stderr.write(`${offence}\n`);
  io.stdout.write(`${JSON.stringify(figures)}\n`);
  return summary.contaminations > 0 ? 1 : 0;
}

async function planOf(config: string, io: CommandIo): Promise<ShedPlan | null> {
  const loaded = await readShed(config);
  if (loaded.ok) return loaded.value.config.plan;
  io.stderr.write(formatProblems(loaded.error));
  return null;
}

type Asked = {
  readonly seed: number;
  readonly milkings: number;
  readonly faults: string;
  readonly config: string | null;
  readonly cows: number | null;
  readonly pace: number;
};

function readArguments(args: readonly string[]): Asked | string {
  let values: { readonly [name: string]: string | undefined };
  try {
    const text = { type: "string" } as const;
    values = parseArgs({
      args: [...args],
      options: { seed: text, milkings: text, faults: text, config: text, cows: text, pace: text },
    }).values;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const seed = whole(values.seed, 0, 0xffffffff);
  if (seed === null) return "--seed takes a whole number from 0 to 4294967295.";
  const milkings = whole(values.milkings, 1, MILKINGS_MAX);
  if (milkings === null) return `--milkings takes a whole number from 1 to ${MILKINGS_MAX}.`;
  const cows = values.cows === undefined ? null : whole(values.cows, 1, COWS_MAX);
  if (values.cows !== undefined && cows === null) return `--cows takes a whole number from 1 to ${COWS_MAX}.`;
  const pace = Number(values.pace ?? "0.4");
  if (!(pace >= 0.35 && pace <= 1)) return "--pace takes a number from 0.35 to 1.";
  return { seed, milkings, faults: values.faults ?? "all", config: values.config ?? null, cows, pace };
}

function whole(text: string | undefined, low: number, high: number): number | null {
  if (text === undefined || !/^\d{1,10}$/.test(text)) return null;
  const number = Number(text);
  return number >= low && number <= high ? number : null;
}
