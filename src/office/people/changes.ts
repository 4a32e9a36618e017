// Room: office/people. Adding and changing persons: evidence, in versions.
// May live here: those rules. May not: signing in.
// Invariant: there is always one who may add others; nobody is ever deleted, since records name them.

import { type PersonId, personId } from "../../domain/ids.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { appendPerson, type PeopleReader, type StoredPerson, writePin } from "../../store/people.ts";
import type { Pen, Store, Written } from "../../store/store.ts";
import type { OfficeContext } from "../context.ts";
import { type Caller, type Handlers, refused } from "../contract/handlers.ts";
import type { Person } from "../contract/people.ts";
import type { Refusal } from "../contract/pieces.ts";
import { PEOPLE_LIMITS } from "../limits.ts";
import { easyPin } from "./pin.ts";
import type { Pins } from "./pins.ts";
import type { Sessions } from "./sessions.ts";

export type Adding = Parameters<Handlers["addPerson"]>[0]["body"];
export type Change = Parameters<Handlers["changePerson"]>[0]["body"];

/** What a change of persons works with, on the pages and at the computer itself. */
export type Changing = {
  readonly store: Store;
  readonly known: PeopleReader;
  readonly pins: Pick<Pins, "hasRoom" | "derive">;
  /** In the transaction of the change. */
  readonly endSessionsOf: (pen: Pen, person: PersonId) => void;
};
type By = { readonly written: Written; readonly alongside?: (pen: Pen) => void };
type Given = {
  readonly context: OfficeContext;
  readonly known: PeopleReader;
  readonly pins: Pins;
  readonly sessions: Sessions;
};

/** Who else signs records: never a person's name. */
const TAKEN: ReadonlySet<string> = new Set(["controller", "office", "console"]);

export const isSetUp = (known: PeopleReader): boolean =>
  known.everybody().some(({ role, active }) => role === "manager" && active);

export function peopleChanges({
  context,
  known,
  pins,
  sessions,
}: Given): Pick<Handlers, "people" | "addPerson" | "changePerson"> {
  const { store, changed } = context;
  const changing: Changing = { store, known, pins, endSessionsOf: sessions.endAllOf };
  const told = (done: Result<Person, Refusal>): Result<Person, Refusal> => {
    if (done.ok) changed("people");
    return done;
  };
  return {
    people: () => ok({ items: known.everybody().map(shown) }),
    addPerson: async ({ body }, caller) =>
      told(await addOne(changing, body, { written: writtenBy(caller, personId(body.person)) })),
    changePerson: async ({ params, body }, caller) => {
      const written = writtenBy(caller, personId(params.person));
      return told(await changeOne(changing, { person: params.person, ...body }, { written }));
    },
  };
}

export async function addOne(
  { store, known, pins }: Changing,
  body: Adding,
  { written }: By,
): Promise<Result<Person, Refusal>> {
  const wrong = pinTooEasy(body.pin) ?? nameTaken(known, body.person);
  if (wrong !== null) return err(wrong);
  if (!pins.hasRoom()) return err(BUSY);
  const derived = await pins.derive(body.pin);
  const who = personId(body.person);
  const done = store.write((pen): Result<null, Refusal> => {
    const meanwhile = nameTaken(known, body.person);
    if (meanwhile !== null) return err(meanwhile);
    const { name, role } = body;
    const version = { person: who, version: 1, name, role, active: true, newPin: true };
    appendPerson(pen, version, written, `${who} (${name}) was added as ${role}.`);
    writePin(pen, who, derived);
    return ok(null);
  });
  return done.ok ? shownOrGone(known, who) : done;
}

