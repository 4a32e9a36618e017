// Room: test/domain/arrivals. One row of a herringbone: a missed tag must not cost a row, and a guess never a vat.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  ROW_AT_START,
  type RowInput,
  type RowState,
  rowOccupants,
  rowStep,
} from "../../../src/domain/arrivals/herringbone-row.ts";
import type { InputLevel } from "../../../src/domain/arrivals/identity.ts";
import { bailNo, cowId, personId } from "../../../src/domain/ids.ts";
import { monoMs } from "../../../src/domain/units.ts";
import { tries } from "../../runs.ts";
import {
  anyFault,
  anyWalk,
  OPEN,
  placesOf,
  SHUT,
  statesOf,
  TIMES,
  TO_EMPTY,
  type Told,
  tag,
  tagOf,
  toldOf,
  walkOf,
  withFault,
  wronglyNamed,
} from "./row-walk.ts";

const CAPACITY = 4;
const beam = (level: InputLevel, arrival = 1): RowInput => ({ kind: "beam", level, arrival });
const COUNT: readonly RowInput[] = [beam("active"), beam("inactive")];
const settle = (index: number, cow = "7"): RowInput => ({
  kind: "settle",
  index,
  cow: cowId(cow),
  by: personId("Kim"),
});
const exit = (level: InputLevel): RowInput => ({ kind: "exit", level });
const entry = (level: InputLevel): RowInput => ({ kind: "entry", level });

/** Tells the row one thing after the other, going on where it was left; a number is a pause in milliseconds. */
function having(start: RowState, ...told: readonly (RowInput | readonly RowInput[] | number)[]): RowState {
  let now = Math.max(100_000, start.countedAt ?? 0, start.waiting?.heardAt ?? 0);
  let row = start;
  for (const one of told) {
    if (typeof one === "number") now += one;
    else
      for (const input of "kind" in one ? [one] : one)
        row = rowStep(row, input, CAPACITY, TIMES, monoMs(now));
  }
  return row;
}
const read = (cow: number) => [1_500, tag(cow), 1_500] as const;
const walksIn = (cow: number) => [...read(cow), COUNT] as const;
const readyRow = having(ROW_AT_START, TO_EMPTY, OPEN);
const rowOf = (...told: Parameters<typeof having>[1][]) => having(readyRow, ...told);
const doubt = (row: RowState) => row.doubt;

describe("cows that walk in one by one", () => {
  test("each read once before her count: everyone is known in her place", () => {
    expect(placesOf(rowOf(...walksIn(0), ...walksIn(1), ...walksIn(2)))).toEqual([0, 1, 2]);
  });
  test("a tag heard again and again before its count, and a moment after it, is one read", () => {
    const cow = (n: number) => [tag(n), 200, tag(n), 200, tag(n), 200, COUNT, 200, tag(n), 2_000] as const;
    expect(placesOf(rowOf(...cow(0), ...cow(1), ...cow(2)))).toEqual([0, 1, 2]);
  });
  test("a missed tag costs its own place", () => {
    expect(placesOf(rowOf(...walksIn(0), 3_000, COUNT, ...walksIn(2)))).toEqual([0, "unread", 2]);
  });
  test("an occupant stands in the bail of her place; a count beyond the last bail is nobody's", () => {
    const row = rowOf(...walksIn(0), ...walksIn(1));
    const found = rowOccupants(row, [bailNo(5)]);
    expect(found.map(([bail, place]) => [bail, place.identity.kind])).toEqual([[5, "tag"]]);
  });
  test("the beam going dark twice for one cow, closer than cows can follow, leaves her and all after her in doubt", () => {
    const row = rowOf(...walksIn(0), ...walksIn(1), 800, COUNT, ...walksIn(2));
    expect(placesOf(row)).toEqual([0, "in-doubt", "in-doubt", "in-doubt"]);
    expect(doubt(row)).toEqual({ from: 1, because: "counts-too-close" });
  });
});

