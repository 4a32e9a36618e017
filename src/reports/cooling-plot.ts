// Room: reports. A page for the auditor about one log: curve, limits, deadline, verdict, and what it all rests on. A4, landscape.
// May live here: the page's layout. May not: judging; the chart itself (cooling-chart.ts).
// Invariant: every figure is one that the judgement gave; a guess is marked as one; nothing relies on colour alone.

import { type Curve, firstFrom, timeOf, warmthOf } from "../domain/cooling/curve.ts";
import { guessedStart } from "../domain/cooling/guessed-start.ts";
import type { CoolingProfile } from "../domain/cooling/profile.ts";
import type { ReviewedMilking } from "../domain/cooling/review.ts";
import { OUTCOMES, type Outcome, type Verdict } from "../domain/cooling/verdict.ts";
import { celsiusInWords, durationInWords, verdictInWords } from "../domain/cooling/words.ts";
import { between } from "../domain/units.ts";
import { LOG_AND_HAND_CHECK } from "../domain/vat/probe-words.ts";
import {
  type Box,
  CURVE,
  chart,
  chartDefinitions,
  LIMIT,
  type Limit,
  labelRoom,
  limitRoom,
  type Mark,
  type Stretch,
} from "./cooling-chart.ts";
import type { CoolingPage } from "./cooling-page.ts";
import { milkingTable, TABLE_COLUMNS, TABLE_ROW } from "./cooling-table.ts";
import { grouped } from "./grouped.ts";
import { colourOf, sign, wordOf, worst } from "./outcome-sign.ts";
import { element, INK, paragraph, SOFT, text, widthOf, wrapped } from "./svg.ts";

/** A4 landscape, four units a millimetre. */
export const PAGE = { width: 1_188, height: 840, margin: 48 } as const;
const INNER = PAGE.width - 2 * PAGE.margin;
const FOOT = PAGE.height - 82;

/** The page as an SVG file. */
export function coolingPlot(page: CoolingPage): string {
  const [milking, another] = page.reviewed.milkings;
  const body = milking !== undefined && another === undefined ? onePage(page, milking) : overview(page);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width: "297mm",
      height: "210mm",
      viewBox: `0 0 ${PAGE.width} ${PAGE.height}`,
      "font-family": "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif",
      fill: INK,
      role: "img",
    },
    [
      element("title", {}, titleOf(page)),
      element("rect", { width: PAGE.width, height: PAGE.height, fill: "#ffffff" }),
      body,
      footer(page),
    ],
  )}\n`;
}

const titleOf = ({ title }: CoolingPage): string =>
  title.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

function onePage(page: CoolingPage, milking: ReviewedMilking): string {
  const { profiles, times } = page;
  const verdicts = milking.verdicts.flatMap((verdict, at) => {
    const profile = profiles[at];
    return profile === undefined ? [] : [{ verdict, profile }];
  });
  const stretches = stretchesOf(page, milking);
  const head = header(
    page,
    `Milking of ${times.instant(milking.start)}${milking.guess ? " (start told from the curve)" : ""}`,
  );
  let y = head.next + 8;
  const verdictMarks: string[] = [];
  for (const { verdict, profile } of verdicts.slice(0, VERDICTS_MAX)) {
    const block = verdictBlock(y, verdict, profile, times.clock);
    verdictMarks.push(block.marks);
    y = block.next + 6;
  }
  const left = verdicts.length - VERDICTS_MAX;
  if (left > 0) {
    verdictMarks.push(
      text(PAGE.margin, y + 4, `… and ${left} more profiles: see the command's text or JSON.`, { size: 12 }),
    );
    y += 18;
  }
  const marks = marksOf(milking, verdicts, times.clock);
  const facts = factsOf(page, milking);
  const limits = limitsOf(milking, verdicts);
  const foot = FOOT - factRows(facts).length * FACT - 96;
  const box = boxBetween(y, foot, marks, stretches, limits);
  return [
    chartDefinitions(box),
    head.marks,
    ...verdictMarks,
    chart({
      box,
      stretches,
      limits,
      marks,
      signs: [],
      times,
      ...rangeOf(stretches, milking.verdicts, limits),
    }),
    legend(box.y + box.height + 74, page, true),
    factLines(facts, box.y + box.height + 102),
  ].join("");
}

