// Room: test/system. The far side of the shed's wires, in a process of its own so that it keeps time when the test or the
// controller is busy: emulated boards with the released firmware, their valves, and the lines they hang on.
// May not: know of cows. Invariant: every edge at a pin is told with its emulated cycle, the wall time, and how far the
// emulation lagged behind the wall at that moment. VATGUARD_DIST names the compiled program to take the parts from.

import { setMaxListeners } from "node:events";
import { readFileSync } from "node:fs";
import { setPriority } from "node:os";
import { pathToFileURL } from "node:url";

const dist = process.env.VATGUARD_DIST ?? new URL("../../dist/", import.meta.url).pathname;
const part = (path) => import(pathToFileURL(`${dist}/${path}`).href);
const { createEmulatedBoard } = await part("sim/avr/board.js");
const { openReplugablePty } = await part("sim/pty.js");
const { createMessageCutter } = await part("drivers/bail-node/messages.js");
const { decodeLease, decodeStatus, encodeNumber } = await part("drivers/bail-node/frame.js");
const { COMMANDS } = await part("drivers/bail-node/protocol.js");

const CYCLES_A_MS = 16_000;
const CYCLES_A_BYTE = 1_389;
const SLICE_MS = 1;
const LEASE_MS_MAX = 480;
/** After a longer stop of this very process emulated time goes on from where it was; nobody is told otherwise. */
const LAG_MS_MAX = 2_000;
const HEX = readFileSync(new URL("../../firmware/bail-node/bail-node.hex", import.meta.url), "utf8");

/** Boards are hardware of their own and wait for nobody; where this is not allowed they may lag, and say so. */
try {
  setPriority(-15);
} catch (error) {
  if (error.code !== "ERR_SYSTEM_ERROR") throw error;
}

/** CLOCK_MONOTONIC: the same clock in every process of this computer. */
const wall = () => Number(process.hrtime.bigint()) / 1e6;
const tell = (message) => process.connected && process.send(message);
const ended = new AbortController();
setMaxListeners(0, ended.signal);
process.on("disconnect", () => {
  ended.abort();
  process.exit(0);
});

async function createStation({ node, number, link, travelMs }) {
  const board = createEmulatedBoard({ hex: HEX });
  numbered(board, number);
  const stuck = new Set();
  const wanted = new Array(8).fill(false);
  let due = [];
  let coils = 0;
  let origin = wall() - board.cycle() / CYCLES_A_MS;
  let lagMax = 0;
  /** Lease frames on their way into the chip, each with the cycle in which its last byte is there. */
  let coming = [];
  let lineFree = 0;
  let session = null;
  let sequence = 0;
  let accepted = null;
  let lastTold = "";
  const incoming = createMessageCutter();
  const outgoing = createMessageCutter();

  for (let channel = 0; channel < 8; channel += 1) board.setSwitches(channel, false, true);
  const line = await openReplugablePty(link, ended.signal);

  const lag = () => wall() - origin - board.cycle() / CYCLES_A_MS;
  const settleLeases = () => {
    while (coming.length > 0 && coming[0].cycle <= board.cycle()) {
      const frame = coming.shift();
      if (session !== frame.session || frame.sequence <= sequence) continue;
      // Renewals are not told; a lease after a pause longer than any lease lasts is.
      const renewed = accepted !== null && frame.cycle - accepted.cycle < LEASE_MS_MAX * CYCLES_A_MS;
      sequence = frame.sequence;
      accepted = frame;
      const said = `${frame.ttl} ${frame.released} ${frame.lamps} ${frame.openShutOff} ${frame.clearVatStop}`;
      if (said === lastTold && renewed) continue;
      lastTold = said;
      tell({ kind: "lease", node, wall: wall(), ...frame });
    }
  };
  line.onData((bytes) => {
    const heardAt = wall();
    for (const byte of bytes) {
      lineFree = Math.max(lineFree, board.cycle()) + CYCLES_A_BYTE;
      for (const message of incoming.push(Uint8Array.of(byte))) {
        if (message.kind !== "sysex" || message.command !== COMMANDS.lease) continue;
        const frame = decodeLease(message.data);
        if (frame.ok) coming.push({ ...frame.value, cycle: lineFree, heardAt });
      }
    }
    board.receive(bytes);
  });
  board.onBytes((bytes) => {
    for (const message of outgoing.push(bytes)) {
      if (message.kind !== "sysex" || message.command !== COMMANDS.status) continue;
      const status = decodeStatus(message.data);
      if (!status.ok || status.value.session === session) continue;
      session = status.value.session;
      sequence = status.value.lastSequence;
    }
    line.write(bytes);
  });
  board.onDrive((cycle, drive) => {
    settleLeases();
    const lastLease =
      accepted === null
        ? null
        : { cycle: accepted.cycle, released: accepted.released, heardAt: accepted.heardAt };
    tell({ kind: "edge", node, cycle, wall: wall(), lag: lag(), lastLease, ...drive });
    for (let channel = 0; channel < 8; channel += 1) {
      const bit = 1 << channel;
      const on = (drive.coils & bit) !== 0;
      if (((coils & bit) !== 0) === on) continue;
      wanted[channel] = on;
      if (stuck.has(channel)) continue;
      due.push({ at: cycle, channel, atVat: false, atDivert: false, on });
      due.push({ at: cycle + travelMs * CYCLES_A_MS, channel, atVat: on, atDivert: !on, on });
    }
    coils = drive.coils;
  });
  board.onReset((cycle, cause) => {
    session = null;
    sequence = 0;
    accepted = null;
    lastTold = "";
    coming = [];
    tell({ kind: "reset", node, cycle, wall: wall(), cause });
  });

  const moveValves = () => {
    if (due.length === 0) return;
    const now = due.filter(({ at }) => at <= board.cycle());
    due = due.filter(({ at }) => at > board.cycle());
    for (const { channel, atVat, atDivert, on } of now) {
      if (wanted[channel] === on && !stuck.has(channel)) board.setSwitches(channel, atVat, atDivert);
    }
  };

  return {
    node,
    board,
    line,
    lag,
    advance() {
      const behind = lag();
      if (behind > LAG_MS_MAX) origin += behind - SLICE_MS;
      lagMax = Math.max(lagMax, behind);
      if (behind <= 0) return false;
      board.runTo(board.cycle() + Math.round(Math.min(behind, SLICE_MS) * CYCLES_A_MS));
      settleLeases();
      moveValves();
      return behind > SLICE_MS;
    },
    leaseAge: () => (accepted === null ? null : (board.cycle() - accepted.cycle) / CYCLES_A_MS),
    takeLagMax() {
      const most = lagMax;
      lagMax = 0;
      return most;
    },
    stick: (channel, isStuck) => {
      if (isStuck) stuck.add(channel);
      else {
        stuck.delete(channel);
        board.setSwitches(channel, wanted[channel], !wanted[channel]);
      }
    },
  };
}

