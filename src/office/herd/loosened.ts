// Room: office/herd. Whether a new fact lets a hold end sooner than it would without it, or ends it as soon as it counts.
// May live here: comparing a cow's holds and sale before and after. May not: who may do so.
// Invariant: in doubt it does.

import type { CowFact } from "../../domain/holds/facts.ts";
import type { Hold } from "../../domain/holds/holds.ts";
import { milkingsOf } from "../../domain/holds/milkings.ts";
import { clearing } from "../../domain/holds/period.ts";
import { type MarketVerdict, saleCheck } from "../../domain/holds/sale.ts";
import { cowId } from "../../domain/ids.ts";
import { epochMs } from "../../domain/units.ts";
import type { Caller } from "../contract/handlers.ts";
import type { Room } from "./room.ts";
import { countedOf, cowWith, type Moment, momentFor, verdictNow } from "./standing.ts";

/** The first of these cows who would be clear, or free to be sold, sooner by this fact; null: none. */
export function loosened(
  room: Room,
  {
    fact,
    cows,
    caller,
  }: { readonly fact: CowFact; readonly cows: readonly string[]; readonly caller: Caller },
): string | null {
  const moments = momentsOf(room, fact, caller);
  const isLoosened = (cow: string, moment: Moment) => {
    const before = standing(room, cow, moment, []);
    const after = standing(room, cow, moment, [{ ...fact, cow: cowId(cow) }]);
    return (
      before.open.some((hold) => isSooner(hold, after.open)) ||
      before.sale.some((market) => isFreeSooner(market, after.sale))
    );
  };
  return cows.find((cow) => moments.some((moment) => isLoosened(cow, moment))) ?? null;
}

/**
 * The first of these cows a hold of whom is over by this fact as soon as it counts; null: none. A calving whose own withholding begins ends only the
 * waiting for it.
 */
export function ended(
  room: Room,
  {
    fact,
    cows,
    caller,
  }: { readonly fact: CowFact; readonly cows: readonly string[]; readonly caller: Caller },
): string | null {
  const moments = momentsOf(room, fact, caller);
  const ends = (cow: string, moment: Moment) => {
    const before = standing(room, cow, moment, []).open;
    if (before.length === 0) return false;
    const after = standing(room, cow, moment, [{ ...fact, cow: cowId(cow) }]).open;
    if (fact.kind === "calving" && after.some((hold) => hold.source === fact.fact)) return false;
    return before.some((hold) => !after.some((one) => one.source === hold.source));
  };
  return cows.find((cow) => moments.some((moment) => ends(cow, moment))) ?? null;
}

/**
 * Now, as far as time is sure; and when everything in the fact counts. What loosens counts from its date on, which may lie ahead: the end of a
 * day without a time, a date by another computer's clock, any date while the clock is not sure.
 */
function momentsOf(room: Room, fact: CowFact, caller: Caller): readonly Moment[] {
  const now = momentFor(room, caller);
  const dates = Object.entries(fact).flatMap(([key, value]) =>
    key !== "recordedAt" && typeof value === "number" ? [value] : [],
  );
  const later = Math.max(now.at, caller.at, ...dates);
  return later === now.at ? [now] : [now, { ...now, at: epochMs(later) }];
}

function standing(
  room: Room,
  cow: string,
  moment: Moment,
  more: readonly CowFact[],
): { readonly open: readonly Hold[]; readonly sale: readonly MarketVerdict[] } {
  const known = cowWith(room, cow, moment, more);
  if (known === null) return { open: [], sale: [] };
  const { policy } = room.herd;
  const milkings = milkingsOf(known, countedOf(known, moment), policy);
  return {
    open: verdictNow(room, known, moment).standing?.open ?? [],
    sale: saleCheck(known, milkings, policy, moment.at),
  };
}

function isSooner(hold: Hold, later: readonly Hold[]): boolean {
  const same = later.find((one) => one.source === hold.source);
  if (same === undefined) return true;
  const [before, after] = [clearing(hold.missing), clearing(same.missing)];
  if (before.clearsAt === null && after.clearsAt !== null) return true;
  if (before.clearsAt !== null && after.clearsAt !== null && after.clearsAt < before.clearsAt) return true;
  const waits = (one: Hold) => new Set(one.missing.map(({ kind }) => kind));
  const now = waits(same);
  return after.milkingsLeft < before.milkingsLeft || [...waits(hold)].some((kind) => !now.has(kind));
}

const ORDER = { no: 0, "if-declared": 1, free: 2 } as const;

function isFreeSooner(market: MarketVerdict, later: readonly MarketVerdict[]): boolean {
  const same = later.find((one) => one.market === market.market);
  if (same === undefined || ORDER[same.verdict] > ORDER[market.verdict]) return true;
  if (same.freeFrom === null) return false;
  return market.freeFrom === null ? market.verdict !== "free" : same.freeFrom < market.freeFrom;
}
