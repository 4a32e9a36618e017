// Room: config. The second pass over a shed's file: what only shows when two places are seen together.
// May live here: pins, ports, channels, bails, names and limits, each used as often as it may be.
// May not: a single key's own limits (shed-schema). Invariant: pure; says nothing about pieces that could not be read.

import type { CoolingProfile } from "../domain/cooling/profile.ts";
import { BAILS_PER_NODE } from "../domain/shed/plan.ts";
import { BAILS_MAX, rangesText } from "./bail-ranges.ts";
import { type LocatedDocument, valueAt } from "./document.ts";
import { farmZone } from "./farm-time.ts";
import { listed, nearest } from "./nearest.ts";
import type { Finding, Path } from "./problem.ts";
import { durationText } from "./quantities.ts";
import {
  type LayoutEntry,
  ORDINARY_PINS,
  PI_LINE_MAX,
  PI_LINE_MIN,
  RESERVED_PINS,
  type WiredTo,
} from "./shed-schema.ts";
import { type ShedView, sectionOrder, type Wire } from "./shed-view.ts";
import { vatChecks } from "./vat-checks.ts";

/** What the figures in DESIGN are held for: 80 bails. */
export const NODES_MAX = 10;
export const READERS_MAX = 80;
export const INPUTS_MAX = 250;

/** `profiles`: the cooling profiles there are to choose from. */
export function crossChecks(
  document: LocatedDocument,
  view: ShedView,
  profiles: readonly CoolingProfile[],
): readonly Finding[] {
  return [
    ...limits(view),
    ...boardNumbers(view),
    ...ports(view),
    ...channels(view),
    ...wires(view),
    ...nodeNames(view),
    ...layout(view),
    ...vatChecks(view, profiles),
    ...times(document, view),
    ...timeZone(view),
    ...herdFrom(document),
    ...lastSection(document),
  ];
}

/** Remarks that keep nothing from running. */
export function remarks(view: ShedView): readonly Finding[] {
  const out: Finding[] = [];
  for (const [path, port] of view.ports) {
    if (!/^\/dev\/tty(?:USB|ACM)\d+$/.test(port)) continue;
    out.push({
      severity: "note",
      path,
      says: "This port can be another device after the next start.",
      found: port,
      expected: "/dev/serial/by-id/…, or /dev/serial/by-path/… for boards without a serial number",
      fix: "Run `ls -l /dev/serial/by-id /dev/serial/by-path` and use the name that points here.",
    });
  }
  const lease = view.sections.valves?.lease;
  if (lease !== undefined && lease < RENEWALS_SPANNED) {
    out.push({
      severity: "note",
      path: ["valves", "lease"],
      says: "So short a lease lapses when two renewals are late, and the valves will chatter.",
      found: durationText(lease),
      expected: "250 ms or more: renewals come every 100 ms",
      fix: "Use 450 ms unless there is a reason not to.",
    });
  }
  return out;
}
/** Renewals come every 100 ms; a lease should outlive two that are late. */
const RENEWALS_SPANNED = 250;

/** Where there is no office, the herd comes from a file. */
function herdFrom(document: LocatedDocument): readonly Finding[] {
  const given = (key: string) => valueAt(document.value, [key]);
  if (given("office") !== "off" || given("herd-file") !== undefined) return [];
  return [
    {
      path: ["office"],
      says: "Without an office the herd has to come from a file, and none is named.",
      found: "off, and no herd-file",
      expected: "herd-file, where there is no office",
      fix: "Add herd-file, for example: herd-file: herd.json. Or take the line `office: off` out.",
    },
  ];
}

function limits(view: ShedView): readonly Finding[] {
  const over = (section: "nodes" | "readers" | "inputs", most: number, why: string): readonly Finding[] =>
    view[section].size <= most
      ? []
      : [
          {
            path: [section],
            at: "key",
            says: `There are too many ${section}.`,
            found: `${view[section].size}`,
            expected: `at most ${most}`,
            fix: why,
          },
        ];
  const findings = [
    ...over("nodes", NODES_MAX, `One computer serves ${NODES_MAX} boards (${BAILS_MAX} bails).`),
    ...over("readers", READERS_MAX, "One reader a bail is the most there can be."),
    ...over("inputs", INPUTS_MAX, "Remove inputs that nothing uses."),
  ];
  if (view.nodes.size === 0) {
    findings.push({
      path: ["nodes"],
      at: "key",
      says: "There is no board, so there is no bail.",
      found: "no nodes",
      expected: `1 to ${NODES_MAX} nodes`,
      fix: "Add the boards; config/in-bail-6.yaml shows one.",
    });
  }
  return findings;
}

