// Room: config. Label rows of a herd file, as the rules know them.
// May live here: the way from a row to LabelRow, and what treatments say of rows. May not: what a rule means for milk.
// Invariant: one row for each label, version and use; a treatment names exactly one of them.

import type { GivenAs, LabelRow, MeatPeriod, MilkPeriod, MilkRule } from "../domain/holds/facts.ts";
import { personId } from "../domain/ids.ts";
import { assert } from "../domain/result.ts";
import { epochMs } from "../domain/units.ts";
import { type HerdIndex, momentAt, nearestOf } from "./herd-index.ts";
import type { LabelEntry } from "./herd-label-schema.ts";
import { hoursOf, type MeatEntry, type PeriodEntry } from "./herd-pieces.ts";
import { listed } from "./nearest.ts";
import type { Finding, Path } from "./problem.ts";

type Combine = "both" | "either";

/** Takes one label row into the index. */
export function takeLabelRow(entry: LabelEntry, path: Path, index: HerdIndex, findings: Finding[]): void {
  const rows = index.rows.get(entry.label) ?? [];
  const same = rows.find((row) => row.version === entry.version && row.use === entry.use);
  if (same !== undefined) findings.push(rowTwice(same, path));
  const entered = momentAt(entry["entered-at"], path, "entered-at", "end-of-day", index, findings);
  const { givenAs, milk } = milkRuleOf(entry, index.policy["hours-and-milkings"]);
  rows.push({
    label: entry.label,
    version: entry.version,
    product: entry.product,
    ...(entry.use === undefined ? {} : { use: entry.use }),
    givenAs,
    milk,
    meat: meatPeriodOf(entry.meat),
    exportSlaughter: meatPeriodOf(entry["export-slaughter"]),
    ...(entry["longest-course-days"] === undefined ? {} : { courseDaysMax: entry["longest-course-days"] }),
    usedWith: entry["used-with"],
    enteredBy: personId(entry["entered-by"]),
    enteredAt: entered?.at ?? epochMs(0),
  });
  index.rows.set(entry.label, rows);
}

function milkRuleOf(
  entry: LabelEntry,
  combine: Combine,
): { readonly givenAs: GivenAs; readonly milk: MilkRule } {
  const { milk, "dry-cow": dryCow, "teat-sealant": sealant } = entry;
  if (milk !== undefined) {
    return {
      givenAs: "lactating-treatment",
      milk: { kind: "after-last-dose", period: milkPeriodOf(milk, combine) },
    };
  }
  if (sealant !== undefined) {
    const period = milkPeriodOf(sealant["after-calving"], combine);
    return {
      givenAs: "teat-sealant",
      milk: { kind: "after-calving", minimumDryDays: sealant["minimum-dry-days"], period },
    };
  }
  assert(dryCow !== undefined, "a label row has one of its three rules");
  const afterCalving = milkPeriodOf(dryCow["after-calving"], combine);
  const longerThanDays = dryCow["dry-longer-than-days"];
  const otherwise = dryCow["otherwise-after-treatment"];
  if (longerThanDays !== undefined && otherwise !== undefined) {
    const otherwiseAfterLastDose = milkPeriodOf(otherwise, combine);
    return {
      givenAs: "dry-cow-treatment",
      milk: { kind: "by-dry-period", longerThanDays, afterCalving, otherwiseAfterLastDose },
    };
  }
  const minimumDryDays = dryCow["minimum-dry-days"];
  assert(minimumDryDays !== undefined, "a dry-cow rule has one of its two shapes");
  return {
    givenAs: "dry-cow-treatment",
    milk: { kind: "after-calving", minimumDryDays, period: afterCalving },
  };
}

/** A milk period; `combine` is what it means where it does not say. */
export function milkPeriodOf(entry: PeriodEntry, combine: Combine): MilkPeriod {
  return typeof entry === "string" ? { kind: entry } : partsOf(entry, combine);
}

/** A period that is neither nil, never nor unknown. */
export function partsOf(
  entry: Exclude<PeriodEntry, string>,
  combine: Combine,
): MilkPeriod & { readonly kind: "period" } {
  const hours = hoursOf(entry);
  return {
    kind: "period",
    ...(hours === undefined ? {} : { hours }),
    ...(entry.milkings === undefined ? {} : { milkings: entry.milkings }),
    combine: entry.combine ?? combine,
  };
}

export function meatPeriodOf(entry: MeatEntry): MeatPeriod {
  if (typeof entry === "string") return { kind: entry };
  return { kind: "period", hours: hoursOf(entry) ?? 0 };
}

/** What rows say of each other, once all are read. */
export function labelFindings(entries: readonly (LabelEntry | null)[], index: HerdIndex): readonly Finding[] {
  // A label that could not be read may be the one that is meant.
  if (index.unreadLabels) return [];
  return entries.flatMap((entry, i) =>
    (entry?.["used-with"] ?? []).flatMap((name, n) =>
      index.rows.has(name) ? [] : [noLabel(name, ["labels", i, "used-with", n], index)],
    ),
  );
}

/** The row that a treatment names, or null with the problem told. */
export function rowFor(
  named: { readonly label: string; readonly version: number; readonly use?: string | undefined },
  path: Path,
  index: HerdIndex,
  findings: Finding[],
): LabelRow | null {
  const ofLabel = index.rows.get(named.label) ?? [];
  const ofVersion = ofLabel.filter((row) => row.version === named.version);
  const fitting = named.use === undefined ? ofVersion : ofVersion.filter((row) => row.use === named.use);
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return only;
  // A label that is there but could not be read has its own problem already.
  if (ofVersion.length === 0 && index.unreadLabels) return null;
  if (ofLabel.length === 0) findings.push(noLabel(named.label, [...path, "label"], index));
  else if (ofVersion.length === 0) findings.push(noVersion(named.label, named.version, ofLabel, path));
  else findings.push(noUse(named.use, ofVersion, path));
  return null;
}

/** Every row of the label's version that `row` belongs to. */
export const versionRows = (row: LabelRow, index: HerdIndex): readonly LabelRow[] =>
  (index.rows.get(row.label) ?? []).filter((other) => other.version === row.version);

export const rowText = (row: LabelRow): string =>
  `${row.label} version ${row.version}${row.use === undefined ? "" : ` (${row.use})`}`;

const rowTwice = (row: LabelRow, path: Path): Finding => ({
  path: [...path, "version"],
  says: `Label ${row.label} has version ${row.version} twice.`,
  found: `two rows for ${rowText(row)}`,
  expected: "one row for each label, version and use",
  fix: "Give a changed label the next version; tell rows of one label apart by use.",
});

function noLabel(label: string, path: Path, index: HerdIndex): Finding {
  const known = [...index.rows.keys()];
  const meant = nearestOf(label, known);
  return {
    path,
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
