// Room: test/domain/holds. Reads the words of a label case: what the packet says, what happened, what is asked.
// May live here: the few sentences that label-cases.ts is written in. May not: rules, sums, what the answer should be.
// Invariant: a sentence that is not understood is an error, and so is a weekday that is not that date's.

import { type FarmZone, farmZone, parseMoment } from "../../../src/config/farm-time.ts";
import { loadHerd } from "../../../src/config/herd-file.ts";
import { HERD_FORMAT } from "../../../src/config/herd-schema.ts";
import type { Cow, HoldPolicy, MilkingsCounted } from "../../../src/domain/holds/facts.ts";
import { countsAsMilking, milkingsOf, withMilking } from "../../../src/domain/holds/milkings.ts";
import type { Missing } from "../../../src/domain/holds/period.ts";
import { type MarketVerdict, saleCheck } from "../../../src/domain/holds/sale.ts";
import { type Verdict, verdictOn } from "../../../src/domain/holds/verdict.ts";
import { after, type EpochMs, epochMs, minutes } from "../../../src/domain/units.ts";

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
  /** "when → answer", in farm time: may her milk go to the vat? */
  readonly asked?: readonly string[];
  /** "when → slaughter: … | export: … | farm: …": may she be sold? */
  readonly sold?: readonly string[];
  /** The herd file is refused, because of this. */
  readonly refused?: string;
};
type Decision =
  | "floors of gb"
  | "floors of nz"
  | "floors of us"
  | "floors of au"
  | "check by itself"
  | "colostrum 4 days or 8 milkings, either"
  | "hours with milkings in brackets: either";

/** A case made ready: one cow, from a herd file as people write them, and her visits. */
export type ReadCase = {
  readonly cow: Cow;
  readonly policy: HoldPolicy;
  readonly zone: FarmZone;
  readonly visits: readonly EpochMs[];
};

/** The case, or what the herd file is refused for. */
export function readCase(words: LabelCase): ReadCase | { readonly refused: readonly string[] } {
  const timeZone = words.farm ?? "Australia/Melbourne";
  const zone = farmZone(timeZone);
  if (!zone.ok) throw new Error(zone.error.says);
  const shelf = new Map((words.labels ?? []).map(labelInWords));
  const facts: Entry[] = [];
  const groupFacts: Entry[] = [];
  const visits: EpochMs[] = [];
  for (const [i, sentence] of words.happened.entries()) {
    const milkings = visitsIn(sentence, zone.value);
    const [, ofAll] = /^the group: (.+)$/.exec(sentence) ?? [];
    if (milkings !== null) visits.push(...milkings);
    else if (ofAll === undefined) facts.push(factIn(sentence, `f${i}`, shelf));
    else groupFacts.push({ ...factIn(ofAll, `g${i}`, shelf), group: "milkers" });
  }
  const file = {
    format: HERD_FORMAT,
    policy: policyOf(words.decided ?? []),
    labels: [...shelf.values()],
    groups: [{ group: "milkers", cows: ["12", "13"] }],
    "group-facts": groupFacts,
    cows: [
      { cow: "12", status: "in-milk", eids: ["982000000000012"], facts },
      { cow: "13", status: "in-milk", eids: [] },
    ],
  };
  const herd = loadHerd(JSON.stringify(file), { timeZone, now: null });
  if (!herd.ok) return { refused: herd.error.map((problem) => problem.says) };
  const cow = herd.value.cows.find((one) => one.cow === "12");
  if (cow === undefined) throw new Error("the herd file lost its cow");
  return { cow, policy: herd.value.policy, zone: zone.value, visits };
}

/** The line with the program's answer in the place of the one that is written there. */
export function answered(line: string, read: ReadCase): string {
  const { when, at } = questionIn(line, read.zone);
  return `${when} → ${answerInWords(verdictAt(read, at), read.zone)}`;
}
/** The same of a sale. */
export function soldOn(line: string, read: ReadCase): string {
  const { when, at } = questionIn(line, read.zone);
  const milkings = milkingsOf(read.cow, countedUntil(read, at), read.policy);
  const markets = saleCheck(knownAt(read.cow, at), milkings, read.policy, at);
  return `${when} → ${markets.map((market) => marketInWords(market, read.zone)).join(" | ")}`;
}

