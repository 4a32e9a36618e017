// Room: test/recorder. The long form of kill.test: N trials (argument, default 1,000), a line at the end.
// Run it compiled: see README.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compiled, killTrial } from "./kill.ts";

const trials = Number(process.argv[2] ?? 1_000);
const program = compiled("test/recorder/kill-writer.ts");
let durable = 0;
let missing = 0;
let problems = 0;
let dir = mkdtempSync(join(tmpdir(), "vatguard-kill-"));
for (let trial = 0; trial < trials; trial++) {
  if (trial % 10 === 0) {
    rmSync(dir, { recursive: true, force: true });
    dir = mkdtempSync(join(tmpdir(), "vatguard-kill-"));
  }
  const found = await killTrial(program.path, dir, Math.random() * 60);
  durable += found.durable;
  missing += found.missing.length;
  problems += found.problems.length;
  for (const problem of found.problems) process.stderr.write(`${problem}\n`);
}
rmSync(dir, { recursive: true, force: true });
program.remove();
process.stdout.write(
  `${JSON.stringify({ kills: trials, recordsCalledDurable: durable, missing, damagedFiles: problems })}\n`,
);
process.exitCode = missing + problems === 0 ? 0 : 1;
