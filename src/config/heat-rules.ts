// Room: config. Heat treatment rules from their files.
// May live here: reading, rules that use other rules, the way from the file's words to the domain's. May not: judging.
// Invariant: a folder of rules is taken whole or not at all; every problem of every file at once.

import { basename, join } from "node:path";
import {
  above,
  atLeast,
  type Band,
  type HeatRule,
  type HeatStep,
  SPACING_FOR_LETHALITY,
  SPACING_WITHOUT_LENGTH,
  spacingFor,
} from "../domain/heat/rule.ts";
import { heatRuleId } from "../domain/ids.ts";
import { assert, err, ok, type Result } from "../domain/result.ts";
import { type LocatedDocument, place } from "./document.ts";
import { type Explained, explained } from "./explain.ts";
import {
  type HeatRuleFile,
  type HeatStepEntry,
  type HeatWayEntry,
  heatRuleSchema,
  RULE_LENGTH_MAX,
} from "./heat-rule-schema.ts";
import { listed, nearest } from "./nearest.ts";
import { type Finding, type Problem, wholeFileProblem } from "./problem.ts";
import { readText } from "./read-file.ts";
import { readYaml } from "./yaml-document.ts";
import { yamlFilesIn } from "./yaml-folder.ts";

/** A rule uses rules that use none, or one more layer: whey uses the ways of milk, which use pasteurising. */
const LAYERS_MAX = 4;

/** The schema with its words; a few milliseconds, and only the command that judges heating loads it. */
const RULE: Explained = explained(heatRuleSchema);

/** One file's text under the name that messages show, ending in `<id>.yaml`. */
export type RuleText = { readonly file: string; readonly text: string };

/** Reads every rule (`*.yaml`) of a folder, in the order of their ids, and a person's `own` files, which may use them. */
export async function readHeatRules(
  folder: string,
  own: readonly string[] = [],
): Promise<Result<readonly HeatRule[], readonly Problem[]>> {
  const names = await yamlFilesIn(folder, "rules", FOLDER_FIX);
  if (!names.ok) return err([names.error]);
  const files = [...names.value.map((name) => join(folder, name)), ...own];
  const texts = await Promise.all(
    files.map(async (file) => {
      const text = await readText(file, RULE_LENGTH_MAX);
      return text.ok ? ok({ file, text: text.value }) : text;
    }),
  );
  const unread = texts.flatMap((one) => (one.ok ? [] : [one.error]));
  if (unread.length > 0) return err(unread);
  return loadHeatRules(texts.flatMap((one) => (one.ok ? [one.value] : [])));
}

/** Makes rules of texts that belong together. Errors carry every problem of every file. */
export function loadHeatRules(texts: readonly RuleText[]): Result<readonly HeatRule[], readonly Problem[]> {
  const read = texts.map(loadFile);
  const files = new Map(read.flatMap((one) => (one.ok ? [[one.value.entry.id, one.value] as const] : [])));
  const ids = texts.map(({ file }) => idOfFile(file));
  const twice = texts.filter(({ file }, i) => ids.indexOf(idOfFile(file)) < i);
  const problems = [
    ...twice.map(({ file }) => calledAsAnother(file)),
    ...read.flatMap((one) => (one.ok ? usedRules(one.value, files, ids) : one.error)),
  ];
  if (problems.length > 0) return err(problems);
  const entries = [...files.values()].map(({ entry }) => entry);
  return ok(entries.sort((a, b) => (a.id < b.id ? -1 : 1)).map((entry) => ruleOf(entry, files)));
}

/** The rule of this id, or what there is instead and which of them was perhaps meant. */
export function heatRuleById(rules: readonly HeatRule[], id: string): Result<HeatRule, Problem> {
  const found = rules.find((rule) => rule.id === id);
  if (found !== undefined) return ok(found);
  const known = rules.map((rule): string => rule.id);
  const meant = nearest(id, known);
  return err({
    ...about("--rule", `There is no rule "${id}".`, `"${id}"`, `one of: ${known.join(", ")}`),
    fix: meant === null ? "See all of them with --list." : `Did you mean "${meant}"?`,
  });
}

/** What a rule in this file has to be called. */
export const idOfFile = (file: string): string => basename(file, ".yaml");

const calledAsAnother = (file: string): Problem => ({
  ...about(file, "Another rule has this name.", `"${idOfFile(file)}"`, "a name of its own"),
  fix: "Call the file, and the rule in it, something else.",
});

type RuleEntry = { readonly document: LocatedDocument; readonly entry: HeatRuleFile };
type Files = ReadonlyMap<string, RuleEntry>;

function loadFile({ file, text }: RuleText): Result<RuleEntry, readonly Problem[]> {
  if (text.trim() === "") return err([about(file, "The file is empty.", "nothing", "a heat treatment rule")]);
  const read = readYaml(text, file);
  if (!read.ok) return read;
  const document = read.value;
  const parsed = heatRuleSchema.safeParse(document.value);
  if (!parsed.success) return err(place(document, RULE.explain(document, parsed.error.issues)));
  const entry = parsed.data;
  if (entry.id === idOfFile(file)) return ok({ document, entry });
  const finding: Finding = {
    path: ["id"],
    says: "The rule is not called as its file.",
    found: `"${entry.id}"`,
    expected: `"${idOfFile(file)}"`,
    fix: `Call the file ${entry.id}.yaml, or the rule ${idOfFile(file)}.`,
  };
  return err(place(document, [finding]));
}

