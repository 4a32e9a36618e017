// Room: domain/arrivals. A turning platform: reads and counts at the entry become cows in bails, until they are gone.
// May live here: pairing at the entry, going around, leaving, as one value machine. May not: pulses (rotary-position).
// Invariant: a cow is named only in a bail that was seen empty past the exit and again at the entry, by a read and a
// count that alternate strictly and in time, while the position is sound. A name never outlives its cow's leaving.
//
//   at the entry, the bail    known empty                       not known empty         a cow goes around in it
//   ------------------------  --------------------------------  ----------------------  -----------------------------
//   opens, nobody seen        ready                             ready                   in doubt: the switches differ
//   opens, a cow seen         in doubt: who is she?             in doubt                stays who she is
//   a count while open        takes the waiting read, or none   a cow in doubt          in doubt, she and who follows
//   a count while not open    a cow in doubt                    a cow in doubt          stays who she is

import type { CowId, Eid, PersonId } from "../ids.ts";
import { unreachable } from "../result.ts";
import type { PairingTimes } from "../shed/plan.ts";
import { between, type MonoMs } from "../units.ts";
import type { DoubtCode, Identity, InputLevel, Occupant } from "./identity.ts";
import {
  doubted,
  indexTold,
  isLost,
  type Move,
  POSITION_AT_START,
  type Position,
  pulseTold,
  quarterOf,
  standsOpen,
} from "./rotary-position.ts";

/** Cows back off, and are heard doing so, in so many bails before the one that `stayed` looks at. */
const EXIT_BAILS = 5;
/** A cow may step off again over the bridge, should the platform turn back, in so many bails past the entry. */
const ENTRY_BAILS = 2;
/** After a doubt about reads and counts two cows in a row must pair: one that does may be chance. */
const PAIRS_TO_BE_SURE = 2;

export type PlatformState = {
  readonly position: Position;
  readonly boarded: InputLevel;
  readonly stayed: InputLevel;
  /** In the order of the plan's bails. */
  readonly bails: readonly PlatformBail[];
  /** The tag heard and not yet counted. It may be that of a cow nobody knew, going by in her bail (`goingBy`). */
  readonly waiting: { readonly eid: Eid; readonly heardAt: MonoMs; readonly goingBy: boolean } | null;
  /** The tag last paired and where: it may be heard on at the entry, and then `again` is true. */
  readonly paired: {
    readonly eid: Eid;
    readonly at: MonoMs;
    readonly bail: number;
    readonly again: boolean;
  } | null;
  readonly countedAt: MonoMs | null;
  /** Reads and counts did not pair: so many cows must pair before another one is named. */
  readonly unpaired: { readonly toGo: number; readonly because: DoubtCode } | null;
  readonly passage: Passage | null;
  /** Which switches have gone active since a bail last closed. One that sees every cow and no gap is stuck. */
  readonly risen: { readonly boarded: boolean; readonly stayed: boolean };
};

/** What the two switches have shown since the bail at the entry opened; null until one does. */
type Passage = {
  /** A cow was seen there as it opened. */
  readonly goesAround: boolean;
  readonly counted: boolean;
  readonly stayed: InputLevel | "both";
};

/**
 * `unseen`: not looked at since the start, so it may hold any cow. `unsure`: nobody was counted into it, but it is
 * not known to be empty either. `read` is the tag that was heard before her, believed or not: should it be heard at
 * the entry again, it is no new cow's.
 */
export type PlatformBail =
  | { readonly kind: "unseen" }
  | { readonly kind: "unsure" }
  | { readonly kind: "empty" }
  | { readonly kind: "cow"; readonly cow: Occupant; readonly read: Eid | null };

