// Room: test/office. The event stream: what it tells, to whom, how much waits for a slow reader.

import http from "node:http";
import net from "node:net";
import { afterEach, expect, onTestFinished, test } from "vitest";
import { ok } from "../../../src/domain/result.ts";
import type { Live } from "../../../src/office/contract/shed.ts";
import { type Browser, type OfficeOptions, PIN, ShedOffice } from "./shed-office.ts";

const opened: http.ClientRequest[] = [];
afterEach(() => {
  for (const request of opened.splice(0)) request.destroy();
});

async function newOffice(options: OfficeOptions = {}): Promise<ShedOffice> {
  const office = await ShedOffice.start(options);
  onTestFinished(() => office.stop());
  return office;
}

type Stream = {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  /** The events so far. */
  readonly events: () => readonly { readonly name: string; readonly data: unknown }[];
  readonly text: () => string;
  readonly ended: () => boolean;
};
function stream(
  office: ShedOffice,
  browser: Browser | null,
  headers = {},
  localAddress?: string,
): Promise<Stream> {
  return new Promise((resolve, reject) => {
    const cookie = browser === null ? {} : { cookie: `vatguard-session=${browser.cookie}` };
    const options = {
      agent: false,
      headers: { ...cookie, ...headers },
      ...(localAddress === undefined ? {} : { localAddress }),
    };
    const request = http.get(`${office.url}/api/live`, options, (reply) => {
      let text = "";
      let ended = false;
      reply.on("data", (chunk: Buffer) => {
        text += chunk.toString("utf8");
      });
      reply.on("close", () => {
        ended = true;
      });
      reply.on("error", () => {
        ended = true;
      });
      resolve({
        status: reply.statusCode ?? 0,
        headers: reply.headers,
        text: () => text,
        events: () => eventsIn(text),
        ended: () => ended,
      });
    });
    request.on("error", reject);
    opened.push(request);
  });
}
const eventsIn = (text: string) =>
  [...text.matchAll(/event: (\w+)\ndata: ([^\n]*)\n\n/g)].map(([, name = "", data = ""]) => ({
    name,
    data: JSON.parse(data) as unknown,
  }));
const until = async (holds: () => boolean, within = 15_000): Promise<void> => {
  const end = performance.now() + within;
  while (!holds()) {
    if (performance.now() > end) throw new Error("it did not come true in time");
    await new Promise((done) => setTimeout(done, 5));
  }
};
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

test("a page that opens gets the whole board at once, then what changes, and a ping", async () => {
  const office = await newOffice({ limits: { pingEveryMs: 60, boardEveryMs: 20 } });
  const live = await stream(office, await office.manager());
  expect(live.headers["content-type"]).toBe("text/event-stream; charset=utf-8");
  expect(live.headers["content-security-policy"]).toContain("default-src 'self'");
  await until(() => live.events().some(({ name }) => name === "ping"));
  expect(live.events()[0]).toMatchObject({ name: "live", data: { board: null, age: 0 } });
  office.server.tell("herd", "stock");
  office.server.tell("herd");
  await until(() => live.events().some(({ name }) => name === "changed"));
  const told = live
    .events()
    .filter(({ name }) => name === "changed")
    .map(({ data }) => data);
  expect(told[0]).toEqual({ what: ["herd", "stock"] });
});

test("however often the controller speaks, a board is sent four times a second at most, and the last one always", async () => {
  let asked = 0;
  const office = await newOffice({
    handlers: {
      board: () => {
        asked += 1;
        return ok({ ...NO_BOARD, age: asked });
      },
    },
  });
  const live = await stream(office, await office.manager());
  await until(() => live.events().length === 1);
  const begun = performance.now();
  while (performance.now() - begun < 600) {
    office.hear("board");
    await pause(5);
  }
  const boards = () => live.events().filter(({ name }) => name === "live");
  await pause(300);
  const quarters = (performance.now() - begun) / 250;
  await until(() => boards().length === asked);
  expect(asked).toBeGreaterThanOrEqual(3);
  // One at the opening, one at once, one a quarter of a second after that.
  expect(asked).toBeLessThanOrEqual(2 + Math.ceil(quarters));
  expect(boards().at(-1)?.data).toMatchObject({ age: asked });
});

test("while the controller says nothing the board comes again all the same, so that its age is seen to grow", async () => {
  let age = 0;
  const office = await newOffice({
    limits: { boardAgainMs: 30, boardEveryMs: 10 },
    handlers: {
      board: () => {
        age += 1_000;
        return ok({ ...NO_BOARD, age });
      },
    },
  });
  const live = await stream(office, await office.manager());
  const ages = () => live.events().flatMap(({ name, data }) => (name === "live" ? [data] : []));
  await until(() => ages().length >= 4);
  expect(ages()[3]).toMatchObject({ age: 4_000 });
});

