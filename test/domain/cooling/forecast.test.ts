// Room: test/domain/cooling. When the milk will be cold: by closed form, in trouble, when nothing is seen, and how often the interval is right.

import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { Curve } from "../../../src/domain/cooling/curve.ts";
import { type Forecast, forecast, NOTHING_KNOWN } from "../../../src/domain/cooling/forecast.ts";
import { GROUNDS, intervalOf } from "../../../src/domain/cooling/forecast-interval.ts";
import { fitPullDown, minutesTo } from "../../../src/domain/cooling/pull-down.ts";
import { cooledMilking, usualCooling } from "../../../src/domain/cooling/usual.ts";
import { epochMs, monoMs } from "../../../src/domain/units.ts";
import { tries } from "../../runs.ts";
import { anyCooling, LIMIT, type Watched } from "./coolings.ts";
import { at, clock, SIX, sampled, vat } from "./make.ts";

const BY_HALF_PAST_NINE = { atMost: 5, deadline: at(210) };
const seenAs = (value: number): number => Math.round(value * 16) / 16;
/** As a DS18B20 gives it: each ten seconds, in sixteenths. */
const probed = (celsius: (minute: number) => number, to = 600): Curve =>
  sampled(0, to, 1 / 6, (minute) => seenAs(celsius(minute)));
const minutesAfterSix = (instant: number | null): number =>
  instant === null ? Number.POSITIVE_INFINITY : (instant - SIX) / 60_000;
const asSeenAt = (minute: number, curve: Curve, over: Parameters<typeof clock>[0] = {}): Forecast =>
  forecast(curve, clock(over), BY_HALF_PAST_NINE, NOTHING_KNOWN, at(minute));

describe("vats by closed form, some way down", () => {
  test.each([
    ["A empty, 35 °C in, 29.9 kW", vat(29.863, 35), true, 3.387, 150],
    ["A' the same with 20 kW", vat(20, 35), true, 5.058, 150],
    ["B 35 °C onto 3000 l", vat(29.863, 35, 3000), false, 3.274, 150],
    ["B' the same with 20 kW", vat(20, 35, 3000), false, 4.889, 150],
    ["C pre-cooled to 18 °C", vat(20, 18), true, 2.192, 110],
    ["E 20 °C onto 3000 l", vat(20, 20, 3000), false, 2.36, 110],
  ])("%s", (_, celsius, first, hours, minute) => {
    const made = asSeenAt(minute, probed(celsius), { first });
    expect(made.basis).toBe("cooling");
    const left = hours * 60 - minute;
    expect(Math.abs(minutesAfterSix(made.likely) - hours * 60)).toBeLessThan(2 + 0.2 * left);
    expect(hours > 4 ? ["sure"] : ["no", "possible"]).toContain(made.miss);
    expect(Number(made.inHand)).toBe(BY_HALF_PAST_NINE.deadline - Number(made.likely));
    expect(Number(made.atDeadline) > 5).toBe(Number(made.inHand) < 0);
  });
  it("says what a vat that is too weak will have at the deadline", () => {
    // A': 26.1 °C at the end of milking, 5.93 K an hour after it: 14.2 °C two hours later.
    expect(Math.abs(Number(asSeenAt(150, probed(vat(20, 35))).atDeadline) - 14.2)).toBeLessThan(1);
  });
});

describe("an ice bank bends the curve", () => {
  const celsius = (minute: number): number =>
    minute < 90 ? 18 : 1.5 + (18 - 1.5) * Math.exp(-(minute - 90) / 45);
  const truly = 90 + 45 * Math.log(16.5 / 3.5);
  it("and the forecast follows the bend and not the straight line", () => {
    const made = forecast(probed(celsius), clock(), BY_HALF_PAST_NINE, NOTHING_KNOWN, at(130));
    expect(Math.abs(minutesAfterSix(made.likely) - truly)).toBeLessThan(8);
    const straight = 130 + (celsius(130) - 5) / ((celsius(130) - 1.5) / 45);
    expect(straight).toBeLessThan(truly - 6);
  });
});

