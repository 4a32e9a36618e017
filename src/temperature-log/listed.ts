// Room: temperature-log. Lists for messages. Invariant: a file's own text is cut before it is shown.

/** At most eight, the rest as a count. */
export function listedShort(words: readonly string[]): string {
  const shown = words.slice(0, 8).map((word) => word.slice(0, 60));
  return words.length > 8 ? `${shown.join(", ")} and ${words.length - 8} more` : shown.join(", ");
}
