// Room: config. One fact of a herd file, dated in the farm's zone and tied to its label row.
// May live here: dates, and their order within one fact. May not: other facts (herd-references), what it means for milk.
// Invariant: a fact is read whole or not at all, and what has not happened yet is a problem.

import type { CowFact, FactBase, LabelRow, MeatPeriod, MilkPeriod } from "../domain/holds/facts.ts";
import { type CowId, factId, personId } from "../domain/ids.ts";
import { unreachable } from "../domain/result.ts";
import { type EpochMs, epochMs } from "../domain/units.ts";
import type { BareDate, Moment } from "./farm-time.ts";
import { BARE_DATES, type FactEntry } from "./herd-fact-schema.ts";
import {
  type HerdIndex,
  type KnownFact,
  type MomentOrUnknown,
  momentAt,
  momentOrUnknownAt,
  timeAt,
} from "./herd-index.ts";
import { meatPeriodOf, milkPeriodOf, rowFor, rowText, versionRows } from "./herd-labels.ts";
import type { Finding, Path } from "./problem.ts";

/** What reading one fact needs. */
type Reading = {
  readonly base: FactBase;
  readonly path: Path;
  readonly index: HerdIndex;
  readonly findings: Finding[];
};

/** A fact, and the first instant that its earliest date covers. */
type Read = Pick<KnownFact, "fact" | "begins">;

/**
 * One fact as the rules know it, as the first of `cows` has it; null where it has problems, which go to `findings`.
 * Facts of one cow have one name each; a fact of several has one name for all of them.
 */
export function readFact(
  entry: FactEntry,
  cows: readonly [CowId, ...CowId[]],
  path: Path,
  index: HerdIndex,
  findings: Finding[],
): CowFact | null {
  const before = findings.length;
  const name = factId(entry.fact);
  const first = index.facts.get(name);
  if (first !== undefined) findings.push(usedTwice(entry.fact, first.path, path));
  const recorded = momentAt(entry["recorded-at"], path, "recorded-at", BARE_DATES.recorded, index, findings);
  const base: FactBase = {
    fact: name,
    cow: cows[0],
    by: personId(entry.by),
    recordedAt: recorded?.at ?? epochMs(0),
    ...(entry.supersedes === undefined ? {} : { supersedes: factId(entry.supersedes) }),
  };
  const read = factOf(entry, { base, path, index, findings });
  if (read === null || findings.length > before) {
    index.unreadFacts.add(entry.fact);
    return null;
  }
  index.facts.set(name, {
    ...read,
    path,
    recordedFrom: recorded?.begins ?? epochMs(0),
    cows: cows.length === 1 ? null : new Set(cows),
  });
  return read.fact;
}

