// Room: sim/vat. The vat: milk, refrigeration, thermostat, agitator, losses, collection and wash, one stretch of time at a time.
// May live here: the machine and its time. May not: probes (probe.ts), chance (stories.ts), real clocks.
// Invariant: heat in less heat out is heat stored; the mean temperature is exact while nothing switches, in layers too.

import { assert } from "../../domain/result.ts";
import { FREEZES_AT, MILK_KJ, mixed } from "./heat.ts";
import { type AirDay, airAt, type WashPart, type WashProgram, washAt } from "./surroundings.ts";

export type Refrigeration =
  /** The evaporator is the vat's floor. */
  | {
      readonly kind: "direct";
      /** Duty with milk at 20 °C, kW. */
      readonly kw: number;
      /** Share of duty gained for each kelvin the milk is above 20 °C, lost below: 0 to 0.02. */
      readonly perKelvin: number;
      /** Share of duty lost for each kelvin the air is above 25 °C: 0 to 0.02. */
      readonly perHotKelvin: number;
      /** What the whole plate passes for each kelvin between milk and evaporator, kW/K; null: more than is asked of it. */
      readonly plate: number | null;
      /** Degrees Celsius. */
      readonly evaporator: number;
    }
  /** Ice made in the hours between, water from it on the vat's wall. */
  | {
      readonly kind: "ice-bank";
      /** kW/K between milk and iced water, all of the wall wet. */
      readonly plate: number;
      /** Iced water, degrees Celsius. */
      readonly water: number;
      /** Ice when full, kWh, and what the compressor makes, kW. */
      readonly ice: number;
      readonly kw: number;
    };

export type VatMake = {
  /** Litres. */
  readonly capacity: number;
  readonly refrigeration: Refrigeration;
  /** Stops at `stops`, starts at `starts` and above, degrees Celsius. */
  readonly thermostat: { readonly starts: number; readonly stops: number };
  /** Litres from which the refrigeration may run, and from which all of the plate is wet. */
  readonly plate: { readonly startsAt: number; readonly fullAt: number };
  /** Insulation, kW/K: 0.002 to 0.009 for 1,000 l. */
  readonly loss: number;
  /** Besides running with the refrigeration: `runs` seconds in every `every`. */
  readonly agitator: { readonly every: number; readonly runs: number };
  /** How far top and bottom come apart while it cools unstirred, K: 1.4 to 1.8 were measured. */
  readonly layers: number;
  readonly air: AirDay;
};

/** What a person or a fault can change at any time. */
export type VatWorks = {
  mains: boolean;
  compressor: boolean;
  agitator: boolean;
  /** Part of its duty that the refrigeration still gives: a dirty condenser, lost gas. 0 to 1. */
  duty: number;
  /** The thermostat no longer stops it. */
  stuckOn: boolean;
};

/** Milk that comes in. */
export type Feed = { readonly litresPerSecond: number; readonly celsius: number };
export const NO_FEED: Feed = { litresPerSecond: 0, celsius: 0 };

export type Vat = {
  readonly make: VatMake;
  readonly works: VatWorks;
  /** Seconds of local time; 0 is a midnight. */
  now: number;
  litres: number;
  /** Mean of the milk, degrees Celsius. */
  celsius: number;
  /** Top less bottom, K. */
  layered: number;
  /** The refrigeration cools the milk. */
  cooling: boolean;
  /** The compressor runs: the same with direct expansion, making ice with an ice bank. */
  compressing: boolean;
  stirring: boolean;
  /** Ice left, kWh, and its water, degrees Celsius; of no meaning with direct expansion. */
  ice: number;
  iceWater: number;
  /** Wall and air inside, where no milk is, degrees Celsius. */
  wall: number;
  /** In the delivery line. */
  line: number;
  washSource: number;
  washOutlet: number;
  /** Litres a second that leave through the outlet; 0 when it is shut. */
  outflow: number;
  /** Feed came in the last stretch. */
  fed: boolean;
  wash: { readonly program: WashProgram; readonly began: number } | null;
  /** Not to start again before. */
  restsUntil: number;
};

