// Room: test/bench. A year of 10 s readings (3.15 million, 730 milkings) reviewed by one and by five profiles: processor time by stage, heap and the most
// memory held. `npm run bench -- --part cooling` (--days N for less). JSON lines, then a table. Each run is a process of its own, so that its
// memory is only its own.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { readProfiles } from "../../src/config/cooling-profiles.ts";
import { withoutHandling } from "../../src/domain/cooling/handling.ts";
import { judge } from "../../src/domain/cooling/judge.ts";
import type { CoolingProfile } from "../../src/domain/cooling/profile.ts";
import { review } from "../../src/domain/cooling/review.ts";
import { phasesOf } from "../../src/domain/vat/phases.ts";
import { cleaned } from "../../src/domain/vat/probe.ts";
import { farmDays } from "./cooling-year.ts";

const FIVE = ["au-bega-2018", "nz-mpi-2018", "us-pmo", "ca-cqm", "de-do-not-load"];
const MB = 1_048_576;

type Figures = {
  readonly profiles: number;
  readonly readings: number;
  readonly milkings: number;
  readonly seconds: {
    readonly probe: number;
    readonly handling: number;
    readonly phases: number;
    readonly judging: number;
    readonly review: number;
  };
  /** The log itself is in it: 16 bytes a reading. */
  readonly megabytes: {
    readonly log: number;
    readonly heap: number;
    readonly arrays: number;
    readonly mostHeld: number;
  };
  readonly outcomes: { readonly [outcome: string]: number };
};

const { values } = parseArgs({
  options: {
    days: { type: "string", default: "365" },
    run: { type: "string" },
    log: { type: "string", default: "" },
    commit: { type: "string", default: "" },
    dist: { type: "string" },
    children: { type: "string" },
  },
});

if (values.run === undefined) compare(Number(values.days), values.commit);
else await measure(Number(values.run), values.log);

/** The parent: makes the year, runs both, prints. */
function compare(days: number, commit: string): void {
  const folder = mkdtempSync(join(tmpdir(), "vatguard-year-"));
  const log = join(folder, "year");
  const { at, celsius, milkings } = farmDays(days);
  writeFileSync(log, Buffer.concat([Buffer.from(at.buffer), Buffer.from(celsius.buffer)]));
  const all = [1, 5].map((profiles): Figures => {
    const run = spawnSync(
      process.execPath,
      [...process.argv.slice(1), "--run", String(profiles), "--log", log],
      {
        encoding: "utf8",
      },
    );
    if (run.status !== 0) throw new Error(run.stderr);
    const figures: Figures = JSON.parse(run.stdout);
    console.log(
      JSON.stringify({
        bench: "cooling",
        days,
        ...figures,
        commit,
        cores: cpus().length,
        node: process.version,
      }),
    );
    return figures;
  });
  rmSync(folder, { recursive: true });
  console.log(`\n${milkings.length} milkings were made in ${days} days.\n`);
  console.log(
    "| profiles | readings | milkings found | probe s | handling s | phases s | judging s | whole review s | heap MB | arrays MB | most held MB |",
  );
  console.log("|---|---|---|---|---|---|---|---|---|---|---|");
  for (const one of all) {
    const { probe, handling, phases, judging, review: whole } = one.seconds;
    const { heap, arrays, mostHeld } = one.megabytes;
    const cells = [
      one.profiles,
      one.readings,
      one.milkings,
      probe,
      handling,
      phases,
      judging,
      whole,
      heap,
      arrays,
      mostHeld,
    ];
    console.log(`| ${cells.join(" | ")} |`);
  }
}

/** The child: one review, and the same stage by stage. */
async function measure(count: number, log: string): Promise<void> {
  const bytes = readFileSync(log);
  const half = bytes.length / 2;
  const at = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + half));
  const celsius = new Float64Array(bytes.buffer.slice(bytes.byteOffset + half, bytes.byteOffset + 2 * half));
  const profiles = await chosen(count);
  const missing = new Map();

  const [reviewed, whole] = timed(() => review([{ at, celsius, missing }], profiles));
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  const mostHeld = process.resourceUsage().maxRSS / 1024;

  const [clean, probe] = timed(() => cleaned("milk", at, celsius, missing));
  const [handled, handling] = timed(() => withoutHandling({ at, celsius: clean.celsius }));
  const [, phases] = timed(() => phasesOf(handled.curve));
  const [, judging] = timed(() =>
    reviewed.milkings.map((milking) =>
      profiles.map((profile) => judge(profile, handled.curve, milking, "finished")),
    ),
  );
  const outcomes: { [outcome: string]: number } = {};
  for (const { outcome } of reviewed.milkings.flatMap(({ verdicts }) => verdicts))
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  const figures: Figures = {
    profiles: count,
    readings: at.length,
    milkings: reviewed.milkings.length,
    seconds: { probe, handling, phases, judging, review: whole },
    megabytes: {
      log: Math.round((at.length * 16) / MB),
      heap: Math.round(heapUsed / MB),
      arrays: Math.round(arrayBuffers / MB),
      mostHeld: Math.round(mostHeld),
    },
    outcomes,
  };
  process.stdout.write(JSON.stringify(figures));
}

async function chosen(count: number): Promise<readonly CoolingProfile[]> {
  const all = await readProfiles(resolve("config/profiles"));
  if (!all.ok) throw new Error("the profiles cannot be read");
  return FIVE.slice(0, count).flatMap((id) => all.value.filter((profile) => profile.id === id));
}

/** Seconds of the processor, so that other programs beside it matter less. */
function timed<T>(work: () => T): readonly [T, number] {
  const before = process.cpuUsage();
  const done = work();
  const { user, system } = process.cpuUsage(before);
  return [done, Math.round((user + system) / 10_000) / 100];
}
