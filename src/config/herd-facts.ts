// Room: config. Label rows and facts of a herd file, dated in the farm's zone and tied to each other.
// May live here: dates, references and order between facts. May not: what a fact means for the milk (domain/holds).
// Invariant: a fact that refers to something that is not there, or could not have happened yet, is a problem.

import type { CowFact, FactBase, LabelRow, MilkPeriod } from "../domain/holds/facts.ts";
import { type CowId, type FactId, factId, personId } from "../domain/ids.ts";
import { after, type EpochMs, epochMs, minutes } from "../domain/units.ts";
import { type BareDate, type FarmZone, farmTimeText, type Moment, parseMoment } from "./farm-time.ts";
import type { FactEntry, LabelEntry, PeriodEntry } from "./herd-schema.ts";
import { listed, nearest } from "./nearest.ts";
import type { Finding, Path } from "./problem.ts";

/** Another computer's clock may be this much ahead of the shed's before its entries count as dated in the future. */
const AHEAD_MAX = minutes(5);

/** Among more names than this the nearest is chance, and looking for it takes too long. */
const NAMES_COMPARED_MAX = 2_000;

/** What has been read so far of one file: filled piece by piece, then asked for what does not fit together. */
export type FactIndex = {
  readonly zone: FarmZone;
  readonly now: EpochMs | null;
  readonly rows: LabelRow[];
  readonly facts: Map<FactId, { readonly fact: CowFact; readonly path: Path }>;
  /** Names of facts that are there but could not be read: a reference to one is not a second problem. */
  readonly unreadFacts: Set<string>;
  unreadLabels: boolean;
};

export const emptyIndex = (zone: FarmZone, now: EpochMs | null): FactIndex => ({
  zone,
  now,
  rows: [],
  facts: new Map(),
  unreadFacts: new Set(),
  unreadLabels: false,
});

/** Takes one label row into the index. */
export function labelRows(
  entry: LabelEntry,
  path: Path,
  combine: "both" | "either",
  index: FactIndex,
): readonly Finding[] {
  const findings: Finding[] = [];
  const same = index.rows.find(
    (row) => row.label === entry.label && row.version === entry.version && row.use === entry.use,
  );
  if (same !== undefined) {
    findings.push({
      path: [...path, "version"],
      says: `Label ${entry.label} has version ${entry.version} twice.`,
      found: `two rows for ${rowText(same)}`,
      expected: "one row for each label, version and use",
      fix: "Give a changed label the next version; tell rows of one label apart by use.",
    });
  }
  const entered = momentAt(entry["entered-at"], [...path, "entered-at"], "end-of-day", index, findings);
  index.rows.push({
    label: entry.label,
    version: entry.version,
    product: entry.product,
    ...(entry.use === undefined ? {} : { use: entry.use }),
    givenAs: "lactating-treatment",
    milk: { kind: "after-last-dose", period: milkPeriodOf(entry.milk, combine) },
    meat: { kind: "unknown" },
    exportSlaughter: { kind: "unknown" },
    usedWith: [],
    enteredBy: personId(entry["entered-by"]),
    enteredAt: entered?.at ?? epochMs(0),
  });
  return findings;
}

function milkPeriodOf(entry: PeriodEntry, combine: "both" | "either"): MilkPeriod {
  if (typeof entry === "string") return { kind: entry };
  return {
    kind: "period",
    ...(entry.hours === undefined ? {} : { hours: entry.hours }),
    ...(entry.milkings === undefined ? {} : { milkings: entry.milkings }),
    combine: entry.combine ?? combine,
  };
}

/** One fact as the rules know it; an empty list where it has problems, which go to `findings`. */
export function readFact(
  entry: FactEntry,
  cow: CowId,
  path: Path,
  index: FactIndex,
  findings: Finding[],
): readonly CowFact[] {
  const before = findings.length;
  const name = factId(entry.fact);
  const first = index.facts.get(name);
  if (first !== undefined) findings.push(usedTwice(name, first.path, path));
  const recorded = momentAt(entry["recorded-at"], [...path, "recorded-at"], "end-of-day", index, findings);
  const base: FactBase = {
    fact: name,
    cow,
    by: personId(entry.by),
    recordedAt: recorded?.at ?? epochMs(0),
    ...(entry.supersedes === undefined ? {} : { supersedes: factId(entry.supersedes) }),
  };
  const fact = factOf(entry, base, path, index, findings);
  if (fact === null || findings.length > before) {
    index.unreadFacts.add(entry.fact);
    return [];
  }
  index.facts.set(name, { fact, path });
  return [fact];
}

