// Room: store. Facts about cows, each kept as a herd file writes it, with columns beside to find it by.
// May live here: their statements and the way from a row to a stored fact. May not: what a fact means.
// Invariant: a fact is never changed; one that corrects it is a fact of its own that names it.

import { assert } from "../domain/result.ts";
import type { EpochMs } from "../domain/units.ts";
import {
  appendSigned,
  flagOf,
  instantOf,
  jsonOf,
  numberOf,
  type ReadRow,
  textOf,
  textOrNull,
} from "./columns.ts";
import type { Pen, Store, Written } from "./store.ts";

/** A fact in the keys of config/herd-fact-schema.ts, without the cows that have it. */
export type FactBody = {
  readonly fact: string;
  readonly kind: string;
  readonly by: string;
  readonly "recorded-at": string;
  readonly supersedes?: string;
  readonly [key: string]: unknown;
};
/** What people want to know besides: where a bought cow came from, the test kit. Nothing that a hold depends on. */
export type FactDetail = { readonly [key: string]: string };
/** A fact as one cow has it. */
export type StoredFact = {
  readonly id: number;
  readonly cow: string;
  readonly body: FactBody;
  readonly group: string;
  readonly detail: FactDetail;
  readonly by: string;
  readonly at: EpochMs;
  /** Whether the clock was trusted when it was written. */
  readonly trusted: boolean;
};

export type NewFact = {
  readonly body: FactBody;
  readonly cows: readonly string[];
  readonly recordedAt: EpochMs;
  readonly group: string;
  readonly detail: FactDetail;
  /** In a sentence about one cow. */
  readonly says: (cow: string) => string;
};

/** Appends a fact for each of its cows. */
export function writeFact(pen: Pen, fact: NewFact, written: Written): void {
  const { body, group } = fact;
  const text = JSON.stringify(body);
  const detail = JSON.stringify(fact.detail);
  for (const cow of fact.cows) {
    const row = {
      fact: body.fact,
      cow,
      kind: body.kind,
      supersedes: body.supersedes ?? null,
      recorded_at: fact.recordedAt,
      body: text,
      herd_group: group,
      detail,
    };
    appendSigned(pen, "fact", row, written, fact.says(cow));
  }
}

/** The facts of all cows written after row `id`, in the order in which they were written; 0 for all. */
export function factsSince(store: Store, id: number): readonly StoredFact[] {
  // A fact of a whole group is one text on hundreds of rows: it is read once.
  const bodies = new Map<string, FactBody>();
  return store.db
    .prepare<[number], ReadRow>("SELECT * FROM fact WHERE id > ? ORDER BY id")
    .all(id)
    .map((row) => stored(row, bodies));
}

export const isFactName = (store: Store, name: string): boolean =>
  store.db.prepare<[string], ReadRow>("SELECT 1 FROM fact WHERE fact = ? LIMIT 1").get(name) !== undefined;

function stored(row: ReadRow, bodies: Map<string, FactBody>): StoredFact {
  const body = bodies.get(textOf(row, "fact")) ?? bodyOf(row);
  bodies.set(body.fact, body);
  const detail = jsonOf(row, "detail");
  assert(isDetail(detail), "the detail of a fact is words");
  return {
    id: numberOf(row, "id"),
    cow: textOf(row, "cow"),
    body,
    group: textOf(row, "herd_group"),
    detail,
    by: textOf(row, "by"),
    at: instantOf(row, "at"),
    trusted: flagOf(row, "trusted"),
  };
}

function bodyOf(row: ReadRow): FactBody {
  const body = jsonOf(row, "body");
  assert(isBody(body), "a stored fact has its name, kind and writer");
  assert(body.fact === textOf(row, "fact"), "a fact's body and its columns name the same fact");
  assert((body.supersedes ?? null) === textOrNull(row, "supersedes"), "and what it supersedes");
  return body;
}

const isSection = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isBody = (value: unknown): value is FactBody =>
  isSection(value) &&
  ["fact", "kind", "by", "recorded-at"].every((key) => typeof value[key] === "string") &&
  (value.supersedes === undefined || typeof value.supersedes === "string");

const isDetail = (value: unknown): value is FactDetail =>
  isSection(value) && Object.values(value).every((one) => typeof one === "string");
