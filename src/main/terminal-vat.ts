// Room: main. The vat on the pit board: how warm, what it does, when it will be cold, and its alarms.
// May live here: layout of the vat's lines. May not: words of alarms and troubles (domain/alarms, domain/vat).
// Invariant: a guess is shown as one; without a reading no figure is shown.

import type { Board, BoardAlarm, BoardForecast, BoardVat } from "../controller/board.ts";
import { ALARMS } from "../domain/alarms/catalogue.ts";
import { VAT_STOP_STEPS } from "../domain/alarms/vat-stop.ts";
import { minutesInWords } from "../domain/cooling/words.ts";
import type { VatSource } from "../domain/vat/happening.ts";
import { dueInWords, TROUBLES } from "../domain/vat/probe-words.ts";
import { clip, paint, type Screen, type Style, wrap } from "./terminal-text.ts";

const ALARMS_SHOWN = 3;
const LINES_MAX = 2;

const SOURCES: { readonly [source in VatSource]: string } = {
  "milk-pump": "milk pump",
  "first-cow": "first cow",
  "last-cow": "last cow",
  outlet: "outlet",
  "wash-switch": "wash switch",
  probe: "a guess, from the probe",
  person: "told by a person",
  program: "by itself",
};

/** The lines of the vat: none where no vat is watched. */
export function vatLines(board: Board, timeZone: string, columns: number, screen: Screen): string[] {
  const { vat } = board;
  if (vat === null) return [];
  const clock = clockIn(timeZone);
  const style: Style = vat.forecast?.miss === "sure" || vat.forecast?.miss === "likely" ? "red" : "bold";
  return [
    ...wrap(stateLine(vat, clock), columns, LINES_MAX, 2).map((line) => paint(line, style, screen)),
    ...vat.alarms
      .slice(-ALARMS_SHOWN)
      .flatMap((alarm) =>
        wrap(alarmLine(alarm, clock), columns, LINES_MAX, 3).map((line) =>
          paint(line, alarm.over ? "yellow" : "red", screen),
        ),
      ),
    ...checkLine(vat, timeZone).map((line) => paint(clip(line, columns), "dim", screen)),
  ];
}

/** Thermometers that want the ice check: one line for all of them. */
function checkLine({ checksDue }: BoardVat, timeZone: string): readonly string[] {
  const [first, ...others] = checksDue;
  if (first === undefined) return [];
  const day = new Intl.DateTimeFormat("en-GB", { timeZone, dateStyle: "medium" });
  const says = dueInWords(first.thermometer, first.due, (at) => day.format(at));
  const more = others.length === 0 ? "" : ` And: ${others.map(({ thermometer }) => thermometer).join(", ")}.`;
  return [`  ${says}${more}`];
}

function stateLine(vat: BoardVat, clock: Clock): string {
  const { celsius, quality, why } = vat.milk;
  const warm =
    celsius === null
      ? `no reading (${why === null ? "nothing heard" : TROUBLES[why].says})`
      : `${celsius.toFixed(1)} °C${quality === "good" ? "" : " (doubtful)"}`;
  const state = `${vat.state}${vat.guess ? " (a guess)" : ""}`;
  const milking =
    vat.milking === null
      ? null
      : `milking ${vat.milking.milking} since ${clock(vat.milking.start)} (${SOURCES[vat.milking.told.source]})`;
  const first = vat.milking?.outcomes[0];
  const asked = first?.hangsOn.map((one) => ({ start: "began", end: "ended" })[one]).join(" and ") ?? "";
  const says = asked === "" ? "" : `: say when milking ${asked}`;
  const judged = first === undefined || first.outcome === "PENDING" ? null : `${first.outcome}${says}`;
  const foreseen = vat.forecast === null ? null : forecastText(vat.forecast, clock);
  return ["VAT", warm, state, milking, judged, foreseen]
    .filter((part) => part !== null)
    .join(" · ")
    .replace("VAT · ", "VAT ");
}

function forecastText(forecast: BoardForecast, clock: Clock): string {
  const due = `${forecast.atMost} °C due ${clock(forecast.deadline)}`;
  const { likely, earliest, latest, inHand, basis } = forecast;
  if (basis === "too-little-seen") return `${due}, too little seen to say`;
  if (basis === "reached") return `${due}, reached`;
  if (likely === null || inHand === null) return `${due}, NOT COOLING: it will not get there as things are`;
  const span = `${earliest === null ? "?" : clock(earliest)} to ${latest === null ? "never" : clock(latest)}`;
  const hand = inHand >= 0 ? `${minutesInWords(inHand)} in hand` : `${minutesInWords(inHand)} LATE`;
  return `${due}, expected ${clock(likely)} (${span}): ${hand}`;
}

function alarmLine(alarm: BoardAlarm, clock: Clock): string {
  const mark = alarm.over ? "?" : alarm.acknowledged ? "▲" : "▲▲";
  const asks = alarm.over ? " OVER: say why it was" : alarm.acknowledged ? "" : " NOT ACKNOWLEDGED";
  return `${mark} ${clock(alarm.raisedAt)} ${ALARMS[alarm.kind].says}: ${alarm.figures}${asks}`;
}

/** What to do about the vat: the steps of a vat stop before anything else, then the newest open alarm. */
export function vatToDo(board: Board): readonly string[] {
  if (board.vatStop !== null) return VAT_STOP_STEPS;
  const open = board.vat?.alarms.findLast(({ over }) => !over);
  return open === undefined ? [] : [ALARMS[open.kind].whatToDo];
}

type Clock = (at: number) => string;

function clockIn(timeZone: string): Clock {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" });
  return (at) => format.format(at);
}
