// Room: controller. Second part of a step: from what is known to one decision a bail.
// May live here: handing circumstances to the predicate and its answer to the checker. May not: rules of either.
// Invariant: a release needs both yeses (DESIGN promise 3); its proof lives only within the step.

import { agrees, type Evidence } from "../checker/check.ts";
import type { ReasonCode } from "../domain/alarms/catalogue.ts";
import type { Identity } from "../domain/arrivals/identity.ts";
import type { Hold, HoldKind } from "../domain/holds/holds.ts";
import { type Standing, standingOf } from "../domain/holds/standing.ts";
import type { BailNo, CowId, Eid } from "../domain/ids.ts";
import { lookUp, sameJson } from "../domain/look-up.ts";
import {
  againstTheCow,
  type Circumstances,
  type Decision,
  mayRelease,
} from "../domain/release/may-release.ts";
import { valveOrdered } from "../domain/release/valve.ts";
import type { BailPlan } from "../domain/shed/plan.ts";
import type { Note } from "./note.ts";
import type { Bail, Shed, Visit } from "./state.ts";
import { cowMeant, surelyAt } from "./visits.ts";

/** One decision a bail, in the order of plan.bails. */
export type Decided = { readonly shed: Shed; readonly decisions: readonly Decision[] };

/** The checker is asked for every new release, and for every standing one once in so many ticks. */
const TICKS_A_CHECK = 10;
const TICK_MS = 100;

/** How every cow stands now. `ticked` at ticks, where a tenth of the standings have their turn to be made anew. */
export function weigh(shed: Shed, ticked: boolean): Shed {
  const conflicts = seenTwice(shed);
  const bails: Bail[] = [];
  let changed = false;
  for (const [index, plan] of shed.plan.bails.entries()) {
    const bail = shed.bails[index];
    if (bail === undefined) continue;
    const weighed = withStanding(shed, bail, conflicts.has(plan.bail), hasTurn(shed, index, ticked));
    if (weighed !== bail) changed = true;
    bails.push(weighed);
  }
  return changed ? { ...shed, bails } : shed;
}

/** Decides for every bail of a shed that has been weighed. At ticks a tenth of the checks is made anew. */
export function decide(shed: Shed, ticked: boolean, notes: Note[]): Decided {
  const decisions: Decision[] = [];
  const bails: Bail[] = [];
  for (const [index, plan] of shed.plan.bails.entries()) {
    const bail = shed.bails[index];
    if (bail === undefined) continue;
    const first = mayRelease(circumstances(shed, plan, bail));
    const second = secondYes(shed, plan, bail, first, hasTurn(shed, index, ticked));
    decisions.push(second.decision);
    bails.push(acted(shed, plan, bail, second, notes));
  }
  return { shed: { ...shed, bails }, decisions };
}

const hasTurn = (shed: Shed, index: number, ticked: boolean): boolean =>
  ticked && index % TICKS_A_CHECK === Math.floor(shed.now.mono / TICK_MS) % TICKS_A_CHECK;

function circumstances(shed: Shed, plan: BailPlan, bail: Bail): Circumstances {
  return {
    bail: plan.bail,
    visit: bail.visit === null ? null : visitSeen(shed, bail.visit),
    valve: bail.valve,
    nodeUp: nodeOf(shed, plan)?.session != null,
    tableInForce: shed.herd !== null,
    // A cow whose release is on record already goes on; no new release is given that cannot be recorded.
    recording: shed.recording.writing || bail.valve.order === "vat",
    shutOffClosed: shed.shutOff === "vat-stop",
    valvesAwaited: shed.shutOff === "valves-awaited",
    heldUp: shed.heldUpUntil !== null,
  };
}

const visitSeen = (shed: Shed, visit: Visit): NonNullable<Circumstances["visit"]> => ({
  visit: visit.visit,
  identity: visit.identity,
  cow: cowMeant(visit.identity, shed.herd),
  standing: visit.standing,
  lookedAt: visit.lookedAt,
  divertedByHand: visit.divertedByHand,
  alsoElsewhere: visit.conflict,
});

