// Room: domain/holds. A hold in words: which rule, what is still missing, and when it can clear at the earliest.
// May live here: sentences about holds. May not: rules. Invariant: times are shown in the farm's own zone.

import { unreachable } from "../result.ts";
import type { EpochMs } from "../units.ts";
import type { CowFact, HoldPolicy, MilkPeriod, MilkRule, TreatmentFact } from "./facts.ts";
import type { Hold } from "./holds.ts";
import type { LabelUse } from "./off-label.ts";
import type { Missing } from "./period.ts";
import type { Market, MarketVerdict, Running } from "./sale.ts";

/** One sentence, e.g. "Example tube: 72 h and 6 milkings after the last dose. Waits for 2 more milkings and Tue 24 Nov 06:10." */
export function holdInWords(hold: Pick<Hold, "rule" | "missing">, timeZone: string): string {
  return `${hold.rule}. Waits for ${missingInWords(hold.missing, timeZone)}.`;
}

/** What a hold still waits for, e.g. "2 more milkings and Tue 24 Nov 06:10". */
export function missingInWords(missing: readonly Missing[], timeZone: string): string {
  return missing.map((one) => oneMissing(one, timeZone)).join(" and ");
}

function oneMissing(missing: Missing, timeZone: string): string {
  switch (missing.kind) {
    case "hours":
      return timeInWords(missing.until, timeZone);
    case "milkings":
      return milkingsToCome(missing.left);
    case "hours-or-milkings":
      return `${milkingsToCome(missing.left)} or ${timeInWords(missing.until, timeZone)}, whichever is first`;
    case "calving":
      return "her calving";
    case "date":
      return `the date of ${missing.of === "drying-off" ? "her drying off" : missing.of === "calving" ? "her calving" : "the last dose"}`;
    case "direction":
      return "the vet's written direction";
    case "negative-test":
      return "a negative antibiotic test";
    case "look":
      return "somebody to look at her and find her milk fit";
    case "end":
      return "the end of it to be recorded";
    case "clearance":
      return "a person with the right to end it";
    default:
      return unreachable(missing);
  }
}

const milkingsToCome = (left: number) => (left === 1 ? "1 more milking" : `${left} more milkings`);

/** What a fact that holds asks for, in the words of a label: "Example tube: 72 h and 6 milkings after the last dose". */
export function ruleInWords(fact: CowFact, policy: HoldPolicy, use: LabelUse | null): string {
  switch (fact.kind) {
    case "treatment":
      return treatmentInWords(fact, use);
    case "calving":
      return `colostrum: ${periodInWords(policy.colostrum)} after calving`;
    case "dry-off":
      return "dried off: no milk for the vat before she has calved";
    case "bought-in":
      return fact.state === "in-milk"
        ? "bought in, her treatments unknown: a negative antibiotic test of a sample taken since"
        : `bought in dry, her treatments unknown: ${milkRuleInWords(policy.boughtInDry).replace("after the last dose", "after the purchase")}, then a negative antibiotic test`;
    case "observation":
      return fact.seen === "mastitis" ? "mastitis seen" : "blood seen in her milk";
    case "paddock-or-feed":
      return `${fact.what}: ${periodInWords(fact.milk)} after she last had it`;
    case "taint":
      return `${fact.what} can taint milk: ${periodInWords(policy.taint)} after she last had it`;
    case "test-sample":
      return "milk of hers is being tested: a negative result";
    case "manual-hold":
      return `held by ${fact.by}: ${fact.reason}`;
    case "test-result":
    case "clearance":
    case "milked":
    case "looked-at":
      return "";
    default:
      return unreachable(fact);
  }
}

function treatmentInWords({ row }: TreatmentFact, use: LabelUse | null): string {
  const label = `${row.product}${row.use === undefined ? "" : ` (${row.use})`}: ${milkRuleInWords(row.milk)}`;
  if (use === null || !use.offLabel) return label;
  const from = row.givenAs === "lactating-treatment" ? "" : " after calving";
  const directed = use.directions
    .map((period) => `; the vet directs ${periodInWords(period)}${from}`)
    .join("");
  const floor = use.floors.length === 0 ? "" : `; at least ${use.floorInWords}`;
  return `${label}; off-label (${use.because})${directed}${floor}`;
}

