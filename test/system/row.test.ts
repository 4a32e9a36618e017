// Room: test/system. A row of cows walks in past a race reader, on the real stack, judged at the emulated board's pins.

import { expect, test } from "vitest";
import { until, wallNow } from "./rig.ts";
import { BOARD, coilEver, coilsOff, gate, greenOn, lampsSeen, ready, rowShed, walksIn } from "./sheds.ts";

// A computer that holds everything up for a moment leaves the row in doubt, rightly: then another row walks in.
test("each cow of a row gets her own decision, a missed tag costs its own place only, and letting the row go ends every release", {
  retry: 2,
}, async ({ onTestFinished }) => {
  const shed = await rowShed();
  onTestFinished(() => shed.close());
  await ready(shed);
  await gate(shed, "exit", true);
  await shed.boards.pass(BOARD, 150);
  await gate(shed, "exit", false);
  await shed.boards.pass(BOARD, 150);
  await gate(shed, "entry", true);
  await shed.boards.pass(BOARD, 150);
  for (const number of ["101", "201", null, "102", "302", "999", "103"]) await walksIn(shed, number);
  await gate(shed, "entry", false);
  await until("the last clear cow's green lamp", () => greenOn(shed, 7));
  expect(await lampsSeen(shed, [1, 2, 3, 4, 5, 6, 7, 8])).toEqual([
    "green-steady",
    "red-steady",
    "red-slow",
    "green-steady",
    "red-slow",
    "red-slow",
    "green-steady",
    "off",
  ]);
  expect(shed.boards.drive(BOARD).coils).toBe(0b0100_1001);
  for (const bail of [2, 3, 5, 6, 8]) expect(coilEver(shed, bail), `coil ${bail}`).toBe(false);

  const at = wallNow();
  await gate(shed, "exit", true);
  const off = await until("all coils off", () => coilsOff(shed, [1, 4, 7], at));
  expect(off.wall - at).toBeLessThan(500);
  await until("all lamps dark", () => {
    const { red, green } = shed.boards.drive(BOARD);
    return red === 0 && green === 0;
  });
  expect((await lampsSeen(shed, [1, 2, 4, 7])).every((lamp) => lamp === "off")).toBe(true);
});
