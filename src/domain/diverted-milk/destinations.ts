// Room: domain/diverted-milk. Where milk that was diverted may go: it follows from why it was diverted.
// May live here: destinations, the rules about them and their sources. May not: why milk is diverted (domain/release,
// domain/holds), or anything about one cow. Invariant: another reason never allows more; what no source says is "ask".

import type { ReasonCode } from "../alarms/catalogue.ts";
import type { Jurisdiction } from "../holds/facts.ts";
import type { HoldKind } from "../holds/holds.ts";
import { unreachable } from "../result.ts";

/** Where diverted milk may go, in the order in which people think of it. */
export const DESTINATIONS = ["reared-calves", "bobby-calves", "farm-animal-feed", "drain"] as const;
export type Destination = (typeof DESTINATIONS)[number];

/** "ask": no source we have says. The vet, the milk factory or the authority does. From least to most strict. */
export const RULINGS = ["allowed", "ask", "forbidden"] as const;
export type Ruling = (typeof RULINGS)[number];

/** Why a destination is ruled as it is, in words, and where that is written. */
export const RULES = {
  "calves-get-no-antibiotics": {
    says: "milk that holds or may hold antibiotics is not fed to calves",
    source: "Bega On-farm QA manual 2, section 6, milking practices",
  },
  "bobby-calves-get-no-treated-milk": {
    says: "bobby calves get no milk from cows under treatment or in a withholding period",
    source: "Bega On-farm QA manual 2, section 2, livestock sales and bobby calves",
  },
  "nothing-against-her": {
    says: "nothing is held against the cow: only the shed was not ready for her milk",
    source: "her records; who may be released",
  },
  "calves-get-colostrum": {
    says: "colostrum may be kept for calves, apart from the vat",
    source: "Bega On-farm QA manual 2, section 4, herd health, and section 6, milking practices",
  },
  "calves-of-this-milk-unsaid": {
    says: "no source says whether calves may have this milk: ask the vet",
    source: "none",
  },
  "farm-milk-is-not-feed": {
    says: "milk straight from a farm is not farm-animal feed, unless the farm is a registered milk processor",
    source: "GOV.UK, Using leftover milk and milk products as farm animal feed",
  },
  "feed-is-fit-for-people": {
    says: "only milk fit for people may be made into farm-animal feed",
    source: "GOV.UK, Using leftover milk and milk products as farm animal feed",
  },
  "processors-may-make-feed": {
    says: "a registered milk processor may use it in feed, treated or registered for supply as the rules say",
    source: "GOV.UK, Using leftover milk and milk products as farm animal feed",
  },
  "colostrum-as-feed-unsaid": {
    says: "colostrum as feed is pasteurised and comes from herds free of named diseases: ask the authority",
    source: "GOV.UK, Using leftover milk and milk products as farm animal feed",
  },
  "feed-unsaid": {
    says: "no source says whether other farm animals may have this milk: ask the authority",
    source: "none",
  },
  "effluent-stays-on-the-farm": {
    says: "to the effluent system, contained on the farm, never into waterways or drains that leave it",
    source: "Bega On-farm QA manual 2, section 7, dairy effluent system",
  },
} as const satisfies Record<string, { readonly says: string; readonly source: string }>;
export type RuleCode = keyof typeof RULES;

export type Answer = {
  readonly destination: Destination;
  readonly ruling: Ruling;
  readonly rule: RuleCode;
};

/** What is known of the farm. */
export type FarmFacts = {
  readonly jurisdiction: Jurisdiction;
  /** The farm is a registered milk processing establishment itself. */
  readonly registeredProcessor: boolean;
};

/** Why a visit's milk was diverted. */
export type Diverted = {
  /** Every reason that still stood when the cow left, or that being known does not undo (see `standingReasons`). */
  readonly reasons: readonly ReasonCode[];
  /** The kinds of every hold that was open at any time of the visit. */
  readonly holds: readonly HoldKind[];
};

/**
 * What diverted milk may hold. "nothing": the cow was fit and only the shed was not ready. "treated": from a cow under
 * a treatment that is no antibiotic. "unsaid": something that no source we have speaks of.
 */
type Content = "nothing" | "colostrum" | "unsaid" | "treated" | "maybe-antibiotic";

/** Unknown, unread, in doubt, taken out by hand: nobody can say that there is no antibiotic in it. */
const OF_REASON: { readonly [reason in ReasonCode]: Content } = {
  empty: "maybe-antibiotic",
  "node-away": "nothing",
  "valve-moving": "nothing",
  "valve-unproven": "nothing",
  "shut-off-closed": "nothing",
  "valves-awaited": "nothing",
  "held-up": "nothing",
  "cannot-record": "nothing",
  "no-table": "maybe-antibiotic",
  "diverted-by-hand": "maybe-antibiotic",
  "two-tags": "maybe-antibiotic",
  "two-places": "maybe-antibiotic",
  "in-doubt": "maybe-antibiotic",
  unread: "maybe-antibiotic",
  unknown: "maybe-antibiotic",
  "not-in-milk": "maybe-antibiotic",
  // What her milk may hold is said by her holds.
  withheld: "nothing",
  "held-by-clock": "nothing",
  // Her hold is over and nobody has looked at her yet.
  check: "unsaid",
  "checker-disagrees": "maybe-antibiotic",
};