describe("a compressor that stops", () => {
  const runs = vat(29.863, 35);
  const curve = probed((minute) => (minute < 120 ? runs(minute) : runs(120) + (minute - 120) * 0.002));
  const asOf = (minute: number): Forecast =>
    forecast(curve, clock(), BY_HALF_PAST_NINE, NOTHING_KNOWN, at(minute));
  it("is told within a quarter of an hour, long before the deadline", () => {
    expect(asOf(119).miss).not.toBe("sure");
    const told = [...Array(40).keys()].map((i) => 120 + i).find((minute) => asOf(minute).miss === "sure");
    expect(told).toBeLessThanOrEqual(135);
    expect(asOf(150)).toMatchObject({ basis: "not-cooling", miss: "sure" });
    expect(Number(asOf(150).atDeadline)).toBeCloseTo(runs(120) + 0.2, 0);
  });
  it("is told at once where its switch is wired", () => {
    const known = { ...NOTHING_KNOWN, compressor: false };
    expect(forecast(curve, clock(), BY_HALF_PAST_NINE, known, at(121))).toMatchObject({
      basis: "not-cooling",
      miss: "sure",
    });
  });
  it("stays told after the deadline, with what the milk had then", () => {
    const made = asOf(240);
    expect(made.miss).toBe("sure");
    expect(Number(made.atDeadline)).toBeCloseTo(runs(120) + 0.18, 0);
  });
});

describe("what cannot be said", () => {
  const good = probed(vat(29.863, 35));
  const upTo = (minute: number): Curve => probed(vat(29.863, 35), minute);
  test.each([
    ["without a reading", { at: [], celsius: [] }, 60],
    ["in the first ten minutes", good, 9],
    ["when the last reading is more than a quarter of an hour old", upTo(60), 76],
    ["when all readings are from before the milking", { at: [at(-60), at(-50)], celsius: [4, 4] }, 30],
  ])("%s", (_, curve, minute) => {
    const made = forecast(curve, clock(), BY_HALF_PAST_NINE, NOTHING_KNOWN, at(minute));
    expect(made).toMatchObject({ basis: "too-little-seen", likely: null, miss: "no", atDeadline: null });
  });
  it("comes back with the readings", () => {
    const gap = sampled(0, 600, 1 / 6, vat(29.863, 35));
    const kept = [...Array(gap.at.length).keys()].filter((i) => i < 6 * 100 || i > 6 * 130);
    const holey = { at: kept.map((i) => gap.at[i] ?? 0), celsius: kept.map((i) => gap.celsius[i] ?? 0) };
    expect(asSeenAt(120, holey).basis).toBe("too-little-seen");
    const made = forecast(holey, clock(), BY_HALF_PAST_NINE, NOTHING_KNOWN, at(145));
    expect(Math.abs(minutesAfterSix(made.likely) - 203)).toBeLessThan(8);
  });
});

describe("once it is cold", () => {
  const cold = vat(20, 18);
  it("says since when", () => {
    const curve = probed((minute) => Math.max(3.5, cold(minute)));
    const made = forecast(curve, clock(), BY_HALF_PAST_NINE, NOTHING_KNOWN, at(180));
    expect(made).toMatchObject({ basis: "reached", miss: "no" });
    expect(minutesAfterSix(made.likely)).toBeCloseTo(2.192 * 60, -1);
  });
  it("says what it had at a deadline that is past, and that it came too late", () => {
    const weak = vat(20, 35);
    const curve = probed((minute) => Math.max(3.5, weak(minute)));
    const made = forecast(curve, clock(), BY_HALF_PAST_NINE, NOTHING_KNOWN, at(330));
    expect(made).toMatchObject({ basis: "reached", miss: "sure" });
    expect(Number(made.atDeadline)).toBeCloseTo(weak(210), 0);
    expect(Number(made.inHand)).toBeLessThan(-90 * 60_000);
  });
  it("looks at the next milking once that runs in", () => {
    const curve = probed((minute) => (minute < 140 ? Math.max(4, cold(minute)) : 4 + (minute - 140) * 0.1));
    const both = clock({ nextStart: at(140) });
    expect(forecast(curve, both, BY_HALF_PAST_NINE, NOTHING_KNOWN, at(139)).basis).toBe("reached");
    expect(forecast(curve, both, BY_HALF_PAST_NINE, NOTHING_KNOWN, at(175)).basis).toBe("filling");
  });
  it("warns that milk that warms again may not have it at the deadline", () => {
    const curve = probed((minute) => Math.max(4.6, cold(minute)) + Math.max(0, minute - 140) * 0.01);
    const made = forecast(curve, clock(), BY_HALF_PAST_NINE, NOTHING_KNOWN, at(175));
    expect(made).toMatchObject({ basis: "reached", miss: "possible" });
    expect(Number(made.atDeadline)).toBeCloseTo(5.3, 1);
  });
  it("does not take cold milk that a second milking has just begun to warm for done", () => {
    const made = forecast(
      probed(vat(20, 35, 6000)),
      clock({ first: false, end: null }),
      BY_HALF_PAST_NINE,
      NOTHING_KNOWN,
      at(12),
    );
    expect(made.basis).toBe("filling");
    expect(minutesAfterSix(made.latest)).toBeGreaterThan(100);
  });
});

