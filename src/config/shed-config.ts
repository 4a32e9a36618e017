// Room: config. A shed's file, read, checked as a whole, and turned into the plan and its devices.
// May live here: the way from the file's words to the domain's. May not: files, clocks, hardware.
// Invariant: all problems at once, or a configuration without any; never a default that could release.

import type { CoolingProfile } from "../domain/cooling/profile.ts";
import type { InputId } from "../domain/ids.ts";
import { bailNo, inputId, type NodeId, nodeId, type ReaderId, readerId, rowId } from "../domain/ids.ts";
import { assert, err, ok, type Result } from "../domain/result.ts";
import type { Layout, PairingTimes, ShedPlan } from "../domain/shed/plan.ts";
import { hasChecksum } from "../domain/tag/formats.ts";
import type { DurationMs } from "../domain/units.ts";
import type { TlsFiles } from "./certificate.ts";
import { isSection, type LocatedDocument, place } from "./document.ts";
import type { OfficeEntry } from "./office-schema.ts";
import { type Problem, wholeFileProblem } from "./problem.ts";
import { crossChecks, remarks } from "./shed-checks.ts";
import {
  defaultPairing,
  type InputEntry,
  type LayoutEntry,
  type PairingEntry,
  type ReaderEntry,
  type ShedFile,
  shedSchema,
  type WiredTo,
} from "./shed-schema.ts";
import { type ShedView, schemaFindings, viewOf } from "./shed-view.ts";
import { type ProbeDevice, probesOf, vatPlanOf } from "./vat-config.ts";
import { readYaml } from "./yaml-document.ts";

/** Everything the program needs to know of its shed. */
export type ShedConfig = {
  readonly plan: ShedPlan;
  readonly devices: Devices;
  /** As written, or resolved against the file's folder by `readShed`. Null only where there is an office. */
  readonly herdFile: string | null;
  /** Null: `office: off`. */
  readonly office: OfficeConfig | null;
  readonly clock: { readonly source: "network" | "hardware-clock" | "none" };
  readonly recorder: {
    readonly folder: string;
    readonly fileBytesMax: number;
    readonly keepBytesMax: number;
  };
};

export type OfficeConfig = {
  readonly port: number;
  readonly listen: string;
  readonly hostNames: readonly string[];
  readonly boardsWithoutSignIn: "own-screen" | "nowhere";
  /** Null: plain HTTP. */
  readonly tls: TlsFiles | null;
  /** `folder` null: beside the records. `hour`: of the day at the farm. */
  readonly backups: { readonly folder: string | null; readonly hour: number };
  readonly mqtt: {
    readonly url: string;
    readonly username: string | null;
    readonly passwordFile: string | null;
    readonly topic: string;
    /** Home Assistant's discovery. */
    readonly homeAssistant: boolean;
  } | null;
  readonly memoryBytes: number;
};

export type Devices = {
  readonly nodes: readonly NodeDevice[];
  readonly readers: readonly ReaderDevice[];
  readonly inputs: readonly InputDevice[];
  readonly relays: readonly RelayDevice[];
  readonly probes: readonly ProbeDevice[];
  readonly signals: { readonly siren?: PiLine; readonly beacon?: PiLine };
};
export type NodeDevice = { readonly node: NodeId; readonly port: string; readonly number: number };
export type ReaderDevice = {
  readonly reader: ReaderId;
  readonly port: string;
  readonly baud: number;
  readonly format: ReaderEntry["format"];
  readonly equalReadsNeeded: number;
};
export type InputDevice = {
  readonly input: InputId;
  readonly on: DevicePin;
  /** Inputs are pulled up: "closed" is a low level. */
  readonly activeWhen: "closed" | "open";
  /** A change counts once the level has stayed for this long. */
  readonly steady: DurationMs;
};
export type RelayDevice = { readonly relay: string; readonly node: NodeId; readonly pin: number };
export type DevicePin =
  | { readonly kind: "node"; readonly node: NodeId; readonly pin: number }
  | { readonly kind: "pi"; readonly line: number };
export type PiLine = { readonly line: number };

export type LoadedShed = {
  readonly config: ShedConfig;
  /** Remarks: the configuration is used all the same. */
  readonly notes: readonly Problem[];
};

