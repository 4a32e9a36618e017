// Room: office/ui. When the board on a screen is not to be believed any more.
// May live here: the rule. May not: timers, streams (live.ts). Invariant: doubt is STALE.

import type { Live } from "../contract/shed.ts";

/** "live" comes at least once a second. Two and a half without it, or a board that old: what is shown may be wrong. */
export const STALE_AFTER_MS = 2_500;

/** Why the board is not to be believed. "office": nothing is heard from the box; "controller": the office hears nothing from the controller. */
export type Stale = { readonly who: "office" | "controller"; readonly forSeconds: number };

type Seen = {
  readonly live: Live | null;
  readonly liveAt: number | null;
  readonly begun: number;
  readonly at: number;
};
/** The rule of STALE, whole seconds. */
export function staleOf({ live, liveAt, begun, at }: Seen): Stale | null {
  const quiet = at - (liveAt ?? begun);
  if (quiet > STALE_AFTER_MS) return { who: "office", forSeconds: Math.floor(quiet / 1_000) };
  if (live === null || live.board === null) {
    const waited = at - begun;
    if (waited <= STALE_AFTER_MS || liveAt === null) return null;
    return { who: "controller", forSeconds: Math.floor(waited / 1_000) };
  }
  const old = live.age + quiet;
  return old > STALE_AFTER_MS ? { who: "controller", forSeconds: Math.floor(old / 1_000) } : null;
}
