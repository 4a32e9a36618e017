// Room: test/main. A demo in a process of its own, to talk to and to listen to.

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";

const DIST = process.env.VATGUARD_DIST ?? join(import.meta.dirname, "..", "..", "dist");
const PROGRAM = join(DIST, "main", "vatguard.js");
export const isBuilt = existsSync(PROGRAM);

export type Talk = {
  readonly child: ChildProcess;
  readonly said: () => string;
  /** The first words that fit, said or yet to be said; rejects when the demo ends without them. */
  readonly hear: (words: RegExp) => Promise<string>;
  /** Its folder, once it has said where that is. */
  readonly folder: () => string | null;
  /** Ends it, whatever it does, and removes its folder. */
  readonly end: () => void;
};

/** Whatever is waited for has come long before. */
const HEARD_WITHIN_MS = 50_000;

export function startDemo(args: readonly string[]): Talk {
  // Demos run side by side: each takes the first free port from one of its own on.
  const port = String(20_000 + Math.floor(Math.random() * 20_000));
  const child = spawn(
    process.execPath,
    [PROGRAM, "demo", "--port", port, "--history", "0", "--cows", "180", ...args],
    {
      stdio: "pipe",
    },
  );
  let text = "";
  const waiting: { readonly words: RegExp; readonly tell: (line: string) => void }[] = [];
  const folder = (): string | null => /Files: (\S+)/.exec(text)?.[1] ?? null;
  const look = (): void => {
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
        const unsaid = (why: string) => () => reject(new Error(`${why} ${words}:\n${text}`));
        child.once("exit", unsaid("ended before it said"));
        setTimeout(unsaid("has long not said"), HEARD_WITHIN_MS).unref();
        look();
      }),
    folder,
    end: () => {
      child.kill("SIGKILL");
      const files = folder();
      if (files !== null) rmSync(files, { recursive: true, force: true });
    },
  };
}

/** Ended with its test, whatever becomes of it. */
export function startFor(args: readonly string[], onTestFinished: (end: () => void) => void): Talk {
  const talk = startDemo(args);
  onTestFinished(talk.end);
  return talk;
}

export const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => child.once("exit", (status) => resolve(status)));
