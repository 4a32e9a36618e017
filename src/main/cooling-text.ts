// Room: main. The answer of `cooling` for people.
// May live here: its layout in a terminal. May not: verdicts' own sentences (domain/cooling/words.ts).
// Invariant: what was a guess is called one, with the option that settles it.

import { type GuessedStart, guessedStart } from "../domain/cooling/guessed-start.ts";
import type { CoolingProfile } from "../domain/cooling/profile.ts";
import type { FoundBy, ReviewedMilking, ReviewedPart } from "../domain/cooling/review.ts";
import type { Because, Outcome } from "../domain/cooling/verdict.ts";
import { celsiusInWords, durationInWords, notInForce, verdictInWords } from "../domain/cooling/words.ts";
import { between, milliseconds } from "../domain/units.ts";
import { LOG_AND_HAND_CHECK } from "../domain/vat/probe-words.ts";
import { instantText, timeText, wallOf } from "../temperature-log/clock-text.ts";
import type { LogClock } from "../temperature-log/log.ts";
import type { CoolingAnswer } from "./cooling.ts";
import { remarkLines, understoodLines } from "./log-text.ts";

/** Of gaps, excursions and remarks more are counted, not listed. */
const LISTED_MAX = 12;

export function coolingText(answer: CoolingAnswer): string {
  const { log, reviewed, file } = answer;
  const lines = [...understoodLines(file.name, log), ...remarkLines(log)];
  for (const [index, milking] of reviewed.milkings.entries())
    lines.push("", ...milkingLines(answer, milking, index));
  if (reviewed.milkings.length === 0) lines.push("", "No milking was found.");
  for (const [index, part] of reviewed.parts.entries()) {
    const title =
      reviewed.parts.length === 1 ? "" : ` in part ${index + 1} (from ${instantText(part.from, log.clock)})`;
    lines.push(...partLines(part, title, log.clock, reviewed.gapMax));
  }
  lines.push("", summary(answer), LOG_AND_HAND_CHECK);
  return `${lines.join("\n")}\n`;
}

function milkingLines(
  { reviewed, profiles, log }: CoolingAnswer,
  milking: ReviewedMilking,
  index: number,
): readonly string[] {
  const { clock } = log;
  const day = dayOf(milking.start, clock);
  const time = (at: number): string =>
    dayOf(at, clock) === day ? timeText(at, clock) : instantText(at, clock);
  const lines = [
    `Milking ${index + 1} of ${reviewed.milkings.length}, ${instantText(milking.start, clock)}`,
    `  began        ${startWords(milking, time)}`,
  ];
  if (milking.end !== null)
    lines.push(`  ended        ${time(milking.end)}${foundWords(milking.endSource, "--end")}`);
  if (milking.first !== null) {
    const into = milking.first ? "into an empty vat" : "onto milk in the vat";
    lines.push(
      `  milk went    ${into}${milking.firstSource === "curve" ? " (a guess by the curve before it; --first or --later settles it)" : ""}`,
    );
  }
  if (milking.collected !== null) {
    lines.push(
      `  collected    ${time(milking.collected)}${foundWords(milking.collectedSource, "--collected")}`,
    );
  }
  for (const [at, verdict] of milking.verdicts.entries()) {
    const profile = profiles[at];
    if (profile === undefined) continue;
    const words = verdictInWords(verdict, profile, time);
    const hangs = guessedStart(milking, verdict, profile);
    lines.push(
      `  ${profile.id}`,
      `    ${words.headline}`,
      ...words.details.map((detail) => `      ${detail}`),
    );
    const outOfDate = outOfForce(milking, profile, clock);
    if (outOfDate !== null) lines.push(`      ${outOfDate}`);
    if (hangs !== null) lines.push(`      ${guessWords(hangs, verdict.outcome, time)}`);
    if (words.next !== null) lines.push(`      ${words.next}`);
    const asks = new Set(verdict.because.map(({ kind }) => ASKS[kind]).filter((ask) => ask !== undefined));
    for (const ask of asks) lines.push(`      ${ask}`);
  }
  return lines;
}

/** That the profile was not in force on the day of the milking; null where it was, or where the log has no days. */
export function outOfForce(
  milking: ReviewedMilking,
  profile: CoolingProfile,
  clock: LogClock,
): string | null {
  const [day] = /^\d{4}-\d\d-\d\d/.exec(instantText(milking.start, clock)) ?? [];
  return day === undefined ? null : notInForce(profile, day);
}

const dayOf = (at: number, clock: LogClock): number => Math.floor(wallOf(at, clock) / 86_400_000);

