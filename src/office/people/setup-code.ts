// Room: office/people. The code of the first start: proof that whoever sets up stands in front of the box.
// May live here: making and comparing it. May not: showing it (the callback of the composition does), persons.
// Invariant: only its digest is kept, in memory; it counts once, and a new start makes a new one.

import { createHash, randomInt, timingSafeEqual } from "node:crypto";

/** No 0 and O, 1, I and L, 5 and S, 2 and Z, 8 and B, U and V. */
const SIGNS = "3467ACDEFGHJKMNPQRTWXY9";
const LENGTH = 10;

export type SetupCode = {
  /** "K7WQ3-XM4TD", for the person who stands at the box. */
  readonly shown: string;
  isRight(typed: string): boolean;
};

export function newSetupCode(): SetupCode {
  const signs = Array.from({ length: LENGTH }, () => SIGNS[randomInt(SIGNS.length)]).join("");
  const digest = digestOf(signs);
  return {
    shown: `${signs.slice(0, LENGTH / 2)}-${signs.slice(LENGTH / 2)}`,
    isRight: (typed) => timingSafeEqual(digestOf(typed.toUpperCase().replaceAll(/[\s-]/g, "")), digest),
  };
}

const digestOf = (text: string): Buffer => createHash("sha256").update(text).digest();
