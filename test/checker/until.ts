// Room: test/checker. A case in one line: what is on record of a cow, and until which day she is withheld.
// May live here: the question asked on both sides of that day. May not: cases.
// Invariant: each case is asked one millisecond before its day and at it, with no sure time at all, and years later.

import { expect, test } from "vitest";
import type { Evidence } from "../../src/checker/check.ts";
import type { CowFact, HoldPolicy, Jurisdiction } from "../../src/domain/holds/facts.ts";
import { epochMs } from "../../src/domain/units.ts";
import { AUTOMATIC, cowWith, day, hoursOnly } from "../domain/holds/make.ts";
import { answerTo, withCow } from "./evidence.ts";

export type Case = readonly [
  what: string,
  facts: readonly CowFact[],
  /** The day until which she is withheld (from then on she may go), or for ever. */
  until: number | "for ever" | "never",
  change?: Omit<Partial<Evidence>, "surely"> & { readonly policy?: HoldPolicy },
];
/** No colostrum to wait for, where it is not the point. */
export const PLAIN: HoldPolicy = { ...AUTOMATIC, colostrum: hoursOnly(0) };
export const farm = (jurisdiction: Jurisdiction): HoldPolicy => ({ ...PLAIN, jurisdiction });
export const YEARS = 4_000;

/** She may go at that very instant, and may not a millisecond before. */
export function holds(cases: readonly Case[]): void {
  for (const [what, facts, until, { policy = PLAIN, ...rest } = {}] of cases) {
    const on = (surely: Evidence["surely"]) =>
      answerTo(withCow(cowWith(...facts), { surely, ...rest }, policy));
    test(what, () => {
      expect(on(null)).toBe(until === "never" ? "yes" : "withheld");
      if (until === "never") expect(on(day(0))).toBe("yes");
      else if (until === "for ever") expect(on(day(YEARS))).toBe("withheld");
      else {
        const end = Math.round(day(until));
        expect(on(epochMs(end - 1))).toBe("withheld");
        expect(on(epochMs(end))).toBe("yes");
        expect(on(day(YEARS))).toBe("yes");
      }
    });
  }
}
