// Room: store. What waits to be sent to others, and up to where they have been told.
// May live here: the tables outbox and told. May not: sending. Invariant: bounded; telemetry goes first, the oldest before the newer.

import { numberOf, type ReadRow, textOf } from "./columns.ts";
import type { Pen, Store } from "./store.ts";

export type OutMessage = {
  readonly kind: "alarm" | "telemetry";
  readonly topic: string;
  readonly payload: string;
  readonly retain: boolean;
  readonly at: number;
};
export type WaitingMessage = OutMessage & { readonly id: number };

export function addToOutbox(pen: Pen, { kind, topic, payload, retain, at }: OutMessage): void {
  pen.run(
    "INSERT INTO outbox (at, kind, topic, payload, retain) VALUES (?, ?, ?, ?, ?)",
    at,
    kind,
    topic,
    payload,
    retain ? 1 : 0,
  );
}

/** The next so many: alarms first, each kind in its order. */
export const nextInOutbox = (store: Store, count: number): readonly WaitingMessage[] =>
  store.db
    .prepare<[number], ReadRow>("SELECT * FROM outbox ORDER BY kind, id LIMIT ?")
    .all(count)
    .map((row) => ({
      id: numberOf(row, "id"),
      at: numberOf(row, "at"),
      kind: textOf(row, "kind") === "alarm" ? "alarm" : "telemetry",
      topic: textOf(row, "topic"),
      payload: textOf(row, "payload"),
      retain: numberOf(row, "retain") === 1,
    }));

export function removeFromOutbox(pen: Pen, ids: readonly number[]): void {
  for (const id of ids) pen.run("DELETE FROM outbox WHERE id = ?", id);
}

export const waitingInOutbox = (store: Store, kind: OutMessage["kind"]): number =>
  Number(store.db.prepare("SELECT count(*) FROM outbox WHERE kind = ?").pluck().get(kind));

/** Drops the oldest of a kind beyond `most`. */
export function boundOutbox(pen: Pen, kind: OutMessage["kind"], most: number): void {
  pen.run(
    `DELETE FROM outbox WHERE kind = ? AND id <= (SELECT id FROM outbox WHERE kind = ? ORDER BY id DESC LIMIT 1 OFFSET ?)`,
    kind,
    kind,
    most,
  );
}

/** Up to which record of a table others have been told; null: nothing yet. */
export const toldUpTo = (store: Store, family: string): number | null => {
  const upTo = store.db
    .prepare<[string], number>("SELECT up_to FROM told WHERE family = ?")
    .pluck()
    .get(family);
  return upTo ?? null;
};

export function writeTold(pen: Pen, family: string, upTo: number): void {
  pen.run(
    "INSERT INTO told (family, up_to) VALUES (?, ?) ON CONFLICT (family) DO UPDATE SET up_to = excluded.up_to",
    family,
    upTo,
  );
}

export type ToldRecord = {
  readonly seq: number;
  readonly at: number;
  readonly trusted: boolean;
  readonly says: string;
};

/** Records of a table after a place, with their sentences; to be told to others. */
export const recordsAfter = (
  store: Store,
  family: string,
  after: number,
  limit: number,
): readonly ToldRecord[] =>
  store.db
    .prepare<[number, string, number], ReadRow>(
      "SELECT seq, at, trusted, says FROM evidence WHERE seq > ? AND family = ? ORDER BY seq LIMIT ?",
    )
    .all(after, family, limit)
    .map((row) => ({
      seq: numberOf(row, "seq"),
      at: numberOf(row, "at"),
      trusted: numberOf(row, "trusted") === 1,
      says: textOf(row, "says"),
    }));
