// Room: test/recorder. A toy machine with every habit of the controller that matters to a recording, and its world.
// May live here: doubles with behaviour. May not: expectations.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Effect } from "../../src/controller/effect.ts";
import type { ControllerEvent, Stamped } from "../../src/controller/event.ts";
import { bailNo, cowId, type Eid, nodeId, readerId } from "../../src/domain/ids.ts";
import { epochMs, monoMs } from "../../src/domain/units.ts";
import type { Clock } from "../../src/ports/clock.ts";
import { RECORDER_LIMITS, type RecorderLimits } from "../../src/recorder/limits.ts";
import type { Machine } from "../../src/recorder/machine.ts";

/** Plain JSON, as every state must be. */
export type Toy = { readonly released: number; readonly seen: number; readonly last: string };

/** Renews two leases at every tick; a tag changes a lease and is noted as evidence; a reader's trouble is noted. */
export const TOY: Machine<Toy> = {
  initial: () => ({ released: 0, seen: 0, last: "" }),
  step(state, { event, wall }) {
    switch (event.kind) {
      case "ticked":
        return { state, effects: state.seen === 0 ? [] : leases(state) };
      case "tag-read": {
        const next = { released: (state.released * 3 + 1) % 256, seen: state.seen + 1, last: event.eid };
        const note = { kind: "milking-counted", cow: cowId(event.eid), at: wall } as const;
        return { state: next, effects: [...leases(next).slice(1), { kind: "noted", evidence: true, note }] };
      }
      case "reader-changed": {
        const note = { kind: "table-gone", why: event.reader } as const;
        return { state, effects: [{ kind: "noted", evidence: false, note }] };
      }
      default:
        return { state, effects: [] };
    }
  },
  revive: (json) => json as Toy,
};

const leases = (state: Toy): Effect[] =>
  ["north", "south"].map((name) => ({
    kind: "lease",
    node: nodeId(name),
    session: 7,
    lease: {
      released: state.released,
      lamps: new Array(8).fill("off"),
      openShutOff: true,
      clearVatStop: true,
      ttl: 400,
    },
  }));

export const tick: ControllerEvent = { kind: "ticked" };
export const tag = (text: string): ControllerEvent => ({
  kind: "tag-read",
  reader: readerId("race"),
  eid: text as Eid,
});
export const settled = (bail: number): ControllerEvent => ({
  kind: "intended",
  by: "Jo “the vet” Ärmel" as never,
  intent: { kind: "divert-bail", bail: bailNo(bail) },
});
export const quietly: ControllerEvent = { kind: "time-source-changed", synchronised: true, source: "chrony" };
export const trouble: ControllerEvent = {
  kind: "reader-changed",
  reader: readerId("race"),
  link: { up: false, why: "unplugged" },
};

export const BEGAN = 1_763_800_000_000;
export const at = (mono: number, event: ControllerEvent, wall = BEGAN + mono): Stamped => ({
  mono: monoMs(mono),
  wall: epochMs(wall),
  event,
});

/** The computer's clocks, for what the recorder times itself. */
export const CLOCK: Clock = {
  mono: () => monoMs(Math.floor(performance.now())),
  wall: () => epochMs(Date.now()),
};

export const limits = (changed: Partial<RecorderLimits> = {}): RecorderLimits => ({
  ...RECORDER_LIMITS,
  ...changed,
});

/** A directory that is gone after the test. */
export function shelf(): string {
  const dir = mkdtempSync(join(tmpdir(), "vatguard-recorder-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** Waits until `holds`, or gives up with words. */
export async function until(holds: () => boolean, what: string, within = 15_000): Promise<void> {
  const deadline = performance.now() + within;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`waited ${within} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
