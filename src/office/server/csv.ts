// Room: office/server. Lists as CSV, page by page, for spreadsheets and auditors.
// May live here: the way from a list to a file. May not: columns (csv-columns.ts).
// Invariant: no cell is ever taken for a formula; no list is held in memory as a whole.

import { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { stringify } from "csv-stringify/sync";
import type { FastifyInstance } from "fastify";
import { err, ok, type Result } from "../../domain/result.ts";
import type { Caller, Handlers } from "../contract/handlers.ts";
import type { Refusal } from "../contract/pieces.ts";
import { readerOf, tableRoute } from "./asked.ts";
import { type Cell, type CsvList, type CsvName, csvLists } from "./csv-columns.ts";
import type { Gates } from "./gates.ts";
import { sendRefusal } from "./refusals.ts";
import { enteringBy } from "./routes.ts";

type Given = { readonly handlers: Handlers; readonly gates: Gates; readonly rowsMax: number };
type Page = { readonly rows: readonly (readonly Cell[])[]; readonly next: string | null };
type Query = { readonly [key: string]: unknown };

const ROWS_A_PAGE = 200;

export function addCsv(app: FastifyInstance, given: Given): void {
  const lists = csvLists();
  addList(app, given, lists.treatments);
  addList(app, given, lists.batches);
  addList(app, given, lists.milkings);
  addList(app, given, lists.visits);
  addList(app, given, lists.divertedMilk);
  addList(app, given, lists.alarms);
  addList(app, given, lists.happenings);
  addList(app, given, lists.changes);
  addList(app, given, lists.cows);
  addList(app, given, lists.vatMilkings);
  addList(app, given, lists.vatEvents);
}

function addList<Name extends CsvName>(app: FastifyInstance, given: Given, list: CsvList<Name>): void {
  const { url } = tableRoute(list.name);
  const entering = enteringBy(given.gates, list.name);
  const pages = pagesOf(given.handlers, list);
  app.get(`${url}.csv`, { schema: { hide: true }, onRequest: entering.hook }, async (request, reply) => {
    const query = isQuery(request.query) ? request.query : {};
    const caller = entering.callerOf(request);
    const ask = (cursor: string | null) => pages(query, cursor, caller);
    const first = await ask(null);
    if (!first.ok) {
      await sendRefusal(reply, first.error);
      return reply;
    }
    reply.header("cache-control", "no-store").type("text/csv; charset=utf-8; header=present");
    reply.header("content-disposition", `attachment; filename="${fileName(list.name, query)}"`);
    return reply.send(Readable.from(text(list, { first: first.value, ask, rowsMax: given.rowsMax })));
  });
}

function pagesOf<Name extends CsvName>(handlers: Handlers, list: CsvList<Name>) {
  const read = readerOf(tableRoute(list.name));
  const paged = "limit" in tableRoute(list.name).query.shape;
  return async (query: Query, cursor: string | null, caller: Caller): Promise<Result<Page, Refusal>> => {
    const place = { ...(cursor === null ? {} : { cursor }), limit: ROWS_A_PAGE };
    const asked = read({ params: {}, query: paged ? { ...query, ...place } : query, body: undefined });
    if (!asked.ok) {
      const { rest: _, ...refused } = asked.error;
      return err(refused);
    }
    const answer = await handlers[list.name](asked.value, caller);
    if (!answer.ok) return answer;
    const { items, next } = list.page(answer.value);
    return ok({ rows: items.map((item) => list.columns.map((column) => column.cell(item))), next });
  };
}

type Told = {
  readonly first: Page;
  readonly ask: (cursor: string) => Promise<Result<Page, Refusal>>;
  readonly rowsMax: number;
};

async function* text<Name extends CsvName>(list: CsvList<Name>, told: Told): AsyncGenerator<string> {
  yield csv([list.columns.map(({ heading }) => heading)], true);
  let page = told.first;
  let rows = 0;
  for (;;) {
    yield csv(page.rows, false);
    rows += page.rows.length;
    if (page.next === null) return;
    if (rows >= told.rowsMax) {
      yield csv([[`Cut off after ${rows} rows: ask for a shorter range.`]], false);
      return;
    }
    // Between two pages everybody else has a turn.
    await setImmediate();
    const following = await told.ask(page.next);
    // A file that ends in the middle must not look whole.
    if (!following.ok) throw new Error(following.error.says);
    page = following.value;
  }
}

/** `escape_formulas` puts a quote before what a spreadsheet would work out: = + - @ tab, return. */
const csv = (rows: readonly (readonly Cell[])[], bom: boolean): string =>
  stringify([...rows.map((row) => [...row])], {
    bom,
    escape_formulas: true,
    record_delimiter: "windows",
    cast: { boolean: (yes) => (yes ? "yes" : "no") },
  });

const isQuery = (query: unknown): query is Query => typeof query === "object" && query !== null;

/** "vatguard-treatments-2026-11-01-to-2026-11-23.csv" */
function fileName(name: CsvName, query: Query): string {
  const dayOf = (value: unknown) =>
    typeof value === "string" ? /^\d{4}-\d{2}-\d{2}/.exec(value)?.[0] : undefined;
  const from = dayOf(query.from);
  const to = dayOf(query.to);
  const range = [from === undefined ? [] : [from], to === undefined ? [] : ["to", to]].flat().join("-");
  const list = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return `vatguard-${list}-${range === "" ? "all" : range}.csv`;
}
