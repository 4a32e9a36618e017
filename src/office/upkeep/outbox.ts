// Room: office/upkeep. What others are to be told, kept until they have been: alarms on the disk at once, telemetry soon.
// May live here: bounds, order, what is in memory. May not: the network (mqtt.ts), SQL (store/outbox.ts).
// Invariant: bounded whatever the broker does; an alarm goes before telemetry and outlives it; a full disk stops nothing.

import { StoreFailure } from "../../store/open-trouble.ts";
import {
  addToOutbox,
  boundOutbox,
  nextInOutbox,
  type OutMessage,
  removeFromOutbox,
  waitingInOutbox,
  writeTold,
} from "../../store/outbox.ts";
import type { Pen, Store } from "../../store/store.ts";
import { EXPORT_LIMITS, type ExportLimits } from "./limits.ts";

/** A message on its way; `done` once it has arrived. */
export type Outgoing = OutMessage & { readonly done: () => void };
export type Outbox = {
  /** Alarms of one table, with the last record they tell of: kept with the mark that they were told. */
  alarms(messages: readonly OutMessage[], told: { readonly family: string; readonly upTo: number }): boolean;
  telemetry(message: OutMessage): void;
  /** The next to send, alarms first; null: nothing waits. The same one again until it is done. */
  next(): Outgoing | null;
  waiting(): number;
  /** Writes what is only in memory: when the broker is away, and at the end. */
  keep(): void;
};

export function createOutbox(store: Store, limits: ExportLimits = EXPORT_LIMITS): Outbox {
  /** Telemetry that is not on the disk, the oldest first. With a broker that answers it never gets there. */
  let young: readonly OutMessage[] = [];
  /** Read from the disk, and those of them that have arrived and are still there. */
  let batch: readonly Outgoing[] = [];
  let arrived: readonly number[] = [];
  let onDisk = waitingInOutbox(store, "alarm") + waitingInOutbox(store, "telemetry");

  const write = (work: (pen: Pen) => void): boolean => {
    try {
      store.write(work);
      return true;
    } catch (error) {
      if (error instanceof StoreFailure) return false;
      throw error;
    } finally {
      onDisk = waitingInOutbox(store, "alarm") + waitingInOutbox(store, "telemetry");
    }
  };
  const clear = (): void => {
    const gone = arrived;
    if (gone.length > 0 && !write((pen) => removeFromOutbox(pen, gone))) return;
    arrived = [];
  };
  const keep = (): void => {
    clear();
    const kept = young;
    if (kept.length === 0) return;
    const written = write((pen) => {
      for (const message of kept) addToOutbox(pen, message);
      boundOutbox(pen, "telemetry", limits.telemetryKept);
    });
    young = written ? [] : kept.slice(-limits.telemetryInMemory);
  };
  const fill = (): void => {
    clear();
    const skip = new Set(arrived);
    batch = nextInOutbox(store, limits.batch + skip.size)
      .filter(({ id }) => !skip.has(id))
      .map((message) => ({
        ...message,
        done() {
          arrived = [...arrived, message.id];
          batch = batch.slice(1);
          // An alarm is taken off at once, so that a crash tells it twice only if it comes just here.
          if (message.kind === "alarm" || batch.length === 0) clear();
        },
      }));
  };
  return {
    alarms(messages, { family, upTo }) {
      const written = write((pen) => {
        for (const message of messages) addToOutbox(pen, message);
        boundOutbox(pen, "alarm", limits.alarmsKept);
        writeTold(pen, family, upTo);
      });
      // They go before whatever was read ahead.
      batch = [];
      return written;
    },
    telemetry(message) {
      young = [...young, message];
      if (young.length >= limits.telemetryInMemory) keep();
    },
    next() {
      if (batch.length === 0 && onDisk > arrived.length) fill();
      const first = batch[0];
      if (first !== undefined) return first;
      const message = young[0];
      if (message === undefined) return null;
      return {
        ...message,
        done() {
          young = young.filter((one) => one !== message);
        },
      };
    },
    waiting: () => onDisk - arrived.length + young.length,
    keep,
  };
}
