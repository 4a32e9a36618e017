// Room: office/herd. The herd of the records as the domain knows it, kept in memory: each fact is read once, by the reader of herd files.
// May live here: filling it, adding to it after a commit. May not: SQL, files, answers, checking entries (checking.ts).
// Invariant: it says what the records say; what the reader of herd files does not take is not in it.

import { loadHerd } from "../../config/herd-file.ts";
import type { Problem } from "../../config/problem.ts";
import type { Cow, CowFact, HerdTable, HoldPolicy } from "../../domain/holds/facts.ts";
import { cowId } from "../../domain/ids.ts";
import { assert, err, ok, type Result } from "../../domain/result.ts";
import { parseEid } from "../../domain/tag/parse-eid.ts";
import type { EpochMs } from "../../domain/units.ts";
import type { FactBody, FactDetail, StoredFact } from "../../store/facts.ts";
import type { RegisteredCow } from "../../store/herd.ts";
import type { LabelBody } from "../../store/medicines.ts";
import { type HerdFact, type HerdParts, herdText } from "./herd-text.ts";

/** A fact of the records, with all cows that have it. */
export type KnownFact = HerdFact & {
  readonly group: string;
  readonly detail: FactDetail;
  readonly by: string;
  readonly at: EpochMs;
  readonly trusted: boolean;
};

/** What the records hold. */
export type HerdRecords = {
  readonly policy: unknown;
  readonly labels: readonly LabelBody[];
  readonly cows: readonly RegisteredCow[];
  readonly facts: readonly StoredFact[];
};

export type KnownHerd = {
  readonly timeZone: string;
  readonly policy: HoldPolicy;
  /** As a herd file writes it; null: the defaults. */
  readonly policyWritten: unknown;
  readonly labels: readonly LabelBody[];
  /** In the order in which they were entered. */
  readonly register: ReadonlyMap<string, RegisteredCow>;
  /** In the order in which they were recorded. */
  readonly facts: ReadonlyMap<string, KnownFact>;
  /** Names of a cow's facts, in the order in which they were recorded. */
  readonly namesOf: (cow: string) => readonly string[];
  /** Her facts as the domain reads them: another list whenever one came. */
  readonly factsOf: (cow: string) => readonly CowFact[];
  /** A cow with all her facts; null: not in the register. */
  readonly cow: (cow: string) => Cow | null;
  /** Take over what has just been committed. */
  readonly takeFact: (fact: KnownFact, read: CowFact) => void;
  readonly takeCow: (cow: RegisteredCow) => void;
  readonly takeLabels: (rows: readonly LabelBody[]) => void;
  /** Fills it anew from the records. The error: a record that the reader does not take, which only another program's hand makes. */
  readonly fill: (records: HerdRecords) => Result<null, readonly Problem[]>;
};

/** So many cows are read at a time: the limits of one file are not those of the records. */
const COWS_AT_ONCE = 100;
const NO_FACTS: readonly CowFact[] = [];
/** Stands in where a text needs a cow and none is there. */
const NOBODY = { cow: "1", eids: [], status: "dry" } as const;

export function createKnownHerd(timeZone: string): KnownHerd {
  const register = new Map<string, RegisteredCow>();
  const facts = new Map<string, KnownFact>();
  const names = new Map<string, string[]>();
  const read = new Map<string, readonly CowFact[]>();
  const said = {
    policyWritten: null as unknown,
    policy: policyOf(null, timeZone),
    labels: [] as LabelBody[],
  };
  const addName = (cow: string, name: string) => {
    const own = names.get(cow);
    if (own === undefined) names.set(cow, [name]);
    else own.push(name);
  };
  return {
    timeZone,
    get policy() {
      return said.policy;
    },
    get policyWritten() {
      return said.policyWritten;
    },
    get labels() {
      return said.labels;
    },
    register,
    facts,
    namesOf: (cow) => names.get(cow) ?? [],
    factsOf: (cow) => read.get(cow) ?? NO_FACTS,
    cow(cow) {
      const entry = register.get(cow);
      return entry === undefined ? null : { ...shellOf(entry), facts: read.get(cow) ?? [] };
    },
    takeFact(fact, known) {
      facts.set(fact.body.fact, fact);
      for (const cow of fact.cows) {
        addName(cow, fact.body.fact);
        read.set(cow, [...(read.get(cow) ?? []), { ...known, cow: cowId(cow) }]);
      }
    },
    takeCow(cow) {
      register.set(cow.cow, cow);
    },
    takeLabels(rows) {
      said.labels = [...said.labels, ...rows];
    },
    fill(records) {
      const known = gathered(records.facts);
      const loaded = readCows(records.cows, records, known, timeZone);
      if (!loaded.ok) return loaded;
      for (const map of [register, facts, names, read]) map.clear();
      said.policyWritten = records.policy;
      said.policy = policyOf(records.policy, timeZone);
      said.labels = [...records.labels];
      for (const cow of records.cows) register.set(cow.cow, cow);
      for (const [name, fact] of known) facts.set(name, fact);
      for (const { cow, body } of records.facts) addName(cow, body.fact);
      for (const cow of loaded.value) read.set(cow.cow, inOrder(cow.facts, names.get(cow.cow) ?? []));
      return ok(null);
    },
  };
}

