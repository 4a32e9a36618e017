// Room: office/herd. What is published of the herd, and whether the reader of herd files takes it.
// May live here: the text, what of it has been read already, the check of the rest. May not: which facts go into it, files, the controller.
// Invariant: a text is only given out to be written when the reader has read all of it: whole, or what differs from one that was read whole.

import { HERD_LENGTH_MAX, herdFingerprint, loadHerd } from "../../config/herd-file.ts";
import { formatProblems } from "../../config/problem.ts";
import { assert, err, ok } from "../../domain/result.ts";
import { cowLine, sharedLine, textOfLines } from "./herd-text.ts";
import type { KnownHerd } from "./known-herd.ts";
import { createPublishedLines, type PublishedLines } from "./published-lines.ts";
import type { ToPublish } from "./publisher.ts";
import type { ShedSays } from "./room.ts";

/** Above half of what a herd file may hold it is read whole every time: limits are of the whole. */
const NEAR_THE_LIMIT = HERD_LENGTH_MAX / 2;

/** What has been read: what stands above the cows, and each cow's line with what she shares with others. */
type Read = { readonly head: string; readonly cows: ReadonlyMap<string, string> };

/** Gives the builder. It remembers what the reader of herd files has read. */
export function createBuilder(
  herd: KnownHerd,
  shed: Pick<ShedSays, "milkingsCounted" | "underReview">,
): () => ToPublish {
  const linesNow = createPublishedLines(herd, shed);
  let read: Read | null = null;
  return () => {
    if (herd.register.size === 0) return err(NO_COWS);
    const { policyWritten: policy, labels } = herd;
    const lines = linesNow();
    const { cows, shared } = lines;
    const text = textOfLines({
      policy,
      labels,
      shared: shared.map(({ line }) => line),
      cows: cows.map(({ line }) => line),
    });
    const now: Read = { head: JSON.stringify([policy, labels]), cows: partsOf(lines) };
    const fingerprint = herdFingerprint(text);
    const isRead = (): void => {
      read = now;
    };
    return ok({
      text,
      fingerprint,
      check() {
        const isWhole = read?.head !== now.head || lines.reviewed || text.length > NEAR_THE_LIMIT;
        const known = isWhole ? null : read;
        const found = load(known === null ? text : whatDiffers(herd, lines, now.cows, known.cows), herd);
        assert(known !== null || found === fingerprint, "a herd file has one fingerprint");
        isRead();
      },
      taken: isRead,
      doubted() {
        read = null;
      },
    });
  };
}

const NO_COWS = {
  why: "No cow is in the register yet: every cow is diverted.",
  fix: "Enter the cows, or bring in a herd file: whoever comes into the shed has to be known.",
};

/** Reads it, and gives its fingerprint; what cannot be read is a mistake of ours. */
function load(text: string, { timeZone }: KnownHerd): string {
  const loaded = loadHerd(text, { timeZone, now: null, file: "herd-in-force.json" });
  if (!loaded.ok) throw new Error(`the herd of the records is not one: ${formatProblems(loaded.error)}`);
  return loaded.value.fingerprint;
}

/** Everything that is said of each cow: her line, and the facts that she has with others. */
function partsOf({ cows, shared }: PublishedLines): ReadonlyMap<string, string> {
  const parts = new Map(cows.map(({ entry, line }) => [entry.cow, line]));
  for (const { fact } of shared)
    for (const cow of fact.cows) parts.set(cow, `${parts.get(cow) ?? ""}\n${fact.body.fact}`);
  return parts;
}

/**
 * A herd file with the facts of the cows of whom something else is said than was read last. All other cows stand in it without theirs, so that
 * a number or a tag that is there twice is found. (Names of facts are the records' own keys: they cannot be there twice.)
 */
function whatDiffers(
  { policyWritten: policy, labels }: KnownHerd,
  { cows, shared }: PublishedLines,
  now: ReadonlyMap<string, string>,
  known: ReadonlyMap<string, string>,
): string {
  const differs = (cow: string): boolean => known.get(cow) !== now.get(cow);
  return textOfLines({
    policy,
    labels,
    shared: shared.flatMap(({ fact }) => {
      const who = fact.cows.filter(differs);
      return who.length === 0 ? [] : [sharedLine({ body: fact.body, cows: who })];
    }),
    cows: cows.map(({ entry, line }) => (differs(entry.cow) ? line : cowLine(entry, []))),
  });
}
