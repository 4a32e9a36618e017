// Room: sim/avr. One ATmega2560 from one reset to the next: processor, ports, timer, USART, EEPROM, watchdog.
// May not: know of valves. Invariant: a reset makes a new chip, so that every register is as the data sheet has it
// after reset and every pin floats; only flash, EEPROM and, but for power-on, memory live on.

import {
  AVRClock,
  AVREEPROM,
  AVRIOPort,
  AVRWatchdog,
  avrInstruction,
  CPU,
  type CPUMemoryHook,
  type EEPROMBackend,
  eepromConfig,
  portAConfig,
  portBConfig,
  portCConfig,
  portDConfig,
  portEConfig,
  portFConfig,
  portGConfig,
  portHConfig,
  portJConfig,
  portKConfig,
  portLConfig,
  watchdogConfig,
} from "avr8js";
import { attachTimer0 } from "./timer.ts";
import { attachUsart0, type Usart } from "./usart.ts";

export const CYCLES_A_SECOND = 16_000_000;
export const CYCLES_A_MS = CYCLES_A_SECOND / 1_000;
const BITS_A_BYTE_ON_THE_LINE = 10;
const SRAM_START = 0x200;
/** 8 KB of memory, and the registers above the 0x100 that the emulator counts itself. */
const SRAM_BYTES = 0x2000 + SRAM_START - 0x100;
const MCUSR = 0x54;
const WDTCSR = 0x60;
const WATCHDOG_CHANGE = 0x18;
const WATCHDOG_ON_16_MS = 0x08;
const OPCODE_SLEEP = 0x9588;
/** A busy chip never asks for its next event; this many are remembered before the past ones are forgotten. */
const WAKES_MAX = 32;

const PORTS = {
  A: portAConfig,
  B: portBConfig,
  C: portCConfig,
  D: portDConfig,
  E: portEConfig,
  F: portFConfig,
  G: portGConfig,
  H: portHConfig,
  J: portJConfig,
  K: portKConfig,
  L: portLConfig,
};
export type PortLetter = keyof typeof PORTS;
export const PORT_LETTERS: readonly PortLetter[] = ["A", "B", "C", "D", "E", "F", "G", "H", "J", "K", "L"];

/** MCUSR as the chip finds it after a reset. */
export const RESET_CAUSES = { "power-on": 0x01, external: 0x02, "brown-out": 0x04, watchdog: 0x08 } as const;
export type ResetCause = keyof typeof RESET_CAUSES;

export type ChipMakings = {
  readonly flash: Uint16Array;
  readonly eeprom: EEPROMBackend;
  readonly cause: ResetCause;
  readonly startCycle: number;
  readonly baudRate: number;
  /** Contents of memory from 0x200: what was there before the reset, or what cells wake up with. */
  readonly memory: Uint8Array;
  /** Called in the cycle in which a pin of a port is driven high, driven low or let go. */
  readonly onPort: (port: PortLetter, driven: number, levels: number) => void;
  readonly onSent: (byte: number) => void;
};

export type Chip = {
  readonly cpu: WatchedCpu;
  readonly usart: Usart;
  readonly ports: Readonly<Record<PortLetter, AVRIOPort>>;
  /** Runs until `cycle` or until the watchdog resets the chip. True when it was reset. */
  runTo(cycle: number): boolean;
  /** The chip wakes from sleep without an interrupt (for faults put in from outside). */
  rouse(): void;
  memory(): Uint8Array;
};

/** The emulator's processor, which tells of a reset and of when something will happen next. */
export class WatchedCpu extends CPU {
  wasReset = false;
  private readonly wakes: number[] = [];

  override reset(): void {
    super.reset();
    this.wasReset = true;
  }

  override addClockEvent(callback: () => void, cycles: number): () => void {
    this.wakes.push(this.cycles + Math.max(1, cycles));
    if (this.wakes.length > WAKES_MAX) this.takeDue();
    return super.addClockEvent(callback, cycles);
  }

