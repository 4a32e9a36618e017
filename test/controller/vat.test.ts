// Room: test/controller. The vat through the whole step: warned in words before the milk is lost, one alarm a trouble, a verdict
// for every milking, and no valve that moves for it.

import { describe, expect, test } from "vitest";
import { boardOf } from "../../src/controller/board.ts";
import { type Carried, carry, NOTHING_CARRIED } from "../../src/controller/carried.ts";
import type { Effect } from "../../src/controller/effect.ts";
import type { Note } from "../../src/controller/note.ts";
import { probeId } from "../../src/domain/ids.ts";
import type { ReadingTrouble } from "../../src/domain/vat/reading.ts";
import { type Bench, createBench, WITH_VAT } from "./bench.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const bench = (carried: Carried = NOTHING_CARRIED): Bench => createBench({ plan: WITH_VAT, carried });

/** The probe is read every ten seconds for so long; `celsius` by milliseconds since this was called, or why there is none. */
function probed(shed: Bench, ms: number, celsius: (since: number) => number | ReadingTrouble): void {
  for (let since = 0; since < ms; since += 10_000) {
    shed.pass(10_000);
    const value = celsius(since);
    const reading =
      typeof value === "number"
        ? { kind: "celsius" as const, celsius: Math.round(value * 16) / 16 }
        : { kind: "none" as const, why: value };
    shed.send({ kind: "temperature-read", probe: probeId("milk"), reading });
    shed.send({ kind: "ticked" });
  }
}
function milked(shed: Bench): void {
  shed.enters(2, 12);
  shed.run(3_000);
  shed.leaves(2);
  shed.run(500);
}
/** The vat lies washed and empty, at 18 °C; the first cow comes, and one more every ten minutes for an hour and a half. */
function milkingBegins(shed: Bench): void {
  shed.intend({ kind: "vat-told", what: { kind: "empty" } });
  shed.input("compressor", "active");
  probed(shed, 10 * MINUTE, () => 18);
  milked(shed);
}
function milking(shed: Bench): void {
  milkingBegins(shed);
  for (let cows = 0; cows < 9; cows += 1) {
    probed(shed, 10 * MINUTE, () => filledTo);
    milked(shed);
  }
}
/** Facts case A: an hour and a half of milk at 35 °C into an empty vat with 9.95 W a litre, then 21.7 °C down by 8.86 K an hour to the thermostat. */
const filledTo = 21.7;
const pullDown = (sinceFilled: number): number => Math.max(3.6, filledTo - (8.86 * sinceFilled) / HOUR);

const alarms = (shed: Bench) => shed.notes().filter((note) => note.kind.startsWith("alarm-"));
const kinds = (notes: readonly Note[]) => notes.map(({ kind }) => kind);
const siren = (shed: Bench): boolean =>
  shed
    .effects()
    .filter((effect): effect is Effect & { kind: "signal" } => effect.kind === "signal")
    .filter(({ signal }) => signal === "siren")
    .at(-1)?.on ?? false;

describe("a milking that is cooled in time", () => {
  const shed = bench();
  milking(shed);
  probed(shed, 2.5 * HOUR, pullDown);

  test("begins its clock with the first cow, and keeps the temperature from before it", () => {
    expect(shed.notes("milking-clock-started")).toMatchObject([
      { told: { source: "first-cow", guess: false } },
    ]);
    expect(shed.notes("temperature-recorded")[0]).toMatchObject({ moment: "before-milking" });
  });
  test("passes once, with the numbers behind it", () => {
    expect(shed.notes("cooling-judged")).toMatchObject([
      {
        profile: "au-bega-2018",
        outcome: "PASS",
        verdict: { limits: [{ outcome: "PASS", atMost: 5 }], coverage: 1 },
      },
    ]);
  });
  test("raises no alarm, sounds nothing and stops nothing", () => {
    expect(alarms(shed)).toEqual([]);
    expect(siren(shed)).toBe(false);
    expect(shed.shed().carried.vatStop).toBeNull();
  });
  test("is remembered for the next forecasts: how long it took from the end of milking", () => {
    expect(shed.notes("milking-ended").length + shed.notes("milking-clock-ended").length).toBeGreaterThan(0);
    for (const note of shed.notes("milking-cooled")) expect(note).toMatchObject({ record: { limit: 5 } });
  });
});

