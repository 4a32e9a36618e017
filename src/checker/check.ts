// Room: checker. The second yes: a release also needs this check, written apart from domain/ and sharing no rule
// with it (DESIGN promise 3). It reads raw facts and says yes only when it finds nothing against the cow.
// May import: domain/units, domain/ids and the fact shapes. May not: any rule of domain/holds, arrivals or release.
// Invariant: it can only say no to a release; it can never make one.

import type { Cow, HerdTable, MilkPeriod } from "../domain/holds/facts.ts";
import type { BailNo, CowId, Eid } from "../domain/ids.ts";
import type { EpochMs } from "../domain/units.ts";

/** One bail that is about to be released, and everything this check needs to see for itself. */
export type Evidence = {
  readonly bail: BailNo;
  /** The tag that was read in this visit, or the cow that a person settled the place with. */
  readonly seen: { readonly eid: Eid } | { readonly settled: CowId } | null;
  /** The cow that the other side decided for. */
  readonly decidedFor: CowId | null;
  /** Every place that is occupied now, with what was seen there. */
  readonly elsewhere: readonly {
    readonly bail: BailNo;
    readonly eids: readonly Eid[];
    readonly settled: CowId | null;
  }[];
  readonly table: HerdTable | null;
  /** An instant that has surely passed; null when none is known. */
  readonly surely: EpochMs | null;
  /** Begun times of counted milkings of this cow, from this program's own records. */
  readonly milkings: readonly EpochMs[];
  /** When this program last saw her looked at; infinity is not a time: null when never. */
  readonly lookedAt: EpochMs | null;
  readonly lookedAtNow: boolean;
  /** Position switches of the bail as last reported, and whether it is ordered to the vat already. */
  readonly switches: { readonly vat: boolean; readonly divert: boolean; readonly orderedToVat: boolean };
};

export type SecondOpinion = { readonly yes: true } | { readonly yes: false; readonly because: string };

const no = (because: string): SecondOpinion => ({ yes: false, because });
const HOUR = 3_600_000;
/** The records keep this many milkings of a cow. With so many since, when the first of them were is forgotten. */
const REMEMBERED = 32;

/** Whether the checker agrees to release this bail. */
export function agrees(e: Evidence): SecondOpinion {
  if (e.table === null) return no("there is no herd table");
  if (e.seen === null) return no("nobody was read or settled in this bail");
  const cow = identify(e.seen, e.table);
  if (cow === null) return no("the tag or number does not belong to exactly one cow");
  if (cow.cow !== e.decidedFor) return no(`the decision was for ${e.decidedFor}, the tag is of ${cow.cow}`);
  if (cow.status !== "in-milk") return no(`${cow.cow} is recorded as ${cow.status}`);
  for (const other of e.elsewhere) {
    if (other.bail === e.bail) continue;
    if (other.settled === cow.cow || other.eids.some((eid) => cow.eids.includes(eid))) {
      return no(`${cow.cow} is also in bail ${other.bail}`);
    }
  }
  // A valve on its way to the vat is watched by others; a new release begins only from a proven divert.
  const atDivert = e.switches.divert && !e.switches.vat;
  if (!e.switches.orderedToVat && !atDivert) return no("the valve is not proven at divert");
  return milkIsFit(cow, e, e.table);
}

function identify(seen: NonNullable<Evidence["seen"]>, table: HerdTable): Cow | null {
  const fits = table.cows.filter((cow) =>
    "eid" in seen ? cow.eids.includes(seen.eid) : cow.cow === seen.settled,
  );
  return fits.length === 1 ? (fits[0] ?? null) : null;
}

/** Goes through the facts one by one, each on its own, and looks for one that still forbids her milk. */
function milkIsFit(cow: Cow, e: Evidence, table: HerdTable): SecondOpinion {
  const surely = e.surely ?? Number.NEGATIVE_INFINITY;
  const begun = begunMilkings(cow, e.milkings, table.policy.milkingsApartMin);
  let lastEnd = Number.NEGATIVE_INFINITY;
  for (const fact of cow.facts) {
    const asks: { period: MilkPeriod; from: number }[] = [];
    if (fact.kind === "treatment") {
      asks.push({ period: fact.row.milk, from: fact.lastDoseAt });
      if (fact.direction !== undefined) asks.push({ period: fact.direction, from: fact.lastDoseAt });
    }
    if (fact.kind === "calving") asks.push({ period: table.policy.colostrum, from: fact.at });
    if (fact.kind === "manual-hold") asks.push({ period: { kind: "never" }, from: fact.from });
    if (asks.length === 0) continue;
    let end = Number.NEGATIVE_INFINITY;
    for (const ask of asks) end = Math.max(end, endOf(ask.period, ask.from, begun, surely));
    for (const other of cow.facts) {
      if (other.kind === "clearance" && other.of === fact.fact && other.at <= surely) {
        end = Math.min(end, other.at);
      }
    }
    if (end === Number.POSITIVE_INFINITY) return no(`${fact.kind} ${fact.fact} is not over`);
    lastEnd = Math.max(lastEnd, end);
  }
  if (table.policy.check === "automatic" || e.lookedAtNow || lastEnd === Number.NEGATIVE_INFINITY) {
    return { yes: true };
  }
  let looked = e.lookedAt ?? Number.NEGATIVE_INFINITY;
  for (const fact of cow.facts) {
    if (fact.kind === "looked-at" && fact.at <= surely) looked = Math.max(looked, fact.at);
  }
  return looked >= lastEnd ? { yes: true } : no("nobody has looked at her since her hold ended");
}

/** When a period that runs from `from` ended, or infinity while it has not; minus infinity for "nil". */
function endOf(period: MilkPeriod, from: number, begun: readonly number[], surely: number): number {
  if (period.kind === "nil") return Number.NEGATIVE_INFINITY;
  if (period.kind !== "period") return Number.POSITIVE_INFINITY;
  const byClock =
    period.hours === undefined
      ? null
      : surely - from >= period.hours * HOUR
        ? from + period.hours * HOUR
        : Infinity;
  let byMilkings: number | null = null;
  if (period.milkings !== undefined) {
    let done = 0;
    byMilkings = period.milkings > 0 ? Number.POSITIVE_INFINITY : from;
    for (const began of begun) {
      if (began <= from || began > surely) continue;
      done += 1;
      if (done === period.milkings) byMilkings = began;
    }
    if (done >= REMEMBERED) byMilkings = from;
  }
  if (byClock === null) return byMilkings ?? Number.POSITIVE_INFINITY;
  if (byMilkings === null) return byClock;
  return period.combine === "either" ? Math.min(byClock, byMilkings) : Math.max(byClock, byMilkings);
}

function begunMilkings(cow: Cow, own: readonly EpochMs[], apart: number): readonly number[] {
  const times: number[] = [...own];
  for (const fact of cow.facts) if (fact.kind === "milked") times.push(fact.at);
  times.sort((a, b) => a - b);
  const kept: number[] = [];
  for (const time of times) {
    const last = kept[kept.length - 1];
    if (last === undefined || time - last >= apart) kept.push(time);
  }
  return kept;
}
