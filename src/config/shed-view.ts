// Room: config. A shed's file taken apart piece by piece, so that one mistake does not hide the others.
// May live here: the pieces that could be read, and the names of those that could not.
// May not: rules between pieces (shed-checks). Invariant: a piece is either whole or null, never half.

import type { z } from "zod";
import { isSection, type LocatedDocument, valueAt } from "./document.ts";
import { type Explained, explained } from "./explain.ts";
import { NAME } from "./names.ts";
import type { Finding, Path } from "./problem.ts";
import {
  type InputEntry,
  inputSchema,
  type LayoutEntry,
  layoutSchema,
  type NodeEntry,
  nodeSchema,
  type PairingEntry,
  type ReaderEntry,
  type RelayEntry,
  readerSchema,
  relaySchema,
  sections,
  shedSchema,
  type WiredTo,
  wiredTo,
} from "./shed-schema.ts";
import { type ProbeEntry, probeSchema, VAT_SWITCHES } from "./vat-schema.ts";

/** Entries by name in the order of the file; null where an entry is there but could not be read. */
export type Named<T> = ReadonlyMap<string, T | null>;

/** A place where a wire ends, read by itself: the rest of its entry may be broken. */
export type Wire = { readonly path: Path; readonly to: WiredTo; readonly what: string };

export type ShedView = {
  readonly ports: readonly (readonly [Path, string])[];
  readonly numbers: readonly (readonly [node: string, number: number])[];
  readonly wires: readonly Wire[];
  readonly nodes: Named<NodeEntry>;
  readonly readers: Named<ReaderEntry>;
  readonly inputs: Named<InputEntry>;
  readonly relays: Named<RelayEntry>;
  readonly layout: LayoutEntry | null;
  readonly pairing: PairingEntry | null;
  readonly probes: Named<ProbeEntry>;
  /** What the vat's switches are said to be, each read by itself. */
  readonly vatSwitches: readonly (readonly [Path, string])[];
  readonly sections: { readonly [K in keyof typeof sections]: z.output<(typeof sections)[K]> | null };
};

/** The schema with its words; a few milliseconds at the start. */
const SHED: Explained = explained(shedSchema);

/** Everything the schema objects to, in words. */
export function schemaFindings(document: LocatedDocument): readonly Finding[] {
  const parsed = shedSchema.safeParse(document.value);
  if (parsed.success) return [];
  return [...SHED.explain(document, parsed.error.issues), ...badlyNamed(document)];
}

/** Entries whose name is refused are not read by the whole schema: their own mistakes are told here. */
function badlyNamed(document: LocatedDocument): readonly Finding[] {
  return ENTRIES.flatMap(({ section, schema }) =>
    namesIn(document.value, ...section)
      .filter((name) => !NAME.test(name))
      .flatMap((name) => {
        const parsed = schema.safeParse(valueAt(document.value, [...section, name]));
        return parsed.success ? [] : SHED.explain(document, parsed.error.issues, [...section, name]);
      }),
  );
}

const ENTRIES = [
  { section: ["nodes"], schema: nodeSchema },
  { section: ["readers"], schema: readerSchema },
  { section: ["inputs"], schema: inputSchema },
  { section: ["relays"], schema: relaySchema },
  { section: ["vat", "probes"], schema: probeSchema },
] as const;

function namesIn(value: unknown, ...section: readonly string[]): readonly string[] {
  const entries = valueAt(value, section);
  return isSection(entries) ? Object.keys(entries) : [];
}

export function viewOf(document: LocatedDocument): ShedView {
  const value = document.value;
  return {
    ports: portsIn(value),
    numbers: numbersIn(value),
    wires: wiresIn(value),
    nodes: named(value, ["nodes"], nodeSchema),
    readers: named(value, ["readers"], readerSchema),
    inputs: named(value, ["inputs"], inputSchema),
    relays: named(value, ["relays"], relaySchema),
    layout: piece(value, "layout", layoutSchema),
    pairing: piece(value, "pairing", sections.pairing) ?? null,
    probes: named(value, ["vat", "probes"], probeSchema),
    vatSwitches: Object.keys(VAT_SWITCHES).flatMap((key) => {
      const path = ["vat", "switches", key];
      const input = valueAt(value, path);
      return typeof input === "string" ? [[path, input] as const] : [];
    }),
    sections: {
      shed: piece(value, "shed", sections.shed),
      "time-zone": piece(value, "time-zone", sections["time-zone"]),
      "herd-file": piece(value, "herd-file", sections["herd-file"]),
      office: piece(value, "office", sections.office),
      farm: piece(value, "farm", sections.farm),
      clock: piece(value, "clock", sections.clock),
      recorder: piece(value, "recorder", sections.recorder),
      valves: piece(value, "valves", sections.valves),
      button: piece(value, "button", sections.button),
      pairing: piece(value, "pairing", sections.pairing),
      vat: piece(value, "vat", sections.vat),
      "shut-off-on": piece(value, "shut-off-on", sections["shut-off-on"]),
      "vat-stop-on": piece(value, "vat-stop-on", sections["vat-stop-on"]),
      siren: piece(value, "siren", sections.siren),
      beacon: piece(value, "beacon", sections.beacon),
    },
  };
}

/** Sections of the file in the order in which they were written. */
export function sectionOrder(document: LocatedDocument): readonly string[] {
  return isSection(document.value) ? Object.keys(document.value) : [];
}

function portsIn(value: unknown): ShedView["ports"] {
  return ["nodes", "readers"].flatMap((section) =>
    namesIn(value, section).flatMap((name) => {
      const path = [section, name, "port"];
      const port = valueAt(value, path);
      return typeof port === "string" ? [[path, port] as const] : [];
    }),
  );
}

function numbersIn(value: unknown): ShedView["numbers"] {
  return namesIn(value, "nodes").flatMap((name) => {
    const number = valueAt(value, ["nodes", name, "number"]);
    return typeof number === "number" ? [[name, number] as const] : [];
  });
}

function wiresIn(value: unknown): readonly Wire[] {
  const places = [
    ...namesIn(value, "inputs").map((name) => ({
      path: ["inputs", name, "wired-to"],
      what: `input ${name}`,
    })),
    ...namesIn(value, "relays").map((name) => ({
      path: ["relays", name, "wired-to"],
      what: `relay ${name}`,
    })),
    { path: ["siren"], what: "the siren" },
    { path: ["beacon"], what: "the beacon" },
  ];
  return places.flatMap(({ path, what }) => {
    const to = wiredTo.safeParse(valueAt(value, path));
    return to.success ? [{ path, to: to.data, what }] : [];
  });
}

function piece<T extends z.ZodType>(value: unknown, key: string, schema: T): z.output<T> | null {
  const parsed = schema.safeParse(valueAt(value, [key]));
  return parsed.success ? parsed.data : null;
}

function named<T extends z.ZodType>(value: unknown, path: Path, schema: T): Named<z.output<T>> {
  const section = valueAt(value, path);
  const out = new Map<string, z.output<T> | null>();
  if (!isSection(section)) return out;
  for (const [name, entry] of Object.entries(section)) {
    const parsed = schema.safeParse(entry);
    out.set(name, parsed.success ? parsed.data : null);
  }
  return out;
}
