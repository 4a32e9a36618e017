// Room: config. The names that people give to boards, readers, switches, rows and probes.
// May live here: what a name looks like, and a key that holds one. May not: which names there are.

import { z } from "zod";

/** Of anything that a shed's file names. */
export const NAME = /^[a-z][a-z0-9-]{0,31}$/;
export const NAME_WORDS = "a name: small letters, digits and hyphens, starting with a letter, at most 32";

/** A key that holds the name of something. */
export const name = (description: string, example: string) =>
  z
    .string()
    .regex(NAME)
    .meta({ description, "x-expected": NAME_WORDS, examples: [example] });

/** The names in a section of devices. */
export const deviceNames = z.string().regex(NAME).meta({ "x-expected": NAME_WORDS });