/** Nothing switches more often than this, seconds; between switches the balance is exact. */
const STEP_S = 10;
/** A compressor waits this long between stop and start, as they all do, seconds. */
const REST_S = 180;
/** Milk is one within five minutes of the agitator's start (Wis. ATCP 65.16): 1/e in a quarter of it, seconds. */
const STIRRED_IN_S = 75;
/** Unstirred, the plate passes this part of its duty. */
const UNSTIRRED = 0.3;
/** The lower layer's part of the milk; the plate is below it. */
const LOWER = 0.5;
/** 1/e of the way from one temperature to another, seconds: bare wall to air, wall above milk, wall and drain in a wash, line. */
const WALL_TO_AIR_S = 2_400;
const WALL_BY_MILK_S = 1_200;
/** From this part of its capacity on, milk lies at the inner wall or splashes it: nearly its own temperature, not halfway to the air's. */
const SPLASHED = 0.1;
const IN_WASH_S = 60;
const LINE_S = 900;
const LINE_FLOWING_S = 15;
/** Iced water around the ice, litres for each kWh of it. */
const WATER_PER_KWH = 8;
const WATER_KJ = 4.19;
const KJ_PER_KWH = 3_600;

/** A vat that is empty and as warm as its air. `now`: seconds of local time. */
export function createVat(make: VatMake, now: number): Vat {
  const air = airAt(make.air, now);
  const { refrigeration } = make;
  return {
    make,
    works: { mains: true, compressor: true, agitator: true, duty: 1, stuckOn: false },
    now,
    litres: 0,
    celsius: air,
    layered: 0,
    cooling: false,
    compressing: false,
    stirring: false,
    ice: refrigeration.kind === "ice-bank" ? refrigeration.ice : 0,
    iceWater: refrigeration.kind === "ice-bank" ? refrigeration.water : air,
    wall: air,
    line: air,
    washSource: air,
    washOutlet: air,
    outflow: 0,
    fed: false,
    wash: null,
    restsUntil: Number.NEGATIVE_INFINITY,
  };
}

/** Milk that is there already. */
export function fillWith(vat: Vat, litres: number, celsius: number): void {
  vat.litres = litres;
  vat.celsius = celsius;
  vat.layered = 0;
}

/** Moves time on by `seconds`, with `feed` flowing in all the while. Any length; switches are looked at every ten seconds. */
export function advanceVat(vat: Vat, seconds: number, feed: Feed): void {
  assert(seconds >= 0, "time in the vat runs forward");
  let left = seconds;
  while (left > 0) {
    const stretch = Math.min(left, STEP_S);
    move(vat, stretch, feed);
    left -= stretch;
  }
}

/** Opens the outlet: milk leaves at so many litres a second until none is left. */
export function collect(vat: Vat, litresPerSecond: number): void {
  vat.outflow = vat.litres > 0 ? litresPerSecond : 0;
}

/** Begins a wash. False where milk is in the vat: nobody washes that. */
export function washVat(vat: Vat, program: WashProgram): boolean {
  if (vat.litres > 0) return false;
  vat.wash = { program, began: vat.now };
  return true;
}

/** Which part of a wash runs; null: none. */
export function washPart(vat: Vat): WashPart["part"] | null {
  if (vat.wash === null) return null;
  return washAt(vat.wash.program, vat.now - vat.wash.began, airOf(vat))?.part ?? null;
}

export const airOf = (vat: Vat): number => airAt(vat.make.air, vat.now);
/** Milk in the upper and in the lower layer, degrees Celsius. */
export const upper = (vat: Vat): number => vat.celsius + LOWER * vat.layered;
export const lower = (vat: Vat): number => vat.celsius - (1 - LOWER) * vat.layered;
/** The lower layer reaches up to this many litres. */
export const lowerLitres = (vat: Vat): number => vat.litres * LOWER;

