// Room: test/domain/release. The release predicate over every combination of circumstances, and its proof.

import { describe, expect, test } from "vitest";
import { REASONS, type ReasonCode } from "../../../src/domain/alarms/catalogue.ts";
import type { Identity } from "../../../src/domain/arrivals/identity.ts";
import type { CowStatus } from "../../../src/domain/holds/facts.ts";
import type { Standing } from "../../../src/domain/holds/standing.ts";
import { bailNo, cowId, factId, personId, visitId } from "../../../src/domain/ids.ts";
import { LAMP_CODES, lampFor } from "../../../src/domain/release/lamp.ts";
import { type Circumstances, isProof, mayRelease } from "../../../src/domain/release/may-release.ts";
import type { Valve } from "../../../src/domain/release/valve.ts";
import { monoMs } from "../../../src/domain/units.ts";
import { cow, eid } from "../holds/make.ts";

const CLEAR: Standing = { open: [], heldByClockAlone: false, checkDue: false };
const hold = { kind: "manual", rule: "r", source: factId("h"), missing: [] } as const;
const READY: Valve = {
  order: "divert",
  proven: "divert",
  differsSince: null,
  stretched: 0,
  reached: true,
  home: true,
  fault: null,
};
const TAG: Identity = { kind: "tag", eid: eid(12) };
const visit = {
  visit: visitId("1-1-1"),
  identity: TAG,
  cow: cow("12"),
  standing: CLEAR,
  lookedAt: false,
  divertedByHand: false,
  alsoElsewhere: false,
};
const GOOD: Circumstances = {
  bail: bailNo(1),
  visit,
  valve: READY,
  nodeUp: true,
  tableInForce: true,
  recording: true,
  shutOffClosed: false,
  valvesAwaited: false,
  heldUp: false,
};
const reasons = (c: Circumstances): readonly ReasonCode[] => {
  const decision = mayRelease(c);
  return decision.outcome === "divert" ? decision.reasons : [];
};
const of = (change: Partial<NonNullable<Circumstances["visit"]>>): Circumstances => ({
  ...GOOD,
  visit: { ...visit, ...change },
});

test("a known, clear cow in milk at a good valve is released, with a proof for her visit in her bail", () => {
  const decision = mayRelease(GOOD);
  expect(decision.outcome).toBe("release");
  if (decision.outcome === "divert") return;
  expect(isProof(decision.proof)).toBe(true);
  expect([decision.proof.bail, decision.proof.visit]).toEqual([1, "1-1-1"]);
});
test("a person may name her as well, and a look answers CHECK", () => {
  expect(reasons(of({ identity: { kind: "settled", cow: cowId("12"), by: personId("Kim") } }))).toEqual([]);
  expect(reasons(of({ standing: { ...CLEAR, checkDue: true }, lookedAt: true }))).toEqual([]);
});

