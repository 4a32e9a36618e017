// Room: domain/heat. A judgement in sentences: what was found, by how much it missed, and what to do next.
// May live here: sentences. May not: judging, or how instants are written (the caller says).
// Invariant: a figure that missed is never rounded onto its limit; what is missing is asked for by the option that gives it.

import { unreachable } from "../result.ts";
import type { Band, HeatPurpose, HeatRule, HeatStep } from "./rule.ts";
import type { Stretch } from "./track.ts";
import type { Blind, HeatVerdict, HoldVerdict, StepVerdict } from "./verdict.ts";

/** An instant of the curve's clock in words. */
export type TimeInWords = (at: number) => string;

const PURPOSES: { readonly [purpose in HeatPurpose]: string } = {
  "drinking-milk": "milk for people",
  "milk-for-feed": "milk for farm-animal feed",
  "whey-for-feed": "whey for farm-animal feed",
  "colostrum-for-feed": "colostrum for farm-animal feed",
  "sludge-for-feed": "separator sludge for farm-animal feed",
  wash: "washing",
};
export const purposeInWords = (purpose: HeatPurpose): string => PURPOSES[purpose];

/** What a person does after a FAIL. */
const AFTER_A_FAIL: { readonly [purpose in HeatPurpose]: string } = {
  "drinking-milk": "Treat the milk again, or send it to the drain. Do not sell it as treated.",
  "milk-for-feed": "Treat the milk again, or do not use it in feed.",
  "whey-for-feed": "Do not use this whey in feed.",
  "colostrum-for-feed": "Treat the colostrum again, or do not use it in feed.",
  "sludge-for-feed": "Heat the sludge again, or do not use it in feed.",
  wash: "Wash again with hotter water, and look at the water heater.",
};

/** What a rule asks, one line a step. */
export const ruleInWords = (rule: HeatRule): readonly string[] => stepsAsked(rule.steps);

/** The verdict: its headline, then a line for every step, each further in than the one it belongs to. */
export function verdictInWords(verdict: HeatVerdict, rule: HeatRule, time: TimeInWords): readonly string[] {
  const headline = `${rule.id}: ${HEADLINES[verdict.outcome]} (${rule.title})`;
  const steps = verdict.steps.flatMap((step) => stepInWords(step, time));
  const next = verdict.outcome === "FAIL" ? [`next: ${AFTER_A_FAIL[rule.purpose]}`] : [];
  return [headline, ...[...steps, ...next].map(indented)];
}

const HEADLINES: { readonly [outcome in HeatVerdict["outcome"]]: string } = {
  PASS: "PASS",
  FAIL: "FAIL",
  NO_DATA: "NO DATA, what is missing stands below",
};

const indented = (line: string): string => `  ${line}`;

function stepsAsked(steps: readonly HeatStep[]): readonly string[] {
  return steps.flatMap((step, i) => {
    const [first = "", ...rest] = askedOf(step);
    return [`${i === 0 ? "" : "then "}${first}`, ...rest];
  });
}

function askedOf(step: HeatStep): readonly string[] {
  switch (step.kind) {
    case "hold":
      return [
        `${bandInWords(step.band)} for ${lengthInWords(step.length)} in one unbroken stretch` +
          (step.times === "once" ? "" : `, twice, cooled by ${step.times.twiceWithFallBy} K or more between`),
      ];
    case "lethality":
      return [
        `F of ${step.atLeast} minutes or more, at ${degrees(step.reference)} with a z of ${degrees(step.z)}`,
      ];
    case "dry":
      return [`dried ${bandInWords(step.band)}`];
    case "acidity":
      return [
        `pH below ${step.below}${step.length === null ? " at the last reading" : ` for ${lengthInWords(step.length)}`}`,
      ];
    case "throughout":
      return [`${bandInWords(step.band)} from --start to --end`];
    case "declared":
      return [`declared as ${step.name}: ${step.says}`];
    case "any-of":
      return ["one of these:", ...step.ways.flatMap((way) => bulleted(askedOf(way)))];
    case "rule":
      return [`as ${step.rule}: ${step.title}`];
    default:
      return unreachable(step);
  }
}

const bulleted = ([first = "", ...rest]: readonly string[]): readonly string[] => [
  `- ${first}`,
  ...rest.map(indented),
];

