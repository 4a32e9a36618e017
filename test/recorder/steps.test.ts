// Room: test/recorder. A disk driven step by step: whatever fails, whenever it is cured, what was told as durable counts once.
// May live here: the law, a plain reader to hold it against, and the office's. May not: waiting for real time.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { carry } from "../../src/controller/carried.ts";
import { epochMs, milliseconds, monoMs } from "../../src/domain/units.ts";
import { FOLLOW_LIMITS } from "../../src/office/shed/limits.ts";
import { NOTHING_REMEMBERED } from "../../src/office/shed/memory.ts";
import { createReader } from "../../src/office/shed/reader.ts";
import { readCarriedOver } from "../../src/recorder/carry-over.ts";
import { CHAIN_START, open } from "../../src/recorder/chain.ts";
import { createFlightDisk } from "../../src/recorder/disk.ts";
import { createIntake } from "../../src/recorder/intake.ts";
import { type Gap, type Line, parseLine } from "../../src/recorder/line.ts";
import { recordings } from "../../src/recorder/retention.ts";
import { createWriter } from "../../src/recorder/writer.ts";
import { tries } from "../runs.ts";
import { createSteppedDisk, type Outcome } from "./stepped-disk.ts";
import { at, BEGAN, limits, TOY, tag, tick, trouble } from "./toy.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setImmediate", "clearImmediate"] });
});
afterEach(() => void vi.useRealTimers());

type Command =
  | { readonly does: "happens"; readonly what: "tag" | "tick" | "trouble" }
  | { readonly does: "goes well"; readonly times: number }
  | { readonly does: "fails"; readonly done: number }
  | { readonly does: "time"; readonly ms: number }
  | { readonly does: "follows" };
type Life = {
  readonly commands: readonly Command[];
  readonly heldBytesMax: number;
  readonly fileBytesMax: number;
  /** A number: power cut, with so much of what was not synced. */
  readonly ends: "in order" | "killed" | "last words" | number;
};
const happens = fc
  .constantFrom("tag" as const, "tick" as const, "trouble" as const)
  .map((what): Command => ({ does: "happens", what }));
const goesWell = fc.integer({ min: 1, max: 6 }).map((times): Command => ({ does: "goes well", times }));
const fails = fc.constantFrom(0, 0.3, 0.5, 0.9, 1).map((done): Command => ({ does: "fails", done }));
const passes = fc.integer({ min: 0, max: 40 }).map((ms): Command => ({ does: "time", ms }));
const follows = fc.constant<Command>({ does: "follows" });
const commands = fc.array(fc.oneof(happens, happens, goesWell, goesWell, passes, passes, fails, follows), {
  minLength: 5,
  maxLength: 70,
});
const life: fc.Arbitrary<Life> = fc.record({
  commands,
  heldBytesMax: fc.constantFrom(4_000, 8_000_000),
  fileBytesMax: fc.constantFrom(900, 3_000),
  ends: fc.constantFrom<Life["ends"][]>("in order", "killed", "last words", 0, 0.4, 0.7, 1),
});

type Place = { readonly file: string; readonly bytes: number };
type Counted = { readonly tags: readonly number[]; readonly gaps: readonly Gap[] };

const tagsOf = (line: Line): readonly number[] =>
  line.kind === "out"
    ? line.effects.flatMap((effect) =>
        effect.kind === "noted" && effect.note.kind === "milking-counted" ? [Number(effect.note.cow)] : [],
      )
    : [];

/** Every intact line of these bytes, and where it ends. */
function* linesOf(bytes: Buffer): Generator<{ readonly line: Line; readonly end: number }> {
  let seed = CHAIN_START;
  for (let from = 0; from < bytes.length; ) {
    const to = bytes.indexOf(10, from);
    if (to < 0) return;
    const opened = open(bytes, seed, from, to);
    seed = opened.written ?? seed;
    const line = opened.intact ? parseLine(bytes.toString("utf8", from + 9, to)) : null;
    if (line?.ok === true) yield { line: line.value, end: to + 1 };
    from = to + 1;
  }
}

