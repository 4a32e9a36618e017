// Room: sim/fast. What people record between milkings, so that a herd goes on having treated cows for years.
// May live here: new treatments, calvings and holds, and putting old papers away. May not: the milking itself.
// Invariant: a fact is put away only long after its hold is over and she has been looked at.

import type { CowFact, HoldPolicy } from "../../domain/holds/facts.ts";
import { type CowId, factId, personId } from "../../domain/ids.ts";
import { type EpochMs, epochMs } from "../../domain/units.ts";
import { PRODUCT_NAMES, treatment } from "../herd/generate.ts";
import { fitFrom, type TrueCow } from "../herd/truth.ts";
import type { Random } from "../random.ts";

const DAY = 24 * 3_600_000;
const FARM = personId("Robin");
/** Papers are put away so long after the hold was over. */
const KEPT_MS = 20 * DAY;

/** What is recorded about `cow` in the hours before a milking at `now`; none on most days. */
export function recordedSince(cow: TrueCow, now: EpochMs, chance: Random): CowFact[] {
  const throwOf = chance.next();
  const at = epochMs(now - chance.whole(1, 6 * 60) * 60_000);
  if (throwOf < 0.01) return [treatment(cow.cow, chance.pick(PRODUCT_NAMES), at, at)];
  if (throwOf < 0.012) return [{ kind: "calving", ...base(cow.cow, "calved", at), at, notBefore: at }];
  if (throwOf < 0.013) {
    return [{ kind: "manual-hold", ...base(cow.cow, "held", at), from: at, reason: "clots" }];
  }
  if (throwOf < 0.0135) {
    return [
      { kind: "observation", ...base(cow.cow, "seen", at), at, seen: chance.pick(["mastitis", "blood"]) },
    ];
  }
  if (throwOf < 0.014) return [{ kind: "test-sample", ...base(cow.cow, "sample", at), at }];
  const open = cow.facts.find((fact) => ENDED_BY_PEOPLE.includes(fact.kind) && !isEnded(fact, cow.facts));
  return open !== undefined && chance.chance(0.3) ? [ending(open, cow.cow, at)] : [];
}

/** Holds that only a person's record ends. */
const ENDED_BY_PEOPLE: readonly CowFact["kind"][] = ["manual-hold", "observation", "test-sample"];

const isEnded = (fact: CowFact, facts: readonly CowFact[]): boolean =>
  facts.some((other) =>
    other.kind === "looked-at"
      ? fact.kind === "observation" && other.at > fact.at
      : (other.kind === "clearance" || other.kind === "test-result") && other.of === fact.fact,
  );

function ending(open: CowFact, cow: CowId, at: EpochMs): CowFact {
  if (open.kind === "observation") return { kind: "looked-at", ...base(cow, "looked", at), at };
  const of = open.fact;
  return open.kind === "test-sample"
    ? { kind: "test-result", ...base(cow, "result", at), of, at, result: "negative" }
    : { kind: "clearance", ...base(cow, "cleared", at), of, at, reason: "clean again" };
}

/** The facts that still matter. */
export function stillOfUse(cow: TrueCow, policy: HoldPolicy, now: EpochMs): CowFact[] {
  if (cow.facts.length === 0 || fitFrom(cow, policy) > now - KEPT_MS) return cow.facts;
  const newest = cow.facts.reduce((last, fact) => Math.max(last, fact.recordedAt), 0);
  return newest > now - KEPT_MS ? cow.facts : [];
}

const base = (cow: CowId, word: string, at: EpochMs) => ({
  fact: factId(`${cow}-${word}-${at / 60_000}`),
  cow,
  by: FARM,
  recordedAt: at,
});
