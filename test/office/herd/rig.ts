// Room: test/office/herd. The room of the herd on a real store, with a controller that behaves like one, and persons who enter things.
// May live here: what every test of this room needs. May not: doubles of our own functions.

import { randomUUID } from "node:crypto";
import { onTestFinished } from "vitest";
import type { z } from "zod";
import { readShed } from "../../../src/config/read-shed.ts";
import { personId } from "../../../src/domain/ids.ts";
import type { Result } from "../../../src/domain/result.ts";
import type { EpochMs } from "../../../src/domain/units.ts";
import type { Notice, OfficeContext } from "../../../src/office/context.ts";
import type { Caller } from "../../../src/office/contract/handlers.ts";
import * as contract from "../../../src/office/contract/herd.ts";
import type { Role } from "../../../src/office/contract/people.ts";
import type { Recorded, Refusal } from "../../../src/office/contract/pieces.ts";
import { createHerd, type Herd, type HerdTiming } from "../../../src/office/herd/herd.ts";
import type { ShedSays, UnderReview } from "../../../src/office/herd/room.ts";
import { type Bench, clockAt, freshStore, MORNING, must } from "../../store/bench.ts";
import { type Controller, createController } from "./controller.ts";

export const TIME_ZONE = "Australia/Melbourne";
export { MORNING, must };

const HOUR = 3_600_000;
/** So many hours before the morning of the tests. */
export const ago = (hours: number): string => new Date(MORNING - hours * HOUR).toISOString();

export type Who = {
  readonly role?: Role;
  readonly at?: EpochMs;
  readonly trusted?: boolean;
  readonly pinGiven?: boolean;
};
export const callerOf = ({
  role = "manager",
  at = MORNING,
  trusted = true,
  pinGiven = true,
}: Who = {}): Caller => ({
  person: { person: personId(role), role },
  at,
  trusted,
  pinGiven,
});

type Entered = Promise<Result<Recorded, Refusal>>;
/** An entry without its id, which a page makes; the same id again is the same entry again. */
type Said<Schema extends z.ZodType> = Loose<z.input<Schema>>;
type Loose<T> = T extends unknown ? Omit<T, "entry"> & { readonly entry?: string } : never;

/** Every kind of entry, through the contract's own schema, as the server hands it on. */
export type Entries = {
  readonly cow: (body: Said<typeof contract.cowIn>, who?: Who) => Entered;
  readonly change: (cow: string, body: Said<typeof contract.cowChange>, who?: Who) => Entered;
  readonly fact: (body: Said<typeof contract.factIn>, who?: Who) => Entered;
  readonly end: (body: Said<typeof contract.factIn>, who?: Who) => Entered;
  readonly group: (body: Said<typeof contract.groupIn>, who?: Who) => Entered;
  readonly herdFile: (text: string, who?: Who) => Entered;
  readonly product: (body: Said<typeof contract.productIn>, who?: Who) => Entered;
  readonly batch: (body: Said<typeof contract.batchIn>, who?: Who) => Entered;
  readonly count: (body: Said<typeof contract.stocktakeIn>, who?: Who) => Entered;
  readonly treat: (body: Partial<contract.TreatmentIn>, who?: Who) => Entered;
};

export type Rig = {
  readonly bench: Bench;
  readonly controller: Controller;
  readonly notices: Map<string, Notice>;
  readonly changed: string[];
  readonly remarks: string[];
  /** What the records of the shed know. */
  readonly shed: {
    readonly milkings: Map<string, readonly EpochMs[]>;
    readonly looks: Map<string, EpochMs>;
    readonly review: UnderReview[];
    readonly inVat: Set<string>;
  };
  readonly herd: Herd;
  readonly enter: Entries;
  /** As after a restart of the office: everything from the records. */
  readonly restart: () => Promise<void>;
};

/** As in the shed, but for trying again sooner. */
const TIMING: HerdTiming = { retry: 40 };
/** Quick to give up, for tests of a controller that does not answer. */
export const IMPATIENT: HerdTiming = { within: 150, retry: 40 };