const FACT = 17;

/** The chart's place between two heights, with room for what is written around it. */
function boxBetween(
  top: number,
  foot: number,
  marks: readonly Mark[],
  stretches: readonly Stretch[],
  limits: readonly Limit[],
): Box {
  const wide = { x: PAGE.margin + 38, y: top, width: INNER - 38 - limitRoom(limits), height: 1 };
  const y = top + labelRoom(marks, stretches, wide) + 10;
  return { ...wide, y, height: Math.max(140, foot - y) };
}

/** More do not leave room for the curve. */
const VERDICTS_MAX = 3;

function overview(page: CoolingPage): string {
  const { reviewed, times, profiles } = page;
  const { milkings } = reviewed;
  const stretches = reviewed.parts.map((part, at) => ({
    part,
    raw: page.raw[at] ?? { at: [], celsius: [] },
    from: part.from,
    to: part.to,
  }));
  const first = reviewed.parts[0]?.from;
  const last = reviewed.parts.at(-1)?.to;
  const span =
    first === undefined || last === undefined
      ? "no readings"
      : `${times.instant(first)} to ${times.instant(last)}`;
  const counted = milkings.length === 0 ? "no milking found" : `${milkings.length} milkings`;
  const head = header(page, `${counted}, ${span}`);
  const y = head.next + 8;
  const summary = summaryLines(page);
  const words = paragraph(PAGE.margin, y + 8, summary, { size: 14 });
  const few = milkings.length <= 10;
  const tableHeight =
    milkings.length === 0
      ? 0
      : 34 + Math.min(Math.ceil(milkings.length / TABLE_COLUMNS), TABLE_ROWS_MAX) * TABLE_ROW;
  const limits = [...new Set(profiles.flatMap(({ limits: all }) => all.map(({ atMost }) => atMost)))]
    .slice(0, 3)
    .map((celsius) => ({ celsius, words: `limit ${celsiusInWords(celsius)}`, from: null }));
  const marks: readonly Mark[] = few
    ? milkings.map(({ start, guess, verdicts }, at) => ({
        at: start,
        words: `${at + 1} ${wordOf(worst(verdicts))}`,
        kind: "start",
        guess,
      }))
    : [];
  const outcomes = few
    ? []
    : milkings.map(({ start, verdicts }) => ({ at: start, outcome: worst(verdicts) }));
  // Signs closer than this run together: those that did not pass are the ones to see.
  const dense = outcomes.length > SIGNS_MAX ? outcomes.filter(({ outcome }) => outcome !== "PASS") : outcomes;
  const box = boxBetween(words.next + 4, FOOT - tableHeight - 92, marks, stretches, limits);
  const judged = milkings.flatMap(({ verdicts }) => verdicts);
  return [
    chartDefinitions(box),
    head.marks,
    words.marks,
    chart({ box, stretches, limits, marks, signs: dense, times, ...rangeOf(stretches, judged, limits) }),
    legend(box.y + box.height + 74, page, false),
    milkingTable(page, {
      x: PAGE.margin,
      y: box.y + box.height + 98,
      width: INNER,
      height: FOOT - (box.y + box.height + 98),
    }),
  ].join("");
}

/** Of a year there would be one every unit and a half. */
const SIGNS_MAX = 100;
const TABLE_ROWS_MAX = 20;

function header(page: CoolingPage, under: string): { readonly marks: string; readonly next: number } {
  const [first] = page.profiles;
  const rules =
    page.profiles.length === 1 && first !== undefined ? first.title : `${page.profiles.length} profiles`;
  return {
    marks: [
      text(PAGE.margin, 66, fitted(page.title, INNER - 240, 25), { size: 25, weight: "bold" }),
      text(PAGE.width - PAGE.margin, 56, "Milk cooling record", { size: 14, anchor: "end", weight: "bold" }),
      text(PAGE.width - PAGE.margin, 75, fitted(rules, 460, 12), { size: 12, anchor: "end", fill: SOFT }),
      text(PAGE.margin, 90, under, { size: 14, fill: SOFT }),
      element("line", {
        x1: PAGE.margin,
        x2: PAGE.width - PAGE.margin,
        y1: 102,
        y2: 102,
        stroke: INK,
        "stroke-width": 1.2,
      }),
    ].join(""),
    next: 108,
  };
}

