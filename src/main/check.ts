// Room: main. The command `check`: the configuration and the herd file, read as the shed would read them.
// May live here: options, the summary in words, exit codes. May not: what is a mistake (config).
// Invariant: changes nothing, opens no port, and lists every problem it can find at once.

import type { Writable } from "node:stream";
import { rangesText } from "../config/bail-ranges.ts";
import { readTls } from "../config/certificate.ts";
import { listed, nearest } from "../config/nearest.ts";
import { formatProblems, type Problem } from "../config/problem.ts";
import { durationText } from "../config/quantities.ts";
import { readHerd } from "../config/read-file.ts";
import { readShed } from "../config/read-shed.ts";
import type { DevicePin, ShedConfig } from "../config/shed-config.ts";
import type { HerdTable } from "../domain/holds/facts.ts";
import type { Layout } from "../domain/shed/plan.ts";
import type { VatPlan } from "../domain/vat/plan.ts";
import { checkPorts } from "./check-ports.ts";
import { checkProbes } from "./check-probes.ts";
import { systemClock } from "./system-clock.ts";

export type CheckIo = { readonly stderr: Writable };

const FINE = 0;
const ANSWER_IS_NO = 1;
const WRONG_USE = 2;

/** Looked for in the current folder when `--config` is not given. */
export const DEFAULT_CONFIG = "vatguard.yaml";
/** In `config/`; a test holds the list against the folder. */
export const EXAMPLE_SHEDS = [
  "config/in-bail-6.yaml",
  "config/herringbone-2x10.yaml",
  "config/herringbone-2x20.yaml",
  "config/rotary-50.yaml",
] as const;

export const CHECK_USAGE = `Usage: npx vatguard check [--config FILE] [--hardware]
Looks for mistakes in a shed's configuration and in its herd file, all at once, and says what the shed is.
  --config FILE  the configuration; without it ${DEFAULT_CONFIG} in this folder
  --hardware     also reads each temperature probe once, and looks whether each serial port is there and free
                 (opens none: opening a port restarts its board)
  --help         shows this
Ends with 0 when all is well, 1 when a probe gives no value or a port is missing or taken, 2 when a file has mistakes.
`;

/** Runs the command. Gives the exit code; everything is said on stderr. */
export async function runCheck(args: readonly string[], io: CheckIo): Promise<number> {
  const say = (text: string) => io.stderr.write(`${text}\n`);
  const use = readArguments(args);
  if (use.kind === "help") {
    io.stderr.write(CHECK_USAGE);
    return FINE;
  }
  if (use.kind === "wrong") {
    say(`check: ${use.says}\n\n${CHECK_USAGE}`);
    return WRONG_USE;
  }
  const shed = await readShed(use.config ?? DEFAULT_CONFIG);
  if (!shed.ok) {
    tellProblems(shed.error, say);
    if (use.config === null) say(`\n${NO_CONFIG}`);
    return WRONG_USE;
  }
  const { config, notes } = shed.value;
  say(describeShed(config));
  if (notes.length > 0) say(`\n${formatProblems(notes)}`);
  const tlsFine = await checkTls(config, say);
  const herdFine = await checkHerd(config, say);
  const hardwareFine = use.hardware ? await checkHardware(config, say) : true;
  if (!(herdFine && tlsFine)) return WRONG_USE;
  return hardwareFine ? FINE : ANSWER_IS_NO;
}

async function checkTls({ office }: ShedConfig, say: (text: string) => void): Promise<boolean> {
  if (office?.tls === null || office?.tls === undefined) return true;
  const { pair, problems } = await readTls(office.tls, {
    hostNames: office.hostNames,
    now: systemClock.wall(),
  });
  const fine = problems.every(({ severity }) => severity === "note");
  const so =
    pair === null ? "the pages are shown on this computer alone" : "the pages are served all the same";
  if (!fine) say(`\nThe configuration is fine. Its certificate or key is not, and until it is ${so}:\n`);
  if (fine && problems.length > 0) say(`\n${formatProblems(problems)}`);
  if (!fine) tellProblems(problems, say);
  return fine;
}

