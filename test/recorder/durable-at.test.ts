// Room: test/recorder. How far a recording is on the disk for good, as a follower is told it.
// May live here: what is told, against the files as they are. May not: how the office follows.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { carry } from "../../src/controller/carried.ts";
import { milliseconds } from "../../src/domain/units.ts";
import { createFlightDisk } from "../../src/recorder/disk.ts";
import { parseLine } from "../../src/recorder/line.ts";
import { openRecorder } from "../../src/recorder/recorder.ts";
import { recordings } from "../../src/recorder/retention.ts";
import { at, CLOCK, limits, shelf, TOY, tag, tick, trouble, until } from "./toy.ts";
import { createTroubledDisk, type TroubledDisk } from "./troubled-disk.ts";

type Place = { readonly file: string; readonly bytes: number; readonly seq: number };

const recording = async (dir: string, disk: TroubledDisk) => {
  const told: Place[] = [];
  const order: string[] = [];
  const opened = await openRecorder({
    dir,
    limits: limits({
      fileBytesMax: 4_000,
      retryFirst: milliseconds(5),
      retryMax: milliseconds(20),
      syncWithin: milliseconds(30),
      writeWithin: milliseconds(5),
    }),
    clock: CLOCK,
    deliver: () => undefined,
    version: "test",
    initial: TOY.initial(),
    carry,
    pid: process.pid,
    disk,
    onDurable: (seq) => order.push(`seq ${seq}`),
    onDurableAt: (file, bytes, seq) => {
      told.push({ file, bytes, seq });
      order.push(`at ${seq}`);
    },
  });
  if (!opened.ok) throw new Error(opened.error.why);
  return { recorder: opened.value.recorder, told, order };
};

/** Every tag in the order of the recording, each file up to where the next one says that it counts. */
const tagsFollowed = async (dir: string): Promise<readonly string[]> => {
  const files = recordings(await createFlightDisk(dir).list());
  const whole = files.map(({ name }) => readFileSync(join(dir, name)));
  return whole.flatMap((bytes, i) => {
    const next = whole[i + 1];
    const header = next === undefined ? null : parseLine(next.toString("utf8", 9, next.indexOf(10)));
    const upTo =
      header?.ok === true && header.value.kind === "header"
        ? header.value.header.previous?.bytes
        : bytes.length;
    return bytes
      .subarray(0, upTo)
      .toString("utf8")
      .split("\n")
      .flatMap((line) => /"tag-read".*"eid":"(\d+)"/.exec(line)?.[1] ?? []);
  });
};

test("what is told as durable is whole lines that no later file tells again, whatever the disk does", async () => {
  const dir = shelf();
  const disk = createTroubledDisk(dir);
  const { recorder, told, order } = await recording(dir, disk);
  let state = TOY.initial();
  let mono = 0;
  for (let n = 1; n <= 300; n++) {
    for (const event of [tag(String(n)), tick, tick, trouble]) {
      mono += 100;
      const next = TOY.step(state, at(mono, event));
      state = next.state;
      recorder.record(at(mono, event), next.effects, state);
    }
    if (n % 40 === 10) disk.fail(n % 80 === 10 ? "append" : "sync", "EIO");
    if (n % 40 === 25) disk.fail("append", null);
    if (n % 40 === 25) disk.fail("sync", null);
    if (n % 5 === 0) await new Promise((resolve) => setTimeout(resolve, 4));
  }
  disk.fail("append", null);
  disk.fail("sync", null);
  await until(() => told.at(-1)?.seq === 1_200, "all of it on the disk");
  expect(await recorder.close()).toBe(true);

  expect(await tagsFollowed(dir)).toEqual(Array.from({ length: 300 }, (_, i) => String(i + 1)));
  const files = recordings(await createFlightDisk(dir).list());
  expect(files.length).toBeGreaterThan(10);
  for (const [i, { name }] of files.entries()) {
    const bytes = readFileSync(join(dir, name));
    const next = files[i + 1];
    const header =
      next === undefined
        ? null
        : parseLine(readFileSync(join(dir, next.name), "utf8").split("\n")[0]?.slice(9) ?? "");
    const counts =
      header?.ok === true && header.value.kind === "header" ? header.value.header.previous : null;
    const places = told.filter(({ file }) => file === name);
    expect(places.length).toBeGreaterThan(0);
    for (const place of places) {
      expect(bytes[place.bytes - 1]).toBe(10);
      if (counts !== null) expect(place.bytes).toBeLessThanOrEqual(counts.bytes);
    }
    if (counts !== null) expect(counts).toMatchObject({ file: name, bytes: places.at(-1)?.bytes });
  }
  // Whoever hears that a record is durable has heard before where it ends.
  for (const [i, one] of order.entries()) {
    if (one.startsWith("seq")) expect(order[i - 1]).toBe(`at ${one.slice(4)}`);
  }
});