export async function rig(timing: HerdTiming = TIMING): Promise<Rig> {
  const bench = freshStore();
  const clock = clockAt(MORNING);
  const { config } = must(await readShed("config/in-bail-6.yaml"));
  const controller = createController(bench.dataDir, clock, TIME_ZONE);
  const notices = new Map<string, Notice>();
  const changed: string[] = [];
  const remarks: string[] = [];
  const shed: Rig["shed"] = { milkings: new Map(), looks: new Map(), review: [], inVat: new Set() };
  const says: ShedSays = {
    milkingsCounted: () => (cow) => shed.milkings.get(cow) ?? [],
    lookedAt: () => (cow) => shed.looks.get(cow) ?? null,
    milkedIn: () => shed.inVat,
    visitsOf: () => [],
    underReview: () => shed.review,
  };
  const context: OfficeContext = {
    store: bench.store,
    link: controller.link,
    clock,
    shed: config,
    dataDir: bench.dataDir,
    version: "test",
    changed: (...what) => changed.push(...what),
    notice: (code, notice) => {
      if (notice === null) notices.delete(code);
      else notices.set(code, notice);
    },
    notices: () => [...notices.values()],
    remark: (text) => remarks.push(text),
  };
  const running = { herd: createHerd(context, says, timing) };
  await running.herd.start();
  onTestFinished(() => running.herd.stop());
  return {
    bench,
    controller,
    notices,
    changed,
    remarks,
    shed,
    get herd() {
      return running.herd;
    },
    enter: entriesOf(() => running.herd),
    async restart() {
      await running.herd.stop();
      const store = bench.reopen();
      running.herd = createHerd({ ...context, store }, says, timing);
      await running.herd.start();
    },
  };
}

function entriesOf(herd: () => Herd): Entries {
  const named = <Body extends object>(body: Body) => ({ entry: randomUUID(), ...body });
  const asked = <Body>(body: Body) => ({ params: {}, query: {}, body });
  const run = async (answer: Entered | Awaited<Entered>): Entered => answer;
  return {
    cow: (body, who) => run(herd().handlers.addCow(asked(contract.cowIn.parse(named(body))), callerOf(who))),
    change: (cow, body, who) =>
      run(
        herd().handlers.changeCow(
          { ...asked(contract.cowChange.parse(named(body))), params: { cow } },
          callerOf(who),
        ),
      ),
    fact: (body, who) =>
      run(herd().handlers.addFact(asked(contract.factIn.parse(named(body))), callerOf(who))),
    end: (body, who) =>
      run(herd().handlers.endHold(asked(contract.factIn.parse(named(body))), callerOf(who))),
    group: (body, who) =>
      run(herd().handlers.setGroup(asked(contract.groupIn.parse(named(body))), callerOf(who))),
    herdFile: (text, who) =>
      run(herd().handlers.importHerd(asked(contract.herdImport.parse(named({ text }))), callerOf(who))),
    product: (body, who) =>
      run(herd().handlers.addProduct(asked(contract.productIn.parse(named(body))), callerOf(who))),
    batch: (body, who) =>
      run(herd().handlers.addBatch(asked(contract.batchIn.parse(named(body))), callerOf(who))),
    count: (body, who) =>
      run(herd().handlers.countBatch(asked(contract.stocktakeIn.parse(named(body))), callerOf(who))),
    treat: (body, who) =>
      run(
        herd().handlers.addTreatment(
          asked(contract.treatmentIn.parse(named({ ...TREATMENT, ...body }))),
          callerOf(who),
        ),
      ),
  };
}

/** A cow treated this morning by what `shelf` puts there. */
export const TREATMENT = {
  cows: ["47"],
  product: "example-lc-tube",
  batch: null,
  quantityEach: 1,
  reason: "mastitis",
  firstDose: ago(2),
  lastDose: ago(1),
} as const;

export const EXAMPLE_LC = {
  product: null,
  name: "Example LC tube",
  unit: "tube",
  route: "into the quarter",
  dose: "1 tube",
  supplier: "Example Vets",
  rows: [
    {
      milk: { hours: 72, milkings: 6 },
      meat: { days: 10 },
      exportSlaughter: { days: 21 },
      longestCourseDays: 3,
    },
  ],
} satisfies Said<typeof contract.productIn>;

/** Cows 12, 47 and 301 in milk, cow 8 dry, and a product with one batch of ten tubes. Gives the batch. */
export async function shelf({ enter }: Rig): Promise<string> {
  const cows = [
    ["12", "in-milk", "982000123456012"],
    ["47", "in-milk", "982000123456047"],
    ["301", "in-milk", "982000123456301"],
    ["8", "dry", "982000123456008"],
  ] as const;
  // The product first: the answer about a cow comes when all before it is in force.
  must(await enter.product(EXAMPLE_LC));
  for (const [cow, status, eid] of cows) must(await enter.cow({ cow, status, eids: [eid] }));
  const batch = {
    product: "example-lc-tube",
    number: "B-77",
    useBy: "2027-03-31",
    quantity: 10,
    receivedOn: "2026-10-01",
  };
  return must(await enter.batch(batch)).record;
}

/** The refusal of an entry that must have been refused. */
export async function refusalOf(entered: Entered): Promise<Refusal> {
  const answer = await entered;
  if (answer.ok) throw new Error(`expected a refusal, found ${JSON.stringify(answer.value)}`);
  return answer.error;
}
