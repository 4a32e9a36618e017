// Room: test/office. Forged hosts and posts of other sites, over bare sockets.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import https from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { request, say, statusOf } from "./raw.ts";
import { type Browser, ShedOffice } from "./shed-office.ts";

let office: ShedOffice;
let manager: Browser;
beforeAll(async () => {
  office = await ShedOffice.start({ listen: { boardsOpen: true } });
  manager = await office.manager();
}, 60_000);
afterAll(() => office.stop());

const own = () => `host: 127.0.0.1:${office.port}`;

describe("a page that gave its own name the shed's address (DNS rebinding)", () => {
  test.each([
    ["its own name", (port: number) => ["GET /api/board", [`host: evil.example:${port}`]] as const],
    [
      "its own name in capitals",
      (port: number) => ["GET /api/board", [`host: EVIL.EXAMPLE:${port}`]] as const,
    ],
    [
      "ours as a part of its own",
      (port: number) => ["GET /api/board", [`host: localhost.evil.example:${port}`]] as const,
    ],
    ["no port", () => ["GET /api/board", ["host: localhost"]] as const],
    ["another port", () => ["GET /api/board", ["host: localhost:1"]] as const],
    ["another IPv6 address", (port: number) => ["GET /api/board", [`host: [::2]:${port}`]] as const],
    [
      "a second Host",
      (port: number) => ["GET /api/board", [`host: localhost:${port}`, "host: evil.example"]] as const,
    ],
    [
      "a target with a host",
      (port: number) => [`GET http://evil.example:${port}/api/board`, [`host: localhost:${port}`]] as const,
    ],
    [
      "a target with two slashes",
      (port: number) => ["GET //evil.example/api/board", [`host: localhost:${port}`]] as const,
    ],
    [
      "a forwarded host",
      (port: number) =>
        ["GET /api/board", [`host: evil.example:${port}`, `x-forwarded-host: localhost:${port}`]] as const,
    ],
    ["the event stream", (port: number) => ["GET /api/live", [`host: evil.example:${port}`]] as const],
    [
      "a list as a file",
      (port: number) => ["GET /api/treatments.csv", [`host: evil.example:${port}`]] as const,
    ],
    ["the pages", (port: number) => ["GET /", [`host: evil.example:${port}`]] as const],
    ["what is not there", (port: number) => ["GET /nothing", [`host: evil.example:${port}`]] as const],
  ])("gets nothing: %s", async (_says, forged) => {
    const [line, headers] = forged(office.port);
    const reply = await say(office.port, request(line, headers));
    expect([400, 421]).toContain(statusOf(reply));
    expect(reply).not.toContain('"board"');
    expect(reply).not.toContain("event:");
  });

  test.each([
    ["in capitals", (port: number) => `LOCALHOST:${port}`],
    ["with a point behind it", (port: number) => `localhost.:${port}`],
    ["as an address", (port: number) => `127.0.0.1:${port}`],
    ["as an IPv6 address", (port: number) => `[::1]:${port}`],
    ["of the settings", (port: number) => `Shed.Example:${port}`],
  ])("and the shed answers to its own name %s", async (_says, host) => {
    const reply = await say(office.port, request("GET /api/board", [`host: ${host(office.port)}`]));
    expect(statusOf(reply)).toBe(200);
  });

  test("HTTP without any Host is refused", async () => {
    expect(statusOf(await say(office.port, "GET /api/board HTTP/1.1\r\nconnection: close\r\n\r\n"))).toBe(
      400,
    );
    expect(statusOf(await say(office.port, "GET /api/board HTTP/1.0\r\n\r\n"))).toBe(421);
  });
});

