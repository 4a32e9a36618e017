// Room: office/ui/treat. The next dose of a course: what of her last treatments may simply be given again.
// May live here: which treatment that is, and the draft it makes. May not: tiles, requests.
// Invariant: a repeat is a record of its own, with its own person, batch and time; the course's first dose is carried along,
// so that a course longer than its label is seen as one.

import type { Product, Treatment } from "../../contract/herd.ts";
import { newDraft, type TreatDraft } from "./draft.ts";

export type Repeat = {
  readonly treatment: Treatment;
  readonly product: Product;
  /** The first dose of the course, as recorded. */
  readonly courseBegan: string;
  /** Which dose this would be. */
  readonly dose: number;
  /** Null: the label gives no longest course. */
  readonly longestDays: number | null;
  readonly overLabel: boolean;
};

const DAY = 86_400_000;
/** Doses further apart than this are no course. */
const BETWEEN_DOSES_MAX = 3 * DAY;

const began = (when: string): number => Date.parse(when);

/** Her newest treatment that a next dose can follow; null: none. A treatment of several cows at once is none. */
export function repeatOf(
  treatments: readonly Treatment[],
  products: readonly Product[],
  now: number,
): Repeat | null {
  const standing = treatments
    .filter(({ supersededBy, cows }) => supersededBy === null && cows.length === 1)
    .filter(({ lastDose }) => now - began(lastDose) <= BETWEEN_DOSES_MAX)
    .sort((a, b) => began(b.lastDose) - began(a.lastDose));
  for (const treatment of standing) {
    const product = products.find((one) => one.product === treatment.product);
    if (product === undefined) continue;
    const row = product.rows.find(({ use }) => use === treatment.use) ?? product.rows[0];
    if (row === undefined || row.milk === undefined) continue;
    const doses = standing.filter((one) => one.product === treatment.product && one.use === treatment.use);
    const first = doses.reduce(
      (earliest, { firstDose }) => (began(firstDose) < began(earliest) ? firstDose : earliest),
      treatment.firstDose,
    );
    const longestDays = row.longestCourseDays ?? null;
    return {
      treatment,
      product,
      courseBegan: first,
      dose: doses.length + 1,
      longestDays,
      overLabel: longestDays !== null && now - began(first) > longestDays * DAY,
    };
  }
  return null;
}

/** The next dose: everything as the last one, given now, of the batch that is to be used first. */
export function repeated(entry: string, { treatment, courseBegan }: Repeat): TreatDraft {
  const cow = treatment.cows[0];
  return {
    ...newDraft(entry, cow ?? null),
    place: treatment.place,
    product: treatment.product,
    use: treatment.use,
    quantity: String(treatment.quantityEach),
    dose: treatment.dose,
    route: treatment.route,
    reason: treatment.reason,
    quarters: treatment.quarters,
    firstDose: courseBegan,
  };
}
