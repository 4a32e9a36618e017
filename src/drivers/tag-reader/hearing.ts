// Room: drivers/tag-reader. When a decoded tag counts as heard: enough equal reads, and not again at once.
// May live here: counting per tag. May not: bytes, ports, which cow it is.
// Invariant: of one tag at most one in REPEAT_MS_MIN is passed on; a tag without checksum only after enough equal reads.

import type { Eid } from "../../domain/ids.ts";
import type { AnimalTag } from "../../domain/tag/tag-result.ts";
import { between, type DurationMs, type MonoMs, milliseconds, seconds } from "../../domain/units.ts";

/** Readers repeat up to 30 times a second; the controller wants to know that a tag is still there, not how often. */
export const REPEAT_MS_MIN: DurationMs = milliseconds(200);
/** Equal reads further apart than this are not of one passing cow, and do not confirm each other. */
export const EQUAL_READS_WITHIN: DurationMs = seconds(2);
/** More tags at once than any field holds; the one heard longest ago is forgotten. */
const TAGS_MAX = 64;

type Heard = { readonly at: MonoMs; readonly equal: number; readonly passedOn: MonoMs | null };

export type Verdict = "pass-on" | "repeat" | "not-yet";
export type Hearing = { judge(tag: AnimalTag, now: MonoMs): Verdict };

/** `equalReadsNeeded`: how many equal reads make one where the bytes have no checksum, 1 or 2. */
export function createHearing(equalReadsNeeded: number): Hearing {
  const tags = new Map<Eid, Heard>();
  return {
    judge(tag, now) {
      const last = tags.get(tag.eid);
      const isStillThere = last !== undefined && between(last.at, now) <= EQUAL_READS_WITHIN;
      const equal = isStillThere ? last.equal + 1 : 1;
      const passedOn = last?.passedOn ?? null;
      const verdict = judgeRead(tag.checked ? 1 : equalReadsNeeded, equal, passedOn, now);
      // Taken out and put back, so that the map stays in the order of hearing.
      tags.delete(tag.eid);
      tags.set(tag.eid, { at: now, equal, passedOn: verdict === "pass-on" ? now : passedOn });
      const [oldest] = tags.keys();
      if (tags.size > TAGS_MAX && oldest !== undefined) tags.delete(oldest);
      return verdict;
    },
  };
}

function judgeRead(needed: number, equal: number, passedOn: MonoMs | null, now: MonoMs): Verdict {
  if (equal < needed) return "not-yet";
  return passedOn !== null && between(passedOn, now) < REPEAT_MS_MIN ? "repeat" : "pass-on";
}
