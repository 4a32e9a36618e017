// Room: office/shed. Records that the book refuses: set aside as evidence of their own, so that all others are taken in.
// May live here: finding them, what is kept of them, the notice. May not: what makes a row (rows.ts), when to write (follower.ts).
// Invariant: each entry is in the book or set aside with its place in the recording, in the transaction that says how far was read.

import { type CowId, cowId } from "../../domain/ids.ts";
import { type EpochMs, epochMs } from "../../domain/units.ts";
import { appendHappening, lastSetAside, type SetAside, setAsideOf } from "../../store/shed-records.ts";
import type { Pen, Store } from "../../store/store.ts";
import type { Notice } from "../context.ts";
import { instantOrNone, writeEntry } from "./rows.ts";
import type { Entry } from "./take-in.ts";
import { type FarmTime, happeningSays, setAsideSays } from "./words.ts";

/** Told one by one of a file; the rest of a transaction together: a flood says nothing new and must not fill the disk. */
const ONE_BY_ONE = 50;
/** So much of a record is kept with it; all of it stands in the recording. */
const SAID_MOST = 1_000;
/** Reasons come from SQLite or from the program, and are a line. */
const WHY_MOST = 300;
/** The pages say so for this long: an audit's papers are looked through once a week. */
export const SAID_FOR_MS = 7 * 86_400_000;
export const SET_ASIDE = "records-set-aside";

export type Writing = {
  readonly entries: readonly Entry[];
  readonly time: FarmTime;
  /** For a record whose own instant is none. */
  readonly now: EpochMs;
  /** Each entry by itself: once writing them all together has been refused. */
  readonly isCareful: boolean;
};

/** Writes entries. Gives what was set aside; throws what disk or file refuse, and, unless careful, what the book refuses. */
export function writeEntries(
  store: Store,
  pen: Pen,
  { entries, time, now, isCareful }: Writing,
): readonly SetAside[] {
  const aside: { readonly at: EpochMs; readonly about: SetAside }[] = [];
  const refuse = (entry: Entry, why: string): void => {
    aside.push({ at: instantOrNone(entry.at) ?? now, about: asideOf(entry, why) });
  };
  for (const entry of entries) {
    if (entry.kind === "not-understood") refuse(entry, entry.why);
    else if (!isCareful) writeEntry(store, pen, entry, time);
    else {
      const why = pen.attempt(() => writeEntry(store, pen, entry, time));
      if (why !== null) refuse(entry, why);
    }
  }
  const told = bounded(store, aside);
  for (const { at, about } of told)
    appendHappening(pen, about, at, { by: "office", at, trusted: false }, happeningSays(about, time));
  return told.map(({ about }) => about);
}

type Aside = { readonly at: EpochMs; readonly about: SetAside };

/** The first of each file one by one, the rest of this transaction as one. */
function bounded(store: Store, aside: readonly Aside[]): readonly Aside[] {
  const room = new Map<string, number>();
  const told: Aside[] = [];
  let rest: Aside | null = null;
  for (const one of aside) {
    const { file } = one.about;
    const left = room.get(file) ?? ONE_BY_ONE - setAsideOf(store, file);
    room.set(file, left - 1);
    if (left > 0) told.push(one);
    else rest = rest === null ? { ...one, about: { ...one.about, cow: null } } : together(rest, one);
  }
  return rest === null ? told : [...told, rest];
}

const together = ({ at, about }: Aside, more: Aside): Aside => ({
  at,
  about: {
    ...about,
    records: about.records + 1,
    toVat: [...new Set([...about.toVat, ...more.about.toVat])],
  },
});

function asideOf(entry: Entry, why: string): SetAside {
  const milked = milkedIn(entry);
  const { line, ...said } = entry;
  return {
    kind: "not-taken-in",
    what: entry.kind,
    records: 1,
    ...line,
    why: why.slice(0, WHY_MOST),
    said: JSON.stringify(said).slice(0, SAID_MOST),
    cow: milked[0]?.cow ?? null,
    toVat: milked.flatMap(({ cow, toVat }) => (toVat ? [cow] : [])),
  };
}

/** Whose milk this tells of, and whether some of it may have gone to the vat: unless it says no, it may. */
function milkedIn(entry: Entry): readonly { readonly cow: CowId; readonly toVat: boolean }[] {
  const told =
    entry.kind === "visit"
      ? [entry.visit]
      : entry.kind === "not-understood" && entry.said.kind === "out" && Array.isArray(entry.said.effects)
        ? entry.said.effects.flatMap((effect) =>
            effect?.kind === "noted" && effect.note?.kind === "visit-ended" ? [effect.note] : [],
          )
        : [];
  return told.flatMap(({ cow, toVat }) => (isCow(cow) ? [{ cow: cowId(cow), toVat: toVat !== false }] : []));
}

/** What may be any value here, and must be written once more without being refused. */
const isCow = (cow: unknown): cow is string =>
  typeof cow === "string" && cow.length > 0 && cow.length <= 20 && !/\p{Surrogate}/u.test(cow);

/** What stands on every page while something was set aside these days; null: nothing was. */
export function setAsideNotice(store: Store, now: EpochMs): Notice | null {
  const found = lastSetAside(store, epochMs(now - SAID_FOR_MS));
  if (found === null) return null;
  const { last, records } = found;
  return {
    code: SET_ASIDE,
    grave: true,
    says: `${records === 1 ? "One record" : `${records} records`} of what the shed did could not be taken into the book in the last 7 days. ${setAsideSays(last)}`,
    fix: "The bails are not concerned. Look in the records under “records set aside” for what is missing, and write it down by hand where the day's papers need it: a visit that is missing counts as no milking, and her milk as in the vat. This notice goes after 7 days.",
  };
}
