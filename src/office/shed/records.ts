// Room: office/shed. Questions about what the controller did: milkings, visits, diverted milk, alarms, happenings.
// May live here: rows into the contract's shapes, in words. May not: SQL, HTTP.
// Invariant: everything that is on the disk as a question comes is in the answer.

import { ALARMS, REASONS, type ReasonCode } from "../../domain/alarms/catalogue.ts";
import { destinationLists } from "../../domain/diverted-milk/words.ts";
import type { HoldKind } from "../../domain/holds/holds.ts";
import { cowId } from "../../domain/ids.ts";
import {
  type AlarmStory,
  type HappeningRecord,
  type ListedVisit,
  listAlarms,
  listHappenings,
  listMilkings,
  listVisits,
  type MilkingRecord,
} from "../../store/shed-records.ts";
import type { OfficeContext } from "../context.ts";
import type { Handlers } from "../contract/handlers.ts";
import type { AlarmRecord, DivertedMilk, Happening, Milking, Visit } from "../contract/records.ts";
import type { Follower } from "./follower.ts";
import { badCursor, instantOf, instantOrNull, listAsked, pageOf } from "./paging.ts";
import { type FarmTime, farmTimeOf, happeningSays } from "./words.ts";

export type RecordHandlers = Pick<Handlers, "milkings" | "visits" | "divertedMilk" | "alarms" | "happenings">;

export function createRecordHandlers(
  { store, shed }: Pick<OfficeContext, "store" | "shed">,
  follower: Pick<Follower, "flush">,
): RecordHandlers {
  const time = farmTimeOf(shed.plan.timeZone);
  return {
    async milkings({ query }) {
      const asked = listAsked(query);
      if (asked === null) return badCursor;
      await follower.flush();
      return pageOf(listMilkings(store, asked), query.limit, ({ began }) => began, milkingShown);
    },
    async visits({ query }) {
      const asked = listAsked(query);
      if (asked === null) return badCursor;
      await follower.flush();
      const { milking = null, cow, diverted = null } = query;
      const rows = listVisits(store, {
        ...asked,
        milking,
        cow: cow === undefined ? null : cowId(cow),
        diverted,
      });
      return pageOf(rows, query.limit, ({ ended }) => ended, visitShown);
    },
    async divertedMilk({ query }) {
      const asked = listAsked(query);
      if (asked === null) return badCursor;
      await follower.flush();
      const { milking = null, cow } = query;
      const rows = listVisits(store, {
        ...asked,
        milking,
        cow: cow === undefined ? null : cowId(cow),
        diverted: true,
      });
      return pageOf(rows, query.limit, ({ ended }) => ended, divertedShown);
    },
    async alarms({ query }) {
      const asked = listAsked(query);
      if (asked === null) return badCursor;
      await follower.flush();
      const rows = listAlarms(store, asked).flatMap(alarmShown);
      return pageOf(
        rows,
        query.limit,
        ({ at }) => at,
        ({ shown }) => shown,
      );
    },
    async happenings({ query }) {
      const asked = listAsked(query);
      if (asked === null) return badCursor;
      await follower.flush();
      const { kind = null, cow } = query;
      const rows = listHappenings(store, { ...asked, kind, cow: cow === undefined ? null : cowId(cow) });
      return pageOf(
        rows,
        query.limit,
        ({ at }) => at,
        (row) => happeningShown(row, time),
      );
    },
  };
}

const milkingShown = (row: MilkingRecord): Milking => ({
  milking: row.milking,
  began: instantOf(row.began),
  ended: instantOrNull(row.ended),
  cutOff: row.cutOff,
  visits: row.visits,
  toVat: row.toVat,
  diverted: row.visits - row.toVat,
  unidentified: row.unidentified,
  readers: row.readers.map(({ reader, cows, read }) => ({ reader, cows, read })),
});

/** Reasons that say nothing of a cow come last: the shed was not ready for a moment. */
const OF_THE_SHED: readonly ReasonCode[] = [
  "valve-moving",
  "valves-awaited",
  "held-up",
  "node-away",
  "cannot-record",
  "valve-unproven",
  "shut-off-closed",
  "empty",
];
const CODES = Object.keys(REASONS);
const gravity = (reason: ReasonCode): number =>
  (OF_THE_SHED.includes(reason) ? CODES.length : 0) + CODES.indexOf(reason);

/** Why milk was diverted, the gravest first: what is held against the cow, then who she is, then the shed. */
export function divertedForInWords(reasons: readonly ReasonCode[], holds: readonly HoldKind[]): string[] {
  const kinds = holds.length === 0 ? "" : ` (${holds.map((kind) => kind.replaceAll("-", " ")).join(", ")})`;
  const isHeld = (reason: ReasonCode): boolean => reason === "withheld" || reason === "held-by-clock";
  return [...reasons]
    .sort((a, b) => Number(isHeld(b)) - Number(isHeld(a)) || gravity(a) - gravity(b))
    .map((reason) => {
      const { says, meaning } = REASONS[reason];
      const name = `${says.charAt(0)}${says.slice(1).toLowerCase()}`;
      return isHeld(reason) ? `${name}${kinds}` : `${name}: ${meaning}`;
    });
}

function visitShown(visit: ListedVisit): Visit {
  return {
    visit: visit.visit,
    milking: visit.milking,
    bail: visit.bail,
    cow: visit.cow,
    eid: visit.eid,
    began: instantOrNull(visit.began),
    ended: instantOf(visit.ended),
    toVat: visit.toVat,
    divertedFor: visit.diverted ? divertedForInWords(visit.divertedFor, visit.holds) : [],
    mayGo: visit.diverted ? [...destinationLists(visit.mayGo).mayGo] : [],
  };
}

const divertedShown = (visit: ListedVisit): DivertedMilk => ({
  ...visitShown(visit),
  mayNot: [...destinationLists(visit.mayGo).mayNot],
});

/** One alarm as it stands after all that happened to it. */
function alarmShown({ record, happened }: AlarmStory) {
  const [raised] = happened;
  if (raised?.kind !== "alarm-raised") return [];
  let condition = raised.condition;
  let figures = raised.figures;
  const shown: AlarmRecord = {
    alarm: raised.alarm,
    family: raised.family,
    says: "",
    figures: "",
    raisedAt: instantOf(raised.at),
    acknowledged: null,
    overAt: null,
    explained: null,
    escalation: 0,
  };
  for (const one of happened) {
    const at = instantOf(one.at);
    if (one.kind === "alarm-graver" || one.kind === "alarm-again") {
      ({ condition, figures } = one);
      shown.acknowledged = null;
      shown.overAt = null;
    } else if (one.kind === "alarm-acknowledged") shown.acknowledged = { by: one.by, at };
    else if (one.kind === "alarm-escalated") shown.escalation = Math.max(shown.escalation, one.to);
    else if (one.kind === "alarm-over") shown.overAt = at;
    else if (one.kind === "alarm-explained") shown.explained = { by: one.by, at, reason: one.reason };
  }
  return [{ record, at: raised.at, shown: { ...shown, says: ALARMS[condition].says, figures } }];
}

const happeningShown = (row: HappeningRecord, time: FarmTime): Happening => ({
  record: String(row.record),
  at: instantOf(row.at),
  kind: row.about.kind,
  says: happeningSays(row.about, time),
  by: "by" in row.about ? row.about.by : null,
  cow: "cow" in row.about ? (row.about.cow ?? null) : null,
  bail:
    "bail" in row.about
      ? row.about.bail
      : "subject" in row.about && row.about.subject.kind === "bail"
        ? row.about.subject.bail
        : null,
});
