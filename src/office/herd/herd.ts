// Room: office/herd. All of this room put together, given the office's context and what the shed's records know of cows.
// May live here: putting together, filling memory from the records, starting and stopping. May not: HTTP, rules.
// Invariant: nothing is answered, entered or published from records that could not be read whole.

import { formatProblems } from "../../config/problem.ts";
import { err, ok } from "../../domain/result.ts";
import { entryKnown } from "../../store/entries.ts";
import { factsSince } from "../../store/facts.ts";
import { cowsRegistered, policyEntered } from "../../store/herd.ts";
import { labelsAll } from "../../store/medicines.ts";
import type { OfficeContext } from "../context.ts";
import { type Handlers, refused } from "../contract/handlers.ts";
import { answered, outcomeOf } from "./accept.ts";
import { cowPageHandlers } from "./cow-page.ts";
import { factHandlers } from "./facts.ts";
import { groupHandlers } from "./groups.ts";
import { importHandlers } from "./import.ts";
import { createKnownHerd } from "./known-herd.ts";
import { productHandlers } from "./products.ts";
import { createBuilder } from "./published.ts";
import { createPublisher, herdInForcePath } from "./publisher.ts";
import { registerHandlers } from "./register.ts";
import type { Room, ShedSays } from "./room.ts";
import { stockHandlers } from "./stock.ts";
import { treatmentHandlers } from "./treatments.ts";

export const HERD_ROUTES = [
  "cows",
  "cow",
  "addCow",
  "changeCow",
  "withheld",
  "addFact",
  "endHold",
  "groups",
  "setGroup",
  "importHerd",
  "products",
  "addProduct",
  "batches",
  "addBatch",
  "countBatch",
  "treatments",
  "previewTreatment",
  "addTreatment",
  "entry",
] as const satisfies readonly (keyof Handlers)[];
export type HerdHandlers = Pick<Handlers, (typeof HERD_ROUTES)[number]>;

export type Herd = {
  readonly handlers: HerdHandlers;
  /** Publishes what the records say and vouches for it. Resolves when the controller has been told. */
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** Something outside this room changed what is published: a cow has been reviewed. */
  readonly changed: () => void;
  /** The fingerprint of what the records say; null: there is no table. */
  readonly recorded: () => string | null;
};

/** Milliseconds of the publisher; only tests give them. */
export type HerdTiming = { readonly within?: number; readonly retry?: number };

export function createHerd(context: OfficeContext, shed: ShedSays, timing: HerdTiming = {}): Herd {
  const herd = createKnownHerd(context.shed.plan.timeZone);
  const trouble: { says: string | null } = { says: null };
  const refill = () => {
    trouble.says = fill(context, herd);
  };
  refill();
  const build = createBuilder(herd, shed);
  const publisher = createPublisher({
    path: herdInForcePath(context.dataDir),
    link: context.link,
    build: () => (trouble.says === null ? build() : err({ why: trouble.says, fix: BROKEN_FIX })),
    notice: context.notice,
    remark: context.remark,
    ...timing,
  });
  const room: Room = { context, herd, publisher, shed, clear: new Map() };
  return {
    handlers: guarded(createHerdHandlers(room, refill), () => trouble.says),
    start: publisher.start,
    stop: publisher.stop,
    changed: publisher.changed,
    recorded: publisher.recorded,
  };
}

export const createHerdHandlers = (room: Room, refill: () => void): HerdHandlers => ({
  ...registerHandlers(room),
  ...cowPageHandlers(room),
  ...factHandlers(room),
  ...groupHandlers(room),
  ...importHandlers(room, refill),
  ...productHandlers(room),
  ...stockHandlers(room),
  ...treatmentHandlers(room),
  entry: async ({ params }) => {
    const known = entryKnown(room.context.store.db, params.entry);
    const outcome = known === null ? null : outcomeOf(known.answer);
    if (outcome !== null) return ok(await answered(room, outcome));
    return refused("not-found", "No such entry was recorded.", "Enter it again: it is not in the book.");
  },
});

/** Fills memory from the records. Gives what is wrong with them, in words; null: nothing. */
function fill({ store, remark }: OfficeContext, herd: ReturnType<typeof createKnownHerd>): string | null {
  const filled = herd.fill({
    policy: policyEntered(store),
    labels: labelsAll(store),
    cows: cowsRegistered(store),
    facts: factsSince(store, 0),
  });
  if (filled.ok) return null;
  remark(`The records of the herd cannot be read:\n${formatProblems(filled.error)}`);
  const first = filled.error[0];
  return `The records of the herd cannot be read, so every cow is diverted: ${first?.says ?? ""} (${first?.path ?? ""})`;
}

const BROKEN_FIX =
  "Nothing has been changed. The console lists what is wrong; go back to a backup, or have somebody look at the records.";

/** With every handler refusing while the records cannot be read. */
function guarded(handlers: HerdHandlers, trouble: () => string | null): HerdHandlers {
  const guard =
    <Asked, Caller, Answer>(handler: (asked: Asked, caller: Caller) => Answer) =>
    (asked: Asked, caller: Caller) => {
      const says = trouble();
      return says === null ? handler(asked, caller) : refused("not-ready", says, BROKEN_FIX);
    };
  return {
    cows: guard(handlers.cows),
    cow: guard(handlers.cow),
    addCow: guard(handlers.addCow),
    changeCow: guard(handlers.changeCow),
    withheld: guard(handlers.withheld),
    addFact: guard(handlers.addFact),
    endHold: guard(handlers.endHold),
    groups: guard(handlers.groups),
    setGroup: guard(handlers.setGroup),
    importHerd: guard(handlers.importHerd),
    products: guard(handlers.products),
    addProduct: guard(handlers.addProduct),
    batches: guard(handlers.batches),
    addBatch: guard(handlers.addBatch),
    countBatch: guard(handlers.countBatch),
    treatments: guard(handlers.treatments),
    previewTreatment: guard(handlers.previewTreatment),
    addTreatment: guard(handlers.addTreatment),
    entry: guard(handlers.entry),
  };
}
