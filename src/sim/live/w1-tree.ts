// Room: sim/live. The kernel's one-wire files for probes that are not there: folders and texts as w1_therm shows them.
// May live here: those files and their bytes. May not: temperatures of anything (sim/vat).
// Invariant: the thermometer's driver opens and reads these as it does the kernel's; each text is whole at any moment.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dallasCrc } from "../../drivers/thermometer/scratchpad.ts";

/** What a read of the chip gives. */
export type ChipState =
  /** Degrees Celsius; the chip shows what its resolution can. */
  | { readonly kind: "converts"; readonly celsius: number }
  /** Its folder is gone, as some seconds after its cable. */
  | { readonly kind: "gone" }
  /** It has lost its power: 85.0, with the bytes of a chip that has not converted. */
  | { readonly kind: "power-on" }
  /** Its cable is off, and the kernel (an old one) shows what it hears: all ones. */
  | { readonly kind: "all-ones" }
  /** A read does not come back. */
  | { readonly kind: "hangs" };

export type W1Tree = {
  /** The folder that a shed's file names in place of /sys/bus/w1/devices. */
  readonly devices: string;
  show(romId: string, state: ChipState): void;
};

const GONE = Symbol("gone");
const HANGS = Symbol("hangs");
const WIRE = "w1_bus_master1";
const BITS = 12;

/** Lays out a wire with these chips (`28-` and twelve hexadecimal digits) in `folder`, which must not exist. */
export function openW1Tree(folder: string, romIds: readonly string[]): W1Tree {
  const devices = join(folder, "devices");
  const wire = join(folder, WIRE);
  mkdirSync(devices, { recursive: true });
  mkdirSync(wire);
  writeFileSync(join(wire, "therm_bulk_read"), "0\n");
  for (const romId of romIds) plugIn(wire, devices, romId);
  /** The text last shown by each chip, or what it shows in place of one. */
  const shown = new Map<string, string | typeof GONE | typeof HANGS>();
  return {
    devices,
    show: (romId, state) => {
      const chip = join(wire, romId);
      const before = shown.get(romId);
      if (state.kind === "gone") {
        if (before !== GONE) unplug(wire, devices, romId);
        shown.set(romId, GONE);
        return;
      }
      if (before === GONE) plugIn(wire, devices, romId);
      if (state.kind === "hangs") {
        if (before !== HANGS) replaceByPipe(join(chip, "w1_slave"));
        shown.set(romId, HANGS);
        return;
      }
      const text = textOf(state, readSetting(join(chip, "resolution")));
      if (text !== shown.get(romId)) replace(join(chip, "w1_slave"), text);
      shown.set(romId, text);
    },
  };
}

function plugIn(wire: string, devices: string, romId: string): void {
  const chip = join(wire, romId);
  mkdirSync(chip);
  writeFileSync(join(chip, "ext_power"), "1\n");
  writeFileSync(join(chip, "features"), "0\n");
  writeFileSync(join(chip, "resolution"), `${BITS}\n`);
  writeFileSync(join(chip, "w1_slave"), "");
  symlinkSync(join("..", WIRE, romId), join(devices, romId));
}

function unplug(wire: string, devices: string, romId: string): void {
  rmSync(join(devices, romId), { force: true });
  rmSync(join(wire, romId), { recursive: true, force: true });
}

/** Aside and then renamed: a reader never sees half a text. */
function replace(path: string, text: string): void {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

/** Nobody writes into it, so that a read of it waits as one of a chip that holds the wire. */
function replaceByPipe(path: string): void {
  rmSync(path, { force: true });
  execFileSync("mkfifo", [path]);
}

/** What the driver wrote into a setting; 12 bits where that is no number of bits. */
function readSetting(path: string): number {
  const bits = existsSync(path) ? Number(readFileSync(path, "utf8")) : BITS;
  return bits >= 9 && bits <= BITS ? bits : BITS;
}

function textOf(state: Exclude<ChipState, { kind: "gone" | "hangs" }>, bits: number): string {
  switch (state.kind) {
    case "converts":
      return w1SlaveText(state.celsius, bits);
    case "power-on":
      return lines(scratchpad(POWER_ON, bits, FRESH), "YES", POWER_ON);
    case "all-ones":
      return lines(
        Array.from({ length: 9 }, () => 0xff),
        "NO",
        -1,
      );
  }
}

/** The register at power-on, and byte 6 of a chip that has not converted since (DS18B20 data sheet). */
const POWER_ON = 0x0550;
const FRESH = 0x0c;

/** What `w1_slave` holds of a healthy chip at this temperature, −55 to +125 °C, with 9 to 12 bits. */
export function w1SlaveText(celsius: number, bits: number = BITS): string {
  const step = 2 ** (BITS - bits);
  const sixteenths = Math.floor(Math.round(Math.min(125, Math.max(-55, celsius)) * 16) / step) * step;
  return lines(scratchpad(sixteenths, bits, 0x10 - (sixteenths & 0x0f)), "YES", sixteenths);
}

function scratchpad(sixteenths: number, bits: number, counter: number): readonly number[] {
  const bytes = [sixteenths & 0xff, (sixteenths >> 8) & 0xff, 0x4b, 0x46, 0x1f | ((bits - 9) << 5), 0xff];
  const eight = [...bytes, counter, 0x10];
  return [...eight, dallasCrc(eight)];
}

function lines(bytes: readonly number[], said: "YES" | "NO", sixteenths: number): string {
  const hex = bytes.map((byte) => `${byte.toString(16).padStart(2, "0")} `).join("");
  const crc = dallasCrc(bytes.slice(0, 8)).toString(16).padStart(2, "0");
  return `${hex}: crc=${crc} ${said}\n${hex}t=${Math.trunc((sixteenths * 1_000) / 16)}\n`;
}
