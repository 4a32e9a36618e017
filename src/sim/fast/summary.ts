// Room: sim/fast. What a simulation found, added up; and the words for a visit that went wrong.
// May live here: counting and wording. May not: judging (that is the world's oracle).
// Invariant: the summary of one seed is the same text every time.

import type { TrueVisit } from "../world/visit.ts";

export type Summary = {
  seed: number;
  milkings: number;
  visits: number;
  /** Visits with withheld milk in the vat, later than 500 ms after a fault or a late entry. */
  contaminations: number;
  contaminatedMl: number;
  /** Withheld milk in the vat within those 500 ms, millilitres; the unavoidable part. */
  graceMl: number;
  /** Visits of truly withheld cows. */
  withheld: number;
  /** Fit cows, cleanly read, with healthy hardware and nothing to be asked, that were not released in time. */
  needlessDiverts: number;
  /** Fit cows whose milk was diverted for whatever cause, needless ones among them. */
  fitButDiverted: number;
  unread: number;
  inDoubt: number;
  checks: number;
  settled: number;
  vatStops: number;
  checkerDisagreed: number;
  /** From identity known to valve at vat, for cleanly read fit cows, milliseconds. */
  slowestReleaseMs: number;
  litresToVat: number;
  litresDiverted: number;
  controllerStarts: number;
  events: number;
  faults: { [name: string]: number };
  /** A run of the same seed has the same value here only if every event and effect was the same. */
  fingerprint: string;
  /** The first visits that went wrong, in words. */
  offences: string[];
};

export const newSummary = (seed: number): Summary => ({
  seed,
  milkings: 0,
  visits: 0,
  contaminations: 0,
  contaminatedMl: 0,
  graceMl: 0,
  withheld: 0,
  needlessDiverts: 0,
  fitButDiverted: 0,
  unread: 0,
  inDoubt: 0,
  checks: 0,
  settled: 0,
  vatStops: 0,
  checkerDisagreed: 0,
  slowestReleaseMs: 0,
  litresToVat: 0,
  litresDiverted: 0,
  controllerStarts: 0,
  events: 0,
  faults: {},
  fingerprint: "",
  offences: [],
});

/** Told in one block: which visit, what flowed, and the last things that happened there. */
export function offence(what: string, seed: number, visit: TrueVisit, diary: readonly string[]): string {
  const lines = [
    `seed ${seed}: ${what}: cow ${visit.cow.cow} in bail ${visit.bail}` +
      `${visit.row === null ? "" : ` (${visit.row})`}, counted in at ${clock(visit.countedAt)}` +
      `${visit.contaminatedAt === null ? "" : `, withheld milk to the vat from ${clock(visit.contaminatedAt)}`}`,
    `  to vat ${visit.litresToVat.toFixed(2)} l, diverted ${visit.litresDiverted.toFixed(2)} l, ` +
      `held back ${visit.litresHeldBack.toFixed(2)} l, withheld to vat ${visit.contaminationMl.toFixed(1)} ml`,
    `  her facts: ${visit.cow.facts.map((fact) => `${fact.kind} ${fact.fact}`).join(", ") || "none"}`,
    ...diary.map((line) => `  ${line}`),
  ];
  return lines.join("\n");
}

/** World time as hours:minutes:seconds.milliseconds. */
export function clock(at: number): string {
  const ms = Math.max(0, Math.round(at));
  const two = (n: number): string => String(n).padStart(2, "0");
  const hours = Math.floor(ms / 3_600_000);
  return `${hours}:${two(Math.floor(ms / 60_000) % 60)}:${two(Math.floor(ms / 1_000) % 60)}.${String(ms % 1_000).padStart(3, "0")}`;
}
