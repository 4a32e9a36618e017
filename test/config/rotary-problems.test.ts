// A right rotary, changed in one place at a time: each mistake must be told, where it is, with its repair.

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { loadShed } from "../../src/config/shed-config.ts";
import { PROFILES } from "./profiles.ts";

const RIGHT = readFileSync("config/rotary-50.yaml", "utf8");

function problemsOf(was: string | RegExp, is: string): string[] {
  const changed = RIGHT.replace(was, is);
  expect(changed).not.toBe(RIGHT);
  const loaded = loadShed(changed, "shed.yaml", PROFILES);
  return loaded.ok ? [] : loaded.error.map(({ path, says, fix }) => `${path}: ${says} ${fix}`);
}

test("a switch that the layout does not name is told, and one that is named twice", () => {
  expect(problemsOf("  stayed: stayed\n", "  stayed: boarded\n")).toEqual([
    'inputs.stayed: Neither the layout nor the vat uses the input "stayed". Use it in the layout or in vat.switches, or remove it. Most often its name is mistyped there.',
    'layout.stayed: The input "boarded" is used in two places. Give one of the two its own.',
  ]);
});

test("a missing switch is told with what it is for", () => {
  expect(problemsOf("  second-pulse: second-pulse\n", "")).toEqual([
    expect.stringMatching(/^layout\.second-pulse: "second-pulse" is missing\. /),
  ]);
});

test("one reader cannot be at the entry and at the exit; without one at the exit all is well", () => {
  expect(problemsOf("  exit-reader: exit\n", "  exit-reader: entry\n")).toContainEqual(
    'layout.exit-reader: The reader "entry" is used in two places. Give one of the two its own.',
  );
  const without = RIGHT.replace("  exit-reader: exit\n", "").replace(/ {2}exit:\n(?: {4}.*\n)+/, "");
  const loaded = loadShed(without, "shed.yaml", PROFILES);
  expect(loaded.ok && loaded.value.config.plan.layout).not.toHaveProperty("exitReader");
});

test("a platform of a dozen bails is refused: a doubt about its position would reach most of it", () => {
  expect(problemsOf("  bails: 1-50 #", "  bails: 1-12 #")).toContainEqual(
    "layout.bails: The platform has too few bails. List every bail that passes the entry in one turn.",
  );
});

test("the stayed switch looks at most six bails back", () => {
  expect(problemsOf("stayed-bails: 3", "stayed-bails: 7")).toEqual([
    expect.stringMatching(/^layout\.stayed-bails: /),
  ]);
});
