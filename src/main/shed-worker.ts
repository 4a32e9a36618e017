// Room: main. The thread that reads the shed's file, once (shed-reader.ts).
// May live here: reading it and saying what it is. May not: anything of the running controller.

import { parentPort, workerData } from "node:worker_threads";
import { readShed } from "../config/read-shed.ts";
import { assert } from "../domain/result.ts";

const port = parentPort;
assert(port !== null, "the shed's file is read in a thread of its own");
port.postMessage(await readShed(String(workerData)));
