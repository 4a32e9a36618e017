// Room: domain/holds. The verdict on a cow explained in lines of text: every hold, its rule and source, what is missing, the sale.
// May live here: the order and layout of the sentences, which the command `why` and the office's pages share. May not: rules.
// Invariant: what is explained is what was judged; nothing is worked out here.

import { REASONS } from "../alarms/catalogue.ts";
import type { EpochMs } from "../units.ts";
import type { Cow } from "./facts.ts";
import { clearing } from "./period.ts";
import type { MarketVerdict } from "./sale.ts";
import type { Verdict } from "./verdict.ts";
import { missingInWords, runningInWords, saleInWords, timeInWords } from "./words.ts";

export type Explained = {
  /** The number or tag that was asked for. */
  readonly asked: string;
  readonly cow: Cow | null;
  readonly at: EpochMs;
  readonly saleAt: EpochMs;
  readonly timeZone: string;
  readonly verdict: Verdict;
  /** How many milkings of hers are on record. */
  readonly milkings: number;
  /** Facts that had not begun by then. */
  readonly notYet: readonly string[];
  /** Why the checker says no to what the rules would release. */
  readonly checkerSaysNo: string | null;
  readonly sale: readonly MarketVerdict[];
};

/** The verdict in one sentence of what to do. */
export function headline({ cow, asked, verdict, checkerSaysNo }: Explained): string {
  const who = `Cow ${cow?.cow ?? asked}`;
  if (checkerSaysNo !== null)
    return `${who}: DIVERT. ${REASONS["checker-disagrees"].meaning} (${checkerSaysNo})`;
  if (verdict.because === null) return `${who}: RELEASE. No hold keeps her milk out of the vat.`;
  const { meaning, whatToDo } = REASONS[verdict.because];
  return `${who}: ${verdict.verdict.toUpperCase()}. ${meaning} ${whatToDo}`;
}

/** All of it, line by line, indented under the headline. */
export function explainedInLines(answer: Explained): readonly string[] {
  const { verdict, at, timeZone, notYet } = answer;
  const lines = [headline(answer), `  asked for ${timeInWords(at, timeZone)} (${timeZone})`];
  for (const hold of verdict.standing?.open ?? []) {
    const { clearsAt, milkingsLeft } = clearing(hold.missing);
    lines.push(
      "",
      `  ${hold.kind}, from record ${hold.source}`,
      `    rule     ${hold.rule}`,
      `    missing  ${missingInWords(hold.missing, timeZone)}`,
      `    clears   ${clears(clearsAt, milkingsLeft, timeZone)}`,
    );
  }
  if (notYet.length > 0) lines.push("", `  Left out, as not begun by then: ${notYet.join(", ")}`);
  return answer.cow === null ? lines : [...lines, ...saleInLines(answer, answer.cow)];
}

function saleInLines({ milkings, saleAt, timeZone, sale }: Explained, cow: Cow): readonly string[] {
  const lines = ["", `  Milkings on record: ${milkings}`];
  lines.push("", `  If she is sold ${timeInWords(saleAt, timeZone)}:`);
  const said = new Set<string>();
  for (const one of sale) {
    lines.push(`    ${saleInWords(one, timeZone)}`);
    for (const running of one.running) said.add(runningInWords(running, cow.facts, timeZone));
  }
  if (said.size > 0) lines.push("  The vendor declaration must say:");
  for (const words of said) lines.push(`    ${words}`);
  return lines;
}

function clears(clearsAt: EpochMs | null, milkingsLeft: number, timeZone: string): string {
  const milkings =
    milkingsLeft === 0 ? "" : `after ${milkingsLeft} more milking${milkingsLeft === 1 ? "" : "s"}`;
  const time = clearsAt === null ? "" : `not before ${timeInWords(clearsAt, timeZone)}`;
  const both = [time, milkings].filter((text) => text !== "").join(", ");
  return both === "" ? "not by itself" : both;
}