describe("reads and counts that do not pair", () => {
  test("two reads and then a count: nothing says whose", () => {
    const row = rowOf(...walksIn(0), 2_000, tag(1), 500, tag(2), 500, COUNT, ...walksIn(3));
    expect(placesOf(row)).toEqual([0, "in-doubt", "in-doubt"]);
    expect(doubt(row)?.because).toBe("two-reads-one-count");
  });
  test("a cow that is read and backs out: whoever comes next is in doubt", () => {
    const row = rowOf(...walksIn(0), tag(1), TIMES.readToCountMax + 1, { kind: "tick" }, ...walksIn(2));
    expect(placesOf(row)).toEqual([0, "in-doubt"]);
    expect(doubt(row)).toEqual({ from: 1, because: "read-without-count" });
  });
  test("a read waits for its count as long as it may, and no longer, with or without a tick", () => {
    expect(placesOf(rowOf(tag(0), TIMES.readToCountMax, COUNT))).toEqual([0]);
    expect(placesOf(rowOf(tag(0), TIMES.readToCountMax + 1, COUNT))).toEqual(["in-doubt"]);
  });
  test("a cow that turns round in the row and is read again spoils her own place and those after her", () => {
    const row = rowOf(...walksIn(0), ...walksIn(1), ...walksIn(2), 3_000, tag(1));
    expect(placesOf(row)).toEqual([0, "in-doubt", "in-doubt"]);
    expect(doubt(row)?.because).toBe("read-again");
  });
  test("so does one that is heard again after the gate was shut", () => {
    expect(placesOf(rowOf(...walksIn(0), ...walksIn(1), 1_000, SHUT, 3_000, tag(0)))).toEqual([
      "in-doubt",
      "in-doubt",
    ]);
  });
  test("a cow with a dead tag before one that is read over her: the tag heard on after the count gives it away", () => {
    // Cow 1 has no tag; cow 2 pushes up behind her and is read before cow 1 reaches the beam, and after it as well.
    const row = rowOf(...walksIn(0), 2_000, tag(2), 400, COUNT, 300, tag(2), 2_000, COUNT);
    expect(placesOf(row)).toEqual([0, "in-doubt", "in-doubt"]);
    expect(doubt(row)).toEqual({ from: 1, because: "count-unclear" });
  });
  test("a tag heard after somebody else was counted is not lingering any more", () => {
    const row = rowOf(tag(0), 500, COUNT, 800, tag(1), 500, COUNT, 300, tag(0));
    expect(placesOf(row)).toEqual(["in-doubt", "in-doubt"]);
  });
  test("nor is one heard after a cow without a read was counted, however soon", () => {
    const row = rowOf(tag(0), 500, COUNT, 1_500, COUNT, 100, tag(0));
    expect(placesOf(row)).toEqual(["in-doubt", "in-doubt"]);
    expect(doubt(row)?.because).toBe("read-again");
  });
  test("one count too many for the row: an unread place may be the count that was no cow", () => {
    const row = rowOf(...walksIn(0), 3_000, COUNT, ...walksIn(1), ...walksIn(2), ...walksIn(3));
    expect(placesOf(row)).toEqual([0, "in-doubt", "in-doubt", "in-doubt"]);
    expect(doubt(row)?.because).toBe("row-overfull");
  });
  test("one count too many where every place was read: they stay known", () => {
    expect(placesOf(rowOf(...[0, 1, 2, 3].flatMap(walksIn), 3_000, COUNT))).toEqual([0, 1, 2, 3]);
  });
});

describe("the queue at the shut gate", () => {
  const shut = having(ROW_AT_START, TO_EMPTY);
  test("its head, heard as the gate opens, is the first to walk in", () => {
    expect(placesOf(having(shut, tag(0), 1_500, OPEN, 2_000, COUNT))).toEqual([0]);
    expect(placesOf(having(shut, tag(0), 200, tag(0), 1_500, OPEN, 1_000, tag(0), 1_000, COUNT))).toEqual([
      0,
    ]);
  });
  test("a tag that fell silent before the gate opened may have walked away: the first is not read", () => {
    expect(placesOf(having(shut, tag(0), TIMES.lingerMax + 1, OPEN, 1_000, COUNT))).toEqual(["unread"]);
  });
  test("two heard there lately may come in either order", () => {
    const row = having(shut, tag(0), 1_000, tag(1), 500, OPEN, 1_000, COUNT);
    expect(placesOf(row)).toEqual(["in-doubt"]);
    expect(placesOf(having(shut, tag(0), 1_000, tag(1), 500, tag(0), 500, OPEN, 1_000, COUNT))).toEqual([
      "in-doubt",
    ]);
  });
  test("one that left long ago does not count as the second", () => {
    expect(placesOf(having(shut, tag(0), TIMES.readToCountMax + 1, tag(1), 500, OPEN, 1_000, COUNT))).toEqual(
      [1],
    );
  });
  test("a cow counted past the shut gate is in doubt", () => {
    const row = having(shut, tag(0), 500, COUNT);
    expect(placesOf(row)).toEqual(["in-doubt"]);
    expect(doubt(row)?.because).toBe("gates");
  });
});

