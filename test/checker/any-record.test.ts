// Room: test/checker. What must be true of the checker for any cow, any records, any farm, any time.
// Long run: VATGUARD_RUNS=100000 npx vitest run test/checker/any-record.test.ts

import fc from "fast-check";
import { expect, test } from "vitest";
import { type Cow, type CowFact, MILKINGS_KEPT } from "../../src/domain/holds/facts.ts";
import { bailNo, cowId, visitId } from "../../src/domain/ids.ts";
import { type Circumstances, mayRelease } from "../../src/domain/release/may-release.ts";
import type { EpochMs } from "../../src/domain/units.ts";
import {
  AUTOMATIC,
  at,
  cow,
  cowWith,
  eid,
  milkedEvery,
  milkingsOnly,
  POLICY,
  treated,
} from "../domain/holds/make.ts";
import { bookWithholds, checkerSays, type Question, rulesSay } from "./agreement.ts";
import { anyCow, anyHolding, anyInstant, anyMilkings, anyNow, anyPolicy } from "./any-cow.ts";
import { answerTo, withCow } from "./evidence.ts";

const RUNS = Number(process.env.VATGUARD_RUNS ?? 400);

const anyQuestion: fc.Arbitrary<Question> = fc.record({
  cow: anyCow,
  milkings: anyMilkings,
  policy: anyPolicy,
  surely: fc.option(anyNow, { freq: 30 }),
  lookedAt: fc.option(anyInstant),
});
const goes = (question: Question) => checkerSays(question) === "yes";
const withFacts = (question: Question, facts: readonly CowFact[]): Question => ({
  ...question,
  cow: { ...question.cow, facts },
});

test("rules, checker and book agree whether she is withheld, and rules and checker on the look after a hold", () => {
  fc.assert(
    fc.property(anyQuestion, (question) => {
      const answer = checkerSays(question);
      expect(answer).toBe(rulesSay(question));
      expect(answer === "withheld").toBe(bookWithholds(question));
    }),
    { numRuns: RUNS },
  );
});

test("every answer is given to some of any cows, so that agreeing means something", () => {
  const asked = fc.sample(anyQuestion, { numRuns: 400, seed: 7 }).map(checkerSays);
  for (const answer of ["yes", "look", "withheld"] as const) {
    expect(asked.filter((one) => one === answer).length).toBeGreaterThan(2);
  }
});

const LOOSENING: readonly CowFact["kind"][] = ["clearance", "milked", "looked-at", "test-result"];

test("what loosens and is dated later changes nothing yet", () => {
  fc.assert(
    fc.property(anyQuestion, (question) => {
      const surely = question.surely ?? Number.NEGATIVE_INFINITY;
      const without = question.cow.facts.filter((fact) => {
        if (!LOOSENING.includes(fact.kind)) return true;
        const spoils = fact.kind === "test-result" && fact.result === "positive";
        return spoils || !("at" in fact) || fact.at === null || fact.at <= surely;
      });
      expect(checkerSays(withFacts(question, without))).toBe(checkerSays(question));
      const milkings = question.milkings.filter((began) => began <= surely);
      expect(checkerSays({ ...question, milkings })).toBe(checkerSays(question));
    }),
    { numRuns: RUNS },
  );
});

test("one more fact that holds never turns a no into a yes", () => {
  fc.assert(
    fc.property(anyQuestion, anyHolding("g0"), (question, more) => {
      // A shorter dry period is another branch of a label, which may be the one that is over.
      if (more.kind === "dry-off" && branchesOnDryPeriod(question)) return;
      const added = withFacts(question, [...question.cow.facts, more]);
      if (checkerSays(question) === "withheld") expect(checkerSays(added)).toBe("withheld");
      if (!goes(question)) expect(goes(added)).toBe(false);
    }),
    { numRuns: RUNS },
  );
});
const branchesOnDryPeriod = ({ cow: { facts } }: Question): boolean =>
  facts.some(
    (fact) =>
      fact.kind === "treatment" &&
      [fact.row, ...(fact.otherRows ?? [])].some((row) => row.milk.kind === "by-dry-period"),
  );

