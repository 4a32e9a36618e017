// Room: test/domain/holds. Reads the words of a label case: what the packet says, what happened, what is asked.
// May live here: the few sentences that label-cases.ts is written in. May not: rules, sums, what the answer should be.
// Invariant: a sentence that is not understood is an error, and so is a weekday that is not that date's.

import { type FarmZone, farmZone, parseMoment } from "../../../src/config/farm-time.ts";
import type {
  Cow,
  CowFact,
  HoldPolicy,
  LabelRow,
  MeatPeriod,
  MilkingsCounted,
  MilkPeriod,
  MilkRule,
} from "../../../src/domain/holds/facts.ts";
import { countsAsMilking, withMilking } from "../../../src/domain/holds/milkings.ts";
import type { Missing } from "../../../src/domain/holds/period.ts";
import { type Standing, standingOf } from "../../../src/domain/holds/standing.ts";
import { after, type EpochMs, epochMs, minutes } from "../../../src/domain/units.ts";
import {
  afterCalving,
  afterLastDose,
  boughtIn,
  byDryPeriod,
  calved,
  cleared,
  correcting,
  course,
  cowWith,
  driedOff,
  grazed,
  held,
  lookedAt,
  milked,
  NEVER,
  NIL,
  offLabel,
  POLICY,
  row,
  sampled,
  seen,
  tainted,
  tested,
  UNKNOWN,
} from "./make.ts";

/** One row of the table, as a vet reads it. The sentences that may stand here are at the top of label-cases.ts. */
export type LabelCase = {
  /** What the row shows. */
  readonly shows: string;
  /** Where this form of label, or this rule, is found. */
  readonly from: string;
  /** IANA time zone of the farm; Australia/Melbourne where none is given. */
  readonly farm?: "Australia/Melbourne" | "Pacific/Auckland" | "Europe/London";
  /** What the farm has decided otherwise than by default. */
  readonly decided?: readonly Decision[];
  /** The label rows on the shelf: "product [version] (use): milk | meat … | export … | course … | with …". */
  readonly labels?: readonly string[];
  readonly happened: readonly string[];
  /** "when → answer", in farm time. */
  readonly asked: readonly string[];
};
type Decision =
  | "floors of gb"
  | "floors of nz"
  | "floors of us"
  | "floors of au"
  | "check by itself"
  | "colostrum 4 days or 8 milkings, either";

/** A case made ready: one cow, her visits, and the questions. */
export type ReadCase = {
  readonly cow: Cow;
  readonly policy: HoldPolicy;
  readonly zone: FarmZone;
  readonly visits: readonly EpochMs[];
  readonly questions: readonly { readonly at: EpochMs; readonly when: string; readonly answer: string }[];
};

export function readCase(words: LabelCase): ReadCase {
  const zone = farmZone(words.farm ?? "Australia/Melbourne");
  if (!zone.ok) throw new Error(zone.error.says);
  const labels = new Map((words.labels ?? []).map(labelInWords));
  const facts: CowFact[] = [];
  const visits: EpochMs[] = [];
  for (const sentence of words.happened) {
    const milkings = visitsIn(sentence, zone.value);
    if (milkings !== null) visits.push(...milkings);
    else facts.push(factIn(sentence, `f${facts.length + 1}`, labels, zone.value));
  }
  const questions = words.asked.map((line) => {
    const [, when = "", answer = ""] = /^(.+?) → (.+)$/.exec(line) ?? notUnderstood(line);
    return { when, answer, at: instant(when, zone.value).at };
  });
  return {
    cow: cowWith(...facts),
    policy: policyOf(words.decided ?? []),
    zone: zone.value,
    visits,
    questions,
  };
}

/** How she stands, by the program: every visit until then went the way of visits in the shed. */
export function answerOf(read: ReadCase, now: EpochMs): string {
  return answerInWords(standingIn(read, now), read.zone);
}

/** A visit counts when it is over: the sixth milking of "6 milkings" is itself withheld. */
const VISIT = minutes(6);
export function standingIn({ cow, policy, visits }: ReadCase, now: EpochMs): Standing {
  const known = cow.facts.filter((fact) => fact.kind !== "calving" || (fact.notBefore ?? 0) <= now);
  let counted: MilkingsCounted = [];
  for (const began of [...visits].sort((a, b) => a - b)) {
    const visit = { began, length: VISIT };
    if (after(began, VISIT) <= now && countsAsMilking(visit, counted, policy)) {
      counted = withMilking(counted, visit.began);
    }
  }
  return standingOf({ ...cow, facts: known }, counted, null, policy, { sure: now, wall: now });
}

