// Room: test/domain/cooling. Whole logs: milkings found and given, trouble of probe and clock, what is told of it.

import { describe, expect, it } from "vitest";
import { guessedStart, SHOWN_LATE } from "../../../src/domain/cooling/guessed-start.ts";
import {
  type LogColumns,
  type Reviewed,
  type ReviewOptions,
  review,
} from "../../../src/domain/cooling/review.ts";
import { after, hours, type MonoMs, minutes, monoMs } from "../../../src/domain/units.ts";
import type { ReadingTrouble } from "../../../src/domain/vat/reading.ts";
import { type FarmDays, farmDays } from "../../bench/cooling-year.ts";
import { BEGA, NZ, PMO, profile, vat } from "./make.ts";

const farm: FarmDays = farmDays(4, 60);

type Row = readonly [at: number, celsius: number | ReadingTrouble];
const rowsOf = ({ at, celsius }: FarmDays): readonly Row[] =>
  Array.from(at, (t, i): Row => [t, celsius[i] ?? 0]);
function columns(rows: readonly Row[]): LogColumns {
  return {
    at: Float64Array.from(rows, ([at]) => at),
    celsius: Float64Array.from(rows, ([, what]) => (typeof what === "number" ? what : Number.NaN)),
    missing: new Map(
      rows.flatMap(([, what], i) => (typeof what === "number" ? [] : [[i, { why: what }] as const])),
    ),
  };
}
const reviewed = (rows: readonly Row[], options: ReviewOptions = {}) =>
  review([columns(rows)], [BEGA], options);
const startOf = (n: number): MonoMs => monoMs(farm.milkings[n]?.start ?? 0);
const outcomes = ({ milkings }: Reviewed) => milkings.map(({ verdicts }) => verdicts[0]?.outcome);

const found = reviewed(rowsOf(farm));

describe("a log of four days", () => {
  it("shows its eight milkings, each a guess that is near the truth", () => {
    expect(found.milkings).toHaveLength(8);
    for (const [i, milking] of found.milkings.entries()) {
      const truth = farm.milkings[i];
      expect(milking.guess).toBe(true);
      expect(Math.abs(milking.start - (truth?.start ?? 0))).toBeLessThan(minutes(25));
      // Milk that is cooled as fast as it comes into an empty vat shows no end.
      if (truth?.first === false) expect(Math.abs((milking.end ?? 0) - truth.end)).toBeLessThan(minutes(30));
    }
    const known = found.milkings.map(({ first }) => first);
    for (const [i, first] of known.entries()) if (first !== null) expect(first).toBe(farm.milkings[i]?.first);
  });
  it("judges each by each profile, in the order that was asked for", () => {
    const both = review([columns(rowsOf(farm))], [NZ, BEGA, PMO]);
    for (const { verdicts } of both.milkings)
      expect(verdicts.map(({ profile }) => profile)).toEqual([NZ.id, BEGA.id, PMO.id]);
    expect(both.milkings.map(({ verdicts }) => verdicts[1])).toEqual(
      found.milkings.map(({ verdicts }) => verdicts[0]),
    );
  });
  it("says of a PASS by a guessed start from which start on it is one, and whether an earlier one is possible", () => {
    const [first] = found.milkings;
    const [verdict] = first?.verdicts ?? [];
    if (first === undefined || verdict === undefined) throw new Error("a milking is there");
    const margin = verdict.limits[0]?.margin ?? 0;
    const earliest = first.startBetween?.earliest ?? 0;
    expect(guessedStart(first, verdict, BEGA)).toEqual({
      passesFrom: first.start - margin,
      earliest: earliest - SHOWN_LATE,
      latest: first.startBetween?.latest,
      decides: true,
    });
    const sure = {
      ...first,
      startBetween: { earliest: monoMs(first.start - margin + SHOWN_LATE), latest: first.start },
    };
    expect(guessedStart(sure, verdict, BEGA)?.decides).toBe(false);
    expect(guessedStart({ ...first, startBetween: null }, verdict, BEGA)).toMatchObject({
      earliest: null,
      decides: true,
    });
    const given = reviewed(rowsOf(farm), { start: startOf(0) }).milkings[0];
    if (given === undefined) throw new Error("a milking is there");
    expect(guessedStart(given, verdict, BEGA)).toBeNull();
    expect(guessedStart(first, { ...verdict, outcome: "FAIL" }, BEGA)).toBeNull();
    expect(guessedStart(first, verdict, profile({ limits: [] }))).toBeNull();
  });
  it("ties each to the next, and to the collection that took it", () => {
    const { milkings } = found;
    // Collected on the mornings of the second and the fourth day, after three milkings and then after four.
    expect(milkings.map(({ nextStart }) => nextStart !== null)).toEqual([
      true,
      true,
      false,
      true,
      true,
      true,
      false,
      false,
    ]);
    for (const n of [0, 1, 2]) {
      expect(Math.abs((milkings[n]?.collected ?? 0) - (farm.collections[0] ?? 0))).toBeLessThan(minutes(20));
      expect(milkings[n]?.collectedSource).not.toBe("given");
    }
    expect(milkings[7]?.collected).toBeNull();
  });
  it("counts what it was made from", () => {
    expect(found.parts).toMatchObject([
      { rows: farm.at.length, excursions: [], gaps: [], endsInClockStep: false },
    ]);
    expect(found.parts[0]?.curve.at.length).toBe(found.parts[0]?.readings);
  });
  it("is the same whatever zone its clock was in", () => {
    const by = hours(9.5);
    const moved = reviewed(rowsOf(farm).map(([at, what]): Row => [at + by, what]));
    expect(moved.milkings.map(({ start }) => start - by)).toEqual(found.milkings.map(({ start }) => start));
    expect(outcomes(moved)).toEqual(outcomes(found));
  });
});

