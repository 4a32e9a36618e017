// Room: test/mutation. Which rooms are mutated, and by which tests their mutants must be found.
// To add a room: one entry. Tests that start processes or open devices stay out: thousands of mutants run them.

/** Paths from the root. Each test file of a room is run for the mutants it covers, nothing else. */
export const ROOMS = {
  "src/domain/tag": ["test/domain/tag/**/*.test.ts"],
  "src/domain/holds": ["test/domain/holds/**/*.test.ts"],
  "src/domain/release": ["test/domain/release/**/*.test.ts"],
  "src/domain/arrivals": ["test/domain/arrivals/**/*.test.ts"],
  "src/checker": ["test/checker/**/*.test.ts"],
};
