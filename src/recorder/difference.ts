// Room: recorder. The first place where two JSON values differ.
// May live here: the comparison, pure. May not: opinions about which side is right.
// Invariant: null only when both sides hold the same fields with the same values, in whatever order of fields.

export type FieldDifference = {
  /** For example effects[2].lease.released */
  readonly path: string;
  /** Undefined where the field is not there at all. */
  readonly recorded: unknown;
  readonly replayed: unknown;
};

/** Depth-first, in the recorded side's order of fields. */
export function firstDifference(recorded: unknown, replayed: unknown, path: string): FieldDifference | null {
  if (Object.is(recorded, replayed)) return null;
  if (!isBranch(recorded) || !isBranch(replayed) || Array.isArray(recorded) !== Array.isArray(replayed)) {
    return { path, recorded, replayed };
  }
  const left = new Map(Object.entries(recorded));
  const right = new Map(Object.entries(replayed));
  for (const field of new Set([...left.keys(), ...right.keys()])) {
    const at = Array.isArray(recorded) ? `${path}[${field}]` : `${path}.${field}`;
    if (!left.has(field) || !right.has(field)) {
      return { path: at, recorded: left.get(field), replayed: right.get(field) };
    }
    const found = firstDifference(left.get(field), right.get(field), at);
    if (found !== null) return found;
  }
  return null;
}

const isBranch = (value: unknown): value is object => typeof value === "object" && value !== null;
