// Room: office/herd. The rolling stocktake: batches, what came, what was used, what was counted.
// May live here: handlers of batches, whether one may be used. May not: treatments.
// Invariant: what is left is never less than nothing, and every change of it says who, when and why.

import { farmTimeText, farmZone } from "../../config/farm-time.ts";
import { assert, ok, type Result } from "../../domain/result.ts";
import type { EpochMs } from "../../domain/units.ts";
import { batchesAll, productsNow, type StoredBatch, writeBatch, writeMove } from "../../store/medicines.ts";
import { type Handlers, refused } from "../contract/handlers.ts";
import type { Refusal } from "../contract/pieces.ts";
import type { Reply } from "../contract/routes.ts";
import { accept, type Made } from "./accept.ts";
import { badEntry, mistake } from "./mistakes.ts";
import type { Room } from "./room.ts";
import { iso } from "./standing.ts";

type BatchShown = Reply<"batches">["items"][number];

/** The day at the farm: YYYY-MM-DD. */
export function dayAtFarm(at: EpochMs, timeZone: string): string {
  const zone = farmZone(timeZone);
  assert(zone.ok, "the shed's time zone was checked when its configuration was read");
  return farmTimeText(at, zone.value).slice(0, 10);
}

/** Quantities are counted in hundredths of a unit at the finest. */
export const rounded = (quantity: number): number => Math.round(quantity * 100) / 100;

/** "15 Jun 2028", as it stands on packs. */
const dayInWords = (day: string): string =>
  new Intl.DateTimeFormat("en-GB", {
    timeZone: "UTC",
    day: "numeric",
    month: "short",
    year: "numeric",
  }).format(Date.parse(day));

/** Why a batch cannot be used on a day; empty where it can. It may be used up to the end of its use-by day. */
export function usableOn(
  batch: Pick<StoredBatch, "number" | "useBy" | "left"> & { readonly unit: string },
  day: string,
): string {
  if (day > batch.useBy) return `Batch ${batch.number} was to be used by ${dayInWords(batch.useBy)}.`;
  return batch.left > 0 ? "" : `Nothing is left of batch ${batch.number}.`;
}

export const stockHandlers = (room: Room): Pick<Handlers, "batches" | "addBatch" | "countBatch"> => ({
  batches: ({ query }, { at }) => {
    const today = dayAtFarm(at, room.herd.timeZone);
    const products = new Map(productsNow(room.context.store).map((one) => [one.product, one]));
    const items = batchesAll(room.context.store)
      .filter(({ product }) => query.product === undefined || product === query.product)
      .map((batch) => {
        const product = products.get(batch.product);
        return shown(batch, { name: product?.name ?? batch.product, unit: product?.unit ?? "" }, today);
      });
    return ok({ items });
  },
  addBatch: ({ body }, caller) =>
    accept(room, {
      route: "addBatch",
      body,
      caller,
      changed: ["stock"],
      work(pen, written): Result<Made, Refusal> {
        const product = productsNow(room.context.store).find((one) => one.product === body.product);
        if (product === undefined) return noProduct(body.product);
        const same = batchesAll(room.context.store).find(
          (one) => one.product === body.product && one.number === body.number,
        );
        if (same !== undefined) {
          const fix = "Where more of the same batch came, count what is there now in the stocktake.";
          return badEntry([
            mistake("number", `batch ${body.number}, which is there already`, "a new batch", fix),
          ]);
        }
        const batch = `batch-${room.context.store.head().records + 1}`;
        const { number, useBy, receivedOn, quantity } = body;
        const supplier = body.supplier === "" ? product.supplier : body.supplier;
        writeBatch(pen, { batch, product: body.product, number, useBy, supplier, receivedOn }, written);
        const move = {
          batch,
          what: "received",
          quantity,
          left: rounded(quantity),
          reason: "",
          record: null,
        } as const;
        writeMove(pen, move, written);
        const isOver = dayAtFarm(caller.at, room.herd.timeZone) > useBy;
        const warnings = isOver
          ? [`This batch was to be used by ${useBy}: it can be recorded, and not used.`]
          : [];
        return ok({
          outcome: { record: batch, bails: false, cows: [], warnings },
          takeOver: () => undefined,
        });
      },
    }),
  countBatch: ({ body }, caller) =>
    accept(room, {
      route: "countBatch",
      body,
      caller,
      changed: ["stock"],
      work(pen, written): Result<Made, Refusal> {
        const batch = batchesAll(room.context.store).find((one) => one.batch === body.batch);
        if (batch === undefined) return noBatch(body.batch);
        const left = rounded(body.left);
        const quantity = rounded(left - batch.left);
        const move = {
          batch: batch.batch,
          what: "counted",
          quantity,
          left,
          reason: body.reason,
          record: null,
        } as const;
        writeMove(pen, move, written);
        return ok({
          outcome: { record: batch.batch, bails: false, cows: [], warnings: [] },
          takeOver: () => undefined,
        });
      },
    }),
});

export const noProduct = (product: string) =>
  refused(
    "not-found",
    `There is no product "${product}" on the shelf.`,
    "Load the page again and choose one of the shelf.",
  );

export const noBatch = (batch: string) =>
  refused("not-found", `There is no batch "${batch}".`, "Load the page again and choose one of the shelf.");

function shown(
  batch: StoredBatch,
  product: { readonly name: string; readonly unit: string },
  today: string,
): BatchShown {
  const sum = (what: string) =>
    rounded(batch.moves.filter((move) => move.what === what).reduce((all, move) => all + move.quantity, 0));
  const { useBy, left } = batch;
  return {
    batch: batch.batch,
    product: batch.product,
    productName: product.name,
    unit: product.unit,
    number: batch.number,
    useBy,
    supplier: batch.supplier,
    received: sum("received"),
    used: -sum("used"),
    adjusted: sum("counted"),
    left,
    state: today > useBy ? "expired" : left > 0 ? "in-use" : "empty",
    moves: batch.moves.map(({ at, by, what, quantity, left: after, reason, record }) => ({
      at: iso(at),
      by,
      what,
      quantity,
      left: after,
      reason,
      record,
    })),
  };
}
