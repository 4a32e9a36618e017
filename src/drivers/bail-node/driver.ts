// Room: drivers/bail-node. One bail node driven: port, session, leases and ordinary pins put together.
// May live here: the wiring between the pieces, and the one timer. May not: rules (see session), bytes (see frame).
// Invariant: inputs of the session are taken one at a time, in order; nothing is delivered after the signal aborts.

import type { LeaseOrder } from "../../controller/effect.ts";
import type { LinkTrouble } from "../../controller/event.ts";
import type { NodeId } from "../../domain/ids.ts";
import { unreachable } from "../../domain/result.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Deliver, Driver } from "../../ports/delivers-events.ts";
import type { HoldsLeases } from "../../ports/holds-leases.ts";
import { decodeStatus } from "./frame.ts";
import { type Action, type Counts, isOpen, newSession, type SessionInput, TICK } from "./link.ts";
import { createMessageCutter, type FirmataMessage } from "./messages.ts";
import { createOutbox } from "./outbox.ts";
import { createOrdinaryPins, type InputPin, type RelayPin, type RelayState } from "./pins.ts";
import { type OpenPort, openPort, type Port } from "./port.ts";
import { COMMANDS } from "./protocol.ts";
import { stepSession } from "./session.ts";

export type BailNodeOptions = {
  readonly node: NodeId;
  /** The number stored in the board, 1..250. */
  readonly number: number;
  /** The serial port, best by /dev/serial/by-id: it keeps its name when boards come and go. */
  readonly path: string;
  readonly inputs: readonly InputPin[];
  readonly relays?: readonly RelayPin[];
  readonly deliver: Deliver;
  readonly clock: Clock;
  /** 0 ≤ n < 1. */
  readonly random: () => number;
  /** What opens the port; the serial port of the computer unless another is given. */
  readonly open?: OpenPort;
};

export type BailNodeDriver = Driver &
  HoldsLeases & {
    /** Switches an auxiliary relay; false where the board is away. It is off after every loss until commanded anew. */
    relay(name: string, on: boolean): boolean;
    statistics(): BailNodeStatistics;
  };

/** For pages and logs; nothing is decided from these. */
export type BailNodeStatistics = Counts & {
  readonly phase: string;
  /** What keeps the board away now; null while it is up, and before the first try has failed. */
  readonly trouble: LinkTrouble | null;
  /** Leases that a newer one replaced before they were written. */
  readonly leasesReplaced: number;
  /** Bytes that belonged to no message. */
  readonly noiseBytes: number;
  readonly relays: readonly RelayState[];
};

/** Creates the driver, idle. Throws on pins that are not ordinary ones. */
export function createBailNodeDriver(options: BailNodeOptions): BailNodeDriver {
  const { node, number, path, deliver, clock, random } = options;
  let session = newSession({ node, number });
  let port: Port | null = null;
  let timer: NodeJS.Timeout | undefined;
  let leasesReplaced = 0;
  let noiseTold = 0;
  const inbox: SessionInput[] = [];
  let busy = false;

  const outbox = createOutbox();
  const cutter = createMessageCutter();
  const pins = createOrdinaryPins(options.inputs, options.relays ?? [], {
    send: (bytes) => {
      const fits = outbox.firmata(bytes);
      pump();
      return fits;
    },
    overflowed: () => feed({ kind: "write-stalled" }),
    set: () => feed({ kind: "pins-set" }),
    changed: (input, level) => {
      if (session.link.phase === "up") deliver({ kind: "input-changed", input, level });
    },
  });

  /** Deliver may call back into the driver at once; the inbox keeps inputs in order and the stack flat. */
  const feed = (input: SessionInput): void => {
    inbox.push(input);
    if (busy) return;
    busy = true;
    try {
      for (let next = inbox.shift(); next !== undefined; next = inbox.shift()) {
        const step = stepSession(session, { input: next, at: clock.mono(), dice: random() });
        session = step.session;
        for (const action of step.actions) act(action);
      }
    } finally {
      busy = false;
    }
  };

  const act = (action: Action): void => {
    switch (action.kind) {
      case "deliver":
        deliver(action.event);
        break;
      case "open":
        open();
        break;
      case "close":
        port?.close();
        break;
      case "send":
        if (outbox.lease(action.frame)) leasesReplaced += 1;
        pump();
        break;
      case "set-pins":
        pins.setUp();
        break;
      case "pins-lost":
        loseInputs();
        break;
      case "pins-known":
        for (const { input, level } of pins.levels()) deliver({ kind: "input-changed", input, level });
        break;
      default:
        unreachable(action);
    }
  };

  const loseInputs = (): void => {
    const known = pins.levels().filter(({ level }) => level !== "unknown");
    outbox.clear();
    pins.lost();
    for (const { input } of known) deliver({ kind: "input-changed", input, level: "unknown" });
  };

  const open = (): void => {
    cutter.reset();
    outbox.reset();
    port = (options.open ?? openPort)(path, {
      opened: () => feed({ kind: "opened" }),
      heard,
      written: () => {
        outbox.written();
        pump();
      },
      closed: (why) => {
        port = null;
        outbox.reset();
        feed({ kind: "closed", why });
      },
    });
  };

  const heard = (bytes: Uint8Array): void => {
    for (const message of cutter.push(bytes)) hear(message);
    const noise = cutter.discarded();
    if (noise > noiseTold) feed({ kind: "noise", bytes: noise - noiseTold });
    noiseTold = noise;
  };

  const hear = (message: FirmataMessage): void => {
    if (message.kind === "sysex" && message.command === COMMANDS.status) {
      const status = decodeStatus(message.data);
      feed(
        status.ok ? { kind: "status", status: status.value } : { kind: "bad-status", fault: status.error },
      );
      return;
    }
    feed({ kind: "firmata" });
    pins.hear(message);
  };

  const pump = (): void => {
    if (port === null || !isOpen(session.link)) return;
    const bytes = outbox.next(clock.mono());
    if (bytes !== null) port.write(bytes);
  };

  const tick = (): void => {
    const at = clock.mono();
    if (outbox.stalled(at)) feed({ kind: "write-stalled" });
    feed({ kind: "ticked" });
    pins.tick();
  };

  return {
    start(signal) {
      if (signal.aborted || timer !== undefined) return;
      timer = setInterval(tick, TICK);
      signal.addEventListener(
        "abort",
        () => {
          clearInterval(timer);
          feed({ kind: "ended" });
          pins.end();
        },
        { once: true },
      );
      feed({ kind: "started" });
    },
    lease(of: number, order: LeaseOrder) {
      feed({ kind: "lease", session: of, order });
    },
    relay: (name, on) => session.link.phase === "up" && pins.command(name, on),
    statistics: () => ({
      ...session.counts,
      phase: session.link.phase,
      trouble: session.trouble,
      leasesReplaced,
      noiseBytes: cutter.discarded(),
      relays: pins.relays(),
    }),
  };
}
