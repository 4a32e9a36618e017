// Room: test/domain/arrivals. A milking on a turning platform: who truly stands where, and what readers and switches
// say of it; and what can go wrong with one saying. The rules must never contradict who truly stands there.

import fc from "fast-check";
import {
  arrivalsAtStart,
  arrivalsStep,
  isKnownEmpty,
  occupantsOf,
} from "../../../src/domain/arrivals/arrivals.ts";
import type { ArrivalInput, Occupants } from "../../../src/domain/arrivals/identity.ts";
import { bailNo, cowId, inputId, personId, readerId } from "../../../src/domain/ids.ts";
import type { RotaryLayout } from "../../../src/domain/shed/plan.ts";
import { monoMs } from "../../../src/domain/units.ts";
import { eid } from "../holds/make.ts";
import { TIMES } from "./row-walk.ts";

export const BAILS = 18;
export const STAYED = 2;
export const LAYOUT: RotaryLayout = {
  kind: "rotary",
  bails: Array.from({ length: BAILS }, (_, i) => bailNo(i + 1)),
  entryReader: readerId("entry"),
  exitReader: readerId("exit"),
  firstPulse: inputId("first"),
  secondPulse: inputId("second"),
  indexMark: inputId("index"),
  boarded: inputId("boarded"),
  stayed: inputId("stayed"),
  stayedBails: STAYED,
  pairing: TIMES,
};

/** What one passage of a bail at the entry brings. */
export type Passage = {
  /** How long the bail takes, 8 to 14 s. */
  readonly takes: number;
  /** A cow walks on, if the bail is free. */
  readonly boards: boolean;
  readonly tagged: boolean;
  /** When, from 0 as the bail opens to 1 as it closes. */
  readonly when: number;
  /** She is heard so long before she walks on, and again every 700 ms where `repeats`. */
  readonly ahead: number;
  readonly repeats: boolean;
  /** She is not milked out after a turn, and goes around once more. */
  readonly goesAround: boolean;
  /** How many bails before the stayed switch she backs off. */
  readonly backsOff: number;
  readonly heardAtExit: boolean;
  /** The platform stands still so long in the quarter `stopsIn`. */
  readonly stops: number;
  readonly stopsIn: number;
  /** As it stops it rocks back over the edge that it has just crossed, so often, and stands before that edge. */
  readonly rocks: number;
  /** The platform turns back so many quarters at the end of this passage. */
  readonly turnsBack: number;
  /** Her tag is heard once more just after she has walked on. */
  readonly lingers: boolean;
  /** A cow who comes by the entry in her bail is heard there. */
  readonly heardPassing: boolean;
  /** A person says who she is, some time after she walked on, where her tag is dead. */
  readonly settled: boolean;
  /** Cows who come back to the entry while it turns back step off. */
  readonly stepsOff: boolean;
};

export type Plan = {
  /** The bail at the entry at the start, from 0. */
  readonly from: number;
  /** Cows who stand on the platform as the controller starts. */
  readonly alreadyOn: boolean;
  readonly passages: readonly Passage[];
};
export type Milkings = { readonly passages: number; readonly reversals: boolean };

/** A plan drawn from a seed: thousands of small choices, of which no shrinking would tell more than the seed. */
export function planOf(seed: number, { passages, reversals }: Milkings): Plan {
  const draw = drawer(seed);
  const oneIn = (n: number) => draw(n) === 0;
  return {
    from: draw(BAILS),
    alreadyOn: oneIn(3),
    passages: Array.from({ length: passages }, () => ({
      takes: 8_000 + draw(6_001),
      boards: !oneIn(8),
      tagged: !oneIn(20),
      when: (2 + draw(97)) / 100,
      ahead: 500 + draw(2_501),
      repeats: oneIn(2),
      goesAround: oneIn(6),
      backsOff: 1 + draw(4),
      heardAtExit: !oneIn(5),
      stops: oneIn(20) ? 1_000 + draw(240_000) : 0,
      stopsIn: draw(4),
      rocks: draw(3),
      turnsBack: reversals && oneIn(20) ? 1 + draw(14) : 0,
      stepsOff: oneIn(2),
      settled: oneIn(2),
      lingers: oneIn(6),
      heardPassing: oneIn(3),
    })),
  };
}

