// Room: main. Which version of the program this is.
// May live here: reading it. May not: anything else. Invariant: one place says it, package.json.

import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The version in package.json. */
export function programVersion(): string {
  const file = join(import.meta.dirname, "..", "..", "package.json");
  const json: unknown = JSON.parse(readFileSync(file, "utf8"));
  return typeof json === "object" && json !== null && "version" in json ? String(json.version) : "unknown";
}
