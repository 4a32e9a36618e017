// Room: test/checker. Rules, checker and book, asked the same question about one cow.
// May live here: the three answers in the same words. May not: expectations.
// Invariant: each is asked through its own door, from the same records.

import type { Cow, HoldPolicy } from "../../src/domain/holds/facts.ts";
import { standingOf } from "../../src/domain/holds/standing.ts";
import { type EpochMs, epochMs } from "../../src/domain/units.ts";
import { withheldByTheBook } from "../domain/holds/oracle.ts";
import { type Answer, answerTo, withCow } from "./evidence.ts";

/** Everything that the answer hangs on, besides who she is and where the valve stands. */
export type Question = {
  readonly cow: Cow;
  readonly milkings: readonly EpochMs[];
  readonly policy: HoldPolicy;
  readonly surely: EpochMs | null;
  /** When the program last saw her looked at. */
  readonly lookedAt: EpochMs | null;
};

export function rulesSay({ cow, milkings, policy, surely, lookedAt }: Question): Answer {
  const standing = standingOf(cow, milkings, lookedAt, policy, { sure: surely, wall: surely ?? epochMs(0) });
  if (standing.open.length > 0) return "withheld";
  return standing.checkDue ? "look" : "yes";
}

export const checkerSays = ({ cow, milkings, policy, surely, lookedAt }: Question): Answer =>
  answerTo(withCow(cow, { milkings, surely, lookedAt }, policy));

/** Whether the naive reading withholds her. */
export const bookWithholds = ({ cow, milkings, policy, surely }: Question): boolean =>
  withheldByTheBook(cow, milkings, policy, surely ?? epochMs(0));
