// Room: test/office. Who may do what: every route of the table for everybody, over real HTTP.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Role } from "../../../src/office/contract/people.ts";
import { MAY, ROUTES, type RouteName } from "../../../src/office/contract/routes.ts";
import { ROUTE_NAMES, tableRoute } from "../../../src/office/server/asked.ts";
import { SAMPLES, sampleRequest } from "./samples.ts";
import { type Browser, ShedOffice, type Told } from "./shed-office.ts";

const ROLES: readonly Role[] = ["milker", "manager", "vet", "auditor"];
const roles = new Map<Role, Browser>();
let office: ShedOffice;

beforeAll(async () => {
  office = await ShedOffice.start();
  const manager = await office.manager();
  for (const role of ROLES) {
    roles.set(role, role === "manager" ? manager : await office.personOf(role, manager));
  }
}, 60_000);
afterAll(() => office.stop());

const as = (role: Role): Browser => {
  const browser = roles.get(role);
  if (browser === undefined) throw new Error(`nobody is ${role}`);
  return browser;
};
const send = (browser: Browser, name: RouteName, headers = {}): Promise<Told> => {
  const { method, path, body } = sampleRequest(name);
  return method === "GET" ? browser.get(path, headers) : browser.change(method, path, body, headers);
};
const may = (role: Role, name: RouteName): boolean => {
  const { right } = ROUTES[name];
  return right === "anyone" || right === "boards" || MAY[right].includes(role);
};
const guarded = ROUTE_NAMES.filter((name) => ROUTES[name].right !== "anyone");
const changing = ROUTE_NAMES.filter((name) => tableRoute(name).changes);

test("there is a sample for every route of the table", () => {
  expect(Object.keys(SAMPLES).sort()).toEqual([...ROUTE_NAMES].sort());
});

test.each(guarded)("%s asks for a sign-in where nobody is signed in", async (name) => {
  const before = office.reached.length;
  const told = await send(office.browser(), name);
  expect([told.status, told.json.code]).toEqual([401, "not-signed-in"]);
  expect(office.reached).toHaveLength(before);
});

describe.each(ROLES)("a person who is %s", (role) => {
  test.each(ROUTE_NAMES.filter((name) => name !== "signOut"))(
    "is let through to %s exactly where the table says so",
    async (name) => {
      const before = office.reached.length;
      const told = await send(as(role), name);
      if (may(role, name)) {
        expect(told.json.code).not.toBe("not-allowed");
        expect(told.json.code).not.toBe("not-signed-in");
        expect(told.json.code).not.toBe("mistake-here");
      } else {
        expect([told.status, told.json.code]).toEqual([403, "not-allowed"]);
        expect(office.reached).toHaveLength(before);
      }
    },
  );
});

test("an auditor changes nothing: of all routes that change something only the own session, and the working out of the chain, let one through", () => {
  expect(changing.filter((name) => may("auditor", name)).sort()).toEqual(
    ["pinAgain", "setUp", "signIn", "signOut", "verifyChain"].sort(),
  );
});

test.each(changing.filter((name) => ROUTES[name].right !== "anyone"))(
  "%s is refused without the token of the session, and with that of another session",
  async (name) => {
    const { token, cookie } = as("manager");
    const before = office.reached.length;
    for (const sent of [undefined, "", "x".repeat(43), as("milker").token ?? ""]) {
      const thief = office.browser();
      thief.cookie = cookie;
      thief.token = sent ?? null;
      const told = await send(thief, name);
      expect([told.status, told.json.code]).toEqual([403, "bad-origin"]);
    }
    expect(token).not.toBe(as("milker").token);
    expect(office.reached).toHaveLength(before);
  },
);

test.each(ROUTE_NAMES.filter((name) => tableRoute(name).pin))(
  "%s asks for the PIN once more, two minutes after it was last given",
  async (name) => {
    const manager = as("manager");
    expect((await manager.post("/api/pin", { pin: "730418" })).status).toBe(200);
    office.clock.pass(119_000);
    expect((await send(manager, name)).json.code).not.toBe("pin-needed");
    office.clock.pass(2_000);
    const before = office.reached.length;
    const told = await send(manager, name);
    expect([told.status, told.json.code]).toEqual([403, "pin-needed"]);
    expect(office.reached).toHaveLength(before);
  },
);

test("no GET of the table changes anything, and no route has two meanings", () => {
  const paths = ROUTE_NAMES.map((name) => ROUTES[name].path);
  expect(new Set(paths).size).toBe(paths.length);
  for (const name of ROUTE_NAMES.filter((one) => !tableRoute(one).changes)) {
    expect(tableRoute(name).body).toBeNull();
    expect(tableRoute(name).pin).toBe(false);
  }
});
