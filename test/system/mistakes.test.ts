// Room: test/system. Mistakes a new user makes: exit code and words; `check` called, and of each kind one through the real command line.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCheck } from "../../src/main/check.ts";
import { eidOf, herd, inBailYaml } from "./herd.ts";
import { pause, until } from "./rig.ts";
import { inBailShed } from "./sheds.ts";

const DIST = process.env.VATGUARD_DIST ?? join(import.meta.dirname, "../../dist");
const PROGRAM = join(DIST, "main/vatguard.js");
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "vatguard-mistakes-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes both files. Gives the configuration's path. */
function written(yaml: string, herdText: string): string {
  const here = mkdtempSync(join(folder, "shed-"));
  writeFileSync(join(here, "shed.yaml"), yaml);
  writeFileSync(join(here, "herd.json"), herdText);
  return join(here, "shed.yaml");
}

/** The command `check` on both files, without a process of its own: that costs a hundred times as much. */
async function check(yaml: string, herdText: string) {
  const stderr = new PassThrough();
  const code = await runCheck(["--config", written(yaml, herdText)], { stderr });
  return { code, words: String(stderr.read() ?? "") };
}

/** A command as a user starts it. */
async function vatguard(command: "check" | "run", yaml: string, herdText: string) {
  const program = spawn(process.execPath, [PROGRAM, command, "--config", written(yaml, herdText)], {
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 20_000,
  });
  let words = "";
  for (const stream of [program.stdout, program.stderr])
    stream.on("data", (bytes: Buffer) => {
      words += bytes.toString();
    });
  const [code] = await once(program, "close");
  return { code, words };
}

const GOOD = inBailYaml("/dev/serial/by-id", 2, "network");
const HERD = JSON.stringify(herd(), null, 1);

describe("a configuration with mistakes is refused by check and by run, with its line and what to do", () => {
  const cases: readonly [string, string, readonly RegExp[]][] = [
    [
      "a slip of the keyboard in a key",
      GOOD.replace("valves:", "valvs:"),
      [/shed\.yaml:\d+/, /Did you mean .?valves/],
    ],
    [
      "an indentation with a tab",
      GOOD.replace("nodes:\n  board", "nodes:\n\tboard"),
      [/shed\.yaml:\d+/, /tab/i],
    ],
    ["a number without its unit", GOOD.replace("1500 ms", "1500"), [/shed\.yaml:\d+/, /ms/]],
    [
      "a reader on the port of a node",
      GOOD.replace("/dev/serial/by-id/reader-1", "/dev/serial/by-id/board"),
      [/shed\.yaml:\d+/, /node board|board/, /reader-1/],
    ],
    ["a lease longer than the firmware allows", GOOD.replace("lease: 450 ms", "lease: 2 s"), [/480 ms/]],
    ["a file cut short", GOOD.slice(0, GOOD.indexOf("layout:")), [/layout/]],
  ];
  test.each(cases)("%s", async (_, yaml, words) => {
    const said = await check(yaml, HERD);
    expect(said.code, said.words).toBe(2);
    for (const word of words) expect(said.words).toMatch(word);
  });

  test.concurrent.each(["check", "run"] as const)(
    "typed, %s says the same and does not start",
    async (command) => {
      const [, yaml = "", words = []] =
        cases.find(([name]) => name === "a reader on the port of a node") ?? [];
      const said = await vatguard(command, yaml, HERD);
      expect(said.code, said.words).toBe(2);
      for (const word of words) expect(said.words).toMatch(word);
    },
  );

  test.concurrent("the same file without mistakes passes", async () => {
    const said = await vatguard("check", GOOD, HERD);
    expect(said.code, said.words).toBe(0);
  });
});

describe("a herd file with mistakes is refused by check, each with its line", () => {
  const cases: readonly [string, string, readonly RegExp[]][] = [
    ["two cows on one tag", HERD.replace(eidOf("102"), eidOf("101")), [/101/, /102/, /herd\.json:\d+/]],
    [
      "a tag turned into 9.82E+14 by a spreadsheet",
      HERD.replace(`"${eidOf("103")}"`, `"9.82E+14"`),
      [/spreadsheet/i],
    ],
    ["a tag rounded by a spreadsheet", HERD.replace(`"${eidOf("103")}"`, "982000000000103"), [/quote|text/i]],
    ["a tag that lost its last digits", HERD.replace(eidOf("103"), eidOf("103").slice(0, 12)), [/15 digits/]],
    ["a file half written", HERD.slice(0, HERD.length / 2), [/herd\.json:\d+/]],
  ];
  test.each(cases)("%s", async (_, text, words) => {
    const said = await check(GOOD, text);
    expect(said.code, said.words).toBe(2);
    for (const word of words) expect(said.words).toMatch(word);
  });
});

test.concurrent("two cables swapped: the board's port hears a reader, the reader's port a board, and both are named", async () => {
  const shed = await inBailShed(1);
  const swap = join(shed.ports, "aside");
  renameSync(join(shed.ports, "board"), swap);
  renameSync(join(shed.ports, "reader-1"), join(shed.ports, "board"));
  renameSync(swap, join(shed.ports, "reader-1"));
  const args = [PROGRAM, "run", "--config", shed.configFile, "--data", shed.dataDir];
  const program = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  program.stderr.on("data", (bytes: Buffer) => {
    said += bytes.toString();
  });
  try {
    await until(
      "the reader to be called another device",
      () => /reader-away +reader reader-1/.test(said),
      10_000,
    );
    for (let read = 0; read < 5 && !/node-away +node board/.test(said); read += 1) {
      shed.tag("reader-1", eidOf("101"));
      await pause(300);
    }
    await until("the board to be called away", () => /node-away +node board/.test(said));
  } finally {
    program.kill("SIGKILL");
    await shed.close();
  }
});
