// Room: office/herd. Everything about one cow, and the list of cows who may not go to the vat.
// May live here: handlers of these two. May not: rules. Invariant: what the page explains is what the command `why` says.

import { farmZone, parseMoment } from "../../config/farm-time.ts";
import { type Explained, explainedInLines } from "../../domain/holds/explained.ts";
import type { Cow } from "../../domain/holds/facts.ts";
import { milkingsOf } from "../../domain/holds/milkings.ts";
import { clearing } from "../../domain/holds/period.ts";
import { saleCheck } from "../../domain/holds/sale.ts";
import { runningInWords, saleInWords } from "../../domain/holds/words.ts";
import { assert, ok } from "../../domain/result.ts";
import { type EpochMs, later } from "../../domain/units.ts";
import { tagsOf, versionsOfCow } from "../../store/herd.ts";
import { treatmentsAsked } from "../../store/medicines.ts";
import type { Caller, Handlers } from "../contract/handlers.ts";
import type { CowPage, WithheldCow } from "../contract/herd.ts";
import { standingNow } from "./clear-cows.ts";
import { enteredFact, noteOf } from "./entered.ts";
import { badEntry, mistake } from "./mistakes.ts";
import { byNumber, noCow } from "./register.ts";
import type { Room } from "./room.ts";
import {
  countedOf,
  cowWith,
  holdShown,
  iso,
  isoOrNull,
  type Moment,
  momentFor,
  shortOf,
  verdictNow,
  waitingFor,
} from "./standing.ts";
import { isAllInForce, treatmentShown } from "./treatments.ts";
import { factInWords, whenOf } from "./words.ts";

const TREATMENTS_MOST = 200;

export const cowPageHandlers = (room: Room): Pick<Handlers, "cow" | "withheld"> => ({
  cow: ({ params, query }, caller) => {
    const moment = momentFor(room, caller);
    const cow = cowWith(room, params.cow, moment);
    if (cow === null) return noCow(params.cow);
    const { saleOn } = query;
    const saleAt = saleOn === undefined ? null : startOfDay(saleOn, room.herd.timeZone);
    if (saleOn !== undefined && saleAt === null) {
      const fix = "Ask for a day on which she may really be sold.";
      return badEntry([mistake("saleOn", saleOn, "a day of a year from 1990 to 2199", fix)]);
    }
    return ok(pageOf(room, cow, { moment, caller, saleAt }));
  },
  withheld: (_asked, caller) => ok({ items: withheldNow(room, caller), at: iso(caller.at) }),
});

type PageAsked = { readonly moment: Moment; readonly caller: Caller; readonly saleAt: EpochMs | null };

function pageOf(room: Room, cow: Cow, { moment, saleAt: wanted }: PageAsked): CowPage {
  const { store } = room.context;
  const { timeZone, policy, register } = room.herd;
  const verdict = verdictNow(room, cow, moment);
  const milkings = milkingsOf(cow, countedOf(cow, moment), policy);
  const saleAt = wanted === null ? moment.at : later(moment.at, wanted);
  const explained: Explained = {
    asked: cow.cow,
    cow,
    at: moment.at,
    saleAt,
    timeZone,
    verdict,
    milkings: milkings.filter((began) => began <= moment.at).length,
    notYet: [],
    checkerSaysNo: null,
    sale: saleCheck(cow, milkings, policy, saleAt),
  };
  const entry = register.get(cow.cow);
  const inForce = isAllInForce(room);
  const asked = { below: null, limit: TREATMENTS_MOST, from: null, to: null, product: null, late: null };
  return {
    ...shortOf(room, cow, verdict),
    breed: entry?.breed ?? "",
    born: entry?.born ?? null,
    note: entry?.note ?? "",
    tags: tagsOf(store, cow.cow).map(({ eid, from, until }) => ({
      eid,
      from: iso(from),
      until: isoOrNull(until),
    })),
    explained: explainedInLines(explained).flatMap((line) => (line.trim() === "" ? [] : [line.trim()])),
    holds: (verdict.standing?.open ?? []).map((hold) => holdShown(hold, timeZone)),
    facts: factsShown(room, cow, verdict.standing?.open.map(({ source }) => source) ?? []),
    treatments: treatmentsAsked(store, { ...asked, cow: cow.cow }).map((one) =>
      treatmentShown(room, one, inForce),
    ),
    visits: room.shed.visitsOf(cow.cow),
    register: versionsOfCow(store, cow.cow).map(({ at, by, reason }) => ({ at: iso(at), by, says: reason })),
    sale: explained.sale.map((market) => ({
      market: market.market,
      may: ({ free: "free", "if-declared": "with-declaration", no: "not" } as const)[market.verdict],
      says: saleInWords(market, timeZone),
      declare: [...new Set(market.running.map((one) => runningInWords(one, cow.facts, timeZone)))],
    })),
  };
}