describe("gates", () => {
  const full = rowOf(...walksIn(0), ...walksIn(1), 1_000, SHUT);
  test("when the exit opens nobody in the row is known any more", () => {
    expect(having(full, exit("active")).places).toEqual([]);
  });
  test("the next batch, let in after the exit is shut, is known", () => {
    const next = having(full, 60_000, exit("active"), 20_000, exit("inactive"), 2_000, OPEN, ...walksIn(3));
    expect(placesOf(next)).toEqual([3]);
  });
  test.each([
    ["the entry opens before the exit is shut", [exit("active"), OPEN, exit("inactive")]],
    ["the exit opens while the entry stands open", [OPEN, exit("active"), exit("inactive")]],
    ["a cow walks through while the exit stands open", [exit("active"), COUNT, exit("inactive"), OPEN]],
  ] as const)("when %s, the next batch is in doubt until the row is let go", (_how, told) => {
    const row = having(full, ...told, ...walksIn(3));
    expect(placesOf(row).every((place) => place === "in-doubt")).toBe(true);
    expect(doubt(row)).toEqual({ from: 0, because: "gates" });
    const again = having(row, SHUT, exit("active"), exit("inactive"), OPEN, ...walksIn(2));
    expect(placesOf(again)).toEqual([2]);
  });
  test("an entry gate that says what it said before changes nothing", () => {
    expect(having(full, SHUT)).toEqual(full);
  });
  test("an exit that is shut twice was opened unheard: the row may have been let go, and nobody in it is known", () => {
    const row = having(full, settle(0), exit("inactive"));
    expect(placesOf(row)).toEqual(["in-doubt", "in-doubt"]);
    expect(doubt(row)).toEqual({ from: 0, because: "gates" });
    expect(placesOf(having(full, exit("active"), exit("active"), exit("inactive")))).toEqual([]);
  });
});