describe("the compressor fails half an hour after the last cow", () => {
  const shed = bench();
  milking(shed);
  const began = shed.notes("milking-clock-started")[0];
  probed(shed, 0.5 * HOUR, pullDown);
  shed.input("compressor", "inactive");
  const stands = pullDown(0.5 * HOUR);
  probed(shed, 2.5 * HOUR, (since) => stands + (0.2 * since) / HOUR);

  test("is one alarm, that gets graver", () => {
    expect(alarms(shed).filter(({ kind }) => kind === "alarm-raised")).toHaveLength(1);
    expect(kinds(alarms(shed))).not.toContain("alarm-over");
    expect(alarms(shed).filter(({ kind }) => kind === "alarm-graver").length).toBeGreaterThan(0);
  });
  test("is told more than an hour before the deadline, with figures", () => {
    const [first] = alarms(shed);
    if (first?.kind !== "alarm-raised" || began?.kind !== "milking-clock-started")
      throw new Error("no alarm");
    expect((began.at + 3.5 * HOUR - first.at) / MINUTE).toBeGreaterThan(60);
    expect(first.figures).toMatch(/°C/);
  });
  test("sounds the siren while nobody answers, and is told to others", () => {
    expect(siren(shed)).toBe(true);
    expect(alarms(shed).filter(({ kind }) => kind === "alarm-escalated")).toMatchObject([
      { to: 1 },
      { to: 2 },
    ]);
  });
  test("FAILs at the deadline, by how much and as yet without an end", () => {
    expect(shed.notes("cooling-judged")).toMatchObject([
      { outcome: "FAIL", verdict: { limits: [{ outcome: "FAIL", reachedAt: null, margin: null }] } },
    ]);
  });
  test("does not raise the vat stop: warm milk is for people and the factory to decide about", () => {
    expect(shed.notes("vat-stop-raised")).toEqual([]);
    expect(shed.order("B")?.clearVatStop).toBe(true);
  });
  test("is silent once a person has acknowledged it, and asks for a reason when it is over", () => {
    const [open] = shed.shed().vat?.alarms.listed ?? [];
    if (open === undefined) throw new Error("no alarm");
    shed.intend({ kind: "acknowledge-alarm", alarm: open.id });
    expect(siren(shed)).toBe(false);
    shed.input("compressor", "active");
    probed(shed, 3 * HOUR, (since) => Math.max(3.6, stands + 0.5 - (8.86 * since) / HOUR));
    expect(kinds(alarms(shed))).toContain("alarm-over");
    expect(shed.shed().vat?.alarms.listed).toHaveLength(1);
    shed.intend({ kind: "explain-alarm", alarm: open.id, reason: "  " });
    expect(shed.notes("refused").at(-1)).toMatchObject({ intent: "explain-alarm" });
    shed.intend({ kind: "explain-alarm", alarm: open.id, reason: "contactor burnt, replaced" });
    expect(shed.shed().vat?.alarms.listed).toEqual([]);
    expect(shed.shed().carried.alarms.listed).toEqual([]);
  });
});

describe("a milking that only the probe tells of, a few minutes late from its likeliest start", () => {
  /** An hour and a half of milk onto as much cold milk, and then down so that it is at 5 °C some minutes after the deadline. */
  const shed = bench();
  shed.input("compressor", "active");
  probed(shed, HOUR, () => 4);
  probed(shed, 1.5 * HOUR, (since) => 4 + (9 * since) / (1.5 * HOUR));
  probed(shed, 2.5 * HOUR, (since) => Math.max(3.6, 13 - (3.85 * since) / HOUR));

  test("is no FAIL, for the milk may have begun to come a little later", () => {
    expect(shed.shed().vat?.verdicts).toMatchObject([
      { outcome: "NO_DATA", likeliest: "FAIL", hangsOn: ["start"] },
    ]);
    expect(shed.notes("cooling-judged")).toMatchObject([{ outcome: "NO_DATA", hangsOn: ["start"] }]);
  });
  test("is warned of all the same, and the figures say that the start is a guess", () => {
    const told = alarms(shed).flatMap((note) =>
      "figures" in note && note.condition === "deadline-missed" ? [note.figures] : [],
    );
    expect(told).toEqual([expect.stringContaining("if milking was when the probe shows it")]);
  });
  test("FAILs once a person confirms the start", () => {
    shed.intend({ kind: "vat-told", what: { kind: "confirm-start", milking: 1 } });
    probed(shed, 2 * MINUTE, () => 3.6);
    expect(shed.notes("cooling-judged").map((note) => "outcome" in note && note.outcome)).toEqual([
      "NO_DATA",
      "FAIL",
    ]);
  });
});

