// Room: temperature-log. A logger's file, whole: bytes in, a log out, or everything that has to be settled first.
// May live here: the order of the steps. May not: any one of them; files and arguments (main).
// Invariant: memory grows with the number of rows alone, at most ROWS_MAX; what is ambiguous is asked for, all at once.

import { err, ok, type Result } from "../domain/result.ts";
import type { RawReading } from "../domain/vat/reading.ts";
import { celsiusOf } from "./celsius.ts";
import { orderOf } from "./date-order.ts";
import { type Instants, instantsOfRows } from "./instants.ts";
import { type Layout, layoutOf } from "./layout.ts";
import { HEAD_LENGTH, HEAD_LINES, PARTS_MAX, ROWS_MAX } from "./limits.ts";
import type { LogPart, TemperatureLog } from "./log.ts";
import { COOLED, type Measured } from "./measured.ts";
import { orderRows } from "./parts.ts";
import { noOrder, notDegrees, questionsOf, tooManyRows, twelveHourQuestion } from "./questions.ts";
import { createRowReader, openSeen, type Seen } from "./row-reader.ts";
import { openRows, type Rows, troubleOf } from "./rows.ts";
import type { LogSettings } from "./settings.ts";
import { createTally, type Tally } from "./tally.ts";
import { type LogProblem, openText, type TextSource } from "./text.ts";
import { fileRemarks, orderRemarks, skippedHours, understoodOf } from "./understood.ts";
import { type UnitFound, unitOf } from "./unit.ts";
import { fixedZone, type LogZone, logZone } from "./zones.ts";

/** Reads a log. Problems come back all at once, each with the option that settles it. */
export async function readTemperatureLog(
  bytes: AsyncIterable<Uint8Array>,
  settings: LogSettings,
  measured: Measured = COOLED,
): Promise<Result<TemperatureLog, readonly LogProblem[]>> {
  const text = await openText(bytes);
  if (!text.ok) return err([text.error]);
  const head = await readHead(text.value);
  if (!head.ok) return err([head.error]);
  const layout = layoutOf(head.value, settings);
  if (!layout.ok) return layout;
  const held = { rows: openRows(), seen: openSeen(), tally: createTally() };
  const whole = await readRows(text.value, head.value, layout.value, settings, held);
  if (whole !== null) return err([whole]);
  return makeLog({ ...held, layout: layout.value, settings, measured, head: head.value, text: text.value });
}

async function readHead(text: TextSource): Promise<Result<readonly string[], LogProblem>> {
  const lines: string[] = [];
  let length = 0;
  while (lines.length < HEAD_LINES && length < HEAD_LENGTH) {
    const more = await text.next();
    if (!more.ok) return more;
    if (more.value === null) break;
    for (const line of more.value.lines) {
      lines.push(line);
      length += line.length;
    }
  }
  return ok(lines);
}

type Held = { readonly rows: Rows; readonly seen: Seen; readonly tally: Tally };

async function readRows(
  text: TextSource,
  head: readonly string[],
  layout: Layout,
  settings: LogSettings,
  held: Held,
): Promise<LogProblem | null> {
  const reader = createRowReader(layout, settings, held);
  reader.read(head.slice(layout.from), layout.from + 1);
  for (;;) {
    const more = await text.next();
    if (!more.ok) return more.error;
    if (more.value === null) return null;
    reader.read(more.value.lines, more.value.first);
    if (held.rows.length > ROWS_MAX) return tooManyRows(ROWS_MAX);
  }
}

type Read = Held & {
  readonly layout: Layout;
  readonly settings: LogSettings;
  readonly measured: Measured;
  readonly head: readonly string[];
  readonly text: TextSource;
};

function makeLog(read: Read): Result<TemperatureLog, readonly LogProblem[]> {
  const { rows, seen, layout, settings } = read;
  const asked = questionsOf({ ...read, lines: read.head.length });
  const order = orderOf(rows, {
    said: settings.dateOrder,
    dots: seen.dots,
    shown: seen.firstStamp,
  });
  const written = [
    settings.unit === null ? null : { unit: settings.unit, says: "as given" },
    layout.unit === null ? null : { unit: layout.unit, says: "by the column's name" },
    unitBehindValues(seen),
    unitInPreamble(read),
  ];
  const unit = unitOf(rows, written, read.measured);
  const problems = [...asked, ...(order.ok ? [] : [order.error]), ...(unit.ok ? [] : [unit.error])];
  if (problems.length > 0 || !order.ok || !unit.ok) return err(problems);
  const odd = notDegrees(rows, unit.value.unit, read.measured);
  if (odd !== null) return err([odd]);
  const named = namedZone(layout);
  const instants = instantsOfRows(rows, {
    order: order.value,
    zone: settings.zone,
    named,
    begun: settings.begun,
    counted: layout.time.kind === "elapsed",
    clockOnly: layout.time.kind === "clock-only",
  });
  if (!instants.ok) return instants;
  return finish(read, instants.value, unit.value, order.value.order);
}

