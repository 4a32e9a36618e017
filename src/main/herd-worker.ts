// Room: main. The thread that reads the herd file, so that a long file never holds up a lease.
// May live here: handing tables over, whole or as what changed. May not: anything else of the controller.
// Invariant: the thread that moves valves never parses, and is told of an entry no more than what it changes.

import { createHash } from "node:crypto";
import { parentPort, workerData } from "node:worker_threads";
import { type HerdChange, readHerdFile, watchHerd } from "../config/watch-herd.ts";
import { changeByMarks, marksOf, type TableMarks } from "../controller/table-change.ts";
import type { HerdTable } from "../domain/holds/facts.ts";
import { assert } from "../domain/result.ts";
import type { EpochMs } from "../domain/units.ts";
import type { FromHerdThread, HerdWork, ToHerdThread } from "./herd-messages.ts";

const port = parentPort;
assert(port !== null, "the herd file is read in a thread of its own");
const work = workerData as HerdWork;

/** The table told last; null: none, or lost since. */
let told: TableMarks | null = work.marks === null ? null : JSON.parse(work.marks);
/** The same of a person's file, whole: watching it keeps it anyway. */
let watched: HerdTable | null = null;
let trustedNow: EpochMs | null = null;
/** The newest that the office vouched for and nobody has looked at yet. */
let wanted: (ToHerdThread & { readonly kind: "published" }) | null = null;
let reading = false;

const tell = (message: FromHerdThread): void => port.postMessage(message);
const mark = (value: unknown): string =>
  createHash("sha256").update(JSON.stringify(value)).digest("base64").slice(0, 22);
const readVouched = () => readHerdFile(work.path, { timeZone: work.timeZone, now: null });
/** What stood in the file before anybody vouched for it. */
let ahead = work.ahead ? readVouched() : null;

function loaded(table: HerdTable, ask: number): void {
  const now = marksOf(table, mark);
  const change = told === null ? null : changeByMarks(told, table, now);
  told = now;
  const event =
    change === null
      ? ({ kind: "table-loaded", table } as const)
      : ({ kind: "table-changed", ...change } as const);
  tell({ kind: "herd", event, problems: [], ask, marks: JSON.stringify(now) });
}

function changed({ event, problems }: HerdChange): void {
  if (event.kind === "table-loaded") {
    watched = event.table;
    loaded(event.table, 0);
    return;
  }
  told = null;
  watched = null;
  tell({ kind: "herd", event, problems, ask: 0, marks: null });
}

/** What is in the file now, or was in it when the thread began, if that is what is vouched for: a fingerprint is one of the whole text. */
async function readFor(fingerprint: string): Promise<HerdChange["event"]> {
  const early = await ahead;
  ahead = null;
  if (early?.event.kind === "table-loaded" && early.event.table.fingerprint === fingerprint)
    return early.event;
  return (await readVouched()).event;
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
    const event = await readFor(fingerprint);
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
      if (watched === null) return;
      told = null;
      loaded(watched, 0);
      return;
  }
});

if (work.kind === "watched") {
  const { signal } = new AbortController();
  await watchHerd(work.path, { timeZone: work.timeZone, now: () => trustedNow }, changed, signal);
}
