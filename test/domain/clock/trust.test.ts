// Room: test/domain/clock. Whether the wall clock may end a withholding: the table of trust.ts, row by row.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type ClockTrust,
  clockAtStart,
  clockRead,
  surelyPassed,
  timeConfirmed,
  timeSourceSays,
} from "../../../src/domain/clock/trust.ts";
import { epochMs, monoMs } from "../../../src/domain/units.ts";

const NOON = Date.UTC(2026, 10, 2, 12);
const SECOND = 1_000;
const HOUR = 3_600_000;
const wall = (ms: number) => epochMs(NOON + ms);
const start = (highWater: number | null = null) =>
  clockAtStart(monoMs(0), wall(0), highWater === null ? null : wall(highWater));
const synchronised = (highWater: number | null = null) =>
  timeSourceSays(start(highWater), true, monoMs(0), wall(0));
const confirmed = (highWater: number | null = null) => timeConfirmed(start(highWater), monoMs(0), wall(0));
const said = (clock: ClockTrust) => [clock.trusted, clock.why];

describe("untrusted", () => {
  test("at the start, whatever the wall clock shows", () => {
    expect(said(start())).toEqual([false, "no-time-source"]);
    expect(said(start(HOUR))).toEqual([false, "no-time-source"]);
  });
  test("reading the clocks alone never makes it trusted", () => {
    expect(said(clockRead(start(), monoMs(HOUR), wall(HOUR)))).toEqual([false, "no-time-source"]);
  });
  test("the time source's yes does", () => {
    expect(said(synchronised())).toEqual([true, "synchronised"]);
    expect(synchronised().highWater).toBe(wall(0));
  });
  test("not below the last time on record: one of the two is wrong", () => {
    expect(said(synchronised(1))).toEqual([false, "before-last-record"]);
    expect(said(synchronised(0))).toEqual([true, "synchronised"]);
  });
  test("the time source's no leaves it untrusted, and says why as before", () => {
    expect(said(timeSourceSays(start(), false, monoMs(1), wall(1)))).toEqual([false, "no-time-source"]);
    const jumped = clockRead(synchronised(), monoMs(1), wall(HOUR));
    expect(said(timeSourceSays(jumped, false, monoMs(1), wall(HOUR)))).toEqual([false, "jumped"]);
  });
  test("a manager's word makes it trusted, also below the last time on record, which was wrong then", () => {
    expect(said(confirmed())).toEqual([true, "confirmed"]);
    expect(said(confirmed(5 * HOUR))).toEqual([true, "confirmed"]);
    expect(confirmed(5 * HOUR).highWater).toBe(wall(0));
  });
});