/** Numbers a board as commissioning does, in virtual time. */
function numbered(board, number) {
  const cutter = createMessageCutter();
  let now = -1;
  let asking = true;
  board.onBytes((bytes) => {
    if (!asking) return;
    for (const message of cutter.push(bytes)) {
      if (message.kind !== "sysex" || message.command !== COMMANDS.status) continue;
      const status = decodeStatus(message.data);
      if (!status.ok) continue;
      now = status.value.boardNumber;
      if (now !== number) board.receive(encodeNumber({ boardNumber: number, session: status.value.session }));
    }
  });
  for (let ms = 0; ms < 1_000 && now !== number; ms += 10) board.runFor(10);
  if (now !== number) throw new Error(`the board did not take number ${number}`);
  asking = false;
}

const stations = new Map();
for (const makings of JSON.parse(process.argv[2])) {
  const station = await createStation(makings);
  stations.set(makings.node, station);
}

const ORDERS = {
  switch: ({ board }, { pin, closed }) => board.setPin(pin, !closed),
  button: ({ board }, { channel, pressed }) => board.setButton(channel, pressed),
  stick: (station, { channel, stuck }) => station.stick(channel, stuck),
  reset: ({ board }, { cause }) => board.reset(cause),
  hang: ({ board }, { interrupts }) => board.hang(interrupts),
  unplug: ({ line }) => line.unplug(),
  replug: ({ line }) => line.replug(),
  look: () => undefined,
};
process.on("message", async (order) => {
  const station = stations.get(order.node);
  await ORDERS[order.kind](station, order);
  tell({
    kind: "done",
    id: order.id,
    wall: wall(),
    cycle: station.board.cycle(),
    drive: station.board.drive(),
    lagMax: order.kind === "look" ? station.takeLagMax() : 0,
    leaseAge: station.leaseAge(),
  });
});
tell({ kind: "ready", wall: wall() });

while (!ended.signal.aborted) {
  let behind = false;
  for (const station of stations.values()) behind = station.advance() || behind;
  await new Promise((resolve) => (behind ? setImmediate(resolve) : setTimeout(resolve, 2)));
}
