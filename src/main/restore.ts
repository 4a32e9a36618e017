// Room: main. `vatguard restore`: back to a backup while the program is stopped. Every cow touched since diverts until a person has looked.
// May live here: arguments, words, exit codes. May not: checking and swapping (store/restore.ts).
// Invariant: exit 0 done or listed, 1 not done and everything as it was, 2 wrong use. Only a name of the list is taken.

import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { doRestore } from "../office/upkeep/open-records.ts";
import { type Backup, listBackups } from "../store/backup-files.ts";
import { takeLock } from "../store/open-lock.ts";
import { wantRestore } from "../store/restore.ts";
import { inUseWords } from "./backup.ts";
import type { CommandIo } from "./commands.ts";
import { askedOf, type RecordsPlace } from "./restore-place.ts";
import { systemClock } from "./system-clock.ts";

const USAGE = `Usage: npx vatguard restore [--data FOLDER] [--config FILE] --list [--json]
       npx vatguard restore [--data FOLDER] [--config FILE] NAME
Goes back to a backup of the records, while the program is stopped. What is there now is kept. Every cow touched since
the backup diverts until a person has looked at her records (page Shed).
  --list         the backups there are; with --json as JSON lines
  --data FOLDER  the data folder; without it the one of the configuration
  --config FILE  the configuration; without it vatguard.yaml in this folder
`;

export async function runRestore(args: readonly string[], io: CommandIo): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    io.stderr.write(USAGE);
    return 0;
  }
  const asked = await askedOf(args, ["data", "config", "list", "json"]);
  if (!asked.ok) return wrongUse(io, asked.error);
  const { place, names, list, json } = asked.value;
  if (list) return names.length > 0 ? wrongUse(io, "Either --list or a name.") : listed(place, json, io);
  const [name, ...more] = names;
  if (name === undefined || more.length > 0)
    return wrongUse(io, "Name one backup, or ask for the list with --list.");
  return goBack(place, name, io);
}

function wrongUse(io: CommandIo, says: string): number {
  io.stderr.write(`restore: ${says}\n\n${USAGE}`);
  return 2;
}

function listed({ folder }: RecordsPlace, json: boolean, io: CommandIo): number {
  const backups = listBackups(folder);
  if (backups.length === 0) io.stderr.write(`There are no backups in ${folder}.\n`);
  for (const backup of backups) io.stdout.write(`${json ? JSON.stringify(backup) : lineOf(backup)}\n`);
  return 0;
}

const lineOf = ({ name, at, records, bytes, verified }: Backup): string =>
  [
    name,
    `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`,
    `${records} records`,
    `${(bytes / 1024 / 1024).toFixed(1)} MB`,
    verified ? "whole" : "CUT SHORT: cannot be used",
  ].join("  ");

async function goBack(place: RecordsPlace, name: string, io: CommandIo): Promise<number> {
  const { dataDir, path, folder, given } = place;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const lock = takeLock(path);
  if (!lock.ok) {
    io.stderr.write(`restore: ${inUseWords(lock.error)}\n`);
    return 1;
  }
  lock.value.release();
  io.stderr.write(`Checking ${name} …\n`);
  const asked = {
    request: randomUUID(),
    backup: name,
    by: "console",
    reason: "asked for at the command line",
    at: systemClock.wall(),
    trusted: false,
  };
  const wanted = await wantRestore({ path, folder }, asked);
  if (!wanted.ok) {
    io.stderr.write(
      `restore: ${name} cannot be used: ${wanted.error} Everything is as it was. Take another one.\n`,
    );
    return 1;
  }
  if (wanted.value === null) {
    const names = listBackups(folder).map((backup) => `  ${backup.name}`);
    io.stderr.write(`restore: there is no backup "${name}" in ${folder}. There are:\n${names.join("\n")}\n`);
    return 2;
  }
  const say = (text: string): void => void io.stderr.write(`${text}\n`);
  const done = await doRestore({
    dataDir,
    backupFolder: given,
    boot: randomUUID(),
    clock: systemClock,
    remark: say,
  });
  if (!done.ok) {
    say(`restore: ${inUseWords(done.error)} It is done at the next start of the program.`);
    return 1;
  }
  return done.value?.done === null || done.value === null ? 1 : 0;
}
