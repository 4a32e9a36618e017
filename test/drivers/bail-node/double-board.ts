// Room: test/drivers/bail-node. A board made of TypeScript: what the firmware says and does on the line, no physics.
// For what the real firmware cannot be made to do (wrong configuration, silence, deafness); the rest runs the firmware.

import {
  CONFIGURATION_HASH,
  decodeLease,
  decodeNumber,
  encodeStatus,
  type StatusFrame,
} from "../../../src/drivers/bail-node/frame.ts";
import { COMMANDS } from "../../../src/drivers/bail-node/protocol.ts";

type Line = { write(bytes: Uint8Array): void; onData(hear: (bytes: Buffer) => void): void };

export type DoubleBoard = {
  readonly status: StatusFrame;
  readonly leasesAccepted: number;
  readonly modes: ReadonlyMap<number, number>;
  /** Output pins as last written. */
  readonly outputs: ReadonlyMap<number, number>;
  /** Says this of itself from now on. */
  say(change: Partial<StatusFrame>): void;
  /** Closes or opens the contact at an ordinary pin, as the wire does. */
  contact(pin: number, closed: boolean): void;
  restart(session: number): void;
  /** Stops saying anything; goes on hearing. */
  mute(muted: boolean): void;
  /** Loses the next so many orders that set a pin's mode. */
  loseOrders(count: number): void;
  /** Stops hearing anything; goes on talking. */
  deafen(deaf: boolean): void;
  end(): void;
};

export const REST: StatusFrame = {
  boardNumber: 7,
  session: 0x1234_5678,
  lastSequence: 0,
  coils: 0,
  atVat: 0,
  atDivert: 0xff,
  buttons: 0,
  shutOffOpen: false,
  vatStopClear: false,
  leaseLive: false,
  lampsOnOwnPattern: true,
  resetCause: 1,
  leaseRemainingMs: 0,
  refusedFrames: 0,
  lastRefusal: "none",
  configurationHash: CONFIGURATION_HASH,
  uptimeMs: 5_000,
};

