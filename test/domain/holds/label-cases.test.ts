// Room: test/domain/holds. Each row of the table of label cases, asked of the program: from a herd file to the answer.

import { describe, expect, test } from "vitest";
import { LABEL_CASES } from "./label-cases.ts";
import { answered, readCase, soldOn } from "./label-words.ts";

/** A table that lost rows would pass as well. */
const ROWS_LEAST = 150;

test(`there are at least ${ROWS_LEAST} label cases, no two of one name, and each asks something`, () => {
  expect(LABEL_CASES.length).toBeGreaterThanOrEqual(ROWS_LEAST);
  expect(new Set(LABEL_CASES.map((words) => words.shows)).size).toBe(LABEL_CASES.length);
  for (const { asked = [], sold = [], refused } of LABEL_CASES) {
    expect(refused === undefined).toBe(asked.length + sold.length > 0);
  }
});

describe("label cases", () => {
  const rows = LABEL_CASES.map((words) => [`${words.shows} (${words.from})`, words] as const);
  test.each(rows)("%s", (_row, words) => {
    const read = readCase(words);
    if ("refused" in read) {
      expect(read.refused).toEqual([words.refused]);
      return;
    }
    const { asked = [], sold = [] } = words;
    expect(asked.map((line) => answered(line, read))).toEqual(asked);
    expect(sold.map((line) => soldOn(line, read))).toEqual(sold);
    expect(words.refused).toBeUndefined();
  });
});