const OF_HOLD: { readonly [kind in HoldKind]: Content } = {
  "lactating-treatment": "maybe-antibiotic",
  "dry-cow-treatment": "maybe-antibiotic",
  "teat-sealant": "treated",
  colostrum: "colostrum",
  // A cow that is dried off may have been given what dry cows are given.
  "dried-off": "maybe-antibiotic",
  "bought-in": "maybe-antibiotic",
  "mastitis-or-blood": "unsaid",
  "paddock-or-feed": "unsaid",
  taint: "unsaid",
  "test-pending": "maybe-antibiotic",
  manual: "maybe-antibiotic",
};

/**
 * Reasons that are over once it is known who she is, or that somebody has looked at her: then her holds, or that she is
 * fine, speak for all the milk of the visit.
 */
const UNTIL_KNOWN: readonly ReasonCode[] = [
  "check",
  "no-table",
  "two-tags",
  "two-places",
  "in-doubt",
  "unread",
  "unknown",
];

/**
 * The reasons of a visit that say something about its milk: all of `divertedFor`, less those that being known or looked at has
 * undone by the time she left, when the reasons were `atLast`.
 */
export const standingReasons = (
  divertedFor: readonly ReasonCode[],
  atLast: readonly ReasonCode[],
): readonly ReasonCode[] =>
  divertedFor.filter((reason) => !UNTIL_KNOWN.includes(reason) || atLast.includes(reason));

/**
 * Where the diverted milk of one visit may go: one answer a destination, the strictest that any of its reasons asks
 * for. Sources: DESIGN "Milk that was diverted"; those named in `RULES`.
 */
export function destinationsOf({ reasons, holds }: Diverted, farm: FarmFacts): readonly Answer[] {
  const named = [...reasons.map((reason) => OF_REASON[reason]), ...holds.map((kind) => OF_HOLD[kind])];
  // Withheld, and nothing says for what.
  const unexplained =
    holds.length === 0 && reasons.some((reason) => reason === "withheld" || reason === "held-by-clock");
  const contents: readonly Content[] = unexplained ? [...named, "maybe-antibiotic"] : [...named, "nothing"];
  return DESTINATIONS.map((destination) =>
    contents
      .map((content) => answerFor(destination, content, farm))
      .reduce((strictest, one) =>
        // Of two as strict, the one that says more than that nothing is held against her.
        RULINGS.indexOf(one.ruling) > RULINGS.indexOf(strictest.ruling) ||
        (one.ruling === strictest.ruling && strictest.rule === "nothing-against-her")
          ? one
          : strictest,
      ),
  );
}

/**
 * Whether diverted milk is as fit as what the vat got. Nearly every cow stands a moment at divert before her release: what little ran then is no
 * milk to tell of.
 */
export const isAsFit = (answers: readonly Answer[]): boolean =>
  answers.every(({ destination, rule }) => destination !== "reared-calves" || rule === "nothing-against-her");

function answerFor(destination: Destination, content: Content, farm: FarmFacts): Answer {
  const [ruling, rule] = ruled(destination, content, farm);
  return { destination, ruling, rule };
}

function ruled(destination: Destination, content: Content, farm: FarmFacts): readonly [Ruling, RuleCode] {
  switch (destination) {
    case "reared-calves":
      return toCalves(content);
    case "bobby-calves":
      return content === "treated" || content === "maybe-antibiotic"
        ? ["forbidden", "bobby-calves-get-no-treated-milk"]
        : toCalves(content);
    case "farm-animal-feed":
      return toFeed(content, farm);
    case "drain":
      return ["allowed", "effluent-stays-on-the-farm"];
    default:
      return unreachable(destination);
  }
}

function toCalves(content: Content): readonly [Ruling, RuleCode] {
  switch (content) {
    case "nothing":
      return ["allowed", "nothing-against-her"];
    case "colostrum":
      return ["allowed", "calves-get-colostrum"];
    case "unsaid":
    case "treated":
      return ["ask", "calves-of-this-milk-unsaid"];
    case "maybe-antibiotic":
      return ["forbidden", "calves-get-no-antibiotics"];
    default:
      return unreachable(content);
  }
}

/** Great Britain is the one whose rule we have. */
function toFeed(content: Content, farm: FarmFacts): readonly [Ruling, RuleCode] {
  if (farm.jurisdiction !== "gb") return ["ask", "feed-unsaid"];
  if (!farm.registeredProcessor) return ["forbidden", "farm-milk-is-not-feed"];
  switch (content) {
    case "nothing":
      return ["allowed", "processors-may-make-feed"];
    case "colostrum":
      return ["ask", "colostrum-as-feed-unsaid"];
    case "unsaid":
    case "treated":
    case "maybe-antibiotic":
      return ["forbidden", "feed-is-fit-for-people"];
    default:
      return unreachable(content);
  }
}
