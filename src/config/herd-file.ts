// Room: config. A herd file's text, read and checked as a whole, and turned into the table that bails decide from.
// May live here: the way from JSON to HerdTable, piece by piece. May not: files, clocks, holds.
// Invariant: a table is whole or it is not there at all; nothing in the file is ever skipped.

import { createHash } from "node:crypto";
import type { Cow, HerdTable, HoldPolicy } from "../domain/holds/facts.ts";
import { cowId, type Eid } from "../domain/ids.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { parseEid } from "../domain/tag/parse-eid.ts";
import type { EpochMs } from "../domain/units.ts";
import { type LocatedDocument, place, valueAt } from "./document.ts";
import { type Explained, explained } from "./explain.ts";
import { farmZone } from "./farm-time.ts";
import { emptyIndex, type FactIndex, labelRows, readFact, referenceFindings } from "./herd-facts.ts";
import {
  cowShellSchema,
  factSchema,
  herdSchema,
  herdShellSchema,
  labelSchema,
  type PolicyEntry,
} from "./herd-schema.ts";
import { readJson } from "./json-document.ts";
import type { Finding, Path, Problem } from "./problem.ts";

/** 5,000 cows with some forty facts each. Longer than this takes too long to read between two renewals. */
export const HERD_LENGTH_MAX = 20_000_000;

export type HerdOptions = {
  /** IANA zone of the farm. */
  readonly timeZone: string;
  /** The wall clock, or null while it is not trusted: then nothing is called future-dated. */
  readonly now: EpochMs | null;
  /** The name that messages show. */
  readonly file?: string;
};

/** Reads a herd file. Pure. An empty text is a problem with words, as is a herd without cows. */
export function loadHerd(text: string, options: HerdOptions): Result<HerdTable, readonly Problem[]> {
  const file = options.file ?? "herd file";
  if (text.trim() === "") return err([emptyFile(file)]);
  const read = readJson(text, file, HERD_LENGTH_MAX);
  if (!read.ok) return read;
  const zone = farmZone(options.timeZone);
  if (!zone.ok) {
    return err(place(read.value, [{ path: [], found: `"${options.timeZone}"`, ...zone.error }]));
  }
  const herd = readHerd(read.value, emptyIndex(zone.value, options.now));
  if ("findings" in herd) return err(place(read.value, herd.findings));
  const fingerprint = createHash("sha256").update(text, "utf8").digest("hex").slice(0, 12);
  return ok({ fingerprint, ...herd });
}

type Herd = { readonly policy: HoldPolicy; readonly cows: readonly Cow[] };

function readHerd(
  document: LocatedDocument,
  index: FactIndex,
): Herd | { readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  let words: Explained | null = null;
  // Made only when something is wrong: turning a schema into words costs more than reading a small herd.
  const explain: Explain = (issues, at) => {
    words ??= explained(herdSchema);
    findings.push(...words.explain(document, issues, at));
  };
  const shell = herdShellSchema.safeParse(document.value);
  if (!shell.success) explain(shell.error.issues, []);
  const policy = shell.success ? shell.data.policy : policyOrDefault(document);
  readLabels(listAt(document, ["labels"]), policy, index, explain, findings);
  const cows = readCows(document, index, explain, findings);
  findings.push(...referenceFindings(index));
  if (findings.length > 0 || !shell.success) return { findings };
  if (cows.length === 0) return { findings: [noCows()] };
  return { policy: holdPolicy(policy), cows };
}

type Explain = (issues: Parameters<Explained["explain"]>[1], at: Path) => void;

function policyOrDefault(document: LocatedDocument): PolicyEntry {
  const written = herdShellSchema.shape.policy.safeParse(valueAt(document.value, ["policy"]));
  return written.success ? written.data : herdShellSchema.shape.policy.parse(undefined);
}

function listAt(document: LocatedDocument, path: Path): readonly unknown[] {
  const value = valueAt(document.value, path);
  return Array.isArray(value) ? value : [];
}

function readLabels(
  labels: readonly unknown[],
  policy: PolicyEntry,
  index: FactIndex,
  explain: Explain,
  findings: Finding[],
): void {
  for (const [i, written] of labels.entries()) {
    const path = ["labels", i];
    const parsed = labelSchema.safeParse(written);
    if (!parsed.success) {
      explain(parsed.error.issues, path);
      index.unreadLabels = true;
      continue;
    }
    findings.push(...labelRows(parsed.data, path, policy["hours-and-milkings"], index));
  }
}

function readCows(
  document: LocatedDocument,
  index: FactIndex,
  explain: Explain,
  findings: Finding[],
): readonly Cow[] {
  const cows: Cow[] = [];
  const numbers = new Map<string, { readonly path: Path; readonly cow: string }>();
  const tags = new Map<Eid, string>();
  for (const [i, written] of listAt(document, ["cows"]).entries()) {
    const path = ["cows", i];
    const shell = cowShellSchema.safeParse(written);
    if (!shell.success) explain(shell.error.issues, path);
    const cow = shell.success ? shell.data.cow : String(valueAt(written, ["cow"]) ?? `entry ${i + 1}`);
    findings.push(...numberFindings(cow, path, numbers));
    const eids = readEids(document, cow, path, tags, findings);
    const facts = listAt(document, [...path, "facts"]).flatMap((fact, n) => {
      const factPath = [...path, "facts", n];
      const parsed = factSchema.safeParse(fact);
      if (parsed.success) return readFact(parsed.data, cowId(cow), factPath, index, findings);
      explain(parsed.error.issues, factPath);
      const name = valueAt(fact, ["fact"]);
      if (typeof name === "string") index.unreadFacts.add(name);
      return [];
    });
    if (shell.success) cows.push({ cow: cowId(cow), eids, status: shell.data.status, facts });
  }
  return cows;
}

function numberFindings(
  cow: string,
  path: Path,
  numbers: Map<string, { readonly path: Path; readonly cow: string }>,
): readonly Finding[] {
  // 012, 12 and "12 " are one cow to a milker.
  const plain = cow.toLowerCase().replace(/^0+(?=.)/, "");
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
  const { hours, milkings, combine } = policy.colostrum;
  return {
    milkingsApartMin: policy["milkings-apart"],
    milkingLengthMin: policy["milking-length"],
    colostrum: {
      kind: "period",
      ...(hours === undefined ? {} : { hours }),
      ...(milkings === undefined ? {} : { milkings }),
      // Its own word, not that of labels: milk after calving is withheld for both unless the farm says otherwise here.
      combine: combine ?? "both",
    },
    taint: { kind: "period", hours: 4, combine: "both" },
    boughtInDry: {
      kind: "after-calving",
      minimumDryDays: 56,
      period: { kind: "period", hours: 96, milkings: 8, combine: "both" },
    },
    jurisdiction: "none",
    check: policy.check,
  };
}

const noCows = (): Finding => ({
  path: ["cows"],
  says: "There are no cows in this file.",
  found: "an empty list",
  expected: "at least one cow",
  fix: "Put the herd into it. A file without cows is more likely a slip than a herd.",
});

const emptyFile = (file: string): Problem => ({
  severity: "error",
  file,
  line: 0,
  column: 0,
  path: "",
  says: "The herd file is empty.",
  found: "nothing",
  expected: "a herd as JSON",
  fix: "Save it again from where it came; config/herd-small.json shows one. Until then every cow is diverted.",
  source: null,
});