function policyOf(decided: readonly Decision[]): HoldPolicy {
  let policy = POLICY;
  for (const decision of decided) {
    if (decision === "floors of gb") policy = { ...policy, jurisdiction: "gb" };
    else if (decision === "floors of nz") policy = { ...policy, jurisdiction: "nz" };
    else if (decision === "floors of us") policy = { ...policy, jurisdiction: "us" };
    else if (decision === "floors of au") policy = { ...policy, jurisdiction: "au" };
    else if (decision === "check by itself") policy = { ...policy, check: "automatic" };
    else policy = { ...policy, colostrum: { ...policy.colostrum, combine: "either" } };
  }
  return policy;
}

function notUnderstood(sentence: string): never {
  throw new Error(`this sentence of the table is not understood: "${sentence}"`);
}

// — Times —

const DAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \\d{1,2} [A-Z][a-z]{2}(?: \\d{4})?";
const CLOCK = "\\d{2}:\\d{2}(?::\\d{2})?(?:[+-]\\d{2}:\\d{2})?";
const WHEN = `${DAY}(?: ${CLOCK})?`;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const YEAR = 2026;

/** "Mon 2 Nov 06:30" at the farm. A date alone is the whole day: over when it ends. */
function instant(words: string, zone: FarmZone): { readonly at: EpochMs; readonly begins: EpochMs } {
  const [weekday = "", day = "", month = "", ...rest] = words.split(" ");
  const year = /^\d{4}$/.test(rest[0] ?? "") ? Number(rest.shift()) : YEAR;
  const date = new Date(Date.UTC(year, MONTHS.indexOf(month), Number(day)));
  if (WEEKDAYS[date.getUTCDay()] !== weekday) throw new Error(`${words}: that day is not a ${weekday}`);
  const clock = rest[0] === undefined ? "" : `T${rest[0]}`;
  const read = parseMoment(`${date.toISOString().slice(0, 10)}${clock}`, zone, "end-of-day");
  if (!read.ok) throw new Error(`${words}: ${read.error.says} ${read.error.fix}`);
  return read.value;
}
const dated = (words: string, zone: FarmZone): EpochMs => instant(words, zone).at;
const maybe = (words: string, zone: FarmZone): EpochMs | null =>
  words === "unknown date" ? null : dated(words, zone);

function inFarmTime(at: EpochMs, zone: FarmZone): string {
  const wall = new Date(at + zone.offsetAt(at));
  const iso = wall.toISOString();
  const year = wall.getUTCFullYear() === YEAR ? "" : ` ${wall.getUTCFullYear()}`;
  const clock = iso.slice(11, iso.endsWith(":00.000Z") ? 16 : 19);
  return `${WEEKDAYS[wall.getUTCDay()]} ${wall.getUTCDate()} ${MONTHS[wall.getUTCMonth()]}${year} ${clock}`;
}

// — Labels —

type Shelf = ReadonlyMap<string, LabelRow>;

/** "Example tube [2] (by vein): 24 hours after the last dose | meat 10 days | course 3 days | with Other tube" */
function labelInWords(line: string): [string, LabelRow] {
  const [, name = "", product = "", version, use, milk = "", more = ""] =
    /^(([A-Z][A-Za-z -]*?)(?: \[(\d+)\])?(?: \(([^)]+)\))?): ([^|]+?)((?: \| .+)?)$/.exec(line) ??
    notUnderstood(line);
  const rule = ruleIn(milk);
  const givenAs =
    rule.kind === "after-last-dose"
      ? "lactating-treatment"
      : product.includes("seal")
        ? "teat-sealant"
        : "dry-cow-treatment";
  const extra: { -readonly [key in keyof LabelRow]?: LabelRow[key] } = {};
  for (const part of more.split(" | ").slice(1)) {
    const [, word, rest = ""] = /^(meat|export|course|with) (.+)$/.exec(part) ?? notUnderstood(line);
    if (word === "meat") extra.meat = meatIn(rest);
    else if (word === "export") extra.exportSlaughter = meatIn(rest);
    else if (word === "course")
      extra.courseDaysMax = Number(/^(\d+) days?$/.exec(rest)?.[1] ?? notUnderstood(line));
    else extra.usedWith = [rest];
  }
  const labelled = row(givenAs, rule, {
    label: product,
    product,
    ...(version === undefined ? {} : { version: Number(version) }),
    ...(use === undefined ? {} : { use }),
    ...extra,
  });
  return [name, labelled];
}

