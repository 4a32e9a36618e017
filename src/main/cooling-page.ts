// Room: main. What the page of `cooling --plot` is made of, from the command's answer.
// May live here: putting together. May not: drawing (reports), judging. Invariant: the page shows times as the text does.

import { minutes } from "../domain/units.ts";
import type { CoolingPage } from "../reports/cooling-page.ts";
import { instantText, timeText, wallOf } from "../temperature-log/clock-text.ts";
import type { CoolingAnswer } from "./cooling.ts";
import { SIGNS } from "./cooling-text.ts";
import { programVersion } from "./program-version.ts";

export function pageOf({ use, file, log, profiles, reviewed }: CoolingAnswer): CoolingPage {
  const { clock, understood } = log;
  // As the review numbers them: parts without rows are none.
  const raw = log.parts.filter((part) => part.at.length > 0);
  const axis =
    clock.kind === "zone"
      ? `time in ${clock.zone.name}`
      : clock.kind === "own"
        ? "time as the logger's clock showed it"
        : "hours since the logger was started";
  return {
    title: use.title ?? file.name,
    profiles,
    reviewed,
    raw,
    times: {
      wall: (at) => wallOf(at, clock),
      counted: clock.kind === "counted",
      axis,
      instant: (at) => instantText(at, clock),
      clock: (at) => timeText(at, clock),
    },
    signs: SIGNS,
    made: {
      file: file.name,
      sha256: file.sha256,
      rows: understood.rows,
      software: `vatguard ${programVersion()}`,
      options: use.asked,
      readAs: `Read as ${understood.encoding}, ${understood.delimiter}, decimal ${understood.decimal}; time "${understood.timeColumn}", ${understood.timeFormat}, ${understood.zone}; temperature "${understood.temperatureColumn}" in ${understood.unit === "K" ? "K" : `°${understood.unit}`}, ${understood.unitBy}; a row every ${Math.round((understood.spacing / minutes(1)) * 100) / 100} min`,
    },
  };
}
