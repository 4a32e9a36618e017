// Room: domain/heat. One rule on one log: was it heated as the rule asks?
// May live here: steps in order, several ways, what a person declares. May not: what a curve shows (hold-step.ts, …), sentences.
// Invariant: PASS rests on what readings show and people declare, never on a gap, on the time outside the log, or on a z
// that the rule does not name. Where a gap may hide it, NO_DATA.

import type { Curve } from "../cooling/curve.ts";
import { unreachable } from "../result.ts";
import { type Answer, type From, type Met, outcomeOf, type Window } from "./answer.ts";
import { answerAcidity, answerDry, answerHold, answerThroughout } from "./hold-steps.ts";
import { answerLethality } from "./lethality-step.ts";
import type { AnyOfStep, DeclaredStep, HeatRule, HeatStep } from "./rule.ts";
import { type Track, timeAt, usualSpacing, valueAt } from "./track.ts";
import type { DeclaredVerdict, HeatVerdict, StepVerdict } from "./verdict.ts";

/** What there is to judge by, on one clock. */
export type HeatEvidence = {
  /** Of the milk, or of the water of a wash. */
  readonly temperature: Curve;
  /** pH over time; null: not logged. */
  readonly acidity: Track | null;
  /** Where the dryer has a thermometer of its own; null: it has not, or nobody named it. */
  readonly dryer: Curve | null;
  /** Names that a person has declared. */
  readonly declared: readonly string[];
  /** From and to as a person gave them; null where nobody did. Nothing outside is looked at. */
  readonly window: Window;
};

/** Judges a rule. Declarations are looked at whatever came before, so that all that is missing is told at once. */
export function judgeHeat(rule: HeatRule, evidence: HeatEvidence): HeatVerdict {
  const { declared, window } = evidence;
  const temperature = cut(trackOf(evidence.temperature), window);
  const seen: Seen = {
    temperature,
    acidity: evidence.acidity === null ? null : cut(evidence.acidity, window),
    dryer: evidence.dryer === null ? null : cut(trackOf(evidence.dryer), window),
    declared,
    window,
  };
  const all = inOrder(rule.steps, FROM_THE_BEGINNING, seen);
  const last = temperature.at.length - 1;
  return {
    rule: rule.id,
    outcome: outcomeOf(all),
    steps: all.verdicts,
    judged: last < 0 ? null : { from: timeAt(temperature, 0), to: timeAt(temperature, last) },
    readings: last + 1,
    spacing: usualSpacing(temperature),
  };
}

/** What steps may ask a person to declare, each name once, in the order of the steps. */
export function declarationsOf(steps: readonly HeatStep[]): readonly DeclaredStep[] {
  const all = steps.flatMap((step): readonly DeclaredStep[] => {
    if (step.kind === "declared") return [step];
    if (step.kind === "any-of") return declarationsOf(step.ways);
    return step.kind === "rule" ? declarationsOf(step.steps) : [];
  });
  return all.filter((one, i) => all.findIndex(({ name }) => name === one.name) === i);
}

type Seen = {
  readonly temperature: Track;
  readonly acidity: Track | null;
  readonly dryer: Track | null;
  readonly declared: readonly string[];
  readonly window: Window;
};

const FROM_THE_BEGINNING: From = { shown: Number.NEGATIVE_INFINITY, possible: Number.NEGATIVE_INFINITY };

const trackOf = ({ at, celsius }: Curve): Track => ({ at, value: celsius });

/** Only the readings from `from` to `to`, both included. */
function cut(track: Track, { from, to }: Window): Track {
  if (from === null && to === null) return track;
  const [at, value]: [number[], number[]] = [[], []];
  for (let i = 0; i < track.at.length; i++) {
    const when = timeAt(track, i);
    if ((from !== null && when < from) || (to !== null && when > to)) continue;
    at.push(when);
    value.push(valueAt(track, i));
  }
  return { at, value };
}

