// Room: main. `vatguard replay FILE`: runs a recording again and says whether every output came out again.
// May live here: arguments and words. May not: the comparison itself (see recorder/replay).
// Invariant: exit 0 the same, 1 differs or damaged, 2 wrong use or a file that cannot be read.

import { stat } from "node:fs/promises";
import { CONTROLLER_MACHINE } from "../recorder/controller-machine.ts";
import type { Machine } from "../recorder/machine.ts";
import { type Damage, type Difference, type Replayed, replayFile } from "../recorder/replay.ts";
import { codeOf } from "../recorder/trouble.ts";

/** Where the command writes. A process fits: { stdout: process.stdout, stderr: process.stderr }. */
export type ReplayIo = {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean };
};

const USAGE =
  "Usage: npx vatguard replay FILE [--json]\n" +
  "Runs a flight recording again and compares every output. FILE is a flight-….log from the data directory.\n";

/** Files shorter than this are over before anyone wonders. */
const PROGRESS_FROM_BYTES = 8 * 1024 * 1024;
/** How many characters of a side are shown at most. */
const SHOWN_MAX = 4_000;

export const runReplay = (args: readonly string[], io: ReplayIo): Promise<number> =>
  replayCommand(args, io, CONTROLLER_MACHINE);

/** The same for any machine, so that the command is tested with a toy. */
export async function replayCommand<State>(
  args: readonly string[],
  io: ReplayIo,
  machine: Machine<State>,
): Promise<number> {
  const options = args.filter((arg) => arg.startsWith("-"));
  const [path, ...more] = args.filter((arg) => !arg.startsWith("-"));
  if (options.includes("--help") || options.includes("-h")) {
    io.stdout.write(USAGE);
    return 0;
  }
  const wrong = [
    ...options.filter((option) => option !== "--json").map((option) => `There is no option ${option}.`),
    ...(path === undefined ? ["No file was named."] : []),
    ...more.map((extra) => `One file at a time: ${extra} is one too many.`),
  ];
  if (path === undefined || wrong.length > 0) {
    io.stderr.write(`${wrong.join("\n")}\n${USAGE}`);
    return 2;
  }
  let replayed: Replayed;
  try {
    const found = await stat(path);
    if (!found.isFile()) {
      io.stderr.write(`${path} is not a file. Name one flight-….log of the data directory.\n`);
      return 2;
    }
    const shows = io.stderr.isTTY === true && found.size >= PROGRESS_FROM_BYTES;
    const progress = (bytes: number): void => {
      if (shows) io.stderr.write(`\rreplaying: ${Math.floor((100 * bytes) / found.size)} %`);
    };
    replayed = await replayFile(path, machine, progress);
    if (shows) io.stderr.write("\r\u001b[K");
  } catch (error) {
    if (codeOf(error) === null) throw error;
    io.stderr.write(`${unreadable(path, error)}\n`);
    return 2;
  }
  if (options.includes("--json")) io.stdout.write(`${JSON.stringify({ file: path, ...replayed })}\n`);
  else io.stdout.write(inWords(path, replayed));
  return replayed.outcome === "same" ? 0 : 1;
}

function unreadable(path: string, error: unknown): string {
  const code = codeOf(error);
  if (code === "ENOENT")
    return `There is no file ${path}. Recordings are named flight-….log in the data directory.`;
  if (code === "EACCES")
    return `${path} may not be read by this user. Try it as the user that runs vatguard.`;
  const message = error instanceof Error ? error.message : String(error);
  return `${path} could not be read: ${message}. Usually the disk is failing; copy the file elsewhere and try again.`;
}

function inWords(path: string, replayed: Replayed): string {
  const { counts, header, first } = replayed;
  const lines = [
    ...(header === null
      ? []
      : [`${path}: begun ${new Date(header.started).toISOString()} by version ${header.version}`]),
    `${counts.lines} lines, ${counts.events} events, ${counts.effects} effects replayed.`,
  ];
  for (const gap of replayed.gaps) {
    lines.push(
      `Note: ${gap.lost} records between ${new Date(gap.from).toISOString()} and ` +
        `${new Date(gap.to).toISOString()} were never written: ${gap.why}.`,
    );
  }
  if (replayed.tornBytes > 0) {
    lines.push(`Note: the file ends in a torn line of ${replayed.tornBytes} bytes, as after a power cut.`);
  } else if (replayed.outcome === "same" && replayed.ending === null) {
    lines.push("Note: the file has no end: the program was killed, lost power, or is still running.");
  }
  if (replayed.crash !== null) {
    lines.push(`Note: the program crashed on the last event, and so does the replay: ${replayed.crash}`);
  }
  if (first === null) lines.push("SAME: every output came out again exactly.");
  else if (first.kind === "damage") lines.push(...damageInWords(first));
  else lines.push(...differenceInWords(first));
  return `${lines.join("\n")}\n`;
}

const damageInWords = (damage: Damage): readonly string[] => [
  `DAMAGED at line ${damage.line}, byte ${damage.byte}: ${damage.what}.`,
  `  expected: ${damage.expected}`,
  `  found:    ${damage.found}`,
  "Everything before that line came out again exactly; nothing from it on can be trusted.",
  "Usually the SD card is failing, or someone changed the file. Keep it, and look for a copy.",
];

const differenceInWords = (difference: Difference): readonly string[] => [
  `DIFFERS at line ${difference.line}: ${difference.path}`,
  `  recorded: ${short(difference.recorded)}`,
  `  replayed: ${short(difference.replayed)}`,
  `The event: ${short(difference.stamped)}`,
  "All its effects as recorded:",
  difference.recordedEffects === null
    ? "  (a run of quiet ticks: the file holds a checksum of them)"
    : pretty(difference.recordedEffects),
  "All its effects as replayed:",
  pretty(difference.replayedEffects),
  "Usually the recording was made by another version of the program; compare the version above with this one.",
];

const short = (value: unknown): string => cut(JSON.stringify(value) ?? "(not there)");
const pretty = (value: unknown): string => cut(JSON.stringify(value, null, 2)).replace(/^/gm, "  ");
const cut = (text: string): string =>
  text.length <= SHOWN_MAX ? text : `${text.slice(0, SHOWN_MAX)} … (${text.length - SHOWN_MAX} more)`;
