// Room: main. What the demo lays out before it starts: a folder of its own, a herd, and the shed's file with its ports there.
// May live here: files of the demo. May not: processes, screens. Invariant: nothing outside its own folder is written.

import { mkdirSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isMap, parseDocument } from "yaml";
import { formatProblems } from "../config/problem.ts";
import { readShed } from "../config/read-shed.ts";
import type { ShedConfig } from "../config/shed-config.ts";
import type { Cow, CowFact } from "../domain/holds/facts.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { Layout } from "../domain/shed/plan.ts";
import type { EpochMs } from "../domain/units.ts";
import { generateHerd, type Herd } from "../sim/herd/generate.ts";
import { herdFileText } from "../sim/herd/herd-file.ts";
import type { LiveProbe } from "../sim/live/vat.ts";
import { systemClock } from "./system-clock.ts";

export type DemoSetup = {
  readonly folder: string;
  readonly configFile: string;
  readonly herdFile: string;
  readonly dataDir: string;
  /** For the simulated computer's pins. */
  readonly pinsFolder: string;
  /** For the simulated kernel's one-wire files. */
  readonly w1Folder: string;
  /** Probes of the vat that hang there. */
  readonly probes: readonly LiveProbe[];
  readonly config: ShedConfig;
  readonly herd: Herd;
  readonly now: EpochMs;
  readonly seed: number;
};

/** Lays everything out under the system's folder for temporary files. The error is for the person who started it. */
export async function setUpDemo(
  config: string,
  cows: number,
  seedFor: (layout: Layout) => number,
): Promise<Result<DemoSetup, string>> {
  const shipped = await readShed(config);
  if (!shipped.ok) return err(formatProblems(shipped.error));
  const folder = mkdtempSync(join(tmpdir(), "vatguard-demo-"));
  const now = systemClock.wall();
  const seed = seedFor(shipped.value.config.plan.layout);
  const herd = generateHerd({ cows, seed, now });
  const setup = {
    folder,
    configFile: join(folder, "shed.yaml"),
    herdFile: join(folder, "herd.json"),
    dataDir: join(folder, "data"),
    pinsFolder: join(folder, "pins"),
    w1Folder: join(folder, "w1"),
    herd,
    now,
    seed,
  };
  mkdirSync(join(folder, "ports"));
  writeHerd(setup.herdFile, herd, herd.cows);
  writeFileSync(setup.configFile, withOwnPorts(readFileSync(config, "utf8"), folder));
  const own = await readShed(setup.configFile);
  if (!own.ok) return err(formatProblems(own.error));
  const { config: shed } = own.value;
  return ok({ ...setup, config: shed, probes: probesOn(shed) });
}

/** The probes of the shed's vat, as the demo's wire carries them. */
function probesOn({ devices, plan }: ShedConfig): LiveProbe[] {
  return devices.probes.flatMap(({ probe, on }) => {
    const role = plan.vat?.probes.find((one) => one.probe === probe)?.role;
    return role === undefined || on.kind !== "ds18b20" ? [] : [{ probe, role, romId: on.romId }];
  });
}

/**
 * The same shed, but each port is a link in the demo's folder, each probe a DS18B20 on a wire there, and siren and beacon
 * (pins of a Pi) are left out.
 */
function withOwnPorts(text: string, folder: string): string {
  const document = parseDocument(text);
  const names = (key: string): string[] => Object.keys(document.toJS()[key] ?? {});
  for (const kind of ["nodes", "readers"]) {
    for (const name of names(kind)) document.setIn([kind, name, "port"], join(folder, "ports", name));
  }
  const probes: unknown = document.getIn(["vat", "probes"]);
  if (isMap(probes)) {
    document.setIn(["vat", "one-wire-folder"], join(folder, "w1", "devices"));
    for (const [index, { key }] of probes.items.entries()) {
      const at = ["vat", "probes", String(key)];
      if (!document.deleteIn([...at, "max31865"])) continue;
      document.setIn([...at, "ds18b20"], `28-${(index + 1).toString(16).padStart(12, "0")}`);
    }
  }
  document.set("herd-file", "herd.json");
  document.delete("siren");
  document.delete("beacon");
  return document.toString();
}

/** Writes the herd file the way it should be done: aside, then renamed, so that nobody reads half of it. */
export function writeHerd(file: string, herd: Pick<Herd, "policy" | "labels">, cows: readonly Cow[]): void {
  const text = herdFileText({ ...herd, cows, note: "Made-up cows and products of the Vatguard demo." });
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

/** The cows with one more fact. */
export const withFact = (cows: readonly Cow[], fact: CowFact): Cow[] =>
  cows.map((cow) => (cow.cow === fact.cow ? { ...cow, facts: [...cow.facts, fact] } : cow));
