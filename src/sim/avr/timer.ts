// Room: sim/avr. Timer 0 of the ATmega2560 in the one mode that the firmware uses: clear on compare match.
// May not: pretend to other modes. Invariant: a compare match every prescaler × (OCR0A + 1) cycles, exactly.
// Why not the emulator's own timer: it wakes at every count, 250 times for each millisecond of an idle board.

import type { CPU } from "avr8js";
import { assert } from "../../domain/result.ts";

const TIFR0 = 0x35;
const TCCR0A = 0x44;
const TCCR0B = 0x45;
const OCR0A = 0x47;
const TIMSK0 = 0x6e;
const MODE_CLEAR_ON_COMPARE = 0x02;
const PRESCALERS = [0, 1, 8, 64, 256, 1024];

const COMPARE_A = {
  address: 0x2a,
  flagRegister: TIFR0,
  flagMask: 0x02,
  enableRegister: TIMSK0,
  enableMask: 0x02,
};

/** Wires the timer into the chip. */
export function attachTimer0(cpu: CPU): void {
  let next = 0;
  const period = (): number =>
    (PRESCALERS[(cpu.data[TCCR0B] ?? 0) & 0x07] ?? 0) * ((cpu.data[OCR0A] ?? 0) + 1);
  const match = (): void => {
    cpu.setInterruptFlag(COMPARE_A);
    next += period();
    cpu.addClockEvent(match, next - cpu.cycles);
  };
  cpu.writeHooks[TCCR0B] = (value) => {
    cpu.clearClockEvent(match);
    cpu.data[TCCR0B] = value;
    if (period() === 0) return true;
    assert(cpu.data[TCCR0A] === MODE_CLEAR_ON_COMPARE, "timer 0 clears on compare");
    next = cpu.cycles + period();
    cpu.addClockEvent(match, period());
    return true;
  };
  cpu.writeHooks[TIMSK0] = (value) => {
    cpu.data[TIMSK0] = value;
    cpu.updateInterruptEnable(COMPARE_A, value);
    return true;
  };
  cpu.writeHooks[TIFR0] = (value) => {
    cpu.clearInterruptByFlag(COMPARE_A, value);
    return true;
  };
}
