// Room: sim. Tags of made-up cows. May not: real ones.
// Invariant: every tag is one that ISO 11784 can carry.

import type { Eid } from "../domain/ids.ts";
import { assert } from "../domain/result.ts";
import { parseEid } from "../domain/tag/parse-eid.ts";

/** The tag with these three digits of maker or country and this national number. */
export function tagOf(maker: string, national: number): Eid {
  const parsed = parseEid(`${maker}${String(national).padStart(12, "0")}`);
  assert(parsed.ok, "a made-up tag is a possible one");
  return parsed.value;
}

/** A tag fresh from the bag, which is in no herd file. */
export const strangeTag = (serial: number): Eid => tagOf("982", 9_999_000_000 + serial);
