// Room: test/office/herd. Whatever is entered in whatever order: the published herd loads, and says of every cow what was entered.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadHerd } from "../../../src/config/herd-file.ts";
import type { Cow, HoldPolicy } from "../../../src/domain/holds/facts.ts";
import { holdsOf } from "../../../src/domain/holds/holds.ts";
import { milkingsOf } from "../../../src/domain/holds/milkings.ts";
import { saleCheck } from "../../../src/domain/holds/sale.ts";
import { verdictOn } from "../../../src/domain/holds/verdict.ts";
import { type EpochMs, epochMs } from "../../../src/domain/units.ts";
import { factsSince } from "../../../src/store/facts.ts";
import { cowsRegistered } from "../../../src/store/herd.ts";
import { labelsAll } from "../../../src/store/medicines.ts";
import { ago, EXAMPLE_LC, MORNING, type Rig, rig, TIME_ZONE } from "./rig.ts";

const RUNS = Number(process.env.ENTRIES_RUNS ?? 8);

const anyCows = fc.uniqueArray(fc.nat({ max: 2 }), { minLength: 1, maxLength: 3 });
const anyHours = fc.integer({ min: 1, max: 5_000 });
/** What a person may do next; `n` picks among what is there. */
const anyStep = fc.record({
  what: fc.constantFrom(
    "treat",
    "treat",
    "treat-unknown",
    "treat-off-label",
    "correct",
    "calving",
    "dry-off",
    "seen",
    "look",
    "paddock",
    "hold",
    "clear",
    "sample",
    "result",
    "status",
    "label",
  ),
  cows: anyCows,
  hours: anyHours,
  n: fc.nat({ max: 99 }),
});
type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never;

/** Enters one step as a manager. Refusals are fine: they must leave no trace. */
async function enter(
  { enter: on }: Rig,
  step: Step,
  herd: readonly string[],
  names: string[],
): Promise<void> {
  const { what, hours, n } = step;
  const cows = step.cows.flatMap((place) => herd[place] ?? []);
  const at = ago(hours);
  const of = names[n % Math.max(1, names.length)] ?? "t-0";
  const treatment = { cows, firstDose: ago(hours + (n % 60)), lastDose: at, note: "seen in the diary" };
  const entered = await {
    treat: () => on.treat(treatment),
    "treat-unknown": () => on.treat({ ...treatment, firstDose: "unknown", lastDose: "unknown" }),
    "treat-off-label": () =>
      on.treat({
        ...treatment,
        offLabel: { vet: "Dr Hale", direction: "as told", milk: { hours: 100 + n }, meat: { days: 30 } },
      }),
    correct: () => on.treat({ ...treatment, supersedes: of }),
    calving: () => on.fact({ kind: "calving", cows, at: n % 5 === 0 ? "unknown" : at }),
    "dry-off": () => on.fact({ kind: "dry-off", cows, at: at.slice(0, 10) }),
    seen: () => on.fact({ kind: "observation", cows, at, seen: "mastitis" }),
    look: () => on.fact({ kind: "looked-at", cows, at, note: "clean" }),
    paddock: () =>
      on.fact({
        kind: "paddock-or-feed",
        cows,
        from: at,
        until: ago(hours / 2),
        what: "clover",
        milk: { hours: 24 },
        meat: { days: 3 },
      }),
    hold: () => on.fact({ kind: "manual-hold", cows, from: at, reason: "odd" }),
    clear: () => on.end({ kind: "clearance", cows, of, at, reason: "fine" }),
    sample: () => on.fact({ kind: "test-sample", cows, at }),
    result: () =>
      on.fact({ kind: "test-result", cows, of, at, result: n % 4 === 0 ? "positive" : "negative" }),
    status: () => on.change(cows[0] ?? "12", { status: n % 2 === 0 ? "dry" : "in-milk", reason: "changed" }),
    label: () =>
      on.product({
        ...EXAMPLE_LC,
        product: "example-lc-tube",
        rows: [{ milk: { hours: 24 + n }, meat: { days: 1 + (n % 9) } }],
      }),
  }[what]();
  if (entered.ok && /^[a-z]-\d+$/.test(entered.value.record)) names.push(entered.value.record);
}

/** The herd read from the bare rows of the records, each cow by herself: another way than the one that is published. */
function fromRows({ bench: { store } }: Rig, herd: readonly string[]): ReadonlyMap<string, Cow> {
  const facts = factsSince(store, 0);
  return new Map(
    cowsRegistered(store)
      .filter(({ cow }) => herd.includes(cow))
      .map(({ cow, eids, status }) => {
        const own = facts.filter((fact) => fact.cow === cow).map(({ body }) => body);
        const text = JSON.stringify({
          format: "vatguard-herd-1",
          labels: labelsAll(store),
          cows: [{ cow, eids, status, facts: own }],
        });
        const loaded = loadHerd(text, { timeZone: TIME_ZONE, now: null });
        const [read] = loaded.ok ? loaded.value.cows : [];
        if (read === undefined)
          throw new Error(`cow ${cow} cannot be read from her rows: ${JSON.stringify(loaded)}`);
        return [cow, read] as const;
      }),
  );
}

function answers(cow: Cow, policy: HoldPolicy, at: EpochMs): unknown {
  const { verdict, because } = verdictOn(cow, [], null, policy, at);
  const milkings = milkingsOf(cow, [], policy);
  const open = holdsOf(cow, milkings, policy, at)
    .open.map((hold) => JSON.stringify(hold))
    .sort();
  const sale = saleCheck(cow, milkings, policy, at).map(({ running, ...market }) => ({
    ...market,
    running: running.map((one) => JSON.stringify(one)).sort(),
  }));
  return { verdict, because, open, sale };
}

function compare(on: Rig, herd: readonly string[]): void {
  const { table } = on.controller;
  expect(table?.fingerprint).toBe(on.herd.recorded());
  const rows = fromRows(on, herd);
  for (const [number, cow] of rows) {
    const published = table?.cows.find((one) => one.cow === number);
    if (table === null || published === undefined) throw new Error(`cow ${number} is not at the bails`);
    for (const hours of [0, 50, 900]) {
      const at = epochMs(MORNING + hours * 3_600_000);
      expect(answers(published, table.policy, at)).toEqual(answers(cow, table.policy, at));
    }
  }
  expect(rows.size).toBe(herd.length);
}

describe("any sequence of entries", () => {
  test("is published as a herd that loads and that answers as the bare records do, before and after a restart", async () => {
    const on = await rig();
    await on.enter.product(EXAMPLE_LC);
    const all: string[] = [];
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 4, maxLength: 14 }), async (steps) => {
        run += 1;
        const herd = [0, 1, 2].map((place) => String(run * 10 + place));
        for (const cow of herd) await on.enter.cow({ cow, status: "in-milk", eids: [] });
        const names: string[] = [];
        for (const step of steps) await enter(on, step, herd, names);
        // The last entry may have been about the shelf alone, which nobody waits for.
        await on.enter.change(`${run}1`, { note: "done", reason: "end of the day" });
        compare(on, herd);
        all.push(...herd);
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
    await on.restart();
    await on.enter.change("11", { note: "again", reason: "after the restart" });
    compare(on, all);
  }, 120_000);
});
