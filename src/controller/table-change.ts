// Room: controller. What one herd table says otherwise than the one before it, and the way from the one to the other.
// May live here: the change as plain JSON, finding it and applying it. May not: holds, reading files.
// Invariant: a change applied to the table that it starts from gives the other table, cow for cow; to any other table it does not apply.

import type { Cow, HerdTable } from "../domain/holds/facts.ts";
import type { CowId } from "../domain/ids.ts";
import { lookUp, sameJson } from "../domain/look-up.ts";
import { type Herd, herdOf } from "./state.ts";

/** An entry concerns a cow or some: nobody hands the whole herd over for it. */
export type TableChange = {
  /** The table that it starts from. */
  readonly from: string;
  /** The table that it leads to. */
  readonly fingerprint: string;
  /** New cows, and cows of whom anything is said otherwise, whole. */
  readonly cows: readonly Cow[];
  readonly gone: readonly CowId[];
  /** Every cow in the table's order, where that is not the old one with new cows at its end. */
  readonly order?: readonly CowId[];
};

/** Null where it cannot be said as a change: another policy, or numbers that are there twice. */
export function tableChange(before: HerdTable, after: HerdTable): TableChange | null {
  if (!sameJson(before.policy, after.policy)) return null;
  const old = new Map(before.cows.map((cow) => [cow.cow, cow]));
  const order = before.cows.map(({ cow }) => cow);
  return changeFrom(before.fingerprint, order, after, (cow) => sameJson(old.get(cow.cow), cow));
}

/** A table as short as a list of its cows: enough to say later what another one changes. Plain JSON. */
export type TableMarks = {
  readonly fingerprint: string;
  readonly policy: string;
  /** In the table's order. */
  readonly cows: readonly (readonly [cow: CowId, mark: string])[];
};
/** A short text that no two different values share. */
export type Mark = (value: unknown) => string;

export const marksOf = ({ fingerprint, policy, cows }: HerdTable, mark: Mark): TableMarks => ({
  fingerprint,
  policy: mark(policy),
  cows: cows.map((cow) => [cow.cow, mark(cow)]),
});

/** As `tableChange`, from the marks of both: a cow whose mark is another comes whole, even where she is only written otherwise. */
export function changeByMarks(
  before: TableMarks,
  after: HerdTable,
  { policy, cows }: TableMarks,
): TableChange | null {
  if (before.policy !== policy) return null;
  const [old, now] = [new Map(before.cows), new Map(cows)];
  const order = before.cows.map(([cow]) => cow);
  return changeFrom(before.fingerprint, order, after, ({ cow }) => old.get(cow) === now.get(cow));
}

/** `before`: the cows of the table that it starts from, in its order. `same`: whether a cow was there and is as she was. */
function changeFrom(
  from: string,
  before: readonly CowId[],
  after: HerdTable,
  same: (cow: Cow) => boolean,
): TableChange | null {
  const [old, left] = [new Set(before), new Set(after.cows.map(({ cow }) => cow))];
  if (old.size !== before.length || left.size !== after.cows.length) return null;
  const cows = after.cows.filter((cow) => !same(cow));
  const gone = before.filter((cow) => !left.has(cow));
  const fresh = cows.flatMap(({ cow }) => (old.has(cow) ? [] : [cow]));
  const plain = [...before.filter((cow) => left.has(cow)), ...fresh];
  const inOrder = after.cows.every(({ cow }, index) => cow === plain[index]);
  const change = { from, fingerprint: after.fingerprint, cows, gone };
  return inOrder ? change : { ...change, order: after.cows.map(({ cow }) => cow) };
}

/** The herd after the change; null where it does not apply to this one. */
export function herdChanged(herd: Herd, change: TableChange): Herd | null {
  const { table } = herd;
  if (table.fingerprint !== change.from) return null;
  const { fingerprint } = change;
  const known = change.cows.map((cow) => lookUp(herd.byCow, cow.cow));
  const sameTags = change.cows.every((cow, n) => sameJson(table.cows[known[n] ?? -1]?.eids, cow.eids));
  if (sameTags && change.gone.length === 0 && change.order === undefined) {
    // The usual entry: nobody came or went and no tag changed, so that who is where stays as it is.
    const cows = [...table.cows];
    for (const [n, cow] of change.cows.entries()) cows[known[n] ?? -1] = cow;
    return { ...herd, table: { ...table, fingerprint, cows } };
  }
  const cows = cowsAfter(table.cows, change);
  return cows === null ? null : herdOf({ ...table, fingerprint, cows });
}

function cowsAfter(before: readonly Cow[], { cows, gone, order }: TableChange): readonly Cow[] | null {
  const all = new Map(before.map((cow) => [cow.cow, cow]));
  for (const cow of gone) all.delete(cow);
  for (const cow of cows) all.set(cow.cow, cow);
  if (order === undefined) return [...all.values()];
  const ordered = order.flatMap((cow) => all.get(cow) ?? []);
  return ordered.length === all.size && order.length === all.size ? ordered : null;
}
