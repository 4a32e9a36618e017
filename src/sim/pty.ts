// Room: sim. A serial line without hardware: a pseudo-terminal whose slave a driver opens like any port.
// May live here: starting and ending util-linux `script`, which owns the master side. May not: what the device says.
// Invariant: no child outlives its pty, the abort signal or this process, even if this process is killed
// with SIGKILL: the kernel ends the child (setpriv --pdeathsig), not a handler that may not get to run.

import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { renameSync, rmSync, symlinkSync } from "node:fs";

/** The device's end of a serial line. */
export type Pty = {
  /** What the driver opens, e.g. /dev/pts/3. */
  readonly path: string;
  /** Sends bytes from the device to the driver. Dropped once unplugged. */
  write(bytes: Uint8Array): void;
  /** Calls `hear` with each chunk the driver sends. Several may listen. */
  onData(hear: (bytes: Buffer) => void): void;
  /** Pulls the plug: the driver sees the line hang up. Doing it twice is harmless. */
  unplug(): void;
};

/** A serial line whose path stays the same over unplug and replug, as a /dev/serial/by-id link does. */
export type ReplugablePty = Pty & {
  readonly plugged: boolean;
  /** Plugs in again: a new pty behind the same path, for the same listeners. Does nothing while plugged. */
  replug(): Promise<void>;
};

/** `script` answers within some 10 ms; a machine that takes this long is out of ptys or processes. */
const START_MS_MAX = 5_000;
/** The slave's path is a few letters; more than this before a line end is not `script` talking. */
const FIRST_LINE_BYTES_MAX = 4_096;

/** The child holds the slave open, so that the line stays up while no driver has it open. */
const HOLD_SLAVE = "stty raw -echo; tty; exec sleep 2147483";

/**
 * Opens a pseudo-terminal in raw mode. Rejects, saying what to do, when `script` cannot be started.
 * Aborting `signal` is the same as `unplug`.
 */
export async function openPty(signal?: AbortSignal): Promise<Pty> {
  signal?.throwIfAborted();
  const child = spawn("setpriv", ["--pdeathsig", "SIGKILL", "script", "-qfec", HOLD_SLAVE, "/dev/null"], {
    stdio: "pipe",
  });
  // A killed child breaks its pipes; what is written to a pulled plug is lost, as on a real line.
  child.stdin.on("error", () => undefined);
  const unplug = (): void => {
    signal?.removeEventListener("abort", unplug);
    child.kill("SIGKILL");
  };
  signal?.addEventListener("abort", unplug, { once: true });
  try {
    return { ...(await slaveOf(child)), unplug };
  } catch (error) {
    unplug();
    throw error;
  }
}

/**
 * Opens a pseudo-terminal behind a symlink at `linkPath`. The link is removed by `unplug` and comes back with
 * `replug`, as udev does it. Aborting `signal` unplugs for good.
 */
export async function openReplugablePty(linkPath: string, signal?: AbortSignal): Promise<ReplugablePty> {
  const listeners: ((bytes: Buffer) => void)[] = [];
  let pty: Pty | null = null;
  let plugging: Promise<void> | null = null;

  const unplug = (): void => {
    if (pty === null) return;
    rmSync(linkPath, { force: true });
    pty.unplug();
    pty = null;
  };
  const plugIn = async (): Promise<void> => {
    const next = await openPty(signal);
    next.onData((bytes) => {
      for (const hear of listeners) hear(bytes);
    });
    // Made aside and renamed: a driver never finds a half-made link.
    const aside = `${linkPath}.${process.pid}.new`;
    rmSync(aside, { force: true });
    symlinkSync(next.path, aside);
    renameSync(aside, linkPath);
    pty = next;
  };
  const replug = (): Promise<void> => {
    if (pty !== null) return Promise.resolve();
    plugging ??= plugIn().finally(() => {
      plugging = null;
    });
    return plugging;
  };

  await replug();
  signal?.addEventListener("abort", unplug, { once: true });
  return {
    path: linkPath,
    get plugged() {
      return pty !== null;
    },
    write: (bytes) => pty?.write(bytes),
    onData: (hear) => listeners.push(hear),
    unplug,
    replug,
  };
}

/** Waits for the slave's path, which is the first line `script` prints; all after it is the driver talking. */
function slaveOf(child: ChildProcessWithoutNullStreams): Promise<Omit<Pty, "unplug">> {
  const listeners: ((bytes: Buffer) => void)[] = [];
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      clearTimeout(timer);
      reject(new Error(`no pseudo-terminal: ${why}. Install util-linux (script, setpriv) or free some ptys`));
    };
    const timer = setTimeout(() => fail(`nothing from script in ${START_MS_MAX} ms`), START_MS_MAX);
    let heard = Buffer.alloc(0);
    let path: string | null = null;

    child.on("error", (error) => fail(error.message));
    child.on("exit", (code, killedBy) => fail(`script ended (${killedBy ?? code})`));
    child.stderr.on("data", (bytes: Buffer) => fail(bytes.toString().trim()));
    child.stdout.on("data", (bytes: Buffer) => {
      if (path !== null) {
        for (const hear of listeners) hear(bytes);
        return;
      }
      heard = Buffer.concat([heard, bytes]);
      const end = heard.indexOf(0x0a);
      if (end < 0) {
        if (heard.length > FIRST_LINE_BYTES_MAX) fail("script printed no path");
        return;
      }
      clearTimeout(timer);
      path = heard.subarray(0, end).toString().trim();
      resolve({
        path,
        write: (out) => {
          if (child.stdin.writable) child.stdin.write(out);
        },
        onData: (hear) => listeners.push(hear),
      });
    });
  });
}
