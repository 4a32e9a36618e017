// Room: test/domain/arrivals. Which row or bail an input belongs to, over the layouts.

import { describe, expect, test } from "vitest";
import {
  type Arrivals,
  arrivalsAtStart,
  arrivalsStep,
  occupantsOf,
} from "../../../src/domain/arrivals/arrivals.ts";
import {
  type ArrivalInput,
  type Identity,
  type InputLevel,
  sameIdentity,
} from "../../../src/domain/arrivals/identity.ts";
import { bailNo, cowId, inputId, personId, readerId, rowId } from "../../../src/domain/ids.ts";
import {
  type HerringboneLayout,
  type InBailLayout,
  type Layout,
  readerOf,
} from "../../../src/domain/shed/plan.ts";
import { monoMs } from "../../../src/domain/units.ts";
import { eid } from "../holds/make.ts";
import { TIMES } from "./row-walk.ts";

const row = (name: string, reader: string, first: number) => ({
  row: rowId(name),
  reader: readerId(reader),
  bails: [bailNo(first), bailNo(first + 1)],
  beam: inputId(`${name}-beam`),
  entryGate: inputId(`${name}-entry`),
  exitGate: inputId(`${name}-exit`),
});
const TWO_READERS: HerringboneLayout = {
  kind: "herringbone",
  rows: [row("left", "left-race", 1), row("right", "right-race", 3)],
  pairing: TIMES,
};
const ONE_READER: HerringboneLayout = {
  ...TWO_READERS,
  rows: [row("left", "race", 1), row("right", "race", 3)],
};
const IN_BAIL: InBailLayout = {
  kind: "in-bail",
  places: [1, 2].map((n) => ({
    bail: bailNo(n),
    reader: readerId(`r${n}`),
    placeSwitch: inputId(`place-${n}`),
    ...(n === 1 ? { exitGate: inputId("gate-1") } : {}),
  })),
};
const ROTARY: Layout = {
  kind: "rotary",
  bails: Array.from({ length: 16 }, (_, i) => bailNo(i + 1)),
  entryReader: readerId("entry"),
  firstPulse: inputId("first"),
  secondPulse: inputId("second"),
  indexMark: inputId("mark"),
  boarded: inputId("boarded"),
  stayed: inputId("stayed"),
  stayedBails: 2,
  pairing: TIMES,
};

const input = (name: string, level: InputLevel): ArrivalInput => ({
  kind: "input",
  input: inputId(name),
  level,
});
const tag = (reader: string, n: number): ArrivalInput => ({
  kind: "tag",
  reader: readerId(reader),
  eid: eid(n),
});
const count = (name: string) => [input(`${name}-beam`, "active"), input(`${name}-beam`, "inactive")];
const emptied = (name: string) => [
  input(`${name}-beam`, "inactive"),
  input(`${name}-entry`, "inactive"),
  input(`${name}-exit`, "active"),
  input(`${name}-exit`, "inactive"),
];
function having(layout: Layout, ...told: readonly (ArrivalInput | readonly ArrivalInput[])[]): Arrivals {
  let now = 0;
  return told.flat().reduce((arrivals, one) => {
    now += 700;
    return arrivalsStep(arrivals, layout, one, monoMs(now));
  }, arrivalsAtStart(layout));
}
const who = (layout: Layout, arrivals: Arrivals) =>
  Object.entries(occupantsOf(arrivals, layout)).map(([bail, { identity }]) => [
    Number(bail),
    identity.kind === "tag" ? Number(identity.eid.slice(-3)) : identity.kind,
  ]);

