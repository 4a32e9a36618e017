// Room: office/herd. Facts about cows other than treatments: calvings, tests, observations, holds, and what ends one.
// May live here: their handlers, who may loosen what. May not: what a fact means for milk (domain/holds).
// Invariant: anyone who may write may withhold; only a manager or the vet ends or shortens a hold, with a reason; what was seen at
// stripping ends by a look of whoever milks, with PIN and reason.

import type { z } from "zod";
import type { CowFact } from "../../domain/holds/facts.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { FactBody, FactDetail } from "../../store/facts.ts";
import { isFactName, writeFact } from "../../store/facts.ts";
import type { Store } from "../../store/store.ts";
import { type Caller, type Handlers, refused } from "../contract/handlers.ts";
import type { factIn } from "../contract/herd.ts";
import type { Refusal } from "../contract/pieces.ts";
import { accept, type Entry, type Made } from "./accept.ts";
import { checkFact } from "./checking.ts";
import { reasonIn } from "./entered.ts";
import type { KnownFact } from "./known-herd.ts";
import { ended, loosened } from "./loosened.ts";
import { badEntry, mistake } from "./mistakes.ts";
import { pinOf } from "./pin-needed.ts";
import type { Room } from "./room.ts";
import { iso } from "./standing.ts";
import { factInWords } from "./words.ts";

type FactEntry = z.output<typeof factIn>;

export const factHandlers = (room: Room): Pick<Handlers, "addFact" | "endHold"> => ({
  addFact: ({ body }, caller) => {
    if (body.kind === "clearance") {
      return refused(
        "not-allowed",
        "A hold is not ended this way.",
        "Ask a manager or the vet: they end it on the cow's page, with their PIN and a reason.",
      );
    }
    return accept(room, factEntry(room, body, caller, "addFact"));
  },
  endHold: ({ body }, caller) => {
    if (body.kind !== "clearance") {
      const found = `a fact of kind ${body.kind}`;
      return badEntry([mistake("kind", found, "clearance", "Enter it as a fact of the cow.")]);
    }
    return accept(room, factEntry(room, body, caller, "endHold"));
  },
});

function factEntry(room: Room, body: FactEntry, caller: Caller, route: "addFact" | "endHold"): Entry {
  return {
    route,
    body,
    caller,
    changed: ["herd"],
    work(pen, written): Result<Made, Refusal> {
      const { at, trusted } = caller;
      const text = bodyOf(body, nameFor(room.context.store, PREFIXES[body.kind]), caller);
      const checked = checkFact(room.herd, text, body.cows, trusted ? at : null);
      if (!checked.ok) return badEntry(checked.error);
      const { cows, supersedes, note } = body;
      const allowed =
        supersedes === undefined
          ? mayEnd(room, { fact: checked.value, cows, caller, reason: note })
          : mayLoosen(room, { fact: checked.value, cows, caller, reason: reasonIn(room, supersedes, note) });
      if (!allowed.ok) return allowed;
      const detail = detailOf(body);
      const says = (cow: string) =>
        `Cow ${cow}: ${factInWords(checked.value, detail, room.herd.policy, body.note)}`;
      const fact = { body: text, cows: body.cows, recordedAt: at, group: body.group, detail, says };
      writeFact(pen, fact, written);
      const known: KnownFact = {
        body: text,
        cows: body.cows,
        group: body.group,
        detail,
        by: written.by,
        at,
        trusted,
      };
      return ok({
        outcome: { record: text.fact, bails: true, cows: body.cows, warnings: clockWarning(trusted) },
        takeOver: () => room.herd.takeFact(known, checked.value),
      });
    },
  };
}

/** Whether this person may enter a correction that lets a hold end sooner. */
export function mayLoosen(
  room: Room,
  given: {
    readonly fact: CowFact;
    readonly cows: readonly string[];
    readonly caller: Caller;
    readonly reason: string;
  },
): Result<null, Refusal> {
  const cow = loosened(room, given);
  if (cow === null) return ok(null);
  const { person } = given.caller;
  if (person?.role !== "manager" && person?.role !== "vet") {
    return refused(
      "not-allowed",
      `This correction would let a hold of cow ${cow} end sooner.`,
      "Ask a manager or the vet to enter it. What withholds for longer anyone may enter.",
    );
  }
  if (given.reason !== "") return pinOf(given.caller);
  const fix = `This correction lets a hold of cow ${cow} end sooner: write down why.`;
  return badEntry([mistake("note", "nothing", "the reason in words", fix)]);
}

