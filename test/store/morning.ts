// Room: test/store. One morning, and who wrote something then: for tests, and for the programs that tests kill.
// May live here: values. May not: anything of the test runner, which those programs have not got.

import { type EpochMs, epochMs } from "../../src/domain/units.ts";
import type { Written } from "../../src/store/store.ts";

export const MORNING = epochMs(Date.parse("2026-11-23T05:40:12.000Z"));
export const by = (person: string, at: EpochMs = MORNING): Written => ({ by: person, at, trusted: true });
