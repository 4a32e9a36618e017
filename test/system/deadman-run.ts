// Room: test/system. The long form of deadman.test: so many trials in several sheds side by side, and a table at the end.
// Run by deadman-long.mjs, which compiles it first. Exit 0 when no coil stayed on beyond its limit, else 1.

import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { createRandom } from "../../src/sim/random.ts";
import { KINDS, type Kind, LIMIT_MS, type Trial, trial } from "./deadman.ts";
import { until, wallNow } from "./rig.ts";
import { cowIn, inBailShed, readUntilReleased } from "./sheds.ts";

const COWS = ["101", "102", "103"];
/** Beyond this the emulation itself was late, and wall time says nothing about the shed. */
const LAG_MS_MAX = 20;

const { values } = parseArgs({
  options: {
    trials: { type: "string", default: "1000" },
    sheds: { type: "string", default: "4" },
    seed: { type: "string", default: "1" },
    dist: { type: "string" },
    children: { type: "string" },
    commit: { type: "string", default: "unknown" },
  },
});
const wanted = Number(values.trials);
const results: Trial[] = [];
const broken: string[] = [];
let begun = 0;

async function newShed() {
  const where = {
    ...(values.dist === undefined ? {} : { dist: values.dist }),
    ...(values.children === undefined ? {} : { children: values.children }),
  };
  const shed = await inBailShed(COWS.length, where);
  await shed.start();
  for (const [index] of COWS.entries()) await cowIn(shed, index + 1);
  await until("the herd", () => shed.controller.noted("table-in-force").length > 0);
  const cows = [...COWS];
  for (const [index, cow] of cows.entries()) await readUntilReleased(shed, index + 1, cow);
  return { shed, cows };
}

async function worker(number: number): Promise<void> {
  const random = createRandom(Number(values.seed)).fork(`shed ${number}`);
  const dice = () => random.between(0, 1);
  let { shed, cows } = await newShed();
  while (begun < wanted) {
    const kind = KINDS[begun % KINDS.length];
    begun += 1;
    if (kind === undefined) continue;
    try {
      results.push(await trial(shed, cows, kind, dice));
      if (results.length % 50 === 0) process.stderr.write(`${results.length} trials\n`);
    } catch (error) {
      broken.push(`${kind}: ${error instanceof Error ? error.message : error}`);
      process.stderr.write(`broken: ${broken.at(-1)}\n${shed.controller.said().slice(-2_000)}\n`);
      const last = shed.boards.edges.slice(-5).map((edge) => JSON.stringify(edge));
      process.stderr.write(`now ${wallNow()}, last edges:\n${last.join("\n")}\n`);
      const { state } = await shed.controller.state().catch(() => ({ state: null }));
      process.stderr.write(`${JSON.stringify(state?.shed?.faults)} ${JSON.stringify(state?.shed?.bails)}\n`);
      await shed.close();
      ({ shed, cows } = await newShed());
    }
  }
  await shed.close();
}

const began = performance.now();
await Promise.all(Array.from({ length: Number(values.sheds) }, (_, number) => worker(number)));

const quantile = (sorted: readonly number[], q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
const ms = (value: number): string => value.toFixed(1).padStart(7);
const row = (kind: Kind): string => {
  const of = results.filter((one) => one.kind === kind);
  const emulated = of.map(({ emulatedMs }) => emulatedMs).sort((a, b) => a - b);
  const walls = of.filter(({ lagMs }) => lagMs <= LAG_MS_MAX).map(({ wallMs }) => wallMs);
  walls.sort((a, b) => a - b);
  return (
    `| ${kind.padEnd(36)} | ${String(of.length).padStart(6)} | ${ms(quantile(emulated, 0.5))} | ` +
    `${ms(quantile(emulated, 1))} | ${String(LIMIT_MS[kind]).padStart(5)} | ${ms(quantile(walls, 0.5))} | ` +
    `${ms(quantile(walls, 1))} | ${String(of.length - walls.length).padStart(5)} |`
  );
};
const tooLong = results.filter(({ kind, emulatedMs }) => emulatedMs > LIMIT_MS[kind]);
const tooLongWall = results.filter(
  ({ kind, wallMs, lagMs }) => lagMs <= LAG_MS_MAX && wallMs > LIMIT_MS[kind],
);
process.stdout.write(
  [
    `| fault | trials | p50 ms | worst ms | limit | wall p50 | wall worst | late |`,
    `|---|---|---|---|---|---|---|---|`,
    ...KINDS.map(row),
    "",
    `Trials ${results.length}, over the limit ${tooLong.length} (by wall time ${tooLongWall.length}), broken ${broken.length}.`,
    `Seed ${values.seed}, commit ${values.commit}, ${values.sheds} sheds side by side, ${COWS.length} cows each, ` +
      `${cpus().length} cores, Node ${process.version}, ${Math.round((performance.now() - began) / 60_000)} minutes.`,
    "",
  ].join("\n"),
);
for (const one of [...tooLong, ...tooLongWall]) process.stdout.write(`${JSON.stringify(one)}\n`);
process.exitCode = tooLong.length + tooLongWall.length + broken.length === 0 ? 0 : 1;
