// Room: test/office/herd. Whatever somebody enters who is signed in without the PIN: no hold is over sooner by it, now or at any later time.

import fc from "fast-check";
import { expect, test } from "vitest";
import { loadHerd } from "../../../src/config/herd-file.ts";
import type { Cow } from "../../../src/domain/holds/facts.ts";
import { holdsOf } from "../../../src/domain/holds/holds.ts";
import { milkingsOf } from "../../../src/domain/holds/milkings.ts";
import { epochMs } from "../../../src/domain/units.ts";
import { factsSince } from "../../../src/store/facts.ts";
import { cowsRegistered } from "../../../src/store/herd.ts";
import { labelsAll } from "../../../src/store/medicines.ts";
import { ago, MORNING, type Rig, rig, shelf, TIME_ZONE, type Who } from "./rig.ts";

const RUNS = Number(process.env.ENTRIES_RUNS ?? 6);
const HOUR = 3_600_000;
const anyStep = fc.record({
  kind: fc.constantFrom(
    "treat",
    "treat-directed",
    "correct-treatment",
    "calving",
    "dry-off",
    "observation",
    "looked-at",
    "taint",
    "paddock-or-feed",
    "bought-in",
    "test-sample",
    "test-result",
    "manual-hold",
    "status",
    "eids",
  ),
  hours: fc.integer({ min: -48, max: 100 * 24 }),
  more: fc.integer({ min: 0, max: 200 }),
  form: fc.constantFrom("instant", "day", "unknown"),
  corrects: fc.boolean(),
  of: fc.nat({ max: 30 }),
  trusted: fc.boolean(),
});
type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never;

async function enter({ enter: on }: Rig, cow: string, step: Step, names: string[], who: Who) {
  const { kind, hours, more, form, of, corrects } = step;
  const cows = [cow];
  const instant = ago(hours);
  const when = form === "day" ? instant.slice(0, 10) : instant;
  const whenOrNot = form === "unknown" ? "unknown" : when;
  const name = names[of % Math.max(1, names.length)] ?? "t-0";
  const supersedes = corrects ? { supersedes: name } : {};
  const until = more % 3 === 0 ? {} : { until: ago(Math.max(-48, hours - more)) };
  const doses = { firstDose: ago(hours + more), lastDose: whenOrNot };
  switch (kind) {
    case "treat":
      return on.treat({ cows, ...doses }, who);
    case "treat-directed":
      return on.treat(
        { cows, ...doses, offLabel: { vet: "Dr Hale", direction: "x", milk: { hours: 1 + more } } },
        who,
      );
    case "correct-treatment":
      return on.treat({ cows, ...doses, supersedes: name, note: "slip" }, who);
    case "calving":
    case "dry-off":
      return on.fact({ kind, cows, at: whenOrNot, ...supersedes, note: "x" }, who);
    case "observation":
      return on.fact({ kind, cows, at: when, seen: "blood", ...supersedes, note: "x" }, who);
    case "looked-at":
    case "test-sample":
      return on.fact({ kind, cows, at: when, ...supersedes, note: "x" }, who);
    case "taint":
      return on.fact({ kind, cows, from: when, ...until, what: "onion", ...supersedes, note: "x" }, who);
    case "paddock-or-feed":
      return on.fact(
        {
          kind,
          cows,
          from: when,
          ...until,
          what: "clover",
          milk: more % 5 === 0 ? "nil" : { hours: 1 + more },
          ...supersedes,
          note: "x",
        },
        who,
      );
    case "bought-in":
      return on.fact(
        {
          kind,
          cows,
          at: when,
          state: more % 2 === 0 ? "dry" : "in-milk",
          treatments: more % 4 < 2 ? "unknown" : "declared",
          ...supersedes,
          note: "x",
        },
        who,
      );
    case "test-result":
      return on.fact(
        {
          kind,
          cows,
          of: name,
          at: when,
          result: more % 4 === 0 ? "positive" : "negative",
          ...supersedes,
          note: "x",
        },
        who,
      );
    case "manual-hold":
      return on.fact({ kind, cows, from: when, reason: "odd", ...supersedes, note: "x" }, who);
    case "status":
      return on.change(cow, { status: more % 2 === 0 ? "dry" : "in-milk", reason: "x" }, who);
    case "eids":
      return on.change(cow, { eids: [], reason: "x" }, who);
  }
}

const LATER = [-1, 0, 1, 20, 30, 49, 80, 24 * 8, 24 * 40, 24 * 200];
type Open = ReadonlyMap<string, string>;
/** Of each later time: the holds that are open then, were nothing more entered. Milkings enough for every label are counted each time. */
function openLater(on: Rig, cow: string): readonly Open[] {
  const entry = cowsRegistered(on.bench.store).find((one) => one.cow === cow);
  const facts = factsSince(on.bench.store, 0)
    .filter((fact) => fact.cow === cow)
    .map(({ body }) => body);
  const text = JSON.stringify({
    format: "vatguard-herd-1",
    labels: labelsAll(on.bench.store),
    cows: [{ cow, eids: [], status: entry?.status, facts }],
  });
  const loaded = loadHerd(text, { timeZone: TIME_ZONE, now: null });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
  const [known] = loaded.value.cows;
  const { policy } = loaded.value;
  if (known === undefined) throw new Error("no cow");
  return LATER.map((hours) => {
    const at = epochMs(MORNING + hours * HOUR);
    return openAt(known, at, policy);
  });
}
function openAt(known: Cow, at: ReturnType<typeof epochMs>, policy: Parameters<typeof holdsOf>[2]): Open {
  const counted = Array.from({ length: 48 }, (_, n) => epochMs(at - (48 - n) * 12 * HOUR));
  const { open } = holdsOf(known, milkingsOf(known, counted, policy), policy, at);
  return new Map(open.map((hold) => [hold.source, hold.kind]));
}

/** Holds that wait for a calving are ended by one, whoever enters it: her own withholding begins then. */
const WAITS_FOR_A_CALVING = ["dried-off", "dry-cow-treatment", "teat-sealant", "bought-in"];

test("nothing that a milker enters without the PIN lets a hold end sooner, whatever came before", async () => {
  // Nobody waits for the bails here: what is recorded is looked at in the records.
  const on = await rig({ within: 1, retry: 100_000 });
  on.controller.mood = "away";
  await shelf(on);
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyStep, { minLength: 3, maxLength: 7 }),
      fc.array(anyStep, { minLength: 1, maxLength: 4 }),
      async (before, steps) => {
        run += 1;
        const cow = String(1_000 + run);
        await on.enter.cow({ cow, status: "in-milk", eids: [] });
        const names: string[] = [];
        const note = (entered: Awaited<ReturnType<typeof enter>>): void => {
          if (entered.ok && /^[a-z]-\d+$/.test(entered.value.record)) names.push(entered.value.record);
        };
        for (const step of before) note(await enter(on, cow, step, names, {}));
        for (const step of steps) {
          const open = openLater(on, cow);
          const entered = await enter(on, cow, step, names, {
            role: "milker",
            pinGiven: false,
            trusted: step.trusted,
          });
          note(entered);
          if (!entered.ok) continue;
          const after = openLater(on, cow);
          for (const [n, was] of open.entries())
            for (const [source, kind] of was) {
              if (step.kind === "calving" && WAITS_FOR_A_CALVING.includes(kind)) continue;
              expect([LATER[n], source, kind, after[n]?.has(source)]).toEqual([LATER[n], source, kind, true]);
            }
        }
      },
    ),
    { numRuns: RUNS, endOnFailure: true },
  );
}, 600_000);
