// Room: drivers/bail-node. Every number that the controller and the board's firmware must agree on.
// May live here: constants and the reasons for them. firmware/bail-node/protocol.h is generated from this file.
// May not: code that encodes (see frame.ts). Invariant: a change here changes CONFIGURATION_HASH, and a board
// whose hash differs is not driven.

/** Written into every LEASE and STATUS; raised whenever a payload changes its shape. */
export const PROTOCOL_VERSION = 1;

/** Name in the Firmata firmware report, and the version of the firmware (not of the wire protocol). */
export const FIRMWARE_NAME = "vatguard-bail-node";
export const FIRMWARE_MAJOR = 1;
export const FIRMWARE_MINOR = 0;

/** 115200 8N1: a LEASE (31 bytes) takes 2.7 ms and a STATUS (45 bytes) 3.9 ms on the wire. */
export const BAUD_RATE = 115_200;

/** Commands in the range Firmata leaves to the user (0x01..0x0F). */
export const COMMANDS = {
  /** Host to board: what may flow, and until when. */
  lease: 0x0a,
  /** Board to host: what the board drives and sees. */
  status: 0x0b,
  /** Host to board, empty: send a STATUS now. */
  ask: 0x0c,
  /** Host to board: write the board number. Accepted only while no lease is live. */
  number: 0x0d,
} as const;

/** Lengths in bytes before 7-bit packing. */
export const LEASE_BYTES = 24;
export const STATUS_BYTES = 36;
export const NUMBER_BYTES = 10;
/** The most bytes between F0 and F7 that the board takes; more is refused. */
export const SYSEX_BYTES_MAX = 64;

/** Shorter would lapse between two renewals 100 ms apart as soon as one is late. */
export const TTL_MS_MIN = 50;
/** 480 ms after acceptance, with the time a frame waits to be read, stays within the promised 500 ms. */
export const TTL_MS_MAX = 480;
/** This many refused LEASE frames with no good one between end the lease: a line that bad is no line. */
export const REFUSED_IN_A_ROW_MAX = 3;

/** How often a STATUS is sent when nothing changes. */
export const STATUS_EVERY_MS = 100;
/** Two STATUS frames caused by changes are at least this far apart, so that a chattering switch cannot fill the line. */
export const STATUS_GAP_MS = 5;
/** A button counts as pressed or let go after this long without bouncing. */
export const BUTTON_SETTLE_MS = 30;
/** Two reports of one ordinary port are at least this far apart. */
export const PORT_REPORT_GAP_MS = 2;
/** Two texts about refused Firmata messages are at least this far apart. */
export const REFUSAL_TEXT_GAP_MS = 500;

/** The timer interrupt drops all coils when the main loop has not come round for this long. */
export const LOOP_SILENCE_MS_MAX = 200;
/** The hardware watchdog, for a hang that stops the interrupts too. Nominal: its oscillator is accurate to some 10 %. */
export const WATCHDOG_MS = 250;

/** Released but the switches do not say "vat": red flashes slowly for this long (the valve travels), then fast. */
export const VALVE_SETTLE_MS = 1_000;
/** Half periods of the lamp patterns: 1 Hz, 4 Hz, and 2 Hz of red and green in turn. */
export const RED_SLOW_HALF_MS = 500;
export const RED_FAST_HALF_MS = 125;
export const ALTERNATE_HALF_MS = 250;

/** Board numbers that may be written. 0 in a STATUS means "not numbered". */
export const BOARD_NUMBER_MIN = 1;
export const BOARD_NUMBER_MAX = 250;

/** Bits of the outputs byte. Both rest, de-energised, at "stopped". */
export const OUTPUT_SHUT_OFF_OPEN = 0x01;
export const OUTPUT_VAT_STOP_CLEAR = 0x02;

/** Bits of the flags byte of a STATUS. */
export const FLAG_LEASE_LIVE = 0x01;
/** No lease: the lamps alternate red and green by themselves. */
export const FLAG_OWN_PATTERN = 0x02;

/** Bits of the reset cause (MCUSR of the ATmega2560). All clear when a bootloader has cleared them. */
export const RESET_POWER_ON = 0x01;
export const RESET_EXTERNAL = 0x02;
export const RESET_BROWN_OUT = 0x04;
export const RESET_WATCHDOG = 0x08;
export const RESET_JTAG = 0x10;

/**
 * Why the board refused a LEASE or NUMBER, by code; code 0 is "none yet". The order is the order of the checks, so
 * the first that fails is named.
 */
export const REFUSALS = [
  "none",
  "length",
  "packing",
  "checksum",
  "version",
  "session",
  "sequence",
  "released-complement",
  "lamp-code",
  "green-not-released",
  "outputs-complement",
  "outputs-unknown",
  "time-to-live",
  "reserved-byte",
  "number-complement",
  "number-range",
  "lease-live",
  "number-not-stored",
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** Pins by Arduino Mega number; index = channel. */
export const PINS = {
  /** PORTA 0..7: high energises the coil, milk goes to the vat. */
  valves: [22, 23, 24, 25, 26, 27, 28, 29],
  /** PORTC 0..7. */
  redLamps: [37, 36, 35, 34, 33, 32, 31, 30],
  /** PORTL 0..7. */
  greenLamps: [49, 48, 47, 46, 45, 44, 43, 42],
  /** PORTF 0..7 (A0..A7): closed (low) = the valve is at "vat". */
  vatSwitches: [54, 55, 56, 57, 58, 59, 60, 61],
  /** PORTK 0..7 (A8..A15): closed (low) = the valve is at "divert". */
  divertSwitches: [62, 63, 64, 65, 66, 67, 68, 69],
  /** PORTB 0..7: closed (low) = pressed. */
  buttons: [53, 52, 51, 50, 10, 11, 12, 13],
  /** PG0: high = milk may flow. */
  shutOff: 41,
  /** PG1: high = stop sign dark. */
  vatStop: 40,
  /** Gates, beams, place switches, auxiliary relays: ordinary Firmata pins. */
  ordinary: [2, 3, 4, 5, 6, 7, 8, 9, 14, 15, 16, 17, 18, 19, 20, 21, 38, 39],
} as const;

/** Pins of an Arduino Mega as Firmata counts them. */
export const PIN_COUNT = 70;

/** What the configuration hash is taken over: everything that, if it differed, would move the wrong thing. */
export const CONFIGURATION_TEXT = JSON.stringify([
  PROTOCOL_VERSION,
  COMMANDS,
  [LEASE_BYTES, STATUS_BYTES, NUMBER_BYTES, SYSEX_BYTES_MAX],
  [TTL_MS_MIN, TTL_MS_MAX, REFUSED_IN_A_ROW_MAX, LOOP_SILENCE_MS_MAX, WATCHDOG_MS],
  [STATUS_EVERY_MS, STATUS_GAP_MS, BUTTON_SETTLE_MS, VALVE_SETTLE_MS],
  [OUTPUT_SHUT_OFF_OPEN, OUTPUT_VAT_STOP_CLEAR, FLAG_LEASE_LIVE, FLAG_OWN_PATTERN],
  REFUSALS,
  PINS,
]);
