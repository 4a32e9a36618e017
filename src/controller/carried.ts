// Room: controller. What one run of the program leaves to the next, through the flight recorder.
// May live here: the shape of it and how notes add up to it. Invariant: with nothing carried, holds are longer,
// never shorter, and the sum of the notes is all there is: no second place to remember things.

import type { CarriedAlarms } from "../domain/alarms/alarm.ts";
import { carryAlarms, NO_ALARMS } from "../domain/alarms/vat-alarms.ts";
import type { CooledMilking } from "../domain/cooling/usual.ts";
import type { MilkingsCounted } from "../domain/holds/facts.ts";
import type { MilkedIn } from "../domain/holds/late-entry.ts";
import { withMilking } from "../domain/holds/milkings.ts";
import type { BailNo } from "../domain/ids.ts";
import { lookUp } from "../domain/look-up.ts";
import type { EpochMs } from "../domain/units.ts";
import { carryVat, NOTHING_CARRIED_OF_VAT, type VatCarried } from "../domain/vat/carried.ts";
import type { VatHappening } from "../domain/vat/happening.ts";
import type { Note } from "./note.ts";

export type Carried = {
  /** The highest trusted wall time ever seen. Wall time below it is not trusted. */
  readonly highWater: EpochMs | null;
  /** Milkings counted, by cow number. */
  readonly milkings: { readonly [cow: string]: MilkingsCounted };
  /** When each cow was last looked at after a hold, by cow number. */
  readonly lookedAt: { readonly [cow: string]: EpochMs };
  /** The vat stop stays raised over a restart until a person clears it. */
  readonly vatStop: VatStop | null;
  /** Visits whose milk is in the vat, by cow number: a late entry about one of them raises the vat stop. */
  readonly milkedIn: { readonly [cow: string]: readonly MilkedIn[] };
  /** Bails with a valve fault that nobody has cleared yet. */
  readonly valvesUnproven: readonly BailNo[];
  /** The vat's running clocks, its state, and its thermometers' checks. */
  readonly vat: VatCarried;
  readonly alarms: CarriedAlarms;
  /** What the last milkings took to cool, oldest first, at most COOLED_MAX. */
  readonly cooled: readonly CooledMilking[];
  /** Last milking's number; the next is one more. */
  readonly milkingNo: number;
};

export type VatStop = {
  readonly since: EpochMs;
  /** Every reason given since it was raised, at most VAT_STOP_REASONS_MAX. */
  readonly reasons: readonly string[];
  /** The vat inlet is shut as well: a valve was not proven at divert with a withheld cow in the bail. */
  readonly shutOff: boolean;
};

/** More say nothing new: the vat is stopped, and each has its own note. */
const VAT_STOP_REASONS_MAX = 8;
/** A vat is collected every third day at the latest: so many milkings of one cow are in it. */
const MILKED_IN_MAX = 9;

/** Two months of two milkings a day, half of them alike. */
const COOLED_MAX = 120;

export const NOTHING_CARRIED: Carried = {
  highWater: null,
  milkings: {},
  lookedAt: {},
  vatStop: null,
  milkedIn: {},
  vat: NOTHING_CARRIED_OF_VAT,
  alarms: NO_ALARMS,
  cooled: [],
  valvesUnproven: [],
  milkingNo: 0,
};

/** What is carried once `note` has been written. The recorder adds up the same notes at the next start. */
export function carry(carried: Carried, note: Note): Carried {
  switch (note.kind) {
    case "clock-mark":
      return { ...carried, highWater: note.highWater };
    // A manager's word counts at once, also where it puts the time back: see domain/clock.
    case "time-confirmed":
      return { ...carried, highWater: note.at };
    case "milking-counted": {
      const milkings = withMilking(lookUp(carried.milkings, note.cow) ?? [], note.at);
      return { ...carried, milkings: { ...carried.milkings, [note.cow]: milkings } };
    }
    case "looked-at": {
      const last = lookUp(carried.lookedAt, note.cow);
      if (last !== undefined && last >= note.at) return carried;
      return { ...carried, lookedAt: { ...carried.lookedAt, [note.cow]: note.at } };
    }
    case "vat-stop-raised": {
      const vatStop = raised(carried.vatStop, note);
      // It has been told: the same visits do not raise it again.
      return {
        ...carried,
        vatStop,
        milkedIn: note.cow === undefined ? carried.milkedIn : without(carried.milkedIn, note.cow),
      };
    }
    case "visit-ended": {
      if (!note.toVat || note.cow === null) return carried;
      const { began, surely } = note;
      const visits = [...(lookUp(carried.milkedIn, note.cow) ?? []), { began, surely }].slice(-MILKED_IN_MAX);
      return { ...carried, milkedIn: { ...carried.milkedIn, [note.cow]: visits } };
    }
    case "vat-stop-cleared":
      return { ...carried, vatStop: null };
    case "fault-raised":
    case "fault-cleared": {
      const { subject } = note;
      if (subject.kind !== "bail" || !note.fault.startsWith("valve-")) return carried;
      const others = carried.valvesUnproven.filter((bail) => bail !== subject.bail);
      return {
        ...carried,
        valvesUnproven: note.kind === "fault-raised" ? [...others, subject.bail] : others,
      };
    }
    case "milking-began":
      return { ...carried, milkingNo: note.milking };
    case "milking-cooled":
      return { ...carried, cooled: [...carried.cooled, note.record].slice(-COOLED_MAX) };
    default:
      break;
  }
  if ("alarm" in note) return { ...carried, alarms: carryAlarms(carried.alarms, note) };
  if ("trusted" in note) return withVat(carried, note);
  return carried;
}

/** A collection that is sure takes the milk of all visits away; one that the probe only seems to show does not. */
function withVat(carried: Carried, note: VatHappening): Carried {
  const gone = note.kind === "collected" && !note.told.guess;
  return {
    ...carried,
    vat: carryVat(carried.vat, note),
    milkedIn: gone ? {} : carried.milkedIn,
  };
}

/** A second reason does not hide the first nor the first the second, and a shut-off once closed stays closed. */
function raised(before: VatStop | null, note: Note & { readonly kind: "vat-stop-raised" }): VatStop {
  if (before === null) return { since: note.at, reasons: [note.reason], shutOff: note.shutOff };
  const known = before.reasons.includes(note.reason) || before.reasons.length >= VAT_STOP_REASONS_MAX;
  return {
    ...before,
    reasons: known ? before.reasons : [...before.reasons, note.reason],
    shutOff: before.shutOff || note.shutOff,
  };
}

const without = <T>(record: { readonly [name: string]: T }, name: string): { readonly [name: string]: T } =>
  Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));
