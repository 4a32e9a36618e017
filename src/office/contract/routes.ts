// Room: office/contract. Every route in one table: the server's handlers, the page's client and the OpenAPI document
// are made from it. Pages import only its types.

import { z } from "zod";
import * as herd from "./herd.ts";
import * as people from "./people.ts";
import { cowNumber, pageQuery, rangeQuery, recorded, recordId } from "./pieces.ts";
import * as records from "./records.ts";
import * as shed from "./shed.ts";
import { HERD_FILE_BODY_BYTES_MAX } from "./sizes.ts";
import * as upkeep from "./upkeep.ts";
import * as vat from "./vat.ts";

/**
 * Who may: "anyone" needs no session; "boards" none where boards are open on this screen; "reader" any signed-in person;
 * the others by role. A manager may do all that a milker may; the vet enters facts and ends holds.
 */
export type Right = "anyone" | "boards" | "reader" | "milker" | "vet" | "manager";
export const MAY: Readonly<Record<Exclude<Right, "anyone" | "boards">, readonly people.Role[]>> = {
  reader: ["milker", "manager", "vet", "auditor"],
  milker: ["milker", "manager", "vet"],
  vet: ["vet", "manager"],
  manager: ["manager"],
};

type RouteShape = {
  readonly path: `${"GET" | "POST" | "PATCH"} /api/${string}`;
  readonly says: string;
  readonly right: Right;
  /** The PIN within the last two minutes. */
  readonly pin?: true;
  readonly params?: z.ZodRawShape;
  readonly query?: z.ZodRawShape;
  readonly body?: z.ZodType;
  /** Longest body in bytes where it is not the ordinary 64 KiB. */
  readonly bodyMax?: number;
  readonly reply: z.ZodType;
};
const route = <const Route extends RouteShape>(given: Route): Route => given;
const done = z.object({ says: z.string() });

