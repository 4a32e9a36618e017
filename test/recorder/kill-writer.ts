// Room: test/recorder. A program that records evidence as fast as it can and says what is on the disk, until it is killed.
// Argument: the data directory. Prints one line for each record that the recorder calls durable.

import { writeSync } from "node:fs";
import { carry } from "../../src/controller/carried.ts";
import { epochMs, monoMs } from "../../src/domain/units.ts";
import { RECORDER_LIMITS } from "../../src/recorder/limits.ts";
import { openRecorder } from "../../src/recorder/recorder.ts";
import { COUNTING } from "./kill-machine.ts";

const [, , dir = ""] = process.argv;
const clock = {
  mono: () => monoMs(Math.floor(performance.now())),
  wall: () => epochMs(Date.now()),
};
let state = { pid: process.pid, count: 0 };
const opened = await openRecorder({
  dir,
  limits: { ...RECORDER_LIMITS, fileBytesMax: 20_000 },
  clock,
  deliver: () => undefined,
  version: "kill",
  initial: state,
  carry,
  pid: process.pid,
  onDurable: (seq) => writeSync(1, `durable ${seq}\n`),
});
if (!opened.ok) throw new Error(opened.error.why);
writeSync(1, `carried ${Object.keys(opened.value.carried.milkings).length}\n`);
for (let count = 1; ; count++) {
  const stamped = { mono: clock.mono(), wall: clock.wall(), event: { kind: "ticked" } } as const;
  const next = COUNTING.step(state, stamped);
  state = next.state;
  opened.value.recorder.record(stamped, next.effects, state);
  await new Promise((resolve) => (count % 5 === 0 ? setTimeout(resolve, 1) : setImmediate(resolve)));
}
