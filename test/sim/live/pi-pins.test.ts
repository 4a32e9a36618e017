// Room: test/sim/live. The simulated computer's pins, as the shipping driver finds them: processes, lines and levels.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { InputLevel } from "../../../src/domain/arrivals/identity.ts";
import { inputId } from "../../../src/domain/ids.ts";
import { createPins } from "../../../src/drivers/pins/driver.ts";
import { openPiPins, PINS_FOUND, toolsOf } from "../../../src/sim/live/pi-pins.ts";

const path = process.env.PATH ?? "";
let folder = "";
let ending = new AbortController();
beforeEach(() => {
  // A quote in the folder's name must not get lost on the way through the scripts.
  folder = mkdtempSync(join(tmpdir(), "vatguard-pins-'-"));
  ending = new AbortController();
  process.env.PATH = `${toolsOf(folder)}${delimiter}${path}`;
});
afterEach(() => {
  ending.abort();
  process.env.PATH = path;
  rmSync(folder, { recursive: true, force: true });
});

it("tells the driver each line's level at its start, and every change after it, in order", async () => {
  const pins = openPiPins(folder, [17, 27], ending.signal);
  pins.set(27, false);
  const told: string[] = [];
  const remarks: string[] = [];
  const heard = new Map<string, (level: InputLevel) => void>();
  const driver = createPins({
    plan: {
      inputs: [
        { input: inputId("first"), line: 17, activeWhen: "closed" },
        { input: inputId("second"), line: 27, activeWhen: "closed" },
      ],
    },
    deliver: (event) => {
      if (event.kind !== "input-changed") return;
      told.push(`${event.input} ${event.level}`);
      heard.get(`${event.input} ${event.level}`)?.(event.level);
    },
    remark: (text) => remarks.push(text),
    lookAround: () => Promise.resolve(PINS_FOUND),
  });
  const until = (words: string): Promise<InputLevel> =>
    new Promise((resolve) => {
      heard.set(words, resolve);
    });
  const ready = until("second active");
  driver.start(ending.signal);
  await ready;
  expect(told).toEqual(["first inactive", "second active"]);
  const last = until("second inactive");
  pins.set(17, false);
  pins.set(17, false);
  pins.set(17, true);
  pins.set(27, true);
  await last;
  expect(told.slice(2)).toEqual(["first active", "first inactive", "second inactive"]);
  expect(remarks).toEqual(["The computer's pins are used through the gpiod tools, version 2, gpiochip0."]);
});
