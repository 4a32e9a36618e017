// Room: test/main. The shed's configuration reaches the office as the controller has read it; an office without a controller ends.

import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readShed } from "../../src/config/read-shed.ts";
import { isShedMessage, shedMessage } from "../../src/main/office-shed.ts";

const EXAMPLES = join(import.meta.dirname, "../../config");
const DIST = process.env.VATGUARD_DIST ?? join(import.meta.dirname, "../../dist");

test("every example shed arrives at the office as it was read", async () => {
  const files = readdirSync(EXAMPLES).filter((name) => name.endsWith(".yaml"));
  expect(files.length).toBeGreaterThan(3);
  for (const file of files) {
    const read = await readShed(join(EXAMPLES, file));
    if (!read.ok) throw new Error(`${file}: ${JSON.stringify(read.error)}`);
    const arrived: unknown = JSON.parse(JSON.stringify(shedMessage(read.value.config)));
    expect(isShedMessage(arrived) && arrived.shed).toEqual(read.value.config);
  }
});

test("what the two say to each other is never taken for it", () => {
  for (const message of [null, "shed", { kind: "shed" }, { kind: "board", shed: {} }, { shed: {} }])
    expect(isShedMessage(message)).toBe(false);
});

test("an office whose controller is gone before it was loaded ends by itself", async () => {
  const folder = mkdtempSync(join(tmpdir(), "vatguard-alone-"));
  const program = JSON.stringify([join(DIST, "main/office.js"), "--config", "none.yaml", "--data", folder]);
  const script =
    'const [module, ...args] = JSON.parse(process.argv[1]); const office = require("child_process").fork(module, args); ' +
    "process.stdout.write(String(office.pid), () => process.exit());";
  const controller = spawn(process.execPath, ["-e", script, program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  controller.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  await new Promise((resolve) => controller.once("exit", resolve));
  const pid = Number(said);
  const runs = (): boolean => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(folder);
    } catch {
      return false;
    }
  };
  try {
    expect(pid).toBeGreaterThan(1);
    for (const end = performance.now() + 20_000; runs() && performance.now() < end; )
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect(runs()).toBe(false);
  } finally {
    if (runs()) process.kill(pid, "SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
}, 30_000);
