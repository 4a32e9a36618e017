// Room: drivers/thermometer. What the kernel's file w1_slave of a DS18B20 says: nine bytes, and what they mean.
// May live here: the bytes' checksum, bits and bounds, pure. May not: files, time, what to do about trouble.
// Invariant: only bytes that are proven by a checksum worked out here, and that a chip can send, become a number.

import type { RawReading } from "../../domain/vat/reading.ts";
import { none } from "./round.ts";

/** What the nine bytes of a chip's memory say. */
export type Scratchpad = {
  readonly reading: RawReading;
  /** Bits of resolution the chip works with, 9 to 12; null where the bytes cannot be believed. */
  readonly resolution: number | null;
};

/** 85.0: what the temperature register holds after power-on (DS18B20 data sheet, "Operation: measuring temperature"). */
const POWER_ON = 0x0550;
/** 127.9375: what it holds where power failed within a conversion (Linux, drivers/w1/slaves/w1_therm.c, convert_t). */
const UNDER_POWERED = 0x07ff;
/** Measures from −55 to +125 °C, in sixteenths (DS18B20 data sheet, table 1). */
const SIXTEENTHS_MIN = -55 * 16;
const SIXTEENTHS_MAX = 125 * 16;
/** Bits of byte 4 that are fixed by the data sheet (figure 10): 0 R1 R0 1 1 1 1 1. */
const CONFIG_FIXED_MASK = 0x9f;
const CONFIG_FIXED = 0x1f;

const FIRST_LINE = /^((?:[0-9a-f]{2} ){9}): crc=([0-9a-f]{2}) (YES|NO)$/;
const SECOND_LINE = /^(?:[0-9a-f]{2} ){9}t=(-?\d{1,6})$/;

/**
 * Reads the text of `w1_slave`. Never throws.
 *
 * Line 2 is not believed by itself: after a bad read, older kernels show the last good bytes there, beside a
 * temperature made of the bad ones.
 */
export function parseW1Slave(text: string): Scratchpad {
  if (text.trim() === "") return unknown("no-answer");
  const [first = "", second = "", ...rest] = text.split("\n");
  const line = FIRST_LINE.exec(first);
  const told = SECOND_LINE.exec(second);
  if (line?.[1] === undefined || told?.[1] === undefined || rest.join("").trim() !== "") {
    return unknown("garbled");
  }
  const bytes = line[1]
    .trim()
    .split(" ")
    .map((digits) => Number.parseInt(digits, 16));
  if (bytes.every((byte) => byte === 0xff)) return unknown("unplugged");
  // The checksum of nothing but zeros is zero, so it fits.
  if (bytes.every((byte) => byte === 0)) return unknown("shorted");
  const isProven = dallasCrc(bytes.slice(0, 8)) === bytes[8] && line[3] === "YES";
  if (!isProven) return unknown("checksum");
  return meaningOf(bytes, Number(told[1]));
}

function meaningOf(bytes: readonly number[], toldThousandths: number): Scratchpad {
  const [low = 0, high = 0, , , config = 0, , counter = 0] = bytes;
  if ((config & CONFIG_FIXED_MASK) !== CONFIG_FIXED) return unknown("garbled");
  const resolution = 9 + ((config >> 5) & 3);
  const sixteenths = ((low | (high << 8)) << 16) >> 16;
  // Genuine chips hold 16 − (byte 0 & 15) in byte 6 once they have converted, and 12 before: at 85.0, 16 and 12.
  if (sixteenths === POWER_ON && counter !== 0x10) return { reading: none("power-on-value"), resolution };
  if (sixteenths === UNDER_POWERED) return { reading: none("low-power"), resolution };
  if (sixteenths < SIXTEENTHS_MIN || sixteenths > SIXTEENTHS_MAX) return unknown("garbled");
  const thousandths = Math.trunc((sixteenths * 1_000) / 16);
  // The kernel works it out from the same bytes; another figure is not the kernel's.
  if (thousandths !== toldThousandths) return unknown("garbled");
  return { reading: { kind: "celsius", celsius: thousandths / 1_000 }, resolution };
}

const unknown = (why: Extract<RawReading, { kind: "none" }>["why"]): Scratchpad => ({
  reading: none(why),
  resolution: null,
});

/** CRC-8 of Dallas/Maxim (application note 27): x⁸+x⁵+x⁴+1, reflected, beginning at 0. */
export function dallasCrc(bytes: readonly number[]): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0x8c : crc >> 1;
  }
  return crc;
}
