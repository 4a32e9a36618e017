import { describe, expect, it } from "vitest";
import { mixed, preCooled } from "../../../src/sim/vat/heat.ts";
import { washWith } from "../../../src/sim/vat/surroundings.ts";
import {
  advanceVat,
  collect,
  createVat,
  type Feed,
  fillWith,
  lower,
  NO_FEED,
  upper,
  type Vat,
  type VatMake,
  washPart,
  washVat,
} from "../../../src/sim/vat/vat.ts";

/** Closed-form checks are of a vat without losses whose duty acts from the first drop on. */
const bareMake = (kw: number): VatMake => ({
  capacity: 12_000,
  refrigeration: { kind: "direct", kw, perKelvin: 0, perHotKelvin: 0, plate: null, evaporator: -5 },
  thermostat: { starts: -50, stops: -60 },
  plate: { startsAt: 0, fullAt: 0 },
  loss: 0,
  agitator: { every: 1_800, runs: 120 },
  layers: 1.6,
  air: { mean: 20, swing: 0 },
});

const HOUR = 3_600;
const FILL_S = 1.5 * HOUR;

/** Hours until it has come down to `limit`, by the second; milk flows in for an hour and a half. */
function hoursTo(vat: Vat, feed: Feed, limit: number, from = 0): number {
  for (let at = from; at < 24 * HOUR; at += 1) {
    if (at >= FILL_S && vat.celsius <= limit) return at / HOUR;
    advanceVat(vat, 1, at < FILL_S ? feed : NO_FEED);
  }
  return Number.POSITIVE_INFINITY;
}

const CASES = [
  ["A", 0, 0, 35, 29.863, 21.714, 3.387, 3.5],
  ["A'", 0, 0, 35, 20, 26.102, 5.058, 5.226],
  ["B", 3_000, 4, 35, 29.863, 12.857, 3.274, 3.5],
  ["B'", 3_000, 4, 35, 20, 15.051, 4.889, 5.226],
  ["C", 0, 0, 18, 20, 9.102, 2.192, 2.36],
  ["D", 3_000, 4, 18, 20, 6.551, 2.023, 2.36],
  ["E", 3_000, 4, 20, 20, 7.551, 2.36, 2.697],
  ["F", 6_000, 4, 18, 20, 5.701, 1.854, 2.36],
] as const;

describe("milk in the vat cools as the closed form says", () => {
  it.each(CASES)("case %s", (_name, litres, cold, warm, kw, atEnd, toFive, toFour) => {
    const vat = createVat(bareMake(kw), 0);
    fillWith(vat, litres, cold);
    const feed = { litresPerSecond: 3_000 / FILL_S, celsius: warm };
    advanceVat(vat, FILL_S, feed);
    expect(Math.abs(vat.celsius - atEnd)).toBeLessThan(0.02);
    expect(vat.litres).toBeCloseTo(litres + 3_000, 6);
    const five = hoursTo(vat, feed, 5, FILL_S);
    expect(Math.abs(five - toFive)).toBeLessThan(0.01);
    expect(Math.abs(hoursTo(vat, feed, 4, five * HOUR) - toFour)).toBeLessThan(0.01);
  });

  it("whatever the length of the steps", () => {
    const one = createVat(bareMake(20), 0);
    const many = createVat(bareMake(20), 0);
    const feed = { litresPerSecond: 0.6, celsius: 35 };
    advanceVat(one, 7_200, feed);
    for (let i = 0; i < 7_200 * 4; i += 1) advanceVat(many, 0.25, feed);
    expect(many.celsius).toBeCloseTo(one.celsius, 6);
  });

  it("the textbook's tank: 5 cubic feet at 99.5 °F, one more each minute, 300 Btu/min", () => {
    // In its own units the balance is the same; here the duty is scaled so that our ρc stands for 62.3.
    const heat = (-300 / 62.3) * 4.046;
    const full = mixed(
      { litres: 5, celsius: 99.5 },
      { flow: 1, flowCelsius: 99.5, heat, heatPerKelvin: 0 },
      95,
    );
    expect(full.litres).toBe(100);
    expect(full.celsius).toBeCloseTo(94.925, 2);
    const rate = (full.celsius - 35) / (300 / (62.3 * 100));
    expect(rate).toBeCloseTo(1_244.45, 1);
    const cold = mixed(full, { flow: 0, flowCelsius: 0, heat, heatPerKelvin: 0 }, rate);
    expect(cold.celsius).toBeCloseTo(35, 6);
  });

  it("milk poured on milk without cooling is the mean of both", () => {
    const blend = mixed(
      { litres: 4_000, celsius: 4 },
      { flow: 2, flowCelsius: 34, heat: 0, heatPerKelvin: 0 },
      1_000,
    );
    expect(blend.celsius).toBeCloseTo((4_000 * 4 + 2_000 * 34) / 6_000, 9);
  });

  it("a plate at 0 °C takes 35 to 4 °C in three hours with a time constant of 1.383 hours", () => {
    const plate = (4.046 * 3_000) / (1.383 * HOUR);
    const make = bareMake(1_000);
    const vat = createVat(
      {
        ...make,
        refrigeration: { kind: "direct", kw: 1_000, perKelvin: 0, perHotKelvin: 0, plate, evaporator: 0 },
      },
      0,
    );
    fillWith(vat, 3_000, 35);
    advanceVat(vat, 3 * HOUR, NO_FEED);
    expect(vat.celsius).toBeCloseTo(4, 1);
  });

  it("80 litres on iced water of 2 °C go from 28 to 6 °C in 25 minutes with a time constant of 13.4 minutes", () => {
    const make = {
      ...bareMake(0),
      capacity: 100,
      refrigeration: {
        kind: "ice-bank",
        plate: (4.046 * 80) / (13.4 * 60),
        water: 2,
        ice: 10,
        kw: 1,
      },
    } as const;
    const vat = createVat(make, 0);
    fillWith(vat, 80, 28);
    advanceVat(vat, 25 * 60, NO_FEED);
    expect(Math.abs(vat.celsius - 6)).toBeLessThan(0.05);
    expect(vat.ice).toBeLessThan(10);
  });

  it("iced water becomes warm when its ice is gone, and the milk stays warm", () => {
    const make = {
      ...bareMake(0),
      refrigeration: { kind: "ice-bank", plate: 3, water: 1, ice: 30, kw: 2 },
    } as const;
    const vat = createVat(make, 0);
    fillWith(vat, 3_000, 35);
    advanceVat(vat, 4 * HOUR, NO_FEED);
    expect(vat.ice).toBe(0);
    expect(vat.iceWater).toBeGreaterThan(5);
    // Heat taken from the milk is the ice, the compressor's work and the water's warmth.
    const taken = (3_000 * 4.046 * (35 - vat.celsius)) / 3_600;
    const given = 30 + 4 * 2 + (30 * 8 * 4.19 * (vat.iceWater - 1)) / 3_600;
    expect(taken).toBeCloseTo(given, 1);
  });
});

