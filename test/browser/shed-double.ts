// Room: test/browser. A shed without wires for the pages: the controller's own step with boards on a bench, and the shipped office as a process.
// May live here: this device and what cows do in it. May not: expectations.
// Invariant: it speaks only the two lists of ports/office-link.ts; every process and folder it made is gone when it stops.

import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { loadHerd } from "../../src/config/herd-file.ts";
import { readShed } from "../../src/config/read-shed.ts";
import { boardOf } from "../../src/controller/board.ts";
import { devicesOf } from "../../src/controller/devices.ts";
import type { Effect } from "../../src/controller/effect.ts";
import { epochMs } from "../../src/domain/units.ts";
import { shedMessage } from "../../src/main/office-shed.ts";
import { herdInForcePath } from "../../src/office/herd/publisher.ts";
import type { ToController, ToOffice } from "../../src/ports/office-link.ts";
import { type Bench, createBench } from "../controller/bench.ts";

const DIST = process.env.VATGUARD_DIST ?? join(import.meta.dirname, "../../dist");
const ZONE = "Australia/Sydney";
const TURN_MS = 100;
const WITHIN_MS = 20_000;
export const BAILS = [1, 2, 3, 4, 5, 6] as const;

/** Cows 11 to 16 of this herd wear the bench's tags. */
export const HERD = JSON.stringify({
  format: "vatguard-herd-1",
  policy: { check: "button" },
  labels: [
    {
      label: "example-lc",
      version: 1,
      product: "Example LC tube",
      milk: { hours: 72, milkings: 6 },
      meat: { days: 10 },
      "entered-by": "anna",
      "entered-at": "2025-02-11T10:00+11:00",
    },
  ],
  cows: [11, 12, 13, 14, 15, 16].map((n) => ({
    cow: String(n),
    eids: [`982${String(n).padStart(12, "0")}`],
    status: "in-milk",
    ...(n === 13
      ? {
          facts: [
            {
              fact: "own-13",
              kind: "manual-hold",
              from: "2026-01-05T06:00+11:00",
              reason: "flakes in her milk",
              by: "anna",
              "recorded-at": "2026-01-05T06:05+11:00",
            },
          ],
        }
      : {}),
  })),
});

export type ShedDouble = {
  readonly url: string;
  readonly bench: Bench;
  /** The code of the first start, as the console shows it. */
  readonly setupCode: () => Promise<string>;
  /** What the office has said on its console. */
  readonly said: () => string;
  /** The office stands still, or goes on. */
  readonly freeze: () => void;
  readonly thaw: () => void;
  readonly stop: () => Promise<void>;
};

