// Room: config. What a schema objects to, turned into words for the person who wrote the file.
// May live here: the translation from zod's issues, by way of the JSON Schema that editors see too.
// May not: rules about any one key. Invariant: each issue becomes one finding or more, never none.

import { z } from "zod";
import { isSection, type LocatedDocument, valueAt } from "./document.ts";
import { listed, nearest } from "./nearest.ts";
import type { Finding, Path } from "./problem.ts";

type Schema = z.core.JSONSchema.JSONSchema;
type Issue = z.core.$ZodIssue;

/** A schema with its translation: parse a value, or say in words why not. */
export type Explained = {
  /** The JSON Schema of what people may write, with our own `x-` words still in it. */
  readonly json: Schema;
  explain(document: LocatedDocument, issues: readonly Issue[], at?: Path): readonly Finding[];
};

export function explained(schema: z.ZodType): Explained {
  let made: Schema | null = null;
  // Only a mistake needs it, and making it takes as long as all the reading: a start without mistakes never does.
  const json = (): Schema => {
    made ??= z.toJSONSchema(schema, { io: "input" });
    return made;
  };
  return {
    get json() {
      return json();
    },
    explain: (document, issues, at = []) =>
      issues.flatMap((issue) => findingsFor(json(), document, issue, at)),
  };
}

function findingsFor(json: Schema, document: LocatedDocument, issue: Issue, at: Path): readonly Finding[] {
  const inner = issue.path.filter((step) => typeof step !== "symbol");
  const path = [...at, ...inner];
  const value = valueAt(document.value, path);
  const schema = schemaAt(json, document.value, path);
  const expected = expectedText(schema);
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey([...path, key], schema));
  if (issue.code === "invalid_union" && "options" in issue && Array.isArray(issue.options)) {
    return [unknownKind(path, value, issue.options.map(String), document)];
  }
  if (value === undefined) return [missing(path, schema)];
  if (issue.code === "invalid_union") {
    const branch = issue.errors[branchOf(json, document, path)];
    if (branch !== undefined) return branch.flatMap((inside) => findingsFor(json, document, inside, path));
  }
  const finding = { path, found: foundText(value, document.written(path)), expected };
  switch (issue.code) {
    case "custom": {
      const params = issue.params ?? {};
      return [
        {
          ...finding,
          ...textsOf(params),
          says: issue.message,
          fix: String(params.fix ?? exampleFix(schema)),
        },
      ];
    }
    case "invalid_type":
      return [wrongType(finding, value, schema)];
    case "invalid_value":
    case "invalid_union":
      return [wrongChoice(finding, value, schema, path)];
    case "invalid_key":
      return [badName(path, json)];
    default:
      return [{ ...finding, says: `${nameOf(path)} is outside what can be.`, fix: `Write ${expected}.` }];
  }
}

function missing(path: Path, schema: Schema | null): Finding {
  const name = nameOf(path);
  const example = exampleOf(schema);
  return {
    path,
    at: "key",
    says: `${name} is missing.`,
    found: `no ${name} here`,
    expected: expectedText(schema),
    fix: example === null ? `Add a section ${name}.` : `Add ${name}, for example: ${example}`,
  };
}

function unknownKey(path: Path, parent: Schema | null): Finding {
  const key = String(path.at(-1));
  const known = Object.keys(parent?.properties ?? {});
  const meant = nearest(key, known);
  return {
    path,
    at: "key",
    says: `"${key}" is not a key of ${path.length > 1 ? nameOf(path.slice(0, -1)) : "this file"}.`,
    found: `"${key}"`,
    expected: `one of: ${listed(known)}`,
    fix:
      meant === null
        ? "Remove it, or see config/README.md for what it is called."
        : `Did you mean "${meant}"?`,
  };
}

/** The word that says which of several shapes a section has. */
function unknownKind(
  path: Path,
  value: unknown,
  kinds: readonly string[],
  document: LocatedDocument,
): Finding {
  const meant = typeof value === "string" ? nearest(value, kinds) : null;
  const missing = value === undefined;
  return {
    path,
    at: missing ? "key" : "value",
    says: missing ? `${nameOf(path)} is missing.` : `This ${String(path.at(-1))} is not known here.`,
    found: missing ? `no ${nameOf(path)} here` : foundText(value, document.written(path)),
    expected: `one of: ${listed(kinds)}`,
    fix:
      meant !== null
        ? `Did you mean "${meant}"?`
        : "Nothing is ever skipped because it is not understood: write it as one of these.",
  };
}

type Begun = Pick<Finding, "path" | "found" | "expected">;

function wrongType(begun: Begun, value: unknown, schema: Schema | null): Finding {
  const unit = schema?.["x-unit"];
  if (typeof value === "number" && typeof unit === "string") {
    return { ...begun, says: `${value} has no unit.`, fix: `Did you mean "${value} ${unit}"?` };
  }
  const name = nameOf(begun.path);
  if (value === null) return { ...begun, says: `${name} is empty.`, fix: exampleFix(schema) };
  const fix =
    typeof value === "number" && schema?.type === "string"
      ? `Put it into double quotes.`
      : exampleFix(schema);
  return { ...begun, says: `${name} is not what belongs here.`, fix };
}