export type PlatformInput =
  | { readonly kind: "entry-tag"; readonly eid: Eid }
  | { readonly kind: "exit-tag"; readonly eid: Eid }
  | { readonly kind: "pulse"; readonly which: "first" | "second"; readonly level: InputLevel }
  | { readonly kind: "index"; readonly level: InputLevel }
  | { readonly kind: "boarded"; readonly level: InputLevel }
  | { readonly kind: "stayed"; readonly level: InputLevel }
  | { readonly kind: "settle"; readonly index: number; readonly cow: CowId; readonly by: PersonId }
  | { readonly kind: "tick" };

/** What never changes while the platform turns, and what this one step may use. */
export type PlatformStep = {
  readonly stayedBails: number;
  readonly times: PairingTimes;
  readonly now: MonoMs;
  /** The number of the next cow; a step may give out several from here on. */
  readonly arrival: number;
};

const NOT_RISEN: PlatformState["risen"] = { boarded: false, stayed: false };

/** A platform nobody has looked at yet: any bail may hold a cow. */
export const platformAtStart = (bails: number): PlatformState => ({
  position: POSITION_AT_START,
  boarded: "unknown",
  stayed: "unknown",
  bails: Array.from({ length: bails }, () => ({ kind: "unseen" })),
  waiting: null,
  paired: null,
  countedAt: null,
  unpaired: null,
  passage: null,
  risen: NOT_RISEN,
});

/** The only transition of a platform. */
export function platformStep(before: PlatformState, input: PlatformInput, step: PlatformStep): PlatformState {
  const platform = readExpired(before, step);
  switch (input.kind) {
    case "entry-tag":
      return heardAtEntry(platform, input.eid, step);
    case "exit-tag":
      return heardAtExit(platform, input.eid, step);
    case "pulse": {
      const told = pulseTold(platform.position, input.which, input.level, {
        bails: platform.bails.length,
        halfBailMin: step.times.readToCountMax,
        now: step.now,
      });
      return turned({ ...platform, position: told.position }, told.move, platform.position, step);
    }
    case "index": {
      const position = indexTold(platform.position, input.level);
      return turned({ ...platform, position }, "none", platform.position, step);
    }
    case "boarded":
      return boardedTold(platform, input.level, step);
    case "stayed": {
      const { passage } = platform;
      const seen = passage === null ? null : { ...passage, stayed: alsoSeen(passage.stayed, input.level) };
      const risen = input.level === "active" ? { ...platform.risen, stayed: true } : platform.risen;
      const next: PlatformState = { ...platform, stayed: input.level, passage: seen, risen };
      return input.level === "active" && isLost(next.position) ? cowsMayStand(next, step) : next;
    }
    case "settle":
      return settled(platform, input, step);
    case "tick":
      return platform;
    default:
      return unreachable(input);
  }
}

function alsoSeen(seen: Passage["stayed"], level: InputLevel): Passage["stayed"] {
  if (seen === "unknown" || level === "unknown") return "unknown";
  return seen === level ? seen : "both";
}

// ---- bails, one and all ----

const inDoubt = (because: DoubtCode): Identity => ({ kind: "in-doubt", because });

/** The bail `ahead` of the entry: it comes there after so many others. */
const bailAhead = ({ position, bails }: PlatformState, ahead: number): number =>
  (position.at + ahead + bails.length) % bails.length;

/** How many bails come to the entry before `index` does. */
const aheadOf = ({ position, bails }: PlatformState, index: number): number =>
  (index - position.at + bails.length) % bails.length;

const bailAt = ({ bails }: PlatformState, index: number): PlatformBail => bails[index] ?? { kind: "unseen" };

function withBail(platform: PlatformState, index: number, bail: PlatformBail): PlatformState {
  return { ...platform, bails: platform.bails.map((old, i) => (i === index ? bail : old)) };
}

/** Whoever stands in the bail is not known any more, not even by a person's word; an empty one is not known so. */
function bailDoubted(platform: PlatformState, index: number, because: DoubtCode): PlatformState {
  return {
    ...platform,
    bails: platform.bails.map((bail, i) => (i === index ? inDoubtNow(bail, because) : bail)),
  };
}