/** Whether this visit's milk is fit for the vat as far as the cow is concerned. The visit has been weighed. */
export const isFit = (shed: Shed, visit: Visit): boolean =>
  visit.checkerSaidNo === null && againstTheCow(visitSeen(shed, visit), shed.herd !== null).length === 0;

type SecondYes = { readonly decision: Decision; readonly saidYes: boolean; readonly saidNo: string | null };

/** Nothing is released without the checker's yes, and once it has said no it is not asked again for this cow. */
function secondYes(shed: Shed, plan: BailPlan, bail: Bail, first: Decision, askAgain: boolean): SecondYes {
  const { visit } = bail;
  if (first.outcome === "divert" || visit === null) return { decision: first, saidYes: false, saidNo: null };
  if (visit.checkerSaidNo !== null) return disagreed(visit.checkerSaidNo);
  if (visit.checkerSaidYes && !askAgain) return { decision: first, saidYes: true, saidNo: null };
  const answer = agrees(evidence(shed, plan, bail, visit));
  return answer.yes ? { decision: first, saidYes: true, saidNo: null } : disagreed(answer.because);
}

const disagreed = (saidNo: string): SecondYes => ({
  decision: { outcome: "divert", reasons: ["checker-disagrees"] },
  saidYes: false,
  saidNo,
});

function evidence(shed: Shed, plan: BailPlan, bail: Bail, visit: Visit): Evidence {
  const report = nodeOf(shed, plan)?.report ?? null;
  const bit = 1 << plan.channel;
  const cow = visit.cow;
  return {
    bail: plan.bail,
    seen: seenIn(visit.identity),
    decidedFor: cow,
    elsewhere: shed.plan.bails.flatMap((other, index) => {
      const there = shed.bails[index]?.visit;
      return there == null ? [] : [{ bail: other.bail, ...saidBy(there.identity) }];
    }),
    table: shed.herd?.table ?? null,
    surely: surelyAt(shed, visit),
    milkings: cow === null ? [] : (lookUp(shed.carried.milkings, cow) ?? []),
    lookedAt: cow === null ? null : (lookUp(shed.carried.lookedAt, cow) ?? null),
    lookedAtNow: visit.lookedAt,
    switches: {
      vat: report !== null && (report.atVat & bit) !== 0,
      divert: report !== null && (report.atDivert & bit) !== 0,
      orderedToVat: bail.valve.order === "vat",
    },
  };
}

function seenIn(identity: Identity): Evidence["seen"] {
  if (identity.kind === "tag") return { eid: identity.eid };
  return identity.kind === "settled" ? { settled: identity.cow } : null;
}

function saidBy(identity: Identity): { readonly eids: readonly Eid[]; readonly settled: CowId | null } {
  switch (identity.kind) {
    case "tag":
      return { eids: [identity.eid], settled: null };
    case "two-tags":
      return { eids: identity.eids, settled: null };
    case "settled":
      return { eids: [], settled: identity.cow };
    case "unread":
    case "in-doubt":
      return { eids: [], settled: null };
    default: {
      const never: never = identity;
      return never;
    }
  }
}

function withStanding(shed: Shed, bail: Bail, seenElsewhere: boolean, anew: boolean): Bail {
  const { visit } = bail;
  if (visit === null) return bail;
  const conflict = visit.conflict || seenElsewhere;
  const standing = anew || visit.standing === null ? standingAnew(shed, visit) : visit.standing;
  if (conflict === visit.conflict && standing === visit.standing) return bail;
  return { ...bail, visit: { ...visit, conflict, standing } };
}

/** One that says the same stays the same value: then nothing has changed, and whoever looks sees that at once. */
function standingAnew(shed: Shed, visit: Visit): Standing | null {
  const standing = standingNow(shed, visit);
  return sameJson(standing, visit.standing) ? visit.standing : standing;
}

