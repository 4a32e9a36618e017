// config/herd-file.md: each of its examples is loaded and asked, and its tables are made from the schemas.
// To write the tables anew after a change of the schema: VATGUARD_WRITE_SCHEMAS=1 npx vitest run test/config/herd-page.test.ts

import { readFileSync, writeFileSync } from "node:fs";
import { env } from "node:process";
import { describe, expect, test } from "vitest";
import { farmZone, parseMoment } from "../../src/config/farm-time.ts";
import { BARE_DATES, FACT_SCHEMAS } from "../../src/config/herd-fact-schema.ts";
import { type LoadedHerd, loadHerdAndZone } from "../../src/config/herd-file.ts";
import { HERD_TABLES } from "../../src/config/herd-key-table.ts";
import { formatProblems } from "../../src/config/problem.ts";
import { milkingsOf } from "../../src/domain/holds/milkings.ts";
import { saleCheck } from "../../src/domain/holds/sale.ts";
import { asAt, verdictOn } from "../../src/domain/holds/verdict.ts";
import type { EpochMs } from "../../src/domain/units.ts";

const FILE = "config/herd-file.md";
const page = (): string => readFileSync(FILE, "utf8");

function loaded(text: string): LoadedHerd {
  const herd = loadHerdAndZone(text, { timeZone: null, now: null, file: FILE });
  if (!herd.ok) throw new Error(formatProblems(herd.error));
  return herd.value;
}

function instant(text: string, timeZone: string | null): EpochMs {
  const zone = farmZone(timeZone ?? "UTC");
  const moment = zone.ok ? parseMoment(text, zone.value, "start-of-day") : zone;
  if (!moment.ok) throw new Error(`${text}: ${moment.error.says}`);
  return moment.value.at;
}

/** An example with what the page says of it. */
type Example = { readonly heading: string; readonly json: string; readonly after: string };

function examples(): readonly Example[] {
  return page()
    .split(/^#+ /m)
    .flatMap((section) => {
      const [, json, after] = /```json\n([\s\S]*?)```\n([\s\S]*)/.exec(section) ?? [];
      const heading = section.split("\n")[0] ?? "";
      return json === undefined || after === undefined ? [] : [{ heading, json, after }];
    });
}

function cowOf({ table }: LoadedHerd, number: string) {
  const cow = table.cows.find((one) => one.cow === number);
  if (cow === undefined) throw new Error(`the example has no cow ${number}`);
  return cow;
}

const MILK_ROW = /^\| `([^`]+)` at `([^`]+)` *\| (\w+) *\| (.*?) *\| .* *\|$/gm;
const SALE_ROW = /^\| `([^`]+)` sold on `([^`]+)` *\| ([\w-]+) *\| ([\w-]+) *\| ([\w-]+) *\|$/gm;

describe.each(examples())("$heading", ({ json, after }) => {
  const milkRows = [...after.matchAll(MILK_ROW)];
  const saleRows = [...after.matchAll(SALE_ROW)];

  test("says what is answered", () => {
    expect(milkRows.length + saleRows.length).toBeGreaterThan(0);
    const rows = after.split("\n").filter((line) => /^\| `\d+` /.test(line));
    expect(milkRows.length + saleRows.length).toBe(rows.length);
  });

  test.each(milkRows.map(([, cow, at, verdict, held]) => ({ cow, at, verdict, held })))(
    "cow $cow at $at: $verdict",
    ({ cow, at, verdict, held }) => {
      const herd = loaded(json);
      const when = instant(at ?? "", herd.timeZone);
      const then = asAt(cowOf(herd, cow ?? ""), when);
      const answer = verdictOn(then.cow, [], null, herd.table.policy, when);
      const kinds = [...(held ?? "").matchAll(/`([^`]+)`/g)].map((match) => match[1]);
      expect([answer.verdict, answer.standing?.open.map((hold) => hold.kind)]).toEqual([verdict, kinds]);
    },
  );

  test.each(saleRows.map(([, cow, on, ...markets]) => ({ cow, on, markets })))(
    "cow $cow sold on $on",
    ({ cow, on, markets }) => {
      const herd = loaded(json);
      const { policy } = herd.table;
      const one = cowOf(herd, cow ?? "");
      const answer = saleCheck(one, milkingsOf(one, [], policy), policy, instant(on ?? "", herd.timeZone));
      expect(answer.map((market) => market.verdict)).toEqual(markets);
    },
  );
});

test("the examples show every kind of fact", () => {
  const kinds = examples().flatMap(({ json }) =>
    loaded(json).table.cows.flatMap((cow) => cow.facts.map((fact) => fact.kind)),
  );
  expect([...new Set(kinds)].sort()).toEqual(Object.keys(FACT_SCHEMAS).sort());
});

test.each(Object.entries(HERD_TABLES))("the table of %s is made from the schemas", (name, make) => {
  const begin = `<!-- table: ${name} -->\n`;
  const end = "<!-- end -->";
  const whole = page();
  const from = whole.indexOf(begin) + begin.length;
  const until = whole.indexOf(end, from);
  const text = `\n${make()}\n\n`;
  if (env.VATGUARD_WRITE_SCHEMAS === "1") {
    writeFileSync(FILE, whole.slice(0, from) + text + whole.slice(until));
  }
  const again = page();
  expect(again.slice(from, again.indexOf(end, from))).toBe(text);
});

const DATES: { readonly [row: string]: readonly (keyof typeof BARE_DATES)[] } = {
  "`first-dose`": ["firstDose"],
  "`last-dose`": ["lastDose"],
  "calving `at`": ["calving"],
  "dry-off `at`": ["dryOff"],
  "bought-in `at`": ["boughtIn"],
  "observation `at`": ["observation"],
  "`from`": ["from"],
  "`until`": ["until"],
  "test-sample `at`": ["sample"],
  "test-result `at`": ["result"],
  "`recorded-at`, `entered-at`": ["recorded"],
  "clearance, milked, looked-at `at`, `milkings`": ["clearance", "milked", "lookedAt"],
};
const MEANINGS = new Map([
  ["the beginning", "start-of-day"],
  ["the end", "end-of-day"],
  ["refused", "refused"],
]);

test("the page says of every date what it means without a time", () => {
  const section = page().split("| date alone ")[1]?.split("\n\n")[0] ?? "";
  const rows = [...section.matchAll(/^\| (.*?) +\| (the beginning|the end|refused) +\|/gm)];
  const said = rows.flatMap(([, row, means]) =>
    (DATES[row ?? ""] ?? []).map((date) => [date, MEANINGS.get(means ?? "")]),
  );
  expect(Object.fromEntries(said)).toEqual(BARE_DATES);
});

test("every link within the page leads to a heading", () => {
  const headings = [...page().matchAll(/^#+ (.*)$/gm)].map(([, words]) =>
    (words ?? "")
      .toLowerCase()
      .replaceAll(/[^a-z0-9 -]/g, "")
      .replaceAll(" ", "-"),
  );
  const links = [...page().matchAll(/\]\(#([^)]+)\)/g)].map((match) => match[1]);
  expect(links.length).toBeGreaterThan(10);
  for (const link of links) expect(headings).toContain(link);
});
