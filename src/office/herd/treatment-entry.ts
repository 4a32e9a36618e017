// Room: office/herd. One treatment as it is about to be entered: checked against shelf, batch and label, with its fact and its record.
// May live here: everything that the entry and its preview share. May not: writing, answers.
// Invariant: what the label says is taken from the version that was used, and frozen into the record.

import type { z } from "zod";
import type { TreatmentFact } from "../../domain/holds/facts.ts";
import { milkRuleInWords } from "../../domain/holds/words.ts";
import { assert, err, ok, type Result } from "../../domain/result.ts";
import { between, type EpochMs, hours } from "../../domain/units.ts";
import type { FactBody } from "../../store/facts.ts";
import {
  batchesAll,
  productsNow,
  type StoredBatch,
  type StoredProduct,
  type StoredTreatment,
  type TreatmentEntry,
  treatmentNamed,
} from "../../store/medicines.ts";
import type { Caller } from "../contract/handlers.ts";
import type { treatmentIn } from "../contract/herd.ts";
import type { Mistake } from "../contract/pieces.ts";
import { checkFact } from "./checking.ts";
import { clockWarning } from "./facts.ts";
import { mistake } from "./mistakes.ts";
import type { Room } from "./room.ts";
import { iso } from "./standing.ts";
import { dayAtFarm, rounded, usableOn } from "./stock.ts";
import { meatInWords } from "./words.ts";

export type TreatmentIn = z.output<typeof treatmentIn>;

/** Bega Manual 2 section 3: recorded within 48 hours. */
const LATE_AFTER = hours(48);

export type Prepared = {
  readonly body: FactBody;
  readonly fact: TreatmentFact;
  readonly treatment: TreatmentEntry;
  readonly batch: StoredBatch | null;
  /** What the corrected record had taken from its batch, which is given back. */
  readonly givesBack: { readonly batch: StoredBatch; readonly quantity: number } | null;
  readonly takes: number;
  readonly warnings: string[];
};

/** The entry under the name `record`, or every mistake in it. */
export function prepare(
  room: Room,
  entry: TreatmentIn,
  record: string,
  caller: Caller,
): Result<Prepared, readonly Mistake[]> {
  const { store } = room.context;
  const product = productsNow(store).find((one) => one.product === entry.product);
  if (product === undefined) {
    const fix = "Choose one of the shelf, or enter the product with its label first.";
    return err([mistake("product", `"${entry.product}"`, "a product of the shelf", fix)]);
  }
  const corrected = entry.supersedes === undefined ? null : treatmentNamed(store, entry.supersedes);
  // A correction goes by the label that was on the packet then.
  const version = corrected?.product === product.product ? corrected.version : product.version;
  const body = bodyOf(entry, { record, version, caller });
  const { at, trusted } = caller;
  const checked = checkFact(room.herd, body, entry.cows, trusted ? at : null);
  const fact = checked.ok && checked.value.kind === "treatment" ? checked.value : null;
  const stock = stockFor(room, entry, { product, corrected, lastDoseAt: fact?.lastDoseAt ?? null, at });
  const mistakes = [...(checked.ok ? [] : checked.error), ...stock.mistakes];
  if (mistakes.length > 0) return err(mistakes);
  assert(fact !== null, "a treatment is read as a treatment");
  const late = fact.lastDoseAt !== null && between(fact.lastDoseAt, at) > LATE_AFTER;
  const treatment = recordOf(entry, { record, version, product, batch: stock.batch, fact, late });
  const warnings = [
    ...clockWarning(trusted),
    ...warningsOf(entry, { late, fact }),
    ...gone(room, entry.cows),
  ];
  const { batch, givesBack, takes } = stock;
  return ok({ body, fact, treatment, batch, givesBack, takes, warnings });
}

/** The fact in the keys of a herd file. */
function bodyOf(
  entry: TreatmentIn,
  { record, version, caller }: { readonly record: string; readonly version: number; readonly caller: Caller },
): FactBody {
  const { offLabel, supersedes } = entry;
  return {
    fact: record,
    kind: "treatment",
    by: caller.person?.person ?? "office",
    "recorded-at": iso(caller.at),
    ...(supersedes === undefined ? {} : { supersedes }),
    label: entry.product,
    version,
    ...(entry.use === "" ? {} : { use: entry.use }),
    "first-dose": entry.firstDose,
    "last-dose": entry.lastDose,
    ...(offLabel === undefined ? {} : { "off-label": true }),
    ...(offLabel?.milk === undefined ? {} : { direction: offLabel.milk }),
    ...(offLabel?.meat === undefined ? {} : { "meat-direction": offLabel.meat }),
  };
}

type Stock = Pick<Prepared, "batch" | "givesBack" | "takes"> & { readonly mistakes: readonly Mistake[] };