function factOf(entry: FactEntry, reading: Reading): Read | null {
  const { base } = reading;
  switch (entry.kind) {
    case "treatment":
      return treatmentOf(entry, reading);
    case "calving": {
      const at = dateOrUnknown("at", entry.at, BARE_DATES.calving, reading);
      if (at === null) return null;
      return {
        fact: { ...base, kind: "calving", at: at.at, notBefore: at.begins },
        begins: at.begins,
      };
    }
    case "dry-off": {
      const at = dateOrUnknown("at", entry.at, BARE_DATES.dryOff, reading);
      return at === null ? null : { fact: { ...base, kind: "dry-off", at: at.at }, begins: at.begins };
    }
    case "bought-in": {
      const { kind, state, treatments } = entry;
      return dated("at", entry.at, BARE_DATES.boughtIn, reading, (at) => ({
        ...base,
        kind,
        at,
        state,
        treatments,
      }));
    }
    case "observation": {
      const { kind, seen } = entry;
      return dated("at", entry.at, BARE_DATES.observation, reading, (at) => ({ ...base, kind, at, seen }));
    }
    case "paddock-or-feed": {
      const spell = spellOf(entry, reading);
      if (spell === null) return null;
      const { begins, ...dates } = spell;
      const milk = milkPeriodOf(entry.milk, reading.index.policy["hours-and-milkings"]);
      const meat = meatPeriodOf(entry.meat);
      return { fact: { ...base, kind: entry.kind, ...dates, what: entry.what, milk, meat }, begins };
    }
    case "taint": {
      const spell = spellOf(entry, reading);
      if (spell === null) return null;
      const { begins, ...dates } = spell;
      return { fact: { ...base, kind: entry.kind, ...dates, what: entry.what }, begins };
    }
    case "test-sample":
      return dated("at", entry.at, BARE_DATES.sample, reading, (at) => ({ ...base, kind: entry.kind, at }));
    case "test-result": {
      const { kind, result } = entry;
      const of = factId(entry.of);
      return dated("at", entry.at, BARE_DATES.result, reading, (at) => ({ ...base, kind, of, at, result }));
    }
    case "manual-hold": {
      const { kind, reason } = entry;
      return dated("from", entry.from, BARE_DATES.from, reading, (from) => ({ ...base, kind, from, reason }));
    }
    case "clearance": {
      const { kind, reason } = entry;
      const of = factId(entry.of);
      return dated("at", entry.at, BARE_DATES.clearance, reading, (at) => ({
        ...base,
        kind,
        of,
        at,
        reason,
      }));
    }
    case "milked":
      return dated("at", entry.at, BARE_DATES.milked, reading, (at) => ({ ...base, kind: entry.kind, at }));
    case "looked-at":
      return dated("at", entry.at, BARE_DATES.lookedAt, reading, (at) => ({ ...base, kind: entry.kind, at }));
    default:
      return unreachable(entry);
  }
}

/** A fact with one date. */
function dated(
  key: string,
  text: string,
  bare: BareDate,
  reading: Reading,
  make: (at: EpochMs) => CowFact,
): Read | null {
  const moment = dateOf(key, text, bare, reading);
  return moment === null ? null : { fact: make(moment.at), begins: moment.begins };
}

const dateOf = (key: string, text: string, bare: BareDate, { path, index, findings }: Reading) =>
  momentAt(text, path, key, bare, index, findings);

const dateOrUnknown = (key: string, text: string, bare: BareDate, { path, index, findings }: Reading) =>
  momentOrUnknownAt(text, path, key, bare, index, findings);

type Spell = { readonly from: EpochMs; readonly until: EpochMs | null; readonly begins: EpochMs };

/** From when until when; null until where it goes on. */
function spellOf(
  entry: { readonly from: string; readonly until?: string | undefined },
  reading: Reading,
): Spell | null {
  const from = dateOf("from", entry.from, BARE_DATES.from, reading);
  const until =
    entry.until === undefined ? undefined : dateOf("until", entry.until, BARE_DATES.until, reading);
  if (from === null || until === null) return null;
  if (until === undefined) return { from: from.at, until: null, begins: from.begins };
  if (until.at < from.at) {
    reading.findings.push({
      path: [...reading.path, "until"],
      says: "It ended before it began.",
      found: `from ${timeAt(from.at, reading.index)} until ${timeAt(until.at, reading.index)}`,
      expected: "an end after the beginning, or the same",
      fix: "Look it up: the two may have changed places, or a month or year is mistyped.",
    });
  }
  return { from: from.at, until: until.at, begins: from.begins };
}

type TreatmentEntry = Extract<FactEntry, { readonly kind: "treatment" }>;

function treatmentOf(entry: TreatmentEntry, reading: Reading): Read | null {
  const { base, path, index, findings } = reading;
  const last = dateOrUnknown("last-dose", entry["last-dose"], BARE_DATES.lastDose, reading);
  const first = firstDoseOf(entry, last, reading);
  const row = rowFor(entry, path, index, findings);
  if (row === null || first === null || last === null) return null;
  if (first.at !== null && last.at !== null && isBefore(last, first.at)) {
    findings.push({
      path: [...path, "last-dose"],
      says: "The last dose is before the first.",
      found: `first ${timeAt(first.at, index)}, last ${timeAt(last.at, index)}`,
      expected: "the last dose after the first, or the same",
      fix: "Look the treatment up: the two may have changed places, or a month or year is mistyped.",
    });
  }
  const offLabel = offLabelOf(entry, row, reading);
  const otherRows = versionRows(row, index).filter((other) => other !== row);
  return {
    fact: {
      ...base,
      kind: "treatment",
      row,
      ...(otherRows.length === 0 ? {} : { otherRows }),
      firstDoseAt: first.at,
      lastDoseAt: last.at,
      ...(offLabel === null ? {} : { offLabel }),
    },
    begins: first.begins,
  };
}

