// Room: main. The controller's end of the talk with its office (ports/office-link.ts), whichever process that is just now.
// May live here: what is said when, what waits, and what is folded. May not: processes (office-process.ts), rules about cows.
// Invariant: "in force" and "recorded" are said only of what is on the disk; nothing here waits for the office, and what waits for it is bounded:
// a board and one each of durable, in-force and not-taken, the newest; an answer for each of at most 64 questions.

import type { Board } from "../controller/board.ts";
import type { Devices } from "../controller/devices.ts";
import type { Effect } from "../controller/effect.ts";
import type { ControllerEvent } from "../controller/event.ts";
import type { Note } from "../controller/note.ts";
import type { EpochMs } from "../domain/units.ts";
import type { Deliver } from "../ports/delivers-events.ts";
import type { ToController, ToOffice } from "../ports/office-link.ts";
import type { VouchedHerd } from "./follow-herd.ts";
import { readFromOffice } from "./office-messages.ts";

/** More questions than this at once are not asked by people; the rest is refused in words. */
const QUESTIONS_MAX = 64;
/** Written out and not yet taken by the operating system: a stopped office leaves its pipe full. */
const UNSENT_MAX = 2;
/** A disk that takes longer is in trouble, and the person is told so instead of waiting. */
const DURABLE_WITHIN_MS = 2_500;
/** As what the records are, before the office has said anything in this run. */
export const NOT_SAID_YET =
  "The office has not said yet which records hold: it is starting, or cannot open its database. Everything diverts until it has. " +
  "If this stays for longer than a minute, read what the office says on this console.";

/** One running office. `sent` is called once the message is out of this process. */
export type Wire = { send(message: ToOffice, sent: () => void): void };
export type Shown = { readonly board: Board; readonly devices: Devices; readonly wall: EpochMs };

export type OfficeTalk = {
  /** An office has been started: it is told where things stand. */
  begins(wire: Wire): void;
  /** It is gone; what was on the way to it is nobody's. */
  ends(): void;
  /** A message of it. False where it is none of the list. */
  heard(message: unknown): boolean;
  /** Shows the board, where the office has taken the last one. Called every 250 ms. */
  shows(): void;
  /** What the loop has taken through. Called for every record, so it does next to nothing for most. */
  recorded(seq: number, event: ControllerEvent, effects: readonly Effect[]): void;
  /** Every record up to `seq` is on the disk for good, which is up to byte `bytes` of this file. */
  durable(file: string, bytes: number, seq: number): void;
  notTaken(fingerprint: string, why: string): void;
  /** Messages that were none, since the start. */
  dropped(): number;
};

type Answer = ToOffice & { readonly kind: "answer" };
type InForce = ToOffice & { readonly kind: "in-force" };
type Awaiting<T> = { readonly what: T; readonly seq: number; readonly at: number };

