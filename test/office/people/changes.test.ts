// Room: test/office. Adding and changing persons: evidence in versions, and what ends with a change.

import { afterEach, beforeEach, expect, test } from "vitest";
import { type Browser, PIN, ShedOffice } from "../server/shed-office.ts";

let office: ShedOffice;
let manager: Browser;
beforeEach(async () => {
  office = await ShedOffice.start();
  manager = await office.manager();
}, 60_000);
afterEach(() => office.stop());

const evidence = () =>
  office.store.db.prepare("SELECT \"by\", says FROM evidence WHERE family = 'person' ORDER BY seq").all();

test("every change of a person stands in the chain, with who made it", async () => {
  await office.personOf("milker", manager, "jo");
  await manager.patch("/api/people/jo", { name: "Jo Marsh", role: "vet" });
  await manager.patch("/api/people/jo", { pin: "481593" });
  await manager.patch("/api/people/jo", { active: false });
  expect(evidence()).toEqual([
    { by: "anna", says: "anna (Anna Berg) was set up as the first manager, with the code from the console." },
    { by: "anna", says: "jo (The milker) was added as milker." },
    { by: "anna", says: "jo (The milker) is called Jo Marsh from now on, is vet instead of milker." },
    { by: "anna", says: "jo (Jo Marsh) got another PIN." },
    { by: "anna", says: "jo (Jo Marsh) may sign in no more." },
  ]);
  const { items } = (await manager.get("/api/people")).json;
  expect(items).toMatchObject([
    { person: "anna", role: "manager", active: true },
    { person: "jo", name: "Jo Marsh", role: "vet", active: false },
  ]);
});

test.each([
  ["another role", { role: "auditor" }],
  ["another PIN", { pin: "481593" }],
  ["no right to sign in", { active: false }],
])("%s ends every session of that person at once, and nobody else's", async (_says, change) => {
  const jo = await office.personOf("milker", manager, "jo");
  const other = await office.personOf("milker", manager, "kim");
  expect((await manager.patch("/api/people/jo", change)).status).toBe(200);
  expect((await jo.get("/api/cows")).status).toBe(401);
  expect((await other.get("/api/cows")).status).toBe(200);
  expect((await manager.get("/api/cows")).status).toBe(200);
  await office.restart();
  expect((await jo.get("/api/cows")).status).toBe(401);
});

test("another name ends no session", async () => {
  const jo = await office.personOf("milker", manager, "jo");
  await manager.patch("/api/people/jo", { name: "Jo" });
  expect((await jo.get("/api/cows")).status).toBe(200);
});

test("with another PIN the old one is worth nothing", async () => {
  await office.personOf("milker", manager, "jo");
  await manager.patch("/api/people/jo", { pin: "481593" });
  expect((await office.browser().post("/api/sign-in", { person: "jo", pin: PIN })).status).toBe(401);
  expect((await office.browser().post("/api/sign-in", { person: "jo", pin: "481593" })).status).toBe(200);
});

test("the last manager can be neither sent away nor made something else, until there is another", async () => {
  for (const change of [{ active: false }, { role: "milker" }]) {
    const told = await manager.patch("/api/people/anna", change);
    expect([told.status, told.json.code]).toEqual([409, "conflict"]);
  }
  await office.personOf("manager", manager, "ben");
  expect((await manager.patch("/api/people/anna", { active: false })).status).toBe(200);
  expect((await manager.get("/api/people")).status).toBe(401);
  expect((await office.browser().get("/api/session")).json.needsSetup).toBe(false);
});

test("two managers who send each other away at the same moment leave one", async () => {
  const ben = await office.personOf("manager", manager, "ben");
  const both = await Promise.all([
    manager.patch("/api/people/ben", { active: false }),
    ben.patch("/api/people/anna", { active: false }),
  ]);
  expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
});

test("a short name is given once, and never one that signs the machine's own records", async () => {
  const add = (person: string) =>
    manager.post("/api/people", { person, name: "X", role: "milker", pin: PIN });
  expect((await add("anna")).json.code).toBe("conflict");
  expect((await add("controller")).json.code).toBe("conflict");
  expect((await add("office")).json.code).toBe("conflict");
  const both = await Promise.all([add("jo"), add("jo")]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
});

test("an easy PIN, an unknown person and a change that is none are refused in words", async () => {
  const easy = await manager.patch("/api/people/anna", { pin: "000000" });
  expect(easy.json).toMatchObject({ code: "bad-entry", mistakes: [{ at: "pin" }] });
  expect((await manager.patch("/api/people/nobody", { name: "X" })).status).toBe(404);
  expect((await manager.patch("/api/people/anna", { name: "Anna Berg" })).json.code).toBe("bad-entry");
  expect((await manager.patch("/api/people/anna", {})).json.code).toBe("bad-entry");
  expect(evidence()).toHaveLength(1);
});

test("what the store knows of a person cannot be rewritten", async () => {
  expect(() => office.store.db.exec("UPDATE person SET role = 'manager'")).toThrow();
  expect(() => office.store.db.exec("DELETE FROM person")).toThrow();
});
