// Room: controller. First part of a step: what the event tells becomes part of what is known.
// May live here: one small function an event kind. May not: deciding about releases, making effects.
// Invariant: an event about something that is not in the plan changes nothing.

import { arrivalsStep, occupantsOf } from "../domain/arrivals/arrivals.ts";
import type { ArrivalInput } from "../domain/arrivals/identity.ts";
import { clockRead, timeConfirmed, timeSourceSays } from "../domain/clock/trust.ts";
import type { CowId, NodeId, PersonId } from "../domain/ids.ts";
import { lookUp } from "../domain/look-up.ts";
import {
  valveAwaited,
  valveCleared,
  valveOutOfSight,
  valveSeen,
  valveTick,
  valveUnheard,
} from "../domain/release/valve.ts";
import { unreachable } from "../domain/result.ts";
import { after, between, type DurationMs, type MonoMs, milliseconds } from "../domain/units.ts";
import { pressed, pressesOver } from "./buttons.ts";
import type { ControllerEvent, Intent, LinkTrouble, NodeReport, Stamped } from "./event.ts";
import { lampTestAsked } from "./lamp-test.ts";
import { lateEntries } from "./late-entries.ts";
import type { Note } from "./note.ts";
import { type Bail, type Herd, herdOf, type Node, type Shed } from "./state.ts";
import { herdChanged, type TableChange } from "./table-change.ts";
import { milkingMayEnd, visitsFollow, visitsMeetTable, withBail } from "./visits.ts";

/** Ticks come every 100 ms. After a longer silence what waits in the buffers must be heard before any release. */
const TICK_GAP_MAX = milliseconds(300);
const CATCH_UP = milliseconds(250);
/** The trusted time is written down this often: so much may be forgotten over a restart. */
const CLOCK_MARK_EVERY = milliseconds(60_000);
const NOT_ITS_CHANGE =
  "A change of the herd's records came that does not fit the ones in force. The whole of them is asked for; it is there in a moment.";

/** What is known after `stamped`. Notes are appended to `notes`. */
export function gather(shed: Shed, { event, mono, wall }: Stamped, notes: Note[]): Shed {
  const clock = clockRead(shed.clock, mono, wall);
  const unheard = heldUpFor(shed, mono);
  const bails = shed.bails.map((bail) => {
    const valve = valveTick(valveUnheard(bail.valve, unheard), shed.plan.valve.travelMax, mono);
    return valve === bail.valve ? bail : { ...bail, valve };
  });
  const timed = heldUpOrNot({ ...shed, now: { mono, wall }, clock, bails }, event);
  const known = heard(timed, event, notes);
  // Time that became sure, or unsure, can change how every cow stands.
  const sure = known.clock.trusted === shed.clock.trusted ? known : visitsMeetTable(known);
  return visitsFollow(sure, notes);
}

function heard(shed: Shed, event: ControllerEvent, notes: Note[]): Shed {
  switch (event.kind) {
    case "started":
      return shed;
    case "ticked":
      return ticked(shed, notes);
    case "table-loaded":
      return tableInForce(shed, herdOf(event.table), null, notes);
    case "table-changed":
      return tableChanged(shed, event, notes);
    case "table-lost":
      return tableLost(shed, event.why, notes);
    case "tag-read":
      return arrived(shed, { kind: "tag", reader: event.reader, eid: event.eid }, notes);
    case "reader-changed": {
      const readers = shed.readers.map((reader, index) =>
        shed.plan.readers[index]?.reader === event.reader ? { ...reader, link: event.link } : reader,
      );
      return { ...shed, readers };
    }
    case "node-up":
      return withNode(shed, event.node, { session: event.session, why: "not-yet", report: null, sent: null });
    case "node-down":
      return inputsLost(withNode(shed, event.node, awayNode(event.why)), event.node, notes);
    case "node-reported":
      return nodeReported(shed, event.node, event.report, notes);
    case "input-changed": {
      if (lookUp(shed.levels, event.input) === undefined) return shed;
      const levels = { ...shed.levels, [event.input]: event.level };
      return arrived({ ...shed, levels }, { kind: "input", input: event.input, level: event.level }, notes);
    }
    // To the vat, after everything else has been heard: vat.ts.
    case "temperature-read":
      return shed;
    case "time-source-changed": {
      const { mono, wall } = shed.now;
      return { ...shed, clock: timeSourceSays(shed.clock, event.synchronised, mono, wall) };
    }
    case "recorder-changed":
      return { ...shed, recording: { writing: event.writing, why: event.why } };
    case "intended":
      return intended(shed, event.by, event.intent, notes);
    default:
      return unreachable(event);
  }
}

