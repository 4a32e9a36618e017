// Room: office/upkeep. The facts of the herd that was in force before this start, as its file still says them.
// May live here: reading that file for them. May not: what a fact means, the records.
// Invariant: a file that is not there, or cannot be read, says nothing; it is written anew at each start.

import { readFileSync, rmSync } from "node:fs";
import type { ObeyedFact } from "../../store/in-force-before.ts";
import { REVIEW_HOLD } from "../herd/published-lines.ts";
import { herdInForcePath } from "../herd/publisher.ts";

export function obeyedFacts(dataDir: string): readonly ObeyedFact[] {
  const file = readInForce(dataDir);
  const shared = listIn(file, "group-facts");
  const single = listIn(file, "cows").flatMap((cow) => listIn(cow, "facts"));
  return [...shared, ...single].flatMap((fact) => {
    const name = valueUnder(fact, "fact");
    // The hold of a review is not a record of its own.
    if (typeof name !== "string" || name.startsWith(REVIEW_HOLD)) return [];
    const at = valueUnder(fact, "recorded-at");
    return [{ fact: name, at: typeof at === "string" && at.endsWith("Z") ? Date.parse(at) : null }];
  });
}

/** After the records went back on purpose: whoever was touched since is under review, and this file does not bind any more. */
export const forgetObeyed = (dataDir: string): void => rmSync(herdInForcePath(dataDir), { force: true });

function readInForce(dataDir: string): unknown {
  try {
    return JSON.parse(readFileSync(herdInForcePath(dataDir), "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError || (error instanceof Error && "code" in error)) return null;
    throw error;
  }
}

const valueUnder = (about: unknown, key: string): unknown =>
  typeof about === "object" && about !== null
    ? Object.getOwnPropertyDescriptor(about, key)?.value
    : undefined;
function listIn(about: unknown, key: string): readonly unknown[] {
  const list = valueUnder(about, key);
  return Array.isArray(list) ? list : [];
}
