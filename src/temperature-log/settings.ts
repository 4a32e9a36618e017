// Room: temperature-log. What a person can say about a file, where its content leaves doubt.
// May live here: the settings. May not: reading arguments (main). Invariant: each question of this room names one of these.

import type { Delimiter } from "./cells.ts";
import type { ElapsedUnit } from "./header.ts";
import type { Decimal, Unit } from "./value.ts";
import type { LogZone } from "./zones.ts";

export const DATE_ORDERS = ["dmy", "mdy", "ymd"] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

/** Null: found by content. The option of the command line that sets it stands behind each. */
export type LogSettings = {
  /** `--delimiter` */
  readonly delimiter: Delimiter | null;
  /** `--decimal` */
  readonly decimal: Decimal | null;
  /** `--unit` */
  readonly unit: Unit | null;
  /** `--date-order` */
  readonly dateOrder: DateOrder | null;
  /** `--column`: the name of the temperature column, or its number from 1. */
  readonly column: string | null;
  /** `--time-column` */
  readonly timeColumn: string | null;
  /** `--sensor`: only the rows of this one. */
  readonly sensor: string | null;
  /** `--time-zone`: where the logger's clock is, for times that do not say it. */
  readonly zone: LogZone | null;
  /** `--time-unit`: of a column that counts from the start of the logger. */
  readonly elapsedUnit: ElapsedUnit | null;
  /** `--begun`: day and time at which such a column counts from nought, or the first day of rows that have no date; milliseconds as the clock shows. */
  readonly begun: number | null;
};

export const NOTHING_SAID: LogSettings = {
  delimiter: null,
  decimal: null,
  unit: null,
  dateOrder: null,
  column: null,
  timeColumn: null,
  sensor: null,
  zone: null,
  elapsedUnit: null,
  begun: null,
};
