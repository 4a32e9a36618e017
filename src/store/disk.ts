// Room: store. Room on the disk: how much is left, and a reserve that is given up so that evidence can be written to the last.
// May live here: statfs, the reserve file, what full and low mean. May not: telling people, deciding what to shed.
// Invariant: the reserve is only ever given up for records, and is made again only when there is plenty.

import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { codeOf } from "./open-trouble.ts";

const MB = 1024 * 1024;
/** A year of treatments and visits is about this; a card has a thousand times as much. */
export const RESERVE_BYTES = 16 * MB;
export const DISK_LIMITS = {
  /** Below: telemetry goes, and people are told. A week of flight recordings. */
  lowBytes: 256 * MB,
  /** Small disks: a share of the whole is enough. */
  lowShare: 0.05,
  /** Below: the reserve goes too. */
  fullBytes: 16 * MB,
  fullShare: 0.005,
} as const;

export type DiskState = "fine" | "low" | "full";
export type DiskRoom = { readonly freeBytes: number; readonly totalBytes: number; readonly state: DiskState };

/** What is free for us on the disk of this folder. */
export function diskRoom(folder: string): DiskRoom {
  const { bavail, blocks, bsize } = statfsSync(folder);
  return roomOf(bavail * bsize, blocks * bsize);
}

export function roomOf(freeBytes: number, totalBytes: number): DiskRoom {
  const below = (bytes: number, share: number): boolean => freeBytes < Math.min(bytes, totalBytes * share);
  const { lowBytes, lowShare, fullBytes, fullShare } = DISK_LIMITS;
  const state = below(fullBytes, fullShare) ? "full" : below(lowBytes, lowShare) ? "low" : "fine";
  return { freeBytes, totalBytes, state };
}

export const reservePath = (path: string): string => join(dirname(path), "reserve");

/** Makes the reserve where there is plenty of room for it. Written out, because a file with holes keeps no room. */
export function makeReserve(path: string, bytes: number = RESERVE_BYTES): boolean {
  const reserve = reservePath(path);
  if (existsSync(reserve) && statSync(reserve).size >= bytes) return true;
  const { freeBytes, state } = diskRoom(dirname(path));
  if (state !== "fine" || freeBytes < bytes * 4) return false;
  const aside = `${reserve}.new`;
  const file = openSync(aside, "w", 0o600);
  try {
    const block = Buffer.alloc(MB, 0x2e);
    for (let written = 0; written < bytes; )
      written += writeSync(file, block, 0, Math.min(MB, bytes - written));
    fsyncSync(file);
  } catch (error) {
    rmSync(aside, { force: true });
    if (codeOf(error) === "ENOSPC") return false;
    throw error;
  } finally {
    closeSync(file);
  }
  renameSync(aside, reserve);
  return true;
}

/** Gives the reserve up. True: there was one. */
export function giveUpReserve(path: string): boolean {
  const reserve = reservePath(path);
  if (!existsSync(reserve)) return false;
  rmSync(reserve, { force: true });
  return true;
}
