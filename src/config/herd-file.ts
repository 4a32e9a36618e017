// Room: config. A herd file's text, read and checked as a whole, and turned into the table that bails decide from.
// May live here: the way from JSON to HerdTable, piece by piece. May not: files, clocks, holds.
// Invariant: a table is whole or it is not there at all; nothing in the file is ever skipped.

import { createHash } from "node:crypto";
import type { Cow, CowFact, HerdTable, HoldPolicy } from "../domain/holds/facts.ts";
import { type CowId, cowId, type Eid } from "../domain/ids.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { parseEid } from "../domain/tag/parse-eid.ts";
import type { EpochMs } from "../domain/units.ts";
import { type LocatedDocument, place, valueAt } from "./document.ts";
import { type Explained, explained } from "./explain.ts";
import { type FarmZone, farmZone } from "./farm-time.ts";
import { factSchema } from "./herd-fact-schema.ts";
import { readFact } from "./herd-facts.ts";
import { groupFactSchema, groupSchema } from "./herd-group-schema.ts";
import { cowsOfFact, forEach, type Groups, plainNumber, takeGroup } from "./herd-groups.ts";
import { emptyIndex, type HerdIndex } from "./herd-index.ts";
import { type LabelEntry, labelSchema } from "./herd-label-schema.ts";
import { labelFindings, milkPeriodOf, partsOf, takeLabelRow } from "./herd-labels.ts";
import { readMilkings } from "./herd-milkings.ts";
import { referenceFindings } from "./herd-references.ts";
import { cowShellSchema, FACTS_MAX, herdSchema, herdShellSchema, type PolicyEntry } from "./herd-schema.ts";
import { readJson } from "./json-document.ts";
import { type Finding, type Path, type Problem, wholeFileProblem } from "./problem.ts";

/** 5,000 cows with some forty facts each. Longer than this takes too long to read between two renewals. */
export const HERD_LENGTH_MAX = 20_000_000;

export type HerdOptions = {
  /** IANA zone of the farm; null where the file stands alone and its own `time-zone` counts. */
  readonly timeZone: string | null;
  /** The wall clock, or null while it is not trusted: then nothing is called future-dated. */
  readonly now: EpochMs | null;
  /** The name that messages show. */
  readonly file?: string;
};

/** A herd, and the zone its dates were read in: null where neither the shed nor the file has one. */
export type LoadedHerd = { readonly table: HerdTable; readonly timeZone: string | null };

/** What a herd file is called by: which text a table was read from. */
export const herdFingerprint = (text: string): string =>
  createHash("sha256").update(text, "utf8").digest("hex").slice(0, 12);

/** Reads a herd file. Pure. An empty text is a problem with words, as is a herd without cows. */
export function loadHerd(text: string, options: HerdOptions): Result<HerdTable, readonly Problem[]> {
  const herd = loadHerdAndZone(text, options);
  return herd.ok ? ok(herd.value.table) : herd;
}

/** As `loadHerd`, with the farm's zone beside: for who shows times and has no shed to ask. */
export function loadHerdAndZone(text: string, options: HerdOptions): Result<LoadedHerd, readonly Problem[]> {
  const file = options.file ?? "herd file";
  if (text.trim() === "") return err([emptyFile(file)]);
  const read = readJson(text, file, HERD_LENGTH_MAX);
  if (!read.ok) return read;
  const given = options.timeZone === null ? ok(null) : farmZone(options.timeZone);
  if (!given.ok) {
    return err(place(read.value, [{ path: [], found: `"${options.timeZone}"`, ...given.error }]));
  }
  const herd = readHerd(read.value, given.value, options.now);
  if ("findings" in herd) return err(place(read.value, herd.findings));
  const { policy, cows, zone } = herd;
  const fingerprint = herdFingerprint(text);
  return ok({ table: { fingerprint, policy, cows }, timeZone: zone?.name ?? null });
}

type Herd = {
  readonly policy: HoldPolicy;
  readonly cows: readonly Cow[];
  readonly zone: FarmZone | null;
};

/** What every part of the reading needs. */
type Reading = {
  readonly document: LocatedDocument;
  readonly index: HerdIndex;
  readonly findings: Finding[];
  /** Turns what a schema objects to at a place into findings. */
  readonly explain: (issues: Parameters<Explained["explain"]>[1], at: Path) => void;
};

