// Room: test/controller. Whatever can happen to the bench, at random: cows, people, boards, clocks, tables, in any order.
// Keeps its own book of who stands where, which the controller never sees.

import fc from "fast-check";
import type { Effect } from "../../src/controller/effect.ts";
import type { ControllerEvent } from "../../src/controller/event.ts";
import { tableChange } from "../../src/controller/table-change.ts";
import type { InputLevel } from "../../src/domain/arrivals/identity.ts";
import type { Cow, HerdTable } from "../../src/domain/holds/facts.ts";
import {
  alarmId,
  type BailNo,
  bailNo,
  cowId,
  inputId,
  nodeId,
  personId,
  probeId,
  readerId,
} from "../../src/domain/ids.ts";
import { unreachable } from "../../src/domain/result.ts";
import type { ShedPlan } from "../../src/domain/shed/plan.ts";
import { type EpochMs, epochMs } from "../../src/domain/units.ts";
import type { Said } from "../../src/domain/vat/happening.ts";
import { at, both, cow, eid, held, herd, hoursOnly, milkingsOnly, treated } from "../domain/holds/make.ts";
import { withheldByTheBook } from "../domain/holds/oracle.ts";
import { type Bench, HERD } from "./bench.ts";

const CHECKED = treated("old", hoursOnly(72), at(800));
/** Tables that may come into force: the usual one, one with late entries, one with a shared tag, an empty one. */
export const TABLES: readonly HerdTable[] = [
  HERD,
  herd(
    [
      cow("11", [treated("late", both(0, 2), at(999))]),
      cow("12", [held("hand", at(999))]),
      cow("20", [treated("tube", milkingsOnly(1), at(990))]),
      cow("30", [CHECKED]),
      cow("40"),
    ],
    HERD.policy,
    "late",
  ),
  herd(
    [cow("11"), cow("12"), { ...cow("13"), eids: [eid(12)] }, cow("30", [CHECKED])],
    HERD.policy,
    "shared",
  ),
  herd([], HERD.policy, "empty"),
];
const COWS = [11, 12, 20, 30, 40, 99] as const;
const LEVELS: readonly InputLevel[] = ["active", "inactive", "unknown"];

export type Happening =
  | { readonly do: "run"; readonly ms: number }
  | { readonly do: "pause"; readonly ms: number }
  | { readonly do: "enters"; readonly bail: number; readonly cow: number | null }
  | { readonly do: "leaves"; readonly bail: number }
  | { readonly do: "tag"; readonly bail: number; readonly cow: number }
  | { readonly do: "level"; readonly input: number; readonly level: InputLevel }
  | { readonly do: "plug" | "unplug"; readonly node: number }
  | { readonly do: "settle"; readonly bail: number; readonly cow: number }
  | { readonly do: "divert"; readonly bail: number }
  | { readonly do: "press"; readonly bail: number; readonly ms: number }
  | { readonly do: "stick" | "mend" | "clear"; readonly bail: number }
  | { readonly do: "table"; readonly table: number | null }
  /** The way from one table to another comes; it fits where it starts from the one in force. */
  | { readonly do: "change"; readonly from: number | null; readonly to: number }
  | { readonly do: "wall"; readonly hours: number }
  | { readonly do: "source" | "recorder"; readonly yes: boolean }
  | { readonly do: "confirm" | "stop" | "clear-stop" | "lamps" }
  /** Readings every ten seconds, or none and why; what a person tells of the vat; an answer to its newest alarm. */
  | { readonly do: "milk"; readonly celsius: number | null; readonly times: number }
  | { readonly do: "told"; readonly what: Said }
  | { readonly do: "answer"; readonly reason: string | null };

