// Room: test/recorder. What goes into a recording comes out of it, whatever happens to the file.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { carry } from "../../src/controller/carried.ts";
import type { Stamped } from "../../src/controller/event.ts";
import type { RecorderLimits } from "../../src/recorder/limits.ts";
import type { Machine } from "../../src/recorder/machine.ts";
import { type OpenedRecorder, openRecorder } from "../../src/recorder/recorder.ts";
import { replayFile } from "../../src/recorder/replay.ts";
import { tries } from "../runs.ts";
import {
  at,
  CLOCK,
  limits,
  quietly,
  settled,
  shelf,
  TOY,
  type Toy,
  tag,
  tick,
  trouble,
  until,
} from "./toy.ts";

const open = async (dir: string, changed: Partial<RecorderLimits> = {}): Promise<OpenedRecorder<Toy>> => {
  const opened = await openRecorder({
    dir,
    limits: limits(changed),
    clock: CLOCK,
    deliver: () => undefined,
    version: "test",
    initial: TOY.initial(),
    carry,
    pid: process.pid,
  });
  if (!opened.ok) throw new Error(opened.error.why);
  return opened.value;
};

/** Records a milking with the toy machine and says where the files are. */
const recordAll = async (
  dir: string,
  events: readonly Stamped[],
  changed: Partial<RecorderLimits> = {},
): Promise<readonly string[]> => {
  const { recorder } = await open(dir, changed);
  let state = TOY.initial();
  for (const stamped of events) {
    const next = TOY.step(state, stamped);
    state = next.state;
    recorder.record(stamped, next.effects, state);
  }
  expect(await recorder.close()).toBe(true);
  return flights(dir);
};
const flights = (dir: string): readonly string[] =>
  readdirSync(dir)
    .sort()
    .map((name) => join(dir, name));

const milking = (): readonly Stamped[] => [
  at(0, quietly),
  ...Array.from({ length: 20 }, (_, i) => at(100 + i * 100, tick)),
  at(2_150, tag("982000001088420")),
  ...Array.from({ length: 40 }, (_, i) => at(2_200 + i * 100 + (i % 3), tick)),
  at(6_310, trouble),
  at(6_320, settled(3)),
  at(6_400, tick, 1_763_800_006_399),
  at(6_500, tick, 1_763_700_000_000),
  at(6_600, tag("982000001088421")),
];

const eventList = fc.array(
  fc.tuple(
    fc.oneof(
      { weight: 6, arbitrary: fc.constant(tick) },
      fc.constantFrom(tag("1"), tag("2"), trouble, quietly, settled(1)),
    ),
    fc.constantFrom(100, 100, 100, 101, 99, 3, 70_000),
    fc.constantFrom(0, 0, 0, 0, 1, -1, 3_600_000),
  ),
  { maxLength: 120 },
);

test("any milking replays exactly, over as many files as it takes, each file alone", async () => {
  await fc.assert(
    fc.asyncProperty(eventList, fc.constantFrom(700, 2_500, 1_000_000), async (list, fileBytesMax) => {
      let mono = 0;
      let drift = 1_763_800_000_000;
      const events = list.map(([event, on, jump]) => {
        mono += on;
        drift += jump;
        return at(mono, event, drift + mono);
      });
      const dir = shelf();
      let replayed = 0;
      for (const file of await recordAll(dir, events, { fileBytesMax })) {
        const report = await replayFile(file, TOY);
        expect(report).toMatchObject({ outcome: "same", first: null, tornBytes: 0 });
        expect(report.ending).not.toBeNull();
        replayed += report.counts.events;
      }
      expect(replayed).toBe(events.length);
    }),
    tries(20),
  );
});

