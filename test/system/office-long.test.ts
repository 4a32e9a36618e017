// Room: test/system. By hand: the office stopped for ten minutes, and a disk that is full, while cows are milked all the time.
// OFFICE_STOPPED_MINUTES=10 and OFFICE_DISK_MINUTES=5 (root: a small disk in memory is mounted); without them nothing here runs.

import { execFileSync } from "node:child_process";
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createFarm, type Farm, inForce, treatmentOf } from "./office-farm.ts";
import { FIRST_COW, manyClear } from "./office-kill.ts";
import { caughtUp, type Milked, memoryOf, milking, nothingMilked, watching } from "./office-watch.ts";
import { pause, until, wallNow } from "./rig.ts";
import { coilOn, cowIn, cowOut, readUntilReleased, shutGate } from "./sheds.ts";

const STOPPED_MS = Number(process.env.OFFICE_STOPPED_MINUTES ?? "0") * 60_000;
const FULL_MS = Number(process.env.OFFICE_DISK_MINUTES ?? "0") * 60_000;
const DISK_MB = 64;
const BAILS = [1, 2, 3, 4];
/** She is in bail 4 and released before the disk is full, and nowhere else. */
const STAYS = "590";
/** Beyond what it had before; what waits for disk or office has limits far below. */
const MEMORY_MORE_MB = 60;

const distOf = () => (process.env.VATGUARD_DIST === undefined ? {} : { dist: process.env.VATGUARD_DIST });
const say = (text: string) => process.stderr.write(`${text}\n`);

async function farmWithHeld(): Promise<{ readonly farm: Farm; readonly held: ReadonlySet<string> }> {
  const farm = await createFarm(BAILS.length, { herd: manyClear(), ...distOf() });
  for (const bail of BAILS) await shutGate(farm.shed, bail);
  const held = new Set(BAILS.map((bail) => String(FIRST_COW + bail)));
  for (const cow of held) await farm.post("/api/treatments", treatmentOf(cow, crypto.randomUUID(), "both"));
  await inForce(farm);
  return { farm, held };
}

const median = (numbers: readonly number[]): string =>
  (numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN).toFixed(0);
const worst = (numbers: readonly number[]): string => Math.max(...numbers).toFixed(0);
const inWords = ({ released, withheld, notReleased, took }: Milked): string =>
  `${released} released (read to coil ${median(took)} ms, most ${worst(took)} ms), ${withheld} withheld, not released ${JSON.stringify([...notReleased])}`;

test.runIf(STOPPED_MS > 0)(
  "an office that stands still for minutes holds up no bail and no memory, and catches up",
  { timeout: STOPPED_MS + 300_000 },
  async () => {
    const { farm, held } = await farmWithHeld();
    const before: Milked = nothingMilked();
    const warm = milking(farm, BAILS, { held }, before);
    await pause(30_000);
    await warm.stop();
    say(`before: ${inWords(before)}`);
    const had = memoryOf(farm.shed.controller.pid).residentMb;
    const stopped = new Set<number>();
    const hold = async (): Promise<void> => {
      // One that does not answer is ended after five minutes and begun anew: the new one is held, too.
      const pid = await farm.officePid().catch(() => null);
      if (pid === null || stopped.has(pid)) return;
      process.kill(pid, "SIGSTOP");
      stopped.add(pid);
      say(`office ${pid} stands still`);
    };
    await hold();
    const during: Milked = nothingMilked();
    const watch = watching(farm, during);
    const milked = milking(farm, BAILS, { held }, during);
    for (const end = wallNow() + STOPPED_MS; wallNow() < end; await pause(500)) await hold();
    await milked.stop();
    watch.stop();
    const last = await farm.officePid();
    // Ended by the controller just now: then there is another in a moment, and nobody holds it.
    if (last !== null && stopped.has(last) && existsSync(`/proc/${last}`)) process.kill(last, "SIGCONT");
    const goesOn = wallNow();
    await farm.get("/api/board");
    const answers = (wallNow() - goesOn) / 1_000;
    const book = await caughtUp(farm, 120_000);
    const all = (wallNow() - goesOn) / 1_000;
    const entry = await farm.post("/api/treatments", treatmentOf("580", crypto.randomUUID(), "both"));
    say(`while it stood still: ${inWords(during)}; offices that were held: ${stopped.size}`);
    say(`controller ${had.toFixed(0)} MB before, ${watch.most.controller.toFixed(0)} MB at most`);
    say(
      `answers after ${answers.toFixed(1)} s, all ${book.visits} visits in the book after ${all.toFixed(1)} s: ${JSON.stringify(book)}; an entry: ${String(entry.state)}`,
    );
    say(farm.shed.controller.said().split("\n").slice(-15).join("\n"));
    await farm.close();
    expect(during.wrong).toEqual([]);
    expect([...during.notReleased]).toEqual([]);
    expect(watch.most.controller - had).toBeLessThan(MEMORY_MORE_MB);
    expect(book).toMatchObject({ missing: 0, twice: 0 });
    expect(entry.state).toBe("in-force");
  },
);

