// Room: drivers/bail-node. The ordinary pins of a board as johnny-five components: switches, beams, auxiliary relays.
// May live here: johnny-five, firmata-io and what they must be told after every reconnect. May not: leases, ports.
// Invariant: the components are made once and live as long as the driver; the board is configured by one function,
// `configure`, the first time and after every loss; a level is told only once the board has answered for it.

import firmata, { type Firmata } from "firmata-io";
// Only the three components that there are: the package as a whole loads some thirty more, 5 MB of them.
import Board from "johnny-five/lib/board.js";
import Relay from "johnny-five/lib/relay.js";
import Switch from "johnny-five/lib/switch.js";
import type { InputLevel } from "../../domain/arrivals/identity.ts";
import type { InputId } from "../../domain/ids.ts";
import { assert } from "../../domain/result.ts";
import { DIGITAL_MESSAGE, END_SYSEX, type FirmataMessage, REPORT_VERSION, START_SYSEX } from "./messages.ts";
import { PIN_COUNT, PINS } from "./protocol.ts";
import { NodeTransport } from "./transport.ts";

/** A contact between an ordinary pin and ground. Closed pulls the pin low. */
export type InputPin = {
  readonly input: InputId;
  readonly pin: number;
  readonly activeWhen: "closed" | "open";
};
/** An auxiliary relay: nothing that milk depends on. High = on. */
export type RelayPin = { readonly name: string; readonly pin: number };

/** Commanded is not confirmed. What the board confirms is its pin; whether the relay moved nobody knows. */
export type RelayState = {
  readonly name: string;
  readonly commanded: boolean;
  readonly confirmed: "on" | "off" | "unknown";
};

export type OrdinaryPins = {
  /** Configures the board from scratch; `set` is called when it has answered for every pin. */
  setUp(): void;
  /** Takes one message of the board. */
  hear(message: FirmataMessage): void;
  /** Asks again where the board has not answered for ASK_AGAIN_TICKS. */
  tick(): void;
  /** The board is away: nothing is known, and every relay counts as off until it is commanded anew. */
  lost(): void;
  /** What every input says now, in the order given. */
  levels(): readonly { readonly input: InputId; readonly level: InputLevel }[];
  /** Switches a relay. False where the board is not there to hear it; then nothing is kept for later. */
  command(relay: string, on: boolean): boolean;
  relays(): readonly RelayState[];
  /** For good: lets go of timers and listeners. */
  end(): void;
};

export type PinsOutlet = {
  /** Takes bytes for the board; false when there is no room. */
  readonly send: (bytes: Uint8Array) => boolean;
  readonly overflowed: () => void;
  /** The board has answered for every pin. */
  readonly set: () => void;
  /** An input changed. Called within the same turn in which its message was heard. */
  readonly changed: (input: InputId, level: InputLevel) => void;
};

const FIRMWARE_REPORT = 0x79;
const REPORT_DIGITAL = 0xd0;
const NOT_ANALOG = 127;
const PIN_STATE_QUERY = 0x6d;
const PIN_STATE_RESPONSE = 0x6e;
const MODE_OUTPUT = 1;
const MODE_PULLUP = 11;
/** 250 ms; a board answers within some 10 ms, and asking again is harmless. */
const ASK_AGAIN_TICKS = 10;

type Components = {
  readonly board: Board;
  readonly switches: readonly { readonly pin: InputPin; readonly contact: Switch }[];
  readonly relays: readonly { readonly pin: RelayPin; readonly relay: Relay }[];
};
/**
 * off → asked (Firmata's greeting) → configured (ports to be reported) → checking (each pin's mode, since Firmata has no
 * checksum and a lost order would leave an input floating) → set.
 */
type Stage = "off" | "asked" | "configured" | "checking" | "set";

