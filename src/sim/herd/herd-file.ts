// Room: sim/herd. A made-up herd as the text of a herd file, the way a person's program would write it.
// May live here: the file's words for facts. May not: reading herd files (config does that).
// Invariant: what is written loads without a problem and means the same facts.

import type {
  Cow,
  CowFact,
  HoldPolicy,
  LabelRow,
  MeatPeriod,
  MilkPeriod,
  PaddockOrFeedFact,
  TaintFact,
  TreatmentFact,
} from "../../domain/holds/facts.ts";
import { unreachable } from "../../domain/result.ts";

type Written = { readonly [key: string]: unknown };

/** JSON, one cow a line, so that a person can find one. */
export function herdFileText(herd: {
  readonly policy: HoldPolicy;
  readonly labels: readonly LabelRow[];
  readonly cows: readonly Cow[];
  readonly note: string;
}): string {
  const head = {
    format: "vatguard-herd-1",
    note: herd.note,
    policy: {
      "milkings-apart": `${herd.policy.milkingsApartMin / 3_600_000} h`,
      "milking-length": `${herd.policy.milkingLengthMin / 60_000} min`,
      colostrum: period(herd.policy.colostrum),
      taint: period(herd.policy.taint),
      "bought-in-dry": {
        "minimum-dry-days": herd.policy.boughtInDry.minimumDryDays,
        "after-calving": period(herd.policy.boughtInDry.period),
      },
      jurisdiction: herd.policy.jurisdiction,
      "hours-and-milkings": "both",
      check: herd.policy.check,
    },
    labels: herd.labels.map(label),
  };
  const cows = herd.cows.map((cow) => `    ${JSON.stringify(cowEntry(cow))}`);
  return `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "cows": [\n${cows.join(",\n")}\n  ]\n}\n`;
}

function cowEntry({ cow, eids, status, facts }: Cow): Written {
  return { cow, eids, status, ...(facts.length === 0 ? {} : { facts: facts.map(fact) }) };
}

function label(row: LabelRow): Written {
  return {
    label: row.label,
    version: row.version,
    product: row.product,
    ...(row.use === undefined ? {} : { use: row.use }),
    ...milkRule(row),
    ...(row.meat.kind === "unknown" ? {} : { meat: meatPeriod(row.meat) }),
    ...(row.exportSlaughter.kind === "unknown"
      ? {}
      : { "export-slaughter": meatPeriod(row.exportSlaughter) }),
    ...(row.courseDaysMax === undefined ? {} : { "longest-course-days": row.courseDaysMax }),
    ...(row.usedWith.length === 0 ? {} : { "used-with": row.usedWith }),
    "entered-by": row.enteredBy,
    "entered-at": instant(row.enteredAt),
  };
}

function milkRule({ givenAs, milk }: LabelRow): Written {
  switch (milk.kind) {
    case "after-last-dose":
      return { milk: period(milk.period) };
    case "after-calving": {
      const rule = { "minimum-dry-days": milk.minimumDryDays, "after-calving": period(milk.period) };
      return givenAs === "teat-sealant" ? { "teat-sealant": rule } : { "dry-cow": rule };
    }
    case "by-dry-period":
      return {
        "dry-cow": {
          "dry-longer-than-days": milk.longerThanDays,
          "after-calving": period(milk.afterCalving),
          "otherwise-after-treatment": period(milk.otherwiseAfterLastDose),
        },
      };
    default:
      return unreachable(milk);
  }
}

function period(milk: MilkPeriod): unknown {
  if (milk.kind !== "period") return milk.kind;
  const { hours, milkings, combine } = milk;
  return {
    ...(hours === undefined ? {} : { hours }),
    ...(milkings === undefined ? {} : { milkings }),
    ...(hours === undefined || milkings === undefined ? {} : { combine }),
  };
}

const meatPeriod = (meat: MeatPeriod): unknown =>
  meat.kind === "period" ? { hours: meat.hours } : meat.kind;

function fact(one: CowFact): Written {
  const base = {
    fact: one.fact,
    kind: one.kind,
    by: one.by,
    "recorded-at": instant(one.recordedAt),
    ...(one.supersedes === undefined ? {} : { supersedes: one.supersedes }),
  };
  switch (one.kind) {
    case "treatment":
      return {
        ...base,
        label: one.row.label,
        version: one.row.version,
        ...(one.row.use === undefined ? {} : { use: one.row.use }),
        ...(one.firstDoseAt === null ? {} : { "first-dose": instant(one.firstDoseAt) }),
        "last-dose": instantOrUnknown(one.lastDoseAt),
        ...(one.offLabel === undefined ? {} : offLabel(one.offLabel)),
      };
    case "calving":
    case "dry-off":
      return { ...base, at: instantOrUnknown(one.at) };
    case "milked":
    case "looked-at":
    case "test-sample":
      return { ...base, at: instant(one.at) };
    case "bought-in":
      return { ...base, at: instant(one.at), state: one.state, treatments: one.treatments };
    case "observation":
      return { ...base, at: instant(one.at), seen: one.seen };
    case "paddock-or-feed":
      return { ...base, ...spell(one), milk: period(one.milk), meat: meatPeriod(one.meat) };
    case "taint":
      return { ...base, ...spell(one) };
    case "test-result":
      return { ...base, of: one.of, at: instant(one.at), result: one.result };
    case "manual-hold":
      return { ...base, from: instant(one.from), reason: one.reason };
    case "clearance":
      return { ...base, of: one.of, at: instant(one.at), reason: one.reason };
    default:
      return unreachable(one);
  }
}

const offLabel = (use: NonNullable<TreatmentFact["offLabel"]>): Written => ({
  "off-label": true,
  ...(use.direction === undefined ? {} : { direction: period(use.direction) }),
  ...(use.meatDirection === undefined ? {} : { "meat-direction": meatPeriod(use.meatDirection) }),
});

const spell = ({ from, until, what }: TaintFact | PaddockOrFeedFact): Written => ({
  from: instant(from),
  ...(until === null ? {} : { until: instant(until) }),
  what,
});

const instant = (at: number): string => new Date(at).toISOString();
const instantOrUnknown = (at: number | null): string => (at === null ? "unknown" : instant(at));
