// Room: office/herd. The first filling of the register from a herd file.
// May live here: what of the file goes into which record. May not: reading herd files (config has the reader).
// Invariant: every fact, label and group keeps its name and its dates; a file with one mistake is not taken at all.

import { z } from "zod";
import { loadHerd } from "../../config/herd-file.ts";
import { FACTS_PER_COW_MAX } from "../../config/herd-schema.ts";
import { PROBLEMS_SHOWN_MAX } from "../../config/problem.ts";
import type { HerdTable } from "../../domain/holds/facts.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { EpochMs } from "../../domain/units.ts";
import { type FactBody, type NewFact, writeFact } from "../../store/facts.ts";
import { COW_STATUSES, writeCow, writeGroup, writePolicy } from "../../store/herd.ts";
import { type LabelBody, writeProduct } from "../../store/medicines.ts";
import type { Pen, Written } from "../../store/store.ts";
import { type Handlers, refused } from "../contract/handlers.ts";
import type { Refusal } from "../contract/pieces.ts";
import { accept, type Made } from "./accept.ts";
import { badEntry, mistake } from "./mistakes.ts";
import type { Room } from "./room.ts";

const factShape = z.looseObject({
  fact: z.string(),
  kind: z.string(),
  by: z.string(),
  "recorded-at": z.string(),
  supersedes: z.string().optional(),
});
/** Only where things stand: the reader has read the rest. */
const shape = z.looseObject({
  policy: z.unknown().optional(),
  labels: z.array(z.looseObject({ label: z.string(), version: z.number(), product: z.string() })).default([]),
  groups: z.array(z.looseObject({ group: z.string(), cows: z.array(z.string()) })).default([]),
  "group-facts": z
    .array(factShape.extend({ cows: z.array(z.string()).optional(), group: z.string().optional() }))
    .default([]),
  cows: z.array(
    z.looseObject({
      cow: z.string(),
      eids: z.array(z.string()),
      status: z.enum(COW_STATUSES),
      note: z.string().default(""),
      facts: z.array(factShape).default([]),
      milkings: z.array(z.string()).default([]),
    }),
  ),
});
type HerdFile = z.output<typeof shape>;

export const importHandlers = (room: Room, refill: () => void): Pick<Handlers, "importHerd"> => ({
  importHerd: ({ body }, caller) =>
    accept(room, {
      route: "importHerd",
      body,
      caller,
      changed: ["herd", "stock", "treatments"],
      work: (pen, written) => {
        const { text } = body;
        const now = caller.trusted ? caller.at : null;
        const loaded = loadHerd(text, { timeZone: room.herd.timeZone, now, file: "herd file" });
        if (!loaded.ok) {
          const shown = loaded.error.slice(0, PROBLEMS_SHOWN_MAX);
          return badEntry(
            shown.map(({ line, path, says, found, expected, fix }) =>
              mistake(
                "text",
                found,
                expected,
                `Line ${line}${path === "" ? "" : `, ${path}`}: ${says} ${fix}`,
              ),
            ),
          );
        }
        const file = shape.parse(JSON.parse(text.replace(/^\uFEFF/, "")));
        const refusal = whyNot(room, file);
        return refusal ?? fill(pen, { file, table: loaded.value, written, refill });
      },
    }),
});

function whyNot(room: Room, file: HerdFile): { readonly ok: false; readonly error: Refusal } | null {
  if (room.herd.register.size > 0 || room.herd.labels.length > 0) {
    const what = room.herd.register.size > 0 ? `${room.herd.register.size} cows` : "products";
    return refused(
      "conflict",
      `The records have ${what} already: a herd file fills empty ones only.`,
      "Enter what is missing by hand: cows on their page, labels on the shelf.",
    );
  }
  const long = file.cows.find((cow) => cow.facts.length + cow.milkings.length > FACTS_PER_COW_MAX);
  if (long === undefined) return null;
  const found = `${long.facts.length} facts and ${long.milkings.length} milkings of cow ${long.cow}`;
  const fix = "Leave out her oldest milkings: only those since her last treatment or calving count.";
  return badEntry([mistake("text", found, `at most ${FACTS_PER_COW_MAX} in all`, fix)]);
}