const bail = fc.integer({ min: 1, max: 4 });
const tagged = fc.constantFrom(...COWS);
const weighed = (weight: number, arbitrary: fc.Arbitrary<Happening>) => ({ weight, arbitrary });
export const anyHappening: fc.Arbitrary<Happening> = fc.oneof(
  weighed(
    8,
    fc.integer({ min: 1, max: 30 }).map((n) => ({ do: "run", ms: n * 100 })),
  ),
  weighed(
    2,
    fc.constantFrom(250, 5_000, 300_000, 5 * 3_600_000).map((ms) => ({ do: "pause", ms })),
  ),
  weighed(
    8,
    fc.record({
      do: fc.constant("enters"),
      bail,
      cow: fc.option<number, null>(tagged, { freq: 6, nil: null }),
    }),
  ),
  weighed(5, fc.record({ do: fc.constant("leaves"), bail })),
  weighed(3, fc.record({ do: fc.constant("tag"), bail, cow: tagged })),
  weighed(
    1,
    fc.record({ do: fc.constant("level"), input: fc.nat({ max: 4 }), level: fc.constantFrom(...LEVELS) }),
  ),
  weighed(
    1,
    fc.record({ do: fc.constantFrom("plug", "plug", "plug", "plug", "unplug"), node: fc.nat({ max: 1 }) }),
  ),
  weighed(2, fc.record({ do: fc.constant("settle"), bail, cow: tagged })),
  weighed(1, fc.record({ do: fc.constant("divert"), bail })),
  weighed(3, fc.record({ do: fc.constant("press"), bail, ms: fc.constantFrom(100, 500, 1_900, 2_500) })),
  weighed(1, fc.record({ do: fc.constantFrom("stick", "mend", "clear"), bail })),
  weighed(
    1,
    fc.record({
      do: fc.constant("table"),
      table: fc.constantFrom(0, 0, 0, 0, 0, 1, 2, 3, null),
    }),
  ),
  weighed(
    2,
    fc.record({
      do: fc.constant("change"),
      from: fc.constantFrom(null, null, null, null, 0),
      to: fc.constantFrom(0, 0, 0, 1, 2),
    }),
  ),
  weighed(1, fc.record({ do: fc.constant("wall"), hours: fc.constantFrom(-30, -1, 1, 72, 0, 0) })),
  weighed(
    1,
    fc.record({ do: fc.constantFrom("source", "recorder"), yes: fc.constantFrom(true, true, true, false) }),
  ),
  weighed(
    4,
    fc.record({
      do: fc.constant("milk"),
      celsius: fc.constantFrom(3.5, 4, 5.0625, 12, 21.75, 34, 85, 888.8, null),
      times: fc.constantFrom(1, 6, 60, 200),
    }),
  ),
  weighed(
    2,
    fc.record({
      do: fc.constant("told"),
      what: fc.constantFrom<Said>(
        { kind: "milking-began" },
        { kind: "milking-began", at: at(999) },
        { kind: "milking-ended" },
        { kind: "collected" },
        { kind: "wash-began", detergent: true },
        { kind: "wash-ended" },
        { kind: "empty" },
        { kind: "correct-start", milking: 1, at: at(1_000), reason: "seen" },
        { kind: "confirm-state" },
        { kind: "ice-point", thermometer: "hand", readings: [0.5, 0.6, 0.4] },
        { kind: "hand-reading", probe: probeId("milk"), celsius: 4.2 },
      ),
    }),
  ),
  weighed(1, fc.record({ do: fc.constant("answer"), reason: fc.constantFrom(null, "", "breaker tripped") })),
  weighed(1, fc.constantFrom({ do: "confirm" }, { do: "stop" }, { do: "clear-stop" }, { do: "clear-stop" })),
  weighed(2, fc.constant({ do: "lamps" })),
);

