// Room: test/checker. The second yes: what it refuses by itself, and that it refuses nothing that is fit.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { agrees, type Evidence } from "../../src/checker/check.ts";
import { type Cow, MILKINGS_KEPT } from "../../src/domain/holds/facts.ts";
import { standingOf } from "../../src/domain/holds/standing.ts";
import { bailNo, cowId, visitId } from "../../src/domain/ids.ts";
import { mayRelease } from "../../src/domain/release/may-release.ts";
import { epochMs } from "../../src/domain/units.ts";
import { anyCow, anyMilkings, anyPolicy, anyTime } from "../domain/holds/any-cow.ts";
import {
  AUTOMATIC,
  at,
  both,
  calved,
  cleared,
  cow,
  cowWith,
  eid,
  either,
  held,
  herd,
  hoursOnly,
  lookedAt,
  milked,
  milkedEvery,
  milkingsOnly,
  NEVER,
  NIL,
  POLICY,
  treated,
  UNKNOWN,
} from "../domain/holds/make.ts";
import { withheldByTheBook } from "../domain/holds/oracle.ts";

const evidence = (change: Partial<Evidence> = {}): Evidence => ({
  bail: bailNo(1),
  seen: { eid: eid(12) },
  decidedFor: cowId("12"),
  elsewhere: [],
  table: herd([cow("12"), cow("13")]),
  surely: at(1_000),
  milkings: [],
  lookedAt: null,
  lookedAtNow: false,
  switches: { vat: false, divert: true, orderedToVat: false },
  ...change,
});
const withCow = (one: Cow, change: Partial<Evidence> = {}, policy = AUTOMATIC): Evidence =>
  evidence({ table: herd([one, cow("13")], policy), ...change });
const because = (e: Evidence): string => {
  const answer = agrees(e);
  return answer.yes ? "yes" : answer.because;
};

test("a known cow in milk with nothing recorded, at a valve proven at divert, is agreed to", () => {
  expect(because(evidence())).toBe("yes");
  expect(because(evidence({ seen: { settled: cowId("12") } }))).toBe("yes");
  expect(because(evidence({ surely: null }))).toBe("yes");
});

describe("who she is", () => {
  const table: readonly [string, Partial<Evidence>, string][] = [
    ["no table", { table: null }, "there is no herd table"],
    ["an empty table", { table: herd([]) }, "the tag or number does not belong to exactly one cow"],
    ["nobody seen", { seen: null }, "nobody was read or settled in this bail"],
    ["a strange tag", { seen: { eid: eid(99) } }, "the tag or number does not belong to exactly one cow"],
    [
      "a strange number",
      { seen: { settled: cowId("99") } },
      "the tag or number does not belong to exactly one cow",
    ],
    [
      "a tag that two cows wear",
      { table: herd([cow("12"), { ...cow("14"), eids: [eid(12)] }]) },
      "the tag or number does not belong to exactly one cow",
    ],
    [
      "another cow than was decided for",
      { decidedFor: cowId("13") },
      "the decision was for 13, the tag is of 12",
    ],
    ["a decision for nobody", { decidedFor: null }, "the decision was for null, the tag is of 12"],
    ["a dry cow", { table: herd([cow("12", [], "dry")]) }, "12 is recorded as dry"],
    ["a heifer", { table: herd([cow("12", [], "heifer")]) }, "12 is recorded as heifer"],
    ["a cow sold", { table: herd([cow("12", [], "sold")]) }, "12 is recorded as sold"],
    ["a cow that died", { table: herd([cow("12", [], "died")]) }, "12 is recorded as died"],
    [
      "her tag in another bail as well",
      { elsewhere: [{ bail: bailNo(2), eids: [eid(12)], settled: null }] },
      "12 is also in bail 2",
    ],
    [
      "her number in another bail as well",
      { elsewhere: [{ bail: bailNo(2), eids: [], settled: cowId("12") }] },
      "12 is also in bail 2",
    ],
    [
      "her second tag in another bail",
      {
        table: herd([{ ...cow("12"), eids: [eid(12), eid(512)] }]),
        elsewhere: [{ bail: bailNo(3), eids: [eid(7), eid(512)], settled: null }],
      },
      "12 is also in bail 3",
    ],
  ];
  test.each(table)("%s: no", (_what, change, why) => {
    expect(because(evidence(change))).toBe(why);
  });
  test("others in other bails, and she herself in this one, are no reason against", () => {
    const elsewhere = [
      { bail: bailNo(1), eids: [eid(12)], settled: null },
      { bail: bailNo(2), eids: [eid(13)], settled: null },
      { bail: bailNo(3), eids: [], settled: null },
    ];
    expect(because(evidence({ elsewhere }))).toBe("yes");
  });
});