function standingNow(shed: Shed, visit: Visit): Standing | null {
  const cow = cowMeant(visit.identity, shed.herd);
  if (cow === null || shed.herd === null) return null;
  const sure = surelyAt(shed, visit);
  // A hold that runs out while she stands there is no matter of the clock: time stands still at cups-on.
  const wall = shed.clock.trusted && sure !== null ? sure : shed.now.wall;
  return standingOf(
    cow,
    lookUp(shed.carried.milkings, cow.cow) ?? [],
    lookUp(shed.carried.lookedAt, cow.cow) ?? null,
    shed.herd.table.policy,
    { sure, wall },
  );
}

/** The bails whose cow, by tag or by number, is seen in another bail as well. */
function seenTwice(shed: Shed): ReadonlySet<BailNo> {
  const places = new Map<string, BailNo>();
  const twice = new Set<BailNo>();
  const seen = (name: string, bail: BailNo): void => {
    const first = places.get(name);
    if (first === undefined) places.set(name, bail);
    else if (first !== bail) twice.add(first).add(bail);
  };
  for (const [index, { bail }] of shed.plan.bails.entries()) {
    const identity = shed.bails[index]?.visit?.identity;
    if (identity === undefined) continue;
    if (identity.kind === "tag") seen(nameOf(shed, identity.eid), bail);
    else if (identity.kind === "two-tags") for (const eid of identity.eids) seen(nameOf(shed, eid), bail);
    else if (identity.kind === "settled") seen(`cow ${identity.cow}`, bail);
  }
  return twice;
}

function nameOf(shed: Shed, eid: Eid): string {
  const cow = cowMeant({ kind: "tag", eid }, shed.herd);
  return cow === null ? `tag ${eid}` : `cow ${cow.cow}`;
}

/** The order that follows from the decision, and what is noted of it. */
function acted(shed: Shed, plan: BailPlan, bail: Bail, second: SecondYes, notes: Note[]): Bail {
  const { decision, saidYes, saidNo } = second;
  const order = decision.outcome === "release" ? "vat" : "divert";
  const valve = valveOrdered(bail.valve, order, shed.now.mono);
  const reasons: readonly ReasonCode[] = decision.outcome === "release" ? [] : decision.reasons;
  const { visit } = bail;
  const same = bail.valve.order === order && sameReasons(bail.reasons, reasons);
  if (visit === null) return same && valve === bail.valve ? bail : { ...bail, valve, reasons };
  if (!same) {
    notes.push({
      kind: "decided",
      visit: visit.visit,
      bail: plan.bail,
      cow: visit.cow,
      outcome: decision.outcome,
      reasons,
      facts: visit.standing?.open.map((hold) => hold.source) ?? [],
    });
  }
  const toVat = visit.toVat || order === "vat";
  const newReasons = reasons.filter((reason) => !visit.divertedFor.includes(reason));
  const heldFor = reasons.length === 0 ? visit.heldFor : withKinds(visit.heldFor, visit.standing?.open ?? []);
  const settled =
    same &&
    valve === bail.valve &&
    toVat === visit.toVat &&
    saidYes === visit.checkerSaidYes &&
    (saidNo ?? visit.checkerSaidNo) === visit.checkerSaidNo &&
    newReasons.length === 0 &&
    heldFor === visit.heldFor;
  // Nothing new: the same value goes on, which keeps a busy shed's steps short.
  if (settled) return bail;
  return {
    ...bail,
    valve,
    reasons,
    visit: {
      ...visit,
      checkerSaidYes: saidYes,
      checkerSaidNo: visit.checkerSaidNo ?? saidNo,
      toVat,
      divertedFor: [...visit.divertedFor, ...newReasons],
      heldFor,
    },
  };
}

/** The kinds with those of the open holds; the same value where they are all there. */
const withKinds = (kinds: readonly HoldKind[], open: readonly Hold[]): readonly HoldKind[] =>
  open.every(({ kind }) => kinds.includes(kind))
    ? kinds
    : [...new Set([...kinds, ...open.map(({ kind }) => kind)])];

const sameReasons = (a: readonly ReasonCode[], b: readonly ReasonCode[]) =>
  a.length === b.length && a.every((reason, index) => reason === b[index]);

const nodeOf = (shed: Shed, plan: BailPlan) =>
  shed.nodes[shed.plan.nodes.findIndex(({ node }) => node === plan.node)];
