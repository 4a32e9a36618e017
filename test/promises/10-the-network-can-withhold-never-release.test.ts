// Promise 10. The network can withhold, never release: ending a withholding takes a signed-in person with the right, a reason and a
// record. Here: every route of the table, for everybody who is not that person, over real HTTP.

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { z } from "zod";
import { factIn } from "../../src/office/contract/herd.ts";
import type { Role } from "../../src/office/contract/people.ts";
import { MAY, ROUTES, type RouteName } from "../../src/office/contract/routes.ts";
import { intentIn } from "../../src/office/contract/shed.ts";
import { restoreIn, reviewedIn } from "../../src/office/contract/upkeep.ts";
import { ROUTE_NAMES, tableRoute } from "../../src/office/server/asked.ts";
import { ago, must, rig } from "../office/herd/rig.ts";
import { sampleRequest } from "../office/server/samples.ts";
import { type Browser, PIN, ShedOffice, type Told } from "../office/server/shed-office.ts";

/** What can make a cow's milk go to the vat earlier than the records said before, or lets somebody in who may. */
const CAN_RELEASE = [
  "endHold",
  "addFact",
  "changeCow",
  "addCow",
  "setGroup",
  "importHerd",
  "addProduct",
  "addTreatment",
  "intend",
  "restore",
  "reviewed",
  "addPerson",
  "changePerson",
] as const satisfies readonly RouteName[];
/** What changes nothing about cows, milk or persons: begins and ends the own session, counts, works out, keeps a copy. */
const HARMLESS: readonly RouteName[] = [
  "setUp",
  "signIn",
  "signOut",
  "pinAgain",
  "verifyChain",
  "makeBackup",
  "previewTreatment",
  "addBatch",
  "countBatch",
];

let office: ShedOffice;
const signedIn = new Map<Role, Browser>();
const as = (role: Role): Browser => {
  const browser = signedIn.get(role);
  if (browser === undefined) throw new Error(`nobody is ${role}`);
  return browser;
};
beforeAll(async () => {
  office = await ShedOffice.start({ listen: { boardsOpen: true } });
  const manager = await office.manager();
  signedIn.set("manager", manager);
  for (const role of ["milker", "vet", "auditor"] as const) {
    signedIn.set(role, await office.personOf(role, manager));
  }
}, 60_000);
afterAll(() => office.stop());

const send = (browser: Browser, name: RouteName, headers = {}): Promise<Told> => {
  const { method, path, body } = sampleRequest(name);
  return method === "GET" ? browser.get(path, headers) : browser.change(method, path, body, headers);
};
/** What the records and the controller were asked for meanwhile, looks included: what ends a hold is not even looked at. */
async function reachedBy(work: () => Promise<unknown>): Promise<readonly RouteName[]> {
  const before = office.reached.length;
  await work();
  return office.reached.slice(before).map(({ name }) => name);
}
const evidence = (): unknown => office.store.db.prepare("SELECT count(*) AS records FROM evidence").get();

test("every route that changes something is known here as one that can end a hold or as harmless", () => {
  const changing = ROUTE_NAMES.filter((name) => tableRoute(name).changes);
  expect([...CAN_RELEASE, ...HARMLESS].sort()).toEqual([...changing].sort());
});

describe("nobody at all", () => {
  test.each(ROUTE_NAMES)("reaches nothing through %s that changes anything", async (name) => {
    const records = evidence();
    const reached = await reachedBy(() => send(office.browser(), name));
    expect(reached.filter((one) => tableRoute(one).changes)).toEqual([]);
    expect(evidence()).toEqual(records);
  });

  test.each(CAN_RELEASE)("reaches %s with no made-up session, token, address or header", async (name) => {
    const forged = [
      { cookie: "vatguard-session=" },
      { cookie: `vatguard-session=${"A".repeat(43)}`, "x-vatguard-token": "A".repeat(43) },
      { "x-vatguard-token": as("manager").token ?? "" },
      { "x-forwarded-for": "127.0.0.1", "x-real-ip": "127.0.0.1", forwarded: "for=127.0.0.1" },
      { authorization: "Basic bWFuYWdlcjo3MzA0MTg=" },
      { "x-http-method-override": "POST", "x-original-url": "/api/session" },
    ];
    const reached = await reachedBy(async () => {
      for (const headers of forged) {
        const told = await send(office.browser(), name, headers);
        expect([401, 403]).toContain(told.status);
      }
    });
    expect(reached).toEqual([]);
  });
});

describe.each(["milker", "vet", "auditor", "manager"] as const)("a person who is %s", (role) => {
  const mayNot = CAN_RELEASE.filter((name) => {
    const { right } = ROUTES[name];
    return !MAY[right].includes(role);
  });

  test(`reaches none of ${mayNot.length} routes that are not for this role`, async () => {
    for (const name of mayNot) {
      const reached = await reachedBy(async () => {
        expect((await send(as(role), name)).json.code).toBe("not-allowed");
      });
      expect([name, reached]).toEqual([name, []]);
    }
  });

  test("reaches nothing from another site, without the token, or in another form than JSON", async () => {
    for (const name of CAN_RELEASE) {
      const { method, path } = sampleRequest(name);
      const token = { "x-vatguard-token": as(role).token ?? "", origin: office.url };
      const reached = await reachedBy(async () => {
        expect((await send(as(role), name, { origin: "http://evil.example" })).status).toBe(403);
        expect((await send(as(role), name, { "x-vatguard-token": "" })).status).toBe(403);
        const form = { ...token, "content-type": "application/x-www-form-urlencoded" };
        expect((await as(role).ask(path, { method, headers: form, body: "kind=clearance" })).status).toBe(
          400,
        );
        expect((await as(role).ask(path, { method: "GET", headers: token })).json).not.toHaveProperty(
          "record",
        );
      });
      expect([name, reached.filter((one) => tableRoute(one).changes)]).toEqual([name, []]);
    }
  });
});

