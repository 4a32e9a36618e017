// Room: test/system. The two sheds of the system tests with hands to work them: gates, cows, tags, and eyes on the lamps.
// May live here: what a cow or a milker does, and what can be seen from the pit. May not: what must follow.

import type { LampCode } from "../../src/domain/release/lamp.ts";
import { eidOf, gatePin, herd, herringboneYaml, inBailYaml, ROW, switchPin } from "./herd.ts";
import { createShed, type Edge, pause, type ShedMakings, type SystemShed, until, wallNow } from "./rig.ts";

export const BOARD = "board";
type Where = Pick<ShedMakings, "dist" | "children">;

/** So many bails with a reader each, gates shut, no controller yet. */
export async function inBailShed(bails: number, where: Where = {}, clock = "none") {
  const numbers = Array.from({ length: bails }, (_, index) => index + 1);
  const shed = await createShed({
    config: (ports) => inBailYaml(ports, bails, clock),
    herd: herd(),
    nodes: [{ node: BOARD, number: 7 }],
    readers: numbers.map((bail) => ({ reader: `reader-${bail}`, format: "wl134" })),
    ...where,
  });
  for (const bail of numbers) await shutGate(shed, bail);
  return shed;
}

/** One row of eight behind a race reader, gates shut, no controller yet. */
export async function rowShed(where: Where = {}) {
  const shed = await createShed({
    config: herringboneYaml,
    herd: herd(),
    nodes: [{ node: BOARD, number: 7 }],
    readers: [{ reader: "race", format: "ascii" }],
    ...where,
  });
  for (const pin of Object.values(ROW)) await set(shed, pin, true);
  return shed;
}

/** Starts the controller and waits until it has its herd and its board. */
export async function ready(shed: SystemShed): Promise<void> {
  await shed.start();
  await until("the herd", () => shed.controller.noted("table-in-force").length > 0);
  await until("the board", () => shed.boards.leases.some(isDecided));
}

/** A lease of the controller's; the driver's own, which release nothing, have the shortest time to live there is. */
export const isDecided = ({ ttl }: { readonly ttl: number }): boolean => ttl > 50;

const set = (shed: SystemShed, pin: number, closed: boolean) =>
  shed.boards.order(BOARD, { kind: "switch", pin, closed });

export const shutGate = (shed: SystemShed, bail: number) => set(shed, gatePin(bail), true);
export const cowIn = (shed: SystemShed, bail: number) => set(shed, switchPin(bail), true);
export const cowOut = (shed: SystemShed, bail: number) => set(shed, switchPin(bail), false);
export const gate = (shed: SystemShed, which: keyof typeof ROW, open: boolean) =>
  set(shed, ROW[which], !open);

/** A cow is read in the race (twice, as its reader wants) and cuts the beam. Without a number her tag is missed. */
export async function walksIn(shed: SystemShed, number: string | null): Promise<number> {
  let readAt = 0;
  if (number !== null) {
    shed.tag("race", eidOf(number));
    await shed.boards.pass(BOARD, 120);
    readAt = shed.tag("race", eidOf(number));
    await shed.boards.pass(BOARD, 150);
  }
  await gate(shed, "beam", true);
  await shed.boards.pass(BOARD, 150);
  await gate(shed, "beam", false);
  await shed.boards.pass(BOARD, 200);
  return readAt;
}

const bitOf = (bail: number): number => 1 << (bail - 1);

export const coilOn = (shed: SystemShed, bail: number): boolean =>
  (shed.boards.drive(BOARD).coils & bitOf(bail)) !== 0;

/** Whether the bail's coil was ever energised since `from`. */
export const coilEver = (shed: SystemShed, bail: number, from = 0): boolean =>
  shed.boards.edges.some((edge) => edge.wall >= from && (edge.coils & bitOf(bail)) !== 0);

export const greenOn = (shed: SystemShed, bail: number): boolean =>
  (shed.boards.drive(BOARD).green & bitOf(bail)) !== 0;

/** The first edge after `from` that fits. */
export const edgeAfter = (shed: SystemShed, from: number, fits: (edge: Edge) => boolean): Edge | undefined =>
  shed.boards.edges.find((edge) => edge.wall >= from && fits(edge));

/** The first edge after `from` at which none of these bails' coils is energised any more. */
export const coilsOff = (shed: SystemShed, bails: readonly number[], from: number): Edge | undefined => {
  const mask = bails.reduce((bits, bail) => bits | bitOf(bail), 0);
  return edgeAfter(shed, from, ({ coils }) => (coils & mask) === 0);
};

/** When the board first was told this lamp for the bail, after `from`. */
export const lampTold = (shed: SystemShed, bail: number, lamp: LampCode, from: number): number | undefined =>
  shed.boards.leases.find(({ wall, lamps }) => wall >= from && lamps[bail - 1] === lamp)?.wall;

/** A computer that others keep busy may lose a board for a moment, which its lamps say rightly: then one looks again. */
const LOOKS = 5;

/** What a person in the pit sees of each bail's lamps in a little over a second, judged by the pins' edges alone. */
export async function lampsSeen(shed: SystemShed, bails: readonly number[]): Promise<string[]> {
  for (let look = 1; ; look += 1) {
    const seen = await lampsIn(shed, bails);
    if (look === LOOKS || !seen.includes("alternating")) return seen;
    await pause(500);
  }
}

async function lampsIn(shed: SystemShed, bails: readonly number[]): Promise<string[]> {
  const WATCH_MS = 1_100;
  const first = shed.boards.edges.length;
  const before = shed.boards.drive(BOARD);
  const began = wallNow();
  await pause(WATCH_MS);
  const edges = shed.boards.edges.slice(first).filter(({ wall }) => wall - began <= WATCH_MS);
  return bails.map((bail) => {
    const bit = bitOf(bail);
    const changes = (colour: "red" | "green") => {
      const levels = [before, ...edges].map((drive) => (drive[colour] & bit) !== 0);
      return {
        on: levels[0] === true,
        ever: levels.some(Boolean),
        turns: levels.filter((on, i) => i > 0 && on !== levels[i - 1]).length,
      };
    };
    const red = changes("red");
    const green = changes("green");
    if (green.ever && red.ever) return "alternating";
    if (green.on && green.turns === 0) return "green-steady";
    if (red.on && red.turns === 0) return "red-steady";
    if (!red.ever && !green.ever) return "off";
    // 1 Hz turns about twice in the time watched, 4 Hz about nine times.
    return red.turns <= 4 ? "red-slow" : "red-fast";
  });
}

/** A cow walks into her bail and is read there; waits until her coil is on and her green lamp lit. */
export async function releasedIn(shed: SystemShed, bail: number, number: string): Promise<void> {
  await cowIn(shed, bail);
  await readUntilReleased(shed, bail, number);
}

/** The reader hears her again and again, as a bail's reader does, until she is released. */
export async function readUntilReleased(shed: SystemShed, bail: number, number: string): Promise<void> {
  let next = 0;
  await until(`bail ${bail} released to cow ${number}`, () => {
    if (wallNow() >= next) {
      shed.tag(`reader-${bail}`, eidOf(number));
      next = wallNow() + 150;
    }
    return coilOn(shed, bail);
  });
}
