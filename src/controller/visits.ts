// Room: controller. Visits: a cow in a bail from the moment she is counted there until she is gone.
// May live here: opening, changing and ending visits, and what an ended one leaves behind. May not: decisions.
// Invariant: a new arrival is a new visit; nothing known about the last cow reaches the next.

import type { ReasonCode } from "../domain/alarms/catalogue.ts";
import { occupantsOf } from "../domain/arrivals/arrivals.ts";
import { type Identity, type Occupant, sameIdentity } from "../domain/arrivals/identity.ts";
import { surelyPassed } from "../domain/clock/trust.ts";
import { type Answer, destinationsOf, standingReasons } from "../domain/diverted-milk/destinations.ts";
import type { Cow } from "../domain/holds/facts.ts";
import { countsAsMilking, milkingsOf } from "../domain/holds/milkings.ts";
import { type BailNo, type CowId, type ReaderId, visitId } from "../domain/ids.ts";
import { lookUp } from "../domain/look-up.ts";
import { type BailPlan, readerOf } from "../domain/shed/plan.ts";
import { between, epochMs, minutes } from "../domain/units.ts";
import type { Note } from "./note.ts";
import type { Bail, Herd, Shed, Visit } from "./state.ts";

/** With no cow for this long a milking is over. */
const MILKING_GAP = minutes(60);

/** Makes the visits agree with who stands where now. */
export function visitsFollow(shed: Shed, notes: Note[]): Shed {
  const occupants = occupantsOf(shed.arrivals, shed.plan.layout);
  let next = shed;
  for (const [index, plan] of shed.plan.bails.entries()) {
    const bail = next.bails[index];
    if (bail === undefined) continue;
    next = bailFollows(next, index, plan, bail, occupants[plan.bail] ?? null, notes);
  }
  return next;
}

function bailFollows(
  shed: Shed,
  index: number,
  plan: BailPlan,
  bail: Bail,
  occupant: Occupant | null,
  notes: Note[],
): Shed {
  const { visit } = bail;
  if (visit !== null && (occupant === null || occupant.arrival !== visit.arrival)) {
    const ended = visitEnded(shed, plan.bail, visit, bail.reasons, notes);
    const empty: Bail = { ...bail, visit: null, reasons: ["empty"], button: voided(bail) };
    const next = withBail(ended, index, empty);
    return occupant === null ? next : bailFollows(next, index, plan, empty, occupant, notes);
  }
  if (occupant === null) return shed;
  if (visit === null) return visitOpened(shed, index, plan, bail, occupant, notes);
  if (sameIdentity(visit.identity, occupant.identity)) return shed;
  return identityChanged(shed, index, plan, bail, visit, occupant.identity, notes);
}

function visitOpened(
  shed: Shed,
  index: number,
  plan: BailPlan,
  bail: Bail,
  occupant: Occupant,
  notes: Note[],
): Shed {
  const begun = milkingGoesOn(shed, notes);
  const milking = begun.milking?.number ?? 0;
  const { wall } = shed.now;
  const cow = cowMeant(occupant.identity, shed.herd);
  const visit: Visit = {
    visit: visitId(`${milking}-${plan.bail}-${occupant.arrival}`),
    arrival: occupant.arrival,
    since: occupant.since,
    began: shed.clock.trusted ? wall : null,
    identity: occupant.identity,
    cow: cow?.cow ?? null,
    standing: null,
    lookedAt: false,
    divertedByHand: false,
    conflict: false,
    checkerSaidYes: false,
    checkerSaidNo: null,
    toVat: false,
    divertedFor: [],
    heldFor: [],
  };
  notes.push({
    kind: "visit-opened",
    visit: visit.visit,
    bail: plan.bail,
    milking,
    at: wall,
    identity: visit.identity,
    cow: visit.cow,
  });
  const opened = withBail(begun, index, { ...bail, visit, button: voided(bail) });
  // In a race or at an entry the reader had its chance before she came; in a bail of her own it is still to come.
  return shed.plan.layout.kind === "in-bail" ? opened : cowPassed(opened, plan.bail, visit);
}

function identityChanged(
  shed: Shed,
  index: number,
  plan: BailPlan,
  bail: Bail,
  visit: Visit,
  identity: Identity,
  notes: Note[],
): Shed {
  const cow = cowMeant(identity, shed.herd)?.cow ?? null;
  const changed: Visit = {
    ...visit,
    identity,
    cow,
    standing: null,
    checkerSaidYes: false,
    lookedAt: visit.lookedAt && cow === visit.cow,
  };
  notes.push({ kind: "identified", visit: visit.visit, bail: plan.bail, identity, cow });
  return withBail(shed, index, { ...bail, visit: changed });
}

/** Where her diverted milk may go. `atLast` are the reasons that stood when she left. */
function mayGo(shed: Shed, visit: Visit, atLast: readonly ReasonCode[]): readonly Answer[] {
  if (visit.divertedFor.length === 0) return [];
  return destinationsOf(
    { reasons: standingReasons(visit.divertedFor, atLast), holds: visit.heldFor },
    {
      jurisdiction: shed.herd?.table.policy.jurisdiction ?? "none",
      registeredProcessor: shed.plan.registeredProcessor ?? false,
    },
  );
}

