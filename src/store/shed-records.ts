// Room: store. What the controller did: milkings, visits, alarms, happenings, and the milkings that count.
// May live here: their statements, and their rows as domain values. May not: words, reading the recording.
// Invariant: a row is written once, from one note; lists go backward in time by (instant, id), so that pages never shift.

import type { Note } from "../controller/note.ts";
import type { AlarmHappening } from "../domain/alarms/alarm.ts";
import type { ReasonCode } from "../domain/alarms/catalogue.ts";
import type { Identity } from "../domain/arrivals/identity.ts";
import type { Answer } from "../domain/diverted-milk/destinations.ts";
import type { HoldKind } from "../domain/holds/holds.ts";
import { withMilking } from "../domain/holds/milkings.ts";
import {
  type BailNo,
  bailNo,
  type CowId,
  cowId,
  type FactId,
  type ReaderId,
  readerId,
  type VisitId,
  visitId,
} from "../domain/ids.ts";
import { lookUp } from "../domain/look-up.ts";
import { type EpochMs, epochMs } from "../domain/units.ts";
import { flagOf, instantOf, jsonOf, numberOf, type ReadRow, textOf, textOrNull } from "./columns.ts";
import type { Cell, Pen, Store, Written } from "./store.ts";

export type MilkingMark = {
  readonly milking: number;
  readonly what: "began" | "ended";
  readonly at: EpochMs;
  readonly trusted: boolean;
};
export type ReadRate = {
  readonly milking: number;
  readonly reader: ReaderId;
  readonly cows: number;
  readonly read: number;
  readonly at: EpochMs;
};
/** One cow in one bail, once she has left. */
export type VisitRecord = {
  readonly visit: VisitId;
  readonly milking: number;
  readonly bail: BailNo;
  readonly cow: CowId | null;
  readonly eid: string | null;
  /** Who she was taken for as she left; null where her coming was not recorded. */
  readonly identity: Identity | null;
  readonly opened: EpochMs | null;
  readonly began: EpochMs | null;
  readonly surely: EpochMs | null;
  readonly ended: EpochMs;
  readonly trusted: boolean;
  readonly toVat: boolean;
  /** Milk went elsewhere that is not as fit as what the vat got: what "milk that was diverted" lists. */
  readonly diverted: boolean;
  readonly divertedFor: readonly ReasonCode[];
  readonly holds: readonly HoldKind[];
  /** The facts behind those holds. */
  readonly facts: readonly FactId[];
  readonly mayGo: readonly Answer[];
  /** When the milking that this visit counted as began; null: it counted as none. */
  readonly counted: EpochMs | null;
};

/** Notes that have a table of their own, or go into a visit. */
type Elsewhere =
  | "milking-began"
  | "milking-ended"
  | "visit-opened"
  | "identified"
  | "decided"
  | "visit-ended"
  | "read-rate"
  | "clock-mark";
/** What happened: a note, or something about the recording itself. */
export type ShedHappening =
  | Exclude<Note, { readonly kind: Elsewhere } | { readonly alarm: unknown } | { readonly trusted: unknown }>
  | { readonly kind: "started"; readonly version: string }
  /** The program ended while she stood there: what became of her milk after that is not known. */
  | {
      readonly kind: "visit-cut-off";
      readonly visit: VisitId;
      readonly bail: BailNo;
      readonly cow: CowId | null;
      readonly toVat: boolean;
    }
  /** The program ended during this milking; `at`: the last that was recorded of it, which counts as its end. */
  | { readonly kind: "milking-cut-off"; readonly milking: number; readonly at: EpochMs }
  /** Files of the recording that are not there. `after`: the last that was taken in. */
  | { readonly kind: "recording-missing"; readonly file: string | null; readonly after: string | null }
  | {
      readonly kind: "recording-damaged";
      readonly file: string;
      readonly from: number;
      readonly to: number;
      readonly lines: number;
    }
  /** A file that could not be read to where it counts. */
  | {
      readonly kind: "recording-cut-short";
      readonly file: string;
      readonly from: number;
      readonly why: string;
    }
  | SetAside
  /** Two files do not fit together: one was changed or replaced. */
  | { readonly kind: "recording-does-not-fit"; readonly file: string; readonly after: string }
  | {
      readonly kind: "recording-gap";
      readonly lost: number;
      readonly from: EpochMs;
      readonly to: EpochMs;
      readonly why: string;
    };

