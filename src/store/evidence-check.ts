// Room: store. Everything that shows whether the records are as they were written: the chain, and the readings that hang on it by their digests.
// May live here: the two together. May not: how either is checked (chain.ts, temperatures.ts). Invariant: nothing here takes long at a stretch.

import type { Database } from "better-sqlite3";
import { type ChainVerdict, checkChain } from "./chain.ts";
import type { ChainHead } from "./store.ts";
import { hoursThatDiffer } from "./temperatures.ts";

/** Most of the time goes into the chain. */
const CHAIN_SHARE = 0.8;

/** Yields how much is done, 0 to 1. `noted`: heads that were written down elsewhere. */
export function* checkEvidence(
  db: Database,
  tables: readonly string[],
  noted: readonly ChainHead[] = [],
): Generator<number, ChainVerdict> {
  const chain = yield* scaled(checkChain(db, tables, noted), 0, CHAIN_SHARE);
  if (!chain.good) return chain;
  const [first, ...more] = yield* scaled(hoursThatDiffer(db), CHAIN_SHARE, 1);
  if (first === undefined) return chain;
  const { probe, hour, record } = first;
  const others = more.length === 0 ? "" : ` (and of ${more.length} other hours)`;
  const says = `The readings of probe ${probe} from ${new Date(hour).toISOString()} on${others} are not those that were recorded.`;
  return {
    good: false,
    head: chain.head,
    first: { seq: record ?? chain.head.records, family: "temperature_hour", says },
    says: `The chain of evidence holds, but ${says.charAt(0).toLowerCase()}${says.slice(1)} The hour's lowest, highest and mean temperature stand in the chain and hold. Somebody changed the file, or it is damaged. Keep it as it is, compare it with a backup, and tell those who rely on it.`,
  };
}

function* scaled<T>(check: Generator<number, T>, from: number, to: number): Generator<number, T> {
  for (;;) {
    const step = check.next();
    if (step.done === true) return step.value;
    yield from + step.value * (to - from);
  }
}
