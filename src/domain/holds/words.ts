// Room: domain/holds. A hold in words: which rule, what is still missing, and when it can clear at the earliest.
// May live here: sentences about holds. May not: rules. Invariant: times are shown in the farm's own zone.

import { unreachable } from "../result.ts";
import type { EpochMs } from "../units.ts";
import type { Hold } from "./holds.ts";
import type { Missing } from "./period.ts";

/** One sentence, e.g. "Example tube: 72 h and 6 milkings after the last dose. Waits for 2 milkings; not before Tue 24 Nov 06:10." */
export function holdInWords(hold: Hold, timeZone: string): string {
  return `${hold.rule}. Waits for ${hold.missing.map((missing) => missingInWords(missing, timeZone)).join(" and ")}.`;
}

function missingInWords(missing: Missing, timeZone: string): string {
  switch (missing.kind) {
    case "hours":
      return `${timeInWords(missing.until, timeZone)}`;
    case "milkings":
      return missing.left === 1 ? "1 more milking" : `${missing.left} more milkings`;
    case "clearance":
      return "a person with the right to end it";
    default:
      return unreachable(missing);
  }
}

/** An instant as people in the shed say it: "Tue 24 Nov 06:10". */
export function timeInWords(at: EpochMs, timeZone: string): string {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return format.format(at).replaceAll(",", "");
}
