// Room: office/people. Who may come in, changed at the computer itself while the office is stopped: another PIN, nobody any more, somebody new.
// May live here: what such a change takes with it. May not: terminals, arguments, whether the office runs (the lock of the store says that).
// Invariants: the same rules as on the pages; every change is evidence, by "console", with a clock that nobody vouches for.

import type { PersonId } from "../../domain/ids.ts";
import type { Result } from "../../domain/result.ts";
import type { EpochMs } from "../../domain/units.ts";
import { endSession, forgetThrottle, peopleReader, readSessions } from "../../store/people.ts";
import type { Pen, Store } from "../../store/store.ts";
import type { Person } from "../contract/people.ts";
import type { Refusal } from "../contract/pieces.ts";
import { PEOPLE_LIMITS } from "../limits.ts";
import { type Adding, addOne, type Changing, changeOne, nameTaken, pinTooEasy, shown } from "./changes.ts";
import { createPins, type PinLimits } from "./pins.ts";
import { allTriesOf } from "./signing-in.ts";

export type PeopleAtTheConsole = {
  everybody(): readonly Person[];
  /** Why this PIN would not be taken, or this name; null: it would. For asking before anything is worked out. */
  wrongPin(pin: string): Refusal | null;
  wrongName(person: string): Refusal | null;
  /** Ends the person's sessions, and the waits that wrong tries have left. */
  newPin(person: PersonId, pin: string): Promise<Result<Person, Refusal>>;
  deactivate(person: PersonId): Promise<Result<Person, Refusal>>;
  add(person: Adding): Promise<Result<Person, Refusal>>;
};

export function peopleAtTheConsole(
  store: Store,
  { clock, pins = PEOPLE_LIMITS }: { readonly clock: { wall(): EpochMs }; readonly pins?: PinLimits },
): PeopleAtTheConsole {
  const known = peopleReader(store);
  const endSessionsOf = (pen: Pen, person: PersonId): void => {
    for (const session of readSessions(store))
      if (session.person === person) endSession(pen, session.secretHash);
  };
  const changing: Changing = { store, known, pins: createPins(pins), endSessionsOf };
  const written = () => ({ by: "console", at: clock.wall(), trusted: false });
  return {
    everybody: () => known.everybody().map(shown),
    wrongPin: pinTooEasy,
    wrongName: (person) => nameTaken(known, person),
    newPin: (person, pin) => {
      const alongside = (pen: Pen): void => {
        for (const what of allTriesOf(person)) forgetThrottle(pen, what);
      };
      return changeOne(changing, { person, pin }, { written: written(), alongside });
    },
    deactivate: (person) => changeOne(changing, { person, active: false }, { written: written() }),
    add: (person) => addOne(changing, person, { written: written() }),
  };
}