function stepInWords(verdict: StepVerdict, time: TimeInWords): readonly string[] {
  if (verdict.outcome === "NOT_JUDGED") {
    const [asked = ""] = askedOf(verdict.step);
    return [`not judged: ${asked.replace(/:$/, "")}. The step before it is not met.`];
  }
  switch (verdict.kind) {
    case "hold":
      return [said(verdict.outcome, holdInWords(verdict, time))];
    case "lethality": {
      const { minutes, byTrapezoid, heating, step, because } = verdict;
      const when = heating === null ? "" : ` (${span(heating, time)})`;
      const worth =
        `F is ${figure(minutes, step.atLeast)} of ${step.atLeast} minutes at ${degrees(step.reference)}, z ${degrees(step.z)}${when}; ` +
        `by the trapezoids of canning manuals ${byTrapezoid.toFixed(3)}.`;
      return [
        said(
          verdict.outcome,
          because === null || because.why === "too-little"
            ? worth
            : `${blindInWords(because, time)} As far as straight lines go, ${worth}`,
        ),
      ];
    }
    case "dry":
      return [said(verdict.outcome, dryInWords(verdict, time))];
    case "acidity":
      return [said(verdict.outcome, acidityInWords(verdict, time))];
    case "throughout":
      return [said(verdict.outcome, throughoutInWords(verdict, time))];
    case "declared":
      return [
        verdict.outcome === "PASS"
          ? `declared: ${verdict.step.says} (${verdict.step.name})`
          : `not declared: ${verdict.step.says} If it is so, add --declare ${verdict.step.name}`,
      ];
    case "any-of":
      return anyOfInWords(verdict, time);
    case "rule":
      return [
        `${mark(verdict.outcome)} ${verdict.step.rule}: ${verdict.step.title}`,
        ...verdict.steps.flatMap((step) => stepInWords(step, time)).map(indented),
      ];
    default:
      return unreachable(verdict);
  }
}

/** The way that is met; where none is, all of them. */
function anyOfInWords(
  verdict: Extract<StepVerdict, { kind: "any-of" }>,
  time: TimeInWords,
): readonly string[] {
  const met = verdict.ways.find(({ outcome }) => outcome === "PASS");
  if (met !== undefined) return stepInWords(met, time);
  const ways = verdict.ways.flatMap((way) => bulleted(stepInWords(way, time)));
  return [`${mark(verdict.outcome)} one of these is enough, and none is shown:`, ...ways.map(indented)];
}

const mark = (outcome: StepVerdict["outcome"]): string =>
  outcome === "PASS" ? "met:" : outcome === "FAIL" ? "not met:" : "cannot be told:";
const said = (outcome: StepVerdict["outcome"], words: string): string => `${mark(outcome)} ${words}`;

function holdInWords(verdict: HoldVerdict, time: TimeInWords): string {
  const { step, because, met, longest, nearest } = verdict;
  const asked = `${bandInWords(step.band)} for ${lengthInWords(step.length)}`;
  const [first, second] = met;
  if (because === null) {
    const times = [first, second].flatMap((one) =>
      one === undefined ? [] : [`${held(one)} (${span(one, time)})`],
    );
    return `${bandInWords(step.band)} for ${times.join(", and again ")}; ${lengthInWords(step.length)} is asked${step.times === "once" ? "" : " each time"}.`;
  }
  if (because.why === "once-only") {
    const when = first === undefined ? "" : ` (${span(first, time)})`;
    const fall = step.times === "once" ? 0 : step.times.twiceWithFallBy;
    return `${asked} once${when}, and not a second time after the milk was cooled by ${fall} K or more.`;
  }
  if (because.why !== "not-held") return `${asked}: ${blindInWords(because, time)}`;
  const parts = [`${asked} is not in this log.`];
  const lower = step.band.lower?.figure ?? Number.NEGATIVE_INFINITY;
  if (nearest !== null && nearest.figure < lower) {
    const short = lower - nearest.figure;
    parts.push(
      `The nearest: ${degrees(figure(nearest.figure, lower))} for ${held(nearest.stretch)} (${span(nearest.stretch, time)}): ` +
        `${figure(short, 0)} °C too cold, and that counts as not heated.`,
    );
  } else if (nearest !== null) {
    parts.push(`It was warm enough for so long, and then also outside the upper end.`);
  }
  if (longest !== null) {
    const missing = step.length - (longest.to - longest.from);
    parts.push(
      `${capital(bandInWords(step.band))} it was for ${held(longest)} at the longest (${span(longest, time)}): ${lengthInWords(Math.max(missing, 0))} too short.`,
    );
  }
  return parts.join(" ");
}

function dryInWords(
  { step, because, met, onItsOwnCurve }: Extract<StepVerdict, { kind: "dry" }>,
  time: TimeInWords,
): string {
  const [first] = met;
  const where = onItsOwnCurve ? "the dryer was" : "after it was cooled the milk was";
  if (because === null)
    return `${where} ${bandInWords(step.band)}${first === undefined ? "" : ` (${span(first, time)})`}.`;
  switch (because.why) {
    case "no-curve":
      return `no drying is seen on this curve. Name the column of the dryer's thermometer: --dryer-column NAME.`;
    case "not-held":
      return `the dryer was not ${bandInWords(step.band)} after the heating.`;
    default:
      return blindInWords(because, time);
  }
}