/** Whole numbers below n, evenly; the same for the same seed (mulberry32). */
function drawer(seed: number): (n: number) => number {
  let a = seed | 0;
  return (n) => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * n);
  };
}

export type What = "read" | "count" | "pulse" | "index" | "stayed" | "exit" | "person";
export type Told = { readonly at: number; readonly what: What; readonly input: ArrivalInput };
/** From `at` on this cow stands in the bail, or nobody (null). */
export type Stands = { readonly at: number; readonly bail: number; readonly cow: number | null };
export type Milking = {
  readonly told: readonly Told[];
  readonly stands: readonly Stands[];
  /** By cow: whether she has a tag, the passage in which she walked on. */
  readonly cows: readonly { readonly tagged: boolean; readonly passage: number; readonly at: number }[];
};

export const tagOf = (cow: number) => eid(1_000 + cow);
const level = (name: string, on: boolean): ArrivalInput => ({
  kind: "input",
  input: inputId(name),
  level: on ? "active" : "inactive",
});

/** The platform as it truly turns, in quarters of a bail; each switch looks at it. */
class Turning {
  readonly told: Told[] = [];
  readonly stands: Stands[] = [];
  readonly cows: { tagged: boolean; passage: number; at: number }[] = [];
  /** Who stands in each bail, how often she still goes around, and whether she was asked at this exit. */
  readonly on: ({ cow: number; around: number; backsOff: number; heard: boolean } | null)[] = Array.from(
    { length: BAILS },
    () => null,
  );
  now = 1_000;
  /** Quarters turned; the bail at the entry is this / 4. */
  quarter: number;
  readonly shown = new Map<string, boolean>();

  constructor(plan: Plan) {
    this.quarter = plan.from * 4 + 3;
    if (plan.alreadyOn) {
      for (let bail = 0; bail < BAILS; bail++) {
        if (this.ahead(bail) > STAYED + 5)
          this.standsIn(bail, { tagged: true, around: 0, backsOff: 2, heard: true }, -1);
      }
    }
    for (const [name, on] of this.levels()) {
      this.shown.set(name, on);
      this.told.push({ at: 0, what: "index", input: level(name, on) });
    }
  }
  bailAhead(ahead: number): number {
    return (((Math.floor(this.quarter / 4) + ahead) % BAILS) + BAILS) % BAILS;
  }
  ahead(bail: number): number {
    return (((bail - Math.floor(this.quarter / 4)) % BAILS) + BAILS) % BAILS;
  }
  get phase(): number {
    return ((this.quarter % 4) + 4) % 4;
  }
  standsIn(
    bail: number,
    cow: { tagged: boolean; around: number; backsOff: number; heard: boolean },
    passage: number,
  ): void {
    const number = this.cows.length;
    this.cows.push({ tagged: cow.tagged, passage, at: this.now });
    this.on[bail] = { cow: number, ...cow };
    this.stands.push({ at: this.now, bail, cow: number });
  }
  leaves(bail: number): void {
    this.on[bail] = null;
    this.stands.push({ at: this.now, bail, cow: null });
  }
  /** In the middle of the quarter: standing cows are seen from the middle of the first to that of the last. */
  levels(middle = false): [string, boolean][] {
    const { phase } = this;
    const seen = phase === 1 || phase === 2 || (phase === 0 && middle) || (phase === 3 && !middle);
    const mark =
      phase === 3
        ? middle && this.bailAhead(0) === BAILS - 1
        : phase === 0 && !middle && this.bailAhead(0) === 0;
    return [
      ["first", phase === 0 || phase === 1],
      ["second", phase === 1 || phase === 2],
      ["index", mark],
      ["boarded", seen && this.on[this.bailAhead(0)] !== null],
      ["stayed", seen && this.on[this.bailAhead(STAYED)] !== null],
    ];
  }
  look(middle: boolean): void {
    for (const [name, on] of this.levels(middle)) {
      if (this.shown.get(name) === on) continue;
      this.shown.set(name, on);
      const what =
        name === "first" || name === "second"
          ? "pulse"
          : name === "boarded"
            ? "count"
            : name === "stayed"
              ? "stayed"
              : "index";
      this.told.push({ at: this.now, what, input: level(name, on) });
      // No two switches change in the same millisecond.
      this.now += 3;
    }
  }
  /** One quarter, forward or back, with a stop just past the edge; `inside` happens in its middle. */
  turn(by: 1 | -1, takes: number, stops: number, rocks: number, inside: () => void): void {
    this.now += takes / 2;
    if (by === 1) {
      this.quarter += 1;
      this.look(false);
      for (let rocked = 0; stops > 0 && rocked < rocks; rocked++) {
        this.now += 800;
        this.quarter -= 1;
        this.look(true);
        this.now += rocked === rocks - 1 ? stops : 600;
        this.quarter += 1;
        this.look(false);
      }
      this.now += rocks === 0 ? stops : 0;
      this.now += takes / 2;
      this.look(true);
      inside();
    } else {
      this.look(false);
      this.now += takes / 2;
      this.quarter -= 1;
      this.look(true);
      inside();
    }
  }
  hears(reader: "entry" | "exit", cow: number, at: number): void {
    if (this.cows[cow]?.tagged !== true) return;
    const input: ArrivalInput = { kind: "tag", reader: readerId(reader), eid: tagOf(cow) };
    this.told.push({ at, what: reader === "entry" ? "read" : "exit", input });
  }
}

