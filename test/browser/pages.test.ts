// Room: test/browser. Every address of the pages: for those who do not see or point, and for screens of all sizes.
// May live here: the addresses. May not: what one page does (pit.test.ts, story.test.ts).

import { afterAll, beforeAll, expect, test } from "vitest";
import {
  givePin,
  looksRight,
  type Opened,
  openBrowser,
  type Pages,
  SIZE_NAMES,
  sidewaysOf,
} from "./harness.ts";
import { HERD, type ShedDouble, startShed } from "./shed-double.ts";

const PIN = "730418";
const ADDRESSES = [
  "/",
  "/withheld",
  "/treat",
  "/treat?for=several",
  "/treat?for=dry-off",
  "/treat?cow=11",
  "/vat",
  "/vat?view=milkings",
  "/vat?view=checks",
  "/vat?view=events",
  "/vat?view=sheet",
  "/cows",
  "/cows?do=add",
  "/cow/13",
  "/cow/13?do=register",
  "/cow/13?do=test-sample",
  "/cow/999",
  "/records/treatments",
  "/records/milkings",
  "/records/visits",
  "/records/diverted",
  "/records/alarms",
  "/records/happenings",
  "/records/changes",
  "/medicines",
  "/medicines?do=product",
  "/shed",
  "/shed?view=office",
  "/shed?view=evidence",
  "/people",
  "/sign-in",
  "/no-such-page",
] as const;

let shed: ShedDouble;
let pages: Pages;
let desk: Opened;
let phone: Opened;

beforeAll(async () => {
  shed = await startShed();
  pages = await openBrowser(shed.url);
  desk = await pages.open();
  await setUp(desk);
  phone = await pages.open({ size: "phone", look: "dark" });
  await phone.page.goto("/people");
  await phone.page.getByRole("button", { name: "Anna Muster" }).click();
  await givePin(phone.page, PIN, "Sign in");
  await phone.page.getByRole("heading", { name: "People" }).waitFor();
});
afterAll(async () => {
  await pages?.close();
  await shed?.stop();
});

async function setUp({ page }: Opened): Promise<void> {
  await page.goto("/");
  await page.getByLabel("Code from the console").fill(await shed.setupCode());
  await page.getByLabel("Your name").fill("Anna Muster");
  await page.getByLabel("PIN", { exact: true }).fill(PIN);
  await page.getByLabel("PIN once more").fill(PIN);
  await page.getByRole("button", { name: "Set up" }).click();
  await page.locator("button.bail").first().waitFor();
  const session: unknown = await (await page.request.get("/api/session")).json();
  const token = typeof session === "object" && session !== null && "token" in session ? session.token : "";
  const headers = { origin: shed.url, "x-vatguard-token": String(token) };
  const data = { entry: "0d8f4a3e-5d1c-4a55-9c1e-0d2a6a1b7c12", text: HERD };
  const sent = await page.request.post("/api/herd-file", { headers, data });
  expect(await sent.text()).toContain("Recorded");
  for (const bail of [1, 2, 3]) shed.bench.enters(bail, 10 + bail);
  shed.bench.enters(4, null);
}

/** Each is looked at twice, at three sizes; on a busy computer axe alone takes a quarter of a minute. */
const PAGE_WITHIN_MS = 180_000;

test.each(ADDRESSES)("%s", { timeout: PAGE_WITHIN_MS }, async (address) => {
  const name = `page${address.replaceAll(/[^a-z0-9]+/g, "-")}`;
  const look = async (opened: Opened, where: string): Promise<void> => {
    await opened.page.goto(address);
    await opened.page.locator("h1").waitFor({ state: "attached" });
    await opened.page.locator(".reading").first().waitFor({ state: "detached" });
    await looksRight(opened, `${name}-${where}`);
  };
  await Promise.all([look(desk, "desk-light"), look(phone, "phone-dark")]);
  for (const size of SIZE_NAMES) {
    await desk.resize(size);
    expect(await sidewaysOf(desk.page), `${address} on a ${size}`).toBeLessThanOrEqual(0);
  }
  await desk.resize("desktop");
});
