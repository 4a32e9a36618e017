// Room: office/contract. What answers a route: a plain function from what was asked to a reply or a refusal.
// May live here: shapes. May not: HTTP. Invariant: a handler never sees a request that its schema refuses, nor a caller without the right.

import type { PersonId } from "../../domain/ids.ts";
import type { Result } from "../../domain/result.ts";
import type { EpochMs } from "../../domain/units.ts";
import type { Role } from "./people.ts";
import type { Refusal } from "./pieces.ts";
import type { Asked, Reply, RouteName } from "./routes.ts";

/** Who asks. `person` null where the route needs nobody. */
export type Caller = {
  readonly person: { readonly person: PersonId; readonly role: Role } | null;
  readonly at: EpochMs;
  /** The wall clock is trusted (the controller says so). */
  readonly trusted: boolean;
  /** The PIN was given once more within the last two minutes. Absent: it was not. */
  readonly pinGiven?: boolean;
  /** Nothing is to be recorded: only what else is wrong with the entry is asked. Only entries know this, and answer with a refusal. */
  readonly onlyLooks?: boolean;
  /** How the caller came in. Only what signs people in and out looks at it; absent where nobody came through the server. */
  readonly door?: Door;
};
/** The way in: which screen, and the secret of the session. Made by the server for each request. */
export type Door = {
  /** On the shed's own screen: the connection comes from this very machine. */
  readonly here: boolean;
  /** Boards may be read without signing in. */
  readonly boardsOpen: boolean;
  /** What the browser sent as its session; null: nothing. */
  readonly secret: string | null;
  /** Gives the browser another secret, or takes it away. */
  readonly give: (secret: string | null) => void;
};
export type Answer<Name extends RouteName> = Result<Reply<Name>, Refusal>;
export type Handler<Name extends RouteName> = (
  asked: Asked<Name>,
  caller: Caller,
) => Answer<Name> | Promise<Answer<Name>>;
export type Handlers = { readonly [Name in RouteName]: Handler<Name> };

/** A refusal: what happened, and what to do. */
export const refused = (
  code: Refusal["code"],
  says: string,
  fix: string,
  mistakes: Refusal["mistakes"] = [],
): { readonly ok: false; readonly error: Refusal } => ({ ok: false, error: { code, says, fix, mistakes } });
