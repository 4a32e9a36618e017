// Room: office/herd. The way of every entry: once, in one transaction, into memory, in force at the bails, and then the answer.
// May live here: the order of these steps and the words of the answer. May not: what an entry says.
// Invariant: "in force" is said only of a table that has the entry in it and that the controller has confirmed.

import { z } from "zod";
import { ok, type Result } from "../../domain/result.ts";
import { writeEntry } from "../../store/entries.ts";
import { StoreFailure } from "../../store/open-trouble.ts";
import type { Pen, Written } from "../../store/store.ts";
import type { Changed } from "../context.ts";
import { type Caller, refused } from "../contract/handlers.ts";
import type { Recorded, Refusal } from "../contract/pieces.ts";
import type { RouteName } from "../contract/routes.ts";
import { atTheBails } from "./at-the-bails.ts";
import type { Room } from "./room.ts";
import { iso } from "./standing.ts";

/** What is kept of an entry, to answer the same when it is sent again. */
const outcome = z.object({
  record: z.string(),
  at: z.string(),
  /** Whether the bails have to know of it. */
  bails: z.boolean(),
  /** The cows it is about, for what is said of them at the bails. */
  cows: z.array(z.string()),
  warnings: z.array(z.string()),
});
export type Outcome = z.output<typeof outcome>;

/** What an entry comes to: its answer, and how memory takes it over once it is on the disk. */
export type Made = { readonly outcome: Omit<Outcome, "at">; readonly takeOver: () => void };
export type Entry = {
  readonly route: RouteName;
  readonly body: { readonly entry: string };
  readonly caller: Caller;
  readonly changed: readonly Changed[];
  /** Checks it and writes it, or refuses it, which undoes everything. */
  readonly work: (pen: Pen, written: Written) => Result<Made, Refusal>;
};

export async function accept(room: Room, given: Entry): Promise<Result<Recorded, Refusal>> {
  if (given.caller.onlyLooks === true) return looked(room, given);
  const written = commit(room, given);
  if (!written.ok) return written;
  const { answer, again } = written.value;
  if (!again) room.context.changed(...given.changed);
  return ok(await answered(room, answer));
}

/** What would be refused. Everything that the work writes is undone, whatever it comes to. */
function looked(room: Room, { body, route, caller, work }: Entry): Result<never, Refusal> {
  const { at, trusted, person } = caller;
  const nothing = refused("bad-entry", "Nothing else was found.", "", []);
  try {
    const seen = writeEntry(
      room.context.store,
      { entry: body.entry, route, body, at },
      (json) => outcome.parse(json),
      (pen) => {
        const made = work(pen, { by: person?.person ?? "office", at, trusted });
        return made.ok ? nothing : made;
      },
    );
    return seen.ok || "kind" in seen.error ? nothing : { ok: false, error: seen.error };
  } catch (error) {
    if (!(error instanceof StoreFailure)) throw error;
    return nothing;
  }
}

type Committed = { readonly answer: Outcome; readonly again: boolean };

function commit(room: Room, { route, body, caller, work }: Entry): Result<Committed, Refusal> {
  const { at, trusted, person } = caller;
  const after: { takeOver: () => void } = { takeOver: () => undefined };
  try {
    const { entry, ...said } = body;
    const asked = { entry, route, body: said, at };
    const written = writeEntry(
      room.context.store,
      asked,
      (json) => outcome.parse(json),
      (pen) => {
        const made = work(pen, { by: person?.person ?? "office", at, trusted });
        if (!made.ok) return made;
        after.takeOver = made.value.takeOver;
        return ok<Outcome>({ ...made.value.outcome, at: iso(at) });
      },
    );
    if (!written.ok) return "kind" in written.error ? anotherEntry() : { ok: false, error: written.error };
    if (!written.value.again) {
      after.takeOver();
      if (written.value.answer.bails) room.publisher.changed();
    }
    return written;
  } catch (error) {
    if (!(error instanceof StoreFailure)) throw error;
    const { says, fix } = error.trouble;
    return refused(
      "not-ready",
      `NOT recorded. ${says}`,
      `Mark the cow by hand and keep her milk out of the vat; enter it again when this is over. ${fix}`,
    );
  }
}

const anotherEntry = () =>
  refused(
    "conflict",
    "Not recorded: an entry with this id is in the records already, and says something else.",
    "Load the page again, look whether the first one stands in the book, and enter the rest anew.",
  );

/** The answer for what is recorded, as things stand at the bails now. */
export async function answered(
  room: Room,
  { record, at, bails, cows, warnings }: Outcome,
): Promise<Recorded> {
  const of = { record, at };
  if (!bails || room.herd.register.size === 0)
    return { ...of, state: "no-bails", says: "Recorded.", warnings };
  const isInForce = await room.publisher.untilInForce();
  if (!isInForce) {
    const who = cows.length > 1 ? "mark the cows" : "mark the cow";
    const says = `Recorded, NOT in force at the bails: ${who}.`;
    return { ...of, state: "not-in-force", says, warnings };
  }
  const there = await atTheBails(room, cows);
  return { ...of, state: "in-force", says: "Recorded and in force.", warnings: [...warnings, ...there] };
}

/** An entry's answer as it was kept; null: it is of another kind. */
export function outcomeOf(kept: string): Outcome | null {
  const read = outcome.safeParse(JSON.parse(kept));
  return read.success ? read.data : null;
}
