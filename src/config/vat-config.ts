// Room: config. A shed's vat: from the file's words to the plan that the rules read and to the probes as devices.
// May live here: that way, for a section that vat-checks found right. May not: checks, files.
// Invariant: every probe is in the plan with its role, and among the devices with what it hangs on.

import type { CoolingProfile } from "../domain/cooling/profile.ts";
import { inputId, type ProbeId, probeId } from "../domain/ids.ts";
import { assert } from "../domain/result.ts";
import type { DurationMs } from "../domain/units.ts";
import type { VatPlan, VatSwitches } from "../domain/vat/plan.ts";
import {
  hertzOf,
  type ProbeEntry,
  resolutionOf,
  VAT_SWITCHES,
  type VatEntry,
  zeroOhmsOf,
} from "./vat-schema.ts";

/** A probe as the thermometers' driver takes it. */
export type ProbeDevice = {
  readonly probe: ProbeId;
  readonly on: Ds18b20Device | Max31865Device;
  /** From one reading to the next. */
  readonly every: DurationMs;
};
export type Ds18b20Device = {
  readonly kind: "ds18b20";
  readonly folder: string;
  readonly romId: string;
  /** Bits, 9 to 12. */
  readonly resolution: number;
};
export type Max31865Device = {
  readonly kind: "max31865";
  readonly folder: string;
  readonly chipSelect: string;
  /** Ohms of the element at 0 °C, and of the reference resistor. */
  readonly zeroOhms: number;
  readonly referenceOhms: number;
  readonly mainsHertz: number;
};

export function vatPlanOf(vat: VatEntry, profiles: readonly CoolingProfile[]): VatPlan {
  const { normal } = vat;
  return {
    probes: Object.entries(vat.probes).map(([name, { role }]) => ({ probe: probeId(name), role })),
    switches: switchesOf(vat),
    profiles: vat.profiles.map((written) => {
      const profile = profiles.find(({ id }) => id === written);
      assert(profile !== undefined, "every profile is known, as vat-checks has made sure");
      return profile;
    }),
    normal: {
      beforeMilking: normal["before-milking"],
      endOfMilking: normal["end-of-milking"],
      atPickUp: normal["at-pick-up"],
    },
    ...(vat.capacity === undefined ? {} : { capacity: vat.capacity }),
  };
}

function switchesOf(vat: VatEntry): VatSwitches {
  const { switches } = vat;
  const one = (key: keyof typeof VAT_SWITCHES): VatSwitches => {
    const input = switches[key];
    return input === undefined ? {} : { [VAT_SWITCHES[key]]: inputId(input) };
  };
  return {
    ...one("milk-pump"),
    ...one("compressor"),
    ...one("agitator"),
    ...one("outlet"),
    ...one("wash"),
    ...one("mains"),
  };
}

export function probesOf(vat: VatEntry): readonly ProbeDevice[] {
  return Object.entries(vat.probes).map(([name, entry]) => ({
    probe: probeId(name),
    on: deviceOf(vat, entry),
    every: vat["read-every"],
  }));
}

function deviceOf(vat: VatEntry, entry: ProbeEntry): ProbeDevice["on"] {
  const { ds18b20, max31865 } = entry;
  if (ds18b20 !== undefined) {
    const folder = vat["one-wire-folder"];
    return { kind: "ds18b20", folder, romId: ds18b20, resolution: resolutionOf(entry) };
  }
  assert(max31865 !== undefined, "a probe hangs on one of the two, as vat-checks has made sure");
  return {
    kind: "max31865",
    folder: vat["spi-folder"],
    chipSelect: max31865["chip-select"],
    zeroOhms: zeroOhmsOf(max31865.element),
    referenceOhms: max31865.reference,
    mainsHertz: hertzOf(max31865.mains),
  };
}
