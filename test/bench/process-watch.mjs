// Room: test/bench. Loaded into controller and office before their own code (NODE_OPTIONS): notes turns of the event loop that took long, and in the
// controller how long a tag's last byte waited for its lease. Written down at SIGUSR2. Started by office-rig.ts.
// May not: change what the processes do. It costs a timer of 4 ms and a clock reading for each read and write of a line.

import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { isMainThread } from "node:worker_threads";

const fs = createRequire(import.meta.url)("node:fs");
const folder = process.env.VATGUARD_WATCH;
const LOOK_MS = 4;
/** Shorter turns are not kept. */
const LONG_MS = 8;
/** The last byte of a WL-134 reader's frame, and the first of every message to a board. */
const TAG_ENDS = 0x03;
const LEASE_BEGINS = 0xf0;
const wall = () => Number(process.hrtime.bigint()) / 1e6;

const turns = [];
const leases = [];
let tagAt = 0;

function watchLoop() {
  let before = wall();
  let used = process.cpuUsage();
  setInterval(() => {
    const now = wall();
    const took = now - before - LOOK_MS;
    // Another program may have had the processor meanwhile: what this one worked itself says more.
    const worked = process.cpuUsage(used);
    if (took > LONG_MS) turns.push({ at: before, took, cpu: (worked.user + worked.system) / 1_000 });
    used = process.cpuUsage();
    before = wall();
  }, LOOK_MS).unref();
}

function watchLines() {
  const { read, write } = fs;
  const readFor = (fd, rest, done) =>
    read.call(fs, fd, ...rest, (error, count, buffer) => {
      if (!error && count > 0 && buffer[(rest[1] ?? 0) + count - 1] === TAG_ENDS) tagAt = wall();
      done(error, count, buffer);
    });
  fs.read = (fd, ...rest) => readFor(fd, rest.slice(0, -1), rest.at(-1));
  fs.read[promisify.custom] = (fd, ...rest) =>
    new Promise((resolve, reject) => {
      readFor(fd, rest, (error, bytesRead, buffer) =>
        !error ? resolve({ bytesRead, buffer }) : reject(error),
      );
    });
  const noteWrite = (buffer) => {
    if (tagAt === 0 || buffer[0] !== LEASE_BEGINS) return;
    const now = wall();
    leases.push({ at: now, took: now - tagAt });
    tagAt = 0;
  };
  const writePromised = promisify(write);
  fs.write = (fd, buffer, ...rest) => {
    noteWrite(buffer);
    return write.call(fs, fd, buffer, ...rest);
  };
  fs.write[promisify.custom] = (fd, buffer, ...rest) => {
    noteWrite(buffer);
    return writePromised(fd, buffer, ...rest);
  };
}

if (isMainThread && folder !== undefined) {
  watchLoop();
  watchLines();
  process.on("SIGUSR2", () => {
    const text = JSON.stringify({ turns: turns.splice(0), leases: leases.splice(0) });
    fs.writeFileSync(join(folder, `${process.pid}.new`), text);
    fs.renameSync(join(folder, `${process.pid}.new`), join(folder, `${process.pid}.json`));
  });
}
