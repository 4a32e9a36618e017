// Room: main. `vatguard people`: who may sign in, at the computer itself, while the program is stopped. Above all another PIN for a manager who has forgotten it.
// May live here: arguments, words, exit codes. May not: rules about persons (office/people).
// Invariants: exit 0 done or listed, 1 not done and everything as it was, 2 wrong use. The store has one owner: while the office has it,
// nothing is done here. No second way in is kept open for this: whoever has the shell of the box can stop the program, and nobody else can.

import { randomUUID } from "node:crypto";
import { statSync } from "node:fs";
import { parseArgs } from "node:util";
import { type PersonId, personId } from "../domain/ids.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { type Person, personIn, pin as pinSchema, type Role } from "../office/contract/people.ts";
import type { Refusal } from "../office/contract/pieces.ts";
import { type PeopleAtTheConsole, peopleAtTheConsole } from "../office/people/at-the-console.ts";
import { recordsBegun } from "../store/create.ts";
import { openStore } from "../store/open.ts";
import { StoreFailure } from "../store/open-trouble.ts";
import type { StoreTrouble } from "../store/store.ts";
import type { CommandIo } from "./commands.ts";
import { optionProblems } from "./options.ts";
import { askPin } from "./people-pin.ts";
import { placeOf } from "./restore-place.ts";
import { systemClock } from "./system-clock.ts";

const USAGE = `Usage: npx vatguard people [--data FOLDER] [--config FILE]
       npx vatguard people [--data FOLDER] [--config FILE] --new-pin PERSON
       npx vatguard people [--data FOLDER] [--config FILE] --deactivate PERSON
       npx vatguard people [--data FOLDER] [--config FILE] --add PERSON --name NAME --role ROLE
Who may sign in, while the program is stopped; without more, the list as JSON lines. (While it runs, a manager does the same on
its page People.) Every change is a record, signed "console".
  --new-pin PERSON     another PIN, asked for twice, or one line on stdin; ends what is open and what must be waited for
  --deactivate PERSON  may sign in no more; not the last manager
  --add PERSON         somebody new, under this short name; the PIN as above
  --name NAME          how they are called
  --role ROLE          milker, manager, vet or auditor
  --data FOLDER        the data folder; without it the one of the configuration
  --config FILE        the configuration; without it vatguard.yaml in this folder
`;

export async function runPeople(args: readonly string[], io: CommandIo): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    io.stderr.write(USAGE);
    return 0;
  }
  const asked = askedOf(args);
  if (!asked.ok) return wrongUse(io, asked.error);
  const place = await placeOf(asked.value.data, asked.value.config);
  if (!place.ok) return wrongUse(io, place.error);
  const { path, dataDir } = place.value;
  const notHere = notOpenedHere(path, dataDir);
  if (notHere !== null) return said(io, 2, notHere);
  const opened = openStore({ path, clock: systemClock, boot: randomUUID() });
  if (!opened.ok) return said(io, 1, troubleWords(opened.error));
  try {
    return await doIt(peopleAtTheConsole(opened.value, { clock: systemClock }), asked.value.what, io);
  } catch (error) {
    if (!(error instanceof StoreFailure)) throw error;
    return said(io, 1, error.message);
  } finally {
    opened.value.close();
  }
}

type What =
  | { readonly kind: "list" }
  | { readonly kind: "new-pin" | "deactivate"; readonly person: string }
  | { readonly kind: "add"; readonly person: string; readonly name: string; readonly role: Role };
type Asked = { readonly what: What; readonly data: string | null; readonly config: string | null };

const OPTIONS = {
  data: { type: "string" },
  config: { type: "string" },
  "new-pin": { type: "string" },
  deactivate: { type: "string" },
  add: { type: "string" },
  name: { type: "string" },
  role: { type: "string" },
} as const;

/** What was asked, or all that is wrong with it. */
function askedOf(args: readonly string[]): Result<Asked, string> {
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options: OPTIONS,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const text = (name: keyof typeof OPTIONS): string | null => {
    const value = values[name];
    return typeof value === "string" ? value : null;
  };
  const wrong = [...optionProblems(OPTIONS, tokens)];
  // Not repeated: it may be a PIN.
  if (positionals.length > 0)
    wrong.push("there is something beside the options. A PIN is never written on the command line.");
  const kinds = (["new-pin", "deactivate", "add"] as const).filter((kind) => text(kind) !== null);
  if (kinds.length > 1) wrong.push(`one thing at a time: ${kinds.map((kind) => `--${kind}`).join(" or ")}.`);
  const [kind] = kinds;
  const [name, role] = [text("name"), text("role")];
  if (kind !== "add" && (name !== null || role !== null))
    wrong.push("--name and --role go with --add. Names and roles of others are changed on the page People.");
  const what = kind === "add" ? addedOf({ person: text("add"), name, role }, wrong) : null;
  if (wrong.length > 0) return err(wrong.join("\n"));
  const places = { data: text("data"), config: text("config") };
  if (kind === undefined) return ok({ what: { kind: "list" }, ...places });
  if (kind === "add") return what === null ? err(USAGE) : ok({ what, ...places });
  return ok({ what: { kind, person: text(kind) ?? "" }, ...places });
}

const EXPECTED = {
  person:
    "--add: a short name of 1 to 32 small letters, digits, points and hyphens, the first a letter or digit",
  name: "--name: how they are called, 1 to 60 letters",
  role: "--role: milker, manager, vet or auditor",
} as const;

