// Room: domain/arrivals. Which bail of a turning platform is at the entry, and how sure that is.
// May live here: pulses, direction, the index mark. May not: cows.
// Invariant: sound only after an index mark that the pulses agree with, and no longer than every step is forward.
//
//   trust     how it comes about                                              what may be believed
//   --------  --------------------------------------------------------------  -------------------------------------
//   nowhere   the start; a pulse switch away; turned back too often           nothing, until the next mark
//   guessed   a mark at another bail than the pulses say                      nothing, until a mark agrees
//   doubted   a step back; a mark missing or out of its quarter; index away   who stands well away from entry and exit
//   sound     a mark at the bail where the pulses put it                      everything

import { between, type DurationMs, type MonoMs } from "../units.ts";
import type { DoubtCode, InputLevel } from "./identity.ts";

export type Trust = "nowhere" | "guessed" | "doubted" | "sound";

export type Position = {
  readonly first: InputLevel;
  readonly second: InputLevel;
  readonly index: InputLevel;
  /** Counted in the order of the plan's bails from 0; means nothing while `nowhere`. */
  readonly at: number;
  readonly trust: Trust;
  /** Why it is not sound. */
  readonly because: DoubtCode;
  readonly mark: Mark;
  /** How often it turned back since the last mark that agreed; `backward` while it does. */
  readonly turnings: number;
  readonly backward: boolean;
  /** The last step; and how often it has rocked over one edge since a bail last opened. */
  readonly stepped: { readonly which: Pulse; readonly at: MonoMs } | null;
  readonly rocked: number;
};

type Pulse = "first" | "second";

/** Each time that it seems to turn back may be a pulse lost: a bail off. More than these, and nothing is sure. */
const TURNINGS_MAX = 2;
/** A platform that stops rocks over an edge once or twice. More often, and the other pulse switch may be stuck. */
const ROCKED_MAX = 4;

/** How far the index mark has come by: seen before the bail, with it, gone again, judged; or not as a mark does. */
type Mark = "none" | "before" | "with" | "gone" | "judged" | "odd";

/**
 * What a change of the pulses meant. In this order while the platform runs forward: a bail `came` to the entry,
 * it is `open` to the next cow, it is `half` through, it is `closed`. `back` is a step the other way, and `rocked` one
 * that goes no farther than over the edge it has just crossed.
 */
export type Move = "none" | "came" | "open" | "half" | "closed" | "back" | "rocked";

/** The four quarters of a bail's passage, in the order of Move; null while a pulse switch cannot be read. */
export type Quarter = 0 | 1 | 2 | 3;

export const POSITION_AT_START: Position = {
  first: "unknown",
  second: "unknown",
  index: "unknown",
  at: 0,
  trust: "nowhere",
  because: "platform-position",
  mark: "none",
  turnings: 0,
  backward: false,
  stepped: null,
  rocked: 0,
};

const FORWARD = ["came", "open", "half", "closed"] as const satisfies readonly Move[];

export function quarterOf({ first, second }: Position): Quarter | null {
  if (first === "unknown" || second === "unknown") return null;
  if (first === "active") return second === "active" ? 1 : 0;
  return second === "active" ? 2 : 3;
}

/** Whether any bail may be at the entry. */
export const isLost = ({ trust }: Position): boolean => trust === "nowhere" || trust === "guessed";

/** Whether cows may walk on: the two middle quarters of a bail's passage. */
export const standsOpen = (position: Position): boolean => position.second === "active";

/**
 * One of the two pulse switches has changed. `bails` is how many the platform has, `halfBailMin` a time in which half
 * a bail cannot go by: an edge crossed back sooner is a platform that rocks as it stops, not a pulse that was lost.
 */
