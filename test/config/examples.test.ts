import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { formatProblems } from "../../src/config/problem.ts";
import { loadShed } from "../../src/config/shed-config.ts";

test.each(["in-bail-6", "herringbone-2x10", "herringbone-2x20", "rotary-50"])(
  "config/%s.yaml loads",
  (name) => {
    const file = `config/${name}.yaml`;
    const loaded = loadShed(readFileSync(file, "utf8"), file);
    expect(loaded.ok ? "" : formatProblems(loaded.error)).toBe("");
  },
);