function wrongChoice(begun: Begun, value: unknown, schema: Schema | null, path: Path): Finding {
  const choices = choicesOf(schema);
  const meant = typeof value === "string" ? nearest(value, choices) : null;
  return {
    ...begun,
    says: `${nameOf(path)} cannot be this.`,
    expected: choices.length > 0 ? `one of: ${listed(choices)}` : begun.expected,
    fix: meant === null ? exampleFix(schema) : `Did you mean "${meant}"?`,
  };
}

function badName(path: Path, json: Schema): Finding {
  const written = String(path.at(-1));
  const tidy = tidyName(written);
  return {
    path,
    at: "key",
    says: `"${written}" cannot be a name.`,
    found: `"${written}"`,
    expected: String(
      json["x-names"] ?? "small letters, digits and hyphens, starting with a letter, at most 32",
    ),
    fix: tidy === "" ? "Give it another name." : `Did you mean "${tidy}"?`,
  };
}

const tidyName = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .replace(/-+$/, "")
    .slice(0, 32);

/** The part of the schema that stands for a path, choosing among alternatives by what the file says. */
export function schemaAt(json: Schema, root: unknown, path: Path): Schema | null {
  let schema: Schema | null = chosen(json, root);
  for (const [i, step] of path.entries()) {
    if (schema === null) return null;
    const next = below(schema, step);
    if (next === null) return null;
    schema = chosen(next, valueAt(root, path.slice(0, i + 1)));
  }
  return schema;
}

/** Which alternative the file means here, or -1: its own objections are the ones to tell. */
function branchOf(json: Schema, document: LocatedDocument, path: Path): number {
  const value = valueAt(document.value, path);
  const parent = path.length === 0 ? json : alternativesAt(json, document.value, path);
  const options = parent?.anyOf ?? parent?.oneOf ?? [];
  return options.findIndex((option) => isSchema(option) && fits(option, value));
}

function alternativesAt(json: Schema, root: unknown, path: Path): Schema | null {
  const step = path.at(-1);
  const parent = schemaAt(json, root, path.slice(0, -1));
  if (parent === null || step === undefined) return null;
  return below(parent, step);
}

function below(schema: Schema, step: string | number): Schema | null {
  const next: unknown =
    typeof step === "number" ? schema.items : (schema.properties?.[step] ?? schema.additionalProperties);
  return isSchema(next) ? next : null;
}

function chosen(schema: Schema, value: unknown): Schema {
  const options = schema.oneOf ?? schema.anyOf;
  if (options === undefined) return schema;
  const fitting = options.find((option) => isSchema(option) && fits(option, value));
  // Its own words outrank those of the alternative.
  return isSchema(fitting) ? { ...fitting, ...withoutUndefined(schema) } : schema;
}

function withoutUndefined(schema: Schema): Schema {
  const { oneOf: _oneOf, anyOf: _anyOf, ...rest } = schema;
  return rest;
}

function fits(option: Schema, value: unknown): boolean {
  if (isSection(value)) {
    const kind = option.properties?.kind;
    return isSchema(kind) ? kind.const === value.kind : option.type === "object";
  }
  if (Array.isArray(value)) return option.type === "array";
  return option.type === typeof value;
}

const isSchema = (schema: unknown): schema is Schema => typeof schema === "object" && schema !== null;

function choicesOf(schema: Schema | null): readonly string[] {
  if (schema?.enum !== undefined) return schema.enum.map(String);
  if (schema?.const !== undefined) return [String(schema.const)];
  const kinds = schema?.["x-kinds"];
  return Array.isArray(kinds) ? kinds.map(String) : [];
}

function expectedText(schema: Schema | null): string {
  const own = schema?.["x-expected"];
  if (typeof own === "string") return own;
  const choices = choicesOf(schema);
  if (choices.length > 0) return `one of: ${listed(choices)}`;
  if (schema?.type === "object") return `a section${keysText(schema)}`;
  if (schema?.type === "array") return "a list";
  if (schema?.type === "integer") return "a whole number";
  return schema?.description ?? "something else";
}

function keysText(schema: Schema): string {
  const keys = Object.keys(schema.properties ?? {});
  return keys.length === 0 ? "" : ` with ${listed(keys)}`;
}

function exampleOf(schema: Schema | null): string | null {
  const example = schema?.examples?.[0];
  return example === undefined ? null : typeof example === "string" ? example : JSON.stringify(example);
}

function exampleFix(schema: Schema | null): string {
  const example = exampleOf(schema);
  return example === null ? "See config/README.md for what goes here." : `Write it like this: ${example}`;
}

function foundText(value: unknown, written: string | null): string {
  if (value === null) return "nothing after the colon";
  if (typeof value === "number") return `the number ${(written ?? String(value)).slice(0, 40)}`;
  if (typeof value === "string") return `"${value.length > 60 ? `${value.slice(0, 60)}…` : value}"`;
  if (typeof value === "boolean") return `${value}`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (isSection(value)) return `a section with ${listed(Object.keys(value))}`;
  return String(value);
}

function textsOf(params: { readonly [key: string]: unknown }): Partial<Pick<Finding, "found" | "expected">> {
  return {
    ...(typeof params.found === "string" ? { found: params.found } : {}),
    ...(typeof params.expected === "string" ? { expected: params.expected } : {}),
  };
}

const nameOf = (path: Path): string => {
  const last = path.at(-1);
  if (last === undefined) return "The file";
  return typeof last === "number" ? `entry ${last + 1}` : `"${last}"`;
};