function ruleIn(words: string): MilkRule {
  const branches =
    /^dry longer than (\d+) days: (.+) after calving; otherwise (.+) after the last dose$/.exec(words);
  if (branches !== null) {
    const [, days = "", calving = "", dose = ""] = branches;
    return byDryPeriod(Number(days), periodIn(calving), periodIn(dose));
  }
  const dry = /^(.+) after calving, at least (\d+) days dry$/.exec(words);
  if (dry !== null) return afterCalving(Number(dry[2]), periodIn(dry[1] ?? ""));
  return afterLastDose(periodIn(words.replace(/ after the last dose$/, "")));
}

function periodIn(words: string): MilkPeriod {
  if (words === "nil") return NIL;
  if (words === "never") return NEVER;
  if (words === "unknown") return UNKNOWN;
  const parts = words.split(/ (?:and|or) /).map((part) => {
    const [, count = "", what = ""] = /^(\d+) (hour|day|milking)s?$/.exec(part) ?? notUnderstood(words);
    if (what === "milking") return { milkings: Number(count) };
    return { hours: Number(count) * (what === "day" ? 24 : 1) };
  });
  const combine = words.includes(" or ") ? "either" : "both";
  return Object.assign({ kind: "period", combine } as const, ...parts);
}

function meatIn(words: string): MeatPeriod {
  if (words === "nil") return NIL;
  if (words === "never") return NEVER;
  if (words === "unknown") return UNKNOWN;
  return { kind: "period", hours: 24 * Number(/^(\d+) days?$/.exec(words)?.[1] ?? notUnderstood(words)) };
}

// — What happened —

/** Visits of hers that were read, or null where the sentence is about something else. */
function visitsIn(sentence: string, zone: FarmZone): readonly EpochMs[] | null {
  const daily = new RegExp(`^milked daily at (.+) from (${DAY}) to (${DAY})(?:, not read (.+))?$`).exec(
    sentence,
  );
  if (daily !== null) {
    const [, clocks = "", from = "", to = "", unread = ""] = daily;
    const missed = new Set(unread === "" ? [] : unread.split(" and ").map((when) => dated(when, zone)));
    const found: EpochMs[] = [];
    for (let day = instant(from, zone).begins; day <= instant(to, zone).begins; ) {
      const date = inFarmTime(day, zone).replace(/ \d{2}:\d{2}$/, "");
      found.push(...clocks.split(/, | and /).map((clock) => dated(`${date} ${clock}`, zone)));
      day = instant(date, zone).at;
    }
    return found.filter((began) => !missed.has(began));
  }
  const once = /^milked (?!daily)(.+)$/.exec(sentence);
  return once === null ? null : (once[1] ?? "").split(", ").map((when) => dated(when, zone));
}

/** "[name: ]when what happened[, corrects other]" */
function factIn(sentence: string, ordinal: string, shelf: Shelf, zone: FarmZone): CowFact {
  const [, name = ordinal, plain = "", corrected] =
    /^(?:([a-z]+\d?): )?(.+?)(?:, corrects ([a-z]+\d?))?$/.exec(sentence) ?? notUnderstood(sentence);
  const when = `(${WHEN}|unknown date)`;
  const [, from = "", to, what = ""] =
    new RegExp(`^${when}(?: to ${when})? (.+)$`).exec(plain) ?? notUnderstood(sentence);
  const fact = whatHappened({ name, from, to, what, sentence }, shelf, zone);
  return corrected === undefined ? fact : correcting(corrected, fact);
}

type Happening = {
  readonly name: string;
  readonly from: string;
  readonly to: string | undefined;
  readonly what: string;
  readonly sentence: string;
};