/** A shed's file taken apart, before the profiles that it names are there. */
export type OpenedShed = {
  readonly document: LocatedDocument;
  readonly view: ShedView;
  /** Names of cooling profiles, as written. */
  readonly profiles: readonly string[];
};

/** The first half of `loadShed`. The error is for a file that is no document at all. */
export function openShed(text: string, file: string): Result<OpenedShed, readonly Problem[]> {
  if (text.trim() === "") return err([emptyFile(file)]);
  const read = readYaml(text, file);
  if (!read.ok) return read;
  const document = read.value;
  if (!isSection(document.value)) return err(place(document, schemaFindings(document)));
  const view = viewOf(document);
  return ok({ document, view, profiles: view.sections.vat?.profiles ?? [] });
}

/** The second half: `profiles` are those that the shed may name. Errors carry every problem of the file. */
export function finishShed(
  { document, view }: OpenedShed,
  profiles: readonly CoolingProfile[],
): Result<LoadedShed, readonly Problem[]> {
  const findings = [...schemaFindings(document), ...crossChecks(document, view, profiles)];
  const notes = place(document, remarks(view));
  if (findings.length > 0) return err(place(document, [...findings, ...remarks(view)]));
  return ok({ config: configOf(document, profiles), notes });
}

/**
 * Reads a shed's YAML. Errors carry every problem of the file; `file` is the name that messages show, `profiles` the cooling
 * profiles that its vat may name.
 */
export function loadShed(
  text: string,
  file: string,
  profiles: readonly CoolingProfile[],
): Result<LoadedShed, readonly Problem[]> {
  const opened = openShed(text, file);
  return opened.ok ? finishShed(opened.value, profiles) : opened;
}

function configOf(document: LocatedDocument, profiles: readonly CoolingProfile[]): ShedConfig {
  const file = shedSchema.parse(document.value);
  return {
    plan: planOf(file, profiles),
    devices: devicesOf(file),
    herdFile: file["herd-file"] ?? null,
    office: file.office === "off" ? null : officeOf(file.office),
    clock: file.clock,
    recorder: {
      folder: file.recorder.folder,
      fileBytesMax: file.recorder["file-size"],
      keepBytesMax: file.recorder.keep,
    },
  };
}

function officeOf(entry: OfficeEntry): OfficeConfig {
  const { mqtt } = entry;
  return {
    port: entry.port,
    listen: entry.listen,
    hostNames: entry["host-names"],
    boardsWithoutSignIn: entry["boards-without-sign-in"],
    tls: entry.tls ?? null,
    backups: { folder: entry.backups.folder ?? null, hour: entry.backups.hour },
    mqtt:
      mqtt === undefined
        ? null
        : {
            url: mqtt.url,
            username: mqtt.username ?? null,
            passwordFile: mqtt["password-file"] ?? null,
            topic: mqtt.topic,
            homeAssistant: mqtt["home-assistant"],
          },
    memoryBytes: entry["memory-limit"],
  };
}

function planOf(file: ShedFile, profiles: readonly CoolingProfile[]): ShedPlan {
  return {
    name: file.shed,
    timeZone: file["time-zone"],
    ...(file.farm["registered-processor"] ? { registeredProcessor: true } : {}),
    bails: Object.entries(file.nodes)
      .flatMap(([node, { bails }]) =>
        bails.map(({ bail, channel }) => ({ bail: bailNo(bail), node: nodeId(node), channel })),
      )
      .sort((a, b) => a.bail - b.bail),
    nodes: Object.entries(file.nodes).map(([node, { number }]) => ({ node: nodeId(node), number })),
    readers: Object.entries(file.readers).map(([reader, entry]) => ({
      reader: readerId(reader),
      equalReadsNeeded: equalReads(entry),
    })),
    inputs: Object.entries(file.inputs).map(([input, entry]) => ({
      input: inputId(input),
      on: entry["wired-to"].kind === "node" ? nodeId(entry["wired-to"].node) : "pi",
    })),
    layout: layoutOf(file.layout, file.pairing ?? defaultPairing()),
    ...(file.vat === undefined ? {} : { vat: vatPlanOf(file.vat, profiles) }),
    ...(file["shut-off-on"] === undefined ? {} : { shutOffOn: nodeId(file["shut-off-on"]) }),
    ...(file["vat-stop-on"] === undefined ? {} : { vatStopOn: nodeId(file["vat-stop-on"]) }),
    valve: { travelMax: file.valves.travel, leaseTtl: file.valves.lease },
    button: { divertHold: file.button["divert-hold"] },
  };
}