describe("losses", () => {
  it("AS 1187: a full vat at 4 °C in air of 35 °C warms by a kelvin in four hours with 9.21 W/K for 1,000 l", () => {
    const vat = createVat({ ...bareMake(0), loss: 0.00921 * 12, air: { mean: 35, swing: 0 } }, 0);
    vat.works.mains = false;
    fillWith(vat, 12_000, 4);
    advanceVat(vat, 4 * HOUR, NO_FEED);
    expect(vat.celsius).toBeCloseTo(5, 1);
    expect(vat.celsius).toBeLessThanOrEqual(5.01);
  });

  it("a well insulated vat in air of 30 °C warms by a kelvin in a day with 1.84 W/K for 1,000 l", () => {
    const vat = createVat({ ...bareMake(0), loss: 0.00184 * 12, air: { mean: 30, swing: 0 } }, 0);
    vat.works.mains = false;
    fillWith(vat, 12_000, 4);
    advanceVat(vat, 24 * HOUR, NO_FEED);
    expect(Math.abs(vat.celsius - 5)).toBeLessThan(0.03);
  });
});

describe("the machine", () => {
  const usual: VatMake = {
    ...bareMake(20),
    capacity: 6_000,
    thermostat: { starts: 4.5, stops: 3.5 },
    plate: { startsAt: 300, fullAt: 600 },
    loss: 0.02,
    air: { mean: 18, swing: 6 },
  };

  it("does not start before milk covers the plate", () => {
    const vat = createVat(usual, 0);
    const feed = { litresPerSecond: 0.5, celsius: 34 };
    advanceVat(vat, 500, feed);
    expect(vat.cooling).toBe(false);
    advanceVat(vat, 200, feed);
    expect(vat.cooling).toBe(true);
  });

  it("keeps the milk between the thermostat's ends, with rests between the runs", () => {
    const vat = createVat(usual, 0);
    fillWith(vat, 3_000, 4);
    let starts = 0;
    for (let at = 0; at < 48 * HOUR; at += 10) {
      const before = vat.cooling;
      advanceVat(vat, 10, NO_FEED);
      if (vat.cooling && !before) starts += 1;
      expect(vat.celsius).toBeGreaterThan(3.3);
      expect(vat.celsius).toBeLessThan(4.8);
    }
    expect(starts).toBeGreaterThan(1);
    expect(starts).toBeLessThan(60);
  });

  it("freezes no milk below its freezing point when the thermostat sticks", () => {
    const vat = createVat(usual, 0);
    fillWith(vat, 1_000, 4);
    vat.works.stuckOn = true;
    advanceVat(vat, 10 * HOUR, NO_FEED);
    expect(vat.celsius).toBeCloseTo(-0.53, 6);
  });

  it("cools nothing without mains or compressor, and slower with a dirty condenser", () => {
    const anHourLater = (change: (vat: Vat) => void): number => {
      const vat = createVat(usual, 0);
      fillWith(vat, 3_000, 30);
      change(vat);
      advanceVat(vat, HOUR, NO_FEED);
      return vat.celsius;
    };
    const well = anHourLater(() => undefined);
    const dirty = anHourLater((vat) => {
      vat.works.duty = 0.6;
    });
    const off = anHourLater((vat) => {
      vat.works.compressor = false;
    });
    const dark = anHourLater((vat) => {
      vat.works.mains = false;
    });
    expect(30 - dirty).toBeCloseTo(0.6 * (30 - well), 1);
    expect(off).toBeGreaterThan(29.9);
    expect(dark).toBeGreaterThan(29.9);
  });

  it("with the agitator standing, top and bottom come 1.4 to 1.8 K apart, and are one again minutes after it starts", () => {
    const vat = createVat(usual, 0);
    fillWith(vat, 3_000, 20);
    vat.works.agitator = false;
    advanceVat(vat, 3 * HOUR, NO_FEED);
    expect(upper(vat) - lower(vat)).toBeGreaterThan(1.4);
    expect(upper(vat) - lower(vat)).toBeLessThan(1.8);
    vat.works.agitator = true;
    advanceVat(vat, 300, NO_FEED);
    expect(upper(vat) - lower(vat)).toBeLessThan(0.05);
  });

  it("lets its compressor rest for three minutes before it starts again", () => {
    const vat = createVat(usual, 0);
    fillWith(vat, 3_000, 20);
    advanceVat(vat, 600, NO_FEED);
    expect(vat.cooling).toBe(true);
    vat.works.mains = false;
    advanceVat(vat, 10, NO_FEED);
    vat.works.mains = true;
    advanceVat(vat, 120, NO_FEED);
    expect(vat.cooling).toBe(false);
    advanceVat(vat, 120, NO_FEED);
    expect(vat.cooling).toBe(true);
  });

  it("cools at less than a third of its duty while the agitator stands", () => {
    const [stirred, still] = [createVat(usual, 0), createVat(usual, 0)];
    still.works.agitator = false;
    for (const vat of [stirred, still]) {
      fillWith(vat, 3_000, 30);
      advanceVat(vat, HOUR, NO_FEED);
    }
    expect((30 - still.celsius) / (30 - stirred.celsius)).toBeCloseTo(0.3, 1);
  });

  it("warms what is left of its milk the faster, the less is left", () => {
    const left = mixed(
      { litres: 1_000, celsius: 4 },
      { flow: -1, flowCelsius: 0, heat: 1, heatPerKelvin: 0 },
      900,
    );
    expect(left.litres).toBe(100);
    // A kilowatt on V litres for dV/F: ln(1000 / 100) / 4.046 kelvin.
    expect(left.celsius).toBeCloseTo(4 + Math.log(10) / 4.046, 9);
  });

  it("leaves a cold wall at collection, which warms over an hour as no milk could", () => {
    const vat = createVat(usual, 12 * HOUR);
    fillWith(vat, 3_000, 4);
    advanceVat(vat, 2 * HOUR, NO_FEED);
    collect(vat, 5);
    advanceVat(vat, 700, NO_FEED);
    expect(vat.wall).toBeLessThan(9);
    const atFirst = vat.wall;
    advanceVat(vat, 1_200, NO_FEED);
    expect(vat.wall - atFirst).toBeGreaterThan(4);
    expect(vat.wall).toBeLessThan(18);
  });

  it("is empty after collection, is washed hot, and takes milk again", () => {
    const vat = createVat(usual, 0);
    fillWith(vat, 3_000, 4);
    expect(washVat(vat, washWith(85))).toBe(false);
    collect(vat, 5);
    advanceVat(vat, 595, NO_FEED);
    expect(vat.litres).toBeCloseTo(25, 6);
    advanceVat(vat, 10, NO_FEED);
    expect(vat.litres).toBe(0);
    expect(vat.outflow).toBe(0);
    expect(washVat(vat, washWith(85))).toBe(true);
    advanceVat(vat, 200, NO_FEED);
    expect(washPart(vat)).toBe("rinse");
    expect(vat.wall).toBeLessThan(40);
    advanceVat(vat, 600, NO_FEED);
    expect(washPart(vat)).toBe("hot");
    expect(vat.washOutlet).toBeGreaterThan(65);
    expect(vat.washSource).toBeGreaterThan(vat.washOutlet);
    expect(vat.wall).toBeGreaterThan(65);
    advanceVat(vat, 600, NO_FEED);
    expect(washPart(vat)).toBeNull();
    expect(vat.wall).toBeLessThan(25);
    advanceVat(vat, 1_000, { litresPerSecond: 0.5, celsius: 34 });
    expect(vat.litres).toBeCloseTo(500, 6);
  });
});

describe("the plate cooler", () => {
  it("measured: 61 l of water at 12.8 °C for 118 l of milk cannot bring 35 °C below 23.52 °C", () => {
    expect(preCooled(35, { water: 12.8, ratio: 61 / 118, approach: 2 })).toBeCloseTo(23.52, 2);
  });
  it("with plenty of water milk leaves two kelvin above it, and never warmer than it came", () => {
    expect(preCooled(35, { water: 14, ratio: 3, approach: 2 })).toBe(16);
    expect(preCooled(15, { water: 14, ratio: 3, approach: 2 })).toBe(15);
    expect(preCooled(35, null)).toBe(35);
  });
});
