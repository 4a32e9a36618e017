// Room: store. One entry, once: the same entry sent again is answered as the first time and stands in the book once.
// May live here: the table `entry`. May not: what entries mean. Invariant: an entry and its answer are in one transaction.

import type { Database } from "better-sqlite3";
import { err, ok, type Result } from "../domain/result.ts";
import { canonicalJson, sha256 } from "./canonical.ts";
import type { Pen, Store } from "./store.ts";

/** What is known of an entry: where it was sent to, and the answer as JSON. */
export type EntryKnown = { readonly route: string; readonly bodyHash: string; readonly answer: string };
export type EntryAsked = {
  /** Made by the page: a UUID. */
  readonly entry: string;
  readonly route: string;
  readonly body: unknown;
  readonly at: number;
};
/** The same id came before with something else in it. */
export type EntryConflict = { readonly kind: "entry-conflict"; readonly route: string };

export function entryKnown(db: Database, entry: string): EntryKnown | null {
  const row = db
    .prepare<[string], EntryKnown>("SELECT route, body_hash AS bodyHash, answer FROM entry WHERE entry = ?")
    .get(entry);
  return row ?? null;
}

/**
 * Writes an entry in one transaction, unless it is known. `work` gives the answer, which must be plain JSON, or a refusal, which undoes
 * everything it wrote and is not kept. `again`: this is the answer of the first time, read back with `read`.
 */
export function writeEntry<T, E>(
  store: Store,
  asked: EntryAsked,
  read: (json: unknown) => T,
  work: (pen: Pen) => Result<T, E>,
): Result<{ readonly answer: T; readonly again: boolean }, E | EntryConflict> {
  const bodyHash = sha256(canonicalJson(asked.body));
  const known = entryKnown(store.db, asked.entry);
  if (known !== null) {
    if (known.route !== asked.route || known.bodyHash !== bodyHash)
      return err({ kind: "entry-conflict", route: known.route });
    return ok({ answer: read(JSON.parse(known.answer)), again: true });
  }
  const undone: { error?: E } = {};
  try {
    const answer = store.write((pen) => {
      const made = work(pen);
      if (!made.ok) {
        undone.error = made.error;
        throw new Undone();
      }
      pen.run(
        "INSERT INTO entry (entry, route, body_hash, answer, at) VALUES (?, ?, ?, ?, ?)",
        asked.entry,
        asked.route,
        bodyHash,
        JSON.stringify(made.value),
        asked.at,
      );
      return made.value;
    });
    return ok({ answer, again: false });
  } catch (error) {
    if (error instanceof Undone && undone.error !== undefined) return err(undone.error);
    throw error;
  }
}

/** Leaves the transaction that a refusal undoes. */
class Undone extends Error {
  constructor() {
    super("undone by a refusal");
  }
}