/** The milking as it truly goes, and what is said of it, in order. */
export function milkingOf(plan: Plan): Milking {
  const shed = new Turning(plan);
  for (const [n, passage] of plan.passages.entries()) {
    const quarter = passage.takes / 4;
    for (let phase = 0; phase < 4; phase++) {
      const stops = passage.stopsIn === phase ? passage.stops : 0;
      shed.turn(1, quarter, stops, passage.rocks, () => {
        const passing = shed.on[shed.bailAhead(0)];
        if (passage.heardPassing && shed.phase === 1 && passing) {
          shed.hears("entry", passing.cow, shed.now + 1);
        }
        if (shed.phase === 1 || shed.phase === 2) boards(shed, passage, n, shed.phase, quarter);
        if (shed.phase === 2) backOff(shed);
      });
    }
    for (let back = 0; back < passage.turnsBack; back++) {
      shed.turn(-1, quarter, 0, 0, () => {
        const at = shed.bailAhead(0);
        if (shed.phase === 2 && passage.stepsOff && shed.on[at] !== null) {
          shed.leaves(at);
          shed.look(true);
        }
      });
    }
  }
  // Nobody settles a bail that its cow has left.
  const told = inOrder(shed.told).filter(
    ({ at, input }) =>
      input.kind !== "settle" || standsAt(shed.stands, input.bail - 1, at) === Number(input.cow),
  );
  return { told, stands: shed.stands, cows: shed.cows };
}

const standsAt = (stands: readonly Stands[], bail: number, at: number): number | null =>
  stands.findLast((one) => one.bail === bail && one.at <= at)?.cow ?? null;

/** The next cow walks on, in the first or the second half of the time the bail is open. */
function boards(shed: Turning, passage: Passage, n: number, phase: 1 | 2, quarter: number): void {
  const half = passage.when < 0.5 ? 1 : 2;
  const at = shed.bailAhead(0);
  if (!passage.boards || half !== phase || shed.on[at] !== null) return;
  // `turn` has gone half of this quarter, and half of the next is still to come before the next edge.
  shed.now += (passage.when * 2 - (half === 1 ? 0 : 1)) * (quarter / 2 - 20);
  const { tagged, backsOff, heardAtExit } = passage;
  shed.standsIn(at, { tagged, around: passage.goesAround ? 1 : 0, backsOff, heard: heardAtExit }, n);
  const cow = shed.cows.length - 1;
  if (passage.settled && !tagged) {
    const input = {
      kind: "settle",
      bail: bailNo(at + 1),
      cow: cowId(String(cow)),
      by: personId("Kim"),
    } as const;
    shed.told.push({ at: shed.now + 20_000, what: "person", input });
  }
  const first = shed.now - passage.ahead;
  for (let heard = first; heard < shed.now - 100; heard += 700) {
    shed.hears("entry", cow, heard);
    if (!passage.repeats) break;
  }
  shed.look(true);
  if (passage.lingers) shed.hears("entry", cow, shed.now + 700);
}