function whatHappened(happening: Happening, shelf: Shelf, zone: FarmZone): CowFact {
  const { name, from, to, what, sentence } = happening;
  if (what.startsWith("given ")) return treatmentIn(happening, shelf, zone);
  const grazing = /^on (treated paddock|wild onion)(?:, milk (.+?))?(?:, meat (.+))?$/.exec(what);
  if (grazing !== null) {
    const until = to === undefined ? null : dated(to, zone);
    const began = instant(from, zone).begins;
    if (grazing[1] === "wild onion") return tainted(name, began, until);
    return grazed(
      name,
      began,
      until,
      periodIn(grazing[2] ?? notUnderstood(sentence)),
      meatIn(grazing[3] ?? "nil"),
    );
  }
  if (what === "calved") {
    return from === "unknown date"
      ? calved(name, null)
      : calved(name, dated(from, zone), instant(from, zone).begins);
  }
  if (what === "dried off") return driedOff(name, maybe(from, zone));
  const at = dated(from, zone);
  const bought = /^bought (in milk|dry)(, treatments declared)?$/.exec(what);
  if (bought !== null) {
    const state = bought[1] === "dry" ? "dry" : "in-milk";
    return boughtIn(name, at, state, bought[2] === undefined ? "unknown" : "declared");
  }
  if (what === "mastitis seen") return seen(name, at, "mastitis");
  if (what === "blood seen") return seen(name, at, "blood");
  if (what === "sample taken") return sampled(name, at);
  const result = /^sample (\w+) (negative|positive)$/.exec(what);
  if (result !== null) {
    return tested(name, result[1] ?? "", at, result[2] === "negative" ? "negative" : "positive");
  }
  if (what === "withheld by hand") return held(name, instant(from, zone).begins);
  const ended = /^hold of (\w+) ended by hand$/.exec(what);
  if (ended !== null) return cleared(name, ended[1] ?? "", at);
  if (what === "milking on record") return milked(name, at);
  if (what === "looked at") return lookedAt(name, at);
  return notUnderstood(sentence);
}

/** "given Example tube (by vein)[ off label[, the vet directs 96 hours]]" */
function treatmentIn({ name, from, to, what, sentence }: Happening, shelf: Shelf, zone: FarmZone): CowFact {
  const [, product = "", off, direction, meat] =
    /^given (.+?)( off label)?(?:, the vet directs (.+?)(?:, meat (.+))?)?$/.exec(what) ??
    notUnderstood(sentence);
  const label = shelf.get(product) ?? notUnderstood(sentence);
  const given = course(name, label, maybe(from, zone), maybe(to ?? from, zone));
  if (off === undefined) return given;
  const rows = [...shelf.values()].filter(
    (other) => other.label === label.label && other.version === label.version,
  );
  return offLabel(given, {
    rows,
    ...(direction === undefined ? {} : { direction: periodIn(direction) }),
    ...(meat === undefined ? {} : { meatDirection: meatIn(meat) }),
  });
}

// — The answer —

function answerInWords({ open, checkDue }: Standing, zone: FarmZone): string {
  if (open.length === 0) return checkDue ? "look first" : "clear";
  const missing = open.flatMap((hold) => hold.missing);
  const until = Math.max(...missing.map((one) => (one.kind === "hours" ? one.until : 0)));
  const left = Math.max(...missing.map((one) => (one.kind === "milkings" ? one.left : 0)));
  const needs = new Set<string>();
  if (left > 0) needs.add(milkingsInWords(left));
  for (const one of missing) {
    const words = personNeeded(one, zone);
    if (words !== null) needs.add(words);
  }
  return [
    "withheld",
    until > 0 ? ` until ${inFarmTime(epochMs(until), zone)}` : "",
    needs.size > 0 ? `, needs ${[...needs].join(", ")}` : "",
  ].join("");
}

const milkingsInWords = (left: number): string => (left === 1 ? "1 milking" : `${left} milkings`);

function personNeeded(missing: Missing, zone: FarmZone): string | null {
  switch (missing.kind) {
    case "hours":
    case "milkings":
      return null;
    case "hours-or-milkings":
      return `${inFarmTime(missing.until, zone)} or ${milkingsInWords(missing.left)}`;
    case "calving":
      return "a calving";
    case "date":
      return `the date of ${missing.of === "calving" ? "calving" : missing.of === "drying-off" ? "drying off" : "the last dose"}`;
    case "direction":
      return "the vet's direction";
    case "negative-test":
      return "a negative test";
    case "look":
      return "a look";
    case "end":
      return "to leave it";
    case "clearance":
      return "a person";
  }
}