const fitted = (words: string, width: number, size: number): string =>
  wrapped(words, width, size, 1)[0] ?? "";

function verdictBlock(
  y: number,
  verdict: Verdict,
  profile: CoolingProfile,
  clock: (at: number) => string,
): { readonly marks: string; readonly next: number } {
  const colour = colourOf(verdict.outcome);
  const word = wordOf(verdict.outcome);
  const badge = widthOf(word, 17) * 1.16 + 44;
  const words = verdictInWords(verdict, profile, clock);
  const says = words.headline
    .slice(verdict.outcome.length + 2)
    .replace(/ \([^()]*(?:\([^()]*\)[^()]*)*\)\.$/, ".");
  const rule = words.headline
    .slice(verdict.outcome.length + 2)
    .slice(says.length)
    .trim()
    .replace(/^\(|\)\.$/g, "");
  const left = PAGE.margin + badge + 16;
  const sentence = `${says.charAt(0).toUpperCase()}${says.slice(1)}`;
  const lines = paragraph(left, y + 15, wrapped(sentence, PAGE.width - PAGE.margin - left, 15, 2), {
    size: 15,
    weight: "bold",
  });
  const unseen = profile.source.wording === "seen" ? "" : " The original of this rule has not been seen.";
  const under = paragraph(
    left,
    lines.next - 3,
    wrapped(`${profile.title} (${profile.id}): ${rule}.${unseen}`, PAGE.width - PAGE.margin - left, 11.5, 2),
    {
      size: 11.5,
      fill: SOFT,
    },
  );
  return {
    marks: [
      element("rect", {
        x: PAGE.margin,
        y,
        width: badge,
        height: 32,
        rx: 4,
        fill: "#ffffff",
        stroke: colour,
        "stroke-width": 2.6,
      }),
      sign(verdict.outcome, PAGE.margin + 12, y + 9, 14, colour),
      text(PAGE.margin + 34, y + 22, word, { size: 17, weight: "bold", fill: colour }),
      lines.marks,
      under.marks,
    ].join(""),
    next: Math.max(y + 36, under.next - 8),
  };
}

type Judged = { readonly verdict: Verdict; readonly profile: CoolingProfile };

const HOUR = 3_600_000;

function stretchesOf({ reviewed, raw }: CoolingPage, milking: ReviewedMilking): readonly Stretch[] {
  const part = milking.part === null ? undefined : reviewed.parts[milking.part];
  if (part === undefined || milking.part === null) return [];
  const deadlines = milking.verdicts.flatMap(({ limits }) =>
    limits.flatMap(({ deadline }) => deadline ?? []),
  );
  const ends = milking.verdicts.map(({ judged }) => judged.to);
  const from = Math.max(
    part.from,
    Math.min(milking.start - HOUR / 2, milking.startBetween?.earliest ?? milking.start),
  );
  const until = Math.max(...deadlines, ...ends, milking.start + HOUR, milking.collected ?? 0) + HOUR / 2;
  const to = Math.max(from + HOUR, Math.min(until, Math.max(part.to, ...deadlines) + HOUR / 4));
  return [{ part, raw: raw[milking.part] ?? { at: [], celsius: [] }, from, to }];
}

/** Room for the warmest that was judged and for what the probe read out of the milk; a wash runs out of the picture. */
function rangeOf(
  stretches: readonly Stretch[],
  verdicts: readonly Verdict[],
  limits: readonly Limit[],
): { readonly top: number; readonly bottom: number } {
  const highs = [
    10,
    ...verdicts.map(({ maximum }) => maximum?.celsius ?? 0),
    ...limits.map(({ celsius }) => celsius),
  ];
  const lows = [0];
  for (const { part, from, to } of stretches) {
    if (verdicts.length === 0) highs.push(warmestIn(part.curve, from, to));
    lows.push(coldestIn(part.curve, from, to));
    for (const { peak } of part.excursions) if (peak.at >= from && peak.at <= to) highs.push(peak.celsius);
  }
  const high = Math.min(SHOWN_MAX, Math.max(...highs));
  return { top: Math.ceil((high + 1) / 2) * 2, bottom: Math.floor(Math.max(-10, Math.min(...lows))) };
}