const statuses: readonly CowStatus[] = ["dry", "heifer", "sold", "died"];
const ONE_THING_WRONG: readonly [string, Circumstances, readonly ReasonCode[]][] = [
  ["an empty bail", { ...GOOD, visit: null }, ["empty"]],
  ["the board away", { ...GOOD, nodeUp: false }, ["node-away"]],
  [
    "the board away and nothing proven",
    { ...GOOD, nodeUp: false, valve: { ...READY, proven: null } },
    ["node-away"],
  ],
  ["a valve that has a fault", { ...GOOD, valve: { ...READY, fault: "valve-left-vat" } }, ["valve-unproven"]],
  ["a valve not proven at divert", { ...GOOD, valve: { ...READY, proven: null } }, ["valve-unproven"]],
  ["a valve found at vat", { ...GOOD, valve: { ...READY, proven: "vat" } }, ["valve-unproven"]],
  [
    "a valve on its way back to divert",
    { ...GOOD, valve: { ...READY, proven: "vat", reached: false, differsSince: monoMs(5) } },
    ["valve-moving"],
  ],
  ["the shut-off closed", { ...GOOD, shutOffClosed: true }, ["shut-off-closed"]],
  ["valves that have yet to show themselves", { ...GOOD, valvesAwaited: true }, ["valves-awaited"]],
  ["no table", { ...GOOD, tableInForce: false }, ["no-table"]],
  [
    "no table, so nobody is known",
    { ...of({ cow: null, standing: null }), tableInForce: false },
    ["no-table", "unknown"],
  ],
  ["diverted by hand", of({ divertedByHand: true }), ["diverted-by-hand"]],
  ["not read", of({ identity: { kind: "unread" } }), ["unread"]],
  ["in doubt", of({ identity: { kind: "in-doubt", because: "gates" } }), ["in-doubt"]],
  ["two tags", of({ identity: { kind: "two-tags", eids: [eid(12), eid(13)] } }), ["two-tags"]],
  ["a tag of nobody", of({ cow: null, standing: null }), ["unknown"]],
  ["a cow without a standing", of({ standing: null }), ["unknown"]],
  ["a standing without a cow", of({ cow: null }), ["unknown"]],
  ["the same cow elsewhere", of({ alsoElsewhere: true }), ["two-places"]],
  ...statuses.map((s): [string, Circumstances, readonly ReasonCode[]] => [
    `a cow that is ${s}`,
    of({ cow: cow("12", [], s) }),
    ["not-in-milk"],
  ]),
  ["an open hold", of({ standing: { ...CLEAR, open: [hold] } }), ["withheld"]],
  [
    "a hold only the clock keeps",
    of({ standing: { ...CLEAR, open: [hold], heldByClockAlone: true } }),
    ["held-by-clock"],
  ],
  ["a look due", of({ standing: { ...CLEAR, checkDue: true } }), ["check"]],
  [
    "an open hold and a look due: first the hold",
    of({ standing: { ...CLEAR, open: [hold], checkDue: true } }),
    ["withheld"],
  ],
  ["a look does not end a hold", of({ standing: { ...CLEAR, open: [hold] }, lookedAt: true }), ["withheld"]],
  ["no record can be written", { ...GOOD, recording: false }, ["cannot-record"]],
  ["held up", { ...GOOD, heldUp: true }, ["held-up"]],
];
test.each(ONE_THING_WRONG)("%s: diverted, for that and nothing else", (_what, circumstances, expected) => {
  expect(reasons(circumstances)).toEqual(expected);
});
test("every reason of the catalogue can come about; the checker's own comes from the controller", () => {
  const seen = new Set<string>(ONE_THING_WRONG.flatMap(([, , expected]) => expected));
  expect([...seen, "checker-disagrees"].sort()).toEqual(Object.keys(REASONS).sort());
});

test("over all combinations a release comes about exactly when nothing at all is wrong", () => {
  const both = [true, false] as const;
  const identities: readonly Identity[] = [
    TAG,
    { kind: "settled", cow: cowId("12"), by: personId("Kim") },
    { kind: "unread" },
    { kind: "in-doubt", because: "gates" },
    { kind: "two-tags", eids: [eid(12), eid(13)] },
  ];
  const cows = [cow("12"), cow("12", [], "dry"), null];
  const standings: readonly (Standing | null)[] = [
    CLEAR,
    { ...CLEAR, open: [hold] },
    { open: [hold], heldByClockAlone: true, checkDue: true },
    { ...CLEAR, checkDue: true },
    null,
  ];
  const valves: readonly Valve[] = [
    READY,
    { ...READY, proven: null, differsSince: monoMs(1) },
    { ...READY, proven: "vat" },
    { ...READY, order: "vat" },
    { ...READY, order: "vat", proven: "vat" },
    { ...READY, order: "vat", proven: null },
    { ...READY, fault: "valve-not-at-divert" },
    { ...READY, order: "vat", proven: "vat", fault: "valve-not-at-vat" },
  ];
  let [released, all] = [0, 0];
  for (const identity of identities)
    for (const who of cows)
      for (const standing of standings)
        for (const valve of valves)
          for (const lookedAt of both)
            for (const divertedByHand of both)
              for (const alsoElsewhere of both)
                for (const nodeUp of both)
                  for (const tableInForce of both)
                    for (const recording of both)
                      for (const shutOff of ["open", "vat-stop", "valves-awaited"] as const)
                        for (const heldUp of both) {
                          const decision = mayRelease({
                            bail: bailNo(1),
                            visit: {
                              ...visit,
                              identity,
                              cow: who,
                              standing,
                              lookedAt,
                              divertedByHand,
                              alsoElsewhere,
                            },
                            valve,
                            nodeUp,
                            tableInForce,
                            recording,
                            shutOffClosed: shutOff === "vat-stop",
                            valvesAwaited: shutOff === "valves-awaited",
                            heldUp,
                          });
                          const wanted =
                            (identity.kind === "tag" || identity.kind === "settled") &&
                            who?.status === "in-milk" &&
                            standing !== null &&
                            standing.open.length === 0 &&
                            (!standing.checkDue || lookedAt) &&
                            valve.fault === null &&
                            (valve.order === "vat" || valve.proven === "divert") &&
                            nodeUp &&
                            tableInForce &&
                            recording &&
                            !(divertedByHand || alsoElsewhere || shutOff !== "open" || heldUp);
                          all += 1;
                          if ((decision.outcome === "release") !== wanted)
                            expect({ identity, who, standing, valve, decision }).toBe("as the rule says");
                          if (decision.outcome === "release") released += 1;
                          else if (lampFor(decision) === "green-steady")
                            expect("a green lamp").toBe("for releases only");
                        }
  expect(all).toBe(5 * 3 * 5 * 8 * 2 ** 7 * 3);
  // Two identities; clear, or a look due and given; four good valves.
  expect(released).toBe(2 * (2 + 1) * 4);
});

