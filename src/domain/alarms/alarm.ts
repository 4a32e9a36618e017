// Room: domain/alarms. The vat's alarms: what can be wrong with milk that cools.
// May live here: shapes of conditions and alarms. May not: finding out whether a condition holds (controller), words (catalogue).
// Invariant: one trouble is one alarm. What follows from it changes that alarm's words and grade and makes no second one.

import type { AlarmId, PersonId, ProbeId } from "../ids.ts";
import type { EpochMs, MonoMs } from "../units.ts";

/** What holds now, as the vat and its forecast say; each goes to one family. */
export type AlarmCondition = {
  readonly kind: AlarmKind;
  /** The probe, where one is meant. */
  readonly probe?: ProbeId;
  /** The figures in words, for the line under the alarm: "7.4 °C, rising 0.9 °C an hour". */
  readonly figures: string;
};

export type AlarmKind =
  /** Milk for 30, 45, 60 minutes and it does not cool. */
  | "cooling-not-started"
  /** The forecast says that the deadline will be missed. */
  | "will-miss-deadline"
  /** The deadline has passed and the limit was not kept. */
  | "deadline-missed"
  /** Held milk is getting warmer than its limit. */
  | "warming"
  /** So cold that it may freeze. */
  | "too-cold"
  /** Two milk probes differ, or one swings: layers. */
  | "layers"
  | "agitator-off"
  /** No reading of the milk. */
  | "blind"
  | "probe-fault"
  | "thermometer-not-acceptable"
  | "wash-too-cold"
  | "mains-lost"
  /** Slower over weeks. */
  | "refrigeration-slowing";

/** Conditions of one family are one trouble: cooling, cold, mixing, blind, wash, mains, upkeep. */
export type AlarmFamily = "cooling" | "cold" | "mixing" | "blind" | "wash" | "mains" | "upkeep";

export type Alarm = {
  readonly id: AlarmId;
  readonly family: AlarmFamily;
  /** The gravest condition seen since it was raised. */
  readonly kind: AlarmKind;
  readonly figures: string;
  readonly raisedAt: EpochMs;
  readonly raisedMono: MonoMs;
  /** Null: nobody has. It acknowledges what was known then; a graver condition asks again. */
  readonly acknowledged: { readonly by: PersonId; readonly at: EpochMs } | null;
  /** How often it has been carried further because nobody answered: 0 lamp and board, 1 siren, 2 told to others. */
  readonly escalation: 0 | 1 | 2;
  /** When what it was about was over; null: it goes on. Then a reason is asked for, and until it is given it stays listed. */
  readonly overAt: EpochMs | null;
};
