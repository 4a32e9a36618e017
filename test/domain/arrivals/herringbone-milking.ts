// Room: test/domain/arrivals. A whole milking in a herringbone of two rows: batch after batch, cows that walk in, turn
// back, squeeze in two abreast; what reader, beam, gates and place readers say of it. Knows who truly stands where.
//
// What this walk leaves out, because reader, beam and gates cannot tell it from a cow who was not read (README):
//   - every cow wears a tag that is heard between her gate's opening (or the two seconds before) and her count;
//   - a beam that counts twice for one cow does so within `closestCows`;
//   - cows are at least 2.5 s apart and heard from 2 to 0.5 s before the beam; two abreast are both heard twice;
//   - a cow that turns back is heard twice where she turns: before the beam the next one comes later than
//     `readToCountMax`; through the beam she is heard on for longer than `lingerMax` after breaking it again;
//   - from a row's last count to the next batch's first there are at least 20 s, the longest that a saying is late.

import fc from "fast-check";
import type { ArrivalInput, InputLevel } from "../../../src/domain/arrivals/identity.ts";
import { bailNo, inputId, readerId, rowId } from "../../../src/domain/ids.ts";
import type { HerringboneLayout } from "../../../src/domain/shed/plan.ts";
import { eid } from "../holds/make.ts";
import { TIMES } from "./row-walk.ts";
import type { Milking, Stands, Told } from "./single-fault.ts";

/** The beam stays broken this long while a cow walks through. */
const BROKEN = 300;
/** Heard at the bail again every so often, and so many times at most. */
const AT_BAIL_EVERY = 3_000;
const AT_BAIL_TIMES = 4;

/** What one cow, or two abreast, do at the entry. Times in milliseconds. */
type Act = {
  readonly what: "walks-in" | "turns-before-the-beam" | "turns-behind-the-beam" | "two-abreast";
  /** After the count before. */
  readonly gap: number;
  readonly ahead: number;
  readonly heard: number;
  /** Whether her tag is heard on after her count. */
  readonly heardPast: boolean;
  /** Behind the beam for so long before she turns. */
  readonly stay: number;
  /** Whether she who turned comes back at once; of two abreast, whether they are heard on after their count. */
  readonly returns: boolean;
  /** The second of two abreast breaks the beam so much later; 0: both break it as one. */
  readonly apart: number;
};
type Batch = {
  readonly acts: readonly Act[];
  readonly headHeard: boolean;
  readonly shutAfter: number;
  readonly milked: number;
  readonly walkOut: number;
  /** The gate is shut after so many acts and opened again later: null, not at all. */
  readonly reopened: { readonly after: number; readonly pause: number; readonly nextIsHeard: boolean } | null;
  /** The exit is opened after so many acts while cows still come in; one walks through, one is shut in. */
  readonly exitAfter: number | null;
  /** The next row is opened so long before this one's gate is shut. */
  readonly overlap: number;
};
export type Script = {
  readonly capacity: number;
  readonly oneReader: boolean;
  readonly placeReaders: boolean;
  /** Cows who walk by the last place are heard there. */
  readonly heardPassing: boolean;
  readonly batches: readonly Batch[];
};

const ms = (min: number, max: number) => fc.integer({ min, max });
const anyAct: fc.Arbitrary<Act> = fc.record({
  what: fc.oneof(
    { weight: 30, arbitrary: fc.constant("walks-in" as const) },
    { weight: 1, arbitrary: fc.constant("turns-before-the-beam" as const) },
    { weight: 1, arbitrary: fc.constant("turns-behind-the-beam" as const) },
    { weight: 1, arbitrary: fc.constant("two-abreast" as const) },
  ),
  gap: ms(2_500, 9_000),
  ahead: ms(500, 2_000),
  heard: ms(1, 3),
  heardPast: fc.boolean(),
  stay: ms(400, 6_000),
  returns: fc.boolean(),
  apart: fc.oneof(fc.constant(0), ms(BROKEN + 50, 1_150)),
});
const seldom = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 8 });
const anyBatch: fc.Arbitrary<Batch> = fc.record({
  acts: fc.array(anyAct, { minLength: 1, maxLength: 7 }),
  headHeard: fc.boolean(),
  shutAfter: ms(400, 3_000),
  milked: fc.oneof(ms(5_000, 30_000), ms(60_000, 120_000)),
  walkOut: ms(15_000, 25_000),
  reopened: seldom(fc.record({ after: ms(1, 4), pause: ms(2_500, 40_000), nextIsHeard: fc.boolean() })),
  exitAfter: fc.option(ms(1, 4), { freq: 20 }),
  overlap: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: ms(1, 3_000) }),
});
export const anyScript: fc.Arbitrary<Script> = fc.record({
  capacity: ms(1, 5),
  oneReader: fc.boolean(),
  placeReaders: fc.boolean(),
  heardPassing: fc.boolean(),
  batches: fc.array(anyBatch, { minLength: 1, maxLength: 5 }),
});

