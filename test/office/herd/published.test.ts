// Room: test/office/herd. What is read before it may be written: all of it once, and from then on what differs.
// The records here are given what no entry can bring: a mistake of the program's own, which the reader of herd files has to find.

import { describe, expect, test } from "vitest";
import { herdFingerprint, loadHerd } from "../../../src/config/herd-file.ts";
import type { CowFact } from "../../../src/domain/holds/facts.ts";
import { cowId, factId, personId } from "../../../src/domain/ids.ts";
import { epochMs } from "../../../src/domain/units.ts";
import { checkFact } from "../../../src/office/herd/checking.ts";
import { createKnownHerd, type KnownHerd } from "../../../src/office/herd/known-herd.ts";
import { createBuilder } from "../../../src/office/herd/published.ts";
import type { Publishable } from "../../../src/office/herd/publisher.ts";
import type { UnderReview } from "../../../src/office/herd/room.ts";
import type { FactBody } from "../../../src/store/facts.ts";
import type { RegisteredCow } from "../../../src/store/herd.ts";
import { MORNING, must, TIME_ZONE } from "./rig.ts";

const AT = new Date(MORNING).toISOString();
const register = (cow: string, eid: string): RegisteredCow => ({
  cow,
  eids: [eid],
  status: "in-milk",
  name: "",
  breed: "",
  born: null,
  note: "",
  reason: "",
  version: 1,
  record: `cow-${cow}-1`,
  by: "anna",
  at: epochMs(MORNING),
});
const TAGS = { "12": "982000123456012", "47": "982000123456047", "301": "982000123456301" };

function herdOfThree() {
  const herd = createKnownHerd(TIME_ZONE);
  const cows = Object.entries(TAGS).map(([cow, eid]) => register(cow, eid));
  must(herd.fill({ policy: null, labels: [], cows, facts: [] }));
  const review: UnderReview[] = [];
  const build = createBuilder(herd, { milkingsCounted: () => () => [], underReview: () => review });
  return { herd, review, build: () => must(build()) };
}

/** As it is taken over after a commit, whatever its words are. */
function take(herd: KnownHerd, cows: readonly string[], said: Partial<FactBody> & { readonly fact: string }) {
  const hold = { kind: "manual-hold", by: "anna", "recorded-at": AT, from: AT, reason: "odd" };
  const { kind } = said;
  const body =
    kind === undefined || kind.startsWith("manual")
      ? { ...hold, ...said }
      : { ...said, kind, by: "anna", "recorded-at": AT };
  const checked = checkFact(herd, body, cows, null);
  const read: CowFact = checked.ok
    ? checked.value
    : {
        kind: "manual-hold",
        fact: factId(said.fact),
        cow: cowId(cows[0] ?? ""),
        by: personId("anna"),
        recordedAt: epochMs(MORNING),
        from: epochMs(MORNING),
        reason: "odd",
      };
  const own = { group: "", detail: {}, by: "anna", at: epochMs(MORNING), trusted: true };
  herd.takeFact({ body, cows, ...own }, read);
}
const inForce = (made: Publishable): void => {
  made.check();
  made.taken();
};

const factsIn = ({ text }: Publishable) =>
  must(loadHerd(text, { timeZone: TIME_ZONE, now: null })).cows.map(({ cow, facts }) => [
    cow,
    facts.map(({ fact }) => fact),
  ]);

describe("what is published", () => {
  test("is letter for letter what a new start would publish, and is called by what the controller calls it", () => {
    const { herd, build, review } = herdOfThree();
    inForce(build());
    take(herd, ["47"], { fact: "h-1" });
    inForce(build());
    take(herd, ["12", "47"], { fact: "h-2" });
    herd.takeCow({ ...register("301", TAGS["301"]), status: "dry", version: 2 });
    review.push({ cow: "301", why: "something was entered about her", since: epochMs(MORNING) });
    const now = build();
    now.check();
    const anew = createBuilder(herd, { milkingsCounted: () => () => [], underReview: () => review });
    expect(must(anew()).text).toBe(now.text);
    const read = must(loadHerd(now.text, { timeZone: TIME_ZONE, now: null }));
    expect(read.fingerprint).toBe(now.fingerprint);
    expect(herdFingerprint(now.text)).toBe(now.fingerprint);
    expect(factsIn(now)).toEqual([
      ["12", ["h-2"]],
      ["47", ["h-1", "h-2"]],
      ["301", ["review-of-cow-3"]],
    ]);
  });

  test("shrinks to who is meant: what is long over for one of two cows stands with the other alone", () => {
    const { herd, build } = herdOfThree();
    const year = (n: number) => new Date(MORNING - n * 31_536_000_000).toISOString();
    take(herd, ["12", "47"], { fact: "o-1", kind: "observation", at: year(3), seen: "mastitis" });
    inForce(build());
    expect(factsIn(build())).toEqual([
      ["12", ["o-1"]],
      ["47", ["o-1"]],
      ["301", []],
    ]);
    take(herd, ["12"], { fact: "l-1", kind: "looked-at", at: year(2) });
    take(herd, ["12"], { fact: "l-2", kind: "looked-at", at: year(1) });
    const made = build();
    made.check();
    expect(made.text).toContain('"group-facts":[\n\n]');
    expect(factsIn(made)).toEqual([
      ["12", ["l-2"]],
      ["47", ["o-1"]],
      ["301", []],
    ]);
  });
});

describe("a mistake that no entry can make is found before anything is written", () => {
  test("in the fact of one cow, after all the others were read", () => {
    const { herd, build } = herdOfThree();
    inForce(build());
    take(herd, ["47"], { fact: "h-1", from: "yesterday at about noon" });
    expect(() => build().check()).toThrow(/the herd of the records is not one/);
    // It stays found: what was not read is not taken for read.
    expect(() => build().check()).toThrow(/yesterday at about noon/);
  });

  test("in a fact of several cows", () => {
    const { herd, build } = herdOfThree();
    inForce(build());
    take(herd, ["12", "47"], { fact: "h-1", kind: "manual-whim" });
    expect(() => build().check()).toThrow(/manual-whim/);
  });

  test("in a tag that two cows wear, where nothing else of the other is said than before", () => {
    const { herd, build } = herdOfThree();
    inForce(build());
    herd.takeCow({ ...register("47", TAGS["12"]), version: 2 });
    expect(() => build().check()).toThrow(/982000123456012/);
  });

  test("in the name of a review, which the records do not know", () => {
    const { herd, build, review } = herdOfThree();
    take(herd, ["12"], { fact: "review-of-cow-2" });
    inForce(build());
    review.push({ cow: "47", why: "something was entered about her", since: epochMs(MORNING) });
    expect(() => build().check()).toThrow(/review-of-cow-2/);
  });

  test("in what was published before this start, once the controller has not taken it", () => {
    const { herd, build } = herdOfThree();
    take(herd, ["47"], { fact: "h-1", from: "yesterday at about noon" });
    // The file was there already, so that nothing was read: the controller is who reads it.
    const made = build();
    made.taken();
    made.doubted();
    take(herd, ["12"], { fact: "h-2" });
    expect(() => build().check()).toThrow(/yesterday at about noon/);
  });
});
