// Room: test/office. Large requests, slow requests, many connections: each meets its limit, and others are served meanwhile.

import net from "node:net";
import { expect, onTestFinished, test } from "vitest";
import type { ServerLimits } from "../../../src/office/limits.ts";
import { SERVER_LIMITS } from "../../../src/office/limits.ts";
import { request, say, statusOf } from "./raw.ts";
import { ask, ShedOffice } from "./shed-office.ts";

async function newOffice(
  limits: Partial<ServerLimits> = {},
  isOwnScreen?: (address: string) => boolean,
): Promise<ShedOffice> {
  const listen = isOwnScreen === undefined ? {} : { isOwnScreen };
  const office = await ShedOffice.start({ limits, listen });
  onTestFinished(() => office.stop());
  return office;
}
const QUICK = { headersMs: 300, requestMs: 600, lookEveryMs: 50 };
const host = (office: ShedOffice) => `host: 127.0.0.1:${office.port}`;
const json = "content-type: application/json";

test("the limits are those that were promised", () => {
  expect(SERVER_LIMITS).toMatchObject({
    bodyBytes: 65_536,
    headersMs: 10_000,
    requestMs: 15_000,
    connections: 100,
    streamsPerAddress: 10,
    streams: 40,
  });
});

test("headers that trickle in are cut off, and others are served meanwhile", async () => {
  const office = await newOffice(QUICK);
  const begun = performance.now();
  const slow = Array.from({ length: 20 }, () =>
    say(office.port, `GET /api/session HTTP/1.1\r\n${host(office)}\r\nx: `, 15_000),
  );
  expect((await office.browser().get("/api/session")).status).toBe(200);
  for (const reply of await Promise.all(slow)) expect([0, 408]).toContain(statusOf(reply));
  expect(performance.now() - begun).toBeLessThan(14_000);
});

test("a body that trickles in is cut off", async () => {
  const office = await newOffice(QUICK);
  const headers = [host(office), `origin: ${office.url}`, json, "content-length: 60000"];
  const reply = await say(
    office.port,
    `POST /api/sign-in HTTP/1.1\r\n${headers.join("\r\n")}\r\n\r\n{"`,
    5_000,
  );
  expect(statusOf(reply)).toBe(408);
  expect(reply).toContain('"code":"bad-entry"');
});

