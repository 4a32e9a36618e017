// Room: test/store. Kills programs that write or migrate, and looks at what is left with a ledger that lay outside.
// May live here: the trials, used by the test (some) and by kill-long (very many).

import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { epochMs } from "../../src/domain/units.ts";
import { verifyChain } from "../../src/store/chain.ts";
import { createStore } from "../../src/store/create.ts";
import { evidenceTables } from "../../src/store/migrate.ts";
import { openStore } from "../../src/store/open.ts";
import { storePath } from "../../src/store/open-files.ts";
import { SqliteFile } from "../../src/store/sqlite.ts";
import type { Migration, Store } from "../../src/store/store.ts";
import { CLOCK, OLD, OLD_AND_SLOW } from "./kill-migrations.ts";

const clock = { wall: () => epochMs(CLOCK) };
type Made = { readonly path: string; readonly remove: () => void };

/** A closed database in a folder of its own. */
export function made(
  migrations?: readonly Migration[],
  fill: (store: Store) => void = () => undefined,
): Made {
  const dir = mkdtempSync(join(tmpdir(), "vatguard-store-kill-"));
  const path = storePath(dir);
  const created = createStore({
    path,
    clock,
    boot: "made",
    ...(migrations === undefined ? {} : { migrations }),
  });
  if (!created.ok) throw new Error(created.error.says);
  fill(created.value);
  created.value.close();
  return { path, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

/** Everything the killed program said before its end. `heard` is told each time. */
async function killed(
  program: readonly string[],
  heard: (said: string, kill: (afterMs: number) => void) => void,
): Promise<string> {
  const child = spawn(process.execPath, [...program], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  let armed = false;
  child.stdout.on("data", (bytes) => {
    said += bytes.toString("latin1");
    heard(said, (afterMs) => {
      if (armed) return;
      armed = true;
      setTimeout(() => child.kill("SIGKILL"), afterMs);
    });
  });
  await new Promise((done) => child.on("close", done));
  return said;
}

/** What is wrong after one kill, in words, and how many records were acknowledged. */
export type Trial = { readonly acknowledged: number; readonly problems: readonly string[] };

/** Runs the writer on `path`, kills it `afterMs` after its first acknowledgement, and looks for everything it acknowledged. */
export async function killWriting(program: string, path: string, afterMs: number): Promise<Trial> {
  const said = await killed([program, "write", path], (text, kill) => {
    if (text.includes("ack")) kill(afterMs);
  });
  // A torn last line was not read by anybody.
  const ledger = [...said.matchAll(/^ack (\d+) (\S+)\n/gm)].map(([, seq, entry]) => ({
    seq: Number(seq),
    entry,
  }));
  const opened = openStore({ path, clock, boot: "looks" });
  if (!opened.ok) return { acknowledged: ledger.length, problems: [opened.error.says] };
  const store = opened.value;
  const noteAt = store.db.prepare<[number], string>("SELECT reason FROM restore WHERE id = ?").pluck();
  const answerOf = store.db.prepare<[string], string>("SELECT answer FROM entry WHERE entry = ?").pluck();
  const problems = ledger.flatMap(({ seq, entry = "" }) =>
    noteAt.get(seq) === entry && answerOf.get(entry) === `"${seq}"`
      ? []
      : [`${entry} is gone from place ${seq}`],
  );
  const verdict = verifyChain(store.db, store.evidence);
  store.close();
  return { acknowledged: ledger.length, problems: verdict.good ? problems : [...problems, verdict.says] };
}

/** An old database with some records in it. */
export const oldRecords = (): Made =>
  made(OLD, (store) => {
    for (let at = 1; at <= 40; at++)
      store.write((pen) =>
        pen.append(
          "note",
          { says: `note ${at}` },
          { by: "anna", at: epochMs(CLOCK), trusted: true },
          "a note",
        ),
      );
  });

export type MigrationTrial = {
  readonly form: number;
  readonly done: boolean;
  readonly problems: readonly string[];
};

/** Runs the migrating program, kills it `afterMs` after its beginning, and says which form is left: 2 or 4, and never between. */
export async function killMigrating(program: string, afterMs: number): Promise<MigrationTrial> {
  const { path, remove } = oldRecords();
  const said = await killed([program, "migrate", path], (text, kill) => {
    if (text.includes("begun")) kill(afterMs);
  });
  const before = formOf(path);
  const problems = before.problems.concat(finishes(path));
  remove();
  return { form: before.form, done: said.includes("done"), problems };
}

const CALLS = "pwrite64,write,ftruncate,fsync,fdatasync,rename,link,unlink";
/** As `killMigrating`, killed at the `nth` call to the system that changes or syncs a file. `done`: it came to its end before that. */
export function migrateKilledAt(program: string, nth: number): MigrationTrial {
  const { path, remove } = oldRecords();
  const inject = ["-f", "-qq", "-o", "/dev/null", "-e", `trace=${CALLS}`, "-P", dirname(path), "-P", path];
  const files = ["-wal", "-shm", ".next", ".next-journal"].flatMap((end) => ["-P", path + end]);
  const kill = ["-e", `inject=${CALLS}:signal=SIGKILL:when=${nth}`];
  const run = spawnSync(
    "strace",
    [...inject, ...files, ...kill, process.execPath, program, "migrate", path],
    {
      encoding: "utf8",
    },
  );
  const left = formOf(path);
  const problems = left.problems.concat(finishes(path));
  remove();
  return { form: left.form, done: run.stdout.includes("done"), problems };
}

function formOf(path: string): { readonly form: number; readonly problems: readonly string[] } {
  if (!existsSync(path)) return { form: 0, problems: ["the database is gone"] };
  const db = new SqliteFile(path);
  const form = Number(db.pragma("user_version", { simple: true }));
  const tables = db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
  const whole =
    [2, 4].includes(form) &&
    tables.includes("place") === (form === 4) &&
    tables.includes("kind") === (form === 4);
  const notes = Number(db.prepare("SELECT count(*) FROM note").pluck().get());
  const verdict = verifyChain(db, evidenceTables(form === 4 ? OLD_AND_SLOW : OLD));
  db.close();
  const problems = [
    ...(whole ? [] : [`form ${form} with the tables ${tables.join(", ")}`]),
    ...(notes === 40 ? [] : [`${notes} of 40 notes`]),
    ...(verdict.good ? [] : [verdict.says]),
  ];
  return { form, problems };
}

/** The next start brings it to the end, and leaves no litter. */
function finishes(path: string): readonly string[] {
  const opened = openStore({ path, clock, boot: "looks", migrations: OLD_AND_SLOW });
  if (!opened.ok) return [opened.error.says];
  opened.value.close();
  const litter = readdirSync(dirname(path)).filter((name) => name.includes(".next"));
  const form = formOf(path);
  return [
    ...form.problems,
    ...litter,
    ...(form.form === 4 ? [] : [`form ${form.form} after the next start`]),
  ];
}
