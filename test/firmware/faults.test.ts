// Room: test/firmware. The released firmware hung, reset, disturbed and flooded: it diverts, and stays diverted.

import { describe, expect, test } from "vitest";
import type { BoardDrive } from "../../src/sim/avr/board.ts";
import { ALL_GREEN, CYCLES_A_MS, createRig, type Rig, textsIn } from "./rig.ts";

const TIMER_INTERRUPTS = 0x6e;
const PORT_A = 0x22;
const DIRECTION_A = 0x21;
/** Where the firmware keeps its variables, up to where the stack may grow. */
const MEMORY_START = 0x200;
const MEMORY_USED = 0x480;

const energises = (drive: BoardDrive): boolean =>
  drive.coils !== 0 || drive.shutOffOpen || drive.vatStopClear;

function releasedRig(lateMs = 0): Rig {
  const rig = createRig();
  for (let channel = 0; channel < 8; channel += 1) rig.board.setSwitches(channel, true, false);
  rig.board.runFor(lateMs);
  rig.grant({ released: 0xff, lamps: ALL_GREEN, openShutOff: true, clearVatStop: true });
  expect(rig.board.drive()).toMatchObject({ coils: 0xff, green: 0xff, shutOffOpen: true });
  return rig;
}

/** Milliseconds from `since` until coils, outputs and green were all off. */
function allOffAfterMs(rig: Rig, since: number): number {
  const off = rig.edges.find(
    (edge) =>
      edge.cycle >= since && edge.coils === 0 && edge.green === 0 && !edge.shutOffOpen && !edge.vatStopClear,
  );
  return ((off?.cycle ?? Number.NaN) - since) / CYCLES_A_MS;
}

describe("the node hangs", () => {
  test("main loop caught, interrupts alive: off by the crystal's clock in 200 ms, and the watchdog restarts it", () => {
    for (const lateMs of [7.9]) {
      const rig = releasedRig(lateMs);
      const since = rig.board.cycle();
      rig.board.hang("on");
      rig.board.runFor(320);
      expect(allOffAfterMs(rig, since)).toBeLessThanOrEqual(201);
      expect(rig.status()).toMatchObject({ resetCause: 0x08, leaseLive: false, coils: 0 });
    }
  });

  test("everything caught, interrupts off: the watchdog alone does it within 300 ms", () => {
    for (const lateMs of [9.1]) {
      const rig = releasedRig(lateMs);
      const since = rig.board.cycle();
      rig.board.hang("off");
      rig.board.runFor(320);
      expect(allOffAfterMs(rig, since)).toBeLessThanOrEqual(300);
    }
  });

  test("the millisecond interrupt dies: the loop, kept awake by leases, stops feeding the watchdog", () => {
    const rig = releasedRig();
    const since = rig.board.cycle();
    rig.board.poke(TIMER_INTERRUPTS, 0);
    for (let ms = 0; ms < 320; ms += 20) {
      rig.board.receive(rig.lease({ released: 0xff, lamps: ALL_GREEN }));
      rig.board.runFor(20);
    }
    expect(allOffAfterMs(rig, since)).toBeLessThanOrEqual(300);
    rig.board.runFor(60);
    expect(rig.status().resetCause).toBe(0x08);
  });

  test("hung while nothing is released, it comes back by itself and takes a lease again", () => {
    const rig = createRig();
    rig.board.hang("off");
    rig.board.runFor(400);
    rig.grant({ released: 2 });
    expect(rig.board.drive().coils).toBe(2);
  });
});

