// Room: test/firmware. The lease, as the released firmware keeps it, measured at exact cycles.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CONFIGURATION_HASH, encodeAsk, encodeNumber } from "../../src/drivers/bail-node/frame.ts";
import { CYCLES_A_MS, createRig, LEASE_ON_THE_LINE_CYCLES, last, type Rig } from "./rig.ts";

/** When the coils went off, counted from the last byte of the last frame, in milliseconds. */
function coilsOffAfterMs(rig: Rig, lastByteAt: number): number {
  const off = rig.edges.find(
    (edge, at) => edge.cycle > lastByteAt && edge.coils === 0 && rig.edges[at - 1]?.coils !== 0,
  );
  if (off === undefined) throw new Error("the coils never went off");
  return (off.cycle - lastByteAt) / CYCLES_A_MS;
}

describe("a release is a lease", () => {
  test("a fresh board drives nothing until a lease for its session comes", () => {
    const rig = createRig();
    rig.board.runFor(300);
    expect(rig.edges.every((edge) => edge.coils === 0 && !edge.shutOffOpen && !edge.vatStopClear)).toBe(true);
    expect(rig.status()).toMatchObject({
      coils: 0,
      leaseLive: false,
      lampsOnOwnPattern: true,
      boardNumber: 0,
    });
    expect(rig.status().configurationHash).toBe(CONFIGURATION_HASH);
  });

  test("a lease energises exactly the released coils and the two outputs it names", () => {
    const rig = createRig();
    rig.grant({ released: 0b1010_0001, openShutOff: true });
    expect(rig.board.drive()).toMatchObject({ coils: 0b1010_0001, shutOffOpen: true, vatStopClear: false });
    rig.grant({ released: 0b0000_0001, clearVatStop: true });
    expect(rig.board.drive()).toMatchObject({ coils: 1, shutOffOpen: false, vatStopClear: true });
    expect(rig.status()).toMatchObject({
      coils: 1,
      vatStopClear: true,
      shutOffOpen: false,
      leaseLive: true,
      lastSequence: 2,
    });
  });

  test("a coil follows within 2 ms of the last byte of its frame, both ways", () => {
    const rig = createRig();
    for (const released of [0xff, 0, 0xff]) {
      const lastByteAt = rig.board.cycle() + LEASE_ON_THE_LINE_CYCLES;
      rig.grant({ released });
      const edge = rig.edges.find(({ cycle, coils }) => cycle > lastByteAt && coils === released);
      expect(((edge?.cycle ?? Number.NaN) - lastByteAt) / CYCLES_A_MS).toBeLessThan(2);
    }
  });

  test("the controller falls silent: every coil is off within the time to live, never after 500 ms, whatever the moment", () => {
    const rig = createRig();
    const times: number[] = [];
    const moments = fc.record({
      ttl: fc.constantFrom(50, 51, 100, 250, 479, 480),
      lateCycles: fc.integer({ min: 0, max: CYCLES_A_MS - 1 }),
      renewals: fc.integer({ min: 0, max: 2 }),
    });
    fc.assert(
      fc.property(moments, ({ ttl, lateCycles, renewals }) => {
        rig.board.runTo(rig.board.cycle() + lateCycles);
        for (let i = 0; i < renewals; i += 1) {
          rig.grant({ released: 0xff, openShutOff: true, ttl });
          rig.board.runFor(30);
        }
        const lastByteAt = rig.board.cycle() + LEASE_ON_THE_LINE_CYCLES;
        rig.board.receive(rig.lease({ released: 0xff, openShutOff: true, ttl }));
        rig.board.runFor(520);
        const after = coilsOffAfterMs(rig, lastByteAt);
        times.push(after);
        expect(after).toBeLessThanOrEqual(500);
        expect(after).toBeGreaterThan(ttl - 1.1);
        expect(after).toBeLessThan(ttl + 2);
        expect(rig.board.drive()).toMatchObject({ coils: 0, shutOffOpen: false, vatStopClear: false });
      }),
      { numRuns: 18, seed: 20261122 },
    );
    expect(Math.max(...times)).toBeLessThan(482);
  });

  test("renewed in time, a release stands; the board counts the frames", () => {
    const rig = createRig();
    rig.grant({ released: 4, ttl: 150 });
    for (let i = 0; i < 12; i += 1) {
      rig.board.runFor(94);
      rig.grant({ released: 4, ttl: 150 });
    }
    expect(rig.edges.filter((edge) => edge.coils === 0 && edge.cycle > 65 * CYCLES_A_MS)).toEqual([]);
    expect(rig.status()).toMatchObject({ coils: 4, lastSequence: 13, refusedFrames: 0 });
  });
});