test("any changed byte anywhere in the file is found", async () => {
  const dir = shelf();
  const [file = ""] = await recordAll(dir, milking());
  const whole = readFileSync(file);
  const changedFile = join(dir, "changed");
  const lastLines = Array.from({ length: 40 }, (_, i) => whole.length - 1 - i);
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.integer({ min: 0, max: whole.length - 1 }), fc.constantFrom(...lastLines)),
      fc.integer({ min: 1, max: 255 }),
      async (place, flip) => {
        const changed = Buffer.from(whole);
        changed[place] = (changed[place] ?? 0) ^ flip;
        writeFileSync(changedFile, changed);
        const report = await replayFile(changedFile, TOY);
        expect(report.outcome).toBe("damaged");
        const lineOfPlace = whole.subarray(0, place).filter((byte) => byte === 10).length + 1;
        expect(report.first?.line).toBe(lineOfPlace);
      },
    ),
    tries(200),
  );
});

test("a file cut off anywhere is a clean beginning and a torn line, and still replays", async () => {
  const dir = shelf();
  const [file = ""] = await recordAll(dir, milking());
  const whole = readFileSync(file);
  const headerEnds = whole.indexOf(10) + 1;
  const cutFile = join(dir, "cut");
  for (let length = headerEnds; length < whole.length; length += 7) {
    writeFileSync(cutFile, whole.subarray(0, length));
    const report = await replayFile(cutFile, TOY);
    expect(report.outcome).toBe("same");
    expect(report.tornBytes).toBe(length - (whole.lastIndexOf(10, length - 1) + 1));
    expect(report.ending).toBeNull();
  }
  writeFileSync(cutFile, whole.subarray(0, headerEnds - 5));
  expect((await replayFile(cutFile, TOY)).outcome).toBe("damaged");
});

test("lines left out or swapped are found", async () => {
  const dir = shelf();
  const [file = ""] = await recordAll(dir, milking());
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  const write = (kept: readonly string[]) => writeFileSync(join(dir, "edited"), `${kept.join("\n")}\n`);
  write(lines.filter((_, i) => i !== 3));
  expect(await replayFile(join(dir, "edited"), TOY)).toMatchObject({
    outcome: "damaged",
    first: { line: 4 },
  });
  write([...lines.slice(0, 3), lines[4] ?? "", lines[3] ?? "", ...lines.slice(5)]);
  expect(await replayFile(join(dir, "edited"), TOY)).toMatchObject({
    outcome: "damaged",
    first: { line: 4 },
  });
});

test("a program that would now act otherwise is shown at the first difference, both sides", async () => {
  const [file = ""] = await recordAll(shelf(), milking());
  const other: Machine<Toy> = {
    ...TOY,
    step(state, stamped) {
      const next = TOY.step(state, stamped);
      if (stamped.event.kind !== "tag-read") return next;
      return { state: { ...next.state, released: 255 }, effects: next.effects.slice(0, 1) };
    },
  };
  expect(await replayFile(file, other)).toMatchObject({
    outcome: "differs",
    first: { kind: "difference", path: "effects[1]", recorded: { kind: "noted" }, replayed: undefined },
  });
});

test("a difference inside a run of quiet ticks is found as well", async () => {
  const [file = ""] = await recordAll(shelf(), milking());
  const noisy: Machine<Toy> = {
    ...TOY,
    step: (state, stamped) =>
      stamped.mono === 4_300
        ? { state, effects: [{ kind: "signal", signal: "siren", on: true }] }
        : TOY.step(state, stamped),
  };
  const crashing: Machine<Toy> = {
    ...TOY,
    step(state, stamped) {
      if (stamped.mono === 4_300) throw new Error("broken assumption: toys do not break");
      return TOY.step(state, stamped);
    },
  };
  expect(await replayFile(file, noisy)).toMatchObject({
    outcome: "differs",
    first: { stamped: { mono: 4_300 }, replayed: { signal: "siren" } },
  });
  expect(await replayFile(file, crashing)).toMatchObject({
    outcome: "differs",
    first: { replayed: "crashed: broken assumption: toys do not break" },
  });
  const fewer: Machine<Toy> = {
    ...TOY,
    step: (state, stamped) => (stamped.mono === 4_300 ? { state, effects: [] } : TOY.step(state, stamped)),
  };
  expect(await replayFile(file, fewer)).toMatchObject({
    outcome: "differs",
    first: { path: expect.stringContaining("checksum") },
  });
});

