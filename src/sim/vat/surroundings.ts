// Room: sim/vat. The shed's air through the day, and the water of a wash.
// May live here: temperatures as functions of time. May not: milk.
// Invariant: the same time gives the same temperature.

/** A day's air: warmest at three in the afternoon. */
export type AirDay = {
  /** Degrees Celsius. */
  readonly mean: number;
  /** From the mean to the warmest, K. */
  readonly swing: number;
};

const DAY_S = 86_400;
const WARMEST_S = 15 * 3_600;

/** `secondOfDay`: local time; more than a day is taken as days later. */
export const airAt = ({ mean, swing }: AirDay, secondOfDay: number): number =>
  mean + swing * Math.cos((2 * Math.PI * (secondOfDay - WARMEST_S)) / DAY_S);

export type WashPart = {
  readonly part: "rinse" | "hot" | "last-rinse" | "drain";
  readonly seconds: number;
  /** At the cylinder's outlet when it begins, degrees Celsius; null: no water runs. */
  readonly source: number | null;
};

export type WashProgram = {
  readonly parts: readonly WashPart[];
  /** How much is lost between source and outlet while it circulates, K. */
  readonly drop: number;
  /** How fast circulating water cools, the time to 1/e of its way to the air, seconds. */
  readonly coolsIn: number;
};

/** Rinse, hot water with detergent, rinse: a good one leaves the plant well above 65 °C. `hot` at the source. */
export const washWith = (hot: number): WashProgram => ({
  parts: [
    { part: "rinse", seconds: 300, source: 38 },
    { part: "hot", seconds: 540, source: hot },
    { part: "last-rinse", seconds: 300, source: 15 },
    { part: "drain", seconds: 180, source: null },
  ],
  drop: 5,
  coolsIn: 7_200,
});

/** Which part runs `seconds` after the start, and how warm its water is where it leaves the cylinder; null when it is over. */
export function washAt(
  program: WashProgram,
  seconds: number,
  air: number,
): { readonly part: WashPart["part"]; readonly water: number | null } | null {
  let from = 0;
  for (const { part, seconds: length, source } of program.parts) {
    if (seconds < from + length) {
      const water =
        source === null ? null : air + (source - air) * Math.exp(-(seconds - from) / program.coolsIn);
      return { part, water };
    }
    from += length;
  }
  return null;
}