describe("what nobody has said and the curve does not show", () => {
  const MINUTE = 60_000;
  const six = monoMs(1_735_700_000_000);
  /** A log by the minute: milk from `six` on for an hour and a half. */
  const logOf = (milk: (minute: number) => number, from: number): readonly Row[] =>
    Array.from({ length: 600 - from }, (_, i): Row => {
      const minute = from + i;
      return [six + minute * MINUTE, Math.round(milk(minute) * 16) / 16];
    });
  /** The probe comes from the warmth of the first milk to what the vat has. */
  const cooledBy = (kilowatts: number, from = -60): readonly Row[] => {
    const milk = vat(kilowatts, 35);
    const probe = (minute: number) => milk(minute) + (34 - milk(minute)) * Math.exp(-minute / 10);
    return logOf((minute) => (minute < 0 ? 18 : probe(minute)), from);
  };
  const judged = (rows: readonly Row[], by = BEGA, options: ReviewOptions = {}) => {
    const [milking] = review([columns(rows)], [by], options).milkings;
    const [verdict] = milking?.verdicts ?? [];
    if (milking === undefined || verdict === undefined) throw new Error("a milking is there");
    return { milking, verdict };
  };

  it("a start before the first reading: a log that begins in the middle of a milking passes nothing", () => {
    for (const kilowatts of [22, 26, 30, 38]) {
      const { milking, verdict } = judged(cooledBy(kilowatts, 70));
      expect(milking.startBetween?.earliest).toBeNull();
      expect(verdict.outcome).not.toBe("PASS");
    }
    const { verdict } = judged(cooledBy(38, 70));
    expect(verdict).toMatchObject({ outcome: "NO_DATA", because: [{ kind: "start-of-milking-unknown" }] });
    expect(verdict.limits).toMatchObject([{ outcome: "NO_DATA", margin: null }]);
    expect(judged(cooledBy(38, 70), BEGA, { start: monoMs(six + 60 * MINUTE) }).verdict.outcome).toBe("PASS");
  });
  it("a FAIL that a later start makes a PASS says so", () => {
    const { milking, verdict } = judged(rowsOf(farm));
    const [limit] = verdict.limits;
    if (limit === undefined) throw new Error("a limit is there");
    const late = (by: number) => ({
      ...verdict,
      outcome: "FAIL" as const,
      because: [{ kind: "late" as const, limit: limit.limit }],
      limits: [{ ...limit, outcome: "FAIL" as const, margin: minutes(-by) }],
    });
    const allowed = {
      ...milking,
      startBetween: { earliest: milking.start, latest: after(milking.start, minutes(3)) },
    };
    expect(guessedStart(allowed, late(3), BEGA)).toMatchObject({
      passesFrom: milking.start + minutes(3),
      latest: milking.start + minutes(3),
      decides: true,
    });
    expect(guessedStart(allowed, late(4), BEGA)).toBeNull();
    const warm = {
      ...late(3),
      because: [...late(3).because, { kind: "not-held" as const, from: milking.start }],
    };
    expect(guessedStart(allowed, warm, BEGA)).toBeNull();
    expect(guessedStart(allowed, late(3), NZ)).toBeNull();
  });
  it("an end that the curve shows an hour early decides nothing; said, it does", () => {
    // 35 °C in at a steady flow, and a steady plant: the vat stands at 21.7 °C until the milking ends, and shows its end long before.
    for (const by of [NZ, PMO]) {
      const start = { start: six, first: true };
      const { milking, verdict } = judged(cooledBy(29.863), by, start);
      expect(milking.end).not.toBeNull();
      expect(verdict.outcome).toBe("NO_DATA");
      expect(verdict.because.map(({ kind }) => kind)).toEqual(["end-of-milking-unknown"]);
      const said = { ...start, end: monoMs(six + 90 * MINUTE) };
      expect(judged(cooledBy(29.863), by, said).verdict.outcome).toBe("PASS");
      expect(judged(cooledBy(14), by, start).verdict.outcome).toBe("FAIL");
    }
  });
  it("whether it was the first, where all that is seen before is cold: an empty vat in winter, or milk", () => {
    const empty = vat(29.863, 35);
    const log = logOf(
      (minute) => (minute < 0 ? 3.5 : empty(minute) + (3.5 - empty(minute)) * Math.exp(-minute / 8)),
      -120,
    );
    for (const options of [{}, { start: six, end: monoMs(six + 90 * MINUTE) }]) {
      const { milking, verdict } = judged(log, NZ, options);
      expect([milking.first, verdict.outcome]).toEqual([null, "NO_DATA"]);
      expect(verdict.because).toContainEqual({ kind: "first-or-later-unknown", limit: "blend" });
    }
    const said = { start: six, end: monoMs(six + 90 * MINUTE) };
    expect(judged(log, NZ, { ...said, first: true }).verdict.outcome).toBe("PASS");
    expect(judged(log, NZ, { ...said, first: false }).verdict.outcome).toBe("FAIL");
  });
  it("an end that is shown decides where every end that it allows says the same", () => {
    const onto = vat(20, 18, 6000);
    const log = logOf((minute) => (minute < 0 ? 4 : onto(minute)), -60);
    const { milking, verdict } = judged(log, NZ, { start: six, first: false });
    expect([milking.endSource, verdict.outcome]).toEqual(["top", "PASS"]);
  });
});