describe("a post of another site, with the manager's cookie", () => {
  const body = JSON.stringify({ kind: "clear-vat-stop", reason: "x" });
  const post = (headers: readonly string[], sent = body) =>
    say(
      office.port,
      request(
        "POST /api/intents",
        [
          own(),
          `cookie: vatguard-session=${manager.cookie}`,
          `x-vatguard-token: ${manager.token}`,
          `content-length: ${Buffer.byteLength(sent)}`,
          ...headers,
        ],
        sent,
      ),
    );
  const json = "content-type: application/json";

  test.each([
    ["Origin of another site", ["origin: http://evil.example", json]],
    ["Origin null", ["origin: null", json]],
    ["no Origin", [json]],
    ["no Origin, but said to be of another site", ["sec-fetch-site: cross-site", json]],
    ["said to be of the same site only", ["sec-fetch-site: same-site", json]],
    ["another port", ["origin: http://127.0.0.1:1", json]],
  ])("does nothing: %s", async (_says, headers) => {
    const before = office.reached.length;
    const reply = await post(headers);
    expect(statusOf(reply)).toBe(403);
    expect(reply).toContain('"bad-origin"');
    expect(reply).not.toContain("access-control-");
    expect(office.reached).toHaveLength(before);
  });

  test.each([
    ["a form", "application/x-www-form-urlencoded"],
    ["a form with files", "multipart/form-data; boundary=x"],
    ["plain text", "text/plain"],
    ["JSON said to be text", "text/plain; application/json"],
    ["JSON with a twist", "application/json; charset=utf-16"],
    ["JSON with a tab", "application/json\t;x"],
    ["something with JSON in its name", "application/jsonx"],
    ["nothing", ""],
  ])("is not even read as %s, from our own page", async (_says, type) => {
    const before = office.reached.length;
    const reply = await post([
      `origin: http://127.0.0.1:${office.port}`,
      ...(type === "" ? [] : [`content-type: ${type}`]),
    ]);
    expect(statusOf(reply)).toBe(400);
    expect(reply).toContain("not JSON");
    expect(office.reached).toHaveLength(before);
  });

  test("and from our own page, with cookie, token and JSON, it is heard", async () => {
    const before = office.reached.length;
    expect(statusOf(await post([`origin: http://127.0.0.1:${office.port}`, json]))).toBe(200);
    expect(office.reached).toHaveLength(before + 1);
  });

  test.each(["/api/board", "/%61pi/board", "/api/live", "/api/cows.csv", "/api/openapi.json", "/%61%70%69"])(
    "and the answer to %s is not for a page of another site either",
    async (path) => {
      const cookie = `cookie: vatguard-session=${manager.cookie}`;
      for (const said of ["origin: http://evil.example", "origin: null", "sec-fetch-site: cross-site"]) {
        const reply = await say(office.port, request(`GET ${path}`, [own(), cookie, said]));
        expect([path, statusOf(reply)]).toEqual([path, 403]);
      }
    },
  );

  test("nobody is offered to read across sites", async () => {
    const reply = await say(
      office.port,
      request("OPTIONS /api/intents", [
        own(),
        "origin: http://evil.example",
        "access-control-request-method: POST",
      ]),
    );
    expect(statusOf(reply)).toBe(403);
    expect(reply).not.toContain("access-control-");
  });
});

test("what changes something has no second door: another method, a method said in a header, a question with a body", async () => {
  const before = office.reached.length;
  const headers = {
    origin: office.url,
    "x-vatguard-token": manager.token ?? "",
    "x-http-method-override": "POST",
  };
  for (const method of ["PUT", "DELETE", "HEAD", "TRACE"]) {
    expect((await manager.ask("/api/intents", { method, headers })).status).toBe(404);
  }
  expect((await manager.ask("/api/intents", { headers })).status).toBe(404);
  expect((await manager.ask("/api/intents/", { headers, method: "POST" })).status).toBe(404);
  expect((await manager.ask("/API/intents", { headers, method: "POST" })).status).toBe(404);
  const withBody = await manager.ask("/api/cows", {
    headers: { "content-type": "application/json" },
    body: "{}",
  });
  expect(withBody.status).toBe(400);
  expect(office.reached).toHaveLength(before);
});

test("the cookie is the shed's alone: not for scripts, not for other sites, for all its pages", async () => {
  const browser = office.browser();
  const told = await browser.post("/api/sign-in", { person: "anna", pin: "730418" });
  const [cookie] = told.headers["set-cookie"] ?? [];
  expect(cookie).toMatch(/^vatguard-session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/);
});

const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;
test.skipIf(!hasOpenssl)(
  "with a certificate the cookie is sent by TLS only, and a page by plain HTTP is another page",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "vatguard-tls-"));
    const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
    const made = [
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:P-256",
      "-nodes",
      "-days",
      "2",
    ];
    execFileSync("openssl", [...made, "-subj", "/CN=localhost", "-keyout", key, "-out", cert], {
      stdio: "ignore",
    });
    const tls = { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
    rmSync(folder, { recursive: true });
    const safe = await ShedOffice.start({ listen: { tls } });
    const post = (origin: string): Promise<{ readonly status: number; readonly cookie: string }> =>
      new Promise((resolve, reject) => {
        const headers = { origin, "content-type": "application/json" };
        const options = {
          method: "POST",
          headers,
          ca: tls.cert,
          servername: "localhost",
          agent: false,
        } as const;
        const request = https.request(`${safe.url}/api/set-up`, options, (reply) => {
          reply
            .resume()
            .on("end", () =>
              resolve({ status: reply.statusCode ?? 0, cookie: String(reply.headers["set-cookie"]) }),
            );
        });
        request.on("error", reject);
        request.end(JSON.stringify({ code: safe.codes[0], person: "anna", name: "Anna", pin: "730418" }));
      });
    expect((await post(safe.url.replace("https:", "http:"))).status).toBe(403);
    const done = await post(safe.url);
    await safe.stop();
    expect(done.status).toBe(200);
    expect(done.cookie).toMatch(/; HttpOnly; Secure; SameSite=Strict$/);
  },
);

test("a link from elsewhere opens the page", async () => {
  const reply = await say(
    office.port,
    request("GET /pit", [own(), "sec-fetch-site: cross-site", "sec-fetch-mode: navigate"]),
  );
  // This office has no pages built; what matters is that it says so.
  expect(statusOf(reply)).toBe(503);
});
