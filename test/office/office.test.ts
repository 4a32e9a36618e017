// Room: test/office. The whole office on a folder of its own: what it says to the controller, and what it does when records or port are not to be had.

import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadShed } from "../../src/config/shed-config.ts";
import { systemClock } from "../../src/main/system-clock.ts";
import { createLink } from "../../src/office/link.ts";
import { runOffice } from "../../src/office/office.ts";
import type { ToController } from "../../src/ports/office-link.ts";
import { createStore } from "../../src/store/create.ts";
import { markerPath, storePath } from "../../src/store/open-files.ts";
import { PROFILES } from "../config/profiles.ts";
import { must } from "../store/bench.ts";
import { freePort } from "../system/office-farm.ts";
import { Browser } from "./server/shed-office.ts";

const YAML = readFileSync("config/in-bail-6.yaml", "utf8");
const TIMES = { recordsMs: 100, portMs: 100, certificateMs: 100 };
let dataDir = "";
const ends: (() => Promise<void>)[] = [];
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "vatguard-office-"));
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(port: number) {
  const said: ToController[] = [];
  const remarks: string[] = [];
  const ending = new AbortController();
  const yaml = YAML.replace(/^layout:/m, `office: { port: ${port} }\nlayout:`);
  const link = createLink(
    {
      send: (message) => {
        said.push(message);
        return true;
      },
    },
    systemClock,
  );
  const running = runOffice(
    {
      shed: must(loadShed(yaml, "shed.yaml", PROFILES)).config,
      dataDir,
      version: "test",
      clock: systemClock,
      link,
      boot: "test",
      staticFolder: join(dataDir, "no-pages"),
      remark: (text) => remarks.push(text),
      times: TIMES,
    },
    ending.signal,
  );
  ends.push(async () => {
    ending.abort();
    await running;
  });
  const browser = new Browser(() => `http://127.0.0.1:${port}`);
  const heard = (words: RegExp) => expect.poll(() => remarks.join("\n"), { timeout: 6_000 }).toMatch(words);
  return { said, remarks, browser, heard };
}
const kinds = (said: readonly ToController[]) => said.map(({ kind }) => kind);

test("a new farm has no table, and its pages say where to begin", async () => {
  const office = await start(await freePort());
  await office.heard(/The pages are at/);
  expect(office.said[0]).toMatchObject({
    kind: "no-table",
    why: expect.stringContaining("No cow is in the register"),
  });
  expect(office.remarks.join()).toMatch(/Nobody is set up yet: open http:\S+ and type the code \S+/);
  const session = (await office.browser.get("/api/session")).json;
  expect(session).toMatchObject({ needsSetup: true, person: null });
});

test("records that are damaged are no records: no table, the page says what to do, and nothing is made in their place", async () => {
  const path = storePath(dataDir);
  mkdirSync(join(dataDir, "office"), { recursive: true });
  writeFileSync(path, "this was a database once".repeat(100));
  const office = await start(await freePort());
  await office.heard(/The pages are at/);
  expect(office.said[0]).toMatchObject({ kind: "no-table" });
  const { json } = await office.browser.get("/api/session");
  expect(json).toMatchObject({ needsSetup: false, person: null });
  const [notice] = Object(json).notices;
  expect(notice).toMatchObject({ code: "no-records", grave: true });
  expect(notice.fix).toMatch(/^All milk is diverted\. .*restore/);
  const refused = await office.browser.get("/api/board");
  expect(refused.status).toBe(200);
  const entry = await office.browser.post("/api/sign-in", { person: "anna", pin: "123456" });
  expect([entry.status, entry.json.code]).toEqual([503, "not-ready"]);
  expect(readFileSync(path, "utf8")).toContain("this was a database once");
});

test("records that are missing are not begun anew; put back, they are opened without a restart", async () => {
  const path = storePath(dataDir);
  must(createStore({ path, clock: systemClock, boot: "before" })).close();
  expect(existsSync(markerPath(path))).toBe(true);
  renameSync(path, `${dataDir}/elsewhere.db`);
  const office = await start(await freePort());
  await office.heard(/The pages are at/);
  expect(kinds(office.said)).toContain("no-table");
  expect(existsSync(path)).toBe(false);
  expect(Object((await office.browser.get("/api/session")).json).notices[0].says).toContain("gone");
  renameSync(`${dataDir}/elsewhere.db`, path);
  await office.heard(/Nobody is set up yet/);
  await expect
    .poll(async () => (await office.browser.get("/api/session")).json.needsSetup, { timeout: 6_000 })
    .toBe(true);
});

test("a port that another program has is said in words and tried again; the bails do not wait for it", async () => {
  const port = await freePort();
  const other = createServer().listen(port, "127.0.0.1");
  await new Promise((resolve) => other.once("listening", resolve));
  const office = await start(port);
  await office.heard(/another program has this port/);
  expect(kinds(office.said)).toContain("no-table");
  await new Promise((resolve) => other.close(resolve));
  await office.heard(/The pages are at/);
  expect(office.remarks.filter((text) => text.includes("another program"))).toHaveLength(1);
});
