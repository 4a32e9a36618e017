// Room: domain/vat. The vat in words: its states, who told, what the curve showed, temperatures, washes, and all that it tells.
// May live here: sentences. May not: rules (vat.ts, wash.ts), probes' troubles (probe-words.ts), verdicts on cooling (domain/cooling/words.ts).
// Invariant: a guess reads as one; every kind of happening has its sentence.

import { unreachable } from "../result.ts";
import type { DurationMs, EpochMs } from "../units.ts";
import type {
  Moment,
  TakenBack,
  TemperatureTaken,
  Told,
  VatHappening,
  VatSource,
  VatState,
} from "./happening.ts";
import type { GuessedInstant } from "./milking.ts";
import type { PhaseSign } from "./phases.ts";
import { comparisonInWords, outcomeInWords } from "./probe-words.ts";
import { DETERGENT_AT_LEAST, OUTLET_ABOVE, SOURCE_ABOVE, type WashVerdict } from "./wash.ts";

/** Writes an instant for the reader: time of day at the farm. */
export type WallTimeInWords = (at: EpochMs) => string;

export const STATES: { readonly [state in VatState]: string } = {
  empty: "empty",
  filling: "milk is coming in",
  cooling: "the milk is being cooled",
  holding: "the milk is cold and held",
  collected: "collected",
  washing: "being washed",
  unknown: "not known yet",
};

/** What in the curve shows it, as a half sentence after "the probe:". */
export const SIGNS: { readonly [sign in PhaseSign]: string } = {
  rise: "the cold milk got steadily warmer",
  "warm-milk": "warmth came into the empty vat and stayed",
  "cooling-seen": "what lies in the vat is cooled as only milk is",
  top: "the milk got no warmer, only colder from there",
  air: "it went towards the shed's temperature faster than milk can",
  "wash-follows": "hot water came where milk had been",
  hot: "above 45 °C",
  "cold-again": "the milk was cold again at once, so the probe had been out of it",
};

const SOURCES: { readonly [source in Exclude<VatSource, "person" | "probe">]: string } = {
  "milk-pump": "the milk pump",
  "first-cow": "the first cow",
  "last-cow": "the last cow",
  outlet: "the outlet",
  "wash-switch": "the wash switch",
  program: "the program",
};

/** "the first cow"; "anna"; "the probe: the cold milk got steadily warmer (a guess)"; "…, confirmed by anna". */
export function toldInWords({ source, guess, by, sign }: Told): string {
  if (source === "person") return by ?? "a person";
  if (source !== "probe") return by === null ? SOURCES[source] : `${SOURCES[source]}, confirmed by ${by}`;
  const shown = sign === null ? "the probe" : `the probe: ${SIGNS[sign]}`;
  return guess ? `${shown} (a guess)` : `${shown}${by === null ? "" : `, confirmed by ${by}`}`;
}

const MOMENTS: { readonly [moment in Moment]: string } = {
  "before-milking": "Before milking",
  "end-of-milking": "At the end of milking",
  "pick-up": "At pick-up",
};

/** "At pick-up 4.1 °C, normal (1 to 5 °C)." */
export function temperatureInWords(
  moment: Moment,
  { celsius, note, normal, within }: TemperatureTaken,
): string {
  const range = `${normal.from} to ${normal.to} °C`;
  if (celsius === null || note === "no-reading")
    return `${MOMENTS[moment]} there was no reading of the milk.`;
  // A figure over its range must not read as one in it.
  const had = `${MOMENTS[moment]} ${celsius.toFixed(within === false ? 2 : 1)} °C`;
  if (note === "empty-vat" || within === null) return `${had}, in an empty vat.`;
  return within
    ? `${had}, normal (${range}).`
    : `${had}, not normal (${range}). Look whether the refrigeration runs, and note why.`;
}

/** A wash's judgement, a sentence each; what was not measured is said last. */
export function washInWords(wash: WashVerdict): readonly string[] {
  return [detergentInWords(wash), ...hotWaterInWords(wash), ...hotForInWords(wash.hotFor), notMeasured(wash)];
}

function detergentInWords({ detergent, detergentRule, lowest }: WashVerdict): string {
  const asked = `with detergent at least ${DETERGENT_AT_LEAST} °C (Bega Manual 2, Appendix 3)`;
  switch (detergentRule) {
    case "kept":
      return `Hot enough: never below ${degrees(lowest)}, asked is ${asked}.`;
    case "broken":
      return `TOO COLD: it came down to ${degrees(lowest)}, asked is ${asked}. Usual cause: the cylinder was not hot yet, or too little water. Wash again, hotter, before the next milking.`;
    case "not-judged":
      return detergent === true
        ? `Not judged: nobody said until when detergent circulated, or no probe measured it; asked is ${asked}.`
        : `Not judged: nobody said that detergent circulated; asked is ${asked}.`;
    default:
      return unreachable(detergentRule);
  }
}

