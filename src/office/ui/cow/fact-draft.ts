// Room: office/ui/cow. Every fact about cows but a treatment, in the making: its words, its fields, the entry made of it.
// May live here: the table of kinds, the draft, the entry. May not: fields on a screen, requests.
// Invariant: each kind says in its own words what it does to her milk, before it is saved.

import { err, ok, type Result, unreachable } from "../../../domain/result.ts";
import type { CowPage, FactIn } from "../../contract/herd.ts";
import type { FarmZone } from "../entry/farm-zone.ts";
import {
  type MeatText,
  type MilkText,
  meatOf,
  meatText,
  milkOf,
  milkText,
  NO_MEAT_TEXT,
  NO_MILK_TEXT,
} from "../entry/period.ts";
import { resolveWhen, type WhenText, whenText } from "../entry/when.ts";

export type FactKind = FactIn["kind"];
export type FactDraft = {
  readonly entry: string;
  readonly kind: FactKind;
  readonly cows: readonly string[];
  readonly group: string;
  readonly at: WhenText;
  /** Empty: it goes on. */
  readonly until: WhenText;
  readonly state: "" | "in-milk" | "dry";
  readonly treatments: "" | "unknown" | "declared";
  readonly vendor: string;
  readonly declaration: string;
  readonly seen: "" | "mastitis" | "blood";
  readonly what: string;
  readonly milk: MilkText;
  readonly meat: MeatText;
  /** The fact it is about: the sample, the hold. */
  readonly of: string;
  readonly result: "" | "negative" | "positive";
  readonly testKit: string;
  readonly reason: string;
  readonly supersedes: string | null;
  readonly note: string;
};

export const newFact = (entry: string, kind: FactKind, cows: readonly string[]): FactDraft => ({
  entry,
  kind,
  cows,
  group: "",
  at: "now",
  until: "",
  state: "",
  treatments: "",
  vendor: "",
  declaration: "",
  seen: "",
  what: "",
  milk: NO_MILK_TEXT,
  meat: NO_MEAT_TEXT,
  of: "",
  result: "",
  testKit: "",
  reason: "",
  supersedes: null,
  note: "",
});

export type FactWords = {
  /** The button. */
  readonly title: string;
  /** What it does, in a sentence, read before saving. */
  readonly does: string;
  /** The date's question. */
  readonly when: string;
  readonly mayBeUnknown: boolean;
  /** A time of day is needed: what came first that day decides. */
  readonly timeNeeded: boolean;
  readonly forGroups: boolean;
};
const words = (given: Partial<FactWords> & Pick<FactWords, "title" | "does" | "when">): FactWords => ({
  mayBeUnknown: false,
  timeNeeded: false,
  forGroups: false,
  ...given,
});
/** In the order of how often a shed needs them. */
export const FACTS: { readonly [kind in FactKind]: FactWords } = {
  calving: words({
    title: "Calved",
    does: "Her colostrum is withheld from the vat, and dry-cow withholding runs from her calving on.",
    when: "When did she calve?",
    mayBeUnknown: true,
  }),
  "dry-off": words({
    title: "Dried off",
    does: "No milk of hers goes to the vat before she has calved.",
    when: "When was she dried off?",
    mayBeUnknown: true,
    forGroups: true,
  }),
  observation: words({
    title: "Mastitis or blood seen",
    does: "She is withheld until somebody looks at her and finds her milk fit.",
    when: "When was it seen?",
  }),
  "looked-at": words({
    title: "Looked at, she is fine",
    does: "Ends a hold that waits for somebody to look at her. It ends no withholding of a treatment.",
    when: "When did you look at her?",
    timeNeeded: true,
  }),
  "manual-hold": words({
    title: "Hold her milk",
    does: "She is withheld from now on, until a manager or the vet ends it.",
    when: "From when?",
    forGroups: true,
  }),
  "test-sample": words({
    title: "Milk sample taken",
    does: "She is withheld until the result is negative.",
    when: "When was the sample taken?",
  }),
  "test-result": words({
    title: "Test result",
    does: "Negative ends the hold of this sample. Positive keeps it until a later sample is negative.",
    when: "When was the result known?",
  }),
  "paddock-or-feed": words({
    title: "Sprayed paddock or feed",
    does: "Withheld while it goes on, and after it for the period that the label or the supplier gives.",
    when: "Since when do they have it?",
    forGroups: true,
  }),
  taint: words({
    title: "Taint",
    does: "Milk of cows that grazed such plants is withheld while they do, and for the shed's time after it.",
    when: "Since when do they graze it?",
    forGroups: true,
  }),
  "bought-in": words({
    title: "Bought in",
    does: "With unknown treatments she is withheld until an antibiotic test of her milk is negative.",
    when: "When did she come?",
    forGroups: true,
  }),
  clearance: words({
    title: "End this hold early",
    does: "Her milk may go to the vat sooner than the records ask for. It stands in the book with your name and reason.",
    when: "From when may her milk go?",
    timeNeeded: true,
  }),
};
/** What a person chooses from; the others hang on a fact and are offered beside it. */
export const FACTS_TO_CHOOSE: readonly FactKind[] = [
  "calving",
  "dry-off",
  "observation",
  "looked-at",
  "manual-hold",
  "test-sample",
  "paddock-or-feed",
  "taint",
  "bought-in",
];

