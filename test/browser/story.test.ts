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
/** A PIN counts for two minutes. */
const PIN_COUNTS_MS = 122_000;
const STALE_WITHIN_MS = 5_000;
/** Cows stay for as long as they are milked. Who walks on while something is entered for her leaves it to the next one. */
const COWS_TRIED = 4;
const COW_WITHIN_MS = 90_000;
/** Nothing is promised within it: a computer that does much else is waited for. */
const PATIENCE_MS = 60_000;
const WHOLE_STEP_MS = 240_000;

let shed: DemoShed;
let pages: Pages;
/** The manager at the desk; on the wall the board, where nobody is signed in; a phone in the pit. */
let manager: Opened;
let wall: Opened;
let phone: Opened | null = null;
/** Cows who have had their part, and who was treated in it. */
const used = new Set<string>();
const treated: string[] = [];
let pinGivenAt = 0;
type Stands = { readonly bail: number; readonly cow: string };

beforeAll(async () => {
  shed = await startDemoShed({ cows: 160, speed: 2, seed: 4, first: [`reader bail-${UNREAD}-reader`] });
  pages = await openBrowser(shed.url);
  [manager, wall] = [await pages.open(), await pages.open({ size: "seven-inch", look: "dark" })];
  for (const { page } of [manager, wall]) page.setDefaultTimeout(PATIENCE_MS);
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

test(
  "with the code from the console the first manager is set up, and the board fills with cows",
  async () => {
    const { page } = manager;
    await page.goto("/");
    await page.getByLabel("Code from the console").fill(shed.code);
    await page.getByLabel("Your name").fill("Anna Muster");
    await page.getByLabel("PIN", { exact: true }).fill(PIN);
    await page.getByLabel("PIN once more").fill(PIN);
    await page.getByRole("button", { name: "Set up" }).click();
    await page.locator("button.bail").first().waitFor();
    pinGivenAt = performance.now();
    await batchesCome(page);
    await wall.page.goto("/");
    const toVat = wall.page.locator("button.bail.green-steady");
    await expect.poll(() => toVat.count(), { timeout: COW_WITHIN_MS }).toBeGreaterThanOrEqual(3);
    await looksRight(wall, "story-pit");
  },
  WHOLE_STEP_MS,
);

test(
  "on a phone she is treated with one thumb, and on the board her bail is red before the hand is off the glass",
  async () => {
    phone = await pages.open({ size: "phone" });
    const opened = phone;
    const { page } = opened;
    page.setDefaultTimeout(PATIENCE_MS);
    await page.goto("/treat");
    await page.getByRole("button", { name: "Anna Muster" }).click();
    await givePin(page, PIN, "Sign in");
    await page.getByRole("heading", { name: "Which cow?" }).waitFor();
    await looksRight(opened, "story-treat-cow");
    await withACow(async ({ cow, bail }) => {
      await page.goto("/treat");
      await page.getByRole("heading", { name: "Which cow?" }).waitFor();
      for (const digit of cow) await page.getByRole("button", { name: digit, exact: true }).click();
      await page.getByRole("button", { name: "Take" }).click();
      await page.getByRole("button", { name: /^Lactating cow tube B/ }).click();
      await page.getByRole("button", { name: "Mastitis", exact: true }).click();
      await page.getByRole("button", { name: "right hind" }).click();
      if (!(await isThere(cow))) return false;
      const pressed = performance.now();
      await page.getByRole("button", { name: "Save" }).click();
      treated.push(cow);
      const red = await comesOrSheGoes(wall.page, { cow, bail }, "WITHHELD");
      if (red) expect(performance.now() - pressed).toBeLessThan(RED_WITHIN_MS);
      await page.getByText("Recorded and in force").waitFor();
      return red && (await hasLamp(bail, cow, "red-steady"));
    });
    await looksRight(opened, "story-treat-recorded");
  },
  WHOLE_STEP_MS,
);

test(
  "with Tab, Enter and digits alone another cow is treated",
  async () => {
    const { page } = manager;
    await withACow(async ({ cow, bail }) => {
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
      treated.push(cow);
      return comesOrSheGoes(wall.page, { cow, bail }, "WITHHELD");
    });
  },
  WHOLE_STEP_MS,
);

test(
  "a place whose reader is dead is settled with the number that stands on the cow",
  async () => {
    const { page } = manager;
    await page.goto("/");
    await tries(async () => {
      await tile(page, UNREAD, "NOT READ").waitFor({ timeout: COW_WITHIN_MS });
      // The number that stands on her: that of the last cow who came into this bail.
      const came = [
        ...shed.said().matchAll(new RegExp(`MEASURED +cow (\\d+) in bail ${UNREAD} DIVERTED`, "g")),
      ];
      const cow = came.at(-1)?.[1];
      const ask = page.getByRole("button", { name: `Bail ${UNREAD}: which cow?` });
      if (cow === undefined || !(await ask.isVisible())) return false;
      await ask.click();
      for (const digit of cow) await page.getByRole("button", { name: digit, exact: true }).click();
      await page.getByRole("button", { name: "This cow", exact: true }).click();
      const settled = await comesOrSheGoes(page, { cow, bail: UNREAD }, "");
      if (!settled) await page.goto("/");
      return settled;
    });
  },
  WHOLE_STEP_MS,
);

test(
  "a sample withholds her until the laboratory says negative; then CHECK is asked, and the button of her bail answers it",
  async () => {
    const { page } = manager;
    await withACow(async ({ cow, bail }) => {
      await page.goto(`/cow/${cow}?do=test-sample`);
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText("Recorded and in force").waitFor();
      if (!(await comesOrSheGoes(wall.page, { cow, bail }, "WITHHELD"))) return false;
      await page.goto(`/cow/${cow}`);
      await page.getByRole("link", { name: "Enter the test result" }).first().click();
      await page.getByText("Negative", { exact: true }).click();
      await page.getByRole("button", { name: "Save" }).click();
      await orThePin(page, "Recorded and in force");
      if (!(await isThere(cow))) return false;
      // In this visit her milk stays out: the bail's board is reset, and she is counted and read as if she came in anew.
      shed.type("restart board");
      if (!(await comesOrSheGoes(wall.page, { cow, bail }, "CHECK", { withinMs: BOARD_BACK_MS })))
        return false;
      await keepPicture(wall.page, "story-check");
      // As a milker does: a press that a board did not hear, because it was just starting, is pressed again.
      return comesOrSheGoes(wall.page, { cow, bail }, "VAT", {
        withinMs: BOARD_BACK_MS,
        nudge: () => shed.type(`press ${bail}`),
      });
    });
  },
  WHOLE_STEP_MS,
);

test(
  "the vat's page shows the milk coming in, its curve with the limit, and what will be said of it",
  async () => {
    const { page } = manager;
    await page.goto("/vat");
    await page
      .locator(".vat-milk")
      .getByText(/Milking \d+ began at/)
      .waitFor();
    await page.locator("canvas").first().waitFor();
    const drawn = await page.evaluate<number>(
      "(() => { const c = document.querySelector('canvas'); const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; const seen = new Set(); for (let i = 0; i < d.length; i += 4) if (d[i + 3] > 0) seen.add(d[i] + ',' + d[i + 1] + ',' + d[i + 2]); return seen.size; })()",
    );
    expect(drawn, "colours in the chart").toBeGreaterThan(3);
    await looksRight(manager, "story-vat");
  },
  WHOLE_STEP_MS,
);

test(
  "the treatment book has it all, and prints on A4 across with the head of the chain at its foot",
  async () => {
    const { page } = manager;
    await page.goto("/records/treatments");
    for (const cow of treated) await page.getByRole("link", { name: cow, exact: true }).first().waitFor();
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
  },
  WHOLE_STEP_MS,
);

test(
  "a person's own hold ends early with a reason, and the PIN once more when the last one was given long ago",
  async () => {
    const { page } = manager;
    const cow = await withACow(async ({ cow, bail }) => {
      await page.goto(`/cow/${cow}?do=manual-hold`);
      await page.getByLabel("Why is her milk held?").fill("swollen quarter");
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText("Recorded and in force").waitFor();
      return comesOrSheGoes(wall.page, { cow, bail }, "WITHHELD");
    }, true);
    await page.goto(`/cow/${cow}`);
    await page.waitForTimeout(Math.max(0, pinGivenAt + PIN_COUNTS_MS - performance.now()));
    await page.getByRole("link", { name: "End early" }).click();
    await page.getByLabel("Why may it end early?").fill("the vet looked: only a bruise");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("heading", { name: "Your PIN once more" }).waitFor();
    await looksRight(manager, "story-pin-once-more");
    await givePin(page, "000000", "Go on");
    await page.getByRole("alert").filter({ hasText: /PIN/ }).first().waitFor();
    await givePin(page, PIN, "Go on");
    await page.getByText("Recorded and in force").waitFor();
    await page.goto(`/cow/${cow}`);
    await page.locator(".cow-standing.check").waitFor();
  },
  WHOLE_STEP_MS,
);

test(
  "when the controller stands still every board says so within five seconds, and is well again by itself",
  async () => {
    shed.freeze();
    const since = performance.now();
    await wall.page.getByText("STALE").waitFor();
    expect(performance.now() - since).toBeLessThan(STALE_WITHIN_MS);
    await wall.page.getByText("The office hears nothing from the controller").waitFor();
    await looksRight(wall, "story-stale");
    shed.thaw();
    await wall.page.getByText("STALE").waitFor({ state: "hidden" });
  },
  WHOLE_STEP_MS,
);

/** A board that was reset is plugged in anew, and its cows are counted and read. */
const BOARD_BACK_MS = 30_000;

async function tries(once: () => Promise<boolean>): Promise<void> {
  for (let tried = 0; tried < COWS_TRIED; tried += 1) if (await once()) return;
  throw new Error(`${COWS_TRIED} cows walked on before it was done`);
}

/** Does it with the cow who came last of those that are milked to the vat now. False: she has walked on, and it is done with another one. */
async function withACow(act: (one: Stands) => Promise<boolean>, mayBeUsed = false): Promise<string> {
  let last = "";
  await tries(async () => {
    const one = await cowNow(mayBeUsed);
    last = one.cow;
    return act(one);
  });
  return last;
}

async function cowNow(mayBeUsed: boolean): Promise<Stands> {
  const found: Stands[] = [];
  const look = async (): Promise<boolean> => {
    const here = (await standing(wall.page.locator("button.bail.green-steady"))).filter(
      ({ cow }) => mayBeUsed || !used.has(cow),
    );
    const came = ({ cow, bail }: Stands) => shed.said().lastIndexOf(`bail ${bail} cow ${cow} to the vat`);
    found.push(...here.toSorted((one, other) => came(one) - came(other)));
    return found.length > 0;
  };
  await expect.poll(look, { timeout: COW_WITHIN_MS }).toBe(true);
  const one = found.at(-1);
  if (one === undefined) throw new Error("no cow came");
  used.add(one.cow);
  return one;
}

const isThere = async (cow: string): Promise<boolean> =>
  (await standing(wall.page.locator("button.bail"))).some((one) => one.cow === cow);

/** True: her tile says so. False: she has walked on. A tile that says neither is waited for. */
async function comesOrSheGoes(
  page: Page,
  { cow, bail }: Stands,
  words: string,
  { withinMs = COW_WITHIN_MS, nudge = () => undefined }: { withinMs?: number; nudge?: () => void } = {},
): Promise<boolean> {
  let nudged = Number.NEGATIVE_INFINITY;
  const end = performance.now() + withinMs;
  const hers = tile(page, bail, `cow ${cow}(?!\\d)`);
  let gone = 0;
  while (performance.now() < end) {
    const [text = null] = await hers.allTextContents();
    if (text?.includes(words) === true) return true;
    if (performance.now() - nudged > NUDGE_EVERY_MS) {
      nudge();
      nudged = performance.now();
    }
    // While a board starts anew nobody stands anywhere for a moment.
    gone = text === null ? gone + 1 : 0;
    if (gone * LOOK_EVERY_MS > GONE_MS && (await anotherStands(page, bail, cow))) return false;
    await page.waitForTimeout(LOOK_EVERY_MS);
  }
  if (gone > 0) return false;
  throw new Error(`the tile of cow ${cow} in bail ${bail} never said "${words}"`);
}
const LOOK_EVERY_MS = 50;
const NUDGE_EVERY_MS = 3_000;
const GONE_MS = 2_000;

/** Somebody else's number, or nobody at all, stands in her bail. */
async function anotherStands(page: Page, bail: number, cow: string): Promise<boolean> {
  const [text = ""] = await tile(page, bail).allTextContents();
  return /EMPTY/.test(text) || (/cow \d/.test(text) && !new RegExp(`cow ${cow}(?!\\d)`).test(text));
}

async function hasLamp(bail: number, cow: string, lamp: string): Promise<boolean> {
  const hers = tile(wall.page, bail, `cow ${cow}(?!\\d)`);
  await expect
    .poll(async () => ((await hers.count()) === 0 ? lamp : await hers.getAttribute("class")), {
      timeout: COW_WITHIN_MS,
    })
    .toContain(lamp);
  return (await hers.count()) > 0;
}

/** On a busy computer the two minutes of the PIN may be over. */
async function orThePin(page: Page, words: string): Promise<void> {
  const asked = page.getByRole("heading", { name: "Your PIN once more" });
  await page.getByText(words).or(asked).first().waitFor();
  if (!(await asked.isVisible())) return;
  await givePin(page, PIN, "Go on");
  pinGivenAt = performance.now();
  await page.getByText(words).waitFor();
}

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
