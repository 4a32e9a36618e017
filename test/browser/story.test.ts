// Room: test/browser. One milking in the demo, from the first start to the printed book: what a farm does with the pages, on the shipping way.
// Each test goes on from the one before. May not: a shed double; what the pages show comes from cows that walk.

import { randomUUID } from "node:crypto";
import type { Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type DemoShed, startDemoShed } from "./demo-shed.ts";
import { givePin, keepPicture, looksRight, type Opened, openBrowser, type Pages } from "./harness.ts";
import { readPdf } from "./pdf.ts";

const PIN = "730418";
const UNREAD = 4;
/** From the press on Save to the red tile on another screen: a second, and time for two pages to be drawn. */
const RED_WITHIN_MS = 3_000;
/** A PIN counts for two minutes: run by hand, the story waits until it is asked for once more. */
const PIN_AGES = process.env.VATGUARD_PIN_AGES === "yes";
const PIN_COUNTS_MS = 125_000;
const STALE_WITHIN_MS = 5_000;

let shed: DemoShed;
let pages: Pages;
/** The manager at the desk; on the wall the board, where nobody is signed in; a phone in the pit. */
let manager: Opened;
let wall: Opened;
let phone: Opened | null = null;
/** Cows that were milked to the vat when they came up in the story. */
const story: { treated: Stands; keyed: Stands; tested: Stands } = {
  treated: { bail: 0, cow: "" },
  keyed: { bail: 0, cow: "" },
  tested: { bail: 0, cow: "" },
};
type Stands = { readonly bail: number; readonly cow: string };

beforeAll(async () => {
  shed = await startDemoShed({ cows: 40, speed: 2, seed: 4, first: [`reader bail-${UNREAD}-reader`] });
  pages = await openBrowser(shed.url);
  [manager, wall] = [await pages.open(), await pages.open({ size: "seven-inch", look: "dark" })];
});
afterEach(async ({ task }) => {
  if (task.result?.state !== "fail") return;
  for (const [at, page] of [
    ...manager.page.context().pages(),
    ...(phone === null ? [] : [phone.page]),
    wall.page,
  ].entries())
    await keepPicture(page, `failed-${task.name.slice(0, 24).replaceAll(" ", "-")}-${at}`);
  process.stderr.write(`${shed.said().slice(-6_000)}\n`);
});
afterAll(async () => {
  await pages?.close();
  await shed?.stop();
});

test("with the code from the console the first manager is set up, and the board fills with cows", async () => {
  const { page } = manager;
  await page.goto("/");
  await page.getByLabel("Code from the console").fill(shed.code);
  await page.getByLabel("Your name").fill("Anna Muster");
  await page.getByLabel("PIN", { exact: true }).fill(PIN);
  await page.getByLabel("PIN once more").fill(PIN);
  await page.getByRole("button", { name: "Set up" }).click();
  await page.locator("button.bail").first().waitFor();
  await batchesCome(page);
  await wall.page.goto("/");
  const toVat = wall.page.locator("button.bail.green-steady");
  await expect.poll(() => toVat.count(), { timeout: 30_000 }).toBeGreaterThanOrEqual(3);
  const [treated, keyed, tested] = await standing(toVat);
  if (treated === undefined || keyed === undefined || tested === undefined) throw new Error("cows have left");
  Object.assign(story, { treated, keyed, tested });
  await looksRight(wall, "story-pit");
});

test("on a phone she is treated with one thumb, and on the board her bail is red before the hand is off the glass", async () => {
  phone = await pages.open({ size: "phone" });
  const { page } = phone;
  const { cow, bail } = story.treated;
  await page.goto("/treat");
  await page.getByRole("button", { name: "Anna Muster" }).click();
  await givePin(page, PIN, "Sign in");
  await page.getByRole("heading", { name: "Which cow?" }).waitFor();
  await looksRight(phone, "story-treat-cow");
  for (const digit of cow) await page.getByRole("button", { name: digit, exact: true }).click();
  await page.getByRole("button", { name: "Take" }).click();
  await page.getByRole("button", { name: /^Lactating cow tube B/ }).click();
  await page.getByRole("button", { name: "Mastitis", exact: true }).click();
  await page.getByRole("button", { name: "right hind" }).click();
  await looksRight(phone, "story-treat-save");
  const pressed = performance.now();
  await page.getByRole("button", { name: "Save" }).click();
  await tile(wall.page, bail, `cow ${cow}(?!\\d).*WITHHELD`).waitFor();
  expect(performance.now() - pressed).toBeLessThan(RED_WITHIN_MS);
  await expect.poll(() => tile(wall.page, bail).getAttribute("class")).toContain("red-steady");
  await page.getByText("Recorded and in force").waitFor();
  await looksRight(phone, "story-treat-recorded");
});

