// Room: test/browser. What goes wrong while somebody types: nonsense, a session that ends, an office that does not answer, a night when the clock changes.
// May not: what the forms ask for when all is well.

import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { givePin, looksRight, type Opened, openBrowser, type Pages, sidewaysOf } from "./harness.ts";
import { HERD, type ShedDouble, startShed } from "./shed-double.ts";

const PIN = "730418";
/** What phones, copied texts and playing children put into a field. */
const ODD = "🐄 חלב مرحبا \u202eklim <b>&amp;";
let shed: ShedDouble;
let pages: Pages;
let phone: Opened;

beforeAll(async () => {
  shed = await startShed();
  pages = await openBrowser(shed.url);
  phone = await pages.open({ size: "phone" });
  const { page } = phone;
  await page.goto("/");
  await page.getByLabel("Code from the console").fill(await shed.setupCode());
  await page.getByLabel("Your name").fill("Anna Muster");
  await page.getByLabel("PIN", { exact: true }).fill(PIN);
  await page.getByLabel("PIN once more").fill(PIN);
  await page.getByRole("button", { name: "Set up" }).click();
  await page.getByRole("button", { name: /^Bail 1/ }).waitFor();
  await send(page, "/api/pin", { pin: PIN });
  const entry = "0d8f4a3e-5d1c-4a55-9c1e-0d2a6a1b7c11";
  expect(await send(page, "/api/herd-file", { entry, text: HERD })).toContain("Recorded");
});
afterAll(async () => {
  await pages?.close();
  await shed?.stop();
});

test("letters of every direction and pictures are kept and shown as they were typed, and move nothing", async () => {
  const { page } = phone;
  await page.goto("/cow/12?do=manual-hold");
  await page.getByLabel("Why is her milk held?").fill(ODD);
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Recorded and in force").waitFor();
  await page.goto("/cow/12");
  await page.getByText(ODD).first().waitFor();
  expect(await sidewaysOf(page)).toBeLessThanOrEqual(0);
  await page.goto("/withheld");
  await page.getByText(ODD).first().waitFor();
  await looksRight(phone, "odd-letters");
});

test.each([
  ["-1", "A number, such as 1"],
  ["1e9", "A number, such as 1"],
  ["99999", "At most 10,000"],
  ["a lot", "A number, such as 1"],
])("a quantity of %s is answered at its field with what to give instead", async (typed, says) => {
  const { page } = phone;
  await treatTwelve(page);
  await page.getByLabel(/How much for each cow/).fill(typed);
  await page.getByRole("button", { name: "Save" }).click();
  await page.locator(".field.wrong", { hasText: "How much" }).getByText(says).waitFor();
});

test.each([
  ["2026-10-04T02:30", "The clock skipped this hour"],
  ["2061-01-01T10:00", "still to come"],
])("a dose at %s is answered with why that cannot be", async (typed, says) => {
  const { page } = phone;
  await treatTwelve(page);
  const when = page.getByRole("group", { name: "When was it given?" });
  await when.getByText("At a time").click();
  await page.getByLabel("Time at the farm").fill(typed);
  await page.getByRole("button", { name: "Save" }).click();
  await page.locator(".field.wrong").getByText(says).first().waitFor();
});

test("a session that ended while somebody typed asks who it is, and what was typed stands there again", async () => {
  const { page } = phone;
  await page.goto("/cow/14?do=manual-hold");
  await page.getByLabel("Why is her milk held?").fill("swollen quarter, right hind");
  // On another page of the same phone, or by itself after half an hour.
  await send(page, "/api/sign-out", undefined);
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "Anna Muster" }).click();
  await page.getByText("The PIN is forgotten").click();
  await page.getByText("npx vatguard people --new-pin anna.muster").waitFor();
  await looksRight(phone, "pin-forgotten");
  await givePin(page, PIN, "Sign in");
  const why = page.getByLabel("Why is her milk held?");
  await why.waitFor();
  expect(await why.inputValue()).toBe("swollen quarter, right hind");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Recorded and in force").waitFor();
});

test("an entry sent to an office that does not answer says so, is sent again by itself, and stands in the book once", async () => {
  const { page } = phone;
  await page.goto("/cow/16?do=manual-hold");
  await page.getByLabel("Why is her milk held?").fill("kicked the cluster off");
  shed.freeze();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("STALE").waitFor();
  await page.getByRole("button", { name: "Saving…" }).waitFor();
  shed.thaw();
  await page.getByText("Recorded and in force").waitFor({ timeout: 40_000 });
  const hers = await (await page.request.get("/api/cows/16")).text();
  expect(hers.match(/"says":"[^"]*kicked the cluster off/g)).toHaveLength(1);
});

async function treatTwelve(page: Page): Promise<void> {
  await page.goto("/treat?cow=12");
  const product = page.getByRole("button", { name: /^Example LC tube/ });
  const reason = page.getByRole("button", { name: "Mastitis", exact: true });
  await product.or(reason).first().waitFor();
  if (await product.isVisible()) await product.click();
  await reason.click();
  const change = page.getByRole("button", { name: "Change", exact: true }).last();
  await change.click();
  await page.getByText("Not from this shelf").click();
}

async function send(page: Page, path: string, data: unknown): Promise<string> {
  const session: unknown = await (await page.request.get("/api/session")).json();
  const token = typeof session === "object" && session !== null && "token" in session ? session.token : "";
  const headers = { origin: shed.url, "x-vatguard-token": String(token) };
  return (await page.request.post(path, { headers, ...(data === undefined ? {} : { data }) })).text();
}