/** Milk comes from the cow at 37 °C; what is warmer is a wash. */
const SHOWN_MAX = 42;

const warmestIn = (curve: Curve, from: number, to: number): number =>
  fold(curve, from, to, -Infinity, Math.max);
const coldestIn = (curve: Curve, from: number, to: number): number =>
  fold(curve, from, to, Infinity, Math.min);

function fold(
  curve: Curve,
  from: number,
  to: number,
  begin: number,
  pick: (one: number, other: number) => number,
): number {
  let found = begin;
  for (
    let index = firstFrom(curve, from);
    index < curve.at.length && timeOf(curve, index) <= to;
    index += 1
  ) {
    found = pick(found, warmthOf(curve, index));
  }
  return found;
}

function marksOf(
  milking: ReviewedMilking,
  judged: readonly Judged[],
  clock: (at: number) => string,
): readonly Mark[] {
  const many = judged.length > 1;
  const marks: Mark[] = [
    {
      at: milking.start,
      words: `${milking.guess ? "start (guess)" : "start"} ${clock(milking.start)}`,
      kind: "start",
      guess: milking.guess,
    },
  ];
  const seen = new Set<string>();
  for (const { verdict, profile } of judged) {
    for (const { deadline, reachedAt, limit, atMost } of verdict.limits) {
      const whose = many || verdict.limits.length > 1 ? `, ${many ? profile.id : limit}` : "";
      const due = `deadline ${clock(deadline ?? 0)} for ${celsiusInWords(atMost)}${whose}`;
      if (deadline !== null && !seen.has(`${deadline} ${atMost}`)) {
        marks.push({ at: deadline, words: due, kind: "deadline", guess: milking.guess });
        seen.add(`${deadline} ${atMost}`);
      }
      if (reachedAt !== null && reachedAt > milking.start && !seen.has(`${reachedAt} reached`)) {
        marks.push({
          at: reachedAt,
          words: `${celsiusInWords(atMost)} reached ${clock(reachedAt)}`,
          kind: "reached",
          guess: false,
        });
        seen.add(`${reachedAt} reached`);
      }
    }
  }
  const further = [
    { at: milking.end, words: "milking ended", source: milking.endSource, kind: "other" },
    { at: milking.nextStart, words: "next milking", source: milking.startSource, kind: "other" },
    { at: milking.collected, words: "collected", source: milking.collectedSource, kind: "collected" },
    { at: milking.notMilkFrom, words: "no milk from here", source: null, kind: "other" },
  ] as const;
  for (const { at, words, source, kind } of further) {
    if (at === null) continue;
    const guess = source !== "given";
    marks.push({ at, words: `${words}${guess ? " (guess)" : ""} ${clock(at)}`, kind, guess });
  }
  return marks;
}

function limitsOf(milking: ReviewedMilking, judged: readonly Judged[]): readonly Limit[] {
  const found = new Map<number, string[]>();
  for (const { profile } of judged) {
    for (const { atMost } of profile.limits) found.set(atMost, [...(found.get(atMost) ?? []), profile.id]);
    if (profile.hold !== null)
      found.set(profile.hold.atMost, [...(found.get(profile.hold.atMost) ?? []), profile.id]);
  }
  return [...found].map(([celsius, ids]) => ({
    celsius,
    words:
      judged.length === 1
        ? `limit ${celsiusInWords(celsius)}`
        : `limit ${celsiusInWords(celsius)}: ${[...new Set(ids)].join(", ")}`,
    from: milking.start,
  }));
}

