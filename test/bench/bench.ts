// Room: test/bench. The figures of DESIGN "Numbers to hold" that can be measured on this computer: JSON lines on stdout, a table
// on stderr. Started by run.mjs, which compiles first. --quick takes fewer samples: for a look, not for the record.

import { parseArgs } from "node:util";
import { epochMs } from "../../src/domain/units.ts";
import { generateHerd } from "../../src/sim/herd/generate.ts";
import { haveTheComputer } from "../system/rig.ts";
import { herdWithHistory, idleHour, milkInProcess } from "./in-process.ts";
import { floorMs, milkForReal } from "./real.ts";
import { verdictFigures } from "./verdicts.ts";

const { values } = parseArgs({
  options: {
    dist: { type: "string", default: "" },
    children: { type: "string", default: "" },
    commit: { type: "string", default: "unknown" },
    quick: { type: "boolean", default: false },
    part: { type: "string", default: "" },
  },
});
const BAILS = [1, 20, 80];
const HERD = 2_000;
const COWS_A_DAY = 800;
const visitsInProcess = values.quick ? 2_000 : 10_000;
const visitsForReal = values.quick ? 100 : 300;
const starts = values.quick ? 2 : 5;

haveTheComputer();

const rows: string[] = [];
const tell = (figure: string, target: string, value: object, shown: string): void => {
  process.stdout.write(`${JSON.stringify({ figure, commit: values.commit, ...value })}\n`);
  rows.push(`| ${figure} | ${target} | ${shown} |`);
  process.stderr.write(`${figure}: ${shown}\n`);
};
const round = (value: number, digits = 3): number => Number(value.toFixed(digits));
function quantiles(samples: Float64Array) {
  const sorted = samples.slice().sort();
  const at = (q: number): number =>
    round(sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN);
  return { p50: at(0.5), p99: at(0.99), p999: at(0.999), max: at(1), samples: sorted.length };
}
const inMs = ({ p50, p99, p999, max }: ReturnType<typeof quantiles>): string =>
  `${p50} / ${p99} / ${p999} / ${max} ms`;

const herd = herdWithHistory(HERD);
const where = { dist: values.dist, children: values.children };

for (const bails of values.part === "real" ? [] : BAILS) {
  const { latencies, stepsPerSecond, bareStepsPerSecond } = await milkInProcess(bails, visitsInProcess, herd);
  const found = quantiles(latencies);
  const name = `tag's last byte → lease frame, in process, ${bails} bails (p50/p99/p99.9/max)`;
  tell(name, "p50 < 0.3 ms, p99.9 < 2 ms", found, inMs(found));
  tell(
    `step a second, ${bails} bails (bare; with loop, recorder and disk)`,
    "",
    { bare: round(bareStepsPerSecond, 0), recorded: round(stepsPerSecond, 0) },
    `${round(bareStepsPerSecond, 0)}; ${round(stepsPerSecond, 0)}`,
  );
}

for (const jurisdiction of values.part === "real" ? [] : (["none", "nz"] as const)) {
  const policy = { ...herd.policy, jurisdiction };
  const found = verdictFigures(herd.cows, policy, epochMs(Date.now()), values.quick ? 2 : 10);
  tell(
    `verdicts a second, ${found.cows} cows with ${found.facts} facts, jurisdiction ${jurisdiction} (rules; checker)`,
    "",
    found,
    `${round(found.standingsPerSecond, 0)}; ${round(found.checksPerSecond, 0)}; slowest cow ${round(found.slowestMs, 2)} ms`,
  );
}

if (values.part === "in-process") process.exit(0);
const floor = quantiles(await floorMs(values.quick ? 100 : 300));
tell("the bench's own two lines with nothing between (p50/p99/p99.9/max)", "", floor, inMs(floor));
let bytesAVisit = 0;
for (const bails of BAILS) {
  const real = await milkForReal(bails, visitsForReal, herd, where);
  const found = quantiles(real.latencies);
  bytesAVisit = real.bytesRecorded / real.visits;
  const name = `tag's last byte → lease frame, real lines and process, ${bails} bails (p50/p99/p99.9/max)`;
  tell(name, "", found, inMs(found));
}

/** A milking of 400 cows in a common shed; and the largest herd that the bench knows. */
for (const [name, bails, visits, cows] of [
  [
    "20 bails, 400 cows, one milking",
    20,
    values.quick ? 40 : 400,
    generateHerd({ cows: 400, seed: 1, now: epochMs(Date.now()) }),
  ],
  ["80 bails, 2,000 cows with five years of facts", 80, values.quick ? 40 : 200, herd],
] as const) {
  const { memory } = await milkForReal(bails, visits, cows, where);
  const shown = `${round(memory.residentMb, 0)} MB resident, ${round(memory.ownMb, 0)} MB its own`;
  tell(`controller memory: ${name}`, "< 80 MB", memory, shown);
}

const deciding: number[] = [];
for (let start = 0; start < starts; start += 1)
  deciding.push((await milkForReal(20, 0, herd, where)).decidingMs);
deciding.sort((a, b) => a - b);
const median = round(deciding[Math.floor(deciding.length / 2)] ?? Number.NaN, 0);
const slowest = round(deciding.at(-1) ?? Number.NaN, 0);
tell(
  "start of the process → first decision at a board, 20 bails (median; slowest)",
  "< 1 s",
  { median, slowest, starts },
  `${median}; ${slowest} ms`,
);

const idle = await idleHour(40, herd);
const aDay = (bytesAVisit * COWS_A_DAY + idle * 24) / 1e6;
tell(
  `written a day, 400 cows twice (${round(bytesAVisit, 0)} bytes a visit, ${round(idle, 0)} an idle hour)`,
  "< 20 MB",
  { bytesAVisit: round(bytesAVisit, 0), idleBytesAnHour: round(idle, 0), mbADay: round(aDay, 2) },
  `${round(aDay, 2)} MB`,
);

process.stderr.write(`\n| figure | target | measured |\n|---|---|---|\n${rows.join("\n")}\n`);
process.exit(0);
