// Room: test/store. Opening the records: what holds, what does not, and that nothing is ever made in its place.

import { expect, test } from "vitest";
import { by, freshStore } from "./bench.ts";

test("a fresh store reads back the settings that durability hangs on", () => {
  const { store } = freshStore();
  expect(store.db.pragma("journal_mode", { simple: true })).toBe("wal");
  expect(store.db.pragma("synchronous", { simple: true })).toBe(2);
  expect(store.db.pragma("foreign_keys", { simple: true })).toBe(1);
  expect(store.head().records).toBe(0);
});

test("what was written is there after a restart", () => {
  const bench = freshStore();
  const row = { backup: "b", backup_at: 1, at: 2, by: "anna", reason: "r", kept_aside: "k", known_from: "f", everything: 1 };
  expect(bench.store.write((pen) => pen.append("restore", row, by("anna"), "went back"))).toBe(1);
  const head = bench.store.head();
  expect(bench.reopen().head()).toEqual(head);
});
