// Room: config. "Did you mean …?": the known word nearest to the one that was written.
// May live here: the distance between two words. May not: any list of words.

/** Longer words are not compared: nobody meant them. */
const WORD_LENGTH_MAX = 64;

/** The nearest of `known`, or null when none is near enough to be what was meant. */
export function nearest(written: string, known: readonly string[]): string | null {
  const wanted = plain(written);
  if (wanted.length === 0 || written.length > WORD_LENGTH_MAX) return null;
  let best: { readonly word: string; readonly distance: number } | null = null;
  for (const word of known) {
    if (word.length > WORD_LENGTH_MAX) continue;
    const distance = wanted === plain(word) ? 0 : editDistance(wanted, plain(word));
    if (best === null || distance < best.distance) best = { word, distance };
  }
  if (best === null) return null;
  // A third of the letters wrong is still a slip; more is another word.
  return best.distance <= Math.max(1, Math.floor(Math.max(wanted.length, best.word.length) / 3))
    ? best.word
    : null;
}

/** `"ascii" or "wl134"`-like list for a message, at most twelve. */
export function listed(words: readonly string[]): string {
  if (words.length === 0) return "none";
  const shown = words.slice(0, 12).join(", ");
  return words.length > 12 ? `${shown}, … (${words.length} in all)` : shown;
}

/** Case, underscores and spaces are the usual slips and cost nothing. */
const plain = (word: string): string => word.toLowerCase().replaceAll(/[_\s]/g, "-");

/** Optimal string alignment: insert, delete, change, or swap two neighbours. */
function editDistance(a: string, b: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
