// Room: test/office/upkeep. A disk that gets full: telemetry goes first, evidence stays, and people are told in time.

import { execFileSync } from "node:child_process";
import { appendFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { probeId } from "../../../src/domain/ids.ts";
import { epochMs } from "../../../src/domain/units.ts";
import { createDiskWatch } from "../../../src/office/upkeep/disk-watch.ts";
import { type DiskRoom, reservePath, roomOf } from "../../../src/store/disk.ts";
import { StoreFailure, troubles } from "../../../src/store/open-trouble.ts";
import { appendHour, hourOf } from "../../../src/store/temperatures.ts";
import { MORNING } from "../../store/bench.ts";
import { type Office, office } from "./office.ts";

const MB = 1024 * 1024;
const DAY = 86_400_000;

/** An office on a disk of 32 GB of which so much is free. */
function onDisk(): Office & { free: number; readonly watch: ReturnType<typeof createDiskWatch> } {
  const of = office();
  const disk = { free: 10_000 * MB };
  const room = (): DiskRoom => roomOf(disk.free, 32_000 * MB);
  const watch = createDiskWatch(of.context, room);
  return Object.assign(disk, of, { watch });
}

/** Days of readings every ten seconds: heavy ones, so that few hours fill pages. */
function readings(of: Office, daysAgo: number): void {
  const { store } = of.bench;
  const hour = hourOf(epochMs(MORNING - daysAgo * DAY));
  const probe = probeId("milk");
  const made = Array.from({ length: 360 }, (_, at) => ({
    at: epochMs(hour + at * 10_000),
    raw: 4 + Math.sin(at * daysAgo),
    why: null,
    trusted: true,
  }));
  store.write((pen) =>
    appendHour(store, pen, { probe, hour, readings: made }, { by: "controller", at: MORNING, trusted: true }),
  );
}
const kept = (of: Office): number =>
  Number(of.bench.store.db.prepare("SELECT count(*) FROM temperature_readings").pluck().get());

test("with plenty of room nothing is shed, nothing is said, and a reserve is kept", () => {
  const of = onDisk();
  for (let day = 0; day < 12; day++) readings(of, day);
  of.watch.look();
  expect(of.notices.size).toBe(0);
  expect(kept(of)).toBe(12);
  expect(existsSync(reservePath(of.bench.path))).toBe(true);
});

test("nearly full: old readings go, the figures of their hours and the last days stay, and a notice says what to do", () => {
  const of = onDisk();
  for (let day = 0; day < 12; day++) readings(of, day);
  const head = of.bench.store.head();
  of.free = 200 * MB;
  of.watch.look();
  expect(of.notices.get("disk")).toMatchObject({
    grave: false,
    says: expect.stringContaining("nearly full"),
    fix: expect.stringContaining("Copy"),
  });
  expect(kept(of)).toBe(8);
  expect(of.bench.store.db.prepare("SELECT count(*) FROM temperature_hour").pluck().get()).toBe(12);
  expect(of.bench.store.head()).toEqual(head);
  of.free = 10_000 * MB;
  of.watch.look();
  expect(of.notices.size).toBe(0);
});

test("full: all readings go, the reserve is given up, and evidence is still written", () => {
  const of = onDisk();
  of.watch.look();
  for (let day = 0; day < 12; day++) readings(of, day);
  of.free = 5 * MB;
  of.watch.look();
  expect(of.notices.get("disk")).toMatchObject({ grave: true, says: expect.stringContaining("full") });
  expect(kept(of)).toBe(0);
  expect(existsSync(reservePath(of.bench.path))).toBe(false);
  readings(of, 20);
});

test("a write that finds no room is told at once, crashes nothing, and the notice goes when writing works again", () => {
  const of = onDisk();
  const { store } = of.bench;
  store.db.pragma(`max_page_count = ${Number(store.db.pragma("page_count", { simple: true }))}`);
  const fill = (): void => {
    for (let day = 0; day < 500; day++) readings(of, day);
  };
  expect(fill).toThrow(StoreFailure);
  of.watch.troubled(troubles.full(store.path));
  expect(of.notices.get("disk")).toMatchObject({ grave: true });
  of.watch.look();
  store.db.pragma("max_page_count = 100000");
  of.watch.look();
  expect(of.notices.size).toBe(0);
});

test("records that cannot be written divert nobody, and the notice does not say so", () => {
  const of = onDisk();
  const { path } = of.bench.store;
  for (const trouble of [
    troubles.unreadable(path, "EROFS"),
    troubles.corrupt(path, "page 7"),
    troubles.missing(path),
  ]) {
    of.watch.troubled(trouble);
    const fix = of.notices.get("records-not-written")?.fix ?? "";
    expect(fix).toMatch(/^The bails go on by what was recorded before\. /);
    expect(fix).not.toMatch(/diverted/);
  }
});

test.runIf(process.getuid?.() === 0)(
  "a disk without one free byte does not end the office: it is looked at again, and is fine when there is room",
  () => {
    const disk = mkdtempSync(join(tmpdir(), "vatguard-full-disk-"));
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=4m", "vatguard-test", disk]);
    const usual = process.env.TMPDIR;
    try {
      process.env.TMPDIR = disk;
      const of = onDisk();
      // Nothing that could be shed; the database has to grow by what is still in its log.
      of.bench.store.write((pen) => {
        for (let n = 0; n < 100; n++)
          pen.run("INSERT INTO told (family, up_to) VALUES (?, 0)", `${n}${"x".repeat(2_000)}`);
      });
      fill(join(disk, "fills-it"));
      of.free = 0;
      of.watch.look();
      of.watch.look();
      expect(of.notices.get("disk")).toMatchObject({ grave: true });
      rmSync(join(disk, "fills-it"));
      of.free = 10_000 * MB;
      of.watch.look();
      expect(of.notices.get("disk")).toBeUndefined();
    } finally {
      if (usual === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = usual;
      execFileSync("umount", ["-l", disk]);
      rmSync(disk, { recursive: true, force: true });
    }
  },
);

function fill(path: string): void {
  for (let size = 256 * 1024; size > 0; size = Math.floor(size / 2)) {
    try {
      for (;;) appendFileSync(path, Buffer.alloc(size));
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
    }
  }
}