function visitEnded(
  shed: Shed,
  bail: BailNo,
  visit: Visit,
  atLast: readonly ReasonCode[],
  notes: Note[],
): Shed {
  const { mono, wall } = shed.now;
  notes.push({
    kind: "visit-ended",
    visit: visit.visit,
    bail,
    cow: visit.cow,
    at: wall,
    began: visit.began,
    surely: surelyAt(shed, visit),
    toVat: visit.toVat,
    divertedFor: visit.divertedFor,
    holds: visit.heldFor,
    mayGo: mayGo(shed, visit, atLast),
  });
  const cow = cowMeant(visit.identity, shed.herd);
  if (cow !== null && !visit.conflict && shed.herd !== null) {
    const { policy } = shed.herd.table;
    const counted = milkingsOf(cow, lookUp(shed.carried.milkings, cow.cow) ?? [], policy);
    const finished = {
      began: shed.clock.trusted ? visit.began : null,
      length: between(visit.since, mono),
    };
    if (countsAsMilking(finished, counted, policy)) {
      notes.push({ kind: "milking-counted", cow: cow.cow, at: finished.began });
    }
  }
  const diverted = visit.toVat ? 0 : 1;
  const milking =
    shed.milking === null
      ? null
      : {
          ...shed.milking,
          cows: shed.milking.cows + 1,
          diverted: shed.milking.diverted + diverted,
          lastCowAt: mono,
        };
  const ended = { ...shed, milking };
  return shed.plan.layout.kind === "in-bail" ? cowPassed(ended, bail, visit) : ended;
}

/** Counts towards the read rate of the reader that should have read her. */
function cowPassed(shed: Shed, bail: BailNo, visit: Visit): Shed {
  const reader = readerOf(shed.plan.layout, bail);
  const read = visit.identity.kind === "tag" || visit.identity.kind === "two-tags";
  // A place in doubt says nothing of the reader: her tag may have been read and not been believed.
  return reader === null || visit.identity.kind === "in-doubt" ? shed : withReader(shed, reader, read);
}

function withReader(shed: Shed, reader: ReaderId, read: boolean): Shed {
  const readers = shed.readers.map((state, index) =>
    shed.plan.readers[index]?.reader === reader
      ? {
          ...state,
          cows: state.cows + 1,
          read: state.read + (read ? 1 : 0),
          missed: read ? 0 : state.missed + 1,
        }
      : state,
  );
  return { ...shed, readers };
}

function milkingGoesOn(shed: Shed, notes: Note[]): Shed {
  const { mono, wall } = shed.now;
  if (shed.milking !== null) return { ...shed, milking: { ...shed.milking, lastCowAt: mono } };
  const number = shed.carried.milkingNo + 1;
  notes.push({ kind: "milking-began", milking: number, at: wall, source: "first-cow" });
  const readers = shed.readers.map((reader) => ({ ...reader, cows: 0, read: 0 }));
  return { ...shed, readers, milking: { number, began: wall, cows: 0, diverted: 0, lastCowAt: mono } };
}

/** Ends the milking when no cow has come or gone for an hour. */
export function milkingMayEnd(shed: Shed, notes: Note[]): Shed {
  const { milking } = shed;
  if (milking === null || between(milking.lastCowAt, shed.now.mono) < MILKING_GAP) return shed;
  if (shed.bails.some((bail) => bail.visit !== null)) return shed;
  for (const [index, { reader }] of shed.plan.readers.entries()) {
    const state = shed.readers[index];
    if (state === undefined) continue;
    notes.push({ kind: "read-rate", reader, milking: milking.number, cows: state.cows, read: state.read });
  }
  notes.push({ kind: "milking-ended", milking: milking.number, at: shed.now.wall });
  return { ...shed, milking: null };
}

/** Looks every visit's cow up again, when the table in force has changed. */
export function visitsMeetTable(shed: Shed): Shed {
  const bails = shed.bails.map((bail): Bail => {
    if (bail.visit === null) return bail;
    const cow: CowId | null = cowMeant(bail.visit.identity, shed.herd)?.cow ?? null;
    return {
      ...bail,
      visit: {
        ...bail.visit,
        cow,
        standing: null,
        checkerSaidYes: false,
        lookedAt: bail.visit.lookedAt && cow === bail.visit.cow,
      },
    };
  });
  return { ...shed, bails };
}

/** The cow of the table that an identity means; null when it means none, or more than one. */
export function cowMeant(identity: Identity, herd: Herd | null): Cow | null {
  if (herd === null) return null;
  const index =
    identity.kind === "tag"
      ? lookUp(herd.byEid, identity.eid)
      : identity.kind === "settled"
        ? lookUp(herd.byCow, identity.cow)
        : undefined;
  return index === undefined ? null : (herd.table.cows[index] ?? null);
}

/** When a visit began for the counting of hours: an instant that has surely passed. Null when none is known. */
export function surelyAt(shed: Shed, visit: Visit) {
  if (visit.began !== null) return visit.began;
  const passed = surelyPassed(shed.clock, shed.now.wall);
  if (passed === null || !shed.clock.trusted) return passed;
  return epochMs(passed - between(visit.since, shed.now.mono));
}

export function withBail(shed: Shed, index: number, bail: Bail): Shed {
  return { ...shed, bails: shed.bails.map((old, i) => (i === index ? bail : old)) };
}

/** A button still held when the cow changes says nothing about the new one. */
const voided = (bail: Bail) => (bail.button === null ? null : { ...bail.button, visit: null, spent: true });
