// Room: sim/herd. A believable herd: tags, numbers, and what a farm's treatment book would hold this morning.
// May live here: made-up cows and neutral product names. May not: real products or real label figures sold as such.
// Invariant: the same seed and the same instant give the same herd.

import type {
  Cow,
  CowFact,
  CowStatus,
  HerdTable,
  HoldPolicy,
  LabelRow,
  MilkPeriod,
} from "../../domain/holds/facts.ts";
import { type CowId, cowId, type Eid, factId, personId } from "../../domain/ids.ts";
import { type EpochMs, epochMs, hours, minutes } from "../../domain/units.ts";
import { createRandom, type Random } from "../random.ts";
import { tagOf } from "../tags.ts";
import type { TrueCow } from "./truth.ts";

export type Herd = {
  readonly policy: HoldPolicy;
  readonly labels: readonly LabelRow[];
  /** As on record. */
  readonly cows: readonly Cow[];
  /** As they are. */
  readonly truth: TrueCow[];
};

export type HerdWish = {
  /** Cows that come to be milked. */
  readonly cows: number;
  readonly seed: number;
  /** True time: the facts lie before it. */
  readonly now: EpochMs;
};

export const POLICY: HoldPolicy = {
  milkingsApartMin: hours(4),
  milkingLengthMin: minutes(2),
  colostrum: { kind: "period", hours: 96, milkings: 8, combine: "both" },
  taint: { kind: "period", hours: 4, combine: "both" },
  boughtInDry: {
    kind: "after-calving",
    minimumDryDays: 56,
    period: { kind: "period", hours: 96, milkings: 8, combine: "both" },
  },
  jurisdiction: "none",
  check: "button",
};

const FARM = personId("Robin");
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

type MadeUp = Pick<LabelRow, "product" | "givenAs" | "milk" | "meat"> & {
  readonly usedWith?: readonly string[];
};
const lactating = (period: MilkPeriod) =>
  ({ givenAs: "lactating-treatment", milk: { kind: "after-last-dose", period } }) as const;
const meatDays = (days: number) => ({ kind: "period", hours: days * 24 }) as const;

/** Made-up products with the shapes of real label rows. */
const PRODUCTS = {
  tube: {
    product: "Lactating cow tube A",
    ...lactating({ kind: "period", milkings: 6, combine: "both" }),
    meat: meatDays(10),
  },
  both: {
    product: "Lactating cow tube B",
    ...lactating({ kind: "period", hours: 72, milkings: 6, combine: "both" }),
    meat: meatDays(14),
  },
  injection: {
    product: "Injection C",
    ...lactating({ kind: "period", hours: 96, combine: "both" }),
    meat: meatDays(28),
  },
  drench: { product: "Drench D", ...lactating({ kind: "nil" }), meat: { kind: "nil" } },
  dry: {
    product: "Dry cow tube E",
    givenAs: "dry-cow-treatment",
    milk: {
      kind: "after-calving",
      minimumDryDays: 49,
      period: { kind: "period", milkings: 8, combine: "both" },
    },
    meat: meatDays(30),
    usedWith: ["seal"],
  },
  branch: {
    product: "Dry cow tube F",
    givenAs: "dry-cow-treatment",
    milk: {
      kind: "by-dry-period",
      longerThanDays: 35,
      afterCalving: { kind: "period", hours: 24, combine: "both" },
      otherwiseAfterLastDose: { kind: "period", hours: 36 * 24, combine: "both" },
    },
    meat: meatDays(21),
  },
  seal: {
    product: "Teat seal G",
    givenAs: "teat-sealant",
    milk: {
      kind: "after-calving",
      minimumDryDays: 0,
      period: { kind: "period", milkings: 8, combine: "both" },
    },
    meat: { kind: "nil" },
  },
} as const satisfies Record<string, MadeUp>;

export type Product = keyof typeof PRODUCTS;
const ALL_PRODUCTS: readonly Product[] = ["tube", "both", "injection", "drench", "dry", "branch", "seal"];
/** What a cow in milk may be given. */
export const PRODUCT_NAMES: readonly Product[] = ["tube", "both", "injection", "drench"];

/** The label row of one of the made-up products. */
export function labelRow(product: Product, enteredAt: EpochMs): LabelRow {
  const row: MadeUp = PRODUCTS[product];
  return {
    label: product,
    version: 1,
    product: row.product,
    givenAs: row.givenAs,
    milk: row.milk,
    meat: row.meat,
    exportSlaughter: row.meat,
    usedWith: row.usedWith ?? [],
    enteredBy: FARM,
    enteredAt,
  };
}

/** A treatment as a person would enter it: one dose, just now or some time ago. */
export function treatment(cow: CowId, product: Product, at: EpochMs, recordedAt: EpochMs): CowFact {
  return {
    kind: "treatment",
    fact: factId(`${cow}-treated-${stamp(at)}`),
    cow,
    by: FARM,
    recordedAt,
    row: labelRow(product, epochMs(Date.UTC(2026, 0, 5))),
    firstDoseAt: at,
    lastDoseAt: at,
  };
}