function inDoubtNow(bail: PlatformBail, because: DoubtCode): PlatformBail {
  if (bail.kind === "empty") return { kind: "unsure" };
  if (bail.kind !== "cow") return bail;
  if (bail.cow.identity.kind === "in-doubt") return bail;
  return { ...bail, cow: { ...bail.cow, identity: inDoubt(because) } };
}

/** A cow that nobody can name stands in the bail. */
function cowInDoubt(
  platform: PlatformState,
  index: number,
  because: DoubtCode,
  { arrival, now }: PlatformStep,
): PlatformState {
  const cow: Occupant = { arrival, since: now, identity: inDoubt(because) };
  return withBail(platform, index, { kind: "cow", cow, read: null });
}

/** A cow where none was known of. In a bail not looked at since the start, she shows that others came before that. */
function strangerMet(
  platform: PlatformState,
  index: number,
  because: DoubtCode,
  step: PlatformStep,
): PlatformState {
  const unseen = bailAt(platform, index).kind === "unseen";
  const met = cowInDoubt(platform, index, because, step);
  return unseen ? cowsMayStand(met, step) : met;
}

/** There are cows on the platform that came before anybody looked: each bail not looked at may hold one. */
function cowsMayStand(platform: PlatformState, { arrival, now }: PlatformStep): PlatformState {
  // A bail that got a cow in this very step has this step's number.
  const highest = platform.bails.reduce(
    (most, bail) => (bail.kind === "cow" ? Math.max(most, bail.cow.arrival) : most),
    arrival - 1,
  );
  let next = highest;
  const bails = platform.bails.map((bail): PlatformBail => {
    if (bail.kind !== "unseen") return bail;
    next += 1;
    const cow: Occupant = { arrival: next, since: now, identity: inDoubt("platform-position") };
    return { kind: "cow", cow, read: null };
  });
  return { ...platform, bails };
}

// ---- the platform turns ----

function turned(platform: PlatformState, move: Move, was: Position, step: PlatformStep): PlatformState {
  const { position } = platform;
  if (isLost(position)) {
    const idle: PlatformState = { ...platform, passage: null };
    return isLost(was) ? idle : nobodyKnown(idle, step);
  }
  const near = position.trust === "doubted" ? nearGatesDoubted(platform, step) : platform;
  switch (move) {
    case "open":
      return opened(near, step);
    case "closed":
      return { ...closed(near, step), risen: NOT_RISEN };
    case "back":
      return { ...unpairedNow(near, position.because), passage: null, risen: NOT_RISEN };
    case "none":
    case "rocked":
    case "came":
    case "half":
      return near;
    default:
      return unreachable(move);
  }
}

/** Bails may have been taken for others: nobody is known, and while there are cows each bail may hold one. */
function nobodyKnown(platform: PlatformState, step: PlatformStep): PlatformState {
  const cows = platform.bails.some(({ kind }) => kind === "cow");
  const bails = platform.bails.map(
    (bail): PlatformBail =>
      bail.kind === "cow" ? inDoubtNow(bail, platform.position.because) : { kind: "unseen" },
  );
  const next = unpairedNow({ ...platform, bails, waiting: null }, platform.position.because);
  return cows ? cowsMayStand(next, step) : next;
}

/**
 * While the position is doubted it may be a bail or two off. Who stands well away from entry and exit stands there
 * still; near them cows may have stepped off and on in bails that were taken for others.
 */
function nearGatesDoubted(platform: PlatformState, { stayedBails }: PlatformStep): PlatformState {
  const bails = platform.bails.map((bail, i) =>
    nearGates(platform, i, stayedBails) ? inDoubtNow(bail, platform.position.because) : bail,
  );
  return { ...platform, bails };
}

function nearGates(platform: PlatformState, index: number, stayedBails: number): boolean {
  const ahead = aheadOf(platform, index);
  return ahead <= stayedBails + EXIT_BAILS || ahead >= platform.bails.length - ENTRY_BAILS;
}