function factsOf(
  { reviewed, times, signs, profiles }: CoolingPage,
  milking: ReviewedMilking,
): readonly string[] {
  const [verdict] = milking.verdicts;
  const facts: string[] = [];
  const range = milking.startBetween;
  facts.push(
    milking.guess
      ? `Start ${times.instant(milking.start)}: a guess (${signs[milking.startSource]}${range === null ? "" : `; between ${range.earliest === null ? "an unknown time" : times.clock(range.earliest)} and ${times.clock(range.latest)}`}).`
      : `Start ${times.instant(milking.start)}: as given.`,
  );
  const [profile] = profiles;
  if (verdict === undefined || profile === undefined) return facts;
  const hangs = guessedStart(milking, verdict, profile);
  if (hangs !== null) {
    facts.push(
      `PASS for any start from ${times.clock(hangs.passesFrom)} on: ${hangs.decides ? "the guess decides; the start has to be confirmed" : "the guess does not decide"}.`,
    );
  }
  const { maximum, judged, readings, coverage, longestGap, gapMax, holdBreaches } = verdict;
  if (maximum !== null)
    facts.push(`Warmest: ${celsiusInWords(maximum.celsius)} at ${times.clock(maximum.at)}.`);
  facts.push(
    `Judged ${times.clock(judged.from)} to ${times.instant(judged.to)}: ${readings} readings, ${Math.floor(coverage * 1_000) / 10} % of the time seen.`,
  );
  facts.push(
    longestGap === null
      ? `No gap longer than ${durationInWords(gapMax)}.`
      : `Longest gap: ${durationInWords(between(longestGap.from, longestGap.to), "up")}, ${times.clock(longestGap.from)} to ${times.clock(longestGap.to)}.`,
  );
  if (milking.firstSource !== null) {
    facts.push(
      `Into ${milking.first === true ? "an empty vat" : "a vat with milk"}${milking.firstSource === "curve" ? " (a guess from the curve)" : ""}.`,
    );
  }
  if (holdBreaches.length > 0)
    facts.push(`Stretches outside the limit after the deadline: ${holdBreaches.length}.`);
  const out = milking.part === null ? [] : (reviewed.parts[milking.part]?.excursions ?? []);
  const within = out.filter((one) => one.to >= judged.from && one.from <= judged.to);
  if (within.length > 0) {
    const count = within.reduce((sum, one) => sum + one.readings, 0);
    facts.push(
      `Taken out as the probe was not in the milk: ${count} readings, ${within.length === 1 ? "once" : `${within.length} times`}.`,
    );
  }
  return facts;
}

/** Two beside each other, or one alone that needs the room. */
function factRows(facts: readonly string[]): readonly (readonly string[])[] {
  const rows: string[][] = [];
  for (const fact of facts) {
    const last = rows.at(-1);
    const isShort = (words: string | undefined): boolean =>
      words !== undefined && widthOf(words, 12) <= INNER / 2 - 12;
    if (last?.length === 1 && isShort(last[0]) && isShort(fact)) last.push(fact);
    else rows.push([fact]);
  }
  return rows;
}

const factLines = (facts: readonly string[], y: number): string =>
  factRows(facts)
    .flatMap((row, at) =>
      row.map((fact, column) =>
        text(PAGE.margin + (column * INNER) / 2, y + at * FACT, fitted(fact, INNER, 12), { size: 12 }),
      ),
    )
    .join("");