function layoutOf(layout: LayoutEntry, pairing: PairingEntry): Layout {
  switch (layout.kind) {
    case "in-bail":
      return {
        kind: "in-bail",
        places: layout.places.map((entry) => ({
          bail: bailNo(entry.bail),
          reader: readerId(entry.reader),
          placeSwitch: inputId(entry["cow-switch"]),
          ...(entry["exit-gate"] === undefined ? {} : { exitGate: inputId(entry["exit-gate"]) }),
        })),
      };
    case "herringbone":
      return {
        kind: "herringbone",
        rows: Object.entries(layout.rows).map(([row, entry]) => {
          const [first, last] = [entry["first-place-reader"], entry["last-place-reader"]];
          return {
            row: rowId(row),
            reader: readerId(entry.reader),
            bails: entry.bails.map(bailNo),
            beam: inputId(entry.beam),
            entryGate: inputId(entry["entry-gate"]),
            exitGate: inputId(entry["exit-gate"]),
            ...(first === undefined ? {} : { firstPlaceReader: readerId(first) }),
            ...(last === undefined ? {} : { lastPlaceReader: readerId(last) }),
          };
        }),
        pairing: pairingOf(pairing),
      };
    case "rotary":
      return {
        kind: "rotary",
        bails: layout.bails.map(bailNo),
        entryReader: readerId(layout["entry-reader"]),
        ...(layout["exit-reader"] === undefined ? {} : { exitReader: readerId(layout["exit-reader"]) }),
        firstPulse: inputId(layout["first-pulse"]),
        secondPulse: inputId(layout["second-pulse"]),
        indexMark: inputId(layout["index-mark"]),
        boarded: inputId(layout.boarded),
        stayed: inputId(layout.stayed),
        stayedBails: layout["stayed-bails"],
        pairing: pairingOf(pairing),
      };
  }
}

const pairingOf = (pairing: PairingEntry): PairingTimes => ({
  readToCountMax: pairing["read-to-count"],
  closestCows: pairing["closest-cows"],
  lingerMax: pairing.linger,
});

function devicesOf(file: ShedFile): Devices {
  return {
    nodes: Object.entries(file.nodes).map(([node, { port, number }]) => ({
      node: nodeId(node),
      port,
      number,
    })),
    readers: Object.entries(file.readers).map(([reader, entry]) => ({
      reader: readerId(reader),
      port: entry.port,
      baud: entry.speed,
      format: entry.format,
      equalReadsNeeded: equalReads(entry),
    })),
    inputs: Object.entries(file.inputs).map(([input, entry]) => inputOf(input, entry)),
    relays: Object.entries(file.relays ?? {}).map(([relay, entry]) => {
      const to = entry["wired-to"];
      assert(to.kind === "node", "relays hang on nodes, as shed-checks has made sure");
      return { relay, node: nodeId(to.node), pin: to.pin };
    }),
    probes: file.vat === undefined ? [] : probesOf(file.vat),
    signals: {
      ...(file.siren === undefined ? {} : { siren: piLineOf(file.siren) }),
      ...(file.beacon === undefined ? {} : { beacon: piLineOf(file.beacon) }),
    },
  };
}

function inputOf(input: string, entry: InputEntry): InputDevice {
  const to = entry["wired-to"];
  return {
    input: inputId(input),
    on: to.kind === "node" ? { ...to, node: nodeId(to.node) } : to,
    activeWhen: entry["active-when"],
    steady: entry.steady,
  };
}

function piLineOf(to: WiredTo): PiLine {
  assert(to.kind === "pi", "signals hang on the computer, as shed-checks has made sure");
  return { line: to.line };
}

/** Frames carry a checksum; lines of text do not, and "auto" may turn out to be either. */
const equalReads = (entry: ReaderEntry): number =>
  entry["equal-reads"] ?? (hasChecksum(entry.format) ? 1 : 2);

const emptyFile = (file: string): Problem =>
  wholeFileProblem(file, {
    says: "The file is empty.",
    found: "nothing",
    expected: "a shed's configuration",
    fix: "Copy the example nearest to your shed from config/ and change it.",
  });
