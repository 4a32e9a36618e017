// Room: office/shed. One milking of the vat as it stands after all that was told of it: start, end, temperatures, verdicts.
// May live here: folding the vat's happenings, with the domain's words. May not: judging (domain/cooling), SQL.
// Invariant: a verdict here is one that was told; what has not been told is PENDING, never a pass.

import type { CoolingProfile } from "../../domain/cooling/profile.ts";
import { limitInWords, verdictInWords } from "../../domain/cooling/words.ts";
import { type EpochMs, epochMs } from "../../domain/units.ts";
import type { VatHappening } from "../../domain/vat/happening.ts";
import { happeningInWords, temperatureInWords, toldInWords } from "../../domain/vat/words.ts";
import type { VatMilkingStory } from "../../store/vat-records.ts";
import type { MilkingCooled } from "../contract/vat.ts";
import { instantOf } from "./paging.ts";
import type { FarmTime } from "./words.ts";

type Judged = VatHappening & { readonly kind: "cooling-judged" };
type Verdict = MilkingCooled["verdicts"][number];
export type VatView = { readonly time: FarmTime; readonly profiles: readonly CoolingProfile[] };

/** Empty where the story does not begin with a start. */
export function milkingsCooled({ told }: VatMilkingStory, view: VatView): readonly MilkingCooled[] {
  const [started] = told;
  if (started?.about.kind !== "milking-clock-started") return [];
  const { milking, at, earliest, told: source } = started.about;
  const shown: MilkingCooled = {
    milking,
    start: instantOf(at),
    startSource:
      earliest === null
        ? "nobody saw it begin: the milk was there before the first reading"
        : toldInWords(source),
    guess: source.guess,
    corrected: false,
    ended: null,
    closed: false,
    takenBack: false,
    verdicts: [],
    temperatures: [],
  };
  const judged = new Map<string, Judged>();
  for (const { about } of told) {
    follow(shown, about);
    if (about.kind === "cooling-judged") judged.set(about.profile, about);
  }
  const known = view.profiles.map(({ id }) => id);
  const others = [...judged.values()].filter(({ profile }) => !known.includes(profile));
  const verdicts = [
    ...view.profiles.map((profile) => {
      const one = judged.get(profile.id);
      return one === undefined ? awaited(shown, profile) : verdictShown(one, profile, view.time);
    }),
    ...others.map((one) => verdictShown(one, null, view.time)),
  ];
  return [{ ...shown, verdicts }];
}

function follow(shown: MilkingCooled, about: VatHappening): void {
  switch (about.kind) {
    case "milking-clock-corrected":
      shown.start = instantOf(about.at);
      shown.startSource = `${toldInWords(about.told)}: ${about.reason}`;
      shown.corrected = true;
      shown.guess = false;
      return;
    case "milking-clock-confirmed":
      shown.startSource = `${shown.startSource.replace(" (a guess)", "")}, confirmed by ${about.by}`;
      shown.guess = false;
      return;
    case "milking-clock-timed":
      shown.start = instantOf(about.at);
      if (about.ended !== null) shown.ended = instantOf(about.ended);
      return;
    case "milking-clock-ended":
      shown.ended = instantOf(about.at);
      return;
    case "milking-clock-resumed":
      shown.ended = null;
      return;
    case "milking-clock-closed":
      shown.closed = true;
      return;
    case "milking-taken-back":
      shown.takenBack = true;
      return;
    case "temperature-recorded": {
      const { moment, taken } = about;
      const { celsius, within } = taken;
      const note = temperatureInWords(moment, taken);
      shown.temperatures.push({ moment, at: instantOf(about.at), celsius, within, note });
      return;
    }
    default:
  }
}

/** What has not been told yet: pending while its clock runs. */
function awaited(shown: MilkingCooled, profile: CoolingProfile): Verdict {
  const outcome = shown.takenBack ? "NOT_MILK" : shown.closed ? "NO_DATA" : "PENDING";
  const [limit] = profile.limits;
  const within =
    limit?.by.flatMap(({ after, within }) => (after === "start-of-milking" ? [within] : [])) ?? [];
  const deadline = within.length === 0 ? null : epochMs(Date.parse(shown.start) + Math.min(...within));
  return {
    profile: profile.id,
    profileName: profile.title,
    outcome,
    final: shown.closed || shown.takenBack,
    says: limit === undefined ? [] : [`${outcome}: ${limitInWords(limit)}.`],
    limit: limit?.atMost ?? null,
    deadline: deadline === null ? null : instantOf(deadline),
    hangsOn: [],
  };
}

function verdictShown(judged: Judged, profile: CoolingProfile | null, time: FarmTime): Verdict {
  const { verdict, wallAhead } = judged;
  const wall = (at: number): EpochMs => epochMs(at + wallAhead);
  const limits = verdict?.limits ?? [];
  const decisive =
    limits.find(({ outcome }) => outcome === judged.outcome) ??
    limits.find(({ outcome }) => outcome !== "PASS") ??
    limits.at(-1);
  return {
    profile: judged.profile,
    profileName: profile?.title ?? judged.profile,
    outcome: judged.outcome,
    final: judged.final,
    says: [...saidOf(judged, profile, time)],
    limit: decisive?.atMost ?? null,
    deadline: decisive?.deadline == null ? null : instantOf(wall(decisive.deadline)),
    hangsOn: [...judged.hangsOn],
  };
}

/** The figures are of the likeliest start and end; where those do not decide they would read like a verdict. */
function saidOf(judged: Judged, profile: CoolingProfile | null, time: FarmTime): readonly string[] {
  const { verdict, wallAhead, hangsOn } = judged;
  const plain = [happeningInWords(judged, time)];
  if (verdict === null || profile === null || hangsOn.length > 0) return plain;
  const words = verdictInWords(verdict, profile, (at) => time(epochMs(at + wallAhead)));
  const rests = judged.guess || judged.corrected ? plain : [];
  return [words.headline, ...words.details, ...(words.next === null ? [] : [words.next]), ...rests];
}