/** Records of the recording that the book refuses: kept here instead, with their place in it. */
export type SetAside = {
  readonly kind: "not-taken-in";
  /** What kind of record, for example "visit"; "line": it could not be made sense of. */
  readonly what: string;
  /** More than one: so many more of this file, told together; the place is that of the first. */
  readonly records: number;
  readonly file: string;
  /** Where its line begins. */
  readonly from: number;
  readonly why: string;
  /** The record as JSON, cut off where it is long. */
  readonly said: string;
  /** Whose visit it was, where that can be told. */
  readonly cow: CowId | null;
  /** Cows whose milk may have gone to the vat: a visit that is missing must not make less of that. */
  readonly toVat: readonly string[];
};

export type HappeningRecord = {
  readonly record: number;
  readonly at: EpochMs;
  readonly trusted: boolean;
  readonly about: ShedHappening;
};

const flag = (value: boolean): number => (value ? 1 : 0);

export function appendMilking(pen: Pen, mark: MilkingMark, written: Written): void {
  const row = { milking: mark.milking, what: mark.what, at: mark.at, trusted: flag(mark.trusted) };
  pen.append("milking", row, written, `Milking ${mark.milking} ${mark.what}.`);
}

export function appendReadRate(pen: Pen, rate: ReadRate, written: Written): void {
  const says = `Reader ${rate.reader} read ${rate.read} of ${rate.cows} cows in milking ${rate.milking}.`;
  pen.append("read_rate", { ...rate }, written, says);
}

export function appendVisit(pen: Pen, visit: VisitRecord, written: Written): void {
  const where = visit.toVat ? (visit.diverted ? "some diverted" : "to the vat") : "diverted";
  pen.append(
    "visit",
    {
      visit: visit.visit,
      milking: visit.milking,
      bail: visit.bail,
      cow: visit.cow,
      eid: visit.eid,
      identity: visit.identity === null ? null : JSON.stringify(visit.identity),
      opened: visit.opened,
      began: visit.began,
      surely: visit.surely,
      ended: visit.ended,
      trusted: flag(visit.trusted),
      to_vat: flag(visit.toVat),
      diverted: flag(visit.diverted),
      diverted_for: JSON.stringify(visit.divertedFor),
      holds: JSON.stringify(visit.holds),
      facts: JSON.stringify(visit.facts),
      may_go: JSON.stringify(visit.mayGo),
      counted: visit.counted,
    },
    written,
    `Cow ${visit.cow ?? "?"} in bail ${visit.bail}: ${where}.`,
  );
}

/** `at` and `says` are the caller's: some notes carry an instant of their own. */
export function appendHappening(
  pen: Pen,
  about: ShedHappening,
  at: EpochMs,
  written: Written,
  says: string,
): void {
  const row = {
    kind: about.kind,
    at,
    trusted: flag(written.trusted),
    by: "by" in about ? about.by : null,
    cow: "cow" in about ? (about.cow ?? null) : null,
    bail: bailOf(about),
    about: JSON.stringify(about),
  };
  pen.append("happening", row, written, says);
}

function bailOf(about: ShedHappening): number | null {
  if ("bail" in about) return about.bail;
  return "subject" in about && about.subject.kind === "bail" ? about.subject.bail : null;
}

export function appendAlarm(pen: Pen, about: AlarmHappening, written: Written, says: string): void {
  const row = {
    alarm: about.alarm,
    kind: about.kind,
    condition: about.condition,
    at: about.at,
    trusted: flag(written.trusted),
    by: "by" in about ? about.by : null,
    about: JSON.stringify(about),
  };
  pen.append("alarm_event", row, written, says);
}

/** Where a page of a list begins: after this row, going backward in time. */
export type ListPlace = { readonly at: EpochMs; readonly record: number };
export type ListAsked = {
  readonly after: ListPlace | null;
  readonly limit: number;
  readonly from: EpochMs | null;
  readonly to: EpochMs | null;
};

/** The end of all time that a list can hold, for a page without a beginning. */
const LATEST = Number.MAX_SAFE_INTEGER;

/** The conditions that every list has: a range of `column` (both ends included), and the place to go on from. */
export function listRange(
  column: string,
  { after, from, to }: Omit<ListAsked, "limit">,
): { readonly sql: string; readonly params: readonly Cell[] } {
  return {
    sql: `${column} >= ? AND ${column} <= ? AND (${column}, id) < (?, ?)`,
    params: [from ?? 0, to ?? LATEST, after?.at ?? LATEST, after?.record ?? LATEST],
  };
}

export type ListedVisit = VisitRecord & { readonly record: number };

