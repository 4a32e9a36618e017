// Room: test/drivers/tag-reader. The link's machine, without a port.

import fc from "fast-check";
import { expect, test } from "vitest";
import { readerId } from "../../../src/domain/ids.ts";
import { eidOf } from "../../../src/domain/tag/code.ts";
import { monoMs } from "../../../src/domain/units.ts";
import {
  CLOSING_MAX,
  createReaderSession,
  JUNK_BYTES_MAX,
  OPENING_MAX,
  type PortInput,
  type PortOrder,
  RETRY_MAX,
  type ReaderSettings,
} from "../../../src/drivers/tag-reader/session.ts";
import { asciiTag, industrialTag, wl134Tag } from "../../../src/sim/tag-bytes.ts";

const COW = eidOf(982, 1_088_420);
const OTHER = eidOf(982, 1_088_421);
const RACE = readerId("race");

/** A session on a clock of its own, with what it ordered and delivered. */
function rig(settings: Partial<ReaderSettings> = {}) {
  const session = createReaderSession({ reader: RACE, format: "ascii", equalReadsNeeded: 1, ...settings });
  const orders: PortOrder[] = [];
  let now = 1_000;
  const step = (input: PortInput): readonly PortOrder[] => {
    const given = session.step(input, monoMs(now));
    orders.push(...given);
    return given;
  };
  return {
    step,
    statistics: session.statistics,
    tick: () => step({ kind: "ticked", jitter: 0.5 }),
    hear: (bytes: Uint8Array) => step({ kind: "bytes", bytes }),
    wait(ms: number) {
      for (const end = now + ms; now < end; ) {
        now += Math.min(100, end - now);
        step({ kind: "ticked", jitter: 0.5 });
      }
    },
    open() {
      this.tick();
      this.step({ kind: "opened" });
      return this;
    },
    read: () =>
      orders.flatMap((order) =>
        order.kind === "deliver" && order.event.kind === "tag-read" ? [order.event.eid] : [],
      ),
    links: () =>
      orders.flatMap((order) => {
        if (order.kind !== "deliver" || order.event.kind !== "reader-changed") return [];
        return [order.event.link.up ? "up" : order.event.link.why];
      }),
    asked: (kind: PortOrder["kind"]) => orders.filter((order) => order.kind === kind).length,
  };
}

test("the first tick opens the port, and an open link is told once", () => {
  const reader = rig();
  expect(reader.tick()).toEqual([{ kind: "open" }]);
  expect(reader.step({ kind: "opened" })).toEqual([
    { kind: "deliver", event: { kind: "reader-changed", reader: RACE, link: { up: true } } },
  ]);
  reader.wait(60_000);
  expect(reader.links()).toEqual(["up"]);
  expect(reader.asked("open")).toBe(1);
});

test("a tag is delivered with the bytes that complete it, for every format", () => {
  for (const [format, bytes] of [
    ["ascii", asciiTag(COW, "allflex", "\r")],
    ["wl134", wl134Tag(COW)],
    ["auto", wl134Tag(COW)],
  ] as const) {
    const reader = rig({ format }).open();
    expect(reader.hear(bytes.subarray(0, -1))).toEqual([]);
    expect(reader.hear(bytes.subarray(-1))).toEqual([
      { kind: "deliver", event: { kind: "tag-read", reader: RACE, eid: COW } },
    ]);
  }
});

test("a tag read over and over is delivered at most every 200 ms, each tag for itself", () => {
  const reader = rig().open();
  for (let read = 0; read < 30; read += 1) {
    reader.hear(asciiTag(COW));
    reader.hear(asciiTag(OTHER));
    reader.wait(33);
  }
  const times = reader.read();
  expect(times.filter((eid) => eid === COW).length).toBeGreaterThanOrEqual(4);
  expect(times.filter((eid) => eid === COW).length).toBeLessThanOrEqual(5);
  expect(times.filter((eid) => eid === OTHER)).toHaveLength(times.length / 2);
  expect(reader.statistics()).toMatchObject({ animals: 60, repeats: 60 - times.length });
});

test("without a checksum two equal reads make one, where two are asked for", () => {
  const reader = rig({ equalReadsNeeded: 2 }).open();
  reader.hear(asciiTag(COW));
  reader.hear(asciiTag(OTHER));
  expect(reader.read()).toEqual([]);
  reader.hear(asciiTag(COW));
  expect(reader.read()).toEqual([COW]);
  expect(reader.statistics().unconfirmed).toBe(2);
});