describe("trusted", () => {
  test("stays so while both clocks run alike, and its high water rises", () => {
    const later = clockRead(synchronised(), monoMs(HOUR), wall(HOUR));
    expect(said(later)).toEqual([true, "synchronised"]);
    expect(later.highWater).toBe(wall(HOUR));
    expect(timeSourceSays(later, true, monoMs(HOUR), wall(HOUR)).trusted).toBe(true);
  });
  test.each([
    ["forward by three seconds", 3 * SECOND],
    ["back by three seconds", -3 * SECOND],
    ["forward by three days", 72 * HOUR],
    ["back to 1970", -NOON],
  ])("a jump %s ends it, and does not raise the high water", (_how, jump) => {
    const jumped = clockRead(synchronised(), monoMs(SECOND), wall(SECOND + jump));
    expect(said(jumped)).toEqual([false, "jumped"]);
    expect(jumped.highWater).toBe(wall(0));
  });
  test("small steps that add up to a jump end it as well", () => {
    let clock = synchronised();
    let [mono, ahead] = [0, 0];
    while (clock.trusted && mono < HOUR) {
      mono += 10 * SECOND;
      ahead += SECOND;
      clock = clockRead(clock, monoMs(mono), wall(mono + ahead));
    }
    expect(ahead).toBeLessThan(5 * SECOND);
  });
  test("a disciplined clock, slewed by up to 500 parts in a million, stays trusted for a month", () => {
    for (const rate of [0.0005, -0.0005]) {
      let clock = synchronised();
      for (let hour = 1; hour <= 720; hour += 1) {
        clock = clockRead(clock, monoMs(hour * HOUR), wall(hour * HOUR * (1 + rate)));
        expect(clock.trusted).toBe(true);
      }
    }
  });
  test("a clock that runs one part in a thousand fast does not", () => {
    expect(clockRead(synchronised(), monoMs(3 * HOUR), wall(3 * HOUR * 1.001)).trusted).toBe(false);
  });
  test("a jump takes a new yes of the time source, and one that holds against the record", () => {
    const back = clockRead(synchronised(), monoMs(SECOND), wall(-HOUR));
    expect(said(timeSourceSays(back, true, monoMs(SECOND), wall(-HOUR)))).toEqual([
      false,
      "before-last-record",
    ]);
    const ahead = clockRead(synchronised(), monoMs(SECOND), wall(HOUR));
    expect(said(timeSourceSays(ahead, true, monoMs(SECOND), wall(HOUR)))).toEqual([true, "synchronised"]);
  });
  test("the time source's no ends it and says so; a manager's word outlives that, but not a jump", () => {
    expect(said(timeSourceSays(synchronised(), false, monoMs(1), wall(1)))).toEqual([
      false,
      "no-time-source",
    ]);
    const word = timeSourceSays(confirmed(), false, monoMs(1), wall(1));
    expect(said(word)).toEqual([true, "confirmed"]);
    expect(said(clockRead(word, monoMs(2), wall(HOUR)))).toEqual([false, "jumped"]);
  });
});

describe("an instant that has surely passed", () => {
  test("is the time itself while it is trusted, and the last record else", () => {
    expect(surelyPassed(synchronised(), wall(5))).toBe(wall(5));
    expect(surelyPassed(start(-HOUR), wall(9 * HOUR))).toBe(wall(-HOUR));
    expect(surelyPassed(start(), wall(9 * HOUR))).toBeNull();
  });
  test("is the earlier one where the time source contradicts the record", () => {
    expect(surelyPassed(synchronised(HOUR), wall(0))).toBe(wall(0));
    expect(surelyPassed(start(HOUR), wall(0))).toBe(wall(HOUR));
  });
  test("is not the wrong time that a manager has put right", () => {
    const wrong = timeConfirmed(start(), monoMs(0), wall(72 * HOUR));
    const right = timeConfirmed(clockRead(wrong, monoMs(SECOND), wall(0)), monoMs(SECOND), wall(0));
    const lost = clockRead(right, monoMs(2 * SECOND), wall(9 * HOUR));
    expect(surelyPassed(lost, wall(9 * HOUR))).toBe(wall(0));
  });
});

test("whatever the wall clock does, without a lying source trusted time never runs ahead of the true one", () => {
  // The true time runs with the monotonic clock; the source says yes only while the wall clock is right.
  const step = fc.record({
    elapsed: fc.integer({ min: 1, max: 6 * HOUR }),
    jump: fc.oneof(fc.constant(0), fc.constant(0), fc.integer({ min: -100 * HOUR, max: 100 * HOUR })),
    source: fc.constantFrom("quiet", "quiet", "yes-if-right", "no"),
    restart: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let [now, off, booted] = [0, 0, 0];
      let clock = start();
      for (const { elapsed, jump, source, restart } of steps) {
        now += elapsed;
        off += jump;
        if (source === "yes-if-right") off = 0;
        if (restart) {
          booted = now;
          clock = clockAtStart(monoMs(0), wall(now + off), clock.highWater);
        }
        const [mono, shown] = [monoMs(now - booted), wall(now + off)];
        clock = clockRead(clock, mono, shown);
        if (source !== "quiet") clock = timeSourceSays(clock, source === "yes-if-right", mono, shown);
        const tolerance = 2 * SECOND + now * 0.0005;
        const sure = surelyPassed(clock, shown);
        if (sure !== null) expect(sure).toBeLessThanOrEqual(wall(now + tolerance));
        if (clock.highWater !== null) expect(clock.highWater).toBeLessThanOrEqual(wall(now + tolerance));
      }
    }),
    { numRuns: 1_000 },
  );
});
