// Room: drivers/pins. Looks what ways to the pins this computer has.
// May live here: reading /sys and asking the tools for their version. May not: choosing (see backend).
// Invariant: what cannot be found out counts as not there.

import { constants } from "node:fs";
import { access, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Found, SysfsChip } from "./backend.ts";
import { parseDetect, parseVersion } from "./gpio-tools.ts";
import { output } from "./tools-way.ts";

const SYSFS = "/sys/class/gpio";

/** Never rejects. */
export async function lookAround(): Promise<Found> {
  const version = parseVersion((await attempt(output("gpiodetect", ["--version"]))) ?? "");
  const detected = version === null ? "" : ((await attempt(output("gpiodetect", []))) ?? "");
  const sysfs = await sysfsAccess();
  return {
    sysfs,
    sysfsChips: sysfs === "absent" ? [] : await sysfsChips(),
    onoff: sysfs !== "absent" && (await attempt(import("onoff"))) !== null,
    tools: version,
    toolsChips: parseDetect(detected),
  };
}

async function sysfsAccess(): Promise<Found["sysfs"]> {
  const there = await attempt(access(join(SYSFS, "export"), constants.F_OK).then(() => true));
  if (there === null) return "absent";
  const writable = await attempt(access(join(SYSFS, "export"), constants.W_OK).then(() => true));
  return writable === null ? "not-permitted" : "writable";
}

async function sysfsChips(): Promise<readonly SysfsChip[]> {
  const chips: SysfsChip[] = [];
  for (const name of (await attempt(readdir(SYSFS))) ?? []) {
    if (!name.startsWith("gpiochip")) continue;
    const read = async (file: string): Promise<string | null> =>
      (await attempt(readFile(join(SYSFS, name, file), "utf8")))?.trim() ?? null;
    const label = await read("label");
    const base = await read("base");
    const lines = await read("ngpio");
    if (label === null || !/^\d+$/.test(base ?? "") || !/^\d+$/.test(lines ?? "")) continue;
    chips.push({ label, base: Number(base), lines: Number(lines) });
  }
  return chips;
}

/** Null where the system says no: that is the answer here, not a fault. */
const attempt = <T>(work: Promise<T>): Promise<T | null> => work.catch(() => null);
