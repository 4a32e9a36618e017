// Room: test/browser. Pictures of every page over a month of a farm, run by hand (README.md); two of them go into the README.
// May live here: starting the demo with its month, walking through the pages, sizes and names of pictures. May not: expectations.

import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Browser, Page } from "playwright-core";
import { test } from "vitest";
import { type Look, launch, SIZE_NAMES, SIZES } from "./harness.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const DIST = process.env.VATGUARD_DIST ?? join(ROOT, "dist");
const README_PICTURES = join(ROOT, "src", "office", "ui", "pictures");
const PIN = "730418";
/** A month is made in a minute of a quiet computer. */
const MONTH_WITHIN_MS = 900_000;
const ROW_WITHIN_MS = 240_000;

/** "all", "readme", or names of pages with commas between; nothing is done without it. */
const WANTED = process.env.VATGUARD_PICTURES ?? "";
const data = resolve(process.env.VATGUARD_FARM ?? join(ROOT, "data", "pictures"));
const PICTURES = join(ROOT, "coverage", "screenshots", "month");
const PORT = 8_470;

const ADDRESSES: readonly (readonly [string, string])[] = [
  ["pit", "/"],
  ["withheld", "/withheld"],
  ["treat", "/treat"],
  ["treat-several", "/treat?for=several"],
  ["treat-dry-off", "/treat?for=dry-off"],
  ["vat", "/vat"],
  ["vat-milkings", "/vat?view=milkings"],
  ["vat-checks", "/vat?view=checks"],
  ["vat-events", "/vat?view=events"],
  ["vat-print", "/vat?view=sheet"],
  ["cows", "/cows"],
  ["treatments", "/records/treatments"],
  ["milkings", "/records/milkings"],
  ["visits", "/records/visits"],
  ["diverted", "/records/diverted"],
  ["alarms", "/records/alarms"],
  ["happenings", "/records/happenings"],
  ["changes", "/records/changes"],
  ["medicines", "/medicines"],
  ["shed", "/shed"],
  ["people", "/people"],
];

type Demo = { readonly url: string; readonly code: string | null; readonly type: (line: string) => void };

/** The farm of the folder, or a new one with a month behind it. */
async function startFarm(): Promise<Demo & { readonly stop: () => Promise<void> }> {
  const wish = ["--cows", "60", "--history", "30", "--speed", "20", "--port", String(PORT), "--data", data];
  const child = spawn(process.execPath, [join(DIST, "main", "vatguard.js"), "demo", ...wish], {
    stdio: "pipe",
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (/^ *\d+ %/.test(text)) process.stderr.write(text);
    });
  }
  await until(
    () => said.includes("The pages are at"),
    MONTH_WITHIN_MS,
    () => said.slice(-2_000),
  );
  return {
    url: /The pages are at (http:\S+)/.exec(said)?.[1] ?? "",
    code: /type the code (\S+)/.exec(said)?.[1] ?? null,
    type: (line) => void child.stdin.write(`${line}\n`),
    stop: async () => {
      const gone = new Promise((done) => child.once("exit", done));
      child.stdin.write("quit\n");
      await gone;
      writeFileSync(join(PICTURES, "demo.log"), said);
    },
  };
}

async function until(
  isSo: () => boolean | Promise<boolean>,
  withinMs: number,
  orElse: () => string,
): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(orElse());
    await new Promise((done) => setTimeout(done, 200));
  }
}

async function signIn(page: Page, { url, code }: Demo): Promise<void> {
  await page.goto(url);
  if (code !== null) {
    await page.getByLabel("Code from the console").fill(code);
    await page.getByLabel("Your name").fill("Robin Hart");
    await page.getByLabel("PIN", { exact: true }).fill(PIN);
    await page.getByLabel("PIN once more").fill(PIN);
    await page.getByRole("button", { name: "Set up" }).click();
  } else {
    await page.goto(`${url}/sign-in`);
    await page.getByRole("button", { name: "Robin Hart" }).click();
    for (const digit of PIN) await page.getByRole("button", { name: digit, exact: true }).click();
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
  }
  await page.locator("button.bail").first().waitFor();
}

