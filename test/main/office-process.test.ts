// Room: test/main. The office as a child of the controller: real processes that live, die, hang and talk.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { getPriority, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { endLeftOver, rememberOffice } from "../../src/main/office-left-over.ts";
import { OFFICE_TIMES, type OfficeProcess, startOffice } from "../../src/main/office-process.ts";
import type { OfficeTalk, Wire } from "../../src/main/office-talk.ts";

const running: OfficeProcess[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
async function until(what: string, so: () => boolean): Promise<void> {
  const begun = performance.now();
  while (!so()) {
    if (performance.now() - begun > 8_000) throw new Error(`waited for: ${what}`);
    await pause(10);
  }
}

function start(how: string, times: Partial<typeof OFFICE_TIMES> = {}) {
  const remarks: string[] = [];
  const heard: unknown[] = [];
  const wires: (Wire | null)[] = [];
  const talk: OfficeTalk = {
    begins: (wire) => wires.push(wire),
    ends: () => wires.push(null),
    heard: (message) => {
      heard.push(message);
      return how !== "strange";
    },
    shows: () => undefined,
    recorded: () => undefined,
    durable: () => undefined,
    notTaken: () => undefined,
    dropped: () => 0,
  };
  const office = startOffice({
    program: { module: join(import.meta.dirname, "office-double.mjs"), args: [how], memoryBytes: 64e6 },
    talk,
    remark: (text) => remarks.push(text),
    now: () => performance.now(),
    times: { ...OFFICE_TIMES, boardEveryMs: 20, againFirstMs: 20, againMostMs: 80, ...times },
  });
  running.push(office);
  return { office, remarks, heard, wires };
}

test("an office that lives is heard, its lines are told as its own, and it has a lower priority than the controller", async () => {
  const { office, remarks, heard } = start("well");
  await until("its lines", () => remarks.length === 2);
  expect(remarks).toEqual(["office: open at http://127.0.0.1:1", "office: set up with K7WQ3"]);
  expect(heard).toEqual([{ kind: "table-published", fingerprint: "aaa" }]);
  expect(office.state()).toMatchObject({ state: "running", ended: 0 });
  expect(getPriority(office.state().pid ?? 0)).toBeGreaterThan(getPriority());
});

test("an office that dies is started again, more and more slowly, and says why and how often", async () => {
  const { office, remarks, wires } = start("dies");
  await until("four ends", () => office.state().ended >= 4);
  expect(remarks[0]).toBe("office: cannot find a module");
  expect(remarks.find((line) => line.includes("ended by itself"))).toContain("exit code 3");
  expect(remarks.find((line) => line.includes("3 times in a row"))).toContain("The bails go on");
  expect(wires.filter((wire) => wire === null).length).toBeGreaterThanOrEqual(4);
});

test("an office killed from outside is there again in a moment", async () => {
  const { office, heard } = start("well");
  await until("it to run", () => heard.length === 1);
  const first = office.state().pid ?? 0;
  process.kill(first, "SIGKILL");
  await until("the next one to run", () => heard.length === 2);
  expect(office.state()).toMatchObject({ state: "running", ended: 1 });
  expect(office.state().pid).not.toBe(first);
});

test("an office that hangs is said to, left to itself for long, and then ended and started anew", async () => {
  const { office, remarks } = start("mute", { silentAfterMs: 300, endedAfterMs: 900 });
  const first = office.state().pid ?? 0;
  process.kill(first, "SIGSTOP");
  await until("it to be called silent", () => office.state().state === "silent");
  expect(office.state().pid).toBe(first);
  expect(remarks.filter((line) => line.includes("has not answered for 10 s"))).toHaveLength(1);
  await until("another one", () => (office.state().pid ?? first) !== first);
  expect(office.state().ended).toBe(1);
});

test("what is none of the list is said once, and lines without end are cut", async () => {
  const strange = start("strange");
  await until("the remark", () => strange.remarks.length > 0);
  expect(strange.remarks[0]).toContain("not in the list");
  const endless = start("endless");
  await until("its line", () => endless.remarks.length > 0);
  for (const line of endless.remarks) expect(line.length).toBeLessThan(2_100);
});

test("an office that outlived its controller is ended before the next is started; anybody else's process is left alone", async () => {
  const folder = mkdtempSync(join(tmpdir(), "vatguard-left-over-"));
  const pidFile = join(folder, "pid");
  const module = join(import.meta.dirname, "office-double.mjs");
  const left = [spawn(process.execPath, [module, "mute", folder]), spawn(process.execPath, [module, "mute"])];
  try {
    const [ours, others] = left.map(({ pid }) => pid ?? 0);
    await pause(100);
    process.kill(ours ?? 0, "SIGSTOP");
    await rememberOffice(pidFile, ours ?? 0);
    expect(await endLeftOver(pidFile, [module, "mute", folder])).toBe(true);
    expect(left[0]?.killed === false && (left[0]?.signalCode ?? "SIGKILL")).toBe("SIGKILL");
    await rememberOffice(pidFile, others ?? 0);
    expect(await endLeftOver(pidFile, [module, "mute", folder])).toBe(false);
    expect(left[1]?.exitCode).toBe(null);
    expect(await endLeftOver(join(folder, "none"), [module])).toBe(false);
  } finally {
    for (const one of left) one.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
});

test("at the end of the controller it is bidden farewell, and ended where it does not go", async () => {
  const well = start("well");
  await until("it to run", () => well.heard.length === 1);
  await well.office.stop();
  expect(well.office.state().pid).toBe(null);
  const stopped = start("mute", { leavesWithinMs: 200 });
  const pid = stopped.office.state().pid ?? 0;
  process.kill(pid, "SIGSTOP");
  await stopped.office.stop();
  expect(() => process.kill(pid, 0)).toThrow();
});
