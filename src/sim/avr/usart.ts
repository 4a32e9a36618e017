// Room: sim/avr. USART 0 of the ATmega2560: two bytes of receive buffer, one of send buffer, both ways at line speed.
// May not: be kinder than the chip: a byte that is not fetched in time is lost and DOR says so.
// Why not the emulator's own: it drops a waiting byte whenever UCSR0B is written, and never overruns.

import type { CPU } from "avr8js";

const UCSR0A = 0xc0;
const UCSR0B = 0xc1;
const UDR0 = 0xc6;
const RXC = 0x80;
const UDRE = 0x20;
const DOR = 0x08;
const U2X = 0x02;
const RXEN = 0x10;
const TXEN = 0x08;
const RECEIVE_BUFFER_BYTES = 2;

const RECEIVED = {
  address: 0x32,
  flagRegister: UCSR0A,
  flagMask: RXC,
  enableRegister: UCSR0B,
  enableMask: 0x80,
  constant: true,
};
const ROOM_TO_SEND = {
  address: 0x34,
  flagRegister: UCSR0A,
  flagMask: UDRE,
  enableRegister: UCSR0B,
  enableMask: 0x20,
  constant: true,
};

export type Usart = {
  /** Puts bytes on the line towards the chip, one after the other at line speed, from now on. */
  receive(bytes: Uint8Array): void;
  /** Bytes still on their way to the chip. */
  waiting(): number;
};

/** Wires the USART into the chip. `onSent` is called in the cycle in which a byte has left the chip. */
export function attachUsart0(cpu: CPU, cyclesAByte: number, onSent: (byte: number) => void): Usart {
  const line: number[] = [];
  const buffer: number[] = [];
  let arriving = false;
  let shifting: number | undefined;
  let held: number | undefined;

  const arrive = (): void => {
    const byte = line.shift();
    arriving = false;
    if (byte !== undefined && ((cpu.data[UCSR0B] ?? 0) & RXEN) !== 0) {
      if (buffer.length < RECEIVE_BUFFER_BYTES) buffer.push(byte);
      else cpu.data[UCSR0A] = (cpu.data[UCSR0A] ?? 0) | DOR;
      cpu.setInterruptFlag(RECEIVED);
    }
    startArriving();
  };
  const startArriving = (): void => {
    if (arriving || line.length === 0) return;
    arriving = true;
    cpu.addClockEvent(arrive, cyclesAByte);
  };
  const shift = (byte: number): void => {
    shifting = byte;
    cpu.addClockEvent(sent, cyclesAByte);
  };
  const sent = (): void => {
    if (shifting !== undefined) onSent(shifting);
    shifting = undefined;
    if (held === undefined) return;
    shift(held);
    held = undefined;
    cpu.setInterruptFlag(ROOM_TO_SEND);
  };

  cpu.data[UCSR0A] = UDRE;
  cpu.writeHooks[UCSR0A] = (value) => {
    cpu.data[UCSR0A] = ((cpu.data[UCSR0A] ?? 0) & ~U2X) | (value & U2X);
    return true;
  };
  cpu.writeHooks[UCSR0B] = (value) => {
    cpu.data[UCSR0B] = value;
    cpu.updateInterruptEnable(RECEIVED, value);
    cpu.updateInterruptEnable(ROOM_TO_SEND, value);
    return true;
  };
  cpu.readHooks[UDR0] = () => {
    const byte = buffer.shift() ?? 0;
    cpu.data[UCSR0A] = (cpu.data[UCSR0A] ?? 0) & ~DOR;
    if (buffer.length === 0) cpu.clearInterrupt(RECEIVED);
    return byte;
  };
  cpu.writeHooks[UDR0] = (value) => {
    if (((cpu.data[UCSR0B] ?? 0) & TXEN) === 0) return true;
    if (shifting === undefined) shift(value);
    else if (held === undefined) {
      held = value;
      cpu.clearInterrupt(ROOM_TO_SEND);
    }
    return true;
  };
  return {
    receive(bytes) {
      for (const byte of bytes) line.push(byte);
      startArriving();
    },
    waiting: () => line.length,
  };
}