describe("the valve", () => {
  const table: readonly [boolean, boolean, boolean, string][] = [
    [false, true, false, "yes"],
    [false, false, false, "the valve is not proven at divert"],
    [true, false, false, "the valve is not proven at divert"],
    [true, true, false, "the valve is not proven at divert"],
    // A wet switch while the valve is at vat: the valve's own watch finds it and says so.
    [true, true, true, "yes"],
    [false, false, true, "yes"],
    [true, false, true, "yes"],
    [false, true, true, "yes"],
  ];
  test.each(table)(
    "vat switch %s, divert switch %s, on its way to the vat %s",
    (vat, divert, orderedToVat, answer) => {
      expect(because(evidence({ switches: { vat, divert, orderedToVat } }))).toBe(answer);
    },
  );
});

describe("her milk", () => {
  const t = (milk: Parameters<typeof treated>[1]) => cowWith(treated("t", milk, at(0)));
  const table: readonly [string, Evidence, boolean][] = [
    ["71 of 72 hours", withCow(t(hoursOnly(72)), { surely: at(71) }), false],
    ["72 of 72 hours", withCow(t(hoursOnly(72)), { surely: at(72) }), true],
    ["hours of an unsure clock", withCow(t(hoursOnly(72)), { surely: null }), false],
    ["5 of 6 milkings", withCow(t(milkingsOnly(6)), { milkings: milkedEvery(12, 5) }), false],
    ["6 of 6 milkings", withCow(t(milkingsOnly(6)), { milkings: milkedEvery(12, 6) }), true],
    [
      "6 milkings, one of them in the future",
      withCow(t(milkingsOnly(6)), { milkings: milkedEvery(12, 6), surely: at(71) }),
      false,
    ],
    [
      "hours and not milkings",
      withCow(t(both(72, 6)), { milkings: milkedEvery(24, 3), surely: at(73) }),
      false,
    ],
    [
      "milkings and not hours",
      withCow(t(both(72, 6)), { milkings: milkedEvery(8, 6), surely: at(50) }),
      false,
    ],
    ["either, by hours", withCow(t(either(72, 6)), { surely: at(72) }), true],
    ["either, by milkings", withCow(t(either(72, 6)), { milkings: milkedEvery(8, 6), surely: at(50) }), true],
    ["either, by none", withCow(t(either(72, 6)), { milkings: milkedEvery(8, 5), surely: at(50) }), false],
    ["no milkings asked", withCow(t(milkingsOnly(0))), true],
    ["a period without any clause", withCow(t({ kind: "period", combine: "either" })), false],
    ["nil", withCow(t(NIL), { surely: at(0) }), true],
    ["never", withCow(t(NEVER)), false],
    ["unknown", withCow(t(UNKNOWN)), false],
    [
      "a direction longer than the label",
      withCow(cowWith(treated("t", hoursOnly(1), at(0), hoursOnly(2_000)))),
      false,
    ],
    ["a direction of nil", withCow(cowWith(treated("t", hoursOnly(2_000), at(0), NIL))), false],
    ["colostrum", withCow(cowWith(calved("c", at(0))), { milkings: milkedEvery(12, 7) }), false],
    ["colostrum over", withCow(cowWith(calved("c", at(0))), { milkings: milkedEvery(12, 8) }), true],
    ["a person's hold", withCow(cowWith(held("h", at(0)))), false],
    ["a person's hold, cleared", withCow(cowWith(held("h", at(0)), cleared("c", "h", at(9)))), true],
    ["cleared tomorrow", withCow(cowWith(held("h", at(0)), cleared("c", "h", at(1_001)))), false],
    ["another one cleared", withCow(cowWith(held("h", at(0)), cleared("c", "x", at(9)))), false],
    [
      "a milking begun at this very instant",
      withCow(t(milkingsOnly(1)), { milkings: [at(5)], surely: at(5) }),
      true,
    ],
    ["milkings on record", withCow(cowWith(treated("t", milkingsOnly(1), at(0)), milked("m", at(1)))), true],
    [
      "a milking before the dose",
      withCow(cowWith(treated("t", milkingsOnly(1), at(5)), milked("m", at(5)))),
      false,
    ],
    [
      "the same milking on record twice",
      withCow(cowWith(treated("t", milkingsOnly(2), at(0)), milked("m", at(5)), milked("n", at(6)))),
      false,
    ],
  ];
  test.each(table)("%s", (_what, e, fit) => {
    expect(agrees(e).yes).toBe(fit);
  });
});

