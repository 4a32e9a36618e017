// Room: config. The keys of groups, and of facts given to many cows at once.
// May live here: the schema with its words and limits. May not: who a group is (herd-groups).
// Invariant: a fact of many has the keys of a fact of one, and says which cows have it.

import { z } from "zod";
import { FACT_SCHEMAS } from "./herd-fact-schema.ts";
import { note } from "./herd-pieces.ts";

export const GROUPS_MAX = 200;
/** Five years with four sprayed paddocks a week. */
export const GROUP_FACTS_MAX = 50_000;
export const COWS_MAX = 5_000;

export const cowNumber = (description: string) =>
  z
    .string()
    .regex(/^[A-Za-z0-9](?:[A-Za-z0-9 ./-]{0,10}[A-Za-z0-9])?$/)
    .meta({
      description,
      "x-expected": "a cow number in double quotes: letters and digits, at most 12",
      examples: ["117"],
    });

const groupName = (description: string) =>
  z
    .string()
    .regex(/^[A-Za-z0-9](?:[A-Za-z0-9 ._-]{0,38}[A-Za-z0-9])?$/)
    .meta({
      description,
      "x-expected": "letters, digits, spaces, dots and hyphens, at most 40",
      examples: ["spring-2026"],
    });

const cowList = (description: string) =>
  z
    .array(cowNumber("A cow of this file."))
    .min(1)
    .max(COWS_MAX)
    .meta({ description, "x-expected": "a list of cow numbers, at least one", examples: [["117", "118"]] });

export const groupSchema = z
  .strictObject({
    group: groupName("The group's name, unique in the file."),
    cows: cowList("Its cows. Once a fact names the group, a changed group is a new group with a new name."),
    note,
  })
  .meta({ description: "Cows that things happen to together." });

const givenTo = {
  cows: cowList("The cows that have this fact. A fact has either `cows` or `group`.").optional(),
  group: groupName("The group whose cows have this fact.").optional(),
};

export const groupFactSchema = z.discriminatedUnion("kind", [
  FACT_SCHEMAS.treatment.extend(givenTo),
  FACT_SCHEMAS.calving.extend(givenTo),
  FACT_SCHEMAS["dry-off"].extend(givenTo),
  FACT_SCHEMAS["bought-in"].extend(givenTo),
  FACT_SCHEMAS.observation.extend(givenTo),
  FACT_SCHEMAS["paddock-or-feed"].extend(givenTo),
  FACT_SCHEMAS.taint.extend(givenTo),
  FACT_SCHEMAS["test-sample"].extend(givenTo),
  FACT_SCHEMAS["test-result"].extend(givenTo),
  FACT_SCHEMAS["manual-hold"].extend(givenTo),
  FACT_SCHEMAS.clearance.extend(givenTo),
  FACT_SCHEMAS.milked.extend(givenTo),
  FACT_SCHEMAS["looked-at"].extend(givenTo),
]);

/** The keys that a fact of many has besides those of its kind. */
export const GIVEN_TO_KEYS = Object.keys(givenTo);

export type GroupEntry = z.output<typeof groupSchema>;
export type GroupFactEntry = z.output<typeof groupFactSchema>;
