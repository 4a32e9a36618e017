// Room: test/domain/holds. Each row of the table of label cases, asked of the program.

import { describe, expect, test } from "vitest";
import { LABEL_CASES } from "./label-cases.ts";
import { answerOf, readCase } from "./label-words.ts";

/** A table that lost rows would pass as well. */
const ROWS_LEAST = 60;

describe("label cases", () => {
  test(`there are at least ${ROWS_LEAST}, and no two of one name`, () => {
    expect(LABEL_CASES.length).toBeGreaterThanOrEqual(ROWS_LEAST);
    expect(new Set(LABEL_CASES.map((words) => words.shows)).size).toBe(LABEL_CASES.length);
  });
  test.each(LABEL_CASES.map((words) => [`${words.shows} (${words.from})`, words] as const))(
    "%s",
    (_row, words) => {
      const read = readCase(words);
      const answers = read.questions.map(({ at, when }) => `${when} → ${answerOf(read, at)}`);
      expect(answers).toEqual(words.asked);
    },
  );
});
