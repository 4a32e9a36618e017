// Room: test/firmware. What is committed is what the sources say: constants and hex.

import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { protocolHeader } from "../../src/drivers/bail-node/protocol-header.ts";
import { RELEASED_HEX } from "./rig.ts";

const FIRMWARE = new URL("../../firmware/bail-node/", import.meta.url);
/** Other versions of the compiler give other, equally right, bytes. */
const RELEASE_COMPILER = "5.4.0";

test("protocol.h says exactly what protocol.ts says", () => {
  expect(readFileSync(new URL("protocol.h", FIRMWARE), "utf8")).toBe(protocolHeader());
});

test("the released hex is what the sources build to, bit for bit", (context) => {
  if (compilerVersion() !== RELEASE_COMPILER) context.skip(`needs avr-gcc ${RELEASE_COMPILER} and make`);
  const folder = mkdtempSync(join(tmpdir(), "bail-node-"));
  try {
    cpSync(FIRMWARE, folder, { recursive: true, filter: (path) => !/\/build$|\.hex$/.test(path) });
    execFileSync("make", ["-C", folder], { stdio: "pipe" });
    expect(readFileSync(join(folder, "build/bail-node.hex"), "utf8")).toBe(RELEASED_HEX);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 60_000);

function compilerVersion(): string {
  try {
    execFileSync("make", ["--version"], { stdio: "pipe" });
    return execFileSync("avr-g++", ["-dumpversion"], { encoding: "utf8", stdio: "pipe" }).trim();
  } catch (missing) {
    return missing instanceof Error ? missing.name : "none";
  }
}