/** The bail at the entry stands open from now on: a cow who is seen there came round with it. */
function opened(platform: PlatformState, step: PlatformStep): PlatformState {
  const { boarded, stayed, risen } = platform;
  const at = bailAhead(platform, 0);
  const bail = bailAt(platform, at);
  const passage: Passage = {
    goesAround: boarded === "active",
    counted: false,
    stayed: stayed === "active" && !risen.stayed ? "both" : stayed,
  };
  const next: PlatformState = { ...platform, passage };
  if (boarded === "unknown") return bailDoubted(next, at, "platform-switch-away");
  if (boarded === "inactive") return bail.kind === "cow" ? bailDoubted(next, at, "go-around") : next;
  if (bail.kind === "cow") return risen.boarded ? next : bailDoubted(next, at, "go-around");
  // Nobody was seen to stay in it: she may be the one who was read.
  return strangerMet(unpairedNow({ ...next, waiting: null }, "count-unclear"), at, "count-unclear", step);
}

/** The bail before `stayed` has shown itself for half of its passage: her visit ends if she was not seen at all. */
function closed(platform: PlatformState, step: PlatformStep): PlatformState {
  const index = bailAhead(platform, step.stayedBails);
  const bail = bailAt(platform, index);
  const seen = platform.passage?.stayed ?? "unknown";
  const sound = platform.position.trust === "sound";
  switch (seen) {
    case "inactive":
      return withBail(platform, index, sound ? { kind: "empty" } : { kind: "unsure" });
    case "active":
      return bail.kind === "cow" ? platform : strangerMet(platform, index, "go-around", step);
    case "both":
      return bail.kind === "cow"
        ? bailDoubted(platform, index, "go-around")
        : strangerMet(platform, index, "go-around", step);
    case "unknown":
      return bailDoubted(platform, index, "platform-switch-away");
    default:
      return unreachable(seen);
  }
}

// ---- reads and counts at the entry ----

/** Nobody is named again before cows have paired in a row. */
const unpairedNow = (platform: PlatformState, because: DoubtCode): PlatformState => ({
  ...platform,
  unpaired: { toGo: PAIRS_TO_BE_SURE, because },
});

/** A read that its cow did not follow: she let the bail go by, or walked on uncounted. */
function readExpired(platform: PlatformState, { times, now }: PlatformStep): PlatformState {
  const { waiting } = platform;
  if (waiting === null || between(waiting.heardAt, now) <= times.readToCountMax) return platform;
  const over: PlatformState = { ...platform, waiting: null };
  const next = waiting.goingBy ? over : unpairedNow(over, "read-without-count");
  // Uncounted she stands in the bail at the entry or in the one that has just left it.
  return [0, -1].reduce((left, ahead) => {
    const index = bailAhead(left, ahead);
    return bailAt(left, index).kind === "empty" ? withBail(left, index, { kind: "unsure" }) : left;
  }, next);
}

function heardAtEntry(platform: PlatformState, eid: Eid, step: PlatformStep): PlatformState {
  const { paired, waiting } = platform;
  if (paired?.eid === eid && lingers(platform, step)) {
    return paired.again ? platform : { ...platform, paired: { ...paired, again: true } };
  }
  const index = platform.bails.findIndex((bail) => bail.kind === "cow" && bail.read === eid);
  if (index >= 0) {
    if (passingEntry(platform, index)) return platform;
    // She cannot be on the platform and before it.
    const unpaired = unpairedNow({ ...platform, waiting: null }, "read-again");
    return bailNamed(platform, eid) === index ? bailDoubted(unpaired, index, "read-again") : unpaired;
  }
  const goingBy = strangerGoesBy(platform);
  const heard: PlatformState = { ...platform, waiting: { eid, heardAt: step.now, goingBy } };
  // Two cows between antenna and bail: nothing says who walks on first.
  return waiting === null || waiting.eid === eid ? heard : unpairedNow(heard, "two-reads-one-count");
}

