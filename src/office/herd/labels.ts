// Room: office/herd. Label rows: from the contract to a herd file's keys and back, and in the label's words.
// May live here: this translation. May not: what a label means for milk.
// Invariant: what the person copied is kept as copied: nothing is rounded, filled in or left out.

import type { z } from "zod";
import type { MilkPeriod } from "../../domain/holds/facts.ts";
import { milkRuleInWords, periodInWords } from "../../domain/holds/words.ts";
import type { LabelBody } from "../../store/medicines.ts";
import { labelRowIn, type Product } from "../contract/herd.ts";

export type LabelRowIn = z.output<typeof labelRowIn>;

type Said = { readonly [key: string]: unknown };

/** Without the keys that were not given. */
const given = (keys: Said): Said =>
  Object.fromEntries(Object.entries(keys).filter(([, value]) => value !== undefined));

export type LabelHead = {
  readonly label: string;
  readonly version: number;
  readonly product: string;
  readonly "used-with": readonly string[];
  readonly "entered-by": string;
  readonly "entered-at": string;
};

/** A row in the keys of config/herd-label-schema.ts. */
export function labelBody(row: LabelRowIn, head: LabelHead): LabelBody {
  const { dryCow, teatSealant } = row;
  const rules = given({
    use: row.use === "" ? undefined : row.use,
    milk: row.milk,
    "dry-cow":
      dryCow &&
      given({
        "minimum-dry-days": dryCow.minimumDryDays,
        "dry-longer-than-days": dryCow.dryLongerThanDays,
        "after-calving": dryCow.afterCalving,
        "otherwise-after-treatment": dryCow.otherwiseAfterTreatment,
      }),
    "teat-sealant":
      teatSealant &&
      given({
        "minimum-dry-days": teatSealant.minimumDryDays,
        "after-calving": teatSealant.afterCalving,
      }),
    "longest-course-days": row.longestCourseDays,
  });
  return { ...head, ...rules, meat: row.meat, "export-slaughter": row.exportSlaughter };
}

const isSection = (value: unknown): value is Said =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const HOURS_A_DAY = 24;

/** A period of a herd file without `days`, which the contract's periods for milk do not have. */
function inHours(period: unknown): unknown {
  if (!isSection(period) || typeof period.days !== "number") return period;
  const { days: _, hours, ...rest } = period;
  return { ...rest, hours: (typeof hours === "number" ? hours : 0) + period.days * HOURS_A_DAY };
}

/** A period for meat in days alone. */
function inDays(period: unknown): unknown {
  if (!isSection(period) || typeof period.hours !== "number") return period ?? "unknown";
  const days = typeof period.days === "number" ? period.days : 0;
  return { days: days + period.hours / HOURS_A_DAY };
}

/** A stored row as the pages show it. */
export function labelShown(body: LabelBody): Product["rows"][number] {
  const { "dry-cow": dryCow, "teat-sealant": sealant } = body;
  const row = labelRowIn.parse(
    given({
      use: body.use,
      milk: inHours(body.milk),
      dryCow: isSection(dryCow)
        ? given({
            minimumDryDays: dryCow["minimum-dry-days"],
            dryLongerThanDays: dryCow["dry-longer-than-days"],
            afterCalving: inHours(dryCow["after-calving"]),
            otherwiseAfterTreatment: inHours(dryCow["otherwise-after-treatment"]),
          })
        : undefined,
      teatSealant: isSection(sealant)
        ? given({
            minimumDryDays: sealant["minimum-dry-days"],
            afterCalving: inHours(sealant["after-calving"]),
          })
        : undefined,
      meat: inDays(body.meat),
      exportSlaughter: inDays(body["export-slaughter"]),
      longestCourseDays: body["longest-course-days"],
    }),
  );
  return {
    ...row,
    milkWords: milkWords(row),
    meatWords: meatWords(row.meat),
    esiWords: meatWords(row.exportSlaughter),
  };
}

const periodOf = (period: LabelRowIn["milk"] & {}): MilkPeriod => {
  if (typeof period === "string") return { kind: period };
  const { hours, milkings, combine = "both" } = period;
  return {
    kind: "period",
    ...(hours === undefined ? {} : { hours }),
    ...(milkings === undefined ? {} : { milkings }),
    combine,
  };
};

function milkWords({ milk, dryCow, teatSealant }: LabelRowIn): string {
  if (milk !== undefined) return periodInWords(periodOf(milk));
  if (teatSealant !== undefined) {
    const { minimumDryDays, afterCalving } = teatSealant;
    return milkRuleInWords({ kind: "after-calving", minimumDryDays, period: periodOf(afterCalving) });
  }
  if (dryCow === undefined) return "";
  const { dryLongerThanDays, otherwiseAfterTreatment, minimumDryDays = 0 } = dryCow;
  const after = periodOf(dryCow.afterCalving);
  if (dryLongerThanDays === undefined || otherwiseAfterTreatment === undefined) {
    return milkRuleInWords({ kind: "after-calving", minimumDryDays, period: after });
  }
  return milkRuleInWords({
    kind: "by-dry-period",
    longerThanDays: dryLongerThanDays,
    afterCalving: after,
    otherwiseAfterLastDose: periodOf(otherwiseAfterTreatment),
  });
}

const meatWords = (period: LabelRowIn["meat"]): string => {
  if (typeof period === "string") return period;
  return period.days === 1 ? "1 day" : `${period.days} days`;
};
