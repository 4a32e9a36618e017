// Room: test/controller. What must hold whatever happens, in whatever order.

import fc from "fast-check";
import { expect, test } from "vitest";
import { type Carried, carry, NOTHING_CARRIED } from "../../src/controller/carried.ts";
import type { Effect, LeaseOrder } from "../../src/controller/effect.ts";
import type { ControllerEvent, Stamped } from "../../src/controller/event.ts";
import { type ControllerState, initialState } from "../../src/controller/state.ts";
import { step } from "../../src/controller/step.ts";
import { inputId, nodeId } from "../../src/domain/ids.ts";
import { epochMs, monoMs } from "../../src/domain/units.ts";
import { herringbonePlan } from "../../src/sim/plans.ts";
import { tries } from "../runs.ts";
import { createBench, HERD, WALL, WITH_VAT } from "./bench.ts";
import { anyHappening, anyHerringboneEvent, createBook, type Happening, happen } from "./random-shed.ts";

const happenings = fc.array(anyHappening, { minLength: 5, maxLength: 60 });
const inJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

function live(done: readonly Happening[], bench = createBench({ plan: WITH_VAT })) {
  const offset = { ms: 0 };
  for (const what of done) happen(bench, WITH_VAT, offset, what);
  return bench;
}
function stepsOf(
  stamped: readonly Stamped[],
  between: (state: ControllerState) => ControllerState = (s) => s,
) {
  let state = initialState();
  const effects: Effect[][] = [];
  for (const one of stamped) {
    const stepped = step(between(state), one);
    state = stepped.state;
    effects.push([...stepped.effects]);
  }
  return { state, effects };
}
const stampedOf = (bench: ReturnType<typeof createBench>): Stamped[] =>
  bench.told().map(({ mono, wall, event }) => ({ mono: monoMs(mono), wall: epochMs(wall), event }));

const anyHerringbone: fc.Arbitrary<Stamped[]> = fc
  .array(fc.tuple(anyHerringboneEvent, fc.integer({ min: 0, max: 700 })), { maxLength: 120 })
  .map((events) => {
    let mono = 0;
    const plan = herringbonePlan(3);
    const first: ControllerEvent[] = [
      { kind: "started", version: "bench", plan, carried: NOTHING_CARRIED },
      { kind: "table-loaded", table: HERD },
      { kind: "time-source-changed", synchronised: true, source: "ntp" },
      { kind: "node-up", node: nodeId("board-1"), session: 1, resetCause: "power-on" },
    ];
    const all: (readonly [ControllerEvent, number])[] = [
      ...first.map((event) => [event, 1] as const),
      ...events,
    ];
    return all.map(([event, wait]) => {
      mono += wait;
      return { mono: monoMs(mono), wall: epochMs(WALL + mono), event };
    });
  });

test("no lease ever releases a bail that the test's own book cannot justify", () => {
  let releases = 0;
  fc.assert(
    fc.property(happenings, (done) => {
      const book = createBook(WITH_VAT);
      let judged = 0;
      for (const { mono, event, effects } of live(done).told()) {
        book.heard(event, mono);
        for (const effect of effects) if (effect.kind === "noted") book.noted(effect);
        for (const effect of effects) {
          if (effect.kind !== "lease") continue;
          judged += 1;
          if (effect.lease.released !== 0) releases += 1;
          // The true time runs with the monotonic clock, whatever the wall clock shows.
          expect(book.judge(effect, WALL + mono)).toBeNull();
        }
      }
      expect(judged).toBeGreaterThan(0);
    }),
    tries(45),
  );
  expect(releases).toBeGreaterThan(40);
});

test("the same events give the same effects, byte for byte", () => {
  fc.assert(
    fc.property(happenings, (done) => {
      const bench = live(done);
      const again = stepsOf(stampedOf(bench));
      expect(JSON.stringify(again.effects.flat())).toBe(JSON.stringify(bench.effects()));
    }),
    tries(12),
  );
});

