// Room: test/domain/arrivals. Two rows of a herringbone that share one race reader: whose is a tag that is heard?
// Most of these were found by the milkings of single-fault.test.ts; what each found is said beside it.

import { describe, expect, test } from "vitest";
import { arrivalsAtStart, arrivalsStep, occupantsOf } from "../../../src/domain/arrivals/arrivals.ts";
import type { ArrivalInput, InputLevel } from "../../../src/domain/arrivals/identity.ts";
import { bailNo, inputId, readerId, rowId } from "../../../src/domain/ids.ts";
import type { HerringboneLayout } from "../../../src/domain/shed/plan.ts";
import { monoMs } from "../../../src/domain/units.ts";
import { eid } from "../holds/make.ts";
import { TIMES } from "./row-walk.ts";

const LAYOUT: HerringboneLayout = {
  kind: "herringbone",
  rows: ["left", "right"].map((name, index) => ({
    row: rowId(name),
    reader: readerId("race"),
    bails: [bailNo(2 * index + 1), bailNo(2 * index + 2)],
    beam: inputId(`${name}-beam`),
    entryGate: inputId(`${name}-entry`),
    exitGate: inputId(`${name}-exit`),
    firstPlaceReader: readerId(`${name}-first`),
    lastPlaceReader: readerId(`${name}-last`),
  })),
  pairing: TIMES,
};
const input = (name: string, level: InputLevel): ArrivalInput => ({
  kind: "input",
  input: inputId(name),
  level,
});
const opens = (name: string) => input(name, "active");
const shuts = (name: string) => input(name, "inactive");
const read = (cow: number, reader = "race"): ArrivalInput => ({
  kind: "tag",
  reader: readerId(reader),
  eid: eid(cow),
});
const count = (name: string) => [input(`${name}-beam`, "active"), input(`${name}-beam`, "inactive")];
const EMPTY = ["left", "right"].flatMap((name) => [
  shuts(`${name}-beam`),
  shuts(`${name}-entry`),
  opens(`${name}-exit`),
  shuts(`${name}-exit`),
]);

/** Both rows let go, half a minute later what is told; a number is a pause in milliseconds. */
type Heard = readonly (ArrivalInput | readonly ArrivalInput[] | number)[];
const having = (...told: Heard): unknown[] => inLayout(LAYOUT, told);
function inLayout(layout: HerringboneLayout, told: Heard): unknown[] {
  let now = 0;
  let arrivals = arrivalsAtStart(layout);
  for (const one of [EMPTY, 30_000, ...told]) {
    if (typeof one === "number") now += one;
    else
      for (const said of "kind" in one ? [one] : one)
        arrivals = arrivalsStep(arrivals, layout, said, monoMs(now));
  }
  return Object.entries(occupantsOf(arrivals, layout)).map(([bail, { identity }]) => [
    Number(bail),
    identity.kind === "tag" ? Number(identity.eid.slice(-3)) : identity.kind,
  ]);
}

describe("while one row stands open", () => {
  test("a tag is for that row, and the other does not wait for her", () => {
    const left = [
      opens("left-entry"),
      2_000,
      read(5),
      1_000,
      count("left"),
      500,
      shuts("left-entry"),
    ] as const;
    expect(having(...left, 3_000, opens("right-entry"), 3_000, count("right"))).toEqual([
      [1, 5],
      [3, "unread"],
    ]);
  });
  test("a cow of the shut row who is heard again is in doubt there, and costs the filling row nothing", () => {
    const left = [
      opens("left-entry"),
      2_000,
      read(5),
      1_000,
      count("left"),
      500,
      shuts("left-entry"),
    ] as const;
    const right = [
      3_000,
      opens("right-entry"),
      2_000,
      read(5),
      1_000,
      read(6),
      1_000,
      count("right"),
    ] as const;
    expect(having(...left, ...right)).toEqual([
      [1, "in-doubt"],
      [3, 6],
    ]);
  });
  test("a gate that says twice that it is open changes nothing for the cow who was heard there", () => {
    const told = [opens("left-entry"), 2_000, read(5), 500, opens("left-entry"), 500, count("left")] as const;
    expect(having(...told)).toEqual([[1, 5]]);
  });
  test("the queue's head, heard at both shut gates, is the head for whichever opens", () => {
    expect(having(read(5), 500, opens("right-entry"), 2_000, count("right"))).toEqual([[3, 5]]);
    expect(having(read(5), 500, opens("left-entry"), 2_000, count("left"))).toEqual([[1, 5]]);
  });
});

test("rows with a reader each do not hear each other: both may fill at once", () => {
  const [left, right] = LAYOUT.rows;
  if (left === undefined || right === undefined) throw new Error("broken assumption: there are two rows");
  const apart = { ...LAYOUT, rows: [left, { ...right, reader: readerId("right-race") }] };
  const told = [opens("left-entry"), 2_000, read(5), 200, opens("right-entry"), 300, count("left")] as const;
  expect(inLayout(apart, [...told, 300, read(6, "right-race"), 700, count("right")])).toEqual([
    [1, 5],
    [3, 6],
  ]);
});

