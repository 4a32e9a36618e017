// Room: test/domain/holds. What must be true of any cow, any records, any farm, any time.

import fc from "fast-check";
import { expect, test } from "vitest";
import { type Cow, type CowFact, type HoldPolicy, MILKINGS_KEPT } from "../../../src/domain/holds/facts.ts";
import { type Hold, holdsOf } from "../../../src/domain/holds/holds.ts";
import { milkingsOf } from "../../../src/domain/holds/milkings.ts";
import { clearing } from "../../../src/domain/holds/period.ts";
import { standingOf } from "../../../src/domain/holds/standing.ts";
import { after, type EpochMs, epochMs, hours } from "../../../src/domain/units.ts";
import { tries } from "../../runs.ts";
import {
  anyCow,
  anyFacts,
  anyHolding,
  anyMilkings,
  anyNow,
  anyPolicy,
  anyTime,
  anyTreatment,
} from "./any-cow.ts";
import { at, both, calved, correcting, cowWith, HOUR, POLICY, treated } from "./make.ts";
import { heldByTheBook } from "./oracle.ts";

const holds = (cow: Cow, own: readonly EpochMs[], policy: HoldPolicy, now: EpochMs) =>
  holdsOf(cow, milkingsOf(cow, own, policy), policy, now);
const open = (cow: Cow, own: readonly EpochMs[], policy: HoldPolicy, now: EpochMs): readonly Hold[] =>
  holds(cow, own, policy, now).open;
const sources = (held: readonly Hold[]) => held.map((hold) => hold.source);
const RUNS = tries(150);

test("the records that hold her are those that the book says, no fewer and no more", () => {
  fc.assert(
    fc.property(anyCow, anyMilkings, anyPolicy, anyNow, (cow, own, policy, now) => {
      expect(sources(open(cow, own, policy, now))).toEqual(heldByTheBook(cow, own, policy, now));
    }),
    tries(600),
  );
});

/** In gb and nz a direction for a second medicine and the floor may stand in the place of "never" (README, off-label). */
const farmWhereNeverStays = anyPolicy.map(
  (policy): HoldPolicy =>
    policy.jurisdiction === "gb" || policy.jurisdiction === "nz" ? { ...policy, jurisdiction: "us" } : policy,
);
/** The other branch of a label can be the shorter one of a label made up at random, never of a real one. */
const makesDryPeriodShorter = (added: CowFact, facts: readonly CowFact[]) =>
  added.kind === "dry-off" &&
  facts.some((fact) => fact.kind === "treatment" && fact.row.milk.kind === "by-dry-period");

test("another record that holds never ends a hold", () => {
  const added = anyHolding("new");
  fc.assert(
    fc.property(
      anyFacts,
      added,
      anyMilkings,
      farmWhereNeverStays,
      anyNow,
      (facts, added, own, policy, now) => {
        fc.pre(!makesDryPeriodShorter(added, facts));
        const before = sources(open(cowWith(...facts), own, policy, now));
        expect(sources(open(cowWith(...facts, added), own, policy, now))).toEqual(
          expect.arrayContaining(before),
        );
      },
    ),
    RUNS,
  );
});

test("in what order the records stand changes nothing", () => {
  const shuffled = anyFacts.chain((facts) =>
    fc.tuple(fc.constant(facts), fc.shuffledSubarray(facts, { minLength: facts.length })),
  );
  fc.assert(
    fc.property(shuffled, anyMilkings, anyPolicy, anyNow, ([facts, other], own, policy, now) => {
      const told = (order: readonly CowFact[]) => {
        const { open, ended } = holds(cowWith(...order), own, policy, now);
        return {
          open: open
            .map(({ source, missing }) => [source, ...missing.map((one) => JSON.stringify(one)).sort()])
            .sort(),
          ended: ended.map(({ source, endedAt }) => [source, endedAt]).sort(),
        };
      };
      expect(told(other)).toEqual(told(facts));
    }),
    RUNS,
  );
});

const anyDatedTreatment = (name: string) =>
  anyTreatment(name).map((given) =>
    given.lastDoseAt === null ? { ...given, firstDoseAt: at(0), lastDoseAt: at(0) } : given,
  );
test("a corrected treatment never ends a hold: not with another date, another product, on any farm", () => {
  const records = fc.tuple(anyDatedTreatment("first"), anyTreatment("new"), anyFacts);
  fc.assert(
    fc.property(
      records,
      anyMilkings,
      farmWhereNeverStays,
      anyNow,
      ([first, other, rest], own, policy, now) => {
        // The vet's direction may come with the correction: then what waited for it alone goes on.
        const { offLabel: _, ...correction } = correcting("first", other);
        const before = sources(open(cowWith(first, ...rest), own, policy, now));
        const after = sources(open(cowWith(first, ...rest, correction), own, policy, now));
        expect(after).toEqual(expect.arrayContaining(before));
      },
    ),
    RUNS,
  );
});
test("a corrected calving never ends what the first date of it had not: earlier or later", () => {
  fc.assert(
    fc.property(
      anyDatedTreatment("t"),
      fc.tuple(anyTime, anyTime),
      anyMilkings,
      anyPolicy,
      anyNow,
      (treatment, [one, other], own, policy, now) => {
        fc.pre(one > (treatment.lastDoseAt ?? one));
        const facts = [treatment, calved("c", one)];
        const before = sources(open(cowWith(...facts), own, policy, now));
        const twice = cowWith(...facts, correcting("c", calved("d", other)));
        expect(sources(open(twice, own, policy, now))).toEqual(expect.arrayContaining(before));
      },
    ),
    RUNS,
  );
});