/** Makes it happen. Time sources and managers say only what is true: `offset` is how wrong the wall clock is. */
export function happen(bench: Bench, plan: ShedPlan, offset: { ms: number }, what: Happening): void {
  switch (what.do) {
    case "run":
      bench.run(what.ms);
      return;
    case "pause":
      bench.pass(what.ms);
      return;
    case "enters":
      bench.enters(what.bail, what.cow);
      return;
    case "leaves":
      bench.leaves(what.bail);
      return;
    case "tag":
      bench.tag(`r${what.bail}`, what.cow);
      return;
    case "level":
      bench.input(plan.inputs[what.input]?.input ?? "none", what.level);
      return;
    case "plug":
      bench.plug(plan.nodes[what.node]?.node ?? "none");
      return;
    case "unplug":
      bench.unplug(plan.nodes[what.node]?.node ?? "none");
      return;
    case "settle":
      bench.settle(what.bail, `${what.cow}`);
      return;
    case "divert":
      bench.intend({ kind: "divert-bail", bail: bailNo(what.bail) });
      return;
    case "press":
      bench.button(what.bail, true);
      bench.run(what.ms);
      bench.button(what.bail, false);
      return;
    case "stick":
      bench.stick(what.bail);
      return;
    case "mend":
      bench.mend(what.bail);
      return;
    case "clear":
      bench.intend({ kind: "clear-valve-fault", bail: bailNo(what.bail), reason: "mended" });
      return;
    case "table": {
      const table = what.table === null ? undefined : TABLES[what.table];
      bench.send(table === undefined ? { kind: "table-lost", why: "gone" } : { kind: "table-loaded", table });
      return;
    }
    case "change": {
      const before = what.from === null ? bench.shed().herd?.table : TABLES[what.from];
      const after = TABLES[what.to];
      const change = before === undefined || after === undefined ? null : tableChange(before, after);
      if (change !== null) bench.send({ kind: "table-changed", ...change });
      return;
    }
    case "wall": {
      const by = what.hours === 0 ? -offset.ms : what.hours * 3_600_000;
      offset.ms += by;
      bench.shiftWall(by);
      return;
    }
    case "source":
      if (what.yes && offset.ms !== 0) return;
      bench.send({ kind: "time-source-changed", synchronised: what.yes, source: "ntp" });
      return;
    case "recorder":
      bench.send({ kind: "recorder-changed", writing: what.yes, why: what.yes ? "" : "full" });
      return;
    case "confirm":
      if (offset.ms !== 0) return;
      bench.intend({ kind: "confirm-time" });
      return;
    case "lamps":
      bench.intend({ kind: "test-lamps" });
      return;
    case "stop":
      bench.intend({ kind: "raise-vat-stop", reason: "asked for" });
      return;
    case "clear-stop":
      bench.intend({ kind: "clear-vat-stop", reason: "tested negative" });
      return;
    case "milk":
      for (let time = 0; time < what.times; time += 1) {
        bench.pass(10_000);
        const reading =
          what.celsius === null
            ? ({ kind: "none", why: "hung" } as const)
            : ({ kind: "celsius", celsius: what.celsius + (time % 3) / 16 } as const);
        bench.send({ kind: "temperature-read", probe: probeId("milk"), reading });
        bench.send({ kind: "ticked" });
      }
      return;
    case "told":
      bench.intend({ kind: "vat-told", what: what.what });
      return;
    case "answer": {
      const alarm = bench.shed().vat?.alarms.listed.at(-1)?.id ?? alarmId("none");
      if (what.reason === null) bench.intend({ kind: "acknowledge-alarm", alarm });
      else bench.intend({ kind: "explain-alarm", alarm, reason: what.reason });
      return;
    }
    default:
      unreachable(what);
  }
}

type Place = {
  stands: InputLevel;
  gate: InputLevel;
  tags: Set<string>;
  /** Heard since somebody may have stood here, and since when those who wore them are gone. */
  around: Set<string>;
  gone: Map<string, number>;
  settled: string | null;
  byHand: boolean;
};

/**
 * The test's own book, kept from events alone, with none of the controller's code. `judge` says what is wrong with
 * a lease effect; no sentence means that every release in it is justified.
 */