test.runIf(FULL_MS > 0 && process.getuid?.() === 0)(
  "a full disk: nobody is newly released, memory stays bounded, and with room again everything is caught up",
  { timeout: FULL_MS + 300_000 },
  async () => {
    const disk = mkdtempSync(join(tmpdir(), "vatguard-small-disk-"));
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${DISK_MB}m`, "vatguard-test", disk]);
    const usual = process.env.TMPDIR;
    process.env.TMPDIR = join(disk, "tmp");
    mkdirSync(process.env.TMPDIR);
    const { farm, held } = await farmWithHeld();
    if (usual === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = usual;
    const others = BAILS.slice(0, 3);
    try {
      const before: Milked = nothingMilked();
      const warm = milking(farm, others, { held }, before);
      await pause(20_000);
      await warm.stop();
      say(`before: ${inWords(before)}`);
      // She was released while it could be recorded, and stays.
      await cowIn(farm.shed, 4);
      await readUntilReleased(farm.shed, 4, STAYS);
      await pause(1_500);
      const had = memoryOf(farm.shed.controller.pid).residentMb;
      const said = farm.shed.controller.said().length;
      const full = wallNow();
      fillUp(join(disk, "fills-the-disk"));
      const during: Milked = nothingMilked();
      const watch = watching(farm, during);
      const milked = milking(farm, others, { held, elsewhere: STAYS }, during);
      await until("the recorder to say so", () => recordingFault(farm, "fault-raised"), 60_000);
      say(
        `said after ${((wallNow() - full) / 1_000).toFixed(1)} s; cow 590 released before: coil ${coilOn(farm.shed, 4)}`,
      );
      await pause(FULL_MS / 2);
      const board = await farm.get("/api/board").catch((error: unknown) => ({ error: String(error) }));
      const { notices = [], board: shown } = Object(board);
      say(`notices: ${JSON.stringify(notices)}`);
      say(`faults on the board: ${JSON.stringify(shown?.faults)}`);
      say(`bails on the board: ${JSON.stringify(shown?.bails?.slice(0, 2))}`);
      const told = await farm.browser
        .post("/api/treatments", treatmentOf("581", crypto.randomUUID(), "both"))
        .catch((error: unknown) => ({ status: 0, text: String(error) }));
      say(`an entry meanwhile: ${told.status} ${told.text.slice(0, 600)}`);
      await pause(FULL_MS / 2);
      const stillOn = coilOn(farm.shed, 4);
      const since = farm.shed.controller
        .noted("decided")
        .filter(({ wall, note }) => wall > full && note.bail === 4);
      say(
        `decided for cow 590 since: ${JSON.stringify(since.map(({ note }) => [note.outcome, ...note.reasons]))}`,
      );
      const leasesBefore = farm.shed.boards.leases.length;
      rmSync(join(disk, "fills-the-disk"));
      const free = wallNow();
      await until("the recorder to go on", () => recordingFault(farm, "fault-cleared"), 60_000);
      const goesOn = (wallNow() - free) / 1_000;
      const released = during.released;
      await until("a release", () => during.released > released, 60_000);
      const again = (wallNow() - free) / 1_000;
      await pause(5_000);
      await milked.stop();
      watch.stop();
      await cowOut(farm.shed, 4);
      await pause(2_000);
      const book = await caughtUp(farm, 120_000);
      const entry = await farm.post("/api/treatments", treatmentOf("582", crypto.randomUUID(), "both"));
      say(
        `while it was full: ${inWords(during)}; cow 590's coil still on: ${stillOn}; ${leasesBefore} changed leases`,
      );
      say(
        `controller ${had.toFixed(0)} MB before, ${watch.most.controller.toFixed(0)} MB at most; office ${watch.most.office.toFixed(0)} MB at most`,
      );
      say(
        `recording again after ${goesOn.toFixed(1)} s, releasing after ${again.toFixed(1)} s; ${JSON.stringify(book)}; an entry: ${String(entry.state)}`,
      );
      say(farm.shed.controller.said().slice(said));
      expect(during.wrong).toEqual([]);
      // A computer too busy for a moment may have diverted her, and then she stays diverted; she was read nowhere else.
      expect(since.flatMap(({ note }) => note.reasons)).not.toContain("two-places");
      expect(watch.most.controller - had).toBeLessThan(MEMORY_MORE_MB);
      expect(book).toMatchObject({ missing: 0, twice: 0 });
      expect(entry.state).toBe("in-force");
    } finally {
      await farm.close();
      await pause(500);
      execFileSync("umount", ["-l", disk]);
      rmSync(disk, { recursive: true, force: true });
    }
  },
);

const recordingFault = ({ shed }: Farm, kind: "fault-raised" | "fault-cleared"): boolean =>
  shed.controller.noted(kind).some(({ note }) => note.fault === "recorder-stopped");

/** Writes zeros until not one byte more goes on the disk. */
function fillUp(path: string): void {
  const file = openSync(path, "w");
  for (let size = 1 << 20; size > 0; size = Math.floor(size / 2)) {
    try {
      for (;;) writeSync(file, Buffer.alloc(size));
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
    }
  }
  closeSync(file);
}