function stockFor(
  room: Room,
  entry: TreatmentIn,
  given: {
    readonly product: StoredProduct;
    readonly corrected: StoredTreatment | null;
    readonly lastDoseAt: EpochMs | null;
    readonly at: EpochMs;
  },
): Stock {
  const { product, corrected, at } = given;
  const batches = batchesAll(room.context.store);
  const takes = rounded(entry.quantityEach * entry.cows.length);
  const givesBack = backFrom(corrected, batches);
  const none = { batch: null, givesBack, takes: 0 };
  if (entry.batch === null) return { ...none, mistakes: [] };
  const batch = batches.find((one) => one.batch === entry.batch && one.product === entry.product);
  if (batch === undefined) {
    const fix = `Choose a batch of ${product.name}, or enter it on the shelf first.`;
    return { ...none, mistakes: [mistake("batch", `"${entry.batch}"`, "a batch of this product", fix)] };
  }
  const back = givesBack?.batch.batch === batch.batch ? givesBack.quantity : 0;
  const left = rounded(batch.left + back);
  const day = dayAtFarm(given.lastDoseAt ?? at, room.herd.timeZone);
  const mistakes = batchMistakes(
    { ...batch, left, unit: product.unit },
    takes,
    lastDayOf(entry.lastDose) ?? day,
  );
  return { batch, givesBack, takes, mistakes };
}

/** A day that was entered as one; its end is the next day's beginning. */
const lastDayOf = (written: string): string | null => (/^\d{4}-\d{2}-\d{2}$/.test(written) ? written : null);

function batchMistakes(
  batch: StoredBatch & { readonly unit: string },
  takes: number,
  lastDay: string,
): readonly Mistake[] {
  const { number, useBy, left, unit } = batch;
  const why = usableOn(batch, lastDay);
  const found = lastDay > useBy ? `a last dose on ${lastDay}, and use by ${useBy}` : `${left} ${unit} left`;
  if (why !== "") {
    const fix = `${why} Choose another batch. If she has been given it, mark her now, and record it without a batch, with the batch in the note.`;
    return [
      mistake("batch", found, "a batch that is in date on the day of the last dose and not empty", fix),
    ];
  }
  if (takes <= left) return [];
  const fix = `Batch ${number} has too little for this. Count what is really there in the stocktake, or share the cows between two batches.`;
  return [
    mistake("quantityEach", `${takes} ${unit} taken, ${left} left`, `at most ${left} ${unit} in all`, fix),
  ];
}

function backFrom(corrected: StoredTreatment | null, batches: readonly StoredBatch[]): Prepared["givesBack"] {
  if (corrected === null || corrected.supersededBy !== null) return null;
  const batch = batches.find((one) => one.batch === corrected.batch);
  const taken = batch?.moves
    .filter((move) => move.record === corrected.record)
    .reduce((sum, move) => sum - move.quantity, 0);
  return batch === undefined || taken === undefined || taken <= 0
    ? null
    : { batch, quantity: rounded(taken) };
}

function recordOf(
  entry: TreatmentIn,
  given: {
    readonly record: string;
    readonly version: number;
    readonly product: StoredProduct;
    readonly batch: StoredBatch | null;
    readonly fact: TreatmentFact;
    readonly late: boolean;
  },
): TreatmentEntry {
  const { product, batch, fact } = given;
  const { row } = fact;
  return {
    record: given.record,
    group: entry.group,
    place: entry.place,
    product: product.product,
    version: given.version,
    productName: row.product,
    use: row.use ?? "",
    batch: batch?.batch ?? null,
    batchNumber: batch?.number ?? "",
    batchUseBy: batch?.useBy ?? null,
    supplier: batch?.supplier ?? product.supplier,
    quantityEach: entry.quantityEach,
    unit: product.unit,
    reason: entry.reason,
    dose: entry.dose === "" ? product.dose : entry.dose,
    route: entry.route === "" ? product.route : entry.route,
    quarters: entry.quarters,
    firstDose: entry.firstDose,
    lastDose: entry.lastDose,
    lastDoseAt: fact.lastDoseAt,
    milkWords: milkRuleInWords(row.milk),
    meatWords: meatInWords(row.meat),
    esiWords: meatInWords(row.exportSlaughter),
    vet: entry.offLabel?.vet ?? "",
    direction: entry.offLabel?.direction ?? "",
    note: entry.note,
    givenBy: entry.givenBy,
    late: given.late,
    supersedes: entry.supersedes ?? null,
  };
}

/** A slip in the number, or an entry that comes late: it is taken, and said. */
const gone = (room: Room, cows: readonly string[]): string[] =>
  cows.flatMap((cow) => {
    const status = room.herd.register.get(cow)?.status;
    if (status !== "sold" && status !== "died") return [];
    return [
      `By the register cow ${cow} ${status === "sold" ? "was sold" : "died"}: look whether she is the one that was meant.`,
    ];
  });

function warningsOf(
  entry: TreatmentIn,
  { late, fact }: { readonly late: boolean; readonly fact: TreatmentFact },
): string[] {
  const { offLabel } = entry;
  return [
    ...(late ? ["Late entry: more than 48 hours after the last dose. The book shows it as late."] : []),
    ...(fact.lastDoseAt === null
      ? ["Nobody knows when the last dose was: she is withheld until a correction says it."]
      : []),
    ...(entry.batch === null
      ? ["No batch is recorded: an auditor asks for its number and use-by date."]
      : []),
    ...(offLabel !== undefined && offLabel.milk === undefined
      ? [
          "Off-label without a period from the vet: she is withheld until the vet's written direction is recorded.",
        ]
      : []),
  ];
}
