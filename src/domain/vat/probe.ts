// Room: domain/vat. From raw readings to values with quality and reason: what each probe is worth, as a fold over its readings.
// May live here: plausibility, speed, faults, age, disagreement. May not: devices, what the milk does (phases.ts).
// Invariants: no number comes out that no reading gave; a value older than its age limit is never good; the raw value is
// kept beside the corrected one. The rules in sentences: README.md "A probe".

import { type ProbeId, probeId } from "../ids.ts";
import { between, type MonoMs, minutes, monoMs, seconds } from "../units.ts";
import type { ProbePlan } from "./plan.ts";
import type { ProbeRole, RawReading, ReadingTrouble } from "./reading.ts";
import { type Correction, UNCORRECTED } from "./thermometer-check.ts";

/** Younger than this a value may be good: two readings of 10 s may be missed. */
export const GOOD_FOR = seconds(30);
/** Older than this a value is none: milk that is being cooled has moved by more than a thermometer's error. */
export const DOUBTFUL_FOR = minutes(2);
/** So many bad readings in a row are a fault of the probe, and so many good ones end it. */
export const IN_A_ROW = 3;
/** Two milk probes farther apart than this differ: a degree for what each may be off, half a one for layers. */
export const DIFFER_FROM = 1.5;
/** They agree again at or below this. */
export const AGREE_BELOW = 1;
/** So long they must differ to disagree: a fill reaches one probe before the other. */
export const DISAGREE_AFTER = minutes(5);

/** What a probe can measure: both ends included, degrees Celsius; `step` kelvin at once and `perMinute` from then on. */
type Limits = {
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly perMinute: number;
};

/**
 * Windows: an empty vat in frost, and wash water near boiling with a probe's error; the wash's own probes may sit on a
 * pressurised cylinder. All lie inside what sentinels use (-999, -127, -55, 127.94, 888.8).
 * Speeds: the mixed milk of a vat; a line, where what flows past changes at once; the air of a shed with its door opened.
 */
const LIMITS: { readonly [role in ProbeRole]: Limits } = {
  milk: { from: -30, to: 110, step: 2, perMinute: 5 },
  "delivery-line": { from: -30, to: 110, step: 10, perMinute: 60 },
  "wash-source": { from: -30, to: 120, step: 10, perMinute: 60 },
  "wash-outlet": { from: -30, to: 120, step: 10, perMinute: 60 },
  ambient: { from: -45, to: 60, step: 3, perMinute: 3 },
};

/** Figures that a device in trouble gives and that lie inside the window. They count only where the reading before was near. */
const POWER_ON = { celsius: 85, near: 10 };
const ALL_ZEROS = { celsius: 0, near: 3 };
/** A figure that went through Fahrenheit and back. */
const SAME_FIGURE = 0.006;

/** A jumped reading counts after all when the milk has not come back more than this part of the way. */
const CAME_BACK = 0.75;

/** Added, it makes a zero of minus zero, which JSON does not know. */
const NO_MINUS = 0;
const NEVER = monoMs(0);
/** A file has one probe, and no name for it. */
const FILE = probeId("file");

/** One probe, folded over its readings. Plain JSON. */
export type ProbeState = {
  readonly probe: ProbeId;
  readonly role: ProbeRole;
  readonly correction: Correction;
  /** When anything was last heard of it, a number or a trouble. */
  readonly heardAt: MonoMs | null;
  /** The last reading as it came; null: there was no number. */
  readonly heardRaw: number | null;
  /** The last reading that was taken for true, as it came. */
  readonly trueRaw: number | null;
  readonly trueAt: MonoMs | null;
  /** The last trouble; it stands for the last reading where `goodInARow` is 0. */
  readonly trouble: ReadingTrouble | null;
  /** Readings on a new level, away from the last true one; a third that agrees makes it true. */
  readonly jumped: 0 | 1 | 2;
  readonly jumpedRaw: number;
  readonly jumpedAt: MonoMs;
  readonly jumpedUp: boolean;
  /** So many of the jumped readings just before are true after all, as this reading shows. For the fold of a file. */
  readonly readmitted: 0 | 1 | 2;
  /** Counted to three. */
  readonly badInARow: number;
  readonly goodInARow: number;
  readonly fault: boolean;
};

/** All probes of a vat. Plain JSON. */
export type Probes = {
  readonly since: MonoMs | null;
  readonly probes: readonly ProbeState[];
  /** Since when the milk probes differ; null: they do not. */
  readonly differSince: MonoMs | null;
};

