// Room: test/domain/heat. The rules that come with the program, and curves to judge them on.

import { readdirSync, readFileSync } from "node:fs";
import { heatRuleById, loadHeatRules } from "../../../src/config/heat-rules.ts";
import { formatProblems } from "../../../src/config/problem.ts";
import { type HeatEvidence, judgeHeat } from "../../../src/domain/heat/judge.ts";
import type { HeatRule } from "../../../src/domain/heat/rule.ts";
import type { HeatVerdict } from "../../../src/domain/heat/verdict.ts";

const loaded = loadHeatRules(
  readdirSync("config/heat").map((name) => ({
    file: `config/heat/${name}`,
    text: readFileSync(`config/heat/${name}`, "utf8"),
  })),
);
if (!loaded.ok) throw new Error(formatProblems(loaded.error));
export const RULES: readonly HeatRule[] = loaded.value;

export function ruleOf(id: string): HeatRule {
  const found = heatRuleById(RULES, id);
  if (!found.ok) throw new Error(formatProblems([found.error]));
  return found.value;
}

export type Figures = { readonly at: readonly number[]; readonly celsius: readonly number[] };

/** Readings at these seconds. */
export const readings = (...points: readonly (readonly [second: number, celsius: number])[]): Figures => ({
  at: points.map(([second]) => second * 1_000),
  celsius: points.map(([, celsius]) => celsius),
});

/**
 * Milk at 20 °C, then each of these temperatures for so many seconds, then 20 °C: read every `every` seconds, with steep flanks of a
 * single spacing between.
 */
export function heated(
  every: number,
  ...parts: readonly (readonly [celsius: number, seconds: number])[]
): Figures {
  const celsius: number[] = [20, 20];
  for (const [figure, seconds] of parts) {
    for (let i = 0; i <= Math.floor(seconds / every + 1e-9); i++) celsius.push(figure);
  }
  celsius.push(20, 20);
  return { at: celsius.map((_, i) => i * every * 1_000), celsius };
}

const NOTHING_ELSE: Omit<HeatEvidence, "temperature"> = {
  acidity: null,
  dryer: null,
  declared: [],
  window: { from: null, to: null },
};

export const judged = (
  id: string,
  temperature: Figures,
  rest: Partial<Omit<HeatEvidence, "temperature">> = {},
): HeatVerdict => judgeHeat(ruleOf(id), { ...NOTHING_ELSE, ...rest, temperature });

/** pH at these minutes. */
export const acidity = (...points: readonly (readonly [minute: number, ph: number])[]) => ({
  at: points.map(([minute]) => minute * 60_000),
  value: points.map(([, ph]) => ph),
});
