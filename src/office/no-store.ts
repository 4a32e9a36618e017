// Room: office. What stands where the records would, while they cannot be opened.
// May live here: that stand-in. May not: records. Invariant: whoever touches it fails, in the words of the trouble.

import { StoreFailure } from "../store/open-trouble.ts";
import type { Store, StoreTrouble } from "../store/store.ts";

/** Stands where the records would: whoever touches it fails in the trouble's words. */
export function noStore(path: string, trouble: StoreTrouble): Store {
  const fail = (): never => {
    throw new StoreFailure(trouble);
  };
  return {
    get db() {
      return fail();
    },
    path,
    write: fail,
    evidence: [],
    stopWriting: () => undefined,
    head: fail,
    close: () => undefined,
  };
}
