// Room: office/people. Who may come in: what the server asks of persons and sessions, and the handlers of their routes.
// May live here: shapes. May not: HTTP, SQL.
// Invariant: a session that is not found here is nobody.

import type { PersonId } from "../../domain/ids.ts";
import type { EpochMs } from "../../domain/units.ts";
import type { Handlers } from "../contract/handlers.ts";
import type { Role } from "../contract/people.ts";

export type PeopleRoute =
  | "session"
  | "setUp"
  | "signIn"
  | "signOut"
  | "pinAgain"
  | "people"
  | "addPerson"
  | "changePerson";

/** A session as it stands now. */
export type SignedIn = {
  readonly person: PersonId;
  readonly role: Role;
  /** What must come back with every request that changes something. */
  readonly token: string;
  readonly idleUntil: EpochMs;
  readonly endsAt: EpochMs;
};

export type People = {
  readonly handlers: Pick<Handlers, PeopleRoute>;
  /** Who holds this secret. `use`: this is a request of theirs, and not only a look (event streams). */
  who(secret: string, use: boolean): SignedIn | null;
  /** The PIN has been given once more within the last two minutes of this session. */
  pinGiven(secret: string): boolean;
  /** How many PINs have been worked out: for tests and the upkeep page. */
  pinsWorkedOut(): number;
  close(): void;
};
