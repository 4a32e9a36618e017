// Room: main. `vatguard backup`: a backup of the records while the program is stopped.
// May live here: arguments, words, exit codes. May not: copying and checking (store/backup.ts).
// Invariant: exit 0 there is a new backup that checked out, 1 there is none, 2 wrong use.

import { randomUUID } from "node:crypto";
import { makeBackup } from "../store/backup.ts";
import { openStore } from "../store/open.ts";
import type { StoreTrouble } from "../store/store.ts";
import type { CommandIo } from "./commands.ts";
import { askedOf } from "./restore-place.ts";
import { systemClock } from "./system-clock.ts";

const USAGE = `Usage: npx vatguard backup [--data FOLDER] [--config FILE]
Makes a backup of the records and checks it, while the program is stopped. (While it runs, its page Shed does the same.)
  --data FOLDER  the data folder; without it the one of the configuration
  --config FILE  the configuration; without it vatguard.yaml in this folder
`;

export async function runBackup(args: readonly string[], io: CommandIo): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    io.stderr.write(USAGE);
    return 0;
  }
  const asked = await askedOf(args, ["data", "config"]);
  if (!asked.ok || asked.value.names.length > 0) {
    const wrong = asked.ok
      ? `A backup gets its name from the clock: ${asked.value.names.join(" ")} is too much.`
      : asked.error;
    io.stderr.write(`backup: ${wrong}\n\n${USAGE}`);
    return 2;
  }
  const { path, folder } = asked.value.place;
  const opened = openStore({ path, clock: systemClock, boot: randomUUID() });
  if (!opened.ok) {
    io.stderr.write(`backup: ${inUseWords(opened.error)}\n`);
    return 1;
  }
  const store = opened.value;
  const made = await makeBackup(store, { folder, clock: systemClock });
  store.close();
  if (!made.ok) {
    io.stderr.write(`backup: ${made.error.says} ${made.error.fix}\n`);
    return 1;
  }
  const { name, records, bytes, chainHead } = made.value;
  io.stdout.write(`${JSON.stringify({ name, records, bytes, chainHead, sha256: made.value.sha256 })}\n`);
  io.stderr.write(
    `Backup ${name} in ${folder}: ${records} records, checked. Copy it to another computer or a stick.\n`,
  );
  return 0;
}

/** What a person at the keyboard can do about it. */
export const inUseWords = ({ kind, says, fix }: StoreTrouble): string =>
  kind === "in-use"
    ? "The program is running and has the records. Stop it first, or use its page Shed, which can do the same while it runs."
    : `${says} ${fix}`;
