// Room: domain. How failure is said: expected failure is a value, a bug is a crash.
// May live here: Result, and the two ways to crash. May not: logging.
// Invariant: `throw` means a bug; a crash means every lease lapses and all milk diverts.

export type Result<T, E> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value });
export const err = <E>(error: E): Result<never, E> => ({ ok: false, error });

/** Stays on in production. `claim` says what was taken for granted, in words. */
export function assert(condition: boolean, claim: string): asserts condition {
  if (!condition) throw new Error(`broken assumption: ${claim}`);
}

/** The end of an exhaustive switch. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