/** Makes the components' keeper. Throws on a pin that is not an ordinary one, or is used twice: config has checked that. */
export function createOrdinaryPins(
  inputs: readonly InputPin[],
  relays: readonly RelayPin[],
  outlet: PinsOutlet,
): OrdinaryPins {
  checkPins([...inputs, ...relays].map(({ pin }) => pin));
  const ports = new Set(inputs.map(({ pin }) => portOf(pin)));
  const transport = new NodeTransport(outlet.overflowed);
  const levels = new Map<InputId, InputLevel>(inputs.map(({ input }) => [input, "unknown"]));
  const commanded = new Map<string, boolean>();
  const confirmed = new Map<string, "on" | "off">();
  const wantedModes = [
    ...inputs.map(({ pin }) => ({ pin, mode: MODE_PULLUP })),
    ...relays.map(({ pin }) => ({ pin, mode: MODE_OUTPUT })),
  ];
  let io: Firmata | null = null;
  let components: Components | null = null;
  let stage: Stage = "off";
  let unanswered = new Set<number>();
  let unchecked: readonly { readonly pin: number; readonly mode: number }[] = [];
  let quietTicks = 0;

  const greet = (): void => {
    io ??= newFirmata(transport);
    transport.write(Uint8Array.of(REPORT_VERSION));
    transport.write(Uint8Array.of(START_SYSEX, FIRMWARE_REPORT, END_SYSEX));
  };

  /** firmata-io has been greeted. The Board follows in the next tick, its components with it. */
  const build = (ready: Firmata): void => {
    if (components !== null) return;
    const board = new Board({ io: ready, repl: false, debug: false, sigint: false });
    // Without a listener an "error" of the library would end the process. All its errors are about links; ours are told.
    board.on("error", () => undefined);
    board.once("ready", () => {
      // Made without a line: what they would write is written by `configure`, now and after every loss.
      transport.detach();
      components = makeComponents(ready, board);
      if (stage === "asked") configure(ready, components);
    });
  };

  const makeComponents = (ready: Firmata, board: Board): Components => ({
    board,
    switches: inputs.map((pin) => {
      const contact = new Switch({ board, pin: pin.pin, type: "NC", invert: true });
      // Not the switch's own events: those are debounced, late, and lose a pulse that fits between two reads. Its
      // state is right as soon as this event comes, because its own listener was there first.
      ready.on(`digital-read-${pin.pin}`, () => hearContact(pin, contact.isClosed));
      return { pin, contact };
    }),
    relays: relays.map((pin) => ({ pin, relay: new Relay({ board, pin: pin.pin }) })),
  });

  const configure = (ready: Firmata, made: Components): void => {
    stage = "configured";
    transport.attach(outlet.send);
    // A cut line may have left half a frame at the board; it hears nothing more until a message of this kind.
    transport.write(Uint8Array.of(REPORT_VERSION));
    for (const { pin } of made.switches) ready.pinMode(pin.pin, ready.MODES.PULLUP);
    for (const { pin, relay } of made.relays) {
      // The board makes a new output low by itself; one that was high before the loss goes low now.
      ready.pinMode(pin.pin, ready.MODES.OUTPUT);
      relay.open();
    }
    unanswered = new Set(ports);
    for (const port of ports) transport.write(Uint8Array.of(REPORT_DIGITAL | port, 1));
    settle();
  };

  const settle = (): void => {
    if (stage !== "configured" || unanswered.size > 0) return;
    stage = "checking";
    unchecked = wantedModes;
    checkNext();
  };

  const checkNext = (): void => {
    const next = unchecked[0];
    if (next !== undefined) {
      askState(next.pin);
      return;
    }
    stage = "set";
    outlet.set();
  };

  const askState = (pin: number): void => {
    transport.write(Uint8Array.of(START_SYSEX, PIN_STATE_QUERY, pin, END_SYSEX));
  };

  const hearState = ([pin, mode, state]: Uint8Array): void => {
    const relay = relays.find((one) => one.pin === pin);
    if (relay !== undefined && mode === MODE_OUTPUT) confirmed.set(relay.name, state === 1 ? "on" : "off");
    // A pin in the wrong mode is left unchecked: `tick` configures the board again.
    if (stage !== "checking" || unchecked[0]?.pin !== pin || unchecked[0]?.mode !== mode) return;
    unchecked = unchecked.slice(1);
    quietTicks = 0;
    checkNext();
  };

  const begin = (): void => {
    quietTicks = 0;
    if (io?.isReady === true && components !== null) {
      configure(io, components);
      return;
    }
    stage = "asked";
    transport.attach(outlet.send);
    greet();
  };

  const hearContact = ({ input, activeWhen }: InputPin, closed: boolean): void => {
    if (stage === "off" || stage === "asked") return;
    const level = closed === (activeWhen === "closed") ? "active" : "inactive";
    if (levels.get(input) === level) return;
    levels.set(input, level);
    if (stage === "set") outlet.changed(input, level);
  };

  return {
    setUp() {
      forget();
      if (wantedModes.length > 0) begin();
      else checkNext();
    },
    hear(message) {
      if (stage === "off" || io === null) return;
      if (message.kind === "sysex" && message.command === PIN_STATE_RESPONSE) hearState(message.data);
      const bytes = forFirmata(message);
      if (bytes === null) return;
      transport.hand(bytes);
      if (stage === "asked" && io.isReady) build(io);
      if (message.kind === "short") unanswered.delete((message.bytes[0] ?? 0) ^ DIGITAL_MESSAGE);
      settle();
    },
    tick() {
      if (stage === "off" || stage === "set") return;
      quietTicks += 1;
      if (quietTicks >= ASK_AGAIN_TICKS) begin();
    },
    lost: forget,
    levels: () => inputs.map(({ input }) => ({ input, level: levels.get(input) ?? "unknown" })),
    command(name, on) {
      assert(
        relays.some((relay) => relay.name === name),
        `relay ${name} is one of this board's`,
      );
      const made = components?.relays.find(({ pin }) => pin.name === name);
      if (stage !== "set" || made === undefined) return false;
      if (on) made.relay.close();
      else made.relay.open();
      commanded.set(name, on);
      confirmed.delete(name);
      askState(made.pin.pin);
      return true;
    },
    relays: () =>
      relays.map(({ name }) => ({
        name,
        commanded: commanded.get(name) ?? false,
        confirmed: confirmed.get(name) ?? "unknown",
      })),
    end() {
      forget();
      const board = components?.board;
      if (board !== undefined) Board.cache.splice(Board.cache.indexOf(board), 1);
      io?.removeAllListeners();
      transport.removeAllListeners();
    },
  };

  function forget(): void {
    stage = "off";
    unanswered = new Set();
    unchecked = [];
    quietTicks = 0;
    transport.detach();
    for (const { input } of inputs) levels.set(input, "unknown");
    commanded.clear();
    confirmed.clear();
  }
}

