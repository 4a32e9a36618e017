// Room: test/checker. The second yes: who she is, where the valve stands, whether she was looked at.

import { describe, expect, test } from "vitest";
import { agrees, type Evidence } from "../../src/checker/check.ts";
import { type CowFact, MILKINGS_KEPT } from "../../src/domain/holds/facts.ts";
import { bailNo, cowId } from "../../src/domain/ids.ts";
import {
  afterCalving,
  at,
  cleared,
  course,
  cow,
  cowWith,
  eid,
  grazed,
  held,
  herd,
  hoursOnly,
  lookedAt,
  milkedEvery,
  milkingsOnly,
  NIL,
  POLICY,
  sealant,
  seen,
  tainted,
  treated,
} from "../domain/holds/make.ts";
import { because, evidence, withCow } from "./evidence.ts";

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
  test("is asked for after every kind of hold that has ended, and after nil where she was held all the same", () => {
    const asked = (...facts: readonly CowFact[]) => because(withCow(cowWith(...facts), {}, POLICY));
    const look = "nobody has looked at her since her hold ended";
    expect(asked(grazed("g", at(0), at(9), NIL))).toBe(look);
    expect(asked(course("s", sealant(afterCalving(0, NIL)), at(0)))).toBe("yes");
    expect(asked(held("h", at(0)), cleared("c", "h", at(9)))).toBe(look);
    expect(asked(held("h", at(0)), cleared("c", "h", at(9)), lookedAt("l", at(9)))).toBe("yes");
  });
  test("is answered by the look that found an udder healed", () => {
    expect(because(withCow(cowWith(seen("o", at(0), "blood"), lookedAt("l", at(9))), {}, POLICY))).toBe(
      "yes",
    );
  });
  test("is not asked for once more when somebody clears what was over", () => {
    const facts = [...after.facts, lookedAt("l", at(80)), cleared("c", "t", at(90))];
    expect(because(withCow(cowWith(...facts), {}, POLICY))).toBe("yes");
  });
  test("is asked for after the last of several holds", () => {
    const facts = [...after.facts, tainted("p", at(70), at(90)), lookedAt("l", at(80))];
    expect(because(withCow(cowWith(...facts), {}, POLICY))).toBe(
      "nobody has looked at her since her hold ended",
    );
  });
});
