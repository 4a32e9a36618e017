// Room: main. What the demo's two processes say to each other: the controller's and the one that is the shed and screen.
// May live here: shapes, and the check of what comes in. May not: anything a real shed could need.
// Invariant: a message that is none of these is dropped.

import type { Board } from "../controller/board.ts";
import type { Intent } from "../controller/event.ts";
import type { Note } from "../controller/note.ts";
import type { PersonId } from "../domain/ids.ts";

/** From the controller's process. */
export type FromController =
  | { readonly kind: "started" }
  | { readonly kind: "failed"; readonly why: string }
  | { readonly kind: "board"; readonly board: Board; readonly wall: number }
  | { readonly kind: "note"; readonly note: Note }
  | { readonly kind: "remark"; readonly text: string }
  | { readonly kind: "stopped" };

/** To the controller's process. */
export type ToController =
  /** The wall clock of its computer is off by this many milliseconds from now on. */
  | { readonly kind: "clock-off-by"; readonly offBy: number }
  /** From now on its clock runs so many times as fast as the computer's. */
  | { readonly kind: "clock-runs"; readonly times: number }
  | { readonly kind: "intended"; readonly by: PersonId; readonly intent: Intent }
  | { readonly kind: "stop" };

/** Both ends are this program in one version, so that only the outer shape needs a look. */
export const isFromController = (message: unknown): message is FromController =>
  hasKind(message, ["started", "failed", "board", "note", "remark", "stopped"]);
export const isToController = (message: unknown): message is ToController =>
  hasKind(message, ["clock-off-by", "clock-runs", "intended", "stop"]);

const hasKind = (message: unknown, kinds: readonly string[]): boolean =>
  typeof message === "object" &&
  message !== null &&
  "kind" in message &&
  typeof message.kind === "string" &&
  kinds.includes(message.kind);
