// Room: test/drivers/pins. The pins driver in a process of its own, to be run where /sys/class/gpio is a tree made for it.
// Prints each event and remark as a JSON line; lines on stdin: "siren 1", "write PATH TEXT", "stop", "exit".

import { writeFileSync, writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { inputId } from "../../../src/domain/ids.ts";
import { type DurationMs, milliseconds } from "../../../src/domain/units.ts";
import { createPins } from "../../../src/drivers/pins/driver.ts";
import { steadyInputs } from "../../../src/drivers/steady-inputs.ts";

const print = (value: unknown): void => void writeSync(1, `${JSON.stringify(value)}\n`);
const steadyFor = new Map([
  [inputId("beam"), milliseconds(20)],
  [inputId("gate"), milliseconds(20)],
]);
const later = (length: DurationMs, act: () => void) => {
  const timer = setTimeout(act, length);
  return () => clearTimeout(timer);
};
const pins = createPins({
  plan: {
    inputs: [
      { input: inputId("beam"), line: 17, activeWhen: "open" },
      { input: inputId("gate"), line: 27, activeWhen: "closed" },
    ],
    siren: 5,
    beacon: 6,
  },
  deliver: steadyInputs(print, steadyFor, later),
  remark: (remark) => print({ remark }),
});
const stopping = new AbortController();
pins.start(stopping.signal);
const commands = createInterface({ input: process.stdin });
commands.on("line", (line) => {
  const [word, first = "", second = ""] = line.split(" ");
  if (word === "siren" || word === "beacon") pins.signal(word, first === "1");
  if (word === "write") writeFileSync(first, second);
  if (word === "stop") {
    stopping.abort();
    print({ stopped: true });
  }
  if (word === "exit") {
    commands.close();
    process.stdin.destroy();
  }
});