/** The end of a day and the beginning of the next are one instant, but a dose of the one is not of the other. */
const isBefore = ({ at, begins }: MomentOrUnknown, first: EpochMs): boolean =>
  at !== null && (at < first || (at === first && begins < at));

/** Without one of its own, the first dose is the last; of a day without a time, the beginning. */
function firstDoseOf(
  entry: TreatmentEntry,
  last: MomentOrUnknown | null,
  reading: Reading,
): MomentOrUnknown | null {
  const written = entry["first-dose"];
  if (written !== undefined) return dateOrUnknown("first-dose", written, BARE_DATES.firstDose, reading);
  return last === null || last.at === null ? last : startOf(last);
}

const startOf = ({ begins }: Moment): Moment => ({ at: begins, begins });

type OffLabel = {
  readonly direction?: MilkPeriod;
  readonly meatDirection?: MeatPeriod;
};

/** Either direction makes a treatment off-label, as does being recorded so. */
function offLabelOf(entry: TreatmentEntry, row: LabelRow, { path, findings }: Reading): OffLabel | null {
  const { direction: milk, "meat-direction": meat } = entry;
  if (milk === undefined && meat === undefined && entry["off-label"] === undefined) return null;
  const direction = milk === undefined ? undefined : milkPeriodOf(milk, "both");
  const meatDirection = meat === undefined ? undefined : meatPeriodOf(meat);
  if (direction !== undefined && isShorter(direction, fromSameBegin(row))) {
    findings.push(shorterDirection([...path, "direction"], row));
  }
  if (meatDirection !== undefined && isShorter(meatDirection, row.meat)) {
    findings.push(shorterDirection([...path, "meat-direction"], row));
  }
  return {
    ...(direction === undefined ? {} : { direction }),
    ...(meatDirection === undefined ? {} : { meatDirection }),
  };
}

/** The period of the row that begins where a direction does: at the last dose, or at the calving. */
function fromSameBegin({ milk }: LabelRow): MilkPeriod {
  switch (milk.kind) {
    case "after-last-dose":
    case "after-calving":
      return milk.period;
    case "by-dry-period":
      return milk.afterCalving;
    default:
      return unreachable(milk);
  }
}

/**
 * Only where the two can be compared clause by clause; whatever is left of doubt, both must be over anyway. On a
 * product that is never for milk a vet directs a period of his own: what that is worth is the jurisdiction's to say.
 */
function isShorter(direction: MilkPeriod | MeatPeriod, label: MilkPeriod | MeatPeriod): boolean {
  if (direction.kind === "nil") return label.kind !== "nil";
  if (direction.kind !== "period" || label.kind !== "period") return false;
  const less = (a: number | undefined, b: number | undefined) => a !== undefined && b !== undefined && a < b;
  return less(direction.hours, label.hours) || less(milkingsOf(direction), milkingsOf(label));
}

const milkingsOf = (period: { readonly kind: "period"; readonly milkings?: number }) => period.milkings;

const usedTwice = (name: string, first: Path, path: Path): Finding => ({
  path: [...path, "fact"],
  says: `Two facts are called "${name}".`,
  found: `${first[0]}[${first[1]}] and ${path[0]}[${path[1]}]`,
  expected: "a name of its own for each fact in the file",
  fix: "Rename one. If both are the same fact, remove one of the two.",
});

const shorterDirection = (path: Path, row: LabelRow): Finding => ({
  path,
  says: "The direction is shorter than the label.",
  found: `a direction shorter than ${rowText(row)}`,
  expected: "a period at least as long as the label's",
  fix: "Check it with the vet. A hold that may end early is ended by a clearance with a reason.",
});
