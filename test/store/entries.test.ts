// Room: test/store. One entry, once: sent twice by a page that lost the answer, it stands in the book once.

import { expect, test } from "vitest";
import { err, ok } from "../../src/domain/result.ts";
import { type EntryAsked, entryKnown, writeEntry } from "../../src/store/entries.ts";
import type { Store } from "../../src/store/store.ts";
import { freshStore, MORNING } from "./bench.ts";
import { appendNote, notesOf } from "./rows.ts";

const asked = (body: unknown, route = "POST /api/treatments"): EntryAsked => ({
  entry: "0b5c1a52-6f0e-4a39-9d0d-0d6a1d0c3b11",
  route,
  body,
  at: MORNING,
});
const send = (store: Store, given: EntryAsked) =>
  writeEntry(store, given, String, (pen) => ok(`note ${appendNote(pen, JSON.stringify(given.body))}`));

test("the same entry again is answered as the first time, after a restart too", () => {
  const bench = freshStore();
  expect(send(bench.store, asked({ cow: "7", dose: 1 }))).toEqual(ok({ answer: "note 1", again: false }));
  const again = ok({ answer: "note 1", again: true });
  expect(send(bench.store, asked({ dose: 1, cow: "7" }))).toEqual(again);
  expect(send(bench.reopen(), asked({ cow: "7", dose: 1 }))).toEqual(again);
  expect(notesOf(bench.store)).toHaveLength(1);
});

test("the same number with something else in it, or sent somewhere else, is a conflict and writes nothing", () => {
  const { store } = freshStore();
  send(store, asked({ cow: "7" }));
  for (const other of [asked({ cow: "8" }), asked({ cow: "7" }, "POST /api/cows")])
    expect(send(store, other)).toEqual(err({ kind: "entry-conflict", route: "POST /api/treatments" }));
  expect(notesOf(store)).toHaveLength(1);
});

test("a refusal undoes what was written, is not kept, and the entry can be sent again", () => {
  const { store } = freshStore();
  const refused = writeEntry(store, asked(1), String, (pen) => {
    appendNote(pen, "to be undone");
    return err("the batch is empty");
  });
  expect(refused).toEqual(err("the batch is empty"));
  expect(store.head().records).toBe(0);
  expect(entryKnown(store.db, asked(1).entry)).toBeNull();
  expect(send(store, asked(1))).toMatchObject({ ok: true });
});
