// Room: office/herd. How cows stand now, for people: withheld, to be looked at, or clear, with why and until when.
// May live here: the domain's verdicts in the shapes of the contract. May not: rules.
// Invariant: all facts of the records count, and time counts only as far as it is sure, as in the bails.

import type { Cow, CowFact, ManualHoldFact, MilkingsCounted } from "../../domain/holds/facts.ts";
import type { Hold } from "../../domain/holds/holds.ts";
import { allOver, clearing, type Missing, waitsFor } from "../../domain/holds/period.ts";
import { type Verdict, verdictOn } from "../../domain/holds/verdict.ts";
import { missingInWords } from "../../domain/holds/words.ts";
import { factId, personId } from "../../domain/ids.ts";
import { type EpochMs, epochMs } from "../../domain/units.ts";
import type { Caller } from "../contract/handlers.ts";
import type { CowShort, Hold as HoldShown } from "../contract/herd.ts";
import type { Room, UnderReview } from "./room.ts";

/** What is known beside the records of the herd, gathered once for a question about many cows. */
export type Moment = {
  /** An instant that has surely passed. */
  readonly at: EpochMs;
  readonly milkings: (cow: string) => MilkingsCounted;
  readonly lookedAt: (cow: string) => EpochMs | null;
  readonly review: ReadonlyMap<string, UnderReview>;
};

export const momentFor = (room: Room, { at, trusted }: Pick<Caller, "at" | "trusted">): Moment => ({
  at: trusted ? at : lastSure(room),
  milkings: room.shed.milkingsCounted(),
  lookedAt: room.shed.lookedAt(),
  review: new Map(room.shed.underReview().map((one) => [one.cow, one])),
});

/** The last time that a trusted clock wrote into the records: while the clock is not sure, no more than that has passed. */
function lastSure({ context }: Room): EpochMs {
  const at: unknown = context.store.db
    .prepare("SELECT max(at) FROM evidence WHERE trusted = 1")
    .pluck()
    .get();
  return epochMs(typeof at === "number" ? at : 0);
}

/** The hold of a cow under review, as she is published with. */
export const reviewHold = (cow: Cow["cow"], { why, since }: UnderReview): ManualHoldFact => ({
  kind: "manual-hold",
  fact: factId("review"),
  cow,
  by: personId("office"),
  recordedAt: since,
  from: since,
  reason: `the records went back to a backup: ${why}`,
});

/** A cow with her facts and the hold of a review; null: not in the register. */
export function cowWith(room: Room, cow: string, moment: Moment, more: readonly CowFact[] = []): Cow | null {
  const known = room.herd.cow(cow);
  if (known === null) return null;
  const review = moment.review.get(cow);
  const held = review === undefined ? [] : [reviewHold(known.cow, review)];
  return { ...known, facts: [...known.facts, ...more, ...held] };
}

export const countedOf = (cow: Cow, moment: Moment): MilkingsCounted => moment.milkings(cow.cow);

export const verdictNow = (room: Room, cow: Cow, moment: Moment): Verdict =>
  verdictOn(cow, countedOf(cow, moment), moment.lookedAt(cow.cow), room.herd.policy, moment.at);

/** What all of these holds wait for together, each thing once. */
export function waitingFor(holds: readonly Hold[]): readonly Missing[] {
  const all = allOver(
    holds.map((hold) => waitsFor(...hold.missing)),
    epochMs(0),
  );
  return all.over ? [] : all.missing;
}

export const iso = (at: EpochMs): string => new Date(at).toISOString();
export const isoOrNull = (at: EpochMs | null): string | null => (at === null ? null : iso(at));

/** One hold for the pages. */
export function holdShown(hold: Hold, timeZone: string): HoldShown {
  const { clearsAt, milkingsLeft } = clearing(hold.missing);
  return {
    fact: hold.source,
    kind: hold.kind,
    rule: hold.rule,
    missing: hold.missing.map((one) => missingInWords([one], timeZone)),
    earliest: isoOrNull(clearsAt),
    milkingsLeft: hold.missing.some((one) => "left" in one) ? milkingsLeft : null,
    endedBy: [...new Set([...hold.missing.flatMap(endedBy), "clearance"])],
  };
}

/** The kind of fact by which a person can end what is waited for. */
function endedBy(missing: Missing): readonly string[] {
  switch (missing.kind) {
    case "calving":
      return ["calving"];
    case "negative-test":
      return ["test-result"];
    case "look":
      return ["looked-at"];
    case "date":
    case "end":
    case "direction":
      return ["correction"];
    default:
      return [];
  }
}

/** The register's line of a cow, with how she stands. */
export function shortOf(room: Room, cow: Cow, verdict: Verdict): CowShort {
  const entry = room.herd.register.get(cow.cow);
  const open = verdict.standing?.open ?? [];
  return {
    cow: cow.cow,
    name: entry?.name ?? "",
    eids: [...cow.eids],
    status: cow.status,
    standing: verdict.verdict,
    why: whyInOneLine(room, cow, verdict),
    earliest: isoOrNull(clearing(waitingFor(open)).clearsAt),
  };
}

const STATUS_WORDS = { dry: "Dry", heifer: "Heifer, not in milk", sold: "Sold", died: "Died", "in-milk": "" };

function whyInOneLine({ herd }: Room, cow: Cow, verdict: Verdict): string {
  const open = verdict.standing?.open ?? [];
  const status = STATUS_WORDS[cow.status];
  if (open.length > 0) {
    const names = [...new Set(open.map((hold) => nameOf(hold, cow)))];
    const until = missingInWords(waitingFor(open), herd.timeZone);
    const withheld = `Withheld: ${names.join(" and ")}, until ${until}`;
    return status === "" ? withheld : `${status}. ${withheld}`;
  }
  if (verdict.because === "check") return "Look at her: this is her first milking after a hold";
  return status;
}

/** A hold by the name that people know it by. */
function nameOf({ kind, source }: Hold, cow: Cow): string {
  const fact = cow.facts.find((one) => one.fact === source);
  switch (fact?.kind) {
    case "treatment":
      return fact.row.product;
    case "paddock-or-feed":
    case "taint":
      return fact.what;
    case "observation":
      return fact.seen === "mastitis" ? "mastitis seen" : "blood seen";
    case "manual-hold":
      return fact.reason;
    default:
      return kind.replaceAll("-", " ");
  }
}
