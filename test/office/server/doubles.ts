// Room: test/office. Honest doubles of what answers the routes of others: each keeps count, each answers in its own shape.
// May live here: behaviour that a test needs of a handler. May not: copies of the rules.

import { ok } from "../../../src/domain/result.ts";
import type { Answer, Caller, Handlers } from "../../../src/office/contract/handlers.ts";
import type { RouteName } from "../../../src/office/contract/routes.ts";
import type { PeopleRoute } from "../../../src/office/people/people.ts";

export type Reached = { readonly name: RouteName; readonly asked: unknown; readonly caller: Caller };
const AT = "2026-11-23T05:40:12.000Z";
const recorded = {
  record: "r1",
  at: AT,
  state: "in-force",
  says: "Recorded and in force.",
  warnings: [],
} as const;
const empty = { items: [], next: null };

export function handlersOfOthers(reached: Reached[]): Omit<Handlers, PeopleRoute> {
  const says =
    <Name extends RouteName>(name: Name, answer: Answer<Name>) =>
    (asked: unknown, caller: Caller): Answer<Name> => {
      reached.push({ name, asked, caller });
      return answer;
    };
  const live = {
    board: null,
    devices: null,
    at: null,
    age: 0,
    table: { inForce: null, recorded: null, why: "" },
    notices: [],
  };
  const chain = { records: 0, head: "0", verified: null };
  const backups = { folder: "backups", items: [], progress: null, lastGood: null };
  const review = { since: null, backup: "", cows: [] };
  return {
    board: says("board", ok(live)),
    intend: says("intend", ok({ says: "Done.", recorded: true })),
    cows: says("cows", ok(empty)),
    cow: says("cow", ok(COW)),
    addCow: says("addCow", ok({ ...recorded, warnings: [] })),
    changeCow: says("changeCow", ok({ ...recorded, warnings: [] })),
    withheld: says("withheld", ok({ items: [], at: AT })),
    addFact: says("addFact", ok({ ...recorded, warnings: [] })),
    endHold: says("endHold", ok({ ...recorded, warnings: [] })),
    groups: says("groups", ok({ items: [] })),
    setGroup: says("setGroup", ok({ ...recorded, warnings: [] })),
    importHerd: says("importHerd", ok({ ...recorded, warnings: [] })),
    products: says("products", ok({ items: [] })),
    addProduct: says("addProduct", ok({ ...recorded, warnings: [] })),
    batches: says("batches", ok({ items: [] })),
    addBatch: says("addBatch", ok({ ...recorded, warnings: [] })),
    countBatch: says("countBatch", ok({ ...recorded, warnings: [] })),
    treatments: says("treatments", ok(empty)),
    previewTreatment: says("previewTreatment", ok({ cows: [], refusals: [] })),
    addTreatment: says("addTreatment", ok({ ...recorded, warnings: [] })),
    entry: says("entry", ok({ ...recorded, warnings: [] })),
    milkings: says("milkings", ok(empty)),
    visits: says("visits", ok(empty)),
    divertedMilk: says("divertedMilk", ok(empty)),
    alarms: says("alarms", ok(empty)),
    happenings: says("happenings", ok(empty)),
    vatCurve: says(
      "vatCurve",
      ok({ series: [], states: [], milkings: [], events: [], marked: "all", limits: [] }),
    ),
    vatMilkings: says("vatMilkings", ok(empty)),
    vatEvents: says("vatEvents", ok(empty)),
    profiles: says("profiles", ok({ items: [] })),
    upkeep: says("upkeep", ok(UPKEEP)),
    chain: says("chain", ok(chain)),
    verifyChain: says("verifyChain", ok(chain)),
    changes: says("changes", ok(empty)),
    backups: says("backups", ok(backups)),
    makeBackup: says("makeBackup", ok(backups)),
    restore: says("restore", ok({ says: "Restored." })),
    review: says("review", ok(review)),
    reviewed: says("reviewed", ok(review)),
  };
}

const COW: Extract<Answer<"cow">, { ok: true }>["value"] = {
  cow: "112",
  name: "",
  eids: [],
  status: "in-milk",
  standing: "divert",
  why: "Withheld",
  earliest: null,
  breed: "",
  born: null,
  note: "",
  tags: [],
  explained: [],
  holds: [],
  facts: [],
  treatments: [],
  visits: [],
  register: [],
  sale: [],
};
const UPKEEP: Extract<Answer<"upkeep">, { ok: true }>["value"] = {
  version: "0",
  node: "",
  sqlite: "",
  startedAt: AT,
  store: { bytes: 0, walBytes: 0, schema: 0, synchronous: "full" },
  ingest: { file: null, bytes: 0, behind: 0, upTo: null },
  disk: { freeBytes: 0, totalBytes: 0, state: "fine", says: "" },
  memory: { rssBytes: 0 },
  mqtt: { configured: false, connected: false, waiting: 0, says: "" },
  jobs: [],
  progress: null,
};
