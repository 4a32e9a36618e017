// Room: test/sim. The serial line without hardware, seen from a real serial port.

import { spawn } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SerialPort } from "serialport";
import { transformWithOxc } from "vite";
import { afterEach, expect, test, vi } from "vitest";
import { openPty, openReplugablePty } from "../../src/sim/pty.ts";

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const clean of cleanups.splice(0)) clean();
});

function openPort(path: string): { port: SerialPort; heard: () => string; closed: () => boolean } {
  const port = new SerialPort({ path, baudRate: 9600, hupcl: false });
  let heard = "";
  let closed = false;
  port.on("data", (bytes: Buffer) => {
    heard += bytes.toString("latin1");
  });
  port.on("error", () => undefined);
  port.on("close", () => {
    closed = true;
  });
  cleanups.push(() => port.isOpen && port.close());
  return { port, heard: () => heard, closed: () => closed };
}

test("bytes cross the line both ways unchanged, control bytes too", async () => {
  const pty = await openPty();
  cleanups.push(pty.unplug);
  let atDevice = "";
  pty.onData((bytes) => {
    atDevice += bytes.toString("latin1");
  });
  const host = openPort(pty.path);
  await vi.waitFor(() => expect(host.port.isOpen).toBe(true));

  const every = Uint8Array.from({ length: 256 }, (_, n) => n);
  pty.write(every);
  host.port.write(Buffer.from(every));
  const all = Buffer.from(every).toString("latin1");
  await vi.waitFor(() => {
    expect(host.heard()).toBe(all);
    expect(atDevice).toBe(all);
  });
});

test("pulling the plug hangs the driver's port up", async () => {
  const pty = await openPty();
  const host = openPort(pty.path);
  await vi.waitFor(() => expect(host.port.isOpen).toBe(true));
  pty.unplug();
  pty.unplug();
  pty.write(Uint8Array.of(1));
  await vi.waitFor(() => expect(host.closed()).toBe(true));
});

test("a replugged line is found under the same path and carries bytes again", async () => {
  const folder = mkdtempSync(join(tmpdir(), "vatguard-pty-"));
  cleanups.push(() => rmSync(folder, { recursive: true }));
  const link = join(folder, "reader");
  const pty = await openReplugablePty(link);
  cleanups.push(pty.unplug);
  const before = openPort(link);
  await vi.waitFor(() => expect(before.port.isOpen).toBe(true));

  pty.unplug();
  expect(pty.plugged).toBe(false);
  expect(existsSync(link)).toBe(false);
  await vi.waitFor(() => expect(before.closed()).toBe(true));

  await Promise.all([pty.replug(), pty.replug()]);
  expect(childrenOfThisProcess()).toHaveLength(1);
  await pty.replug();
  expect(readlinkSync(link)).toMatch(/^\/dev\/pts\/\d+$/);
  const again = openPort(link);
  await vi.waitFor(() => expect(again.port.isOpen).toBe(true));
  pty.write(Buffer.from("back"));
  await vi.waitFor(() => expect(again.heard()).toBe("back"));
});

test("aborting unplugs", async () => {
  const stop = new AbortController();
  const pty = await openPty(stop.signal);
  const host = openPort(pty.path);
  await vi.waitFor(() => expect(host.port.isOpen).toBe(true));
  stop.abort();
  await vi.waitFor(() => expect(host.closed()).toBe(true));
  await expect(openPty(stop.signal)).rejects.toThrow();
});

test("no child outlives a parent that is killed outright", async () => {
  const folder = mkdtempSync(join(tmpdir(), "vatguard-pty-"));
  cleanups.push(() => rmSync(folder, { recursive: true }));
  const source = join(import.meta.dirname, "../../src/sim/pty.ts");
  writeFileSync(join(folder, "pty.mjs"), (await transformWithOxc(readFileSync(source, "utf8"), source)).code);
  const parent = spawn(process.execPath, [
    "--input-type=module",
    "-e",
    `import { openPty } from "${folder}/pty.mjs";
     import { readFileSync } from "node:fs";
     await openPty();
     console.log(readFileSync("/proc/self/task/" + process.pid + "/children", "utf8").trim());`,
  ]);
  cleanups.push(() => parent.kill("SIGKILL"));
  const childPid = await new Promise<number>((resolve) =>
    parent.stdout.once("data", (bytes: Buffer) => resolve(Number(bytes.toString()))),
  );
  expect(readFileSync(`/proc/${childPid}/comm`, "utf8").trim()).toBe("script");
  parent.kill("SIGKILL");
  await vi.waitFor(() => expect(isRunning(childPid)).toBe(false));
});

/** Living `script` children; the dead ones are reaped at once by Node. */
function childrenOfThisProcess(): string[] {
  const tasks = readdirSync(`/proc/${process.pid}/task`);
  const pids = tasks.flatMap((task) =>
    readFileSync(`/proc/${process.pid}/task/${task}/children`, "utf8").split(" "),
  );
  return pids.filter((pid) => pid !== "" && readFileSync(`/proc/${pid}/comm`, "utf8").trim() === "script");
}

/** A dead process that nobody has asked after yet ("zombie") still has its /proc folder, but no command line. */
function isRunning(pid: number): boolean {
  return existsSync(`/proc/${pid}/cmdline`) && readFileSync(`/proc/${pid}/cmdline`).length > 0;
}