describe("the node restarts", () => {
  test.each(["power-on", "external", "brown-out"] as const)(
    "%s in the middle of a release: no coil until a lease with the new session",
    (cause) => {
      const rig = releasedRig();
      const oldSession = rig.session();
      const since = rig.board.cycle();
      rig.board.reset(cause);
      expect(rig.board.drive()).toMatchObject({
        coils: 0,
        green: 0,
        shutOffOpen: false,
        vatStopClear: false,
      });
      for (let i = 0; i < 40; i += 1) {
        rig.board.receive(rig.lease({ released: 0xff, session: oldSession }));
        rig.board.runFor(15);
      }
      expect(
        rig.edges.filter(
          (edge) => edge.cycle > since && (edge.coils !== 0 || edge.shutOffOpen || edge.vatStopClear),
        ),
      ).toEqual([]);
      expect(rig.session()).not.toBe(oldSession);
      rig.grant({ released: 0xff });
      expect(rig.board.drive().coils).toBe(0xff);
    },
  );

  test("no register of a valve or output is ever set on the way up, at any cycle", () => {
    const rig = releasedRig();
    rig.board.reset("brown-out");
    const end = rig.board.cycle() + 40 * CYCLES_A_MS;
    for (let cycle = rig.board.cycle(); cycle < end; cycle += 8) {
      rig.board.runTo(cycle);
      if (rig.board.peek(PORT_A) !== 0) throw new Error(`PORTA set at cycle ${cycle}`);
    }
    expect(rig.board.peek(DIRECTION_A)).toBe(0xff);
    expect(rig.board.drive().coils).toBe(0);
  });

  test("every start is a session of its own", () => {
    const eeprom = new Uint8Array(4096).fill(0xff);
    const sessions = new Set<number>();
    const rig = createRig({ eeprom });
    for (let i = 0; i < 10; i += 1) {
      rig.board.reset("external");
      rig.board.runFor(45);
      sessions.add(rig.session());
    }
    expect(sessions.size).toBe(10);
  });

  test("with an EEPROM that forgets everything, a start after a reset is still another session", () => {
    const eeprom = new Uint8Array(4096).fill(0xff);
    const rig = createRig({ eeprom });
    const sessions = [rig.session()];
    for (const cause of ["external", "watchdog", "brown-out"] as const) {
      eeprom.fill(0xff);
      rig.board.reset(cause);
      rig.board.runFor(45);
      sessions.push(rig.session());
    }
    expect(new Set(sessions).size).toBe(4);
  });

  test("a start count that was cut off half written is passed over", () => {
    const eeprom = new Uint8Array(4096).fill(0xff);
    const first = createRig({ eeprom }).session();
    eeprom[8] = 0xff;
    eeprom[9] = 0xff;
    expect(createRig({ eeprom }).session()).not.toBe(first);
  });
});

