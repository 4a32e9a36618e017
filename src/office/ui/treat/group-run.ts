// Room: office/ui/treat. Dry-off day: many cows, one entry after the other, each with its own result.
// May live here: what is to be sent, and what became of it. May not: requests, tiles.
// Invariant: every entry keeps its id until it is answered, so a run that was broken off goes on where it stopped and doubles nothing.

import type { FactIn, TreatmentIn } from "../../contract/herd.ts";

export type Job = {
  readonly cow: string;
  readonly what: "treatment" | "sealant" | "dry-off";
  readonly state: "waiting" | "in-force" | "recorded" | "refused" | "no-answer";
  /** What the office said. */
  readonly says: string;
  readonly sent:
    | { readonly route: "addTreatment"; readonly body: TreatmentIn }
    | { readonly route: "addFact"; readonly body: FactIn };
};
export type GroupRun = { readonly jobs: readonly Job[] };

export type DryOffDay = {
  readonly cows: readonly string[];
  readonly group: string;
  readonly at: string;
  /** Without cows and entry: those are each job's own. */
  readonly treatment: Omit<TreatmentIn, "entry" | "cows"> | null;
  readonly sealant: Omit<TreatmentIn, "entry" | "cows"> | null;
  readonly dryOff: boolean;
};

/** Cow by cow, so that a run that stops leaves whole cows behind it. */
export function planRun(day: DryOffDay, newEntry: () => string): GroupRun {
  const waiting = { state: "waiting", says: "" } as const;
  const jobs = day.cows.flatMap((cow): Job[] => {
    const { treatment, sealant } = day;
    const given = (what: "treatment" | "sealant", body: Omit<TreatmentIn, "entry" | "cows">): Job => ({
      cow,
      what,
      ...waiting,
      sent: { route: "addTreatment", body: { ...body, entry: newEntry(), cows: [cow] } },
    });
    const dried = (): Job => ({
      cow,
      what: "dry-off",
      ...waiting,
      sent: {
        route: "addFact",
        body: { kind: "dry-off", entry: newEntry(), cows: [cow], group: day.group, at: day.at },
      },
    });
    return [
      ...(treatment === null ? [] : [given("treatment", treatment)]),
      ...(sealant === null ? [] : [given("sealant", sealant)]),
      ...(day.dryOff ? [dried()] : []),
    ];
  });
  return { jobs };
}

/** The next one to send: what waits, and on another try what was refused or not answered. */
export const nextJob = (run: GroupRun): Job | null =>
  run.jobs.find(({ state }) => state === "waiting") ?? null;

export const tryAgain = (run: GroupRun): GroupRun => ({
  jobs: run.jobs.map((job) =>
    job.state === "refused" || job.state === "no-answer" ? { ...job, state: "waiting", says: "" } : job,
  ),
});

export const settled = (run: GroupRun, of: Job, state: Job["state"], says: string): GroupRun => ({
  jobs: run.jobs.map((job) => (job.sent.body.entry === of.sent.body.entry ? { ...job, state, says } : job)),
});

export const doneOf = (run: GroupRun): number => run.jobs.filter(({ state }) => state !== "waiting").length;

/** One line a cow: what became of all that was sent for her, the gravest first. */
export function byCow(
  run: GroupRun,
): readonly { cow: string; state: Job["state"]; says: readonly string[] }[] {
  const cows = [...new Set(run.jobs.map(({ cow }) => cow))];
  return cows.map((cow) => {
    const hers = run.jobs.filter((job) => job.cow === cow);
    const state = GRAVEST.find((one) => hers.some((job) => job.state === one)) ?? "waiting";
    return { cow, state, says: saidOf(hers.filter((job) => job.state === state)) };
  });
}
/** What was said of several entries in the same words is said once. */
function saidOf(jobs: readonly Job[]): readonly string[] {
  const said = [...new Set(jobs.map(({ says }) => says))].filter((says) => says !== "");
  return said.map((says) => {
    const whats = jobs.filter((job) => job.says === says).map(({ what }) => NAMES[what]);
    return `${whats.join(", ")}: ${says}`;
  });
}
const GRAVEST: readonly Job["state"][] = ["refused", "no-answer", "waiting", "recorded", "in-force"];
const NAMES: { readonly [what in Job["what"]]: string } = {
  treatment: "dry-cow treatment",
  sealant: "teat sealant",
  "dry-off": "drying off",
};
