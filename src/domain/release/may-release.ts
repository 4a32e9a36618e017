// Room: domain/release. THE release decision: the one place that says a cow's milk may go to the vat.
// May live here: this predicate and its proof. May not: anything that gathers, sends or remembers.
// Invariant: a ReleaseProof exists only when every line below held; everything else is divert, with its reasons.

import type { ReasonCode } from "../alarms/catalogue.ts";
import type { Identity } from "../arrivals/identity.ts";
import type { Cow } from "../holds/facts.ts";
import type { Standing } from "../holds/standing.ts";
import type { BailNo, VisitId } from "../ids.ts";
import { fitForRelease, isMoving, type Valve } from "./valve.ts";

/** All that the decision for one bail is made from. */
export type Circumstances = {
  readonly bail: BailNo;
  /** Null when the bail is empty. */
  readonly visit: {
    readonly visit: VisitId;
    readonly identity: Identity;
    /** The cow that the identity means in the table in force; null when it means none. */
    readonly cow: Cow | null;
    /** Null when the cow is not known. */
    readonly standing: Standing | null;
    readonly lookedAt: boolean;
    readonly divertedByHand: boolean;
    readonly alsoElsewhere: boolean;
  } | null;
  readonly valve: Valve;
  readonly nodeUp: boolean;
  readonly tableInForce: boolean;
  readonly recording: boolean;
  /** The way into the vat is shut until a person clears the vat stop. */
  readonly shutOffClosed: boolean;
  /** The way into the vat is shut until valves have shown themselves at divert. */
  readonly valvesAwaited: boolean;
  readonly heldUp: boolean;
};

export type Decision =
  | { readonly outcome: "divert"; readonly reasons: readonly [ReasonCode, ...ReasonCode[]] }
  | { readonly outcome: "release"; readonly proof: ReleaseProof };

/** Decides for one bail (DESIGN "Rules, decided: who may be released"). Pure and total. */
export function mayRelease(c: Circumstances): Decision {
  const { visit } = c;
  if (visit === null) return divert(["empty"]);
  const against: ReasonCode[] = [];
  if (!c.nodeUp) against.push("node-away");
  if (c.nodeUp && !fitForRelease(c.valve))
    against.push(isMoving(c.valve) ? "valve-moving" : "valve-unproven");
  if (c.shutOffClosed) against.push("shut-off-closed");
  if (c.valvesAwaited) against.push("valves-awaited");
  against.push(...againstTheCow(visit, c.tableInForce));
  if (!c.recording) against.push("cannot-record");
  if (c.heldUp) against.push("held-up");

  if (against.length > 0 || visit.cow === null) return divert(against);
  return { outcome: "release", proof: Proof.of(c.bail, visit.visit) };
}

/** What speaks against this cow's milk, wherever her valve stands; nothing when it is fit for the vat. */
export function againstTheCow(
  { identity, cow, standing, ...visit }: NonNullable<Circumstances["visit"]>,
  tableInForce: boolean,
): readonly ReasonCode[] {
  const against: ReasonCode[] = [];
  if (!tableInForce) against.push("no-table");
  if (visit.divertedByHand) against.push("diverted-by-hand");
  if (identity.kind === "unread") against.push("unread");
  else if (identity.kind === "in-doubt") against.push("in-doubt");
  else if (identity.kind === "two-tags") against.push("two-tags");
  else if (cow === null || standing === null) against.push("unknown");
  else {
    if (visit.alsoElsewhere) against.push("two-places");
    if (cow.status !== "in-milk") against.push("not-in-milk");
    if (standing.open.length > 0) against.push(standing.heldByClockAlone ? "held-by-clock" : "withheld");
    if (standing.open.length === 0 && standing.checkDue && !visit.lookedAt) against.push("check");
  }
  return against;
}

function divert(against: readonly ReasonCode[]): Decision {
  const [first = "in-doubt", ...more] = against;
  return { outcome: "divert", reasons: [first, ...more] };
}

/** That a release was decided for this visit in this bail. Only mayRelease can make one, and it is not stored. */
export type ReleaseProof = Proof;

class Proof {
  readonly bail: BailNo;
  readonly visit: VisitId;
  // A private name cannot be forged by a cast or an object of the same shape: see isProof.
  readonly #proven = true;

  private constructor(bail: BailNo, visit: VisitId) {
    this.bail = bail;
    this.visit = visit;
  }

  static of(bail: BailNo, visit: VisitId): Proof {
    return new Proof(bail, visit);
  }

  static is(value: object): value is Proof {
    return #proven in value && value.#proven;
  }
}

/** Whether this was really made by mayRelease. Asserted again before a release leaves the controller. */
export const isProof = (value: object): value is ReleaseProof => Proof.is(value);