function answerTo(step: HeatStep, from: From, seen: Seen): Answer {
  switch (step.kind) {
    case "hold":
      return answerHold(step, from, seen.temperature);
    case "lethality":
      return answerLethality(step, from, seen.temperature);
    case "dry":
      return answerDry(step, from, seen);
    case "acidity":
      return answerAcidity(step, from, seen.acidity);
    case "throughout":
      return answerThroughout(step, from, seen.temperature, seen.window);
    case "declared":
      return answerDeclared(step, from, seen.declared);
    case "any-of":
      return answerAnyOf(step, from, seen);
    case "rule": {
      const { verdicts, ...met } = inOrder(step.steps, from, seen);
      const outcome = outcomeOf(met);
      const because = outcome === "PASS" ? null : ({ why: "not-all-met" } as const);
      return { ...met, verdict: { kind: "rule", step, outcome, because, steps: verdicts } };
    }
    default:
      return unreachable(step);
  }
}

/** Each step counts from the instant at which the one before it is met. */
function inOrder(
  steps: readonly HeatStep[],
  from: From,
  seen: Seen,
): Met & { readonly verdicts: readonly StepVerdict[] } {
  const verdicts: StepVerdict[] = [];
  let at: From | null = from;
  let areShown = true;
  for (const step of steps) {
    if (at === null) {
      verdicts.push(
        step.kind === "declared" ? answerDeclared(step, from, seen.declared).verdict : notJudged(step),
      );
      continue;
    }
    const { shown, possible, verdict }: Answer = answerTo(step, at, seen);
    verdicts.push(verdict);
    areShown &&= shown !== null;
    // Where it is not shown, what follows is looked at from the earliest instant at which it may have been met.
    at = possible === null ? null : { shown: shown ?? possible, possible };
  }
  if (at === null) return { shown: null, possible: null, verdicts };
  return { shown: areShown ? at.shown : null, possible: at.possible, verdicts };
}

/** The way that is met first. A declaration that nobody made is an offer here, not something that is missing. */
function answerAnyOf(step: AnyOfStep, from: From, seen: Seen): Answer {
  const ways = step.ways.map((way) => answerTo(way, from, seen));
  const counted = ways.filter(({ shown, verdict }) => verdict.kind !== "declared" || shown !== null);
  const met: Met = {
    shown: earliest(counted.map((way) => way.shown)),
    possible: earliest(counted.map((way) => way.possible)),
  };
  const outcome = outcomeOf(met);
  return {
    ...met,
    verdict: {
      kind: "any-of",
      step,
      outcome,
      because: outcome === "PASS" ? null : { why: "no-way-met" },
      ways: ways.map(({ verdict }) => verdict),
    },
  };
}

const earliest = (instants: readonly (number | null)[]): number | null =>
  instants.reduce((first, at) => (first === null || (at !== null && at < first) ? at : first), null);

function answerDeclared(step: DeclaredStep, from: From, names: readonly string[]): Answer<DeclaredVerdict> {
  const met: Met = { shown: names.includes(step.name) ? from.shown : null, possible: from.possible };
  const because = met.shown === null ? ({ why: "not-declared" } as const) : null;
  return { ...met, verdict: { kind: "declared", step, outcome: outcomeOf(met), because } };
}

/** Nothing says from when this step would count. */
function notJudged(step: Exclude<HeatStep, DeclaredStep>): StepVerdict {
  const rest = { outcome: "NOT_JUDGED", because: null } as const;
  switch (step.kind) {
    case "hold":
      return { ...rest, kind: "hold", step, met: [], longest: null, nearest: null };
    case "lethality":
      return { ...rest, kind: "lethality", step, minutes: 0, byTrapezoid: 0, heating: null };
    case "dry":
      return { ...rest, kind: "dry", step, met: [], onItsOwnCurve: false };
    case "acidity":
      return { ...rest, kind: "acidity", step, met: [], longest: null, nearest: null };
    case "throughout":
      return { ...rest, kind: "throughout", step, lowest: null, highest: null };
    case "any-of":
      return { ...rest, kind: "any-of", step, ways: [] };
    case "rule":
      return { ...rest, kind: "rule", step, steps: [] };
    default:
      return unreachable(step);
  }
}
