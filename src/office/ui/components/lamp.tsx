// Room: office/ui/components. A bail's lamp as it hangs over the cow: colour and pattern and shape and word.
// The shape is for those who do not see red and green apart and for those who want nothing to flash.

import type { LampCode } from "../../../domain/release/lamp.ts";

/** What a lamp means, in one word that fits a tile. */
export const LAMP_WORDS = {
  off: "EMPTY",
  "green-steady": "VAT",
  "red-steady": "DIVERT",
  "red-slow": "ASK",
  "red-fast": "FAULT",
} as const satisfies Record<LampCode, string>;
export const LAMP_SAYS = {
  off: "lamp off",
  "green-steady": "green, steady",
  "red-steady": "red, steady",
  "red-slow": "red, flashing slowly",
  "red-fast": "red, flashing fast",
} as const satisfies Record<LampCode, string>;

export function Lamp({ lamp }: { readonly lamp: LampCode }) {
  return (
    <svg class={`lamp ${lamp}`} viewBox="0 0 32 32" role="img" aria-label={LAMP_SAYS[lamp]}>
      <LampShape lamp={lamp} />
    </svg>
  );
}

/** In a box of 32 by 32, for drawings of a whole shed. */
export function LampShape({ lamp }: { readonly lamp: LampCode }) {
  switch (lamp) {
    case "off":
      return <circle class="lamp-hollow" cx="16" cy="16" r="11" />;
    case "green-steady":
      return (
        <>
          <circle class="lamp-body" cx="16" cy="16" r="14" />
          <path class="lamp-mark" d="M9 16.500l5 5L23.500 11" />
        </>
      );
    case "red-steady":
      return (
        <>
          <path class="lamp-body" d="M10.500 2.500h11l8 8v11l-8 8h-11l-8-8v-11z" />
          <path class="lamp-mark" d="M8.500 16h15" />
        </>
      );
    case "red-slow":
      return (
        <>
          <path class="lamp-body" d="M16 1l15 15-15 15L1 16z" />
          <path class="lamp-mark thin" d="M12 12.500c0-5 8-5 8 0 0 3-4 3-4 6M16 23v.1" />
        </>
      );
    case "red-fast":
      return (
        <>
          <path class="lamp-body" d="M16 1.500L31 30H1z" />
          <path class="lamp-mark" d="M16 12v8M16 25.200v.1" />
        </>
      );
  }
}
