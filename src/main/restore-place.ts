// Room: main. Where the records and their backups lie, for the commands backup and restore.
// May live here: their options, what is wrong with them. May not: backups.
// Invariant: a folder is named by the shed's file or by the option, and by nothing else.

import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { formatProblems } from "../config/problem.ts";
import { readShed } from "../config/read-shed.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { backupFolderOf } from "../office/upkeep/open-records.ts";
import { storePath } from "../store/open-files.ts";
import { DEFAULT_CONFIG } from "./check.ts";
import { optionProblems } from "./options.ts";

export type RecordsPlace = {
  readonly dataDir: string;
  /** The database. */
  readonly path: string;
  /** Where backups lie; `given` as the shed's file has it. */
  readonly folder: string;
  readonly given: string | null;
};
export type Asked = {
  readonly place: RecordsPlace;
  readonly names: readonly string[];
  readonly list: boolean;
  readonly json: boolean;
};

const OPTIONS = {
  data: { type: "string" },
  config: { type: "string" },
  list: { type: "boolean" },
  json: { type: "boolean" },
} as const;
type OptionName = keyof typeof OPTIONS;

/** What was asked, or what is wrong with it in words. */
export async function askedOf(
  args: readonly string[],
  allowed: readonly OptionName[],
): Promise<Result<Asked, string>> {
  const options = Object.fromEntries(
    Object.entries(OPTIONS).filter(([name]) => allowed.some((one) => one === name)),
  );
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const wrong = optionProblems(options, tokens);
  if (wrong.length > 0) return err(wrong.join("\n"));
  const text = (name: OptionName): string | null => (typeof values[name] === "string" ? values[name] : null);
  const place = await placeOf(text("data"), text("config"));
  if (!place.ok) return place;
  return ok({
    place: place.value,
    names: positionals,
    list: values.list === true,
    json: values.json === true,
  });
}

export async function placeOf(
  data: string | null,
  config: string | null,
): Promise<Result<RecordsPlace, string>> {
  // Where the shed's file is spoilt, the folder alone must be enough to go back to a backup.
  if (data !== null && config === null) return ok(placeIn(data, null));
  const shed = await readShed(config ?? DEFAULT_CONFIG);
  if (!shed.ok)
    return err(`${formatProblems(shed.error)}\nThe folder of the records can also be named: --data FOLDER.`);
  const { office, recorder } = shed.value.config;
  return ok(placeIn(data ?? recorder.folder, office?.backups.folder ?? null));
}

function placeIn(data: string, given: string | null): RecordsPlace {
  const dataDir = resolve(data);
  return { dataDir, path: storePath(dataDir), folder: backupFolderOf(dataDir, given), given };
}