export function createBook(plan: ShedPlan) {
  const places = new Map<number, Place>();
  for (const { bail: number } of plan.bails) {
    const gated = plan.inputs.some(({ input }) => input === `gate-${number}`);
    places.set(number, {
      stands: "unknown",
      gate: gated ? "unknown" : "inactive",
      tags: new Set(),
      around: new Set(),
      gone: new Map(),
      settled: null,
      byHand: false,
    });
  }
  const sessions = new Map<string, number | null>();
  const counted = new Map<string, EpochMs[]>();
  const looked = new Set<string>();
  let table: HerdTable | null = null;
  let vatShut = false;

  const forget = (place: Place): void => {
    place.tags = new Set();
    place.settled = null;
  };
  const here = (place: Place) => place.stands === "active" && place.gate === "inactive";
  const empty = (place: Place) => place.stands === "inactive" || place.gate === "active";
  const moved = (number: number, change: Partial<Place>, mono: number): void => {
    const place = places.get(number);
    if (place === undefined) return;
    const was = here(place);
    const { stands, gate } = place;
    Object.assign(place, change);
    if (empty(place)) {
      // Who stood behind the open gate leaves when the place switch says so: the last of them is remembered anew.
      const last = [...place.gone.keys()].at(-1);
      const out = place.around.size === 0 && stands !== "inactive" && place.stands === "inactive";
      for (const tag of out && last !== undefined ? [last] : place.around) {
        place.gone.delete(tag);
        place.gone.set(tag, mono);
      }
      place.around = new Set();
    }
    if (stands === place.stands && gate === place.gate) {
      // A place switch that says twice that a cow stands there missed one leaving.
      if (change.stands !== "active") return;
      forget(place);
      place.around = new Set();
    }
    if (!was || !here(place)) forget(place);
    place.byHand = false;
  };
  const heard = (event: ControllerEvent, mono: number): void => {
    switch (event.kind) {
      case "input-changed": {
        const [what, number] = event.input.split("-");
        moved(Number(number), what === "gate" ? { gate: event.level } : { stands: event.level }, mono);
        return;
      }
      case "tag-read": {
        const place = places.get(Number(event.reader.slice(1)));
        if (place === undefined || empty(place)) return;
        // For 25 seconds it may be a read, late on its way, of one who is gone.
        if (mono - (place.gone.get(event.eid) ?? Number.NEGATIVE_INFINITY) <= 25_000) return;
        place.around.add(event.eid);
        if (here(place)) place.tags.add(event.eid);
        return;
      }
      case "node-up":
        sessions.set(event.node, event.session);
        return;
      case "node-down":
        sessions.set(event.node, null);
        for (const { input, on } of plan.inputs)
          if (on === event.node) moved(Number(input.split("-")[1]), { stands: "unknown" }, mono);
        return;
      case "table-loaded":
        table = event.table;
        return;
      case "table-lost":
        table = null;
        return;
      case "table-changed":
        // The book takes the whole table that the change is said to lead to, and none where it starts from another.
        table =
          table?.fingerprint === event.from
            ? (TABLES.find(({ fingerprint }) => fingerprint === event.fingerprint) ?? null)
            : null;
        return;
      default:
        return;
    }
  };
  const noted = (effect: Effect & { kind: "noted" }): void => {
    const { note } = effect;
    if (note.kind === "place-settled") {
      const place = places.get(note.bail);
      if (place !== undefined) place.settled = note.cow;
    }
    if (note.kind === "diverted-by-hand") {
      const place = places.get(note.bail);
      if (place !== undefined) place.byHand = true;
    }
    if (note.kind === "milking-counted") counted.set(note.cow, [...(counted.get(note.cow) ?? []), note.at]);
    if (note.kind === "looked-at") looked.add(note.cow);
    if (note.kind === "vat-stop-raised" && note.shutOff) vatShut = true;
    if (note.kind === "vat-stop-cleared") vatShut = false;
  };
  const cowOf = (place: Place): Cow | null => {
    if (table === null) return null;
    const fits = table.cows.filter((one) =>
      place.settled !== null ? one.cow === place.settled : one.eids.some((tag) => place.tags.has(tag)),
    );
    if (place.settled === null && place.tags.size !== 1) return null;
    return fits.length === 1 ? (fits[0] ?? null) : null;
  };
  const against = (number: BailNo, now: EpochMs): string | null => {
    const place = places.get(number);
    if (place === undefined || !here(place)) return "nobody is known to stand there";
    const one = cowOf(place);
    if (table === null || one === null) return "she is not one known cow";
    if (one.status !== "in-milk") return "she is not in milk";
    if (place.byHand) return "she was diverted by hand";
    for (const [other, there] of places)
      if (other !== number && cowOf(there)?.cow === one.cow) return "she is in two places";
    if (withheldByTheBook(one, counted.get(one.cow) ?? [], table.policy, now)) return "she is withheld";
    const hadHold = one.facts.some((fact) => fact.kind === "treatment" || fact.kind === "manual-hold");
    if (hadHold && !looked.has(one.cow)) return "nobody has looked at her";
    return vatShut ? "the shut-off is closed" : null;
  };
  return {
    heard,
    noted,
    judge: (effect: Effect & { kind: "lease" }, now: number): string | null => {
      const { lease } = effect;
      if (sessions.get(effect.node) !== effect.session) return "the lease is not for the board's session";
      for (let channel = 0; channel < 8; channel += 1) {
        const out = (lease.released & (1 << channel)) !== 0;
        if (out !== (lease.lamps[channel] === "green-steady"))
          return "the lamp does not say what the valve does";
        if (!out) continue;
        const place = plan.bails.find((one) => one.node === effect.node && one.channel === channel);
        if (place === undefined) return "a channel without a bail is released";
        const why = against(place.bail, epochMs(now));
        if (why !== null) return `bail ${place.bail}: ${why}`;
      }
      return null;
    },
  };
}