function readHerd(
  document: LocatedDocument,
  shedZone: FarmZone | null,
  now: EpochMs | null,
): Herd | { readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  let words: Explained | null = null;
  // Made only when something is wrong: turning a schema into words costs more than reading a small herd.
  const explain: Reading["explain"] = (issues, at) => {
    words ??= explained(herdSchema);
    findings.push(...words.explain(document, issues, at));
  };
  const shell = herdShellSchema.safeParse(document.value);
  if (!shell.success) explain(shell.error.issues, []);
  const policy = shell.success ? shell.data.policy : policyOrDefault(document);
  const zone = zoneOf(document, shedZone, findings);
  const index = emptyIndex(zone ?? UTC, zone !== null, now, policy);
  const reading: Reading = { document, index, findings, explain };
  readLabels(reading);
  const herd = readCows(reading);
  readGroupFacts(herd, reading);
  findings.push(...referenceFindings(index));
  if (findings.length > 0 || !shell.success) return { findings };
  const cows = herd.cows.map(({ cow, eids, status, facts }) => ({ cow, eids, status, facts }));
  if (cows.length === 0) return { findings: [noCows()] };
  return { policy: holdPolicy(policy), cows, zone };
}

/** Stands in where nobody has said where the farm is; dates that need to know it are problems then. */
const UTC: FarmZone = { name: "UTC", offsetAt: () => 0 };

/** The farm's zone: the shed's, else the file's own. A file from another farm must not be read by this one's clock. */
function zoneOf(document: LocatedDocument, shedZone: FarmZone | null, findings: Finding[]): FarmZone | null {
  const path = ["time-zone"];
  const written = valueAt(document.value, path);
  if (typeof written !== "string") return shedZone;
  const zone = farmZone(written);
  if (!zone.ok) {
    findings.push({ path, found: `"${written}"`, ...zone.error });
    // Read on by UTC, which is known to be wrong: one problem with the zone is enough.
    return shedZone ?? UTC;
  }
  if (shedZone === null) return zone.value;
  if (shedZone.name !== zone.value.name) findings.push(otherZone(zone.value, shedZone));
  return shedZone;
}

function policyOrDefault(document: LocatedDocument): PolicyEntry {
  const written = herdShellSchema.shape.policy.safeParse(valueAt(document.value, ["policy"]));
  return written.success ? written.data : herdShellSchema.shape.policy.parse(undefined);
}

function listAt(document: LocatedDocument, path: Path): readonly unknown[] {
  const value = valueAt(document.value, path);
  return Array.isArray(value) ? value : [];
}

function readLabels({ document, index, findings, explain }: Reading): void {
  const entries = listAt(document, ["labels"]).map((written, i): LabelEntry | null => {
    const path = ["labels", i];
    const parsed = labelSchema.safeParse(written);
    if (!parsed.success) {
      explain(parsed.error.issues, path);
      index.unreadLabels = true;
      return null;
    }
    takeLabelRow(parsed.data, path, index, findings);
    return parsed.data;
  });
  findings.push(...labelFindings(entries, index));
}

/** A cow while facts are still being given to her. */
type OpenCow = Cow & { readonly facts: CowFact[] };
type OpenHerd = {
  readonly cows: readonly OpenCow[];
  /** By plain number: every cow that has an entry, even one that could not be read. */
  readonly numbers: Map<string, { readonly path: Path; readonly cow: string }>;
};

function readCows(reading: Reading): OpenHerd {
  const { document, findings, explain } = reading;
  const cows: OpenCow[] = [];
  const numbers: OpenHerd["numbers"] = new Map();
  const tags = new Map<Eid, string>();
  for (const [i, written] of listAt(document, ["cows"]).entries()) {
    const path = ["cows", i];
    const shell = cowShellSchema.safeParse(written);
    if (!shell.success) explain(shell.error.issues, path);
    const cow = shell.success ? shell.data.cow : String(valueAt(written, ["cow"]) ?? `entry ${i + 1}`);
    findings.push(...numberFindings(cow, path, numbers));
    const eids = readEids(document, cow, path, tags, findings);
    const facts = readCowFacts(cowId(cow), path, reading);
    if (shell.success) cows.push({ cow: cowId(cow), eids, status: shell.data.status, facts });
  }
  return { cows, numbers };
}

