// Room: test/browser. From the first start to a milking: setting up, signing in, the board, settling, the list, and a screen that is old.

import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  givePin,
  looksRight,
  looksRightEverywhere,
  type Opened,
  openBrowser,
  type Pages,
} from "./harness.ts";
import { HERD, type ShedDouble, startShed } from "./shed-double.ts";

const PIN = "730418";
let shed: ShedDouble;
let pages: Pages;
/** The manager's own browser, signed in by the first test. */
let manager: Opened;

beforeAll(async () => {
  shed = await startShed();
  pages = await openBrowser(shed.url);
  manager = await pages.open();
});
afterAll(async () => {
  await pages?.close();
  await shed?.stop();
});

test("the first manager is set up with the code from the console and lands on the pit", async () => {
  const { page } = manager;
  await page.goto("/");
  await page.getByRole("heading", { name: "Set up this shed" }).waitFor();
  await looksRightEverywhere(manager, "set-up");
  await page.getByLabel("Code from the console").fill("WRONG-CODE1");
  await page.getByLabel("Your name").fill("Anna Muster");
  await page.getByLabel("PIN", { exact: true }).fill(PIN);
  await page.getByLabel("PIN once more").fill(PIN);
  await page.getByRole("button", { name: "Set up" }).click();
  await page.getByText(/code/i).first().waitFor();
  await page.getByLabel("Code from the console").fill(await shed.setupCode());
  await page.getByRole("button", { name: "Set up" }).click();
  await page.getByRole("button", { name: /^Bail 1/ }).waitFor();
  expect(await page.title()).toBe("Pit · Lower creek");
});

test("a signed-in page fills the herd, and the bails know the cows within a moment", async () => {
  const { page } = manager;
  await page.getByText("NO HERD TABLE").first().waitFor();
  const session: unknown = await (await page.request.get("/api/session")).json();
  const headers = { origin: shed.url, "x-vatguard-token": tokenOf(session) };
  await page.request.post("/api/pin", { headers, data: { pin: PIN } });
  const entry = "0d8f4a3e-5d1c-4a55-9c1e-0d2a6a1b7c11";
  const sent = await page.request.post("/api/herd-file", { headers, data: { entry, text: HERD } });
  const answer = await sent.text();
  expect(answer).toContain("Recorded and in force");
  for (const bail of [1, 2, 3]) shed.bench.enters(bail, 10 + bail);
  shed.bench.enters(4, null);
  await page.getByRole("button", { name: /^Bail 1 .*cow 11/ }).waitFor();
  await page.getByRole("button", { name: /^Bail 3 .*cow 13 .*WITHHELD/ }).waitFor();
  await page.getByRole("button", { name: /^Bail 4 .*NOT READ/ }).waitFor();
  await looksRightEverywhere(manager, "pit");
});

test("a cow that was not read is settled with her number, and a number that nobody has is refused in words", async () => {
  const { page } = manager;
  await page.getByRole("button", { name: "Bail 4: which cow?" }).click();
  for (const digit of "99") await page.getByRole("button", { name: digit, exact: true }).click();
  await page.getByRole("button", { name: "This cow", exact: true }).click();
  await page.getByText("no one cow 99").waitFor();
  await looksRight(manager, "settle-refused");
  await page.getByRole("button", { name: "Erase the last digit" }).click();
  await page.getByRole("button", { name: "Erase the last digit" }).click();
  for (const digit of "14") await page.getByRole("button", { name: digit, exact: true }).click();
  await page.getByRole("button", { name: "This cow", exact: true }).click();
  await page.getByRole("button", { name: /^Bail 4 .*VAT .*cow 14/ }).waitFor();
});

test("a withheld cow leaves, and the cluster is to be rinsed before the next one", async () => {
  const { page } = manager;
  shed.bench.leaves(3);
  await page.getByText("RINSE: bail 3").waitFor();
  await page.getByRole("button", { name: "Bail 3 is rinsed" }).click();
  await page.getByText("RINSE: bail 3").waitFor({ state: "hidden" });
});

test("a vat stop stands over everything, its steps are one press away, and a manager clears it with the result", async () => {
  const { page } = manager;
  await page.getByRole("button", { name: "Vat stop" }).click();
  await page.getByLabel("Why").fill("Cow 13 was milked with the wrong cluster");
  await page.getByRole("button", { name: "Raise the vat stop" }).click();
  await page.getByText("VAT STOP", { exact: true }).waitFor();
  await page.getByRole("button", { name: "What to do" }).click();
  await page.getByText("Stop the outlet").waitFor();
  await looksRight(manager, "vat-stop");
  await page.getByLabel("The test's result, or the reason").fill("Delvo negative, 06:40, factory told");
  await page.getByRole("button", { name: "Clear the vat stop" }).click();
  await page.getByText("VAT STOP", { exact: true }).waitFor({ state: "hidden" });
  await page.keyboard.press("Escape");
});

test("the withheld list says who and why on the shed's own screen, without signing in", async () => {
  const screen = await pages.open({ look: "dark" });
  await screen.page.goto("/withheld");
  await screen.page.getByText("flakes in her milk").first().waitFor();
  await looksRightEverywhere(screen, "withheld-dark");
  await screen.page.goto("/");
  await screen.page.getByRole("button", { name: /^Bail 1/ }).waitFor();
  await looksRightEverywhere(screen, "pit-dark");
  await screen.page.context().close();
});

test("what needs a person asks who it is, and comes back to the page that was wanted", async () => {
  const other = await pages.open({ size: "phone" });
  const { page } = other;
  await page.goto("/people");
  await page.getByRole("button", { name: "Anna Muster" }).click();
  await looksRight(other, "sign-in-phone");
  await givePin(page, "111111", "Sign in");
  await page.getByRole("alert").filter({ hasText: /PIN/ }).waitFor();
  await givePin(page, PIN, "Sign in");
  await page.getByRole("heading", { name: "People" }).waitFor();
  await looksRightEverywhere(other, "people");
  await page.context().close();
});

test("with the keyboard alone one skips the menu, opens a bail, leaves it, and is where one was", async () => {
  const { page } = manager;
  await page.goto("/");
  await page.getByRole("button", { name: /^Bail 1/ }).waitFor();
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("Skip to the page");
  await page.keyboard.press("Enter");
  for (let tries = 0; tries < 8 && !(await focused(page)).startsWith("Bail"); tries += 1) {
    await page.keyboard.press("Tab");
  }
  expect(await focused(page)).toMatch(/^Bail 1/);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Bail 1: cow 11" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await expect.poll(() => focused(page)).toMatch(/^Bail 1/);
});

test("a board that stands still looks old all over, says what to do, and is fresh again by itself", async () => {
  const { page } = manager;
  await page.goto("/");
  await page.getByRole("button", { name: /^Bail 1/ }).waitFor();
  shed.freeze();
  await page.getByText("STALE").waitFor();
  await page.getByText("Go by the lamps").waitFor();
  const filter = await page.evaluate<string>("getComputedStyle(document.querySelector('.pit')).filter");
  expect(filter).toContain("grayscale(1)");
  await looksRight(manager, "pit-stale");
  shed.thaw();
  await page.getByText("STALE").waitFor({ state: "hidden" });
});

const focused = (page: Page): Promise<string> => page.evaluate<string>("document.activeElement.textContent");

function tokenOf(session: unknown): string {
  if (typeof session === "object" && session !== null && "token" in session) return String(session.token);
  throw new Error("there is no session");
}