describe("a start that a person gives", () => {
  it("is judged as given, with what the curve shows of its end and of later milkings", () => {
    const start = startOf(1);
    const { milkings } = reviewed(rowsOf(farm), { start });
    expect(milkings).toHaveLength(7);
    const [given, ...later] = milkings;
    expect(given).toMatchObject({
      start,
      startSource: "given",
      guess: false,
      first: false,
      firstSource: "curve",
    });
    expect(Math.abs((given?.end ?? 0) - (farm.milkings[1]?.end ?? 0))).toBeLessThan(minutes(30));
    expect(given?.nextStart).toBe(later[0]?.start);
    expect(later.every(({ guess }) => guess)).toBe(true);
  });
  it("with its end, its collection and whether it was the first, those count", () => {
    const start = startOf(1);
    const end = monoMs(start + hours(2));
    const collected = monoMs(start + hours(3));
    const [given] = reviewed(rowsOf(farm), { start, end, collected, first: true }).milkings;
    expect(given).toMatchObject({
      end,
      endSource: "given",
      collected,
      collectedSource: "given",
      first: true,
      firstSource: "given",
      nextStart: null,
    });
    expect(given?.verdicts[0]?.outcome).toBe("COLLECTED_EARLY");
  });
  it("a little after the curve shows it, is not taken for a later milking", () => {
    for (const [n, first] of [
      [0, null],
      [3, true],
      [4, false],
    ] as const) {
      const [given] = reviewed(rowsOf(farm), { start: monoMs(startOf(n) + minutes(30)) }).milkings;
      expect(given?.first).toBe(first);
    }
  });
  it("outside the log has no readings", () => {
    const { milkings } = reviewed(rowsOf(farm), { start: monoMs(startOf(0) - hours(48)) });
    expect(milkings).toMatchObject([{ part: null, startSource: "given" }]);
    expect(milkings[0]?.verdicts[0]?.because).toEqual([{ kind: "no-readings" }]);
  });
});