test("the less is sure of the time, the more is withheld", () => {
  fc.assert(
    fc.property(anyCow, anyMilkings, anyPolicy, anyNow, anyNow, (cow, own, policy, one, other) => {
      const [early, late] = one < other ? [one, other] : [other, one];
      expect(sources(open(cow, own, policy, early))).toEqual(
        expect.arrayContaining(sources(open(cow, own, policy, late))),
      );
    }),
    RUNS,
  );
});

test("a hold that has ended stays ended, and its end stays where it was", () => {
  fc.assert(
    fc.property(anyCow, anyMilkings, anyPolicy, anyNow, anyNow, (cow, milkings, policy, one, other) => {
      // With more of them the first are forgotten, and a period of milkings is taken to have ended as it began.
      const own = milkings.slice(0, MILKINGS_KEPT - cow.facts.length - 1);
      const [early, late] = one < other ? [one, other] : [other, one];
      expect(holds(cow, own, policy, late).ended).toEqual(
        expect.arrayContaining([...holds(cow, own, policy, early).ended]),
      );
    }),
    RUNS,
  );
});

test("CHECK is due exactly when a record held her at the last look, or ever where there was none, and does no more", () => {
  const pressed = fc.option(anyNow, { freq: 2 });
  fc.assert(
    fc.property(anyCow, anyMilkings, pressed, anyPolicy, anyNow, (cow, milkings, button, policy, now) => {
      const own = milkings.slice(0, MILKINGS_KEPT - cow.facts.length - 1);
      const looks = cow.facts.flatMap((fact) =>
        fact.kind === "looked-at" && fact.at <= now ? [fact.at] : [],
      );
      const lastLook = epochMs(Math.max(0, button !== null && button <= now ? button : 0, ...looks));
      const then = heldByTheBook(cow, own, policy, lastLook);
      const still = heldByTheBook(cow, own, policy, now);
      const due = policy.check === "button" && then.some((fact) => !still.includes(fact));
      const lookedAt = button !== null && button <= now ? button : null;
      expect(standingOf(cow, own, lookedAt, policy, { sure: now, wall: now }).checkDue).toBe(due);
    }),
    RUNS,
  );
});

test("every open hold says what is missing, and nothing that is not", () => {
  fc.assert(
    fc.property(anyCow, anyMilkings, anyPolicy, anyNow, (cow, own, policy, now) => {
      for (const { missing } of open(cow, own, policy, now)) {
        expect(missing.length).toBeGreaterThan(0);
        for (const one of missing) {
          if ("until" in one) expect(one.until).toBeGreaterThan(now);
          if ("left" in one) expect(one.left).toBeGreaterThan(0);
        }
      }
    }),
    RUNS,
  );
});

/** A cow about whom nothing more is to come after `now`, not even a calving that is already written down. */
const untilNow = (cow: Cow, now: EpochMs): Cow => ({
  ...cow,
  facts: cow.facts.filter((fact) => {
    const when = "at" in fact ? fact.at : null;
    return when === null || when <= now;
  }),
});

test("the earliest clearance is right: not before it, and over at it when nothing else is missing", () => {
  fc.assert(
    fc.property(anyCow, anyMilkings, anyPolicy, anyNow, (all, milkings, policy, now) => {
      const cow = untilNow(all, now);
      const own = milkings.filter((began) => began <= now);
      for (const { source, missing } of open(cow, own, policy, now)) {
        const { clearsAt } = clearing(missing);
        if (clearsAt === null) continue;
        const heldAt = (when: EpochMs) => sources(open(cow, own, policy, when)).includes(source);
        expect(heldAt(epochMs(clearsAt - 1))).toBe(true);
        expect(heldAt(clearsAt)).toBe(missing.some((one) => one.kind === "milkings"));
      }
    }),
    RUNS,
  );
});

test("the milkings that are left count down to none, one with each milking", () => {
  fc.assert(
    fc.property(anyCow, anyMilkings, anyPolicy, anyNow, (all, milkings, policy, now) => {
      const cow = untilNow(all, now);
      let own = milkings.filter((began) => began <= now);
      for (const { source, missing } of open(cow, own, policy, now)) {
        if (!missing.every((one) => one.kind === "milkings")) continue;
        let when = now;
        for (let left = clearing(missing).milkingsLeft; left > 0; left -= 1) {
          const hold = open(cow, own, policy, when).find((one) => one.source === source);
          expect(hold === undefined ? null : clearing(hold.missing).milkingsLeft).toBe(left);
          when = after(when, hours(12));
          own = [...own, when];
        }
        expect(sources(open(cow, own, policy, when))).not.toContain(source);
      }
    }),
    RUNS,
  );
});

test("nothing is fit before its label's hours and milkings", () => {
  const label = fc.tuple(fc.integer({ min: 1, max: 96 }), fc.integer({ min: 1, max: 8 }));
  fc.assert(
    fc.property(label, anyMilkings, anyTime, anyNow, ([hoursAsked, milkingsAsked], own, dose, now) => {
      const cow = cowWith(treated("t", both(hoursAsked, milkingsAsked), dose));
      if (open(cow, own, POLICY, now).length > 0) return;
      expect(now - dose).toBeGreaterThanOrEqual(hoursAsked * HOUR);
      expect(own.filter((began) => began > dose && began <= now).length).toBeGreaterThanOrEqual(
        milkingsAsked,
      );
    }),
    RUNS,
  );
});
