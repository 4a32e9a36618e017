// Room: main. The office as a program: which file, and what it is started with. Read by both ends.
// May live here: its arguments. May not: starting it (office-process.ts).

import { join } from "node:path";
import { parseArgs } from "node:util";
import type { OfficeConfig } from "../config/shed-config.ts";
import type { OfficeProgram } from "./office-process.ts";

export type OfficeArguments = {
  /** Not read by the office (office-shed.ts); it says in the list of processes whose office this is. */
  readonly configFile: string;
  readonly dataDir: string;
  /** The controller's clock is not the computer's: the demo's can run fast and be put wrong. */
  readonly controllersClock: boolean;
};

/** The shipped office. */
export const officeProgram = (
  { memoryBytes }: OfficeConfig,
  { configFile, dataDir, controllersClock }: OfficeArguments,
): OfficeProgram => ({
  module: join(import.meta.dirname, "office.js"),
  args: ["--config", configFile, "--data", dataDir, ...(controllersClock ? ["--controllers-clock"] : [])],
  memoryBytes,
  pidFile: join(dataDir, "office", "pid"),
});

/** What `officeProgram` gave it. Throws on anything else: nobody types these. */
export function officeArguments(args: readonly string[]): OfficeArguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      config: { type: "string" },
      data: { type: "string" },
      "controllers-clock": { type: "boolean" },
    },
  });
  return {
    configFile: values.config ?? "",
    dataDir: values.data ?? "",
    controllersClock: values["controllers-clock"] ?? false,
  };
}
