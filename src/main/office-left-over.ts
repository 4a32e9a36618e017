// Room: main. An office that outlived its controller: stopped or caught in a loop, it holds the records and the port.
// May live here: knowing it for one of ours, and ending it. May not: starting one (office-process.ts).
// Invariant: only a process that runs this very program on this very data is ended; whatever cannot be told is left alone.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** How long a killed process may take to be gone: it has files to close. */
const GONE_WITHIN_MS = 2_000;

/** Ends the office that `pidFile` names where it still runs. `program`: its module and arguments. True: there was one. */
export async function endLeftOver(pidFile: string, program: readonly string[]): Promise<boolean> {
  const pid = Number(await textOf(pidFile));
  if (!Number.isInteger(pid) || pid <= 1 || !(await isOurs(pid, program))) return false;
  if (!kill(pid, "SIGKILL")) return false;
  for (let waited = 0; waited < GONE_WITHIN_MS && (await isOurs(pid, program)); waited += 20) await wait(20);
  return true;
}

/** Writes down who is running now. A disk that does not take it costs the next start only this. */
export async function rememberOffice(pidFile: string, pid: number): Promise<void> {
  try {
    await mkdir(dirname(pidFile), { recursive: true, mode: 0o700 });
    await writeFile(pidFile, String(pid));
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
  }
}

/** The number may be another process's by now: its command line says. */
async function isOurs(pid: number, program: readonly string[]): Promise<boolean> {
  const line = (await textOf(`/proc/${pid}/cmdline`)).split("\0");
  return program.every((argument) => line.includes(argument));
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error) return "";
    throw error;
  }
}

function kill(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error) return false;
    throw error;
  }
}
