// Room: test/system. The cows of the system tests and the sheds they walk into, as the files a farmer would write.
// May live here: YAML and herd JSON. May not: processes.

import type { Eid } from "../../src/domain/ids.ts";
import { assert } from "../../src/domain/result.ts";
import { parseEid } from "../../src/domain/tag/parse-eid.ts";

/** The tag of cow `number`. */
export function eidOf(number: string): Eid {
  const parsed = parseEid(`982000000000${number.padStart(3, "0")}`);
  assert(parsed.ok, "a made-up tag is a tag");
  return parsed.value;
}

/** A tag that no cow of the herd wears. */
export const UNKNOWN_TAG = eidOf("999");

const HOUR_MS = 3_600_000;
const ago = (hours: number): string => new Date(Date.now() - hours * HOUR_MS).toISOString();

export type CowEntry = {
  readonly cow: string;
  readonly eids: readonly string[];
  readonly status: string;
  readonly facts?: readonly object[];
};
export type HerdFile = { readonly cows: readonly CowEntry[] } & Readonly<Record<string, unknown>>;

const cow = (number: string, facts: readonly object[] = [], status = "in-milk"): CowEntry => ({
  cow: number,
  eids: [eidOf(number)],
  status,
  facts,
});

/** A treatment with its last dose so many hours ago. */
export const treatment = (number: string, label: string, hours: number) => ({
  fact: `t-${number}`,
  kind: "treatment",
  label,
  version: 1,
  "first-dose": ago(hours),
  "last-dose": ago(hours),
  by: "sam",
  "recorded-at": ago(hours),
});

const label = (name: string, milk: object) => ({
  label: name,
  version: 1,
  product: `Made-up ${name}`,
  milk,
  "entered-by": "r.walsh",
  "entered-at": ago(2_000),
});

/** 101 to 116 are clear; 201 to 203 treated; 301 to 303 at their first milking after a hold; 401 dry. */
export function herd(): HerdFile {
  const clear = Array.from({ length: 16 }, (_, index) => cow(String(101 + index)));
  const held = (number: string) =>
    cow(number, [
      {
        fact: `m-${number}`,
        kind: "manual-hold",
        from: ago(48),
        reason: "clots in the filter",
        by: "sam",
        "recorded-at": ago(48),
      },
      {
        fact: `x-${number}`,
        kind: "clearance",
        of: `m-${number}`,
        at: ago(20),
        reason: "antibiotic test negative",
        by: "r.walsh",
        "recorded-at": ago(20),
      },
    ]);
  return {
    format: "vatguard-herd-1",
    policy: { "milkings-apart": "4 h", "milking-length": "30 s" },
    labels: [
      label("both", { hours: 72, milkings: 6, combine: "both" }),
      label("milkings", { milkings: 6 }),
      label("hours", { hours: 36 }),
    ],
    cows: [
      ...clear,
      cow("201", [treatment("201", "both", 24)]),
      cow("202", [treatment("202", "milkings", 200)]),
      cow("203", [treatment("203", "hours", 30)]),
      held("301"),
      held("302"),
      held("303"),
      cow("401", [], "dry"),
    ],
  };
}

/** The herd with one more fact about one cow, as after an entry in the treatment book. */
export const withFact = (file: HerdFile, number: string, fact: object): HerdFile => ({
  ...file,
  cows: file.cows.map((one) => (one.cow === number ? { ...one, facts: [...(one.facts ?? []), fact] } : one)),
});

export const SWITCH_PINS = [2, 3, 4, 5, 6, 7, 8, 9];
const GATE_PINS = [14, 15, 16, 17, 18, 19, 20, 21];
export const gatePin = (bail: number): number => GATE_PINS[bail - 1] ?? 0;
export const switchPin = (bail: number): number => SWITCH_PINS[bail - 1] ?? 0;

/** A reader, a place switch and a gate in each of so many bails on one board called "board". */
export const inBailYaml = (ports: string, bails: number, clock = "none"): string => {
  const all = Array.from({ length: bails }, (_, index) => index + 1);
  const lines = (print: (bail: number) => string) => all.map(print).join("\n");
  return `shed: System test
time-zone: Australia/Melbourne
herd-file: herd.json
office: off
clock: { source: ${clock} }
nodes:
  board: { port: ${ports}/board, number: 7, bails: 1-${bails} on channels 0-${bails - 1} }
readers:
${lines((bail) => `  reader-${bail}: { port: ${ports}/reader-${bail}, format: wl134 }`)}
inputs:
${lines(
  (bail) =>
    `  cow-${bail}: { wired-to: board pin ${switchPin(bail)}, active-when: closed }\n` +
    `  gate-${bail}: { wired-to: board pin ${gatePin(bail)}, active-when: open }`,
)}
valves: { travel: 1500 ms, lease: 450 ms }
shut-off-on: board
vat-stop-on: board
layout:
  kind: in-bail
  places:
${lines((bail) => `    - { bail: ${bail}, reader: reader-${bail}, cow-switch: cow-${bail}, exit-gate: gate-${bail} }`)}
`;
};

export const ROW = { beam: 2, entry: 3, exit: 4 } as const;

/** One row of eight on one board called "board", with a race reader that prints lines. */
export const herringboneYaml = (ports: string): string => `shed: System test row
time-zone: Australia/Melbourne
herd-file: herd.json
office: off
clock: { source: none }
nodes:
  board: { port: ${ports}/board, number: 7, bails: 1-8 on channels 0-7 }
readers:
  race: { port: ${ports}/race, format: ascii, equal-reads: 2 }
inputs:
  beam: { wired-to: board pin ${ROW.beam}, active-when: open }
  entry: { wired-to: board pin ${ROW.entry}, active-when: open }
  exit: { wired-to: board pin ${ROW.exit}, active-when: open }
valves: { travel: 1500 ms, lease: 450 ms }
pairing: { read-to-count: 2 s, closest-cows: 200 ms, linger: 500 ms }
shut-off-on: board
vat-stop-on: board
layout:
  kind: herringbone
  rows:
    left: { bails: 1-8, reader: race, beam: beam, entry-gate: entry, exit-gate: exit }
`;