/** Visits by when they ended, the last first. */
export function listVisits(
  store: Store,
  asked: ListAsked & {
    readonly milking: number | null;
    readonly cow: CowId | null;
    readonly diverted: boolean | null;
  },
): readonly ListedVisit[] {
  const range = listRange("ended", asked);
  const where = [range.sql];
  const params: Cell[] = [...range.params];
  if (asked.milking !== null) {
    where.push("milking = ?");
    params.push(asked.milking);
  }
  if (asked.cow !== null) {
    // There is no index by cow: every milking is asked for her.
    if (asked.milking === null) where.push(`milking IN (${ALL_MILKINGS})`);
    where.push("cow = ?");
    params.push(asked.cow);
  }
  if (asked.diverted !== null) where.push(`diverted = ${flag(asked.diverted)}`);
  const index =
    asked.cow !== null || asked.milking !== null
      ? "visit_milking"
      : asked.diverted === true
        ? "visit_diverted"
        : "visit_ended";
  return store.db
    .prepare<Cell[], ReadRow>(
      `SELECT * FROM visit INDEXED BY ${index} WHERE ${where.join(" AND ")} ORDER BY ended DESC, id DESC LIMIT ?`,
    )
    .all(...params, asked.limit)
    .map(visitOf);
}

/** Each number once, by one step in the index a milking. */
const ALL_MILKINGS = `WITH RECURSIVE numbered (n) AS (
  SELECT max(milking) FROM visit
  UNION ALL
  SELECT (SELECT max(milking) FROM visit WHERE milking < n) FROM numbered WHERE n IS NOT NULL
) SELECT n FROM numbered WHERE n IS NOT NULL`;

function visitOf(row: ReadRow): ListedVisit {
  return {
    record: numberOf(row, "id"),
    visit: visitId(textOf(row, "visit")),
    milking: numberOf(row, "milking"),
    bail: bailNo(numberOf(row, "bail")),
    cow: cowOrNull(row),
    eid: textOrNull(row, "eid"),
    identity: row.identity === null ? null : asWritten<Identity>(jsonOf(row, "identity")),
    opened: instantOrNull(row, "opened"),
    began: instantOrNull(row, "began"),
    surely: instantOrNull(row, "surely"),
    ended: instantOf(row, "ended"),
    trusted: flagOf(row, "trusted"),
    toVat: flagOf(row, "to_vat"),
    diverted: flagOf(row, "diverted"),
    divertedFor: asWritten<readonly ReasonCode[]>(jsonOf(row, "diverted_for")),
    holds: asWritten<readonly HoldKind[]>(jsonOf(row, "holds")),
    facts: asWritten<readonly FactId[]>(jsonOf(row, "facts")),
    mayGo: asWritten<readonly Answer[]>(jsonOf(row, "may_go")),
    counted: instantOrNull(row, "counted"),
  };
}

/** JSON of evidence is as this program wrote it: the chain says so. */
export const asWritten = <T>(json: unknown): T => json as T;
const instantOrNull = (row: ReadRow, column: string): EpochMs | null =>
  row[column] === null ? null : instantOf(row, column);
const cowOrNull = (row: ReadRow): CowId | null => {
  const cow = textOrNull(row, "cow");
  return cow === null ? null : cowId(cow);
};

/** Whether this visit is in the records already; for recordings that tell a thing twice after damage. */
export const hasVisit = (store: Store, milking: number, visit: VisitId): boolean =>
  store.db.prepare("SELECT 1 FROM visit WHERE milking = ? AND visit = ?").get(milking, visit) !== undefined;

export type MilkingRecord = {
  readonly record: number;
  readonly milking: number;
  readonly began: EpochMs;
  readonly ended: EpochMs | null;
  /** Its end is the last that is known of it: the program was stopped meanwhile. */
  readonly cutOff: boolean;
  readonly visits: number;
  readonly toVat: number;
  readonly unidentified: number;
  readonly readers: readonly ReadRate[];
};