function factOf(
  entry: FactEntry,
  base: FactBase,
  path: Path,
  index: FactIndex,
  findings: Finding[],
): CowFact | null {
  const moment = (key: string, text: string, bare: BareDate) =>
    momentAt(text, [...path, key], bare, index, findings);
  switch (entry.kind) {
    case "treatment":
      return treatmentOf(entry, base, path, index, findings);
    case "calving": {
      const at = moment("at", entry.at, "end-of-day");
      return at === null ? null : { ...base, kind: "calving", at: at.at, notBefore: at.begins };
    }
    case "manual-hold": {
      const from = moment("from", entry.from, "start-of-day");
      return from === null ? null : { ...base, kind: "manual-hold", from: from.at, reason: entry.reason };
    }
    case "clearance": {
      const at = moment("at", entry.at, "refused");
      return at === null
        ? null
        : { ...base, kind: "clearance", of: factId(entry.of), at: at.at, reason: entry.reason };
    }
    case "milked": {
      const at = moment("at", entry.at, "refused");
      return at === null ? null : { ...base, kind: "milked", at: at.at };
    }
    case "looked-at": {
      const at = moment("at", entry.at, "refused");
      return at === null ? null : { ...base, kind: "looked-at", at: at.at };
    }
  }
}

function treatmentOf(
  entry: Extract<FactEntry, { kind: "treatment" }>,
  base: FactBase,
  path: Path,
  index: FactIndex,
  findings: Finding[],
): CowFact | null {
  const first = momentAt(entry["first-dose"], [...path, "first-dose"], "start-of-day", index, findings);
  const last = momentAt(entry["last-dose"], [...path, "last-dose"], "end-of-day", index, findings);
  if (first !== null && last !== null && last.at < first.at) {
    findings.push({
      path: [...path, "last-dose"],
      says: "The last dose is before the first.",
      found: `first ${farmTimeText(first.at, index.zone)}, last ${farmTimeText(last.at, index.zone)} at the farm`,
      expected: "the last dose after the first, or the same",
      fix: "Look the treatment up: the two may have changed places, or a month or year is mistyped.",
    });
  }
  const row = rowFor(entry, path, index, findings);
  if (row === null || first === null || last === null) return null;
  const direction = entry.direction === undefined ? undefined : milkPeriodOf(entry.direction, "both");
  const { milk } = row;
  if (direction !== undefined && milk.kind === "after-last-dose" && isShorter(direction, milk.period))
    findings.push(shorterDirection(path, row));
  return {
    ...base,
    kind: "treatment",
    row,
    firstDoseAt: first.at,
    lastDoseAt: last.at,
    ...(direction === undefined ? {} : { offLabel: { direction, rows: versionRows(row, index) } }),
  };
}

function rowFor(
  entry: Extract<FactEntry, { kind: "treatment" }>,
  path: Path,
  index: FactIndex,
  findings: Finding[],
): LabelRow | null {
  const ofLabel = index.rows.filter((row) => row.label === entry.label);
  const ofVersion = ofLabel.filter((row) => row.version === entry.version);
  const fitting = entry.use === undefined ? ofVersion : ofVersion.filter((row) => row.use === entry.use);
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return only;
  // A label that is there but could not be read has its own problem already.
  if (ofVersion.length === 0 && index.unreadLabels) return null;
  if (ofLabel.length === 0) findings.push(noLabel(entry.label, path, index));
  else if (ofVersion.length === 0) findings.push(noVersion(entry.label, entry.version, ofLabel, path));
  else findings.push(noUse(entry.use, ofVersion, path));
  return null;
}

/** Every row of the version that this one belongs to. */
const versionRows = ({ label, version }: LabelRow, index: FactIndex): readonly LabelRow[] =>
  index.rows.filter((row) => row.label === label && row.version === version);

/** Only where the two can be compared clause by clause; whatever is left of doubt, both must be over anyway. */
function isShorter(direction: MilkPeriod, label: MilkPeriod): boolean {
  if (direction.kind === "nil") return label.kind !== "nil";
  if (label.kind === "never") return direction.kind !== "never";
  if (direction.kind !== "period" || label.kind !== "period") return false;
  const less = (a: number | undefined, b: number | undefined) => a !== undefined && b !== undefined && a < b;
  return less(direction.hours, label.hours) || less(direction.milkings, label.milkings);
}

/** Everything about references between facts, once all are read. */
export function referenceFindings(index: FactIndex): readonly Finding[] {
  const findings: Finding[] = [];
  for (const { fact, path } of index.facts.values()) {
    if (fact.supersedes !== undefined) {
      findings.push(...referenceTrouble(fact, fact.supersedes, [...path, "supersedes"], index));
    }
    if (fact.kind === "clearance") findings.push(...clearanceTrouble(fact, path, index));
  }
  return findings;
}

function referenceTrouble(fact: CowFact, to: FactId, path: Path, index: FactIndex): readonly Finding[] {
  const target = index.facts.get(to);
  if (target === undefined) return index.unreadFacts.has(to) ? [] : [noFact(to, path, index)];
  const words = { path, found: `"${to}"` };
  if (target.fact.cow !== fact.cow) {
    return [
      {
        ...words,
        says: `Fact ${to} is about cow ${target.fact.cow}, not about cow ${fact.cow}.`,
        expected: "a fact of the same cow",
        fix: "Make sure which cow is meant. A fact of the wrong cow is put right by a new fact for each.",
      },
    ];
  }
  if (to === fact.fact || target.fact.recordedAt > fact.recordedAt) {
    return [
      {
        ...words,
        says: to === fact.fact ? "A fact cannot refer to itself." : `Fact ${to} was recorded after this one.`,
        expected: "a fact recorded earlier",
        fix: "Look at both recorded-at dates, and at which corrects which.",
      },
    ];
  }
  return [];
}

