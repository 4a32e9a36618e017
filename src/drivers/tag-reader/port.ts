// Room: drivers/tag-reader. A tag reader on a serial port: carries out what the session orders.
// May live here: serialport, one timer. May not: any decision (session.ts) or what bytes mean (domain/tag).
// Invariant: a port object always has an error listener; events of a port that is no longer the present one are
// dropped; bytes are decoded in the handler that brings them.

import { stat } from "node:fs/promises";
import { SerialPort } from "serialport";
import type { Clock } from "../../ports/clock.ts";
import type { Deliver, Driver } from "../../ports/delivers-events.ts";
import {
  createReaderSession,
  type PortInput,
  type PortOrder,
  type ReaderSettings,
  type ReaderStatistics,
} from "./session.ts";

export type TagReaderSettings = ReaderSettings & {
  /** A path that names the device and not the order of plugging in: /dev/serial/by-id/… or by-path/…. */
  readonly path: string;
  /** Bits per second; 9600 for most readers. Always 8 data bits, no parity, 1 stop bit. */
  readonly baudRate: number;
};

export type TagReader = Driver & {
  /** Counters since `start`, for a diagnostics page. */
  statistics(): ReaderStatistics;
};

/** How often it is looked whether the device that was opened is still there under its name. */
const LOOK_EVERY_TICKS = 5;

/** The session counts in seconds; this only sets how soon a due retry is made. */
const TICK_MS = 100;

/** `random` gives numbers 0..1; used only to spread retries in time. */
export function createTagReader(
  settings: TagReaderSettings,
  outside: { readonly clock: Clock; readonly deliver: Deliver; readonly random: () => number },
): TagReader {
  const session = createReaderSession(settings);
  return {
    statistics: session.statistics,
    start(signal) {
      let present: SerialPort | null = null;

      const tell = (input: PortInput): void => {
        if (signal.aborted) return;
        for (const order of session.step(input, outside.clock.mono())) carryOut(order);
      };
      const carryOut = (order: PortOrder): void => {
        switch (order.kind) {
          case "deliver":
            outside.deliver(order.event);
            return;
          case "open":
            present = openPort(settings, (port, input) => {
              if (port === present) tell(input);
            });
            return;
          case "close":
            if (present !== null) closePort(present);
            return;
          case "abandon":
            present = null;
            return;
        }
      };

      const look = watchName(
        settings.path,
        () => present?.isOpen === true,
        (message) => tell({ kind: "failed", message }),
      );
      const timer = setInterval(() => {
        tell({ kind: "ticked", jitter: outside.random() });
        look();
      }, TICK_MS);
      signal.addEventListener(
        "abort",
        () => {
          clearInterval(timer);
          if (present !== null) closePort(present);
          present = null;
        },
        { once: true },
      );
      tell({ kind: "ticked", jitter: outside.random() });
    },
  };
}

/**
 * serialport misses the end of a device that is pulled out while it speaks: its read then ends with nothing, and is tried
 * again for ever, so that the reader would stay deaf and "up". The name of a device that has gone is gone too, or names
 * another one.
 */
function watchName(path: string, isOpen: () => boolean, gone: (message: string) => void): () => void {
  let seen: string | null = null;
  let ticks = 0;
  let looking = false;
  const look = async (): Promise<void> => {
    const now = await deviceAt(path);
    looking = false;
    if (!isOpen()) {
      seen = null;
    } else if (seen !== null && now !== seen) {
      seen = null;
      gone(`${path} is not the device any more that was opened`);
    } else seen = now;
  };
  return () => {
    if (!isOpen()) seen = null;
    ticks += 1;
    if (looking || ticks % LOOK_EVERY_TICKS !== 0) return;
    looking = true;
    void look();
  };
}

/** Tells devices apart, one plugged in again from the one before as well; "none" where there is none. */
async function deviceAt(path: string): Promise<string> {
  try {
    const { dev, ino, rdev, ctimeNs } = await stat(path, { bigint: true });
    return `${dev}:${ino}:${rdev}:${ctimeNs}`;
  } catch (thrown) {
    if (thrown instanceof Error && "code" in thrown) return "none";
    throw thrown;
  }
}

type Tell = (port: SerialPort, input: PortInput) => void;

/**
 * Opens the port, throws away what had gathered in it, and only then listens: a tag from before belongs to no cow
 * that stands here now. (serialport flushes too, but before the port is ours to listen to.) `hupcl: false` keeps DTR up when the port is closed: its drop resets some readers.
 */
function openPort(settings: TagReaderSettings, tell: Tell): SerialPort {
  const port = new SerialPort({
    path: settings.path,
    baudRate: settings.baudRate,
    hupcl: false,
    autoOpen: false,
  });
  port.on("error", (error: Error) => tell(port, { kind: "failed", message: error.message }));
  port.on("close", () => tell(port, { kind: "closed" }));
  port.open((error) => {
    if (error !== null) {
      tell(port, { kind: "failed", message: error.message });
      return;
    }
    port.flush((flushError) => {
      if (flushError !== null) {
        tell(port, { kind: "failed", message: flushError.message });
        closePort(port);
        return;
      }
      tell(port, { kind: "opened" });
      port.on("data", (bytes: Buffer) => tell(port, { kind: "bytes", bytes }));
    });
  });
  return port;
}

/** Closes a port in whatever state it is; one that is still opening closes as soon as it has opened. */
function closePort(port: SerialPort): void {
  if (port.opening) port.once("open", () => closePort(port));
  else if (port.isOpen) port.close();
}
