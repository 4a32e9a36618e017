// Room: office/upkeep. Watches the room on the disk: telemetry goes first, evidence last, and people are told in time.
// May live here: looking, shedding, notices, the reserve. May not: what telemetry is (store/temperatures.ts).
// Invariant: nothing but readings of temperatures is ever shed, and never to no purpose.

import { dirname } from "node:path";
import { before, milliseconds } from "../../domain/units.ts";
import { type DiskRoom, diskRoom, giveUpReserve, makeReserve } from "../../store/disk.ts";
import { inWords, StoreFailure } from "../../store/open-trouble.ts";
import type { Store, StoreTrouble } from "../../store/store.ts";
import { shedReadings } from "../../store/temperatures.ts";
import type { Notice, OfficeContext } from "../context.ts";
import { UPKEEP_LIMITS } from "./limits.ts";

export type DiskWatch = {
  readonly room: () => DiskRoom & { readonly says: string };
  /** Looks once: sheds what has to be shed, and tells. */
  readonly look: () => void;
  /** A write failed: told at once, and the reserve is given up. */
  readonly troubled: (trouble: StoreTrouble) => void;
};
const NOTICE = "disk";

/** `roomOf`: the device, which tests give little room. */
export function createDiskWatch(
  context: Pick<OfficeContext, "store" | "clock" | "notice" | "remark">,
  roomOf: (folder: string) => DiskRoom = diskRoom,
): DiskWatch {
  const { store, clock, notice, remark } = context;
  const folder = dirname(store.path);
  let shed = 0;
  /** The last write failed for want of room; false again when one has gone well. */
  let writesFail = false;
  const room = () => {
    const found = roomOf(folder);
    return { ...found, says: roomSays(found, shed) };
  };
  const tell = (): void => {
    const found = room();
    const state = writesFail ? "full" : found.state;
    notice(NOTICE, state === "fine" ? null : noticeOf(state, found.says));
  };
  return {
    room,
    look() {
      const { state } = roomOf(folder);
      if (state === "full") giveUpReserve(store.path);
      if (state === "fine") makeReserve(store.path);
      else shed += shedTelemetry(store, clock.wall(), state === "full");
      if (writesFail) writesFail = !canWrite(store);
      tell();
    },
    troubled(trouble) {
      if (trouble.kind === "full") {
        writesFail = true;
        giveUpReserve(store.path);
        tell();
      } else if (["unreadable", "corrupt", "missing"].includes(trouble.kind))
        notice("records-not-written", {
          code: "records-not-written",
          grave: true,
          says: trouble.says,
          fix: `The bails go on by what was recorded before. ${trouble.fix}`,
        });
      remark(`${trouble.says} ${trouble.fix}`);
    },
  };
}

/**
 * Makes room inside the database for evidence: readings of temperatures, the oldest first; their hours' figures stay. A database does not get
 * smaller by it, so that no more is shed than evidence needs. Gives how many hours of readings went.
 */
export function shedTelemetry(
  store: Store,
  now: ReturnType<OfficeContext["clock"]["wall"]>,
  isFull: boolean,
): number {
  const { roomInsideBytes, hoursShedAtOnce, readingsKeptMs } = UPKEEP_LIMITS;
  const pageBytes = Number(store.db.pragma("page_size", { simple: true }));
  const inside = (): number => Number(store.db.pragma("freelist_count", { simple: true })) * pageBytes;
  const until = isFull ? now : before(now, milliseconds(readingsKeptMs));
  let shed = 0;
  try {
    while (inside() < roomInsideBytes) {
      const gone = shedReadings(store, until, hoursShedAtOnce);
      if (gone === 0) break;
      shed += gone;
    }
    inWords(store.path, () => store.db.pragma("wal_checkpoint(TRUNCATE)"));
  } catch (error) {
    // Not even that could be written: the notice stands, and it is tried again in a minute.
    if (!(error instanceof StoreFailure)) throw error;
  }
  return shed;
}

/** Writes something that says nothing, through to the disk. */
function canWrite(store: Store): boolean {
  try {
    store.write((pen) => {
      pen.run(
        "INSERT INTO told (family, up_to) VALUES ('disk', 0) ON CONFLICT (family) DO UPDATE SET up_to = up_to + 1",
      );
    });
    return true;
  } catch (error) {
    if (error instanceof StoreFailure) return false;
    throw error;
  }
}

const inMb = (bytes: number): string => `${Math.floor(bytes / 1024 / 1024)} MB`;

function roomSays({ freeBytes, totalBytes, state }: DiskRoom, shed: number): string {
  const free = `${inMb(freeBytes)} of ${inMb(totalBytes)} are free.`;
  const gone =
    shed === 0
      ? ""
      : ` ${shed} hours of single temperature readings were given up; lowest, highest and mean of each hour stay.`;
  return state === "fine" ? free : `The disk is ${state === "full" ? "full" : "nearly full"}: ${free}${gone}`;
}

const noticeOf = (state: "low" | "full", says: string): Notice => ({
  code: NOTICE,
  grave: state === "full",
  says: state === "full" ? `${says} Entries may not be recorded: the page says so where one was not.` : says,
  fix: "Copy old flight recordings and backups to another computer and remove them here, or put in a bigger card. Treatment records, visits and alarms are kept to the last.",
});
