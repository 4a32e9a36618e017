// Room: controller. Last part of a step: from decisions to effects.
// May live here: lease orders, signals, notes. May not: deciding anything.
// Invariant: a channel is released only by a proof made in this very step for this very bail and visit.

import { FAULTS } from "../domain/alarms/catalogue.ts";
import { sirenWanted } from "../domain/alarms/vat-alarms.ts";
import { type LampCode, lampFor } from "../domain/release/lamp.ts";
import { type Decision, isProof } from "../domain/release/may-release.ts";
import { assert } from "../domain/result.ts";
import { BAILS_PER_NODE, type NodePlan } from "../domain/shed/plan.ts";
import type { Effect, LeaseOrder } from "./effect.ts";
import { lampShown } from "./lamp-test.ts";
import { isEvidence, type Note } from "./note.ts";
import type { Node, Shed } from "./state.ts";

export type Acted = { readonly shed: Shed; readonly effects: readonly Effect[] };

/** Leases first: nothing stands between a decision and its frame. `renew` sends every lease again. */
export function act(
  shed: Shed,
  decisions: readonly Decision[],
  renew: boolean,
  notes: readonly Note[],
): Acted {
  const effects: Effect[] = [];
  const nodes = shed.nodes.map((node, index): Node => {
    const plan = shed.plan.nodes[index];
    if (plan === undefined || node.session === null) return node;
    const lease = leaseFor(shed, plan, decisions);
    const same = node.sent !== null && sameOrder(node.sent, lease);
    if (same && !renew) return node;
    effects.push({ kind: "lease", node: plan.node, session: node.session, lease });
    return same ? node : { ...node, sent: lease };
  });
  const alarms = shed.vat?.alarms ?? null;
  const siren =
    Object.values(shed.faults).some(({ fault }) => FAULTS[fault].siren) ||
    (alarms !== null && sirenWanted(alarms));
  const beacon =
    Object.values(shed.faults).length > 0 || (alarms?.listed.some(({ overAt }) => overAt === null) ?? false);
  if (siren !== shed.siren) effects.push({ kind: "signal", signal: "siren", on: siren });
  if (beacon !== shed.beacon) effects.push({ kind: "signal", signal: "beacon", on: beacon });
  for (const note of notes) effects.push({ kind: "noted", evidence: isEvidence(note), note });
  return { shed: { ...shed, nodes, siren, beacon }, effects };
}

function leaseFor(shed: Shed, node: NodePlan, decisions: readonly Decision[]): LeaseOrder {
  let released = 0;
  const lamps: LampCode[] = new Array<LampCode>(BAILS_PER_NODE).fill("off");
  for (const [index, plan] of shed.plan.bails.entries()) {
    const decision = decisions[index];
    if (plan.node !== node.node || decision === undefined) continue;
    lamps[plan.channel] = lampShown(shed, plan.bail, lampFor(decision));
    if (decision.outcome === "divert") continue;
    const { proof } = decision;
    assert(isProof(proof), "a release carries a proof that the predicate made");
    assert(proof.bail === plan.bail, "a proof is used for its own bail");
    assert(proof.visit === shed.bails[index]?.visit?.visit, "a proof is used for its own visit");
    released |= 1 << plan.channel;
  }
  const { vatStop } = shed.carried;
  return {
    released,
    lamps,
    openShutOff: shed.plan.shutOffOn === node.node && shed.shutOff === "open",
    clearVatStop: shed.plan.vatStopOn === node.node && vatStop === null,
    ttl: shed.plan.valve.leaseTtl,
  };
}

function sameOrder(a: LeaseOrder, b: LeaseOrder): boolean {
  return (
    a.released === b.released &&
    a.openShutOff === b.openShutOff &&
    a.clearVatStop === b.clearVatStop &&
    a.ttl === b.ttl &&
    a.lamps.every((lamp, channel) => lamp === b.lamps[channel])
  );
}
