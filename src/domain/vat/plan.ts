// Room: domain/vat. The vat as its rules see it: probes, switches, what is normal.
// May live here: the plan's shape. May not: ports, file paths (those are config).
// Invariant: built once by config, checked as a whole there, never changed while running.

import type { CoolingProfile } from "../cooling/profile.ts";
import type { InputId, ProbeId } from "../ids.ts";
import type { ProbeRole } from "./reading.ts";

export type VatPlan = {
  readonly probes: readonly ProbePlan[];
  readonly switches: VatSwitches;
  /** Rules in force, all judged; the first is the one that alarms and the forecast follow. At least one. */
  readonly profiles: readonly CoolingProfile[];
  readonly normal: NormalRanges;
  /** How much the vat holds, litres; absent where nobody said. */
  readonly capacity?: number;
};

export type ProbePlan = {
  readonly probe: ProbeId;
  readonly role: ProbeRole;
};

/** Ordinary inputs that tell about the vat, where wired. Their loss is harmless: the probe tells the same, later. */
export type VatSwitches = {
  /** Active while the milk pump runs or milk flows to the vat. */
  readonly milkPump?: InputId;
  /** Active while the refrigeration runs. */
  readonly compressor?: InputId;
  readonly agitator?: InputId;
  /** Active while the vat's outlet stands open: collection. */
  readonly outlet?: InputId;
  /** Active while the vat is being washed. */
  readonly wash?: InputId;
  /** Active while the mains are there. */
  readonly mains?: InputId;
};
export type VatSwitch = keyof VatSwitches;

/** What is normal at each of the three moments at which Bega asks to look (Manual 2, section 7), degrees Celsius. */
export type NormalRanges = {
  readonly beforeMilking: TemperatureRange;
  readonly endOfMilking: TemperatureRange;
  readonly atPickUp: TemperatureRange;
};
/** Both ends included. */
export type TemperatureRange = { readonly from: number; readonly to: number };