  /** The next cycle in which something may happen by itself; may be too early, never too late. */
  nextEvent(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const wake of this.wakes) if (wake < next) next = wake;
    return next;
  }

  /** Forgets what is due by now and says how many events that may be: `tick` handles one at a time. */
  takeDue(): number {
    const before = this.wakes.length;
    let kept = 0;
    for (const wake of this.wakes) {
      if (wake <= this.cycles) continue;
      this.wakes[kept] = wake;
      kept += 1;
    }
    this.wakes.length = kept;
    return before - kept;
  }
}

/** A chip in its first cycle after a reset. */
export function createChip(makings: ChipMakings): Chip {
  const cpu = new WatchedCpu(makings.flash, SRAM_BYTES);
  cpu.cycles = makings.startCycle;
  cpu.data.set(makings.memory.subarray(0, cpu.data.length - SRAM_START), SRAM_START);
  const clock = new AVRClock(cpu, CYCLES_A_SECOND);
  new AVREEPROM(cpu, makings.eeprom, { ...eepromConfig, eepromReadyInterrupt: 0x3c });
  attachTimer0(cpu);
  new AVRWatchdog(cpu, { ...watchdogConfig, watchdogInterrupt: 0x18 }, clock);
  cpu.data[MCUSR] = RESET_CAUSES[makings.cause];
  if (makings.cause === "watchdog") {
    // As on the chip: the watchdog that bit stays on, with its shortest time.
    cpu.writeData(WDTCSR, WATCHDOG_CHANGE);
    cpu.writeData(WDTCSR, WATCHDOG_ON_16_MS);
  }
  const ports = attachPorts(cpu, makings.onPort);
  const cyclesAByte = Math.round((CYCLES_A_SECOND * BITS_A_BYTE_ON_THE_LINE) / makings.baudRate);
  const usart = attachUsart0(cpu, cyclesAByte, makings.onSent);
  let asleep = false;

  const runTo = (cycle: number): boolean => {
    while (cpu.cycles < cycle) {
      if (asleep) {
        const pc = cpu.pc;
        cpu.cycles = Math.max(cpu.cycles, Math.min(cycle, cpu.nextEvent()));
        for (let due = Math.max(1, cpu.takeDue()); due > 0 && asleep; due -= 1) {
          cpu.tick();
          asleep = cpu.pc === pc;
        }
      } else {
        asleep = cpu.progMem[cpu.pc] === OPCODE_SLEEP;
        avrInstruction(cpu);
        const pc = cpu.pc;
        cpu.tick();
        if (asleep && cpu.pc !== pc) asleep = false;
      }
      if (cpu.wasReset) return true;
    }
    return false;
  };
  return {
    cpu,
    usart,
    ports,
    runTo,
    rouse: () => {
      asleep = false;
    },
    memory: () => cpu.data.slice(SRAM_START),
  };
}

function attachPorts(cpu: CPU, onPort: ChipMakings["onPort"]): Record<PortLetter, AVRIOPort> {
  const attach = (letter: PortLetter): AVRIOPort => {
    const port = new AVRIOPort(cpu, PORTS[letter]);
    const { DDR, PORT } = PORTS[letter];
    for (const register of [DDR, PORT])
      tellAfter(cpu, register, () => onPort(letter, cpu.data[DDR] ?? 0, cpu.data[PORT] ?? 0));
    return port;
  };
  return {
    A: attach("A"),
    B: attach("B"),
    C: attach("C"),
    D: attach("D"),
    E: attach("E"),
    F: attach("F"),
    G: attach("G"),
    H: attach("H"),
    J: attach("J"),
    K: attach("K"),
    L: attach("L"),
  };
}

/** Calls `tell` after each write to `register` that changes it. */
function tellAfter(cpu: CPU, register: number, tell: () => void): void {
  const write: CPUMemoryHook | undefined = cpu.writeHooks[register];
  cpu.writeHooks[register] = (value, old, address, mask) => {
    const done = write?.(value, old, address, mask) ?? false;
    if (cpu.data[register] !== old) tell();
    return done;
  };
}