export const ROUTES = {
  // people
  session: route({
    path: "GET /api/session",
    says: "Who is signed in, and what every page must know first",
    right: "anyone",
    reply: people.session,
  }),
  setUp: route({
    path: "POST /api/set-up",
    says: "Makes the first manager, with the code from the console",
    right: "anyone",
    body: people.setUp,
    reply: people.session,
  }),
  signIn: route({
    path: "POST /api/sign-in",
    says: "Begins a session",
    right: "anyone",
    body: people.signIn,
    reply: people.session,
  }),
  signOut: route({
    path: "POST /api/sign-out",
    says: "Ends the session",
    right: "reader",
    reply: people.session,
  }),
  pinAgain: route({
    path: "POST /api/pin",
    says: "The PIN once more, for what needs it",
    right: "reader",
    body: people.pinAgain,
    reply: done,
  }),
  people: route({
    path: "GET /api/people",
    says: "Everybody who may sign in",
    right: "manager",
    reply: z.object({ items: z.array(people.person) }),
  }),
  addPerson: route({
    path: "POST /api/people",
    says: "A new person",
    right: "manager",
    pin: true,
    body: people.personIn,
    reply: people.person,
  }),
  changePerson: route({
    path: "PATCH /api/people/:person",
    says: "Another name, role or PIN; or may sign in no more",
    right: "manager",
    pin: true,
    params: { person: z.string().max(32) },
    body: people.personChange,
    reply: people.person,
  }),

  // the shed now
  board: route({ path: "GET /api/board", says: "The shed as it is now", right: "boards", reply: shed.live }),
  intend: route({
    path: "POST /api/intents",
    says: "Asks the controller for something",
    right: "milker",
    body: shed.intentIn,
    reply: shed.intentAnswer,
  }),

  // herd
  cows: route({
    path: "GET /api/cows",
    says: "The livestock register",
    right: "reader",
    query: herd.cowsQuery,
    reply: herd.cowsPage,
  }),
  cow: route({
    path: "GET /api/cows/:cow",
    says: "Everything about one cow",
    right: "reader",
    params: { cow: cowNumber },
    query: { saleOn: z.iso.date().optional() },
    reply: herd.cowPage,
  }),
  addCow: route({
    path: "POST /api/cows",
    says: "A new cow in the register",
    right: "milker",
    body: herd.cowIn,
    reply: recorded,
  }),
  changeCow: route({
    path: "POST /api/cows/:cow/changes",
    says: "Another tag, status or name",
    right: "milker",
    params: { cow: cowNumber },
    body: herd.cowChange,
    reply: recorded,
  }),
  withheld: route({
    path: "GET /api/withheld",
    says: "Every cow that may not go to the vat now",
    right: "boards",
    reply: z.object({ items: z.array(herd.withheldCow), at: z.string() }),
  }),
  addFact: route({
    path: "POST /api/facts",
    says: "A calving, drying off, observation, test, hold, look …",
    right: "milker",
    body: herd.factIn,
    reply: recorded,
  }),
  endHold: route({
    path: "POST /api/clearances",
    says: "Ends one hold early",
    right: "vet",
    pin: true,
    body: herd.factIn,
    reply: recorded,
  }),
  groups: route({
    path: "GET /api/groups",
    says: "Groups of cows",
    right: "reader",
    reply: z.object({ items: z.array(z.object({ group: z.string(), cows: z.array(z.string()) })) }),
  }),
  setGroup: route({
    path: "POST /api/groups",
    says: "Who is in a group from now on",
    right: "milker",
    body: herd.groupIn,
    reply: recorded,
  }),
  importHerd: route({
    path: "POST /api/herd-file",
    says: "Fills an empty register from a herd file",
    right: "manager",
    pin: true,
    body: herd.herdImport,
    bodyMax: HERD_FILE_BODY_BYTES_MAX,
    reply: recorded,
  }),

  // medicines
  products: route({
    path: "GET /api/products",
    says: "The shelf: products, labels, batches that may be used",
    right: "reader",
    reply: z.object({ items: z.array(herd.product) }),
  }),
  addProduct: route({
    path: "POST /api/products",
    says: "A product, or a new version of its label",
    right: "manager",
    body: herd.productIn,
    reply: recorded,
  }),
  batches: route({
    path: "GET /api/batches",
    says: "The rolling stocktake",
    right: "reader",
    query: { product: recordId.optional() },
    reply: z.object({ items: z.array(herd.batch) }),
  }),
  addBatch: route({
    path: "POST /api/batches",
    says: "A batch came",
    right: "milker",
    body: herd.batchIn,
    reply: recorded,
  }),
  countBatch: route({
    path: "POST /api/stocktakes",
    says: "What is left of a batch",
    right: "milker",
    body: herd.stocktakeIn,
    reply: recorded,
  }),
  treatments: route({
    path: "GET /api/treatments",
    says: "The treatment book",
    right: "reader",
    query: herd.treatmentsQuery,
    reply: herd.treatmentsPage,
  }),
  previewTreatment: route({
    path: "POST /api/treatments/preview",
    says: "What a treatment would mean",
    right: "milker",
    body: herd.treatmentIn,
    reply: herd.preview,
  }),
  addTreatment: route({
    path: "POST /api/treatments",
    says: "Records a treatment",
    right: "milker",
    body: herd.treatmentIn,
    reply: recorded,
  }),
  entry: route({
    path: "GET /api/entries/:entry",
    says: "What became of an entry",
    right: "reader",
    params: { entry: z.uuid() },
    reply: recorded,
  }),

  // what the controller did
  milkings: route({
    path: "GET /api/milkings",
    says: "Milkings",
    right: "reader",
    query: records.milkingsQuery,
    reply: records.milkingsPage,
  }),
  visits: route({
    path: "GET /api/visits",
    says: "Visits",
    right: "reader",
    query: records.visitsQuery,
    reply: records.visitsPage,
  }),
  divertedMilk: route({
    path: "GET /api/diverted-milk",
    says: "Milk that was diverted, why, and where it may go",
    right: "reader",
    query: records.visitsQuery,
    reply: records.divertedPage,
  }),
  alarms: route({
    path: "GET /api/alarms",
    says: "Alarms with their reasons",
    right: "reader",
    query: records.milkingsQuery,
    reply: records.alarmsPage,
  }),
  happenings: route({
    path: "GET /api/happenings",
    says: "Faults, vat stops, settled places, confirmations, refusals",
    right: "reader",
    query: records.happeningsQuery,
    reply: records.happeningsPage,
  }),

  // vat
  vatCurve: route({
    path: "GET /api/vat/curve",
    says: "Temperatures over a range, thinned for a chart",
    right: "reader",
    query: vat.curveQuery,
    reply: vat.curve,
  }),
  vatMilkings: route({
    path: "GET /api/vat/milkings",
    says: "Milkings with their cooling verdicts",
    right: "reader",
    query: { ...pageQuery, ...rangeQuery },
    reply: vat.milkingsCooledPage,
  }),
  vatEvents: route({
    path: "GET /api/vat/events",
    says: "Pick-ups, washes, thermometer checks",
    right: "reader",
    query: vat.vatEventsQuery,
    reply: vat.vatEventsPage,
  }),
  profiles: route({
    path: "GET /api/vat/profiles",
    says: "Cooling profiles in force",
    right: "reader",
    reply: z.object({ items: z.array(vat.profile) }),
  }),

  // upkeep
  upkeep: route({
    path: "GET /api/upkeep",
    says: "Versions, disk, jobs, what is sent to others",
    right: "reader",
    reply: upkeep.upkeep,
  }),
  chain: route({
    path: "GET /api/chain",
    says: "The chain of evidence",
    right: "reader",
    reply: upkeep.chain,
  }),
  verifyChain: route({
    path: "POST /api/chain/verify",
    says: "Works the chain out anew",
    right: "reader",
    reply: upkeep.chain,
  }),
  changes: route({
    path: "GET /api/changes",
    says: "Who wrote what, when",
    right: "reader",
    query: {
      ...pageQuery,
      ...rangeQuery,
      by: z.string().max(32).optional(),
      family: z.string().max(40).optional(),
    },
    reply: upkeep.changesPage,
  }),
  backups: route({ path: "GET /api/backups", says: "Backups", right: "reader", reply: upkeep.backups }),
  makeBackup: route({
    path: "POST /api/backups",
    says: "Makes a backup now",
    right: "manager",
    reply: upkeep.backups,
  }),
  restore: route({
    path: "POST /api/restore",
    says: "Goes back to a backup, into a review",
    right: "manager",
    pin: true,
    body: upkeep.restoreIn,
    reply: done,
  }),
  review: route({
    path: "GET /api/review",
    says: "Cows to look at after a restore",
    right: "reader",
    reply: upkeep.review,
  }),
  reviewed: route({
    path: "POST /api/review",
    says: "A person has looked at her records",
    right: "manager",
    pin: true,
    body: upkeep.reviewedIn,
    reply: upkeep.review,
  }),
} as const;