describe("rows that are not filled the way the book says", () => {
  const letGo = [exit("active"), 20_000, exit("inactive"), 2_000, OPEN] as const;
  test("a half-filled row is known, and so is the full one after it", () => {
    const half = rowOf(...walksIn(0), ...walksIn(1), 1_000, SHUT);
    expect(placesOf(half)).toEqual([0, 1]);
    expect(placesOf(having(half, 60_000, ...letGo, ...[2, 3, 4, 5].flatMap(walksIn)))).toEqual([2, 3, 4, 5]);
  });
  test("a row let go early is known as long as it stands, and the next one too", () => {
    const early = rowOf(...[0, 1, 2, 3].flatMap(walksIn), 500, SHUT, 5_000);
    expect(placesOf(early)).toEqual([0, 1, 2, 3]);
    expect(placesOf(having(early, ...letGo, ...walksIn(4)))).toEqual([4]);
  });
  test("a half-filled row that is opened again goes on where it was", () => {
    const half = rowOf(...walksIn(0), 1_000, SHUT, 30_000, OPEN, ...walksIn(1));
    expect(placesOf(half)).toEqual([0, 1]);
  });
  test("unless a cow was heard as the gate shut: she may stand inside, not counted", () => {
    const half = rowOf(...walksIn(0), 1_500, tag(1), 500, SHUT, 30_000, OPEN, ...walksIn(2));
    expect(placesOf(half)).toEqual([0, "in-doubt"]);
    expect(doubt(half)?.because).toBe("read-without-count");
  });
  test("a full row shuts the gate in front of the next cow's nose without any doubt", () => {
    const full = rowOf(...[0, 1, 2, 3].flatMap(walksIn), 1_500, tag(4), 500, SHUT);
    expect(doubt(full)).toBeNull();
    expect(placesOf(having(full, 60_000, ...letGo, ...walksIn(4)))).toEqual([4]);
  });
  test("a cow that turns before the beam and walks in after all, within the time for it, is known", () => {
    expect(placesOf(rowOf(tag(0), 1_000, tag(0), 2_000, tag(0), 1_500, COUNT, ...walksIn(1)))).toEqual([
      0, 1,
    ]);
  });
  test("one that is counted, backs out through the beam and is heard again leaves nobody's name behind her", () => {
    const row = rowOf(...walksIn(0), ...walksIn(1), 2_000, COUNT, 500, tag(1), ...walksIn(2));
    expect(placesOf(row)).toEqual([0, "in-doubt", "in-doubt", "in-doubt"]);
    expect(doubt(row)?.because).toBe("read-again");
  });
  test("so does one that turns under the beam, never lets it clear, and is heard for long", () => {
    const row = rowOf(...walksIn(0), 1_000, tag(1), 500, beam("active"), 2_500, tag(1), beam("inactive"));
    expect(placesOf(having(row, 1_000, ...walksIn(2)))).toEqual([0, "in-doubt", "in-doubt"]);
  });
  test("two abreast, both heard, counted as one or as two, leave their places and all after in doubt", () => {
    const both = [2_000, tag(1), 200, tag(2), 300, COUNT] as const;
    expect(placesOf(rowOf(...walksIn(0), ...both, ...walksIn(3)))).toEqual([0, "in-doubt", "in-doubt"]);
    expect(placesOf(rowOf(...walksIn(0), ...both, 500, COUNT, ...walksIn(3)))).toEqual([
      0,
      "in-doubt",
      "in-doubt",
      "in-doubt",
    ]);
  });
  test("the exit opened while cows still come in: who is inside when it shuts is in doubt, until the row is let go", () => {
    const row = rowOf(...walksIn(0), exit("active"), ...walksIn(1), exit("inactive"), ...walksIn(2));
    expect(placesOf(row)).toEqual(["in-doubt"]);
    expect(placesOf(having(row, SHUT, 60_000, ...letGo, ...walksIn(3)))).toEqual([3]);
  });
});