test("a collection that nobody tells is no warm milk for an hour: the bare probe warms as milk cannot", () => {
  const shed = bench();
  milking(shed);
  probed(shed, 2.5 * HOUR, pullDown);
  // The tanker has been: the probe goes from 3.6 °C towards the shed's 18 °C, two thirds of the way in forty minutes.
  probed(shed, 0.9 * HOUR, (since) => 18 - 14.4 * Math.exp(-since / (40 * MINUTE)));
  expect(alarms(shed)).toEqual([]);
  expect(boardOf(shed.state())?.vat?.milking?.outcomes).toMatchObject([{ outcome: "PASS" }]);
});
test("held milk that warms by a kelvin an hour is told, with its figure", () => {
  const shed = bench();
  milking(shed);
  probed(shed, 2.5 * HOUR, pullDown);
  probed(shed, 2.5 * HOUR, (since) => 3.6 + since / HOUR);
  expect(alarms(shed).filter(({ kind }) => kind === "alarm-raised")).toMatchObject([
    { condition: "warming", figures: expect.stringMatching(/^5\.\d °C/) },
  ]);
});

test("the program is away over the deadline: no pass comes out of that, whatever the milk has afterwards", () => {
  const before = bench();
  milking(before);
  probed(before, 1.5 * HOUR, pullDown);
  const carried = before.notes().reduce<Carried>(carry, NOTHING_CARRIED);
  const after = createBench({
    plan: WITH_VAT,
    carried,
    startsAt: before.shed().now.wall,
  });
  after.wait(HOUR);
  probed(after, HOUR, () => 3.6);
  expect(after.shed().vat?.verdicts).toMatchObject([{ outcome: "NO_DATA" }]);
});
test("a probe that hangs over the deadline gives no pass, and is one alarm of its own", () => {
  const shed = bench();
  milking(shed);
  probed(shed, 3 * HOUR, (since) => (since > 1.5 * HOUR && since < 2.5 * HOUR ? "hung" : pullDown(since)));
  expect(shed.notes("cooling-judged")).toMatchObject([{ outcome: "NO_DATA" }]);
  expect(alarms(shed).filter(({ kind }) => kind === "alarm-raised")).toHaveLength(1);
  expect(alarms(shed)[0]).toMatchObject({ kind: "alarm-raised", family: "blind" });
});
test("a collection that a person tells takes yesterday's cows out of the vat: an entry about them raises nothing", () => {
  const shed = bench();
  milkingBegins(shed);
  expect(Object.keys(shed.shed().carried.milkedIn)).toEqual(["12"]);
  shed.intend({ kind: "vat-told", what: { kind: "collected" } });
  expect(shed.notes("collected")).toMatchObject([{ told: { source: "person", by: "Kim" } }]);
  expect(shed.shed().carried.milkedIn).toEqual({});
});
test("where no vat is watched a person's word about it is refused, and readings mean nothing", () => {
  const shed = createBench({});
  shed.intend({ kind: "vat-told", what: { kind: "collected" } });
  expect(shed.notes("refused")).toMatchObject([
    { intent: "vat-told", why: expect.stringContaining("no vat") },
  ]);
  shed.send({ kind: "temperature-read", probe: probeId("milk"), reading: { kind: "celsius", celsius: 4 } });
  expect(shed.shed().vat).toBeNull();
});
test("what the vat knows is plain JSON, over all of this", () => {
  const shed = bench();
  milking(shed);
  probed(shed, HOUR, pullDown);
  expect(JSON.parse(JSON.stringify(shed.state()))).toEqual(shed.state());
});
