// Room: sim/herd. A made-up herd as the text of a herd file, the way a person's program would write it.
// May live here: the file's words for facts. May not: reading herd files (config does that).
// Invariant: what is written loads without a problem and means the same facts.

import type { Cow, CowFact, HoldPolicy, LabelRow, MilkPeriod } from "../../domain/holds/facts.ts";
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
    milk: period(row.milk),
    "entered-by": row.enteredBy,
    "entered-at": instant(row.enteredAt),
  };
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

function fact(one: CowFact): Written {
  const base = { fact: one.fact, kind: one.kind, by: one.by, "recorded-at": instant(one.recordedAt) };
  switch (one.kind) {
    case "treatment":
      return {
        ...base,
        label: one.row.label,
        version: one.row.version,
        "first-dose": instant(one.firstDoseAt),
        "last-dose": instant(one.lastDoseAt),
      };
    case "calving":
    case "milked":
    case "looked-at":
      return { ...base, at: instant(one.at) };
    case "manual-hold":
      return { ...base, from: instant(one.from), reason: one.reason };
    case "clearance":
      return { ...base, of: one.of, at: instant(one.at), reason: one.reason };
    default:
      return unreachable(one);
  }
}

const instant = (at: number): string => new Date(at).toISOString();
