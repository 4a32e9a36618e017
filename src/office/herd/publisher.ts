// Room: office/herd. Puts the herd in place for the controller, and stays at it until the controller has it in force.
// May live here: the file, its fingerprint, waiting and trying again. May not: what is in the file, HTTP.
// Invariant: a text is checked before it is written, and whole on the disk before the controller is told of it.

import { mkdir, open, readFile, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Result } from "../../domain/result.ts";
import type { Link, Notice } from "../context.ts";
import { type Bell, createBell } from "./bell.ts";

/** A herd file's text that may be published. */
export type Publishable = {
  readonly text: string;
  readonly fingerprint: string;
  /** Has it read by the reader of herd files, as far as it was not yet. Throws where it is not one: nothing of it may be written then. */
  readonly check: () => void;
  /** The controller has read all of it and put it in force. */
  readonly taken: () => void;
  /** The controller has not: what was read before counts no more, and the next is read whole. */
  readonly doubted: () => void;
};
/** The herd to publish, or why there is none: then everything diverts. */
export type ToPublish = Result<Publishable, { readonly why: string; readonly fix: string }>;

export type PublisherOptions = {
  readonly path: string;
  readonly link: Link;
  readonly build: () => ToPublish;
  readonly notice: (code: string, notice: Notice | null) => void;
  readonly remark: (text: string) => void;
  /** Milliseconds; only tests give others. */
  readonly within?: number;
  readonly retry?: number;
};

export type Publisher = {
  /** Publishes what the records say, vouches for it, and goes on doing so. Resolves when it has been told the first time. */
  readonly start: () => Promise<void>;
  /** The records have changed. */
  readonly changed: () => void;
  /** Whether all that was recorded until now comes in force, or is, within three seconds. */
  readonly untilInForce: () => Promise<boolean>;
  /** The fingerprint of what the records say, as far as it is published; null: there is no table. */
  readonly recorded: () => string | null;
  readonly stop: () => Promise<void>;
};

/** As long as a person at a screen waits before they are told that something is wrong. */
const WITHIN_MS = 3_000;
const RETRY_MS = 2_000;

export const herdInForcePath = (dataDir: string): string => join(dataDir, "office", "herd-in-force.json");

/** What the publisher has done so far. Changes of the records are counted. */
type Progress = {
  wanted: number;
  /** Up to which change the bails obey. */
  obeyed: number;
  recorded: string | null;
  onDisk: string | null;
  /** What kept the last attempt from being written; null: nothing. */
  why: string | null;
  stopped: boolean;
};

export function createPublisher(options: PublisherOptions): Publisher {
  const { link, within = WITHIN_MS, retry = RETRY_MS } = options;
  const progress: Progress = {
    wanted: 1,
    obeyed: 0,
    recorded: null,
    onDisk: null,
    why: null,
    stopped: false,
  };
  const bell = createBell();
  let running: Promise<void> = Promise.resolve();
  const unlisten = link.listen((what) => {
    if (what !== "in-force" && what !== "not-taken") return;
    // Another table, or none, is in force: the right one is published again.
    if (progress.recorded !== null && link.inForce().fingerprint !== progress.recorded) progress.obeyed = 0;
    bell.ring();
  });
  async function run(told: () => void): Promise<void> {
    while (!progress.stopped) {
      const change = progress.wanted;
      const isOver = await attempt(options, progress, bell);
      told();
      const isDue = () => progress.stopped || (isOver ? progress.obeyed : change) < progress.wanted;
      await bell.until(isDue, isOver ? undefined : retry);
    }
  }
  return {
    start: () =>
      new Promise((resolve) => {
        running = run(resolve);
      }),
    changed() {
      progress.wanted += 1;
      bell.ring();
    },
    async untilInForce() {
      const change = progress.wanted;
      await bell.until(() => progress.stopped || progress.obeyed >= change, within);
      const isInForce = progress.obeyed >= change && progress.recorded !== null;
      if (!isInForce && progress.recorded !== null) {
        options.notice(NOT_IN_FORCE, notInForce(progress.why ?? link.inForce().why));
      }
      return isInForce;
    },
    recorded: () => progress.recorded,
    async stop() {
      progress.stopped = true;
      unlisten();
      bell.ring();
      await running;
    },
  };
}

