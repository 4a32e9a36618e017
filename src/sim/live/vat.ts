// Room: sim/live. The demo's vat: milk from the simulated shed, its switches, its probes in one-wire files, and hands on it.
// May live here: moving it along with the shed's time, and what a person can do to it. May not: physics (sim/vat).
// Invariant: what the controller learns of it goes through inputs and files only.

import type { ProbeId } from "../../domain/ids.ts";
import type { VatSwitch } from "../../domain/vat/plan.ts";
import type { ProbeRole } from "../../domain/vat/reading.ts";
import { createRandom } from "../random.ts";
import { MILK_KJ } from "../vat/heat.ts";
import { createProbe, feel, type Probe, type ProbeFault, reads } from "../vat/probe.ts";
import { washWith } from "../vat/surroundings.ts";
import { advanceVat, collect, createVat, NO_FEED, type Vat, type VatMake, washVat } from "../vat/vat.ts";
import { type ChipState, openW1Tree } from "./w1-tree.ts";

export type LiveVatOptions = {
  readonly probes: readonly LiveProbe[];
  /** A folder of its own for their files; made here. */
  readonly folder: string;
  /** Litres of one milking, about: the vat is built for three of them. */
  readonly milking: number;
  /** Local time at the farm when it begins, seconds since midnight. */
  readonly secondOfDay: number;
  readonly seed: number;
};
export type LiveProbe = { readonly probe: ProbeId; readonly role: ProbeRole; readonly romId: string };

/** What a person does to it. */
export type VatAction =
  | { readonly kind: "chiller" | "mains" | "agitator"; readonly on: boolean }
  | { readonly kind: "probe"; readonly probe: ProbeId | null; readonly what: ProbeWord }
  | { readonly kind: "collect" }
  | { readonly kind: "wash" };
export const PROBE_WORDS = ["pull", "back", "85", "lift", "hang"] as const;
export type ProbeWord = (typeof PROBE_WORDS)[number];

export type LiveVat = {
  readonly vat: Vat;
  /** Moves it on to shed time `now`, milliseconds; `litresIn`: all that has flowed to it so far. Gives the switches that changed. */
  advance(now: number, litresIn: number): readonly SwitchChange[];
  /** Does it, and says what was done or why it cannot be. */
  act(action: VatAction): string;
};
export type SwitchChange = { readonly switch: VatSwitch; readonly active: boolean };

/** It is moved on in stretches of a second or more, milliseconds. */
const STRETCH_MS = 1_000;
/** Its files are written anew this often by its own time, milliseconds: a reading comes every ten seconds. */
const SHOW_MS = 5_000;
/** The receiver's pump empties it now and then: flow without milk for this long is the end of it, milliseconds. */
const PUMP_RUNS_ON_MS = 120_000;
/** Udder-warm milk loses some kelvin in plant and line, degrees Celsius. */
const MILK_CELSIUS = 33;
/** Of a whole vat, seconds. */
const COLLECTED_IN_S = 900;
const WASH_CELSIUS = 86;

/** The smallest vat there is, litres. */
const CAPACITY_MIN = 100;

/** Built for the herd: three milkings, each at 4 °C about two and three quarter hours after it began. */
function makeFor(milking: number): VatMake {
  const capacity = Math.max(CAPACITY_MIN, milking * 3);
  const kw = (MILK_KJ * milking * (MILK_CELSIUS - 4)) / (2.75 * 3_600);
  return {
    capacity,
    refrigeration: {
      kind: "direct",
      kw: kw * 1.1,
      perKelvin: 0.006,
      perHotKelvin: 0.01,
      plate: kw / 9,
      evaporator: -4,
    },
    thermostat: { starts: 4, stops: 3.2 },
    plate: { startsAt: capacity * 0.03, fullAt: capacity * 0.1 },
    loss: 0.003 * (capacity / 1_000),
    agitator: { every: 900, runs: 120 },
    layers: 1.6,
    air: { mean: 17, swing: 6 },
  };
}

/** The demo's: its probes' readings stand in one-wire files. */
export function createLiveVat({ folder, ...options }: LiveVatOptions): LiveVat {
  const tree = openW1Tree(
    folder,
    options.probes.map(({ romId }) => romId),
  );
  return createShedVat(options, ({ romId }, state) => tree.show(romId, state));
}