describe("what is usual for the vat", () => {
  const records = [1, 2, 3].map((day) =>
    cooledMilking(probed(vat(29.863, 35)), clock(), 5, at(3.387 * 60), {
      startedAt: epochMs(SIX - day * 86_400_000),
      amount: null,
      ambient: null,
    }),
  );
  const kept = records.flatMap((one) => (one === null ? [] : [one]));
  const usual = usualCooling(kept, true, 5);
  it("is how long the milking lasts, where it leaves off and how fast it cools", () => {
    expect(kept).toHaveLength(3);
    expect(usual?.fill).toBeCloseTo(90, 5);
    expect(usual?.endsAt).toBeCloseTo(21.7, 0);
    expect(minutesTo(5, usual?.endsAt ?? 0, usual?.rate ?? 0, usual?.approach ?? 0)).toBeCloseTo(113, 0);
  });
  it("narrows the forecast while the milk still comes in", () => {
    const running = clock({ end: null });
    const seen = probed(vat(29.863, 35));
    const without = forecast(seen, running, BY_HALF_PAST_NINE, NOTHING_KNOWN, at(60));
    const made = forecast(seen, running, BY_HALF_PAST_NINE, { ...NOTHING_KNOWN, usual }, at(60));
    const width = (one: Forecast): number => minutesAfterSix(one.latest) - minutesAfterSix(one.earliest);
    expect(Math.abs(minutesAfterSix(made.likely) - 203)).toBeLessThan(15);
    expect(width(made)).toBeLessThan(width(without) / 2);
  });
  it("shows a plant that stands while the milk still comes in", () => {
    const known = { ...NOTHING_KNOWN, usual };
    const running = clock({ end: null });
    const stands = probed((minute) => (minute < 15 ? 22 : 34));
    const asOf = (minute: number) => forecast(stands, running, BY_HALF_PAST_NINE, known, at(minute));
    expect(asOf(80)).toMatchObject({ basis: "not-cooling", miss: "sure" });
    expect(asOf(40).miss).not.toBe("sure");
    expect(forecast(stands, running, BY_HALF_PAST_NINE, NOTHING_KNOWN, at(80)).miss).not.toBe("sure");
  });
  it("says of the deadline what is usual there, however the first milk swings", () => {
    const known = { ...NOTHING_KNOWN, usual };
    const running = clock({ end: null });
    const rises = probed((minute) => 20 + minute);
    expect(forecast(rises, running, BY_HALF_PAST_NINE, known, at(14)).atDeadline).toBeLessThan(7);
    expect(forecast(rises, running, BY_HALF_PAST_NINE, NOTHING_KNOWN, at(14)).atDeadline).toBeLessThanOrEqual(
      37,
    );
  });
  it("is nothing after one milking, for another limit, or for milkings of the other kind", () => {
    expect(usualCooling(kept.slice(0, 1), true, 5)).toBeNull();
    expect(usualCooling(kept, true, 6)).toBeNull();
    expect(usualCooling(kept, false, 5)).toBeNull();
    expect(usualCooling(kept, null, 5)).toBeNull();
  });
  it("is of the same time of day, where enough were", () => {
    const evenings = kept.map((one) => ({
      ...one,
      startedAt: epochMs(one.startedAt + 10 * 3_600_000),
      fill: 60,
    }));
    expect(usualCooling([...evenings, ...kept], true, 5, epochMs(SIX))?.fill).toBeCloseTo(90, 5);
    expect(usualCooling([...evenings, ...kept], true, 5, epochMs(SIX + 10 * 3_600_000))?.fill).toBe(60);
    expect(usualCooling(evenings, true, 5, epochMs(SIX))?.fill).toBe(60);
  });
  it("keeps no record of a milking that was cold before it ended, or whose end nobody knows", () => {
    const told = { startedAt: epochMs(SIX), amount: null, ambient: null };
    const seen = probed(vat(20, 18));
    expect(cooledMilking(seen, clock(), 5, at(80), told)).toBeNull();
    expect(cooledMilking(seen, clock({ end: null }), 5, at(131), told)).toBeNull();
    expect(cooledMilking(seen, clock({ first: null }), 5, at(131), told)).toBeNull();
  });
});