export type Routes = typeof ROUTES;
export type RouteName = keyof Routes;
type Of<Route, Key extends string> = Route extends { readonly [key in Key]: infer Value } ? Value : undefined;
type Shape<S, Side extends "in" | "out"> = S extends z.ZodRawShape
  ? Side extends "in"
    ? z.input<z.ZodObject<S>>
    : z.output<z.ZodObject<S>>
  : Record<never, never>;
/** What a page sends. */
export type Asks<Name extends RouteName> = {
  readonly params: Shape<Of<Routes[Name], "params">, "in">;
  readonly query: Shape<Of<Routes[Name], "query">, "in">;
  readonly body: Of<Routes[Name], "body"> extends z.ZodType ? z.input<Of<Routes[Name], "body">> : undefined;
};
/** What a handler gets. */
export type Asked<Name extends RouteName> = {
  readonly params: Shape<Of<Routes[Name], "params">, "out">;
  readonly query: Shape<Of<Routes[Name], "query">, "out">;
  readonly body: Of<Routes[Name], "body"> extends z.ZodType ? z.output<Of<Routes[Name], "body">> : undefined;
};
export type Reply<Name extends RouteName> = z.output<Routes[Name]["reply"]>;
/** For lists that also come as CSV: GET <path>.csv with the same query, formula-safe. */
export const CSV_LISTS = [
  "treatments",
  "batches",
  "milkings",
  "visits",
  "divertedMilk",
  "alarms",
  "happenings",
  "changes",
  "cows",
  "vatMilkings",
  "vatEvents",
] as const satisfies readonly RouteName[];