/** A vat whose probes' readings go to `shows`. */
export function createShedVat(
  options: Omit<LiveVatOptions, "folder">,
  shows: (probe: LiveProbe, state: ChipState) => void,
): LiveVat {
  const vat = createVat(makeFor(options.milking), options.secondOfDay);
  const random = createRandom(options.seed).fork("vat");
  const probes = options.probes.map((of): Fitted => {
    const make = {
      role: of.role,
      coveredFrom: vat.make.capacity * 0.04,
      offset: random.between(-0.2, 0.2),
      noise: 0.02,
      lag: 30,
    };
    return { of, probe: createProbe(make, vat, random.fork(of.probe)) };
  });
  let now = 0;
  let litres = 0;
  let shownAt = Number.NEGATIVE_INFINITY;
  let flowedAt = Number.NEGATIVE_INFINITY;
  let told: Partial<Record<VatSwitch, boolean>> = {};

  const show = (): void => {
    shownAt = now;
    for (const { of, probe } of probes) shows(of, stateOf(probe));
  };
  show();
  return {
    vat,
    advance(to, litresIn) {
      if (to - now < STRETCH_MS) return [];
      const seconds = (to - now) / 1_000;
      // What does not fit runs over.
      const came = vat.litres < vat.make.capacity ? litresIn - litres : 0;
      if (came > 0) flowedAt = to;
      advanceVat(
        vat,
        seconds,
        came > 0 ? { litresPerSecond: came / seconds, celsius: MILK_CELSIUS } : NO_FEED,
      );
      for (const { probe } of probes) feel(probe, vat, seconds);
      now = to;
      litres = litresIn;
      if (now - shownAt >= SHOW_MS) show();
      const levels = switchesOf(vat, now - flowedAt < PUMP_RUNS_ON_MS);
      const changes = CHANGED.filter((one) => levels[one] !== told[one]);
      told = levels;
      return changes.map((one) => ({ switch: one, active: levels[one] }));
    },
    act(action) {
      if (action.kind !== "probe") return actOn(vat, action);
      const chosen = probes.find(({ of }) => action.probe === null || of.probe === action.probe);
      if (chosen === undefined)
        return `there are probes ${options.probes.map(({ probe }) => probe).join(", ")}`;
      chosen.probe.fault = FAULT_OF[action.what];
      show();
      return `probe ${chosen.of.probe}: ${SAID[action.what]}`;
    },
  };
}

type Fitted = { readonly of: LiveProbe; readonly probe: Probe };

function stateOf(probe: Probe): ChipState {
  const celsius = reads(probe);
  if (probe.fault === "pulled") return { kind: "gone" };
  if (probe.fault === "reset") return { kind: "power-on" };
  return celsius === null ? { kind: "hangs" } : { kind: "converts", celsius };
}

const switchesOf = (vat: Vat, flows: boolean): Record<VatSwitch, boolean> => ({
  milkPump: flows,
  compressor: vat.compressing,
  agitator: vat.stirring,
  outlet: vat.outflow > 0,
  wash: vat.wash !== null,
  mains: vat.works.mains,
});
const CHANGED = ["mains", "milkPump", "compressor", "agitator", "outlet", "wash"] as const;

function actOn(vat: Vat, action: Exclude<VatAction, { kind: "probe" }>): string {
  const litres = `${Math.round(vat.litres)} l at ${vat.celsius.toFixed(1)} °C in the vat`;
  switch (action.kind) {
    case "chiller":
      vat.works.compressor = action.on;
      return `chiller switched ${action.on ? "on" : "off"}: ${litres}`;
    case "agitator":
      vat.works.agitator = action.on;
      return `agitator switched ${action.on ? "on" : "off"}: ${litres}`;
    case "mains":
      vat.works.mains = action.on;
      return `mains of the vat ${action.on ? "back" : "cut"}: ${litres}`;
    case "collect":
      if (vat.litres === 0) return "there is nothing in the vat to collect";
      collect(vat, vat.make.capacity / COLLECTED_IN_S);
      return `the tanker begins to collect: ${litres}`;
    case "wash":
      return washVat(vat, washWith(WASH_CELSIUS))
        ? "the vat's wash begins: rinse, hot with detergent, rinse"
        : `nobody washes a vat with milk in it: ${litres}`;
  }
}

const FAULT_OF: Readonly<Record<ProbeWord, ProbeFault>> = {
  pull: "pulled",
  back: "none",
  "85": "reset",
  lift: "lifted",
  hang: "hangs",
};
const SAID: Readonly<Record<ProbeWord, string>> = {
  pull: "cable pulled out",
  back: "back as it was",
  "85": "lost its power and says 85",
  lift: "lifted out of the milk",
  hang: "reads of it hang",
};
