// Room: office/people. Who may come in: what the server asks of persons and sessions, and the handlers of their routes.
// May live here: putting the parts together. May not: HTTP, SQL.
// Invariant: a session that is not found here is nobody.

import type { PersonId } from "../../domain/ids.ts";
import type { EpochMs } from "../../domain/units.ts";
import { peopleReader } from "../../store/people.ts";
import type { OfficeContext } from "../context.ts";
import type { Handlers } from "../contract/handlers.ts";
import type { Role } from "../contract/people.ts";
import { PEOPLE_LIMITS } from "../limits.ts";
import { isSetUp, peopleChanges } from "./changes.ts";
import { createPins, type PinLimits } from "./pins.ts";
import { createSessions } from "./sessions.ts";
import { newSetupCode, type SetupCode } from "./setup-code.ts";
import { signingIn } from "./signing-in.ts";
import { createThrottle } from "./throttle.ts";

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
  /** The PIN has been given within the last two minutes of this session. */
  pinGiven(secret: string): boolean;
  /** How many PINs have been worked out: for tests and the upkeep page. */
  pinsWorkedOut(): number;
};

export type PeopleOptions = {
  readonly context: OfficeContext;
  /**
   * Shows the code of the first start on the console and on the shed's own screen; null: it is used up, take it away. Called at
   * once where nobody has been set up.
   */
  readonly showSetupCode: (code: string | null) => void;
  /** Cheaper PINs: for tests. */
  readonly pins?: PinLimits;
};

/** The code while nobody has been set up; gone after use. */
export type SetupDoor = {
  code(): SetupCode | null;
  used(): void;
};

export function createPeople({ context, showSetupCode, pins: given }: PeopleOptions): People {
  const pins = createPins(given ?? PEOPLE_LIMITS);
  const throttle = createThrottle(context.store, context.clock);
  const known = peopleReader(context.store);
  const sessions = createSessions(context, known);
  const setup = setupDoor(isSetUp(known), showSetupCode);
  const parts = { context, known, pins, throttle, sessions, setup };
  return {
    handlers: { ...signingIn(parts), ...peopleChanges(parts) },
    who: sessions.who,
    pinGiven: sessions.pinGiven,
    pinsWorkedOut: pins.workedOut,
  };
}

function setupDoor(isSetUp: boolean, show: (code: string | null) => void): SetupDoor {
  let code = isSetUp ? null : newSetupCode();
  if (code !== null) show(code.shown);
  return {
    code: () => code,
    used: () => {
      code = null;
      show(null);
    },
  };
}
