// Room: test/recorder. Which old recordings go, and which never do.

import { readdirSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { carry } from "../../src/controller/carried.ts";
import { days, epochMs } from "../../src/domain/units.ts";
import { flightName, parseFlightName } from "../../src/recorder/line.ts";
import { openRecorder } from "../../src/recorder/recorder.ts";
import { outlived, recordings } from "../../src/recorder/retention.ts";
import { at, BEGAN, CLOCK, limits, shelf, TOY, tag, until } from "./toy.ts";

const LIMITS = { totalBytesMax: 1_000, keepFor: days(400) };
const filed = (sizes: readonly number[], dayBegan: (i: number) => number = (i) => i) =>
  recordings(
    sizes.map((bytes, i) => ({ name: flightName(epochMs(BEGAN + dayBegan(i) * days(1)), i + 1), bytes })),
  );

test("a file's name tells when it began and its place, and other files are left alone", () => {
  const name = flightName(epochMs(Date.UTC(2026, 10, 22, 5, 41, 10, 999)), 42);
  expect(name).toBe("flight-2026-11-22T05-41-10Z-000042.log");
  expect(parseFlightName(name)).toEqual({ name, counter: 42, started: Date.UTC(2026, 10, 22, 5, 41, 10) });
  const others = ["herd.json", "flight-.log", "flight-2026-99-99T05-41-10Z-000042.log", `${name}.gz`];
  expect(recordings([...others, name].map((one) => ({ name: one, bytes: 1 })))).toHaveLength(1);
});

test("the oldest go until the rest fits, never the newest two, whatever their size", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 900 }), { maxLength: 12 }), (sizes) => {
      const files = filed(sizes);
      const gone = outlived(files, LIMITS, files.at(-1)?.name ?? "", epochMs(BEGAN + days(12)));
      expect(gone).toEqual(files.slice(0, gone.length).map((file) => file.name));
      expect(files.length - gone.length).toBeGreaterThanOrEqual(Math.min(2, files.length));
      const kept = files.slice(gone.length);
      const total = kept.reduce((sum, file) => sum + file.bytes, 0);
      expect(total <= LIMITS.totalBytesMax || kept.length === 2).toBe(true);
      const before = total + (files[gone.length - 1]?.bytes ?? Number.POSITIVE_INFINITY);
      expect(before).toBeGreaterThan(LIMITS.totalBytesMax);
    }),
  );
});

test("a clock that jumps ten years ahead costs one old file, not the shelf", () => {
  const files = filed([10, 10, 10, 10, 10]);
  const gone = outlived(files, LIMITS, files.at(-1)?.name ?? "", epochMs(BEGAN + days(3_650)));
  expect(gone).toEqual([files[0]?.name]);
});

test("files are put in order by their counter, since the clock in the name may have jumped back", () => {
  const files = filed([600, 600, 600], (i) => 10 - i);
  expect(outlived(files, LIMITS, files.at(-1)?.name ?? "", epochMs(BEGAN))).toEqual([files[0]?.name]);
});

test("a running recorder keeps to its size and what it carries over outlives the files", async () => {
  const dir = shelf();
  let durable = 0;
  const open = () =>
    openRecorder({
      dir,
      limits: limits({ fileBytesMax: 2_000, totalBytesMax: 10_000 }),
      clock: CLOCK,
      deliver: () => undefined,
      version: "test",
      initial: TOY.initial(),
      carry,
      pid: process.pid,
      onDurable: (seq) => {
        durable = seq;
      },
    });
  const opened = await open();
  if (!opened.ok) throw new Error(opened.error.why);
  let state = TOY.initial();
  for (let i = 1; i <= 60; i++) {
    const stamped = at(i * 100, tag(`cow ${i}`));
    const next = TOY.step(state, stamped);
    state = next.state;
    opened.value.recorder.record(stamped, next.effects, state);
    if (i % 5 === 0) await until(() => durable === i, "it is on the disk");
  }
  await opened.value.recorder.close();
  const names = readdirSync(dir);
  expect(names.length).toBeLessThan(8);
  expect(names.some((name) => name.endsWith("-000001.log"))).toBe(false);
  const again = await open();
  if (!again.ok) throw new Error(again.error.why);
  expect(Object.keys(again.value.carried.milkings)).toHaveLength(60);
  await again.value.recorder.close();
});
