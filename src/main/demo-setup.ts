// Room: main. What the demo lays out before it starts: a folder of its own, a herd, a port for the pages, and the shed's file with all that.
// May live here: files of the demo. May not: processes, screens. Invariant: nothing outside its own folder is written.

import { randomInt } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { isMap, parseDocument } from "yaml";
import { z } from "zod";
import { formatProblems } from "../config/problem.ts";
import { readShed } from "../config/read-shed.ts";
import type { ShedConfig } from "../config/shed-config.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { Layout } from "../domain/shed/plan.ts";
import { before, days, type EpochMs, epochMs } from "../domain/units.ts";
import { generateHerd, type Herd } from "../sim/herd/generate.ts";
import type { LiveProbe } from "../sim/live/vat.ts";
import { systemClock } from "./system-clock.ts";

export type DemoSetup = {
  readonly folder: string;
  readonly configFile: string;
  readonly dataDir: string;
  /** For the simulated computer's pins. */
  readonly pinsFolder: string;
  /** For the simulated kernel's one-wire files. */
  readonly w1Folder: string;
  /** Probes of the vat that hang there. */
  readonly probes: readonly LiveProbe[];
  readonly config: ShedConfig;
  readonly herd: Herd;
  /** When the herd's facts were made: at the first start of this folder. */
  readonly now: EpochMs;
  readonly seed: number;
  /** How many cows come to be milked. */
  readonly cows: number;
  /** How many days of history were asked for before `now`. */
  readonly days: number;
  /** For the pages. */
  readonly port: number;
  readonly hand: DemoHand;
};
/** What a cow gives at a milking, about, litres. */
export const LITRES_A_COW = 11;
/** A milker of the records, as whom the demo enters what is typed. */
export type DemoHand = { readonly person: string; readonly pin: string };
export type DemoWish = {
  readonly config: string;
  readonly cows: number;
  readonly seedFor: (layout: Layout) => number;
  /** Days of history before the first start; 0: none. */
  readonly days: number;
  /** The port that is wanted; the next free one is taken. */
  readonly port: number;
  /** A folder that is kept, and gone on with at the next start; null: one of its own, for this time. */
  readonly data: string | null;
};
/** What makes a kept folder the same farm at the next start. */
type Kept = Pick<DemoSetup, "seed" | "cows" | "days" | "now" | "hand">;

/** Lays everything out. The error is for the person who started it. */
export async function setUpDemo(wish: DemoWish): Promise<Result<DemoSetup, string>> {
  const { config } = wish;
  const shipped = await readShed(config);
  if (!shipped.ok) return err(formatProblems(shipped.error));
  const folder = folderFor(wish.data);
  const kept = keptIn(folder, {
    seed: wish.seedFor(shipped.value.config.plan.layout),
    cows: wish.cows,
    days: wish.days,
    now: systemClock.wall(),
    hand: { person: "demo", pin: String(randomInt(1_000_000)).padStart(6, "0") },
  });
  const { seed, now, hand } = kept;
  // As it was before the month: what is written down in it is entered in its time.
  const herd = generateHerd({ cows: kept.cows, seed, now: before(now, days(kept.days)) });
  const setup = {
    folder,
    configFile: join(folder, "shed.yaml"),
    dataDir: join(folder, "data"),
    pinsFolder: join(folder, "pins"),
    w1Folder: join(folder, "w1"),
    herd,
    now,
    seed,
    cows: kept.cows,
    days: kept.days,
    hand,
    port: await freePort(wish.port),
  };
  for (const left of ["ports", "pins", "w1"]) rmSync(join(folder, left), { recursive: true, force: true });
  mkdirSync(join(folder, "ports"));
  writeFileSync(setup.configFile, withOwnPorts(readFileSync(config, "utf8"), folder, setup.port));
  const own = await readShed(setup.configFile);
  if (!own.ok) return err(formatProblems(own.error));
  const { config: shed } = own.value;
  return ok({ ...setup, config: shed, probes: probesOn(shed) });
}

function folderFor(data: string | null): string {
  if (data === null) return mkdtempSync(join(tmpdir(), "vatguard-demo-"));
  mkdirSync(data, { recursive: true });
  return resolve(data);
}

/** The farm of an earlier start in this folder, or this one, which is then kept. */
function keptIn(folder: string, fresh: Kept): Kept {
  const file = join(folder, "demo.json");
  if (existsSync(file)) {
    const kept = keptSchema.safeParse(JSON.parse(readFileSync(file, "utf8")));
    if (kept.success) return kept.data;
  }
  writeFileSync(file, JSON.stringify(fresh), { mode: 0o600 });
  return fresh;
}

const keptSchema = z.object({
  seed: z.int(),
  cows: z.int(),
  days: z.int(),
  now: z.int().transform(epochMs),
  hand: z.object({ person: z.string(), pin: z.string() }),
});

const PORTS_TRIED = 50;

/** The port, or the next one that nobody listens on. */
async function freePort(wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + PORTS_TRIED && port <= 65_535; port += 1) {
    if (await isFree(port)) return port;
  }
  return wanted;
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const server = createServer();
    server.once("error", () => done(false));
    server.listen(port, "127.0.0.1", () => server.close(() => done(true)));
  });

/** The probes of the shed's vat, as the demo's wire carries them. */
function probesOn({ devices, plan }: ShedConfig): LiveProbe[] {
  return devices.probes.flatMap(({ probe, on }) => {
    const role = plan.vat?.probes.find((one) => one.probe === probe)?.role;
    return role === undefined || on.kind !== "ds18b20" ? [] : [{ probe, role, romId: on.romId }];
  });
}

/**
 * The same shed, but each port is a link in the demo's folder, each probe a DS18B20 on a wire there, and siren and beacon
 * (pins of a Pi) are left out. The herd is in the office's records; its pages are for this computer alone.
 */
function withOwnPorts(text: string, folder: string, port: number): string {
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
  document.delete("herd-file");
  document.delete("office");
  // At the top: the layout has to stay the last section.
  if (isMap(document.contents)) document.contents.items.unshift(document.createPair("office", { port }));
  document.delete("siren");
  document.delete("beacon");
  return document.toString();
}
