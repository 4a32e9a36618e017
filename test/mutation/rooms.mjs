// Room: test/mutation. Which rooms are mutated, and by which tests their mutants must be found.
// To add a room: one entry. Tests that start processes or open devices stay out: thousands of mutants run them.

/** Room, and the folder of its tests: for each mutant those of them are run that reach it, nothing else. */
export const ROOMS = {
  "src/domain/tag": "test/domain/tag",
  "src/domain/holds": "test/domain/holds",
  "src/domain/release": "test/domain/release",
  "src/domain/arrivals": "test/domain/arrivals",
  "src/domain/cooling": "test/domain/cooling",
  "src/checker": "test/checker",
};
