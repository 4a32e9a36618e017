// Room: test/config. The rules that come with the program, and what is said of a rule that is not right.

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { heatRuleById, loadHeatRules, readHeatRules } from "../../src/config/heat-rules.ts";
import { formatProblems } from "../../src/config/problem.ts";
import { declarationsOf } from "../../src/domain/heat/judge.ts";
import type { HeatRule } from "../../src/domain/heat/rule.ts";

const FOLDER = "config/heat";
const textOf = (id: string) => ({
  file: `${FOLDER}/${id}.yaml`,
  text: readFileSync(`${FOLDER}/${id}.yaml`, "utf8"),
});
const ALL = readdirSync(FOLDER).map((name) => textOf(name.replace(".yaml", "")));

/** The problems of all rules with one text changed. */
function problemsOf(id: string, from: string | RegExp, to: string): string {
  const changed = ALL.map((one) =>
    one.file.endsWith(`/${id}.yaml`) ? { ...one, text: one.text.replace(from, to) } : one,
  );
  const loaded = loadHeatRules(changed);
  return loaded.ok ? "" : formatProblems(loaded.error);
}

async function rules(): Promise<readonly HeatRule[]> {
  const read = await readHeatRules(FOLDER);
  if (!read.ok) throw new Error(formatProblems(read.error));
  return read.value;
}

describe("the rules that come with the program", () => {
  test("all of them load, and each is called as its file", async () => {
    const loaded = await rules();
    expect(loaded.map((rule): string => rule.id).sort()).toEqual(
      ALL.map(({ file }) => file.replace(`${FOLDER}/`, "").replace(".yaml", "")).sort(),
    );
  });

  test("every rule has a source, and says whether its wording was seen", async () => {
    for (const rule of await rules()) {
      expect(rule.source.document.length, rule.id).toBeGreaterThan(5);
      expect(["seen", "unverified"], rule.id).toContain(rule.source.wording);
    }
  });

  test("what is taken from the GOV.UK page is marked as seen, but for pasteurising, which it does not define", async () => {
    const ofThePage = (await rules()).filter(({ source }) => source.document.startsWith("GOV.UK"));
    expect(ofThePage.filter(({ source }) => source.wording === "unverified").map(({ id }) => id)).toEqual([
      "pasteurise",
    ]);
    expect(ofThePage.length).toBe(11);
  });

  test("every declaration has one meaning wherever it is asked for", async () => {
    const says = new Map<string, string>();
    for (const rule of await rules()) {
      for (const { name, says: sentence } of declarationsOf(rule.steps)) {
        expect(says.get(name) ?? sentence, name).toBe(sentence);
        says.set(name, sentence);
      }
    }
    expect([...says.keys()].sort()).toEqual([
      "clotted-16-hours-before",
      "dried-to-a-powder",
      "no-signs-of-disease",
      "officially-disease-free-holding",
      "ph-below-6-for-1-hour",
      "phosphatase-test-negative",
      "whey-ph-below-6",
    ]);
  });

  test("a hold of 15 s has to be read every 5 s, one of 30 minutes every 10, one of a second every second", async () => {
    const spacings = (id: string) =>
      JSON.stringify(heatRuleByIdIn(all, id).steps).match(/"readingsEvery":(\d+)/)?.[1];
    const all = await rules();
    expect([spacings("htst"), spacings("batch"), spacings("uht"), spacings("f0-3")]).toEqual([
      "5000",
      "600000",
      "1000",
      "10000",
    ]);
  });
});

function heatRuleByIdIn(all: readonly HeatRule[], id: string): HeatRule {
  const found = heatRuleById(all, id);
  if (!found.ok) throw new Error(id);
  return found.value;
}

describe("a mistake is told with its place and its repair", () => {
  test("an unknown rule: the nearest name", async () => {
    const found = heatRuleById(await rules(), "htst-twise");
    expect(found.ok ? "" : found.error.fix).toBe('Did you mean "htst-twice"?');
  });

  test.each([
    ["no unit", "htst", "at-least: 72 °C", "at-least: 72", "72 has no unit"],
    ["Fahrenheit", "htst", "at-least: 72 °C", "at-least: 162 °F", '"72.22 °C"'],
    ["a slip in a key", "htst", "at-least", "at-lest", 'Did you mean "at-least"?'],
    ["a slip in a rule that is used", "uht-and-dry", "rule: uht", "rule: uth", 'Did you mean "uht"?'],
    ["no temperature", "htst", /at-least: .*\n\s*/, "", "One of at-least and above is needed"],
    ["both lower ends", "wash-hot-exit", "above: 65 °C", "above: 65 °C\n      at-least: 65 °C", "not both"],
    ["twice without a fall", "htst-twice", /fall-between: .*\n/, "\n", "belong together"],
    [
      "two kinds in a step",
      "htst",
      "steps:\n  - hold",
      "steps:\n  - rule: uht\n    hold",
      "exactly one of its kinds",
    ],
    ["another name than the file's", "htst", "id: htst", "id: htst-2", "Call the file htst-2.yaml"],
    ["a ring", "uht", /hold:\n.*\n.*\n/, "rule: uht-and-dry\n", "in a ring"],
    ["an empty file", "uht", /^[\s\S]*$/, "", "The file is empty"],
    ["a purpose of its own", "uht", "milk-for-feed", "milk-for-fed", 'Did you mean "milk-for-feed"?'],
    ["an impossible temperature", "uht", "132 °C\n", "250 °C\n", "too much"],
  ])("%s", (_, id, from, to, says) => {
    expect(problemsOf(id, from, to)).toContain(says);
  });

  test("a file cut short anywhere is refused, and never taken for a milder rule", () => {
    const { file, text } = textOf("colostrum");
    for (let end = 0; end < text.trimEnd().length; end += 3) {
      expect(loadHeatRules([{ file, text: text.slice(0, end) }]).ok, `cut at ${end}`).toBe(false);
    }
  });
});
