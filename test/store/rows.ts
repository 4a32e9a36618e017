// Room: test/store. One kind of evidence to write in tests of the store itself: a restore, whose columns are all its own.
// May live here: making and writing rows. May not: expectations.

import { randomUUID } from "node:crypto";
import type { Pen, Row, Store } from "../../src/store/store.ts";
import { by, MORNING } from "./morning.ts";

export const restoreRow = (reason: string, more: Row = {}): Row => ({
  request: randomUUID(),
  backup: "records-2026-11-23T05-40-12Z.db",
  backup_at: MORNING,
  at: MORNING,
  by: "anna",
  reason,
  kept_aside: "records-replaced.db",
  known_from: "the records that were replaced",
  everything: 1,
  ...more,
});

export const appendNote = (pen: Pen, reason: string): number =>
  pen.append("restore", restoreRow(reason), by("anna"), `note ${reason}`);

export const writeNotes = (store: Store, ...reasons: readonly string[]): void => {
  for (const reason of reasons) store.write((pen) => appendNote(pen, reason));
};

export const notesOf = (store: Store): readonly string[] =>
  store.db.prepare<[], string>("SELECT reason FROM restore ORDER BY id").pluck().all();