/** Milkings by when they began, the last first. */
export function listMilkings(store: Store, asked: ListAsked): readonly MilkingRecord[] {
  const range = listRange("at", asked);
  const began = store.db
    .prepare<Cell[], ReadRow>(
      `SELECT id, milking, at FROM milking INDEXED BY milking_began WHERE what = 'began' AND ${range.sql}
       ORDER BY at DESC, id DESC LIMIT ?`,
    )
    .all(...range.params, asked.limit);
  const ended = store.db
    .prepare<[number, number], number | null>(
      "SELECT min(at) FROM milking WHERE milking = ? AND what = 'ended' AND id > ?",
    )
    .pluck();
  const cutOff = store.db.prepare<[number, number, number], unknown>(
    `SELECT 1 FROM happening INDEXED BY happening_kind
     WHERE kind = 'milking-cut-off' AND at = ? AND id > ? AND json_extract(about, '$.milking') = ?`,
  );
  const counts = store.db.prepare<[number], ReadRow>(
    `SELECT count(*) AS visits, coalesce(sum(to_vat), 0) AS to_vat, count(*) - count(cow) AS unidentified
     FROM visit INDEXED BY visit_milking WHERE milking = ?`,
  );
  const rates = store.db.prepare<[number], ReadRow>("SELECT * FROM read_rate WHERE milking = ? ORDER BY id");
  return began.map((row) => {
    const milking = numberOf(row, "milking");
    const record = numberOf(row, "id");
    const counted = counts.get(milking) ?? {};
    const end = ended.get(milking, record) ?? null;
    return {
      record,
      milking,
      began: instantOf(row, "at"),
      ended: end === null ? null : epochMs(end),
      cutOff: end !== null && cutOff.get(end, record, milking) !== undefined,
      visits: numberOf(counted, "visits"),
      toVat: numberOf(counted, "to_vat"),
      unidentified: numberOf(counted, "unidentified"),
      readers: rates.all(milking).map((rate) => ({
        milking,
        reader: readerId(textOf(rate, "reader")),
        cows: numberOf(rate, "cows"),
        read: numberOf(rate, "read"),
        at: instantOf(rate, "at"),
      })),
    };
  });
}

/** Notes that are there for sums, not for people: listed only when asked for by their kind. */
const NOT_LISTED = "kind NOT IN ('milking-counted', 'milking-cooled')";

export function listHappenings(
  store: Store,
  asked: ListAsked & { readonly kind: string | null; readonly cow: CowId | null },
): readonly HappeningRecord[] {
  const range = listRange("at", asked);
  const where = [range.sql, asked.kind === null ? NOT_LISTED : "kind = ?"];
  const params: Cell[] = [...range.params, ...(asked.kind === null ? [] : [asked.kind])];
  if (asked.cow !== null) {
    where.push("cow = ?");
    params.push(asked.cow);
  }
  return store.db
    .prepare<Cell[], ReadRow>(
      `SELECT * FROM happening WHERE ${where.join(" AND ")} ORDER BY at DESC, id DESC LIMIT ?`,
    )
    .all(...params, asked.limit)
    .map((row) => ({
      record: numberOf(row, "id"),
      at: instantOf(row, "at"),
      trusted: flagOf(row, "trusted"),
      about: asWritten<ShedHappening>(jsonOf(row, "about")),
    }));
}

/** One alarm: everything that happened to it, oldest first. */
export type AlarmStory = { readonly record: number; readonly happened: readonly AlarmHappening[] };

/** Alarms by when they were raised, the last first. */
export function listAlarms(store: Store, asked: ListAsked): readonly AlarmStory[] {
  const range = listRange("at", asked);
  const raised = store.db
    .prepare<Cell[], ReadRow>(
      `SELECT id, alarm FROM alarm_event INDEXED BY alarm_event_raised WHERE kind = 'alarm-raised' AND ${range.sql}
       ORDER BY at DESC, id DESC LIMIT ?`,
    )
    .all(...range.params, asked.limit);
  // Should recordings ever be lost, numbers may come again: an alarm ends where the next of its name is raised.
  const story = store.db.prepare<[string, number, string, number], ReadRow>(
    `SELECT about FROM alarm_event WHERE alarm = ? AND id >= ? AND id < coalesce(
       (SELECT min(id) FROM alarm_event WHERE alarm = ? AND kind = 'alarm-raised' AND id > ?), ${LATEST}) ORDER BY id`,
  );
  return raised.map((row) => {
    const [record, alarm] = [numberOf(row, "id"), textOf(row, "alarm")];
    const happened = story
      .all(alarm, record, alarm, record)
      .map((one) => asWritten<AlarmHappening>(jsonOf(one, "about")));
    return { record, happened };
  });
}

type Counted = { readonly [cow: string]: readonly EpochMs[] };
type Sum = { readonly visit: number; readonly happening: number; readonly cows: Counted };
const NOTHING_SUMMED: Sum = { visit: 0, happening: 0, cows: {} };

function summed(store: Store): Sum {
  const row = store.db.prepare<[], ReadRow>("SELECT * FROM milkings_counted WHERE id = 1").get();
  if (row === undefined) return NOTHING_SUMMED;
  return {
    visit: numberOf(row, "visit"),
    happening: numberOf(row, "happening"),
    cows: asWritten<Counted>(jsonOf(row, "cows")),
  };
}