/** What counts, read the plainest way: each file up to where the next with a readable beginning says, or else to its end. */
function readPlainly(dir: string): Counted {
  const shelf = recordings(readdirSync(dir).map((name) => ({ name, bytes: 0 }))).map(({ name }) => name);
  const files = shelf.map((name) => [...linesOf(readFileSync(join(dir, name)))]);
  const [tags, gaps]: [number[], Gap[]] = [[], []];
  for (const [i, lines] of files.entries()) {
    const later = files.slice(i + 1).find((one) => one[0]?.line.kind === "header")?.[0]?.line;
    const previous = later?.kind === "header" ? later.header.previous : null;
    const before = shelf.indexOf(previous?.file ?? "");
    const upTo =
      before === i ? (previous?.bytes ?? 0) : before >= 0 && before < i ? 0 : Number.POSITIVE_INFINITY;
    for (const { line, end } of lines) {
      if (end > upTo) break;
      tags.push(...tagsOf(line));
      if (line.kind === "gap") gaps.push(line.gap);
    }
  }
  return { tags, gaps };
}

/** The office's reader, over as many lives of the controller as there are. */
function followAll(dir: string) {
  const tags: number[] = [];
  const told: string[] = [];
  let durable: Place | null = null;
  const reader = createReader({
    dir,
    limits: FOLLOW_LIMITS,
    durable: () => durable,
    from: null,
    finished: new Set(),
    tell: (about) => told.push(about.kind),
    takeIn: {
      from: () => undefined,
      line: (line) => tags.push(...tagsOf(line)),
      begin: () => undefined,
      passed: () => undefined,
      tell: () => undefined,
      take: () => [],
      waiting: () => 0,
      memory: () => NOTHING_REMEMBERED,
      openHours: () => [],
    },
  });
  return {
    tags,
    told,
    hears(place: Place | null) {
      durable = place;
    },
    async follow() {
      let turns = 0;
      while (await reader.advance()) expect(turns++).toBeLessThan(10_000);
    },
  };
}

/** The world: a folder, a clock that only goes on, and cows whose numbers are the order in which they came. */
function createWorld() {
  const dir = mkdtempSync(join(tmpdir(), "vatguard-steps-"));
  const office = followAll(dir);
  const clock = { mono: () => monoMs(now), wall: () => epochMs(BEGAN + now) };
  let now = 0;
  let cows = 0;
  let state = TOY.initial();
  /** Every cow, when she came, and whether she was told to be on the disk for good. */
  const came: { readonly wall: number; durable: boolean }[] = [];

  const live = async ({ commands, ends, ...sizes }: Life, isLast: boolean): Promise<void> => {
    // No program is up again within the second that a file's name tells.
    now += 2_000;
    const disk = createSteppedDisk(dir);
    const left = await readCarriedOver(dir, createFlightDisk(dir), carry);
    const first = { seq: 0, state: TOY.initial(), carried: left.carried };
    state = first.state;
    const waits = { retryFirst: milliseconds(5), retryMax: milliseconds(20), syncWithin: milliseconds(30) };
    const bounds = limits({ ...sizes, ...waits, writeWithin: milliseconds(5) });
    const intake = createIntake({ limits: bounds, carry, first });
    const mine = new Map<number, number>();
    let seq = 0;
    let told = 0;
    office.hears(null);
    const writer = createWriter({
      disk,
      intake,
      limits: bounds,
      clock,
      deliver: () => undefined,
      version: "test",
      first,
      previous: left.previous,
      nextCounter: left.nextCounter,
      onDurable: () => undefined,
      onDurableAt(file, bytes, upTo) {
        office.hears({ file, bytes });
        told = upTo;
        for (const [cow, record] of mine)
          if (record <= upTo) (came[cow] ?? { durable: false }).durable = true;
      },
      onRemark: () => undefined,
    });
    const time = async (ms: number): Promise<void> => {
      now += ms;
      await vi.advanceTimersByTimeAsync(ms);
    };
    const go = async (outcome: Outcome): Promise<void> => {
      disk.go(outcome);
      await vi.advanceTimersByTimeAsync(0);
    };
    const happen = (what: "tag" | "tick" | "trouble"): void => {
      now += 1;
      const event = what === "tag" ? tag(String(cows)) : what === "tick" ? tick : trouble;
      const stamped = at(now, event);
      const next = TOY.step(state, stamped);
      state = next.state;
      const taken = intake.record(stamped, next.effects, state);
      seq = taken.seq;
      if (what === "tag") {
        came.push({ wall: stamped.wall, durable: false });
        mine.set(cows, seq);
        cows += 1;
      }
      writer.nudge(taken.evidence);
    };
    const drain = async (until: () => boolean): Promise<void> => {
      for (let turns = 0; !until(); turns++) {
        expect(turns).toBeLessThan(5_000);
        if (disk.waiting() === null) await time(20);
        else await go({ well: true });
      }
    };
    writer.nudge(true);
    for (const one of commands) {
      if (one.does === "happens") happen(one.what);
      else if (one.does === "time") await time(one.ms);
      else if (one.does === "fails") await go({ well: false, done: one.done });
      else if (one.does === "follows") await office.follow();
      else for (let i = 0; i < one.times; i++) await go({ well: true });
    }
    if (ends === "in order" || isLast) {
      happen("trouble");
      await drain(() => told === seq);
      let isOver = false;
      const stopped = writer.stop(1_000).then((ended) => {
        isOver = true;
        return ended;
      });
      await drain(() => isOver);
      expect(await stopped).toBe(true);
    }
    if (ends === "last words") writer.lastWords(null);
    // A program that has ended does nothing more.
    vi.clearAllTimers();
    disk.ends(typeof ends === "number" ? ends : null);
  };
  return { dir, office, came, live };
}