describe("a herringbone", () => {
  test("keeps its rows apart: each beam, gate and reader belongs to its own", () => {
    const told = [
      ...emptied("left"),
      ...emptied("right"),
      input("left-entry", "active"),
      input("right-entry", "active"),
    ];
    const arrivals = having(
      TWO_READERS,
      told,
      tag("left-race", 5),
      tag("right-race", 6),
      count("left"),
      count("right"),
    );
    expect(who(TWO_READERS, arrivals)).toEqual([
      [1, 5],
      [3, 6],
    ]);
    const numbers = arrivals.rows.flatMap(({ places }) => places.map(({ arrival }) => arrival));
    expect(new Set(numbers).size).toBe(2);
    expect(arrivals.nextArrival).toBe(3);
  });
  test("with one reader for both rows, a tag belongs to the row whose entry alone stands open", () => {
    const told = [...emptied("left"), ...emptied("right"), input("right-entry", "active")];
    const arrivals = having(ONE_READER, told, tag("race", 5), count("right"));
    expect(who(ONE_READER, arrivals)).toEqual([[3, 5]]);
    expect(arrivals.rows[0]?.waiting).toBeNull();
  });
  test("with one reader and both entries shut, the head of the queue is the head for whichever opens first", () => {
    const told = [...emptied("left"), ...emptied("right"), tag("race", 5), input("left-entry", "active")];
    expect(who(ONE_READER, having(ONE_READER, told, count("left")))).toEqual([[1, 5]]);
  });
  test("a settled bail is settled in its own row", () => {
    const settle: ArrivalInput = { kind: "settle", bail: bailNo(3), cow: cowId("44"), by: personId("Kim") };
    const told = [...emptied("right"), input("right-entry", "active"), ...count("right"), settle];
    expect(who(TWO_READERS, having(TWO_READERS, told))).toEqual([[3, "settled"]]);
    expect(who(TWO_READERS, having(TWO_READERS, told, { ...settle, bail: bailNo(99) }))).toEqual([
      [3, "settled"],
    ]);
  });
  test("time alone brings a read to doubt", () => {
    const told = [...emptied("left"), input("left-entry", "active"), tag("left-race", 5)];
    const waits = Array.from({ length: 8 }, (): ArrivalInput => ({ kind: "tick" }));
    expect(having(TWO_READERS, told, waits).rows[0]?.doubt?.because).toBe("read-without-count");
  });
});

describe("bails with their own readers", () => {
  const ready = [input("gate-1", "inactive"), input("place-1", "inactive"), input("place-2", "inactive")];
  test("hear only their own, and number their arrivals", () => {
    const told = [
      ...ready,
      input("place-1", "active"),
      input("place-2", "active"),
      tag("r1", 5),
      tag("r2", 6),
    ];
    const arrivals = having(IN_BAIL, told);
    expect(who(IN_BAIL, arrivals)).toEqual([
      [1, 5],
      [2, 6],
    ]);
    expect(arrivals.places.map(({ occupant }) => occupant?.arrival)).toEqual([1, 2]);
  });
  test("a gate belongs to its bail, and a bail without one needs none", () => {
    const told = [
      ...ready,
      input("place-1", "active"),
      input("place-2", "active"),
      input("gate-1", "active"),
    ];
    expect(who(IN_BAIL, having(IN_BAIL, told))).toEqual([[2, "unread"]]);
  });
  test("a settled bail is settled; a tick changes nobody", () => {
    const told: ArrivalInput[] = [
      ...ready,
      input("place-2", "active"),
      { kind: "settle", bail: bailNo(2), cow: cowId("44"), by: personId("Kim") },
      { kind: "tick" },
    ];
    expect(who(IN_BAIL, having(IN_BAIL, told))).toEqual([[2, "settled"]]);
  });
});

test("a turning platform whose position nobody knows names nobody", () => {
  const arrivals = having(ROTARY, tag("entry", 5), input("pulse", "active"), input("mark", "active"));
  expect(who(ROTARY, arrivals).filter(([, name]) => typeof name === "number")).toEqual([]);
});

test("what belongs nowhere changes nobody", () => {
  for (const layout of [TWO_READERS, IN_BAIL]) {
    const before = having(layout, []);
    expect(who(layout, having(layout, tag("nobody's", 1), input("nobody's", "active")))).toEqual(
      who(layout, before),
    );
  }
});

test("the reader of a bail is the one of its place, its row, or the platform's entry", () => {
  expect(readerOf(IN_BAIL, bailNo(2))).toBe("r2");
  expect(readerOf(IN_BAIL, bailNo(9))).toBeNull();
  expect(readerOf(TWO_READERS, bailNo(4))).toBe("right-race");
  expect(readerOf(TWO_READERS, bailNo(9))).toBeNull();
  expect(readerOf(ROTARY, bailNo(1))).toBe("entry");
});

test("identities are the same when they say the same, whoever built them", () => {
  const all = (): Identity[] => [
    { kind: "unread" },
    { kind: "in-doubt", because: "gates" },
    { kind: "in-doubt", because: "device-away" },
    { kind: "tag", eid: eid(1) },
    { kind: "tag", eid: eid(2) },
    { kind: "two-tags", eids: [eid(1), eid(2)] },
    { kind: "two-tags", eids: [eid(2), eid(1)] },
    { kind: "settled", cow: cowId("1"), by: personId("Kim") },
    { kind: "settled", cow: cowId("1"), by: personId("Jo") },
    { kind: "settled", cow: cowId("2"), by: personId("Kim") },
  ];
  const others = all();
  for (const [i, a] of all().entries())
    for (const [j, b] of others.entries()) expect(sameIdentity(a, b)).toBe(i === j);
});
