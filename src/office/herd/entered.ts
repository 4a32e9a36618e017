// Room: office/herd. What was entered, given back in the fields of an entry: a correction starts from it.
// May live here: the way back from a stored fact. May not: guesses; a fact that is not in an entry's words gives null.

import type { z } from "zod";
import type { FactBody } from "../../store/facts.ts";
import { type StoredTreatment, treatmentNamed } from "../../store/medicines.ts";
import { type FactEntered, factEntered, treatmentEntered } from "../contract/herd.ts";
import type { KnownFact } from "./known-herd.ts";
import type { Room } from "./room.ts";

/** Facts that no person enters as such, or that have a book of their own. */
const NOT_ENTERED: readonly string[] = ["treatment", "milked"];

export function enteredFact({ body, group, detail }: KnownFact): FactEntered | null {
  if (NOT_ENTERED.includes(body.kind)) return null;
  const { "test kit": testKit, ...others } = detail;
  const read = factEntered.safeParse({
    ...body,
    ...others,
    ...(testKit === undefined ? {} : { testKit }),
    group,
    note: noteOf(body),
  });
  return read.success ? read.data : null;
}

export function enteredTreatment(
  { herd }: Room,
  { record, batch, vet, direction }: StoredTreatment,
): z.output<typeof treatmentEntered> | null {
  const body = herd.facts.get(record)?.body;
  if (body === undefined) return null;
  const { "off-label": offLabel, direction: milk, "meat-direction": meat } = body;
  const read = treatmentEntered.safeParse({
    batch,
    offLabel: offLabel === true ? { vet, direction, milk, meat } : null,
  });
  return read.success ? read.data : null;
}

/** Why it is corrected. A note that the correction began with, and that nobody touched, says nothing of that. */
export function reasonIn({ herd, context }: Room, supersedes: string, note: string): string {
  const body = herd.facts.get(supersedes)?.body;
  // A treatment's note stands in the book only.
  const before = treatmentNamed(context.store, supersedes)?.note ?? (body === undefined ? "" : noteOf(body));
  return before === note ? "" : note;
}

export const noteOf = ({ note }: FactBody): string => (typeof note === "string" ? note : "");