/**
 * Whether this person may enter a new fact by which a hold is over: a negative test, or a calving so long ago that nothing of it is left
 * to wait for. Looking at a cow in whose milk mastitis or blood was seen is the milker's own work, and no other hold ends by a look: it takes
 * the PIN and what was found. A clearance has a route of its own, with the PIN.
 */
function mayEnd(room: Room, given: Parameters<typeof mayLoosen>[1]): Result<null, Refusal> {
  const { fact, caller, reason } = given;
  if (fact.kind === "clearance") return ok(null);
  const cow = ended(room, given);
  if (cow === null) return ok(null);
  if (fact.kind === "looked-at") return reason === "" ? notWritten(cow, WHAT_WAS_FOUND) : pinOf(caller);
  const { person } = caller;
  if (person?.role !== "manager" && person?.role !== "vet") {
    return refused(
      "not-allowed",
      `This would end a hold of cow ${cow}.`,
      "Keep her milk out of the vat, and ask a manager or the vet to enter it. What withholds anyone may enter.",
    );
  }
  // A test that came back negative is what the hold waited for: it does not end early.
  if (fact.kind === "test-result") return ok(null);
  return reason === "" ? notWritten(cow, WHY_ONLY_NOW) : pinOf(caller);
}

const WHAT_WAS_FOUND = "write down what you found at stripping, in each quarter";
const WHY_ONLY_NOW = "look whether the date is right, and write down why it is entered only now";
const notWritten = (cow: string, what: string) =>
  badEntry([
    mistake("note", "nothing", "the reason in words", `By this a hold of cow ${cow} is over: ${what}.`),
  ]);

const PREFIXES: { readonly [kind in FactEntry["kind"]]: string } = {
  calving: "c",
  "dry-off": "d",
  "bought-in": "b",
  observation: "o",
  "paddock-or-feed": "p",
  taint: "g",
  "test-sample": "s",
  "test-result": "r",
  "manual-hold": "m",
  clearance: "e",
  "looked-at": "l",
};

/** The next free name, such as "t-1043": short enough to be read out. */
export function nameFor(store: Store, prefix: string): string {
  let n = store.head().records + 1;
  // An imported herd may have taken it.
  while (isFactName(store, `${prefix}-${n}`)) n += 1;
  return `${prefix}-${n}`;
}

export const clockWarning = (trusted: boolean): string[] =>
  trusted
    ? []
    : [
        "The clock is not sure, so the date of this entry is not either: confirm the time, and look at the dates again.",
      ];

/** In the keys of a herd file. */
function bodyOf(entry: FactEntry, fact: string, { at, person }: Caller): FactBody {
  const { entry: _, cows: __, group: ___, supersedes, note, ...said } = entry;
  const keys = Object.entries(said).filter(([key, value]) => value !== undefined && !DETAILS.includes(key));
  return {
    fact,
    kind: entry.kind,
    by: person?.person ?? "office",
    "recorded-at": iso(at),
    ...(supersedes === undefined ? {} : { supersedes }),
    ...(note === "" ? {} : { note }),
    ...Object.fromEntries(keys),
  };
}

/** What people want to know and no hold depends on: kept beside the fact. */
const DETAILS: readonly string[] = ["vendor", "declaration", "testKit"];

function detailOf(entry: FactEntry): FactDetail {
  const given: readonly (readonly [string, string])[] =
    entry.kind === "bought-in"
      ? [
          ["vendor", entry.vendor],
          ["declaration", entry.declaration],
        ]
      : entry.kind === "test-result"
        ? [["test kit", entry.testKit]]
        : [];
  return Object.fromEntries(given.filter(([, words]) => words !== ""));
}
