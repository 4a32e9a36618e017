// Room: office/ui/vat. The milk now: how warm, what it is doing, who says so, whether it will be cold in time.
// May live here: one card. May not: curves, entries.
// Invariant: no reading is never a figure; a guess has its mark and its word; age stands beside every figure.

import type { Forecast } from "../../../domain/cooling/forecast.ts";
import { forecastInWords } from "../../../domain/cooling/forecast-words.ts";
import { celsiusInWords, minutesInWords } from "../../../domain/cooling/words.ts";
import { milliseconds, monoMs } from "../../../domain/units.ts";
import { TROUBLES } from "../../../domain/vat/probe-words.ts";
import { STATES, toldInWords } from "../../../domain/vat/words.ts";
import type { Live } from "../../contract/shed.ts";
import { Badge, type Tone as BadgeTone } from "../components/badge.tsx";
import { ClockTime, lengthWords, timeWords } from "../components/clock-time.tsx";
import { OUTCOMES } from "./outcomes.ts";
import { VerdictWord } from "./verdict-mark.tsx";

export type BoardVat = NonNullable<NonNullable<Live["board"]>["vat"]>;
type Props = { readonly vat: BoardVat; readonly now: number; readonly zone: string };

export function MilkNow({ vat, now, zone }: Props) {
  return (
    <section class={`card vat-milk ${toneOf(vat)}`} aria-labelledby="milk-now">
      <h2 id="milk-now" class="aside">
        The milk now
      </h2>
      <Figure milk={vat.milk} now={now} />
      <State vat={vat} />
      <Outlook vat={vat} zone={zone} now={now} />
    </section>
  );
}

function toneOf({ alarms, milk, forecast }: BoardVat): "good" | "bad" | "ask" | "" {
  if (alarms.some(({ over }) => !over)) return "bad";
  if (milk.quality !== "good" || forecast?.miss === "likely" || forecast?.miss === "sure") return "ask";
  return "good";
}

function Figure({ milk, now }: { readonly milk: BoardVat["milk"]; readonly now: number }) {
  const why = milk.why === null ? null : TROUBLES[milk.why];
  if (milk.celsius === null) {
    return (
      <div class="vat-figure none">
        <p class="vat-none">no reading{why === null ? "" : `: ${why.says}`}</p>
        {why === null ? null : <p>{why.whatToDo}</p>}
      </div>
    );
  }
  return (
    <div class="vat-figure">
      <p class="vat-celsius">
        {milk.celsius.toFixed(1)}
        <span class="vat-unit"> °C</span>
      </p>
      <p class="vat-quality">
        <Badge tone={milk.quality === "good" ? "good" : "ask"}>{milk.quality}</Badge>{" "}
        {milk.at === null ? "" : ageInWords(now - milk.at)}
        {milk.quality === "good" || why === null ? "" : `: ${why.says}. ${why.whatToDo}`}
      </p>
    </div>
  );
}

/** Below this an age does not change what is thought of a reading; it would only flicker. */
const FRESH = 15_000;
const ageInWords = (age: number): string => (age < FRESH ? "just read" : `${lengthWords(age)} ago`);

function State({ vat }: { readonly vat: BoardVat }) {
  const words = STATES[vat.state];
  return (
    <p class="vat-state">
      <b>{`${words.charAt(0).toUpperCase()}${words.slice(1)}`}</b>
      {vat.guess ? <GuessMark /> : null} since <ClockTime at={vat.since} />{" "}
      <span class="quiet-words">· told by {toldInWords(vat.told)}</span>
    </p>
  );
}

/** A guess of the probe that nobody has confirmed. */
export function GuessMark() {
  return (
    <span class="vat-guess">
      <span aria-hidden="true">?</span> guess
    </span>
  );
}

const MISS_TONES: { readonly [miss in Forecast["miss"]]: BadgeTone } = {
  no: "good",
  possible: "ask",
  likely: "bad",
  sure: "bad",
};
const MISS_WORDS: { readonly [miss in Forecast["miss"]]: string } = {
  no: "in time",
  possible: "may be late",
  likely: "likely too late",
  sure: "too late",
};

function Outlook({ vat, zone, now }: Props) {
  const { milking, forecast } = vat;
  if (milking === null) return <p class="quiet-words">No milking's clock runs now.</p>;
  return (
    <div class="vat-outlook">
      <p>
        Milking {milking.milking} began at <ClockTime at={milking.start} />
        {milking.told.guess ? <GuessMark /> : "."}
      </p>
      <ul class="vat-verdicts">
        {milking.outcomes.map(({ profile, outcome, hangsOn }) => (
          <li key={profile}>
            <VerdictWord outcome={outcome} /> <span class="quiet-words">by {profile}</span>
            {hangsOn.length === 0 ? null : <span class="quiet-words"> · hangs on a guess</span>}
            {outcome === "PENDING" ? null : <span class="quiet-words"> · {OUTCOMES[outcome].means}</span>}
          </li>
        ))}
      </ul>
      {forecast === null ? null : (
        <div class="vat-forecast">
          {forecast.basis === "too-little-seen" ? null : (
            <Badge tone={MISS_TONES[forecast.miss]}>{MISS_WORDS[forecast.miss]}</Badge>
          )}
          <p>{forecastWords(forecast, zone)}</p>
          <p class="quiet-words">
            {celsiusInWords(forecast.atMost)} by {timeWords(forecast.deadline, zone)}
            {forecast.deadline > now
              ? `, in ${minutesInWords(milliseconds(forecast.deadline - now))}`
              : ", which is past"}
            .
          </p>
        </div>
      )}
    </div>
  );
}

/** The forecast's own sentences, its instants read at the farm. */
function forecastWords(forecast: NonNullable<BoardVat["forecast"]>, zone: string): string {
  const instant = (at: number | null) => (at === null ? null : monoMs(at));
  const made: Forecast = {
    madeAt: monoMs(forecast.deadline),
    basis: forecast.basis,
    miss: forecast.miss,
    earliest: instant(forecast.earliest),
    likely: instant(forecast.likely),
    latest: instant(forecast.latest),
    inHand: forecast.inHand,
    atDeadline: forecast.atDeadline,
  };
  const limit = { atMost: forecast.atMost, deadline: monoMs(forecast.deadline) };
  return forecastInWords(made, limit, (at) => timeWords(at, zone));
}
