// Room: test/controller. The lamps test: every red pattern on the lamps of empty bails, for ten seconds, and not a hair more.

import { expect, test } from "vitest";
import { boardOf } from "../../src/controller/board.ts";
import { bailNo } from "../../src/domain/ids.ts";
import { herringbonePlan } from "../../src/sim/plans.ts";
import { type Bench, createBench } from "./bench.ts";

const ask = (bench: Bench) => bench.intend({ kind: "test-lamps" });
const lamps = (bench: Bench, bails: readonly number[]) => bails.map((bail) => bench.lamp(bail));
const open = (bench: Bench, what: string, level: boolean) =>
  bench.input(`left-${what}`, level ? "active" : "inactive");
/** A row of three that has been let go once, with its entry open, as between two rows. */
function herringbone(): Bench {
  const bench = createBench({ plan: herringbonePlan(3) });
  open(bench, "entry", false);
  open(bench, "exit", true);
  bench.run(2_000);
  open(bench, "exit", false);
  open(bench, "entry", true);
  bench.run(2_000);
  return bench;
}

test("an empty bail shows red steady, slow, fast and dark, two and a half seconds each, and is dark again after ten", () => {
  const bench = createBench({});
  expect(bench.lamp(1)).toBe("off");
  ask(bench);
  const seen: (string | undefined)[] = [];
  for (let half = 0; half < 21; half += 1) {
    seen.push(bench.lamp(1));
    bench.run(500);
  }
  const of = (lamp: string) => seen.filter((one) => one === lamp).length;
  expect([of("red-steady"), of("red-slow"), of("red-fast"), of("off")]).toEqual([5, 5, 5, 6]);
  expect(seen.slice(0, 5)).toEqual(new Array(5).fill("red-steady"));
  expect(bench.shed().lampTest).toBeNull();
  expect(bench.notes("lamps-tested")).toEqual([
    expect.objectContaining({ by: "Kim", bails: [1, 2, 3, 4].map(bailNo) }),
  ]);
});

test("a cow who stands in her bail keeps her own lamp, green or red, and her own valve", () => {
  const bench = createBench({});
  bench.enters(1, 11);
  bench.enters(2, 20);
  bench.run(1_000);
  expect(lamps(bench, [1, 2, 3])).toEqual(["green-steady", "red-steady", "off"]);
  ask(bench);
  for (let half = 0; half < 20; half += 1) {
    expect(lamps(bench, [1, 2])).toEqual(["green-steady", "red-steady"]);
    expect([bench.released(1), bench.released(2), bench.released(3)]).toEqual([true, false, false]);
    bench.run(500);
  }
});

test("a cow that comes ends it at once for her bail, and when she has gone again it does not come back", () => {
  const bench = createBench({});
  ask(bench);
  bench.run(500);
  bench.enters(1, 11);
  expect(bench.lamp(1)).toBe("green-steady");
  expect(bench.lamp(3)).toBe("red-steady");
  bench.leaves(1);
  bench.run(1_000);
  expect(lamps(bench, [1, 3])).toEqual(["off", "red-steady"]);
});

test("in a herringbone the whole row ends it when the first cow is heard in the race, and the row across the pit goes on", () => {
  const bench = herringbone();
  for (const [what, level] of [
    ["entry", false],
    ["exit", true],
    ["exit", false],
  ] as const)
    bench.input(`right-${what}`, level ? "active" : "inactive");
  bench.run(1_000);
  ask(bench);
  expect(lamps(bench, [1, 3, 4])).toEqual(["red-steady", "red-steady", "red-steady"]);
  bench.tag("left-race", 11);
  expect(lamps(bench, [1, 3, 4])).toEqual(["off", "off", "red-steady"]);
});

test("a row into which cows are coming takes no part; filled and shut, its places without a cow do", () => {
  const bench = herringbone();
  bench.tag("left-race", 11);
  bench.run(1_000);
  open(bench, "beam", true);
  bench.run(300);
  open(bench, "beam", false);
  ask(bench);
  expect(bench.notes("refused").at(-1)).toMatchObject({
    intent: "test-lamps",
    why: expect.stringContaining("no bail is surely empty"),
  });
  open(bench, "entry", false);
  bench.run(500);
  ask(bench);
  expect(lamps(bench, [1, 2, 3])).toEqual(["green-steady", "red-steady", "red-steady"]);
});

test("after a start a row that nobody has let go yet may hold cows, so its lamps are not borrowed", () => {
  const bench = createBench({ plan: herringbonePlan(3) });
  ask(bench);
  expect(bench.notes("lamps-tested")).toEqual([]);
  expect(bench.notes("refused")).toHaveLength(1);
});

test("asked for twice it is refused with words, and may be asked for again when it is over", () => {
  const bench = createBench({});
  ask(bench);
  bench.run(5_000);
  ask(bench);
  expect(bench.notes("refused").at(-1)).toMatchObject({
    why: expect.stringContaining("being tested already"),
  });
  bench.run(5_000);
  ask(bench);
  expect(bench.notes("lamps-tested")).toHaveLength(2);
});

test("the bails of a board that is away take no part, not even when it comes back", () => {
  const bench = createBench({});
  ask(bench);
  bench.unplug("A");
  bench.run(200);
  bench.plug("A");
  bench.run(500);
  expect(lamps(bench, [1, 4])).toEqual(["off", "red-steady"]);
});

test("the board shows what the lamps show, and how long it goes on", () => {
  const bench = createBench({});
  ask(bench);
  bench.run(3_000);
  const board = boardOf(bench.state());
  expect(board?.lampTest).toMatchObject({ shows: "red-slow", left: 7_000, bails: [1, 2, 3, 4].map(bailNo) });
  expect(board?.bails[0]).toMatchObject({ lamp: "red-slow", reasons: ["empty"] });
});
