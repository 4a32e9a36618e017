// Room: test/office. Ten thousand guesses of a PIN: in a row, at once, over restarts, under borrowed addresses.

import { expect, onTestFinished, test } from "vitest";
import { epochMs } from "../../../src/domain/units.ts";
import type { Door } from "../../../src/office/contract/handlers.ts";
import { pipeline } from "../server/raw.ts";
import { type Browser, PIN, ShedOffice, type Told } from "../server/shed-office.ts";

async function officeWithAnna(): Promise<ShedOffice> {
  const office = await ShedOffice.start();
  onTestFinished(() => office.stop());
  await office.manager();
  return office;
}
const guess = (browser: Browser, pin: string, headers = {}, person = "anna"): Promise<Told> =>
  browser.post("/api/sign-in", { person, pin }, headers);
/** Where the requests over HTTP come from as well: this very machine. */
const SAME_PLACE: Door = { here: true, boardsOpen: false, secret: null, give: () => undefined };
const pinOf = (n: number): string => String(200_000 + n);
const counted = (told: readonly Told[]) => ({
  waits: told.filter(({ status }) => status === 429).length,
  wrong: told.filter(({ status }) => status === 401).length,
  right: told.filter(({ status }) => status === 200).length,
});

test("ten thousand guesses, many at once, with restarts and made-up forwarding headers, get four PINs worked out", async () => {
  const office = await officeWithAnna();
  const counts = { wrong: 0, waits: 0, right: 0 };
  let worked = 0;
  for (let round = 0; round < 4; round += 1) {
    const before = office.people.pinsWorkedOut();
    const floods = Array.from({ length: 5 }, (_, at) =>
      pipeline(office.port, guesses(office, round * 2_500 + at * 100, 100)),
    );
    for (const flood of await Promise.all(floods)) {
      counts.wrong += flood.get(401) ?? 0;
      counts.waits += flood.get(429) ?? 0;
      counts.right += flood.get(200) ?? 0;
    }
    // As many as would come in by an hour of that, without the time it takes to send them.
    for (let n = 500; n < 2_500; n += 1) {
      const answer = await office.people.handlers.signIn(
        { params: {}, query: {}, body: { person: "anna", pin: pinOf(round * 2_500 + n) } },
        { person: null, at: office.clock.wall(), trusted: true, door: SAME_PLACE },
      );
      if (answer.ok) counts.right += 1;
      else if (answer.error.code === "wait") counts.waits += 1;
      else counts.wrong += 1;
    }
    worked += office.people.pinsWorkedOut() - before;
    await office.restart();
  }
  expect(counts).toEqual({ wrong: 4, waits: 9_996, right: 0 });
  expect(worked).toBe(4);
  // The right PIN has to wait as well, and is told so in words.
  const anna = await guess(office.browser(), PIN);
  expect([anna.status, anna.json.code]).toEqual([429, "wait"]);
  expect(anna.json.says).toMatch(/counts in \d+ seconds/);
  expect(Number(anna.headers["retry-after"])).toBe(anna.json.retryAfter);
}, 120_000);

/** Each says that it comes from elsewhere. */
function guesses(office: ShedOffice, from: number, count: number): readonly string[] {
  return Array.from({ length: count }, (_, n) => {
    const body = JSON.stringify({ person: "anna", pin: pinOf(from + n) });
    const elsewhere = `10.${(from + n) % 250}.${from % 250}.7`;
    const headers = [
      `host: 127.0.0.1:${office.port}`,
      `origin: ${office.url}`,
      "content-type: application/json",
      `content-length: ${body.length}`,
      `x-forwarded-for: ${elsewhere}`,
      `forwarded: for=${elsewhere}`,
      ...(n === count - 1 ? ["connection: close"] : []),
    ];
    return `POST /api/sign-in HTTP/1.1\r\n${headers.join("\r\n")}\r\n\r\n${body}`;
  });
}

test("the waits grow, never past a quarter of an hour, and the right PIN ends them", async () => {
  const office = await officeWithAnna();
  const browser = office.browser();
  for (let n = 0; n < 4; n += 1) expect((await guess(browser, pinOf(n))).status).toBe(401);
  const waits: number[] = [];
  for (let n = 0; n < 10; n += 1) {
    const wait = Number((await guess(browser, PIN)).json.retryAfter);
    waits.push(wait);
    office.clock.pass(wait * 1_000);
    expect((await guess(browser, pinOf(n))).status).toBe(401);
  }
  expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 900, 900]);
  office.clock.pass(900_000);
  expect((await guess(browser, PIN)).status).toBe(200);
  expect((await guess(office.browser(), pinOf(1))).status).toBe(401);
  expect((await guess(office.browser(), PIN)).status).toBe(200);
});

test("a restart saves nobody a wait, and neither does a clock that is set", async () => {
  const office = await officeWithAnna();
  for (let n = 0; n < 6; n += 1) {
    await guess(office.browser(), pinOf(n));
    if (n === 3) office.clock.pass(5_000);
  }
  const waits = async () => Number((await guess(office.browser(), PIN)).json.retryAfter);
  const before = await waits();
  expect(before).toBe(10);
  office.clock.pass(6_000);
  expect(await waits()).toBe(4);
  office.clock.set(epochMs(office.clock.wall() + 3 * 86_400_000));
  expect(await waits()).toBe(4);
  await office.restart();
  expect(await waits()).toBe(10);
});

