import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseW1Slave } from "../../../src/drivers/thermometer/scratchpad.ts";
import { openW1Tree, w1SlaveText } from "../../../src/sim/live/w1-tree.ts";

const ROM = "28-0316a2795aff";

describe("the simulated kernel's one-wire files", () => {
  it.each([
    [25.0625, "91 01 4b 46 7f ff 0f 10 25 : crc=25 YES\n91 01 4b 46 7f ff 0f 10 25 t=25062\n"],
    [3.5, "38 00 4b 46 7f ff 08 10 25 : crc=25 YES\n38 00 4b 46 7f ff 08 10 25 t=3500\n"],
    [85, "50 05 4b 46 7f ff 10 10 bd : crc=bd YES\n50 05 4b 46 7f ff 10 10 bd t=85000\n"],
    [-0.0625, "ff ff 4b 46 7f ff 01 10 9a : crc=9a YES\nff ff 4b 46 7f ff 01 10 9a t=-62\n"],
    [-10.125, "5e ff 4b 46 7f ff 02 10 b6 : crc=b6 YES\n5e ff 4b 46 7f ff 02 10 b6 t=-10125\n"],
  ])("show %d °C as the kernel does", (celsius, text) => {
    expect(w1SlaveText(celsius)).toBe(text);
  });

  it("show a probe that is pulled, put back, without power, and at another resolution", ({
    onTestFinished,
  }) => {
    const folder = mkdtempSync(join(tmpdir(), "vatguard-w1-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const tree = openW1Tree(join(folder, "w1"), [ROM]);
    const read = () => parseW1Slave(readFileSync(join(tree.devices, ROM, "w1_slave"), "utf8"));
    expect(read().reading).toEqual({ kind: "none", why: "no-answer" });
    tree.show(ROM, { kind: "converts", celsius: 4.19 });
    expect(read()).toEqual({ reading: { kind: "celsius", celsius: 4.187 }, resolution: 12 });
    // The bulk file of the wire is where the driver looks for it: through the link.
    expect(readFileSync(`${join(tree.devices, ROM)}/../therm_bulk_read`, "utf8")).toBe("0\n");
    tree.show(ROM, { kind: "power-on" });
    expect(read().reading).toEqual({ kind: "none", why: "power-on-value" });
    tree.show(ROM, { kind: "all-ones" });
    expect(read().reading).toEqual({ kind: "none", why: "unplugged" });
    tree.show(ROM, { kind: "gone" });
    expect(read).toThrow(/ENOENT/);
    tree.show(ROM, { kind: "converts", celsius: 5 });
    writeFileSync(join(tree.devices, ROM, "resolution"), "9\n");
    tree.show(ROM, { kind: "converts", celsius: 5.4 });
    expect(read()).toEqual({ reading: { kind: "celsius", celsius: 5 }, resolution: 9 });
  });
});
