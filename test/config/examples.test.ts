import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { FACT_SCHEMAS } from "../../src/config/herd-fact-schema.ts";
import { loadHerd } from "../../src/config/herd-file.ts";
import { formatProblems } from "../../src/config/problem.ts";
import { type LoadedShed, loadShed } from "../../src/config/shed-config.ts";
import { verdictOn } from "../../src/domain/holds/verdict.ts";
import { epochMs } from "../../src/domain/units.ts";
import { EXAMPLE_SHEDS } from "../../src/main/check.ts";
import { PROFILES } from "./profiles.ts";

function example(name: string): LoadedShed {
  const file = `config/${name}.yaml`;
  const loaded = loadShed(readFileSync(file, "utf8"), file, PROFILES);
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

test("the rotary has fifty bails on seven boards, readers at entry and exit, and its switches on the ground", () => {
  const { config, notes } = example("rotary-50");
  expect(notes).toEqual([]);
  expect([config.plan.bails.length, config.plan.nodes.length]).toEqual([50, 7]);
  expect(config.plan.inputs.map(({ on }) => on)).toEqual(["pi", "pi", "pi", "pi", "pi", "pi"]);
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

test("the small herd shows each kind of fact, and reads the same in any shed", () => {
  const text = readFileSync("config/herd-small.json", "utf8");
  const now = epochMs(Date.UTC(2026, 0, 1));
  const herds = ["Australia/Melbourne", "Europe/Dublin", null].map((timeZone) => {
    const herd = loadHerd(text, { timeZone, now });
    if (!herd.ok) throw new Error(formatProblems(herd.error));
    return herd.value;
  });
  const [herd] = herds;
  for (const other of herds) expect(other).toEqual(herd);
  const facts = (herd?.cows ?? []).flatMap((cow) => cow.facts);
  expect([...new Set(facts.map((fact) => fact.kind))].sort()).toEqual(Object.keys(FACT_SCHEMAS).sort());
});

test("the small herd one morning: who is diverted, for what, and who is looked at", () => {
  const text = readFileSync("config/herd-small.json", "utf8");
  const herd = loadHerd(text, { timeZone: null, now: null });
  if (!herd.ok) throw new Error(formatProblems(herd.error));
  const at = epochMs(Date.UTC(2025, 10, 21, 19, 0));
  const morning = herd.value.cows.map((cow) => {
    const { verdict, standing } = verdictOn(cow, [], null, herd.value.policy, at);
    return [cow.cow, verdict, (standing?.open ?? []).map((hold) => hold.kind).join(" ")];
  });
  expect(morning).toEqual([
    ["12", "release", ""],
    ["31", "release", ""],
    ["47", "divert", "lactating-treatment"],
    ["58", "divert", "colostrum"],
    ["63", "divert", "manual"],
    ["70", "release", ""],
    ["88", "divert", "lactating-treatment"],
    ["94", "release", ""],
    ["101", "divert", "dry-cow-treatment teat-sealant dried-off"],
    ["102", "release", ""],
    ["110", "divert", "dry-cow-treatment"],
    ["115", "check", ""],
    ["116", "divert", "bought-in"],
    ["120", "divert", "mastitis-or-blood"],
    ["121", "divert", "taint"],
    ["130", "divert", "lactating-treatment lactating-treatment"],
    ["140", "divert", ""],
    ["141", "divert", ""],
  ]);
});

test("a farm is no registered milk processor unless its file says so", () => {
  const text = readFileSync("config/in-bail-6.yaml", "utf8");
  const planOf = (file: string) => {
    const loaded = loadShed(file, "shed.yaml", PROFILES);
    if (!loaded.ok) throw new Error("the example should load");
    return loaded.value.config.plan;
  };
  expect(planOf(text).registeredProcessor).toBeUndefined();
  expect(planOf(`farm: { registered-processor: true }\n${text}`).registeredProcessor).toBe(true);
});