/** Milkings counted since that sum, in the order in which they were recorded. */
function countedSince(store: Store, sum: Sum, cow: CowId | null): readonly ReadRow[] {
  const only = cow === null ? "" : "AND cow = ?";
  const params = cow === null ? [] : [cow];
  return store.db
    .prepare<Cell[], ReadRow>(
      `SELECT id, cow, counted AS at FROM visit WHERE id > ? AND counted IS NOT NULL ${only}
       UNION ALL
       SELECT id, cow, json_extract(about, '$.at') FROM happening INDEXED BY happening_kind
         WHERE kind = 'milking-counted' AND id > ? ${only}
       ORDER BY 1`,
    )
    .all(sum.visit, ...params, sum.happening, ...params);
}

function addedUp(counted: Counted, rows: readonly ReadRow[]): Counted {
  const cows: { [cow: string]: readonly EpochMs[] } = { ...counted };
  for (const row of rows) {
    const cow = textOf(row, "cow");
    cows[cow] = withMilking(lookUp(cows, cow) ?? [], instantOf(row, "at"));
  }
  return cows;
}

/** The milkings of every cow that count, as the controller carries them (controller/carried.ts): oldest first, the newest MILKINGS_KEPT. */
export function milkingsCountedAll(store: Store): Counted {
  const sum = summed(store);
  return addedUp(sum.cows, countedSince(store, sum, null));
}

export function milkingsCounted(store: Store, cow: CowId): readonly EpochMs[] {
  const sum = summed(store);
  const known = lookUp(sum.cows, cow) ?? [];
  return lookUp(addedUp({ [cow]: known }, countedSince(store, sum, cow)), cow) ?? [];
}

/** So many rows are added up at each question before a new sum is written: some days of a big herd. */
export const SUM_EVERY = 2_500;

/** Writes a new sum of counted milkings, where the rows since the last have become many. */
export function sumMilkings(store: Store, pen: Pen): void {
  const sum = summed(store);
  const rows = countedSince(store, sum, null);
  if (rows.length < SUM_EVERY) return;
  const last = numberOf(rows.at(-1) ?? { id: 0 }, "id");
  pen.run(
    `INSERT OR REPLACE INTO milkings_counted (id, visit, happening, cows) VALUES (1, ?, ?, ?)`,
    last,
    last,
    JSON.stringify(addedUp(sum.cows, rows)),
  );
}

/** When each cow was last looked at after a hold. */
export function lookedAtAll(store: Store): { readonly [cow: string]: EpochMs } {
  const rows = store.db
    .prepare<[], ReadRow>(
      "SELECT cow, max(at) AS at FROM happening INDEXED BY happening_kind WHERE kind = 'looked-at' GROUP BY cow",
    )
    .all();
  return Object.fromEntries(rows.map((row) => [textOf(row, "cow"), instantOf(row, "at")]));
}

/** Cows some of whose milk went to the vat after this record, and after this instant; a visit that was set aside counts as one. */
export const cowsToVatSince = (store: Store, record: number, at: EpochMs): ReadonlySet<string> =>
  new Set(
    store.db
      .prepare<[number, number, number, number], string>(
        `SELECT cow FROM visit INDEXED BY visit_ended
           WHERE ended >= ? AND id > ? AND to_vat = 1 AND cow IS NOT NULL
         UNION
         SELECT member.value FROM happening INDEXED BY happening_kind, json_each(happening.about, '$.toVat') AS member
           WHERE kind = 'not-taken-in' AND at >= ? AND happening.id > ?`,
      )
      .pluck()
      .all(at, record, at, record)
      .map(String),
  );

/** How many records of this file were set aside one by one. */
export const setAsideOf = (store: Store, file: string): number =>
  store.db
    .prepare<[string], number>(
      `SELECT count(*) FROM happening INDEXED BY happening_kind
       WHERE kind = 'not-taken-in' AND json_extract(about, '$.file') = ?`,
    )
    .pluck()
    .get(file) ?? 0;

/** The last that was set aside, and how many since an instant; null: none since then. */
export function lastSetAside(
  store: Store,
  since: EpochMs,
): { readonly last: SetAside; readonly records: number; readonly at: EpochMs } | null {
  const row = store.db
    .prepare<[number], ReadRow>(
      `SELECT about, at, sum(json_extract(about, '$.records')) AS records, max(id) FROM happening INDEXED BY happening_kind
       WHERE kind = 'not-taken-in' AND at >= ?`,
    )
    .get(since);
  if (row === undefined || row.about === null) return null;
  return {
    last: asWritten<SetAside>(jsonOf(row, "about")),
    records: numberOf(row, "records"),
    at: instantOf(row, "at"),
  };
}
