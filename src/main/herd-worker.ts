// Room: main. The thread that reads the herd file, so that a long file never holds up a lease.
// May live here: handing tables over, whole or as what changed. May not: anything else of the controller.
// Invariant: the thread that moves valves never parses, and is told of an entry no more than what it changes.

import { parentPort, workerData } from "node:worker_threads";
import { type HerdChange, readHerdFile, watchHerd } from "../config/watch-herd.ts";
import { tableChange } from "../controller/table-change.ts";
import type { HerdTable } from "../domain/holds/facts.ts";
import { assert } from "../domain/result.ts";
import type { EpochMs } from "../domain/units.ts";
import type { FromHerdThread, HerdWork, ToHerdThread } from "./herd-messages.ts";

const port = parentPort;
assert(port !== null, "the herd file is read in a thread of its own");
const work = workerData as HerdWork;

/** The table told last, and what it answered; null: none, or lost since. */
let told: HerdTable | null = null;
let toldFor = 0;
let trustedNow: EpochMs | null = null;
/** The newest that the office vouched for and nobody has looked at yet. */
let wanted: (ToHerdThread & { readonly kind: "published" }) | null = null;
let reading = false;

const tell = (message: FromHerdThread): void => port.postMessage(message);

function loaded(table: HerdTable, ask: number): void {
  const change = told === null ? null : tableChange(told, table);
  told = table;
  toldFor = ask;
  const event =
    change === null
      ? ({ kind: "table-loaded", table } as const)
      : ({ kind: "table-changed", ...change } as const);
  tell({ kind: "herd", event, problems: [], ask });
}

function changed({ event, problems }: HerdChange): void {
  if (event.kind === "table-loaded") {
    loaded(event.table, 0);
    return;
  }
  told = null;
  tell({ kind: "herd", event, problems, ask: 0 });
}

/**
 * What the office vouched for. Read without a look at the clock: each entry was checked as it came, and a clock that is put right
 * afterwards must not take the whole herd away.
 */
async function takeVouched(): Promise<void> {
  if (reading) return;
  reading = true;
  for (let next = wanted; next !== null; next = wanted) {
    wanted = null;
    const { fingerprint, ask, whole } = next;
    if (whole) told = null;
    const { event } = await readHerdFile(work.path, { timeZone: work.timeZone, now: null });
    if (event.kind === "table-lost") {
      const why = `The published records cannot be used: ${event.why}`;
      tell({ kind: "not-taken", fingerprint, why, ask });
    } else if (event.table.fingerprint === fingerprint) {
      loaded(event.table, ask);
    } else if (wanted === null) {
      // Else a newer one is in the file already, and is the next to be looked at.
      tell({ kind: "not-taken", fingerprint, why: otherFile(event.table.fingerprint, fingerprint), ask });
    }
  }
  reading = false;
}

const otherFile = (found: string, vouched: string): string =>
  `The published file is ${found}, and the office vouched for ${vouched}. Usually another entry came in between, and this is over in ` +
  "a moment; else somebody has changed the file by hand: leave it to the office, and restart it.";

port.on("message", (message: ToHerdThread) => {
  switch (message.kind) {
    case "time":
      trustedNow = message.trustedNow;
      return;
    case "published":
      wanted = message;
      void takeVouched();
      return;
    case "whole":
      if (told === null) return;
      tell({ kind: "herd", event: { kind: "table-loaded", table: told }, problems: [], ask: toldFor });
      return;
  }
});

if (work.kind === "watched") {
  const { signal } = new AbortController();
  await watchHerd(work.path, { timeZone: work.timeZone, now: () => trustedNow }, changed, signal);
}