describe("a proof cannot be forged", () => {
  const decision = mayRelease(GOOD);
  const proof = decision.outcome === "release" ? decision.proof : null;
  test("an object of the same shape is none, nor a copy, nor one that came through JSON", () => {
    expect(proof).not.toBeNull();
    if (proof === null) return;
    expect(isProof(proof)).toBe(true);
    expect(isProof({ bail: proof.bail, visit: proof.visit })).toBe(false);
    expect(isProof({ ...proof })).toBe(false);
    expect(isProof(JSON.parse(JSON.stringify(proof)))).toBe(false);
    expect(isProof(structuredClone(proof))).toBe(false);
    expect(isProof(Object.create(Object.getPrototypeOf(proof)))).toBe(false);
    expect(isProof(new Proxy(proof, {}))).toBe(false);
  });
});

describe("the lamp", () => {
  test("has five codes, in the order of the wire", () => {
    expect(LAMP_CODES).toEqual(["off", "green-steady", "red-steady", "red-slow", "red-fast"]);
  });
  test("is green for a release and for nothing else", () => {
    expect(lampFor(mayRelease(GOOD))).toBe("green-steady");
    for (const [, circumstances] of ONE_THING_WRONG)
      expect(lampFor(mayRelease(circumstances))).not.toBe("green-steady");
  });
  const table: readonly [ReasonCode, string][] = [
    ["empty", "off"],
    ["withheld", "red-steady"],
    ["held-by-clock", "red-steady"],
    ["not-in-milk", "red-steady"],
    ["diverted-by-hand", "red-steady"],
    ["unknown", "red-slow"],
    ["unread", "red-slow"],
    ["in-doubt", "red-slow"],
    ["two-tags", "red-slow"],
    ["two-places", "red-slow"],
    ["check", "red-slow"],
    ["no-table", "red-slow"],
    ["node-away", "red-fast"],
    ["valve-moving", "red-steady"],
    ["valve-unproven", "red-fast"],
    ["shut-off-closed", "red-fast"],
    ["valves-awaited", "red-fast"],
    ["cannot-record", "red-fast"],
    ["held-up", "red-fast"],
    ["checker-disagrees", "red-fast"],
  ];
  test.each(table)("for %s is %s", (reason, lamp) => {
    expect(lampFor({ outcome: "divert", reasons: [reason, "withheld"] })).toBe(lamp);
  });
  test("has its pattern for every reason there is", () => {
    expect(table.map(([reason]) => reason).sort()).toEqual(Object.keys(REASONS).sort());
  });
});