describe("readers at the first and the last place", () => {
  const at = (place: "first" | "last", cow: number): RowInput => ({
    kind: "at-place",
    place,
    eid: tagOf(cow),
  });
  const whole = (...cows: readonly number[]) => rowOf(30_000, ...cows.flatMap(walksIn), 3_000, SHUT);
  test("hear who stands there: nothing changes for anybody", () => {
    const row = having(whole(0, 1, 2, 3), 3_000, at("first", 0), at("last", 3), 5_000, at("last", 3));
    expect(placesOf(row)).toEqual([0, 1, 2, 3]);
    expect(doubt(row)).toBeNull();
  });
  test("name the cow in their place who alone was not read", () => {
    const unread = rowOf(30_000, COUNT, ...walksIn(1), ...walksIn(2), 3_000, COUNT, 3_000, SHUT);
    expect(placesOf(having(unread, at("first", 0)))).toEqual([0, 1, 2, "unread"]);
    expect(placesOf(having(unread, 3_000, at("last", 3)))).toEqual(["unread", 1, 2, 3]);
    expect(having(unread, at("first", 0)).places[0]?.arrival).toBe(unread.places[0]?.arrival);
  });
  test("name nobody in a row that is in doubt, and no word of the milker is overruled", () => {
    const dubious = rowOf(30_000, COUNT, ...walksIn(1), 1_000, tag(2), 500, tag(3), 500, COUNT, 3_000, SHUT);
    expect(placesOf(having(dubious, at("first", 0)))).toEqual(["unread", 1, "in-doubt"]);
    expect(placesOf(having(dubious, settle(0), at("first", 0)))).toEqual(["settled", 1, "in-doubt"]);
  });
  test("another cow at the first place: everyone may stand elsewhere", () => {
    const row = having(whole(0, 1, 2), at("first", 9));
    expect(placesOf(row)).toEqual(["in-doubt", "in-doubt", "in-doubt"]);
    expect(doubt(row)).toEqual({ from: 0, because: "place-reader" });
  });
  test("a cow that neither reader nor beam noticed is found at the last place, by whoever stands there instead", () => {
    // Cow 1 slipped in unnoticed: 0, 2 and 3 were counted, and 3 stands in the fourth place.
    expect(placesOf(having(whole(0, 2, 3), 3_000, at("last", 3)))).toEqual([
      "in-doubt",
      "in-doubt",
      "in-doubt",
    ]);
    expect(placesOf(having(whole(0, 2, 3), 3_000, at("first", 0), at("last", 3)))).toEqual([
      0,
      "in-doubt",
      "in-doubt",
    ]);
    // And where one more came in and the row counts full.
    expect(placesOf(having(whole(0, 2, 3, 4), 3_000, at("last", 3)))).toEqual(
      Array.from({ length: 4 }, () => "in-doubt"),
    );
  });
  test("a cow of another place heard at one that was not read: she is not named a second time", () => {
    const row = rowOf(30_000, ...walksIn(0), ...walksIn(1), ...walksIn(2), 3_000, COUNT, 3_000, SHUT);
    expect(placesOf(having(row, 3_000, at("last", 2)))).toEqual(Array.from({ length: 4 }, () => "in-doubt"));
  });
  test("another cow at the first place is another cow, though the right one was heard there before", () => {
    const row = having(whole(0, 1, 2), at("first", 0), 3_000, at("first", 9));
    expect(placesOf(row)).toEqual(["in-doubt", "in-doubt", "in-doubt"]);
  });
  test("a first place confirmed in one batch says nothing of the next", () => {
    const next = [
      exit("active"),
      20_000,
      exit("inactive"),
      9_000,
      OPEN,
      ...walksIn(4),
      ...walksIn(5),
    ] as const;
    const row = having(whole(0, 1, 2), at("first", 0), ...next, 3_000, SHUT, 3_000, at("last", 5));
    expect(placesOf(row)).toEqual(["in-doubt", "in-doubt"]);
  });
  test("so is a beam that counted one cow twice: the row is full by its count, and the last place hears another", () => {
    const row = rowOf(30_000, ...walksIn(0), 3_000, COUNT, ...walksIn(1), ...walksIn(2), 3_000, SHUT);
    expect(placesOf(having(row, 3_000, at("last", 3)))).toEqual(Array.from({ length: 4 }, () => "in-doubt"));
  });
  test("a cow at the first place of a row that counts nobody has stayed behind", () => {
    const row = rowOf(30_000, at("first", 9), ...walksIn(0));
    expect(placesOf(row)).toEqual(["in-doubt"]);
  });
  test("cows on their way to farther places, heard as they pass the last one, are not standing there", () => {
    const row = rowOf(30_000, ...[0, 1, 2, 3].flatMap((cow) => [...walksIn(cow), 800, at("last", cow)]));
    expect(placesOf(row)).toEqual([0, 1, 2, 3]);
    const half = rowOf(30_000, ...walksIn(0), ...walksIn(1), 500, SHUT, 500, at("last", 1));
    expect(placesOf(half)).toEqual([0, 1]);
  });
  test("what they hear while the row walks out, or late from the cows before, is nothing", () => {
    const out = having(whole(0, 1, 2, 3), 9_000, exit("active"), at("first", 2), 15_000, exit("inactive"));
    expect(placesOf(having(out, at("first", 0), OPEN, ...walksIn(4)))).toEqual([4]);
    expect(placesOf(having(out, OPEN, 3_000, COUNT, at("first", 0)))).toEqual(["unread"]);
    const slow = having(whole(0, 1, 2, 3), 9_000, exit("active"), 40_000, at("first", 3), exit("inactive"));
    expect(placesOf(having(slow, OPEN, ...walksIn(4)))).toEqual([4]);
  });
});