test("time alone never turns a yes into a no", () => {
  fc.assert(
    fc.property(anyQuestion, anyNow, (question, other) => {
      if (question.surely === null || question.surely > other || !goes(question)) return;
      // What is dated in between: a hold from then on, a calving that makes a treatment a longer one.
      const from = question.surely;
      const between = question.cow.facts.some((fact) => datesOf(fact).some((date) => date > from));
      const milked = question.milkings.some((began) => began > from);
      if (between || milked) return;
      expect(goes({ ...question, surely: other })).toBe(true);
    }),
    { numRuns: RUNS },
  );
});
function datesOf(fact: CowFact): readonly EpochMs[] {
  const dates = [
    "at" in fact ? fact.at : null,
    "from" in fact ? fact.from : null,
    "until" in fact ? fact.until : null,
    "lastDoseAt" in fact ? fact.lastDoseAt : null,
  ];
  return dates.flatMap((date) => date ?? []);
}

test("a group's facts are facts like any other: who else has them is no matter", () => {
  fc.assert(
    fc.property(anyQuestion, (question) => {
      const renamed = question.cow.facts.map((fact) => ({ ...fact, cow: cowId("13") }));
      expect(checkerSays(withFacts(question, renamed))).toBe(checkerSays(question));
    }),
    { numRuns: RUNS / 10 },
  );
});

test("the order in which facts were entered is no matter", () => {
  fc.assert(
    fc.property(anyQuestion, (question) => {
      expect(checkerSays(withFacts(question, [...question.cow.facts].reverse()))).toBe(checkerSays(question));
    }),
    { numRuns: RUNS },
  );
});

test("a cow that went after so many milkings goes on going when the first of them are forgotten", () => {
  const one = cowWith(treated("t", milkingsOnly(8), at(0)));
  for (let count = 8; count < MILKINGS_KEPT * 2; count += 1) {
    const milkings = milkedEvery(12, count).slice(-MILKINGS_KEPT);
    const surely = milkings.at(-1) ?? null;
    const lookedAt = milkedEvery(12, 9).at(-1) ?? null;
    expect(answerTo(withCow(one, { milkings, surely, lookedAt }, AUTOMATIC))).toBe("yes");
    if (count > 8) expect(answerTo(withCow(one, { milkings, surely, lookedAt }, POLICY))).toBe("yes");
  }
});

test("a decision gone wrong is caught: whatever circumstances a broken program made up for her", () => {
  // The predicate is given a clean standing and a wrong cow's identity, as a mistake elsewhere would.
  fc.assert(
    fc.property(anyQuestion, fc.boolean(), (question, wrongCow) => {
      const decided = mayRelease(madeUp(wrongCow ? cow("13") : question.cow));
      expect(decided.outcome).toBe("release");
      const { cow: one, milkings, policy, surely } = question;
      const decidedFor = cowId(wrongCow ? "13" : "12");
      const answer = answerTo(withCow(one, { milkings, surely, lookedAtNow: true, decidedFor }, policy));
      expect(answer === "yes").toBe(!bookWithholds(question) && !wrongCow);
    }),
    { numRuns: RUNS / 2 },
  );
});
const madeUp = (one: Cow): Circumstances => ({
  bail: bailNo(1),
  visit: {
    visit: visitId("1-1-1"),
    identity: { kind: "tag", eid: eid(12) },
    cow: one,
    standing: { open: [], heldByClockAlone: false, checkDue: false },
    lookedAt: true,
    divertedByHand: false,
    alsoElsewhere: false,
  },
  valve: {
    order: "divert",
    proven: "divert",
    differsSince: null,
    stretched: 0,
    reached: true,
    home: true,
    fault: null,
  },
  nodeUp: true,
  tableInForce: true,
  recording: true,
  shutOffClosed: false,
  valvesAwaited: false,
  heldUp: false,
});