/** What a probe is worth now. */
export type ProbeValue = {
  /** When the reading behind it came; null: there is none. */
  readonly at: MonoMs | null;
  /** Offset applied; null where quality is none. */
  readonly celsius: number | null;
  /** As the probe gave it; null where quality is none. */
  readonly raw: number | null;
  readonly quality: "good" | "doubtful" | "none";
  /** Null where it is good. */
  readonly why: ReadingTrouble | null;
};

/** `why` tells the kind: see probe-words.ts. */
export type ProbeFault = {
  readonly probe: ProbeId;
  readonly kind: "bad-readings" | "disagrees" | "too-old" | "not-acceptable";
  readonly why: ReadingTrouble;
};

/** Nothing heard yet. `corrections` by probe from thermometer checks (thermometer-check.ts). */
export function probesAtStart(
  plan: readonly ProbePlan[],
  correctionOf: (probe: ProbeId) => Correction = () => UNCORRECTED,
): Probes {
  return {
    since: null,
    probes: plan.map(({ probe, role }) => probeAtStart(probe, role, correctionOf(probe))),
    differSince: null,
  };
}

/** One probe before its first reading. */
export const probeAtStart = (
  probe: ProbeId,
  role: ProbeRole,
  correction: Correction = UNCORRECTED,
): ProbeState => ({
  probe,
  role,
  correction,
  heardAt: null,
  heardRaw: null,
  trueRaw: null,
  trueAt: null,
  trouble: null,
  jumped: 0,
  jumpedRaw: 0,
  jumpedAt: NEVER,
  jumpedUp: false,
  readmitted: 0,
  badInARow: 0,
  goodInARow: 0,
  fault: false,
});

/** One more reading of one probe. Time does not run backward within one fold: an earlier instant counts as no time passed. */
export function heard(state: ProbeState, raw: RawReading, at: MonoMs): ProbeState {
  return raw.kind === "none" ? bad(state, raw.why, null, at) : heardCelsius(state, raw.celsius, at);
}

function heardCelsius(state: ProbeState, figure: number, at: MonoMs): ProbeState {
  const celsius = figure + NO_MINUS;
  if (!Number.isFinite(celsius)) return bad(state, "garbled", null, at);
  const limits = LIMITS[state.role];
  if (celsius < limits.from || celsius > limits.to) return bad(state, "implausible", celsius, at);
  if (isSentinel(state, celsius, POWER_ON)) return bad(state, "power-on-value", celsius, at);
  if (isSentinel(state, celsius, ALL_ZEROS)) return bad(state, "shorted", celsius, at);

  const { trueRaw, trueAt, jumped, jumpedRaw } = state;
  if (trueRaw === null || trueAt === null) return good(state, celsius, at, 0);
  if (Math.abs(celsius - trueRaw) <= reach(limits, trueAt, at)) {
    return good(state, celsius, at, jumped > 0 && !cameBack(trueRaw, jumpedRaw, celsius) ? jumped : 0);
  }
  // Away from the last true level. It agrees with the one before where it is near it, or has moved on the same way.
  const agrees =
    jumped > 0 &&
    (Math.abs(celsius - jumpedRaw) <= reach(limits, state.jumpedAt, at) ||
      celsius > jumpedRaw === state.jumpedUp);
  if (agrees && jumped === IN_A_ROW - 1) return good(state, celsius, at, jumped);
  return away(state, celsius, at, agrees ? 2 : 1, celsius > trueRaw);
}

/** How far a reading may lie from one that came `from` then. */
const reach = (limits: Limits, from: MonoMs, to: MonoMs): number =>
  limits.step + (limits.perMinute * Math.max(0, between(from, to))) / 60_000;

const cameBack = (level: number, jump: number, now: number): boolean =>
  Math.abs(now - level) <= Math.abs(jump - level) * (1 - CAME_BACK);

function isSentinel(
  state: ProbeState,
  celsius: number,
  { celsius: figure, near }: { readonly celsius: number; readonly near: number },
): boolean {
  if (Math.abs(celsius - figure) > SAME_FIGURE) return false;
  const level = state.jumped > 0 ? state.jumpedRaw : state.trueRaw;
  return level === null || Math.abs(level - figure) > near;
}

// The three below write every field out, in one order: a year of readings goes through here.

