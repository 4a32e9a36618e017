// Room: test/system. A cow walks in, on the real stack: reader bytes, controller process, firmware in the emulator.
// Everything is judged at the emulated board's pins.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eidOf, UNKNOWN_TAG } from "./herd.ts";
import { pause, type SystemShed, until } from "./rig.ts";
import {
  BOARD,
  coilEver,
  coilOn,
  cowIn,
  gate,
  greenOn,
  inBailShed,
  lampsSeen,
  lampTold,
  releasedIn,
  rowShed,
  walksIn,
} from "./sheds.ts";

describe("in bails with a reader each", () => {
  let shed: SystemShed;
  beforeAll(async () => {
    shed = await inBailShed(8);
    await shed.start();
    await until("the board to be up and the herd in force", () => shed.boards.leases.length > 0);
    await until("the herd", () => shed.controller.noted("table-in-force").length > 0);
  });
  afterAll(() => shed.close());

  test("a clear cow is green with the valve at vat; every other cow is diverted with her own lamp", async () => {
    const cows = ["101", "201", "202", "203", null, "999", "301", "401"];
    for (const [index] of cows.entries()) await cowIn(shed, index + 1);
    await pause(60);
    const readAt = cows.map((number, index) =>
      number === null ? 0 : shed.tag(`reader-${index + 1}`, number === "999" ? UNKNOWN_TAG : eidOf(number)),
    );
    await until("the clear cow's green lamp", () => greenOn(shed, 1));
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
      const told = lampTold(shed, bail, "red-steady", readAt[bail - 1] ?? 0);
      expect((told ?? Number.NaN) - (readAt[bail - 1] ?? 0), `bail ${bail} decided, ms`).toBeLessThan(200);
    }
  });
});
