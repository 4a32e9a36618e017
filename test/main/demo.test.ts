// Room: test/main. The demo as a person starts it: a real process, piped, with real lines, boards and controller.

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";

const PROGRAM = join(import.meta.dirname, "..", "..", "dist", "main", "vatguard.js");

let running: ChildProcess | null = null;
const folders = new Set<string>();
afterEach(() => {
  running?.kill("SIGKILL");
  running = null;
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  folders.clear();
});

type Talk = {
  readonly child: ChildProcess;
  readonly said: () => string;
  readonly hear: (words: RegExp) => Promise<string>;
};

function start(args: readonly string[]): Talk {
  const child = spawn(process.execPath, [PROGRAM, "demo", ...args], { stdio: "pipe" });
  running = child;
  let text = "";
  const waiting: { readonly words: RegExp; readonly tell: (line: string) => void }[] = [];
  const look = (): void => {
    const folder = /Files: (\S+)/.exec(text)?.[1];
    if (folder !== undefined) folders.add(folder);
    for (const one of [...waiting]) {
      const found = one.words.exec(text);
      if (found === null) continue;
      waiting.splice(waiting.indexOf(one), 1);
      one.tell(found[0]);
    }
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (bytes: Buffer) => {
      text += bytes.toString();
      look();
    });
  }
  return {
    child,
    said: () => text,
    hear: (words) =>
      new Promise((resolve, reject) => {
        waiting.push({ words, tell: resolve });
        child.once("exit", () => reject(new Error(`ended before it said ${words}:\n${text}`)));
        look();
      }),
  };
}

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => child.once("exit", (status) => resolve(status)));

describe.skipIf(!existsSync(PROGRAM))("the demo, piped", () => {
  it("diverts a treated cow with the words why, takes a typed treatment, and ends cleanly", {
    timeout: 60_000,
    // On a busy computer the emulated boards may starve, and a row in doubt shows no treated cow.
    retry: 2,
  }, async () => {
    const { child, hear, said } = start(["--speed", "20"]);
    await hear(/End: q or Ctrl-C/);
    const line = await hear(/MEASURED +cow \d+ in bail \d+ DIVERTED, WITHHELD.*\n/);
    expect(line).toMatch(/coil off at the board's pins \d+ ms after the beam counted her/);
    expect(line).toMatch(/after the last dose|after calving|held by/);
    await hear(/release +bail \d+/);
    child.stdin?.write("treat\n");
    await hear(
      /MEASURED +cow \d+ in bail \d+: coil off at the board's pin \d+ ms after the file was renamed/,
    );
    const [folder = ""] = folders;
    expect(readdirSync(join(folder, "data")).length).toBeGreaterThan(0);
    child.stdin?.write("quit\n");
    expect(await ended(child)).toBe(0);
    expect(said()).toContain("The demo has ended");
    expect(readdirSync(join(folder, "ports"))).toEqual([]);
  });

  it("says in words what is wrong with an option, and ends with 2", { timeout: 20_000 }, async () => {
    const { child, said } = start(["--speed", "0"]);
    expect(await ended(child)).toBe(2);
    expect(said()).toContain("--speed takes a number from 1 to 20.");
  });
});
