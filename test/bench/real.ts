// Room: test/bench. The real way from tag byte to lease frame: reader's line, controller process, board's line. The figure
// includes the test's own two lines (`script` relays each byte); `floorMs` is what those take with nothing between them.

import { fork, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Herd } from "../../src/sim/herd/generate.ts";
import { herdFileText } from "../../src/sim/herd/herd-file.ts";
import { openPty, openReplugablePty, type Pty, type ReplugablePty } from "../../src/sim/pty.ts";
import { wl134Tag } from "../../src/sim/tag-bytes.ts";
import { pause, until, wallNow } from "../system/rig.ts";
import type { FromBoards, ToBoards } from "./boards.ts";

const SWITCH_PINS = [2, 3, 4, 5, 6, 7, 8, 9];
const BAILS_A_BOARD = 8;
export type RealFigures = {
  readonly latencies: Float64Array;
  /** From the start of the process to its first decision at a board, milliseconds. */
  readonly decidingMs: number;
  /** Resident memory, and the part of it that is not shared with a file (the rest is Node's own program text). */
  readonly memory: { readonly residentMb: number; readonly ownMb: number };
  readonly bytesRecorded: number;
  readonly visits: number;
};
type Where = { readonly dist: string; readonly children: string };

export function yaml(ports: string, bails: number): string {
  const boards = Math.ceil(bails / BAILS_A_BOARD);
  const all = Array.from({ length: bails }, (_, index) => index + 1);
  const board = (bail: number) => Math.floor((bail - 1) / BAILS_A_BOARD) + 1;
  const nodes = Array.from({ length: boards }, (_, index) => {
    const first = index * BAILS_A_BOARD + 1;
    const last = Math.min(bails, first + BAILS_A_BOARD - 1);
    const which = first === last ? `${first} on channel 0` : `${first}-${last} on channels 0-${last - first}`;
    return `  board-${index + 1}: { port: ${ports}/board-${index + 1}, number: ${index + 1}, bails: ${which} }`;
  });
  const lines = (print: (bail: number) => string) => all.map(print).join("\n");
  return `shed: Bench
time-zone: Australia/Melbourne
herd-file: herd.json
office: off
clock: { source: none }
nodes:
${nodes.join("\n")}
readers:
${lines((bail) => `  reader-${bail}: { port: ${ports}/reader-${bail}, format: wl134 }`)}
inputs:
${lines((bail) => `  cow-${bail}: { wired-to: board-${board(bail)} pin ${SWITCH_PINS[(bail - 1) % BAILS_A_BOARD]}, active-when: closed }`)}
valves: { travel: 1500 ms, lease: 450 ms }
layout:
  kind: in-bail
  places:
${lines((bail) => `    - { bail: ${bail}, reader: reader-${bail}, cow-switch: cow-${bail} }`)}
`;
}

