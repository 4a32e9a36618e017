// Room: test/store. A full disk: what cannot be written is said not to be written, and nothing that was is lost.

import { existsSync, statSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { verifyChain } from "../../src/store/chain.ts";
import { createStore } from "../../src/store/create.ts";
import { diskRoom, makeReserve, reservePath, roomOf } from "../../src/store/disk.ts";
import { openStore } from "../../src/store/open.ts";
import { storePath } from "../../src/store/open-files.ts";
import { StoreFailure } from "../../src/store/open-trouble.ts";
import type { Store } from "../../src/store/store.ts";
import { clockAt, folder, must } from "./bench.ts";
import { notesOf, writeNotes } from "./rows.ts";
import { smallDisk } from "./small-disk.ts";

const options = (dir: string) => ({ path: storePath(dir), clock: clockAt(), boot: "b" });

/** Writes until the disk is full. Gives what was written, and the trouble. */
function writeUntilFull(store: Store): { readonly written: readonly string[]; readonly thrown: unknown } {
  const written: string[] = [];
  for (let at = 0; at < 5_000; at++) {
    const reason = `${at} ${"x".repeat(2_000)}`;
    try {
      writeNotes(store, reason);
    } catch (thrown) {
      return { written, thrown };
    }
    written.push(reason);
  }
  return { written, thrown: null };
}

test.each([
  ["a real small disk", true],
  ["a database that may not grow", false],
])(
  "%s gets full: the entry is refused with words, the others stay, and it goes on when there is room",
  (_, real) => {
    const disk = smallDisk(2_000_000, real);
    const store = must(createStore(options(disk.dir)));
    onTestFinished(() => store.close());
    disk.fill(store);
    const { written, thrown } = writeUntilFull(store);
    expect(thrown).toBeInstanceOf(StoreFailure);
    expect(thrown).toMatchObject({
      trouble: { kind: "full", says: expect.stringContaining("NOT recorded") },
    });
    expect(notesOf(store)).toEqual(written);
    disk.free(store);
    writeNotes(store, "there is room again");
    expect(verifyChain(store.db, store.evidence)).toMatchObject({
      good: true,
      head: { records: written.length + 1 },
    });
  },
);

test("a disk that is full at the start is said to be full; nothing is lost, and it opens when there is room", () => {
  const disk = smallDisk(2_000_000);
  const store = must(createStore(options(disk.dir)));
  writeNotes(store, "before");
  store.close();
  disk.fill(store);
  const opened = openStore(options(disk.dir));
  if (opened.ok) opened.value.close();
  else expect(opened.error).toMatchObject({ kind: "full", fix: expect.stringContaining("Free some space") });
  disk.free(store);
  const again = must(openStore(options(disk.dir)));
  expect(notesOf(again)).toEqual(["before"]);
  again.close();
});

test("the reserve is given up so that the records open and take evidence on a full disk", () => {
  const disk = smallDisk(4_000_000);
  const store = must(createStore(options(disk.dir)));
  expect(makeReserve(store.path, 500_000)).toBe(true);
  expect(statSync(reservePath(store.path)).size).toBe(500_000);
  store.close();
  disk.fill(store);
  const again = must(openStore(options(disk.dir)));
  if (disk.real) expect(existsSync(reservePath(store.path))).toBe(false);
  writeNotes(again, "in spite of it");
  expect(notesOf(again)).toEqual(["in spite of it"]);
  again.close();
});

test("low and full are said early enough, on a card and on a small disk", () => {
  const MB = 1024 * 1024;
  const states = (total: number, ...free: readonly number[]) =>
    free.map((mb) => roomOf(mb * MB, total * MB).state);
  expect(states(32_000, 300, 255, 17, 15, 0)).toEqual(["fine", "low", "low", "full", "full"]);
  expect(states(100, 6, 4, 1, 0)).toEqual(["fine", "low", "low", "full"]);
  expect(diskRoom(folder()).totalBytes).toBeGreaterThan(0);
});
