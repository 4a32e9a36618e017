// Room: config. Cooling profiles from their files: those that come with the program, and a person's own.
// May live here: reading, and the way from the file's words to the domain's. May not: judging.
// Invariant: a profile is taken whole or not at all; every problem of every file at once.

import { basename, join } from "node:path";
import type { CoolingLimit, CoolingProfile } from "../domain/cooling/profile.ts";
import { profileId } from "../domain/ids.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { milliseconds } from "../domain/units.ts";
import {
  type CoolingProfileFile,
  coolingProfileSchema,
  PROFILE_LENGTH_MAX,
} from "./cooling-profile-schema.ts";
import { place } from "./document.ts";
import { type Explained, explained } from "./explain.ts";
import { listed, nearest } from "./nearest.ts";
import { type Problem, wholeFileProblem } from "./problem.ts";
import { readText } from "./read-file.ts";
import { readYaml } from "./yaml-document.ts";
import { YAML_ENDING, yamlFilesIn } from "./yaml-folder.ts";

/** The rule that is judged by where nobody asks for another. */
export const DEFAULT_PROFILE = "au-bega-2018";

/** The schema with its words; a few milliseconds at the start. */
const PROFILE: Explained = explained(coolingProfileSchema);

/** Reads a profile's YAML. Errors carry every problem of the file; `file` is the name that messages show. */
export function loadCoolingProfile(text: string, file: string): Result<CoolingProfile, readonly Problem[]> {
  if (text.trim() === "")
    return err([about(file, "The file is empty.", "nothing", "a cooling profile", COPY_FIX)]);
  const read = readYaml(text, file);
  if (!read.ok) return read;
  const parsed = coolingProfileSchema.safeParse(read.value.value);
  if (parsed.success) return ok(profileOf(parsed.data));
  return err(place(read.value, PROFILE.explain(read.value, parsed.error.issues)));
}

/** Reads one profile's file. */
export async function readCoolingProfile(path: string): Promise<Result<CoolingProfile, readonly Problem[]>> {
  const read = await readText(path, PROFILE_LENGTH_MAX);
  return read.ok ? loadCoolingProfile(read.value, path) : err([read.error]);
}

/** Reads every profile (`*.yaml`) of a folder, in the order of their ids. A file has the name of its profile. */
export async function readProfiles(
  folder: string,
): Promise<Result<readonly CoolingProfile[], readonly Problem[]>> {
  const names = await yamlFilesIn(folder, "profiles", FOLDER_FIX);
  if (!names.ok) return err([names.error]);
  const read = await Promise.all(names.value.map((name) => readNamed(join(folder, name))));
  const problems = read.flatMap((one) => (one.ok ? [] : one.error));
  if (problems.length > 0) return err(problems);
  const profiles = read.flatMap((one) => (one.ok ? [one.value] : []));
  return ok(profiles.sort((a, b) => (a.id < b.id ? -1 : 1)));
}

async function readNamed(path: string): Promise<Result<CoolingProfile, readonly Problem[]>> {
  const read = await readCoolingProfile(path);
  if (!read.ok || `${read.value.id}${YAML_ENDING}` === basename(path)) return read;
  const fix = `Call the file ${read.value.id}${YAML_ENDING}, or the profile ${basename(path, YAML_ENDING)}.`;
  return err([
    about(path, "The profile is not called as its file.", read.value.id, basename(path, YAML_ENDING), fix),
  ]);
}

/** The profile of this id, or what is there instead and which of them was perhaps meant. */
export function profileById(
  profiles: readonly CoolingProfile[],
  id: string,
): Result<CoolingProfile, Problem> {
  const found = profiles.find((profile) => profile.id === id);
  if (found !== undefined) return ok(found);
  const known = profiles.map((profile): string => profile.id);
  const meant = nearest(id, known);
  const fix =
    meant === null
      ? "Use one of these, or the path of your own profile's file, ending in .yaml."
      : `Did you mean "${meant}"?`;
  return err(
    about("--profile", `There is no profile "${id}".`, `"${id}"`, `one of: ${listedAll(known)}`, fix),
  );
}

/** A profile by its id, or a person's own by the path of its file (anything with a slash, or ending in .yaml or .yml). */
export async function profileByIdOrPath(
  profiles: readonly CoolingProfile[],
  idOrPath: string,
): Promise<Result<CoolingProfile, readonly Problem[]>> {
  if (/[/\\]|\.ya?ml$/i.test(idOrPath)) return readCoolingProfile(idOrPath);
  const found = profileById(profiles, idOrPath);
  return found.ok ? found : err([found.error]);
}

/** A person chooses from all of them, not from the first dozen. */
const listedAll = (words: readonly string[]): string =>
  words.length === 0 ? listed(words) : words.join(", ");

function profileOf(file: CoolingProfileFile): CoolingProfile {
  const { hold, blend, continuous, records } = file;
  return {
    id: profileId(file.id),
    title: file.title,
    jurisdiction: file.jurisdiction,
    basis: file.basis,
    source: file.source,
    validFrom: dayOf(file["valid-from"]),
    validUntil: dayOf(file["valid-until"]),
    limits: limitsOf(file.limits),
    hold: hold === "none" ? null : { atMost: hold["at-most"], atLeast: orNull(hold["at-least"]) },
    blend: blend === "none" ? null : { atMost: blend["at-most"], tolerate: blend.tolerate },
    continuous:
      continuous === "none"
        ? null
        : { fromLength: continuous["from-length"], enterAtMost: continuous["enter-at-most"] },
    doNotLoad: (orNull(file["do-not-load"]) ?? []).map((one) => ({
      above: one.above,
      longerThan: one["longer-than"],
    })),
    records: {
      keepDays: orNull(records["keep-days"]),
      checksPerYear: orNull(records["checks-per-year"]),
    },
  };
}

function limitsOf(limits: CoolingProfileFile["limits"]): readonly CoolingLimit[] {
  if (limits === "none") return [];
  return Object.entries(limits).map(([id, { by, ...limit }]) => ({
    id,
    appliesTo: limit["applies-to"],
    atMost: limit["at-most"],
    by: [
      ...(by["start-of-milking"] === undefined
        ? []
        : [{ after: "start-of-milking", within: by["start-of-milking"] } as const]),
      ...(by["end-of-milking"] === undefined
        ? []
        : [{ after: "end-of-milking", within: by["end-of-milking"] } as const]),
      ...(by.collection === undefined ? [] : [{ after: "collection", within: milliseconds(0) } as const]),
    ],
  }));
}

const orNull = <T>(value: T | "none"): T | null => (value === "none" ? null : value);
const dayOf = (text: string): string | null => (text === "not-known" ? null : text);

const COPY_FIX = "Copy the profile nearest to it from config/profiles/ and change it.";
const FOLDER_FIX = "The profiles that come with the program are in config/profiles/.";

const about = (file: string, says: string, found: string, expected: string, fix: string): Problem =>
  wholeFileProblem(file, { says, found, expected, fix });
