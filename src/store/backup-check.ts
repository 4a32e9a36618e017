// Room: store. Looks at a whole database file that nobody writes: is it ours, sound, and is its chain good?
// May live here: checking. May not: changing the file. Invariant: the office goes on meanwhile; nothing here takes long at a stretch.

import { setImmediate as pause } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { err, ok, type Result } from "../domain/result.ts";
import { checkChain } from "./chain.ts";
import { APPLICATION_ID, evidenceTables, latestOf, schemaOf } from "./migrate.ts";
import { BUSY_MS } from "./open-settings.ts";
import { SqliteFile, sqliteDriverPath } from "./sqlite.ts";
import type { ChainHead, Migration } from "./store.ts";

export type Sound = { readonly head: ChainHead; readonly schema: number };

/** `heard` is told how much is done, 0 to 1. What is wrong comes in words. */
export async function checkFile(
  file: string,
  migrations: readonly Migration[],
  heard: (done: number) => void = () => undefined,
): Promise<Result<Sound, string>> {
  try {
    const found = await integrityOf(file);
    if (found !== "ok") return err(`the file is damaged (${found})`);
    heard(0.5);
    const db = new SqliteFile(file, { readonly: true, fileMustExist: true, timeout: BUSY_MS });
    try {
      if (Number(db.pragma("application_id", { simple: true })) !== APPLICATION_ID)
        return err("it is not a database of Vatguard");
      const schema = schemaOf(db);
      if (schema > latestOf(migrations)) return err(`it was written by a newer program (form ${schema})`);
      const tables = evidenceTables(migrations.filter(({ id }) => id <= schema));
      const verdict = await inSlices(checkChain(db, tables), (done) => heard(0.5 + done / 2));
      return verdict.good ? ok({ head: verdict.head, schema }) : err(verdict.says);
    } finally {
      db.close();
    }
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
}

/** Runs a check to its end and lets everything else happen between its slices. */
export async function inSlices<T>(
  check: Generator<number, T>,
  heard: (done: number) => void = () => undefined,
): Promise<T> {
  for (;;) {
    const step = check.next();
    if (step.done === true) return step.value;
    heard(step.value);
    await pause();
  }
}

/** `integrity_check` cannot be sliced and takes a second for 100 MB: it runs in a thread of its own. */
const CHECKER = `
const { parentPort, workerData } = require("node:worker_threads");
const Sqlite = require(workerData.sqlite);
const db = new Sqlite(workerData.file, { readonly: true, fileMustExist: true });
const found = db.pragma("integrity_check(1)", { simple: true });
db.close();
parentPort.postMessage(String(found));
`;

function integrityOf(file: string): Promise<string> {
  const sqlite = sqliteDriverPath();
  const worker = new Worker(CHECKER, { eval: true, workerData: { sqlite, file } });
  return new Promise((resolve, reject) => {
    worker.once("message", (found) => resolve(String(found)));
    worker.once("error", reject);
    worker.once("exit", (code) => reject(new Error(`the check ended without an answer (${code})`)));
  });
}