function boardNumbers(view: ShedView): readonly Finding[] {
  const owners = new Map<number, string>();
  const out: Finding[] = [];
  for (const [name, number] of view.numbers) {
    const owner = owners.get(number);
    if (owner === undefined) owners.set(number, name);
    else
      out.push({
        path: ["nodes", name, "number"],
        says: `Board number ${number} is used twice.`,
        found: `nodes ${owner} and ${name} both have ${number}`,
        expected: "a number of its own for each board",
        fix: "Give one of them another number, and write it into the board.",
      });
  }
  return out;
}

function ports(view: ShedView): readonly Finding[] {
  const owners = new Map<string, Path>();
  const out: Finding[] = [];
  for (const [path, port] of view.ports) {
    // The same path can be spelt in several ways.
    const plain = port.replaceAll(/\/(?:\.?\/)+/g, "/").replace(/\/$/, "");
    const owner = owners.get(plain);
    if (owner === undefined) {
      owners.set(plain, path);
      continue;
    }
    out.push({
      path,
      says: `This port is already that of ${deviceText(owner)}.`,
      found: `${deviceText(owner)} and ${deviceText(path)} on ${port}`,
      expected: "a port of its own for each device",
      fix:
        owner[0] === path[0]
          ? "Unplug one of the two, see which name goes from /dev/serial/by-id, and put it right here."
          : "A reader and a board cannot share a line: give the reader the port it is plugged into.",
    });
  }
  return out;
}

const deviceText = (path: Path): string => `${path[0] === "nodes" ? "node" : "reader"} ${path[1]}`;

/** Bail → node, for every node that could be read; findings for what is wired twice. */
function channels(view: ShedView): readonly Finding[] {
  const owners = new Map<number, string>();
  const out: Finding[] = [];
  for (const [name, node] of view.nodes) {
    if (node === null) continue;
    const path = ["nodes", name, "bails"];
    if (node.bails.length > BAILS_PER_NODE) {
      out.push({
        path,
        says: `One board cannot drive ${node.bails.length} bails.`,
        found: `bails ${rangesText(node.bails.map((b) => b.bail))}`,
        expected: `at most ${BAILS_PER_NODE} bails on one node`,
        fix: "Put the others on another node.",
      });
    }
    const used = new Map<number, number>();
    for (const { bail, channel } of node.bails) {
      const first = used.get(channel);
      if (first !== undefined && first !== bail) {
        out.push({
          path,
          says: `Channel ${channel} of ${name} is used twice.`,
          found: `bails ${first} and ${bail} both on channel ${channel}`,
          expected: "one bail on each channel",
          fix: "Look which valve moves with the channel, and give the other bail its own.",
        });
      }
      used.set(channel, bail);
      const owner = owners.get(bail);
      if (owner !== undefined) {
        out.push({
          path,
          says: `Bail ${bail} has two valve channels.`,
          found: `bail ${bail} on ${owner === name ? `${name} twice` : `${owner} and on ${name}`}`,
          expected: "each bail on one channel of one node",
          fix: "Remove it where its valve is not wired.",
        });
      }
      owners.set(bail, name);
    }
  }
  return out;
}

function wires(view: ShedView): readonly Finding[] {
  const owners = new Map<string, Wire>();
  const out: Finding[] = [];
  for (const wire of view.wires) {
    const wrong = wrongEnd(view, wire);
    if (wrong !== null) {
      out.push(wrong);
      continue;
    }
    const end = endText(wire.to);
    const owner = owners.get(end);
    if (owner === undefined) {
      owners.set(end, wire);
      continue;
    }
    out.push({
      path: wire.path,
      says: `Two things are wired to ${end}.`,
      found: `${owner.what} and ${wire.what} on ${end}`,
      expected: "one thing on each pin",
      fix: "Follow the wire of one of them to its pin, and put that pin here.",
    });
  }
  return out;
}

const endText = (to: WiredTo): string =>
  to.kind === "node" ? `${to.node} pin ${to.pin}` : `pi line ${to.line}`;