describe("while both rows stand open", () => {
  const both = [opens("left-entry"), opens("right-entry"), 2_000] as const;
  test("a cow that is heard may go into either: both are in doubt from their next place", () => {
    expect(having(...both, read(5), 1_000, count("left"), 2_000, count("right"))).toEqual([
      [1, "in-doubt"],
      [3, "in-doubt"],
    ]);
  });
  test("one of them full: she is for the other", () => {
    const full = [read(5), 1_000, count("left"), 2_000, read(6), 1_000, count("left"), 2_500] as const;
    const told = [
      opens("left-entry"),
      2_000,
      ...full,
      opens("right-entry"),
      500,
      read(7),
      1_500,
      count("right"),
    ];
    expect(having(...told)).toEqual([
      [1, 5],
      [2, 6],
      [3, 7],
    ]);
  });
  test("the second opened before a cow who was heard for the first has come in: both are in doubt", () => {
    // Found: she was counted on the left, heard on past its beam, and her tag waited on the right for whoever came.
    const told = [
      opens("left-entry"),
      2_000,
      read(5),
      300,
      opens("right-entry"),
      200,
      count("left"),
      400,
      read(5),
    ];
    expect(having(...told, 2_000, count("right"))).toEqual([
      [1, "in-doubt"],
      [3, "in-doubt"],
    ]);
  });
});

describe("the last cow of a row, heard on as she walks past the beam", () => {
  const lastInDoubt = [
    ...[opens("left-entry"), 2_000, read(5), TIMES.readToCountMax + 1, read(6), 500],
    ...[count("left"), 2_000, read(7), 1_000, count("left"), 400],
  ] as const;
  test("is not the head of the queue for the other row, whatever became of her own place", () => {
    // Found: the row was in doubt, so her tag was nobody's, and the other row's gate was opened just then.
    const left = [
      [1, "in-doubt"],
      [2, "in-doubt"],
    ];
    const overlapping = [opens("right-entry"), read(7), shuts("left-entry"), 2_500, count("right")] as const;
    expect(having(...lastInDoubt, ...overlapping)).toEqual([...left, [3, "in-doubt"]]);
    const after = [shuts("left-entry"), read(7), 500, opens("right-entry"), 2_500, count("right")] as const;
    expect(having(...lastInDoubt, ...after)).toEqual([...left, [3, "unread"]]);
  });
  test("is not passed over as that where a row stands open: it may be the next one, and the beam may miss her", () => {
    // Found: it was passed over, the beam missed her, and the cow after her was given her place.
    const left = [
      opens("left-entry"),
      2_000,
      read(5),
      4_100,
      read(6),
      500,
      count("left"),
      shuts("left-entry"),
    ] as const;
    const right = [
      500,
      opens("right-entry"),
      1_200,
      read(7),
      700,
      2_000,
      read(8),
      500,
      count("right"),
    ] as const;
    expect(having(...left, ...right)).toEqual([
      [1, "in-doubt"],
      [3, "in-doubt"],
    ]);
  });
  test("is not the head for the other row either when her own row was full by its count", () => {
    // Found: a count too many had filled the row, and the one for which there was no place was not remembered.
    const left = [
      opens("left-entry"),
      2_000,
      read(5),
      500,
      count("left"),
      500,
      count("left"),
      2_500,
    ] as const;
    const right = [
      read(6),
      500,
      count("left"),
      400,
      opens("right-entry"),
      read(6),
      2_500,
      count("right"),
    ] as const;
    expect(having(...left, ...right)).toEqual([
      [1, "in-doubt"],
      [2, "in-doubt"],
      [3, "in-doubt"],
    ]);
  });
  test("nor when she walked straight through a row with its exit open", () => {
    const left = [opens("left-exit"), opens("left-entry"), 2_000, read(5), 500, count("left"), 400] as const;
    const right = [shuts("left-entry"), read(5), 500, opens("right-entry"), 2_500, count("right")] as const;
    expect(having(...left, ...right)).toEqual([[3, "unread"]]);
  });
  test("hides no second read from a row that expects another cow", () => {
    // Found: the left gate was not heard to open; its cow's tag waited on the right, and the right one's read was
    // passed over as hers.
    const told = [
      read(5),
      300,
      opens("right-entry"),
      200,
      count("left"),
      1_900,
      read(6),
      500,
      count("right"),
    ] as const;
    expect(having(...told)).toEqual([
      [1, "in-doubt"],
      [3, "in-doubt"],
    ]);
  });
});

test("readers at the first and last place belong to their own row", () => {
  const fill = (name: string, one: number, other: number) =>
    [
      opens(`${name}-entry`),
      2_000,
      read(one),
      1_000,
      count(name),
      2_000,
      read(other),
      1_000,
      count(name),
      3_000,
      shuts(`${name}-entry`),
    ] as const;
  const told = [...fill("left", 5, 6), ...fill("right", 7, 8), read(5, "left-first"), read(6, "left-last")];
  expect(having(...told, read(9, "right-first"))).toEqual([
    [1, 5],
    [2, 6],
    [3, "in-doubt"],
    [4, "in-doubt"],
  ]);
});