test("ending a hold takes the vet or a manager, the PIN within two minutes and a reason", async () => {
  const vet = as("vet");
  office.clock.pass(121_000);
  expect(
    await reachedBy(async () => expect((await send(vet, "endHold")).json.code).toBe("pin-needed")),
  ).toEqual([]);
  expect((await vet.post("/api/pin", { pin: "999991" })).status).toBe(401);
  expect(
    await reachedBy(async () => expect((await send(vet, "endHold")).json.code).toBe("pin-needed")),
  ).toEqual([]);
  expect((await vet.post("/api/pin", { pin: PIN })).status).toBe(200);
  const { path, body } = sampleRequest("endHold");
  for (const reason of [undefined, "", "   ", 7]) {
    const without = { ...(typeof body === "object" ? body : {}), reason };
    expect(await reachedBy(async () => expect((await vet.post(path, without)).status).toBe(400))).toEqual([]);
  }
  expect(await reachedBy(() => send(vet, "endHold"))).toEqual(["endHold"]);
  expect(office.reached.at(-1)?.caller.person).toEqual({ person: "vet", role: "vet" });
  // The PIN of one session is not that of another of the same person.
  const other = office.browser();
  await other.post("/api/sign-in", { person: "vet", pin: PIN });
  office.clock.pass(121_000);
  await other.post("/api/pin", { pin: PIN });
  expect(
    await reachedBy(async () => expect((await send(vet, "endHold")).json.code).toBe("pin-needed")),
  ).toEqual([]);
});

test("on real records a hold outlasts whatever nobody, a milker, an auditor, and a vet without the PIN send, and ends by the vet's clearance", async () => {
  const { herd, enter } = await rig();
  must(await enter.cow({ cow: "112", eids: [], status: "in-milk" }));
  must(await enter.fact({ kind: "manual-hold", cows: ["112"], from: ago(1), reason: "swollen quarter" }));
  const shed = await ShedOffice.start({ handlers: herd.handlers });
  onTestFinished(() => shed.stop());
  const manager = await shed.manager();
  const [milker, auditor, vet] = await Promise.all([
    shed.personOf("milker", manager),
    shed.personOf("auditor", manager),
    shed.personOf("vet", manager),
  ]);
  const hold = async (): Promise<string | undefined> =>
    /"fact":"([^"]+)"/.exec((await manager.get("/api/withheld")).text)?.[1];
  const of = await hold();
  expect(of).toBeDefined();
  const clearance = () => ({
    kind: "clearance",
    entry: randomUUID(),
    cows: ["112"],
    of,
    at: ago(0),
    reason: "fine",
  });
  shed.clock.pass(121_000);
  for (const browser of [shed.browser(), milker, auditor, vet, manager]) {
    expect([401, 403]).toContain((await browser.post("/api/facts", clearance())).status);
    expect([401, 403]).toContain((await browser.post("/api/clearances", clearance())).status);
    expect(await hold()).toBe(of);
  }
  await vet.post("/api/pin", { pin: PIN });
  expect((await vet.post("/api/facts", clearance())).json.code).toBe("not-allowed");
  const wordless = { ...clearance(), reason: " " };
  expect((await vet.post("/api/clearances", wordless)).status).toBe(400);
  expect(await hold()).toBe(of);
  expect((await vet.post("/api/clearances", clearance())).status).toBe(200);
  expect(await hold()).toBeUndefined();
});

test("the table asks for a PIN and a manager or the vet wherever holds end otherwise than by a fact about the cow", () => {
  for (const name of ["endHold", "importHerd", "restore", "reviewed", "addPerson", "changePerson"] as const) {
    expect([name, tableRoute(name).pin]).toEqual([name, true]);
    expect(["vet", "manager"]).toContain(ROUTES[name].right);
  }
  for (const name of CAN_RELEASE) expect(MAY[ROUTES[name].right]).not.toContain("auditor");
});

test("what ends a hold, clears a stop or a fault, or goes back to older records has a reason that cannot be left out", () => {
  const takes = (schema: z.ZodType, body: object) => schema.safeParse(body).success;
  const clearance = {
    kind: "clearance",
    entry: "6a1f7d0e-5a52-4c07-9d6e-0b1d1f1f0a01",
    cows: ["1"],
    of: "f",
    at: "2026-11-23",
  };
  expect(takes(factIn, { ...clearance, reason: "tested" })).toBe(true);
  for (const reason of [undefined, "", " "]) {
    expect(takes(factIn, { ...clearance, reason })).toBe(false);
    expect(takes(intentIn, { kind: "clear-vat-stop", reason })).toBe(false);
    expect(takes(intentIn, { kind: "clear-valve-fault", bail: 1, reason })).toBe(false);
    expect(takes(restoreIn, { name: "b", reason })).toBe(false);
    expect(takes(reviewedIn, { cow: "1", says: reason })).toBe(false);
  }
});

test("nothing that can be asked of the controller is a release", () => {
  const kinds = intentIn.options.map(({ shape }) => shape.kind.value);
  expect([...kinds].sort()).toEqual([
    "acknowledge-alarm",
    "clear-valve-fault",
    "clear-vat-stop",
    "confirm-time",
    "divert-bail",
    "explain-alarm",
    "raise-vat-stop",
    "settle-place",
    "test-lamps",
    "vat-told",
  ]);
});
