// Room: test/recorder. Folding runs of quiet ticks.

import fc from "fast-check";
import { expect, test } from "vitest";
import { epochMs, monoMs } from "../../src/domain/units.ts";
import {
  endRun,
  growRun,
  RUN_MS_MAX,
  RUN_TICKS_MAX,
  startRun,
  type Tick,
  unfold,
} from "../../src/recorder/run.ts";

const fold = (ticks: readonly Tick[]) => {
  const [first, ...more] = ticks;
  if (first === undefined) throw new Error("a run has a tick");
  let run = startRun(first, "[]");
  for (const tick of more) {
    const grown = growRun(run, tick, "[]");
    if (grown === null) break;
    run = grown;
  }
  return endRun(run);
};

const steps = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.tuple(fc.constantFrom(99, 100, 101), fc.constantFrom(-1, 0, 0, 1)) },
    { weight: 1, arbitrary: fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: -2, max: 2 })) },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.constant(100), fc.integer({ min: -4_000_000_000, max: 4_000_000_000 })),
    },
  ),
  { maxLength: 150 },
);

test("every tick of a run comes back with both clocks to the millisecond, jumps of the wall clock included", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1e12 }),
      fc.integer({ min: 0, max: 4e12 }),
      steps,
      (mono, wall, moves) => {
        const ticks: Tick[] = [{ mono: monoMs(mono), wall: epochMs(wall) }];
        for (const [on, drift] of moves) {
          const before = ticks.at(-1) ?? { mono: 0, wall: 0 };
          ticks.push({ mono: monoMs(before.mono + on), wall: epochMs(before.wall + on + drift) });
        }
        const run = fold(ticks);
        const unfolded = unfold(run);
        expect(unfolded.ok && unfolded.value).toEqual(
          ticks.slice(0, run.n).map((tick) => ({ ...tick, event: { kind: "ticked" } })),
        );
        expect(run.n === ticks.length || (ticks[run.n]?.mono ?? 0) - mono >= RUN_MS_MAX).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});

test("a minute of punctual ticks takes a handful of characters", () => {
  const ticks = Array.from({ length: 600 }, (_, i) => ({
    mono: monoMs(i * 100),
    wall: epochMs(i * 100 + 5),
  }));
  expect(fold(ticks)).toMatchObject({ n: 600, d: "c*599;" });
});

test("a run ends after a minute, and sooner if ticks storm in", () => {
  const late = startRun({ mono: monoMs(0), wall: epochMs(0) }, "[]");
  expect(growRun(late, { mono: monoMs(RUN_MS_MAX), wall: epochMs(0) }, "[]")).toBeNull();
  const storm = Array.from({ length: 5_000 }, (_, i) => ({ mono: monoMs(i), wall: epochMs(i) }));
  expect(fold(storm).n).toBe(RUN_TICKS_MAX);
});

test("a run that was not written by us is refused in words, never unfolded without end", () => {
  const run = { mono: monoMs(0), wall: epochMs(0), n: 3, crc: "00000000" };
  for (const d of ["c", "cc#", "c*9999;c*9999;", "(1,", "*3;"]) {
    expect(unfold({ ...run, d })).toMatchObject({ ok: false, error: expect.stringMatching(/run/) });
  }
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."c9+-(,)*;1") }), (d) => void unfold({ ...run, d })),
  );
});