/** A cow of the register without her facts. */
function shellOf({ cow, eids, status }: RegisteredCow): Omit<Cow, "facts"> {
  const tags = eids.map(parseEid).flatMap((eid) => (eid.ok ? [eid.value] : []));
  assert(tags.length === eids.length, "only tags that can be read come into the register");
  return { cow: cowId(cow), eids: tags, status };
}

function inOrder(facts: readonly CowFact[], names: readonly string[]): readonly CowFact[] {
  const place = new Map(names.map((name, n) => [name, n]));
  return [...facts].sort((a, b) => (place.get(a.fact) ?? 0) - (place.get(b.fact) ?? 0));
}

function policyOf(written: unknown, timeZone: string): HoldPolicy {
  const parts = { policy: written, labels: [], cows: [NOBODY], single: new Map(), shared: [] };
  const loaded = loadHerd(herdText(parts), { timeZone, now: null });
  assert(loaded.ok, "the policy in the records was read when it came");
  return loaded.value.policy;
}

/** Facts by name, each with all its cows. */
function gathered(stored: readonly StoredFact[]): ReadonlyMap<string, KnownFact> {
  const facts = new Map<string, KnownFact & { readonly cows: string[] }>();
  for (const { cow, body, group, detail, by, at, trusted } of stored) {
    const fact = facts.get(body.fact);
    if (fact === undefined) facts.set(body.fact, { body, cows: [cow], group, detail, by, at, trusted });
    else fact.cows.push(cow);
  }
  return facts;
}

/** Facts of these cows alone as parts of a herd file: a fact of several cows stays one, with those of them that are meant. */
export function partsFor(
  cows: HerdParts["cows"],
  facts: Iterable<HerdFact>,
  { policy, labels }: Pick<HerdParts, "policy" | "labels">,
): HerdParts {
  const meant = new Set(cows.map(({ cow }) => cow));
  const single = new Map<string, FactBody[]>();
  const shared: HerdFact[] = [];
  for (const { body, cows: all } of facts) {
    const [first] = all;
    if (all.length > 1 || first === undefined) {
      const who = all.filter((cow) => meant.has(cow));
      if (who.length > 0) shared.push({ body, cows: who });
    } else if (meant.has(first)) {
      const own = single.get(first);
      if (own === undefined) single.set(first, [body]);
      else own.push(body);
    }
  }
  return { policy, labels, cows, single, shared };
}

/** Reads cows with their facts, in halves where there is too much for one file. */
function readCows(
  cows: readonly RegisteredCow[],
  records: Pick<HerdRecords, "policy" | "labels">,
  facts: ReadonlyMap<string, HerdFact>,
  timeZone: string,
): Result<readonly Cow[], readonly Problem[]> {
  if (cows.length === 0) return ok([]);
  if (cows.length <= COWS_AT_ONCE) {
    const loaded = read(partsFor(cows, facts.values(), records), timeZone);
    if (loaded.ok) return ok(loaded.value.cows);
    if (cows.length === 1) return loaded;
  }
  const half = cows.length > COWS_AT_ONCE ? COWS_AT_ONCE : Math.ceil(cows.length / 2);
  const first = readCows(cows.slice(0, half), records, facts, timeZone);
  if (!first.ok) return first;
  const rest = readCows(cows.slice(half), records, facts, timeZone);
  return rest.ok ? ok([...first.value, ...rest.value]) : err(rest.error);
}

const read = (parts: HerdParts, timeZone: string): Result<HerdTable, readonly Problem[]> =>
  loadHerd(herdText(parts), { timeZone, now: null });
