// Room: main. The answer of `heat` for people.
// May live here: its layout in a terminal. May not: verdicts' own sentences (domain/heat/words.ts).
// Invariant: every verdict stands with its source, and with what was judged.

import { declarationsOf } from "../domain/heat/judge.ts";
import { HEAT_PURPOSES, type HeatRule } from "../domain/heat/rule.ts";
import { lengthInWords, purposeInWords, ruleInWords, verdictInWords } from "../domain/heat/words.ts";
import type { HeatAnswer } from "./heat.ts";
import { secondsText } from "./heat-time.ts";
import { remarkLines, understoodLines } from "./log-text.ts";

export function heatText({ file, log, judged }: HeatAnswer): string {
  const lines = [...understoodLines(file.name, log), ...remarkLines(log)];
  for (const { rule, verdict } of judged) {
    const { judged: span, readings, spacing } = verdict;
    const time = (at: number): string => secondsText(at, log.clock, span?.from ?? null);
    const seen =
      span === null
        ? "no reading"
        : `${secondsText(span.from, log.clock, null)} to ${time(span.to)}, ${readings} readings, usually every ${lengthInWords(spacing ?? 0)}`;
    lines.push("", ...verdictInWords(verdict, rule, time), `  judged: ${seen}`, ...aboutRule(rule));
  }
  return `${lines.join("\n")}\n`;
}

export function rulesText(rules: readonly HeatRule[]): string {
  const lines = HEAT_PURPOSES.flatMap((purpose) => {
    const some = rules.filter((rule) => rule.purpose === purpose);
    if (some.length === 0) return [];
    return [
      `For ${purposeInWords(purpose)}`,
      ...some.flatMap((rule) => [
        "",
        `  ${rule.id}: ${rule.title}`,
        ...[...ruleInWords(rule), ...declared(rule)].map((line) => `      ${line}`),
        ...aboutRule(rule).map((line) => `    ${line}`),
      ]),
      "",
    ];
  });
  return `${lines.join("\n")}`;
}

/** Declarations that a rule asks for only through the rules it uses. */
function declared(rule: HeatRule): readonly string[] {
  const own = rule.steps.flatMap((step) => (step.kind === "any-of" ? step.ways : [step]));
  const names = own.flatMap((step) => (step.kind === "declared" ? [step.name] : []));
  return declarationsOf(rule.steps)
    .filter(({ name }) => !names.includes(name))
    .map(({ name, says }) => `in these, declared as ${name}: ${says}`);
}

function aboutRule({ source, jurisdiction, note }: HeatRule): readonly string[] {
  const wording = source.wording === "seen" ? "" : "; its figures are known, its wording has not been seen";
  return [
    `  source: ${source.document}, ${source.section} (${jurisdiction}${wording})`,
    ...(note === null ? [] : [`  note: ${note.trim()}`]),
  ];
}
