// Room: test/main. The demo as a person starts it: a real process, piped, with real lines, boards and controller.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { giveTheComputerBack, haveTheComputer } from "../system/rig.ts";
import { ended, isBuilt, startFor } from "./demo-talk.ts";

describe.skipIf(!isBuilt)("the demo, piped", () => {
  beforeAll(haveTheComputer);
  afterAll(giveTheComputerBack);

  it("diverts a treated cow with the words why, takes a typed treatment, and ends cleanly", {
    timeout: 60_000,
    // On a busy computer the emulated boards may starve, and a row in doubt shows no treated cow.
    retry: 2,
  }, async ({ onTestFinished }) => {
    const { child, hear, said, folder } = startFor(["--speed", "20"], onTestFinished);
    await hear(/End: q or Ctrl-C/);
    const [url] =
      /http:\S+/.exec(await hear(/Nobody is set up yet: open http:\S+ and type the code \S+/)) ?? [];
    const session = await fetch(`${url}/api/session`);
    expect(await session.json()).toMatchObject({ needsSetup: true, person: null });
    const line = await hear(/MEASURED +cow \d+ in bail \d+ DIVERTED, WITHHELD.*\n/);
    expect(line).toMatch(/coil off at the board's pins \d+ ms after the beam counted her/);
    expect(line).toMatch(/after the last dose|after calving|held by/);
    await hear(/release +bail \d+/);
    child.stdin?.write("treat\n");
    await hear(/MEASURED +cow \d+ in bail \d+: coil off at the board's pin \d+ ms after it was entered/);
    const files = folder() ?? "";
    expect(readdirSync(join(files, "data")).length).toBeGreaterThan(0);
    child.stdin?.write("chiller off\n");
    await hear(/chiller switched off: \d+ l at \d+\.\d °C in the vat/);
    expect(readdirSync(join(files, "w1", "devices")).length).toBeGreaterThan(0);
    child.stdin?.write("quit\n");
    expect(await ended(child)).toBe(0);
    expect(said()).toContain("The demo has ended");
    expect(readdirSync(join(files, "ports"))).toEqual([]);
  });

  it("says in words what is wrong with an option, and ends with 2", { timeout: 20_000 }, async ({
    onTestFinished,
  }) => {
    const { child, said } = startFor(["--speed", "0"], onTestFinished);
    expect(await ended(child)).toBe(2);
    expect(said()).toContain("--speed takes a number from 1 to 60.");
  });
});
