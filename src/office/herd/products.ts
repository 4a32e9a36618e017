// Room: office/herd. The shelf: products, each with every version of its label.
// May live here: handlers of products. May not: batches (stock.ts). Invariant: a changed label is a new version; the old one stays.

import { ok, type Result } from "../../domain/result.ts";
import {
  batchesAll,
  type LabelBody,
  lastUses,
  productsNow,
  type StoredProduct,
  writeProduct,
} from "../../store/medicines.ts";
import type { Pen, Written } from "../../store/store.ts";
import type { Handlers } from "../contract/handlers.ts";
import type { Refusal } from "../contract/pieces.ts";
import type { Asked, Reply } from "../contract/routes.ts";
import { accept, type Made } from "./accept.ts";
import { checkLabels } from "./checking.ts";
import { labelBody, labelShown } from "./labels.ts";
import { badEntry, mistake } from "./mistakes.ts";
import { pinOf } from "./pin-needed.ts";
import type { Room } from "./room.ts";
import { iso, isoOrNull } from "./standing.ts";
import { dayAtFarm, noProduct, usableOn } from "./stock.ts";

type ProductIn = Asked<"addProduct">["body"];

export const productHandlers = (room: Room): Pick<Handlers, "products" | "addProduct"> => ({
  products: (_asked, { at }) => ok({ items: shelf(room, dayAtFarm(at, room.herd.timeZone)) }),
  addProduct: ({ body }, caller) =>
    accept(room, {
      route: "addProduct",
      body,
      caller,
      changed: ["stock"],
      work(pen, written) {
        // A label copied with too short a withholding is a release of every cow treated by it from then on.
        const allowed =
          body.product === null ? ok(null) : pinOf(caller, "This changes what withholds from now on");
        return allowed.ok ? enter(room, body, { pen, written }) : allowed;
      },
    }),
});

function shelf(room: Room, today: string): Reply<"products">["items"] {
  const { store } = room.context;
  const batches = batchesAll(store);
  const used = lastUses(store);
  return productsNow(store).map((product) => {
    const rows = room.herd.labels.filter(
      ({ label, version }) => label === product.product && version === product.version,
    );
    return {
      product: product.product,
      version: product.version,
      name: product.name,
      unit: product.unit,
      route: product.route,
      dose: product.dose,
      supplier: product.supplier,
      rows: rows.map(labelShown),
      usedWith: usedWithOf(rows),
      enteredBy: product.by,
      enteredAt: iso(product.at),
      batches: batches
        .filter((batch) => batch.product === product.product)
        .map(({ batch, number, useBy, left }) => {
          const why = usableOn({ number, useBy, left, unit: product.unit }, today);
          return { batch, number, useBy, left, usable: why === "", why };
        })
        .sort((a, b) => Number(b.usable) - Number(a.usable)),
      lastUsed: isoOrNull(used.get(product.product) ?? null),
    };
  });
}

function usedWithOf(rows: readonly LabelBody[]): string[] {
  const named = rows.flatMap((row) => (Array.isArray(row["used-with"]) ? row["used-with"] : []));
  return [...new Set(named.filter((one): one is string => typeof one === "string"))];
}

function enter(
  room: Room,
  body: ProductIn,
  { pen, written }: { readonly pen: Pen; readonly written: Written },
): Result<Made, Refusal> {
  const known = productsNow(room.context.store);
  const before = known.find(({ product }) => product === body.product) ?? null;
  if (body.product !== null && before === null) return noProduct(body.product);
  const sameName = known.find(
    ({ product, name }) => product !== body.product && name.toLowerCase() === body.name.toLowerCase(),
  );
  if (sameName !== undefined) {
    const fix = "Enter a changed label as the next version of that product, or give this one another name.";
    return badEntry([mistake("name", `"${body.name}"`, "a name of its own for each product", fix)]);
  }
  const product = before?.product ?? nameFrom(body.name, known);
  const version = (before?.version ?? 0) + 1;
  const head = {
    label: product,
    version,
    product: body.name,
    "used-with": body.usedWith,
    "entered-by": written.by,
    "entered-at": iso(written.at),
  };
  const rows = body.rows.map((row) => labelBody(row, head));
  const checked = checkLabels(room.herd, rows);
  if (!checked.ok) return badEntry(checked.error);
  const { name, unit, route, dose, supplier } = body;
  writeProduct(pen, { product, version, name, unit, route, dose, supplier }, rows, written);
  return ok({
    outcome: { record: product, bails: false, cows: [], warnings: [] },
    takeOver: () => {
      room.herd.takeLabels(rows);
      room.publisher.changed();
    },
  });
}

const NAME_LONGEST = 32;

/** "Example LC tube" → "example-lc-tube", with a number behind where another has it. */
function nameFrom(name: string, known: readonly StoredProduct[]): string {
  const plain = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, NAME_LONGEST)
    .replaceAll(/^-+|-+$/g, "");
  const base = plain === "" ? "product" : plain;
  let made = base;
  for (let n = 2; known.some(({ product }) => product === made); n += 1) made = `${base}-${n}`;
  return made;
}
