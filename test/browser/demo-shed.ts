// Room: test/browser. The demo as a person starts it, for the pages: simulated cows and boards, the real controller and office.
// May live here: the small shed's file, starting, typing, ending. May not: expectations.
// Invariant: every process and folder it made is gone when it stops.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startDemo } from "../main/demo-talk.ts";
import { haveTheComputer } from "../system/rig.ts";

const CONFIG = join(import.meta.dirname, "..", "..", "config", "in-bail-6.yaml");
const ENDS_WITHIN_MS = 8_000;

export type DemoShed = {
  readonly url: string;
  /** Of the first start. */
  readonly code: string;
  readonly said: () => string;
  readonly hear: (words: RegExp) => Promise<string>;
  /** A line typed at the demo. */
  readonly type: (line: string) => void;
  /** The controller's process stands still, or goes on. */
  readonly freeze: () => void;
  readonly thaw: () => void;
  readonly stop: () => Promise<void>;
};

export type DemoWish = {
  readonly cows: number;
  readonly speed: number;
  readonly seed: number;
  /** Typed at once. */
  readonly first?: readonly string[];
};

/** Six bails with a reader each on one board, and a vat. */
export async function startDemoShed({ cows, speed, seed, first = [] }: DemoWish): Promise<DemoShed> {
  haveTheComputer();
  const folder = mkdtempSync(join(tmpdir(), "vatguard-browser-"));
  const config = join(folder, "shed.yaml");
  writeFileSync(config, withVat(readFileSync(CONFIG, "utf8")));
  const numbers = ["--cows", cows, "--speed", speed, "--seed", seed].map(String);
  const talk = startDemo(["--config", config, "--data", join(folder, "farm"), ...numbers]);
  const { child, hear } = talk;
  const type = (line: string): void => void child.stdin?.write(`${line}\n`);
  const stop = async (): Promise<void> => {
    for (const pid of childrenOf(child.pid)) process.kill(pid, "SIGCONT");
    const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    if (child.exitCode === null) {
      type("quit");
      await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, ENDS_WITHIN_MS).unref())]);
    }
    talk.end();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const told = await hear(/Nobody is set up yet: open http:\S+ and type the code \S+/);
    for (const line of first) type(line);
    const [, url = "", code = ""] = /open (http:\S+) and type the code (\S+)/.exec(told) ?? [];
    const signal = (what: "SIGSTOP" | "SIGCONT") => (): void => {
      for (const pid of childrenOf(child.pid)) process.kill(pid, what);
    };
    return {
      url,
      code,
      said: talk.said,
      hear,
      type,
      freeze: signal("SIGSTOP"),
      thaw: signal("SIGCONT"),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The demo's own child is the controller. */
function childrenOf(pid: number | undefined): readonly number[] {
  if (pid === undefined) return [];
  const list = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
  return list === "" ? [] : list.split(" ").map(Number);
}

const VAT = `vat:
  capacity: 3000 l
  profiles: [au-bega-2018]
  probes:
    vat-milk: { role: milk, ds18b20: 28-0316a2795aff }
    vat-room: { role: ambient, ds18b20: 28-0516a1c2e8ff }
  switches:
    milk-pump: milk-pump
vat-stop-on: board

`;
const PUMP = "  milk-pump: { wired-to: board pin 8, active-when: closed }\n";

function withVat(shed: string): string {
  const layout = shed.indexOf("# Always last.");
  const inputs = shed.indexOf("inputs:\n") + "inputs:\n".length;
  return `${shed.slice(0, inputs)}${PUMP}${shed.slice(inputs, layout)}${VAT}${shed.slice(layout)}`.replace(
    /^herd-file:.*\n/m,
    "",
  );
}
