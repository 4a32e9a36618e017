// Room: office/herd. The livestock register: its cows, a new one, a changed one.
// May live here: handlers of the register. May not: facts about cows, HTTP.
// Invariant: a number and a tag belong to one cow; every earlier entry stays readable.

import { EIDS_PER_COW_MAX } from "../../config/herd-schema.ts";
import { ok, type Result } from "../../domain/result.ts";
import { type CowEntry, otherWearersOf, type RegisteredCow, writeCow } from "../../store/herd.ts";
import type { Pen, Written } from "../../store/store.ts";
import { type Caller, type Handlers, refused } from "../contract/handlers.ts";
import type { Mistake, Refusal } from "../contract/pieces.ts";
import { accept, type Made } from "./accept.ts";
import { checkCow } from "./checking.ts";
import { standingNow } from "./clear-cows.ts";
import { badEntry, mistake } from "./mistakes.ts";
import { pinOf } from "./pin-needed.ts";
import type { Room } from "./room.ts";
import { cowWith, momentFor, shortOf, verdictNow } from "./standing.ts";

type Handled = Pick<Handlers, "cows" | "addCow" | "changeCow">;

export const registerHandlers = (room: Room): Handled => ({
  cows: ({ query }, caller) => {
    const moment = momentFor(room, caller);
    const found = [...room.herd.register.values()]
      .filter((cow) => isAskedFor(cow, query.q, query.status))
      .sort((a, b) => byNumber(a.cow, b.cow))
      .filter(
        ({ cow }) =>
          query.withheld === undefined ||
          (standingNow(room, cow, moment)?.verdict.verdict !== "release") === query.withheld,
      );
    const from = Number(query.cursor ?? "0") || 0;
    const items = found.slice(from, from + query.limit).flatMap(({ cow }) => {
      const stands = standingNow(room, cow, moment);
      return stands === null ? [] : [shortOf(room, stands.cow, stands.verdict)];
    });
    const next = from + items.length < found.length ? String(from + items.length) : null;
    return ok({ items, next, total: found.length });
  },
  addCow: ({ body }, caller) =>
    accept(room, {
      route: "addCow",
      body,
      caller,
      changed: ["herd"],
      work(pen, written) {
        const { entry: _, born, ...said } = body;
        if (room.herd.register.has(body.cow)) return isThere(body.cow);
        return enter(room, { ...said, born: born ?? null, reason: "entered into the register" }, null, {
          pen,
          written,
          caller,
        });
      },
    }),
  changeCow: ({ params: { cow }, body }, caller) =>
    accept(room, {
      route: "changeCow",
      body: { ...body, ...{ cow } },
      caller,
      changed: ["herd"],
      work(pen, written) {
        const before = room.herd.register.get(cow);
        if (before === undefined) return noCow(cow);
        const entry: CowEntry = {
          cow,
          name: body.name ?? before.name,
          status: body.status ?? before.status,
          eids: body.eids ?? before.eids,
          breed: body.breed ?? before.breed,
          born: body.born ?? before.born,
          note: body.note ?? before.note,
          reason: body.reason,
        };
        return enter(room, entry, before, { pen, written, caller });
      },
    }),
});

export const byNumber = new Intl.Collator("en", { numeric: true }).compare;

function isAskedFor(cow: RegisteredCow, q: string | undefined, status: string | undefined): boolean {
  if (status !== undefined && cow.status !== status) return false;
  const text = (q ?? "").trim().toLowerCase();
  return (
    text === "" ||
    cow.cow.toLowerCase().startsWith(text) ||
    cow.name.toLowerCase().includes(text) ||
    cow.eids.some((eid) => eid.endsWith(text) || eid.startsWith(text))
  );
}