/** Milks `visits` cows in a real controller process with `bails` bails. */
export async function milkForReal(
  bails: number,
  visits: number,
  herd: Herd,
  where: Where,
): Promise<RealFigures> {
  const folder = mkdtempSync(join(tmpdir(), "vatguard-bench-"));
  const ports = join(folder, "ports");
  mkdirSync(ports);
  const dataDir = join(folder, "data");
  const config = join(folder, "shed.yaml");
  writeFileSync(config, yaml(ports, bails));
  writeFileSync(join(folder, "herd.json"), herdFileText({ ...herd, note: "bench" }));
  const ending = new AbortController();
  const count = Math.ceil(bails / BAILS_A_BOARD);
  const boards = fork(
    join(import.meta.dirname, "boards.js"),
    [
      JSON.stringify(
        Array.from({ length: count }, (_, i) => ({
          link: join(ports, `board-${i + 1}`),
          number: i + 1,
          closed: [],
        })),
      ),
    ],
    { execArgv: [] },
  );
  const lamps = new Map<number, readonly string[]>();
  let changed: ((message: FromBoards & { kind: "lamps" }) => void) | null = null;
  let isReady = false;
  boards.on("message", (message: FromBoards) => {
    if (message.kind === "ready") isReady = true;
    else {
      lamps.set(message.board, message.lamps);
      changed?.(message);
    }
  });
  await until("the boards", () => isReady, 20_000);
  const readers: ReplugablePty[] = [];
  for (let bail = 1; bail <= bails; bail += 1)
    readers.push(await openReplugablePty(join(ports, `reader-${bail}`)));

  const startedAt = wallNow();
  let decidedAt = 0;
  changed = ({ wall }) => {
    if (decidedAt === 0) decidedAt = wall;
  };
  const env = { ...process.env, VATGUARD_DIST: where.dist };
  const controller = fork(join(where.children, "controller-process.mjs"), [config, dataDir], {
    env,
    execArgv: [],
  });
  let herdThere = false;
  controller.on("message", (message: { kind: string; note?: { kind: string } }) => {
    if (message.note?.kind === "table-in-force") herdThere = true;
  });
  await until("all boards", () => lamps.size === count, 20_000);
  await until("the herd", () => herdThere, 30_000);
  await pause(500);
  const recordedBefore = bytesIn(dataDir);
  const cows = herd.cows.filter(({ eids, status }) => eids.length > 0 && status === "in-milk");
  const latencies = new Float64Array(visits);
  for (let visit = 0; visit < visits; visit += 1) {
    const bail = (visit % bails) + 1;
    const board = Math.floor((bail - 1) / BAILS_A_BOARD);
    const channel = (bail - 1) % BAILS_A_BOARD;
    const eid = cows[(visit * 7) % cows.length]?.eids[0];
    const reader = readers[bail - 1];
    if (eid === undefined || reader === undefined) continue;
    const move = (closed: boolean) =>
      boards.send({ board, pin: SWITCH_PINS[channel] ?? 0, closed } satisfies ToBoards);
    const lampIs = (fits: (lamp: string) => boolean) =>
      until(`bail ${bail}'s lamp`, () => fits(lamps.get(board)?.[channel] ?? ""), 5_000);
    if ((lamps.get(board)?.[channel] ?? "off") !== "off") {
      move(false);
      await lampIs((lamp) => lamp === "off");
    }
    move(true);
    await lampIs((lamp) => lamp === "red-slow");
    await pause(Math.random() * 20);
    const at = wallNow();
    const told = new Promise<number>((resolve) => {
      changed = (message) => {
        if (message.board === board && message.lamps[channel] !== "red-slow") resolve(message.wall);
      };
      // A cow in CHECK keeps the lamp she had as a cow unread.
      setTimeout(() => resolve(Number.NaN), 300);
    });
    reader.write(wl134Tag(eid));
    latencies[visit] = (await told) - at;
    changed = null;
  }
  await pause(1_500);
  const bytesRecorded = bytesIn(dataDir) - recordedBefore;
  const memory = memoryOf(controller.pid);
  controller.kill("SIGKILL");
  boards.kill("SIGKILL");
  for (const reader of readers) reader.unplug();
  ending.abort();
  await pause(100);
  rmSync(folder, { recursive: true, force: true });
  return {
    latencies: latencies.filter((one) => !Number.isNaN(one)),
    decidingMs: decidedAt - startedAt,
    memory,
    bytesRecorded,
    visits,
  };
}

function memoryOf(pid: number | undefined): RealFigures["memory"] {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const mb = (name: string): number =>
    Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1_000;
  return { residentMb: mb("VmRSS"), ownMb: mb("RssAnon") };
}

const bytesIn = (dir: string): number =>
  readdirSync(dir)
    .filter((name) => name.startsWith("flight-"))
    .reduce((sum, name) => sum + statSync(join(dir, name)).size, 0);

/** What the test's own two lines take, with `cat` in the place of the controller. */
export async function floorMs(times: number): Promise<Float64Array> {
  const from: Pty = await openPty();
  const to: Pty = await openPty();
  const cat = spawn("sh", ["-c", `exec cat < ${from.path} > ${to.path}`]);
  await pause(200);
  const took = new Float64Array(times);
  for (let i = 0; i < times; i += 1) {
    const heard = new Promise<number>((resolve) => to.onData(() => resolve(wallNow())));
    const at = wallNow();
    from.write(Uint8Array.of(0x41));
    took[i] = (await heard) - at;
    await pause(Math.random() * 5);
  }
  cat.kill("SIGKILL");
  from.unplug();
  to.unplug();
  return took;
}
