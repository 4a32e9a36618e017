// Room: test/system. A shed of real parts: readers' lines, boards in a process of their own, the controller in another.
// May live here: starting, wiring and watching them. May not: what a test expects.
// Invariant: the controller knows nothing but what comes over its serial lines and from its files.

import { type ChildProcess, fork } from "node:child_process";
import { setMaxListeners } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { getPriority, setPriority, tmpdir } from "node:os";
import { join } from "node:path";
import type { Intent } from "../../src/controller/event.ts";
import type { Note } from "../../src/controller/note.ts";
import type { ControllerState } from "../../src/controller/state.ts";
import type { Eid } from "../../src/domain/ids.ts";
import type { OfficeState } from "../../src/main/office-process.ts";
import { openReplugablePty, type ReplugablePty } from "../../src/sim/pty.ts";
import { asciiTag, wl134Tag } from "../../src/sim/tag-bytes.ts";

/** What one board does at its pins; see boards-process. */
export type Edge = {
  readonly kind: "edge";
  readonly node: string;
  readonly cycle: number;
  /** Milliseconds of the computer's monotonic clock, the same in all processes. */
  readonly wall: number;
  /** How far emulated time was behind the wall then, milliseconds. */
  readonly lag: number;
  /** The last lease frame that the board had taken by then: its last byte's cycle, and when it came out of the line. */
  readonly lastLease: { readonly cycle: number; readonly released: number; readonly heardAt: number } | null;
  readonly coils: number;
  readonly green: number;
  readonly red: number;
  readonly shutOffOpen: boolean;
  readonly vatStopClear: boolean;
};
export type LeaseSeen = {
  readonly kind: "lease";
  readonly node: string;
  readonly cycle: number;
  readonly wall: number;
  readonly released: number;
  readonly lamps: readonly string[];
  readonly openShutOff: boolean;
  readonly clearVatStop: boolean;
  /** Milliseconds; the driver's own frames that release nothing have the shortest there is, 50. */
  readonly ttl: number;
};
export type Done = {
  readonly kind: "done";
  readonly id: number;
  readonly wall: number;
  readonly cycle: number;
  readonly drive: { readonly coils: number; readonly green: number; readonly red: number };
  readonly lagMax: number;
  /** Emulated milliseconds since the last lease was taken; null before the first. */
  readonly leaseAge: number | null;
};
type BoardOrder =
  | { readonly kind: "switch"; readonly pin: number; readonly closed: boolean }
  | { readonly kind: "button"; readonly channel: number; readonly pressed: boolean }
  | { readonly kind: "stick"; readonly channel: number; readonly stuck: boolean }
  | { readonly kind: "reset"; readonly cause: "power-on" | "external" | "brown-out" }
  | { readonly kind: "hang"; readonly interrupts: "on" | "off" }
  | { readonly kind: "unplug" | "replug" | "look" };

export const CYCLES_A_MS = 16_000;

export type NoteSeen = { readonly wall: number; readonly note: Note };

/** Milliseconds of the computer's monotonic clock, the same in all processes. */
export const wallNow = (): number => Number(process.hrtime.bigint()) / 1e6;
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until `found` gives something, looking every 5 ms; the error says what was waited for. */
export async function until<T>(
  what: string,
  found: () => T | undefined | null | false,
  withinMs = 6_000,
): Promise<T> {
  const deadline = wallNow() + withinMs;
  // A test that got no time itself must not say that nothing happened: it looks so often, too.
  for (let looks = 0; ; looks += 1) {
    const it = found();
    if (it !== undefined && it !== null && it !== false) return it;
    if (wallNow() > deadline && looks > withinMs / 20) throw new Error(`waited ${withinMs} ms for: ${what}`);
    await pause(5);
  }
}

export type ShedMakings = {
  /** The YAML, given the folder that the ports are in. */
  readonly config: (ports: string) => string;
  readonly herd: unknown;
  readonly nodes: readonly { readonly node: string; readonly number: number }[];
  readonly readers: readonly { readonly reader: string; readonly format: "wl134" | "ascii" }[];
  readonly travelMs?: number;
  /** Compiled program that the children run; dist/ unless told. */
  readonly dist?: string;
  /** The folder with the .mjs children; this one unless told. */
  readonly children?: string;
};

export type SystemShed = Awaited<ReturnType<typeof createShed>>;