type Filling = {
  readonly file: HerdFile;
  readonly table: HerdTable;
  readonly written: Written;
  readonly refill: () => void;
};

function fill(pen: Pen, { file, table, written, refill }: Filling): Result<Made, Refusal> {
  if (file.policy !== undefined) writePolicy(pen, file.policy, "a herd file", written);
  writeLabels(pen, file.labels, written);
  for (const { cow, eids, status, note } of file.cows) {
    const entry = {
      cow,
      eids,
      status,
      note,
      name: "",
      breed: "",
      born: null,
      reason: "taken from a herd file",
    };
    writeCow(pen, entry, null, written);
  }
  for (const { group, cows } of file.groups) writeGroup(pen, { group, cows, version: 1 }, written);
  const recorded = new Map(
    table.cows.flatMap(({ facts }) => facts.map((one) => [one.fact as string, one.recordedAt])),
  );
  for (const fact of factsOf(file, recorded)) writeFact(pen, fact, written);
  const cows = file.cows.length === 1 ? "1 cow" : `${file.cows.length} cows`;
  return ok({
    outcome: { record: "herd-file", bails: true, cows: [], warnings: [`${cows} came from the herd file.`] },
    takeOver: refill,
  });
}

/** A product for each version of each label. Unit, route and dose are not in a herd file: the next version says them. */
function writeLabels(pen: Pen, labels: HerdFile["labels"], written: Written): void {
  const versions = new Map<string, (LabelBody & { readonly product: string })[]>();
  for (const row of labels) {
    const key = JSON.stringify([row.label, row.version]);
    versions.set(key, [...(versions.get(key) ?? []), row]);
  }
  for (const rows of versions.values()) {
    const [first] = rows;
    if (first === undefined) continue;
    const { label: product, version, product: name } = first;
    const entry = { product, version, name, unit: "dose", route: "", dose: "", supplier: "" };
    writeProduct(pen, entry, rows, written);
  }
}

function factsOf(file: HerdFile, recorded: ReadonlyMap<string, EpochMs>): readonly NewFact[] {
  const made: NewFact[] = [];
  const add = (body: FactBody, cows: readonly string[], group: string, at: EpochMs | undefined) => {
    const says = (cow: string) => `Cow ${cow}: ${body.kind} ${body.fact}, from a herd file`;
    const recordedAt = at ?? recorded.get(body.fact);
    if (recordedAt === undefined) throw new Error(`broken assumption: fact ${body.fact} was read`);
    made.push({ body, cows, recordedAt, group, detail: {}, says });
  };
  const names = new Set(
    [...file["group-facts"], ...file.cows.flatMap(({ facts }) => facts)].map(({ fact }) => fact),
  );
  let n = 0;
  const milkedName = () => {
    do n += 1;
    while (names.has(`k-${n}`));
    return `k-${n}`;
  };
  for (const { cow, facts, milkings } of file.cows) {
    for (const { supersedes, ...body } of facts) {
      add({ ...body, ...(supersedes === undefined ? {} : { supersedes }) }, [cow], "", undefined);
    }
    for (const [i, at] of milkings.entries()) {
      const body = { fact: milkedName(), kind: "milked", by: "list of milkings", "recorded-at": at, at };
      // The reader has its own name for each of a list.
      add(body, [cow], "", recorded.get(`${cow}/milking/${i + 1}`));
    }
  }
  for (const { cows, group, supersedes, ...body } of file["group-facts"]) {
    const who = cows ?? file.groups.find((one) => one.group === group)?.cows ?? [];
    add({ ...body, ...(supersedes === undefined ? {} : { supersedes }) }, who, group ?? "", undefined);
  }
  return made;
}