test("an equal read long after does not confirm the first", () => {
  const reader = rig({ equalReadsNeeded: 2 }).open();
  reader.hear(asciiTag(COW));
  reader.wait(2_100);
  reader.hear(asciiTag(COW));
  expect(reader.read()).toEqual([]);
});

test("a frame with a checksum needs no second read", () => {
  const reader = rig({ format: "wl134", equalReadsNeeded: 2 }).open();
  reader.hear(wl134Tag(COW));
  expect(reader.read()).toEqual([COW]);
});

test("an industrial tag, a status and garbage deliver nothing, and are counted", () => {
  const reader = rig().open();
  reader.hear(industrialTag(6, "18514348"));
  reader.hear(Buffer.from("NoRead\r\nrubbish\r\n"));
  expect(reader.read()).toEqual([]);
  expect(reader.statistics()).toMatchObject({ notAnimals: 1, statuses: 1, discardedBytes: 7, animals: 0 });
  expect(reader.statistics().lastDiscard?.reason).toBe("not-a-tag");
});

test("half a tag before the plug was pulled is not joined to what comes after", () => {
  const reader = rig().open();
  reader.hear(Buffer.from("LA 982 0000010"));
  reader.step({ kind: "closed" });
  reader.wait(500);
  reader.step({ kind: "opened" });
  reader.hear(Buffer.from("88420\r\n"));
  expect(reader.read()).toEqual([]);
});

test("a reader that is not there is tried for ever, slower and slower, and told once", () => {
  const reader = rig();
  const tries: number[] = [];
  reader.tick();
  for (let time = 0; time < 60_000; time += 100) {
    const before = reader.asked("open");
    reader.step({ kind: "failed", message: "Error: No such file or directory, cannot open /dev/x" });
    reader.wait(100);
    if (reader.asked("open") > before) tries.push(time);
  }
  expect(reader.links()).toEqual(["absent"]);
  const gaps = tries.slice(1).map((time, index) => time - (tries[index] ?? 0));
  expect(Math.max(...gaps)).toBeLessThanOrEqual(RETRY_MAX + 200);
  expect(gaps[0]).toBeLessThan(gaps.at(-1) ?? 0);
  expect(tries.length).toBeGreaterThan(25);
});

test("retries are spread by the dice handed in", () => {
  const whenRetried = (jitter: number): number => {
    const session = createReaderSession({ reader: RACE, format: "ascii", equalReadsNeeded: 1 });
    session.step({ kind: "ticked", jitter }, monoMs(0));
    session.step({ kind: "failed", message: "No such file" }, monoMs(0));
    for (let now = 1; ; now += 1)
      if (session.step({ kind: "ticked", jitter }, monoMs(now)).length > 0) return now;
  };
  expect(whenRetried(0)).toBeLessThan(whenRetried(0.5));
  expect(whenRetried(0.5)).toBeLessThan(whenRetried(0.999));
});

test("unplug and replug: down at once, up again after, and not called absent in between", () => {
  const reader = rig().open();
  reader.wait(10_000);
  reader.step({ kind: "closed" });
  reader.wait(300);
  reader.step({ kind: "failed", message: "Error: No such file or directory, cannot open /dev/x" });
  reader.wait(1_000);
  reader.step({ kind: "opened" });
  reader.hear(asciiTag(COW));
  expect(reader.links()).toEqual(["up", "unplugged", "up"]);
  expect(reader.read()).toEqual([COW]);
});

test("an error, then two closes, are one unplugging", () => {
  const reader = rig().open();
  reader.step({ kind: "failed", message: "EIO" });
  reader.step({ kind: "failed", message: "EIO" });
  reader.step({ kind: "closed" });
  reader.step({ kind: "closed" });
  expect(reader.links()).toEqual(["up", "unplugged"]);
  expect(reader.asked("close")).toBe(1);
  reader.wait(1_000);
  expect(reader.asked("open")).toBe(2);
});

test("a port that never says it has closed is given up, and opened anew", () => {
  const reader = rig().open();
  reader.step({ kind: "failed", message: "EIO" });
  reader.wait(CLOSING_MAX + 1_000);
  expect(reader.asked("abandon")).toBe(1);
  expect(reader.asked("open")).toBe(2);
});