describe("the look after a hold", () => {
  const after = cowWith(treated("t", hoursOnly(72), at(0)));
  test("is asked for once a hold has ended, and any look since then will do", () => {
    expect(because(withCow(after, {}, POLICY))).toBe("nobody has looked at her since her hold ended");
    expect(because(withCow(after, { lookedAtNow: true }, POLICY))).toBe("yes");
    expect(because(withCow(after, { lookedAt: at(72) }, POLICY))).toBe("yes");
    expect(because(withCow(after, { lookedAt: at(71) }, POLICY))).toBe(
      "nobody has looked at her since her hold ended",
    );
    const recorded = cowWith(treated("t", hoursOnly(72), at(0)), lookedAt("l", at(80)));
    expect(because(withCow(recorded, {}, POLICY))).toBe("yes");
    expect(because(withCow(recorded, { surely: at(79) }, POLICY))).toBe(
      "nobody has looked at her since her hold ended",
    );
  });
  test("is not asked for of a cow that had no hold", () => {
    expect(because(withCow(cowWith(treated("t", NIL, at(0))), {}, POLICY))).toBe("yes");
  });
  test("does not end a hold", () => {
    expect(agrees(withCow(after, { surely: at(71), lookedAtNow: true }, POLICY)).yes).toBe(false);
  });
  test("stays answered, however many milkings follow", () => {
    const label = cowWith(treated("t", milkingsOnly(8), at(0)));
    const milkings = milkedEvery(12, 80).slice(-MILKINGS_KEPT);
    expect(because(withCow(label, { milkings, lookedAt: at(108) }, POLICY))).toBe("yes");
  });
});

describe("for any cow, any records, any time", () => {
  const standing = (one: Cow, own: Evidence["milkings"], policy: typeof POLICY, now: Evidence["surely"]) =>
    standingOf(one, own, null, policy, { sure: now, wall: now ?? epochMs(0) });

  test("what the rules let go the checker lets go as well: no needless divert", () => {
    let released = 0;
    fc.assert(
      fc.property(
        anyCow,
        anyMilkings,
        anyPolicy,
        anyTime,
        fc.option(anyTime),
        (one, own, policy, now, looked) => {
          const s = standingOf(one, own, looked, policy, { sure: now, wall: now });
          if (s.open.length > 0 || s.checkDue) return;
          released += 1;
          const e = withCow(one, { milkings: own, surely: now, lookedAt: looked }, policy);
          expect(because(e)).toBe("yes");
        },
      ),
      { numRuns: 3_000 },
    );
    expect(released).toBeGreaterThan(100);
  });
  test("what the book withholds neither the rules nor the checker let go", () => {
    fc.assert(
      fc.property(anyCow, anyMilkings, anyPolicy, anyTime, (one, own, policy, now) => {
        if (!withheldByTheBook(one, own, policy, now)) return;
        expect(standing(one, own, policy, now).open.length).toBeGreaterThan(0);
        const e = withCow(one, { milkings: own, surely: now, lookedAtNow: true }, policy);
        expect(agrees(e).yes).toBe(false);
      }),
      { numRuns: 3_000 },
    );
  });
  test("a decision gone wrong is caught: whatever circumstances a broken program made up for her", () => {
    // The predicate is given a clean standing and a wrong cow's identity, as a mistake elsewhere would.
    const clean = { open: [], heldByClockAlone: false, checkDue: false };
    fc.assert(
      fc.property(anyCow, anyMilkings, anyTime, fc.boolean(), (one, own, now, wrongCow) => {
        const withheld = withheldByTheBook(one, own, AUTOMATIC, now);
        const decided = mayRelease({
          bail: bailNo(1),
          visit: {
            visit: visitId("1-1-1"),
            identity: { kind: "tag", eid: eid(12) },
            cow: wrongCow ? cow("13") : one,
            standing: clean,
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
            fault: null,
          },
          nodeUp: true,
          tableInForce: true,
          recording: true,
          shutOffClosed: false,
          heldUp: false,
        });
        expect(decided.outcome).toBe("release");
        const e = withCow(one, {
          milkings: own,
          surely: now,
          lookedAtNow: true,
          decidedFor: cowId(wrongCow ? "13" : "12"),
        });
        expect(agrees(e).yes).toBe(!withheld && !wrongCow);
      }),
      { numRuns: 1_000 },
    );
  });
});