describe("trouble of probe and logger", () => {
  const deadlineOf = (n: number) => startOf(n) + minutes(210);

  it("sentinels and missing rows are counted by why, and are not milk", () => {
    const rows = rowsOf(farm).map(([at, what], i): Row => {
      if (i % 97 === 0) return [at, 888.8];
      return i % 89 === 0 ? [at, "no-answer"] : [at, what];
    });
    const seen = reviewed(rows);
    const [part] = seen.parts;
    expect(part?.missing.implausible).toBe(Math.ceil(rows.length / 97));
    expect(part?.missing["no-answer"]).toBeGreaterThan(50);
    expect(outcomes(seen)).toEqual(outcomes(found));
  });
  it("a probe lifted out while the milk was held is taken out, listed, and turns nothing", () => {
    const from = startOf(0) + hours(6);
    const rows = rowsOf(farm).map(
      ([at, what]): Row => [at, at >= from && at < from + minutes(12) ? 21 : what],
    );
    const seen = reviewed(rows, { start: startOf(0) });
    const [part] = seen.parts;
    expect(Object.keys(part?.missing ?? {}).length + (part?.excursions.length ?? 0)).toBeGreaterThan(0);
    expect(seen.milkings[0]?.verdicts[0]?.outcome).toBe(
      reviewed(rowsOf(farm), { start: startOf(0) }).milkings[0]?.verdicts[0]?.outcome,
    );
  });
  it("hours without readings over the deadline are NO_DATA, and the gap is told", () => {
    const [from, to] = [deadlineOf(0) - hours(1), deadlineOf(0) + hours(2)];
    const seen = reviewed(
      rowsOf(farm).filter(([at]) => at <= from || at >= to),
      { start: startOf(0) },
    );
    expect(seen.milkings[0]?.verdicts[0]).toMatchObject({
      outcome: "NO_DATA",
      because: [{ kind: "gap-over-deadline" }],
    });
    expect(seen.parts[0]?.gaps).toEqual([{ from: monoMs(from), to: monoMs(to) }]);
  });
  it("a clock that was set back: what is due after it has no data, and its parts are not joined", () => {
    const step = deadlineOf(0) - hours(1);
    const rows = rowsOf(farm);
    const before = rows.filter(([at]) => at < step);
    const behind = rows.filter(([at]) => at >= step).map(([at, what]): Row => [at - hours(5), what]);
    const seen = review([columns(before), columns(behind)], [BEGA]);
    expect(seen.parts.map(({ endsInClockStep }) => endsInClockStep)).toEqual([true, false]);
    expect(seen.milkings[0]).toMatchObject({ part: 0 });
    expect(seen.milkings[0]?.verdicts[0]).toMatchObject({
      outcome: "NO_DATA",
      because: [{ kind: "clock-step" }],
    });
    expect(seen.milkings.filter(({ part }) => part === 1).length).toBeGreaterThanOrEqual(7);
  });
  it("a log that is empty shows nothing, and says nothing", () => {
    expect(review([], [BEGA])).toMatchObject({ parts: [], milkings: [] });
    expect(review([columns([])], [BEGA])).toMatchObject({ parts: [], milkings: [] });
  });
  it("a slow logger is judged where a person allows more between readings, and the verdict says so", () => {
    const rows = rowsOf(farm).filter((_, i) => i % 20 === 7);
    const strict = reviewed(rows, { start: startOf(0) }).milkings[0]?.verdicts[0];
    expect([strict?.outcome, strict?.gapMax]).toEqual(["NO_DATA", minutes(15)]);
    const allowed = reviewed(rows, { start: startOf(0), gapMax: minutes(30) }).milkings[0]?.verdicts[0];
    expect([allowed?.outcome, allowed?.gapMax]).not.toContain("NO_DATA");
    expect(allowed?.gapMax).toBe(minutes(30));
  });
});
