// Room: test/system. What must not hold up a lease: nobody reading what is said, a full disk, a disk that stands still.

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { eidOf, herd } from "./herd.ts";
import { pause, type SystemShed, until, wallNow } from "./rig.ts";
import {
  BOARD,
  coilOn,
  coilsOff,
  cowIn,
  inBailShed,
  isDecided,
  lampTold,
  readUntilReleased,
  ready,
} from "./sheds.ts";

const DIST = process.env.VATGUARD_DIST ?? join(import.meta.dirname, "../../dist");
const PROGRAM = join(DIST, "main/vatguard.js");

/** Other tests share the computer and may hold all of this up for half a second; twice in a row they do not. */
const AGAIN = { retry: 1 };

/** Leases come ten times a second; watched for so long, none may be missing. */
async function leasesGoOn(shed: SystemShed, forMs: number): Promise<void> {
  const end = wallNow() + forMs;
  while (wallNow() < end) {
    const { leaseAge } = await shed.boards.order(BOARD, { kind: "look" });
    expect(leaseAge ?? Number.NaN, "milliseconds since the last lease").toBeLessThan(450);
    await pause(20);
  }
}

/** A herd file with so many mistakes that saying them takes some 20 KB; a different text each time. */
const fullOfMistakes = (turn: number) => ({
  ...herd(),
  cows: Array.from({ length: 200 }, (_, index) => ({
    cow: `${turn}-${index}`,
    eids: [`not a tag, ${turn} ${"x".repeat(60)}`],
    status: "in-milk",
  })),
});

const OUTLETS: readonly [string, (args: readonly string[]) => ChildProcess][] = [
  [
    "a pipe that nobody reads",
    (args) => spawn(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"] }),
  ],
  [
    "a terminal that is held",
    (args) => {
      const line = [process.execPath, ...args].map((word) => `'${word}'`).join(" ");
      return spawn("script", ["-qfec", line, "/dev/null"], { stdio: ["pipe", "pipe", "ignore"] });
    },
  ],
];

test.concurrent.each(OUTLETS)(
  "lines that are not read cost lines, never time: %s",
  AGAIN,
  async (what, start) => {
    const shed = await inBailShed(1);
    shed.saveHerd(fullOfMistakes(0));
    const program = start([PROGRAM, "run", "--config", shed.configFile, "--data", shed.dataDir]);
    try {
      await until("leases", () => shed.boards.leases.some(isDecided), 15_000);
      await pause(500);
      // `script` stops reading the terminal: as after Ctrl-S, or behind a connection that stalls.
      if (what.startsWith("a terminal")) program.kill("SIGSTOP");
      for (let turn = 1; turn <= 5; turn += 1) {
        shed.saveHerd(fullOfMistakes(turn));
        await leasesGoOn(shed, 600);
      }
    } finally {
      program.kill("SIGKILL");
      await shed.close();
    }
  },
);

const run = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0;

async function afterRelease(shed: SystemShed): Promise<void> {
  await ready(shed);
  await cowIn(shed, 1);
  await readUntilReleased(shed, 1, "101");
}

/** While nothing can be recorded: who is released goes on, the next cow is diverted; then it mends by itself. */
async function nothingNewUntilMended(shed: SystemShed, mend: () => void): Promise<void> {
  const writing = setInterval(() => {
    shed.controller.intend("r.walsh", { kind: "clear-vat-stop", reason: "something to write down" });
  }, 50);
  await until(
    "the recorder to say so",
    () => shed.controller.noted("fault-raised").some(({ note }) => note.fault === "recorder-stopped"),
    15_000,
  );
  clearInterval(writing);
  const from = wallNow();
  await cowIn(shed, 2);
  await shed.boards.pass(BOARD, 150);
  shed.tag("reader-2", eidOf("102"));
  await until("the second cow's lamp to say fault", () => lampTold(shed, 2, "red-fast", from));
  await leasesGoOn(shed, 500);
  expect(coilOn(shed, 1), "her release is on record already").toBe(true);
  expect(coilOn(shed, 2)).toBe(false);
  mend();
  await readUntilReleased(shed, 2, "102");
}

/** More pages than the disk of the test has. */
const PARTS = 300;

test(
  "a full disk costs no lease; who is released goes on, nobody new is released until there is room",
  AGAIN,
  async (context) => {
    const shed = await inBailShed(2);
    mkdirSync(shed.dataDir);
    if (!run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", shed.dataDir)) {
      console.info("Left out: no tmpfs can be mounted here (needs root).");
      await shed.close();
      return context.skip();
    }
    const ballast = join(shed.dataDir, "ballast");
    try {
      await afterRelease(shed);
      try {
        for (let part = 0; part < PARTS; part += 1)
          writeFileSync(`${ballast}-${part}`, Buffer.alloc(4_096, 1));
      } catch {
        // Full, as it should be.
      }
      await nothingNewUntilMended(shed, () => {
        for (let part = 0; part < PARTS; part += 1) rmSync(`${ballast}-${part}`, { force: true });
      });
    } finally {
      shed.controller.kill("SIGKILL");
      await pause(100);
      run("umount", shed.dataDir);
      await shed.close();
    }
  },
);

test("a disk that stands still costs no lease", AGAIN, async (context) => {
  const shed = await inBailShed(2);
  mkdirSync(shed.dataDir);
  const image = join(shed.folder, "disk");
  const made =
    run("truncate", "-s", "16M", image) &&
    run("mkfs.ext4", "-q", image) &&
    run("mount", "-o", "loop", image, shed.dataDir);
  if (!made) {
    console.info("Left out: no disk image can be mounted here (needs root and a loop device).");
    await shed.close();
    return context.skip();
  }
  try {
    await afterRelease(shed);
    const frozenAt = wallNow();
    expect(run("fsfreeze", "-f", shed.dataDir)).toBe(true);
    shed.controller.intend("r.walsh", { kind: "clear-vat-stop", reason: "something to write down" });
    await leasesGoOn(shed, 1_500);
    expect(coilsOff(shed, [1], frozenAt)).toBeUndefined();
    expect(run("fsfreeze", "-u", shed.dataDir)).toBe(true);
    await cowIn(shed, 2);
    await readUntilReleased(shed, 2, "102");
  } finally {
    run("fsfreeze", "-u", shed.dataDir);
    shed.controller.kill("SIGKILL");
    await pause(300);
    run("umount", shed.dataDir);
    await shed.close();
  }
});
