// Room: sim/avr. Which pin of the ATmega2560 an Arduino Mega number means.
// May not: know what is wired to it. Invariant: 70 numbers, 70 different pins.

/** A port letter and a bit for each Arduino Mega number 0..69, as the board's silk screen has them. */
const PLACES =
  "E0 E1 E4 E5 G5 E3 H3 H4 H5 H6 B4 B5 B6 B7 J1 J0 H1 H0 D3 D2 D1 D0 A0 A1 A2 A3 A4 A5 A6 A7 C7 C6 C5 C4 C3 C2 C1 C0 D7 G2 G1 G0 L7 L6 L5 L4 L3 L2 L1 L0 B3 B2 B1 B0 F0 F1 F2 F3 F4 F5 F6 F7 K0 K1 K2 K3 K4 K5 K6 K7".split(
    " ",
  );

export type MegaPin = { readonly port: string; readonly bit: number };

/** Where pin `number` (0..69) is on the chip; undefined for a number the board does not have. */
export function megaPin(number: number): MegaPin | undefined {
  const place = PLACES[number];
  return place === undefined ? undefined : { port: place.charAt(0), bit: Number(place.charAt(1)) };
}