/** A row stands there, somebody is withheld, and one more is treated while she is milked. */
async function aRowStands(page: Page, demo: Demo): Promise<void> {
  const standing = page.locator("button.bail.green-steady");
  const held = page.locator("button.bail.red-steady");
  await until(
    async () => (await standing.count()) >= 13,
    ROW_WITHIN_MS,
    () => "no row came",
  );
  demo.type("treat");
  await until(
    async () => (await held.count()) >= 1,
    20_000,
    () => "nobody became red",
  );
}

async function pageFor(browser: Browser, signedIn: string | undefined, look: Look, size: keyof typeof SIZES) {
  const context = await browser.newContext({
    viewport: SIZES[size],
    colorScheme: look,
    reducedMotion: "reduce",
    ...(signedIn === undefined ? {} : { storageState: signedIn }),
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  return page;
}

async function settled(page: Page): Promise<void> {
  await page.waitForLoadState("load");
  await page.locator("h1").first().waitFor({ state: "attached" });
  await until(
    async () => (await page.locator('.reading, [aria-busy="true"]').count()) === 0,
    8_000,
    () => "",
  ).catch(() => process.stderr.write(`still reading: ${page.url()}\n`));
  await page.waitForTimeout(600);
}

async function walk(browser: Browser, demo: Demo, state: string): Promise<void> {
  const cow = await treatedCow(browser, demo, state);
  const all = [...ADDRESSES, ["cow", `/cow/${cow}`] as const];
  const chosen = all.filter(([name]) => WANTED === "all" || WANTED.split(",").includes(name));
  for (const [size, look] of SIZE_NAMES.map((one) => [one, one === "phone" ? "dark" : "light"] as const)) {
    const page = await pageFor(browser, state, look, size);
    for (const [name, address] of chosen) {
      await page.goto(`${demo.url}${address}`);
      await settled(page);
      const file = join(PICTURES, `${name}-${size}`);
      await page.screenshot({ path: `${file}.png` });
      await page.screenshot({ path: `${file}-whole.png`, fullPage: true });
      const beyond = await page.evaluate<number>("document.documentElement.scrollWidth - window.innerWidth");
      if (beyond > 0) process.stderr.write(`${name}-${size} scrolls sideways by ${beyond}\n`);
    }
    await page.context().close();
  }
}

async function treatedCow(browser: Browser, demo: Demo, state: string): Promise<string> {
  const page = await pageFor(browser, state, "light", "desktop");
  const held: unknown = await (await page.request.get(`${demo.url}/api/treatments?limit=20`)).json();
  await page.context().close();
  const text = JSON.stringify(held);
  return /"cows":\["(\w+)"\]/.exec(text)?.[1] ?? "1";
}

/** Small and crisp: twice the pixels of a seven-inch screen would not fit into 200 kB, a desktop's do. */
async function forReadme(browser: Browser, demo: Demo, state: string): Promise<void> {
  mkdirSync(README_PICTURES, { recursive: true });
  for (const [name, address] of [
    ["pit", "/"],
    ["vat", "/vat"],
  ] as const) {
    const page = await pageFor(browser, state, "light", "desktop");
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto(`${demo.url}${address}`);
    await settled(page);
    const picture = await page.screenshot({ path: join(README_PICTURES, `${name}.png`) });
    process.stderr.write(`${name}.png ${(picture.length / 1_000).toFixed(0)} kB\n`);
    await page.context().close();
  }
}

test.skipIf(WANTED === "")(
  "pictures of a farm with a month behind it",
  async () => {
    mkdirSync(PICTURES, { recursive: true });
    const demo = await startFarm();
    const browser = await launch();
    try {
      const page = await pageFor(browser, undefined, "light", "desktop");
      await signIn(page, demo);
      const state = join(data, "signed-in.json");
      await page.context().storageState({ path: state });
      if (WANTED === "readme") {
        await aRowStands(page, demo);
        await forReadme(browser, demo, state);
      } else await walk(browser, demo, state);
    } finally {
      await browser.close();
      await demo.stop();
    }
  },
  2 * MONTH_WITHIN_MS,
);
