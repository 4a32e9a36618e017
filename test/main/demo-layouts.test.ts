// Room: test/main. The demo of the other layouts as a person starts it: real processes, piped, with real lines, boards and controller.

import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { giveTheComputerBack, haveTheComputer } from "../system/rig.ts";
import { ended, isBuilt, startFor } from "./demo-talk.ts";

const CONFIG = join(import.meta.dirname, "..", "..", "config");

/**
 * The example rotary with its first two boards only: two emulated boards cost less than seven. The switch that sees who stayed is one bail
 * from the entry, so that the bail that it has seen empty is soon there.
 */
function sixteenBails(onTestFinished: (end: () => void) => void): string {
  const folder = mkdtempSync(join(tmpdir(), "vatguard-rotary-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const whole = readFileSync(join(CONFIG, "rotary-50.yaml"), "utf8");
  const small = whole
    .replace(/ {2}deck-c:[\s\S]*?(?=readers:)/, "")
    .replace("bails: 1-50 #", "bails: 1-16 #")
    .replace("stayed-bails: 3", "stayed-bails: 1");
  copyFileSync(join(CONFIG, "herd-small.json"), join(folder, "herd-small.json"));
  writeFileSync(join(folder, "rotary-16.yaml"), small);
  return join(folder, "rotary-16.yaml");
}

// One after the other: a demo is a whole farm, boards included, and two of them at once would leave boards waiting.
describe.skipIf(!isBuilt)("the demo of another layout, piped", () => {
  beforeAll(haveTheComputer);
  afterAll(giveTheComputerBack);

  it("milks single bails, whose tags come after their cows", { timeout: 60_000, retry: 2 }, async ({
    onTestFinished,
  }) => {
    const { child, hear } = startFor(
      ["--config", join(CONFIG, "in-bail-6.yaml"), "--speed", "20"],
      onTestFinished,
    );
    const line = await hear(/MEASURED +cow \d+ in bail \d+ DIVERTED, WITHHELD.*\n/);
    expect(line).toMatch(/coil off at the board's pins \d+ ms after she stepped in/);
    await hear(/release +bail \d+/);
    child.stdin?.write("press 99\n");
    await hear(/There is no bail 99 here; there are 6/);
    child.stdin?.write("quit\n");
    expect(await ended(child)).toBe(0);
  });

  it("turns a rotary whose switches are on the computer's own pins", {
    timeout: 120_000,
    retry: 1,
  }, async ({ onTestFinished }) => {
    const { child, hear, folder } = startFor(
      ["--config", sixteenBails(onTestFinished), "--speed", "20"],
      onTestFinished,
    );
    await hear(/The computer's pins are used through the gpiod tools/);
    // The mark has passed, an empty bail has come round, and a clear cow walked on.
    await hear(/release +bail \d+/);
    child.stdin?.write("quit\n");
    expect(await ended(child)).toBe(0);
    expect(existsSync(join(folder() ?? "", "pins", "bin", "gpiomon"))).toBe(true);
  });
});
