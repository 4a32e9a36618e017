// Room: test/office/herd. What is left out of the published file changes no answer about the cow, to nobody, ever after.

import fc from "fast-check";
import { expect, test } from "vitest";
import { type Cow, type CowFact, MILKINGS_KEPT } from "../../../src/domain/holds/facts.ts";
import { holdsOf } from "../../../src/domain/holds/holds.ts";
import { milkingsOf } from "../../../src/domain/holds/milkings.ts";
import { saleCheck } from "../../../src/domain/holds/sale.ts";
import { factId } from "../../../src/domain/ids.ts";
import { type EpochMs, epochMs } from "../../../src/domain/units.ts";
import { longOver } from "../../../src/office/herd/long-over.ts";
import { checkerSays, type Question, rulesSay } from "../../checker/agreement.ts";
import {
  anyCow,
  anyHolding,
  anyInstant,
  anyMilkings,
  anyNow,
  anyPeriod,
  anyPolicy,
} from "../../checker/any-cow.ts";
import {
  at,
  calved,
  cleared,
  course,
  cowWith,
  grazed,
  HOUR,
  held,
  hoursOnly,
  lookedAt,
  meatDays,
  milkingsOnly,
  NIL,
  POLICY,
  seen,
  tainted,
  treated,
  tube,
} from "../../domain/holds/make.ts";

/** 20,000 of them were run once; so many each time. */
const RUNS = Number(process.env.LONG_OVER_RUNS ?? 120);

/** Cows whose records are mostly of the kinds that can be left out, with whatever else beside. */
const anyOldCow: fc.Arbitrary<Cow> = fc
  .array(
    fc.tuple(
      fc.oneof(
        fc.record({
          kind: fc.constant("treatment" as const),
          when: anyInstant,
          period: anyPeriod,
          label: fc.constantFrom("A", "A", "B"),
        }),
        fc.record({
          kind: fc.constantFrom("seen" as const, "held" as const, "look" as const, "clearance" as const),
          when: anyInstant,
        }),
        fc.record({
          kind: fc.constantFrom("grazed" as const, "tainted" as const),
          when: anyInstant,
          period: anyPeriod,
        }),
        fc.record({ kind: fc.constant("holding" as const), when: anyInstant }),
      ),
      fc.nat({ max: 99 }),
      anyHolding("x"),
    ),
    { minLength: 2, maxLength: 9 },
  )
  .map((wishes) => {
    const facts = wishes.map(([wish, n, other], i): CowFact => {
      const name = `f${i}`;
      switch (wish.kind) {
        case "treatment":
          return course(name, tube(wish.period, { label: wish.label }), wish.when);
        case "seen":
          return seen(name, wish.when, "blood");
        case "held":
          return held(name, wish.when);
        case "look":
          return lookedAt(name, wish.when);
        case "clearance":
          return cleared(name, `f${n % wishes.length}`, wish.when);
        case "grazed":
          return grazed(name, wish.when, wish.when, wish.period);
        case "tainted":
          return tainted(name, wish.when, wish.when);
        default:
          return { ...other, fact: factId(name) };
      }
    });
    // One in ten corrects the one before it.
    return cowWith(
      ...facts.map((fact, i) => {
        const corrected = facts[i - 1];
        const isOne = (wishes[i]?.[1] ?? 0) < 10 && corrected?.kind === fact.kind;
        return isOne ? { ...fact, supersedes: corrected.fact } : fact;
      }),
    );
  });

const without = (cow: Cow, left: ReadonlySet<string>): Cow => ({
  ...cow,
  facts: cow.facts.filter(({ fact }) => !left.has(fact)),
});

/** Everything that is answered about her at an instant. */
function answers(question: Question & { readonly surely: EpochMs }): unknown {
  const { cow, milkings, policy, surely } = question;
  const all = milkingsOf(cow, milkings, policy);
  const open = holdsOf(cow, all, policy, surely).open.map(({ source, missing }) =>
    JSON.stringify([source, missing]),
  );
  const sale = saleCheck(cow, all, policy, surely).map(({ running, ...market }) => ({
    ...market,
    running: running.map((one) => JSON.stringify(one)).sort(),
  }));
  return { rules: rulesSay(question), checker: checkerSays(question), open: open.sort(), sale };
}

test("whatever is on record, no verdict, CHECK, sale answer or checker's word differs at any later instant", () => {
  let leftOut = 0;
  fc.assert(
    fc.property(
      fc.oneof({ weight: 3, arbitrary: anyOldCow }, { weight: 1, arbitrary: anyCow }),
      anyPolicy,
      anyMilkings,
      fc.integer({ min: 0, max: 60 }),
      anyNow,
      anyNow,
      fc.option(anyInstant),
      (cow, policy, milkings, more, first, second, look) => {
        const [sure, later] = first < second ? [first, second] : [second, first];
        // The controller goes on counting, and forgets the oldest.
        const last = milkings.at(-1) ?? sure;
        const coming = Array.from({ length: more }, (_, n) =>
          epochMs(Math.max(last, sure) + (n + 1) * 12 * HOUR),
        );
        const known = milkings.filter((began) => began <= sure);
        const left = longOver(cow, known, policy, sure);
        leftOut += left.size;
        const kept = without(cow, left);
        for (const surely of [sure, later, epochMs(later + 400 * 24 * HOUR)]) {
          const counted = [...milkings, ...coming].filter((began) => began <= surely).slice(-MILKINGS_KEPT);
          const of = { milkings: counted, policy, surely, lookedAt: look };
          expect(answers({ ...of, cow: kept })).toEqual(answers({ ...of, cow }));
        }
      },
    ),
    { numRuns: RUNS },
  );
  // A rule that leaves nothing out would pass as well.
  expect(leftOut).toBeGreaterThan(RUNS / 6);
});

test("five years of mastitis, drying off and calving come down to what can still matter", () => {
  const year = 365 * 24;
  const facts = [0, 1, 2, 3, 4].flatMap((n) => [
    calved(`c${n}`, at(n * year)),
    seen(`o${n}`, at(n * year + 800), "mastitis"),
    course(`t${n}`, tube(hoursOnly(72), { meat: meatDays(10), exportSlaughter: NIL }), at(n * year + 801)),
    lookedAt(`l${n}`, at(n * year + 900)),
    grazed(`p${n}`, at(n * year + 1_000), at(n * year + 1_010), hoursOnly(24), NIL),
    held(`m${n}`, at(n * year + 1_100)),
    cleared(`e${n}`, `m${n}`, at(n * year + 1_110)),
    lookedAt(`k${n}`, at(n * year + 1_200)),
  ]);
  const left = longOver(cowWith(...facts), [], POLICY, at(5 * year));
  expect(facts.filter(({ fact }) => !left.has(fact)).map(({ fact }) => fact)).toEqual([
    "c0",
    "c1",
    "c2",
    "c3",
    "c4",
    "k4",
  ]);
});

test("a hold that waits for milkings is not over because time has passed", () => {
  const cow = cowWith(treated("t", milkingsOnly(6), at(0)), lookedAt("l", at(10)));
  expect([...longOver(cow, [], POLICY, at(90_000))]).toEqual([]);
});
