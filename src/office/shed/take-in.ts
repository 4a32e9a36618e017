// Room: office/shed. From the lines of a recording to rows: a fold that is told each line once, in order.
// May live here: which note becomes which row, and what a row needs from lines before it. May not: files, SQL, words.
// Invariant: every note that is kept becomes exactly one row; the memory after a line and the rows up to it belong together.

import type { Effect } from "../../controller/effect.ts";
import type { ControllerEvent, Stamped } from "../../controller/event.ts";
import type { Note } from "../../controller/note.ts";
import type { AlarmHappening } from "../../domain/alarms/alarm.ts";
import { clockAtStart, clockRead, timeConfirmed, timeSourceSays } from "../../domain/clock/trust.ts";
import { isAsFit } from "../../domain/diverted-milk/destinations.ts";
import type { EpochMs } from "../../domain/units.ts";
import { epochMs } from "../../domain/units.ts";
import type { VatHappening } from "../../domain/vat/happening.ts";
import { heard, probeAtStart } from "../../domain/vat/probe.ts";
import type { Line } from "../../recorder/line.ts";
import { unfold } from "../../recorder/run.ts";
import type { MilkingMark, ReadRate, ShedHappening, VisitRecord } from "../../store/shed-records.ts";
import { HOUR_MS, type Hour, hourOf, type Kept, kept, READINGS_MAX } from "../../store/temperatures.ts";
import { FACTS_MAX, type Memory, type OpenVisit, PROBES_MAX, rememberedFrom, VISITS_MAX } from "./memory.ts";

/** What becomes a row. `at` and `trusted`: the clocks as the line was recorded; `line`: where in the recording that line begins. */
export type Entry = { readonly at: EpochMs; readonly trusted: boolean; readonly line: LinePlace } & (
  | { readonly kind: "milking"; readonly mark: MilkingMark }
  | { readonly kind: "read-rate"; readonly rate: ReadRate }
  | { readonly kind: "visit"; readonly visit: VisitRecord }
  | { readonly kind: "happening"; readonly about: ShedHappening; readonly happenedAt: EpochMs }
  | { readonly kind: "alarm"; readonly about: AlarmHappening }
  | { readonly kind: "vat"; readonly about: VatHappening }
  | { readonly kind: "hour"; readonly hour: Hour }
  /** A line whose seal is right and which nothing could be made of. */
  | { readonly kind: "not-understood"; readonly why: string; readonly said: Line }
);
export type LinePlace = { readonly file: string; readonly from: number };
const NOWHERE: LinePlace = { file: "?", from: 0 };

/** An hour without a word for so long after its end is closed, though its probe has said nothing since. */
const HOUR_LATE_MS = 5 * 60_000;

export type TakeIn = {
  /** Where the next line begins. */
  from(file: string, from: number): void;
  /** One line, parsed; `state` of a header only where the memory is to be made anew from it. */
  line(line: Line): void;
  /** A header's state, where earlier files are missing: what was remembered says nothing of this one. */
  begin(state: unknown): void;
  /** Both clocks of an event that says nothing else: cheap. */
  passed(stamped: Stamped): void;
  /** Something about the recording itself. */
  tell(about: ShedHappening, at: EpochMs): void;
  /** Rows since the last call. */
  take(): readonly Entry[];
  waiting(): number;
  memory(): Memory;
  /** Hours that are still running, of each probe. */
  openHours(): readonly Hour[];
};

