// Room: test/browser. A real Chromium at the three sizes, and what every page has to stand: no sideways scroll, no serious finding of axe.
// May live here: the browser, sizes, pictures, checks that hold for every page. May not: what one page shows.

import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { expect } from "vitest";

export const SIZES = {
  phone: { width: 390, height: 844 },
  "seven-inch": { width: 800, height: 480 },
  desktop: { width: 1440, height: 900 },
} as const;
export type Size = keyof typeof SIZES;
export const SIZE_NAMES = ["phone", "seven-inch", "desktop"] as const satisfies readonly Size[];
export type Look = "light" | "dark";

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const PICTURES = join(import.meta.dirname, "../../coverage/screenshots");
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const GRAVE = ["serious", "critical"];
/** Nothing is promised within it: a busy computer is waited for, and what is not there by then does not come. */
const PATIENCE_MS = 45_000;

export type Pages = {
  /** A new browser session: nobody is signed in. Its page keeps what the console said. */
  readonly open: (options?: { readonly size?: Size; readonly look?: Look }) => Promise<Opened>;
  readonly close: () => Promise<void>;
};
export type Opened = {
  readonly page: Page;
  /** Errors on the browser's console, what broke the page's own policy, and what was asked of another computer. */
  readonly complaints: string[];
  readonly resize: (size: Size) => Promise<void>;
};

export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: "/usr/bin/chromium", args: FLAGS });

export async function openBrowser(url: string): Promise<Pages> {
  mkdirSync(PICTURES, { recursive: true });
  const browser = await launch();
  return {
    open: async ({ size = "desktop", look = "light" } = {}) => {
      const context = await browser.newContext({
        baseURL: url,
        viewport: SIZES[size],
        colorScheme: look,
        reducedMotion: "reduce",
        timezoneId: "Europe/London",
      });
      const page = await context.newPage();
      page.setDefaultTimeout(PATIENCE_MS);
      const complaints: string[] = [];
      page.on("request", (request) => {
        const { hostname, protocol } = new URL(request.url());
        if (protocol.startsWith("http") && hostname !== "127.0.0.1") {
          complaints.push(`asked ${hostname} for something`);
        }
      });
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("console", (message) => {
        // A refusal is an answer: the browser complains of its status by itself.
        if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
          complaints.push(message.text());
        }
      });
      return { page, complaints, resize: (to) => page.setViewportSize(SIZES[to]) };
    },
    close: () => browser.close(),
  };
}

type Found = {
  readonly impact?: string | null;
  readonly id: string;
  readonly nodes: readonly { readonly target: unknown }[];
};

export const keepPicture = (page: Page, name: string): Promise<Buffer> =>
  page.screenshot({ path: join(PICTURES, `${name}.png`) });

/** How far a page reaches beyond its screen. */
export const sidewaysOf = (page: Page): Promise<number> =>
  page.evaluate<number>("document.documentElement.scrollWidth - window.innerWidth");

/** What holds for every page, and a picture of it. */
export async function looksRight({ page, complaints }: Opened, name: string): Promise<void> {
  await keepPicture(page, name);
  expect(await sidewaysOf(page), `${name} scrolls sideways`).toBeLessThanOrEqual(0);
  await page.evaluate(AXE);
  const found: readonly Found[] = await page.evaluate("axe.run(document).then((all) => all.violations)");
  const grave = found
    .filter(({ impact }) => GRAVE.includes(impact ?? ""))
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => String(target)).join(", ")}`);
  expect(grave, `${name} for those who do not see or point`).toEqual([]);
  expect(complaints, `${name} on the browser's console`).toEqual([]);
}

/** The same at all three sizes. */
export async function looksRightEverywhere(opened: Opened, name: string): Promise<void> {
  for (const size of SIZE_NAMES) {
    await opened.resize(size);
    await looksRight(opened, `${name}-${size}`);
  }
}

/** Presses a PIN on the pad, or writes it where there is a keyboard. */
export async function givePin(page: Page, pin: string, done: string): Promise<void> {
  for (const digit of pin) await page.getByRole("button", { name: digit, exact: true }).click();
  await page.getByRole("button", { name: done, exact: true }).click();
}
