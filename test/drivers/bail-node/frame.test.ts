// Room: test/drivers/bail-node. The frames between controller and board, as bytes.
// Invariant under test: what is sent is what is read, and damage is refused.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LAMP_CODES } from "../../../src/domain/release/lamp.ts";
import {
  CONFIGURATION_HASH,
  crc32,
  decodeLease,
  decodeNumber,
  decodeStatus,
  encodeAsk,
  encodeLease,
  encodeNumber,
  encodeStatus,
  type LeaseFrame,
  pack7,
  type StatusFrame,
  unpack7,
} from "../../../src/drivers/bail-node/frame.ts";
import { REFUSALS } from "../../../src/drivers/bail-node/protocol.ts";

const u8 = fc.integer({ min: 0, max: 0xff });
const u16 = fc.integer({ min: 0, max: 0xffff });
const u32 = fc.integer({ min: 0, max: 0xffff_ffff });

const leases: fc.Arbitrary<LeaseFrame> = fc
  .record({
    session: u32,
    sequence: fc.integer({ min: 1, max: 0xffff_ffff }),
    released: u8,
    lamps: fc.array(fc.constantFrom(...LAMP_CODES), { minLength: 8, maxLength: 8 }),
    openShutOff: fc.boolean(),
    clearVatStop: fc.boolean(),
    ttl: fc.integer({ min: 50, max: 480 }),
  })
  .map((lease) => ({
    ...lease,
    lamps: lease.lamps.map((lamp, channel) =>
      lamp === "green-steady" && (lease.released & (1 << channel)) === 0 ? "red-steady" : lamp,
    ),
  }));

const statuses: fc.Arbitrary<StatusFrame> = fc.record({
  boardNumber: u8,
  session: u32,
  lastSequence: u32,
  coils: u8,
  atVat: u8,
  atDivert: u8,
  buttons: u8,
  shutOffOpen: fc.boolean(),
  vatStopClear: fc.boolean(),
  leaseLive: fc.boolean(),
  lampsOnOwnPattern: fc.boolean(),
  resetCause: u8,
  leaseRemainingMs: u16,
  refusedFrames: u16,
  lastRefusal: fc.constantFrom(...REFUSALS),
  configurationHash: u32,
  uptimeMs: u32,
});

/** What lies between the command byte and F7. */
const inside = (frame: Uint8Array): Uint8Array => frame.slice(2, -1);

function flip(frame: Uint8Array, bit: number): Uint8Array {
  const flipped = Uint8Array.from(frame);
  const at = bit >> 3;
  flipped[at] = (flipped[at] ?? 0) ^ (1 << (bit & 7));
  return flipped;
}

const zeroLease: LeaseFrame = {
  session: 0x11223344,
  sequence: 7,
  released: 0b0000_0101,
  lamps: ["green-steady", "red-steady", "red-slow", "red-fast", "off", "off", "off", "off"],
  openShutOff: true,
  clearVatStop: true,
  ttl: 300,
};

describe("a frame survives the line", () => {
  test("a lease reads as it was written", () => {
    fc.assert(
      fc.property(leases, (lease) => {
        expect(decodeLease(inside(encodeLease(lease)))).toEqual({ ok: true, value: lease });
      }),
    );
  });

  test("a status reads as it was written", () => {
    fc.assert(
      fc.property(statuses, (status) => {
        expect(decodeStatus(inside(encodeStatus(status)))).toEqual({ ok: true, value: status });
      }),
    );
  });

  test("a board number reads as it was written", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 250 }), u32, (boardNumber, session) => {
        expect(decodeNumber(inside(encodeNumber({ boardNumber, session })))).toEqual({
          ok: true,
          value: { boardNumber, session },
        });
      }),
    );
  });

  test("frames have the lengths and marks that the page draws", () => {
    const lease = encodeLease(zeroLease);
    expect([lease.length, lease[0], lease[1], lease.at(-1)]).toEqual([31, 0xf0, 0x0a, 0xf7]);
    expect([...encodeAsk()]).toEqual([0xf0, 0x0c, 0xf7]);
    expect(encodeNumber({ boardNumber: 3, session: 1 })).toHaveLength(15);
    expect([...lease.subarray(2, -1)].every((byte) => byte < 0x80)).toBe(true);
  });
});

describe("damage is refused", () => {
  test("a lease with any one bit changed is refused", () => {
    const packed = inside(encodeLease(zeroLease));
    for (let bit = 0; bit < packed.length * 8; bit += 1) {
      expect(decodeLease(flip(packed, bit)).ok, `bit ${bit}`).toBe(false);
    }
  });

  test("any lease with up to four bits changed is refused", () => {
    const bits = fc.uniqueArray(fc.integer({ min: 0, max: 28 * 8 - 1 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(leases, bits, (lease, changed) => {
        expect(decodeLease(changed.reduce(flip, inside(encodeLease(lease)))).ok).toBe(false);
      }),
    );
  });

  test("a status or number with any one bit changed is refused", () => {
    fc.assert(
      fc.property(statuses, fc.integer({ min: 0, max: 42 * 8 - 1 }), (status, bit) => {
        expect(decodeStatus(flip(inside(encodeStatus(status)), bit)).ok).toBe(false);
      }),
    );
    const number = inside(encodeNumber({ boardNumber: 9, session: 77 }));
    for (let bit = 0; bit < number.length * 8; bit += 1)
      expect(decodeNumber(flip(number, bit)).ok).toBe(false);
  });

  test("a frame cut short or run long is refused for its length", () => {
    const packed = inside(encodeLease(zeroLease));
    for (let length = 0; length < packed.length; length += 1) {
      expect(decodeLease(packed.slice(0, length))).toEqual({ ok: false, error: "length" });
    }
    expect(decodeLease(Uint8Array.of(...packed, 0))).toEqual({ ok: false, error: "length" });
  });

  test("a frame of one kind never passes as another, whatever its length", () => {
    const payload = new Uint8Array(36);
    payload[0] = 1;
    const view = new DataView(payload.buffer);
    view.setUint32(32, crc32([0x0a, ...payload.subarray(0, 32)]), true);
    expect(decodeStatus(pack7(payload))).toEqual({ ok: false, error: "checksum" });
  });

  test("decoding never throws, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        decodeLease(bytes);
        decodeStatus(bytes);
        decodeNumber(bytes);
      }),
    );
  });
});

describe("what must never be asked for is not sent", () => {
  test("green on a bail that is not released", () => {
    expect(() => encodeLease({ ...zeroLease, released: 0 })).toThrow("green only on a released channel");
  });

  test("a time to live the board would refuse", () => {
    expect(() => encodeLease({ ...zeroLease, ttl: 481 })).toThrow("time to live");
    expect(() => encodeLease({ ...zeroLease, ttl: 49 })).toThrow("time to live");
  });
});

describe("packing and checksum", () => {
  test("seven-bit packing gives back the bytes, and only from the one right form", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 48 }), (bytes) => {
        const unpacked = unpack7(pack7(bytes), bytes.length);
        expect(unpacked.ok && [...unpacked.value]).toEqual([...bytes]);
      }),
    );
    expect(unpack7(Uint8Array.of(0x7f, 0x03), 1)).toEqual({ ok: false, error: "packing" });
  });

  test("the checksum is the one of zlib", () => {
    expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
  });

  test("the configuration hash is one number for one protocol", () => {
    expect(CONFIGURATION_HASH).toBeGreaterThan(0);
  });
});