/** A herd whose treated share (about 6 in 100), fresh calvers and loose ends look like a farm's. */
export function generateHerd(wish: HerdWish): Herd {
  const chance = createRandom(wish.seed).fork("herd");
  const cows: Cow[] = [];
  const truth: TrueCow[] = [];
  const dry = Math.round(wish.cows / 30);
  const numbers = chance.shuffled(Array.from({ length: (wish.cows + dry) * 2 }, (_, i) => i + 1));
  const stories = chance.shuffled(storiesFor(wish.cows));
  for (let i = 0; i < wish.cows + dry; i += 1) {
    const cow = cowId(String(numbers[i] ?? i + 1));
    const comes = i < wish.cows;
    const story: Story = comes ? (stories[i] ?? "clear") : "dry";
    const eid = newEid(chance, i);
    const facts = factsFor(story, cow, wish.now, chance);
    const status: CowStatus = comes ? "in-milk" : "dry";
    if (story !== "unknown-tag") cows.push({ cow, eids: [eid], status, facts });
    truth.push({
      cow,
      wears: story === "no-tag" ? null : eid,
      comes,
      facts: [...facts],
      milkings: pastMilkings(wish.now),
    });
  }
  cows.sort((a, b) => Number(a.cow) - Number(b.cow));
  const labels = ALL_PRODUCTS.map((name) => labelRow(name, epochMs(Date.UTC(2026, 0, 5))));
  return { policy: POLICY, labels, cows, truth };
}

/** The table as the controller gets it. */
export function tableOf(herd: Pick<Herd, "policy" | "cows">, fingerprint: string): HerdTable {
  return { fingerprint, policy: herd.policy, cows: herd.cows };
}

type Story =
  | "clear"
  | "long-clear"
  | "tube"
  | "both"
  | "injection"
  | "drench"
  | "fresh"
  | "early"
  | "early-by-branch"
  | "on-time"
  | "dried-off"
  | "mastitis"
  | "bought-in"
  | "tainted"
  | "manual"
  | "just-ended"
  | "looked-at"
  | "cleared"
  | "unknown-tag"
  | "no-tag"
  | "dry";

function storiesFor(cows: number): Story[] {
  const share = (of: number): number => Math.max(1, Math.round(cows * of));
  const stories: Story[] = [
    ...many("tube", share(0.02)),
    ...many("both", share(0.02)),
    ...many("injection", share(0.02)),
    ...many("drench", share(0.01)),
    ...many("fresh", share(0.02)),
    ...many("early", share(0.01)),
    "early-by-branch",
    ...many("on-time", share(0.05)),
    "dried-off",
    "mastitis",
    "bought-in",
    "tainted",
    "manual",
    ...many("just-ended", share(0.015)),
    ...many("looked-at", share(0.03)),
    "cleared",
    ...many("long-clear", share(0.25)),
    "unknown-tag",
    ...many("no-tag", Math.round(cows / 180)),
  ];
  return [...stories.slice(0, cows), ...many("clear", Math.max(0, cows - stories.length))];
}

const many = (story: Story, count: number): Story[] => Array.from({ length: count }, () => story);