/** `changed`: the only cows about whom it can say anything else; null: any. */
function tableInForce(shed: Shed, herd: Herd, changed: ReadonlySet<CowId> | null, notes: Note[]): Shed {
  const { fingerprint, cows } = herd.table;
  notes.push({ kind: "table-in-force", fingerprint, cows: cows.length });
  return lateEntries(shed.herd, visitsMeetTable({ ...shed, herd, herdGone: "" }), changed, notes);
}

/** A change of another table than the one in force must not be put on it: then there is none until the whole one comes. */
function tableChanged(shed: Shed, change: TableChange, notes: Note[]): Shed {
  const herd = shed.herd === null ? null : herdChanged(shed.herd, change);
  if (herd === null) return tableLost(shed, NOT_ITS_CHANGE, notes);
  return tableInForce(shed, herd, new Set(change.cows.map(({ cow }) => cow)), notes);
}

function tableLost(shed: Shed, why: string, notes: Note[]): Shed {
  notes.push({ kind: "table-gone", why });
  return visitsMeetTable({ ...shed, herd: null, herdGone: why });
}

/** How long nothing at all was heard, where that is too long for a controller that runs; else 0. */
function heldUpFor(shed: Shed, mono: MonoMs): DurationMs {
  const silence = between(shed.now.mono, mono);
  return silence > TICK_GAP_MAX ? silence : milliseconds(0);
}

/** Whether the controller itself was away for a while. Any event shows it, not only the next tick. */
function heldUpOrNot(shed: Shed, event: ControllerEvent): Shed {
  const { mono } = shed.now;
  const late = between(shed.tickedAt, mono) > TICK_GAP_MAX;
  const over = shed.heldUpUntil !== null && mono >= shed.heldUpUntil;
  const heldUpUntil = late ? after(mono, CATCH_UP) : over ? null : shed.heldUpUntil;
  return { ...shed, heldUpUntil, tickedAt: event.kind === "ticked" ? mono : shed.tickedAt };
}

function ticked(shed: Shed, notes: Note[]): Shed {
  const { mono } = shed.now;
  const pressed = pressesOver(arrived(shed, { kind: "tick" }, notes), notes);
  return milkingMayEnd(clockMarked(pressed, mono, notes), notes);
}

function clockMarked(shed: Shed, mono: Shed["now"]["mono"], notes: Note[]): Shed {
  const { highWater } = shed.clock;
  if (!shed.clock.trusted || highWater === null) return shed;
  if (shed.markedAt !== null && between(shed.markedAt, mono) < CLOCK_MARK_EVERY) return shed;
  notes.push({ kind: "clock-mark", highWater });
  return { ...shed, markedAt: mono };
}

function arrived(shed: Shed, input: ArrivalInput, notes: Note[]): Shed {
  const { layout } = shed.plan;
  const arrivals = arrivalsStep(shed.arrivals, layout, input, shed.now.mono);
  if (arrivals === shed.arrivals) return shed;
  for (const [index, { doubt }] of arrivals.rows.entries()) {
    const row = layout.kind === "herringbone" ? layout.rows[index]?.row : undefined;
    const before = shed.arrivals.rows[index]?.doubt;
    if (row === undefined || doubt === null || doubt.from === before?.from) continue;
    notes.push({ kind: "pairing-doubt", row, fromPlace: doubt.from + 1, because: doubt.because });
  }
  return { ...shed, arrivals };
}

const awayNode = (why: LinkTrouble): Node => ({ session: null, why, report: null, sent: null });

/** A board that came or went: either way its valves are at rest and nothing about them is proven. */
function withNode(shed: Shed, node: NodeId, state: Node): Shed {
  const index = shed.plan.nodes.findIndex((plan) => plan.node === node);
  if (index < 0) return shed;
  const nodes = shed.nodes.map((old, i) => (i === index ? state : old));
  const bails = shed.bails.map((bail, i): Bail => {
    if (shed.plan.bails[i]?.node !== node) return bail;
    const unseen = valveOutOfSight(bail.valve);
    return { ...bail, valve: state.session === null ? unseen : valveAwaited(unseen), button: null };
  });
  return { ...shed, nodes, bails };
}

/** The switches on a board that is away tell nothing, whether or not its driver came to say so for each. */
function inputsLost(shed: Shed, node: NodeId, notes: Note[]): Shed {
  let next = shed;
  for (const { input, on } of shed.plan.inputs) {
    if (on !== node || next.levels[input] === "unknown") continue;
    next = { ...next, levels: { ...next.levels, [input]: "unknown" } };
    next = arrived(next, { kind: "input", input, level: "unknown" }, notes);
  }
  return next;
}

