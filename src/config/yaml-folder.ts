// Room: config. A folder of YAML files, one thing of one kind each: cooling profiles, heat treatment rules.
// May live here: which files are in it. May not: what they say. Invariant: a folder that holds none, or far too many, is the wrong one.

import { readdir } from "node:fs/promises";
import { err, ok, type Result } from "../domain/result.ts";
import { type Problem, wholeFileProblem } from "./problem.ts";

/** What comes with the program are tens; a folder of more files is another folder. */
const FILES_MAX = 200;
export const YAML_ENDING = ".yaml";

/** The names of its YAML files in order. `of` is the plural of what they are, `fix` what to do where they are not there. */
export async function yamlFilesIn(
  folder: string,
  of: string,
  fix: string,
): Promise<Result<readonly string[], Problem>> {
  try {
    const names = (await readdir(folder)).filter((name) => name.endsWith(YAML_ENDING)).sort();
    if (names.length > 0 && names.length <= FILES_MAX) return ok(names);
    return err(
      wholeFileProblem(folder, {
        says: `This is not a folder of ${of}.`,
        found: `${names.length} files ending in ${YAML_ENDING}`,
        expected: `1 to ${FILES_MAX} of them`,
        fix,
      }),
    );
  } catch (thrown) {
    if (!(thrown instanceof Error && "code" in thrown)) throw thrown;
    return err(
      wholeFileProblem(folder, {
        says: "The folder cannot be read.",
        found: thrown.message,
        expected: `a folder of ${of}`,
        fix,
      }),
    );
  }
}
