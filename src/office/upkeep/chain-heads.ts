// Room: office/upkeep. The heads of the chain, noted beside the database: a chain alone does not show that its end was cut off.
// May live here: the file of heads. May not: working the chain out.
// Invariant: lines are only added; a restore is a line of its own, after which older heads do not bind any more.

import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { EpochMs } from "../../domain/units.ts";
import type { ChainHead } from "../../store/store.ts";
import { UPKEEP_LIMITS } from "./limits.ts";

export const headsPath = (path: string): string => join(dirname(path), "chain-heads.jsonl");

/** `restored`: the records went back to this backup, and their chain goes on from this head. */
export function noteHead(path: string, head: ChainHead, at: EpochMs, restored: string | null = null): void {
  const line = { at: new Date(at).toISOString(), ...head, ...(restored === null ? {} : { restored }) };
  appendFileSync(headsPath(path), `${JSON.stringify(line)}\n`, { flush: true, mode: 0o600 });
}

/** Heads that the chain must still go through: those since the last restore. A torn or strange line says nothing. */
export function notedHeads(path: string): readonly ChainHead[] {
  if (!existsSync(headsPath(path))) return [];
  const lines = readFileSync(headsPath(path), "utf8").trimEnd().split("\n").slice(-UPKEEP_LIMITS.headsKept);
  const heads = lines.flatMap((line) => headOf(line) ?? []);
  const last = heads.findLastIndex(({ restored }) => restored);
  return heads.slice(Math.max(0, last)).map(({ records, hash }) => ({ records, hash }));
}

function headOf(line: string): (ChainHead & { readonly restored: boolean }) | null {
  try {
    const read: unknown = JSON.parse(line);
    if (typeof read !== "object" || read === null) return null;
    if (
      !(
        "records" in read &&
        typeof read.records === "number" &&
        "hash" in read &&
        typeof read.hash === "string"
      )
    )
      return null;
    return { records: read.records, hash: read.hash, restored: "restored" in read };
  } catch {
    // Torn by a power cut.
    return null;
  }
}
