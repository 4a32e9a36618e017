// Room: test/checker. What the checker is shown, with one thing changed at a time.
// May live here: makers of evidence, and its answer in one word. May not: rules, expectations.
// Invariant: untouched, the evidence is of a known cow in milk without any record, at a valve proven at divert.

import { agrees, type Evidence } from "../../src/checker/check.ts";
import type { Cow, HoldPolicy } from "../../src/domain/holds/facts.ts";
import { bailNo, cowId } from "../../src/domain/ids.ts";
import { AUTOMATIC, at, cow, eid, herd } from "../domain/holds/make.ts";

export const evidence = (change: Partial<Evidence> = {}): Evidence => ({
  bail: bailNo(1),
  seen: { eid: eid(12) },
  decidedFor: cowId("12"),
  elsewhere: [],
  table: herd([cow("12"), cow("13")]),
  surely: at(1_000),
  milkings: [],
  lookedAt: null,
  lookedAtNow: false,
  switches: { vat: false, divert: true, orderedToVat: false },
  ...change,
});
/** Cow 12 as given; she goes by herself after a hold unless the policy says otherwise. */
export const withCow = (one: Cow, change: Partial<Evidence> = {}, policy: HoldPolicy = AUTOMATIC): Evidence =>
  evidence({ table: herd([one, cow("13")], policy), ...change });

export function because(e: Evidence): string {
  const answer = agrees(e);
  return answer.yes ? "yes" : answer.because;
}

export type Answer = "yes" | "look" | "withheld";
/** Of a cow that nothing but her record can speak against. */
export function answerTo(e: Evidence): Answer {
  const why = because(e);
  if (why === "yes") return "yes";
  return why === "nobody has looked at her since her hold ended" ? "look" : "withheld";
}
