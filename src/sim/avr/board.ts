// Room: sim/avr. One bail board that runs the released firmware, in virtual time or beside the wall clock.
// May live here: the chip, its line, its pins by name, and faults. May not: valves, cows, serial ports.
// Invariant: every edge of a coil, lamp or output is told with the exact cycle it happened in.

import type { EEPROMBackend } from "avr8js";
import { assert } from "../../domain/result.ts";
import { BAUD_RATE, PINS } from "../../drivers/bail-node/protocol.ts";
import {
  type Chip,
  CYCLES_A_MS,
  createChip,
  PORT_LETTERS,
  type PortLetter,
  type ResetCause,
} from "./chip.ts";
import { parseIntelHex } from "./intel-hex.ts";
import { megaPin } from "./mega-pins.ts";

export const EEPROM_BYTES = 4096;
const MEMORY_BYTES = 0x2000;
/** The last word of flash, which no program reaches: room for the endless loop of a hang. */
const HANG_AT = 0x1_ffff;
const OPCODE_JUMP_TO_ITSELF = 0xcfff;
const INTERRUPT_BIT = 0x80;
const SREG = 95;
const SHUT_OFF_BIT = 0x01;
const VAT_STOP_BIT = 0x02;
/** How far the board may be run on before others get their turn. */
const SLICE_MS = 2;
/** A board kept waiting longer than this does not catch up: bytes for it waited too, and its leases would lapse. */
const LAG_MS_MAX = 100;

/** What the reserved pins drive. Masks have bit 0 for channel 0; a floating pin counts as off, as the pull-downs make it. */
export type BoardDrive = {
  readonly coils: number;
  readonly green: number;
  readonly red: number;
  readonly shutOffOpen: boolean;
  readonly vatStopClear: boolean;
};

export type BoardMakings = {
  /** Text of the Intel HEX file. */
  readonly hex: string;
  /** 4096 bytes, kept and changed by the board; erased when absent. */
  readonly eeprom?: Uint8Array;
  /** What memory cells wake up with at power-on, 8192 bytes; zeros when absent. */
  readonly memoryNoise?: Uint8Array;
  /** The cycle count to start from; boards compared with each other start at the same. */
  readonly startCycle?: number;
};

export type EmulatedBoard = {
  /** Cycles since the start of the simulation, 16,000 to the millisecond; a reset does not set it back. */
  cycle(): number;
  /** What is driven in this cycle. */
  drive(): BoardDrive;
  /** The board's memory that outlives power. */
  readonly eeprom: Uint8Array;
  /** Bytes from the host, put on the line now, one after the other at 115200 baud. */
  receive(bytes: Uint8Array): void;
  /** Bytes from the board: called at the end of each run with all that left it, or not at all. */
  onBytes(listener: (bytes: Uint8Array) => void): void;
  /** Called in the cycle in which a coil, lamp or output changes. */
  onDrive(listener: (cycle: number, drive: BoardDrive) => void): void;
  /** Called in the cycle in which an ordinary pin is driven to another level; undefined = no longer driven. */
  onOrdinary(listener: (cycle: number, pin: number, high: boolean | undefined) => void): void;
  onReset(listener: (cycle: number, cause: ResetCause) => void): void;
  /** What is wired to an input, by Arduino number. Unset pins read high, as their pull-ups make them. */
  setPin(pin: number, high: boolean): void;
  /** The position switches of one channel, closed = true. */
  setSwitches(channel: number, atVat: boolean, atDivert: boolean): void;
  setButton(channel: number, pressed: boolean): void;
  /** Resets the chip in this cycle: all pins float and the program begins anew. */
  reset(cause: ResetCause): void;
  /** Catches the main loop in an endless loop; with interrupts off nothing but the watchdog is left. */
  hang(interrupts: "on" | "off"): void;
  /** Writes a register or memory cell: a disturbance. */
  poke(address: number, value: number): void;
  peek(address: number): number;
  /** Runs until that cycle. */
  runTo(cycle: number): void;
  runFor(ms: number): void;
  /** `runBoardsRealTime` for this board alone. */
  runRealTime(signal: AbortSignal, now: () => number): Promise<void>;
};