/** Cows between the exit's first bail and the stayed switch step off, each at her own place. */
function backOff(shed: Turning): void {
  for (let before = 4; before >= 1; before--) {
    const bail = shed.bailAhead(STAYED + before);
    const one = shed.on[bail];
    if (one === null || one === undefined || one.backsOff !== before) continue;
    if (one.heard) shed.hears("exit", one.cow, shed.now);
    if (one.around > 0) one.around -= 1;
    else shed.leaves(bail);
  }
}

// ---- one thing goes wrong ----

export type Fault = {
  /** `stuck`: the switch never changes again; `away`: it cannot be read for a while. */
  readonly how: "lost" | "doubled" | "delayed" | "swapped" | "stuck" | "away";
  readonly what: What;
  /** Which of its kind, modulo their number. */
  readonly which: number;
  /** A switch's whole pulse: its change and the one back, rather than one of the two. */
  readonly whole: boolean;
  readonly by: number;
};
export const anyFault: fc.Arbitrary<Fault> = fc.record({
  how: fc.constantFrom("lost" as const, "doubled", "delayed", "swapped", "stuck", "away"),
  what: fc.constantFrom("read" as const, "count", "pulse", "index", "stayed", "exit"),
  which: fc.nat({ max: 100_000 }),
  whole: fc.boolean(),
  by: fc.oneof(fc.integer({ min: 1, max: 3_000 }), fc.integer({ min: 1, max: 20_000 })),
});

/** Sayings that stand for the start of the controller are not tampered with. */
const mayFail = ({ at }: Told) => at > 0;

export function withFault(told: readonly Told[], { how, what, which, whole, by }: Fault): readonly Told[] {
  const kind = told.filter((one) => one.what === what && mayFail(one));
  const hit = kind[which % Math.max(1, kind.length)];
  if (hit === undefined) return told;
  const index = told.indexOf(hit);
  const back = told.slice(index + 1).find((one) => sameSwitch(one, hit));
  const hits = whole && back !== undefined ? [hit, back] : [hit];
  switch (how) {
    case "lost":
      return told.filter((one) => !hits.includes(one));
    case "doubled":
      return inOrder([...told, ...hits.map((one) => ({ ...one, at: one.at + by }))]);
    case "delayed":
      return inOrder(told.map((one) => (hits.includes(one) ? { ...one, at: one.at + by } : one)));
    case "stuck":
      return told.filter((one) => one.at < hit.at || !sameSwitch(one, hit));
    case "away":
      return away(told, hit, by);
    case "swapped": {
      // Told after the next one: nothing is ever told before it happens.
      const next = told[index + 1];
      if (next === undefined) return told;
      return inOrder(told.map((one) => (one === hit ? { ...hit, at: next.at + 1 } : one)));
    }
  }
}
const inOrder = (told: readonly Told[]) => told.toSorted((a, b) => a.at - b.at);
/** A switch cannot be read from now on, and then says what it would have said. A reader is silent for the time. */
function away(told: readonly Told[], hit: Told, by: number): readonly Told[] {
  const { input } = hit;
  const kept = told.filter((one) => !sameSaying(one, hit) || one.at < hit.at || one.at > hit.at + by);
  const last = told.findLast((one) => sameSwitch(one, hit) && one.at <= hit.at + by);
  if (input.kind !== "input" || last === undefined) return kept;
  return inOrder([
    ...kept,
    { ...hit, input: { ...input, level: "unknown" } },
    { ...last, at: hit.at + by + 1 },
  ]);
}
const sameSaying = (a: Told, b: Told) => (b.input.kind === "input" ? sameSwitch(a, b) : a.what === b.what);
const sameSwitch = (a: Told, b: Told) =>
  a.input.kind === "input" && b.input.kind === "input" && a.input.input === b.input.input;

