// Room: config. The JSON Schemas that editors complete and check against, made from the schemas that the program uses.
// May live here: the way from zod to a file, and the list of keys that the documentation is held against.
// May not: a second description of any key. Invariant: what editors see and what the program takes cannot drift.

import { z } from "zod";
import { herdSchema } from "./herd-schema.ts";
import { shedSchema } from "./shed-schema.ts";

type Schema = z.core.JSONSchema.JSONSchema;

/** Of files in `config/`; a test proves that they are up to date. */
export const SCHEMA_FILES = {
  "vatguard.schema.json": () => editorSchema(shedSchema),
  "herd.schema.json": () => editorSchema(herdSchema),
} as const;

/** The text of a schema file. */
export function schemaText(make: () => unknown): string {
  return `${JSON.stringify(make(), null, 2)}\n`;
}

/** Without our own `x-` words, which editors have no use for. */
function editorSchema(schema: z.ZodType): unknown {
  const json = z.toJSONSchema(schema, { io: "input" });
  const text = JSON.stringify(json, (key, value) => (key.startsWith("x-") ? undefined : value));
  return JSON.parse(text);
}

/** Every key a person can write: `nodes.<name>.port`, `layout.places[].bail`. Sorted, each once. */
export function keyPaths(schema: z.ZodType): readonly string[] {
  const out = new Set<string>();
  collect(z.toJSONSchema(schema, { io: "input" }), "", out);
  return [...out].sort();
}

export const shedKeys = (): readonly string[] => keyPaths(shedSchema);

function collect(schema: Schema, path: string, out: Set<string>): void {
  for (const option of [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]) {
    if (isSchema(option)) collect(option, path, out);
  }
  for (const [key, below] of Object.entries(schema.properties ?? {})) {
    const name = path === "" ? key : `${path}.${key}`;
    out.add(name);
    if (isSchema(below)) collect(below, name, out);
  }
  if (isSchema(schema.items)) collect(schema.items, `${path}[]`, out);
  if (isSchema(schema.additionalProperties)) {
    out.add(`${path}.<name>`);
    collect(schema.additionalProperties, `${path}.<name>`, out);
  }
}

const isSchema = (schema: unknown): schema is Schema => typeof schema === "object" && schema !== null;