function addedOf(
  given: { readonly [Key in keyof typeof EXPECTED]: string | null },
  wrong: string[],
): Extract<What, { kind: "add" }> | null {
  const read = personIn.omit({ pin: true }).safeParse(given);
  // The pages refuse them in every text (office/server/mistakes.ts).
  const isPlain = plain(given.name ?? "") === (given.name ?? "");
  if (read.success && isPlain) return { kind: "add", ...read.data };
  const places = new Set(read.success ? [] : read.error.issues.map(({ path }) => path[0]));
  if (!isPlain) places.add("name");
  for (const key of ["person", "name", "role"] as const) {
    const found = given[key] === null ? "nothing" : JSON.stringify(given[key]);
    if (places.has(key)) wrong.push(`${EXPECTED[key]}; found ${found}.`);
  }
  return null;
}

/** Why the records are not even opened; null: they may be. */
function notOpenedHere(path: string, dataDir: string): string | null {
  if (!recordsBegun(path))
    return (
      `There are no records in ${dataDir}, and there never were any. Usually this is the wrong folder: name the right one with --data. ` +
      "A shed that was never started has nobody yet: start the program and set up the first manager with the code that it shows."
    );
  const owner = statSync(path, { throwIfNoEntry: false })?.uid;
  const me = process.geteuid?.();
  if (owner === undefined || me === undefined || owner === me) return null;
  // Files that another user leaves behind could not be opened by the program any more.
  return (
    `The records in ${dataDir} belong to another user. Run this as that user, who is usually vatguard: ` +
    `sudo -u '#${owner}' npx vatguard people …`
  );
}

async function doIt(people: PeopleAtTheConsole, what: What, io: CommandIo): Promise<number> {
  switch (what.kind) {
    case "list": {
      const everybody = people.everybody();
      for (const person of everybody) io.stdout.write(`${JSON.stringify(person)}\n`);
      if (everybody.length === 0)
        io.stderr.write(
          "Nobody is set up yet. Start the program: it shows the code for the first manager.\n",
        );
      return 0;
    }
    case "new-pin":
      return newPin(people, what.person, io);
    case "deactivate": {
      const person = knownAs(people, what.person);
      if (!person.ok) return said(io, 2, person.error);
      const gone = await people.deactivate(personId(person.value.person));
      return told(io, gone, "may sign in no more, and is signed out everywhere.");
    }
    case "add": {
      const taken = people.wrongName(what.person);
      if (taken !== null) return said(io, 1, inWords(taken));
      const pin = await askPin(io, what.person, pinProblem(people));
      if (!pin.ok) return said(io, 1, pin.error);
      const { person, name, role } = what;
      return told(io, await people.add({ person, name, role, pin: pin.value }), `was added as ${role}.`);
    }
  }
}

async function newPin(people: PeopleAtTheConsole, who: string, io: CommandIo): Promise<number> {
  const known = knownAs(people, who);
  if (!known.ok) return said(io, 2, known.error);
  const person: PersonId = personId(known.value.person);
  if (!known.value.active)
    return said(
      io,
      1,
      `${person} may sign in no more: another PIN would not change that. A manager can let them in again on the page People.`,
    );
  const pin = await askPin(io, person, pinProblem(people));
  if (!pin.ok) return said(io, 1, pin.error);
  return told(io, await people.newPin(person, pin.value), "has another PIN, and is signed out everywhere.");
}

function knownAs(people: PeopleAtTheConsole, who: string): Result<Person, string> {
  const everybody = people.everybody();
  const found = everybody.find(({ person }) => person === who);
  if (found !== undefined) return ok(found);
  const names = everybody.map(({ person, name }) => `  ${person}  ${plain(name)}`);
  return err(`There is nobody of the short name ${JSON.stringify(who)}. There are:\n${names.join("\n")}`);
}

const pinProblem =
  (people: PeopleAtTheConsole) =>
  (pin: string): string | null => {
    if (!pinSchema.safeParse(pin).success) return "A PIN is six to twelve digits and nothing else.";
    const wrong = people.wrongPin(pin);
    return wrong === null ? null : inWords(wrong);
  };

function told(io: CommandIo, done: Result<Person, Refusal>, says: string): number {
  if (!done.ok) return said(io, 1, inWords(done.error));
  const { person, name } = done.value;
  io.stdout.write(`${JSON.stringify(done.value)}\n`);
  io.stderr.write(`${person} (${plain(name)}) ${says} It is recorded. Start the program again.\n`);
  return 0;
}

/** A name that was taken before control signs were refused gives this terminal no orders. */
const plain = (name: string): string => name.replaceAll(/\p{Cc}/gu, "?");

const inWords = ({ says, fix }: Refusal): string => `${says} ${fix}`;

const troubleWords = ({ kind, says, fix }: StoreTrouble): string =>
  kind === "in-use"
    ? "The program is running and has the records. Best between two milkings: stop it (`sudo systemctl stop vatguard`, or Ctrl-C where it was " +
      "started by hand; every bail diverts meanwhile), do this again, and start it again. Or let a manager do it on its page People."
    : `${says} ${fix}`;

function said(io: CommandIo, code: number, says: string): number {
  io.stderr.write(`people: ${says}\n`);
  return code;
}

function wrongUse(io: CommandIo, says: string): number {
  io.stderr.write(`people: ${says}\n\n${USAGE}`);
  return 2;
}
