// Room: config. A shed's file taken apart piece by piece, so that one mistake does not hide the others.
// May live here: the pieces that could be read, and the names of those that could not.
// May not: rules between pieces (shed-checks). Invariant: a piece is either whole or null, never half.

import type { z } from "zod";
import { isSection, type LocatedDocument, valueAt } from "./document.ts";
import { type Explained, explained } from "./explain.ts";
import type { Finding } from "./problem.ts";
import {
  type devices,
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
} from "./shed-schema.ts";

/** Entries by name in the order of the file; null where an entry is there but could not be read. */
export type Named<T> = ReadonlyMap<string, T | null>;

export type ShedView = {
  readonly nodes: Named<NodeEntry>;
  readonly readers: Named<ReaderEntry>;
  readonly inputs: Named<InputEntry>;
  readonly relays: Named<RelayEntry>;
  readonly layout: LayoutEntry | null;
  readonly pairing: PairingEntry | null;
  readonly sections: { readonly [K in keyof typeof sections]: z.output<(typeof sections)[K]> | null };
};

/** The schema with its words, made once by whoever reads files. */
export const explainedShed = (): Explained => explained(shedSchema);

/** Everything the schema objects to, in words. */
export function schemaFindings(document: LocatedDocument, shed: Explained): readonly Finding[] {
  const parsed = shedSchema.safeParse(document.value);
  return parsed.success ? [] : shed.explain(document, parsed.error.issues);
}

export function viewOf(document: LocatedDocument): ShedView {
  const value = document.value;
  return {
    nodes: named(value, "nodes", nodeSchema),
    readers: named(value, "readers", readerSchema),
    inputs: named(value, "inputs", inputSchema),
    relays: named(value, "relays", relaySchema),
    layout: piece(value, "layout", layoutSchema),
    pairing: piece(value, "pairing", sections.pairing) ?? null,
    sections: {
      shed: piece(value, "shed", sections.shed),
      "time-zone": piece(value, "time-zone", sections["time-zone"]),
      "herd-file": piece(value, "herd-file", sections["herd-file"]),
      clock: piece(value, "clock", sections.clock),
      recorder: piece(value, "recorder", sections.recorder),
      valves: piece(value, "valves", sections.valves),
      button: piece(value, "button", sections.button),
      pairing: piece(value, "pairing", sections.pairing),
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

function piece<T extends z.ZodType>(value: unknown, key: string, schema: T): z.output<T> | null {
  const parsed = schema.safeParse(valueAt(value, [key]));
  return parsed.success ? parsed.data : null;
}

function named<T extends z.ZodType>(
  value: unknown,
  key: keyof typeof devices,
  schema: T,
): Named<z.output<T>> {
  const section = valueAt(value, [key]);
  const out = new Map<string, z.output<T> | null>();
  if (!isSection(section)) return out;
  for (const [name, entry] of Object.entries(section)) {
    const parsed = schema.safeParse(entry);
    out.set(name, parsed.success ? parsed.data : null);
  }
  return out;
}
