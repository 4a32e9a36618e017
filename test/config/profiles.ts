// The cooling profiles that come with the program, for sheds that name some.

import { readProfiles } from "../../src/config/cooling-profiles.ts";
import { formatProblems } from "../../src/config/problem.ts";

const read = await readProfiles("config/profiles");
if (!read.ok) throw new Error(formatProblems(read.error));

export const PROFILES = read.value;
