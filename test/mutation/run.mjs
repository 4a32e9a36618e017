// Room: test/mutation. Changes one room's code in one small place after the other and sees whether its tests notice.
//   nice -n 15 node test/mutation/run.mjs ROOM [--only FILE] [--again] [--workers N]
// Works on a copy in the temporary folder; Stryker lives there too and is no dependency of the project (80 MB for a run by hand).
// Tests run in Stryker's process (room-runner.mjs) and not in vitest, which would take seconds for each mutant.
// Prints the score of each file and every survivor; exit code 1 when the room is below SCORE_MIN.

import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { ROOMS } from "./rooms.mjs";

/** The last Stryker that runs on Node 20; 10 asks for 22. */
const STRYKER = "9.6.1";
/** Percent of the mutants that tests must notice. */
const SCORE_MIN = 90;
/** The same examples for every mutant, so that a run can be repeated. */
const SEED = 20_240_301;
/** Examples of each property for one mutant, at most: what finds it, finds it early. Makes the score lower, if anything. */
const EXAMPLES_MAX = 50;
const WHOLE_FAST_CHECK = "fast-check-whole";
/** fast-check with the same few examples each time, and no search for a simpler one that fails. */
const FEW_EXAMPLES = `import fc from "${WHOLE_FAST_CHECK}";
const assert = (property, parameters = {}) =>
  fc.assert(property, {
    ...parameters,
    seed: ${SEED},
    endOnFailure: true,
    numRuns: Math.min(parameters.numRuns ?? 100, ${EXAMPLES_MAX}),
  });
export * from "${WHOLE_FAST_CHECK}";
export { assert };
export default { ...fc, assert };
`;
/** What tests read beside their own room. */
const COPIED = ["src", "test", "config", "package.json", "tsconfig.json", "tsconfig.build.json"];

const root = resolve(import.meta.dirname, "../..");
const bench = join(tmpdir(), "vatguard-mutation");
const tools = join(bench, "tools");

const options = {
  only: { type: "string" },
  again: { type: "boolean", default: false },
  workers: { type: "string", default: "1" },
};
const { values, positionals } = parseArgs({ options, allowPositionals: true });
const room = positionals[0]?.replace(/\/$/, "");
if (room === undefined || !Object.hasOwn(ROOMS, room)) {
  console.error(`Name one room: ${Object.keys(ROOMS).join(", ")}.
  --only FILE   mutates one file of the room, as code.ts or code.ts:40-60 (lines)
  --again       keeps what the last run found of code and tests that have not changed since
  --workers N   mutants tested side by side, 1 unless told`);
  process.exit(2);
}

installTools();
const copy = makeCopy(room);
const child = spawnSync(
  process.execPath,
  [join(tools, "node_modules/@stryker-mutator/core/bin/stryker.js"), "run"],
  {
    cwd: copy,
    stdio: "inherit",
  },
);
if (child.status !== 0) {
  console.error(
    `Stryker ended with ${child.status ?? child.signal}: its words are above. Do the tests of ${room} pass?`,
  );
  process.exit(2);
}
process.exitCode = report(join(copy, "report.json")) < SCORE_MIN ? 1 : 0;

/** Stryker beside the project's own packages, in the versions that are installed here; vitest and fast-check stood in for. */
function installTools() {
  const { dependencies, overrides } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const versionOf = (name) =>
    JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8")).version;
  const used = [...Object.keys(dependencies), "typescript", "@vitest/expect", "chai"];
  const wanted = Object.fromEntries(used.map((name) => [name, versionOf(name)]));
  const stryker = { "@stryker-mutator/core": STRYKER, "@stryker-mutator/api": STRYKER };
  const whole = { [WHOLE_FAST_CHECK]: `npm:fast-check@${versionOf("fast-check")}` };
  const text = JSON.stringify({
    private: true,
    type: "module",
    dependencies: { ...wanted, ...stryker, ...whole },
    overrides,
  });
  const packageFile = join(tools, "package.json");
  const isThere =
    existsSync(join(tools, "node_modules/@stryker-mutator/core")) &&
    readFileSync(packageFile, "utf8") === text;
  if (!isThere) {
    rmSync(tools, { recursive: true, force: true });
    mkdirSync(tools, { recursive: true });
    writeFileSync(packageFile, text);
    const line = ["install", "--ignore-scripts", "--no-audit", "--no-fund"];
    if (spawnSync("npm", line, { cwd: tools, stdio: "inherit" }).status !== 0) {
      rmSync(packageFile);
      console.error("Stryker could not be installed. Is the package registry within reach?");
      process.exit(2);
    }
  }
  standIn("vitest", readFileSync(join(import.meta.dirname, "stand-in-vitest.mjs"), "utf8"));
  standIn("fast-check", FEW_EXAMPLES);
  cpSync(join(import.meta.dirname, "room-runner.mjs"), join(tools, "room-runner.mjs"));
}

