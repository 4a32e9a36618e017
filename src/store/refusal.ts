// Room: store. Whether an error says that these very values can never be written, or something about the disk, the file or the program.
// May live here: telling the two apart. May not: what is done about either.
// Invariant: what waiting or another disk could cure is never a refusal.

import { codeOf } from "./open-trouble.ts";

/** A STRICT column, a CHECK, a trigger, or a value too long or out of range. */
const OF_THE_VALUES = /^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG|RANGE)/;

/**
 * Why values are refused, in the words of who refuses them; null: no refusal. An error without any code comes from turning values into a row:
 * a shape that this program does not know.
 */
export function refusalOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const code = codeOf(error);
  if (code === "" || OF_THE_VALUES.test(code) || code.startsWith("ERR_")) return error.message;
  return null;
}
