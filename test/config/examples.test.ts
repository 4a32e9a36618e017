import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { loadHerd } from "../../src/config/herd-file.ts";
import { formatProblems } from "../../src/config/problem.ts";
import { type LoadedShed, loadShed } from "../../src/config/shed-config.ts";
import { epochMs } from "../../src/domain/units.ts";
import { EXAMPLE_SHEDS } from "../../src/main/check.ts";

function example(name: string): LoadedShed {
  const file = `config/${name}.yaml`;
  const loaded = loadShed(readFileSync(file, "utf8"), file);
  if (!loaded.ok) throw new Error(formatProblems(loaded.error));
  return loaded.value;
}

test("the small in-bail shed has six bails on one board, each with its reader and switch", () => {
  const { config, notes } = example("in-bail-6");
  expect(notes).toEqual([]);
  expect(config.plan.nodes).toHaveLength(1);
  expect(config.plan.bails.map((bail) => bail.channel)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(config.plan.layout.kind === "in-bail" && config.plan.layout.places).toHaveLength(6);
  expect(config.devices.readers.every((reader) => reader.equalReadsNeeded === 1)).toBe(true);
});

test("the demonstration herringbone has twenty bails on three boards and one race reader of each format", () => {
  const { config, notes } = example("herringbone-2x10");
  expect(notes).toEqual([]);
  expect(config.plan.bails).toHaveLength(20);
  expect(config.plan.nodes).toHaveLength(3);
  expect(config.devices.readers.map((reader) => [reader.format, reader.equalReadsNeeded])).toEqual([
    ["wl134", 1],
    ["ascii", 2],
  ]);
  expect(config.plan.layout.kind === "herringbone" && config.plan.layout.rows[0]?.bails).toEqual([
    10, 9, 8, 7, 6, 5, 4, 3, 2, 1,
  ]);
  expect(config.plan.valve).toEqual({ travelMax: 1500, leaseTtl: 450 });
  expect(config.plan.bails.find((bail) => bail.bail === 19)).toEqual({
    bail: 19,
    node: "far-end",
    channel: 2,
  });
});

test("the large herringbone has forty bails on five boards", () => {
  const { config, notes } = example("herringbone-2x20");
  expect(notes).toEqual([]);
  expect([config.plan.bails.length, config.plan.nodes.length]).toEqual([40, 5]);
  expect(config.plan.layout).toMatchObject({
    kind: "herringbone",
    rows: [
      { reader: "left-race", firstPlaceReader: "left-first", lastPlaceReader: "left-last" },
      { reader: "right-race", firstPlaceReader: "right-first", lastPlaceReader: "right-last" },
    ],
  });
  expect(config.devices.relays).toEqual([{ relay: "rinse-lamp", node: "middle", pin: 38 }]);
  expect(config.recorder).toEqual({ folder: "data", fileBytesMax: 16e6, keepBytesMax: 4e9 });
});

test("the rotary has fifty bails on seven boards, readers at entry and exit, and five switches on the ground", () => {
  const { config, notes } = example("rotary-50");
  expect(notes).toEqual([]);
  expect([config.plan.bails.length, config.plan.nodes.length]).toEqual([50, 7]);
  expect(config.plan.inputs.map(({ on }) => on)).toEqual(["pi", "pi", "pi", "pi", "pi"]);
  expect(config.plan.layout).toMatchObject({
    kind: "rotary",
    entryReader: "entry",
    exitReader: "exit",
    firstPulse: "first-pulse",
    secondPulse: "second-pulse",
    indexMark: "index-mark",
    boarded: "boarded",
    stayed: "stayed",
    stayedBails: 3,
    pairing: { readToCountMax: 4_000, closestCows: 1_200, lingerMax: 2_000 },
  });
});

test("every example is listed by the command, names its schema for editors, and has comments", () => {
  const files = readdirSync("config").filter((name) => name.endsWith(".yaml"));
  expect(files.map((name) => `config/${name}`).sort()).toEqual([...EXAMPLE_SHEDS].sort());
  for (const name of files) {
    const text = readFileSync(`config/${name}`, "utf8");
    expect(text.startsWith("# yaml-language-server: $schema=./vatguard.schema.json\n")).toBe(true);
    expect(text.match(/^#/gm)?.length).toBeGreaterThan(5);
  }
});

test("the small herd loads: ten cows, one of each kind of fact", () => {
  const text = readFileSync("config/herd-small.json", "utf8");
  const herd = loadHerd(text, { timeZone: "Australia/Melbourne", now: epochMs(Date.UTC(2026, 0, 1)) });
  if (!herd.ok) throw new Error(formatProblems(herd.error));
  expect(herd.value.cows).toHaveLength(10);
  const kinds = new Set(herd.value.cows.flatMap((cow) => cow.facts.map((fact) => fact.kind)));
  expect([...kinds].sort()).toEqual([
    "calving",
    "clearance",
    "looked-at",
    "manual-hold",
    "milked",
    "treatment",
  ]);
});
