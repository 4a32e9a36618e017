// Room: test/office. One request for every route of the table that its schema takes, so that only rights can refuse it.
// May live here: samples. May not: expectations.

import type { Asks, RouteName } from "../../../src/office/contract/routes.ts";
import { tableRoute } from "../../../src/office/server/asked.ts";

const ENTRY = "6a1f7d0e-5a52-4c07-9d6e-0b1d1f1f0a01";
const AT = "2026-11-23T05:40:00Z";
type Samples = { readonly [Name in RouteName]: Asks<Name> };
const nothing = { params: {}, query: {}, body: undefined } as const;
const treatment: Asks<"addTreatment">["body"] = {
  entry: ENTRY,
  cows: ["112"],
  product: "p1",
  batch: "b1",
  quantityEach: 1,
  reason: "mastitis",
  firstDose: AT,
  lastDose: AT,
};

export const SAMPLES: Samples = {
  session: nothing,
  setUp: { ...nothing, body: { code: "WRONG-CODE", person: "eve", name: "Eve", pin: "730418" } },
  signIn: { ...nothing, body: { person: "eve", pin: "730418" } },
  signOut: nothing,
  pinAgain: { ...nothing, body: { pin: "999990" } },
  people: nothing,
  addPerson: { ...nothing, body: { person: "new", name: "New", role: "milker", pin: "730418" } },
  changePerson: { ...nothing, params: { person: "milker" }, body: { name: "Other" } },
  board: nothing,
  intend: { ...nothing, body: { kind: "clear-vat-stop", reason: "tested" } },
  cows: nothing,
  cow: { ...nothing, params: { cow: "112" } },
  addCow: { ...nothing, body: { entry: ENTRY, cow: "500", eids: [], status: "in-milk" } },
  changeCow: { ...nothing, params: { cow: "112" }, body: { entry: ENTRY, reason: "lost her tag" } },
  withheld: nothing,
  addFact: { ...nothing, body: { kind: "looked-at", entry: ENTRY, cows: ["112"], at: AT } },
  endHold: {
    ...nothing,
    body: { kind: "clearance", entry: ENTRY, cows: ["112"], of: "f1", at: AT, reason: "test negative" },
  },
  groups: nothing,
  setGroup: { ...nothing, body: { entry: ENTRY, group: "dry", cows: ["112"] } },
  importHerd: { ...nothing, body: { entry: ENTRY, text: "{}" } },
  products: nothing,
  addProduct: {
    ...nothing,
    body: { entry: ENTRY, product: null, name: "LC", unit: "tube", rows: [{ milk: { hours: 72 } }] },
  },
  batches: nothing,
  addBatch: {
    ...nothing,
    body: {
      entry: ENTRY,
      product: "p1",
      number: "B1",
      useBy: "2027-01-01",
      quantity: 10,
      receivedOn: "2026-11-01",
    },
  },
  countBatch: { ...nothing, body: { entry: ENTRY, batch: "b1", left: 3, reason: "counted" } },
  treatments: nothing,
  previewTreatment: { ...nothing, body: treatment },
  addTreatment: { ...nothing, body: treatment },
  entry: { ...nothing, params: { entry: ENTRY } },
  milkings: nothing,
  visits: nothing,
  divertedMilk: nothing,
  alarms: nothing,
  happenings: nothing,
  vatCurve: { ...nothing, query: { from: AT, to: "2026-11-23T08:00:00Z" } },
  vatMilkings: nothing,
  vatEvents: nothing,
  profiles: nothing,
  upkeep: nothing,
  chain: nothing,
  verifyChain: nothing,
  changes: nothing,
  backups: nothing,
  makeBackup: nothing,
  restore: { ...nothing, body: { name: "b", reason: "disk died" } },
  review: nothing,
  reviewed: { ...nothing, body: { cow: "112", says: "looked at" } },
};

export type SampleRequest = {
  readonly name: RouteName;
  readonly method: "GET" | "POST" | "PATCH";
  readonly path: string;
  readonly body: unknown;
};

/** The sample as it goes over the wire. */
export function sampleRequest(name: RouteName): SampleRequest {
  const { method, url } = tableRoute(name);
  const { params, query, body } = SAMPLES[name];
  const path = Object.entries(params).reduce((to, [key, value]) => to.replace(`:${key}`, String(value)), url);
  const asked = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) asked.set(key, String(value));
  return { name, method, path: asked.size === 0 ? path : `${path}?${asked}`, body };
}
