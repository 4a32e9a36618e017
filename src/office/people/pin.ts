// Room: office/people. Which PINs are too easy to guess.
// May live here: that rule. May not: how PINs are kept.
// Invariant: the refusal says what is wrong with the PIN, never the PIN.

/** What is wrong with it, in words; null: it will do. Six to twelve digits is the schema's business. */
export function easyPin(pin: string): string | null {
  if (new Set(pin).size === 1) return "it is one digit over and over";
  if (isRun(pin, 1) || isRun(pin, -1)) return "its digits follow one another";
  if ([2, 3, 4].some((length) => pin.length >= 2 * length && isRepeated(pin, length))) {
    return "it is a few digits repeated";
  }
  if (new Set(pin).size === 2) return "it has only two different digits";
  return FAVOURITES.has(pin) ? "it is one of those that are tried first" : null;
}

const isRun = (pin: string, step: 1 | -1): boolean =>
  [...pin].every((digit, at) => at === 0 || (Number(pin[at - 1]) + step + 10) % 10 === Number(digit));

const isRepeated = (pin: string, length: number): boolean =>
  [...pin].every((digit, at) => digit === pin[at % length]);

/** Keypad patterns and the like, from lists of PINs that were given away. */
const FAVOURITES: ReadonlySet<string> = new Set([
  "112233",
  "159753",
  "147258",
  "147258369",
  "123321",
  "102030",
  "789456",
  "456789",
  "696969",
  "520131",
  "100200",
  "142536",
  "159357",
  "258456",
  "123654",
]);
