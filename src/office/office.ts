// Room: office. All of it put together, given a link to the controller and a clock: records, herd, people, pages.
// May live here: the order of starting and ending, and what is done while the records cannot be opened. May not: argv, signals, the channel.
// Invariant: the herd is published before anything heavy is loaded; without records that can be vouched for there is no table.

import { setTimeout as wait } from "node:timers/promises";
import type { OfficeConfig, ShedConfig } from "../config/shed-config.ts";
import { assert, err, ok, type Result } from "../domain/result.ts";
import type { Clock } from "../ports/clock.ts";
import { storePath } from "../store/open-files.ts";
import { cowsUnderReview } from "../store/review.ts";
import type { Store, StoreTrouble } from "../store/store.ts";
import type { Changed, Link, Notice, OfficeContext } from "./context.ts";
import { createHerd, type Herd } from "./herd/herd.ts";
import type { ShedSays } from "./herd/room.ts";
import { OFFICE_TIMES } from "./limits.ts";
import { noStore } from "./no-store.ts";
import { createFollower, type Follower } from "./shed/follower.ts";
import { createShedSays } from "./shed/says.ts";
import { openRecords as restoredOrOpened } from "./upkeep/open-records.ts";

export type OfficeOptions = {
  readonly shed: ShedConfig;
  readonly dataDir: string;
  readonly version: string;
  readonly clock: Clock;
  readonly link: Link;
  /** Which run of the program this is: stands in the records. */
  readonly boot: string;
  /** The folder of the built pages. */
  readonly staticFolder: string;
  /** What went wrong, and what a person at the console must know. */
  readonly remark: (text: string) => void;
  /** Others than the ordinary ones: for tests. */
  readonly times?: typeof OFFICE_TIMES;
};

/** The records with the herd that they vouch for: enough to make entries, without pages. */
export type Records = {
  readonly context: OfficeContext;
  readonly herd: Herd;
  /** Not started yet: what the controller did is taken in when the pages are there. */
  readonly follower: Follower;
  /** Whoever shows lists is told which to read again. */
  readonly onChanged: (heard: (...what: readonly Changed[]) => void) => void;
  /** Told of every write that failed for a reason of the disk or the file. */
  readonly onTroubled: (heard: (trouble: StoreTrouble) => void) => void;
  readonly close: () => Promise<void>;
};

/**
 * Opens the records, and begins them where there never were any; a restore that is wanted is done before. Nothing is published yet:
 * `herd.start` does.
 */
export async function openRecords(options: OfficeOptions): Promise<Result<Records, StoreTrouble>> {
  const { shed, dataDir, clock, boot, remark } = options;
  const troubled = createTroubled();
  const backupFolder = shed.office?.backups.folder ?? null;
  const opened = await restoredOrOpened({
    dataDir,
    backupFolder,
    clock,
    boot,
    remark,
    troubled: troubled.tell,
  });
  if (!opened.ok) return err(opened.error);
  const { context, onChanged } = contextOf(options, opened.value);
  const follower = createFollower({ ...context, timeZone: context.shed.plan.timeZone });
  const herd = createHerd(context, whatTheShedSays(context, follower));
  const close = async (): Promise<void> => {
    await herd.stop();
    await follower.stop();
    opened.value.close();
  };
  return ok({ context, herd, follower, onChanged, onTroubled: troubled.on, close });
}

/** Writes that failed are told to whoever looks after the disk, which is there a little later than the records. */
function createTroubled() {
  let listener: ((trouble: StoreTrouble) => void) | null = null;
  let early: StoreTrouble | null = null;
  return {
    tell: (trouble: StoreTrouble): void => {
      if (listener === null) early = trouble;
      else listener(trouble);
    },
    on: (heard: (trouble: StoreTrouble) => void): void => {
      listener = heard;
      if (early !== null) heard(early);
      early = null;
    },
  };
}

const whatTheShedSays = ({ store, clock }: OfficeContext, follower: Follower): ShedSays => ({
  ...createShedSays(store, clock, follower),
  underReview: () => cowsUnderReview(store),
});