describe("the fit of a pull-down", () => {
  it("takes a change as a change, and not into the mean of before and after", () => {
    const points = [...Array(120).keys()].map((i) => i);
    const halved = {
      at: points,
      celsius: points.map((i) => (i < 95 ? 30 - 0.15 * i : 15.75 - 0.05 * (i - 95))),
    };
    const fit = fitPullDown(halved, 119, 5, null);
    expect(Math.abs((fit?.rate ?? 0) - 0.05)).toBeLessThan(0.01);
    expect(fit?.window).toBeLessThanOrEqual(30);
  });
  it("is exact on lines and exponentials without noise", () => {
    const points = [...Array(60).keys()].map((i) => i);
    const bent = { at: points, celsius: points.map((i) => 1.5 + 20 * Math.exp(-i / 40)) };
    const fit = fitPullDown(bent, 59, 5, null);
    expect(fit?.celsius).toBeCloseTo(1.5 + 20 * Math.exp(-59 / 40), 1);
    expect(fit?.rate).toBeCloseTo((20 / 40) * Math.exp(-59 / 40), 2);
  });
});

describe("any curve whatever", () => {
  const anything = fc.record({
    celsius: fc.array(fc.double({ min: -5, max: 45, noNaN: true }), { maxLength: 120 }),
    every: fc.constantFrom(10, 60, 300, 900),
    now: fc.integer({ min: -60, max: 700 }),
    end: fc.option(fc.integer({ min: 1, max: 300 }), { nil: null }),
    first: fc.constantFrom(true, false, null),
    compressor: fc.constantFrom(true, false, null),
    agitator: fc.constantFrom(true, false, null),
  });
  const made = (
    {
      celsius,
      every,
      now,
      end,
      first,
      compressor,
      agitator,
    }: typeof anything extends fc.Arbitrary<infer T> ? T : never,
    shift = 0,
  ) =>
    forecast(
      { at: celsius.map((_, i) => SIX + shift + i * every * 1000), celsius },
      clock({
        start: monoMs(SIX + shift),
        end: end === null ? null : monoMs(SIX + shift + end * 60_000),
        first,
      }),
      { atMost: 5, deadline: monoMs(SIX + shift + 210 * 60_000) },
      { ...NOTHING_KNOWN, compressor, agitator },
      monoMs(SIX + shift + now * 60_000),
    );
  it("gives instants in order, and numbers that are numbers", () => {
    fc.assert(
      fc.property(anything, (input) => {
        const { earliest, likely, latest, inHand, atDeadline, miss } = made(input);
        const order = [earliest, likely, latest].filter((instant) => instant !== null);
        expect(order).toEqual([...order].sort((a, b) => a - b));
        for (const figure of [...order, inHand ?? 0, atDeadline ?? 0])
          expect(figure).toSatisfy(Number.isFinite);
        if (likely === null && earliest !== null) expect(latest).toBeNull();
        if (miss === "no" && latest !== null) expect(latest).toBeLessThanOrEqual(SIX + 210 * 60_000);
      }),
      tries(100),
    );
  });
  it("is forecast alike whenever it happens", () => {
    fc.assert(
      fc.property(anything, fc.integer({ min: 0, max: 1e9 }), (input, shift) => {
        const [here, there] = [made(input), made(input, shift)];
        expect(there.miss).toBe(here.miss);
        expect(there.inHand === null).toBe(here.inHand === null);
        expect(Number(there.inHand)).toBeCloseTo(Number(here.inHand), -1);
      }),
      tries(40),
    );
  });
  it("is forecast from what was read by then, and not from what comes later", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 15, max: 190 }),
        fc.double({ min: -5, max: 60, noNaN: true }),
        (minute, later) => {
          const curve = (after: number | null): Curve =>
            probed(
              (i) => (i <= minute + 0.01 || after === null ? vat(29.863, 35)(i) : after),
              after === null ? minute : 300,
            );
          const asOf = (seen: Curve) => forecast(seen, clock(), BY_HALF_PAST_NINE, NOTHING_KNOWN, at(minute));
          expect(asOf(curve(later))).toEqual(asOf(curve(null)));
        },
      ),
      tries(12),
    );
  });
});

