// Room: main. Reads the shed's file in a thread that ends with it: what reading needs (schemas, YAML) stays out of the controller's memory,
// and it is read while the rest of the program is loaded.
// May live here: starting that thread, its answer. May not: reading (config/read-shed.ts).
// Invariant: what comes back is what config/read-shed.ts gives, and nothing is kept of the thread.

import { Worker } from "node:worker_threads";
import type { Problem } from "../config/problem.ts";
import type { LoadedShed } from "../config/shed-config.ts";
import type { Result } from "../domain/result.ts";
import { holdYoungSpace } from "./young-space.ts";

export type ShedRead = Result<LoadedShed, readonly Problem[]>;

/** Reads a shed's configuration as `readShed` does. Throws only where no thread can be had. */
export function readShedAside(path: string): Promise<ShedRead> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./shed-worker.js", import.meta.url), { workerData: path });
    holdYoungSpace(worker);
    let read: ShedRead | null = null;
    worker.once("message", (answer: ShedRead) => {
      read = answer;
      void worker.terminate();
    });
    worker.once("error", reject);
    worker.once("exit", () => {
      if (read === null) reject(new Error(`the thread that reads ${path} ended without an answer`));
      else resolve(read);
    });
  });
}
