// Room: office/herd. The treatment book: its pages, what an entry would mean, and the entry.
// May live here: handlers of treatments. May not: what a treatment is checked for (treatment-entry.ts).
// Invariant: the preview and the entry say the same, because both are made by the same hand.

import type { Hold } from "../../domain/holds/holds.ts";
import { milkingsOf } from "../../domain/holds/milkings.ts";
import { clearing } from "../../domain/holds/period.ts";
import { type Market, saleCheck } from "../../domain/holds/sale.ts";
import { missingInWords, timeInWords } from "../../domain/holds/words.ts";
import { cowId } from "../../domain/ids.ts";
import { ok, type Result } from "../../domain/result.ts";
import { epochMs } from "../../domain/units.ts";
import { writeFact } from "../../store/facts.ts";
import { type StoredTreatment, treatmentsAsked, writeMove, writeTreatment } from "../../store/medicines.ts";
import type { Pen, Written } from "../../store/store.ts";
import type { Caller, Handlers } from "../contract/handlers.ts";
import type { Treatment } from "../contract/herd.ts";
import type { Refusal } from "../contract/pieces.ts";
import type { Reply } from "../contract/routes.ts";
import { accept, type Made } from "./accept.ts";
import { enteredTreatment, reasonIn } from "./entered.ts";
import { mayLoosen, nameFor } from "./facts.ts";
import type { KnownFact } from "./known-herd.ts";
import { badEntry } from "./mistakes.ts";
import type { Room } from "./room.ts";
import { countedOf, cowWith, iso, isoOrNull, momentFor, verdictNow, waitingFor } from "./standing.ts";
import { rounded } from "./stock.ts";
import { type Prepared, prepare, type TreatmentIn } from "./treatment-entry.ts";
import { factInWords } from "./words.ts";

type Handled = Pick<Handlers, "treatments" | "previewTreatment" | "addTreatment">;

export const treatmentHandlers = (room: Room): Handled => ({
  treatments: ({ query }) => {
    const instant = (text: string | undefined) => (text === undefined ? null : epochMs(Date.parse(text)));
    const found = treatmentsAsked(room.context.store, {
      below: query.cursor === undefined ? null : Number(query.cursor) || 0,
      limit: query.limit + 1,
      from: instant(query.from),
      to: instant(query.to),
      cow: query.cow ?? null,
      product: query.product ?? null,
      late: query.late ?? null,
    });
    const items = found.slice(0, query.limit);
    const next = found.length > items.length ? String(items.at(-1)?.id ?? "") : null;
    const inForce = isAllInForce(room);
    return ok({ items: items.map((one) => treatmentShown(room, one, inForce)), next });
  },
  previewTreatment: ({ body }, caller) => {
    const prepared = prepare(room, body, nameFor(room.context.store, "t"), caller);
    if (prepared.ok) return ok({ cows: previews(room, body, prepared.value, caller), refusals: [] });
    return ok({ cows: [], refusals: prepared.error.map(({ found, fix }) => `${fix} (${found})`) });
  },
  addTreatment: ({ body }, caller) =>
    accept(room, {
      route: "addTreatment",
      body,
      caller,
      changed: ["treatments", "herd", "stock"],
      work: (pen, written) => enter(room, body, caller, { pen, written }),
    }),
});

/** Whether the bails obey everything that is recorded. */
export function isAllInForce({ context, publisher }: Room): boolean {
  const recorded = publisher.recorded();
  return recorded !== null && context.link.inForce().fingerprint === recorded;
}

export const treatmentShown = (room: Room, stored: StoredTreatment, inForce: boolean): Treatment => {
  const { id: _, at, lastDoseAt: __, batch: ___, quarters, cows, ...said } = stored;
  return {
    ...said,
    cows: [...cows],
    quarters: quarters.flatMap((one) => QUARTERS.find((quarter) => quarter === one) ?? []),
    recordedAt: iso(at),
    inForce,
    entered: enteredTreatment(room, stored),
  };
};
const QUARTERS = ["left-front", "left-hind", "right-front", "right-hind"] as const;

