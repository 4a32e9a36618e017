// Room: office/people. The first start, signing in and out, and the PIN once more.
// May live here: the order of those steps. May not: HTTP.
// Invariants: the answer to a wrong try is the same, in words and in time, whether the name, the PIN or both were wrong; every try is
// counted before it is looked at; a session gets a new secret at every sign-in.

import { type PersonId, personId } from "../../domain/ids.ts";
import { assert, err, ok, type Result } from "../../domain/result.ts";
import type { DurationMs } from "../../domain/units.ts";
import { appendPerson, type PeopleReader, writePin, writeSignIn } from "../../store/people.ts";
import type { OfficeContext } from "../context.ts";
import { type Caller, type Door, type Handlers, refused } from "../contract/handlers.ts";
import type { Session } from "../contract/people.ts";
import type { Refusal } from "../contract/pieces.ts";
import { THROTTLES } from "../limits.ts";
import { BUSY, isSetUp, nameTaken, pinTooEasy, writtenBy } from "./changes.ts";
import type { SetupDoor } from "./people.ts";
import type { Pins } from "./pins.ts";
import type { Sessions } from "./sessions.ts";
import type { Throttle, Ticket } from "./throttle.ts";

type Given = {
  readonly context: OfficeContext;
  readonly known: PeopleReader;
  readonly pins: Pins;
  readonly throttle: Throttle;
  readonly sessions: Sessions;
  readonly setup: SetupDoor;
};

export function signingIn(
  given: Given,
): Pick<Handlers, "session" | "setUp" | "signIn" | "signOut" | "pinAgain"> {
  const { context, known, pins, sessions } = given;
  const { store } = context;
  return {
    session: (_asked, caller) => ok(sessionFor(given, doorOf(caller), doorOf(caller).secret)),

    setUp: async ({ body }, caller) => {
      const door = doorOf(caller);
      const checked = checkCode(given, door, body.code);
      if (!checked.ok) return checked;
      const wrong = pinTooEasy(body.pin) ?? nameTaken(known, body.person);
      if (wrong !== null) return err(wrong);
      if (!pins.hasRoom()) return err(BUSY);
      const derived = await pins.derive(body.pin);
      // Two may have come in with the same code: only the first makes a manager.
      if (isSetUp(known)) return err(ALREADY_SET_UP);
      const who = personId(body.person);
      const { name } = body;
      const secret = store.write((pen) => {
        const version = {
          person: who,
          version: 1,
          name,
          role: "manager",
          active: true,
          newPin: true,
        } as const;
        const says = `${who} (${name}) was set up as the first manager, with the code from the console.`;
        appendPerson(pen, version, writtenBy(caller, who), says);
        writePin(pen, who, derived);
        writeSignIn(pen, who, caller.at);
        return sessions.begin(pen, who, door.secret);
      });
      given.setup.used();
      context.changed("people");
      return ok(comeIn(given, door, secret));
    },

    signIn: async ({ body }, caller) => {
      const door = doorOf(caller);
      const right = await checkPin(given, door, body.person, body.pin);
      if (!right.ok) return right;
      const secret = store.write((pen) => {
        writeSignIn(pen, right.value, caller.at);
        return sessions.begin(pen, right.value, door.secret);
      });
      return ok(comeIn(given, door, secret));
    },

    signOut: (_asked, caller) => {
      const door = doorOf(caller);
      if (door.secret !== null) sessions.end(door.secret);
      door.give(null);
      return ok(sessionFor(given, door, null));
    },

    pinAgain: async ({ body }, caller) => {
      const door = doorOf(caller);
      assert(caller.person !== null && door.secret !== null, "the PIN once more takes a session");
      const right = await checkPin(given, door, caller.person.person, body.pin);
      if (!right.ok) return right;
      sessions.givePin(door.secret);
      return ok({ says: "The PIN counts for the next two minutes." });
    },
  };
}

/** Hands the browser its new secret. */
function comeIn(given: Given, door: Door, secret: string): Session {
  door.give(secret);
  return sessionFor(given, door, secret);
}

