// Room: sim/fast. The oracle: what was really so with every visit, and the diary of what led to an offence.
// May live here: asking it and writing down. May not: anything that reaches the controller.
// Invariant: it looks at the world and at what the controller said, and changes neither.

import type { BailNo, InputId } from "../../domain/ids.ts";
import type { ShedPlan } from "../../domain/shed/plan.ts";
import { fitFrom } from "../herd/truth.ts";
import type { TrueVisit } from "../world/visit.ts";
import type { Run, Watch } from "./run.ts";
import { clock, offence } from "./summary.ts";

const OFFENCES_KEPT = 5;
const DIARY_LINES = 60;

/** What is watched of the cow in this bail, from her first sign on. */
export function watchOf(run: Run, bail: BailNo): Watch | undefined {
  const visit = run.world.spots.get(bail)?.visit;
  if (visit == null) return undefined;
  const before = run.watched.get(visit);
  if (before !== undefined) return before;
  const watch: Watch = {
    fit: fitFrom(visit.cow, run.world.options.policy) <= run.world.options.beginsAt + run.world.now,
    known: visit.cow.wears !== null && run.knownTags.has(visit.cow.wears),
    identifiedAt: null,
    reasons: new Set(),
    settled: false,
  };
  run.watched.set(visit, watch);
  return watch;
}

/** Asks the oracle about every visit that has ended. */
export function harvest(run: Run): void {
  const { world, summary } = run;
  if (world.finished.length === 0) return;
  for (const visit of world.finished) {
    const watch = run.watched.get(visit);
    run.watched.delete(visit);
    if (watch === undefined || visit.milking === null) continue;
    summary.visits += 1;
    summary.litresToVat += visit.litresToVat;
    summary.litresDiverted += visit.litresDiverted;
    summary.graceMl += visit.graceMl;
    if (!watch.fit) summary.withheld += 1;
    if (watch.reasons.has("unread")) summary.unread += 1;
    if (watch.reasons.has("in-doubt")) summary.inDoubt += 1;
    if (watch.reasons.has("check")) summary.checks += 1;
    if (watch.settled) summary.settled += 1;
    if (visit.contaminationMl > 0) {
      summary.contaminations += 1;
      summary.contaminatedMl += visit.contaminationMl;
      keepOffence(run, offence("CONTAMINATION", summary.seed, visit, diaryOf(run, visit)), true);
    }
    if (watch.fit && visit.litresDiverted > 0.01) summary.fitButDiverted += 1;
    judgeRelease(run, visit, watch);
    if ((run.countedAt.get(visit.cow.cow) ?? -1) < visit.countedAt) run.uncounted.add(visit.cow.cow);
  }
  world.finished = [];
  hashIn(run, `${summary.visits} ${summary.litresToVat}`);
}

function judgeRelease(run: Run, visit: TrueVisit, watch: Watch): void {
  const heldLonger = watch.reasons.has("withheld") && run.uncounted.has(visit.cow.cow);
  const clean =
    watch.fit &&
    !heldLonger &&
    watch.known &&
    visit.readCleanly &&
    visit.healthy &&
    !watch.reasons.has("check");
  if (!clean || visit.milking === null) return;
  const { summary } = run;
  const known = watch.identifiedAt ?? visit.countedAt;
  const took = visit.releasedAt === null ? Number.POSITIVE_INFINITY : visit.releasedAt - known;
  if (took <= 1_000) {
    summary.slowestReleaseMs = Math.max(summary.slowestReleaseMs, took);
    return;
  }
  summary.needlessDiverts += 1;
  keepOffence(run, offence(`needless divert (${took} ms)`, summary.seed, visit, diaryOf(run, visit)));
}

/** The first few are kept; a contamination always finds room. */
export function keepOffence(run: Run, text: string, grave = false): void {
  const { offences } = run.summary;
  if (grave) offences.unshift(text);
  else if (offences.length < OFFENCES_KEPT) offences.push(text);
  if (offences.length > OFFENCES_KEPT) offences.pop();
}

/** What happened around the visit, up to where it went wrong: faults, her bail, and her row's way in. */
export function diaryOf(run: Run, visit: TrueVisit): string[] {
  const from = visit.countedAt - 60_000;
  const to = (visit.contaminatedAt ?? visit.countedAt + 20_000) + 5_000;
  const inputs = inputsAround(run.options.plan, visit);
  return run.diary
    .filter(({ at, bail, text, wide }) => {
      if (at < from || at > to) return false;
      return bail === visit.bail || wide || inputs.some((input) => text.includes(input));
    })
    .map(({ at, text }) => `${clock(at)} ${text}`)
    .slice(-DIARY_LINES);
}

/** The switches at her row's way in and out, or all those around a platform. */
function inputsAround({ layout, inputs }: ShedPlan, visit: TrueVisit): readonly InputId[] {
  if (layout.kind === "rotary") return inputs.map(({ input }) => input);
  if (layout.kind === "in-bail") return [];
  return layout.rows
    .filter(({ row }) => row === visit.row)
    .flatMap((row) => [row.beam, row.entryGate, row.exitGate]);
}

const DIARY_KEPT = 6_000;

/** `bail` is the one it is about, or null; `wide` lines concern every bail. */
export function note(run: Run, text: string, bail: BailNo | null = null, wide = false): void {
  run.diary.push({ at: run.world.now, bail, text, wide });
  if (run.diary.length > DIARY_KEPT) run.diary.splice(0, DIARY_KEPT / 2);
}

export function hashIn(run: Run, text: string): void {
  let h = run.hash;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  run.hash = h;
}