function wrongEnd(view: ShedView, wire: Wire): Finding | null {
  const { path, to } = wire;
  const section = path[0];
  if (to.kind === "pi") {
    if (section === "relays") return wrongSide(path, endText(to), "a pin of a node", PI_KEEPS);
    if (to.line >= PI_LINE_MIN && to.line <= PI_LINE_MAX) return null;
    return {
      path,
      says: `The computer has no line ${to.line} for this.`,
      found: endText(to),
      expected: `lines ${PI_LINE_MIN} to ${PI_LINE_MAX}`,
      fix: "Lines are numbered as GPIO numbers, not as positions on the header.",
    };
  }
  if (section === "siren" || section === "beacon") {
    return wrongSide(path, endText(to), "a line of the computer, such as pi line 5", SIGNAL_PLACE);
  }
  if (!view.nodes.has(to.node)) return noSuch("node", path, to.node, [...view.nodes.keys()]);
  if (ORDINARY_PINS.includes(to.pin)) return null;
  const reserved = RESERVED_PINS.find(({ from, to: last }) => to.pin >= from && to.pin <= last);
  return {
    path,
    says:
      reserved === undefined
        ? `The board has no pin ${to.pin}.`
        : `Pin ${to.pin} belongs to ${reserved.use}.`,
    found: endText(to),
    expected: `one of the ordinary pins: ${rangesText(ORDINARY_PINS)}`,
    fix: "Move the wire to an ordinary pin and write that pin here.",
  };
}

const PI_KEEPS =
  "Wire it to a node: the computer's lines stay as they are when the program dies, a node's fall to rest.";
const SIGNAL_PLACE = "Wire it to the computer, so that it sounds when a node is lost as well.";

const wrongSide = (path: Path, found: string, expected: string, fix: string): Finding => ({
  path,
  says: "This cannot be wired there.",
  found,
  expected,
  fix,
});

function noSuch(what: string, path: Path, written: string, known: readonly string[]): Finding {
  const meant = nearest(written, known);
  return {
    path,
    says: `There is no ${what} called "${written}".`,
    found: `"${written}"`,
    expected: known.length === 0 ? `a ${what} that is defined` : `one of: ${listed(known)}`,
    fix: meant === null ? `Define it under ${what}s, or use a name from there.` : `Did you mean "${meant}"?`,
  };
}

function nodeNames(view: ShedView): readonly Finding[] {
  const known = [...view.nodes.keys()];
  const out: Finding[] = [];
  for (const key of ["shut-off-on", "vat-stop-on"] as const) {
    const written = view.sections[key];
    if (typeof written === "string" && !view.nodes.has(written))
      out.push(noSuch("node", [key], written, known));
  }
  if (view.nodes.has("pi")) {
    out.push({
      path: ["nodes", "pi"],
      at: "key",
      says: `A node cannot be called "pi".`,
      found: '"pi"',
      expected: "another name",
      fix: `"pi" means the computer's own header: call the board by where it hangs.`,
    });
  }
  return out;
}

type Use = { readonly path: Path; readonly name: string };
type Uses = {
  readonly readers: Use[];
  readonly inputs: Use[];
  readonly bails: { path: Path; bail: number }[];
};

/** Every device and bail that the layout and the vat name, with where they name it. */
function usesOf(view: ShedView): Uses {
  const uses: Uses = { readers: [], inputs: [], bails: [] };
  for (const [path, name] of view.vatSwitches) uses.inputs.push({ path, name });
  const place = view.layout;
  switch (place?.kind) {
    case undefined:
      break;
    case "in-bail":
      for (const [i, entry] of place.places.entries()) {
        const path = ["layout", "places", i];
        uses.bails.push({ path: [...path, "bail"], bail: entry.bail });
        uses.readers.push({ path: [...path, "reader"], name: entry.reader });
        uses.inputs.push({ path: [...path, "cow-switch"], name: entry["cow-switch"] });
        const gate = entry["exit-gate"];
        if (gate !== undefined) uses.inputs.push({ path: [...path, "exit-gate"], name: gate });
      }
      break;
    case "herringbone":
      for (const [row, entry] of Object.entries(place.rows)) {
        const path = ["layout", "rows", row];
        uses.bails.push(...entry.bails.map((bail) => ({ path: [...path, "bails"], bail })));
        uses.readers.push({ path: [...path, "reader"], name: entry.reader });
        for (const key of ["first-place-reader", "last-place-reader"] as const) {
          const reader = entry[key];
          if (reader !== undefined) uses.readers.push({ path: [...path, key], name: reader });
        }
        for (const key of ["beam", "entry-gate", "exit-gate"] as const) {
          uses.inputs.push({ path: [...path, key], name: entry[key] });
        }
      }
      break;
    case "rotary":
      uses.bails.push(...place.bails.map((bail) => ({ path: ["layout", "bails"], bail })));
      for (const key of ["entry-reader", "exit-reader"] as const) {
        const name = place[key];
        if (name !== undefined) uses.readers.push({ path: ["layout", key], name });
      }
      for (const key of ["first-pulse", "second-pulse", "index-mark", "boarded", "stayed"] as const) {
        uses.inputs.push({ path: ["layout", key], name: place[key] });
      }
      break;
  }
  return uses;
}

