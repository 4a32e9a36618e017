// Room: test/office. Lists as CSV: safe for spreadsheets, page by page, with the rights of the list.

import { parse } from "csv-parse/sync";
import { expect, onTestFinished, test } from "vitest";
import { ok } from "../../../src/domain/result.ts";
import { refused } from "../../../src/office/contract/handlers.ts";
import { CSV_LISTS, type Reply } from "../../../src/office/contract/routes.ts";
import { tableRoute } from "../../../src/office/server/asked.ts";
import { csvLists, spacedEid } from "../../../src/office/server/csv-columns.ts";
import { type OfficeOptions, ShedOffice } from "./shed-office.ts";

type CowRow = Reply<"cows">["items"][number];
const cow = (given: Partial<CowRow> = {}): CowRow => ({
  cow: "112",
  name: "Bess",
  eids: ["982000196588496", "982000001088420"],
  status: "in-milk",
  standing: "divert",
  why: "Withheld",
  earliest: "2026-11-24T06:05:00.000Z",
  ...given,
});
const FORMULAS = [
  "=1+1",
  "+1",
  "-1",
  "@SUM(A1)",
  "\t=1",
  "\r=1",
  "=cmd|' /C calc'!A0",
  '=HYPERLINK("http://evil.example","x")',
  "＝1+1",
];

async function newOffice(options: OfficeOptions = {}): Promise<ShedOffice> {
  const office = await ShedOffice.start(options);
  onTestFinished(() => office.stop());
  return office;
}
const rowsOf = (text: string): readonly (readonly string[])[] => parse(text, { bom: true });

test("a list comes with headings, UTC in their words, tags that no spreadsheet takes for numbers, and a mark of its encoding", async () => {
  const office = await newOffice({ handlers: { cows: () => ok({ items: [cow()], next: null }) } });
  const told = await (await office.manager()).get("/api/cows.csv");
  expect(told.headers["content-type"]).toBe("text/csv; charset=utf-8; header=present");
  expect(told.headers["content-disposition"]).toBe('attachment; filename="vatguard-cows-all.csv"');
  expect(told.headers["cache-control"]).toBe("no-store");
  expect(told.headers["x-content-type-options"]).toBe("nosniff");
  expect(told.text.startsWith("\uFEFFCow,Name,EIDs")).toBe(true);
  expect(rowsOf(told.text)).toEqual([
    ["Cow", "Name", "EIDs", "Status", "Milk", "Why", "Earliest clear (UTC)"],
    [
      "112",
      "Bess",
      "982 000196588496; 982 000001088420",
      "in-milk",
      "divert",
      "Withheld",
      "2026-11-24T06:05:00.000Z",
    ],
  ]);
});

test("a cow called like a formula is a cow and no formula", async () => {
  const items = FORMULAS.map((name) => cow({ name, why: name }));
  const office = await newOffice({ handlers: { cows: () => ok({ items, next: null }) } });
  const [, ...rows] = rowsOf((await (await office.manager()).get("/api/cows.csv")).text);
  expect(rows.map((row) => row[1])).toEqual(FORMULAS.map((name) => `'${name}`));
  expect(rows.map((row) => row[5])).toEqual(FORMULAS.map((name) => `'${name}`));
});

test("quotes, commas, lines and signs of other scripts stay in their cell", async () => {
  const name = 'Bess "the"\r\nsecond, née Bèß 牛 \u202e';
  const office = await newOffice({ handlers: { cows: () => ok({ items: [cow({ name })], next: null }) } });
  const told = await (await office.manager()).get("/api/cows.csv");
  expect(rowsOf(told.text)[1]?.[1]).toBe(name);
});

test("a long list is read page by page, with the question of the caller", async () => {
  const asked: unknown[] = [];
  const office = await newOffice({
    handlers: {
      changes: ({ query }) => {
        asked.push(query);
        const page = Number(query.cursor ?? 0);
        const items = Array.from({ length: 200 }, (_, n) => change(page * 200 + n));
        return ok({ items, next: page === 24 ? null : String(page + 1) });
      },
    },
  });
  const browser = await office.manager();
  const path = "/api/changes.csv?from=2026-11-01T00:00:00Z&to=2026-11-23T00:00:00Z&by=anna";
  const told = await browser.get(path);
  expect(told.headers["content-disposition"]).toContain("vatguard-changes-2026-11-01-to-2026-11-23.csv");
  const rows = rowsOf(told.text).slice(1);
  expect(rows).toHaveLength(5_000);
  expect(rows.map(([seq]) => Number(seq))).toEqual(Array.from({ length: 5_000 }, (_, n) => n));
  expect(asked[3]).toMatchObject({ by: "anna", cursor: "3", limit: 200, from: "2026-11-01T00:00:00Z" });
});

test("a list without end is cut off with words", async () => {
  const office = await newOffice({
    limits: { csvRows: 400 },
    handlers: { changes: () => ok({ items: Array.from({ length: 200 }, (_, n) => change(n)), next: "on" }) },
  });
  const told = await (await office.manager()).get("/api/changes.csv");
  expect(told.text.trim().split("\r\n").at(-1)).toBe("Cut off after 400 rows: ask for a shorter range.");
});

test("a list that breaks in the middle does not look whole", async () => {
  const office = await newOffice({
    handlers: {
      changes: ({ query }) =>
        query.cursor === undefined
          ? ok({ items: [change(1)], next: "2" })
          : refused("not-ready", "The records cannot be read.", "Wait."),
    },
  });
  const browser = await office.manager();
  await expect(browser.get("/api/changes.csv")).rejects.toThrow();
});

test("a file's name is made of its list and days alone, whatever is asked", async () => {
  const office = await newOffice();
  const told = await (await office.manager()).get(
    "/api/changes.csv?by=%22%0d%0aset-cookie:x&from=2026-11-01T00:00:00Z",
  );
  expect(told.headers["content-disposition"]).toBe('attachment; filename="vatguard-changes-2026-11-01.csv"');
  expect(told.headers["set-cookie"]).toBeUndefined();
});

test("a question with a mistake is refused as for the list itself", async () => {
  const office = await newOffice();
  const told = await (await office.manager()).get("/api/changes.csv?from=yesterday&form=1");
  expect(told.status).toBe(400);
  expect(told.json.mistakes).toMatchObject([{ at: "from" }, { at: "form" }]);
});

test("every list as CSV is for the same people as the list", async () => {
  const office = await newOffice();
  const manager = await office.manager();
  const auditor = await office.personOf("auditor", manager);
  for (const name of CSV_LISTS) {
    const path = `${tableRoute(name).url}.csv`;
    expect([name, (await office.browser().get(path)).status]).toEqual([name, 401]);
    expect([name, (await manager.get(path)).status]).toEqual([name, 200]);
    expect([name, (await auditor.get(path)).status]).toEqual([name, 200]);
  }
});

test("every list has a column for each thing that an auditor reads, each heading once", () => {
  for (const list of Object.values(csvLists())) {
    const headings = list.columns.map(({ heading }) => heading);
    expect(new Set(headings).size).toBe(headings.length);
    expect(headings.length).toBeGreaterThan(4);
  }
  expect(spacedEid("982000196588496")).toBe("982 000196588496");
  expect(spacedEid("not a tag")).toBe("not a tag");
});

const change = (seq: number) => ({
  seq,
  at: "2026-11-23T05:40:12.000Z",
  trusted: true,
  by: "anna",
  family: "fact",
  record: String(seq),
  says: "said",
  hash: "0",
});
