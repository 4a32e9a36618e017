// Room: store. When each job last ran, so that a restart neither forgets one nor does it twice.
// May live here: the table job. May not: what jobs do, when they are due.

import { type EpochMs, epochMs } from "../domain/units.ts";
import { flagOf, numberOf, type ReadRow, textOf } from "./columns.ts";
import type { Pen, Store } from "./store.ts";

export type JobRun = { readonly lastRun: EpochMs; readonly good: boolean; readonly says: string };

export function lastRunOf(store: Store, job: string): JobRun | null {
  const row = store.db.prepare<[string], ReadRow>("SELECT * FROM job WHERE job = ?").get(job);
  if (row === undefined) return null;
  return {
    lastRun: epochMs(numberOf(row, "last_run")),
    good: flagOf(row, "good"),
    says: textOf(row, "says"),
  };
}

export function writeRun(pen: Pen, job: string, { lastRun, good, says }: JobRun): void {
  pen.run(
    `INSERT INTO job (job, last_run, good, says) VALUES (?, ?, ?, ?)
     ON CONFLICT (job) DO UPDATE SET last_run = excluded.last_run, good = excluded.good, says = excluded.says`,
    job,
    lastRun,
    good ? 1 : 0,
    says,
  );
}
