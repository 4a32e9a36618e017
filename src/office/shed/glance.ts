// Room: office/shed. Looks at a sealed line and parses no more of it than is needed: most of a recording is leases and switches.
// May live here: telling by its first bytes what a line is. May not: checksums (recorder/chain), what lines mean (take-in).
// Invariant: a line that is not plainly one to pass over is parsed as a whole.

import type { Stamped } from "../../controller/event.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { epochMs, monoMs } from "../../domain/units.ts";
import { SEAL_LENGTH } from "../../recorder/chain.ts";
import { type Line, type Previous, parseLine } from "../../recorder/line.ts";

/** What a line comes to here. "passed": only its clocks matter. "header": `text` gives it whole. */
export type Glanced =
  | { readonly kind: "passed"; readonly stamped: Stamped }
  | { readonly kind: "line"; readonly line: Line }
  | { readonly kind: "header"; readonly previous: Previous | null; readonly text: () => string }
  | { readonly kind: "nothing" };

/** An effect begins so wherever it stands; within a text its quotes would be escaped. */
const NOTED = Buffer.from('{"kind":"noted"');
/** Long enough for both clocks and an event's kind, or a header up to where it goes on from. */
const HEAD_BYTES = 600;
/** Events that are taken in; of all others only the clocks matter. */
const NEEDED = ["started", "temperature-read", "time-source-changed"];
const TICKED = { kind: "ticked" } as const;

/** The line in bytes `from` to `to`, its seal included, its line end not. The error says what is wrong with it. */
export function glance(bytes: Buffer, from: number, to: number): Result<Glanced, string> {
  const json = from + SEAL_LENGTH;
  const head = bytes.toString("latin1", json, Math.min(to, json + HEAD_BYTES));
  if (head.startsWith('{"in":')) {
    const clocks = /^\{"in":\{"mono":(-?\d{1,15}),"wall":(-?\d{1,15}),"event":\{"kind":"([a-z-]+)"/.exec(
      head,
    );
    if (clocks !== null && !NEEDED.includes(clocks[3] ?? "")) {
      const [mono, wall] = [monoMs(Number(clocks[1])), epochMs(Number(clocks[2]))];
      return ok({ kind: "passed", stamped: { mono, wall, event: TICKED } });
    }
  } else if (head.startsWith('{"out":')) {
    const noted = bytes.indexOf(NOTED, json);
    if (noted === -1 || noted >= to) return ok({ kind: "nothing" });
    // What stands before the first note is leases.
    return parsed(`{"out":[${bytes.toString("utf8", noted, to)}`);
  } else if (head.startsWith('{"flight":')) {
    const text = () => bytes.toString("utf8", json, to);
    const previous = previousIn(head);
    return previous.ok
      ? ok({ kind: "header", previous: previous.value, text })
      : err(
          "a beginning that does not say what it goes on from, or of a form that this program does not know",
        );
  }
  return parsed(bytes.toString("utf8", json, to));
}

function parsed(json: string): Result<Glanced, string> {
  const line = parseLine(json);
  return line.ok ? ok({ kind: "line", line: line.value }) : line;
}

/** What a file goes on from, read from the head of its first line; an error where that is no header of ours. */
function previousIn(head: string): Result<Previous | null, null> {
  const found =
    /^\{"flight":1,"version":"(?:[^"\\]|\\.)*","started":-?\d+,"previous":(?:null|(\{"file":"[^"\\]+","bytes":\d+,"crc":"[0-9a-f]{8}"\}))/.exec(
      head,
    );
  if (found === null) return err(null);
  const [, json] = found;
  if (json === undefined) return ok(null);
  const previous: Previous = JSON.parse(json);
  return ok(previous);
}
