// Room: main. The office's process, started by the controller: its channel, its clock, its end.
// May live here: argv, signals, the channel. May not: what the office does (office/office.ts).
// Invariant: it ends with the controller, and never writes but into its own records and to its lines.

import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { ShedConfig } from "../config/shed-config.ts";
import { epochMs } from "../domain/units.ts";
import { createLink, type OfficeLink } from "../office/link.ts";
import { runOffice } from "../office/office.ts";
import type { Clock } from "../ports/clock.ts";
import { officeArguments } from "./office-program.ts";
import { isShedMessage } from "./office-shed.ts";
import { programVersion } from "./program-version.ts";
import { createSay } from "./say.ts";
import { systemClock } from "./system-clock.ts";

const LAST_WORDS_MS = 500;
const say = createSay(1);

/** The controller's wall clock, as its boards tell it: in the demo it can run fast and be put wrong. */
function controllersClock(link: () => OfficeLink): Clock {
  return {
    mono: systemClock.mono,
    wall: () => {
      const shown = link().board();
      return shown === null ? systemClock.wall() : epochMs(Math.round(shown.wall + shown.age));
    },
  };
}

async function main(): Promise<void> {
  const { dataDir, controllersClock: follows } = officeArguments(process.argv.slice(2));
  const ending = new AbortController();
  const end = (): void => ending.abort();
  process.once("disconnect", end);
  // A controller that went away while all of this was still being loaded is told by nothing but this.
  if (!process.connected) return;
  process.once("SIGTERM", end);
  // Ctrl-C reaches the whole group of processes; the controller says farewell when its own record is closed.
  process.on("SIGINT", () => undefined);
  const link = createLink(
    {
      send(message) {
        if (!process.connected || process.send === undefined) return false;
        // A channel that closes just now is no mistake: the end has been told by "disconnect".
        process.send(message, undefined, undefined, () => undefined);
        return true;
      },
    },
    systemClock,
  );
  const shed = await new Promise<ShedConfig | null>((resolve) => {
    ending.signal.addEventListener("abort", () => resolve(null), { once: true });
    process.on("message", (message) => {
      if (isShedMessage(message)) resolve(message.shed);
      else link.heard(message);
    });
  });
  if (shed === null) return;
  await runOffice(
    {
      shed,
      dataDir,
      version: programVersion(),
      clock: follows ? controllersClock(() => link) : systemClock,
      link,
      boot: randomUUID(),
      staticFolder: join(import.meta.dirname, "..", "office", "ui"),
      remark: say,
    },
    ending.signal,
  );
}

await main();
// What was said last goes out first; then nothing may keep the process.
setTimeout(() => process.exit(), LAST_WORDS_MS).unref();
if (process.connected) process.disconnect();