function layout(view: ShedView): readonly Finding[] {
  if (view.layout === null) return [];
  const uses = usesOf(view);
  const out: Finding[] = [];
  if (view.layout.kind === "herringbone" && Object.keys(view.layout.rows).length === 0) {
    out.push(noRows());
  }
  if (view.layout.kind === "rotary") out.push(...platformSize(view.layout));
  out.push(...undefinedOrUnused("reader", view.readers, uses.readers));
  out.push(...undefinedOrUnused("input", view.inputs, uses.inputs));
  out.push(...usedTwice("reader", sharedOnce(view, uses.readers)));
  out.push(...usedTwice("input", uses.inputs));
  out.push(...places(view, uses));
  return out;
}

const noRows = (): Finding => ({
  path: ["layout", "rows"],
  at: "key",
  says: "There is no row.",
  found: "no rows",
  expected: "at least one row",
  fix: "Add a row; config/herringbone-2x10.yaml shows two.",
});

/** Below this the bails around entry and exit, which a doubt about the platform's position reaches, are most of it. */
const PLATFORM_BAILS_MIN = 16;

function platformSize({ bails }: LayoutEntry & { readonly kind: "rotary" }): readonly Finding[] {
  if (bails.length >= PLATFORM_BAILS_MIN) return [];
  return [
    {
      path: ["layout", "bails"],
      says: "The platform has too few bails.",
      found: `${bails.length} bails`,
      expected: `at least ${PLATFORM_BAILS_MIN} bails on a rotary`,
      fix: "List every bail that passes the entry in one turn.",
    },
  ];
}

function undefinedOrUnused(
  what: "reader" | "input",
  defined: ReadonlyMap<string, unknown>,
  uses: readonly Use[],
): readonly Finding[] {
  const known = [...defined.keys()];
  const used = new Set(uses.map((use) => use.name));
  const unknown = uses
    .filter((use) => !defined.has(use.name))
    .map((use) => noSuch(what, use.path, use.name, known));
  const unused = known
    .filter((name) => !used.has(name))
    .map(
      (name): Finding => ({
        path: [`${what}s`, name],
        at: "key",
        says: `${what === "reader" ? "No place in the layout uses" : "Neither the layout nor the vat uses"} the ${what} "${name}".`,
        found: `${what} ${name}, defined but not used`,
        expected: `every ${what} in ${USED_IN[what]}`,
        fix: `Use it in ${USED_IN[what]}, or remove it. Most often its name is mistyped there.`,
      }),
    );
  return [...unknown, ...unused];
}

const USED_IN = { reader: "the layout", input: "the layout or in vat.switches" } as const;

/** Rows may share a race reader, which then counts as one use; every other device has one. */
function sharedOnce(view: ShedView, uses: readonly Use[]): readonly Use[] {
  if (view.layout?.kind !== "herringbone") return uses;
  const race = (use: Use): boolean => use.path.at(-1) === "reader";
  return uses.filter(
    (use, index) => !race(use) || uses.findIndex((one) => race(one) && one.name === use.name) === index,
  );
}

function usedTwice(what: string, uses: readonly Use[]): readonly Finding[] {
  const owners = new Map<string, Use>();
  const out: Finding[] = [];
  for (const use of uses) {
    const owner = owners.get(use.name);
    if (owner === undefined) owners.set(use.name, use);
    else
      out.push({
        path: use.path,
        says: `The ${what} "${use.name}" is used in two places.`,
        found: `${owner.path.join(".")} and ${use.path.join(".")}`,
        expected: `one place for each ${what}`,
        fix: "Give one of the two its own.",
      });
  }
  return out;
}