test("with Tab, Enter and digits alone another cow is treated", async () => {
  const { page } = manager;
  const { cow, bail } = story.keyed;
  await page.goto("/treat");
  await page.getByLabel("Her number, or scan her tag").waitFor();
  await tabTo(page, /^Skip to the page/);
  await page.keyboard.press("Enter");
  await tabTo(page, /^INPUT/);
  await page.keyboard.type(cow);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Which medicine?" }).waitFor();
  await tabTo(page, /^Lactating cow tube A/);
  await page.keyboard.press("Enter");
  await tabTo(page, /^Mastitis/);
  await page.keyboard.press("Enter");
  await tabTo(page, /^Save/);
  await page.keyboard.press("Enter");
  await page.getByText("Recorded and in force").waitFor();
  await tile(wall.page, bail, `cow ${cow}(?!\\d).*WITHHELD`).waitFor();
});

test("a place whose reader is dead is settled with the number that stands on the cow", async () => {
  const { page } = manager;
  const [, cow = ""] =
    /cow (\d+) in bail/.exec(await shed.hear(new RegExp(`MEASURED +cow \\d+ in bail ${UNREAD} DIVERTED`))) ??
    [];
  await page.goto("/");
  await tile(page, UNREAD, "NOT READ").waitFor();
  await page.getByRole("button", { name: `Bail ${UNREAD}: which cow?` }).click();
  for (const digit of cow) await page.getByRole("button", { name: digit, exact: true }).click();
  await page.getByRole("button", { name: "This cow", exact: true }).click();
  await tile(page, UNREAD, `cow ${cow}(?!\\d)`).waitFor();
});

test("a sample withholds her until the laboratory says negative; then CHECK is asked, and the button of her bail answers it", async () => {
  const { page } = manager;
  const { cow, bail } = story.tested;
  await page.goto(`/cow/${cow}?do=test-sample`);
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Recorded and in force").waitFor();
  await tile(wall.page, bail, `cow ${cow}(?!\\d).*WITHHELD`).waitFor();
  await page.goto(`/cow/${cow}`);
  await page.getByRole("link", { name: "Enter the test result" }).first().click();
  await page.getByText("Negative", { exact: true }).click();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Recorded and in force").waitFor();
  // In this visit her milk stays out: the bail's board is reset, and she is counted and read as if she came in anew.
  shed.type("restart board");
  await tile(wall.page, bail, "CHECK").waitFor();
  await looksRight(wall, "story-check");
  shed.type(`press ${bail}`);
  await tile(wall.page, bail, `VAT.*cow ${cow}(?!\\d)`).waitFor();
});

test("a person's own hold ends early with a reason, and the PIN once more where it is not fresh", async () => {
  const { page } = manager;
  const { cow, bail } = story.tested;
  await page.goto(`/cow/${cow}?do=manual-hold`);
  await page.getByLabel("Why is her milk held?").fill("swollen quarter");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Recorded and in force").waitFor();
  await tile(wall.page, bail, `cow ${cow}(?!\\d).*WITHHELD`).waitFor();
  await page.goto(`/cow/${cow}`);
  if (PIN_AGES) await page.waitForTimeout(PIN_COUNTS_MS);
  await page.getByRole("link", { name: "End early" }).click();
  await page.getByLabel("Why may it end early?").fill("the vet looked: only a bruise");
  await page.getByRole("button", { name: "Save" }).click();
  if (PIN_AGES) {
    await page.getByRole("heading", { name: "Your PIN once more" }).waitFor();
    await looksRight(manager, "story-pin-once-more");
    await givePin(page, PIN, "Go on");
  }
  await page.getByText("Recorded and in force").waitFor();
  await page.goto(`/cow/${cow}`);
  await page.locator(".cow-standing.check").waitFor();
}, 200_000);