const ROWS = ["left", "right"] as const;
const layoutOf = ({ capacity, oneReader, placeReaders }: Script): HerringboneLayout => ({
  kind: "herringbone",
  rows: ROWS.map((name, index) => ({
    row: rowId(name),
    reader: readerId(oneReader ? "race" : `${name}-race`),
    bails: Array.from({ length: capacity }, (_, i) => bailNo(index * capacity + i + 1)),
    beam: inputId(`${name}-beam`),
    entryGate: inputId(`${name}-entry`),
    exitGate: inputId(`${name}-exit`),
    ...(placeReaders
      ? { firstPlaceReader: readerId(`${name}-first`), lastPlaceReader: readerId(`${name}-last`) }
      : {}),
  })),
  pairing: TIMES,
});

/** All that is said and all that is true in the milking that the script tells. */
export function milkingOf(script: Script): Milking {
  const layout = layoutOf(script);
  const told: Told[] = [];
  const stands: Stands[] = [];
  let cows = 0;
  const freeAt = [30_000, 30_000];
  let entryShutAt = 29_000;
  /** The last cow before the queue's head. */
  let cameInAt = 0;

  for (const [i, batch] of script.batches.entries()) {
    const side = i % 2;
    const plan = layout.rows[side];
    const name = ROWS[side];
    if (plan === undefined || name === undefined) throw new Error("broken assumption: there are two rows");
    const says = (what: "beam" | "entry" | "exit", level: InputLevel, at: number): void => {
      told.push({ input: { kind: "input", input: inputId(`${name}-${what}`), level }, at, what });
    };
    const reads = (cow: number, at: number, reader: string = plan.reader): void => {
      const input: ArrivalInput = { kind: "tag", reader: readerId(reader), eid: eid(100 + cow) };
      told.push({ input, at, what: "read" });
    };
    const breaks = (at: number): void => {
      says("beam", "active", at);
      says("beam", "inactive", at + BROKEN);
    };
    const inside: { readonly cow: number; readonly at: number }[] = [];
    const stuck: number[] = [];
    const enters = (cow: number, at: number): void => {
      const bail = plan.bails[inside.length + stuck.length];
      if (bail === undefined) throw new Error("broken assumption: a full row takes no cow");
      stands.push({ bail, cow, at });
      inside.push({ cow, at });
      if (script.placeReaders && script.heardPassing) reads(cow, at + 900, `${name}-last`);
    };
    const room = (): number => script.capacity - inside.length - stuck.length;

    // The gate opens, perhaps before the other row's is shut.
    const opensAt = Math.max(
      (freeAt[side] ?? 0) + 1_000,
      entryShutAt + 1_500 - 1_500 * Math.sign(batch.overlap) - batch.overlap,
    );
    says("entry", "active", opensAt);
    let at = opensAt + 200;
    let next: number | null = null;
    const nextCow = (): number => {
      const cow = next ?? cows++;
      next = null;
      return cow;
    };
    if (batch.headHeard) {
      next = cows++;
      for (const before of [3_000, 2_000, 900, 100])
        if (opensAt - before > cameInAt + 500) reads(next, opensAt - before);
    }
    for (const [n, act] of batch.acts.entries()) {
      if (room() < (act.what === "two-abreast" ? 2 : 1)) break;
      if (batch.exitAfter === n) {
        // He lets the row go with the gate still open: the next cow walks straight through, one more is shut in.
        says("exit", "active", at + 100);
        for (const { cow } of inside) left(stands, cow, at + 100);
        inside.length = 0;
        breaks(at + 3_000);
        breaks(at + 8_000);
        const cow = nextCow();
        reads(cow, at + 7_000);
        says("exit", "inactive", at + 16_000);
        const first = plan.bails[0];
        if (first !== undefined) stands.push({ bail: first, cow, at: at + 16_000 });
        stuck.push(cow);
        at += 17_000;
        if (room() < 2) break;
      }
      if (batch.reopened?.after === n) {
        const shutAt = at + batch.shutAfter;
        if (batch.reopened.nextIsHeard) {
          next ??= cows++;
          reads(next, at + batch.shutAfter / 2);
        }
        says("entry", "inactive", shutAt);
        says("entry", "active", shutAt + batch.reopened.pause);
        at = shutAt + batch.reopened.pause + 200;
      }
      // The queue's head stands in front of the gate: she does not dawdle unheard.
      const count = at + (n === 0 && batch.headHeard ? Math.min(act.gap, 3_500) : act.gap);
      const heard = (cow: number, times: number): void => {
        for (let k = 0; k < times; k += 1)
          reads(cow, count - act.ahead + Math.floor((k * (act.ahead - 100)) / times));
      };
      switch (act.what) {
        case "walks-in": {
          const cow = nextCow();
          heard(cow, act.heard);
          if (act.heardPast) reads(cow, count + 400);
          breaks(count);
          enters(cow, count);
          at = count;
          break;
        }
        case "turns-before-the-beam": {
          const cow = nextCow();
          heard(cow, Math.max(2, act.heard));
          if (act.returns) next = cow;
          at = act.returns ? count : count + TIMES.readToCountMax;
          break;
        }
        case "turns-behind-the-beam": {
          const cow = nextCow();
          heard(cow, Math.max(2, act.heard));
          breaks(count);
          const bail = plan.bails[inside.length + stuck.length];
          if (bail !== undefined) stands.push({ bail, cow, at: count });
          const turns = count + act.stay;
          left(stands, cow, turns);
          breaks(turns);
          for (const later of [300, 1_500, 100 + TIMES.lingerMax, 600 + TIMES.lingerMax])
            reads(cow, turns + later);
          if (act.returns) next = cow;
          at = turns + 700 + TIMES.lingerMax;
          break;
        }
        case "two-abreast": {
          const [one, other] = [nextCow(), cows++];
          heard(one, 2);
          for (const before of [Math.floor(act.ahead / 2), 50]) reads(other, count - before);
          breaks(count);
          if (act.apart > 0) breaks(count + act.apart);
          if (act.returns) for (const cow of [one, other]) reads(cow, count + act.apart + 400);
          enters(act.heardPast ? other : one, count);
          enters(act.heardPast ? one : other, count + act.apart);
          at = count + act.apart;
          break;
        }
      }
    }
    cameInAt = at;
    entryShutAt = at + batch.shutAfter;
    says("entry", "inactive", entryShutAt);
    const goesAt = entryShutAt + batch.milked;
    if (script.placeReaders) {
      for (const [end, cow] of [
        ["first", inside[0]],
        ["last", inside.length === script.capacity ? inside.at(-1) : undefined],
      ] as const) {
        if (cow === undefined || stuck.length > 0) continue;
        for (let k = 0; k < AT_BAIL_TIMES; k += 1) {
          const when = cow.at + 2_300 + k * AT_BAIL_EVERY;
          if (when < goesAt) reads(cow.cow, when, `${name}-${end}`);
        }
      }
    }
    says("exit", "active", goesAt);
    for (const { cow } of inside) left(stands, cow, goesAt);
    for (const cow of stuck) left(stands, cow, goesAt);
    says("exit", "inactive", goesAt + batch.walkOut);
    freeAt[side] = goesAt + batch.walkOut;
  }
  const atStart = ROWS.flatMap((name): Told[] =>
    [
      ["beam", "inactive"] as const,
      ["entry", "inactive"] as const,
      ["exit", "active"] as const,
      ["exit", "inactive"] as const,
    ].map(([what, level]) => ({
      input: { kind: "input", input: inputId(`${name}-${what}`), level },
      at: 0,
      what,
    })),
  );
  told.sort((a, b) => a.at - b.at);
  stands.sort((a, b) => a.at - b.at);
  return { layout, atStart, told, stands };
}

/** From now on she stands nowhere. */
function left(stands: Stands[], cow: number, at: number): void {
  const bail = stands.findLast((one) => one.cow === cow)?.bail;
  if (bail !== undefined) stands.push({ bail, cow: null, at });
}
