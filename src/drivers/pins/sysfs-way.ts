// Room: drivers/pins. The way through /sys/class/gpio with the onoff library.
// May live here: onoff. May not: choosing it, bounce.
// Invariant: inputs are read again and again besides their interrupts, which early Raspberry Pi 5 kernels lose.

import type { Gpio as OnOffGpio } from "onoff";
import type { PinsPlan } from "./backend.ts";
import type { Level } from "./gpio-tools.ts";
import type { Way, WayEvents } from "./way.ts";

/** Reading a level takes microseconds; a beam is broken for longer than this. */
const READ_EVERY_MS = 50;
/** So many changes without an interrupt, and we say so. */
const MISSED_MAX = 5;

/** Throws when onoff is missing or a line cannot be had; the words are the system's. */
export async function openSysfsWay(base: number, plan: PinsPlan, events: WayEvents): Promise<Way> {
  const { Gpio } = await import("onoff");
  const outputs = new Map<number, OnOffGpio>();
  const inputs = new Map<number, { readonly pin: OnOffGpio; level: Level | null }>();
  let closed = false;
  let missed = 0;
  let reading: NodeJS.Timeout | undefined;

  const close = (): void => {
    if (closed) return;
    closed = true;
    clearInterval(reading);
    for (const { pin } of inputs.values()) pin.unexport();
    // Outputs stay exported and low: letting go of the line would leave it to float.
    for (const pin of outputs.values()) pin.writeSync(0);
  };
  const lose = (error: unknown): void => {
    if (closed) return;
    closed = true;
    clearInterval(reading);
    for (const pin of [...outputs.values(), ...[...inputs.values()].map((input) => input.pin)]) {
      try {
        pin.unexport();
      } catch (cause) {
        events.remark(
          `A pin could not be let go of: ${cause instanceof Error ? cause.message : String(cause)}`,
        );
      }
    }
    events.lost(error instanceof Error ? error.message : String(error));
  };
  const hear = (line: number, level: Level, byInterrupt: boolean): void => {
    const input = inputs.get(line);
    if (input === undefined || closed) return;
    if (input.level === level) {
      // The reading was quicker than its interrupt, which was not lost after all.
      if (byInterrupt && missed > 0) missed -= 1;
      return;
    }
    if (!byInterrupt && input.level !== null) {
      missed += 1;
      if (missed === MISSED_MAX) {
        events.remark(
          "The computer's pins change without telling (interrupts are lost). Usually an early Raspberry Pi 5 " +
            `kernel. They are read every ${READ_EVERY_MS} ms instead; update the system.`,
        );
      }
    }
    input.level = level;
    events.heard(line, level);
  };
  const readAll = (): void => {
    try {
      for (const [line, { pin }] of inputs) hear(line, pin.readSync(), false);
    } catch (error) {
      lose(error);
    }
  };

  try {
    for (const line of [plan.siren, plan.beacon]) {
      if (line !== undefined) outputs.set(line, new Gpio(base + line, "low"));
    }
    for (const { line } of plan.inputs) {
      const pin = new Gpio(base + line, "in", "both");
      inputs.set(line, { pin, level: null });
      pin.watch((error, level) => (error ? lose(error) : hear(line, level, true)));
    }
  } catch (error) {
    close();
    throw error;
  }
  reading = setInterval(readAll, READ_EVERY_MS);
  readAll();
  return {
    write(line, level) {
      outputs.get(line)?.write(level, (error) => {
        if (error) lose(error);
      });
    },
    close,
  };
}
