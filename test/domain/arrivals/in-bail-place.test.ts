// Room: test/domain/arrivals. One bail with its own reader.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { InputLevel } from "../../../src/domain/arrivals/identity.ts";
import {
  type PlaceInput,
  type PlaceState,
  placeAtStart,
  placeStep,
} from "../../../src/domain/arrivals/in-bail-place.ts";
import { cowId, personId } from "../../../src/domain/ids.ts";
import { monoMs } from "../../../src/domain/units.ts";
import { eid } from "../holds/make.ts";

const tag = (n: number): PlaceInput => ({ kind: "tag", eid: eid(n) });
const settle: PlaceInput = { kind: "settle", cow: cowId("44"), by: personId("Kim") };
let arrivals = 0;
const told = (what: "stands" | "gate", level: InputLevel): PlaceInput => {
  arrivals += 1;
  return { kind: what, level, arrival: arrivals };
};
const having = (place: PlaceState, ...inputs: readonly PlaceInput[]): PlaceState =>
  inputs.reduce((state, input, i) => placeStep(state, input, monoMs(i)), place);
const empty = having(placeAtStart(true), told("gate", "inactive"), told("stands", "inactive"));
const standing = having(empty, told("stands", "active"));
const who = (place: PlaceState) => place.occupant?.identity;

test("a cow that steps in is not read yet, and the tag heard while she stands there is hers", () => {
  expect(who(standing)).toEqual({ kind: "unread" });
  expect(who(having(standing, tag(1), tag(1)))).toEqual({ kind: "tag", eid: eid(1) });
});
test("a tag heard before she stood there was the last cow's", () => {
  expect(who(having(empty, tag(1), told("stands", "active")))).toEqual({ kind: "unread" });
});
test("two different tags leave neither believed, and a third does not help", () => {
  const two = { kind: "two-tags", eids: [eid(1), eid(2)] };
  expect(who(having(standing, tag(1), tag(2)))).toEqual(two);
  expect(who(having(standing, tag(1), tag(2), tag(1), tag(3)))).toEqual(two);
});
test("when she leaves, or the gate opens, nobody stands there", () => {
  const known = having(standing, tag(1));
  expect(having(known, told("stands", "inactive")).occupant).toBeNull();
  expect(having(known, told("gate", "active")).occupant).toBeNull();
});
test("a gate that opened and shut behind nobody leaves a new, unread arrival", () => {
  const known = having(standing, tag(1));
  const again = having(known, told("gate", "active"), told("gate", "inactive"));
  expect(who(again)).toEqual({ kind: "unread" });
  expect(again.occupant?.arrival).not.toBe(known.occupant?.arrival);
});
test("a settled place is known by its number, whatever tag is heard after", () => {
  expect(who(having(standing, tag(1), settle, tag(2)))).toEqual({ kind: "settled", cow: "44", by: "Kim" });
});
test("an empty place cannot be settled", () => {
  expect(having(empty, settle).occupant).toBeNull();
});

describe("a switch away", () => {
  test.each([
    ["place switch", "stands", "active"],
    ["gate switch", "gate", "inactive"],
  ] as const)("the %s: whoever stands there may have changed, settled or not", (_name, what, back) => {
    for (const known of [
      having(standing, tag(1)),
      having(standing, settle),
      having(standing, tag(1), tag(2)),
    ]) {
      const away = having(known, told(what, "unknown"));
      expect(who(away)).toEqual({ kind: "in-doubt", because: "device-away" });
      expect(who(having(away, tag(1)))?.kind).toBe("in-doubt");
      expect(who(having(away, settle))?.kind).toBe("in-doubt");
      const here = having(away, settle, told(what, back));
      expect(who(here)).toEqual({ kind: "unread" });
      expect(here.occupant?.arrival).not.toBe(known.occupant?.arrival);
      expect(who(having(here, tag(3)))).toEqual({ kind: "tag", eid: eid(3) });
    }
  });
  test("at the start nobody is there until both switches have spoken", () => {
    expect(having(placeAtStart(true), told("stands", "active"), tag(1)).occupant).toBeNull();
    expect(who(having(placeAtStart(true), told("stands", "active"), told("gate", "inactive")))).toEqual({
      kind: "unread",
    });
    expect(who(having(placeAtStart(false), told("stands", "active")))).toEqual({ kind: "unread" });
  });
});

test("whatever happens, a name is of a tag heard or a word given since she last stepped in with both switches read", () => {
  const level = fc.constantFrom<InputLevel>("active", "inactive", "unknown");
  const input = fc.oneof(
    fc.integer({ min: 1, max: 3 }).map((n) => ({ tag: n })),
    level.map((stands) => ({ stands })),
    level.map((gate) => ({ gate })),
    fc.constant({ settled: true }),
  );
  fc.assert(
    fc.property(fc.array(input, { maxLength: 40 }), (inputs) => {
      let place = placeAtStart(true);
      let [stands, gate]: InputLevel[] = ["unknown", "unknown"];
      let since = new Set<string>();
      for (const [i, one] of inputs.entries()) {
        const is = (): boolean => stands === "active" && gate === "inactive";
        const was = is();
        if ("stands" in one) stands = one.stands;
        if ("gate" in one) gate = one.gate;
        if (!is() || !was) since = new Set();
        if (is() && "tag" in one) since.add(eid(one.tag));
        if (is() && "settled" in one) since.add("44");
        const said: PlaceInput =
          "tag" in one
            ? tag(one.tag)
            : "stands" in one
              ? { kind: "stands", level: one.stands, arrival: i }
              : "gate" in one
                ? { kind: "gate", level: one.gate, arrival: i }
                : settle;
        place = placeStep(place, said, monoMs(i));
        const identity = who(place);
        if (identity?.kind === "tag") expect(since.has(identity.eid)).toBe(true);
        if (identity?.kind === "settled") expect(since.has(identity.cow)).toBe(true);
      }
    }),
    { numRuns: 1_000 },
  );
});