/** A board as it is when power comes on. Throws on a damaged hex file: it is part of the release. */
export function createEmulatedBoard(makings: BoardMakings): EmulatedBoard {
  const flash = parseIntelHex(makings.hex);
  assert(flash.ok, flash.ok ? "" : `the firmware file is whole: ${flash.error}`);
  flash.value[HANG_AT] = OPCODE_JUMP_TO_ITSELF;
  const eeprom = makings.eeprom ?? new Uint8Array(EEPROM_BYTES).fill(0xff);
  assert(eeprom.length === EEPROM_BYTES, "4096 bytes of EEPROM");
  const listeners = createListeners();
  const pinLevels = new Map<PortLetter, number>(PORT_LETTERS.map((letter) => [letter, 0xff]));
  const outgoing: number[] = [];
  let shown = new Map<PortLetter, Driven>();
  let lastDrive = driveOf(shown);

  const onPort = (port: PortLetter, driven: number, levels: number): void => {
    const before = shown.get(port) ?? FLOATING;
    shown.set(port, { driven, high: driven & levels });
    tellOrdinary(port, before, { driven, high: driven & levels });
    const drive = driveOf(shown);
    if (sameDrive(drive, lastDrive)) return;
    lastDrive = drive;
    for (const listener of listeners.drive) listener(chip.cpu.cycles, drive);
  };
  const tellOrdinary = (port: PortLetter, before: Driven, after: Driven): void => {
    if (listeners.ordinary.length === 0) return;
    for (const { pin, bit } of ORDINARY.filter((place) => place.port === port)) {
      const level = levelOf(after, bit);
      if (level === levelOf(before, bit)) continue;
      for (const listener of listeners.ordinary) listener(chip.cpu.cycles, pin, level);
    }
  };
  const boot = (cause: ResetCause, startCycle: number, memory: Uint8Array): Chip => {
    const made = createChip({
      flash: flash.value,
      eeprom: eepromBackend(eeprom),
      cause,
      startCycle,
      baudRate: BAUD_RATE,
      memory,
      onPort,
      onSent: (byte) => outgoing.push(byte),
    });
    for (const letter of PORT_LETTERS) {
      const levels = pinLevels.get(letter) ?? 0xff;
      for (let bit = 0; bit < 8; bit += 1) made.ports[letter].setPin(bit, (levels & (1 << bit)) !== 0);
    }
    return made;
  };
  const noise = makings.memoryNoise ?? new Uint8Array(MEMORY_BYTES);
  let chip = boot("power-on", makings.startCycle ?? 0, noise);

  const reset = (cause: ResetCause): void => {
    const { cycles } = chip.cpu;
    const memory = cause === "power-on" ? noise : chip.memory();
    for (const letter of PORT_LETTERS) onPort(letter, 0, 0);
    shown = new Map();
    chip = boot(cause, cycles, memory);
    for (const listener of listeners.reset) listener(cycles, cause);
  };
  const runTo = (cycle: number): void => {
    while (chip.cpu.cycles < cycle) if (chip.runTo(cycle)) reset("watchdog");
    if (outgoing.length === 0) return;
    const bytes = Uint8Array.from(outgoing.splice(0));
    for (const listener of listeners.bytes) listener(bytes);
  };
  const setPin = (pin: number, high: boolean): void => {
    const place = megaPin(pin);
    const letter = PORT_LETTERS.find((port) => port === place?.port);
    assert(place !== undefined && letter !== undefined, `a Mega has a pin ${pin}`);
    const mask = 1 << place.bit;
    const levels = pinLevels.get(letter) ?? 0xff;
    pinLevels.set(letter, high ? levels | mask : levels & ~mask);
    chip.ports[letter].setPin(place.bit, high);
  };
  const hang = (interrupts: "on" | "off"): void => {
    // Out of any interrupt first, so that the hang is one of the main loop.
    while (((chip.cpu.data[SREG] ?? 0) & INTERRUPT_BIT) === 0) chip.runTo(chip.cpu.cycles + 1);
    chip.cpu.pc = HANG_AT;
    if (interrupts === "off") chip.cpu.data[SREG] = (chip.cpu.data[SREG] ?? 0) & ~INTERRUPT_BIT;
    chip.rouse();
  };

  const board: EmulatedBoard = {
    cycle: () => chip.cpu.cycles,
    drive: () => lastDrive,
    eeprom,
    receive: (bytes) => chip.usart.receive(bytes),
    onBytes: (listener) => listeners.bytes.push(listener),
    onDrive: (listener) => listeners.drive.push(listener),
    onOrdinary: (listener) => listeners.ordinary.push(listener),
    onReset: (listener) => listeners.reset.push(listener),
    setPin,
    setSwitches: (channel, atVat, atDivert) => {
      setPin(channelPin(PINS.vatSwitches, channel), !atVat);
      setPin(channelPin(PINS.divertSwitches, channel), !atDivert);
    },
    setButton: (channel, pressed) => setPin(channelPin(PINS.buttons, channel), !pressed),
    reset,
    hang,
    poke: (address, value) => chip.cpu.writeData(address, value),
    peek: (address) => chip.cpu.data[address] ?? 0,
    runTo,
    runFor: (ms) => runTo(chip.cpu.cycles + Math.round(ms * CYCLES_A_MS)),
    runRealTime: (signal, now) => runBoardsRealTime([board], signal, now),
  };
  return board;
}

