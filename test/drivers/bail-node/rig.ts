// Room: test/drivers/bail-node. A driver on a serial line without hardware, with its events kept, and boards to plug in.
// Boards are the released firmware on an emulated chip, or the double where the firmware cannot be made to misbehave.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, vi } from "vitest";
import type { LeaseOrder } from "../../../src/controller/effect.ts";
import type { ControllerEvent } from "../../../src/controller/event.ts";
import { type InputId, inputId, nodeId } from "../../../src/domain/ids.ts";
import { epochMs, monoMs } from "../../../src/domain/units.ts";
import {
  type BailNodeDriver,
  type BailNodeOptions,
  createBailNodeDriver,
} from "../../../src/drivers/bail-node/driver.ts";
import { decodeStatus, encodeNumber } from "../../../src/drivers/bail-node/frame.ts";
import { createMessageCutter } from "../../../src/drivers/bail-node/messages.ts";
import { COMMANDS } from "../../../src/drivers/bail-node/protocol.ts";
import { createEmulatedBoard, type EmulatedBoard } from "../../../src/sim/avr/board.ts";
import { openReplugablePty, type ReplugablePty } from "../../../src/sim/pty.ts";

const HEX = new URL("../../../firmware/bail-node/bail-node.hex", import.meta.url);

export const BEAM = inputId("beam");
export const GATE = inputId("gate");
export const RELEASE_FIRST: LeaseOrder = {
  released: 0x01,
  lamps: ["green-steady", "off", "off", "off", "off", "off", "off", "off"],
  openShutOff: true,
  clearVatStop: true,
  ttl: 480,
};

export type Told = { readonly at: number; readonly event: ControllerEvent };
export type Rig = {
  readonly driver: BailNodeDriver;
  readonly line: ReplugablePty;
  readonly told: readonly Told[];
  /** Session of the board while it is up. */
  session(): number | null;
  /** Sends this lease every 100 ms while the board is up, and at once when it comes up; null stops. */
  renew(order: LeaseOrder | null): void;
  events(): readonly ControllerEvent[];
  /** Waits until the board is up again, after event number `since`. */
  up(since?: number): Promise<number>;
  /** Waits until the board is told as down for that reason, after event number `since`. */
  down(why: string, since?: number): Promise<number>;
  level(input: InputId): string;
  start(): void;
  /** Ends the driver, not the line. */
  end(): void;
};

const cleanups: (() => void)[] = [];
/** Call after each test: ends drivers, boards and lines. */
export function cleanUp(): void {
  for (const clean of cleanups.splice(0).reverse()) clean();
}
export function onCleanUp(clean: () => void): void {
  cleanups.push(clean);
}

/** Waits until this holds, longer than a busy machine needs. */
export function soon(holds: () => void): Promise<void> {
  return vi.waitFor(holds, { timeout: 6_000, interval: 5 });
}

/** A driver on a line of its own. The line is plugged in, the driver not started. */
export async function rig(options: Partial<BailNodeOptions> = {}): Promise<Rig> {
  const folder = mkdtempSync(join(tmpdir(), "bail-node-"));
  onCleanUp(() => rmSync(folder, { recursive: true, force: true }));
  const ended = new AbortController();
  onCleanUp(() => ended.abort());
  const driving = new AbortController();
  onCleanUp(() => driving.abort());
  const line = await openReplugablePty(join(folder, "node"), ended.signal);
  const told: Told[] = [];
  let session: number | null = null;
  let order: LeaseOrder | null = null;
  const driver = createBailNodeDriver({
    node: nodeId("pit-1"),
    number: 7,
    path: line.path,
    inputs: [
      { input: BEAM, pin: 18, activeWhen: "closed" },
      { input: GATE, pin: 3, activeWhen: "open" },
    ],
    relays: [{ name: "pump", pin: 19 }],
    clock: {
      mono: () => monoMs(Math.round(performance.now())),
      wall: () => epochMs(Date.now()),
    },
    random: () => 0,
    deliver: (event) => {
      told.push({ at: performance.now(), event });
      if (event.kind === "node-down") session = null;
      if (event.kind !== "node-up") return;
      session = event.session;
      if (order !== null) driver.lease(session, order);
    },
    ...options,
  });
  const timer = setInterval(() => {
    if (session !== null && order !== null) driver.lease(session, order);
  }, 100);
  onCleanUp(() => clearInterval(timer));
  const waitFor = async (found: (event: ControllerEvent) => boolean, since: number): Promise<number> =>
    vi.waitFor(
      () => {
        const at = told.findIndex(({ event }, index) => index >= since && found(event));
        expect(at, `told so far: ${JSON.stringify(told.map(({ event }) => event))}`).toBeGreaterThanOrEqual(
          0,
        );
        return at;
      },
      { timeout: 6_000, interval: 5 },
    );
  return {
    driver,
    line,
    told,
    session: () => session,
    renew(next) {
      order = next;
      if (order !== null && session !== null) driver.lease(session, order);
    },
    events: () => told.map(({ event }) => event),
    up: (since = 0) => waitFor((event) => event.kind === "node-up", since),
    down: (why, since = 0) => waitFor((event) => event.kind === "node-down" && event.why === why, since),
    level: (input) =>
      told
        .flatMap(({ event }) =>
          event.kind === "input-changed" && event.input === input ? [event.level] : [],
        )
        .at(-1) ?? "never told",
    start: () => driver.start(driving.signal),
    end: () => driving.abort(),
  };
}

/** The released firmware on an emulated chip at the end of this line, running since a while, numbered. */
export function realBoard(line: ReplugablePty, boardNumber = 7): EmulatedBoard {
  const board = createEmulatedBoard({ hex: readFileSync(HEX, "utf8") });
  const ended = new AbortController();
  onCleanUp(() => ended.abort());
  if (boardNumber !== 0) numbered(board, boardNumber);
  board.onBytes((bytes) => line.write(bytes));
  line.onData((bytes) => board.receive(bytes));
  void board.runRealTime(ended.signal, () => performance.now());
  return board;
}

/** Numbers a board as commissioning does, in virtual time. */
function numbered(board: EmulatedBoard, boardNumber: number): void {
  const cutter = createMessageCutter();
  let now = -1;
  board.onBytes((bytes) => {
    for (const message of cutter.push(bytes)) {
      if (message.kind !== "sysex" || message.command !== COMMANDS.status) continue;
      const status = decodeStatus(message.data);
      if (!status.ok) continue;
      now = status.value.boardNumber;
      if (now === 0) board.receive(encodeNumber({ boardNumber, session: status.value.session }));
    }
  });
  for (let ms = 0; ms < 1_000 && now !== boardNumber; ms += 10) board.runFor(10);
  expect(now).toBe(boardNumber);
}

/** Our own child processes that hold the far ends of lines. */
export function lineProcesses(): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const [, rest = ""] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ");
        return (
          readFileSync(`/proc/${pid}/comm`, "utf8") === "script\n" &&
          Number(rest.split(" ")[1]) === process.pid
        );
      } catch {
        return false; // gone while we looked
      }
    })
    .map(Number);
}
