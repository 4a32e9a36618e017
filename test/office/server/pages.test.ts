// Room: test/office. The built pages as files, their cache headers, and tricks with paths.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { request, say, statusOf } from "./raw.ts";
import { ask, ShedOffice } from "./shed-office.ts";

const SECRET = "this is not for the network";
const folder = mkdtempSync(join(tmpdir(), "vatguard-pages-"));
let office: ShedOffice;
beforeAll(async () => {
  const ui = join(folder, "ui");
  mkdirSync(join(ui, "assets"), { recursive: true });
  writeFileSync(join(ui, "index.html"), "<!doctype html><title>the page</title>");
  writeFileSync(join(ui, "icon.svg"), "<svg/>");
  writeFileSync(join(ui, "assets", "app-3fa9.js"), "export {};");
  writeFileSync(join(ui, ".hidden"), SECRET);
  writeFileSync(join(folder, "secret.txt"), SECRET);
  mkdirSync(join(folder, "ui-beside"));
  writeFileSync(join(folder, "ui-beside", "secret.txt"), SECRET);
  office = await ShedOffice.start({ staticFolder: ui });
}, 60_000);
afterAll(async () => {
  await office.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("files with a digest in their names are kept for good, everything else is asked for again", async () => {
  const script = await ask(`${office.url}/assets/app-3fa9.js`, {});
  expect([script.status, script.headers["cache-control"]]).toEqual([
    200,
    "public, max-age=31536000, immutable",
  ]);
  expect(script.headers["content-type"]).toMatch(/javascript/);
  const icon = await ask(`${office.url}/icon.svg`, {});
  expect([icon.status, icon.headers["cache-control"]]).toEqual([200, "no-cache"]);
});

test.each(["/", "/pit", "/cows/112", "/vat?from=2026-11-01"])(
  "%s opens the one page there is",
  async (path) => {
    const page = await ask(office.url + path, {});
    expect([page.status, page.headers["cache-control"]]).toEqual([200, "no-cache"]);
    expect(page.text).toContain("the page");
  },
);

test.each(["/", "/assets/app-3fa9.js", "/api", "/api/session", "/api/nothing", "/nothing.js"])(
  "%s comes with the policy that forbids script and style of others, frames, guessing of types and referrers",
  async (path) => {
    const { headers } = await ask(office.url + path, {});
    const policy = headers["content-security-policy"] ?? "";
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "x-frame-options": "DENY",
    });
    expect(headers["x-powered-by"]).toBeUndefined();
    expect(headers.server).toBeUndefined();
    expect(headers["access-control-allow-origin"]).toBeUndefined();
  },
);

test.each(["/assets/old-1111.js", "/api/nothing", "/nothing.txt", "/api/board.csv", "/index.php"])(
  "%s is not there, and says so in the shape of every refusal",
  async (path) => {
    const told = await ask(office.url + path, {});
    expect([told.status, told.json.code]).toEqual([404, "not-found"]);
  },
);

test.each([
  "/../secret.txt",
  "/assets/../../secret.txt",
  "/%2e%2e/secret.txt",
  "/%2e%2e%2fsecret.txt",
  "/..%2fsecret.txt",
  "/assets/..%2f..%2fsecret.txt",
  "/assets/%2e%2e/%2e%2e/secret.txt",
  "/..%5csecret.txt",
  "/..\\secret.txt",
  "/%252e%252e/secret.txt",
  "/..%c0%afsecret.txt",
  "/%00/../secret.txt",
  "/icon.svg%00.txt",
  "/../ui-beside/secret.txt",
  "/..;/secret.txt",
  "/.hidden",
  "/%2ehidden",
  "//secret.txt",
  `${folder}/secret.txt`,
  "/api/../secret.txt",
  "/api/cows/..%2f..%2fsecret.txt",
])("the path trick %s gives away nothing", async (path) => {
  const reply = await say(office.port, request(`GET ${path}`, [`host: 127.0.0.1:${office.port}`]));
  expect(reply).not.toContain(SECRET);
  expect([400, 401, 403, 404, 421, 200]).toContain(statusOf(reply));
  // A page may answer for an address without a dot in it; never a file from elsewhere.
  if (statusOf(reply) === 200) expect(reply).toContain("the page");
});

test("a file is only ever read, never written or listed", async () => {
  for (const method of ["PUT", "DELETE", "POST", "PATCH"]) {
    const told = await ask(`${office.url}/icon.svg`, { method, headers: { origin: office.url } });
    expect(told.status).toBe(404);
  }
  expect((await ask(`${office.url}/assets/`, {})).text).not.toContain("app-3fa9");
});

test("pages that were not built are said in words", async () => {
  const bare = await ShedOffice.start();
  const told = await ask(`${bare.url}/pit`, {});
  await bare.stop();
  expect([told.status, told.json.code]).toEqual([503, "not-ready"]);
  expect(told.json.fix).toContain("npm run build");
});
