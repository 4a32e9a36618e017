// Room: config. What has been read so far of one herd file, and how its dates are read.
// May live here: the index that the readers of labels, facts and groups fill together. May not: rules about any of them.
// Invariant: filled piece by piece, then asked for what does not fit together; a date is never guessed.

import type { CowFact, LabelRow } from "../domain/holds/facts.ts";
import type { CowId, FactId } from "../domain/ids.ts";
import { after, type EpochMs, minutes } from "../domain/units.ts";
import {
  type BareDate,
  type FarmZone,
  farmTimeText,
  type Moment,
  needsZone,
  parseMoment,
} from "./farm-time.ts";
import { isUnknown, UNKNOWN } from "./herd-pieces.ts";
import type { PolicyEntry } from "./herd-schema.ts";
import { nearest } from "./nearest.ts";
import type { Finding, Path } from "./problem.ts";

/** Another computer's clock may be this much ahead of the shed's before its entries count as dated in the future. */
const AHEAD_MAX = minutes(5);

/** Among more names than this the nearest is chance, and looking for it takes too long. */
const NAMES_COMPARED_MAX = 2_000;

/** A fact with its place, and who has it. */
export type KnownFact = {
  /** Of a fact that several cows have: as the first of them has it. */
  readonly fact: CowFact;
  readonly path: Path;
  /** The first instant that the fact's earliest date covers; null where that is not known. */
  readonly begins: EpochMs | null;
  /** The first instant at which it may have been written down. */
  readonly recordedFrom: EpochMs;
  /** The cows that have it; null for the one cow of the fact. */
  readonly cows: ReadonlySet<CowId> | null;
};

export type HerdIndex = {
  /** UTC where the farm's zone is not known. */
  readonly zone: FarmZone;
  readonly zoneKnown: boolean;
  readonly now: EpochMs | null;
  readonly policy: PolicyEntry;
  /** Label rows by the name of their label, in the order of the file. */
  readonly rows: Map<string, LabelRow[]>;
  readonly facts: Map<FactId, KnownFact>;
  /** Names of facts that are there but could not be read: a reference to one is not a second problem. */
  readonly unreadFacts: Set<string>;
  unreadLabels: boolean;
  /** That the zone is missing is told once, not for every date. */
  zoneMissed: boolean;
};

export const emptyIndex = (
  zone: FarmZone,
  zoneKnown: boolean,
  now: EpochMs | null,
  policy: PolicyEntry,
): HerdIndex => ({
  zone,
  zoneKnown,
  now,
  policy,
  rows: new Map(),
  facts: new Map(),
  unreadFacts: new Set(),
  unreadLabels: false,
  zoneMissed: false,
});

/** A date as it was written under `key` at `path`; null where it has a problem, which goes to `findings`. */
export function momentAt(
  text: string,
  path: Path,
  key: string | number,
  bare: BareDate,
  index: HerdIndex,
  findings: Finding[],
): Moment | null {
  const moment = parseMoment(text, index.zone, bare);
  if (!moment.ok) {
    const at = [...path, key];
    findings.push(isUnknown(text) ? notUnknown(at, bare) : { path: at, found: `"${text}"`, ...moment.error });
    return null;
  }
  if (!index.zoneKnown && !index.zoneMissed && needsZone(text)) {
    index.zoneMissed = true;
    findings.push(noZone(text, [...path, key]));
  }
  if (index.now !== null && moment.value.begins > after(index.now, AHEAD_MAX)) {
    findings.push({
      path: [...path, key],
      says: "This date is in the future.",
      found: `"${text}", and it is ${timeAt(index.now, index)}`,
      expected: "something that has happened",
      fix: "Correct the date, or enter it when it has happened. If the computer's own time is wrong, set that right.",
    });
  }
  return moment.value;
}

/** A date that may be "unknown": both of its instants are null then. */
export type MomentOrUnknown = Moment | { readonly at: null; readonly begins: null };

export function momentOrUnknownAt(
  text: string,
  path: Path,
  key: string,
  bare: BareDate,
  index: HerdIndex,
  findings: Finding[],
): MomentOrUnknown | null {
  if (isUnknown(text)) return { at: null, begins: null };
  const before = findings.length;
  const moment = momentAt(text, path, key, bare, index, findings);
  if (moment === null) {
    for (const finding of findings.splice(before)) findings.push(orUnknown(finding, text));
  }
  return moment;
}

const orUnknown = (finding: Finding, text: string): Finding => ({
  ...finding,
  expected: `${finding.expected}, or "${UNKNOWN}"`,
  fix: nearest(text, [UNKNOWN]) === null ? finding.fix : `Did you mean "${UNKNOWN}"?`,
});

const SURELY: { readonly [bare in BareDate]: string } = {
  "start-of-day": "Write the first day that it can have been.",
  "end-of-day": "Write the last day that it can have been.",
  refused: "Leave the fact out where nobody knows: it may not end anything by a guess.",
};

const notUnknown = (path: Path, bare: BareDate): Finding => ({
  path,
  says: "This date has to be known.",
  found: `"${UNKNOWN}"`,
  expected: "a date",
  fix: SURELY[bare],
});

/** An instant for a message, saying whose clock shows it. */
export const timeAt = (at: EpochMs, index: HerdIndex): string =>
  `${farmTimeText(at, index.zone)} ${index.zoneKnown ? "at the farm" : "UTC"}`;

/** The known name that was meant, where there are few enough to tell. */
export const nearestOf = (name: string, known: readonly string[]): string | null =>
  known.length > NAMES_COMPARED_MAX ? null : nearest(name, known);

const noZone = (text: string, path: Path): Finding => ({
  path,
  says: "This date has no offset, and the file does not say where the farm is.",
  found: `"${text}"`,
  expected: '"time-zone" at the top of the file, or an offset with every date',
  fix: 'Add "time-zone": "Australia/Melbourne", with the zone of the farm.',
});