function startWords(
  { start, startSource, startBetween }: ReviewedMilking,
  time: (at: number) => string,
): string {
  if (startSource === "given") return `${time(start)}, as given`;
  const range =
    startBetween === null
      ? ""
      : `, ${startBetween.earliest === null ? "not after" : `between ${time(startBetween.earliest)} and`} ${time(startBetween.latest)}`;
  return `${time(start)} (a guess: ${SIGNS[startSource]}${range}; --start settles it)`;
}

function guessWords(
  { passesFrom, earliest, latest, decides }: GuessedStart,
  outcome: Outcome,
  time: (at: number) => string,
): string {
  const says = `It is a PASS for any start of milking from ${time(passesFrom)} on`;
  if (!decides) return `${says}: the guess does not decide.`;
  const other = outcome === "PASS" ? earliest : latest;
  const allows = other === null ? "does not say how early it was" : `allows ${time(other)} as well`;
  return `${says}, ${outcome === "PASS" ? "but" : "and"} the curve ${allows}: the guess decides. Say when milking began: --start.`;
}

/** The options that settle what nobody has said. */
const ASKS: { readonly [kind in Because["kind"]]?: string } = {
  "start-of-milking-unknown": "Say when milking began: --start.",
  "end-of-milking-unknown":
    "The curve may show the end hours early: say when milking began and ended, --start and --end.",
  "first-or-later-unknown":
    "Say when milking began, and whether into an empty vat: --start with --first or --later.",
};

const foundWords = (source: FoundBy | null, option: string): string =>
  source === null || source === "given" ? ", as given" : ` (a guess: ${SIGNS[source]}; ${option} settles it)`;

/** How the curve shows an instant. */
export const SIGNS: { readonly [sign in FoundBy]: string } = {
  given: "as given",
  rise: "the cold milk got warmer",
  "warm-milk": "warm milk came to the probe in an empty vat",
  "cooling-seen": "the milk is being cooled from here on",
  top: "from here on it only got colder",
  air: "the probe fell dry",
  "wash-follows": "hot water followed",
  hot: "hot water came",
  "cold-again": "the cold milk was back at once",
};

function partLines(part: ReviewedPart, title: string, clock: LogClock, gapMax: number): readonly string[] {
  const lines: string[] = [];
  const { gaps, excursions } = part;
  if (gaps.length > 0) {
    lines.push("", `Gaps longer than ${durationInWords(milliseconds(gapMax))}${title}:`);
    for (const { from, to } of gaps.slice(0, LISTED_MAX)) {
      lines.push(
        `  ${instantText(from, clock)} to ${instantText(to, clock)} (${durationInWords(between(from, to), "up")})`,
      );
    }
    if (gaps.length > LISTED_MAX) lines.push(`  … and ${gaps.length - LISTED_MAX} more; --json lists all`);
  }
  if (excursions.length > 0) {
    lines.push(
      "",
      `Taken out${title}, as the probe was not in the milk (it came and went faster than milk can):`,
    );
    for (const { from, to, peak, milkHad, readings } of excursions.slice(0, LISTED_MAX)) {
      lines.push(
        `  ${instantText(from, clock)} to ${timeText(to, clock)}: ${readings} readings, up to ${celsiusInWords(peak.celsius)} where the milk had ${celsiusInWords(milkHad)}`.replace(
          "up to",
          peak.celsius < milkHad ? "down to" : "up to",
        ),
      );
    }
    if (excursions.length > LISTED_MAX)
      lines.push(`  … and ${excursions.length - LISTED_MAX} more; --json lists all`);
  }
  return lines;
}

function summary({ reviewed, profiles }: CoolingAnswer): string {
  const counts = new Map<string, number>();
  for (const { verdicts } of reviewed.milkings) {
    for (const { outcome } of verdicts) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  }
  const figures = [...counts].map(([outcome, count]) => `${count} ${outcome}`).join(", ");
  const many = (count: number, word: string) => `${count} ${word}${count === 1 ? "" : "s"}`;
  const guessed = reviewed.milkings.flatMap((milking) =>
    milking.verdicts.filter((verdict, at) => {
      const profile = profiles[at];
      return profile !== undefined && guessedStart(milking, verdict, profile)?.decides === true;
    }),
  ).length;
  const hanging = guessed === 0 ? "" : `; ${many(guessed, "verdict")} by a start that is only guessed`;
  return `${many(reviewed.milkings.length, "milking")} by ${many(profiles.length, "profile")}: ${figures === "" ? "no verdict" : figures}${hanging}.`;
}
