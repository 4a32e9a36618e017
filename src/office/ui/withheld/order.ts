// Room: office/ui/withheld. The list in the order in which people need it: who stands in the shed, who is to be looked at, who clears next.
// May live here: order and grouping. May not: layout.

import type { WithheldCow } from "../../contract/herd.ts";

export type Group = { readonly title: string; readonly cows: readonly WithheldCow[] };

export function groupsOf(cows: readonly WithheldCow[]): readonly Group[] {
  const sorted = [...cows].sort((a, b) => earliest(a) - earliest(b) || numbered(a.cow, b.cow));
  const inMilk = ({ status }: WithheldCow) => status === "in-milk";
  const groups = [
    { title: "Look at her at her next milking", cows: sorted.filter((cow) => cow.standing === "check") },
    {
      title: "In milk: keep out of the vat",
      cows: sorted.filter((cow) => cow.standing === "divert" && inMilk(cow)),
    },
    {
      title: "Not in milk: withheld when they come in",
      cows: sorted.filter((cow) => cow.standing === "divert" && !inMilk(cow)),
    },
  ];
  return groups.filter((group) => group.cows.length > 0);
}

/** Who clears by time alone comes before who does not. */
const earliest = (cow: WithheldCow): number =>
  cow.earliest === null ? Number.MAX_SAFE_INTEGER : Date.parse(cow.earliest);
const numbered = (a: string, b: string): number => a.localeCompare(b, "en", { numeric: true });

/** The next cow that will be clear by time; null: none will be by time alone. */
export const nextToClear = (cows: readonly WithheldCow[]): WithheldCow | null =>
  [...cows]
    .filter((cow) => cow.standing === "divert" && cow.earliest !== null)
    .sort((a, b) => earliest(a) - earliest(b))[0] ?? null;

/** The most milkings that any of her holds still counts; null: none counts any. */
export function milkingsLeft({ holds }: WithheldCow): number | null {
  const counts = holds.flatMap(({ milkingsLeft: left }) => (left === null ? [] : [left]));
  return counts.length === 0 ? null : Math.max(...counts);
}