test("a try counts as wrong before it is looked at: killing the office in the middle of it saves nobody anything", async () => {
  const office = await ShedOffice.start({ scryptLogN: 15 });
  onTestFinished(() => office.stop());
  await office.manager();
  const wrong = () =>
    office.store.db.prepare("SELECT wrong FROM throttle WHERE what LIKE 'person % anna'").pluck().get() ?? 0;
  for (let n = 1; n <= 4; n += 1) {
    let answered = false;
    const guessed = guess(office.browser(), pinOf(n)).then(
      () => {
        answered = true;
      },
      () => undefined,
    );
    while (Number(wrong()) < n - 0.5) await new Promise((done) => setTimeout(done, 1));
    expect(answered).toBe(false);
    await office.restart();
    await guessed;
  }
  const told = await guess(office.browser(), PIN);
  expect([told.status, told.json.retryAfter]).toEqual([429, 5]);
});

test("many names are slowed down together, and a name that does not exist is slowed down as one that does", async () => {
  const office = await officeWithAnna();
  const before = office.people.pinsWorkedOut();
  const known = [];
  const unknown = [];
  for (let n = 0; n < 5; n += 1) {
    known.push((await guess(office.browser(), pinOf(n))).text);
    unknown.push((await guess(office.browser(), pinOf(n), {}, "nobody")).text);
  }
  expect(unknown).toEqual(known);
  const names: Told[] = [];
  // One after the other: many at once would be sent away before they are counted.
  for (let n = 0; n < 60; n += 1) names.push(await guess(office.browser(), PIN, {}, `name-${n}`));
  expect(office.people.pinsWorkedOut() - before).toBe(21);
  expect(counted(names).waits).toBe(60 - 13);
});

test("the name and the PIN are never told apart, and a person who may sign in no more is nobody", async () => {
  const office = await ShedOffice.start();
  onTestFinished(() => office.stop());
  const manager = await office.manager();
  await office.personOf("milker", manager);
  await manager.patch("/api/people/milker", { active: false });
  const wrongPin = await guess(office.browser(), "111222");
  const wrongName = await guess(office.browser(), PIN, {}, "nobody");
  const gone = await guess(office.browser(), PIN, {}, "milker");
  for (const told of [wrongPin, wrongName, gone]) {
    expect([told.status, told.text]).toEqual([401, wrongPin.text]);
    expect(told.headers["set-cookie"]).toBeUndefined();
  }
});

test("a name that does not exist takes as much work as one that does", async () => {
  const office = await ShedOffice.start({ scryptLogN: 14 });
  onTestFinished(() => office.stop());
  await office.manager();
  // Work, not time: on a busy machine times scatter, and without it there would be a twentieth.
  const work = { anna: 0, nobody: 0 };
  for (let n = 0; n < 5; n += 1) {
    for (const person of ["anna", "nobody"] as const) {
      const [before, worked] = [process.cpuUsage(), office.people.pinsWorkedOut()];
      expect((await guess(office.browser(), pinOf(n), {}, person)).status).toBe(401);
      const { user, system } = process.cpuUsage(before);
      work[person] += user + system;
      expect(office.people.pinsWorkedOut() - worked).toBe(1);
      office.clock.pass(3_600_000);
    }
  }
  expect(work.nobody).toBeGreaterThan(work.anna / 2);
  expect(work.nobody).toBeLessThan(work.anna * 2);
});

test("a flood from the network does not keep the milker at the box from signing in", async () => {
  const office = await ShedOffice.start({ listen: { isOwnScreen: (address) => address === "127.0.0.2" } });
  onTestFinished(() => office.stop());
  await office.manager();
  await Promise.all(Array.from({ length: 50 }, (_, n) => guess(office.browser(), pinOf(n))));
  expect((await guess(office.browser(), PIN)).status).toBe(429);
  expect((await guess(office.browser("127.0.0.2"), PIN)).status).toBe(200);
});

test("who holds a session cannot guess the PIN by asking for it once more", async () => {
  const office = await ShedOffice.start();
  onTestFinished(() => office.stop());
  const manager = await office.manager();
  office.clock.pass(121_000);
  const told = [];
  for (let n = 0; n < 30; n += 1) told.push(await manager.post("/api/pin", { pin: pinOf(n) }));
  expect(counted(told)).toEqual({ waits: 26, wrong: 4, right: 0 });
  expect((await manager.post("/api/backups")).status).toBe(200);
  expect((await manager.post("/api/restore", { name: "b", reason: "x" })).json.code).toBe("pin-needed");
});

test("more sign-ins at once than can be worked out are told to come back, and cost nobody a try", async () => {
  const office = await ShedOffice.start({ scryptLogN: 14 });
  onTestFinished(() => office.stop());
  await office.manager();
  const told = await Promise.all(
    Array.from({ length: 30 }, (_, n) => guess(office.browser(), PIN, {}, n === 0 ? "anna" : `name-${n}`)),
  );
  const busy = told.filter(({ json }) => json.says === "Too many people are signing in at this moment.");
  // On a busy machine some come in only when others are done.
  expect(busy.length).toBeGreaterThanOrEqual(10);
  expect(told[0]?.status).toBe(200);
});