function questionIn(line: string, zone: FarmZone): { readonly when: string; readonly at: EpochMs } {
  const [, when = ""] = /^(.+?) → .+$/.exec(line) ?? notUnderstood(line);
  return { when, at: instant(when, zone).at };
}

/** A visit counts when it is over: the sixth milking of "6 milkings" is itself withheld. */
const VISIT = minutes(6);

/** Every visit until then, as the shed counts them. */
function countedUntil({ policy, visits }: ReadCase, now: EpochMs): MilkingsCounted {
  let counted: MilkingsCounted = [];
  for (const began of [...visits].sort((a, b) => a - b)) {
    const visit = { began, length: VISIT };
    if (after(began, VISIT) <= now && countsAsMilking(visit, counted, policy)) {
      counted = withMilking(counted, visit.began);
    }
  }
  return counted;
}

/** A calving is on record from when it happened. */
const knownAt = (cow: Cow, now: EpochMs): Cow => ({
  ...cow,
  facts: cow.facts.filter((fact) => fact.kind !== "calving" || (fact.notBefore ?? 0) <= now),
});

const verdictAt = (read: ReadCase, now: EpochMs): Verdict =>
  verdictOn(knownAt(read.cow, now), countedUntil(read, now), null, read.policy, now);

/** Keys and values of a herd file. */
type Entry = { readonly [key: string]: unknown };

function policyOf(decided: readonly Decision[]): Entry {
  return Object.assign(
    {},
    ...decided.map((decision): Entry => {
      if (decision === "check by itself") return { check: "automatic" };
      if (decision.startsWith("floors of ")) return { jurisdiction: decision.slice(-2) };
      if (decision.startsWith("hours with")) return { "hours-and-milkings": "either" };
      return { colostrum: { hours: 96, milkings: 8, combine: "either" } };
    }),
  );
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

/** "Mon 2 Nov 06:30" as a herd file says it: 2026-11-02T06:30. */
function dated(words: string): string {
  const [weekday = "", day = "", month = "", ...rest] = words.split(" ");
  const year = /^\d{4}$/.test(rest[0] ?? "") ? Number(rest.shift()) : YEAR;
  const date = new Date(Date.UTC(year, MONTHS.indexOf(month), Number(day)));
  if (WEEKDAYS[date.getUTCDay()] !== weekday) throw new Error(`${words}: that day is not a ${weekday}`);
  return `${date.toISOString().slice(0, 10)}${rest[0] === undefined ? "" : `T${rest[0]}`}`;
}
const maybe = (words: string): string => (words === "unknown date" ? "unknown" : dated(words));

function instant(words: string, zone: FarmZone): { readonly at: EpochMs; readonly begins: EpochMs } {
  const read = parseMoment(dated(words), zone, "end-of-day");
  if (!read.ok) throw new Error(`${words}: ${read.error.says} ${read.error.fix}`);
  return read.value;
}

function inFarmTime(at: EpochMs, zone: FarmZone): string {
  const wall = new Date(at + zone.offsetAt(at));
  const iso = wall.toISOString();
  const year = wall.getUTCFullYear() === YEAR ? "" : ` ${wall.getUTCFullYear()}`;
  const clock = iso.slice(11, iso.endsWith(":00.000Z") ? 16 : 19);
  return `${WEEKDAYS[wall.getUTCDay()]} ${wall.getUTCDate()} ${MONTHS[wall.getUTCMonth()]}${year} ${clock}`;
}

// — Labels —

type Shelf = ReadonlyMap<string, Entry>;

/** "Example tube [2] (by vein): 24 hours after the last dose | meat 10 days | course 3 days | with Other tube" */
function labelInWords(line: string): [string, Entry] {
  const [, name = "", product = "", version = "1", use, milk = "", more = ""] =
    /^(([A-Z][A-Za-z -]*?)(?: \[(\d+)\])?(?: \(([^)]+)\))?): ([^|]+?)((?: \| .+)?)$/.exec(line) ??
    notUnderstood(line);
  const extra = more
    .split(" | ")
    .slice(1)
    .map((part): Entry => {
      const [, word, rest = ""] = /^(meat|export|course|with) (.+)$/.exec(part) ?? notUnderstood(line);
      if (word === "meat") return { meat: meatIn(rest) };
      if (word === "export") return { "export-slaughter": meatIn(rest) };
      if (word === "with") return { "used-with": [nameOf(rest)] };
      return { "longest-course-days": Number(/^(\d+) days?$/.exec(rest)?.[1] ?? notUnderstood(line)) };
    });
  const row: Entry = Object.assign(
    {
      label: nameOf(product),
      version: Number(version),
      product,
      ...(use === undefined ? {} : { use }),
      "entered-by": "Kim",
      "entered-at": "2026-01-01",
    },
    ruleIn(milk, product.includes("seal") ? "teat-sealant" : "dry-cow"),
    ...extra,
  );
  return [name, row];
}
const nameOf = (product: string): string => product.replaceAll(" ", "-");

