// Room: office/people. PINs as scrypt makes them: slowly on purpose, and therefore only so many at once.
// May live here: the way in and out of scrypt-kdf. May not: who may try (throttle.ts).
// Invariant: a flood of tries costs a queue of eight and no more; a person who does not exist costs as much as one who does.

import { createHash, randomBytes } from "node:crypto";
import * as scryptKdf from "scrypt-kdf";
import { assert } from "../../domain/result.ts";

export type Pins = {
  /** There is room for one more try. Ask before counting it against anybody. */
  hasRoom(): boolean;
  derive(pin: string): Promise<Uint8Array>;
  /** `derived` null: nobody; works as long, and is never right. */
  isRight(derived: Uint8Array | null, pin: string): Promise<boolean>;
  workedOut(): number;
};
export type PinLimits = {
  readonly scryptLogN: number;
  readonly pinsAtOnce: number;
  readonly pinsWaiting: number;
};

export function createPins(limits: PinLimits): Pins {
  const scrypt = scryptOf(scryptKdf);
  const nobody = nobodysPin(limits.scryptLogN);
  const waiting: (() => void)[] = [];
  let running = 0;
  let workedOut = 0;
  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= limits.pinsAtOnce) await new Promise<void>((go) => waiting.push(go));
    else running += 1;
    workedOut += 1;
    try {
      return await work();
    } finally {
      // The place is handed on, so that nobody who comes now slips in before those who wait.
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
  return {
    hasRoom: () => running < limits.pinsAtOnce || waiting.length < limits.pinsWaiting,
    derive: (pin) => inTurn(() => scrypt.kdf(pin, { logN: limits.scryptLogN, r: 8, p: 1 })),
    isRight: (derived, pin) =>
      inTurn(async () => (await scrypt.verify(derived ?? nobody, pin)) && derived !== null),
    workedOut: () => workedOut,
  };
}

/** In the form of scrypt-kdf, with its checksum: what no PIN ever becomes, and takes as long to find out. */
function nobodysPin(logN: number): Uint8Array {
  const bytes = randomBytes(96);
  bytes.write("scrypt\0", 0, "latin1");
  bytes.writeUInt8(logN, 7);
  bytes.writeUInt32BE(8, 8);
  bytes.writeUInt32BE(1, 12);
  createHash("sha256").update(bytes.subarray(0, 48)).digest().copy(bytes, 48, 0, 16);
  return bytes;
}

type Scrypt = Pick<typeof scryptKdf, "kdf" | "verify">;

/** The package's types speak of named exports; what it has is one default export with these functions. */
function scryptOf(loaded: object): Scrypt {
  const found = "default" in loaded ? loaded.default : loaded;
  assert(isScrypt(found), "scrypt-kdf has kdf and verify");
  return found;
}
const isScrypt = (found: unknown): found is Scrypt =>
  (typeof found === "function" || typeof found === "object") &&
  found !== null &&
  "kdf" in found &&
  "verify" in found;
