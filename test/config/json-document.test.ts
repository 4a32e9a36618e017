import fc from "fast-check";
import { expect, test } from "vitest";
import { readJson } from "../../src/config/json-document.ts";

const read = (text: string) => readJson(text, "x.json", 100_000);

/** What the language's own parser says, or the word "refused". */
function standard(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return "refused";
  }
}

test("what is written as JSON is read as the same value", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(undefined, 1, "\t"), (value, indent) => {
      fc.pre(!JSON.stringify(value).includes("__proto__"));
      const text = JSON.stringify(value, null, indent);
      const got = read(text);
      expect(got.ok && got.value.value).toEqual(JSON.parse(text));
    }),
  );
});

test("a damaged text is refused, or read as the standard parser reads it", () => {
  const whole = JSON.stringify({ a: [1, -2.5e3, "x\n\u00e9", true, null], b: { c: "" } });
  fc.assert(
    fc.property(fc.nat(whole.length), fc.nat(3), fc.string({ maxLength: 3 }), (at, drop, put) => {
      const text = whole.slice(0, at) + put + whole.slice(at + drop);
      const got = read(text);
      if (got.ok) expect(got.value.value).toEqual(standard(text));
      else expect(got.error[0]?.fix).not.toBe("");
    }),
    { numRuns: 2_000 },
  );
});

test("a text cut short at any letter is refused", () => {
  const whole = JSON.stringify({ cows: [{ cow: "12", eids: ["982000123456012"], n: 12 }] });
  for (let cut = 0; cut < whole.length; cut++) expect(read(whole.slice(0, cut)).ok).toBe(false);
});

test.each([
  ['{"a": 1,}', "1:8", "A comma stands before a closing bracket."],
  ['{"a": 1\n "b": 2}', "2:2", "This is not valid JSON."],
  ["{'a': 1}", "1:2", "These are not JSON's quotes."],
  ['{"a": 1} x', "1:10", "There is more after the end."],
  ['{"a": 1, "a": 2}', "1:10", '"a" is there twice in one object.'],
  ['{"a": 1 // note\n}', "1:9", "JSON has no comments."],
  ['{"a": 007}', "1:7", "This is not a number as JSON writes it."],
  ['{"a": "x\ny"}', "1:7", "This text does not end as it should."],
  ['{"__proto__": 1}', "1:2", "This key is not allowed."],
  ['{"a":', "1:6", "The file ends too early."],
])("%s is refused at %s", (text, place, says) => {
  const got = read(text);
  expect(got.ok ? null : got.error.map((p) => [`${p.line}:${p.column}`, p.says])).toEqual([[place, says]]);
});

test("thousands of brackets are refused, not recursed into", () => {
  expect(read("[".repeat(50_000)).ok).toBe(false);
  expect(read('{"a":'.repeat(10_000)).ok).toBe(false);
});

test("a byte order mark in front is passed over", () => {
  const got = read('\uFEFF{"a": 1}');
  expect(got.ok && got.value.value).toEqual({ a: 1 });
});