function acidityInWords(
  { step, because, met, longest, nearest }: Extract<StepVerdict, { kind: "acidity" }>,
  time: TimeInWords,
): string {
  const [first] = met;
  const asked = `pH below ${step.below}${step.length === null ? "" : ` for ${lengthInWords(step.length)}`}`;
  if (because === null) {
    if (step.length === null || first === undefined) return `pH below ${step.below} at the last reading.`;
    return `pH below ${step.below} for ${held(first)} (${span(first, time)}); ${lengthInWords(step.length)} is asked.`;
  }
  switch (because.why) {
    case "no-curve":
      return `${asked}: no pH is logged here. Name its column: --ph-column NAME.`;
    case "not-held": {
      if (nearest === null) return `${asked} is not in this log.`;
      if (step.length === null)
        return `the pH is ${nearest.figure} at the last reading, and has to be below ${step.below}.`;
      const short =
        longest === null
          ? ""
          : ` Below ${step.below} it was for ${held(longest)} at the longest (${span(longest, time)}).`;
      return `${asked} is not in this log. So long it was ${figure(nearest.figure, step.below)} at the lowest.${short}`;
    }
    default:
      return `${asked}: ${blindInWords(because, time)}`;
  }
}

function throughoutInWords(
  { step, because, lowest, highest }: Extract<StepVerdict, { kind: "throughout" }>,
  time: TimeInWords,
): string {
  const worst = step.band.lower === null ? highest : lowest;
  const limit = step.band.lower?.figure ?? step.band.upper?.figure ?? 0;
  const shown = worst === null ? "" : `${degrees(figure(worst.figure, limit))} (${time(worst.at)})`;
  if (because === null) return `never outside "${bandInWords(step.band)}"; the lowest was ${shown}.`;
  switch (because.why) {
    case "left-band":
      return `it has to be ${bandInWords(step.band)} all the time, and was ${shown}.`;
    case "no-window":
      return `it was ${shown}, outside "${bandInWords(step.band)}". Say from when to when it has to be so: --start TIME --end TIME.`;
    default:
      return blindInWords(because, time);
  }
}

/** Why the log does not show it, and what to do. */
export function blindInWords(because: Blind, time: TimeInWords): string {
  switch (because.why) {
    case "no-readings":
      return "there are fewer than two readings to judge by. See that the column, --start and --end are right.";
    case "too-slow":
      return `the log is too slow to show it: it reads every ${lengthInWords(because.spacing)}, and has to at least every ${lengthInWords(because.needed)}. Set the logger to read oftener.`;
    case "gap":
      return `there is no reading for ${lengthInWords(because.to - because.from)} (${span(because, time)}), and a gap of more than ${lengthInWords(because.needed)} shows nothing.`;
    case "cut-off":
      return "the log begins or ends while it was so. Give it from before the heating until after it.";
    case "ended":
      return "its log ends before the heating was over. Log it until the end.";
    case "one-reading":
      return "only a single reading was so, and a single reading shows no time. Set the logger to read oftener.";
    default:
      return unreachable(because);
  }
}

const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

/** "at 72 °C or more", "above 94 °C", "at 62.8 to 65.6 °C". */
export function bandInWords({ lower, upper }: Band): string {
  if (lower === null) return upper === null ? "at any temperature" : `at ${degrees(upper.figure)} or less`;
  if (upper !== null) return `at ${lower.figure} to ${degrees(upper.figure)}`;
  return lower.included ? `at ${degrees(lower.figure)} or more` : `above ${degrees(lower.figure)}`;
}

const degrees = (celsius: number | string): string => `${celsius} °C`;
const span = ({ from, to }: { readonly from: number; readonly to: number }, time: TimeInWords): string =>
  `${time(from)} to ${time(to)}`;
const held = ({ from, to }: Stretch): string => lengthInWords(to - from);

/** At least one decimal, and as many as it takes not to look like `limit`: 71.9, but 71.96 and not 72.0. */
export function figure(value: number, limit: number): string {
  for (let decimals = 1; decimals < 6; decimals++) {
    const text = value.toFixed(decimals);
    if (Number(text) !== limit || Math.abs(value - limit) < 1e-6) return text;
  }
  return String(value);
}

/** A length of time, never rounded up: "14.9 s", "29 min 54 s", "1 h 5 min". */
export function lengthInWords(ms: number): string {
  // Lines cross a figure at fractions of a millisecond; half of a hundredth is not told.
  const whole = Math.floor(ms + 0.01);
  if (whole < 1_000) return `${whole} ms`;
  if (whole < 120_000) return `${Math.floor(whole / 10) / 100} s`;
  const [hours, minutes, seconds] = [
    Math.floor(whole / 3_600_000),
    Math.floor(whole / 60_000) % 60,
    Math.floor(whole / 1_000) % 60,
  ];
  const parts = [
    hours > 0 ? `${hours} h` : "",
    minutes > 0 ? `${minutes} min` : "",
    seconds > 0 && hours === 0 ? `${seconds} s` : "",
  ];
  return parts.filter((part) => part !== "").join(" ");
}
