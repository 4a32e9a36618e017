// Room: test/drivers/tag-reader. A reader pulled out in the middle of its talk: the library can miss that for ever.

import { setMaxListeners } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import type { ControllerEvent } from "../../../src/controller/event.ts";
import { readerId } from "../../../src/domain/ids.ts";
import { epochMs, monoMs } from "../../../src/domain/units.ts";
import { createTagReader } from "../../../src/drivers/tag-reader/port.ts";
import { openReplugablePty } from "../../../src/sim/pty.ts";
import { wl134Tag } from "../../../src/sim/tag-bytes.ts";
import { eidOf } from "../../system/herd.ts";

/** The library missed about one such end in four when it came 2 ms after the bytes. */
const READERS = 8;
const TURNS = 2;
const SPEAKS_FOR_MS = 2;

test("a reader unplugged while it speaks is heard again once it is plugged in", async () => {
  const folder = mkdtempSync(join(tmpdir(), "speaking-"));
  const ended = new AbortController();
  setMaxListeners(0, ended.signal);
  const reader = async (number: number): Promise<void> => {
    const line = await openReplugablePty(join(folder, `reader-${number}`), ended.signal);
    const told: ControllerEvent[] = [];
    createTagReader(
      { reader: readerId("reader"), format: "wl134", equalReadsNeeded: 1, path: line.path, baudRate: 9_600 },
      {
        clock: { mono: () => monoMs(Math.floor(performance.now())), wall: () => epochMs(Date.now()) },
        deliver: (event) => told.push(event),
        random: () => 0,
      },
    ).start(ended.signal);
    const heard = async (): Promise<void> => {
      const from = told.length;
      await vi.waitFor(
        () => {
          line.write(wl134Tag(eidOf("101")));
          expect(told.slice(from).map(({ kind }) => kind)).toContain("tag-read");
        },
        { timeout: 8_000, interval: 100 },
      );
    };
    await heard();
    for (let turn = 0; turn < TURNS; turn += 1) {
      line.write(wl134Tag(eidOf("101")));
      await new Promise((resolve) => setTimeout(resolve, SPEAKS_FOR_MS));
      line.unplug();
      await new Promise((resolve) => setTimeout(resolve, 700));
      await line.replug();
      await heard();
    }
  };
  await Promise.all(Array.from({ length: READERS }, (_, number) => reader(number)));
  ended.abort();
  rmSync(folder, { recursive: true, force: true });
});