/**
 * The pins are known from the protocol, and the configuration hash in every status proves that the board has the
 * same; so the capability query, which has no checksum and could leave a wrong pin for ever, is not needed.
 */
function newFirmata(transport: NodeTransport): Firmata {
  const ordinary = new Set<number>(PINS.ordinary);
  const io = new firmata.Firmata(transport, {
    skipCapabilities: true,
    analogPins: [],
    pins: Array.from({ length: PIN_COUNT }, (_, pin) => ({
      supportedModes: ordinary.has(pin) ? [0, 1, 11] : [],
      analogChannel: NOT_ANALOG,
      mode: undefined,
      value: 0,
      report: 1,
    })),
  });
  // We ask for the version ourselves, again and again; the library's own timer would only keep the process alive.
  clearTimeout(io.reportVersionTimeoutId);
  io.on("error", () => undefined);
  return io;
}

/** Only what firmata-io needs gets to it, whole: its own parser keeps what it cannot place, and trusts pin numbers. */
function forFirmata(message: FirmataMessage): Uint8Array | null {
  if (message.kind === "sysex") {
    // Without a version firmata-io would ask for a buffer of minus one byte, and throw.
    if (message.command !== FIRMWARE_REPORT || message.data.length < 2) return null;
    return Uint8Array.of(START_SYSEX, message.command, ...message.data, END_SYSEX);
  }
  const first = message.bytes[0] ?? 0;
  return first === REPORT_VERSION || (first & 0xf0) === DIGITAL_MESSAGE ? message.bytes : null;
}

function portOf(pin: number): number {
  return pin >> 3;
}

function checkPins(pins: readonly number[]): void {
  const ordinary = new Set<number>(PINS.ordinary);
  assert(
    pins.every((pin) => ordinary.has(pin)),
    "inputs and relays are on ordinary pins",
  );
  assert(new Set(pins).size === pins.length, "no ordinary pin is used twice");
}
