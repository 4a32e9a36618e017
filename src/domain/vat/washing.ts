// Room: domain/vat. A wash of the vat from its beginning to its end.
// May live here: when one begins and ends, its readings on their way. May not: the hot-wash rule (wash.ts), how a curve shows it (phases.ts).
// Invariant: one wash at a time; from its beginning on there is no milk in the vat.

import type { MonoMs } from "../units.ts";
import { milkGone } from "./collections.ts";
import type { Told, VatNow } from "./happening.ts";
import { instantOf } from "./milking.ts";
import { change, dated, stateBecomes, type Turn } from "./vat-state.ts";
import { washBegins, washDetergent, washJudged, washSaw } from "./wash.ts";

/** A reading that may be of the wash that runs. */
export function washing(turn: Turn, role: Parameters<typeof washSaw>[1], celsius: number, now: VatNow): Turn {
  const { wash } = turn.vat;
  return wash === null
    ? turn
    : change(turn, { wash: { ...wash, wash: washSaw(wash.wash, role, now.mono, celsius) } });
}

/** Where one runs already a person may still say what is in the water. */
export function washBeganAt(
  turn: Turn,
  at: MonoMs,
  told: Told,
  detergent: boolean | null,
  now: VatNow,
): Turn {
  const { wash } = turn.vat;
  if (wash !== null) {
    return told.source === "person" && detergent !== wash.wash.detergent
      ? change(turn, { wash: { ...wash, told, wash: washDetergent(wash.wash, detergent) } })
      : turn;
  }
  const gone = milkGone(turn, at, told, now);
  const began = instantOf(at, now);
  const washes = change(gone, { wash: { wash: washBegins(at, detergent), began, told } });
  return stateBecomes(washes, "washing", at, told, now);
}

/** `circulated`: somebody or a switch says that until now it circulated; otherwise only that it does no more. */
export function washEndedAt(turn: Turn, at: MonoMs, told: Told, now: VatNow, circulated = false): Turn {
  const { wash } = turn.vat;
  if (wash === null) return turn;
  const ended = change(
    turn,
    { wash: null },
    {
      kind: "wash-ended",
      began: wash.began.wall,
      wash: washJudged(wash.wash, circulated),
      ...dated(at, now),
    },
  );
  return stateBecomes(ended, "empty", at, told, now);
}
