// Room: main. `check --hardware`: whether each serial port of a shed is there, may be used, and is free.
// May live here: looks at /dev and /proc. May not: opening a port, which restarts most boards and steals a reader's bytes.
// Invariant: reads only; every bound has its reason beside it.

import { access, constants, readdir, readlink, realpath, stat } from "node:fs/promises";
import type { Devices } from "../config/shed-config.ts";

/** More processes than a shed's computer ever runs; beyond it the search for a port's holder stops. */
const PROCESSES_MAX = 4_096;
/** Open files looked at in one process. */
const FILES_MAX = 1_024;

type Port = { readonly device: string; readonly port: string };

/** Tells of every port on its own line. True when all are there, may be used and are free. */
export async function checkPorts(devices: Devices, say: (text: string) => void): Promise<boolean> {
  const ports: readonly Port[] = [
    ...devices.nodes.map(({ node, port }) => ({ device: `node ${node}`, port })),
    ...devices.readers.map(({ reader, port }) => ({ device: `reader ${reader}`, port })),
  ];
  const holders = await holdersOfDevices();
  const owners = new Map<string, string>();
  let fine = true;
  say("\nPorts:");
  for (const { device, port } of ports) {
    const state = await look(port, holders);
    const owner = state.real === null ? undefined : owners.get(state.real);
    if (state.real !== null) owners.set(state.real, device);
    const trouble =
      owner === undefined ? state.trouble : `This is the same device as that of ${owner}: ${state.real}.`;
    say(`  ${device}: ${port}: ${trouble ?? "there, may be used, free"}`);
    if (trouble !== null) fine = false;
  }
  say(
    "\nOf boards and readers only the ports were looked at. Whether the right board or reader answers on each, and whether valves, lamps,\n" +
      "switches and gates do what they should, is not looked at yet: see it at the first start, bail by bail.",
  );
  return fine;
}

async function look(
  port: string,
  holders: ReadonlyMap<string, string>,
): Promise<{ readonly real: string | null; readonly trouble: string | null }> {
  try {
    const real = await realpath(port);
    if (!(await stat(real)).isCharacterDevice()) {
      return { real, trouble: "This is not a device. Look for a slip in the path." };
    }
    await access(real, constants.R_OK | constants.W_OK);
    const holder = holders.get(real);
    return { real, trouble: holder === undefined ? null : `Held by ${holder}. Stop that program first.` };
  } catch (thrown) {
    return { real: null, trouble: wordsFor(codeOf(thrown)) };
  }
}

function wordsFor(code: string): string {
  if (code === "ENOENT") return "Not there. Check its cable and power, then `ls -l /dev/serial/by-id`.";
  if (code === "EACCES")
    return "May not be used. Put the program's user into the group dialout, and sign in again.";
  return `Cannot be looked at (${code}). Unplug it, plug it in again, and see \`dmesg\`.`;
}

/** Device path → the program that has it open, as far as this user may see. */
async function holdersOfDevices(): Promise<ReadonlyMap<string, string>> {
  const holders = new Map<string, string>();
  const processes = (await namesIn("/proc")).filter((name) => /^\d+$/.test(name)).slice(0, PROCESSES_MAX);
  for (const id of processes) {
    for (const file of (await namesIn(`/proc/${id}/fd`)).slice(0, FILES_MAX)) {
      const target = await targetOf(`/proc/${id}/fd/${file}`);
      if (target?.startsWith("/dev/")) holders.set(target, `process ${id} (${await programOf(id)})`);
    }
  }
  return holders;
}

async function programOf(id: string): Promise<string> {
  return (await targetOf(`/proc/${id}/exe`)) ?? "name not visible to this user";
}

/** Processes end and are hidden while we look: what cannot be seen is not there. */
async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (thrown) {
    codeOf(thrown);
    return [];
  }
}

async function targetOf(link: string): Promise<string | null> {
  try {
    return await readlink(link);
  } catch (thrown) {
    codeOf(thrown);
    return null;
  }
}

/** The operating system's code of a failure; anything else is a bug and goes on up. */
function codeOf(thrown: unknown): string {
  if (thrown instanceof Error && "code" in thrown) return String(thrown.code);
  throw thrown;
}
