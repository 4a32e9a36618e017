// Room: test/domain/cooling. Curves by closed form, clocks and profiles to judge.

import type { Curve } from "../../../src/domain/cooling/curve.ts";
import type { CoolingLimit, CoolingProfile } from "../../../src/domain/cooling/profile.ts";
import type { MilkingClock } from "../../../src/domain/cooling/verdict.ts";
import { profileId } from "../../../src/domain/ids.ts";
import { hours, type MonoMs, minutes, monoMs } from "../../../src/domain/units.ts";

/** 6 in the morning of a day of no particular date: every clock here starts then. */
export const SIX = 1_700_000_000_000;
/** Minutes after six. */
export const at = (minute: number): MonoMs => monoMs(SIX + Math.round(minute * 60_000));

export const clock = (over: Partial<MilkingClock> = {}): MilkingClock => ({
  start: at(0),
  end: at(90),
  first: true,
  nextStart: null,
  collected: null,
  notMilkFrom: null,
  ...over,
});

/** A curve from [minute, celsius] pairs. */
export const curve = (...points: readonly (readonly [number, number])[]): Curve => ({
  at: points.map(([minute]) => at(minute)),
  celsius: points.map(([, celsius]) => celsius),
});

/** A curve read every `every` minutes from a function of minutes. */
export function sampled(from: number, to: number, every: number, celsius: (minute: number) => number): Curve {
  const points: [number, number][] = [];
  for (let minute = from; minute <= to + 1e-9; minute += every) points.push([minute, celsius(minute)]);
  return curve(...points);
}

const limit = (over: Partial<CoolingLimit> = {}): CoolingLimit => ({
  id: "5-in-3h30",
  appliesTo: "any",
  atMost: 5,
  by: [{ after: "start-of-milking", within: minutes(210) }],
  ...over,
});

/** The Bega rule, or a variation of it. */
export const profile = (over: Partial<CoolingProfile> = {}): CoolingProfile => ({
  id: profileId("au-bega-2018"),
  title: "Bega",
  jurisdiction: "AU",
  basis: "buyer",
  source: { document: "Manual 2", section: "7", wording: "seen" },
  validFrom: null,
  validUntil: null,
  limits: [limit()],
  hold: { atMost: 5, atLeast: null },
  blend: null,
  continuous: null,
  doNotLoad: [],
  records: { keepDays: null, checksPerYear: null },
  ...over,
});

export const BEGA = profile();
export const NZ = profile({
  id: profileId("nz-mpi-2018"),
  limits: [
    limit({ id: "10-in-4h", atMost: 10, by: [{ after: "start-of-milking", within: hours(4) }] }),
    limit({
      id: "6-in-6h-or-2h-after",
      atMost: 6,
      by: [
        { after: "start-of-milking", within: hours(6) },
        { after: "end-of-milking", within: hours(2) },
      ],
    }),
  ],
  hold: { atMost: 6, atLeast: 0 },
  blend: { atMost: 10, tolerate: minutes(0) },
  continuous: { fromLength: hours(6), enterAtMost: 6 },
});
export const PMO = profile({
  id: profileId("us-pmo"),
  limits: [
    limit({
      id: "10-in-4h",
      appliesTo: "first",
      atMost: 10,
      by: [{ after: "start-of-milking", within: hours(4) }],
    }),
    limit({ id: "7-in-2h-after", atMost: 7, by: [{ after: "end-of-milking", within: hours(2) }] }),
  ],
  hold: { atMost: 7, atLeast: null },
  blend: { atMost: 10, tolerate: minutes(0) },
});

/** Heat that a litre of milk takes up per kelvin, kJ. */
const RHO_C = 4.046;
/**
 * A vat by closed form: `litres` at `inflow` °C in 90 minutes onto `there` litres at `cold` °C, cooled with `kilowatts` all the time to 4 °C,
 * where the thermostat holds it. Celsius by minutes.
 */
export function vat(
  kilowatts: number,
  inflow: number,
  there = 0,
  cold = 4,
  litres = 3000,
): (minute: number) => number {
  const filled = (minute: number) => (litres * Math.min(minute, 90)) / 90;
  return (minute) => {
    const volume = there + filled(Math.max(minute, 0.01));
    const heat = there * cold + filled(Math.max(minute, 0.01)) * inflow;
    return Math.max(4, (heat - (kilowatts * Math.max(minute, 0.01) * 60) / RHO_C) / volume);
  };
}
