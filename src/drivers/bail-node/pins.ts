// Room: drivers/bail-node. The ordinary pins of a board as johnny-five components: switches, beams, auxiliary relays.
// May live here: johnny-five, firmata-io and what they must be told after every reconnect. May not: leases, ports.
// Invariant: the components are made once and live as long as the driver; the board is configured by one function,
// `configure`, the first time and after every loss; a level is told only once the board has answered for it.

import firmata, { type Firmata } from "firmata-io";
import five, { type Board, type Relay, type Switch } from "johnny-five";
import type { InputLevel } from "../../domain/arrivals/identity.ts";
import type { InputId } from "../../domain/ids.ts";
import { assert } from "../../domain/result.ts";
import { between, type DurationMs, type MonoMs, milliseconds } from "../../domain/units.ts";
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

export type OrdinaryPins = {
  /** Configures the board from scratch; `set` is called when it has answered for every input. */
  setUp(at: MonoMs): void;
  /** Takes one message of the board. */
  hear(message: FirmataMessage): void;
  /** Asks again where the board has not answered. */
  tick(at: MonoMs): void;
  /** The board is away: nothing is known, and every relay counts as off until it is commanded anew. */
  lost(): void;
  /** What every input says now, in the order given. */
  levels(): readonly { readonly input: InputId; readonly level: InputLevel }[];
  /** Switches a relay. False where the board is not there to hear it; then nothing is kept for later. */
  command(relay: string, on: boolean): boolean;
  relays(): readonly { readonly name: string; readonly commanded: boolean }[];
  /** For good: lets go of timers and listeners. */
  end(): void;
};

export type PinsOutlet = {
  /** Takes bytes for the board; false when there is no room. */
  readonly send: (bytes: Uint8Array) => boolean;
  readonly overflowed: () => void;
  /** The board has answered for every input. */
  readonly set: () => void;
  /** An input changed. Called within the same turn in which its message was heard. */
  readonly changed: (input: InputId, level: InputLevel) => void;
};

const FIRMWARE_REPORT = 0x79;
const REPORT_DIGITAL = 0xd0;
const NOT_ANALOG = 127;
/** A board answers within some 10 ms; asking again is harmless. */
const ASK_AGAIN: DurationMs = milliseconds(250);

type Components = {
  readonly board: Board;
  readonly switches: readonly { readonly pin: InputPin; readonly contact: Switch }[];
  readonly relays: readonly { readonly pin: RelayPin; readonly relay: Relay }[];
};
/** off → asked (Firmata's greeting) → configured (ports to be reported) → set. */
type Stage = "off" | "asked" | "configured" | "set";

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
  const commanded = new Map<string, boolean>(relays.map(({ name }) => [name, false]));
  let io: Firmata | null = null;
  let components: Components | null = null;
  let stage: Stage = "off";
  let unanswered = new Set<number>();
  let askedAt: MonoMs | null = null;

  const greet = (): void => {
    io ??= newFirmata(transport);
    transport.write(Uint8Array.of(REPORT_VERSION));
    transport.write(Uint8Array.of(START_SYSEX, FIRMWARE_REPORT, END_SYSEX));
  };

  /** firmata-io has been greeted. The Board follows in the next tick, its components with it. */
  const build = (ready: Firmata): void => {
    if (components !== null) return;
    const board = new five.Board({ io: ready, repl: false, debug: false, sigint: false });
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
      const contact = new five.Switch({ board, pin: pin.pin, type: "NC", invert: true });
      // Not the switch's own events: those are debounced, late, and lose a pulse that fits between two reads. Its
      // state is right as soon as this event comes, because its own listener was there first.
      ready.on(`digital-read-${pin.pin}`, () => hearContact(pin, contact.isClosed));
      return { pin, contact };
    }),
    relays: relays.map((pin) => ({ pin, relay: new five.Relay({ board, pin: pin.pin }) })),
  });

  const configure = (ready: Firmata, made: Components): void => {
    stage = "configured";
    transport.attach(outlet.send);
    // A cut line may have left half a frame at the board; it hears nothing more until a message of this kind.
    transport.write(Uint8Array.of(REPORT_VERSION));
    for (const { pin } of made.switches) ready.pinMode(pin.pin, ready.MODES.PULLUP);
    for (const { pin, relay } of made.relays) {
      // Low before it becomes an output, so that it does not click, and after, in case that was ignored.
      relay.open();
      ready.pinMode(pin.pin, ready.MODES.OUTPUT);
      relay.open();
    }
    unanswered = new Set(ports);
    for (const port of ports) transport.write(Uint8Array.of(REPORT_DIGITAL | port, 1));
    settle();
  };

  const settle = (): void => {
    if (stage !== "configured" || unanswered.size > 0) return;
    stage = "set";
    outlet.set();
  };

  const begin = (at: MonoMs): void => {
    askedAt = at;
    if (io?.isReady === true && components !== null) {
      configure(io, components);
      return;
    }
    stage = "asked";
    transport.attach(outlet.send);
    greet();
  };

  const hearContact = ({ input, activeWhen }: InputPin, closed: boolean): void => {
    if (stage !== "configured" && stage !== "set") return;
    const level = closed === (activeWhen === "closed") ? "active" : "inactive";
    if (levels.get(input) === level) return;
    levels.set(input, level);
    if (stage === "set") outlet.changed(input, level);
  };

  return {
    setUp(at) {
      forget();
      if (inputs.length + relays.length > 0) return begin(at);
      stage = "set";
      outlet.set();
    },
    hear(message) {
      if (stage === "off" || io === null) return;
      const bytes = forFirmata(message);
      if (bytes === null) return;
      transport.hand(bytes);
      if (stage === "asked" && io.isReady) build(io);
      if (message.kind === "short") unanswered.delete((message.bytes[0] ?? 0) ^ DIGITAL_MESSAGE);
      settle();
    },
    tick(at) {
      if (stage !== "asked" && stage !== "configured") return;
      if (askedAt !== null && between(askedAt, at) >= ASK_AGAIN) begin(at);
    },
    lost: forget,
    levels: () => inputs.map(({ input }) => ({ input, level: levels.get(input) ?? "unknown" })),
    command(name, on) {
      assert(commanded.has(name), `relay ${name} is one of this board's`);
      const made = components?.relays.find(({ pin }) => pin.name === name);
      if (stage !== "set" || made === undefined) return false;
      if (on) made.relay.close();
      else made.relay.open();
      commanded.set(name, on);
      return true;
    },
    relays: () => relays.map(({ name }) => ({ name, commanded: commanded.get(name) ?? false })),
    end() {
      forget();
      const board = components?.board;
      if (board !== undefined) five.Board.cache.splice(five.Board.cache.indexOf(board), 1);
      io?.removeAllListeners();
      transport.removeAllListeners();
    },
  };

  function forget(): void {
    stage = "off";
    unanswered = new Set();
    askedAt = null;
    transport.detach();
    for (const { input } of inputs) levels.set(input, "unknown");
    for (const { name } of relays) commanded.set(name, false);
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
    if (message.command !== FIRMWARE_REPORT) return null;
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
