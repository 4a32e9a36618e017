// Room: store. Which cows a person still has to look at, because the records went back to a backup.
// May live here: the tables restore and restore_review. May not: holding a cow (office/herd does, from this list).
// Invariant: a cow leaves the list only by a record of a person who looked.

import type { Database } from "better-sqlite3";
import { type CowId, cowId } from "../domain/ids.ts";
import { type EpochMs, epochMs } from "../domain/units.ts";
import type { Pen, Written } from "./store.ts";

export type CowUnderReview = {
  readonly cow: CowId;
  readonly why: string;
  /** Null: nobody knows. */
  readonly lastTouched: EpochMs | null;
  /** When the records went back. */
  readonly since: EpochMs;
  readonly restore: number;
};

type ReviewRow = {
  readonly cow: string;
  readonly why: string;
  readonly last_touched: number | null;
  readonly since: number;
  readonly restore: number;
};

/** In the order of cow numbers as people count: 9 before 10. */
export function cowsUnderReview({ db }: { readonly db: Database }): readonly CowUnderReview[] {
  return db
    .prepare<[], ReviewRow>(
      `SELECT r.cow, r.why, r.last_touched, r.restore, restore.at AS since
       FROM restore_review AS r JOIN restore ON restore.id = r.restore
       WHERE r.looked = 0 AND r.id = (SELECT max(id) FROM restore_review WHERE cow = r.cow)
       ORDER BY length(r.cow), r.cow`,
    )
    .all()
    .map(({ cow, why, last_touched, since, restore }) => ({
      cow: cowId(cow),
      why,
      lastTouched: last_touched === null ? null : epochMs(last_touched),
      since: epochMs(since),
      restore,
    }));
}

export type Restored = {
  readonly id: number;
  readonly backup: string;
  readonly at: EpochMs;
  readonly by: string;
  readonly reason: string;
  readonly keptAside: string;
  readonly knownFrom: string;
};

export function lastRestore({ db }: { readonly db: Database }): Restored | null {
  const row = db
    .prepare<[], Omit<Restored, "at"> & { at: number }>(
      `SELECT id, backup, at, "by", reason, kept_aside AS keptAside, known_from AS knownFrom
       FROM restore ORDER BY id DESC LIMIT 1`,
    )
    .get();
  return row === undefined ? null : { ...row, at: epochMs(row.at) };
}

/** A person has looked at her records and says so. */
export function writeLooked(
  pen: Pen,
  { cow, restore, lastTouched }: CowUnderReview,
  says: string,
  written: Written,
): void {
  pen.append(
    "restore_review",
    { restore, cow, why: says, last_touched: lastTouched, looked: 1, by: written.by, at: written.at },
    written,
    `Looked at the records of cow ${cow} after going back to a backup: ${says}`,
  );
}
