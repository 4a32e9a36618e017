// Room: test/main. The demo as a person starts it: a real process, piped, with real lines, boards and controller.

import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ended, isBuilt, startDemo, type Talk } from "./demo-talk.ts";

const CONFIG = join(import.meta.dirname, "..", "..", "config");

/** Ended with its test, whatever becomes of it. */
function start(args: readonly string[], onTestFinished: (end: () => void) => void): Talk {
  const talk = startDemo(args);
  onTestFinished(talk.end);
  return talk;
}

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

// Each mostly waits for cows to walk: side by side they take as long as the longest.
describe.skipIf(!isBuilt).concurrent("the demo, piped", () => {
  it("diverts a treated cow with the words why, takes a typed treatment, and ends cleanly", {
    timeout: 60_000,
    // On a busy computer the emulated boards may starve, and a row in doubt shows no treated cow.
    retry: 2,
  }, async ({ onTestFinished }) => {
    const { child, hear, said, folder } = start(["--speed", "20"], onTestFinished);
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

  it("milks single bails, whose tags come after their cows", { timeout: 60_000, retry: 2 }, async ({
    onTestFinished,
  }) => {
    const { child, hear } = start(
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
    const { child, hear, folder } = start(
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

  it("says in words what is wrong with an option, and ends with 2", { timeout: 20_000 }, async ({
    onTestFinished,
  }) => {
    const { child, said } = start(["--speed", "0"], onTestFinished);
    expect(await ended(child)).toBe(2);
    expect(said()).toContain("--speed takes a number from 1 to 60.");
  });
});
