// Room: test/office. The first start, sessions and their ends, over real HTTP.

import { expect, onTestFinished, test } from "vitest";
import { epochMs } from "../../../src/domain/units.ts";
import { PIN, ShedOffice } from "../server/shed-office.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

async function newOffice(options: Parameters<typeof ShedOffice.start>[0] = {}): Promise<ShedOffice> {
  const office = await ShedOffice.start(options);
  onTestFinished(() => office.stop());
  return office;
}
const anna = (code: unknown, pin = PIN) => ({ code, person: "anna", name: "Anna Berg", pin });

test("the first start shows a code; with it, and only with it, the first manager is made, once", async () => {
  const office = await newOffice();
  const browser = office.browser();
  expect((await browser.get("/api/session")).json.needsSetup).toBe(true);
  expect((await browser.post("/api/set-up", anna("WRONG-CODES"))).json.code).toBe("wrong-pin");
  const done = await browser.post("/api/set-up", anna(office.codes[0]));
  expect(done.json).toMatchObject({ needsSetup: false, person: { person: "anna", role: "manager" } });
  expect((await browser.get("/api/people")).status).toBe(200);
  // Used up: the code is taken off the screen and opens nothing any more.
  expect(office.codes).toEqual([expect.any(String), null]);
  const again = await office.browser().post("/api/set-up", { ...anna(office.codes[0]), person: "eve" });
  expect([again.status, again.json.code]).toEqual([409, "conflict"]);
  await office.restart();
  expect(office.codes).toHaveLength(2);
});

test("a new start before the set-up shows another code, and the old one is worth nothing", async () => {
  const office = await newOffice();
  await office.restart();
  expect(office.codes[1]).not.toBe(office.codes[0]);
  expect((await office.browser().post("/api/set-up", anna(office.codes[0]))).status).toBe(401);
  expect((await office.browser().post("/api/set-up", anna(office.codes[1]))).status).toBe(200);
});

test("the code cannot be tried out", async () => {
  const office = await newOffice();
  const told = [];
  for (let n = 0; n < 40; n += 1)
    told.push((await office.browser().post("/api/set-up", anna(`CODE-${n}`))).status);
  expect(told.filter((status) => status === 401)).toHaveLength(6);
  expect((await office.browser().post("/api/set-up", anna(office.codes[0]))).status).toBe(429);
  office.clock.pass(5_000);
  expect((await office.browser().post("/api/set-up", anna(office.codes[0]))).status).toBe(200);
});

test("two who use the code at the same moment make one manager", async () => {
  const office = await newOffice({ scryptLogN: 12 });
  const both = await Promise.all(
    ["anna", "eve"].map((person) =>
      office.browser().post("/api/set-up", { ...anna(office.codes[0]), person }),
    ),
  );
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
});

test("an easy PIN is refused in words at the set-up, and the code is not used up by it", async () => {
  const office = await newOffice();
  const told = await office.browser().post("/api/set-up", anna(office.codes[0], "123456"));
  expect(told.json).toMatchObject({ code: "bad-entry", mistakes: [{ at: "pin" }] });
  expect(told.text).not.toContain("123456");
  expect((await office.browser().post("/api/set-up", anna(office.codes[0]))).status).toBe(200);
});

test("every sign-in gives another secret, and the one before is worth nothing any more", async () => {
  const office = await newOffice();
  const browser = await office.manager();
  const [before, token] = [browser.cookie, browser.token];
  await browser.post("/api/sign-in", { person: "anna", pin: PIN });
  expect(browser.cookie).not.toBe(before);
  expect(browser.token).not.toBe(token);
  const old = office.browser();
  old.cookie = before;
  expect((await old.get("/api/people")).status).toBe(401);
});

test("a secret that somebody else put into the browser never becomes a session", async () => {
  const office = await newOffice();
  await office.manager();
  const victim = office.browser();
  victim.cookie = "A".repeat(43);
  await victim.post("/api/sign-in", { person: "anna", pin: PIN });
  expect(victim.cookie).not.toBe("A".repeat(43));
  const attacker = office.browser();
  attacker.cookie = "A".repeat(43);
  expect((await attacker.get("/api/people")).status).toBe(401);
});

test("the records hold no secret and no PIN, and the list of changes neither", async () => {
  const office = await newOffice();
  const browser = await office.manager();
  const dump = JSON.stringify([
    office.store.db.prepare("SELECT * FROM session").all(),
    office.store.db.prepare("SELECT * FROM person").all(),
    office.store.db.prepare("SELECT * FROM evidence").all(),
  ]);
  expect(dump).not.toContain(browser.cookie);
  expect(dump).not.toContain(browser.token);
  expect(dump).not.toContain(PIN);
  expect(dump).not.toContain("scrypt");
});

