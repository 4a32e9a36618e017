// Room: main. The answer of `heat` for programs: JSON Lines.
// May live here: the shape of the lines. May not: anything computed. Invariant: instants carry a Z only where the zone is known.

import { declarationsOf } from "../domain/heat/judge.ts";
import type { HeatRule } from "../domain/heat/rule.ts";
import type { Stretch } from "../domain/heat/track.ts";
import type { StepVerdict } from "../domain/heat/verdict.ts";
import { ruleInWords, verdictInWords } from "../domain/heat/words.ts";
import { instantIso } from "../temperature-log/clock-text.ts";
import type { LogClock } from "../temperature-log/log.ts";
import type { HeatAnswer } from "./heat.ts";
import { secondsText } from "./heat-time.ts";

export function rulesJson(rules: readonly HeatRule[]): string {
  const lines = rules.map((rule) => ({
    kind: "rule",
    ...rule,
    asks: ruleInWords(rule),
    declarations: declarationsOf(rule.steps).map(({ name, says }) => ({ name, says })),
  }));
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}

export function heatJson({ file, log, judged }: HeatAnswer): string {
  const lines: object[] = [
    { kind: "understood", file: file.name, sha256: file.sha256, bytes: file.bytes, ...log.understood },
    ...log.remarks.map((remark) => ({ kind: "remark", ...remark })),
  ];
  for (const { rule, verdict } of judged) {
    lines.push({
      kind: "verdict",
      rule: rule.id,
      outcome: verdict.outcome,
      source: rule.source,
      judged: verdict.judged === null ? null : span(verdict.judged, log.clock),
      readings: verdict.readings,
      spacing: verdict.spacing,
      steps: verdict.steps.map((step) => stepJson(step, log.clock)),
      words: verdictInWords(verdict, rule, (at) => secondsText(at, log.clock, null)),
    });
  }
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}

type Span = { readonly from: number; readonly to: number };
/** Crossings of a line lie between milliseconds; what is written lies on one. */
const instant = (at: number, clock: LogClock): string => instantIso(Math.round(at), clock);
const span = ({ from, to }: Span, clock: LogClock) => ({
  from: instant(from, clock),
  to: instant(to, clock),
});

function stepJson(verdict: StepVerdict, clock: LogClock): object {
  const { kind, outcome, because, step } = verdict;
  const stretch = (one: Stretch | null) =>
    one && { ...span(one, clock), milliseconds: one.to - one.from, readings: one.readings };
  const why = because !== null && "from" in because ? { ...because, ...span(because, clock) } : because;
  const about = { kind, outcome, because: why };
  switch (verdict.kind) {
    case "hold":
    case "acidity": {
      const { met, longest, nearest } = verdict;
      const miss = nearest && { figure: nearest.figure, ...stretch(nearest.stretch) };
      return { ...about, asked: step, met: met.map(stretch), longest: stretch(longest), nearest: miss };
    }
    case "dry":
      return { ...about, asked: step, met: verdict.met.map(stretch), onItsOwnCurve: verdict.onItsOwnCurve };
    case "lethality": {
      const { minutes, byTrapezoid, heating } = verdict;
      return { ...about, asked: step, minutes, byTrapezoid, heating: heating && span(heating, clock) };
    }
    case "throughout": {
      const { lowest, highest } = verdict;
      const point = (one: typeof lowest) => one && { at: instant(one.at, clock), celsius: one.figure };
      return { ...about, asked: step, lowest: point(lowest), highest: point(highest) };
    }
    case "declared":
      return { ...about, name: verdict.step.name, says: verdict.step.says };
    case "any-of":
      return { ...about, ways: verdict.ways.map((way) => stepJson(way, clock)) };
    case "rule":
      return { ...about, rule: verdict.step.rule, steps: verdict.steps.map((one) => stepJson(one, clock)) };
  }
}
