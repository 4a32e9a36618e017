// Room: main. `check --hardware`: each temperature probe read once, with its value or its trouble in words.
// May live here: the order of lines, and what is on the wires beside the probes asked for. May not: how a probe is read
// (drivers/thermometer), the words of a trouble (domain/vat).
// Invariant: ends by itself, whatever the probes do; nothing it started is left behind.

import { readdir } from "node:fs/promises";
import type { ProbeDevice } from "../config/vat-config.ts";
import type { ProbeId } from "../domain/ids.ts";
import { seconds } from "../domain/units.ts";
import type { VatPlan } from "../domain/vat/plan.ts";
import { TROUBLES } from "../domain/vat/probe-words.ts";
import type { RawReading } from "../domain/vat/reading.ts";
import { createThermometers } from "../drivers/thermometer/driver.ts";
import { PROBE_TIMES } from "../drivers/thermometer/session.ts";
import { systemClock } from "./system-clock.ts";

/** All of them are begun within this time, and a read that hangs is given up after some more. */
const BEGUN_WITHIN = seconds(2);
const ALL_WITHIN_MS = BEGUN_WITHIN + PROBE_TIMES.roundWithin + 2_000;
/** More chips than one wire carries. */
const CHIPS_LISTED_MAX = 32;

/** Tells of every probe on its own line. True when each gave a value. */
export async function checkProbes(
  probes: readonly ProbeDevice[],
  plan: VatPlan,
  say: (text: string) => void,
): Promise<boolean> {
  say("\nProbes, each read once:");
  const { readings, remarks } = await readEachOnce(probes);
  let fine = true;
  for (const { probe, on } of probes) {
    const role = plan.probes.find((one) => one.probe === probe)?.role ?? "";
    const reading = readings.get(probe) ?? { kind: "none", why: "hung" };
    say(`  ${probe} (${role}, ${on.kind === "ds18b20" ? on.romId : on.chipSelect}): ${inWords(reading)}`);
    if (reading.kind === "none") fine = false;
  }
  for (const remark of remarks) say(`  ${remark}`);
  for (const line of await othersThere(probes)) say(`  ${line}`);
  return fine;
}

function inWords(reading: RawReading): string {
  // Before any offset of a thermometer check: those are of the running shed.
  if (reading.kind === "celsius") return `${reading.celsius.toFixed(2)} °C`;
  const { says, usualCause, whatToDo } = TROUBLES[reading.why];
  return `${says}. ${usualCause} ${whatToDo}`;
}

type ReadOnce = {
  readonly readings: ReadonlyMap<ProbeId, RawReading>;
  readonly remarks: readonly string[];
};

/** The first reading of each probe; a probe of which nothing was heard in time is not there. */
async function readEachOnce(probes: readonly ProbeDevice[]): Promise<ReadOnce> {
  const readings = new Map<ProbeId, RawReading>();
  const remarks: string[] = [];
  const ending = new AbortController();
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ALL_WITHIN_MS);
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    createThermometers(
      probes.map((probe) => ({ ...probe, every: BEGUN_WITHIN })),
      {
        clock: systemClock,
        deliver: (event) => {
          if (event.kind !== "temperature-read" || readings.has(event.probe)) return;
          readings.set(event.probe, event.reading);
          if (readings.size === probes.length) done();
        },
        remark: (says) => remarks.push(says),
      },
    ).start(ending.signal);
  });
  ending.abort();
  return { readings, remarks };
}

const NO_CHIP =
  "Usually the data wire is at another pin, or its 4.7 kΩ resistor to 3.3 V is missing: see Probes in hardware/README.md.";

/** Chips on the wires that no probe of the shed is: most often the one that was meant. */
async function othersThere(probes: readonly ProbeDevice[]): Promise<readonly string[]> {
  const chips = probes.flatMap(({ on }) => (on.kind === "ds18b20" ? [on] : []));
  const out: string[] = [];
  for (const folder of new Set(chips.map((chip) => chip.folder))) {
    const names = await namesIn(folder);
    if (names === null) {
      out.push(
        `${folder} is not there, so the kernel knows of no wire. Usually w1-gpio is not switched on: see Probes in hardware/README.md.`,
      );
      continue;
    }
    const there = names.filter((name) => name.startsWith("28-"));
    const others = there.filter((name) => chips.every((chip) => chip.romId !== name));
    if (there.length === 0) out.push(`${folder} shows no chip at all. ${NO_CHIP}`);
    if (names.some((name) => name.startsWith("00-")))
      out.push(`${folder} shows names that begin with 00-. ${NO_CHIP}`);
    if (others.length > 0) {
      out.push(
        `On the wire besides: ${others.slice(0, CHIPS_LISTED_MAX).join(", ")}. Use one of these where a number was mistyped.`,
      );
    }
  }
  return out;
}

async function namesIn(folder: string): Promise<readonly string[] | null> {
  try {
    return await readdir(folder);
  } catch (thrown) {
    if (thrown instanceof Error && "code" in thrown) return null;
    throw thrown;
  }
}