/** The cow last counted is heard a little longer, or as long as she stands in the bail at the entry. */
function lingers(
  { paired, countedAt, position, boarded }: PlatformState,
  { times, now }: PlatformStep,
): boolean {
  if (paired === null || paired.at !== countedAt) return false;
  return between(paired.at, now) <= times.lingerMax || (paired.bail === position.at && boarded === "active");
}

/** A cow who goes around comes by the antenna in her bail. */
function passingEntry(platform: PlatformState, index: number): boolean {
  const ahead = aheadOf(platform, index);
  return ahead === 1 || (ahead === 0 && platform.boarded === "active");
}

/** A cow whose tag nobody has heard yet comes by the antenna in her bail. */
function strangerGoesBy(platform: PlatformState): boolean {
  return platform.bails.some(
    (bail, index) => bail.kind === "cow" && bail.read === null && passingEntry(platform, index),
  );
}

/** The bail whose cow is taken for the one with this tag, or -1. */
const bailNamed = ({ bails }: PlatformState, eid: Eid): number =>
  bails.findIndex(
    (bail) => bail.kind === "cow" && bail.cow.identity.kind === "tag" && bail.cow.identity.eid === eid,
  );

function boardedTold(platform: PlatformState, level: InputLevel, step: PlatformStep): PlatformState {
  const was = platform.boarded;
  const risen = level === "active" ? { ...platform.risen, boarded: true } : platform.risen;
  const next: PlatformState = { ...platform, boarded: level, risen };
  const at = bailAhead(next, 0);
  if (level === "unknown") {
    return bailDoubted(
      unpairedNow({ ...next, waiting: null }, "platform-switch-away"),
      at,
      "platform-switch-away",
    );
  }
  if (level === "inactive") {
    // She was there a moment ago, and her bail has not closed yet: stepped off, or was never there.
    const early = was === "active" && standsOpen(next.position);
    return early ? bailDoubted(unpairedNow(next, "count-unclear"), at, "count-unclear") : next;
  }
  if (isLost(next.position)) return countedNowhere(next, step);
  if (was === "unknown") return foundThere(next, at, step);
  if (standsOpen(next.position)) return cowCounted(next, step);
  return quarterOf(next.position) === 3 ? countedLate(next, step) : next;
}

/** The switch can be read again and sees a cow: she who was there, or one who walked on unseen. */
function foundThere(platform: PlatformState, at: number, step: PlatformStep): PlatformState {
  const because = "platform-switch-away";
  const unpaired = unpairedNow({ ...platform, waiting: null }, because);
  return bailAt(platform, at).kind === "cow"
    ? bailDoubted(unpaired, at, because)
    : strangerMet(unpaired, at, because, step);
}

/** A cow walked on, and nobody knows where. */
function countedNowhere(platform: PlatformState, step: PlatformStep): PlatformState {
  return cowsMayStand(paired(platform, null, step), step);
}

/** A bail that is closing and had nobody in it has a cow: she came late, or her count did. */
function countedLate(platform: PlatformState, step: PlatformStep): PlatformState {
  const at = bailAhead(platform, 0);
  if (bailAt(platform, at).kind === "cow") return platform;
  const unpaired = unpairedNow({ ...platform, waiting: null, countedAt: step.now }, "count-unclear");
  return cowInDoubt(unpaired, at, "count-unclear", step);
}

function cowCounted(platform: PlatformState, step: PlatformStep): PlatformState {
  const at = bailAhead(platform, 0);
  const bail = bailAt(platform, at);
  const { passage } = platform;
  if (bail.kind === "cow" && (passage === null || passage.goesAround || passage.counted)) {
    return bailDoubted(
      unpairedNow({ ...platform, waiting: null, countedAt: step.now }, "counts-too-close"),
      at,
      "counts-too-close",
    );
  }
  const readOver = mayBeReadOver(platform);
  const known = beforeCounted(platform, step);
  const identity = readOver ? inDoubt("count-unclear") : identityFor(known, bail);
  const cow: Occupant = { arrival: step.arrival, since: step.now, identity };
  const counted: PlatformState = {
    ...known,
    passage: passage === null ? null : { ...passage, counted: true },
  };
  const read = known.waiting?.eid ?? null;
  return withBail(paired(counted, at, step), at, { kind: "cow", cow, read });
}

