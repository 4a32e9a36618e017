// Room: test/drivers/tag-reader. An unplugging that the library never tells of: pulled out in the middle of its talk, a reader's
// read ends with nothing, is tried again for ever, and no close comes. Here the old line simply stays open.

import { mkdtempSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import type { ControllerEvent } from "../../../src/controller/event.ts";
import { readerId } from "../../../src/domain/ids.ts";
import { epochMs, monoMs } from "../../../src/domain/units.ts";
import { createTagReader } from "../../../src/drivers/tag-reader/port.ts";
import { openPty } from "../../../src/sim/pty.ts";
import { wl134Tag } from "../../../src/sim/tag-bytes.ts";
import { eidOf } from "../../system/herd.ts";

test("a reader whose end was never told is heard again once it is plugged in", async () => {
  const folder = mkdtempSync(join(tmpdir(), "missed-"));
  const path = join(folder, "reader");
  const ended = new AbortController();
  const before = await openPty(ended.signal);
  const after = await openPty(ended.signal);
  symlinkSync(before.path, path);
  const told: ControllerEvent[] = [];
  createTagReader(
    { reader: readerId("reader"), format: "wl134", equalReadsNeeded: 1, path, baudRate: 9_600 },
    {
      clock: { mono: () => monoMs(Math.floor(performance.now())), wall: () => epochMs(Date.now()) },
      deliver: (event) => told.push(event),
      random: () => 0,
    },
  ).start(ended.signal);
  const heard = async (from: { write(bytes: Uint8Array): void }): Promise<void> => {
    const since = told.length;
    await vi.waitFor(
      () => {
        from.write(wl134Tag(eidOf("101")));
        expect(told.slice(since).map(({ kind }) => kind)).toContain("tag-read");
      },
      { timeout: 5_000, interval: 100 },
    );
  };
  await heard(before);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  symlinkSync(after.path, `${path}.new`);
  renameSync(`${path}.new`, path);
  await heard(after);
  expect(told).toContainEqual({
    kind: "reader-changed",
    reader: "reader",
    link: { up: false, why: "unplugged" },
  });
  ended.abort();
  rmSync(folder, { recursive: true, force: true });
});