function move(vat: Vat, seconds: number, feed: Feed): void {
  const air = airOf(vat);
  vat.fed = feed.litresPerSecond > 0 && vat.wash === null;
  const flow = vat.fed ? feed.litresPerSecond : -vat.outflow;
  // What first flows into an empty vat is what its plate has to cool.
  if (vat.litres === 0 && vat.fed) vat.celsius = feed.celsius;
  switchOver(vat);
  const cold = cooling(vat, air);
  const { loss, capacity } = vat.make;
  const before = vat.celsius;
  const after = mixed(
    vat,
    {
      flow,
      flowCelsius: feed.celsius,
      heat: loss * air - cold.atZero,
      heatPerKelvin: loss + cold.perKelvin,
    },
    seconds,
  );
  const drawn = cold.atZero + (cold.perKelvin * (before + after.celsius)) / 2;
  layer(vat, { seconds, drawn, feed, air });
  vat.litres = after.litres;
  vat.celsius = after.litres > 0 ? Math.max(FREEZES_AT, after.celsius) : before;
  if (vat.litres < capacity * EMPTY) {
    vat.layered = 0;
    if (vat.outflow > 0) vat.litres = 0;
  }
  if (vat.litres === 0) vat.outflow = 0;
  makeIce(vat, seconds, drawn);
  bare(vat, seconds, feed, air);
  vat.now += seconds;
  if (vat.wash !== null && washAt(vat.wash.program, vat.now - vat.wash.began, air) === null) vat.wash = null;
}

/** What stays in a vat that has been let out is no milk to speak of, part of its capacity. */
const EMPTY = 0.001;

function switchOver(vat: Vat): void {
  const { make, works } = vat;
  const covered = vat.litres >= make.plate.startsAt && (vat.litres > 0 || vat.fed);
  const sensed = vat.stirring ? vat.celsius : lower(vat);
  const wanted =
    works.stuckOn || sensed >= make.thermostat.starts || (vat.cooling && sensed > make.thermostat.stops);
  const byIce = make.refrigeration.kind === "ice-bank";
  const may = works.mains && covered && vat.outflow === 0 && (byIce || works.compressor);
  const rested = byIce || vat.cooling || vat.now >= vat.restsUntil;
  const cools = may && wanted && rested;
  if (vat.cooling && !cools) vat.restsUntil = vat.now + REST_S;
  vat.cooling = cools;
  const { every, runs } = make.agitator;
  vat.stirring = works.mains && works.agitator && covered && (cools || vat.fed || vat.now % every < runs);
}

/** Cold to the milk as a straight line in its temperature: kW at 0 °C, and more for each kelvin. */
function cooling(vat: Vat, air: number): { readonly atZero: number; readonly perKelvin: number } {
  if (!vat.cooling) return NO_COLD;
  const { refrigeration, plate } = vat.make;
  const wet = plate.fullAt <= 0 ? 1 : Math.min(1, vat.litres / plate.fullAt);
  const passes = wet * (vat.stirring ? 1 : UNSTIRRED);
  const at = vat.stirring ? vat.celsius : lower(vat);
  if (refrigeration.kind === "ice-bank") {
    return towards(refrigeration.plate * passes, vat.iceWater, at, vat.celsius);
  }
  const { kw, perKelvin, perHotKelvin, evaporator } = refrigeration;
  const hot = Math.max(0, 1 - perHotKelvin * Math.max(0, air - 25));
  const full = kw * hot * vat.works.duty * (vat.stirring ? 1 : UNSTIRRED);
  const machine = { atZero: full * (1 - perKelvin * 20), perKelvin: full * perKelvin };
  if (refrigeration.plate === null) return machine;
  const byPlate = refrigeration.plate * passes;
  const asked = machine.atZero + machine.perKelvin * at;
  return byPlate * (at - evaporator) < asked ? towards(byPlate, evaporator, at, vat.celsius) : machine;
}
const NO_COLD = { atZero: 0, perKelvin: 0 };

