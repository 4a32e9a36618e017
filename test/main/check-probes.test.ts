// `check --hardware` on probes made of files: what a person reads of each.

import { expect, onTestFinished, test } from "vitest";
import type { ProbeDevice } from "../../src/config/vat-config.ts";
import { probeId, profileId } from "../../src/domain/ids.ts";
import { seconds } from "../../src/domain/units.ts";
import type { VatPlan } from "../../src/domain/vat/plan.ts";
import { checkProbes } from "../../src/main/check-probes.ts";
import { PROFILES } from "../config/profiles.ts";
import { createW1Tree, POWER_ON } from "../drivers/thermometer/w1-tree.ts";

const range = { from: 0, to: 5 };
const planOf = (names: readonly string[]): VatPlan => ({
  probes: names.map((name) => ({ probe: probeId(name), role: "milk" })),
  switches: {},
  profiles: PROFILES.filter(({ id }) => id === profileId("au-bega-2018")),
  normal: { beforeMilking: range, endOfMilking: range, atPickUp: range },
});

async function check(folder: string, romIds: { readonly [name: string]: string }) {
  const probes = Object.entries(romIds).map(
    ([name, romId]): ProbeDevice => ({
      probe: probeId(name),
      on: { kind: "ds18b20", folder, romId, resolution: 12 },
      every: seconds(10),
    }),
  );
  const said: string[] = [];
  const fine = await checkProbes(probes, planOf(Object.keys(romIds)), (text) => said.push(text));
  return { fine, said: said.join("\n") };
}

test("values, troubles with their cause and repair, and the chip that was perhaps meant", async () => {
  const tree = createW1Tree();
  onTestFinished(tree.remove);
  tree.plugIn("28-0000000000a1");
  tree.plugIn("28-0000000000b2", POWER_ON);
  tree.plugIn("28-0000000000d4");
  const { fine, said } = await check(tree.devices, {
    low: "28-0000000000a1",
    high: "28-0000000000b2",
    room: "28-0000000000c3",
  });
  expect(fine).toBe(false);
  expect(said).toContain("low (milk, 28-0000000000a1): 3.50 °C");
  expect(said).toContain("high (milk, 28-0000000000b2): 85.0 °C: it has lost its power");
  expect(said).toMatch(/room \(milk, 28-0000000000c3\): does not answer\. .+ .+\./);
  expect(said).toContain("On the wire besides: 28-0000000000d4.");
});

test("a wire that shows no chip, or names that no chip has", async () => {
  const tree = createW1Tree();
  onTestFinished(tree.remove);
  expect((await check(tree.devices, { low: "28-0000000000a1" })).said).toContain(
    "shows no chip at all. Usually",
  );
  tree.plugIn("00-400000000000");
  expect((await check(tree.devices, { low: "28-0000000000a1" })).said).toContain("names that begin with 00-");
});

test("all well; and a computer without a wire", async () => {
  const tree = createW1Tree();
  onTestFinished(tree.remove);
  tree.plugIn("28-0000000000a1");
  expect((await check(tree.devices, { low: "28-0000000000a1" })).fine).toBe(true);
  const { fine, said } = await check("/no/such/folder", { low: "28-0000000000a1" });
  expect(fine).toBe(false);
  expect(said).toContain("/no/such/folder is not there");
});
