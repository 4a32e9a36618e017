// Room: test. Compiles TypeScript programs of the tests, and all of src, into a folder of their own: a build going on elsewhere
// does not touch what is measured. Used by deadman-long.mjs and bench/run.mjs.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const run = (command, args) => spawnSync(command, args, { cwd: root, encoding: "utf8" });

/** Compiles `program` (a path from the root), runs it with these arguments, after `before`, and gives its exit code. */
export function runCompiled(program, args, before = []) {
  const out = mkdtempSync(join(tmpdir(), "vatguard-compiled-"));
  const config = join(out, "tsconfig.json");
  const compilerOptions = {
    noEmit: false,
    outDir: join(out, "js"),
    rootDir: root,
    typeRoots: [join(root, "node_modules/@types")],
  };
  const include = [join(root, program), join(root, "test/bench/boards.ts"), join(root, "src/**/*.ts")];
  writeFileSync(config, JSON.stringify({ extends: join(root, "tsconfig.json"), compilerOptions, include }));
  writeFileSync(join(out, "package.json"), '{"type":"module"}');
  symlinkSync(join(root, "node_modules"), join(out, "node_modules"));
  const built = run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", config]);
  if (built.status !== 0) process.stderr.write(`${built.stdout}${built.stderr}`);
  const commit = run("git", ["rev-parse", "--short", "HEAD"]).stdout.trim();
  const isChanged = run("git", ["status", "--porcelain", "--", "src", "firmware"]).stdout.trim() !== "";
  const own = ["--dist", join(out, "js/src"), "--children", join(root, "test/system")];
  const js = join(out, "js", program.replace(/\.ts$/, ".js"));
  const commitIs = `${commit}${isChanged ? " with changes" : ""}`;
  const line = [...before, process.execPath, js, ...own, "--commit", commitIs, ...args];
  const child = spawnSync(line[0], line.slice(1), { cwd: root, stdio: "inherit" });
  rmSync(out, { recursive: true, force: true });
  return child.status ?? 1;
}