function good(state: ProbeState, celsius: number, at: MonoMs, readmitted: 0 | 1 | 2): ProbeState {
  const goodInARow = Math.min(IN_A_ROW, state.goodInARow + 1);
  return {
    probe: state.probe,
    role: state.role,
    correction: state.correction,
    heardAt: at,
    heardRaw: celsius,
    trueRaw: celsius,
    trueAt: at,
    trouble: state.trouble,
    jumped: 0,
    jumpedRaw: 0,
    jumpedAt: NEVER,
    jumpedUp: false,
    readmitted,
    badInARow: 0,
    goodInARow,
    fault: state.fault && goodInARow < IN_A_ROW,
  };
}

function bad(state: ProbeState, why: ReadingTrouble, raw: number | null, at: MonoMs): ProbeState {
  const badInARow = Math.min(IN_A_ROW, state.badInARow + 1);
  return {
    probe: state.probe,
    role: state.role,
    correction: state.correction,
    heardAt: at,
    heardRaw: raw,
    trueRaw: state.trueRaw,
    trueAt: state.trueAt,
    trouble: why,
    jumped: state.jumped,
    jumpedRaw: state.jumpedRaw,
    jumpedAt: state.jumpedAt,
    jumpedUp: state.jumpedUp,
    readmitted: 0,
    badInARow,
    goodInARow: 0,
    fault: state.fault || badInARow >= IN_A_ROW,
  };
}

function away(state: ProbeState, celsius: number, at: MonoMs, jumped: 1 | 2, up: boolean): ProbeState {
  const badInARow = Math.min(IN_A_ROW, state.badInARow + 1);
  return {
    probe: state.probe,
    role: state.role,
    correction: state.correction,
    heardAt: at,
    heardRaw: celsius,
    trueRaw: state.trueRaw,
    trueAt: state.trueAt,
    trouble: "jumped",
    jumped,
    jumpedRaw: celsius,
    jumpedAt: at,
    jumpedUp: up,
    readmitted: 0,
    badInARow,
    goodInARow: 0,
    fault: state.fault || badInARow >= IN_A_ROW,
  };
}

/** One reading of one of the vat's probes; a probe that is not in the plan is passed over. */
export function probeHeard(state: Probes, probe: ProbeId, raw: RawReading, at: MonoMs): Probes {
  return {
    ...state,
    since: state.since ?? at,
    probes: state.probes.map((one) => (one.probe === probe ? heard(one, raw, at) : one)),
  };
}

/** Time passes: whether the milk probes agree is looked at here, and nowhere else, so that the order of readings does not matter. */
export function probesTick(state: Probes, at: MonoMs): Probes {
  const since = state.since ?? at;
  const differSince = differ(state, at) ? (state.differSince ?? at) : null;
  return since === state.since && differSince === state.differSince
    ? state
    : { ...state, since, differSince };
}

function differ(state: Probes, at: MonoMs): boolean {
  let coldest = Number.POSITIVE_INFINITY;
  let warmest = Number.NEGATIVE_INFINITY;
  for (const one of state.probes) {
    if (one.role !== "milk" || one.fault) continue;
    const { celsius } = worth(one, at);
    if (celsius === null) continue;
    coldest = Math.min(coldest, celsius);
    warmest = Math.max(warmest, celsius);
  }
  return warmest - coldest > (state.differSince === null ? DIFFER_FROM : AGREE_BELOW);
}

/** New corrections after a thermometer check. They hold for what was read before, too: the raw value is what is kept. */
export function probesCorrected(state: Probes, correctionOf: (probe: ProbeId) => Correction): Probes {
  return {
    ...state,
    probes: state.probes.map((one) => ({ ...one, correction: correctionOf(one.probe) })),
  };
}

const NOTHING: ProbeValue = { at: null, celsius: null, raw: null, quality: "none", why: "not-yet" };

/** What this probe is worth at `at`; none, not-yet for one that is not in the plan. */
export function probeValue(state: Probes, probe: ProbeId, at: MonoMs): ProbeValue {
  const one = state.probes.find((candidate) => candidate.probe === probe);
  if (one === undefined) return NOTHING;
  return doubted(worth(one, at), one.role === "milk" && disagrees(state, at));
}

/**
 * What is known of the milk, over all its probes: the warmest of the good ones, else of the doubtful ones. Where they
 * disagree the warmest of all counts, and it is doubtful. Without any, the first one's reason.
 */
export function milkValue(state: Probes, at: MonoMs): ProbeValue {
  const values = state.probes.filter(({ role }) => role === "milk").map((one) => worth(one, at));
  const apart = disagrees(state, at);
  const known = values.filter(({ quality }) => quality !== "none");
  const best = apart ? known : known.filter(({ quality }) => quality === "good");
  const warmest = (best.length > 0 ? best : known).reduce<ProbeValue | null>(
    (most, one) => (most === null || (one.celsius ?? 0) > (most.celsius ?? 0) ? one : most),
    null,
  );
  return warmest === null ? (values[0] ?? NOTHING) : doubted(warmest, apart);
}