/** `hasVisit`: whether a visit is in the rows already, asked only where a line seems to come twice. */
export function createTakeIn(
  given: { readonly memory: Memory; readonly openHours: readonly Hour[] },
  hasVisit: (milking: number, visit: VisitRecord["visit"]) => boolean,
): TakeIn {
  let { now, clock, roles, probes, milking } = given.memory;
  const visits = new Map<string, OpenVisit>(given.memory.visits.map((one) => [one.visit, one]));
  const hours = new Map<string, { hour: EpochMs; readings: Kept[]; probe: Hour["probe"] }>(
    given.openHours.map((one) => [one.probe, { ...one, readings: [...one.readings] }]),
  );
  let entries: Entry[] = [];
  /** Where in `entries` those of this step begin: a counted milking belongs to a visit that ended with it. */
  let stepBegan = 0;

  const trusted = (): boolean => clock?.trusted ?? false;
  const wall = (): EpochMs => now?.wall ?? epochMs(0);
  let place = NOWHERE;
  const stamp = () => ({ at: wall(), trusted: trusted(), line: place });
  const tell = (about: ShedHappening, happenedAt = wall()): void => {
    entries.push({ ...stamp(), kind: "happening", about, happenedAt });
  };

  const closeHour = (probe: string): void => {
    const open = hours.get(probe);
    hours.delete(probe);
    if (open !== undefined && open.readings.length > 0)
      entries.push({ ...stamp(), kind: "hour", hour: open });
  };

  const passed = (stamped: Stamped): void => {
    now = { mono: stamped.mono, wall: stamped.wall };
    if (clock !== null) clock = clockRead(clock, stamped.mono, stamped.wall);
    for (const [probe, { hour }] of hours)
      if (stamped.wall >= hour + HOUR_MS + HOUR_LATE_MS) closeHour(probe);
  };

  const reading = (event: ControllerEvent & { readonly kind: "temperature-read" }): void => {
    if (now === null) return;
    const { probe } = event;
    const before = probes[probe];
    if (before === undefined && Object.keys(probes).length >= PROBES_MAX) return;
    const state = heard(
      before ?? probeAtStart(probe, roles[probe] ?? "wash-source"),
      event.reading,
      now.mono,
    );
    probes = { ...probes, [probe]: state };
    const hour = hourOf(now.wall);
    const open = hours.get(probe);
    if (open !== undefined && (open.hour !== hour || open.readings.length >= READINGS_MAX)) closeHour(probe);
    const readings = hours.get(probe)?.readings ?? [];
    if (readings.length === 0) hours.set(probe, { probe, hour, readings });
    // A jump that was no fault after all: the readings on the new level are believed.
    for (let back = 1; back <= state.readmitted; back++) {
      const one = readings.at(-back);
      if (one?.why === "jumped") readings[readings.length - back] = { ...one, why: null };
    }
    const raw = event.reading.kind === "celsius" ? event.reading.celsius : null;
    const why = state.goodInARow > 0 ? null : state.trouble;
    readings.push(kept({ at: now.wall, raw, why, trusted: trusted() }));
  };

  /** A milking whose end nobody recorded: for all that is known it ended with the last that was recorded of it. */
  const cutOffMilking = (lastKnown: EpochMs): void => {
    if (milking === null) return;
    const mark = { milking, what: "ended", at: lastKnown, trusted: trusted() } as const;
    entries.push({ ...stamp(), kind: "milking", mark });
    tell({ kind: "milking-cut-off", milking, at: lastKnown }, lastKnown);
    milking = null;
  };

  /** A new run of the program: nobody saw the cows that stood in the bails leave. `lastKnown`: the last instant of the run before it. */
  const started = (event: ControllerEvent & { readonly kind: "started" }, lastKnown: EpochMs): void => {
    cutOffMilking(lastKnown);
    for (const { visit, bail, cow, released } of visits.values())
      tell({ kind: "visit-cut-off", visit, bail, cow, toVat: released });
    visits.clear();
    if (now !== null) clock = clockAtStart(now.mono, now.wall, event.carried.highWater);
    probes = {};
    roles = Object.fromEntries(
      (event.plan.vat?.probes ?? []).slice(0, PROBES_MAX).map(({ probe, role }) => [probe, role]),
    );
    tell({ kind: "started", version: event.version });
  };

  const came = (stamped: Stamped): void => {
    const { event, mono, wall } = stamped;
    const before = now?.wall ?? wall;
    passed(stamped);
    if (event.kind === "started") started(event, before);
    else if (event.kind === "temperature-read") reading(event);
    else if (event.kind === "time-source-changed" && clock !== null)
      clock = timeSourceSays(clock, event.synchronised, mono, wall);
  };

  const ended = (note: Note & { readonly kind: "visit-ended" }): void => {
    const open = visits.get(note.visit);
    visits.delete(note.visit);
    const milking = open?.milking ?? Number.parseInt(note.visit, 10);
    if (open === undefined && hasVisit(milking, note.visit)) return;
    const identity = open?.identity ?? null;
    const diverted = note.divertedFor.length > 0 && !(note.toVat && isAsFit(note.mayGo));
    const visit: VisitRecord = {
      visit: note.visit,
      milking: Number.isSafeInteger(milking) ? milking : 0,
      bail: note.bail,
      cow: note.cow,
      eid: identity?.kind === "tag" ? identity.eid : null,
      identity,
      opened: open?.opened ?? null,
      began: note.began,
      surely: note.surely,
      ended: note.at,
      trusted: trusted(),
      toVat: note.toVat,
      diverted: diverted || !note.toVat,
      divertedFor: note.divertedFor,
      holds: note.holds,
      facts: open?.facts ?? [],
      mayGo: note.mayGo,
      counted: null,
    };
    entries.push({ ...stamp(), kind: "visit", visit });
  };

  const counted = (note: Note & { readonly kind: "milking-counted" }): void => {
    for (let index = entries.length - 1; index >= stepBegan; index--) {
      const entry = entries[index];
      if (entry?.kind !== "visit" || entry.visit.cow !== note.cow || entry.visit.counted !== null) continue;
      entries[index] = { ...entry, visit: { ...entry.visit, counted: note.at } };
      return;
    }
    tell(note, note.at);
  };

  const noted = (note: Note): void => {
    switch (note.kind) {
      case "clock-mark":
        return;
      case "milking-began":
      case "milking-ended": {
        const what = note.kind === "milking-began" ? "began" : "ended";
        milking = what === "began" ? note.milking : null;
        const mark = { milking: note.milking, what, at: note.at, trusted: trusted() } as const;
        entries.push({ ...stamp(), kind: "milking", mark });
        return;
      }
      case "read-rate": {
        const { kind, ...rate } = note;
        entries.push({ ...stamp(), kind, rate: { ...rate, at: wall() } });
        return;
      }
      case "visit-opened": {
        const { kind: _, at, ...rest } = note;
        visits.set(note.visit, { ...rest, opened: at, released: false, facts: [] });
        const [oldest] = visits.keys();
        if (visits.size > VISITS_MAX && oldest !== undefined) visits.delete(oldest);
        return;
      }
      case "identified":
      case "decided": {
        const open = visits.get(note.visit);
        if (open === undefined) return;
        if (note.kind === "identified")
          visits.set(note.visit, { ...open, identity: note.identity, cow: note.cow });
        else {
          const facts = [...new Set([...open.facts, ...note.facts])].slice(0, FACTS_MAX);
          visits.set(note.visit, { ...open, released: open.released || note.outcome === "release", facts });
        }
        return;
      }
      case "visit-ended":
        ended(note);
        return;
      case "milking-counted":
        counted(note);
        return;
      case "time-confirmed":
        if (clock !== null && now !== null) clock = timeConfirmed(clock, now.mono, now.wall);
        tell(note, note.at);
        return;
      default:
        break;
    }
    if ("alarm" in note) entries.push({ ...stamp(), kind: "alarm", about: note });
    else if ("trusted" in note) entries.push({ ...stamp(), kind: "vat", about: note });
    else tell(note, "at" in note ? note.at : wall());
  };

  const effects = (list: readonly Effect[]): void => {
    stepBegan = entries.length;
    for (const effect of list) if (effect.kind === "noted") noted(effect.note);
  };

  const said = (line: Line): void => {
    switch (line.kind) {
      case "in":
        came(line.stamped);
        return;
      case "out":
        effects(line.effects);
        return;
      case "run": {
        const ticks = unfold(line.run);
        if (ticks.ok) for (const tick of ticks.value) passed(tick);
        return;
      }
      case "gap":
        tell({ kind: "recording-gap", ...line.gap }, line.gap.from);
        return;
      default:
        return;
    }
  };

  return {
    from(file, from) {
      place = { file, from };
    },
    line(line) {
      try {
        said(line);
      } catch (error) {
        // It was written as it stands, by another version perhaps: this line is set aside, and the next one may be understood.
        const why = error instanceof Error ? error.message : String(error);
        entries.push({ ...stamp(), kind: "not-understood", why, said: line });
      }
    },
    begin(state) {
      const from = rememberedFrom(state);
      if (from.milking !== milking) cutOffMilking(wall());
      ({ now, clock, roles, probes, milking } = from);
      visits.clear();
    },
    passed,
    tell,
    take() {
      const taken = entries;
      entries = [];
      stepBegan = 0;
      return taken;
    },
    waiting: () => entries.length,
    memory: () => ({ now, clock, visits: [...visits.values()], roles, probes, milking }),
    openHours: () => [...hours.values()],
  };
}