describe("the table of doubt", () => {
  it("has rows for every ground, and an interval in order at every remainder", () => {
    for (const ground of GROUNDS) {
      for (let remaining = 0; remaining < 2_000; remaining += 7) {
        const { hardlyBefore, earliest, likely, latest } = intervalOf(ground, remaining);
        const order = [hardlyBefore, earliest, likely, latest].map((one) => one ?? Number.POSITIVE_INFINITY);
        expect(order, `${ground} ${remaining}`).toEqual([...order].sort((a, b) => a - b));
      }
    }
  });
});

describe("on 200 simulated coolings that the table was not made from", () => {
  const coolings = [...Array(200).keys()].map((i) => anyCooling(900_001 + i));
  const every = 10;
  const asked = (cooling: Watched): Forecast[] => {
    const made: Forecast[] = [];
    const until = Math.min(cooling.clock.start + 330 * 60_000, cooling.reachedAt ?? Number.POSITIVE_INFINITY);
    for (let now = cooling.clock.start + 10 * 60_000; now < until; now += every * 60_000) {
      const { clock: told, known } = cooling.told(monoMs(now));
      made.push(
        forecast(cooling.curve, told, { atMost: LIMIT, deadline: cooling.deadline }, known, monoMs(now)),
      );
    }
    return made;
  };
  const all = coolings.map((cooling) => ({ cooling, made: asked(cooling) }));
  const holds = (made: Forecast, reachedAt: number | null): boolean => {
    if (made.earliest === null) return reachedAt === null;
    if (reachedAt === null) return made.latest === null;
    return made.earliest <= reachedAt && (made.latest === null || reachedAt <= made.latest);
  };
  const inPlay = all.flatMap(({ cooling, made }) =>
    made
      .filter(({ basis }) => basis !== "too-little-seen" && basis !== "reached")
      .map((one) => ({ one, isHeld: holds(one, cooling.reachedAt) })),
  );
  const part = (of: readonly { isHeld: boolean }[]): number =>
    of.filter(({ isHeld }) => isHeld).length / of.length;
  it("the interval that claims 80 of 100 holds 72 to 88", () => {
    expect(inPlay.length).toBeGreaterThan(2_500);
    expect(part(inPlay)).toBeGreaterThan(0.72);
    expect(part(inPlay)).toBeLessThan(0.88);
  });
  test.each(["filling", "cooling", "not-cooling"])("also of those that rest on %s", (basis) => {
    const held = part(inPlay.filter(({ one }) => one.basis === basis));
    expect(held).toBeGreaterThan(0.7);
    expect(held).toBeLessThan(0.9);
  });
  it("says of no good cooling for ten minutes on end that it will surely miss", () => {
    const good = all.filter(
      ({ cooling }) =>
        cooling.story.trouble === "none" &&
        cooling.reachedAt !== null &&
        cooling.reachedAt <= cooling.deadline,
    );
    const alarmed = good.filter(({ made }) =>
      made.some((one, i) => i > 0 && one.miss === "sure" && made[i - 1]?.miss === "sure"),
    );
    expect(good.length).toBeGreaterThan(60);
    expect(alarmed.map(({ cooling }) => cooling.seed)).toEqual([]);
  });
  it("says of nine in ten that miss, before the deadline, that they surely will", () => {
    const late = all.filter(
      ({ cooling }) => (cooling.reachedAt ?? Number.POSITIVE_INFINITY) > cooling.deadline,
    );
    const told = late.filter(({ cooling, made }) =>
      made.some((one) => one.madeAt < cooling.deadline && one.miss === "sure"),
    );
    expect(told.length / late.length).toBeGreaterThan(0.88);
  });
});
