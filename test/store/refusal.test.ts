// Room: test/store. What the book refuses for its values, told apart from what the disk refuses; and going back by one step within a transaction.

import { expect, test } from "vitest";
import { verifyChain } from "../../src/store/chain.ts";
import { refusalOf } from "../../src/store/refusal.ts";
import type { Row } from "../../src/store/store.ts";
import { by, freshStore } from "./bench.ts";

const mark: Row = { milking: 1, what: "began", at: 1, trusted: 1 };
const REFUSED: readonly Row[] = [
  { ...mark, at: 1.5 },
  { ...mark, at: 1e300 },
  { ...mark, milking: "one" },
  { ...mark, what: "paused" },
  { ...mark, at: null },
];

test("values that the book has no place for are refused alone, and what was written before and after them hangs in one chain", () => {
  const { store } = freshStore();
  store.write((pen) => {
    for (const row of REFUSED) {
      pen.append("milking", mark, by("controller"), "fine");
      expect(
        pen.attempt(() => {
          pen.append("milking", mark, by("controller"), "written first, and taken back with it");
          pen.append("milking", row, by("controller"), "refused");
        }),
      ).toMatch(/constraint|cannot store/);
      expect(pen.attempt(() => void pen.append("milking", mark, by("controller"), "fine"))).toBeNull();
    }
  });
  expect(store.head().records).toBe(2 * REFUSED.length);
  expect(verifyChain(store.db, store.evidence).says).toMatch(/holds/);
});

test("a disk that is full is no refusal, within a transaction either: all of it is undone", () => {
  const { store } = freshStore();
  const pages = Number(store.db.pragma("page_count", { simple: true }));
  store.db.pragma(`max_page_count = ${pages}`);
  const says = "x".repeat(100_000);
  expect(() =>
    store.write((pen) => pen.attempt(() => void pen.append("milking", mark, by("controller"), says))),
  ).toThrow(/disk is full/);
  store.db.pragma("max_page_count = 1000000");
  expect(store.head().records).toBe(0);
});

test("only what no waiting can cure is a refusal", () => {
  const of = (code: string) => refusalOf(Object.assign(new Error("no"), { code }));
  for (const code of ["SQLITE_CONSTRAINT_DATATYPE", "SQLITE_MISMATCH", "SQLITE_TOOBIG"])
    expect(of(code)).toBe("no");
  for (const code of [
    "SQLITE_FULL",
    "SQLITE_BUSY",
    "SQLITE_IOERR_WRITE",
    "SQLITE_CORRUPT",
    "SQLITE_NOMEM",
    "ENOSPC",
  ])
    expect(of(code)).toBeNull();
});
