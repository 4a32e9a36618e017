// Room: test/system. `node test/system/deadman-long.mjs --trials 1000`: compiles the program and the trials into a folder of
// their own, so that a build going on elsewhere does not touch them, and runs them. Options: --trials, --sheds, --seed.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const here = import.meta.dirname;
const root = join(here, "../..");
const out = mkdtempSync(join(tmpdir(), "vatguard-deadman-"));
const run = (command, args) => spawnSync(command, args, { cwd: root, encoding: "utf8" });

const config = join(out, "tsconfig.json");
writeFileSync(
  config,
  JSON.stringify({
    extends: join(root, "tsconfig.json"),
    compilerOptions: {
      noEmit: false,
      outDir: join(out, "js"),
      rootDir: root,
      typeRoots: [join(root, "node_modules/@types")],
    },
    include: [join(here, "deadman-run.ts"), join(root, "src/**/*.ts")],
  }),
);
writeFileSync(join(out, "package.json"), '{"type":"module"}');
symlinkSync(join(root, "node_modules"), join(out, "node_modules"));
const built = run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", config]);
if (built.status !== 0) process.stderr.write(`${built.stdout}${built.stderr}`);
const commit = run("git", ["rev-parse", "--short", "HEAD"]).stdout.trim();
const changed =
  run("git", ["status", "--porcelain", "--", "src", "firmware"]).stdout.trim() === "" ? "" : " with changes";
const child = spawnSync(
  process.execPath,
  [
    join(out, "js/test/system/deadman-run.js"),
    ...["--dist", join(out, "js/src"), "--children", here, "--commit", `${commit}${changed}`],
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: "inherit" },
);
rmSync(out, { recursive: true, force: true });
process.exitCode = child.status ?? 1;