/** Null: no day of a year that can be meant. */
function startOfDay(day: string, timeZone: string): EpochMs | null {
  const zone = farmZone(timeZone);
  assert(zone.ok, "the shed's time zone was checked when its configuration was read");
  const moment = parseMoment(day, zone.value, "start-of-day");
  return moment.ok ? moment.value.at : null;
}

/** The newest first; a fact and what corrects it stand in one list, each naming the other. */
function factsShown({ herd }: Room, cow: Cow, open: readonly string[]): CowPage["facts"] {
  const supersededBy = new Map<string, string>();
  for (const { fact, supersedes } of cow.facts) {
    if (supersedes !== undefined) supersededBy.set(supersedes, fact);
  }
  const shown = cow.facts.map((fact): CowPage["facts"][number] => {
    const known = herd.facts.get(fact.fact);
    return {
      record: fact.fact,
      kind: fact.kind,
      at: known === undefined ? iso(fact.recordedAt) : whenOf(known.body),
      says: factInWords(
        fact,
        known?.detail ?? {},
        herd.policy,
        known === undefined ? "" : noteOf(known.body),
      ),
      by: fact.by,
      recordedAt: iso(fact.recordedAt),
      supersedes: fact.supersedes ?? null,
      supersededBy: supersededBy.get(fact.fact) ?? null,
      open: open.includes(fact.fact),
      entered: known === undefined ? null : enteredFact(known),
    };
  });
  return shown.reverse();
}

/**
 * Cows in milk with a hold, the next to clear first; then those to be looked at; then cows who are not in milk and could walk in.
 * Who was sold or died is not listed: she is diverted if she comes, and nobody waits for her.
 */
function withheldNow(room: Room, caller: Caller): WithheldCow[] {
  const moment = momentFor(room, caller);
  const bails = room.context.link.board()?.board.bails ?? [];
  const found = [...room.herd.register.keys()].flatMap((number) => {
    const { status } = room.herd.register.get(number) ?? { status: "sold" };
    const stands = status === "sold" || status === "died" ? null : standingNow(room, number, moment);
    if (stands === null) return [];
    const { cow, verdict } = stands;
    if (verdict.verdict === "release") return [];
    const open = verdict.standing?.open ?? [];
    const { clearsAt, milkingsLeft } = clearing(waitingFor(open));
    const place = cow.status !== "in-milk" ? 2 : open.length > 0 ? 0 : 1;
    const shown: WithheldCow = {
      ...shortOf(room, cow, verdict),
      holds: open.map((hold) => holdShown(hold, room.herd.timeZone)),
      bail: bails.find((bail) => bail.cow === cow.cow)?.bail ?? null,
    };
    return [
      {
        shown,
        place,
        clearsAt: clearsAt ?? (milkingsLeft > 0 ? moment.at : Number.MAX_SAFE_INTEGER),
        milkingsLeft,
      },
    ];
  });
  return found
    .sort(
      (a, b) =>
        a.place - b.place ||
        a.clearsAt - b.clearsAt ||
        a.milkingsLeft - b.milkingsLeft ||
        byNumber(a.shown.cow, b.shown.cow),
    )
    .map(({ shown }) => shown);
}
