// Room: test/firmware. What is committed is what the sources say: constants and hex.

import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { encodeLease, encodeNumber } from "../../src/drivers/bail-node/frame.ts";
import { PINS, REFUSALS } from "../../src/drivers/bail-node/protocol.ts";
import { protocolHeader } from "../../src/drivers/bail-node/protocol-header.ts";
import { RELEASED_HEX } from "./rig.ts";

const FIRMWARE = new URL("../../firmware/bail-node/", import.meta.url);
/** Other versions of the compiler give other, equally right, bytes. */
const RELEASE_COMPILER = "5.4.0";

test("protocol.h says exactly what protocol.ts says", () => {
  expect(readFileSync(new URL("protocol.h", FIRMWARE), "utf8")).toBe(protocolHeader());
});

test("the protocol page has every refusal, the pins, and examples that are true", () => {
  const page = readFileSync(new URL("README.md", FIRMWARE), "utf8");
  const refusals = page.slice(page.indexOf("### Refusals"), page.indexOf("## The lease machine"));
  const told = [...refusals.matchAll(/^\| (\d+) \| ([a-z-]+) \| /gm)].map(
    ([, code, reason]) => `${code} ${reason}`,
  );
  expect(told).toEqual(REFUSALS.map((refusal, code) => `${code} ${refusal}`));
  for (const pins of [PINS.valves, PINS.redLamps, PINS.greenLamps, PINS.buttons]) {
    expect(page).toContain(`| ${pins.join(" ")} |`);
  }
  const lamps = [
    "green-steady",
    "green-steady",
    "red-steady",
    "red-slow",
    "red-fast",
    "off",
    "off",
    "off",
  ] as const;
  const [session, sequence] = [0x12345678, 42];
  const lease = { session, sequence, released: 3, lamps, openShutOff: true, clearVatStop: true, ttl: 480 };
  expect(page).toContain(hex(encodeLease(lease)));
  expect(page).toContain(hex(encodeNumber({ boardNumber: 7, session })));
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

const hex = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString("hex")
    .replace(/..(?=.)/g, "$& ");

function compilerVersion(): string {
  try {
    execFileSync("make", ["--version"], { stdio: "pipe" });
    return execFileSync("avr-g++", ["-dumpversion"], { encoding: "utf8", stdio: "pipe" }).trim();
  } catch (missing) {
    return missing instanceof Error ? missing.name : "none";
  }
}