/** Rules that are used and are not there, or use each other in a ring. */
function usedRules({ document, entry }: RuleEntry, files: Files, ids: readonly string[]): readonly Problem[] {
  const findings = usesOf(entry).flatMap(({ rule, path }): readonly Finding[] => {
    const found = { path, found: `"${rule}"`, expected: `one of: ${listed(ids)}` };
    if (!ids.includes(rule)) {
      const meant = nearest(rule, ids);
      const fix =
        meant === null ? "Write it as a file of its own, or use another." : `Did you mean "${meant}"?`;
      return [{ ...found, says: "There is no such rule to use.", fix }];
    }
    if (layersOf(rule, files) < LAYERS_MAX) return [];
    const says = "Rules use each other in a ring, or through too many layers.";
    return [{ ...found, says, expected: `at most ${LAYERS_MAX} layers`, fix: "Write the steps out here." }];
  });
  return place(document, findings);
}

type Use = { readonly rule: string; readonly path: readonly (string | number)[] };

const usesOf = (entry: HeatRuleFile): readonly Use[] =>
  entry.steps.flatMap((step, i): readonly Use[] => [
    ...(step.rule === undefined ? [] : [{ rule: step.rule, path: ["steps", i, "rule"] }]),
    ...(step["any-of"] ?? []).flatMap((way, j) =>
      way.rule === undefined ? [] : [{ rule: way.rule, path: ["steps", i, "any-of", j, "rule"] }],
    ),
  ]);

/** How many rules lie below this one, counted no farther than is refused. */
function layersOf(rule: string, files: Files, depth = 1): number {
  const entry = files.get(rule)?.entry;
  if (entry === undefined || depth >= LAYERS_MAX) return depth;
  return usesOf(entry).reduce((most, use) => Math.max(most, layersOf(use.rule, files, depth + 1)), depth);
}

function ruleOf(entry: HeatRuleFile, files: Files): HeatRule {
  return {
    id: heatRuleId(entry.id),
    title: entry.title,
    purpose: entry.for,
    jurisdiction: entry.jurisdiction,
    source: entry.source,
    note: entry.note ?? null,
    steps: entry.steps.map((step) => stepOf(step, files)),
  };
}

function stepOf(step: HeatStepEntry | HeatWayEntry, files: Files): HeatStep {
  if ("any-of" in step && step["any-of"] !== undefined) {
    return { kind: "any-of", ways: step["any-of"].map((way) => stepOf(way, files)) };
  }
  const { hold, lethality, dry, ph, throughout, declared, rule } = step;
  if (hold !== undefined) {
    const falls = hold["fall-between"];
    return {
      kind: "hold",
      band: bandOf(hold),
      length: hold.for,
      times: falls === undefined ? "once" : { twiceWithFallBy: falls },
      readingsEvery: hold["readings-every"] ?? spacingFor(hold.for),
    };
  }
  if (lethality !== undefined) {
    return {
      kind: "lethality",
      reference: lethality.reference,
      z: lethality.z,
      atLeast: lethality["at-least"],
      readingsEvery: lethality["readings-every"] ?? SPACING_FOR_LETHALITY,
    };
  }
  if (dry !== undefined) {
    const readingsEvery = dry["readings-every"] ?? SPACING_WITHOUT_LENGTH;
    return { kind: "dry", band: bandOf(dry), fallBy: dry["fall-between"], readingsEvery };
  }
  if (ph !== undefined) {
    const length = ph.for ?? null;
    const usual = length === null ? SPACING_WITHOUT_LENGTH : spacingFor(length);
    return { kind: "acidity", below: ph.below, length, readingsEvery: ph["readings-every"] ?? usual };
  }
  if (throughout !== undefined) {
    return { kind: "throughout", band: bandOf(throughout), readingsEvery: throughout["readings-every"] };
  }
  if (declared !== undefined) return { kind: "declared", ...declared };
  const used = rule === undefined ? undefined : files.get(rule)?.entry;
  assert(used !== undefined, "a step has one kind, and the rules it uses are there");
  const steps = used.steps.map((one) => stepOf(one, files));
  return { kind: "rule", rule: heatRuleId(used.id), title: used.title, steps };
}

type BandEntry = {
  readonly "at-least"?: number | undefined;
  readonly above?: number | undefined;
  readonly "at-most"?: number | undefined;
};

function bandOf(entry: BandEntry): Band {
  const least = entry["at-least"];
  const most = entry["at-most"];
  return {
    lower: least !== undefined ? atLeast(least) : entry.above !== undefined ? above(entry.above) : null,
    upper: most === undefined ? null : atLeast(most),
  };
}

const FOLDER_FIX = "The rules that come with the program are in config/heat/: copy the nearest.";

const about = (file: string, says: string, found: string, expected: string): Problem =>
  wholeFileProblem(file, { says, found, expected, fix: FOLDER_FIX });