function enter(
  room: Room,
  entry: TreatmentIn,
  caller: Caller,
  { pen, written }: { readonly pen: Pen; readonly written: Written },
): Result<Made, Refusal> {
  const prepared = prepare(room, entry, nameFor(room.context.store, "t"), caller);
  if (!prepared.ok) return badEntry(prepared.error);
  const { body, fact, treatment, warnings } = prepared.value;
  const { cows, group, note } = entry;
  if (entry.supersedes !== undefined) {
    const allowed = mayLoosen(room, { fact, cows, caller, reason: reasonIn(room, entry.supersedes, note) });
    if (!allowed.ok) return allowed;
  }
  const words = factInWords(fact, {}, room.herd.policy, entry.reason);
  const says = (cow: string) => `Cow ${cow}: ${words}`;
  writeFact(pen, { body, cows, recordedAt: caller.at, group, detail: {}, says }, written);
  writeTreatment(pen, treatment, cows, written);
  moveStock(pen, prepared.value, written);
  const known: KnownFact = {
    body,
    cows,
    group,
    detail: {},
    by: written.by,
    at: caller.at,
    trusted: caller.trusted,
  };
  return ok({
    outcome: {
      record: treatment.record,
      bails: true,
      cows,
      warnings: [...warnings, ...offLabelWarning(room, entry, prepared.value, caller)],
    },
    takeOver: () => room.herd.takeFact(known, fact),
  });
}

function moveStock(pen: Pen, { batch, givesBack, takes, treatment }: Prepared, written: Written): void {
  const { record, supersedes } = treatment;
  const left = new Map<string, number>();
  if (givesBack !== null) {
    const { batch: from, quantity } = givesBack;
    const now = rounded(from.left + quantity);
    left.set(from.batch, now);
    const reason = `given back: ${supersedes} is corrected by ${record}`;
    writeMove(
      pen,
      { batch: from.batch, what: "used", quantity, left: now, reason, record: supersedes },
      written,
    );
  }
  if (batch === null || takes === 0) return;
  const now = rounded((left.get(batch.batch) ?? batch.left) - takes);
  const move = { batch: batch.batch, what: "used", quantity: -takes, left: now } as const;
  writeMove(pen, { ...move, reason: treatment.reason, record }, written);
}

/** Where the domain finds it off-label though nobody said so: a longer course, two medicines at once. */
function offLabelWarning(room: Room, entry: TreatmentIn, prepared: Prepared, caller: Caller): string[] {
  if (entry.offLabel !== undefined) return [];
  const open = entry.cows.flatMap((cow) => holdsWith(room, cow, prepared, caller));
  return open.some((hold) => hold.missing.some((one) => one.kind === "direction"))
    ? [
        "By the label, or with what she has in her, this is off-label: withheld until the vet's written direction is recorded.",
      ]
    : [];
}

function holdsWith(room: Room, cow: string, { fact }: Prepared, caller: Caller): readonly Hold[] {
  const moment = momentFor(room, caller);
  const treated = cowWith(room, cow, moment, [{ ...fact, cow: cowId(cow) }]);
  return treated === null ? [] : (verdictNow(room, treated, moment).standing?.open ?? []);
}

function previews(
  room: Room,
  { cows }: TreatmentIn,
  prepared: Prepared,
  caller: Caller,
): Reply<"previewTreatment">["cows"] {
  const moment = momentFor(room, caller);
  const { timeZone, policy } = room.herd;
  const bails = room.context.link.board()?.board.bails ?? [];
  const inVat = room.shed.milkedIn();
  return cows.flatMap((cow) => {
    const treated = cowWith(room, cow, moment, [{ ...prepared.fact, cow: cowId(cow) }]);
    if (treated === null) return [];
    const open = verdictNow(room, treated, moment).standing?.open ?? [];
    const missing = waitingFor(open);
    const sale = saleCheck(
      treated,
      milkingsOf(treated, countedOf(treated, moment), policy),
      policy,
      moment.at,
    );
    const market = (name: Market) => {
      const { verdict, freeFrom } = sale.find((one) => one.market === name) ?? {
        verdict: "no",
        freeFrom: null,
      };
      if (verdict === "free") return "free";
      return freeFrom === null
        ? "not before somebody can say when"
        : `not before ${timeInWords(freeFrom, timeZone)}`;
    };
    const bail = bails.find((one) => one.cow === cow);
    const milkedIn = inVat.has(cow) || bail?.commanded === "vat";
    return {
      cow,
      milkClear: {
        earliest: isoOrNull(clearing(missing).clearsAt),
        words: missing.length === 0 ? "no withholding" : missingInWords(missing, timeZone),
      },
      meatClear: market("domestic-slaughter"),
      esiClear: market("export-slaughter"),
      inBail: bail?.bail ?? null,
      milkedIn,
      warnings: [
        ...prepared.warnings,
        ...(milkedIn ? [`Cow ${cow}'s milk is in the vat: saving may raise the vat stop.`] : []),
      ],
    };
  });
}