test("the vat's page shows the milk coming in, its curve with the limit, and what will be said of it", async () => {
  const { page } = manager;
  await page.goto("/vat");
  await page.locator(".vat-milk").getByText("Milking 1 began at").waitFor();
  await page.locator("canvas").first().waitFor();
  const drawn = await page.evaluate<number>(
    "(() => { const c = document.querySelector('canvas'); const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; const seen = new Set(); for (let i = 0; i < d.length; i += 4) if (d[i + 3] > 0) seen.add(d[i] + ',' + d[i + 1] + ',' + d[i + 2]); return seen.size; })()",
  );
  expect(drawn, "colours in the chart").toBeGreaterThan(3);
  await looksRight(manager, "story-vat");
});

test("the treatment book has it all, and prints on A4 across with the head of the chain at its foot", async () => {
  const { page } = manager;
  await page.goto("/records/treatments");
  for (const { cow } of [story.treated, story.keyed])
    await page.getByRole("link", { name: cow, exact: true }).first().waitFor();
  await page.getByRole("button", { name: "Print" }).click();
  await page.locator(".records-book").waitFor({ state: "attached" });
  await expect.poll(() => page.locator(".records-paper-foot").textContent()).toContain("head ");
  const printed = readPdf(await page.pdf({ preferCSSPageSize: true }));
  for (const sheet of printed.pages) expect(sheet).toEqual({ width: 297, height: 210 });
  expect(printed.letters).toContain("LactatingcowtubeB,label1");
  expect(printed.letters).toContain("Mastitis,righthind");
  expect(printed.letters).toContain("anna.muster");
  // The shed goes on writing: the head on the paper is that of a record, not always of the last.
  const head = /head([0-9a-f]{64})/.exec(printed.letters)?.[1] ?? "no head";
  expect(await (await page.request.get("/api/changes?limit=200")).text()).toContain(head);
});

test("when the controller stands still every board says so within five seconds, and is well again by itself", async () => {
  shed.freeze();
  const since = performance.now();
  await wall.page.getByText("STALE").waitFor();
  expect(performance.now() - since).toBeLessThan(STALE_WITHIN_MS);
  await wall.page.getByText("The office hears nothing from the controller").waitFor();
  await looksRight(wall, "story-stale");
  shed.thaw();
  await wall.page.getByText("STALE").waitFor({ state: "hidden" });
});

/** What a farm has on its shelf before a cow is ill. */
async function batchesCome(page: Page): Promise<void> {
  const session: unknown = await (await page.request.get("/api/session")).json();
  const token = typeof session === "object" && session !== null && "token" in session ? session.token : "";
  for (const product of ["tube", "both"]) {
    const data = {
      entry: randomUUID(),
      product,
      number: `LOT-${product}`,
      quantity: 24,
      useBy: "2099-12-31",
      supplier: "Valley Veterinary Clinic",
      receivedOn: new Date().toISOString().slice(0, 10),
    };
    const headers = { origin: shed.url, "x-vatguard-token": String(token) };
    const answer = await page.request.post("/api/batches", { headers, data });
    expect(await answer.text()).toContain("Recorded");
  }
}

function tile(page: Page, bail: number, more = ""): Locator {
  return page.locator("button.bail").filter({ hasText: new RegExp(`^Bail ${bail}(?!\\d).*${more}`) });
}

async function standing(tiles: Locator): Promise<readonly Stands[]> {
  const texts = await tiles.allTextContents();
  return texts.flatMap((text) => {
    const found = /^Bail (\d+).*cow (\d+)/.exec(text);
    return found === null ? [] : [{ bail: Number(found[1]), cow: found[2] ?? "" }];
  });
}

const TABS_MAX = 60;
/** As a person does: Tab until it is there. An input has no words, and goes by its kind. */
async function tabTo(page: Page, wanted: RegExp): Promise<void> {
  const seen: string[] = [];
  for (let tabs = 0; tabs < TABS_MAX; tabs += 1) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate<string>(
      "(document.activeElement.textContent || document.activeElement.tagName).trim()",
    );
    if (wanted.test(focused)) return;
    seen.push(focused.slice(0, 30));
  }
  throw new Error(`Tab never came to ${wanted}: ${seen.join(" | ")}`);
}
