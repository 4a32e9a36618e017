// Room: test/domain/alarms. The catalogue, the code and the page about it agree, both ways.

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ALARMS, FAULTS, REASONS } from "../../../src/domain/alarms/catalogue.ts";
import { LAMP_CODES } from "../../../src/domain/release/lamp.ts";

/** Letters of one line of the pit board. */
const BOARD_WIDTH = 24;
const SRC = new URL("../../../src/", import.meta.url);
const sources = ["domain", "controller"].flatMap((room) =>
  readdirSync(new URL(`${room}/`, SRC), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith("catalogue.ts"))
    .map((name) => readFileSync(new URL(`${room}/${name}`, SRC), "utf8")),
);
const used = (code: string) => sources.some((source) => source.includes(`"${code}"`));

describe("reasons", () => {
  test.each(Object.entries(REASONS))("%s is used, fits the board, and has a lamp", (code, entry) => {
    expect(used(code)).toBe(true);
    expect(entry.says.length).toBeLessThanOrEqual(BOARD_WIDTH);
    expect(LAMP_CODES).toContain(entry.lamp);
    expect(entry.lamp).not.toBe("green-steady");
  });
  test("each says something of its own", () => {
    const said = Object.values(REASONS).map(({ says }) => says);
    expect(new Set(said).size).toBe(said.length);
  });
  test("only an empty bail is dark", () => {
    expect(Object.entries(REASONS).flatMap(([code, { lamp }]) => (lamp === "off" ? [code] : []))).toEqual([
      "empty",
    ]);
  });
});

describe("faults", () => {
  test.each(Object.entries(FAULTS))("%s is raised somewhere", (code) => {
    expect(used(code)).toBe(true);
  });
  test("each says something of its own", () => {
    const said = Object.values(FAULTS).map(({ says }) => says);
    expect(new Set(said).size).toBe(said.length);
  });
  test("what a person must mend and clear is latched: valves and the vat stop", () => {
    expect(Object.entries(FAULTS).flatMap(([code, { latched }]) => (latched ? [code] : []))).toEqual([
      "valve-not-at-divert",
      "valve-not-at-vat",
      "valve-left-vat",
      "vat-stop",
    ]);
  });
});

describe("alarms of the vat", () => {
  test.each(Object.entries(ALARMS))("%s helps: in sentences", (_code, entry) => {
    for (const line of [entry.meaning, entry.usualCause, entry.whatToDo]) expect(line).toMatch(/\.$/);
  });
  test("each says something of its own", () => {
    const said = Object.values(ALARMS).map(({ says }) => says);
    expect(new Set(said).size).toBe(said.length);
  });
  test("what can wait for daylight wakes nobody", () => {
    expect(Object.entries(ALARMS).flatMap(([code, { escalates }]) => (escalates ? [] : [code]))).toEqual([
      "probe-fault",
      "thermometer-not-acceptable",
      "refrigeration-slowing",
    ]);
  });
});

test("the page lists every code and no other, with the same words", () => {
  const page = readFileSync(new URL("domain/alarms/README.md", SRC), "utf8");
  const listed = [...page.matchAll(/^\| `([a-z-]+)` +\| ([^|]+?) +\| ([^|]+?) +\|/gm)].map(
    ([, code, says, more]) => [code, says, more],
  );
  const reasons = Object.entries(REASONS).map(([code, { says, lamp }]) => [code, says, lamp]);
  const faults = Object.entries(FAULTS).map(([code, { says, latched, siren }]) => [
    code,
    says,
    [latched ? "stays until cleared" : "goes by itself", ...(siren ? ["siren"] : [])].join(", "),
  ]);
  const alarms = Object.entries(ALARMS).map(([code, { says, escalates }]) => [
    code,
    says,
    escalates ? "siren, then others" : "board only",
  ]);
  expect(listed).toEqual([...reasons, ...faults, ...alarms]);
});