async function checkHerd(config: ShedConfig, say: (text: string) => void): Promise<boolean> {
  if (config.herdFile === null) return true;
  const herd = await readHerd(config.herdFile, { timeZone: config.plan.timeZone, now: systemClock.wall() });
  if (herd.ok) {
    say(`\n${describeHerd(herd.value)}`);
    return true;
  }
  const so =
    config.office === null ? "until it is every cow is diverted" : "the office would not take it as it is";
  say(`\nThe configuration is fine. The herd file is not, and ${so}:\n`);
  tellProblems(herd.error, say);
  return false;
}

async function checkHardware({ plan, devices }: ShedConfig, say: (text: string) => void): Promise<boolean> {
  const probesFine = plan.vat === undefined || (await checkProbes(devices.probes, plan.vat, say));
  return (await checkPorts(devices, say)) && probesFine;
}

type Use =
  | { readonly kind: "check"; readonly config: string | null; readonly hardware: boolean }
  | { readonly kind: "help" }
  | { readonly kind: "wrong"; readonly says: string };

const OPTIONS = ["--config", "--hardware", "--help"];

function readArguments(args: readonly string[]): Use {
  let config: string | null = null;
  let hardware = false;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? "";
    if (arg === "--help" || arg === "-h") return { kind: "help" };
    if (arg === "--hardware") hardware = true;
    else if (arg === "--config") {
      const file = args[++i];
      if (file === undefined || file.startsWith("--"))
        return { kind: "wrong", says: "--config needs a file name." };
      config = file;
    } else if (arg.startsWith("--config=")) config = arg.slice("--config=".length);
    else {
      const meant = nearest(arg, OPTIONS);
      const hint = meant === null ? "" : ` Did you mean ${meant}?`;
      return { kind: "wrong", says: `"${arg}" is not known here.${hint}` };
    }
  }
  return { kind: "check", config, hardware };
}

const NO_CONFIG = `Without --config, check reads ${DEFAULT_CONFIG} in this folder. The examples are:
${EXAMPLE_SHEDS.map((file) => `  npx vatguard check --config ${file}`).join("\n")}
Copy the one nearest to your shed to ${DEFAULT_CONFIG}, and its herd file beside it.`;

function tellProblems(problems: readonly Problem[], say: (text: string) => void): void {
  say(formatProblems(problems));
  const errors = problems.filter((problem) => problem.severity === "error").length;
  say(`\n${errors === 1 ? "1 problem" : `${errors} problems`}. Nothing was changed.`);
}

/** The shed in words, for a person who stands in it. */
export function describeShed({ plan, devices, herdFile, office, clock, recorder }: ShedConfig): string {
  const nodes = devices.nodes.map(({ node, port, number }) => {
    const bails = plan.bails.filter((bail) => bail.node === node).map((bail) => bail.bail);
    return `  node ${node}, board number ${number}: bails ${rangesText(bails)}, on ${port}`;
  });
  const readers = devices.readers.map(
    ({ reader, port, baud, format, equalReadsNeeded }) =>
      `  reader ${reader}: ${format}, ${baud} baud, ${reads(equalReadsNeeded)}, on ${port}`,
  );
  const inputs = devices.inputs.map(
    ({ input, on, activeWhen }) => `  input ${input}: ${pinText(on)}, active when ${activeWhen}`,
  );
  return [
    `${plan.name}: ${plan.bails.length} bails on ${count(nodes.length, "board")}, ${plan.timeZone}`,
    ...layoutText(plan.layout),
    ...nodes,
    ...readers,
    ...inputs,
    ...devices.relays.map(({ relay, node, pin }) => `  relay ${relay}: ${node} pin ${pin}`),
    ...(plan.vat === undefined ? ["  no vat is watched"] : vatText(plan.vat, devices)),
    `  shut-off ${plan.shutOffOn === undefined ? "not fitted" : `on ${plan.shutOffOn}`}, vat stop ${plan.vatStopOn === undefined ? "not fitted" : `on ${plan.vatStopOn}`}, siren ${signalText(devices.signals.siren)}, beacon ${signalText(devices.signals.beacon)}`,
    `  a valve travels in at most ${durationText(plan.valve.travelMax)}; a release lasts ${durationText(plan.valve.leaseTtl)} unless renewed`,
    `  time from ${clock.source}; recording to ${recorder.folder}; ${herdText(herdFile, office)}`,
  ].join("\n");
}