export function createOfficeTalk(options: {
  readonly deliver: Deliver;
  readonly herd: VouchedHerd;
  /** Fingerprint of the table that the bails obey. */
  readonly inForce: () => string | null;
  readonly show: () => Shown | null;
  /** Milliseconds that never jump. */
  readonly now: () => number;
}): OfficeTalk {
  const { deliver, herd } = options;
  let wire: Wire | null = null;
  let unsent = 0;
  let credit = 0;
  let dropped = 0;
  const out: { durable: ToOffice | null; inForce: ToOffice | null; notTaken: ToOffice | null } = {
    durable: null,
    inForce: null,
    notTaken: null,
  };
  let answers: Answer[] = [];
  /** Asked of the step, and recorded but not yet on the disk. */
  const asked = new Map<ControllerEvent, { readonly id: number; readonly by: string }>();
  let recordedAnswers: Awaiting<Answer>[] = [];
  let recordedForce: Awaiting<InForce>[] = [];
  let lastDurable: ToOffice | null = null;
  let lastForce: InForce = { kind: "in-force", fingerprint: null, why: NOT_SAID_YET };
  let durableSeq = 0;

  const send = (message: ToOffice): void => {
    const to = wire;
    if (to === null) return;
    unsent += 1;
    to.send(message, () => {
      if (wire !== to) return;
      unsent -= 1;
      pump();
    });
  };
  const next = (): ToOffice | null => {
    const answer = answers.shift();
    if (answer !== undefined) return answer;
    for (const kind of ["inForce", "notTaken", "durable"] as const) {
      const message = out[kind];
      out[kind] = null;
      if (message !== null) return message;
    }
    return null;
  };
  const pump = (): void => {
    while (wire !== null && unsent < UNSENT_MAX) {
      const message = next();
      if (message === null) return;
      send(message);
    }
  };

  const answer = (one: Answer): void => {
    answers.push(one);
    pump();
  };
  const intend = ({ id, by, intent }: ToController & { readonly kind: "intend" }): void => {
    if (asked.size + recordedAnswers.length + answers.length >= QUESTIONS_MAX) {
      answer({ kind: "answer", id, accepted: false, why: TOO_MANY, recorded: false });
      return;
    }
    const event = { kind: "intended", by, intent } as const;
    asked.set(event, { id, by });
    deliver(event);
  };
  const vouched = (fingerprint: string): void => {
    // The same table again, as after a restart of the office: it is told where things stand, and nothing has to be read.
    if (options.inForce() === fingerprint) {
      out.inForce = lastForce;
      pump();
      return;
    }
    herd.published(fingerprint);
  };
  const noTable = (why: string): void => {
    herd.none();
    deliver({ kind: "table-lost", why });
  };

  const settle = (seq: number): void => {
    const force = recordedForce.filter((one) => one.seq <= seq).at(-1);
    if (force !== undefined) {
      recordedForce = recordedForce.filter((one) => one.seq > seq);
      lastForce = force.what;
      out.inForce = lastForce;
    }
    if (recordedAnswers.length === 0) return;
    answers.push(...recordedAnswers.filter((one) => one.seq <= seq).map(({ what }) => what));
    recordedAnswers = recordedAnswers.filter((one) => one.seq > seq);
  };
  const tooLate = (): void => {
    const since = options.now() - DURABLE_WITHIN_MS;
    const late = recordedAnswers.filter(({ at }) => at < since);
    if (late.length === 0) return;
    recordedAnswers = recordedAnswers.filter(({ at }) => at >= since);
    answers.push(...late.map(({ what }) => ({ ...what, recorded: false })));
    pump();
  };

  return {
    begins(to) {
      wire = to;
      unsent = 0;
      credit = 1;
      answers = [];
      asked.clear();
      recordedAnswers = [];
      out.notTaken = null;
      out.inForce = lastForce;
      out.durable = lastDurable;
      pump();
    },
    ends() {
      wire = null;
    },
    heard(raw) {
      const message = readFromOffice(raw);
      if (message === null) {
        dropped += 1;
        return false;
      }
      switch (message.kind) {
        case "board-taken":
          credit = 1;
          return true;
        case "table-published":
          vouched(message.fingerprint);
          return true;
        case "no-table":
          noTable(message.why);
          return true;
        case "intend":
          intend(message);
          return true;
      }
    },
    shows() {
      tooLate();
      if (wire === null || credit === 0 || unsent >= UNSENT_MAX) return;
      const shown = options.show();
      if (shown === null) return;
      credit = 0;
      send({ kind: "board", ...shown });
    },
    recorded(seq, event, effects) {
      for (const effect of effects) {
        const force = effect.kind === "noted" ? inForceBy(effect.note) : null;
        // A table that was never durable alone is as good as the next one: only the newest few are kept.
        if (force !== null) recordedForce = [...recordedForce.slice(-8), { what: force, seq, at: 0 }];
      }
      if (asked.size === 0) return;
      const question = asked.get(event);
      if (question === undefined) return;
      asked.delete(event);
      const why = refusalOf(question.by, effects);
      const what = {
        kind: "answer",
        id: question.id,
        accepted: why === null,
        why: why ?? "",
        recorded: true,
      } as const;
      recordedAnswers.push({ what, seq, at: options.now() });
      if (seq <= durableSeq) settle(durableSeq);
    },
    durable(file, bytes, seq) {
      durableSeq = seq;
      lastDurable = { kind: "durable", file, bytes };
      out.durable = lastDurable;
      settle(seq);
      pump();
    },
    notTaken(fingerprint, why) {
      out.notTaken = { kind: "not-taken", fingerprint, why };
      pump();
    },
    dropped: () => dropped,
  };
}

const TOO_MANY =
  "Too many things were asked at once. Usually a page is stuck: wait a moment and try it again.";

/** What this note says about the table in force; null: nothing. */
function inForceBy(note: Note): InForce | null {
  if (note.kind === "table-in-force") return { kind: "in-force", fingerprint: note.fingerprint, why: "" };
  return note.kind === "table-gone" ? { kind: "in-force", fingerprint: null, why: note.why } : null;
}

/** Why this person was refused in this step; null: not refused. */
function refusalOf(by: string, effects: readonly Effect[]): string | null {
  for (const effect of effects) {
    if (effect.kind !== "noted") continue;
    const { note } = effect;
    if ((note.kind === "refused" || note.kind === "vat-refused") && note.by === by) return note.why;
  }
  return null;
}