function clearanceTrouble(
  fact: Extract<CowFact, { kind: "clearance" }>,
  path: Path,
  index: FactIndex,
): readonly Finding[] {
  const trouble = referenceTrouble(fact, fact.of, [...path, "of"], index);
  const target = index.facts.get(fact.of)?.fact;
  if (trouble.length > 0 || target === undefined) return trouble;
  const begins = holdBegins(target);
  if (begins === null) {
    return [
      {
        path: [...path, "of"],
        says: `A fact of kind ${target.kind} holds nothing, so there is nothing to clear.`,
        found: `"${fact.of}"`,
        expected: "a treatment, a calving or a manual hold",
        fix: "Name the fact whose hold ends.",
      },
    ];
  }
  if (fact.at >= begins) return [];
  return [
    {
      path: [...path, "at"],
      says: "The hold was cleared before it began.",
      found: `cleared ${farmTimeText(fact.at, index.zone)}, begun ${farmTimeText(begins, index.zone)} at the farm`,
      expected: "a clearance after the fact it clears",
      fix: "Correct the date that is wrong. A later treatment needs a clearance of its own.",
    },
  ];
}

function holdBegins(fact: CowFact): EpochMs | null {
  switch (fact.kind) {
    case "treatment":
      return fact.firstDoseAt;
    case "calving":
      return fact.at;
    case "manual-hold":
      return fact.from;
    case "clearance":
    case "milked":
    case "looked-at":
      return null;
    default:
      return null;
  }
}

function momentAt(
  text: string,
  path: Path,
  bare: BareDate,
  index: FactIndex,
  findings: Finding[],
): Moment | null {
  const moment = parseMoment(text, index.zone, bare);
  if (!moment.ok) {
    findings.push({ path, found: `"${text}"`, ...moment.error });
    return null;
  }
  if (index.now !== null && moment.value.begins > after(index.now, AHEAD_MAX)) {
    findings.push({
      path,
      says: "This date is in the future.",
      found: `"${text}", and it is ${farmTimeText(index.now, index.zone)} at the farm`,
      expected: "something that has happened",
      fix: "Correct the date, or enter it when it has happened. If the computer's own time is wrong, set that right.",
    });
  }
  return moment.value;
}

const rowText = (row: LabelRow): string =>
  `${row.label} version ${row.version}${row.use === undefined ? "" : ` (${row.use})`}`;

const usedTwice = (name: FactId, first: Path, path: Path): Finding => ({
  path: [...path, "fact"],
  says: `Two facts are called "${name}".`,
  found: `${first[0]}[${first[1]}] and ${path[0]}[${path[1]}]`,
  expected: "a name of its own for each fact in the file",
  fix: "Rename one. If both are the same fact, remove one of the two.",
});

function noLabel(label: string, path: Path, index: FactIndex): Finding {
  const known = [...new Set(index.rows.map((row) => row.label))];
  const meant = nearest(label, known);
  return {
    path: [...path, "label"],
    says: `There is no label "${label}" in this file.`,
    found: `"${label}"`,
    expected: known.length === 0 ? "a label under labels" : `one of: ${listed(known)}`,
    fix: meant === null ? "Copy the row from the label into labels." : `Did you mean "${meant}"?`,
  };
}

const noVersion = (label: string, version: number, rows: readonly LabelRow[], path: Path): Finding => ({
  path: [...path, "version"],
  says: `Label ${label} has no version ${version} in this file.`,
  found: `version ${version}`,
  expected: `one of: ${listed(rows.map((row) => String(row.version)))}`,
  fix: "Take the version that was on the packet. A changed label is added under labels as the next version.",
});

const noUse = (use: string | undefined, rows: readonly LabelRow[], path: Path): Finding => ({
  path: use === undefined ? path : [...path, "use"],
  says:
    use === undefined
      ? "This label has several rows, and the treatment does not say which."
      : "The label has no such use.",
  found: use === undefined ? 'no "use"' : `"${use}"`,
  expected: `one of: ${listed(rows.map((row) => row.use ?? "no use"))}`,
  fix: 'Add "use" with the words of the row: the routes differ in how long milk is withheld.',
});

const shorterDirection = (path: Path, row: LabelRow): Finding => ({
  path: [...path, "direction"],
  says: "The direction is shorter than the label.",
  found: `a direction shorter than ${rowText(row)}`,
  expected: "a period at least as long as the label's",
  fix: "Check it with the vet. A hold that may end early is ended by a clearance with a reason.",
});

function noFact(to: FactId, path: Path, index: FactIndex): Finding {
  const names = [...index.facts.keys()];
  const meant = names.length > NAMES_COMPARED_MAX ? null : nearest(to, names);
  return {
    path,
    says: `There is no fact "${to}" in this file.`,
    found: `"${to}"`,
    expected: "the name of a fact in this file",
    fix:
      meant === null
        ? "Facts are never removed: put it back, or correct the name."
        : `Did you mean "${meant}"?`,
  };
}