function standIn(name, code) {
  const folder = join(tools, "node_modules", name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{"type":"module","exports":"./index.js"}');
  writeFileSync(join(folder, "index.js"), code);
}

function makeCopy(name) {
  const folder = join(bench, name.replaceAll("/", "-"));
  const remembered = join(folder, "remembered.json");
  const memory = values.again && existsSync(remembered) ? readFileSync(remembered) : null;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const path of COPIED) cpSync(join(root, path), join(folder, path), { recursive: true });
  symlinkSync(join(tools, "node_modules"), join(folder, "node_modules"));
  if (memory !== null) writeFileSync(remembered, memory);
  const compilerOptions = { noEmit: false, noCheck: true, outDir: "js", rootDir: ".", types: [] };
  const include = ["src/**/*.ts", "test/**/*.ts"];
  writeFileSync(
    join(folder, "tsconfig.mutants.json"),
    JSON.stringify({ extends: "./tsconfig.json", compilerOptions, include }),
  );
  writeFileSync(join(folder, "stryker.config.json"), JSON.stringify(settings(name)));
  return folder;
}

function settings(name) {
  const [file, lines] = (values.only ?? "**/*.ts").split(":");
  return {
    mutate: [`${name}/${file}${lines === undefined ? "" : `:${lines}`}`],
    testRunner: "room",
    room: { compiledTests: `js/${ROOMS[name]}` },
    plugins: [join(tools, "room-runner.mjs")],
    buildCommand: `node ${join(tools, "node_modules/typescript/bin/tsc")} -p tsconfig.mutants.json`,
    coverageAnalysis: "perTest",
    concurrency: Number(values.workers),
    // The project's TypeScript has no programming interface; Stryker needs it only to rewrite this file.
    tsconfigFile: "none.json",
    timeoutMS: 10_000,
    dryRunTimeoutMinutes: 10,
    incremental: true,
    incrementalFile: "remembered.json",
    reporters: ["progress-append-only", "survivors", "json"],
    jsonReporter: { fileName: "report.json" },
    allowConsoleColors: false,
    warnings: { unknownOptions: false, slow: false },
  };
}

/** Prints the table and the survivors; gives the room's score in percent. */
function report(file) {
  const { files } = JSON.parse(readFileSync(file, "utf8"));
  const total = { killed: 0, survived: 0 };
  for (const [path, { mutants, source }] of Object.entries(files)) {
    const judged = mutants.filter(({ status }) =>
      ["Killed", "Timeout", "Survived", "NoCoverage"].includes(status),
    );
    const alive = judged.filter(({ status }) => status === "Survived" || status === "NoCoverage");
    const killed = judged.length - alive.length;
    total.killed += killed;
    total.survived += alive.length;
    console.log(`${path}: ${killed} of ${judged.length} found, ${percent(killed, judged.length)} %`);
    for (const mutant of alive) console.log(`  ${survivor(mutant, source.split("\n"))}`);
  }
  const score = percent(total.killed, total.killed + total.survived);
  console.log(`${room}: ${total.killed} of ${total.killed + total.survived} mutants found, ${score} %`);
  return score;
}

function percent(part, whole) {
  return Math.round((1000 * part) / Math.max(1, whole)) / 10;
}

/** Place, what stood there and what stood there instead. */
function survivor({ location: { start, end }, replacement, mutatorName, status }, lines) {
  const first = lines[start.line - 1] ?? "";
  const was =
    start.line === end.line
      ? first.slice(start.column - 1, end.column - 1)
      : `${first.slice(start.column - 1)} …`;
  const never = status === "NoCoverage" ? " (never run)" : "";
  return `${start.line}:${start.column} ${mutatorName}${never}: ${short(was)} → ${short(replacement ?? "")}`;
}

function short(text) {
  const line = text.replace(/\s+/g, " ");
  return line.length > 100 ? `${line.slice(0, 100)}…` : line;
}
