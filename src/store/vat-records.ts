// Room: store. What the vat told: states, milkings with their clocks, temperatures taken, verdicts, pick-ups, washes, checks.
// May live here: their statements, and their rows as domain values. May not: words, readings (temperatures.ts).
// Invariant: every happening of the vat is a row of its own, whole, as it was told.

import type { EpochMs } from "../domain/units.ts";
import type { VatHappening } from "../domain/vat/happening.ts";
import type { ThermometerCheck } from "../domain/vat/thermometer-check.ts";
import { jsonOf, numberOf, type ReadRow } from "./columns.ts";
import { asWritten, type ListAsked, listRange } from "./shed-records.ts";
import type { Cell, Pen, Store, Written } from "./store.ts";

export type VatRecord = { readonly record: number; readonly about: VatHappening };

export function appendVat(pen: Pen, about: VatHappening, written: Written, says: string): void {
  const row = {
    kind: about.kind,
    at: about.at,
    trusted: about.trusted ? 1 : 0,
    milking: "milking" in about ? about.milking : null,
    profile: about.kind === "cooling-judged" ? about.profile : null,
    outcome: about.kind === "cooling-judged" ? about.outcome : null,
    by: byOf(about),
    about: JSON.stringify(about),
  };
  pen.append("vat_event", row, written, says);
}

/** The person behind it; null where no person is. */
export function byOf(about: VatHappening): string | null {
  if ("by" in about) return about.by;
  if ("told" in about) return about.told.by;
  if ("because" in about && "by" in about.because) return about.because.by;
  if (about.kind === "thermometer-checked") return about.check.by;
  return about.kind === "hand-compared" ? about.reading.by : null;
}

const vatOf = (row: ReadRow): VatRecord => ({
  record: numberOf(row, "id"),
  about: asWritten<VatHappening>(jsonOf(row, "about")),
});

/** Happenings of these kinds, the last first. */
export function listVat(
  store: Store,
  asked: ListAsked & { readonly kinds: readonly VatHappening["kind"][] },
): readonly VatRecord[] {
  const range = listRange("at", asked);
  const kinds = asked.kinds.map(() => "?").join(", ");
  return store.db
    .prepare<Cell[], ReadRow>(
      `SELECT id, about FROM vat_event INDEXED BY vat_event_kind WHERE kind IN (${kinds}) AND ${range.sql}
       ORDER BY at DESC, id DESC LIMIT ?`,
    )
    .all(...asked.kinds, ...range.params, asked.limit)
    .map(vatOf);
}

/** The last happening of this kind at or before an instant; null: none. */
export function lastVat(store: Store, kind: VatHappening["kind"], at: EpochMs): VatRecord | null {
  return listVat(store, { kinds: [kind], after: null, from: null, to: at, limit: 1 })[0] ?? null;
}

/** One milking of the vat: everything told of it, oldest first; its first is the start of its clock. */
export type VatMilkingStory = { readonly record: number; readonly told: readonly VatRecord[] };

/** The vat's milkings by when they began, the last first. */
export const listVatMilkings = (store: Store, asked: ListAsked): readonly VatMilkingStory[] =>
  storiesOf(store, listVat(store, { ...asked, kinds: ["milking-clock-started"] }));

/** Only those that were once judged and did not pass, begun within, the last first: of a year a few, and quickly found. */
export function listVatMilkingsNotPassed(
  store: Store,
  { from, to, limit }: { readonly from: EpochMs; readonly to: EpochMs; readonly limit: number },
): readonly VatMilkingStory[] {
  const started = store.db
    .prepare<Cell[], ReadRow>(
      `SELECT id, about FROM vat_event INDEXED BY vat_event_kind
       WHERE kind = 'milking-clock-started' AND at >= ? AND at <= ? AND milking IN (
         SELECT milking FROM vat_event INDEXED BY vat_event_kind
         WHERE kind = 'cooling-judged' AND at >= ? AND outcome NOT IN ('PASS', 'PENDING', 'NOT_MILK'))
       ORDER BY at DESC, id DESC LIMIT ?`,
    )
    .all(from, to, from, limit)
    .map(vatOf);
  return storiesOf(store, started);
}

function storiesOf(store: Store, started: readonly VatRecord[]): readonly VatMilkingStory[] {
  // Should recordings ever be lost, numbers may come again: a milking ends where the next of its number starts.
  const story = store.db.prepare<[number, number, number, number], ReadRow>(
    `SELECT id, about FROM vat_event WHERE milking = ? AND id >= ? AND id < coalesce(
       (SELECT min(id) FROM vat_event WHERE milking = ? AND kind = 'milking-clock-started' AND id > ?),
       ${Number.MAX_SAFE_INTEGER}) ORDER BY id`,
  );
  return started.map(({ record, about }) => {
    const milking = "milking" in about ? about.milking : 0;
    return { record, told: story.all(milking, record, milking, record).map(vatOf) };
  });
}

/** Every check of a thermometer, oldest first. */
export const thermometerChecks = (store: Store): readonly ThermometerCheck[] =>
  store.db
    .prepare<[], ReadRow>(
      "SELECT id, about FROM vat_event WHERE kind = 'thermometer-checked' ORDER BY at, id",
    )
    .all()
    .flatMap((row) => {
      const { about } = vatOf(row);
      return about.kind === "thermometer-checked" ? [about.check] : [];
    });

/** The record of the last collection that is sure: not one that the probe only seems to show. 0: none. */
export const lastSureCollection = (store: Store): number =>
  store.db
    .prepare<[], number | null>(
      `SELECT max(id) FROM vat_event INDEXED BY vat_event_kind
       WHERE kind = 'collected' AND json_extract(about, '$.told.guess') = 0`,
    )
    .pluck()
    .get() ?? 0;
