// Room: test/system. A cow walks in, on the real stack: reader bytes, controller process, firmware in the emulator.
// Everything is judged at the emulated board's pins.

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eidOf, herd, treatment, UNKNOWN_TAG, withFact } from "./herd.ts";
import { pause, type SystemShed, until, wallNow } from "./rig.ts";
import {
  BOARD,
  coilEver,
  coilOn,
  coilsOff,
  cowIn,
  greenOn,
  inBailShed,
  lampsSeen,
  lampTold,
  readUntilReleased,
  ready,
} from "./sheds.ts";

const PROGRAM = join(
  process.env.VATGUARD_DIST ?? join(import.meta.dirname, "../../dist"),
  "main/vatguard.js",
);

const isDivertedByHand = (shed: SystemShed): boolean => shed.controller.noted("diverted-by-hand").length > 0;
const wasAway = (shed: SystemShed, from: number): boolean =>
  shed.controller.noted("fault-raised").some(({ wall, note }) => wall >= from && note.fault === "node-away");

describe("bails with a reader each", () => {
  let shed: SystemShed;
  beforeAll(async () => {
    shed = await inBailShed(8);
    await ready(shed);
  });
  afterAll(() => shed.close());

  test("a clear cow is green with the valve at vat; every other cow is diverted with her own lamp", async () => {
    const cows = ["101", "201", "202", "203", null, "999", "301", "401"];
    for (const [index] of cows.entries()) await cowIn(shed, index + 1);
    await until("eight cows to be noticed", () => shed.controller.noted("visit-opened").length === 8);
    const heldUp = () => shed.controller.heldUpMs() + shed.boards.heldUpMs();
    const heldUpBefore = heldUp();
    const readAt = cows.map((number, index) =>
      number === null ? 0 : shed.tag(`reader-${index + 1}`, number === "999" ? UNKNOWN_TAG : eidOf(number)),
    );
    await until("the clear cow's green lamp", () => greenOn(shed, 1));
    const others = heldUp() - heldUpBefore;
    expect(await lampsSeen(shed, [1, 2, 3, 4, 5, 6, 7, 8])).toEqual([
      "green-steady",
      "red-steady",
      "red-steady",
      "red-steady",
      "red-slow",
      "red-slow",
      "red-slow",
      "red-steady",
    ]);
    expect(shed.boards.drive(BOARD).coils).toBe(0x01);
    for (const bail of [2, 3, 4, 5, 6, 7, 8]) expect(coilEver(shed, bail), `coil ${bail}`).toBe(false);
    for (const bail of [2, 3, 4, 8]) {
      const read = readAt[bail - 1] ?? Number.NaN;
      const told = lampTold(shed, bail, "red-steady", read) ?? Number.NaN;
      const took = told - read;
      expect(took, `bail ${bail}: from her last tag byte to her lamp code at the board`).toBeLessThan(
        200 + others,
      );
    }
  });

  test("a cow in CHECK is released after the button is pressed", async () => {
    expect(coilOn(shed, 7)).toBe(false);
    await shed.boards.order(BOARD, { kind: "button", channel: 6, pressed: true });
    await shed.boards.pass(BOARD, 200);
    expect(coilOn(shed, 7), "while it is down it may still become a long press").toBe(false);
    await shed.boards.order(BOARD, { kind: "button", channel: 6, pressed: false });
    await until("the CHECK cow's green lamp", () => greenOn(shed, 7));
    await until("the note of it", () => shed.controller.noted("looked-at").length > 0);
    expect(shed.controller.noted("looked-at").map(({ note }) => note.cow)).toEqual(["301"]);
  });

  test("the button held for two seconds diverts the cow", async () => {
    const from = wallNow();
    let heldUpBefore = 0;
    let pressed = from;
    // A press over a moment in which the board was away counts for nothing, rightly: then it is pressed again.
    for (let times = 0; times < 3 && !isDivertedByHand(shed); times += 1) {
      await shed.boards.order(BOARD, { kind: "button", channel: 0, pressed: false });
      await shed.boards.pass(BOARD, 200);
      heldUpBefore = shed.controller.heldUpMs();
      pressed = (await shed.boards.order(BOARD, { kind: "button", channel: 0, pressed: true })).wall;
      await until("a diversion by hand", () => isDivertedByHand(shed)).catch(() => null);
      expect(isDivertedByHand(shed) || wasAway(shed, from), "diverted by hand").toBe(true);
    }
    const [byHand] = shed.controller.noted("diverted-by-hand");
    const heldFor = (byHand?.wall ?? Number.NaN) - pressed;
    const heldUpFor = shed.controller.heldUpMs() - heldUpBefore;
    expect(byHand?.note.bail).toBe(1);
    // A computer that was held up may have ended a release before, and given it again.
    await until("coil 1 off", () => !coilOn(shed, 1));
    await shed.boards.order(BOARD, { kind: "button", channel: 0, pressed: false });
    expect(heldFor).toBeGreaterThan(1_900);
    expect(heldFor - heldUpFor, "less what other programs kept the controller waiting").toBeLessThan(2_600);
    await until("her neighbour goes on", () => coilOn(shed, 7), 15_000);
    await until("red steady", () => lampTold(shed, 1, "red-steady", from));
  });

  test("a treatment written into the herd file diverts the cow in the bail within a second", async () => {
    await readUntilReleased(shed, 5, "102");
    await pause(300);
    const savedAt = shed.saveHerd(withFact(herd(), "102", treatment("102", "both", 1)));
    const off = await until("coil 5 off", () => coilsOff(shed, [5], savedAt));
    expect(off.wall - savedAt).toBeLessThan(1_000);
    await pause(300);
    expect(coilOn(shed, 5)).toBe(false);
  });

  test("the recording replays, and one changed byte is found with its place", async () => {
    await shed.controller.stop();
    const [name = ""] = readdirSync(shed.dataDir).filter((file) => file.startsWith("flight-"));
    const file = join(shed.dataDir, name);
    const same = spawnSync(process.execPath, [PROGRAM, "replay", file], { encoding: "utf8" });
    expect(same.stdout + same.stderr).toContain("SAME");
    expect(same.status).toBe(0);
    const bytes = readFileSync(file);
    const at = bytes.indexOf('"released":1,');
    bytes[at + '"released":'.length] = "3".charCodeAt(0);
    writeFileSync(`${file}.changed`, bytes);
    const line = bytes.subarray(0, at).filter((byte) => byte === 0x0a).length + 1;
    const other = spawnSync(process.execPath, [PROGRAM, "replay", `${file}.changed`], { encoding: "utf8" });
    expect(other.status).toBe(1);
    expect(other.stdout).toMatch(new RegExp(`line ${line}\\b`));
  });
});
