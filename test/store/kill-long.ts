// Room: test/store. The long form of kill.test: N kills while writing (first argument, default 500), M while migrating (second, default 200).
// With strace, a third kind: the migrating program killed at each of its writes, syncs, renames and links, one after the other.
// Run it compiled: see README.

import { spawnSync } from "node:child_process";
import { compiled } from "../recorder/kill.ts";
import { killMigrating, killWriting, made, migrateKilledAt } from "./kill.ts";

const writes = Number(process.argv[2] ?? 500);
const migrations = Number(process.argv[3] ?? 200);
const program = compiled("test/store/kill-program.ts");
const problems: string[] = [];
let acknowledged = 0;
let book = made();
for (let at = 0; at < writes; at++) {
  if (at % 25 === 24) {
    book.remove();
    book = made();
  }
  const trial = await killWriting(program.path, book.path, Math.random() * 80);
  acknowledged += trial.acknowledged;
  problems.push(...trial.problems);
}
book.remove();
const forms: Record<string, number> = {};
for (let at = 0; at < migrations; at++) {
  const trial = await killMigrating(program.path, Math.random() * 160);
  forms[trial.form] = (forms[trial.form] ?? 0) + 1;
  problems.push(...trial.problems);
}
let calls = 0;
if (spawnSync("strace", ["-V"]).status === 0)
  for (; ; calls++) {
    const trial = migrateKilledAt(program.path, calls + 1);
    problems.push(...trial.problems);
    if (trial.done) break;
  }
program.remove();
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.stdout.write(
  `${JSON.stringify({ kills: writes, acknowledged, migrationKills: migrations, forms, systemCallsKilledAt: calls, problems: problems.length })}\n`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