function contextOf(
  options: Omit<OfficeOptions, "staticFolder" | "boot">,
  store: Store,
): Pick<Records, "context" | "onChanged"> {
  const { shed, link, clock, dataDir, version, remark } = options;
  const notices = new Map<string, Notice>();
  const listeners: ((...what: readonly Changed[]) => void)[] = [];
  const changed = (...what: readonly Changed[]): void => {
    for (const heard of listeners) heard(...what);
  };
  const notice = (code: string, said: Notice | null): void => {
    if (said === null ? !notices.delete(code) : notices.get(code)?.says === said.says) return;
    if (said !== null) {
      notices.set(code, said);
      remark(`${said.says} ${said.fix}`);
    }
    changed("upkeep");
  };
  const all = () => [...notices.values()];
  return {
    context: { store, link, clock, shed, dataDir, version, changed, notice, notices: all, remark },
    onChanged: (heard) => void listeners.push(heard),
  };
}

/** Runs the office until the signal. */
export async function runOffice(options: OfficeOptions, signal: AbortSignal): Promise<void> {
  assert(options.shed.office !== null, "a shed without an office starts none");
  while (!signal.aborted) {
    const ending = new AbortController();
    const either = AbortSignal.any([signal, ending.signal]);
    const opened = await openRecords(options);
    if (opened.ok) await runOpen(options, opened.value, either, () => ending.abort());
    else await runClosed(options, opened.error, either, () => ending.abort());
  }
}

/** The bails first: their table is published while everything for the pages is still to be loaded. */
async function runOpen(
  options: OfficeOptions,
  records: Records,
  signal: AbortSignal,
  again: () => void,
): Promise<void> {
  const told = records.herd.start();
  const { openPages } = await import("./pages.ts");
  await told;
  const pages = await openPages(options, records, (why) => {
    options.remark(`The office begins anew: ${why}`);
    again();
  });
  await serving(options, pages.listen, signal);
  await pages.close();
  await records.close();
}

async function runClosed(
  options: OfficeOptions,
  found: StoreTrouble,
  signal: AbortSignal,
  again: () => void,
): Promise<void> {
  // Without records there is no table: here, and only here, it is so.
  const trouble = { ...found, fix: `All milk is diverted. ${found.fix}` };
  options.link.noTable(trouble.says);
  const { openClosedPages } = await import("./pages.ts");
  const { context } = contextOf(options, noStore(storePath(options.dataDir), trouble));
  context.notice("no-records", { code: "no-records", grave: true, says: trouble.says, fix: trouble.fix });
  const pages = await openClosedPages(options, context, trouble);
  const looking = opensAgain(options, signal).then(again);
  await serving(options, pages.listen, signal);
  await looking;
  await pages.close();
}

/** Resolves when the records can be opened, or the signal comes. */
async function opensAgain(options: OfficeOptions, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await pause((options.times ?? OFFICE_TIMES).recordsMs, signal);
    if (signal.aborted) return;
    const opened = await openRecords({ ...options, remark: () => undefined });
    if (!opened.ok) continue;
    await opened.value.close();
    return;
  }
}

/** Listens, again and again where the port is taken, until the signal. */
async function serving(
  { shed, remark, times = OFFICE_TIMES }: OfficeOptions,
  listen: () => Promise<string>,
  signal: AbortSignal,
): Promise<void> {
  let said = false;
  while (!signal.aborted) {
    try {
      remark(`The pages are at ${await listen()}`);
      break;
    } catch (error) {
      if (!(error instanceof Error && "code" in error)) throw error;
      if (!said && shed.office !== null) remark(cannotListen(shed.office, String(error.code)));
      said = true;
      await pause(times.portMs, signal);
    }
  }
  await aborted(signal);
}

function cannotListen({ port, listen }: OfficeConfig, code: string): string {
  const why =
    code === "EADDRINUSE"
      ? "another program has this port. Usually another vatguard runs already"
      : code === "EACCES"
        ? "this user may not take a port below 1024"
        : code === "EADDRNOTAVAIL"
          ? "this computer does not have this address"
          : code;
  return (
    `The pages cannot be shown on ${listen}, port ${port}: ${why}. Write another port or address under office in the shed's file. ` +
    "It is tried again every 5 s; the bails and the records are not concerned."
  );
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await wait(ms, undefined, { signal });
  } catch (thrown) {
    if (!(thrown instanceof Error && thrown.name === "AbortError")) throw thrown;
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