function enter(
  room: Room,
  entry: CowEntry,
  before: RegisteredCow | null,
  { pen, written, caller }: { readonly pen: Pen; readonly written: Written; readonly caller: Caller },
): Result<Made, Refusal> {
  const checked = checkCow(room.herd, entry);
  const mistakes: readonly Mistake[] = [...tooManyTags(entry.eids), ...(checked.ok ? [] : checked.error)];
  if (mistakes.length > 0) return badEntry(mistakes);
  const moved = tagsOfOthers(room, entry, before);
  const allowed = mayGoToTheVat(room, { entry, before, moved, caller });
  if (!allowed.ok) return allowed;
  const record = writeCow(pen, entry, before, written);
  const version = (before?.version ?? 0) + 1;
  const taken: RegisteredCow = { ...entry, version, record, by: written.by, at: written.at };
  return ok({
    outcome: { record, bails: true, cows: [entry.cow], warnings: [...warningsOf(entry), ...moved] },
    takeOver: () => room.herd.takeCow(taken),
  });
}

/** Of each tag that is new to her and was another cow's: whose, in words. Her holds stay with the number, the milk goes by the tag. */
const tagsOfOthers = (room: Room, { cow, eids }: CowEntry, before: RegisteredCow | null): readonly string[] =>
  eids
    .filter((eid) => before === null || !before.eids.includes(eid))
    .flatMap((eid) =>
      otherWearersOf(room.context.store, eid, cow).map(
        (other) =>
          `Tag ${eid} was cow ${other}'s: whoever wears it goes by cow ${cow}'s records from now on, not by cow ${other}'s. Look which cow it is in.`,
      ),
    );

/**
 * Only a manager or the vet may let a cow go to the vat who did not before, and only a manager gives her the tag of another; both with the
 * PIN. A new number brings nobody to the vat who was kept out of it.
 */
function mayGoToTheVat(
  room: Room,
  given: {
    readonly entry: CowEntry;
    readonly before: RegisteredCow | null;
    readonly moved: readonly string[];
    readonly caller: Caller;
  },
): Result<null, Refusal> {
  const { entry, before, moved, caller } = given;
  const role = caller.person?.role;
  const [tag] = moved;
  if (tag !== undefined)
    return role === "manager"
      ? pinOf(caller, "Her milk will go by another cow's records")
      : refused("not-allowed", tag, "Ask a manager to enter it.");
  if (entry.status !== "in-milk" || before?.status === "in-milk") return ok(null);
  const moment = momentFor(room, caller);
  const known = cowWith(room, entry.cow, moment);
  const open = known === null ? [] : (verdictNow(room, known, moment).standing?.open ?? []);
  if (open.length > 0) return ok(null);
  if (role === "manager" || role === "vet")
    return before === null ? ok(null) : pinOf(caller, `With this cow ${entry.cow} goes to the vat`);
  return refused(
    "not-allowed",
    `With this cow ${entry.cow} would go to the vat: nothing is on record that withholds her.`,
    "If she has calved, enter her calving first. Otherwise ask a manager or the vet to enter it.",
  );
}

const tooManyTags = (eids: readonly string[]): readonly Mistake[] =>
  eids.length <= EIDS_PER_COW_MAX
    ? []
    : [
        mistake(
          "eids",
          `${eids.length} tags`,
          `at most ${EIDS_PER_COW_MAX}`,
          "Leave out the tags that she does not wear any more: the register remembers them.",
        ),
      ];

const warningsOf = ({ cow, eids, status }: CowEntry): string[] =>
  eids.length === 0 && status === "in-milk"
    ? [`Cow ${cow} has no tag: at every milking she is diverted until a milker says who she is.`]
    : [];

const isThere = (cow: string) =>
  refused(
    "conflict",
    `Cow ${cow} is in the register already.`,
    "Open her page to change her entry; give another animal another number.",
  );

export const noCow = (cow: string) =>
  refused(
    "not-found",
    `There is no cow ${cow} in the register.`,
    "Look for a slip in the number, or enter her into the register first.",
  );