function summaryLines({ reviewed, profiles }: CoolingPage): readonly string[] {
  const { milkings } = reviewed;
  if (milkings.length === 0) return ["No milking is to be seen on this curve, and none was given."];
  const lines = profiles.slice(0, 3).map((profile, at) => {
    const counts = new Map<Outcome, number>();
    for (const { verdicts } of milkings) {
      const outcome = verdicts[at]?.outcome;
      if (outcome !== undefined) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    }
    const figures = OUTCOMES.flatMap((outcome) =>
      counts.has(outcome) ? [`${counts.get(outcome)} ${wordOf(outcome)}`] : [],
    ).join(", ");
    const unseen = profile.source.wording === "seen" ? "" : " (original not seen)";
    return `${profile.title}: ${figures}. Rule: ${profile.source.document}, ${profile.source.section}${unseen}.`;
  });
  const guesses = milkings.filter(({ guess }) => guess).length;
  const told =
    guesses === 0
      ? ""
      : `The start of ${guesses === milkings.length ? "every milking" : `${guesses} of the milkings`} is told from the curve: a guess, marked ? in the table.`;
  const hanging = milkings.filter((milking) =>
    milking.verdicts.some((verdict, at) => {
      const profile = profiles[at];
      return profile !== undefined && guessedStart(milking, verdict, profile)?.decides === true;
    }),
  ).length;
  const warning =
    hanging === 0
      ? ""
      : ` ${hanging === 1 ? "The verdict of one milking hangs" : `The verdicts of ${hanging} milkings hang`} on it (marked ??): confirm when milking began.`;
  const all = told === "" ? lines : [...lines, `${told}${warning}`];
  return all.flatMap((line) => wrapped(line, INNER, 14, 2));
}

function legend(y: number, page: CoolingPage, one: boolean): string {
  let x = PAGE.margin;
  const entries: string[] = [];
  const add = (swatch: (x: number) => string, words: string): void => {
    entries.push(swatch(x), text(x + 40, y + 4, words, { size: 11.5, fill: SOFT }));
    x += 40 + widthOf(words, 11.5) + 22;
  };
  const dash = (from: number, style: { readonly [name: string]: string | number }): string =>
    element("line", { x1: from, x2: from + 32, y1: y, y2: y, ...style });
  add((from) => dash(from, { stroke: CURVE, "stroke-width": 2 }), "milk, by the probe");
  add((from) => dash(from, { stroke: LIMIT, "stroke-width": 1.8, "stroke-dasharray": "9 5" }), "limit");
  if (one) {
    const upright = (from: number, style: { readonly [name: string]: string | number }): string =>
      element("line", { x1: from + 16, x2: from + 16, y1: y - 9, y2: y + 9, ...style });
    add((from) => upright(from, { stroke: LIMIT, "stroke-width": 2 }), "deadline");
  }
  const isGuess = page.reviewed.milkings.some(
    ({ guess, collectedSource, endSource }) => guess || (collectedSource ?? endSource ?? "given") !== "given",
  );
  if (isGuess) {
    add(
      (from) =>
        element("line", {
          x1: from + 16,
          x2: from + 16,
          y1: y - 9,
          y2: y + 9,
          stroke: INK,
          "stroke-width": 1.3,
          "stroke-dasharray": "6 4",
        }),
      "told from the curve: a guess",
    );
  }
  if (page.reviewed.parts.some(({ gaps }) => gaps.length > 0)) {
    add(
      (from) =>
        element("rect", {
          x: from,
          y: y - 8,
          width: 32,
          height: 16,
          fill: "url(#hatch)",
          stroke: "#b5b5b5",
          "stroke-width": 0.6,
        }),
      "no readings",
    );
  }
  if (page.reviewed.parts.some(({ excursions }) => excursions.length > 0)) {
    add(
      (from) =>
        dash(from, { stroke: "#8a8a8a", "stroke-width": 1, "stroke-dasharray": "2 3" }) +
        element("circle", { cx: from + 16, cy: y, r: 2.2, fill: "#ffffff", stroke: "#8a8a8a" }),
      "taken out: probe not in the milk",
    );
  }
  return entries.join("");
}

function footer({ made }: CoolingPage): string {
  const size = 9;
  const lines = [
    LOG_AND_HAND_CHECK,
    `File ${made.file}, ${grouped(made.rows)} rows, SHA-256 ${made.sha256}; made by ${made.software} with: cooling ${made.options}`,
    made.readAs,
  ].flatMap((line) => wrapped(line, INNER, size, 2));
  return [
    element("line", {
      x1: PAGE.margin,
      x2: PAGE.width - PAGE.margin,
      y1: FOOT + 6,
      y2: FOOT + 6,
      stroke: SOFT,
      "stroke-width": 0.8,
    }),
    ...lines.map((words, at) => text(PAGE.margin, FOOT + 18 + at * 11.5, words, { size, fill: SOFT })),
  ].join("");
}
