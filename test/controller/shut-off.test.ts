// Room: test/controller. The way into the vat while valves have yet to show where they stand.

import { describe, expect, test } from "vitest";

import { type Bench, createBench, HERD, PLAN } from "./bench.ts";

/** Whether the last lease sent to the board of the shut-off lets milk into the vat. */
const milkMayFlow = (bench: Bench): boolean => bench.order("A")?.openShutOff ?? false;

describe("after a start the way into the vat stays shut", () => {
  test("until every valve has been proven at divert in whose bail somebody may stand", () => {
    const bench = createBench({ ready: false });
    bench.plug("A");
    bench.run(3_000);
    expect(milkMayFlow(bench)).toBe(false);
    bench.plug("B");
    expect(milkMayFlow(bench)).toBe(true);
  });
  test("and does not wait for a board whose bail is known to be empty", () => {
    const bench = createBench({ ready: false });
    bench.plug("A");
    bench.input("place-4", "inactive");
    expect(milkMayFlow(bench)).toBe(true);
    bench.enters(4, null);
    expect(milkMayFlow(bench)).toBe(false);
  });
  test("and nobody is released meanwhile, with the words why", () => {
    const bench = createBench({ ready: false });
    bench.plug("A");
    for (const input of ["gate-1", "place-1", "place-2"]) bench.input(input, "inactive");
    bench.send({ kind: "table-loaded", table: HERD });
    bench.enters(2, 12);
    expect([bench.released(2), bench.reasons(2)]).toEqual([false, ["valves-awaited"]]);
    bench.plug("B");
    expect([bench.released(2), bench.reasons(2)]).toEqual([true, []]);
  });
  test("but where no shut-off is fitted, one board's absence holds up nobody at the others", () => {
    const { shutOffOn: _, ...plan } = PLAN;
    const bench = createBench({ plan, ready: false });
    bench.plug("A");
    bench.input("place-2", "inactive");
    bench.send({ kind: "table-loaded", table: HERD });
    bench.enters(2, 12);
    expect(bench.released(2)).toBe(true);
  });
});

describe("a board that comes back with a valve stuck at vat", () => {
  /** Released, then stuck there, while the board loses its line; `next` cow stands there when it is back. */
  const back = (next: number | null): Bench => {
    const bench = createBench({});
    bench.enters(4, 11);
    bench.run(500);
    bench.stick(4);
    bench.unplug("B");
    bench.run(1_000);
    bench.input("place-4", "inactive");
    bench.enters(4, next);
    bench.plug("B");
    return bench;
  };
  test.each([
    ["withheld", 20],
    ["unread", null],
  ])("lets nothing into the vat from its first report on, with a cow that is %s", (_, cow) => {
    expect(milkMayFlow(back(cow))).toBe(false);
  });
  test("and shuts nothing for a cow who is fit for the vat", () => {
    expect(milkMayFlow(back(12))).toBe(true);
  });
  test("opens again by itself when the valve comes home before it counts as stuck", () => {
    const bench = back(20);
    bench.mend(4);
    bench.report("B");
    expect([milkMayFlow(bench), bench.shed().carried.vatStop]).toEqual([true, null]);
  });
  test("raises the vat stop, which a person has to clear, when it does not", () => {
    const bench = back(20);
    bench.run(1_200);
    expect(bench.shed().carried.vatStop).toMatchObject({ shutOff: true });
    bench.mend(4);
    bench.run(1_000);
    expect(milkMayFlow(bench)).toBe(false);
  });
});

test("a board that goes away in the middle of milking shuts nothing: its valves rest at divert by themselves", () => {
  const bench = createBench({});
  bench.enters(2, 12);
  bench.enters(4, 20);
  bench.run(1_000);
  bench.unplug("B");
  bench.run(3_000);
  expect([milkMayFlow(bench), bench.released(2)]).toEqual([true, true]);
});