/** Publishes once. True where nothing is left to do until the records change. */
async function attempt(options: PublisherOptions, progress: Progress, bell: Bell): Promise<boolean> {
  const change = progress.wanted;
  try {
    const made = options.build();
    progress.why = null;
    if (!made.ok) {
      sayNoTable(options, progress, made.error);
      progress.obeyed = change;
      bell.ring();
      return true;
    }
    await putInPlace(made.value, options, progress);
    const isInForce = await inForceOrNewer(made.value.fingerprint, change, { options, progress, bell });
    if (isInForce === "newer") return false;
    if (!isInForce) {
      made.value.doubted();
      options.notice(NOT_IN_FORCE, notInForce(options.link.inForce().why));
      return false;
    }
    made.value.taken();
    progress.obeyed = Math.max(progress.obeyed, change);
    bell.ring();
    if (change !== progress.wanted) return false;
    options.notice(NOT_IN_FORCE, null);
    return true;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    options.remark(`The herd could not be published: ${why}. It is tried again.`);
    progress.why = `the file for the controller could not be written: ${why}`;
    options.notice(NOT_IN_FORCE, notInForce(progress.why));
    return false;
  }
}

function sayNoTable(
  { link, notice }: PublisherOptions,
  progress: Progress,
  { why, fix }: { readonly why: string; readonly fix: string },
): void {
  progress.recorded = null;
  link.noTable(why);
  notice(NOT_IN_FORCE, null);
  notice(NO_TABLE, { code: NO_TABLE, grave: true, says: why, fix });
}

async function putInPlace(
  { text, fingerprint, check }: Publishable,
  { path, link, notice }: PublisherOptions,
  progress: Progress,
): Promise<void> {
  notice(NO_TABLE, null);
  progress.recorded = fingerprint;
  if (progress.onDisk !== fingerprint) {
    // After a start the file is mostly there as it should be: nothing to write, and a disk that takes nothing is no hindrance. It was read
    // before it was written, and the controller reads it again before it takes it.
    if ((await textOf(path)) !== text) {
      check();
      await writeWhole(path, text);
    }
    progress.onDisk = fingerprint;
  }
  link.published(fingerprint);
}

/** Whether the table came in force in time; "newer" where the records changed meanwhile and another is due. */
async function inForceOrNewer(
  fingerprint: string,
  change: number,
  {
    options,
    progress,
    bell,
  }: { readonly options: PublisherOptions; readonly progress: Progress; readonly bell: Bell },
): Promise<boolean | "newer"> {
  const answer: { came: boolean | null } = { came: null };
  void options.link.untilInForce(fingerprint, options.within ?? WITHIN_MS).then((came) => {
    answer.came = came;
    bell.ring();
  });
  await bell.until(() => answer.came !== null || progress.stopped || progress.wanted > change);
  // A table that came in force just then is one, even where another is due.
  return answer.came ?? (progress.stopped ? false : "newer");
}

/** What is there now; null: nothing that can be read. */
async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error) return null;
    throw error;
  }
}

/** Aside, synced, renamed, folder synced: after a power cut the file is the old one or the new one. */
async function writeWhole(path: string, text: string): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const aside = `${path}.new`;
  const file = await open(aside, "w", 0o600);
  try {
    await file.writeFile(text, "utf8");
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(aside, path);
  const directory = await open(folder, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

const NOT_IN_FORCE = "not-in-force";
const NO_TABLE = "no-table";

const notInForce = (why: string): Notice => ({
  code: NOT_IN_FORCE,
  grave: true,
  says: `What was recorded last is NOT in force at the bails${why === "" ? "" : `: ${why}`}.`,
  fix: "Mark the cows of the last entries by hand and keep their milk out of the vat. It is tried again every 2 seconds; if it stays so, look whether the controller runs.",
});
