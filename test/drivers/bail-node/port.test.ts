// Room: test/drivers/bail-node. One opening of one serial port, and every way it ends.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { monoMs } from "../../../src/domain/units.ts";
import { createOutbox } from "../../../src/drivers/bail-node/outbox.ts";
import { openPort, type Port, troubleOf } from "../../../src/drivers/bail-node/port.ts";
import { openPty } from "../../../src/sim/pty.ts";
import { cleanUp, lineProcesses, onCleanUp } from "./rig.ts";

afterEach(cleanUp);

function open(path: string, written: () => void = () => undefined) {
  const ends: (string | null)[] = [];
  const heard: number[] = [];
  let opened = false;
  const port: Port = openPort(path, {
    opened: () => {
      opened = true;
    },
    heard: (bytes) => heard.push(...bytes),
    written,
    closed: (why) => ends.push(why),
  });
  onCleanUp(() => port.close());
  return { port, ends, heard, opened: () => opened };
}

test("a port that is not there, and a path that is no serial port, end with their reason", async () => {
  const folder = mkdtempSync(join(tmpdir(), "port-"));
  onCleanUp(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "file");
  writeFileSync(file, "no port");
  const absent = open(join(folder, "nothing"));
  const wrong = open(file);
  await vi.waitFor(() => expect([absent.ends, wrong.ends]).toEqual([["absent"], ["wrong-device"]]));
});

test("the library's words for a port without permission are known", () => {
  expect(troubleOf("Error: Permission denied, cannot open /dev/ttyACM0")).toBe("no-permission");
});

test("a plug pulled with writes under way ends once", async () => {
  const pty = await openPty();
  onCleanUp(pty.unplug);
  const line = open(pty.path);
  await vi.waitFor(() => expect(line.opened()).toBe(true));
  line.port.write(new Uint8Array(200_000));
  pty.unplug();
  await vi.waitFor(() => expect(line.ends).toEqual(["unplugged"]));
  line.port.close();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(line.ends).toEqual(["unplugged"]);
});

test("closing while it opens, and closing twice, ends once and frees the port", async () => {
  const pty = await openPty();
  onCleanUp(pty.unplug);
  const line = open(pty.path);
  line.port.close();
  line.port.close();
  await vi.waitFor(() => expect(line.ends).toEqual([null]));
  const next = open(pty.path);
  await vi.waitFor(() => expect(next.opened()).toBe(true));
});

test("a peer that takes no bytes is seen as a stall within the write deadline, with one write under way", async () => {
  const before = new Set(lineProcesses());
  const pty = await openPty();
  onCleanUp(pty.unplug);
  const [peer] = lineProcesses().filter((pid) => !before.has(pid));
  if (peer === undefined) throw new Error("the line's process is not to be found");
  const outbox = createOutbox();
  const now = () => monoMs(Math.round(performance.now()));
  let lastWritten = 0;
  let underWay = 0;
  const pump = (): void => {
    outbox.lease(new Uint8Array(31));
    const bytes = outbox.next(now());
    if (bytes === null) return;
    underWay += 1;
    line.port.write(bytes);
  };
  const line = open(pty.path, () => {
    underWay -= 1;
    lastWritten = performance.now();
    outbox.written();
    pump();
  });
  await vi.waitFor(() => expect(line.opened()).toBe(true));
  process.kill(peer, "SIGSTOP");
  pump();
  await vi.waitFor(() => expect(outbox.stalled(now())).toBe(true), { timeout: 8_000, interval: 10 });
  expect(performance.now() - lastWritten).toBeLessThan(400);
  expect(underWay).toBe(1);
  line.port.close();
  await vi.waitFor(() => expect(line.ends).toEqual([null]));
  process.kill(peer, "SIGCONT");
  const next = open(pty.path);
  await vi.waitFor(() => expect(next.opened()).toBe(true));
});
