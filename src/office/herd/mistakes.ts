// Room: office/herd. What the reader of herd files finds wrong, as mistakes in the fields of an entry.
// May live here: from a path of the herd file to a field of the contract. May not: rules.
// Invariant: no problem is lost: what belongs to no field is said of the whole entry.

import type { Problem } from "../../config/problem.ts";
import type { Mistake, Refusal } from "../contract/pieces.ts";

/** Keys of a herd file that an entry calls otherwise. */
const FIELDS: { readonly [key: string]: string } = {
  label: "product",
  version: "product",
  "first-dose": "firstDose",
  "last-dose": "lastDose",
  "off-label": "offLabel",
  direction: "offLabel.milk",
  "meat-direction": "offLabel.meat",
  "dry-cow": "dryCow",
  "teat-sealant": "teatSealant",
  "export-slaughter": "exportSlaughter",
  "longest-course-days": "longestCourseDays",
  "used-with": "usedWith",
  "minimum-dry-days": "minimumDryDays",
  "dry-longer-than-days": "dryLongerThanDays",
  "after-calving": "afterCalving",
  "otherwise-after-treatment": "otherwiseAfterTreatment",
  "recorded-at": "",
};

/** `cows[3].eids[0]` as steps. */
const stepsOf = (path: string): readonly string[] => path.split(/[.[\]]+/).filter((step) => step !== "");

/**
 * The mistakes of an entry. `under`: where in the herd file the entry's own part began, such as `group-facts[3]`, and the field it stands
 * for, such as `rows.1`; what is found elsewhere is said of the whole entry.
 */
export function mistakesOf(
  problems: readonly Problem[],
  under: readonly { readonly path: string; readonly field: string }[],
): Mistake[] {
  return problems.map(({ path, says, found, expected, fix }) => {
    const steps = stepsOf(path);
    const place = under.find((one) => stepsOf(one.path).every((step, n) => steps[n] === step));
    const inside = place === undefined ? [] : steps.slice(stepsOf(place.path).length);
    const field = inside.map((step) => FIELDS[step] ?? step).filter((step) => step !== "");
    const at = [place?.field ?? "", ...field].filter((step) => step !== "").join(".");
    return { at, found, expected: ofRecords(expected), fix: ofRecords(`${says} ${fix}`) };
  });
}

/** Who enters something at a page has no file in front of them. */
const ofRecords = (text: string): string =>
  FILE_WORDS.reduce((said, [file, records]) => said.replace(file, records), text);
const FILE_WORDS = [
  ["in this file", "in the records"],
  ["add her under cows: one who left is kept there as sold or died", "enter her into the register first"],
  ["the number of a cow under cows", "the number of a cow in the register"],
  ["Facts are never removed: put it back, or correct the name.", "Load the page again, and choose it there."],
] as const;

/** A refusal that carries every mistake; the first one is said at the top. */
export function badEntry(mistakes: readonly Mistake[]): { readonly ok: false; readonly error: Refusal } {
  const more = mistakes.length > 1 ? ` There are ${mistakes.length} mistakes in all.` : "";
  return {
    ok: false,
    error: {
      code: "bad-entry",
      says: `The entry was not recorded: something in it cannot be so.${more}`,
      fix: mistakes[0]?.fix ?? "Look at it again.",
      mistakes: [...mistakes],
    },
  };
}

export const mistake = (at: string, found: string, expected: string, fix: string): Mistake => ({
  at,
  found,
  expected,
  fix,
});
