// What a damaged file may do: be refused with words. What it may never do: load as another shed.

import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { loadShed } from "../../src/config/shed-config.ts";
import { EXAMPLE_SHEDS } from "../../src/main/check.ts";
import { tries } from "../runs.ts";
import { PROFILES } from "./profiles.ts";

const withoutComments = (text: string): string => text.replaceAll(/(^|\s)#.*$/gm, "").trimEnd();

test.each(EXAMPLE_SHEDS)(
  "%s cut short at any byte is refused, unless only comments or blanks were cut off",
  (file) => {
    const text = readFileSync(file, "utf8");
    const whole = loadShed(text, file, PROFILES);
    const essential = withoutComments(text);
    expect(whole.ok).toBe(true);
    // Before the layout it is missing, so that a sample is enough; the nearer to the end, the closer it is looked at.
    const layoutAt = text.indexOf("\nlayout:");
    const stepAt = (cut: number) => (cut < layoutAt ? 131 : cut < text.length - 60 ? 23 : 1);
    for (let cut = 0; cut < text.length; cut += stepAt(cut)) {
      const part = loadShed(text.slice(0, cut), file, PROFILES);
      if (!part.ok) {
        expect(part.error.length).toBeGreaterThan(0);
        continue;
      }
      expect(withoutComments(text.slice(0, cut))).toBe(essential);
      expect(part.value.config).toEqual(whole.ok && whole.value.config);
    }
  },
);

const small = readFileSync("config/herringbone-2x10.yaml", "utf8");

test("no change of a few letters makes the loader throw, and every refusal has words", () => {
  const letters = fc.constantFrom(...":-[]{}#&*!|>'\"%@`,? \n\t0aZé\u0000\uFEFF");
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(small.length), letters), { minLength: 1, maxLength: 4 }),
      (edits) => {
        let text = small;
        for (const [at, letter] of edits) text = text.slice(0, at) + letter + text.slice(at + 1);
        const loaded = loadShed(text, "shed.yaml", PROFILES);
        if (loaded.ok) return;
        for (const problem of loaded.error) {
          for (const words of [problem.says, problem.found, problem.expected, problem.fix]) {
            expect(words).not.toBe("");
          }
        }
      },
    ),
    tries(20),
  );
});

test("any text at all is taken or refused, never thrown at", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
      expect(loadShed(text, "shed.yaml", PROFILES).ok).toBe(false);
    }),
    tries(30),
  );
});

test.each([
  ["deep brackets", "[".repeat(200_000)],
  ["deep lists", `${"- ".repeat(10_000)}a`],
  ["deep sections", Array.from({ length: 400 }, (_, i) => `${" ".repeat(i)}a:`).join("\n")],
  ["deep brackets after quotes", `a: it's [${"[".repeat(50_000)}'`],
  ["a bomb of aliases", `a: &a [x]\n${"bcdefghi".replaceAll(/./g, (n) => `${n}: [${"*a, ".repeat(50)}]\n`)}`],
  ["merge keys", "a: &a { b: 1 }\nc: { <<: *a }\n"],
  ["a prototype", "__proto__: { nodes: 1 }\nlayout: 1\n"],
  ["a very long file", "# x\n".repeat(100_000)],
  ["a very long line", `shed: ${"x".repeat(200_000)}`],
  ["a custom tag", "shed: !!js/function 'x'\n"],
  ["two documents", "shed: a\n---\nshed: b\n"],
])("%s is refused within seconds", (_, text) => {
  const began = performance.now();
  expect(loadShed(text, "shed.yaml", PROFILES).ok).toBe(false);
  expect(performance.now() - began).toBeLessThan(5_000);
});
