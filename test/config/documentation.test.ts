// The pages that explain the files are held against the schemas, both ways.

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { shedKeys } from "../../src/config/json-schema.ts";
import { loadShed } from "../../src/config/shed-config.ts";
import { ORDINARY_PINS } from "../../src/config/shed-schema.ts";
import { PROFILES } from "./profiles.ts";

/** A page with its tables' padding taken out. */
const pageOf = (file: string): string => readFileSync(file, "utf8").replaceAll(/ {2,}/g, " ");

/** First cells of the table under a heading. */
function keysUnder(file: string, heading: string): readonly string[] {
  const section = pageOf(file).split(`${heading}\n`)[1]?.split("\n#")[0] ?? "";
  return [...section.matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1] ?? "").sort();
}

test("config/README.md explains every key of a shed's file, and no other", () => {
  expect(keysUnder("config/README.md", "### Every key")).toEqual(shedKeys());
});

test("the defaults that config/README.md names are the program's", () => {
  const page = pageOf("config/README.md");
  const rows = [...page.matchAll(/^\| `([^`]+)` \|.*\| ([^|]+) \|$/gm)];
  const defaults = new Map(rows.map((row) => [row[1], row[2]]));
  const bare = readFileSync("config/herringbone-2x10.yaml", "utf8")
    .replace(/^ {2}lease: .*\n/m, "")
    .replace(/^button:\n.*\n/m, "")
    .replace(/^pairing:\n(?: .*\n)*/m, "")
    .replaceAll(/^ {4}speed: .*\n/gm, "");
  const loaded = loadShed(bare, "bare.yaml", PROFILES);
  if (!loaded.ok) throw new Error("the bare shed should load");
  const { plan, devices, clock, recorder } = loaded.value.config;
  const pairing = plan.layout.kind === "herringbone" ? plan.layout.pairing : null;
  expect({
    "valves.lease": `${plan.valve.leaseTtl} ms`,
    "button.divert-hold": `${plan.button.divertHold / 1_000} s`,
    "pairing.read-to-count": `${(pairing?.readToCountMax ?? 0) / 1_000} s`,
    "pairing.closest-cows": `${pairing?.closestCows} ms`,
    "pairing.linger": `${(pairing?.lingerMax ?? 0) / 1_000} s`,
    "readers.<name>.speed": `${devices.readers[0]?.baud} baud`,
    "inputs.<name>.steady": `${devices.inputs[0]?.steady} ms`,
    "vat.read-every": `${(devices.probes[0]?.every ?? 0) / 1_000} s`,
    "clock.source": clock.source,
    "recorder.folder": recorder.folder,
    "recorder.file-size": `${recorder.fileBytesMax / 1e6} MB`,
    "recorder.keep": `${recorder.keepBytesMax / 1e9} GB`,
  }).toEqual(
    Object.fromEntries(
      [
        "valves.lease",
        "button.divert-hold",
        "pairing.read-to-count",
        "pairing.closest-cows",
        "pairing.linger",
        "readers.<name>.speed",
        "inputs.<name>.steady",
        "vat.read-every",
        "clock.source",
        "recorder.folder",
        "recorder.file-size",
        "recorder.keep",
      ].map((key) => [key, defaults.get(key)]),
    ),
  );
});

test("the ordinary pins that config/README.md names are the program's", () => {
  expect(ORDINARY_PINS).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 14, 15, 16, 17, 18, 19, 20, 21, 38, 39]);
  expect(readFileSync("config/README.md", "utf8")).toContain("2-9, 14-21 and 38-39");
});
