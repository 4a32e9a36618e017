// Room: config. Groups of cows, and the facts that several cows have at once.
// May live here: who is meant by a group or a list of cows. May not: what a fact says (herd-facts).
// Invariant: each cow that is meant is known, and meant once; a fact of nobody is a problem.

import type { CowFact } from "../domain/holds/facts.ts";
import { type CowId, cowId } from "../domain/ids.ts";
import type { GroupEntry, GroupFactEntry } from "./herd-group-schema.ts";
import { nearestOf } from "./herd-index.ts";
import { listed } from "./nearest.ts";
import type { Finding, Path } from "./problem.ts";

/** The cows of a file by how a milker tells them apart: 012, 12 and "12 " are one cow. */
export type KnownCows = ReadonlyMap<string, { readonly cow: string }>;

export const plainNumber = (cow: string): string => cow.toLowerCase().replace(/^0+(?=.)/, "");

/** Groups by name; null for one that could not be read, whose facts are then no second problem. */
export type Groups = Map<string, readonly CowId[] | null>;

/** Takes one group. */
export function takeGroup(
  entry: GroupEntry,
  path: Path,
  groups: Groups,
  known: KnownCows,
  findings: Finding[],
): void {
  if (groups.has(entry.group)) findings.push(groupTwice(entry.group, path));
  groups.set(entry.group, cowsIn(entry.cows, [...path, "cows"], known, findings));
}

/** Who has a fact of several cows; null where that has problems, which are told. */
export function cowsOfFact(
  entry: GroupFactEntry,
  path: Path,
  groups: Groups,
  known: KnownCows,
  findings: Finding[],
): readonly CowId[] | null {
  const { cows, group } = entry;
  if ((cows === undefined) === (group === undefined)) {
    findings.push(whoseFact(cows !== undefined, path));
    return null;
  }
  if (cows !== undefined) return cowsIn(cows, [...path, "cows"], known, findings);
  const members = groups.get(group ?? "");
  if (members === undefined) findings.push(noGroup(group ?? "", [...path, "group"], [...groups.keys()]));
  return members ?? null;
}

/** The same fact for each cow. */
export const forEach = (fact: CowFact, cows: readonly CowId[]): readonly CowFact[] =>
  cows.map((cow) => (cow === fact.cow ? fact : { ...fact, cow }));

function cowsIn(
  numbers: readonly string[],
  path: Path,
  known: KnownCows,
  findings: Finding[],
): readonly CowId[] | null {
  const before = findings.length;
  const seen = new Map<string, number>();
  for (const [i, number] of numbers.entries()) {
    const first = seen.get(number);
    if (first !== undefined) findings.push(cowTwice(number, first, [...path, i]));
    seen.set(number, i);
    if (known.get(plainNumber(number))?.cow !== number) findings.push(noCow(number, [...path, i], known));
  }
  return findings.length > before ? null : numbers.map(cowId);
}

function noCow(number: string, path: Path, known: KnownCows): Finding {
  const same = known.get(plainNumber(number))?.cow;
  const numbers = [...known.values()].map(({ cow }) => cow);
  const meant = same ?? nearestOf(number, numbers);
  return {
    path,
    says: `There is no cow ${number} in this file.`,
    found: `"${number}"`,
    expected: "the number of a cow under cows",
    fix:
      meant === null
        ? "Correct the number, or add her under cows: one who left is kept there as sold or died."
        : `Did you mean "${meant}"?`,
  };
}

const cowTwice = (number: string, first: number, path: Path): Finding => ({
  path,
  says: `Cow ${number} is there twice.`,
  found: `entries ${first + 1} and ${Number(path.at(-1)) + 1}`,
  expected: "each cow once",
  fix: "Remove one of the two, after making sure that no other cow was meant.",
});

const groupTwice = (group: string, path: Path): Finding => ({
  path: [...path, "group"],
  says: `Two groups are called "${group}".`,
  found: `"${group}"`,
  expected: "a name of its own for each group",
  fix: "Give one another name. A group whose members changed is a new group, such as one with a date in its name.",
});

const whoseFact = (both: boolean, path: Path): Finding => ({
  path,
  says: both ? "This fact has both a group and cows." : "This fact does not say which cows have it.",
  found: both ? '"cows" and "group"' : 'neither "cows" nor "group"',
  expected: 'either "cows" or "group"',
  fix: both
    ? "Keep one of the two: a fact for others is a fact of its own."
    : 'Add "group": "…" with the name of a group, or "cows": ["117", "118"].',
});

function noGroup(group: string, path: Path, groups: readonly string[]): Finding {
  const meant = nearestOf(group, groups);
  return {
    path,
    says: `There is no group "${group}" in this file.`,
    found: `"${group}"`,
    expected: groups.length === 0 ? "a group under groups" : `one of: ${listed(groups)}`,
    fix: meant === null ? "Add it under groups, or name the cows here." : `Did you mean "${meant}"?`,
  };
}