test("a crashing program leaves the event it crashed on, and the replay crashes there too", async () => {
  const dir = shelf();
  const { recorder } = await open(dir);
  let state = TOY.initial();
  for (const stamped of milking()) {
    const next = TOY.step(state, stamped);
    state = next.state;
    recorder.record(stamped, next.effects, state);
  }
  await until(
    () => flights(dir).some((name) => readFileSync(name, "utf8").includes("421")),
    "the file begins",
  );
  recorder.record(at(7_000, quietly), [], state);
  recorder.lastWords(at(7_100, settled(99)));
  const crashing: Machine<Toy> = {
    ...TOY,
    step(before, stamped) {
      if (stamped.mono === 7_100) throw new Error("broken assumption: there is no bail 99");
      return TOY.step(before, stamped);
    },
  };
  const [file = ""] = flights(dir);
  expect(await replayFile(file, crashing)).toMatchObject({
    outcome: "same",
    ending: null,
    crash: "broken assumption: there is no bail 99",
  });
  await recorder.close(0);
});

test("what earlier runs left is there at the next start, torn ends and damage said in words", async () => {
  const dir = shelf();
  const [file = ""] = await recordAll(dir, milking());
  const first = await open(dir);
  expect(Object.keys(first.carried.milkings)).toEqual(["982000001088420", "982000001088421"]);
  expect(first.remarks).toEqual([]);
  await first.recorder.close();

  const [, second = ""] = flights(dir);
  writeFileSync(second, readFileSync(second).subarray(1));
  const again = await open(dir);
  expect(Object.keys(again.carried.milkings)).toHaveLength(2);
  expect(again.remarks.join(" ")).toMatch(/no readable beginning; going back to the file before/);
  await again.recorder.close();

  const whole = readFileSync(file);
  for (const other of flights(dir).slice(1)) writeFileSync(other, "");
  writeFileSync(file, whole.subarray(0, whole.length - 3));
  const third = await open(dir);
  expect(Object.keys(third.carried.milkings)).toHaveLength(2);
  expect(third.remarks.join(" ")).toMatch(/empty.*torn line/s);
  expect(readFileSync(file)).toEqual(whole.subarray(0, whole.length - 3));
  await third.recorder.close();

  const firstTag = whole.indexOf('"cow":"982000001088420"');
  const damaged = Buffer.from(whole);
  damaged[firstTag + 8] = 0x37;
  for (const other of flights(dir).slice(1)) writeFileSync(other, "");
  writeFileSync(file, damaged);
  const fourth = await open(dir);
  expect(Object.keys(fourth.carried.milkings)).toEqual(["982000001088421"]);
  expect(fourth.remarks.join(" ")).toMatch(/damaged in 1 lines/);
  await fourth.recorder.close();
});

test("each file names the one before it and its last checksum", async () => {
  const dir = shelf();
  await recordAll(dir, milking());
  const [one = "", two = ""] = await recordAll(dir, milking());
  const lastLine = readFileSync(one, "utf8").trimEnd().split("\n").at(-1) ?? "";
  const report = await replayFile(two, TOY);
  expect(report.header?.previous).toEqual({
    file: one.slice(dir.length + 1),
    bytes: readFileSync(one).length,
    crc: lastLine.slice(0, 8),
  });
});

test("a second program on the same data directory is told which process has it", async () => {
  const dir = shelf();
  const { recorder } = await open(dir);
  await expect(open(dir)).rejects.toThrow(`process ${process.pid}`);
  await recorder.close();
  const { recorder: next } = await open(dir);
  await next.close();
});
