// The driver on the kernel's folders made of files and pipes, with real helpers: what it says, what it sets, and that
// nothing is left behind.

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kill, pid } from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { ControllerEvent } from "../../../src/controller/event.ts";
import { probeId } from "../../../src/domain/ids.ts";
import { milliseconds, seconds } from "../../../src/domain/units.ts";
import { createThermometers } from "../../../src/drivers/thermometer/driver.ts";
import type { ProbeSettings } from "../../../src/drivers/thermometer/session.ts";
import { systemClock } from "../../../src/main/system-clock.ts";
import { giveTheComputerBack, haveTheComputer } from "../../system/rig.ts";
import { createW1Tree, GOOD, POWER_ON, type W1Tree, WARM } from "./w1-tree.ts";

const MILK = "28-0000000000a1";
const LINE = "28-0000000000b2";

const ROUND_WITHIN = milliseconds(500);
const TIMES = { roundWithin: ROUND_WITHIN, goneWithin: milliseconds(300), waitMax: milliseconds(400) };

let tree: W1Tree;
let heard: string[];
let remarks: string[];
let ending: AbortController;

// A read ends after a second: its helper must not be kept waiting so long by other tests.
beforeAll(haveTheComputer);
afterAll(giveTheComputerBack);
beforeEach(() => {
  tree = createW1Tree();
  heard = [];
  remarks = [];
  ending = new AbortController();
});
afterEach(async () => {
  ending.abort();
  // Whatever was started is gone, the reading processes of the helpers too.
  await until(() => processes().length === 0);
  tree.remove();
});

const probe = (name: string, romId: string): ProbeSettings => ({
  probe: probeId(name),
  on: { kind: "ds18b20", folder: tree.devices, romId, resolution: 12 },
  every: milliseconds(200),
});

function start(probes: readonly ProbeSettings[], toolsPath?: string): void {
  const deliver = (event: ControllerEvent): void => {
    if (event.kind !== "temperature-read") return;
    const { reading } = event;
    heard.push(`${event.probe} ${reading.kind === "celsius" ? reading.celsius : reading.why}`);
  };
  const remark = (says: string): number => remarks.push(says);
  createThermometers(probes, {
    clock: systemClock,
    deliver,
    remark,
    times: TIMES,
    ...(toolsPath === undefined ? {} : { toolsPath }),
  }).start(ending.signal);
}

test("a probe is set up, read, and reads what its file says from then on", async () => {
  tree.plugIn(MILK, GOOD, "9\n");
  start([probe("milk", MILK)]);
  await until(() => heard.length > 0);
  expect(heard).toEqual(["milk 3.5"]);
  expect(tree.read(MILK, "features")).toBe("3\n");
  expect(tree.read(MILK, "resolution")).toBe("12\n");
  tree.write(MILK, "w1_slave", WARM);
  await until(() => heard.includes("milk 35"));
  expect(remarks).toEqual([]);
});

test("a read that hangs is ended and told, the other probe goes on, and the first is read again once it can be", async () => {
  tree.plugIn(MILK);
  tree.plugIn(LINE, WARM);
  tree.hang(MILK, "w1_slave");
  start([probe("milk", MILK), probe("line", LINE)]);
  await until(() => heard.includes("milk hung"));
  await until(() => heard.slice(heard.indexOf("milk hung")).includes("line 35"));
  expect(heard.filter((said) => said.startsWith("line") && said !== "line 35")).toEqual([]);
  expect(remarks).toEqual([expect.stringContaining("Probe milk: A read did not come back")]);
  tree.write(MILK, "w1_slave", GOOD);
  await until(() => heard.includes("milk 3.5"));
});

test("a probe that vanishes and returns is set up anew", async () => {
  tree.plugIn(MILK);
  start([probe("milk", MILK)]);
  await until(() => heard.includes("milk 3.5"));
  tree.pullOut(MILK);
  await until(() => heard.at(-1) === "milk no-answer");
  heard.length = 0;
  tree.plugIn(MILK, POWER_ON, "9\n");
  await until(() => heard.at(-1) === "milk power-on-value");
  tree.write(MILK, "w1_slave", GOOD);
  await until(() => heard.at(-1) === "milk 3.5");
  expect([tree.read(MILK, "features"), tree.read(MILK, "resolution")]).toEqual(["3\n", "12\n"]);
  expect(heard).not.toContain("milk 85");
  expect(remarks).toEqual([]);
});

