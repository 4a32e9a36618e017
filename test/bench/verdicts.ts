// Room: test/bench. Verdicts a second over a whole herd: the decision and the checker, each asked for every cow as they
// would be in a bail. Figures only; nothing here is a test.

import { performance } from "node:perf_hooks";
import { agrees } from "../../src/checker/check.ts";
import type { Cow, HerdTable, HoldPolicy } from "../../src/domain/holds/facts.ts";
import { standingOf } from "../../src/domain/holds/standing.ts";
import { bailNo } from "../../src/domain/ids.ts";
import { type EpochMs, epochMs, hours } from "../../src/domain/units.ts";

const TWICE_A_DAY = hours(12);
const MILKINGS = 32;

export type VerdictFigures = {
  readonly cows: number;
  readonly facts: number;
  readonly withheld: number;
  readonly standingsPerSecond: number;
  readonly checksPerSecond: number;
  /** Slowest single cow, milliseconds. */
  readonly slowestMs: number;
};

/** Goes round the herd `rounds` times with each policy's jurisdiction as it is. */
export function verdictFigures(
  cows: readonly Cow[],
  policy: HoldPolicy,
  now: EpochMs,
  rounds: number,
): VerdictFigures {
  const milkings = Array.from({ length: MILKINGS }, (_, i) => epochMs(now - TWICE_A_DAY * (MILKINGS - i)));
  let withheld = 0;
  let slowestMs = 0;
  const began = performance.now();
  for (let round = 0; round < rounds; round += 1) {
    withheld = 0;
    for (const cow of cows) {
      const from = performance.now();
      if (standingOf(cow, milkings, now, policy, { sure: now, wall: now }).open.length > 0) withheld += 1;
      slowestMs = Math.max(slowestMs, performance.now() - from);
    }
  }
  const decided = performance.now();
  for (let round = 0; round < rounds; round += 1) {
    for (const cow of cows) agrees(alone(cow, { fingerprint: "bench", policy, cows: [cow] }, milkings, now));
  }
  const checked = performance.now();
  const asked = rounds * cows.length;
  return {
    cows: cows.length,
    facts: cows.reduce((sum, cow) => sum + cow.facts.length, 0),
    withheld,
    standingsPerSecond: (asked / (decided - began)) * 1_000,
    checksPerSecond: (asked / (checked - decided)) * 1_000,
    slowestMs,
  };
}

/** The cow alone in a shed, settled by number, her valve at divert. */
const alone = (
  cow: Cow,
  table: HerdTable,
  milkings: readonly EpochMs[],
  now: EpochMs,
): Parameters<typeof agrees>[0] => ({
  bail: bailNo(1),
  seen: { settled: cow.cow },
  decidedFor: cow.cow,
  elsewhere: [],
  table,
  surely: now,
  milkings,
  lookedAt: now,
  lookedAtNow: false,
  switches: { vat: false, divert: true, orderedToVat: false },
});