const herdText = (herdFile: string | null, office: ShedConfig["office"]): string =>
  office === null
    ? `herd file ${herdFile}`
    : `the office keeps the herd and shows its pages on ${office.listen}, port ${office.port}` +
      (herdFile === null ? "" : `; herd file ${herdFile}, to begin with`);

function vatText(
  { probes, switches, profiles, capacity }: VatPlan,
  devices: ShedConfig["devices"],
): readonly string[] {
  const every = devices.probes[0]?.every;
  const wired = Object.entries(switches).map(([what, input]) => `${SWITCH_WORDS[what] ?? what} on ${input}`);
  return [
    `  vat${capacity === undefined ? "" : ` of ${capacity} l`}: ${count(probes.length, "probe")}${every === undefined ? "" : ` read every ${durationText(every)}`}; judged by ${profiles.map(({ id }) => id).join(" and ")}`,
    ...devices.probes.map(({ probe, on }) => {
      const role = probes.find((one) => one.probe === probe)?.role ?? "";
      const how =
        on.kind === "ds18b20"
          ? `DS18B20 ${on.romId}, ${on.resolution} bits`
          : `PT${on.zeroOhms} on ${on.chipSelect}, reference ${on.referenceOhms} ohm`;
      return `  probe ${probe}: ${role}, ${how}`;
    }),
    ...(wired.length === 0 ? [] : [`  the vat's switches: ${wired.join(", ")}`]),
  ];
}

const SWITCH_WORDS: { readonly [what: string]: string } = { milkPump: "milk pump" };

function layoutText(layout: Layout): readonly string[] {
  switch (layout.kind) {
    case "in-bail":
      return [
        `  in-bail: each of ${count(layout.places.length, "bail")} has a reader and a switch of its own`,
      ];
    case "herringbone":
      return [
        `  herringbone of ${count(layout.rows.length, "row")}`,
        ...layout.rows.map(
          ({ row, bails, reader, beam }) =>
            `  row ${row}: bails ${bails[0]} to ${bails.at(-1)} in the order cows fill them, reader ${reader}, beam ${beam}`,
        ),
      ];
    case "rotary":
      return [
        `  rotary of ${count(layout.bails.length, "bail")}, bail ${layout.bails[0]} at the index mark, reader ${layout.entryReader} at the entry, ${layout.exitReader === undefined ? "none" : `reader ${layout.exitReader}`} at the exit`,
        `  pulses ${layout.firstPulse} and ${layout.secondPulse}, index ${layout.indexMark}; cows counted by ${layout.boarded}, those who go around seen by ${layout.stayed}, ${count(layout.stayedBails, "bail")} before the entry`,
      ];
  }
}

function describeHerd(herd: HerdTable): string {
  const inMilk = herd.cows.filter((cow) => cow.status === "in-milk").length;
  const withoutTag = herd.cows.filter((cow) => cow.eids.length === 0).map((cow) => cow.cow);
  const facts = herd.cows.reduce((sum, cow) => sum + cow.facts.length, 0);
  const lines = [
    `Herd ${herd.fingerprint}: ${count(herd.cows.length, "animal")}, ${inMilk} in milk, ${count(facts, "fact")}.`,
  ];
  if (withoutTag.length > 0)
    lines.push(`  without a tag, so never released by reading: ${listed(withoutTag)}`);
  return lines.join("\n");
}

const reads = (needed: number): string => (needed === 1 ? "one read counts" : `${needed} equal reads count`);
const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;
const pinText = (on: DevicePin): string =>
  on.kind === "pi" ? `pi line ${on.line}` : `${on.node} pin ${on.pin}`;
const signalText = (signal: { readonly line: number } | undefined): string =>
  signal === undefined ? "not fitted" : `on pi line ${signal.line}`;