function places(view: ShedView, uses: Uses): readonly Finding[] {
  const out: Finding[] = [];
  const owners = new Map<number, Path>();
  for (const { path, bail } of uses.bails) {
    const owner = owners.get(bail);
    if (owner === undefined) owners.set(bail, path);
    else
      out.push({
        path,
        says: `Bail ${bail} is there twice.`,
        found: `bail ${bail} in ${owner.join(".")} and in ${path.join(".")}`,
        expected: "each bail in one place of the layout",
        fix: "Remove it where it does not stand.",
      });
  }
  // A node that could not be read may well drive the bail: say nothing until it can be read.
  const nodes = [...view.nodes];
  if (nodes.some(([, node]) => node === null)) return out;
  const wired = new Set(nodes.flatMap(([, node]) => node?.bails.map((b) => b.bail) ?? []));
  const without = [...owners].filter(([bail]) => !wired.has(bail));
  for (const path of new Set(without.map(([, p]) => p))) {
    const missing = without.filter(([, p]) => p === path).map(([bail]) => bail);
    out.push({
      path,
      says: `${bailsText(missing)} no valve channel.`,
      found: `no node with bail ${rangesText(missing)}`,
      expected: "every bail of the layout on a channel of a node",
      fix: "Add it to the node that its valve is wired to, or remove it here.",
    });
  }
  for (const [name, node] of nodes) {
    const homeless = node?.bails.map((b) => b.bail).filter((bail) => !owners.has(bail)) ?? [];
    if (homeless.length === 0) continue;
    out.push({
      path: ["nodes", name, "bails"],
      says: `${bailsText(homeless)} no place in the layout.`,
      found: `bail ${rangesText(homeless)} in no row and no place`,
      expected: "every bail of a node in the layout",
      fix: "Add it to its row or places, or remove it here.",
    });
  }
  return out;
}

const bailsText = (bails: readonly number[]): string =>
  bails.length === 1 ? `Bail ${bails[0]} has` : `Bails ${rangesText(bails)} have`;

function times(document: LocatedDocument, view: ShedView): readonly Finding[] {
  const out: Finding[] = [];
  const written = valueAt(document.value, ["pairing"]) !== undefined;
  if (written && view.layout?.kind === "in-bail") {
    out.push({
      path: ["pairing"],
      at: "key",
      says: `A shed of kind ${view.layout.kind} has no pairing.`,
      found: "pairing",
      expected: "pairing in a herringbone or rotary only",
      fix: "Remove the section.",
    });
  }
  const pairing = view.pairing;
  if (pairing !== null && pairing["closest-cows"] >= pairing["read-to-count"]) {
    out.push({
      path: ["pairing", "closest-cows"],
      says: "No read could ever be paired with its cow.",
      found: `closest-cows ${durationText(pairing["closest-cows"])}, read-to-count ${durationText(pairing["read-to-count"])}`,
      expected: "closest-cows shorter than read-to-count",
      fix: "The defaults are 500 ms and 4 s.",
    });
  }
  const recorder = view.sections.recorder;
  if (recorder !== null && recorder.keep < recorder["file-size"] * 2) {
    out.push({
      path: ["recorder", "keep"],
      says: "Fewer than two recording files would be kept.",
      found: `keep ${recorder.keep} bytes, file-size ${recorder["file-size"]} bytes`,
      expected: "keep at least twice file-size",
      fix: "Raise keep, or lower file-size.",
    });
  }
  return out;
}

function timeZone(view: ShedView): readonly Finding[] {
  const written = view.sections["time-zone"];
  if (written === null) return [];
  const zone = farmZone(written);
  return zone.ok ? [] : [{ path: ["time-zone"], found: `"${written}"`, ...zone.error }];
}

/** Truncation guard: what comes last is required, and every bail must be in it, so a file cut short never passes. */
function lastSection(document: LocatedDocument): readonly Finding[] {
  const order = sectionOrder(document);
  const last = order.at(-1);
  if (last === "layout" || !order.includes("layout") || last === undefined) return [];
  return [
    {
      path: [last],
      at: "key",
      says: "The layout must be the last section.",
      found: `"${last}" after the layout`,
      expected: "layout at the end of the file",
      fix: `Move "${last}" above layout: then a file that was cut short while it was saved is always noticed.`,
    },
  ];
}
