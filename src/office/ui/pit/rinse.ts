// Room: office/ui/pit. Which clusters have to be rinsed: a bail whose last cow was held or not known, until the next one has been milked
// or somebody says it is rinsed. Known only from what this screen has seen.
// May live here: the rule, from one picture to the next. May not: layout. Invariant: doubt asks for a rinse.

import type { Board } from "./board.ts";
import { leavesResidue } from "./to-do.ts";

/** What is remembered of one bail. */
type Seen = {
  readonly visit: string | null;
  readonly cow: string | null;
  readonly residue: boolean;
  /** After this cow ("" where nobody knew her) the cluster has to be rinsed; null: nothing to do. */
  readonly rinseAfter: string | null;
};
export type RinseMemory = ReadonlyMap<number, Seen>;
export type RinseDue = {
  readonly bail: number;
  readonly after: string;
  /** She stands there already: rinse before the cluster goes on. */
  readonly next: string | null;
};

export function rememberBoard(before: RinseMemory, board: Board): RinseMemory {
  return new Map(board.bails.map((bail) => [bail.bail, seenNow(before.get(bail.bail), bail)]));
}

function seenNow(before: Seen | undefined, bail: Board["bails"][number]): Seen {
  const { visit, cow } = bail;
  const residue = leavesResidue(bail);
  if (before === undefined) return { visit, cow, residue, rinseAfter: null };
  // A doubt that was settled in this visit was no residue after all.
  if (before.visit === visit) return { visit, cow, residue, rinseAfter: before.rinseAfter };
  const milked = before.visit !== null;
  const rinseAfter = before.residue ? (before.cow ?? "") : milked ? null : before.rinseAfter;
  return { visit, cow, residue, rinseAfter };
}

export function rinsesDue(memory: RinseMemory): readonly RinseDue[] {
  return [...memory].flatMap(([bail, seen]) =>
    // The next cow is held herself: her milk is kept out anyway.
    seen.rinseAfter === null || seen.residue
      ? []
      : [{ bail, after: seen.rinseAfter, next: seen.visit === null ? null : (seen.cow ?? "?") }],
  );
}

export function rinsed(memory: RinseMemory, bail: number): RinseMemory {
  const seen = memory.get(bail);
  return seen === undefined ? memory : new Map([...memory, [bail, { ...seen, rinseAfter: null }]]);
}