export function createDoubleBoard(line: Line, start: Partial<StatusFrame> = {}): DoubleBoard {
  let status: StatusFrame = { ...REST, ...start };
  const bornAt = performance.now() - status.uptimeMs;
  const modes = new Map<number, number>();
  const outputs = new Map<number, number>();
  const closedPins = new Set<number>();
  const reporting = new Set<number>();
  let leasesAccepted = 0;
  let leaseTimer: NodeJS.Timeout | undefined;
  let muted = false;
  let ordersLost = 0;
  let deaf = false;
  const cutter = createCommandCutter();

  const sendStatus = (): void => {
    if (muted) return;
    status = { ...status, uptimeMs: Math.round(performance.now() - bornAt) };
    line.write(encodeStatus(status));
  };
  const sendPort = (port: number): void => {
    if (muted) return;
    let bits = 0;
    for (let bit = 0; bit < 8; bit += 1) {
      const pin = port * 8 + bit;
      if (modes.get(pin) === 11 && !closedPins.has(pin)) bits |= 1 << bit;
    }
    line.write(Uint8Array.of(0x90 | port, bits & 0x7f, bits >> 7));
  };
  const say = (change: Partial<StatusFrame>): void => {
    status = { ...status, ...change };
    sendStatus();
  };
  const endLease = (): void => say({ leaseLive: false, coils: 0, shutOffOpen: false, vatStopClear: false });

  const hear = (command: readonly number[]): void => {
    const [first = 0, second = 0, third = 0] = command;
    if (first === 0xf9) line.write(Uint8Array.of(0xf9, 2, 5));
    else if (first === 0xf0 && second === 0x6d) {
      const mode = modes.get(third) ?? 0;
      line.write(Uint8Array.of(0xf0, 0x6e, third, mode, outputs.get(third) ?? 0, 0xf7));
    } else if (first === 0xf0 && second === 0x79) line.write(Uint8Array.of(0xf0, 0x79, 1, 0, 0x76, 0, 0xf7));
    else if (first === 0xf4) {
      if (ordersLost > 0) ordersLost -= 1;
      else modes.set(second, third);
    } else if (first === 0xf5) outputs.set(second, third);
    else if ((first & 0xf0) === 0xd0) {
      reporting.add(first & 0x0f);
      sendPort(first & 0x0f);
    } else if ((first & 0xf0) === 0x90) {
      for (let bit = 0; bit < 8; bit += 1) {
        const pin = (first & 0x0f) * 8 + bit;
        if (modes.get(pin) === 1) outputs.set(pin, ((second | (third << 7)) >> bit) & 1);
      }
    } else if (first === 0xf0 && second === COMMANDS.ask) sendStatus();
    else if (first === 0xf0 && second === COMMANDS.lease) hearLease(Uint8Array.from(command.slice(2, -1)));
    else if (first === 0xf0 && second === COMMANDS.number) {
      const number = decodeNumber(Uint8Array.from(command.slice(2, -1)));
      if (number.ok && number.value.session === status.session && !status.leaseLive) {
        say({ boardNumber: number.value.boardNumber });
      } else {
        say({ refusedFrames: status.refusedFrames + 1, lastRefusal: "lease-live" });
      }
    }
  };
  const hearLease = (packed: Uint8Array): void => {
    const lease = decodeLease(packed);
    if (!lease.ok || lease.value.session !== status.session || lease.value.sequence <= status.lastSequence) {
      say({ refusedFrames: status.refusedFrames + 1, lastRefusal: lease.ok ? "session" : lease.error });
      return;
    }
    leasesAccepted += 1;
    clearTimeout(leaseTimer);
    leaseTimer = setTimeout(endLease, lease.value.ttl);
    const { sequence, released, openShutOff, clearVatStop } = lease.value;
    const changed = !status.leaseLive || status.coils !== released;
    status = {
      ...status,
      lastSequence: sequence,
      leaseLive: true,
      coils: released,
      shutOffOpen: openShutOff,
      vatStopClear: clearVatStop,
    };
    if (changed) sendStatus();
  };

  line.onData((bytes) => {
    if (deaf) return;
    for (const command of cutter.push(bytes)) hear(command);
  });
  const timer = setInterval(sendStatus, 100);

  return {
    get status() {
      return status;
    },
    get leasesAccepted() {
      return leasesAccepted;
    },
    modes,
    outputs,
    say,
    contact(pin, closed) {
      if (closed) closedPins.add(pin);
      else closedPins.delete(pin);
      if (reporting.has(pin >> 3)) sendPort(pin >> 3);
    },
    restart(session) {
      clearTimeout(leaseTimer);
      modes.clear();
      outputs.clear();
      reporting.clear();
      status = { ...REST, ...start, session, uptimeMs: 0 };
      sendStatus();
    },
    mute: (on) => {
      muted = on;
    },
    loseOrders: (count) => {
      ordersLost = count;
    },
    deafen: (on) => {
      deaf = on;
    },
    end() {
      clearInterval(timer);
      clearTimeout(leaseTimer);
    },
  };
}

/** Host to board has other lengths than board to host: set pin mode and pin value are three bytes, report two. */
function createCommandCutter(): { push(bytes: Uint8Array): number[][] } {
  let held: number[] = [];
  return {
    push(bytes) {
      const whole: number[][] = [];
      for (const byte of bytes) {
        if (byte >= 0x80 && byte !== 0xf7) held = [];
        held.push(byte);
        const first = held[0] ?? 0;
        const done =
          first === 0xf0
            ? byte === 0xf7
            : held.length === (first === 0xf9 ? 1 : (first & 0xf0) === 0xd0 ? 2 : 3);
        if (!done) continue;
        whole.push(held);
        held = [];
      }
      return whole;
    },
  };
}
