// Room: test/system. The shipping program as a process of its own, with two differences: its time source says that the
// clock is right, and the test can hold its event loop up or hand it a person's intent. Notes go to the test as they are made.
// May not: anything that `vatguard run` does otherwise. VATGUARD_DIST names the compiled program to start.

import { pathToFileURL } from "node:url";

const dist = process.env.VATGUARD_DIST ?? new URL("../../dist/", import.meta.url).pathname;
const part = (path) => import(pathToFileURL(`${dist}/${path}`).href);
const { holdYoungSpace } = await part("main/young-space.js");
holdYoungSpace();
const { readShedAside } = await part("main/shed-reader.js");
const [config, dataDir] = process.argv.slice(2);
const [loaded, { startShed }] = await Promise.all([readShedAside(config), part("main/run-shed.js")]);
const { systemClock } = await part("main/system-clock.js");
const { officeProgram } = await part("main/office-program.js");

const wall = () => Number(process.hrtime.bigint()) / 1e6;
const tell = (message) => process.connected && process.send(message);
process.on("disconnect", () => process.exit(0));

if (!loaded.ok) throw new Error(JSON.stringify(loaded.error, null, 1));
const { office } = loaded.value.config;
const started = await startShed({
  shed: loaded.value.config,
  ...(office === null
    ? {}
    : { office: officeProgram(office, { configFile: config, dataDir, controllersClock: false }) }),
  dataDir,
  version: "system-test",
  clock: systemClock,
  random: Math.random,
  timeSource: (deliver) => ({
    start: () => deliver({ kind: "time-source-changed", synchronised: true, source: "test" }),
  }),
  onNote: (note) => tell({ kind: "note", wall: wall(), note }),
  onRemark: (remark) => process.stderr.write(`${remark}\n`),
  onHerdProblems: (problems) => {
    for (const problem of problems) process.stderr.write(`${JSON.stringify(problem)}\n`);
  },
});
if (!started.ok) throw new Error(started.error);
const { deliver, state, stop, office: officeNow } = started.value;

process.on("message", async (order) => {
  switch (order.kind) {
    case "block": {
      const until = wall() + order.ms;
      tell({ kind: "blocking", wall: wall() });
      while (wall() < until);
      tell({ kind: "blocked", wall: wall() });
      break;
    }
    case "intend":
      deliver({ kind: "intended", by: order.by, intent: order.intent });
      break;
    case "state":
      tell({ kind: "state", state: state(), rss: process.memoryUsage.rss(), office: officeNow() });
      break;
    case "stop":
      await stop();
      process.disconnect();
      break;
  }
});
tell({ kind: "running", wall: wall() });