test("a session ends after half an hour without use, and after twelve hours in any case", async () => {
  const office = await newOffice();
  const browser = await office.manager();
  const alive = async () => (await browser.get("/api/people")).status === 200;
  office.clock.pass(29 * MINUTE);
  expect(await alive()).toBe(true);
  office.clock.pass(30 * MINUTE);
  expect(await alive()).toBe(false);
  await browser.post("/api/sign-in", { person: "anna", pin: PIN });
  for (let n = 0; n < 35; n += 1) {
    office.clock.pass(20 * MINUTE);
    expect(await alive()).toBe(true);
  }
  office.clock.pass(20 * MINUTE);
  expect(await alive()).toBe(false);
});

test("what a page reads again by itself does not keep a session alive", async () => {
  const office = await newOffice();
  const browser = await office.manager();
  office.clock.pass(20 * MINUTE);
  expect((await browser.get("/api/people", { "x-vatguard-background": "1" })).status).toBe(200);
  office.clock.pass(11 * MINUTE);
  expect((await browser.get("/api/people")).status).toBe(401);
});

test("a wall clock that is set back lengthens no session, and one set forward ends none", async () => {
  const office = await newOffice();
  const browser = await office.manager();
  office.clock.set(epochMs(office.clock.wall() + 30 * 24 * HOUR));
  expect((await browser.get("/api/people")).status).toBe(200);
  office.clock.set(epochMs(office.clock.wall() - 60 * 24 * HOUR));
  office.clock.pass(30 * MINUTE);
  expect((await browser.get("/api/people")).status).toBe(401);
});

test("a session lives on over a restart with its age, and not where the clock has gone back since", async () => {
  const office = await newOffice();
  const browser = await office.manager();
  office.clock.pass(20 * MINUTE);
  await office.restart();
  expect((await browser.get("/api/people", { "x-vatguard-background": "1" })).status).toBe(200);
  office.clock.pass(11 * MINUTE);
  expect((await browser.get("/api/people")).status).toBe(401);
  await browser.post("/api/sign-in", { person: "anna", pin: PIN });
  office.clock.set(epochMs(office.clock.wall() - HOUR));
  await office.restart();
  expect((await browser.get("/api/people")).status).toBe(401);
});

test("signing out ends the session for good and clears the cookie", async () => {
  const office = await newOffice();
  const browser = await office.manager();
  const secret = browser.cookie;
  const told = await browser.post("/api/sign-out");
  expect(told.json).toMatchObject({ person: null, token: null });
  expect(browser.cookie).toBeNull();
  browser.cookie = secret;
  expect((await browser.get("/api/people")).status).toBe(401);
  await office.restart();
  expect((await browser.get("/api/people")).status).toBe(401);
});

test("one person has ten sessions, and the one unused for longest ends for an eleventh", async () => {
  const office = await newOffice();
  const first = await office.manager();
  const others = [];
  for (let n = 0; n < 10; n += 1) {
    office.clock.pass(1_000);
    const browser = office.browser();
    await browser.post("/api/sign-in", { person: "anna", pin: PIN });
    others.push(browser);
  }
  expect((await first.get("/api/people")).status).toBe(401);
  for (const browser of others) expect((await browser.get("/api/people")).status).toBe(200);
});

test("names are shown before the sign-in only where the boards are open, which is the shed's own screen alone", async () => {
  const office = await newOffice({
    listen: { boardsOpen: true, isOwnScreen: (address) => address === "127.0.0.2" },
  });
  await office.manager();
  const here = office.browser("127.0.0.2");
  const away = office.browser();
  expect((await here.get("/api/session")).json).toMatchObject({
    boardsOpen: true,
    people: [{ person: "anna", name: "Anna Berg" }],
  });
  expect((await away.get("/api/session")).json).toMatchObject({ boardsOpen: false, people: [] });
  expect((await here.get("/api/board")).status).toBe(200);
  expect((await here.get("/api/withheld")).status).toBe(200);
  expect((await here.get("/api/cows")).status).toBe(401);
  for (const borrowed of [{ "x-forwarded-for": "127.0.0.2" }, { "x-real-ip": "127.0.0.2" }]) {
    expect((await away.get("/api/board", borrowed)).status).toBe(401);
  }
});