test("text of whatever kind stays in its one line", async () => {
  const hostile = "Bess\n\nevent: live\ndata: {}\r\n\u2028<script>";
  const office = await newOffice();
  office.notices.push({ code: "x", grave: true, says: hostile, fix: "" });
  const board = { ...NO_BOARD, notices: office.notices.map((notice) => ({ ...notice })) };
  const other = await newOffice({ handlers: { board: () => ok(board) } });
  const live = await stream(other, await other.manager());
  await until(() => live.events().length === 1);
  expect(live.events()[0]).toMatchObject({ name: "live", data: { notices: [{ says: hostile }] } });
});

test("nobody listens without a session, from another site or under another name", async () => {
  const office = await newOffice();
  const manager = await office.manager();
  expect((await stream(office, null)).status).toBe(401);
  expect((await stream(office, manager, { origin: "http://evil.example" })).status).toBe(403);
  expect((await stream(office, manager, { "sec-fetch-site": "cross-site" })).status).toBe(403);
  expect((await stream(office, manager, { host: `evil.example:${office.port}` })).status).toBe(421);
  expect(office.server.streams()).toBe(0);
});

test("a stream ends with its session: signed out, sent away, or grown old though the stream was open", async () => {
  const office = await newOffice({ limits: { pingEveryMs: 20 } });
  const manager = await office.manager();
  const jo = await office.personOf("milker", manager, "jo");
  const kim = await office.personOf("milker", manager, "kim");
  const [ofJo, ofKim, ofAnna] = await Promise.all([
    stream(office, jo),
    stream(office, kim),
    stream(office, manager),
  ]);
  await jo.post("/api/sign-out");
  await manager.patch("/api/people/kim", { active: false });
  await until(() => ofJo.ended() && ofKim.ended());
  expect(ofAnna.ended()).toBe(false);
  office.clock.pass(30 * 60_000);
  await until(() => ofAnna.ended());
  expect(office.server.streams()).toBe(0);
});

test("ten streams an address and so many in all; who closes one may open another", async () => {
  const office = await newOffice({ limits: { streams: 15, connectionsPerAddress: 100 } });
  const manager = await office.manager();
  const all = await Promise.all(Array.from({ length: 13 }, () => stream(office, manager)));
  const refused = all.filter(({ status }) => status === 429);
  expect(refused).toHaveLength(3);
  await until(() => refused.every(({ text }) => text().includes('"code":"too-much"')));
  const others = await Promise.all(Array.from({ length: 8 }, () => stream(office, manager, {}, "127.0.0.2")));
  expect(others.filter(({ status }) => status === 200)).toHaveLength(5);
  expect(office.server.streams()).toBe(15);
  for (const request of opened.splice(0, 5)) request.destroy();
  await until(() => office.server.streams() < 15);
  expect((await stream(office, manager)).status).toBe(200);
});

test("a reader that does not read is dropped with a bounded amount waiting for it, and the others do not notice", async () => {
  const big = { ...NO_BOARD, table: { inForce: null, recorded: null, why: "x".repeat(300_000) } };
  const office = await newOffice({ limits: { boardEveryMs: 5 }, handlers: { board: () => ok(big) } });
  const manager = await office.manager();
  const slow = Array.from({ length: 8 }, () => net.connect(office.port, "127.0.0.1"));
  onTestFinished(() => {
    for (const socket of slow) socket.destroy();
  });
  for (const socket of slow) {
    socket.pause();
    socket.write(
      `GET /api/live HTTP/1.1\r\nhost: 127.0.0.1:${office.port}\r\ncookie: vatguard-session=${manager.cookie}\r\n\r\n`,
    );
  }
  await until(() => office.server.streams() === 8);
  const reader = await stream(office, manager);
  const before = process.memoryUsage();
  let most = 0;
  const end = performance.now() + 10_000;
  while (office.server.streams() > 1 && performance.now() < end) {
    office.hear("board");
    await pause(6);
    most = Math.max(most, process.memoryUsage().arrayBuffers - before.arrayBuffers);
  }
  expect(office.server.streams()).toBe(1);
  expect(most).toBeLessThan(64 * 1_048_576);
  const heard = reader.events().length;
  office.hear("board");
  await until(() => reader.events().length > heard);
}, 20_000);

const NO_BOARD: Live = {
  board: null,
  devices: null,
  at: null,
  age: 0,
  table: { inForce: null, recorded: null, why: "" },
  notices: [],
};

test("the shed's own screen listens without a session where its boards are open", async () => {
  const office = await newOffice({
    listen: { boardsOpen: true, isOwnScreen: (address) => address === "127.0.0.2" },
  });
  expect((await stream(office, null, {}, "127.0.0.2")).status).toBe(200);
  expect((await stream(office, null)).status).toBe(401);
  const browser = office.browser();
  expect((await browser.post("/api/sign-in", { person: "anna", pin: PIN })).status).toBe(401);
});
