// Room: office/ui/pit. Everything that is wrong, as one list, gravest first: vat stop, faults of devices, alarms of the vat.
// May live here: order, grouping, where it is. May not: words of their own (domain/alarms has them).

import { ALARMS, FAULTS, type FaultCode } from "../../../domain/alarms/catalogue.ts";
import { subjectInWords } from "../../../domain/alarms/subject.ts";
import { VAT_STOP_STEPS } from "../../../domain/alarms/vat-stop.ts";
import type { Board, BoardAlarm } from "./board.ts";

export type Trouble = {
  readonly key: string;
  /** It sounds, or nobody has said that they know. */
  readonly loud: boolean;
  readonly says: string;
  /** Where, or the figures. */
  readonly detail: string;
  readonly meaning: string;
  readonly usualCause: string;
  readonly whatToDo: readonly string[];
  readonly since: number;
  readonly about:
    | { readonly kind: "vat-stop" }
    | { readonly kind: "fault"; readonly bails: readonly number[]; readonly latched: boolean }
    | { readonly kind: "alarm"; readonly alarm: BoardAlarm };
};

export function troublesOf(board: Board): readonly Trouble[] {
  const stop = board.vatStop === null ? [] : [vatStop(board.vatStop)];
  const codes = [...new Set(board.faults.map(({ fault }) => fault))].filter((code) => code !== "vat-stop");
  const faults = codes.map((code) => faultOf(code, board));
  const alarms = (board.vat?.alarms ?? []).map(alarmOf);
  const rest = [...faults, ...alarms];
  return [...stop, ...rest.filter(({ loud }) => loud), ...rest.filter(({ loud }) => !loud)];
}

function vatStop({ since, reasons }: NonNullable<Board["vatStop"]>): Trouble {
  const { meaning, usualCause } = FAULTS["vat-stop"];
  return {
    key: "vat-stop",
    loud: true,
    says: "VAT STOP",
    detail: reasons.join("; "),
    meaning,
    usualCause,
    whatToDo: VAT_STOP_STEPS,
    since,
    about: { kind: "vat-stop" },
  };
}

function faultOf(code: FaultCode, board: Board): Trouble {
  const { says, meaning, usualCause, whatToDo, siren, latched } = FAULTS[code];
  const all = board.faults.filter(({ fault }) => fault === code);
  return {
    key: code,
    loud: siren,
    says,
    // Why there is no table is said by the controller itself.
    detail:
      code === "table-missing"
        ? board.tableGone
        : all
            .map(({ subject }) => subjectInWords(subject))
            .filter(Boolean)
            .join(", "),
    meaning,
    usualCause,
    whatToDo: [whatToDo],
    since: Math.min(...all.map(({ since }) => since)),
    about: {
      kind: "fault",
      latched,
      bails: all.flatMap(({ subject }) => (subject.kind === "bail" ? [subject.bail] : [])),
    },
  };
}

function alarmOf(alarm: BoardAlarm): Trouble {
  const { says, meaning, usualCause, whatToDo } = ALARMS[alarm.kind];
  return {
    key: alarm.alarm,
    loud: !alarm.acknowledged && !alarm.over,
    says: alarm.over ? `Over: ${says}` : says,
    detail: alarm.figures,
    meaning,
    usualCause,
    whatToDo: alarm.over ? ["It is over. Say why it was, so that it stands in the record."] : [whatToDo],
    since: alarm.raisedAt,
    about: { kind: "alarm", alarm },
  };
}
