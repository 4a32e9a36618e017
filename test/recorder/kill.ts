// Room: test/recorder. Kills a recording program again and again, and looks for every record it called durable.
// May live here: the trial, used by the test (a few) and by kill-long (very many).

import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { replayFile } from "../../src/recorder/replay.ts";
import { COUNTING } from "./kill-machine.ts";

const ROOT = process.cwd();

/** Compiles one TypeScript program of the tests with all it imports. Gives the path to run, and how to clean up. */
export function compiled(program: string): { readonly path: string; readonly remove: () => void } {
  const outDir = mkdtempSync(join(tmpdir(), "vatguard-compiled-"));
  const config = join(outDir, "tsconfig.json");
  // Types are checked by `npm run check`.
  const options = {
    noEmit: false,
    noCheck: true,
    outDir,
    rootDir: ROOT,
    typeRoots: [join(ROOT, "node_modules/@types")],
  };
  writeFileSync(
    config,
    JSON.stringify({
      extends: join(ROOT, "tsconfig.json"),
      compilerOptions: options,
      include: [join(ROOT, program)],
    }),
  );
  writeFileSync(join(outDir, "package.json"), '{"type":"module"}');
  symlinkSync(join(ROOT, "node_modules"), join(outDir, "node_modules"));
  const built = spawnSync(process.execPath, [join(ROOT, "node_modules/typescript/bin/tsc"), "-p", config], {
    encoding: "utf8",
  });
  const path = join(outDir, program.replace(/\.ts$/, ".js"));
  try {
    readFileSync(path);
  } catch (cause) {
    throw new Error(`tsc made no ${path}: ${built.stdout}${built.stderr}`, { cause });
  }
  return { path, remove: () => rmSync(outDir, { recursive: true, force: true }) };
}

export type Trial = {
  readonly durable: number;
  readonly missing: readonly number[];
  readonly problems: readonly string[];
};

/** Runs the writer on `dir`, kills it after `afterMs` of writing, and reads what it left. */
export async function killTrial(program: string, dir: string, afterMs: number): Promise<Trial> {
  const child = spawn(process.execPath, [program, dir], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  let armed = false;
  child.stdout.on("data", (bytes) => {
    said += bytes.toString("latin1");
    if (armed || !said.includes("durable")) return;
    armed = true;
    setTimeout(() => child.kill("SIGKILL"), afterMs);
  });
  await new Promise((done) => child.on("close", done));
  const last = /(?:^|\n)durable (\d+)\n(?!.*durable \d+\n)/s.exec(said)?.[1];
  const durable = Number(last ?? 0);
  const found = new Set<number>();
  const problems: string[] = [];
  for (const name of readdirSync(dir)) {
    const text = readFileSync(join(dir, name), "utf8");
    for (const [, count] of text.matchAll(new RegExp(`"cow":"${child.pid}-(\\d+)"`, "g")))
      found.add(Number(count));
    if (!text.includes("\n")) continue;
    const report = await replayFile(join(dir, name), COUNTING);
    if (report.outcome !== "same") problems.push(`${name}: ${JSON.stringify(report.first)}`);
  }
  const missing: number[] = [];
  for (let count = 1; count <= durable; count++) if (!found.has(count)) missing.push(count);
  return { durable, missing, problems };
}