/**
 * Nothing was read for this cow, but the tag of the one before her was heard after that one's count: it may be the tag
 * of this cow, read early over one before her whose own tag is dead.
 */
const mayBeReadOver = ({ waiting, paired, countedAt }: PlatformState): boolean =>
  waiting === null && paired?.again === true && paired.at === countedAt;

/** The platform with whatever doubt this very count brings, before its cow is given a bail. */
function beforeCounted(platform: PlatformState, { times, now }: PlatformStep): PlatformState {
  const { countedAt, paired } = platform;
  if (countedAt !== null && between(countedAt, now) < times.closestCows) {
    return bailDoubted(
      unpairedNow(platform, "counts-too-close"),
      bailAhead(platform, -1),
      "counts-too-close",
    );
  }
  return paired !== null && mayBeReadOver(platform)
    ? bailDoubted(platform, paired.bail, "count-unclear")
    : platform;
}

function identityFor(platform: PlatformState, bail: PlatformBail): Identity {
  const { position, unpaired, waiting, passage } = platform;
  if (position.trust !== "sound") return inDoubt(position.because);
  if (unpaired !== null) return inDoubt(unpaired.because);
  // To be seen empty takes both switches: the one past the exit, and this one as the bail opened.
  if (bail.kind === "cow") return inDoubt("go-around");
  if (bail.kind !== "empty" || passage === null) return inDoubt("platform-position");
  return waiting === null ? { kind: "unread" } : { kind: "tag", eid: waiting.eid };
}

/** The waiting read, if any, is this count's. */
function paired(platform: PlatformState, bail: number | null, { now }: PlatformStep): PlatformState {
  const { waiting, unpaired } = platform;
  const toGo = waiting === null ? PAIRS_TO_BE_SURE : (unpaired?.toGo ?? 0) - 1;
  return {
    ...platform,
    waiting: null,
    countedAt: now,
    paired: waiting === null || bail === null ? null : { eid: waiting.eid, at: now, bail, again: false },
    unpaired: unpaired === null || toGo <= 0 ? null : { ...unpaired, toGo },
  };
}

// ---- the exit, and the milker ----

/** Who is heard at the exit stands near it: if not, nobody's bail is sure. */
function heardAtExit(platform: PlatformState, eid: Eid, step: PlatformStep): PlatformState {
  const index = bailNamed(platform, eid);
  if (index < 0) return cowsMayStand(platform, step);
  const ahead = aheadOf(platform, index);
  if (ahead <= step.stayedBails + EXIT_BAILS) return platform;
  const bails = platform.bails.map((bail) =>
    bail.kind === "cow" && bail.cow.identity.kind === "settled" ? bail : inDoubtNow(bail, "exit-read"),
  );
  return {
    ...unpairedNow({ ...platform, bails }, "exit-read"),
    position: doubted(platform.position, "exit-read"),
  };
}

/** A person's word holds until she leaves, so her leaving must be seen. */
function settled(
  platform: PlatformState,
  { index, cow, by }: { readonly index: number; readonly cow: CowId; readonly by: PersonId },
  { stayedBails }: PlatformStep,
): PlatformState {
  const bail = bailAt(platform, index);
  const { position } = platform;
  if (bail.kind !== "cow" || isLost(position) || platform.stayed === "unknown") return platform;
  if (position.trust === "doubted" && nearGates(platform, index, stayedBails)) return platform;
  const identity: Identity = { kind: "settled", cow, by };
  return withBail(platform, index, { ...bail, cow: { ...bail.cow, identity } });
}