describe("a device away and back", () => {
  test("at the start cows may stand inside: all in doubt until the row has been let go once", () => {
    const told = [beam("inactive"), entry("inactive"), exit("inactive"), OPEN] as const;
    const row = having(ROW_AT_START, ...told, ...walksIn(0));
    expect(placesOf(row)).toEqual(["in-doubt"]);
    expect(placesOf(having(row, SHUT, exit("active"), exit("inactive"), OPEN, ...walksIn(1)))).toEqual([1]);
  });
  test("let go before the beam could be read: the next batch is in doubt", () => {
    const row = having(
      ROW_AT_START,
      entry("inactive"),
      exit("active"),
      exit("inactive"),
      OPEN,
      beam("inactive"),
    );
    expect(placesOf(having(row, ...walksIn(0)))).toEqual(["in-doubt"]);
  });
  test("let go before the entry gate could be read: the next batch is in doubt", () => {
    const row = having(ROW_AT_START, beam("inactive"), exit("active"), exit("inactive"), entry("active"));
    expect(placesOf(having(row, ...walksIn(0)))).toEqual(["in-doubt"]);
  });
  const two = rowOf(...walksIn(0), ...walksIn(1));
  test("the beam away: those inside stay known, those after are in doubt", () => {
    const row = having(two, beam("unknown"), beam("inactive"), ...walksIn(2));
    expect(placesOf(row)).toEqual([0, 1, "in-doubt"]);
  });
  test("the beam back and broken: the last cow may be the one that stands in it", () => {
    expect(placesOf(having(two, beam("unknown"), beam("active")))).toEqual([0, "in-doubt"]);
    const row = having(two, 3_000, beam("active"), beam("unknown"), beam("active"));
    expect(placesOf(row)).toEqual([0, 1, "in-doubt"]);
  });
  test("the entry gate's switch away: those inside stay known, those after are in doubt", () => {
    expect(placesOf(having(two, entry("unknown"), OPEN, ...walksIn(2)))).toEqual([0, 1, "in-doubt"]);
  });
  test("the exit gate's switch away: the row may have been let go unseen, so nobody is known", () => {
    for (const told of [[exit("unknown")], [exit("unknown"), exit("inactive")]]) {
      expect(placesOf(having(two, ...told))).toEqual(["in-doubt", "in-doubt"]);
    }
  });
  test("not even those that a person has settled", () => {
    const row = having(two, settle(0), exit("unknown"));
    expect(placesOf(row)).toEqual(["in-doubt", "in-doubt"]);
    expect(placesOf(having(row, settle(0)))).toEqual(["in-doubt", "in-doubt"]);
    expect(placesOf(having(row, exit("inactive"), settle(0)))).toEqual(["settled", "in-doubt"]);
  });
});

describe("the milker settles a place", () => {
  test("it is known by number, and the others stay as they were", () => {
    const row = having(rowOf(...walksIn(0), 3_000, COUNT), settle(1, "44"));
    expect(row.places[1]?.identity).toEqual({ kind: "settled", cow: "44", by: "Kim" });
    expect(placesOf(row)).toEqual([0, "settled"]);
  });
  test("a later doubt about reads leaves a settled place settled", () => {
    const row = having(rowOf(...walksIn(0), 3_000, COUNT, ...walksIn(2)), settle(1), 9_000, tag(0));
    expect(placesOf(row)).toEqual(["in-doubt", "settled", "in-doubt"]);
  });
  test("a place where nobody stands cannot be settled", () => {
    expect(placesOf(having(readyRow, settle(2)))).toEqual([]);
  });
});

describe("every input in every state", () => {
  const levels: readonly InputLevel[] = ["active", "inactive", "unknown"];
  const waits = [[], [tag(0)], [tag(0), tag(1)]] as const;
  const inputs: readonly RowInput[] = [
    tag(0),
    tag(9),
    { kind: "at-place", place: "first", eid: tagOf(0) },
    { kind: "at-place", place: "last", eid: tagOf(9) },
    { kind: "two-rows-open" },
    ...levels.map((level) => beam(level)),
    ...levels.map(entry),
    ...levels.map(exit),
    settle(0),
    { kind: "tick" },
  ];
  const states: RowState[] = [];
  for (const exitLevel of levels)
    for (const entryLevel of levels)
      for (const beamLevel of levels)
        for (const waiting of waits)
          for (const cows of [0, 2, CAPACITY]) {
            const inside = Array.from({ length: cows }, (_, i) => walksIn(i)).flat();
            const filled = rowOf(...inside, 3_000, beam(beamLevel), ...waiting);
            states.push(having(filled, entry(entryLevel), exit(exitLevel)));
          }
  test("an exit gate that is open holds nobody; one that cannot be read holds nobody known", () => {
    for (const state of states)
      for (const input of inputs) {
        const next = having(state, input);
        if (next.exit === "active") expect(next.places).toEqual([]);
        if (next.exit === "unknown")
          expect(next.places.every(({ identity }) => identity.kind === "in-doubt")).toBe(true);
      }
  });
  test("nothing but a count at an open entry with the exit shut, right after a read, ever names a cow where every one was read", () => {
    for (const state of states)
      for (const input of inputs) {
        const before = placesOf(state).filter((place) => typeof place === "number").length;
        const next = having(state, input);
        const named = placesOf(next).filter((place) => typeof place === "number").length;
        if (named <= before) continue;
        expect(input).toEqual(beam("active"));
        expect([state.entry, state.exit, state.beam, state.doubt]).toEqual([
          "active",
          "inactive",
          "inactive",
          null,
        ]);
        expect(state.waiting).not.toBeNull();
      }
  });
  test("places never number more than the row has, and arrivals are never changed", () => {
    for (const state of states)
      for (const input of inputs) {
        const next = having(state, input);
        expect(next.places.length).toBeLessThanOrEqual(CAPACITY);
        for (const [i, place] of next.places.entries())
          if (i < state.places.length) expect(place.arrival).toBe(state.places[i]?.arrival);
      }
  });
  test("a doubt only ever reaches further forward, until the exit opens", () => {
    for (const state of states)
      for (const input of inputs) {
        const next = having(state, input);
        if (state.doubt === null || next.exit === "active") continue;
        expect(next.doubt?.from).toBeLessThanOrEqual(state.doubt.from);
      }
  });
});

