// Room: domain/alarms. The vat's alarms: what can be wrong with milk that cools.
// May live here: shapes of conditions, alarms and what happens to them. May not: finding out whether a condition holds
// (controller), words (catalogue).
// Invariant: one trouble is one alarm. What follows from it changes that alarm's words and grade and makes no second one.

import type { AlarmId, PersonId, ProbeId } from "../ids.ts";
import type { EpochMs } from "../units.ts";

/** What holds now, as the vat and its forecast say; each goes to one family. */
export type AlarmCondition = {
  readonly kind: AlarmKind;
  /** The same, graver each time: cooling has not started after 30 minutes (1), 45 (2), 60 (3). 1 where absent. */
  readonly stage?: AlarmStage;
  /** The probe, where one is meant. */
  readonly probe?: ProbeId;
  /** The figures in words, for the line under the alarm: "7.4 °C, rising 0.9 °C an hour". Cut at 200 letters. */
  readonly figures: string;
};
export type AlarmStage = 1 | 2 | 3;

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

/** One trouble from its raising to its explanation. Plain JSON, and it means the same after a restart. */
export type Alarm = {
  readonly id: AlarmId;
  readonly family: AlarmFamily;
  /** The gravest condition since it was raised or came back. */
  readonly kind: AlarmKind;
  readonly stage: AlarmStage;
  /** The probe meant by that condition; null: none. */
  readonly probe: ProbeId | null;
  /** As they were when that condition was told; for those of now see figuresNow. */
  readonly figures: string;
  readonly raisedAt: EpochMs;
  /** Null: nobody has. It acknowledges what was known then; a graver condition asks again. */
  readonly acknowledged: { readonly by: PersonId; readonly at: EpochMs } | null;
  /** How far it has been carried because nobody answered: 0 lamp and board, 1 siren, 2 told to others. */
  readonly escalation: 0 | 1 | 2;
  /** When what it was about was over; null: it goes on. Then a reason is asked for, and until it is given it stays listed. */
  readonly overAt: EpochMs | null;
  /** The reason, where a person gave it while it went on; it leaves the list when it is over. Null: none yet. */
  readonly explained: { readonly by: PersonId; readonly at: EpochMs; readonly reason: string } | null;
};

/** What happened to an alarm, to be written down: the fold of these is the list of alarms. Plain JSON. */
export type AlarmHappening = { readonly alarm: AlarmId; readonly at: EpochMs } & (
  | ({ readonly kind: "alarm-raised"; readonly family: AlarmFamily } & Told)
  /** A graver condition of the same trouble. */
  | ({ readonly kind: "alarm-graver" } & Told)
  /** It was over, and is back within half an hour. */
  | ({ readonly kind: "alarm-again" } & Told)
  | { readonly kind: "alarm-acknowledged"; readonly condition: AlarmKind; readonly by: PersonId }
  | { readonly kind: "alarm-escalated"; readonly condition: AlarmKind; readonly to: 1 | 2 }
  | { readonly kind: "alarm-over"; readonly condition: AlarmKind }
  | {
      readonly kind: "alarm-explained";
      readonly condition: AlarmKind;
      readonly by: PersonId;
      readonly reason: string;
    }
  /** The list was full, and nobody had said why this one, which was over, had been. */
  | { readonly kind: "alarm-left-unexplained"; readonly condition: AlarmKind }
);
type Told = {
  readonly condition: AlarmKind;
  readonly stage: AlarmStage;
  readonly probe: ProbeId | null;
  readonly figures: string;
};

/** The alarms as a restart carries them over. Plain JSON. */
export type CarriedAlarms = {
  /** In the order in which they were raised. */
  readonly listed: readonly Alarm[];
  /** How many were ever raised: part of the next one's id. */
  readonly raised: number;
};
