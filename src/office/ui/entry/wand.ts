// Room: office/ui/entry. A tag reader's wand that types like a keyboard, told apart from a hand on the keys.
// May live here: the rule. May not: event listeners. Invariant: what is typed slowly is never taken for a tag.

export type WandState = { readonly digits: string; readonly last: number };
export const WAND_AT_REST: WandState = { digits: "", last: 0 };

/** Wands type a digit every few milliseconds, a slow screen takes them later; nobody types fifteen digits this fast. */
const BETWEEN_KEYS_MAX = 120;
/** The key that ends a tag may come later than the digits do. */
const BEFORE_END_MAX = 500;
const EID_DIGITS = 15;

export type WandStep = { readonly state: WandState; readonly eid: string | null };

/**
 * One key. Digits in quick succession gather; spaces, hyphens and dots between them are passed over ("982 000123456012");
 * fifteen of them and then Enter or Tab make a tag. Longer runs are none.
 */
export function wandKey(state: WandState, key: string, at: number): WandStep {
  const quick = at - state.last <= BETWEEN_KEYS_MAX;
  if (/^\d$/.test(key)) {
    const digits = quick ? state.digits + key : key;
    return { state: { digits: digits.slice(0, EID_DIGITS + 1), last: at }, eid: null };
  }
  if (quick && state.digits.length < EID_DIGITS && (key === " " || key === "-" || key === ".")) {
    return { state: { ...state, last: at }, eid: null };
  }
  const soon = at - state.last <= BEFORE_END_MAX;
  const whole = soon && state.digits.length === EID_DIGITS && (key === "Enter" || key === "Tab");
  return { state: WAND_AT_REST, eid: whole ? state.digits : null };
}

/** The tag in a text that was typed, pasted or scanned into a field; null: this is not one. */
export function eidIn(text: string): string | null {
  const digits = text.replaceAll(/[\s.-]/g, "");
  return /^\d{15}$/.test(digits) ? digits : null;
}
