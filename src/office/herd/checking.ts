// Room: office/herd. What is about to be recorded, put to the reader of herd files together with what it refers to.
// May live here: the smallest herd file that shows every mistake of an entry. May not: recording it.
// Invariant: what passes here is in the words of a herd file, and would be read with the whole herd as it is read here.

import { loadHerd } from "../../config/herd-file.ts";
import type { CowFact } from "../../domain/holds/facts.ts";
import { assert, err, ok, type Result } from "../../domain/result.ts";
import type { EpochMs } from "../../domain/units.ts";
import type { FactBody } from "../../store/facts.ts";
import type { CowEntry } from "../../store/herd.ts";
import type { LabelBody } from "../../store/medicines.ts";
import type { Mistake } from "../contract/pieces.ts";
import { type HerdFact, type HerdParts, herdText } from "./herd-text.ts";
import type { KnownHerd } from "./known-herd.ts";
import { mistakesOf } from "./mistakes.ts";

type Checked<T> = Result<T, readonly Mistake[]>;

/** A new fact of these cows, as the domain reads it for the first of them. `now` is null while the clock is not trusted. */
export function checkFact(
  herd: KnownHerd,
  body: FactBody,
  cows: readonly string[],
  now: EpochMs | null,
): Checked<CowFact> {
  const checked = readFact(herd, body, cows, now);
  const known = [...new Set(cows)].filter((cow) => herd.register.has(cow));
  const [first] = known.length === 0 ? herd.register.keys() : known;
  if (checked.ok || known.length === cows.length || first === undefined) return checked;
  // The reader stops at cows that it does not know; the rest of the entry is looked at all the same.
  const others = readFact(herd, body, known.length === 0 ? [first] : known, now);
  const more = others.ok ? [] : others.error.filter((one) => !checked.error.some(({ at }) => at === one.at));
  return err([...checked.error, ...more]);
}

function readFact(
  herd: KnownHerd,
  body: FactBody,
  cows: readonly string[],
  now: EpochMs | null,
): Checked<CowFact> {
  const before = referredTo(body, herd);
  const everybody = [...cows, ...before.flatMap((fact) => fact.cows)];
  const known = everybody.every((cow) => herd.register.has(cow));
  // Where a cow is not there, the reader looks for the number that was meant among all.
  const shells = known ? [...new Set(everybody)] : [...herd.register.keys()];
  const shared: readonly HerdFact[] = [...before, { body, cows }];
  const under = `group-facts[${before.length}]`;
  const loaded = load(herd, { labels: herd.labels, cows: entriesOf(herd, shells), shared }, now);
  if (!loaded.ok) return err(mistakesOf(loaded.error, [{ path: under, field: "" }]));
  const read = loaded.value.cows.flatMap((cow) => cow.facts).find((fact) => fact.fact === body.fact);
  assert(read !== undefined, "a fact that was read is with its cows");
  return ok(read);
}

/** The facts that one refers to, and those that they do. */
function referredTo(body: FactBody, herd: KnownHerd): readonly HerdFact[] {
  const found = new Map<string, HerdFact>();
  const names = namesIn(body);
  for (const name of names) {
    const fact = herd.facts.get(name);
    if (fact === undefined || found.has(name)) continue;
    found.set(name, fact);
    names.push(...namesIn(fact.body));
  }
  return [...found.values()];
}

const namesIn = (body: FactBody): string[] =>
  [body.supersedes, body.of].filter((name): name is string => typeof name === "string");

/** A new cow, or another entry for one: among all others, for the sake of tags and numbers. */
export function checkCow(herd: KnownHerd, entry: CowEntry): Checked<null> {
  const others = [...herd.register.values()].filter(({ cow }) => cow !== entry.cow);
  const cows = [...others, entry];
  const loaded = load(herd, { labels: [], cows, shared: [] }, null);
  if (loaded.ok) return ok(null);
  const named = (text: string) =>
    text.replaceAll(/cows\[(\d+)\]/g, (_, n) => `cow ${cows[Number(n)]?.cow ?? ""}`);
  return err(
    mistakesOf(loaded.error, [{ path: `cows[${others.length}]`, field: "" }]).map((one) => ({
      ...one,
      found: named(one.found),
    })),
  );
}

/** New label rows among all others. */
export function checkLabels(herd: KnownHerd, rows: readonly LabelBody[]): Checked<null> {
  const labels = [...herd.labels, ...rows];
  const loaded = load(herd, { labels, cows: [SOMEBODY], shared: [] }, null);
  if (loaded.ok) return ok(null);
  const places = rows.map((_, n) => ({ path: `labels[${herd.labels.length + n}]`, field: `rows.${n}` }));
  return err(mistakesOf(loaded.error, places));
}

const SOMEBODY: HerdParts["cows"][number] = { cow: "1", eids: [], status: "dry" };

const entriesOf = (herd: KnownHerd, cows: readonly string[]): HerdParts["cows"] =>
  cows.flatMap((cow) => herd.register.get(cow) ?? []);

function load(
  herd: KnownHerd,
  parts: Pick<HerdParts, "labels" | "cows" | "shared">,
  now: EpochMs | null,
): ReturnType<typeof loadHerd> {
  const text = herdText({ policy: herd.policyWritten, single: new Map(), ...parts });
  return loadHerd(text, { timeZone: herd.timeZone, now, file: "entry" });
}