function readCowFacts(cow: CowId, path: Path, { document, index, findings, explain }: Reading): CowFact[] {
  const facts: CowFact[] = [];
  for (const [n, written] of listAt(document, [...path, "facts"]).entries()) {
    const factPath = [...path, "facts", n];
    const parsed = factSchema.safeParse(written);
    if (!parsed.success) {
      explain(parsed.error.issues, factPath);
      noteUnread(written, index);
      continue;
    }
    const fact = readFact(parsed.data, [cow], factPath, index, findings);
    if (fact !== null) facts.push(fact);
  }
  const milkingsPath = [...path, "milkings"];
  const milkings = listAt(document, milkingsPath);
  // Not spread: a long file has hundreds of thousands of facts, and most cows none of these.
  if (milkings.length > 0) {
    for (const fact of readMilkings(milkings, cow, milkingsPath, index, findings, explain)) facts.push(fact);
  }
  return facts;
}

function noteUnread(written: unknown, index: HerdIndex): void {
  const name = valueAt(written, ["fact"]);
  if (typeof name === "string") index.unreadFacts.add(name);
}

/** Gives the facts of several cows to each of them. */
function readGroupFacts({ cows, numbers }: OpenHerd, reading: Reading): void {
  const { document, index, findings, explain } = reading;
  const groups = readGroups(numbers, reading);
  const byNumber = new Map(cows.map((cow) => [cow.cow, cow]));
  let facts = cows.reduce((sum, cow) => sum + cow.facts.length, 0);
  if (facts > FACTS_MAX) findings.push(tooManyFacts(["cows"]));
  for (const [i, written] of listAt(document, ["group-facts"]).entries()) {
    const path = ["group-facts", i];
    const parsed = groupFactSchema.safeParse(written);
    if (!parsed.success) {
      explain(parsed.error.issues, path);
      noteUnread(written, index);
      continue;
    }
    const [first, ...others] = cowsOfFact(parsed.data, path, groups, numbers, findings) ?? [];
    if (first === undefined) {
      noteUnread(written, index);
      continue;
    }
    const fact = readFact(parsed.data, [first, ...others], path, index, findings);
    if (fact === null) continue;
    facts += others.length + 1;
    if (facts > FACTS_MAX) {
      findings.push(tooManyFacts(path));
      break;
    }
    for (const one of forEach(fact, [first, ...others])) byNumber.get(one.cow)?.facts.push(one);
  }
}

function readGroups(numbers: OpenHerd["numbers"], { document, findings, explain }: Reading): Groups {
  const groups: Groups = new Map();
  for (const [i, written] of listAt(document, ["groups"]).entries()) {
    const path = ["groups", i];
    const parsed = groupSchema.safeParse(written);
    if (parsed.success) {
      takeGroup(parsed.data, path, groups, numbers, findings);
      continue;
    }
    explain(parsed.error.issues, path);
    const name = valueAt(written, ["group"]);
    if (typeof name === "string") groups.set(name, null);
  }
  return groups;
}

function numberFindings(
  cow: string,
  path: Path,
  numbers: Map<string, { readonly path: Path; readonly cow: string }>,
): readonly Finding[] {
  const plain = plainNumber(cow);
  const first = numbers.get(plain);
  if (first === undefined) {
    numbers.set(plain, { path, cow });
    return [];
  }
  const same = first.cow === cow;
  return [
    {
      path: [...path, "cow"],
      says: same
        ? `Cow ${cow} is there twice.`
        : `Cows ${first.cow} and ${cow} cannot be told apart by a milker.`,
      found: `${first.path[0]}[${first.path[1]}] and ${path[0]}[${path[1]}]`,
      expected: "each cow once, with a number of her own",
      fix: same
        ? "Put her facts together under one entry, after making sure that it is one cow."
        : "Numbers that differ in zeros in front or in capitals only are taken for one: give one another number.",
    },
  ];
}

