// Room: drivers/pins. The way through the libgpiod tools: gpioget once, gpiomon for edges, gpioset for each output.
// May live here: child processes. May not: choosing it, bounce, arguments (see gpio-tools).
// Invariant: every process started here is ended here, and one that ends by itself is started again or ends the way.

import { type ChildProcess, execFile, spawn } from "node:child_process";
import type { PinsPlan, ToolsVersion } from "./backend.ts";
import { getArgs, type Level, monitorArgs, parseEdge, parseLevels, setArgs } from "./gpio-tools.ts";
import type { Way, WayEvents } from "./way.ts";

const GET_WITHIN_MS = 2_000;
/** A line of gpiomon is a few bytes; anything longer is not gpiomon. */
const LINE_BYTES_MAX = 256;
const STDERR_BYTES_MAX = 1_000;

export type ToolsOptions = {
  readonly version: ToolsVersion;
  readonly chip: string;
  readonly plan: PinsPlan;
  readonly events: WayEvents;
};

/** Rejects when the inputs cannot be read at all; the words are the tool's. */
export async function openToolsWay({ version, chip, plan, events }: ToolsOptions): Promise<Way> {
  const lines = plan.inputs.map(({ line }) => line);
  const children = new Set<ChildProcess>();
  const holders = new Map<number, Holder>();
  let closed = false;

  const letGo = (): void => {
    closed = true;
    for (const child of children) child.kill("SIGTERM");
  };
  const lose = (why: string): void => {
    if (closed) return;
    letGo();
    events.lost(why);
  };
  /** Starts a tool that is meant to run on. `ended` gets what it said on stderr. */
  const run = (tool: string, args: readonly string[], ended: (why: string) => void): ChildProcess => {
    const child = spawn(tool, args, { stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    let over = false;
    const end = (why: string): void => {
      if (over) return;
      over = true;
      children.delete(child);
      ended(why);
    };
    children.add(child);
    child.stderr.on("data", (bytes: Buffer) => {
      if (said.length < STDERR_BYTES_MAX) said += bytes.toString("utf8");
    });
    child.on("error", (error) => end(error.message));
    child.on("exit", (code, signal) => end(said.trim() || `${tool} ended (${signal ?? code})`));
    return child;
  };

  const monitor = (): void => {
    const child = run("gpiomon", monitorArgs(version, chip, lines), lose);
    let text = "";
    child.stdout?.on("data", (bytes: Buffer) => {
      if (closed) return;
      text += bytes.toString("latin1");
      for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n")) {
        const edge = parseEdge(version, text.slice(0, end));
        text = text.slice(end + 1);
        if (edge !== null) events.heard(edge.line, edge.level);
      }
      if (text.length > LINE_BYTES_MAX) lose("gpiomon says something that is not a change of a pin");
    });
  };

  /** One output's gpioset: replaced, once the one before has let go of the line, to change the level. */
  const hold = (line: number): void => {
    const holder = holders.get(line);
    if (holder === undefined || closed || holder.child !== null) return;
    const level = holder.wanted;
    holder.child = run("gpioset", setArgs(version, chip, line, level), (why) => {
      holder.child = null;
      if (closed) return;
      if (holder.replaced) {
        holder.replaced = false;
        hold(line);
      } else {
        lose(why);
      }
    });
  };

  if (lines.length > 0) {
    const levels = parseLevels(await output("gpioget", getArgs(version, chip, lines)), lines.length);
    if (levels === null) throw new Error("gpioget does not say the levels of the pins");
    for (const [i, level] of levels.entries()) {
      const line = lines[i];
      if (line !== undefined) events.heard(line, level);
    }
    monitor();
  }
  return {
    write(line, level) {
      const holder = holders.get(line) ?? { wanted: level, child: null, replaced: false };
      const same = holder.child !== null && holder.wanted === level;
      holder.wanted = level;
      holders.set(line, holder);
      if (same || holder.replaced) return;
      if (holder.child === null) return hold(line);
      holder.replaced = true;
      holder.child.kill("SIGTERM");
    },
    close: letGo,
  };
}

type Holder = { wanted: Level; child: ChildProcess | null; replaced: boolean };

/** What a tool prints. Rejects with what it says on stderr. */
export const output = (tool: string, args: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile(tool, args, { timeout: GET_WITHIN_MS, killSignal: "SIGKILL" }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(stderr.trim() || error.message, { cause: error }));
    });
  });
