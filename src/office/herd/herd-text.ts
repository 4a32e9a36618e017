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
  return textOfLines({
    policy,
    labels,
    shared: shared.map(sharedLine),
    cows: cows.map((cow) => cowLine(cow, single.get(cow.cow) ?? [])),
  });
}

/** The same of lines that are there already. */
export function textOfLines({
  policy,
  labels,
  shared,
  cows,
}: Pick<HerdParts, "policy" | "labels"> & {
  readonly shared: readonly string[];
  readonly cows: readonly string[];
}): string {
  const head = [
    `"format":"${HERD_FORMAT}"`,
    ...(policy === null ? [] : [`"policy":${JSON.stringify(policy)}`]),
  ];
  return `{${head.join(",")},
"labels":[
${labels.map((label) => JSON.stringify(label)).join(",\n")}
],
"group-facts":[
${shared.join(",\n")}
],
"cows":[
${cows.join(",\n")}
]}
`;
}

export const sharedLine = ({ body, cows }: HerdFact): string => JSON.stringify({ ...body, cows });

export const cowLine = (
  { cow, eids, status }: HerdParts["cows"][number],
  facts: readonly FactBody[],
): string => JSON.stringify({ cow, eids, status, ...(facts.length === 0 ? {} : { facts }) });
