// Room: test/domain/vat. A vat on the bench: a course for its probe, a script of what else reaches it, and all that it tells.
// May live here: running the machine. May not: rules.

import { personId, probeId } from "../../../src/domain/ids.ts";
import { epochMs, monoMs } from "../../../src/domain/units.ts";
import { carryVat, NOTHING_CARRIED_OF_VAT, type VatCarried } from "../../../src/domain/vat/carried.ts";
import type { Said, VatHappening, VatInput, VatNow } from "../../../src/domain/vat/happening.ts";
import type { VatPlan } from "../../../src/domain/vat/plan.ts";
import { vatStep } from "../../../src/domain/vat/vat.ts";
import { type Vat, vatAtStart } from "../../../src/domain/vat/vat-state.ts";
import { profile } from "../cooling/make.ts";
import { type Course, HOUR } from "./curves.ts";

export const MILK = probeId("vat");
export const ANNA = personId("anna");
/** Midnight of some day, by a clock that is right. */
export const MIDNIGHT = 1_790_000_000_000;

export const PLAN: VatPlan = {
  probes: [{ probe: MILK, role: "milk" }],
  switches: {},
  profiles: [profile()],
  normal: {
    beforeMilking: { from: 2, to: 5 },
    endOfMilking: { from: 2, to: 20 },
    atPickUp: { from: 1, to: 5 },
  },
};

/** What the clocks say at an hour of the bench. The steady one starts at an odd figure, as they do. */
export type Clocks = {
  /** The wall clock is trusted; or from which hour on. */
  readonly trusted?: boolean | number;
  /** By how much it is wrong at an hour, milliseconds. */
  readonly wrongBy?: (hours: number) => number;
  readonly monoAtZero?: number;
};

export const nowAt = (
  hours: number,
  { trusted = true, wrongBy, monoAtZero = 12_345 }: Clocks = {},
): VatNow => ({
  mono: monoMs(monoAtZero + Math.round(hours * HOUR)),
  wall: epochMs(MIDNIGHT + Math.round(hours * HOUR) + (wrongBy?.(hours) ?? 0)),
  trusted: typeof trusted === "number" ? hours >= trusted : trusted,
});
export const wallAt = (hours: number) => epochMs(MIDNIGHT + Math.round(hours * HOUR));

export type Script = readonly (readonly [number, VatInput | Said])[];

export type Run = {
  readonly vat: Vat;
  /** With the hour at which each was told. */
  readonly told: readonly { readonly hours: number; readonly what: VatHappening }[];
  readonly carried: VatCarried;
  readonly plan: VatPlan;
  readonly now: VatNow;
};

const TOLD_BY_PEOPLE = new Set<string>([
  "milking-began",
  "milking-ended",
  "collected",
  "wash-began",
  "wash-ended",
  "empty",
  "correct-start",
  "confirm-start",
  "not-a-milking",
  "not-collected",
  "confirm-state",
  "ice-point",
  "hand-reading",
]);
const isSaid = (one: VatInput | Said): one is Said => TOLD_BY_PEOPLE.has(one.kind);

/** Readings of `course` and a tick, a minute apart, from hour to hour; NaN: no reading. What a person says is said by Anna. */
export function run(
  course: Course,
  [from, to]: readonly [number, number],
  script: Script = [],
  options: {
    readonly plan?: VatPlan;
    readonly carried?: VatCarried;
    readonly clocks?: Clocks;
    readonly vat?: Vat;
  } = {},
): Run {
  const { plan = PLAN, clocks = {} } = options;
  let carried = options.carried ?? NOTHING_CARRIED_OF_VAT;
  let vat = options.vat ?? vatAtStart(plan, carried, nowAt(from, clocks));
  const told: { hours: number; what: VatHappening }[] = [];
  const put = (hours: number, input: VatInput) => {
    const step = vatStep(vat, plan, input, nowAt(hours, clocks));
    vat = step.vat;
    for (const what of step.happened) {
      told.push({ hours, what });
      carried = carryVat(carried, what);
    }
  };
  const waiting = [...script].sort(([one], [other]) => one - other);
  let next = 0;
  for (let step = 0; step <= Math.round((to - from) * 60); step += 1) {
    const hours = from + step / 60;
    for (let one = waiting[next]; one !== undefined && one[0] <= hours + 1e-9; one = waiting[next]) {
      next += 1;
      put(hours, isSaid(one[1]) ? { kind: "told", by: ANNA, what: one[1] } : one[1]);
    }
    const celsius = course(hours);
    if (Number.isFinite(celsius)) {
      const raw = { kind: "celsius", celsius: Math.round(celsius * 16) / 16 } as const;
      put(hours, { kind: "reading", probe: MILK, raw });
    } else {
      put(hours, { kind: "reading", probe: MILK, raw: { kind: "none", why: "no-answer" } });
    }
    put(hours, { kind: "tick" });
  }
  return { vat, told, carried, plan, now: nowAt(to, clocks) };
}

/** What was told of these kinds. */
export function of<Kind extends VatHappening["kind"]>(
  { told }: Pick<Run, "told">,
  ...kinds: readonly Kind[]
): (VatHappening & { readonly kind: Kind })[] {
  return told.flatMap(({ what }) => (isOf(what, kinds) ? [what] : []));
}
const isOf = <Kind extends VatHappening["kind"]>(
  what: VatHappening,
  kinds: readonly Kind[],
): what is VatHappening & { readonly kind: Kind } => kinds.some((kind) => kind === what.kind);

/** The states in the order in which they came. */
export const statesOf = (run: Pick<Run, "told">) => of(run, "vat-state").map(({ state }) => state);
