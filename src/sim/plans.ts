// Room: sim. Sheds to simulate when no configuration is given. May not: ports, pins.
// Invariant: each is a plan that the config loader could have built.

import { bailNo, inputId, nodeId, readerId, rowId } from "../domain/ids.ts";
import { BAILS_PER_NODE, type ShedPlan } from "../domain/shed/plan.ts";
import { milliseconds, seconds } from "../domain/units.ts";

/** Two rows of `places` each, one reader and one beam a row, boards of eight bails, gates on the first boards. */
export function herringbonePlan(places: number): ShedPlan {
  const bails = Array.from({ length: places * 2 }, (_, i) => bailNo(i + 1));
  const board = (i: number) => nodeId(`board-${Math.floor(i / BAILS_PER_NODE) + 1}`);
  const boards = Math.ceil(bails.length / BAILS_PER_NODE);
  const rows = ["left", "right"] as const;
  return {
    name: `simulated herringbone 2 x ${places}`,
    timeZone: "Australia/Sydney",
    bails: bails.map((bail, i) => ({ bail, node: board(i), channel: i % BAILS_PER_NODE })),
    nodes: Array.from({ length: boards }, (_, i) => ({ node: nodeId(`board-${i + 1}`), number: i + 1 })),
    readers: rows.map((side) => ({ reader: readerId(`${side}-race`), equalReadsNeeded: 1 })),
    inputs: rows.flatMap((side, i) =>
      ["beam", "entry", "exit"].map((what) => ({
        input: inputId(`${side}-${what}`),
        on: nodeId(`board-${Math.min(i + 1, boards)}`),
      })),
    ),
    layout: {
      kind: "herringbone",
      rows: rows.map((side, i) => ({
        row: rowId(side),
        reader: readerId(`${side}-race`),
        bails: bails.slice(i * places, (i + 1) * places),
        beam: inputId(`${side}-beam`),
        entryGate: inputId(`${side}-entry`),
        exitGate: inputId(`${side}-exit`),
      })),
      pairing: { readToCountMax: seconds(5), closestCows: milliseconds(1_200), lingerMax: seconds(3) },
    },
    shutOffOn: nodeId("board-1"),
    vatStopOn: nodeId("board-1"),
    valve: { travelMax: milliseconds(800), leaseTtl: milliseconds(400) },
    button: { divertHold: seconds(2) },
  };
}

/** A platform of `places` bails with boards of eight, all other switches on the computer, readers at entry and exit. */
export function rotaryPlan(places: number): ShedPlan {
  const bails = Array.from({ length: places }, (_, i) => bailNo(i + 1));
  const boards = Math.ceil(places / BAILS_PER_NODE);
  const ground = ["first-pulse", "second-pulse", "index-mark", "boarded", "stayed"] as const;
  return {
    name: `simulated rotary of ${places}`,
    timeZone: "Australia/Sydney",
    bails: bails.map((bail, i) => ({
      bail,
      node: nodeId(`deck-${Math.floor(i / BAILS_PER_NODE) + 1}`),
      channel: i % BAILS_PER_NODE,
    })),
    nodes: Array.from({ length: boards }, (_, i) => ({ node: nodeId(`deck-${i + 1}`), number: i + 1 })),
    readers: ["entry", "exit"].map((reader) => ({ reader: readerId(reader), equalReadsNeeded: 1 })),
    inputs: ground.map((input) => ({ input: inputId(input), on: "pi" as const })),
    layout: {
      kind: "rotary",
      bails,
      entryReader: readerId("entry"),
      exitReader: readerId("exit"),
      firstPulse: inputId("first-pulse"),
      secondPulse: inputId("second-pulse"),
      indexMark: inputId("index-mark"),
      boarded: inputId("boarded"),
      stayed: inputId("stayed"),
      stayedBails: 3,
      pairing: { readToCountMax: seconds(4), closestCows: milliseconds(1_200), lingerMax: seconds(2) },
    },
    shutOffOn: nodeId("deck-1"),
    vatStopOn: nodeId("deck-1"),
    valve: { travelMax: milliseconds(800), leaseTtl: milliseconds(400) },
    button: { divertHold: seconds(2) },
  };
}

/** `places` single bails, each with a reader, a place switch and an exit gate. */
export function inBailPlan(places: number): ShedPlan {
  const bails = Array.from({ length: places }, (_, i) => bailNo(i + 1));
  const boards = Math.ceil(places / BAILS_PER_NODE);
  const on = (i: number) => nodeId(`board-${Math.floor(i / BAILS_PER_NODE) + 1}`);
  return {
    name: `simulated shed of ${places} single bails`,
    timeZone: "Australia/Sydney",
    bails: bails.map((bail, i) => ({ bail, node: on(i), channel: i % BAILS_PER_NODE })),
    nodes: Array.from({ length: boards }, (_, i) => ({ node: nodeId(`board-${i + 1}`), number: i + 1 })),
    readers: bails.map((bail) => ({ reader: readerId(`reader-${bail}`), equalReadsNeeded: 1 })),
    inputs: bails.flatMap((bail, i) => [
      { input: inputId(`place-${bail}`), on: on(i) },
      { input: inputId(`gate-${bail}`), on: on(i) },
    ]),
    layout: {
      kind: "in-bail",
      places: bails.map((bail) => ({
        bail,
        reader: readerId(`reader-${bail}`),
        placeSwitch: inputId(`place-${bail}`),
        exitGate: inputId(`gate-${bail}`),
      })),
    },
    shutOffOn: nodeId("board-1"),
    vatStopOn: nodeId("board-1"),
    valve: { travelMax: milliseconds(800), leaseTtl: milliseconds(400) },
    button: { divertHold: seconds(2) },
  };
}
