// Room: drivers/bail-node. Cuts the bytes from a port into whole Firmata messages (pure but for its own buffer).
// May live here: framing only. May not: meaning, checksums (see frame), ports.
// Invariant: any bytes in any split are taken; memory is bounded; what is no message is counted, never kept.

/** One whole message from the board. */
export type FirmataMessage =
  /** START_SYSEX command data… END_SYSEX; `data` is without the command, every byte below 128. */
  | { readonly kind: "sysex"; readonly command: number; readonly data: Uint8Array }
  /** A command byte with two data bytes: digital port, analog value, protocol version. */
  | { readonly kind: "short"; readonly bytes: Uint8Array };

export type MessageCutter = {
  /** Takes the next bytes and gives the messages that are now whole, in order. */
  push(bytes: Uint8Array): FirmataMessage[];
  /** Bytes thrown away so far because they belong to no message. */
  discarded(): number;
  /** Forgets a message half heard: the line was cut. */
  reset(): void;
};

export const START_SYSEX = 0xf0;
export const END_SYSEX = 0xf7;
export const REPORT_VERSION = 0xf9;
export const DIGITAL_MESSAGE = 0x90;
const ANALOG_MESSAGE = 0xe0;

/** Longest sysex taken. The longest we want is a status (45 bytes); a firmware name may have some 60 letters. */
export const SYSEX_DATA_BYTES_MAX = 256;
const SHORT_MESSAGE_BYTES = 3;

/** A fresh cutter, for one connection or several with `reset` between. */
export function createMessageCutter(): MessageCutter {
  let held: number[] = [];
  let discarded = 0;

  const drop = (): void => {
    discarded += held.length;
    held = [];
  };

  const take = (byte: number): FirmataMessage | null => {
    if (byte >= 0x80 && byte !== END_SYSEX) {
      // A command byte always starts afresh: whatever was open has lost its end.
      drop();
      if (startsMessage(byte)) held.push(byte);
      else discarded += 1;
      return null;
    }
    const first = held[0];
    if (first === undefined) {
      discarded += 1;
      return null;
    }
    held.push(byte);
    if (first === START_SYSEX) {
      if (byte === END_SYSEX) {
        const [, command, ...rest] = held;
        if (command === undefined || held.length < 3) {
          drop();
          return null;
        }
        held = [];
        return { kind: "sysex", command, data: Uint8Array.from(rest.slice(0, -1)) };
      }
      if (held.length > SYSEX_DATA_BYTES_MAX + 2) drop();
      return null;
    }
    if (byte === END_SYSEX) {
      drop();
      return null;
    }
    if (held.length < SHORT_MESSAGE_BYTES) return null;
    const bytes = Uint8Array.from(held);
    held = [];
    return { kind: "short", bytes };
  };

  return {
    push(bytes) {
      const messages: FirmataMessage[] = [];
      for (const byte of bytes) {
        const message = take(byte);
        if (message !== null) messages.push(message);
      }
      return messages;
    },
    discarded: () => discarded,
    reset: () => {
      held = [];
    },
  };
}

function startsMessage(byte: number): boolean {
  const family = byte & 0xf0;
  return (
    byte === START_SYSEX || byte === REPORT_VERSION || family === DIGITAL_MESSAGE || family === ANALOG_MESSAGE
  );
}