/** `alongside` is in the transaction of the change. */
export async function changeOne(
  { store, known, pins, endSessionsOf }: Changing,
  { person, ...change }: Change & { readonly person: string },
  { written, alongside = () => undefined }: By,
): Promise<Result<Person, Refusal>> {
  const before = known.one(person);
  if (before === null) return err(UNKNOWN);
  const easy = change.pin === undefined ? null : pinTooEasy(change.pin);
  if (easy !== null) return err(easy);
  if (change.pin !== undefined && !pins.hasRoom()) return err(BUSY);
  const derived = change.pin === undefined ? null : await pins.derive(change.pin);
  const done = store.write((pen): Result<null, Refusal> => {
    // Read again: somebody else may have changed them while the PIN was worked out.
    const now = known.one(person) ?? before;
    const says = changeInWords(now, change);
    if (says === null) return err(NOTHING_CHANGES);
    const next = changedPerson(now, change);
    if (isLastManager(known, now) && !(next.active && next.role === "manager")) return err(LAST_MANAGER);
    appendPerson(pen, { ...next, newPin: derived !== null }, written, says);
    if (derived !== null) writePin(pen, now.person, derived);
    if (derived !== null || next.role !== now.role || next.active !== now.active) {
      endSessionsOf(pen, now.person);
    }
    alongside(pen);
    return ok(null);
  });
  return done.ok ? shownOrGone(known, before.person) : done;
}

const changedPerson = (now: StoredPerson, change: Change): StoredPerson => ({
  ...now,
  version: now.version + 1,
  name: change.name ?? now.name,
  role: change.role ?? now.role,
  active: change.active ?? now.active,
});

/** Null: nothing would be other than it is. */
function changeInWords(now: StoredPerson, { name, role, active, pin }: Change): string | null {
  const parts = [
    ...(name !== undefined && name !== now.name ? [`is called ${name} from now on`] : []),
    ...(role !== undefined && role !== now.role ? [`is ${role} instead of ${now.role}`] : []),
    ...(active === false && now.active ? ["may sign in no more"] : []),
    ...(active === true && !now.active ? ["may sign in again"] : []),
    ...(pin === undefined ? [] : ["got another PIN"]),
  ];
  return parts.length === 0 ? null : `${now.person} (${now.name}) ${parts.join(", ")}.`;
}

const isLastManager = (known: PeopleReader, person: StoredPerson): boolean =>
  person.active &&
  person.role === "manager" &&
  !known
    .everybody()
    .some((other) => other.person !== person.person && other.active && other.role === "manager");

export function nameTaken(known: PeopleReader, person: string): Refusal | null {
  const people = known.everybody();
  if (TAKEN.has(person) || people.some((one) => one.person === person)) {
    return refused(
      "conflict",
      `The short name ${person} is taken.`,
      "Choose another, for instance with a surname.",
    ).error;
  }
  if (people.length < PEOPLE_LIMITS.people) return null;
  return refused(
    "too-much",
    `There are ${PEOPLE_LIMITS.people} people already, which is as many as the shed keeps.`,
    "Give somebody who has left another name, role and PIN.",
  ).error;
}

export function pinTooEasy(pin: string): Refusal | null {
  const why = easyPin(pin);
  if (why === null) return null;
  const mistake = {
    at: "pin",
    found: `a PIN that is easy to guess: ${why}`,
    expected: "six to twelve digits that nobody tries first",
    fix: "Take digits that mean something only to you, and no date.",
  };
  return refused("bad-entry", `This PIN is easy to guess: ${why}.`, mistake.fix, [mistake]).error;
}

/** Who wrote it; at the first start the person themselves, with the code from the console. */
export const writtenBy = ({ person, at, trusted }: Caller, self: PersonId) => ({
  by: person?.person ?? self,
  at,
  trusted,
});

export const shown = ({ person, name, role, active, since, lastSignIn }: StoredPerson): Person => ({
  person,
  name,
  role,
  active,
  since: new Date(since).toISOString(),
  lastSignIn: lastSignIn === null ? null : new Date(lastSignIn).toISOString(),
});
function shownOrGone(known: PeopleReader, who: string): Result<Person, Refusal> {
  const person = known.one(who);
  return person === null ? err(UNKNOWN) : ok(shown(person));
}

export const BUSY: Refusal = {
  ...refused("wait", "Too many people are signing in at this moment.", "Try again in a few seconds.").error,
  retryAfter: 3,
};
const UNKNOWN = refused(
  "not-found",
  "There is no person of this short name.",
  "Look at the list of people.",
).error;
const NOTHING_CHANGES = refused(
  "bad-entry",
  "Nothing would be other than it is; nothing was saved.",
  "Say what is to change: name, role, PIN, or whether they may sign in.",
).error;
const LAST_MANAGER = refused(
  "conflict",
  "This is the last manager; without one nobody could add people or end a hold.",
  "Make somebody else a manager first.",
).error;
