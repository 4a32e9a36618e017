// Room: test/firmware. Forged lease frames against the firmware's decoder, compiled here, and against the whole chip.
// The long run, 10^7 frames on this computer and 10^4 through the emulated chip:
//   FORGE_FRAMES=10000000 FORGE_CHIP_FRAMES=10000 FORGE_SEED=1 npx vitest run test/firmware/forge.test.ts
// Invariant under test: none is accepted, and the genuine ones among them are.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { COMMANDS } from "../../src/drivers/bail-node/protocol.ts";
import { createRig } from "./rig.ts";

const SEED = process.env.FORGE_SEED ?? "20261122";
const FRAMES = process.env.FORGE_FRAMES ?? "200000";
const CHIP_FRAMES = process.env.FORGE_CHIP_FRAMES ?? "60";
const PATIENCE_MS = 600_000;
const OUTPUT_BYTES_MAX = 64_000_000;

const folder = mkdtempSync(join(tmpdir(), "forge-"));
const program = join(folder, "forge");
let missing = "";

beforeAll(() => {
  const here = new URL(".", import.meta.url).pathname;
  const firmware = new URL("../../firmware/bail-node/", import.meta.url).pathname;
  const sources = ["crc32.cpp", "packed.cpp", "lease.cpp"].map((name) => join(firmware, name));
  try {
    const flags = ["-std=gnu++11", "-O2", "-Wall", "-Wextra", "-Werror", "-I", firmware];
    execFileSync("g++", [...flags, ...sources, join(here, "forge.cpp"), "-o", program], { stdio: "pipe" });
  } catch (failure) {
    if (!(failure instanceof Error && "code" in failure && failure.code === "ENOENT")) throw failure;
    missing = "needs g++ to compile the firmware's decoder for this computer";
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

const forge = (...words: string[]): string =>
  execFileSync(program, words, { encoding: "utf8", maxBuffer: OUTPUT_BYTES_MAX });

test(
  `of ${FRAMES} forged frames the decoder accepts none, and every genuine one`,
  (context) => {
    if (missing !== "") context.skip(missing);
    const report: unknown = JSON.parse(forge(SEED, FRAMES));
    process.stdout.write(`forge, on this computer: ${JSON.stringify(report)}\n`);
    expect(report).toMatchObject({ forged: Number(FRAMES), accepted: 0, genuineRefused: 0 });
  },
  PATIENCE_MS,
);

test(
  `of ${CHIP_FRAMES} forged frames on the line none moves a valve of the chip`,
  (context) => {
    if (missing !== "") context.skip(missing);
    let rig = createRig();
    const attacked = rig.session();
    const started = performance.now();
    let granted = 0;
    let refused = 0;
    let lastGenuine: Uint8Array | null = null;
    let forged = 0;
    let genuine = 0;
    for (const line of forge(SEED, CHIP_FRAMES, String(attacked)).trim().split("\n")) {
      const [mark, hex = "", released = "0"] = line.split(" ");
      // An ended lease begins a new session. The attack goes on against a board that is still in the session it knows.
      if (rig.session() !== attacked) {
        refused += rig.status().refusedFrames;
        rig = createRig();
        expect(rig.session()).toBe(attacked);
        if (lastGenuine !== null) rig.board.receive(lastGenuine);
        rig.board.runFor(8);
      }
      const edgesBefore = rig.edges.length;
      const coilsBefore = rig.board.drive().coils;
      const frame = Uint8Array.of(0xf0, COMMANDS.lease, ...Buffer.from(hex, "hex"), 0xf7);
      rig.board.receive(frame);
      rig.board.runFor(3 + hex.length / 2 / 11);
      if (mark === "G") {
        genuine += 1;
        lastGenuine = frame;
        granted = Number(released);
        if (rig.board.drive().coils !== granted) throw new Error(`a genuine frame was refused: ${line}`);
        continue;
      }
      forged += 1;
      const moved = rig.edges.slice(edgesBefore).find(({ coils }) => coils !== 0 && coils !== coilsBefore);
      if (moved !== undefined) throw new Error(`a forged frame moved a valve: ${line}`);
    }
    const seconds = ((performance.now() - started) / 1_000).toFixed(1);
    refused += rig.status().refusedFrames;
    process.stdout.write(
      `forge, through the chip: ${JSON.stringify({ seed: SEED, forged, genuine, refused, seconds })}\n`,
    );
    expect(refused).toBeGreaterThanOrEqual(forged * 0.99);
  },
  PATIENCE_MS,
);
