// Room: test/recorder. `vatguard replay`: what a person reads, and the exit codes that scripts rely on.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { carry } from "../../src/controller/carried.ts";
import { replayCommand, runReplay } from "../../src/main/replay.ts";
import { CONTROLLER_MACHINE } from "../../src/recorder/controller-machine.ts";
import type { Machine } from "../../src/recorder/machine.ts";
import { openRecorder } from "../../src/recorder/recorder.ts";
import { herringbonePlan } from "../../src/sim/plans.ts";
import { at, CLOCK, limits, quietly, shelf, TOY, type Toy, tag, tick } from "./toy.ts";

const listen = () => {
  const said = { out: "", err: "" };
  return {
    said,
    io: {
      stdout: { write: (text: string) => (said.out += text) },
      stderr: { write: (text: string) => (said.err += text) },
    },
  };
};

async function recording<State>(
  machine: Machine<State>,
  events: Parameters<typeof TOY.step>[1][],
): Promise<string> {
  const dir = shelf();
  const opened = await openRecorder({
    dir,
    limits: limits(),
    clock: CLOCK,
    deliver: () => undefined,
    version: "0.1.0",
    initial: machine.initial(),
    carry,
    pid: process.pid,
  });
  if (!opened.ok) throw new Error(opened.error.why);
  let state = machine.initial();
  for (const stamped of events) {
    const next = machine.step(state, stamped);
    state = next.state;
    opened.value.recorder.record(stamped, next.effects, state);
  }
  await opened.value.recorder.close();
  return join(dir, readdirSync(dir)[0] ?? "");
}
const toyEvents = () => [at(0, quietly), at(50, tag("1")), at(100, tick), at(200, tick), at(250, tag("2"))];

test("a recording of the real controller comes out again exactly: exit 0", async () => {
  const { io, said } = listen();
  const { NOTHING_CARRIED } = await import("../../src/controller/carried.ts");
  const started = {
    kind: "started",
    version: "0.1.0",
    plan: herringbonePlan(8),
    carried: NOTHING_CARRIED,
  } as const;
  const events = [
    at(0, started),
    at(10, quietly),
    ...Array.from({ length: 700 }, (_, i) => at(100 * i + 100, tick)),
  ];
  const file = await recording(CONTROLLER_MACHINE, events);
  expect(await runReplay([file], io)).toBe(0);
  expect(said.out).toMatch(/702 events.*\nSAME: every output came out again exactly\.\n$/);
  expect(said.err).toBe("");
});

test("a difference: exit 1, the event, the field, and both sides", async () => {
  const file = await recording(TOY, toyEvents());
  const other: Machine<Toy> = {
    ...TOY,
    step: (state, stamped) =>
      stamped.mono === 250 ? TOY.step({ ...state, released: 9 }, stamped) : TOY.step(state, stamped),
  };
  const { io, said } = listen();
  expect(await replayCommand([file], io, other)).toBe(1);
  expect(said.out).toMatch(
    /DIFFERS at line \d+: effects\[0\]\.lease\.released\n {2}recorded: 4\n {2}replayed: 28\n/,
  );
  const json = listen();
  expect(await replayCommand([file, "--json"], json.io, other)).toBe(1);
  expect(JSON.parse(json.said.out)).toMatchObject({
    outcome: "differs",
    first: { path: "effects[0].lease.released" },
  });
});

test("one changed byte: exit 1, with its line and what was expected; a torn end alone: exit 0 and a note", async () => {
  const file = await recording(TOY, toyEvents());
  const whole = readFileSync(file);
  const changed = Buffer.from(whole);
  const place = changed.indexOf('"tag-read"') + 1;
  changed[place] = 0x54;
  writeFileSync(file, changed);
  const { io, said } = listen();
  expect(await replayCommand([file], io, TOY)).toBe(1);
  expect(said.out).toMatch(
    /DAMAGED at line 3, byte \d+: .*\n {2}expected: checksum [0-9a-f]{8}.*\n {2}found: {4}checksum/,
  );
  writeFileSync(file, whole.subarray(0, whole.length - 10));
  const torn = listen();
  expect(await replayCommand([file], torn.io, TOY)).toBe(0);
  expect(torn.said.out).toMatch(/Note: the file ends in a torn line of \d+ bytes.*\nSAME/);
});

test("wrong use: exit 2, every problem listed, and how it is used", async () => {
  for (const [args, says] of [
    [[], /No file was named\.\nUsage/],
    [["a", "b", "--loud"], /There is no option --loud\.\nOne file at a time: b is one too many\.\nUsage/],
    [["/no/such/file.log"], /There is no file \/no\/such\/file\.log/],
    [["/tmp"], /not a file/],
  ] as const) {
    const { io, said } = listen();
    expect(await runReplay(args, io)).toBe(2);
    expect(said.err).toMatch(says);
    expect(said.out).toBe("");
  }
});

test("a file that is no recording is said to be none", async () => {
  const path = join(shelf(), "notes.txt");
  writeFileSync(path, "milk\nbread\n");
  const { io, said } = listen();
  expect(await runReplay([path], io)).toBe(1);
  expect(said.out).toMatch(/DAMAGED at line 1/);
});