const TERMINAL_SHARE = "/proc/self/autogroup";

/** In a shed the controller has its computer to itself; here other tests would keep it, and its lines, waiting. */
export function haveTheComputer(): void {
  try {
    setPriority(-10);
    // Where the kernel shares time between terminals first, a priority counts only within one of them.
    if (existsSync(TERMINAL_SHARE)) writeFileSync(TERMINAL_SHARE, "-10");
  } catch {
    process.stderr.write(
      "Not allowed to raise the priority: a busy computer may hold up what is timed here.\n",
    );
  }
}

/** What runs in this process afterwards is no shed, and may wait. */
export function giveTheComputerBack(): void {
  if (getPriority() < 0) setPriority(0);
}

/** Plugs everything in but the controller, which `start` starts. */
export async function createShed(makings: ShedMakings) {
  haveTheComputer();
  const folder = mkdtempSync(join(tmpdir(), "vatguard-system-"));
  const ports = join(folder, "ports");
  mkdirSync(ports);
  const configFile = join(folder, "shed.yaml");
  const herdFile = join(folder, "herd.json");
  const dataDir = join(folder, "data");
  const ending = new AbortController();
  // One listener a line.
  setMaxListeners(0, ending.signal);
  const children = makings.children ?? import.meta.dirname;
  const env = { ...process.env, ...(makings.dist === undefined ? {} : { VATGUARD_DIST: makings.dist }) };
  writeFileSync(configFile, makings.config(ports));
  writeFileSync(herdFile, JSON.stringify(makings.herd, null, 1));

  const readers = new Map<string, ReplugablePty>();
  for (const { reader } of makings.readers)
    readers.set(reader, await openReplugablePty(join(ports, reader), ending.signal));
  const lines = new Set(
    makings.readers.flatMap(({ reader, format }) => (format === "ascii" ? [reader] : [])),
  );
  const boards = await createBoards(
    makings.nodes.map(({ node, number }) => ({
      node,
      number,
      link: join(ports, node),
      travelMs: makings.travelMs ?? 200,
    })),
    children,
    env,
  );
  let controller: Controller | null = null;

  const reader = (name: string) => {
    const found = readers.get(name);
    if (found === undefined) throw new Error(`there is no reader ${name}`);
    return found;
  };
  return {
    folder,
    ports,
    configFile,
    dataDir,
    boards,
    reader,
    /** The controller that runs now. */
    get controller(): Controller {
      if (controller === null) throw new Error("no controller has been started");
      return controller;
    },
    async start(): Promise<Controller> {
      controller = await startController(configFile, dataDir, children, env);
      return controller;
    },
    /** Writes the herd file as an editor does: beside it, then renamed over it. Gives the time of the rename. */
    saveHerd(herd: unknown): number {
      writeFileSync(`${herdFile}.new`, JSON.stringify(herd, null, 1));
      renameSync(`${herdFile}.new`, herdFile);
      return wallNow();
    },
    /** One read of a tag. Gives the time just before its bytes were handed to the line. */
    tag(name: string, eid: Eid): number {
      const bytes = lines.has(name) ? asciiTag(eid) : wl134Tag(eid);
      const to = reader(name);
      const at = wallNow();
      to.write(bytes);
      return at;
    },
    async close(): Promise<void> {
      controller?.kill("SIGKILL");
      boards.end();
      ending.abort();
      giveTheComputerBack();
      await pause(20);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type Boards = Awaited<ReturnType<typeof createBoards>>;

async function createBoards(list: readonly object[], children: string, env: NodeJS.ProcessEnv) {
  const child = fork(join(children, "boards-process.mjs"), [JSON.stringify(list)], {
    env,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    execArgv: [],
  });
  const edges: Edge[] = [];
  const leases: LeaseSeen[] = [];
  const latest = new Map<string, Edge>();
  const waiting = new Map<number, (done: Done) => void>();
  let ids = 0;
  let ready = false;
  child.on("message", (message: Edge | LeaseSeen | Done | { readonly kind: "ready" | "reset" }) => {
    switch (message.kind) {
      case "edge":
        edges.push(message);
        latest.set(message.node, message);
        break;
      case "lease":
        leases.push(message);
        break;
      case "done":
        waiting.get(message.id)?.(message);
        waiting.delete(message.id);
        break;
      case "ready":
        ready = true;
        break;
      case "reset":
        break;
    }
  });
  await until("the boards", () => ready, 15_000);
  /** Does something to a board; resolves when it is done there. */
  const order = (node: string, what: BoardOrder): Promise<Done> =>
    new Promise((resolve) => {
      ids += 1;
      waiting.set(ids, resolve);
      child.send({ ...what, node, id: ids });
    });
  return {
    pid: child.pid,
    edges,
    leases,
    order,
    /** Waits until so much time has passed for the board. */
    async pass(node: string, ms: number): Promise<void> {
      const { cycle } = await order(node, { kind: "look" });
      for (let at = cycle; at < cycle + ms * CYCLES_A_MS; ) {
        await pause(Math.max(2, ms - (at - cycle) / CYCLES_A_MS));
        at = (await order(node, { kind: "look" })).cycle;
      }
    },
    /** What the board drives after the last edge heard of. */
    drive(node: string): { readonly coils: number; readonly green: number; readonly red: number } {
      return latest.get(node) ?? { coils: 0, green: 0, red: 0 };
    },
    /** Forgets edges and leases heard so far; what is driven now stays known. */
    forget(): void {
      edges.length = 0;
      leases.length = 0;
    },
    end: () => void child.kill("SIGKILL"),
    /** Milliseconds that the boards could have run and were kept waiting by other programs, since their start. */
    heldUpMs: () => heldUpMs(child.pid),
  };
}

export type Controller = Awaited<ReturnType<typeof startController>>;

type FromController =
  | { readonly kind: "note"; readonly wall: number; readonly note: Note }
  | { readonly kind: "running" | "blocking" | "blocked"; readonly wall: number }
  | {
      readonly kind: "state";
      readonly state: ControllerState;
      readonly rss: number;
      readonly office: OfficeState | null;
    };

async function startController(config: string, dataDir: string, children: string, env: NodeJS.ProcessEnv) {
  const startedAt = wallNow();
  const child: ChildProcess = fork(join(children, "controller-process.mjs"), [config, dataDir], {
    env,
    stdio: ["ignore", "inherit", "pipe", "ipc"],
    execArgv: [],
  });
  const notes: NoteSeen[] = [];
  const heard: FromController[] = [];
  let said = "";
  let ended = false;
  child.stderr?.on("data", (bytes: Buffer) => {
    said += bytes.toString();
  });
  child.on("exit", () => {
    ended = true;
  });
  child.on("message", (message: FromController) => {
    if (message.kind === "note") notes.push({ wall: message.wall, note: message.note });
    else heard.push(message);
  });
  await until(
    "the controller to run",
    () => {
      if (ended) throw new Error(`the controller ended at once: ${said}`);
      return heard.some(({ kind }) => kind === "running");
    },
    15_000,
  );
  const answer = async <Kind extends FromController["kind"]>(kind: Kind, order: object) => {
    const from = heard.length;
    child.send(order);
    return until(`the controller's ${kind}`, () =>
      heard.slice(from).find((one): one is FromController & { kind: Kind } => one.kind === kind),
    );
  };
  return {
    pid: child.pid,
    /** When its process was started. */
    startedAt,
    notes,
    said: () => said,
    /** Notes of one kind so far. */
    noted: <Kind extends Note["kind"]>(kind: Kind) =>
      notes.flatMap(({ wall, note }) =>
        note.kind === kind ? [{ wall, note: note as Note & { kind: Kind } }] : [],
      ),
    kill(signal: NodeJS.Signals): number {
      const at = wallNow();
      child.kill(signal);
      return at;
    },
    /** Holds its event loop up; resolves with the time it began. */
    block: async (ms: number): Promise<number> => (await answer("blocking", { kind: "block", ms })).wall,
    intend: (by: string, intent: Intent) => child.send({ kind: "intend", by, intent }),
    state: async () => answer("state", { kind: "state" }),
    async stop(): Promise<void> {
      child.send({ kind: "stop" });
      await until("the controller to stop", () => ended);
    },
    ended: () => ended,
    /** Milliseconds that it could have run and was kept waiting by other programs, since its start. */
    heldUpMs: () => heldUpMs(child.pid),
  };
}

const heldUpMs = (pid: number | undefined): number =>
  Number(readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ")[1]) / 1e6;
