// Room: main. `vatguard run`: the real shed, until it is told to stop.
// May live here: arguments, signals, messages to a person. May not: putting the program together (run-shed.ts).

import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { formatProblems } from "../config/problem.ts";
import type { OfficeConfig } from "../config/shed-config.ts";
import { createTimeSource } from "../drivers/time-source/port.ts";
import type { CommandIo } from "./commands.ts";
import { farmViewOf, noteLine } from "./note-lines.ts";
import type { OfficeProgram } from "./office-process.ts";
import { officeProgram } from "./office-program.ts";
import { programVersion } from "./program-version.ts";
import { createSay } from "./say.ts";
import { readShedAside } from "./shed-reader.ts";
import { systemClock } from "./system-clock.ts";

const USAGE = "Usage: vatguard run [--config F] [--data D]\n";
const CONFIG_AS_SHIPPED = "vatguard.yaml";

/** Runs the shed until SIGINT or SIGTERM. */
export async function runRun(args: readonly string[], io: CommandIo): Promise<number> {
  const options = optionsOf(args);
  if (typeof options === "string") {
    io.stderr.write(`${options}\n${USAGE}`);
    return 2;
  }
  // The file is read in a thread while the rest of the program is loaded here.
  const [loaded, { startShed }] = await Promise.all([readShedAside(options.config), import("./run-shed.ts")]);
  if (!loaded.ok) {
    io.stderr.write(formatProblems(loaded.error));
    return 2;
  }
  const { config, notes } = loaded.value;
  const dataDir = options.data ?? config.recorder.folder;
  const say = createSay(2);
  const farm = farmViewOf(config.plan);
  for (const line of formatProblems(notes).split("\n").filter(Boolean)) say(line);
  const started = await startShed({
    shed: config,
    dataDir,
    version: programVersion(),
    clock: systemClock,
    random: Math.random,
    timeSource: (deliver) => createTimeSource(config.clock.source, deliver),
    ...(config.office === null ? {} : { office: officeOf(config.office, options.config, dataDir) }),
    onNote: (note) => {
      const line = noteLine(note, farm);
      if (line !== null) say(`${new Date().toISOString()}  ${line}`);
    },
    onRemark: say,
    onHerdProblems: (problems) => {
      if (problems.length > 0) say(formatProblems(problems));
    },
  });
  if (!started.ok) {
    io.stderr.write(`vatguard: ${started.error}\n`);
    return 2;
  }
  say(
    `vatguard ${programVersion()} runs ${config.plan.name}. Records go to ${dataDir}. Stop it with Ctrl-C.`,
  );
  await told();
  await started.value.stop();
  say("vatguard has stopped; every bail is at divert within half a second.");
  return 0;
}

const officeOf = (office: OfficeConfig, configFile: string, dataDir: string): OfficeProgram =>
  officeProgram(office, {
    configFile: resolve(configFile),
    dataDir: resolve(dataDir),
    controllersClock: false,
  });

type Options = { readonly config: string; readonly data: string | undefined };

/** The options, or what is wrong with them. */
function optionsOf(args: readonly string[]): Options | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { config: { type: "string" }, data: { type: "string" } },
    });
    const config = values.config ?? CONFIG_AS_SHIPPED;
    if (values.config === undefined && !existsSync(config)) {
      return (
        `There is no ${CONFIG_AS_SHIPPED} in this folder. Name the shed's file with --config, ` +
        "or begin with a copy of an example in config/."
      );
    }
    return { config, data: values.data };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Resolves when somebody asks the program to end. */
function told(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}
