// Room: office/herd. The herd of the records as the text of a herd file (config/herd-file.md).
// May live here: the form of the text. May not: which facts go into it, files.
// Invariant: the same records give the same text, letter for letter.

import type { FactBody } from "../../store/facts.ts";
import type { RegisteredCow } from "../../store/herd.ts";
import type { LabelBody } from "../../store/medicines.ts";

export const HERD_FORMAT = "vatguard-herd-1";

/** A fact and who has it. */
export type HerdFact = { readonly body: FactBody; readonly cows: readonly string[] };
/** What a herd file says, before it is text. */
export type HerdParts = {
  readonly policy: unknown;
  readonly labels: readonly LabelBody[];
  readonly cows: readonly Pick<RegisteredCow, "cow" | "eids" | "status">[];
  /** Of one cow; they stand with her. */
  readonly single: ReadonlyMap<string, readonly FactBody[]>;
  /** Of several cows. */
  readonly shared: readonly HerdFact[];
};

/** One line for each label row, fact of several cows, and cow: a line number then leads somewhere. */
export function herdText({ policy, labels, cows, single, shared }: HerdParts): string {
  const lines = (items: readonly unknown[]) => items.map((item) => JSON.stringify(item)).join(",\n");
  const head = [
    `"format":"${HERD_FORMAT}"`,
    ...(policy === null ? [] : [`"policy":${JSON.stringify(policy)}`]),
  ];
  return `{${head.join(",")},
"labels":[
${lines(labels)}
],
"group-facts":[
${lines(shared.map(({ body, cows: who }) => ({ ...body, cows: who })))}
],
"cows":[
${lines(cows.map(({ cow, eids, status }) => ({ cow, eids, status, ...factsOf(single.get(cow)) })))}
]}
`;
}

const factsOf = (facts: readonly FactBody[] | undefined) =>
  facts === undefined || facts.length === 0 ? {} : { facts };
