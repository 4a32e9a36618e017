// Room: office/people. Sessions: begun by a PIN, ended by time, by their person, or by a change of what the person may.
// May live here: secrets and their lives. May not: cookies, rights.
// Invariants: the store has only a secret's digest; within one run of the office age is measured by the clock that never jumps, so that
// no wall clock set back lengthens a session; what an earlier run left is taken over only where the wall clock makes sense.

import { createHash, randomBytes } from "node:crypto";
import type { PersonId } from "../../domain/ids.ts";
import { after, between, type EpochMs, earliestOf, type MonoMs, milliseconds } from "../../domain/units.ts";
import { StoreFailure } from "../../store/open-trouble.ts";
import {
  endSession,
  type PeopleReader,
  readSessions,
  type StoredSession,
  writeSession,
} from "../../store/people.ts";
import type { Pen } from "../../store/store.ts";
import type { OfficeContext } from "../context.ts";
import type { Role } from "../contract/people.ts";
import { PEOPLE_LIMITS, SESSION_LIMITS } from "../limits.ts";
import type { SignedIn } from "./people.ts";

export type Sessions = {
  /** In the transaction of the sign-in. `instead`: the secret that the browser held before, which ends. */
  begin(pen: Pen, person: PersonId, instead: string | null): string;
  who(secret: string, use: boolean): SignedIn | null;
  end(secret: string): void;
  /** In the transaction that changes the person. */
  endAllOf(pen: Pen, person: PersonId): void;
  givePin(secret: string): void;
  pinGiven(secret: string): boolean;
};

type Session = {
  readonly person: PersonId;
  readonly begunAt: EpochMs;
  readonly begun: MonoMs;
  readonly used: MonoMs;
  readonly written: MonoMs;
  readonly pinUntil: MonoMs | null;
};

type Found = { readonly hash: string; readonly session: Session; readonly role: Role };

export function createSessions({ store, clock, remark }: OfficeContext, known: PeopleReader): Sessions {
  const open = new Map<string, Session>();
  for (const session of readSessions(store)) {
    const taken = takeOver(session, clock.mono(), clock.wall());
    if (taken !== null) open.set(session.secretHash, taken);
  }

  const forget = (hash: string) => {
    open.delete(hash);
    store.write((pen) => endSession(pen, hash));
  };
  const find = (secret: string): Found | null => {
    const hash = digestOf(secret);
    const session = open.get(hash);
    if (session === undefined) return null;
    const person = known.one(session.person);
    if (person?.active && !isOver(session, clock.mono(), SESSION_LIMITS[person.role])) {
      return { hash, session, role: person.role };
    }
    // Over is over, even where the disk does not take it; a restart finds it over again by its times.
    open.delete(hash);
    trying(remark, () => forget(hash));
    return null;
  };
  const shown = (secret: string, { session, role }: Found, used: MonoMs): SignedIn => {
    const limits = SESSION_LIMITS[role];
    const ends = after(session.begun, milliseconds(limits.wholeMs));
    const idle = after(used, milliseconds(limits.idleMs));
    const wallOf = (at: MonoMs) => after(clock.wall(), between(clock.mono(), at));
    return {
      person: session.person,
      role,
      token: tokenOf(secret),
      endsAt: wallOf(ends),
      idleUntil: wallOf(earliestOf([idle, ends]) ?? ends),
    };
  };
  const used = (hash: string, session: Session) => {
    const now = clock.mono();
    const writes = between(session.written, now) >= PEOPLE_LIMITS.useWrittenEveryMs;
    open.set(hash, { ...session, used: now, written: writes ? now : session.written });
    if (!writes) return;
    const row = { secretHash: hash, person: session.person, begunAt: session.begunAt, usedAt: clock.wall() };
    trying(remark, () => store.write((pen) => writeSession(pen, row)));
  };

  return {
    begin: (pen, person, instead) => {
      const secret = randomBytes(32).toString("base64url");
      const now = clock.mono();
      const wall = clock.wall();
      const ending = [...(instead === null ? [] : [digestOf(instead)]), ...tooMany(open, person)];
      for (const hash of ending) {
        open.delete(hash);
        endSession(pen, hash);
      }
      const secretHash = digestOf(secret);
      writeSession(pen, { secretHash, person, begunAt: wall, usedAt: wall });
      open.set(secretHash, {
        person,
        begunAt: wall,
        begun: now,
        used: now,
        written: now,
        pinUntil: after(now, milliseconds(PEOPLE_LIMITS.pinAgainMs)),
      });
      return secret;
    },
    who: (secret, use) => {
      const found = find(secret);
      if (found === null) return null;
      if (use) used(found.hash, found.session);
      return shown(secret, found, use ? clock.mono() : found.session.used);
    },
    end: (secret) => forget(digestOf(secret)),
    endAllOf: (pen, person) => {
      for (const [hash, session] of open) {
        if (session.person !== person) continue;
        open.delete(hash);
        endSession(pen, hash);
      }
    },
    givePin: (secret) => {
      const found = find(secret);
      if (found === null) return;
      const pinUntil = after(clock.mono(), milliseconds(PEOPLE_LIMITS.pinAgainMs));
      open.set(found.hash, { ...found.session, pinUntil });
    },
    pinGiven: (secret) => {
      const until = find(secret)?.session.pinUntil ?? null;
      return until !== null && clock.mono() < until;
    },
  };
}

/** A session of an earlier run; null: it is over, or the clock has gone back since and nobody knows how old it is. */
function takeOver(session: StoredSession, now: MonoMs, wall: EpochMs): Session | null {
  if (wall < session.usedAt || session.usedAt < session.begunAt) return null;
  const ago = (at: EpochMs): MonoMs => after(now, between(wall, at));
  const { person, begunAt } = session;
  return { person, begunAt, begun: ago(begunAt), used: ago(session.usedAt), written: now, pinUntil: null };
}

const isOver = (session: Session, now: MonoMs, limits: { idleMs: number; wholeMs: number }): boolean =>
  between(session.begun, now) >= limits.wholeMs || between(session.used, now) >= limits.idleMs;

/** Those that must end for one more to begin, the longest unused first. */
function tooMany(open: ReadonlyMap<string, Session>, person: PersonId): readonly string[] {
  const byUse = [...open].sort(([, a], [, b]) => a.used - b.used);
  const own = byUse.filter(([, session]) => session.person === person);
  const ending = [
    ...own.slice(0, Math.max(0, own.length + 1 - PEOPLE_LIMITS.sessionsPerPerson)),
    ...byUse.slice(0, Math.max(0, byUse.length + 1 - PEOPLE_LIMITS.sessions)),
  ];
  return ending.map(([hash]) => hash);
}

/** A full disk must not keep anybody from reading. */
function trying(remark: (text: string) => void, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof StoreFailure)) throw error;
    remark(`A session could not be written down: ${error.message}`);
  }
}

const digestOf = (secret: string): string => createHash("sha256").update(secret).digest("hex");
/** Worked out from the secret, so that a page of another session can never have it. */
const tokenOf = (secret: string): string =>
  createHash("sha256").update(`vatguard token ${secret}`).digest("base64url");