function readEids(
  document: LocatedDocument,
  cow: string,
  path: Path,
  tags: Map<Eid, string>,
  findings: Finding[],
): readonly Eid[] {
  return listAt(document, [...path, "eids"]).flatMap((written, n) => {
    const eidPath = [...path, "eids", n];
    const lexeme = document.written(eidPath) ?? "";
    const eid = typeof written === "string" ? parseEid(written) : null;
    if (eid === null) {
      findings.push(notText(eidPath, written, lexeme));
      return [];
    }
    if (!eid.ok) {
      const { problem, found, expected, fix } = eid.error;
      findings.push({
        path: eidPath,
        says: `This is not an EID: ${problem}.`,
        found: `"${found}"`,
        expected,
        fix,
      });
      return [];
    }
    const owner = tags.get(eid.value);
    if (owner !== undefined) {
      findings.push(sharedTag(eidPath, eid.value, owner, cow));
      return [];
    }
    tags.set(eid.value, cow);
    return [eid.value];
  });
}

/** A number where text belongs: a spreadsheet or a script wrote it, and may have lost digits doing so. */
function notText(path: Path, written: unknown, lexeme: string): Finding {
  const words = {
    path,
    found: `${lexeme.slice(0, 40)}, without quotes`,
    expected: "15 digits in double quotes",
  };
  if (typeof written !== "number") {
    return { ...words, says: "This is not an EID.", fix: 'Write it as "982000001088420".' };
  }
  const inner = parseEid(lexeme);
  return inner.ok
    ? {
        ...words,
        says: "An EID is text, not a number.",
        fix: `Write "${lexeme}". Check it against the tag: programs that take EIDs for numbers round them.`,
      }
    : { ...words, says: `An EID is text, not a number, and ${inner.error.problem}.`, fix: inner.error.fix };
}

function sharedTag(path: Path, eid: Eid, owner: string, cow: string): Finding {
  const same = owner === cow;
  return {
    path,
    says: same ? `Cow ${cow} has one EID twice.` : `Cows ${owner} and ${cow} have one EID.`,
    found: `${eid} at cow ${owner} and at cow ${cow}`,
    expected: "each EID at one cow",
    fix: same
      ? "Remove one of the two."
      : "Read both cows' tags again, and remove the EID where it is wrong.",
  };
}

function holdPolicy(policy: PolicyEntry): HoldPolicy {
  const boughtInDry = policy["bought-in-dry"];
  // Their own words, not those of labels: milk is withheld for both unless the farm says otherwise here.
  return {
    milkingsApartMin: policy["milkings-apart"],
    milkingLengthMin: policy["milking-length"],
    colostrum: partsOf(policy.colostrum, "both"),
    taint: partsOf(policy.taint, "both"),
    boughtInDry: {
      kind: "after-calving",
      minimumDryDays: boughtInDry["minimum-dry-days"],
      period: milkPeriodOf(boughtInDry["after-calving"], "both"),
    },
    jurisdiction: policy.jurisdiction,
    check: policy.check,
  };
}

const otherZone = (written: FarmZone, shed: FarmZone): Finding => ({
  path: ["time-zone"],
  says: `This file is for a farm in ${written.name}, not for one in ${shed.name}.`,
  found: `"${written.name}"`,
  expected: `"${shed.name}", as the shed's time-zone says`,
  fix: "Make sure that the file is of this farm; then write the same zone in both, or leave it out here.",
});

const tooManyFacts = (path: Path): Finding => ({
  path,
  says: "There are too many facts in this file.",
  found: `more than ${FACTS_MAX}, with a fact given to several cows counted for each`,
  expected: `at most ${FACTS_MAX}`,
  fix: "Leave out what is long over: facts of past years that withhold nothing any more.",
});

const noCows = (): Finding => ({
  path: ["cows"],
  says: "There are no cows in this file.",
  found: "an empty list",
  expected: "at least one cow",
  fix: "Put the herd into it. A file without cows is more likely a slip than a herd.",
});

const emptyFile = (file: string): Problem =>
  wholeFileProblem(file, {
    says: "The herd file is empty.",
    found: "nothing",
    expected: "a herd as JSON",
    fix: "Save it again from where it came; config/herd-small.json shows one. Until then every cow is diverted.",
  });
