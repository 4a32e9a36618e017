// Room: office. The controller, as the rest of the office hears it: the office's end of ports/office-link.ts.
// May live here: what was heard last, who waits for what, and for how long. May not: the channel itself (main/office.ts), rules.
// Invariant: nothing here is taken for "in force" or "recorded" that the controller has not said; every wait has an end.

import type { Intent } from "../controller/event.ts";
import type { PersonId } from "../domain/ids.ts";
import type { MonoMs } from "../domain/units.ts";
import type { ToController, ToOffice } from "../ports/office-link.ts";
import type { Link } from "./context.ts";
import { readFromController } from "./link-messages.ts";

/** As many as people at a few screens can ask at once. */
const QUESTIONS_MAX = 32;
/** The controller answers within half a second, and gives a slow disk two and a half. */
const ANSWER_WITHIN_MS = 5_000;
/** Tables that were published one after the other; nobody waits for one that is so many entries old. */
const PUBLISHED_KEPT = 256;

export type LinkChannel = {
  /** False where the controller cannot be told any more. */
  send(message: ToController): boolean;
};
export type OfficeLink = Link & {
  /** A message came. False where it is none of the list. */
  heard(message: unknown): boolean;
  /** Messages that were none, since the start. */
  dropped(): number;
};
type Answer = Awaited<ReturnType<Link["intend"]>>;
type Heard = Parameters<Parameters<Link["listen"]>[0]>[0];
type Waiting = { readonly fingerprint: string; readonly end: (came: boolean) => void };

export function createLink(channel: LinkChannel, clock: { mono(): MonoMs }): OfficeLink {
  let board: { readonly told: ToOffice & { readonly kind: "board" }; readonly at: MonoMs } | null = null;
  let inForce: ReturnType<Link["inForce"]> = { fingerprint: null, why: NOT_HEARD_YET };
  let durable: ReturnType<Link["durable"]> = null;
  let published: readonly string[] = [];
  let dropped = 0;
  let ids = 0;
  const questions = new Map<number, (answer: Answer) => void>();
  const waiting = new Set<Waiting>();
  const listeners = new Set<(what: Heard) => void>();

  const tell = (what: Heard): void => {
    for (const heard of [...listeners]) heard(what);
  };
  /** This table is in force, or one that was published after it. */
  const isObeyed = (fingerprint: string): boolean => {
    if (inForce.fingerprint === null) return false;
    if (inForce.fingerprint === fingerprint) return true;
    const asked = published.lastIndexOf(fingerprint);
    return asked >= 0 && published.lastIndexOf(inForce.fingerprint) > asked;
  };
  const endWaits = (which: (one: Waiting) => boolean, came: boolean): void => {
    for (const one of [...waiting]) if (which(one)) one.end(came);
  };

  const took = (message: ToOffice): void => {
    switch (message.kind) {
      case "board":
        board = { told: message, at: clock.mono() };
        channel.send({ kind: "board-taken" });
        tell("board");
        return;
      case "durable":
        durable = { file: message.file, bytes: message.bytes };
        tell("durable");
        return;
      case "in-force":
        inForce = { fingerprint: message.fingerprint, why: message.why };
        endWaits(({ fingerprint }) => isObeyed(fingerprint), true);
        tell("in-force");
        return;
      case "not-taken":
        endWaits(({ fingerprint }) => fingerprint === message.fingerprint, false);
        tell("not-taken");
        return;
      case "answer":
        questions.get(message.id)?.({
          accepted: message.accepted,
          why: message.why,
          recorded: message.recorded,
        });
        return;
    }
  };

  return {
    board() {
      if (board === null) return null;
      const { told, at } = board;
      return { board: told.board, devices: told.devices, wall: told.wall, age: clock.mono() - at };
    },
    inForce: () => inForce,
    durable: () => durable,
    published(fingerprint) {
      published = [...published.slice(1 - PUBLISHED_KEPT), fingerprint];
      channel.send({ kind: "table-published", fingerprint });
    },
    noTable(why) {
      published = [];
      channel.send({ kind: "no-table", why: why.slice(0, 1_900) });
    },
    untilInForce: (fingerprint, within) =>
      new Promise((resolve) => {
        if (isObeyed(fingerprint)) {
          resolve(true);
          return;
        }
        const one: Waiting = {
          fingerprint,
          end: (came) => {
            waiting.delete(one);
            clearTimeout(timer);
            resolve(came);
          },
        };
        const timer = setTimeout(() => one.end(false), within);
        waiting.add(one);
      }),
    intend: (by, intent) =>
      new Promise((resolve) => {
        if (questions.size >= QUESTIONS_MAX) {
          resolve({ accepted: false, why: TOO_MANY, recorded: false });
          return;
        }
        const id = ids;
        ids += 1;
        const end = (answer: Answer): void => {
          questions.delete(id);
          clearTimeout(timer);
          resolve(answer);
        };
        const timer = setTimeout(() => end(NO_ANSWER), ANSWER_WITHIN_MS);
        questions.set(id, end);
        if (!channel.send(asked(id, by, intent))) end(NO_ANSWER);
      }),
    listen(heard) {
      listeners.add(heard);
      return () => void listeners.delete(heard);
    },
    heard(raw) {
      const message = readFromController(raw);
      if (message === null) {
        dropped += 1;
        return false;
      }
      took(message);
      return true;
    },
    dropped: () => dropped,
  };
}

const asked = (id: number, by: PersonId, intent: Intent): ToController => ({
  kind: "intend",
  id,
  by,
  intent,
});

const NOT_HEARD_YET = "The controller has not said yet which table the bails obey.";
const TOO_MANY = "Too many things were asked at once. Wait a moment, then try again.";
const NO_ANSWER: Answer = {
  accepted: false,
  why: "The controller did not answer. Look at the pit board: if it has not done it, try again; if the board is stale, look whether the controller runs.",
  recorded: false,
};