function factsFor(story: Story, cow: CowId, now: EpochMs, chance: Random): CowFact[] {
  const ago = (hoursAgo: number): EpochMs => epochMs(Math.round((now - hoursAgo * HOUR) / 60_000) * 60_000);
  const base = (word: string, at: EpochMs) => ({
    fact: factId(`${cow}-${word}-${stamp(at)}`),
    cow,
    by: FARM,
    recordedAt: at,
  });
  const lookedAt = (at: EpochMs): CowFact => ({ kind: "looked-at", ...base("looked-at", at), at });
  const treated = (product: Product, hoursAgo: number): CowFact => {
    const at = ago(hoursAgo);
    return treatment(cow, product, at, at);
  };
  const milkedSince = (hoursAgo: number): CowFact[] =>
    pastMilkings(now)
      .filter((at) => at > now - hoursAgo * HOUR)
      .map((at): CowFact => ({ kind: "milked", ...base("milked", at), at }));
  const dosed = (product: Product, low: number, high: number): CowFact[] => {
    const hoursAgo = chance.between(low, high);
    return [treated(product, hoursAgo), ...milkedSince(hoursAgo)];
  };
  const driedAndCalved = (
    products: readonly Product[],
    driedDaysAgo: number,
    calvedDaysAgo: number | null,
  ): CowFact[] => {
    const dried = ago(driedDaysAgo * 24);
    const facts: CowFact[] = [{ kind: "dry-off", ...base("dried", dried), at: dried }];
    for (const product of products) {
      facts.push({
        ...treatment(cow, product, dried, dried),
        fact: factId(`${cow}-${product}-${stamp(dried)}`),
      });
    }
    if (calvedDaysAgo === null) return facts;
    const calved = ago(calvedDaysAgo * 24);
    facts.push({ kind: "calving", ...base("calved", calved), at: calved, notBefore: calved });
    return [...facts, ...milkedSince(calvedDaysAgo * 24)];
  };
  switch (story) {
    case "clear":
    case "unknown-tag":
    case "no-tag":
    case "dry":
      return [];
    case "long-clear": {
      const calved = ago(chance.between(40, 250) * 24);
      return [
        { kind: "calving", ...base("calved", calved), at: calved, notBefore: calved },
        ...settled(calved, base, lookedAt),
      ];
    }
    case "tube":
      return dosed("tube", 8, 50);
    case "both":
      return dosed("both", 8, 65);
    case "injection":
      return [treated("injection", chance.between(4, 85))];
    case "drench":
      return [treated("drench", chance.between(4, 85))];
    case "fresh": {
      const hoursAgo = chance.between(10, 85);
      const calved = ago(hoursAgo);
      return [
        { kind: "calving", ...base("calved", calved), at: calved, notBefore: calved },
        ...milkedSince(hoursAgo),
      ];
    }
    case "early":
      return driedAndCalved(["dry", "seal"], chance.between(28, 44), chance.between(1, 3.5));
    case "early-by-branch":
      return driedAndCalved(["branch"], chance.between(24, 31), chance.between(1, 3.5));
    case "on-time": {
      const calvedDaysAgo = chance.between(6, 8.5);
      const looked = ago(calvedDaysAgo * 24 - 5 * 24);
      return [
        ...driedAndCalved(["dry", "seal"], calvedDaysAgo + chance.between(52, 70), calvedDaysAgo),
        lookedAt(looked),
      ];
    }
    // Somebody forgot to take her out of the milking herd, or her calving has not been written down.
    case "dried-off":
      return driedAndCalved(["dry"], chance.between(2, 20), null);
    case "mastitis": {
      const at = ago(chance.between(5, 40));
      return [{ kind: "observation", ...base("seen", at), at, seen: "mastitis" }];
    }
    case "bought-in": {
      const at = ago(chance.between(30, 80));
      const sampled = epochMs(at + 20 * HOUR);
      return [
        { kind: "bought-in", ...base("bought", at), at, state: "in-milk", treatments: "unknown" },
        { kind: "test-sample", ...base("sample", sampled), at: sampled },
      ];
    }
    case "tainted": {
      const from = ago(chance.between(2.5, 3.5));
      const until = epochMs(from + HOUR / 2);
      return [
        { kind: "taint", ...base("grazed", from), from, until, what: "wild onion in the creek paddock" },
      ];
    }
    case "manual": {
      const from = ago(chance.between(5, 60));
      return [{ kind: "manual-hold", ...base("held", from), from, reason: "clots in the left hind quarter" }];
    }
    case "just-ended":
      return [treated("injection", chance.between(97, 106))];
    case "looked-at": {
      const hoursAgo = chance.between(130, 400);
      return [treated("injection", hoursAgo), lookedAt(ago(hoursAgo - 108))];
    }
    case "cleared": {
      const from = ago(chance.between(60, 90));
      const held = { kind: "manual-hold" as const, ...base("held", from), from, reason: "blood in the milk" };
      const at = epochMs(from + 30 * HOUR);
      return [
        held,
        { kind: "clearance", ...base("cleared", at), of: held.fact, at, reason: "clean for two milkings" },
        lookedAt(epochMs(at + 60_000)),
      ];
    }
  }
}

/** Long past calvings: the milkings after them on record, and the look that closed them. */
function settled(
  calved: EpochMs,
  base: (word: string, at: EpochMs) => Pick<CowFact, "fact" | "cow" | "by" | "recordedAt">,
  lookedAt: (at: EpochMs) => CowFact,
): CowFact[] {
  const milked = Array.from({ length: 9 }, (_, i): CowFact => {
    const at = epochMs(calved + (i + 1) * 12 * HOUR);
    return { kind: "milked", ...base("milked", at), at };
  });
  return [...milked, lookedAt(epochMs(calved + 5 * DAY))];
}

/** Twice a day at half past five and at four, for the last nine days, up to the milking before this one. */
function pastMilkings(now: EpochMs): EpochMs[] {
  const milkings: EpochMs[] = [];
  const midnight = Math.floor(now / DAY) * DAY;
  for (let day = 9; day >= 0; day -= 1) {
    for (const atHour of [5.5, 16]) {
      const at = midnight - day * DAY + atHour * HOUR;
      if (at <= now - 6 * HOUR) milkings.push(epochMs(at));
    }
  }
  return milkings;
}

/** Tag makers and a country code as seen on real stock (982, 942, 951, 036); the digits are made up. */
function newEid(chance: Random, serial: number): Eid {
  const maker = chance.pick(["982", "982", "982", "982", "942", "951", "951", "036"]);
  return tagOf(maker, chance.whole(10, 99) * 1_000_000 + 1_000 + serial);
}

const stamp = (at: number): string => new Date(at).toISOString().slice(0, 16).replace(/[-:]/g, "");