test("events and state go through JSON and change nothing, so a recording can go on from any snapshot", () => {
  fc.assert(
    fc.property(happenings, (done) => {
      const bench = live(done);
      const again = stepsOf(inJson(stampedOf(bench)), inJson);
      expect(again.effects.flat()).toEqual(bench.effects());
      expect(again.state).toEqual(bench.state());
    }),
    tries(6),
  );
  fc.assert(
    fc.property(anyHerringbone, (stamped) => {
      const once = stepsOf(stamped);
      const again = stepsOf(inJson(stamped), inJson);
      expect(again.effects).toEqual(once.effects);
      expect(again.state).toEqual(once.state);
    }),
    tries(20),
  );
});

test("what is carried to the next start is the sum of the notes, and nothing else", () => {
  fc.assert(
    fc.property(happenings, (done) => {
      const bench = live(done);
      const sum = bench.notes().reduce<Carried>(carry, NOTHING_CARRIED);
      expect(bench.shed().carried).toEqual(sum);
    }),
    tries(12),
  );
});

test("in a herringbone too: green exactly where released, never without table, never two of one cow", () => {
  fc.assert(
    fc.property(anyHerringbone, (stamped) => {
      let state = initialState();
      for (const one of stamped) {
        const stepped = step(state, one);
        state = stepped.state;
        for (const effect of stepped.effects) {
          if (effect.kind !== "lease") continue;
          for (const [channel, lamp] of effect.lease.lamps.entries())
            expect(lamp === "green-steady").toBe((effect.lease.released & (1 << channel)) !== 0);
          if (effect.lease.released === 0) continue;
          expect(state.shed?.herd).not.toBeNull();
          const cows = state.shed?.bails.flatMap(({ visit, reasons }) =>
            reasons.length === 0 && visit !== null ? [visit.cow] : [],
          );
          expect(new Set(cows).size).toBe(cows?.length);
        }
      }
    }),
    tries(45),
  );
});

/** The same, but nobody asks for a lamps test: an input that no plan has comes in its place. */
const withoutLampTests = (stamped: readonly Stamped[]): Stamped[] =>
  stamped.map((one) =>
    one.event.kind === "intended" && one.event.intent.kind === "test-lamps"
      ? { ...one, event: { kind: "input-changed", input: inputId("none"), level: "active" } }
      : one,
  );
/** Everything that is known, but for the test and its lamps. */
function withoutLamps({ shed }: ControllerState): unknown {
  if (shed === null) return null;
  const { lampTest: _, nodes, ...rest } = shed;
  return { ...rest, nodes: nodes.map(({ sent, ...node }) => ({ ...node, sent: blind(sent) })) };
}
const blind = (sent: LeaseOrder | null) => sent && { ...sent, lamps: [] };
/** What the boards have been ordered, and everything else that was done. A changed lamp sends an order again that stands. */
const done = ({ state, effects }: ReturnType<typeof step>): string =>
  JSON.stringify([
    state.shed?.nodes.map(({ sent }) => blind(sent)),
    effects.filter((effect) => effect.kind !== "lease" && !ofLampTest(effect)),
  ]);
const ofLampTest = (effect: Effect): boolean =>
  effect.kind === "noted" &&
  (effect.note.kind === "lamps-tested" ||
    (effect.note.kind === "refused" && effect.note.intent === "test-lamps"));

/** In how many steps a lamp was borrowed. */
function neverDiffers(stamped: readonly Stamped[]): number {
  let [tested, plain] = [initialState(), initialState()];
  let shown = 0;
  for (const [index, other] of withoutLampTests(stamped).entries()) {
    const one = stamped[index];
    if (one === undefined) continue;
    const [a, b] = [step(tested, one), step(plain, other)];
    [tested, plain] = [a.state, b.state];
    if (tested.shed?.lampTest != null) shown += 1;
    expect(done(a)).toBe(done(b));
  }
  expect(withoutLamps(tested)).toEqual(withoutLamps(plain));
  return shown;
}
test("a lamps test changes nothing but dark lamps: what is sent to valves, shut-off and vat stop stays the same, step by step", () => {
  let shown = 0;
  fc.assert(
    fc.property(happenings, (what) => {
      shown += neverDiffers(stampedOf(live(what)));
    }),
    { numRuns: 15 },
  );
  fc.assert(
    fc.property(anyHerringbone, (stamped) => {
      shown += neverDiffers(stamped);
    }),
    tries(60),
  );
  expect(shown).toBeGreaterThan(20);
});