function ruleIn(words: string, dry: "teat-sealant" | "dry-cow"): Entry {
  const branches =
    /^dry longer than (\d+) days: (.+) after calving; otherwise (.+) after the last dose$/.exec(words);
  if (branches !== null) {
    const [, days = "", calving = "", dose = ""] = branches;
    return {
      [dry]: {
        "dry-longer-than-days": Number(days),
        "after-calving": periodIn(calving),
        "otherwise-after-treatment": periodIn(dose),
      },
    };
  }
  const calving = /^(.+) after calving, at least (\d+) days dry$/.exec(words);
  if (calving === null) return { milk: periodIn(words.replace(/ after the last dose$/, "")) };
  const [, period = "", days = ""] = calving;
  return { [dry]: { "minimum-dry-days": Number(days), "after-calving": periodIn(period) } };
}

function periodIn(words: string): string | Entry {
  if (words === "nil" || words === "never" || words === "unknown") return words;
  // "72 hours (6 milkings)", as packets have it: the farm decides whether both count or either.
  const plain = words.replace(/ \((\d+ milkings?)\)$/, " with $1");
  const parts = plain.split(/ (?:and|or|with) /).map((part): Entry => {
    const [, count = "", what = ""] = /^(\d+) (hour|day|milking)s?$/.exec(part) ?? notUnderstood(words);
    if (what === "milking") return { milkings: Number(count) };
    return { hours: Number(count) * (what === "day" ? 24 : 1) };
  });
  const combine = / (and|or) /.exec(words)?.[1];
  const said = combine === undefined ? {} : { combine: combine === "or" ? "either" : "both" };
  return Object.assign(said, ...parts);
}

function meatIn(words: string): string | Entry {
  if (words === "nil" || words === "never" || words === "unknown") return words;
  return { days: Number(/^(\d+) days?$/.exec(words)?.[1] ?? notUnderstood(words)) };
}

// — What happened —

/** Visits of hers that were read, or null where the sentence is about something else. */
function visitsIn(sentence: string, zone: FarmZone): readonly EpochMs[] | null {
  const daily = new RegExp(`^milked daily at (.+) from (${DAY}) to (${DAY})(?:, not read (.+))?$`).exec(
    sentence,
  );
  if (daily !== null) {
    const [, clocks = "", from = "", to = "", unread = ""] = daily;
    const missed = new Set(unread === "" ? [] : unread.split(" and ").map((when) => instant(when, zone).at));
    const found: EpochMs[] = [];
    for (let day = instant(from, zone).begins; day <= instant(to, zone).begins; ) {
      const date = inFarmTime(day, zone).replace(/ \d{2}:\d{2}$/, "");
      found.push(...clocks.split(/, | and /).map((clock) => instant(`${date} ${clock}`, zone).at));
      day = instant(date, zone).at;
    }
    return found.filter((began) => !missed.has(began));
  }
  const once = /^milked (?!daily)(.+)$/.exec(sentence);
  return once === null ? null : (once[1] ?? "").split(", ").map((when) => instant(when, zone).at);
}

/** "[name: ]when what happened[, corrects other]" */
function factIn(sentence: string, ordinal: string, shelf: Shelf): Entry {
  const [, name = ordinal, plain = "", corrected] =
    /^(?:([a-z]+\d?): )?(.+?)(?:, corrects ([a-z]+\d?))?$/.exec(sentence) ?? notUnderstood(sentence);
  const when = `(${WHEN}|unknown date)`;
  const [, from = "", to, what = ""] =
    new RegExp(`^${when}(?: to ${when})? (.+)$`).exec(plain) ?? notUnderstood(sentence);
  return {
    fact: name,
    by: "Kim",
    "recorded-at": "2026-12-31",
    ...(corrected === undefined ? {} : { supersedes: corrected }),
    ...whatHappened(from, to, what, shelf),
  };
}

