// Room: office/herd. The PIN once more, for entries of which only what they say tells that they need it.
// May live here: the refusal. May not: which entries those are; how long a PIN counts (people).

import { ok, type Result } from "../../domain/result.ts";
import { type Caller, refused } from "../contract/handlers.ts";
import type { Refusal } from "../contract/pieces.ts";

export const pinOf = (
  { pinGiven }: Caller,
  says = "By this a hold is over, or ends sooner",
): Result<null, Refusal> =>
  pinGiven === true
    ? ok(null)
    : refused(
        "pin-needed",
        `${says}: your PIN is needed once more.`,
        "Give your PIN; it counts for two minutes.",
      );