/** Events of a herringbone, without sense or order: for what must hold of any events at all. */
export const anyHerringboneEvent: fc.Arbitrary<ControllerEvent> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ kind: "ticked" as const }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("tag-read" as const),
      reader: fc.constantFrom("left-race", "right-race").map(readerId),
      eid: tagged.map(eid),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant("input-changed" as const),
      input: fc
        .tuple(fc.constantFrom("left", "right"), fc.constantFrom("beam", "beam", "entry", "exit"))
        .map(([side, what]) => inputId(`${side}-${what}`)),
      level: fc.constantFrom<InputLevel>("active", "active", "inactive", "inactive", "inactive", "unknown"),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("node-reported" as const),
      node: fc.constant(nodeId("board-1")),
      report: fc.record({
        coils: fc.nat({ max: 255 }),
        atVat: fc.constantFrom(0, 0, 1, 255),
        atDivert: fc.constantFrom(255, 255, 254, 0),
        buttons: fc.constantFrom(0, 0, 1, 3),
        shutOffOpen: fc.boolean(),
        vatStopClear: fc.boolean(),
        leaseLive: fc.boolean(),
      }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.oneof(
      fc.record({
        kind: fc.constant("node-up" as const),
        node: fc.constant(nodeId("board-1")),
        session: fc.nat({ max: 9 }),
        resetCause: fc.constant("power-on"),
      }),
      fc.constant({ kind: "node-down" as const, node: nodeId("board-1"), why: "unplugged" as const }),
      fc
        .nat({ max: TABLES.length - 1 })
        .map((n) => ({ kind: "table-loaded" as const, table: TABLES[n] ?? HERD })),
      fc.constant({ kind: "table-lost" as const, why: "gone" }),
      fc
        .tuple(fc.nat({ max: TABLES.length - 1 }), fc.nat({ max: TABLES.length - 1 }))
        .map(([from, to]) => tableChange(TABLES[from] ?? HERD, TABLES[to] ?? HERD))
        .filter((change) => change !== null)
        .map((change) => ({ kind: "table-changed" as const, ...change })),
      fc
        .boolean()
        .map((synchronised) => ({ kind: "time-source-changed" as const, synchronised, source: "ntp" })),
      fc.boolean().map((writing) => ({ kind: "recorder-changed" as const, writing, why: "" })),
      fc.constant({
        kind: "intended" as const,
        by: personId("Kim"),
        intent: { kind: "test-lamps" as const },
      }),
      fc.tuple(fc.integer({ min: 1, max: 6 }), tagged).map(([n, one]) => ({
        kind: "intended" as const,
        by: personId("Kim"),
        intent: { kind: "settle-place" as const, bail: bailNo(n), cow: cowId(`${one}`) },
      })),
    ),
  },
);