function hotWaterInWords({ hotWaterRule, warmest }: WashVerdict): readonly string[] {
  if (hotWaterRule === "not-judged") return [];
  const asked = `a wash with boiling water asks for above ${SOURCE_ABOVE} °C at the source and above ${OUTLET_ABOVE} °C at the exit (Bega Manual 2, section 6)`;
  const had = `${degrees(warmest.source)} at the source, ${degrees(warmest.outlet)} at the exit`;
  return [`${had}: ${hotWaterRule === "kept" ? "enough;" : "no hot-water wash;"} ${asked}.`];
}

const hotForInWords = (hotFor: DurationMs | null): readonly string[] =>
  hotFor === null
    ? [`It was never seen at ${DETERGENT_AT_LEAST} °C.`]
    : [`${Math.floor(hotFor / 60_000)} minutes at ${DETERGENT_AT_LEAST} °C or above.`];

function notMeasured({ warmest }: WashVerdict): string {
  const missing = [
    ...(warmest.source === null ? ["the water at its source"] : []),
    ...(warmest.outlet === null ? ["the water at the plant's exit"] : []),
    "how much water and detergent there was",
  ];
  return `Not measured: ${missing.join(", ")}.`;
}

/** Hundredths: a figure beside its limit must not read as on the other side of it. */
const degrees = (celsius: number | null): string => (celsius === null ? "?" : `${celsius.toFixed(2)} °C`);

const takenBackInWords = (because: TakenBack): string =>
  "by" in because ? `${because.reason} (${because.by})` : SIGNS[because.sign];

/** One sentence or two for whatever the vat tells. Verdicts are told in full by domain/cooling/words.ts. */
export function happeningInWords(happening: VatHappening, time: WallTimeInWords): string {
  const at = `${time(happening.at)}${happening.trusted ? "" : " (the clock was not sure)"}`;
  switch (happening.kind) {
    case "vat-state":
      return `Vat: ${STATES[happening.state]}, from ${at}; told by ${toldInWords(happening.told)}.`;
    case "milking-clock-started":
      return happening.earliest !== null
        ? `Milking ${happening.milking} began at ${at}; told by ${toldInWords(happening.told)}.`
        : `Milking ${happening.milking}: the milk was there already at ${at}, and nobody saw when it began. Say when, and it can be judged.`;
    case "milking-start-seen":
      return `Milking ${happening.milking}: ${toldInWords(happening.told)} tells of ${at}; its start stays as it was.`;
    case "milking-clock-ended":
      return `Milking ${happening.milking} ended at ${at}; told by ${toldInWords(happening.told)}.`;
    case "milking-clock-resumed":
      return `Milking ${happening.milking} goes on since ${at}; told by ${toldInWords(happening.told)}.`;
    case "milking-clock-corrected":
      return `Milking ${happening.milking} began at ${at}, not at ${time(happening.was)}: ${happening.reason} (${toldInWords(happening.told)}). It is judged from the new start; the old one stays on record.`;
    case "milking-clock-confirmed":
      return `Milking ${happening.milking} began at ${at}, confirmed by ${happening.by}.`;
    case "milking-clock-timed":
      return `Milking ${happening.milking} began at ${at}: the time is known now.`;
    case "milking-taken-back":
      return `Milking ${happening.milking}, from ${at}, was none: ${takenBackInWords(happening.because)}.`;
    case "milking-clock-closed":
      return `All is said about milking ${happening.milking}.`;
    case "temperature-recorded":
      return temperatureInWords(happening.moment, happening.taken);
    case "collected":
      return `Collected at ${at}; told by ${toldInWords(happening.told)}.`;
    case "collection-taken-back":
      return `Not collected at ${at} after all: ${takenBackInWords(happening.because)}.`;
    case "milk-gone":
      return `No milk in the vat since ${at}, and nobody saw it collected; told by ${toldInWords(happening.told)}. If it was collected, say when.`;
    case "wash-ended":
      return `Washed from ${time(happening.began)} to ${at}. ${washInWords(happening.wash).join(" ")}`;
    case "thermometer-checked":
      return outcomeInWords(happening.check.thermometer, happening.outcome);
    case "hand-compared":
      return comparisonInWords(happening.comparison);
    case "cooling-judged": {
      const guess =
        happening.hangsOn.length > 0
          ? ` Only a probe's guess says when it ${instantsInWords(happening.hangsOn)}: by the likeliest it would be ${happening.likeliest}, by others that the guess allows not. Say when milking ${instantsInWords(happening.hangsOn)}, and it is judged plainly.`
          : happening.guess
            ? " It rests on a guess that nobody has confirmed."
            : "";
      const corrected = happening.corrected ? " Its start was corrected by a person." : "";
      const so = happening.final ? "" : " so far";
      return `Milking ${happening.milking} by ${happening.profile}: ${happening.outcome}${so}.${guess}${corrected}`;
    }
    case "vat-refused":
      return `Not taken (${happening.what}, ${happening.by}): ${happening.why}`;
    default:
      return unreachable(happening);
  }
}

const instantsInWords = (instants: readonly GuessedInstant[]): string =>
  instants.map((one) => ({ start: "began", end: "ended" })[one]).join(" and ");
