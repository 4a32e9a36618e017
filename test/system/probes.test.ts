// Room: test/system. The shipping program with two probes, one of which hangs: leases run on, and no helper outlives it.

import { readdirSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { milkValue } from "../../src/domain/vat/probe.ts";
import { createW1Tree, GOOD, type W1Tree } from "../drivers/thermometer/w1-tree.ts";
import { herd, inBailYaml } from "./herd.ts";
import { createShed, pause, type SystemShed, until } from "./rig.ts";
import { BOARD, ready } from "./sheds.ts";

const LOW = "28-0000000000a1";
const LINE = "28-0000000000b2";

let tree: W1Tree;
let shed: SystemShed;

beforeEach(async () => {
  tree = createW1Tree();
  tree.plugIn(LOW, GOOD);
  tree.plugIn(LINE, GOOD);
  tree.hang(LINE, "w1_slave");
  const vat = `vat:
  read-every: 5 s
  one-wire-folder: ${tree.devices}
  probes:
    line: { role: delivery-line, ds18b20: ${LINE} } # read first
    low: { role: milk, ds18b20: ${LOW} } # half a round later
layout:`;
  shed = await createShed({
    config: (ports) => inBailYaml(ports, 1).replace("layout:", vat),
    herd: herd(),
    nodes: [{ node: BOARD, number: 7 }],
    readers: [{ reader: "reader-1", format: "wl134" }],
  });
});
afterEach(async () => {
  await shed.close();
  tree.remove();
});

// Another program may hold the boards up for once, whatever the probe does: twice in a row it is the probe.
test("a probe that hangs holds up neither leases nor the other probe, and ends with the program", {
  retry: 1,
}, async () => {
  await ready(shed);
  await until("the hanging read", () => processesOn(tree.devices).length > 0);
  const ages: number[] = [];
  // Half a round, and the time of a reading.
  for (let milk = await milkInVat(); milk?.quality !== "good"; milk = await milkInVat()) {
    expect(ages.length).toBeLessThan(1_000);
    ages.push((await shed.boards.order(BOARD, { kind: "look" })).leaseAge ?? Number.POSITIVE_INFINITY);
    await pause(10);
  }
  expect((await milkInVat())?.celsius).toBe(3.5);
  // Renewals come every 100 ms; a read that hangs lasts 8 s.
  expect(Math.max(...ages)).toBeLessThan(400);
  expect(ages.length).toBeGreaterThan(20);
  await shed.controller.stop();
  await until("the end of every helper", () => processesOn(tree.devices).length === 0);
});

/** What the controller knows of the milk's temperature. */
async function milkInVat() {
  const running = (await shed.controller.state()).state.shed;
  return running?.vat && milkValue(running.vat.machine.probes, running.now.mono);
}

/** Processes with this folder on their command line. */
function processesOn(folder: string): readonly string[] {
  return readdirSync("/proc").filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      return readFileSync(`/proc/${name}/cmdline`, "latin1").includes(folder);
    } catch (thrown) {
      // It has just ended.
      if (thrown instanceof Error && "code" in thrown) return false;
      throw thrown;
    }
  });
}
