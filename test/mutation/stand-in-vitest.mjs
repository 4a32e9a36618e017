// Room: test/mutation. What tests of pure rooms use of vitest, collected for room-runner.mjs to run: test, describe, each, and vitest's own expect.
// Anything else of vitest is missing on purpose: a room that needs it is no pure room.

import {
  ASYMMETRIC_MATCHERS_OBJECT,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
} from "@vitest/expect";
import * as chai from "chai";

for (const part of [JestExtend, JestChaiExpect, JestAsymmetricMatchers]) chai.use(part);
export const expect = (value, message) => chai.expect(value, message);
Object.assign(expect, chai.expect, globalThis[ASYMMETRIC_MATCHERS_OBJECT]);

export function test(name, ...rest) {
  const run = rest.find((part) => typeof part === "function");
  const { file, groups, tests } = globalThis.__collect__;
  tests.push({ id: `${file} | ${[...groups, name].join(" > ")} #${tests.length}`, run });
}
export function describe(name, body) {
  const { groups } = globalThis.__collect__;
  groups.push(name);
  body();
  groups.pop();
}
for (const one of [test, describe]) {
  one.each = (rows) => (name, body) => {
    for (const row of rows) one(name, () => (Array.isArray(row) ? body(...row) : body(row)));
  };
}
export const it = test;
