// Room: test/controller. A rotary through the whole controller: cows walk on, go around, are milked once, walk off.

import { expect, test } from "vitest";
import { boardOf } from "../../src/controller/board.ts";
import { rotaryPlan } from "../../src/sim/plans.ts";
import { createBench } from "./bench.ts";

const BAILS = 16;
/** Of a bail's passage, in milliseconds: 8 s a bail with cows, and a platform that spins where nothing depends on it. */
const QUARTER = 2_000;
const SPINS = 200;

/** A platform that turns over the bench's switches. Cows walk on by their tag; null is a cow whose tag is not read. */
function platform() {
  const bench = createBench({ plan: rotaryPlan(BAILS) });
  const { layout } = bench.shed().plan;
  if (layout.kind !== "rotary") throw new Error("this is a bench for a rotary");
  const { stayedBails } = layout;
  const on = new Set<number>();
  // The last bail stands past the entry; the next to come is the first, at the index mark.
  let at = BAILS - 1;
  const ahead = (n: number) => ((((at - 1 + n) % BAILS) + BAILS) % BAILS) + 1;
  const set = (name: string, active: boolean) => {
    if ((bench.shed().levels[name] === "active") !== active)
      bench.input(name, active ? "active" : "inactive");
  };
  const look = (seen: boolean) => {
    set("boarded", seen && on.has(ahead(0)));
    set("stayed", seen && on.has(ahead(stayedBails)));
  };
  /** The next bail comes by the entry; `cow` walks on where it is free. Gives the bail's number. */
  const passes = (cow?: number | null, quarter = cow === undefined ? SPINS : QUARTER): number => {
    set("index-mark", at === BAILS);
    bench.run(100);
    at = (at % BAILS) + 1;
    set("first-pulse", true);
    bench.run(quarter / 2);
    set("index-mark", false);
    look(true);
    bench.run(quarter / 2);
    set("second-pulse", true);
    if (cow !== undefined && cow !== null) bench.tag("entry", cow);
    bench.run(quarter / 2);
    if (cow !== undefined) on.add(at);
    look(true);
    bench.run(quarter);
    set("first-pulse", false);
    bench.run(quarter);
    set("second-pulse", false);
    bench.run(quarter / 2);
    look(false);
    bench.run(quarter / 2);
    return at;
  };
  /** Turns until `bail` has been by the entry; nobody walks on. */
  const turnTo = (bail: number) => {
    do passes();
    while (at !== bail);
  };
  const back = () => {
    set("second-pulse", true);
    set("first-pulse", true);
    set("second-pulse", false);
    set("first-pulse", false);
    at = ((at - 2 + BAILS) % BAILS) + 1;
  };
  at = BAILS - 2;
  return { bench, passes, turnTo, back, walksOff: (bail: number) => on.delete(bail) };
}

/** The platform has turned once, empty: every bail has been seen so. */
function ready() {
  const one = platform();
  one.turnTo(2);
  one.turnTo(2);
  return one;
}

test("a cow who goes around is one visit and one milking, counted when she has walked off", () => {
  const { bench, passes, turnTo, walksOff } = ready();
  const bail = passes(11);
  const visit = bench.visit(bail)?.visit;
  expect(visit).toBeDefined();
  bench.run(1_000);
  expect(bench.released(bail)).toBe(true);
  turnTo(bail);
  passes();
  // The platform stands still for a while.
  bench.wait(180_000);
  bench.run(1_000);
  expect(bench.visit(bail)?.visit).toBe(visit);
  expect(bench.released(bail)).toBe(true);
  expect(bench.notes("milking-counted")).toEqual([]);
  walksOff(bail);
  turnTo(bail);
  expect(bench.visit(bail)).toBeNull();
  expect(bench.released(bail)).toBe(false);
  expect(bench.notes("milking-counted")).toMatchObject([{ cow: "11" }]);
  expect(bench.notes("visit-opened")).toHaveLength(1);
});

test("an empty bail is no visit, and its lamp stays dark", () => {
  const { bench, passes } = ready();
  const bails = [passes(11), passes(), passes(12)];
  expect(bails.map((bail) => bench.visit(bail)?.cow)).toEqual(["11", undefined, "12"]);
  expect(bench.notes("visit-opened")).toHaveLength(2);
  expect(bench.lamp(bails[1] ?? 0)).toBe("off");
});

test("a withheld cow and one whose tag is dead divert, each in her own bail and no other", () => {
  const { bench, passes } = ready();
  const bails = [passes(11), passes(20), passes(null), passes(12)];
  bench.run(1_000);
  expect(bails.map((bail) => bench.reasons(bail))).toEqual([[], ["withheld"], ["unread"], []]);
  expect(bails.map((bail) => bench.released(bail))).toEqual([true, false, false, true]);
  expect(bench.shed().readers[0]).toMatchObject({ cows: 4, read: 3, missed: 0 });
});

test("the milker settles a cow on the platform, and her word goes with her", () => {
  const { bench, passes, turnTo, walksOff } = ready();
  const bail = passes(null);
  bench.settle(bail, "11");
  bench.run(1_000);
  expect(bench.released(bail)).toBe(true);
  walksOff(bail);
  turnTo(bail);
  passes();
  expect(bench.visit(bail)).toBeNull();
});

test("with the platform's position not known nobody is named and nobody can be settled", () => {
  const { bench, passes } = ready();
  const bails = [passes(11), passes(null)];
  bench.input("first-pulse", "unknown");
  expect(bench.reasons(bails[0] ?? 0)).toEqual(["in-doubt"]);
  expect(bench.released(bails[0] ?? 0)).toBe(false);
  bench.settle(bails[1] ?? 0, "12");
  expect(bench.notes("refused").at(-1)).toMatchObject({ intent: "settle-place" });
  expect(bench.reasons(bails[1] ?? 0)).toEqual(["in-doubt"]);
});

test("when the platform turns back, who stands well away from entry and exit goes on being milked", () => {
  const { bench, passes, back } = ready();
  const far = passes(11);
  for (let n = 0; n < 4; n++) passes();
  const near = passes(12);
  bench.run(1_000);
  expect([far, near].map((bail) => bench.released(bail))).toEqual([true, true]);
  back();
  expect([far, near].map((bail) => bench.released(bail))).toEqual([true, false]);
  expect(bench.reasons(near)).toContain("in-doubt");
});
test("the board shows no bail at the entry before anybody can know which it is, and then the right one", () => {
  const { bench, passes, turnTo } = platform();
  const atEntry = () => boardOf({ shed: bench.shed() })?.platform?.atEntry;
  expect(atEntry()).toBeNull();
  passes();
  turnTo(3);
  expect(atEntry()).toBe(3);
});