// ---- what the rules make of it ----

/** Every moment at which something changes: who truly stands where, and who the rules say does. */
export function* momentsOf(
  told: readonly Told[],
  stands: readonly Stands[],
): Generator<{
  at: number;
  said: Occupants;
  truth: readonly (number | null)[];
  arrivals: ReturnType<typeof arrivalsAtStart>;
}> {
  const truth: (number | null)[] = Array.from({ length: BAILS }, () => null);
  let arrivals = arrivalsAtStart(LAYOUT);
  let next = 0;
  const last = told.at(-1)?.at ?? 0;
  const ticks: Told[] = [];
  for (let at = 700; at < last + 30_000; at += 2_100)
    ticks.push({ at, what: "read", input: { kind: "tick" } });
  for (const one of inOrder([...told, ...ticks])) {
    for (; (stands[next]?.at ?? Number.POSITIVE_INFINITY) <= one.at; next++) {
      const change = stands[next];
      if (change === undefined) continue;
      truth[change.bail] = change.cow;
      if (change.cow !== null) yield { at: change.at, said: occupantsOf(arrivals, LAYOUT), truth, arrivals };
    }
    const after = arrivalsStep(arrivals, LAYOUT, one.input, monoMs(one.at));
    if (after === arrivals) continue;
    arrivals = after;
    yield { at: one.at, said: occupantsOf(arrivals, LAYOUT), truth, arrivals };
  }
}

/**
 * Bails that at any moment carried the tag of another cow than the one who stands there, or, with nobody there, the
 * tag of a cow who stands in another bail. A cow who has backed off may be named in her empty bail until it has
 * passed the stayed switch, and one about to walk on in the bail that she is about to walk on to.
 */
export function wronglyNamed(milking: Milking, told: readonly Told[]): string[] {
  const wrong = new Set<string>();
  for (const { said, truth, at } of momentsOf(told, milking.stands)) {
    for (const [bail, { identity }] of Object.entries(said)) {
      if (identity.kind !== "tag" && identity.kind !== "settled") continue;
      const named =
        identity.kind === "settled" ? Number(identity.cow) : Number(identity.eid.slice(-6)) - 1_000;
      const truly = truth[Number(bail) - 1] ?? null;
      const elsewhere = truly === null && truth.includes(named);
      if ((truly !== null && truly !== named) || elsewhere) {
        wrong.add(`${Math.round(at / 1_000)} s: bail ${bail} said ${named}, truly ${truly}`);
      }
    }
  }
  return [...wrong];
}

/** Bails that were called empty while a cow stood there, from a moment after she walked on. */
export function calledEmpty(milking: Milking, told: readonly Told[]): string[] {
  const wrong = new Set<string>();
  for (const { truth, at, arrivals } of momentsOf(told, milking.stands)) {
    for (const [index, cow] of truth.entries()) {
      if (cow === null || at < (milking.cows[cow]?.at ?? 0) + 10) continue;
      if (isKnownEmpty(arrivals, LAYOUT, bailNo(index + 1))) {
        wrong.add(`${Math.round(at / 1_000)} s: bail ${index + 1}, cow ${cow}`);
      }
    }
  }
  return [...wrong];
}

/**
 * What one fault can do and nothing here can see (README): a read late by seconds, and the next cow without a tag;
 * the very first mark after the start late by just the time of a bail.
 */
export function isKnownLimit({ told, cows }: Milking, { how, what, which, whole, by }: Fault): boolean {
  const kind = told.filter((one) => one.what === what && mayFail(one));
  const hit = kind[which % Math.max(1, kind.length)];
  if (hit === undefined || (how !== "delayed" && how !== "swapped")) return false;
  if (what === "read") {
    return cows.some(({ tagged, at }) => !tagged && at > hit.at && at < hit.at + by + TIMES.readToCountMax);
  }
  return what === "index" && whole && kind.indexOf(hit) < 2;
}
