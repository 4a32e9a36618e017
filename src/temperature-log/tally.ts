// Room: temperature-log. What was met in a file and how often, with the first line of each.
// May live here: counting. May not: deciding what is worth telling. Invariant: bounded, whatever the file holds.

import { KINDS_MAX } from "./limits.ts";
import type { LogRemark } from "./log.ts";

export type Tally = {
  add(says: string, line: number, count?: number): void;
  /** In the order of their first lines. */
  remarks(): readonly LogRemark[];
};

export function createTally(): Tally {
  const seen = new Map<string, { line: number; count: number }>();
  return {
    add(says, line, count = 1) {
      const key = seen.has(says) || seen.size < KINDS_MAX ? says : "Other lines that are not understood";
      const known = seen.get(key);
      if (known === undefined) seen.set(key, { line, count });
      else known.count += count;
    },
    remarks: () =>
      [...seen].map(([says, { line, count }]) => ({ says, line, count })).sort((a, b) => a.line - b.line),
  };
}