/** Facts with one date, by the words that tell what happened. */
const HAPPENINGS: readonly (readonly [words: RegExp, keys: (found: readonly string[]) => Entry])[] = [
  [/^calved$/, () => ({ kind: "calving" })],
  [/^dried off$/, () => ({ kind: "dry-off" })],
  [
    /^bought (in milk|dry)(, treatments declared)?$/,
    ([, state, declared]) => ({
      kind: "bought-in",
      state: state === "dry" ? "dry" : "in-milk",
      ...(declared === undefined ? {} : { treatments: "declared" }),
    }),
  ],
  [/^(mastitis|blood) seen$/, ([, seen]) => ({ kind: "observation", seen })],
  [/^sample taken$/, () => ({ kind: "test-sample" })],
  [/^sample (\w+) (negative|positive)$/, ([, of, result]) => ({ kind: "test-result", of, result })],
  [/^hold of (\w+) ended by hand$/, ([, of]) => ({ kind: "clearance", of, reason: "tested" })],
  [/^milking on record$/, () => ({ kind: "milked" })],
  [/^looked at$/, () => ({ kind: "looked-at" })],
];

function whatHappened(from: string, to: string | undefined, what: string, shelf: Shelf): Entry {
  if (what.startsWith("given ")) return treatmentIn(from, to, what, shelf);
  if (what === "withheld by hand") return { kind: "manual-hold", from: dated(from), reason: "clots" };
  const grazing = /^on (treated paddock|wild onion)(?:, milk (.+?))?(?:, meat (.+))?$/.exec(what);
  if (grazing !== null) {
    const [, where = "", milk, meat] = grazing;
    const kind = where === "wild onion" ? "taint" : "paddock-or-feed";
    const until = to === undefined ? {} : { until: dated(to) };
    const periods = {
      ...(milk === undefined ? {} : { milk: periodIn(milk) }),
      ...(meat === undefined ? {} : { meat: meatIn(meat) }),
    };
    return { kind, from: dated(from), ...until, what: where, ...periods };
  }
  for (const [words, keys] of HAPPENINGS) {
    const found = words.exec(what);
    if (found !== null) return { ...keys(found), at: maybe(from) };
  }
  return notUnderstood(what);
}

/** "given Example tube (by vein)[ off label[, the vet directs 96 hours[, meat 10 days]]]" */
function treatmentIn(from: string, to: string | undefined, what: string, shelf: Shelf): Entry {
  const [, product = "", off, direction, meat] =
    /^given (.+?)( off label)?(?:, the vet directs (.+?)(?:, meat (.+))?)?$/.exec(what) ??
    notUnderstood(what);
  const { label, version, use } = shelf.get(product) ?? notUnderstood(what);
  return {
    kind: "treatment",
    label,
    version,
    use,
    ...(to === undefined ? {} : { "first-dose": maybe(from) }),
    "last-dose": maybe(to ?? from),
    ...(off === undefined ? {} : { "off-label": true }),
    ...(direction === undefined ? {} : { direction: periodIn(direction) }),
    ...(meat === undefined ? {} : { "meat-direction": meatIn(meat) }),
  };
}

// — The answer —

function answerInWords({ verdict, standing }: Verdict, zone: FarmZone): string {
  if (verdict === "release") return "clear";
  if (verdict === "check") return "look first";
  const missing = (standing?.open ?? []).flatMap((hold) => hold.missing);
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

const VERDICTS = { free: "free", "if-declared": "declared", no: "no" } as const;
const MARKETS = {
  "domestic-slaughter": "slaughter",
  "export-slaughter": "export",
  "another-farm": "farm",
} as const;

function marketInWords({ market, verdict, freeFrom }: MarketVerdict, zone: FarmZone): string {
  const until = freeFrom === null ? "" : ` until ${inFarmTime(freeFrom, zone)}`;
  return `${MARKETS[market]}: ${VERDICTS[verdict]}${until}`;
}