export function pulseTold(
  position: Position,
  which: Pulse,
  level: InputLevel,
  {
    bails,
    halfBailMin,
    now,
  }: { readonly bails: number; readonly halfBailMin: DurationMs; readonly now: MonoMs },
): { readonly position: Position; readonly move: Move } {
  const before = quarterOf(position);
  const told: Position = { ...position, [which]: level, stepped: { which, at: now } };
  const quarter = quarterOf(told);
  if (quarter === null) return { position: lost(told, "platform-switch-away"), move: "none" };
  if (before === null) return { position: told, move: "none" };
  // Switches tell changes: told twice, and the change between them was lost. It may even have been a turning back.
  if (quarter === before)
    return { position: turnedBack({ ...told, backward: false }, null, bails), move: "back" };
  // One switch at a time changes one quarter at a time: the next one, or the one before.
  if (quarter !== (before + 1) % 4) {
    const { stepped, backward, rocked } = position;
    const soon = stepped?.which === which && between(stepped.at, now) < halfBailMin;
    return soon && !backward && rocked < ROCKED_MAX
      ? { position: rockedBack(told, before, bails), move: "rocked" }
      : { position: turnedBack(told, before, bails), move: "back" };
  }
  const move = FORWARD[quarter];
  if (move === "came") {
    const at = (told.at + 1) % bails;
    const mark = told.mark === "before" ? "with" : told.mark;
    return { position: { ...told, at, mark, backward: false }, move };
  }
  const forward: Position = { ...told, backward: false };
  return { position: move === "open" ? markJudged({ ...forward, rocked: 0 }) : forward, move };
}

const oneBefore = (at: number, bails: number): number => (at + bails - 1) % bails;

/** Over the edge just crossed, and the mark with it. */
function rockedBack(told: Position, before: Quarter, bails: number): Position {
  const rocked = told.rocked + 1;
  if (before === 1) return { ...told, rocked, mark: "judged" };
  if (before !== 0) return { ...told, rocked };
  const mark = told.mark === "with" ? "before" : told.mark === "none" ? "none" : "odd";
  return { ...told, rocked, at: oneBefore(told.at, bails), mark };
}

function turnedBack(told: Position, before: Quarter | null, bails: number): Position {
  const at = before === 0 ? oneBefore(told.at, bails) : told.at;
  const turnings = told.turnings + (told.backward ? 0 : 1);
  const back: Position = { ...told, at, mark: "odd", turnings, backward: true };
  return turnings > TURNINGS_MAX ? lost(back, "platform-back") : doubted(back, "platform-back");
}

/** The index mark's switch has changed. A mark is before its bail in the last quarter and gone in the first. */
export function indexTold(position: Position, level: InputLevel): Position {
  if (level === position.index) return position;
  const told: Position = { ...position, index: level };
  if (level === "unknown") return doubted({ ...told, mark: "odd" }, "platform-switch-away");
  const quarter = quarterOf(position);
  if (level === "active") return { ...told, mark: quarter === 3 && told.mark === "none" ? "before" : "odd" };
  if (told.mark === "none") return told;
  return { ...told, mark: quarter === 0 && told.mark === "with" ? "gone" : "odd" };
}

/** Doubts where the platform stands, for a reason that shows elsewhere. */
export const doubted = (position: Position, because: DoubtCode): Position =>
  position.trust === "sound" ? { ...position, trust: "doubted", because } : position;

const lost = (position: Position, because: DoubtCode): Position => ({
  ...position,
  trust: "nowhere",
  because,
  mark: "none",
  turnings: 0,
});

/** As the bail opens its mark, if it has one, has come and gone. */
function markJudged(position: Position): Position {
  const { mark, at } = position;
  const next: Position = { ...position, mark: "none" };
  if (mark === "judged") return next;
  if (mark === "gone") {
    const agrees = at === 0 || position.trust === "nowhere";
    if (agrees) return { ...next, at: 0, trust: "sound", turnings: 0 };
    return { ...next, at: 0, trust: "guessed", because: "platform-position" };
  }
  return mark === "odd" || at === 0 ? doubted(next, "platform-position") : next;
}