test("a port whose opening hangs is told busy, and never opened twice at once", () => {
  const reader = rig();
  reader.tick();
  reader.wait(OPENING_MAX + 5_000);
  expect(reader.links()).toEqual(["busy"]);
  expect(reader.asked("open")).toBe(1);
  reader.step({ kind: "opened" });
  expect(reader.links()).toEqual(["busy", "up"]);
});

test.each(["closed", "failed"] as const)("a port that opens and at once has %s is not hammered", (end) => {
  const reader = rig();
  for (let round = 0; round < 300; round += 1) {
    reader.wait(100);
    reader.step({ kind: "opened" });
    if (end === "failed") reader.step({ kind: "failed", message: "EIO" });
    reader.step({ kind: "closed" });
  }
  expect(reader.asked("open")).toBeLessThan(25);
});

/** What a bail node says of itself: a sysex message every 100 ms. */
const STATUS = Uint8Array.from([0xf0, 0x0b, ...Array.from({ length: 42 }, (_, n) => (n * 37) & 0x7f), 0xf7]);

test.each(["ascii", "wl134", "auto"] as const)("a bail node on a %s reader's port is found out", (format) => {
  const reader = rig({ format }).open();
  for (let report = 0; report < 40; report += 1) {
    reader.hear(STATUS);
    reader.wait(100);
  }
  expect(reader.links()).toEqual(["up", "wrong-device"]);
  expect(reader.read()).toEqual([]);
  expect(reader.statistics().discardedBytes).toBeGreaterThan(JUNK_BYTES_MAX);
  expect(reader.statistics().soundsLikeFirmata).toBe(true);
});

test("a reader taken for a wrong device is believed again with its first tag", () => {
  const reader = rig().open();
  reader.hear(new Uint8Array(2_000).fill(0xee));
  expect(reader.links()).toEqual(["up", "wrong-device"]);
  reader.hear(Buffer.from("\r"));
  reader.hear(asciiTag(COW));
  expect(reader.links()).toEqual(["up", "wrong-device", "up"]);
  expect(reader.read()).toEqual([COW]);
});

test("noise that has died away leaves the link as unknown as a fresh one", () => {
  const reader = rig().open();
  reader.hear(new Uint8Array(2_000).fill(0xee));
  reader.wait(200_000);
  expect(reader.links()).toEqual(["up", "wrong-device", "up"]);
});

test("single stray bytes of a noisy shed never add up to a fault", () => {
  const reader = rig().open();
  for (let second = 0; second < 1_000; second += 1) {
    reader.hear(Uint8Array.of(0xff, 0x0d));
    reader.wait(1_000);
  }
  expect(reader.links()).toEqual(["up"]);
});

test("silence is not judged here: a reader that says nothing all day is still only connected", () => {
  const reader = rig().open();
  reader.wait(24 * 3_600);
  expect(reader.links()).toEqual(["up"]);
  expect(reader.statistics()).toMatchObject({ bytes: 0, lastHeard: null, lastTag: null });
});

test("whatever happens to the port in whatever order, the session holds, and tells each change once", () => {
  const inputs: fc.Arbitrary<PortInput> = fc.oneof(
    fc.constant<PortInput>({ kind: "opened" }),
    fc.constant<PortInput>({ kind: "closed" }),
    fc.constantFrom("EIO", "Cannot lock port", "Permission denied", "?").map((message) => ({
      kind: "failed" as const,
      message,
    })),
    fc.uint8Array({ maxLength: 80 }).map((bytes) => ({ kind: "bytes" as const, bytes })),
    fc.constant<PortInput>({ kind: "bytes", bytes: asciiTag(COW) }),
    fc.constant<PortInput>({ kind: "ticked", jitter: 0.3 }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(inputs, fc.nat(3_000)), { maxLength: 60 }), (list) => {
      const reader = rig();
      let isOpen = false;
      for (const [input, ms] of list) {
        const given = reader.step(input);
        if (input.kind === "closed" || input.kind === "failed") isOpen = false;
        for (const order of given) {
          if (order.kind === "deliver" && order.event.kind === "reader-changed" && order.event.link.up)
            isOpen = true;
          if (order.kind === "deliver" && order.event.kind === "tag-read") expect(isOpen).toBe(true);
        }
        reader.wait(ms);
      }
      const links = reader.links();
      for (const [index, link] of links.entries()) expect(link).not.toBe(links[index - 1]);
    }),
    { numRuns: 300 },
  );
});
