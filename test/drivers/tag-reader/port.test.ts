// Room: test/drivers/tag-reader. The driver on a real serial line: opened by path, unplugged, replugged, noisy.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ControllerEvent } from "../../../src/controller/event.ts";
import { readerId } from "../../../src/domain/ids.ts";
import { eidOf } from "../../../src/domain/tag/code.ts";
import { epochMs, monoMs } from "../../../src/domain/units.ts";
import { createTagReader, type TagReaderSettings } from "../../../src/drivers/tag-reader/port.ts";
import { openReplugablePty, type ReplugablePty } from "../../../src/sim/pty.ts";
import { asciiTag, wl134Tag } from "../../../src/sim/tag-bytes.ts";

const COW = eidOf(982, 1_088_420);
const OTHER = eidOf(982, 1_088_421);
const RACE = readerId("race");

let folder = "";
let stop = new AbortController();
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "vatguard-reader-"));
  stop = new AbortController();
});
afterEach(async () => {
  stop.abort();
  await new Promise((resolve) => setTimeout(resolve, 20));
  rmSync(folder, { recursive: true });
});

const plugIn = (): Promise<ReplugablePty> => openReplugablePty(join(folder, "reader"), stop.signal);

function startReader(settings: Partial<TagReaderSettings> = {}, signal = stop.signal) {
  const events: ControllerEvent[] = [];
  const clock = { mono: () => monoMs(Math.trunc(performance.now())), wall: () => epochMs(Date.now()) };
  const reader = createTagReader(
    {
      reader: RACE,
      format: "ascii",
      equalReadsNeeded: 1,
      path: join(folder, "reader"),
      baudRate: 9600,
      ...settings,
    },
    { clock, deliver: (event) => events.push(event), random: () => 0 },
  );
  reader.start(signal);
  const said = (): string[] =>
    events.map((event) => {
      if (event.kind === "tag-read") return event.eid;
      if (event.kind !== "reader-changed") return event.kind;
      return event.link.up ? "up" : event.link.why;
    });
  return { reader, said, until: (list: string[]) => vi.waitFor(() => expect(said()).toEqual(list), 5_000) };
}

test("a cow's tag on the wire becomes one event, without waiting for the LF after its CR", async () => {
  const line = await plugIn();
  const { reader, until } = startReader();
  await until(["up"]);
  for (const byte of asciiTag(COW, "allflex", "\r")) line.write(Uint8Array.of(byte));
  await until(["up", COW]);
  expect(reader.statistics()).toMatchObject({ animals: 1, opens: 1, bytes: 20 });
});

test("WL-134 frames come through whatever their checksum byte is", async () => {
  const line = await plugIn();
  const { said, until } = startReader({ format: "wl134" });
  await until(["up"]);
  const cows = Array.from({ length: 60 }, (_, n) => eidOf(982, n));
  for (const cow of cows) line.write(wl134Tag(cow));
  await vi.waitFor(() => expect(said()).toEqual(["up", ...cows]), 5_000);
});

test("what was said before the port was opened belongs to no cow", async () => {
  const line = await plugIn();
  line.write(asciiTag(OTHER));
  await new Promise((resolve) => setTimeout(resolve, 50));
  const { until } = startReader();
  await until(["up"]);
  line.write(asciiTag(COW));
  await until(["up", COW]);
});

test("unplugged and replugged, again and again, the reader is heard each time", async () => {
  const line = await plugIn();
  const { reader, said, until } = startReader();
  await until(["up"]);
  const expected = ["up"];
  for (let round = 0; round < 3; round += 1) {
    line.unplug();
    await until([...expected, "unplugged"]);
    await line.replug();
    await until([...expected, "unplugged", "up"]);
    line.write(asciiTag(COW));
    expected.push("unplugged", "up", COW);
    await until(expected);
  }
  expect(said()).toEqual(expected);
  expect(reader.statistics().opens).toBe(4);
});

test("a reader that is plugged in late is found", async () => {
  const { until } = startReader();
  await until(["absent"]);
  const line = await plugIn();
  await until(["absent", "up"]);
  line.write(asciiTag(COW));
  await until(["absent", "up", COW]);
});

test("a silent reader is connected and nothing more", async () => {
  await plugIn();
  const { reader, said, until } = startReader();
  await until(["up"]);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(said()).toEqual(["up"]);
  expect(reader.statistics().lastHeard).toBeNull();
});

test("a second program on the same port is told that it is taken", async () => {
  await plugIn();
  await startReader().until(["up"]);
  await startReader().until(["busy"]);
});

test("a path that is no serial device is told so", async () => {
  writeFileSync(join(folder, "notes.txt"), "");
  await startReader({ path: join(folder, "notes.txt") }).until(["wrong-device"]);
});

test("a bail node on the reader's port is told a wrong device", async () => {
  const line = await plugIn();
  const { reader, until } = startReader();
  await until(["up"]);
  const report = Uint8Array.from([0xf0, 0x0b, ...new Array(42).fill(0x15), 0xf7]);
  for (let count = 0; count < 20; count += 1) line.write(report);
  await until(["up", "wrong-device"]);
  expect(reader.statistics().soundsLikeFirmata).toBe(true);
});

test("stopping frees the port at once, and nothing is told after", async () => {
  const line = await plugIn();
  const first = new AbortController();
  const before = startReader({}, first.signal);
  await before.until(["up"]);
  first.abort();
  first.abort();
  const next = startReader();
  await vi.waitFor(() => expect(next.said().at(-1)).toBe("up"), 5_000);
  line.write(asciiTag(COW));
  await vi.waitFor(() => expect(next.said().at(-1)).toBe(COW), 5_000);
  expect(before.said()).toEqual(["up"]);
});

test("stopping while the port is still being opened leaves it free", async () => {
  await plugIn();
  const first = new AbortController();
  const before = startReader({}, first.signal);
  first.abort();
  const next = startReader();
  await vi.waitFor(() => expect(next.said().at(-1)).toBe("up"), 5_000);
  expect(before.said()).toEqual([]);
});

test("from the tag's last byte to the delivered event is far below 0.1 ms of work", async () => {
  const { createReaderSession } = await import("../../../src/drivers/tag-reader/session.ts");
  const session = createReaderSession({ reader: RACE, format: "wl134", equalReadsNeeded: 1 });
  session.step({ kind: "ticked", jitter: 0 }, monoMs(0));
  session.step({ kind: "opened" }, monoMs(0));
  const frame = wl134Tag(COW);
  const spent: number[] = [];
  for (let round = 1; round <= 2_000; round += 1) {
    const now = monoMs(round * 1_000);
    session.step({ kind: "bytes", bytes: frame.subarray(0, 29) }, now);
    const from = performance.now();
    const orders = session.step({ kind: "bytes", bytes: frame.subarray(29) }, now);
    spent.push(performance.now() - from);
    expect(orders).toHaveLength(1);
  }
  const median = spent.sort((a, b) => a - b)[1_000];
  expect(median).toBeLessThan(0.1);
});