/** kW/K from the milk at the plate (`at`) to the cold side; as a line in the mean of the milk. */
const towards = (plate: number, cold: number, at: number, mean: number) =>
  at <= cold ? NO_COLD : { atZero: -plate * (cold + mean - at), perKelvin: plate };

/** Top and bottom drift apart while nothing stirs: the plate cools the bottom, warm milk and the air warm the top. */
function layer(
  vat: Vat,
  { seconds, drawn, feed, air }: { seconds: number; drawn: number; feed: Feed; air: number },
): void {
  if (vat.litres <= 0) return;
  if (vat.stirring) {
    vat.layered *= Math.exp(-seconds / STIRRED_IN_S);
    if (Math.abs(vat.layered) < 0.001) vat.layered = 0;
    return;
  }
  const { layers, refrigeration, loss } = vat.make;
  const nominal = refrigeration.kind === "direct" ? refrigeration.kw : refrigeration.plate * 10;
  // Litres a second that change places: so many that cooling unstirred comes to rest at `layers`.
  const exchange = (UNSTIRRED * nominal * (1 - LOWER)) / (MILK_KJ * layers);
  const warmTop = vat.fed
    ? (feed.litresPerSecond * (feed.celsius - upper(vat))) / (vat.litres * (1 - LOWER))
    : 0;
  const coldBottom = drawn / (MILK_KJ * vat.litres * LOWER);
  const airOnTop = (loss * (air - upper(vat))) / (MILK_KJ * vat.litres);
  const settles = (vat.litres * LOWER * (1 - LOWER)) / exchange;
  const rest = (warmTop + coldBottom + airOnTop) * settles;
  vat.layered = rest + (vat.layered - rest) * Math.exp(-seconds / settles);
}

function makeIce(vat: Vat, seconds: number, drawn: number): void {
  const { refrigeration } = vat.make;
  if (refrigeration.kind === "direct") {
    vat.compressing = vat.cooling;
    return;
  }
  const { ice: full, kw, water } = refrigeration;
  const runs = vat.works.mains && vat.works.compressor && vat.ice < full * (vat.compressing ? 1 : 0.95);
  vat.compressing = runs;
  const heat = ((drawn - (runs ? kw * vat.works.duty : 0)) * seconds) / KJ_PER_KWH;
  const stored = full * WATER_PER_KWH * WATER_KJ;
  // Water that has become warm is cooled again before there is new ice.
  const warm = ((vat.iceWater - water) * stored) / KJ_PER_KWH;
  const left = vat.ice - warm - heat;
  vat.ice = Math.min(full, Math.max(0, left));
  vat.iceWater = water + (Math.max(0, -left) * KJ_PER_KWH) / stored;
}

function bare(vat: Vat, seconds: number, feed: Feed, air: number): void {
  const to = (from: number, target: number, time: number): number =>
    target + (from - target) * Math.exp(-seconds / time);
  const wash = vat.wash === null ? null : washAt(vat.wash.program, vat.now - vat.wash.began, air);
  const water = wash?.water ?? null;
  const filled = vat.litres / vat.make.capacity;
  vat.line = vat.fed
    ? to(vat.line, feed.celsius, LINE_FLOWING_S)
    : to(vat.line, water ?? air, water === null ? LINE_S : IN_WASH_S);
  vat.washSource = water === null ? to(vat.washSource, air, LINE_S) : water;
  const leaves = water === null ? air : water - (vat.wash?.program.drop ?? 0) * Math.sign(water - air);
  vat.washOutlet = to(vat.washOutlet, leaves, water === null ? LINE_S : IN_WASH_S);
  vat.wall =
    water !== null
      ? to(vat.wall, leaves, IN_WASH_S)
      : filled > 0
        ? to(vat.wall, vat.celsius + (filled > SPLASHED ? 0.1 : 0.5) * (air - vat.celsius), WALL_BY_MILK_S)
        : to(vat.wall, air, WALL_TO_AIR_S);
}
