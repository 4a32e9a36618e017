// Room: drivers/tag-reader. A tag reader on a serial port: carries out what the session orders.
// May live here: serialport, one timer. May not: any decision (session.ts) or what bytes mean (domain/tag).
// Invariant: a port object always has an error listener; events of a port that is no longer the present one are
// dropped; bytes are decoded in the handler that brings them.

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

      const timer = setInterval(() => tell({ kind: "ticked", jitter: outside.random() }), TICK_MS);
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