describe("what the board refuses", () => {
  test("a frame sent twice, and one older than the last", () => {
    const rig = createRig();
    const first = rig.lease({ released: 1 });
    const second = rig.lease({ released: 2 });
    rig.board.receive(second);
    rig.board.runFor(6);
    for (const old of [first, second]) {
      rig.board.receive(old);
      rig.board.runFor(10);
      expect(rig.board.drive().coils).toBe(2);
      expect(rig.status()).toMatchObject({ lastRefusal: "sequence", lastSequence: 2 });
    }
    rig.board.runFor(500);
    rig.board.receive(second);
    rig.board.runFor(10);
    expect(rig.board.drive().coils).toBe(0);
  });

  test("a frame for another session", () => {
    const rig = createRig();
    rig.grant({ released: 0xff, session: (rig.session() ^ 0x10) >>> 0 });
    expect(rig.board.drive().coils).toBe(0);
    expect(rig.status()).toMatchObject({ lastRefusal: "session", refusedFrames: 1, lastSequence: 0 });
  });

  test("a lease that has ended takes its session with it: frames that a stalled line held back are refused", () => {
    const rig = createRig();
    rig.grant({ released: 1, ttl: 100 });
    const before = rig.session();
    const heldBack = [rig.lease({ released: 1, ttl: 480 }), rig.lease({ released: 1, ttl: 480 })];
    rig.board.runFor(150);
    expect(rig.board.drive().coils).toBe(0);
    for (const frame of heldBack) rig.board.receive(frame);
    rig.board.runFor(20);
    expect(rig.board.drive().coils).toBe(0);
    expect(rig.status()).toMatchObject({ lastRefusal: "session", refusedFrames: 2, lastSequence: 0 });
    // The low half still names the start; and decided for anew, it is obeyed.
    expect((rig.session() ^ before) & 0xffff).toBe(0);
    expect(rig.session()).not.toBe(before);
    rig.grant({ released: 1 });
    expect(rig.board.drive().coils).toBe(1);
  });

  test("a frame cut short anywhere, by the end mark or by the next message", () => {
    const rig = createRig();
    for (const end of [[0xf7], [0xf9], []]) {
      for (let length = 2; length < 30; length += 3) {
        rig.board.receive(Uint8Array.of(...rig.lease({ released: 0xff }).subarray(0, length), ...end));
        rig.board.runFor(5);
      }
    }
    expect(rig.edges.every((edge) => edge.coils === 0)).toBe(true);
    expect(rig.status()).toMatchObject({ refusedFrames: 30, lastRefusal: "length", lastSequence: 0 });
    rig.board.runFor(20);
    rig.grant({ released: 0x55 });
    expect(rig.board.drive().coils).toBe(0x55);
  });

  test("a frame with one bit flipped, wherever it is", () => {
    const rig = createRig();
    for (let bit = 0; bit < 31 * 8; bit += 5) {
      const frame = rig.lease({ released: 0xff });
      const at = bit >> 3;
      frame[at] = (frame[at] ?? 0) ^ (1 << (bit & 7));
      rig.board.receive(frame);
      rig.board.runFor(3);
    }
    rig.board.runFor(10);
    expect(rig.edges.every((edge) => edge.coils === 0 && !edge.shutOffOpen && !edge.vatStopClear)).toBe(true);
  });

  test("one refused frame leaves a live lease as it is; the third in a row ends it", () => {
    const rig = createRig();
    rig.grant({ released: 1, openShutOff: true });
    const bad = (): void => rig.grant({ released: 0xff, session: 1 });
    bad();
    bad();
    expect(rig.board.drive()).toMatchObject({ coils: 1, shutOffOpen: true });
    rig.grant({ released: 1 });
    bad();
    bad();
    expect(rig.board.drive().coils).toBe(1);
    bad();
    expect(rig.board.drive()).toMatchObject({ coils: 0, shutOffOpen: false });
    expect(rig.status()).toMatchObject({ leaseLive: false, refusedFrames: 5 });
    rig.grant({ released: 1 });
    expect(rig.board.drive().coils).toBe(1);
  });
});

describe("what the board says of itself", () => {
  test("a STATUS every 100 ms, and within 5 ms of a switch or of a button held 30 ms", () => {
    const rig = createRig();
    const before = rig.statuses().length;
    rig.board.runFor(1_000);
    expect(rig.statuses().length - before).toBe(10);
    rig.board.setSwitches(3, false, true);
    rig.board.runFor(6);
    expect(last(rig.statuses())).toMatchObject({ atVat: 0, atDivert: 8 });
    rig.board.setButton(5, true);
    rig.board.runFor(25);
    expect(last(rig.statuses()).buttons).toBe(0);
    rig.board.runFor(15);
    expect(last(rig.statuses()).buttons).toBe(0x20);
  });

  test("a chattering switch does not fill the line", () => {
    const rig = createRig();
    const before = rig.statuses().length;
    for (let ms = 0; ms < 200; ms += 1) {
      rig.board.setSwitches(0, ms % 2 === 0, false);
      rig.board.runFor(1);
    }
    expect(rig.statuses().length - before).toBeLessThanOrEqual(41);
  });

  test("an ASK is answered at once", () => {
    const rig = createRig();
    rig.board.runFor(37);
    const before = rig.statuses().length;
    rig.board.receive(encodeAsk());
    rig.board.runFor(8);
    expect(rig.statuses().length).toBe(before + 1);
  });
});

describe("the board's number", () => {
  test("is written only with no lease live, only for this session, and outlives a reset", () => {
    const rig = createRig();
    const number = (session: number): void => {
      rig.board.receive(encodeNumber({ boardNumber: 7, session }));
      rig.board.runFor(25);
    };
    rig.grant({ released: 0, ttl: 100 });
    number(rig.session());
    expect(rig.status()).toMatchObject({ boardNumber: 0, lastRefusal: "lease-live" });
    rig.board.runFor(120);
    number((rig.session() + 1) >>> 0);
    expect(rig.status()).toMatchObject({ boardNumber: 0, lastRefusal: "session" });
    number(rig.session());
    expect(rig.status().boardNumber).toBe(7);
    rig.board.reset("power-on");
    rig.board.runFor(60);
    expect(rig.status().boardNumber).toBe(7);
  });

  test("is no number when its complement in EEPROM does not fit", () => {
    const eeprom = new Uint8Array(4096).fill(0xff);
    eeprom[1024] = 7;
    eeprom[1025] = 0xf9;
    expect(createRig({ eeprom }).status().boardNumber).toBe(0);
  });
});