test.each([
  ["said in its length", (body: string) => [`content-length: ${body.length}`], (body: string) => body],
  [
    "sent in pieces without a length",
    () => ["transfer-encoding: chunked"],
    (body: string) => `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
  ],
])("a body over 64 KiB is refused: %s", async (_says, headers, sent) => {
  const office = await newOffice();
  const body = JSON.stringify({ person: "anna", pin: "7".repeat(70_000) });
  const all = [host(office), `origin: ${office.url}`, json, ...headers(body)];
  const reply = await say(office.port, request("POST /api/sign-in", all, sent(body)));
  expect(statusOf(reply)).toBe(413);
  expect(reply).toContain('"code":"too-much"');
});

test("a route that needs a longer body takes it from who may, and from nobody else", async () => {
  const office = await newOffice();
  const manager = await office.manager();
  const text = "x".repeat(800_000);
  const body = { entry: "6a1f7d0e-5a52-4c07-9d6e-0b1d1f1f0a01", text };
  expect((await manager.post("/api/herd-file", body)).status).toBe(200);
  expect((await manager.post("/api/herd-file", { ...body, text: "x".repeat(4_000_000) })).status).toBe(200);
  const over = await manager.post("/api/herd-file", { ...body, text: "x".repeat(6_000_000) });
  expect([over.status, over.json.code]).toEqual([413, "too-much"]);
  expect(over.json.says).toContain("6,000,000 bytes");
  // Who may not is refused before the body is there.
  const headers = [host(office), `origin: ${office.url}`, json, "content-length: 800000"];
  const reply = await say(office.port, request("POST /api/herd-file", headers, "{"));
  expect(statusOf(reply)).toBe(401);
});

test.each([
  ["one long header", (office: ShedOffice) => [host(office), `x: ${"x".repeat(20_000)}`]],
  [
    "many headers",
    (office: ShedOffice) => [host(office), ...Array.from({ length: 900 }, (_, n) => `x-${n}: 0123456`)],
  ],
  ["a long cookie", (office: ShedOffice) => [host(office), `cookie: vatguard-session=${"a".repeat(20_000)}`]],
])("too many headers are refused: %s", async (_says, headers) => {
  const office = await newOffice();
  expect(statusOf(await say(office.port, request("GET /api/session", headers(office))))).toBe(431);
});

test("a long address and a long name in it are refused", async () => {
  const office = await newOffice();
  expect((await ask(`${office.url}/api/cows/${"1".repeat(3_000)}`, {})).status).toBe(404);
  expect((await ask(`${office.url}/api/cows?q=${"1".repeat(3_000)}`, {})).status).toBe(401);
  const manager = await office.manager();
  expect((await manager.get(`/api/cows?q=${"1".repeat(3_000)}`)).status).toBe(400);
});

test("what is no HTTP is answered once, in the shape of every refusal, and closed", async () => {
  const office = await newOffice();
  for (const text of [
    "hello\r\n\r\n",
    "\0\x01\x02\r\n\r\n",
    "GET /api/session HTTP/9.9\r\n\r\n",
    `GET / HTTP/1.1\r\n${host(office)}\r\nbad header\r\n\r\n`,
  ]) {
    const reply = await say(office.port, text);
    expect(statusOf(reply)).toBe(400);
    expect(reply).toContain('"mistakes":[]');
  }
});

test("a length and pieces together, or two lengths, are no request", async () => {
  const office = await newOffice();
  const head = [host(office), `origin: ${office.url}`, json];
  for (const twice of [
    ["content-length: 2", "transfer-encoding: chunked"],
    ["content-length: 2", "content-length: 3"],
  ]) {
    expect(statusOf(await say(office.port, request("POST /api/sign-in", [...head, ...twice], "{}")))).toBe(
      400,
    );
  }
});

test("connections are limited by address and in all, and the shed's own screen always finds a place", async () => {
  const limits = { connections: 12, connectionsKeptHere: 3, connectionsPerAddress: 5, keepAliveMs: 60_000 };
  const office = await newOffice(limits, (address) => address === "127.0.0.9");
  const sockets: net.Socket[] = [];
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  const ask = `GET /api/session HTTP/1.1\r\n${host(office)}\r\n\r\n`;
  /** True: it was answered, and stays open. */
  const open = (localAddress: string): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = net.connect({ port: office.port, host: "127.0.0.1", localAddress }, () =>
        socket.write(ask),
      );
      sockets.push(socket);
      socket.on("error", () => resolve(false));
      socket.on("close", () => resolve(false));
      socket.on("data", () => resolve(true));
    });
  const opened = async (from: string, count: number) => {
    const all = await Promise.all(Array.from({ length: count }, () => open(from)));
    return all.filter((one) => one).length;
  };
  expect(await opened("127.0.0.2", 8)).toBe(5);
  expect(await opened("127.0.0.3", 8)).toBe(4);
  expect(await opened("127.0.0.4", 8)).toBe(0);
  expect((await office.browser("127.0.0.9").get("/api/session")).status).toBe(200);
  // Who goes makes room.
  for (const socket of sockets) socket.destroy();
  await expect.poll(() => opened("127.0.0.4", 1), { timeout: 10_000 }).toBe(1);
});

test("requests are limited a minute, by address and for the whole network, and the shed's own screen is not counted with it", async () => {
  const limits = { requestsPerMinute: 20, requestsPerMinuteAll: 30 };
  const office = await newOffice(limits, (address) => address === "127.0.0.9");
  const asked = async (from: string, count: number) => {
    const browser = office.browser(from);
    const told = [];
    for (let n = 0; n < count; n += 1) {
      told.push(await browser.get("/api/session", { "x-forwarded-for": `10.0.0.${n}` }));
    }
    return told;
  };
  const first = await asked("127.0.0.2", 25);
  expect(first.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(20);
  expect(first.at(-1)?.json).toMatchObject({ code: "wait", mistakes: [] });
  expect(Number(first.at(-1)?.headers["retry-after"])).toBeGreaterThan(0);
  const second = await asked("127.0.0.3", 15);
  expect(second.map(({ status }) => status).filter((status) => status === 200).length).toBeLessThanOrEqual(
    10,
  );
  expect((await asked("127.0.0.9", 5)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
});