describe("for any cows walking in, at least 2.5 s apart and read 0.5 to 2 s before the beam", () => {
  const run = (told: readonly Told[], cows: number) => statesOf(told, cows);
  test("with nothing wrong everyone is known in her place", () => {
    fc.assert(
      fc.property(anyWalk, (walk) => {
        const end = run(toldOf(walk), walk.cows).at(-1);
        expect(placesOf(end)).toEqual(Array.from({ length: walk.cows }, (_, i) => i));
      }),
      tries(120),
    );
  });
  test("a lost read costs its own place and no other", () => {
    fc.assert(
      fc.property(anyWalk, fc.nat({ max: 7 }), (walk, n) => {
        const cow = n % walk.cows;
        const lost = withFault(walk, { how: "lost", what: "read", cow, by: 0 });
        const end = run(toldOf(lost), walk.cows).at(-1);
        expect(placesOf(end)).toEqual(
          Array.from({ length: walk.cows }, (_, i) => (i === cow ? "unread" : i)),
        );
      }),
      tries(120),
    );
  });
  test("any one read or count lost, doubled or late never names a cow in another's place, not for a moment", () => {
    fc.assert(
      fc.property(anyWalk, anyFault, (walk, fault) => {
        expect(wronglyNamed(run(toldOf(withFault(walk, fault)), walk.cows))).toEqual([]);
      }),
      tries(1_000),
    );
  });
  test("two cows so close that both are read before the first is counted, in either order, are never mixed up", () => {
    fc.assert(
      fc.property(
        anyWalk,
        fc.nat({ max: 6 }),
        fc.integer({ min: 100, max: 2_000 }),
        fc.boolean(),
        (walk, n, gap, swap) => {
          if (walk.cows < 2) return;
          const [first, second] = [n % (walk.cows - 1), (n % (walk.cows - 1)) + 1];
          const at = walk.said.find((said) => said.what === "count" && said.cow === first)?.at ?? 0;
          const said = walk.said.map((one) =>
            one.what === "read" && one.cow === first
              ? { ...one, at: at - (swap ? 200 : 500) }
              : one.what === "read" && one.cow === second
                ? { ...one, at: at - (swap ? 500 : 200) }
                : one.what === "count" && one.cow === second
                  ? { ...one, at: at + gap }
                  : one,
          );
          expect(wronglyNamed(run(toldOf({ ...walk, said }), walk.cows))).toEqual([]);
        },
      ),
      tries(200),
    );
  });
  test("the limits are known: a cow that neither reader nor beam noticed shifts everyone after her", () => {
    const walk = walkOf([4_000, 4_000, 4_000], [1_000, 1_000, 1_000]);
    const hidden = (["read", "count"] as const).reduce(
      (left, what) => withFault(left, { how: "lost", what, cow: 1, by: 0 }),
      walk,
    );
    expect(placesOf(run(toldOf(hidden), 3).at(-1))).toEqual([0, 2]);
  });
});
