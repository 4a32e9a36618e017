// Room: office/herd. How the cows of the whole register stand, without working out anew for each question what has not changed.
// May live here: remembering who was clear, and by what. May not: rules; anything that decides about a bail.
// Invariant: whoever is not clear is worked out at every question; who is clear, whenever anything on record about her has changed, and every minute or two.

import type { Cow, CowFact, HoldPolicy } from "../../domain/holds/facts.ts";
import type { Verdict } from "../../domain/holds/verdict.ts";
import type { EpochMs } from "../../domain/units.ts";
import type { Room } from "./room.ts";
import { cowWith, type Moment, verdictNow } from "./standing.ts";

/** No hold begins by time alone. Should one ever, a page would show it so much later; bails have verdicts of their own. */
const CLEAR_FOR_MS = 60_000;
/** Not all at once: of each question only some cows are due. */
const SPREAD = 60;
const spreadOf = (cow: string): number =>
  ([...cow].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 0) % SPREAD) * 1_000;

export type StandingCow = { readonly cow: Cow; readonly verdict: Verdict };
type Clear = StandingCow & {
  readonly facts: readonly CowFact[];
  readonly entry: unknown;
  readonly policy: HoldPolicy;
  readonly beside: string;
  readonly at: EpochMs;
};
export type ClearCows = Map<string, Clear>;

/** A cow and how she stands; null: not in the register. */
export function standingNow(room: Room, number: string, moment: Moment): StandingCow | null {
  const { herd, clear } = room;
  const [facts, entry, { policy }] = [herd.factsOf(number), herd.register.get(number), herd];
  const milkings = moment.milkings(number);
  const beside = `${milkings.length} ${milkings.at(-1)} ${moment.lookedAt(number)}`;
  const known = moment.review.has(number) ? undefined : clear.get(number);
  const isKnown =
    known?.facts === facts &&
    known.entry === entry &&
    known.policy === policy &&
    known.beside === beside &&
    Math.abs(moment.at - known.at) < CLEAR_FOR_MS + spreadOf(number);
  if (isKnown) return known;
  clear.delete(number);
  const cow = cowWith(room, number, moment);
  if (cow === null) return null;
  const verdict = verdictNow(room, cow, moment);
  if (verdict.verdict === "release")
    clear.set(number, { cow, verdict, facts, entry, policy, beside, at: moment.at });
  return { cow, verdict };
}
