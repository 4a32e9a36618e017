// Room: main. The commands by name. Each is loaded only when asked for, so that one's packages never slow another.
// May live here: names, one line of help each, dispatch. May not: what a command does.

import { stderr, stdin, stdout } from "node:process";
import type { Readable, Writable } from "node:stream";
import { holdYoungSpace } from "./young-space.ts";

/** What a command talks through; machine-readable output goes to stdout, messages to stderr. */
export type CommandIo = {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
};

/** Arguments after the command's name → exit code: 0 fine, 1 the answer is no, 2 wrong use or bad input. */
export type Command = (args: readonly string[], io: CommandIo) => Promise<number>;

type Listed = { readonly says: string; readonly load: () => Promise<Command> };

/** The controller runs for months on a small computer: its heap is held from the first module on. */
const loadRun = async (): Promise<Command> => {
  holdYoungSpace();
  return (await import("./run.ts")).runRun;
};

const COMMANDS: { readonly [name: string]: Listed } = {
  run: {
    says: "[--config F] [--data D]  run the shed",
    load: loadRun,
  },
  demo: {
    says: "[--config F] [--speed N]  the same program on a simulated shed",
    load: async () => (await import("./demo.ts")).runDemo,
  },
  check: {
    says: "[--config F] [--hardware]  look for mistakes in the configuration and the herd file",
    load: async () => (await import("./check.ts")).runCheck,
  },
  decode: {
    says: "[--format auto|…] [--hex] [FILE]  reader bytes to JSON lines",
    load: async () => (await import("./decode.ts")).runDecode,
  },
  why: {
    says: "COW [--at TIME] [--herd F] [--json]  may her milk go to the vat, and why; may she be sold",
    load: async () => (await import("./why.ts")).runWhy,
  },
  cooling: {
    says: "FILE.csv [--profile ID]… [--start T] [--json] [--plot F.svg]  judge a temperature log",
    load: async () => (await import("./cooling.ts")).runCooling,
  },
  heat: {
    says: "FILE.csv --rule ID… [--declare NAME]… [--list] [--json]  judge a heat treatment or a wash",
    load: async () => (await import("./heat.ts")).runHeat,
  },
  replay: {
    says: "FILE  run a flight recording again and compare every output",
    load: async () => (await import("./replay.ts")).runReplay,
  },
  backup: {
    says: "[--data D]  back the records up while the program is stopped",
    load: async () => (await import("./backup.ts")).runBackup,
  },
  restore: {
    says: "[--data D] [--list | NAME]  back to a backup; cows touched since divert until a person looks",
    load: async () => (await import("./restore.ts")).runRestore,
  },
  people: {
    says: "[--data D] [--new-pin P | --deactivate P | --add P --name N --role R]  who may sign in; a forgotten PIN",
    load: async () => (await import("./people.ts")).runPeople,
  },
  simulate: {
    says: "--seed S --milkings N [--faults …]  the proving ground, without a screen",
    load: async () => (await import("./simulate.ts")).runSimulate,
  },
};

/** Runs the command that `args` name. */
export async function runCommand(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === "help" || name === "--help" || name === "-h") {
    stderr.write(usage());
    return name === undefined ? 2 : 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    stderr.write(`vatguard: there is no command "${name}".\n\n${usage()}`);
    return 2;
  }
  return (await command.load())(rest, { stdin, stdout, stderr });
}

function usage(): string {
  const lines = Object.entries(COMMANDS).map(([name, { says }]) => `  vatguard ${name} ${says}`);
  return `Usage:\n${lines.join("\n")}\n`;
}