/** What is wrong with the probes at `at`, in the order of the plan, each probe once with its gravest. */
export function probeFaults(state: Probes, at: MonoMs): readonly ProbeFault[] {
  const apart = disagrees(state, at);
  return state.probes.flatMap((one): ProbeFault[] => {
    const { probe, trouble } = one;
    if (one.fault) return [{ probe, kind: "bad-readings", why: trouble ?? "not-yet" }];
    const silentSince = one.heardAt ?? state.since;
    if (silentSince !== null && between(silentSince, at) > DOUBTFUL_FOR) {
      return [{ probe, kind: "too-old", why: one.heardAt === null ? "not-yet" : "too-old" }];
    }
    if (!one.correction.acceptable) return [{ probe, kind: "not-acceptable", why: "not-acceptable" }];
    return apart && one.role === "milk" && worth(one, at).quality !== "none"
      ? [{ probe, kind: "disagrees", why: "disagrees" }]
      : [];
  });
}

const disagrees = (state: Probes, at: MonoMs): boolean =>
  state.differSince !== null && between(state.differSince, at) >= DISAGREE_AFTER;

const doubted = (value: ProbeValue, apart: boolean): ProbeValue =>
  apart && value.quality === "good" ? { ...value, quality: "doubtful", why: "disagrees" } : value;

/** What one probe is worth by itself. */
function worth(one: ProbeState, at: MonoMs): ProbeValue {
  const { trueRaw, trueAt, heardAt, trouble } = one;
  const lastWasBad = one.goodInARow === 0 ? trouble : null;
  if (trueRaw === null || trueAt === null) return { ...NOTHING, why: lastWasBad ?? "not-yet" };
  const age = between(trueAt, at);
  if (age > DOUBTFUL_FOR) {
    const stillHeard = heardAt !== null && between(heardAt, at) <= DOUBTFUL_FOR;
    return { ...NOTHING, at: trueAt, why: (stillHeard ? lastWasBad : null) ?? "too-old" };
  }
  const why =
    lastWasBad ??
    (one.fault ? trouble : null) ??
    (age > GOOD_FOR ? "too-old" : one.correction.acceptable ? null : "not-acceptable");
  return {
    at: trueAt,
    celsius: corrected(trueRaw, one.correction),
    raw: trueRaw,
    quality: why === null ? "good" : "doubtful",
    why,
  };
}

/**
 * The readings of one probe from a file, cleaned by the same fold: `celsius` has NaN where there was no reading of what
 * it measures, and `troubles` says why, by index. A jump that later readings confirm keeps its readings, which a probe
 * that is heard now has to wait for.
 * `at` milliseconds, rising; `celsius` NaN where the file has none, and `missing` says why.
 */
export function cleaned(
  role: ProbeRole,
  at: ArrayLike<number>,
  celsius: ArrayLike<number>,
  missing: ReadonlyMap<number, { readonly why: ReadingTrouble }>,
  correction: Correction = UNCORRECTED,
): { readonly celsius: Float64Array; readonly troubles: ReadonlyMap<number, ReadingTrouble> } {
  const out = new Float64Array(at.length).fill(Number.NaN);
  const troubles = new Map<number, ReadingTrouble>();
  let state = probeAtStart(FILE, role, correction);
  let before = -1;
  let last = -1;
  const putBack = (index: number) => {
    out[index] = corrected(celsius[index] ?? Number.NaN, correction);
    troubles.delete(index);
  };
  for (let index = 0; index < at.length; index += 1) {
    const value = celsius[index] ?? Number.NaN;
    const then = monoMs(at[index] ?? 0);
    const none = Number.isNaN(value) ? missing.get(index) : undefined;
    state = none === undefined ? heardCelsius(state, value, then) : bad(state, none.why, null, then);
    if (state.goodInARow > 0) {
      out[index] = corrected(value, correction);
      if (state.readmitted > 0) putBack(last);
      if (state.readmitted > 1) putBack(before);
    } else {
      troubles.set(index, state.trouble ?? "garbled");
      if (state.trouble === "jumped") {
        before = last;
        last = index;
      }
    }
  }
  return { celsius: out, troubles };
}

/** To a ten-thousandth: what a thermometer resolves, and no dust of binary fractions over a limit. */
const corrected = (raw: number, { offset }: Correction): number =>
  Math.round((raw - offset) * 10_000) / 10_000 + NO_MINUS;
