// Room: store. The livestock register with the history of tags, groups of cows, and the farm's policy.
// May live here: their statements and the way from a row to what it says. May not: rules about cows.
// Invariant: a change is a new version; every earlier one stays readable.

import type { CowStatus } from "../domain/holds/facts.ts";
import { assert } from "../domain/result.ts";
import type { EpochMs } from "../domain/units.ts";
import {
  appendSigned,
  instantOf,
  jsonOf,
  numberOf,
  type ReadRow,
  textOf,
  textOrNull,
  textsOf,
} from "./columns.ts";
import type { Pen, Store, Written } from "./store.ts";

export const COW_STATUSES = [
  "in-milk",
  "dry",
  "heifer",
  "sold",
  "died",
] as const satisfies readonly CowStatus[];

/** What the register says of a cow. */
export type CowEntry = {
  readonly cow: string;
  readonly name: string;
  readonly status: CowStatus;
  readonly eids: readonly string[];
  readonly breed: string;
  readonly born: string | null;
  readonly note: string;
  /** Why it was entered so: "tag lost and replaced". */
  readonly reason: string;
};
/** One version of it. */
export type RegisteredCow = CowEntry & {
  readonly version: number;
  readonly record: string;
  readonly by: string;
  readonly at: EpochMs;
};
export type TagHistory = { readonly eid: string; readonly from: EpochMs; readonly until: EpochMs | null };

/** Appends a version of a cow's entry, and what it changes of her tags. Gives its record. */
export function writeCow(pen: Pen, entry: CowEntry, before: RegisteredCow | null, written: Written): string {
  const version = (before?.version ?? 0) + 1;
  const record = `cow-${entry.cow}-${version}`.replaceAll(/[ /]/g, "_");
  const says =
    before === null
      ? `Cow ${entry.cow} entered into the register as ${entry.status}`
      : `Cow ${entry.cow}: ${entry.reason}`;
  const { cow, name, status, breed, born, note, reason } = entry;
  const row = {
    cow,
    version,
    name,
    status,
    eids: JSON.stringify(entry.eids),
    breed,
    born,
    note,
    reason,
    record,
  };
  appendSigned(pen, "cow_register", row, written, says);
  const had = before?.eids ?? [];
  for (const eid of had.filter((one) => !entry.eids.includes(one))) writeTag(pen, cow, eid, "off", written);
  for (const eid of entry.eids.filter((one) => !had.includes(one))) writeTag(pen, cow, eid, "on", written);
  return record;
}

function writeTag(pen: Pen, cow: string, eid: string, change: "on" | "off", written: Written): void {
  const says = change === "on" ? `Cow ${cow} wears tag ${eid}` : `Cow ${cow} wears tag ${eid} no more`;
  appendSigned(pen, "cow_tag", { cow, eid, change }, written, says);
}

/** The last version of every cow, in the order in which they were entered first. */
export function cowsRegistered(store: Store): readonly RegisteredCow[] {
  return store.db
    .prepare<[], ReadRow>(
      `SELECT r.* FROM cow_register r
       JOIN (SELECT cow, max(version) AS version, min(id) AS first FROM cow_register GROUP BY cow) last
         ON last.cow = r.cow AND last.version = r.version
       ORDER BY last.first`,
    )
    .all()
    .map(registered);
}

/** Every version of one cow's entry, the newest first. */
export const versionsOfCow = (store: Store, cow: string): readonly RegisteredCow[] =>
  store.db
    .prepare<[string], ReadRow>("SELECT * FROM cow_register WHERE cow = ? ORDER BY version DESC")
    .all(cow)
    .map(registered);

/** From when until when she wore each tag, the newest first. */
export function tagsOf(store: Store, cow: string): readonly TagHistory[] {
  const tags: TagHistory[] = [];
  const rows = store.db
    .prepare<[string], ReadRow>("SELECT * FROM cow_tag WHERE cow = ? ORDER BY id")
    .all(cow);
  for (const row of rows) {
    const eid = textOf(row, "eid");
    const at = instantOf(row, "at");
    const open = tags.findIndex((tag) => tag.eid === eid && tag.until === null);
    const was = tags[open];
    if (textOf(row, "change") === "on") tags.push({ eid, from: at, until: null });
    else if (was !== undefined) tags[open] = { ...was, until: at };
  }
  return tags.reverse();
}

/** Other cows who wore this tag before. */
export const otherWearersOf = (store: Store, eid: string, cow: string): readonly string[] =>
  store.db
    .prepare<[string, string], ReadRow>(
      "SELECT DISTINCT cow FROM cow_tag WHERE eid = ? AND cow <> ? ORDER BY id",
    )
    .all(eid, cow)
    .map((row) => textOf(row, "cow"));

function registered(row: ReadRow): RegisteredCow {
  const status = COW_STATUSES.find((one) => one === row.status);
  assert(status !== undefined, "a cow in the register has a known status");
  return {
    cow: textOf(row, "cow"),
    version: numberOf(row, "version"),
    name: textOf(row, "name"),
    status,
    eids: textsOf(row, "eids"),
    breed: textOf(row, "breed"),
    born: textOrNull(row, "born"),
    note: textOf(row, "note"),
    reason: textOf(row, "reason"),
    record: textOf(row, "record"),
    by: textOf(row, "by"),
    at: instantOf(row, "at"),
  };
}

export type HerdGroup = {
  readonly group: string;
  readonly version: number;
  readonly cows: readonly string[];
};

/** The last version of every group that has cows. */
export const groupsNow = (store: Store): readonly HerdGroup[] =>
  store.db
    .prepare<[], ReadRow>(
      `SELECT herd_group, max(version) AS version, cows FROM herd_group GROUP BY herd_group ORDER BY herd_group`,
    )
    .all()
    .map((row) => ({
      group: textOf(row, "herd_group"),
      version: numberOf(row, "version"),
      cows: textsOf(row, "cows"),
    }));

/** Gives the version's record. */
export function writeGroup(pen: Pen, group: HerdGroup, written: Written): string {
  const row = { herd_group: group.group, version: group.version, cows: JSON.stringify(group.cows) };
  const says = `Group ${group.group} has ${group.cows.length} cows`;
  return `group-${appendSigned(pen, "herd_group", row, written, says)}`;
}

/** The farm's policy as in a herd file; null where none was ever entered: the defaults hold. */
export function policyEntered(store: Store): unknown {
  const row = store.db.prepare<[], ReadRow>("SELECT policy FROM herd_policy ORDER BY id DESC LIMIT 1").get();
  return row === undefined ? null : jsonOf(row, "policy");
}

export function writePolicy(pen: Pen, policy: unknown, source: string, written: Written): void {
  const says = `The farm's policy was taken from ${source}`;
  appendSigned(pen, "herd_policy", { policy: JSON.stringify(policy), source }, written, says);
}