function nodeReported(shed: Shed, node: NodeId, report: NodeReport, notes: Note[]): Shed {
  const index = shed.plan.nodes.findIndex((plan) => plan.node === node);
  const known = shed.nodes[index];
  if (known === undefined || known.session === null) return shed;
  const nodes = shed.nodes.map((old, i) => (i === index ? { ...old, report } : old));
  let next: Shed = { ...shed, nodes };
  for (const [i, plan] of shed.plan.bails.entries()) {
    const bail = next.bails[i];
    if (bail === undefined || plan.node !== node) continue;
    const bit = 1 << plan.channel;
    const valve = valveSeen(
      bail.valve,
      (report.atVat & bit) !== 0,
      (report.atDivert & bit) !== 0,
      shed.now.mono,
    );
    const seen = valve === bail.valve ? next : withBail(next, i, { ...bail, valve });
    next = pressed(seen, i, (report.buttons & bit) !== 0, known.report === null, notes);
  }
  return next;
}

/** Bails whose valve was not proven at divert and whose fault nobody has cleared. */
const unproven = (shed: Shed) =>
  shed.plan.bails.flatMap(({ bail }, index) =>
    shed.bails[index]?.valve.fault === "valve-not-at-divert" ? [bail] : [],
  );

function intended(shed: Shed, by: PersonId, intent: Intent, notes: Note[]): Shed {
  const refuse = (why: string): Shed => {
    notes.push({ kind: "refused", by, intent: intent.kind, why });
    return shed;
  };
  const { mono, wall } = shed.now;
  switch (intent.kind) {
    case "settle-place": {
      const index = shed.plan.bails.findIndex(({ bail }) => bail === intent.bail);
      const bail = shed.bails[index];
      if (bail === undefined || bail.visit === null) {
        return refuse(`bail ${intent.bail} is empty: no cow to settle`);
      }
      if (shed.herd === null) return refuse("there is no herd table in force to settle a cow from");
      const cow = lookUp(shed.herd.byCow, intent.cow);
      if (cow === undefined || cow < 0) return refuse(`there is no one cow ${intent.cow} in the herd table`);
      const settled = arrived(shed, { kind: "settle", bail: intent.bail, cow: intent.cow, by }, notes);
      const identity = occupantsOf(settled.arrivals, shed.plan.layout)[intent.bail]?.identity;
      if (identity?.kind !== "settled") {
        return refuse(`the switches that tell when the cow in bail ${intent.bail} leaves cannot be read`);
      }
      notes.push({ kind: "place-settled", bail: intent.bail, cow: intent.cow, by });
      // A person's word ends the doubt about two places; if both still say this cow, it is back at once.
      const { visit } = bail;
      return withBail(settled, index, { ...bail, visit: { ...visit, conflict: false } });
    }
    case "divert-bail": {
      const index = shed.plan.bails.findIndex(({ bail }) => bail === intent.bail);
      const bail = shed.bails[index];
      if (bail === undefined || bail.visit === null) return refuse(`bail ${intent.bail} is empty`);
      notes.push({ kind: "diverted-by-hand", bail: intent.bail, by });
      return withBail(shed, index, { ...bail, visit: { ...bail.visit, divertedByHand: true } });
    }
    case "raise-vat-stop":
      notes.push({ kind: "vat-stop-raised", at: wall, reason: intent.reason, shutOff: false, by });
      return shed;
    case "clear-vat-stop":
      if (shed.carried.vatStop === null) return refuse("the vat stop is not raised");
      if (intent.reason.trim() === "") return refuse("clearing the vat stop needs a test result or a reason");
      if (shed.carried.vatStop.shutOff && unproven(shed).length > 0) {
        return refuse(`first see the valve of bail ${unproven(shed).join(", ")} mended and clear its fault`);
      }
      notes.push({ kind: "vat-stop-cleared", at: wall, reason: intent.reason, by });
      return shed;
    case "clear-valve-fault": {
      const index = shed.plan.bails.findIndex(({ bail }) => bail === intent.bail);
      const bail = shed.bails[index];
      if (bail === undefined || bail.valve.fault === null)
        return refuse(`bail ${intent.bail} has no valve fault`);
      if (intent.reason.trim() === "") return refuse("clearing a valve fault needs a reason");
      if (bail.valve.proven !== "divert") {
        return refuse(
          `the valve of bail ${intent.bail} is not proven at divert yet: mend it and see it move first`,
        );
      }
      const subject = { kind: "bail", bail: intent.bail } as const;
      notes.push({ kind: "fault-cleared", fault: bail.valve.fault, subject, by });
      return withBail(shed, index, { ...bail, valve: valveCleared(bail.valve, mono) });
    }
    case "confirm-time":
      notes.push({ kind: "time-confirmed", by, at: wall });
      return { ...shed, clock: timeConfirmed(shed.clock, mono, wall) };
    case "test-lamps": {
      const tested = lampTestAsked(shed, by, notes);
      return "refused" in tested ? refuse(tested.refused) : tested.began;
    }
    case "vat-told":
    case "acknowledge-alarm":
    case "explain-alarm":
      return shed.plan.vat === undefined ? refuse("no vat is watched: the configuration names none") : shed;
    default:
      return unreachable(intent);
  }
}
