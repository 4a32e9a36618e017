// Room: main. The answer of `cooling` for programs: JSON Lines.
// May live here: the shape of the lines. May not: anything computed. Invariant: instants carry a Z only where the zone is known.

import { guessedStart } from "../domain/cooling/guessed-start.ts";
import type { TemperatureAt, Verdict } from "../domain/cooling/verdict.ts";
import { verdictInWords } from "../domain/cooling/words.ts";
import type { MonoMs } from "../domain/units.ts";
import { instantIso, instantText } from "../temperature-log/clock-text.ts";
import type { CoolingAnswer } from "./cooling.ts";
import { outOfForce } from "./cooling-text.ts";

export function coolingJson({ file, log, profiles, reviewed }: CoolingAnswer): string {
  const iso = (at: MonoMs | null): string | null => (at === null ? null : instantIso(at, log.clock));
  const point = (one: TemperatureAt | null) => one && { at: iso(one.at), celsius: one.celsius };
  const span = ({ from, to }: { readonly from: MonoMs; readonly to: MonoMs }) => ({
    from: iso(from),
    to: iso(to),
  });
  const lines: object[] = [
    { kind: "understood", file: file.name, sha256: file.sha256, bytes: file.bytes, ...log.understood },
  ];
  for (const remark of log.remarks) lines.push({ kind: "remark", ...remark });
  for (const [index, part] of reviewed.parts.entries()) {
    const { rows, readings, missing, endsInClockStep, excursions, gaps } = part;
    lines.push({ kind: "part", part: index + 1, ...span(part), rows, readings, missing, endsInClockStep });
    for (const gap of gaps) lines.push({ kind: "gap", part: index + 1, ...span(gap) });
    for (const one of excursions) {
      lines.push({
        kind: "excursion",
        part: index + 1,
        ...span(one),
        peak: point(one.peak),
        milkHad: one.milkHad,
        readings: one.readings,
      });
    }
  }
  for (const [index, milking] of reviewed.milkings.entries()) {
    const { startBetween } = milking;
    const about = {
      milking: index + 1,
      part: milking.part === null ? null : milking.part + 1,
      start: iso(milking.start),
      startSource: milking.startSource,
      guess: milking.guess,
      startBetween: startBetween && {
        earliest: iso(startBetween.earliest),
        latest: iso(startBetween.latest),
      },
      end: iso(milking.end),
      endSource: milking.endSource,
      first: milking.first,
      firstSource: milking.firstSource,
      nextStart: iso(milking.nextStart),
      collected: iso(milking.collected),
      collectedSource: milking.collectedSource,
      notMilkFrom: iso(milking.notMilkFrom),
    };
    for (const [at, verdict] of milking.verdicts.entries()) {
      const profile = profiles[at];
      if (profile === undefined) continue;
      const words = verdictInWords(verdict, profile, (instant) => instantText(instant, log.clock));
      const hangs = guessedStart(milking, verdict, profile);
      const guessed = hangs && {
        passesFrom: iso(hangs.passesFrom),
        earliest: iso(hangs.earliest),
        latest: iso(hangs.latest),
        decides: hangs.decides,
      };
      lines.push({
        kind: "verdict",
        ...about,
        ...verdictLine(verdict),
        guessedStart: guessed,
        outOfForce: outOfForce(milking, profile, log.clock),
        words,
      });
    }
  }
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");

  function verdictLine(verdict: Verdict) {
    const { blend, longestGap } = verdict;
    return {
      profile: verdict.profile,
      outcome: verdict.outcome,
      because: verdict.because.map((one) => ({
        ...one,
        ...("at" in one ? { at: iso(one.at) } : {}),
        ...("from" in one ? { from: iso(one.from) } : {}),
        ...("to" in one ? { to: iso(one.to) } : {}),
        ...("passesFrom" in one ? { passesFrom: iso(one.passesFrom) } : {}),
      })),
      limits: verdict.limits.map(({ limit, atMost, deadline, outcome, reachedAt, margin, atDeadline }) => ({
        limit,
        atMost,
        deadline: iso(deadline),
        outcome,
        reachedAt: iso(reachedAt),
        marginMinutes: inMinutes(margin),
        atDeadline,
      })),
      maximum: point(verdict.maximum),
      blend: blend && {
        atMost: blend.atMost,
        peak: point(blend.peak),
        longestAboveMinutes: inMinutes(blend.longestAbove),
        totalAboveMinutes: inMinutes(blend.totalAbove),
        outcome: blend.outcome,
      },
      holdBreaches: verdict.holdBreaches.map((one) => ({ ...span(one), peak: point(one.peak) })),
      coverage: verdict.coverage,
      longestGap: longestGap && span(longestGap),
      readings: verdict.readings,
      judged: span(verdict.judged),
      longestGapAllowedMinutes: inMinutes(verdict.gapMax),
    };
  }
}

const inMinutes = (ms: number | null): number | null =>
  ms === null ? null : Math.round((ms / 60_000) * 1_000) / 1_000;
