// The watcher on a real file in a folder of its own, with short times: half-written saves, removals, renames.

import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type HerdChange, watchHerd } from "../../src/config/watch-herd.ts";
import { type EpochMs, epochMs } from "../../src/domain/units.ts";

const POLL_MS = 20;
const PATIENCE_MS = 300;

const herd = (cow: string, extra = "") =>
  `{ "format": "vatguard-herd-1", "cows": [ { "cow": "${cow}", "eids": [], "status": "dry"${extra} } ] }\n`;

let folder = "";
let path = "";
let changes: HerdChange[] = [];
let stop = new AbortController();
let watching: Promise<void> = Promise.resolve();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "vatguard-herd-"));
  path = join(folder, "herd.json");
  changes = [];
  stop = new AbortController();
});

afterEach(async () => {
  stop.abort();
  await watching;
  await rm(folder, { recursive: true });
});

function watch(now: () => EpochMs | null = () => null): void {
  const options = { timeZone: "UTC", now, pollMs: POLL_MS, patienceMs: PATIENCE_MS };
  watching = watchHerd(path, options, (change) => changes.push(change), stop.signal);
}

async function told(count: number): Promise<readonly string[]> {
  for (let waited = 0; waited < 3_000 && changes.length < count; waited += 10) await wait(10);
  return changes.map(({ event }) =>
    event.kind === "table-loaded" ? `loaded ${event.table.cows.map((cow) => cow.cow)}` : `lost: ${event.why}`,
  );
}

test("a good file is told at once, and again only when its content changes", async () => {
  await writeFile(path, herd("1"));
  watch();
  expect(await told(1)).toEqual(["loaded 1"]);
  await writeFile(path, herd("1"));
  await wait(5 * POLL_MS);
  expect(changes).toHaveLength(1);
  await writeFile(path, herd("2"));
  expect(await told(2)).toEqual(["loaded 1", "loaded 2"]);
});

test("a missing file is told at once with what to do, and comes into force when it appears", async () => {
  watch();
  const [first] = await told(1);
  expect(first).toMatch(/^lost: There is no such file\. /);
  await writeFile(path, herd("1"));
  expect((await told(2))[1]).toBe("loaded 1");
});

test("a save that takes a while is waited for, and the table in force stays in force", async () => {
  await writeFile(path, herd("1"));
  watch();
  await told(1);
  const whole = herd("2");
  await writeFile(path, whole.slice(0, 40));
  await wait(PATIENCE_MS / 3);
  await writeFile(path, whole);
  expect(await told(2)).toEqual(["loaded 1", "loaded 2"]);
});

test("a file that goes bad and stays bad is lost with its first problems, and comes back when mended", async () => {
  await writeFile(path, herd("1"));
  watch();
  await told(1);
  await writeFile(path, herd("1", ', "stauts": 1'));
  const began = performance.now();
  const [, lost] = await told(2);
  expect(performance.now() - began).toBeGreaterThan(PATIENCE_MS * 0.8);
  expect(lost).toBe('lost: line 1: "stauts" is not a key of entry 1. Did you mean "status"?');
  expect(changes[1]?.problems).toHaveLength(1);
  await writeFile(path, herd("1"));
  expect((await told(3))[2]).toBe("loaded 1");
});

test("a removed file is lost, and so is one emptied", async () => {
  await writeFile(path, herd("1"));
  watch();
  await told(1);
  await rm(path);
  expect((await told(2))[1]).toMatch(/^lost: There is no such file/);
  await writeFile(path, "");
  expect((await told(3))[2]).toMatch(/^lost: The herd file is empty/);
});

test("a file put in place by renaming is seen", async () => {
  await writeFile(path, herd("1"));
  watch();
  await told(1);
  await writeFile(`${path}.new`, herd("3"));
  await rename(`${path}.new`, path);
  expect((await told(2))[1]).toBe("loaded 3");
});

test("once the time is trusted the same file is looked at again, and a future date is found out", async () => {
  const fact =
    ', "facts": [ { "fact": "k", "kind": "milked", "at": "2030-01-01T06:00Z", "by": "sam", "recorded-at": "2026-01-01" } ]';
  await writeFile(path, herd("1", fact));
  let now: EpochMs | null = null;
  watch(() => now);
  expect(await told(1)).toEqual(["loaded 1"]);
  now = epochMs(Date.UTC(2026, 10, 22));
  expect((await told(2))[1]).toMatch(/^lost: line 1: This date is in the future\./);
});

test("bytes that are not UTF-8 are told as such", async () => {
  await writeFile(path, Buffer.from([0xff, 0xfe, 0x7b, 0x00]));
  watch();
  expect((await told(1))[0]).toMatch(/^lost: The file is not text in UTF-8/);
});
