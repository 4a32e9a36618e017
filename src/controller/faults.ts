// Room: controller. Which faults stand now, each raised and cleared once and noted both times.
// May live here: from state to the list of faults. May not: words (domain/alarms) or outputs (act.ts).
// Invariant: a fault is a consequence of the state; latched ones go only when a person's clearing changed the state.

import { FAULTS, type FaultCode } from "../domain/alarms/catalogue.ts";
import { between, seconds } from "../domain/units.ts";
import type { Note, Subject } from "./note.ts";
import type { RaisedFault, Shed } from "./state.ts";

/** Devices get this long after the start before their absence is a fault. */
const START_GRACE = seconds(5);
/** So many cows in a row past a reader that hears none of them are a fault of the reader, not of the tags. */
const MISSED_MAX = 5;

/** Raises and clears faults to agree with the state. */
export function faultsFollow(shed: Shed, notes: Note[]): Shed {
  const wanted = faultsNow(shed);
  const faults: { [key: string]: RaisedFault } = {};
  let changed = false;
  for (const [key, { fault, subject }] of wanted) {
    const before = shed.faults[key];
    faults[key] = before ?? { fault, subject, since: shed.now.wall };
    if (before !== undefined) continue;
    changed = true;
    notes.push({ kind: "fault-raised", fault, subject });
  }
  for (const [key, { fault, subject }] of Object.entries(shed.faults)) {
    if (wanted.has(key)) continue;
    changed = true;
    // A latched fault is cleared by the intent that named it, which has noted who did.
    if (!FAULTS[fault].latched) notes.push({ kind: "fault-cleared", fault, subject, by: "itself" });
  }
  return changed ? { ...shed, faults } : shed;
}

type Standing = { readonly fault: FaultCode; readonly subject: Subject };

function faultsNow(shed: Shed): ReadonlyMap<string, Standing> {
  const found = new Map<string, Standing>();
  const raise = (fault: FaultCode, subject: Subject) =>
    found.set(faultKey(fault, subject), { fault, subject });
  const settledIn = between(shed.startedAt, shed.now.mono) > START_GRACE;
  for (const [index, { bail }] of shed.plan.bails.entries()) {
    const state = shed.bails[index];
    if (state?.valve.fault != null) raise(state.valve.fault, { kind: "bail", bail });
    if (state?.visit?.checkerSaidNo != null) raise("checker-disagreed", { kind: "bail", bail });
  }
  for (const [index, { node }] of shed.plan.nodes.entries()) {
    if (settledIn && shed.nodes[index]?.session === null) raise("node-away", { kind: "node", node });
  }
  for (const [index, { reader }] of shed.plan.readers.entries()) {
    const state = shed.readers[index];
    if (settledIn && state?.link.up === false) raise("reader-away", { kind: "reader", reader });
    if (state !== undefined && state.missed >= MISSED_MAX) raise("reader-silent", { kind: "reader", reader });
  }
  for (const { input, on } of shed.plan.inputs) {
    if (!settledIn || shed.levels[input] !== "unknown") continue;
    // A board that is away is one fault, not one for each of its switches.
    const away = shed.plan.nodes.some(
      ({ node }, index) => node === on && shed.nodes[index]?.session === null,
    );
    if (!away) raise("input-away", { kind: "input", input });
  }
  const shedItself = { kind: "shed" } as const;
  if (shed.carried.vatStop !== null) raise("vat-stop", shedItself);
  if (settledIn && shed.herd === null) raise("table-missing", shedItself);
  if (settledIn && !shed.clock.trusted) raise("clock-untrusted", shedItself);
  if (!shed.recording.writing) raise("recorder-stopped", shedItself);
  return found;
}

/** One name for one fault of one thing. */
export function faultKey(fault: FaultCode, subject: Subject): string {
  switch (subject.kind) {
    case "bail":
      return `${fault} bail ${subject.bail}`;
    case "node":
      return `${fault} node ${subject.node}`;
    case "reader":
      return `${fault} reader ${subject.reader}`;
    case "row":
      return `${fault} row ${subject.row}`;
    case "input":
      return `${fault} input ${subject.input}`;
    case "shed":
      return fault;
    default: {
      const never: never = subject;
      return never;
    }
  }
}