function sessionFor({ context, known, sessions }: Given, door: Door, secret: string | null): Session {
  const { shed, clock } = context;
  const who = secret === null ? null : sessions.who(secret, false);
  const person = who === null ? null : known.one(who.person);
  const iso = (at: number) => new Date(at).toISOString();
  const people = known.everybody();
  return {
    needsSetup: !people.some(({ role, active }) => role === "manager" && active),
    person: person === null ? null : { person: person.person, name: person.name, role: person.role },
    token: who?.token ?? null,
    idleUntil: who === null ? null : iso(who.idleUntil),
    endsAt: who === null ? null : iso(who.endsAt),
    boardsOpen: door.boardsOpen,
    people:
      door.boardsOpen || who !== null
        ? people.filter(({ active }) => active).map((one) => ({ person: one.person, name: one.name }))
        : [],
    shed: { name: shed.plan.name, timeZone: shed.plan.timeZone, version: context.version },
    notices: context.notices().map((notice) => ({ ...notice })),
    now: iso(clock.wall()),
  };
}

function checkCode({ known, throttle, setup }: Given, door: Door, typed: string): Result<null, Refusal> {
  const code = setup.code();
  if (code === null || isSetUp(known)) return err(ALREADY_SET_UP);
  const ticket = throttle.take([{ what: `setup ${placeOf(door)}`, rule: THROTTLES.setup }]);
  if ("wait" in ticket) return err(waitFor(ticket.wait));
  if (!code.isRight(typed)) return err(wrong("The code is not the one on the console.", ticket));
  ticket.right();
  return ok(null);
}

/** Nobody, somebody who may sign in no more, and a wrong PIN take the same way and the same time. */
async function checkPin(
  { known, pins, throttle }: Given,
  door: Door,
  typed: string,
  pin: string,
): Promise<Result<PersonId, Refusal>> {
  if (!pins.hasRoom()) return err(BUSY);
  const place = placeOf(door);
  const ticket = throttle.take([
    { what: triesOf(place, typed), rule: THROTTLES.person },
    { what: `all ${place}`, rule: THROTTLES.all },
  ]);
  if ("wait" in ticket) return err(waitFor(ticket.wait));
  const person = known.one(typed);
  const derived = person?.active ? known.pin(typed) : null;
  const right = await pins.isRight(derived, pin);
  if (!right || person === null) return err(wrong("The name or the PIN is not right.", ticket));
  // Meanwhile they may have been told to go, or have been given another PIN.
  const now = known.pin(typed);
  const still = known.one(typed)?.active === true && now !== null && derived !== null;
  if (!still || Buffer.compare(now, derived) !== 0) {
    return err(wrong("The name or the PIN is not right.", ticket));
  }
  ticket.right();
  return ok(person.person);
}

/**
 * The shed's own screen counts by itself: nobody on the network can make the milker at the box wait. It doubles what can be tried,
 * for those alone who stand there.
 */
const placeOf = (door: Door): Place => (door.here ? "here" : "network");
type Place = "here" | "network";
/** Under what name wrong tries are counted. */
const triesOf = (place: Place, typed: string): string => `person ${place} ${typed}`;
/** All that a person's wrong tries are counted under. */
export const allTriesOf = (person: PersonId): readonly string[] =>
  (["here", "network"] as const).map((place) => triesOf(place, person));

function doorOf({ door }: Caller): Door {
  assert(door !== undefined, "persons come in through the server");
  return door;
}

const wrong = (says: string, ticket: Ticket): Refusal => {
  const fix =
    ticket.next > 0
      ? `Look again; the next try counts in ${inWords(ticket.next)}.`
      : "Look again and try once more.";
  return refused("wrong-pin", says, fix).error;
};
const waitFor = (wait: DurationMs): Refusal => ({
  ...refused(
    "wait",
    `There were too many wrong tries. The next one counts in ${inWords(wait)}.`,
    "Wait that long; a try before does not count and does not lengthen it. A manager can give a new PIN.",
  ).error,
  retryAfter: Math.ceil(wait / 1_000),
});
const inWords = (wait: DurationMs): string => {
  const seconds = Math.ceil(wait / 1_000);
  if (seconds === 1) return "one second";
  return seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
};
const ALREADY_SET_UP = refused(
  "conflict",
  "The shed has been set up already.",
  "Sign in; a manager can add you on the page of people.",
).error;