/** What a label row asks of the milk: "dry at least 49 days, then 8 milkings after calving". */
export function milkRuleInWords(rule: MilkRule): string {
  switch (rule.kind) {
    case "after-last-dose":
      return `${periodInWords(rule.period)} after the last dose`;
    case "after-calving": {
      const milk = `${periodInWords(rule.period)} after calving`;
      return rule.minimumDryDays === 0
        ? milk
        : `at least ${count(rule.minimumDryDays, "day")} after the last dose, then ${milk}`;
    }
    case "by-dry-period":
      return (
        `${periodInWords(rule.afterCalving)} after calving when dry for more than ${count(rule.longerThanDays, "day")}, ` +
        `else ${periodInWords(rule.otherwiseAfterLastDose)} after the last dose`
      );
    default:
      return unreachable(rule);
  }
}

const count = (n: number, thing: string) => (n === 1 ? `1 ${thing}` : `${n} ${thing}s`);

/** A period in the words of a label: "72 h and 6 milkings", "36 days". */
export function periodInWords(period: MilkPeriod): string {
  switch (period.kind) {
    case "nil":
      return "nil";
    case "never":
      return "never for milk";
    case "unknown":
      return "an unknown period";
    case "period": {
      const parts: string[] = [];
      if (period.hours !== undefined) parts.push(hoursInWords(period.hours));
      if (period.milkings !== undefined) parts.push(count(period.milkings, "milking"));
      return parts.length === 0
        ? "an unknown period"
        : parts.join(period.combine === "either" ? " or " : " and ");
    }
    default:
      return unreachable(period);
  }
}

/** Whole days from five on as days: people know 96 h as 96 h, and nobody knows 864 h. */
const DAYS_FROM = 5 * 24;
const hoursInWords = (hours: number) =>
  hours >= DAYS_FROM && hours % 24 === 0 ? count(hours / 24, "day") : `${hours} h`;

const MARKETS: { readonly [market in Market]: string } = {
  "domestic-slaughter": "slaughter at home",
  "export-slaughter": "slaughter for export",
  "another-farm": "another farm",
};

/** One market's verdict in a sentence: "For slaughter at home: not before Tue 24 Nov 06:10, …". */
export function saleInWords({ market, verdict, freeFrom }: MarketVerdict, timeZone: string): string {
  const free = freeFrom === null ? "" : `; free from ${timeInWords(freeFrom, timeZone)}`;
  switch (verdict) {
    case "free":
      return `For ${MARKETS[market]}: yes, nothing to declare`;
    case "if-declared":
      return `For ${MARKETS[market]}: only with what is below on the vendor declaration${free}`;
    case "no":
      return `For ${MARKETS[market]}: no`;
    default:
      return unreachable(verdict);
  }
}

const PERIODS = { meat: "meat withholding", export: "export slaughter interval", milk: "milk withholding" };

/** What the vendor declaration must say of one period that still runs. */
export function runningInWords(running: Running, facts: readonly CowFact[], timeZone: string): string {
  const fact = facts.find((one) => one.fact === running.source);
  const until =
    running.until === "never"
      ? "for life"
      : running.until === null
        ? "with no end that can be told yet"
        : `until ${timeInWords(running.until, timeZone)}`;
  return `${fact === undefined ? running.source : givenInWords(fact, timeZone)}: ${PERIODS[running.period]} ${until}`;
}

function givenInWords(fact: CowFact, timeZone: string): string {
  const on = (at: EpochMs | null) => (at === null ? "on an unknown date" : timeInWords(at, timeZone));
  switch (fact.kind) {
    case "treatment":
      return `${fact.row.product}, last dose ${on(fact.lastDoseAt)}`;
    case "paddock-or-feed":
    case "taint":
      return `${fact.what}, last had ${fact.until === null ? "not yet" : on(fact.until)}`;
    case "bought-in":
      return `bought in ${on(fact.at)}, earlier treatments not declared`;
    default:
      return `${fact.kind} recorded ${on(fact.recordedAt)}`;
  }
}

/** An instant as people in the shed say it: "Tue 24 Nov 06:10". */
export function timeInWords(at: EpochMs, timeZone: string): string {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return format.format(at).replaceAll(",", "");
}
