// Room: sim/vat. Heat and volume of well-mixed milk, in closed form.
// May live here: the balance and the plate cooler's limit. May not: who runs what (vat.ts), chance.
// Invariant: exact for a constant flow and a heat that is linear in the milk's temperature, whatever the length of the step.

/** What a litre of milk takes up to become a kelvin warmer, kJ: 1.030 kg/l and 3.93 kJ/kg/K, rounded as published. */
export const MILK_KJ = 4.046;

/** Milk freezes below this, degrees Celsius: ice forms, and it becomes no colder. */
export const FREEZES_AT = -0.53;

export type Mixed = { readonly litres: number; readonly celsius: number };

export type Balance = {
  /** Litres a second; negative: it is drawn off at its own temperature. */
  readonly flow: number;
  /** Of what flows in, degrees Celsius. */
  readonly flowCelsius: number;
  /** Heat into the milk at 0 °C, kW; cold is negative. */
  readonly heat: number;
  /** How much less heat goes in for each kelvin of the milk, kW/K; never negative. */
  readonly heatPerKelvin: number;
};

/**
 * The milk after `seconds`: d(V·T)/dt = F·Tin + (heat − heatPerKelvin·T) / ρc, dV/dt = F.
 * An empty vat takes the temperature at which the heat of what flows in and of the plate are in balance.
 */
export function mixed({ litres, celsius }: Mixed, balance: Balance, seconds: number): Mixed {
  const { flow, flowCelsius } = balance;
  const heat = balance.heat / MILK_KJ;
  const perKelvin = balance.heatPerKelvin / MILK_KJ;
  const after = litres + flow * seconds;
  if (flow > 0) {
    const rest = (flow * flowCelsius + heat) / (flow + perKelvin);
    const left = (litres / after) ** ((flow + perKelvin) / flow);
    return { litres: after, celsius: rest + (celsius - rest) * left };
  }
  if (litres <= 0 || after <= 0) return { litres: 0, celsius };
  // Time as the milk feels it: each litre left has the more of the heat, the fewer they are.
  const felt = flow === 0 ? seconds / litres : Math.log(after / litres) / flow;
  if (perKelvin * felt < TINY) return { litres: after, celsius: celsius + heat * felt };
  const rest = heat / perKelvin;
  return { litres: after, celsius: rest + (celsius - rest) * Math.exp(-perKelvin * felt) };
}

/** Below this an exponential is a straight line to the last digits that matter. */
const TINY = 1e-9;

export type PlateCooler = {
  /** Water, degrees Celsius. */
  readonly water: number;
  /** Litres of water for a litre of milk. */
  readonly ratio: number;
  /** How much warmer than the water the milk leaves at best, K: 2 to 5. */
  readonly approach: number;
};

/** Temperature of the milk behind the plate cooler: the water can take no more heat than it becomes warm as the milk. */
export function preCooled(celsius: number, cooler: PlateCooler | null): number {
  if (cooler === null) return celsius;
  const limit = celsius - cooler.ratio * (celsius - cooler.water);
  return Math.min(celsius, Math.max(cooler.water + cooler.approach, limit));
}