/**
 * Runs boards beside `now` (monotonic milliseconds) until aborted: sleeps 2 ms, then runs what the clock has gained, in
 * slices of at most 2 ms. One call for all boards of a shed costs less than one each.
 */
export async function runBoardsRealTime(
  boards: readonly EmulatedBoard[],
  signal: AbortSignal,
  now: () => number,
): Promise<void> {
  const started = now();
  const paces = boards.map((board) => ({ board, origin: started - board.cycle() / CYCLES_A_MS }));
  while (!signal.aborted) {
    let behind = 0;
    for (const pace of paces) behind = Math.max(behind, runSlice(pace, now()));
    await (behind > SLICE_MS ? turn() : sleep(SLICE_MS));
  }
}

/** Runs one slice and returns how many milliseconds the board is still behind. */
function runSlice(pace: { readonly board: EmulatedBoard; origin: number }, now: number): number {
  const behind = now - pace.origin - pace.board.cycle() / CYCLES_A_MS;
  if (behind <= 0) return 0;
  if (behind > LAG_MS_MAX) pace.origin += behind - SLICE_MS;
  pace.board.runFor(Math.min(behind, SLICE_MS));
  return now - pace.origin - pace.board.cycle() / CYCLES_A_MS;
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

type Driven = { readonly driven: number; readonly high: number };
const FLOATING: Driven = { driven: 0, high: 0 };

function levelOf(port: Driven, bit: number): boolean | undefined {
  const mask = 1 << bit;
  return (port.driven & mask) === 0 ? undefined : (port.high & mask) !== 0;
}

function driveOf(shown: ReadonlyMap<PortLetter, Driven>): BoardDrive {
  const high = (port: PortLetter): number => (shown.get(port) ?? FLOATING).high;
  return {
    coils: high("A"),
    green: high("L"),
    red: high("C"),
    shutOffOpen: (high("G") & SHUT_OFF_BIT) !== 0,
    vatStopClear: (high("G") & VAT_STOP_BIT) !== 0,
  };
}

function sameDrive(a: BoardDrive, b: BoardDrive): boolean {
  return (
    a.coils === b.coils &&
    a.green === b.green &&
    a.red === b.red &&
    a.shutOffOpen === b.shutOffOpen &&
    a.vatStopClear === b.vatStopClear
  );
}

function channelPin(pins: readonly number[], channel: number): number {
  const pin = pins[channel];
  assert(pin !== undefined, "channel 0..7");
  return pin;
}

const ORDINARY = PINS.ordinary.flatMap((pin) => {
  const place = megaPin(pin);
  return place === undefined ? [] : [{ pin, port: place.port, bit: place.bit }];
});

function createListeners() {
  const bytes: ((bytes: Uint8Array) => void)[] = [];
  const drive: ((cycle: number, drive: BoardDrive) => void)[] = [];
  const ordinary: ((cycle: number, pin: number, high: boolean | undefined) => void)[] = [];
  const reset: ((cycle: number, cause: ResetCause) => void)[] = [];
  return { bytes, drive, ordinary, reset };
}

function eepromBackend(cells: Uint8Array): EEPROMBackend {
  return {
    readMemory: (address) => cells[address] ?? 0xff,
    writeMemory: (address, value) => {
      cells[address] = (cells[address] ?? 0xff) & value;
    },
    eraseMemory: (address) => {
      cells[address] = 0xff;
    },
  };
}