describe("the node is disturbed", () => {
  test("a coil's register set from outside is put right within a millisecond", () => {
    const rig = createRig();
    rig.board.poke(PORT_A, 0xff);
    rig.board.runFor(1.2);
    expect(rig.board.drive().coils).toBe(0);
  });

  test("a flipped bit in memory energises nothing: one in every third byte, one after the other", () => {
    const rig = createRig();
    rig.grant({ released: 0, ttl: 50 });
    rig.board.runFor(60);
    const since = rig.board.cycle();
    for (let address = MEMORY_START; address < MEMORY_START + MEMORY_USED; address += 3) {
      rig.board.poke(address, rig.board.peek(address) ^ (1 << (address % 8)));
      rig.board.runFor(1.1);
    }
    expect(rig.edges.filter((edge) => edge.cycle > since && energises(edge))).toEqual([]);
  });

  test("a flipped bit in memory opens no other valve of a live lease and keeps none open for longer: a sample", () => {
    const rig = createRig();
    for (let address = MEMORY_START; address < MEMORY_START + MEMORY_USED; address += 97) {
      rig.board.runFor(60);
      rig.grant({ released: 0b0000_1000 });
      const since = rig.board.cycle();
      rig.board.runFor(100 + (address % 200));
      rig.board.poke(address, rig.board.peek(address) ^ (1 << (address % 8)));
      rig.board.runFor(400);
      const opened = rig.edges.filter((edge) => edge.cycle >= since && (edge.coils & 0b1111_0111) !== 0);
      expect(opened, `bit ${address % 8} of ${address}`).toEqual([]);
      expect(rig.board.drive().coils, `bit ${address % 8} of ${address}`).toBe(0);
    }
  });

  test("a flipped bit in any byte that holds the released channels ends the lease instead of opening a valve", () => {
    const rig = createRig();
    const released = 0b0100_1001;
    rig.grant({ released });
    const holders = Array.from({ length: MEMORY_USED }, (_, at) => MEMORY_START + at).filter(
      (address) => rig.board.peek(address) === released,
    );
    expect(holders.length).toBeGreaterThan(0);
    for (const address of holders) {
      rig.grant({ released });
      const since = rig.board.cycle();
      rig.board.poke(address, released | 0b0000_0010);
      rig.board.runFor(3);
      expect(rig.edges.filter((edge) => edge.cycle >= since && (edge.coils & 0b0000_0010) !== 0)).toEqual([]);
    }
  });

  test("a flood of bytes is survived: the lease lapses in time and the next one is taken", () => {
    const rig = createRig();
    rig.grant({ released: 1, ttl: 480 });
    const since = rig.board.cycle();
    rig.board.receive(Uint8Array.from({ length: 8_000 }, (_, i) => (i * 37 + (i >> 3)) & 0xff));
    rig.board.runFor(490);
    expect(allOffAfterMs(rig, since)).toBeLessThanOrEqual(500);
    rig.board.runFor(300);
    rig.grant({ released: 4 });
    rig.grant({ released: 4 });
    expect(rig.board.drive().coils).toBe(4);
  });

  test("bytes lost while the chip was busy cost frames, never a wrong one", () => {
    const rig = createRig();
    for (let i = 0; i < 28; i += 1) {
      const whole = rig.lease({ released: 0xff });
      rig.board.receive(whole.filter((_, at) => at !== 2 + (i % 28)));
      rig.board.runFor(4);
    }
    expect(rig.edges.every((edge) => edge.coils === 0)).toBe(true);
    expect(rig.status().refusedFrames).toBe(28);
  });
});

describe("Firmata cannot move a valve", () => {
  const reserved = Array.from({ length: 128 }, (_, pin) => pin).filter(
    (pin) => ![2, 3, 4, 5, 6, 7, 8, 9, 14, 15, 16, 17, 18, 19, 20, 21, 38, 39].includes(pin),
  );

  test("no mode, no value and no port message reaches a reserved pin, lease or no lease", () => {
    for (const rig of [createRig(), releasedRig()]) {
      const before = rig.board.drive();
      const since = rig.board.cycle();
      for (const pin of reserved) {
        for (const mode of [0, 1, 0x0b]) rig.board.receive(Uint8Array.of(0xf4, pin, mode));
        rig.board.receive(Uint8Array.of(0xf5, pin, before.coils === 0 ? 1 : 0));
      }
      for (let port = 0; port < 16; port += 1) {
        rig.board.receive(Uint8Array.of(0x90 | port, 0x7f, 0x01, 0x90 | port, 0, 0));
      }
      rig.board.runFor(160);
      const moved = rig.edges.filter(
        (edge) =>
          edge.cycle > since && (edge.coils !== before.coils || edge.shutOffOpen !== before.shutOffOpen),
      );
      expect(moved).toEqual([]);
      expect(textsIn(rig.bytes).some((text) => text.startsWith("refused: only a lease moves pin"))).toBe(
        true,
      );
    }
  });

  test("SYSTEM_RESET ends a lease and never lights or opens anything", () => {
    const rig = releasedRig();
    rig.board.receive(Uint8Array.of(0xff));
    rig.board.runFor(3);
    expect(rig.board.drive()).toMatchObject({ coils: 0, shutOffOpen: false, vatStopClear: false });
    rig.board.runFor(100);
    expect(rig.status()).toMatchObject({ leaseLive: false, coils: 0 });
  });

  test("refusals are told at most twice a second", () => {
    const rig = createRig();
    for (let i = 0; i < 30; i += 1) {
      rig.board.receive(Uint8Array.of(0xf5, 22, 1));
      rig.board.runFor(40);
    }
    expect(textsIn(rig.bytes).length).toBeLessThanOrEqual(4);
  });
});
