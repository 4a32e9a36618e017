// Room: test/recorder. The machine of the program that gets killed: every tick is evidence with a number of its own.

import { cowId } from "../../src/domain/ids.ts";
import type { Machine } from "../../src/recorder/machine.ts";

export type Counting = { readonly pid: number; readonly count: number };

export const COUNTING: Machine<Counting> = {
  initial: () => ({ pid: 0, count: 0 }),
  step({ pid, count }, { wall }) {
    const next = count + 1;
    const note = { kind: "milking-counted", cow: cowId(`${pid}-${next}`), at: wall } as const;
    return { state: { pid, count: next }, effects: [{ kind: "noted", evidence: true, note }] };
  },
  revive: (json) => json as Counting,
};