test("an empty file is no zero, and a value that another program left unread is stale", async () => {
  tree.plugIn(MILK, "");
  tree.plugIn(LINE, WARM);
  start([probe("milk", MILK), probe("line", LINE)]);
  await until(() => heard.includes("milk no-answer"));
  tree.setBulk("-1\n");
  await until(() => heard.includes("milk converting") && heard.includes("line converting"));
  tree.setBulk("1\n");
  await until(() => heard.at(-1) === "line stale");
  tree.setBulk("0\n");
  await until(() => heard.at(-1) === "line 35");
});

test("a read that cannot even be ended is told as stuck, and no second helper is started beside it", async () => {
  tree.plugIn(MILK);
  // A reading process that leaves its group stands in for one that hangs in the kernel: no signal of ours reaches it.
  const tools = mkdtempSync(join(tmpdir(), "vatguard-tools-"));
  const waits = `exec /usr/bin/setsid /usr/bin/tail -q -f /dev/null ${tree.devices}/${MILK}/features`;
  writeFileSync(join(tools, "timeout"), `#!/bin/sh\n${waits}\n`, { mode: 0o755 });
  start([probe("milk", MILK)], `${tools}:/usr/bin:/bin`);
  await until(() => heard.includes("milk stuck"));
  const hanging = processes();
  expect(hanging).toHaveLength(1);
  await until(() => heard.filter((said) => said === "milk stuck").length > 3);
  expect(processes()).toEqual(hanging);
  expect(remarks.at(-1)).toContain("hangs in the kernel");
  // Once it is gone, the next helper is started, and is ended with the driver.
  kill(Number(hanging[0]), "SIGKILL");
  await until(() => processes().some((one) => !hanging.includes(one)));
  ending.abort();
  for (const one of processes()) kill(Number(one), "SIGKILL");
  rmSync(tools, { recursive: true });
});

test("a PT100 is read through the folder that the kernel numbers as it likes", async () => {
  const folder = join(tree.devices, "spi");
  const files = join(folder, "spi0.1", "iio:device7");
  mkdirSync(files, { recursive: true });
  writeFileSync(join(files, "in_temp_raw"), "7769\n");
  writeFileSync(join(files, "fault_ovuv"), "0\n");
  writeFileSync(join(files, "in_filter_notch_center_frequency"), "60\n");
  const on = {
    kind: "max31865",
    folder,
    chipSelect: "spi0.1",
    zeroOhms: 100,
    referenceOhms: 430,
    mainsHertz: 50,
  } as const;
  start([{ probe: probeId("milk"), on, every: milliseconds(200) }]);
  await until(() => heard.length > 0);
  expect(heard[0]).toMatch(/^milk 4\.99/);
  expect(readFileSync(join(files, "in_filter_notch_center_frequency"), "utf8")).toBe("50\n");
  rmSync(join(folder, "spi0.1"), { recursive: true });
  await until(() => heard.at(-1) === "milk no-answer");
});

test("ending the driver while a read hangs leaves no process behind", async () => {
  tree.plugIn(MILK);
  tree.hang(MILK, "ext_power");
  start([probe("milk", MILK)]);
  await until(() => processes().length > 0);
  ending.abort();
  await until(() => processes().length === 0);
  expect(heard).toEqual([]);
});

/** What was started here and still runs: children of this process, and whatever has the tree on its command line. */
function processes(): readonly string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        const parent = /\) \S (\d+)/.exec(readFileSync(`/proc/${name}/stat`, "latin1"))?.[1];
        const isOfTree = readFileSync(`/proc/${name}/cmdline`, "latin1").includes(tree.devices);
        return parent === String(pid) || isOfTree;
      } catch (thrown) {
        // It has just ended.
        if (thrown instanceof Error && "code" in thrown) return false;
        throw thrown;
      }
    });
}

async function until(isSo: () => boolean): Promise<void> {
  const giveUpAt = systemClock.mono() + seconds(10);
  while (!isSo()) {
    if (systemClock.mono() > giveUpAt) throw new Error(`waited in vain; heard ${heard.slice(-8).join(", ")}`);
    await sleep(20);
  }
}
