// Room: office/server. What was sent with mistakes of shape, mended just so far that the rest of it can be looked at.
// May live here: stand-ins for single fields. May not: anything that is recorded; what is mended is only ever looked at.
// Invariant: a mended field is named, so that nothing is said of a value that nobody sent.

import type { z } from "zod";

type Issue = z.core.$ZodIssue;
type Sent = { readonly [key: string]: unknown };
/** The body with stand-ins, and the fields that have one; null: it cannot be mended. */
export type Mended = { readonly body: Sent; readonly fields: readonly string[] } | null;

/** `at`: an instant that may stand for a date. */
export function mendedBody(issues: readonly Issue[], body: unknown, at: number): Mended {
  if (!isObject(body)) return null;
  const mended = structuredClone(body);
  const fields: string[] = [];
  for (const issue of issues) {
    const [part, ...path] = issue.path.map(String);
    if (part !== "body") return null;
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys) put(mended, [...path, key], undefined);
      continue;
    }
    if (path.length === 0 || !put(mended, path, standIn(issue, valueAt(mended, path), at))) return null;
    fields.push(path.join("."));
  }
  return { body: mended, fields };
}

/** Undefined: the field is left out. */
function standIn(issue: Issue, value: unknown, at: number): unknown {
  switch (issue.code) {
    case "too_big":
      if (typeof value === "string") return value.slice(0, Number(issue.maximum));
      return Array.isArray(value) ? value.slice(0, Number(issue.maximum)) : Number(issue.maximum);
    case "too_small":
      if (typeof value === "string") return "–".repeat(Number(issue.minimum));
      return Number(issue.minimum) + (issue.inclusive === false ? 1 : 0);
    case "invalid_type":
      if (issue.expected === "number" || issue.expected === "int") return 1;
      return issue.expected === "string" ? "–" : undefined;
    case "invalid_format":
      return issue.format === "date" ? new Date(at).toISOString().slice(0, 10) : undefined;
    case "invalid_union":
      // Unions are dates and periods: an instant mends a date, and a period that it does not mend is given up on.
      return new Date(at).toISOString();
    default:
      return undefined;
  }
}

const isObject = (value: unknown): value is { [key: string]: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const valueAt = (sent: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (value, step) => (typeof value === "object" && value !== null ? Reflect.get(value, step) : undefined),
    sent,
  );

function put(sent: object, path: readonly string[], value: unknown): boolean {
  const holder = valueAt(sent, path.slice(0, -1));
  const last = path.at(-1);
  if (typeof holder !== "object" || holder === null || last === undefined) return false;
  return value === undefined ? Reflect.deleteProperty(holder, last) : Reflect.set(holder, last, value);
}