function finish(
  read: Read,
  instants: Instants,
  unit: UnitFound,
  dateOrder: string | null,
): Result<TemperatureLog, readonly LogProblem[]> {
  const { rows, seen, tally, layout } = read;
  if (instants.noTime.count > 0) {
    tally.add(
      "This date is not in the calendar, or has no zone beside others that have",
      instants.noTime.line,
      instants.noTime.count,
    );
  }
  const kept = dropUnplaced(rows, instants.at);
  const celsius = celsiusOf(rows, kept, unit.unit, tally, read.measured);
  const at = picked(instants.at, kept);
  const ordered = orderRows(at, celsius, kept.length, read.measured.ofDoubles);
  if (ordered === null) return err([noOrder(PARTS_MAX)]);
  const lineOf = (place: number): number => rows.line[kept[place] ?? 0] ?? 0;
  const twelve = twelveHourQuestion(seen, ordered, lineOf);
  if (twelve !== null) return err([twelve]);
  const parts = ordered.parts.map((part) => makePart(part, at, celsius, rows, kept));
  const about = { layout, seen, encoding: read.text.encoding, strayBytes: read.text.strayBytes() };
  return ok({
    parts,
    clock: instants.clock,
    understood: understoodOf(about, instants, unit, { dateOrder, ordered, rows: kept.length }),
    remarks: [
      ...fileRemarks(about),
      ...tally.remarks(),
      ...orderRemarks(ordered, lineOf, instants),
      ...skippedHours(parts, ordered.spacing, instants),
    ],
  });
}

function unitBehindValues(seen: Seen): UnitFound | null {
  const [unit] = seen.units.keys();
  return unit === undefined ? null : { unit, says: "behind the values" };
}

/** A unit that the lines before the header name, if it is only one. */
function unitInPreamble({ head, layout }: Read): UnitFound | null {
  const text = head.slice(0, Math.max(0, layout.from)).join("\n");
  const celsius = /(?:°|º|\ufffd)\s?C\b|celsius|unit\W{1,4}C\b/i.test(text);
  const fahrenheit = /(?:°|º|\ufffd)\s?F\b|fahrenheit|unit\W{1,4}F\b/i.test(text);
  if (celsius === fahrenheit) return null;
  return { unit: celsius ? "C" : "F", says: "in the lines before the readings" };
}

function namedZone({ zone }: Layout): LogZone | null {
  if (zone === null) return null;
  if ("offset" in zone) return fixedZone(zone.offset);
  const area = logZone(zone.zone);
  return area.ok ? area.value : null;
}

/** Rows with an instant, by place. */
function dropUnplaced(rows: Rows, at: Float64Array): Int32Array {
  const kept = new Int32Array(rows.length);
  let count = 0;
  for (let row = 0; row < rows.length; row += 1) {
    if (Number.isNaN(at[row] ?? Number.NaN)) continue;
    kept[count] = row;
    count += 1;
  }
  return kept.subarray(0, count);
}

function makePart(
  part: Int32Array,
  at: Float64Array,
  celsius: Float64Array,
  rows: Rows,
  kept: Int32Array,
): LogPart {
  const missing = new Map<number, RawReading & { readonly kind: "none" }>();
  for (let index = 0; index < part.length; index += 1) {
    const place = part[index] ?? 0;
    if (!Number.isNaN(celsius[place] ?? Number.NaN)) continue;
    missing.set(index, { kind: "none", why: troubleOf(rows.why[kept[place] ?? 0] ?? 0) });
  }
  return {
    at: picked(at, part),
    celsius: picked(celsius, part),
    missing,
    firstLine: rows.line[kept[part[0] ?? 0] ?? 0] ?? 0,
  };
}

/** The values at these places. */
function picked(values: Float64Array, places: Int32Array): Float64Array {
  const found = new Float64Array(places.length);
  for (let index = 0; index < places.length; index += 1)
    found[index] = values[places[index] ?? 0] ?? Number.NaN;
  return found;
}
