// Room: reports. What a page about a cooling log is made of.
// May live here: its shape. May not: drawing. Invariant: times come as functions, so that a page shows the log's own clock.

import type { CoolingProfile } from "../domain/cooling/profile.ts";
import type { Reviewed, ReviewedMilking } from "../domain/cooling/review.ts";
import type { ChartTimes, RawPart } from "./cooling-chart.ts";

export type CoolingPage = {
  readonly title: string;
  readonly profiles: readonly CoolingProfile[];
  readonly reviewed: Reviewed;
  /** In the order of `reviewed.parts`. */
  readonly raw: readonly RawPart[];
  readonly times: ChartTimes & {
    /** `2026-11-22 06:10` */
    readonly instant: (at: number) => string;
    /** `06:10` */
    readonly clock: (at: number) => string;
  };
  /** How an instant that was found shows on the curve. */
  readonly signs: { readonly [source in ReviewedMilking["startSource"]]: string };
  readonly made: {
    readonly file: string;
    readonly sha256: string;
    readonly rows: number;
    readonly software: string;
    readonly options: string;
    /** How the file was read, one line. */
    readonly readAs: string;
  };
};
