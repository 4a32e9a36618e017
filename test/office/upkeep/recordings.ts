// Room: test/office/upkeep. Flight recordings as the recorder writes them, line by line.
// May live here: making files. May not: expectations.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { NOTHING_CARRIED } from "../../../src/controller/carried.ts";
import { bailNo, cowId } from "../../../src/domain/ids.ts";
import { type EpochMs, monoMs } from "../../../src/domain/units.ts";
import { CHAIN_START, seal } from "../../../src/recorder/chain.ts";
import { flightName, printEnd, printHeader, printIn, printOut } from "../../../src/recorder/line.ts";

/** Writes one recording in which these cows are identified, one event each. Gives its name and where each line ends. */
export function recordCows(
  dir: string,
  counter: number,
  at: EpochMs,
  cows: readonly string[],
): { readonly name: string; readonly ends: readonly number[] } {
  const name = flightName(at, counter);
  let crc = CHAIN_START;
  let text = "";
  const ends: number[] = [];
  const add = (json: string): void => {
    const sealed = seal(json, crc);
    crc = sealed.crc;
    text += sealed.line;
    ends.push(Buffer.byteLength(text));
  };
  add(printHeader({ version: "0.1.0", started: at, previous: null, carried: NOTHING_CARRIED, state: {} }));
  for (const cow of cows) {
    add(printIn({ mono: monoMs(1_000), wall: at, event: { kind: "ticked" } }));
    const note = { kind: "looked-at", cow: cowId(cow), bail: bailNo(1), at } as const;
    add(printOut(JSON.stringify([{ kind: "noted", note, evidence: false }])));
  }
  add(printEnd("stopped"));
  writeFileSync(join(dir, name), text);
  return { name, ends };
}
