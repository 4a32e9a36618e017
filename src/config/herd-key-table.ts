// Room: config. The tables of config/herd-file.md that list every key and every kind of fact, made from the schemas.
// May live here: the way from a schema to rows of a table. May not: a second description of any key.
// Invariant: what the page lists is what the program takes; a test holds the two together.

import { z } from "zod";
import { FACT_SCHEMAS } from "./herd-fact-schema.ts";
import { GIVEN_TO_KEYS } from "./herd-group-schema.ts";
import { meatParts, periodParts } from "./herd-pieces.ts";
import { herdSchema } from "./herd-schema.ts";

type Schema = z.core.JSONSchema.JSONSchema;
type Row = {
  readonly key: string;
  readonly what: string;
  readonly goes: string;
  readonly without: string;
};

/** The page's tables by the names that it calls them by. */
export const HERD_TABLES: { readonly [name: string]: () => string } = {
  keys: () => keyTable(rowsOf(jsonOf(herdSchema), "")),
  "milk periods": () => keyTable(rowsOf(jsonOf(periodParts), "")),
  "meat periods": () => keyTable(rowsOf(jsonOf(meatParts), "")),
  kinds: kindTable,
};

const jsonOf = (schema: z.ZodType): Schema => z.toJSONSchema(schema, { io: "input" });

function rowsOf(schema: Schema, path: string): readonly Row[] {
  const options = kindsOf(schema);
  if (options.length > 0) return rowsOfKinds(options, path);
  return Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    if (!isSchema(value)) return [];
    const name = path === "" ? key : `${path}.${key}`;
    return [rowOf(name, value, isRequired(schema, key)), ...rowsBelow(value, name)];
  });
}

/** A period has a table of its own, so its keys are not said again wherever one may stand. */
function rowsBelow(schema: Schema, name: string): readonly Row[] {
  if (schema["x-shape"] !== undefined) return [];
  if (isSchema(schema.items)) return rowsOf(schema.items, `${name}[]`);
  return rowsOf(schema, name);
}

function rowOf(key: string, schema: Schema, required: boolean): Row {
  return { key, what: schema.description ?? "", goes: goesOf(schema), without: withoutOf(schema, required) };
}

function goesOf(schema: Schema): string {
  const own = schema["x-expected"];
  if (typeof own === "string") return own;
  if (schema.enum !== undefined) return schema.enum.map((one) => `\`${one}\``).join(", ");
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (schema.type === "array") return "a list";
  return schema.type === "object" ? "a section" : "text";
}

function withoutOf(schema: Schema, required: boolean): string {
  if (required) return "required";
  const own = schema["x-without"];
  if (typeof own === "string") return own;
  if (typeof schema.default === "string" || typeof schema.default === "number") return `${schema.default}`;
  if (Array.isArray(schema.default)) return "empty";
  return schema.default === undefined ? "nothing" : "see its keys";
}

/** The alternatives of a list whose entries have a kind. */
const kindsOf = (schema: Schema): readonly Schema[] => (schema.oneOf ?? []).filter(isSchema);

/** A key of several kinds has one row, in which each kind has its say. */
function rowsOfKinds(options: readonly Schema[], path: string): readonly Row[] {
  const rows: Row[] = [];
  if (path === "group-facts[]") {
    const [first] = options;
    const own = rowsOf(first ?? {}, path).filter(({ key }) =>
      GIVEN_TO_KEYS.includes(key.slice(path.length + 1)),
    );
    return [...own, { ...ANY_KEY, key: `${path}.…` }];
  }
  const keys = new Set(options.flatMap((option) => Object.keys(option.properties ?? {})));
  for (const key of keys) {
    const having = options.filter((option) => option.properties?.[key] !== undefined);
    const said = having.map((option) => ({
      kind: kindNameOf(option),
      row: rowOf(`${path}.${key}`, propertyOf(option, key), isRequired(option, key)),
    }));
    rows.push(having.length === options.length ? commonRow(key, path, said) : mergedRow(said));
  }
  return rows;
}

const ANY_KEY: Omit<Row, "key"> = {
  what: "Every key of a cow's fact, as below.",
  goes: "as for `cows[].facts[]`",
  without: "as there",
};

type Said = readonly { readonly kind: string; readonly row: Row }[];

function commonRow(key: string, path: string, said: Said): Row {
  const [first] = said;
  if (key !== "kind" && first !== undefined) return first.row;
  const kinds = said.map(({ kind }) => `\`${kind}\``).join(", ");
  const what = "What kind of fact it is; each kind has its keys.";
  return { key: `${path}.kind`, what, goes: kinds, without: "required" };
}

function mergedRow(said: Said): Row {
  return {
    key: said[0]?.row.key ?? "",
    what: merged(said, ({ what }) => what, " ", true),
    goes: merged(said, ({ goes }) => goes, "; ", false),
    without: merged(said, ({ without }) => without, "; ", false),
  };
}

/** What kinds say of a key: once where they all say the same. */
function merged(said: Said, of: (row: Row) => string, between: string, always: boolean): string {
  const byWords = new Map<string, string[]>();
  for (const { kind, row } of said) byWords.set(of(row), [...(byWords.get(of(row)) ?? []), `\`${kind}\``]);
  if (byWords.size === 1 && !always) return [...byWords.keys()].join("");
  return [...byWords].map(([words, kinds]) => `${kinds.join(", ")}: ${begunSmall(words)}`).join(between);
}

/** After a colon a sentence goes on. */
const begunSmall = (words: string): string =>
  /^[A-Z][a-z]/.test(words) ? `${words.charAt(0).toLowerCase()}${words.slice(1)}` : words;

function propertyOf(schema: Schema, key: string): Schema {
  const property = schema.properties?.[key];
  return isSchema(property) ? property : {};
}

const kindNameOf = (option: Schema): string => String(propertyOf(option, "kind").const);

const isRequired = (schema: Schema, key: string): boolean => schema.required?.includes(key) ?? false;

const isSchema = (schema: unknown): schema is Schema => typeof schema === "object" && schema !== null;

function kindTable(): string {
  const common = Object.keys(FACT_SCHEMAS.milked.shape).filter((key) => key !== "at");
  const rows = Object.entries(FACT_SCHEMAS).map(([kind, schema]) => {
    const own = Object.keys(schema.shape).filter((key) => !common.includes(key));
    return [`\`${kind}\``, own.map((key) => `\`${key}\``).join(", "), schema.meta()?.description ?? ""];
  });
  return table(["kind", "its keys", "what it does"], rows);
}

function keyTable(rows: readonly Row[]): string {
  const cells = rows.map(({ key, what, goes, without }) => [`\`${key}\``, what, goes, without]);
  return table(["key", "what it is", "what goes there", "without it"], cells);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
