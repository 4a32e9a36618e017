// Room: main. A logger's file, read for a command: from disk or standard input, with what identifies it.
// May live here: opening it, and the words for one that cannot be read. May not: its rows (temperature-log).
// Invariant: the digest is of the very bytes that were read.

import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { basename } from "node:path";
import type { Readable } from "node:stream";
import type { Problem } from "../config/problem.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { TemperatureLog } from "../temperature-log/log.ts";
import type { Measured } from "../temperature-log/measured.ts";
import { readTemperatureLog } from "../temperature-log/read-log.ts";
import type { LogSettings } from "../temperature-log/settings.ts";
import type { LogProblem } from "../temperature-log/text.ts";

export type SeenFile = { readonly name: string; readonly bytes: number; readonly sha256: string };
export type ReadLog = { readonly file: SeenFile; readonly log: TemperatureLog };

/** Reads a logger's file, or `stdin` where `path` is null. Errors carry everything that has to be settled first. */
export async function readLogFile(
  path: string | null,
  stdin: Readable,
  settings: LogSettings,
  measured: Measured,
): Promise<Result<ReadLog, readonly Problem[]>> {
  const name = path ?? "standard input";
  const hash = createHash("sha256");
  let bytes = 0;
  const source = path === null ? stdin : createReadStream(path, { highWaterMark: 1 << 20 });
  async function* seen(): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      const part = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
      hash.update(part);
      bytes += part.length;
      yield part;
    }
  }
  try {
    const log = await readTemperatureLog(seen(), settings, measured);
    if (!log.ok) return err(log.error.map((problem) => asProblem(name, problem)));
    return ok({ file: { name: basename(name), bytes, sha256: hash.digest("hex") }, log: log.value });
  } catch (thrown) {
    if (!(thrown instanceof Error && "code" in thrown)) throw thrown;
    return err([asProblem(name, unreadable(String(thrown.code), thrown.message))]);
  }
}

const asProblem = (file: string, { line, ...words }: LogProblem): Problem => ({
  severity: "error",
  file,
  line,
  column: line === 0 ? 0 : 1,
  path: "",
  source: null,
  ...words,
});

function unreadable(code: string, message: string): LogProblem {
  const expected = "a logger's CSV file";
  switch (code) {
    case "ENOENT":
      return {
        line: 0,
        says: "There is no such file.",
        found: "nothing of this name",
        expected,
        fix: "Look for a slip in the name.",
      };
    case "EISDIR":
      return { line: 0, says: "It is not a file.", found: "a folder", expected, fix: "Name a file in it." };
    case "EACCES":
    case "EPERM":
      return {
        line: 0,
        says: "The file may not be read.",
        found: "no permission",
        expected,
        fix: "Give this user the right to read it.",
      };
    default:
      return {
        line: 0,
        says: "The file cannot be read to its end.",
        found: message,
        expected,
        fix: "See that the disk or stick is there and healthy.",
      };
  }
}