async function holds(lives: readonly Life[]): Promise<void> {
  const world = createWorld();
  try {
    for (const [i, one] of lives.entries()) await world.live(one, i === lives.length - 1);
    await world.office.follow();
    const { tags, gaps } = readPlainly(world.dir);
    // In their order, and none twice.
    for (const [i, cow] of tags.entries()) expect(cow).toBeGreaterThan(tags[i - 1] ?? -1);
    const counted = new Set(tags);
    const lost = world.came.flatMap(({ wall, durable }, cow) => {
      const isSaid = gaps.some(({ from, to }) => from <= wall && wall <= to);
      return durable && !counted.has(cow) && !isSaid ? [cow] : [];
    });
    expect(lost).toEqual([]);
    // Nobody is said to be lost who is there.
    for (const cow of tags) {
      const wall = world.came[cow]?.wall ?? 0;
      expect(gaps.filter(({ from, to }) => from <= wall && wall <= to)).toEqual([]);
    }
    expect(world.office.tags).toEqual(tags);
    expect(world.office.told.filter((kind) => kind === "recording-missing")).toEqual([]);
  } finally {
    rmSync(world.dir, { recursive: true, force: true });
  }
}

const does = {
  tag: { does: "happens", what: "tag" } satisfies Command,
  well: (times: number): Command => ({ does: "goes well", times }),
  fails: (done: number): Command => ({ does: "fails", done }),
  time: (ms: number): Command => ({ does: "time", ms }),
};

/** The disk takes a record, but does not say so; then it takes half a new file's beginning, and does not let it be removed either. */
const leftBehind: Life = {
  commands: [
    ...[does.tag, does.well(4), does.fails(0), does.fails(1), does.well(1), does.time(5)],
    ...[does.tag, does.fails(0.9), does.time(0), does.well(1), does.fails(0)],
  ],
  heldBytesMax: 4_000,
  fileBytesMax: 900,
  ends: "in order",
};

test("however a disk fails, is cured, is full or loses its power, what was told as durable counts once, for the office too", async () => {
  await fc.assert(fc.asyncProperty(fc.array(life, { minLength: 1, maxLength: 3 }), holds), {
    ...tries(50),
    examples: [[[leftBehind]], [[leftBehind, leftBehind]]],
  });
});

test("a file whose beginning the disk never took is nothing to go on from: the next goes on from the one before it", async () => {
  const world = createWorld();
  await world.live({ ...leftBehind, commands: [does.tag], ends: "killed" }, true);
  const [first = ""] = readdirSync(world.dir);
  writeFileSync(join(world.dir, "flight-2026-11-22T05-41-10Z-000009.log"), '03d0385e {"flight":1,"vers');
  const left = await readCarriedOver(world.dir, createFlightDisk(world.dir), carry);
  expect(left.previous?.file).toBe(first);
  expect(left.nextCounter).toBe(10);
  rmSync(world.dir, { recursive: true, force: true });
});
