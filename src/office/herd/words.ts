// Room: office/herd. Facts and labels in sentences, for the book and the pages.
// May live here: words. May not: rules. Invariant: a date is shown as it was entered.

import type { CowFact, HoldPolicy, MeatPeriod } from "../../domain/holds/facts.ts";
import { periodInWords, ruleInWords } from "../../domain/holds/words.ts";
import { unreachable } from "../../domain/result.ts";
import type { FactBody, FactDetail } from "../../store/facts.ts";

const HOURS_A_DAY = 24;

/** "10 days", "36 h", "nil", "never", "unknown". */
export function meatInWords(period: MeatPeriod): string {
  if (period.kind !== "period") return period.kind;
  const days = period.hours / HOURS_A_DAY;
  if (!Number.isInteger(days)) return `${period.hours} h`;
  return days === 1 ? "1 day" : `${days} days`;
}

/** When it was, as entered. */
export function whenOf(body: FactBody): string {
  const { "first-dose": first, "last-dose": last, at, from, until } = body;
  if (typeof last === "string") {
    return typeof first === "string" && first !== last ? `${first} to ${last}` : last;
  }
  if (typeof from === "string") return typeof until === "string" ? `${from} to ${until}` : `from ${from}`;
  return typeof at === "string" ? at : "";
}

/** A fact in a sentence. */
export function factInWords(fact: CowFact, detail: FactDetail, policy: HoldPolicy, note: string): string {
  const details = Object.entries(detail).map(([what, words]) => `${what}: ${words}`);
  const all = [sentence(fact, policy), ...details, ...(note === "" ? [] : [note])];
  return all.join("; ");
}

function sentence(fact: CowFact, policy: HoldPolicy): string {
  switch (fact.kind) {
    case "treatment": {
      const use = fact.row.use === undefined ? "" : ` (${fact.row.use})`;
      return `Treated with ${fact.row.product}${use}${fact.offLabel === undefined ? "" : ", off-label"}`;
    }
    case "calving":
      return "Calved";
    case "dry-off":
      return "Dried off";
    case "bought-in":
      return `Bought in ${fact.state === "dry" ? "dry" : "in milk"}, treatments ${fact.treatments}`;
    case "observation":
      return fact.seen === "mastitis" ? "Mastitis seen" : "Blood seen in her milk";
    case "paddock-or-feed":
      return `${fact.what}: milk ${periodInWords(fact.milk)}, meat ${meatInWords(fact.meat)}${fact.until === null ? ", goes on" : ""}`;
    case "taint":
      return `${fact.what} can taint milk${fact.until === null ? ", goes on" : ""}`;
    case "test-sample":
      return "Milk sampled for an antibiotic test";
    case "test-result":
      return `Antibiotic test of ${fact.of}: ${fact.result}`;
    case "manual-hold":
      return ruleInWords(fact, policy, null);
    case "clearance":
      return `Hold of ${fact.of} ended: ${fact.reason}`;
    case "milked":
      return "Milked, by earlier records";
    case "looked-at":
      return "Looked at and found fit";
    default:
      return unreachable(fact);
  }
}