export async function startShed(): Promise<ShedDouble> {
  const dir = mkdtempSync(join(tmpdir(), "vatguard-pages-"));
  const port = await freePort();
  const config = join(dir, "shed.yaml");
  writeFileSync(config, shedFile(port));
  const shed = await readShed(config);
  if (!shed.ok) throw new Error(JSON.stringify(shed.error));
  const bench = createBench({ plan: shed.value.config.plan, startsAt: epochMs(Date.now()) });
  bench.send({ kind: "table-lost", why: "the office has not vouched for a table yet" });
  let said = "";
  const office = fork(join(DIST, "main/office.js"), ["--config", config, "--data", dir], {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  for (const stream of [office.stdout, office.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  }
  office.send(shedMessage(shed.value.config));
  const controller = runController({ bench, office, dir });
  await until(
    () => said.includes("The pages are at"),
    () => `the office did not start: ${said}`,
  );
  return {
    url: `http://127.0.0.1:${port}`,
    bench,
    said: () => said,
    setupCode: async () => {
      const code = /type the code (\S+)/;
      await until(
        () => code.test(said),
        () => `no code was shown: ${said}`,
      );
      return code.exec(said)?.[1] ?? "";
    },
    freeze: () => office.kill("SIGSTOP"),
    thaw: () => office.kill("SIGCONT"),
    stop: async () => {
      controller.stop();
      office.kill("SIGCONT");
      const gone = new Promise((resolve) => office.once("exit", resolve));
      office.kill("SIGTERM");
      await Promise.race([gone, sleep(3_000).then(() => office.kill("SIGKILL"))]);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

type Controller = { readonly bench: Bench; readonly office: ChildProcess; readonly dir: string };
/** Turns the bench by the real clock and answers the office. */
function runController({ bench, office, dir }: Controller): { readonly stop: () => void } {
  let credit = true;
  const send = (message: ToOffice): void => {
    if (office.connected) office.send(message);
  };
  const turns = setInterval(() => {
    bench.run(TURN_MS);
    if (!credit) return;
    const board = boardOf(bench.state());
    const devices = devicesOf(bench.state());
    if (board === null || devices === null) return;
    credit = false;
    send({ kind: "board", board, devices, wall: bench.shed().now.wall });
  }, TURN_MS);
  const take = (fingerprint: string): void => {
    const text = readFileSync(herdInForcePath(dir), "utf8");
    const loaded = loadHerd(text, { timeZone: ZONE, now: bench.shed().now.wall });
    if (!loaded.ok || loaded.value.fingerprint !== fingerprint) {
      send({ kind: "not-taken", fingerprint, why: "it does not load, or is another one" });
      return;
    }
    bench.send({ kind: "table-loaded", table: loaded.value });
    send({ kind: "in-force", fingerprint, why: "" });
  };
  const hear = (message: ToController): void => {
    switch (message.kind) {
      case "board-taken":
        credit = true;
        return;
      case "table-published":
        take(message.fingerprint);
        return;
      case "no-table":
        bench.send({ kind: "table-lost", why: message.why });
        send({ kind: "in-force", fingerprint: null, why: message.why });
        return;
      case "intend": {
        const why = refusalIn(bench.send({ kind: "intended", by: message.by, intent: message.intent }));
        send({ kind: "answer", id: message.id, accepted: why === null, why: why ?? "", recorded: true });
        return;
      }
    }
  };
  office.on("message", hear);
  send({ kind: "in-force", fingerprint: null, why: "the office has not vouched for a table yet" });
  return { stop: () => clearInterval(turns) };
}

function refusalIn(effects: readonly Effect[]): string | null {
  for (const effect of effects) {
    if (effect.kind === "noted" && effect.note.kind === "refused") return effect.note.why;
  }
  return null;
}

/** Six bails on one board, each with a reader and a switch of its own: named as the bench names them. */
function shedFile(port: number): string {
  const lines = (line: (bail: number) => string) => BAILS.map(line).join("\n");
  return `shed: Lower creek
time-zone: ${ZONE}
office:
  port: ${port}
clock:
  source: network
nodes:
  board:
    port: /dev/serial/by-id/none
    number: 1
    bails: 1-6 on channels 0-5
readers:
${lines((n) => `  r${n}: { port: /dev/serial/by-id/none-${n}, format: wl134 }`)}
inputs:
${lines((n) => `  place-${n}: { wired-to: board pin ${n + 1}, active-when: closed }`)}
${lines((n) => `  gate-${n}: { wired-to: board pin ${n + 13}, active-when: open }`)}
valves:
  travel: 1500 ms
shut-off-on: board
vat-stop-on: board
siren: pi line 5
layout:
  kind: in-bail
  places:
${lines((n) => `    - { bail: ${n}, reader: r${n}, cow-switch: place-${n}, exit-gate: gate-${n} }`)}
`;
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address !== null
          ? resolve(address.port)
          : reject(new Error("no port")),
      );
    });
  });

/** Waits until it is so. */
export async function until(isSo: () => boolean, orElse: () => string): Promise<void> {
  const end = Date.now() + WITHIN_MS;
  while (!isSo()) {
    if (Date.now() > end) throw new Error(orElse());
    await sleep(50);
  }
}
