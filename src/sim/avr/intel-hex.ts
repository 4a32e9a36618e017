// Room: sim/avr. Reads the released firmware: Intel HEX to the words of the chip's flash.
// May not: accept a damaged file. Invariant: every record's checksum is checked, and the file has an end record.

import { err, ok, type Result } from "../../domain/result.ts";

/** 256 KB, as the ATmega2560 has. */
const FLASH_BYTES = 0x4_0000;
const RECORD_DATA = 0;
const RECORD_END = 1;
const RECORD_SEGMENT = 2;
const RECORD_LINEAR = 4;

/** The flash with the program in it, erased (0xFFFF) elsewhere; or which line is wrong. */
export function parseIntelHex(text: string): Result<Uint16Array, string> {
  const flash = new Uint8Array(FLASH_BYTES).fill(0xff);
  let base = 0;
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    if (line === "") continue;
    if (!/^:([0-9A-Fa-f]{2}){5,}$/.test(line)) return err(`line ${at + 1} is not an Intel HEX record`);
    const record = Uint8Array.from(line.slice(1).match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
    const [count = 0, high = 0, low = 0, kind = 0] = record;
    if (record.length !== count + 5) return err(`line ${at + 1} has the wrong length`);
    if (record.reduce((sum, byte) => (sum + byte) & 0xff, 0) !== 0)
      return err(`line ${at + 1} fails its checksum`);
    const data = record.subarray(4, 4 + count);
    if (kind === RECORD_END) return ok(new Uint16Array(flash.buffer));
    if (kind === RECORD_SEGMENT) base = word(data) << 4;
    if (kind === RECORD_LINEAR) base = word(data) * 0x1_0000;
    if (kind !== RECORD_DATA) continue;
    const start = base + ((high << 8) | low);
    if (start + count > FLASH_BYTES) return err(`line ${at + 1} lies outside the chip's flash`);
    flash.set(data, start);
  }
  return err("the file has no end record");
}

const word = (data: Uint8Array): number => ((data[0] ?? 0) << 8) | (data[1] ?? 0);