export type Open = { readonly at: string; readonly says: string };

/** The entry as it would be sent, or all that is still open. */
export function factOf(
  draft: FactDraft,
  { now, zone }: { readonly now: number; readonly zone: FarmZone },
): Result<FactIn, readonly Open[]> {
  const open: Open[] = [];
  const must = <T>(at: string, result: Result<T, string>, otherwise: T): T => {
    if (result.ok) return result.value;
    open.push({ at, says: result.error });
    return otherwise;
  };
  const said = (at: string, text: string, question: string): string =>
    must(at, text.trim() === "" ? err(question) : ok(text.trim()), "");
  if (draft.cows.length === 0) open.push({ at: "cows", says: "Which cow?" });
  const dated = must("at", whenOf(draft, now, zone), "");
  const until = draft.until === "" ? {} : { until: must("until", resolveWhen(draft.until, now, zone), "") };
  const about = {
    entry: draft.entry,
    cows: [...draft.cows],
    group: draft.group,
    note: draft.note,
    ...(draft.supersedes === null ? {} : { supersedes: draft.supersedes }),
  };
  const made = ((): FactIn | null => {
    switch (draft.kind) {
      case "calving":
      case "dry-off":
      case "test-sample":
      case "looked-at":
        return { kind: draft.kind, ...about, at: dated };
      case "bought-in": {
        const { state, treatments, vendor, declaration } = draft;
        if (state === "") open.push({ at: "state", says: "Did she come in milk or dry?" });
        if (treatments === "") open.push({ at: "treatments", says: "Are her treatments known?" });
        if (state === "" || treatments === "") return null;
        return { kind: draft.kind, ...about, at: dated, state, treatments, vendor, declaration };
      }
      case "observation":
        if (draft.seen === "") open.push({ at: "seen", says: "What was seen?" });
        return draft.seen === "" ? null : { kind: draft.kind, ...about, at: dated, seen: draft.seen };
      case "paddock-or-feed": {
        const what = said("what", draft.what, "What was sprayed, spread or fed?");
        const milk = must("milk", milkOf(draft.milk), "unknown");
        const meat = must("meat", meatOf(draft.meat), "unknown");
        return { kind: draft.kind, ...about, from: dated, ...until, what, milk, meat };
      }
      case "taint":
        return {
          kind: draft.kind,
          ...about,
          from: dated,
          ...until,
          what: said("what", draft.what, "What do they graze?"),
        };
      case "test-result": {
        const of = said("of", draft.of, "Which sample is it the result of?");
        if (draft.result === "") open.push({ at: "result", says: "Negative or positive?" });
        if (draft.result === "") return null;
        return { kind: draft.kind, ...about, of, at: dated, result: draft.result, testKit: draft.testKit };
      }
      case "manual-hold":
        return {
          kind: draft.kind,
          ...about,
          from: dated,
          reason: said("reason", draft.reason, "Why is she held?"),
        };
      case "clearance": {
        const of = said("of", draft.of, "Which hold?");
        const reason = said("reason", draft.reason, "Why may it end early? This stands in the book.");
        return { kind: draft.kind, ...about, of, at: dated, reason };
      }
      default:
        return unreachable(draft.kind);
    }
  })();
  return made === null || open.length > 0 ? err(open) : ok(made);
}

function whenOf(draft: FactDraft, now: number, zone: FarmZone): Result<string, string> {
  const { mayBeUnknown, timeNeeded } = FACTS[draft.kind];
  const when = resolveWhen(draft.at, now, zone);
  if (!when.ok) return when;
  if (when.value === "unknown" && !mayBeUnknown) return err("A date is needed here, if only the day.");
  if (timeNeeded && /^\d{4}-\d{2}-\d{2}$/.test(when.value)) return err("The time of day is needed here too.");
  return when;
}

type RecordedFact = CowPage["facts"][number];
/** A draft that corrects a recorded fact: everything as it was entered. Of one that came with a herd file some is asked again. */
export function correctingFact(
  entry: string,
  fact: RecordedFact,
  kind: FactKind,
  { cow, zone }: { readonly cow: string; readonly zone: FarmZone },
): FactDraft {
  const blank: FactDraft = { ...newFact(entry, kind, [cow]), supersedes: fact.record };
  if (fact.entered === null) return { ...blank, at: whenText(fact.at, zone) };
  const { at, from, until, milk, meat, group, note, ...said } = fact.entered;
  return {
    ...blank,
    group,
    note,
    state: said.state ?? "",
    treatments: said.treatments ?? "",
    vendor: said.vendor ?? "",
    declaration: said.declaration ?? "",
    seen: said.seen ?? "",
    what: said.what ?? "",
    of: said.of ?? "",
    result: said.result ?? "",
    testKit: said.testKit ?? "",
    reason: said.reason ?? "",
    at: whenText(at ?? from ?? "", zone),
    until: until === undefined ? "" : whenText(until, zone),
    milk: milkText(milk),
    meat: meatText(meat),
  };
}

/** The kind of a recorded fact, where it can be corrected here; treatments have their own page. */
export const kindOf = (kind: string): FactKind | null => KINDS.find((one) => one === kind) ?? null;
const KINDS: readonly FactKind[] = [...FACTS_TO_CHOOSE, "test-result", "clearance"];
