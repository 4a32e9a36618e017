// Room: main. What the people of the demo's farm write down in a month: treatments, calvings, tests, stock, checks.
// May live here: a made-up month, as entries to the routes of the office. May not: carrying them out (demo-history.ts).
// Invariant: the same herd, begin and seed give the same month.

import type { Cow } from "../domain/holds/facts.ts";
import { after, days, type EpochMs, hours, minutes } from "../domain/units.ts";
import type { Asks } from "../office/contract/routes.ts";
import { createRandom, type Random } from "../sim/random.ts";

/** One entry, by one person, at one time. */
export type Deed = {
  readonly at: EpochMs;
  readonly by: string;
  readonly does: {
    [Name in "addBatch" | "addTreatment" | "addFact" | "endHold" | "changeCow"]: {
      readonly route: Name;
      readonly body: Asks<Name>["body"];
      readonly cow?: string;
    };
  }["addBatch" | "addTreatment" | "addFact" | "endHold" | "changeCow"];
} & { readonly afterwards?: { readonly cow: string; readonly comes: boolean } };

export type MonthOptions = {
  readonly cows: readonly Cow[];
  readonly begins: EpochMs;
  readonly days: number;
  readonly seed: number;
};

const FARMER = "robin";
const MILKER = "sam";
const VET = "dr.okafor";

/** The month's entries, by time. */
export function monthOfDeeds(options: MonthOptions): readonly Deed[] {
  const chance = createRandom(options.seed).fork("deeds");
  const inMilk = options.cows.filter(({ status, facts }) => status === "in-milk" && facts.length === 0);
  const patients = chance.shuffled([...inMilk]).map(({ cow }) => cow);
  const writing: Writing = { ...options, chance, patients, entry: entryIds(chance) };
  // Chosen first: later in the month the healthy cows of a small herd are used up.
  const driedOff = dryingOff(writing);
  const deeds = [
    ...stockArrives(writing),
    ...daysUpTo(options.days).flatMap((day) => illness(writing, day)),
    ...soreFeet(writing),
    ...lateEntry(writing),
    ...heldAndTested(writing),
    ...driedOff,
  ];
  return deeds.filter(({ at }) => at < at24(options, options.days)).sort((a, b) => a.at - b.at);
}

type Writing = MonthOptions & {
  readonly chance: Random;
  /** Healthy cows in milk, each taken at most once. */
  readonly patients: string[];
  readonly entry: () => string;
};

const daysUpTo = (count: number): readonly number[] => Array.from({ length: count }, (_, day) => day);
/** So many days after the begin, and so many minutes. */
const at24 = ({ begins }: Pick<MonthOptions, "begins">, day: number, minute = 0): EpochMs =>
  after(after(begins, days(day)), minutes(minute));
const text = (at: EpochMs): string => new Date(at).toISOString();
const dayText = (at: EpochMs): string => text(at).slice(0, 10);

/** UUIDs from the seed: the same month is the same entries. */
function entryIds(chance: Random): () => string {
  const hex = (digits: number) =>
    chance
      .whole(0, 16 ** digits - 1)
      .toString(16)
      .padStart(digits, "0");
  return () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(6)}${hex(6)}`;
}

function stockArrives(writing: Writing): readonly Deed[] {
  const at = at24(writing, 0, 120);
  const batch = (product: string, number: string, quantity: number, useByDays: number): Deed => ({
    at,
    by: FARMER,
    does: {
      route: "addBatch",
      body: {
        entry: writing.entry(),
        product,
        number,
        quantity,
        useBy: dayText(after(at, days(useByDays))),
        supplier: "Valley Veterinary Clinic",
        receivedOn: dayText(at),
      },
    },
  });
  return [
    batch("tube", "LC4471", 48, 410),
    batch("both", "BX1029", 24, 19),
    batch("both", "BX1188", 24, 390),
    batch("injection", "J77-203", 50, 280),
    batch("drench", "D5120", 40, 600),
    batch("dry", "DC9037", 60, 520),
    batch("seal", "TS3316", 60, 700),
  ];
}

type Given = {
  readonly at: EpochMs;
  readonly cow: string;
  readonly product: string;
  readonly reason: string;
  readonly doses: number;
  readonly route: string;
  readonly quarters?: readonly ("left-front" | "left-hind" | "right-front" | "right-hind")[];
  /** When it is written down; at the first dose without it. */
  readonly writtenAt?: EpochMs;
};

const treat = ({ entry }: Writing, given: Given): Deed => ({
  at: given.writtenAt ?? given.at,
  by: MILKER,
  does: {
    route: "addTreatment",
    body: {
      entry: entry(),
      cows: [given.cow],
      product: given.product,
      batch: null,
      quantityEach: given.doses,
      reason: given.reason,
      route: given.route,
      dose: "as on the label",
      place: "dairy",
      quarters: [...(given.quarters ?? [])],
      firstDose: text(given.at),
      lastDose: text(given.at),
    },
  },
});

const QUARTERS = ["left-front", "left-hind", "right-front", "right-hind"] as const;

/** Mastitis every other day or so, seen at a milking and treated there. */
function illness(writing: Writing, day: number): readonly Deed[] {
  const { chance, patients } = writing;
  if (!chance.chance(0.45)) return [];
  const cow = patients.pop();
  if (cow === undefined) return [];
  const at = at24(writing, day, chance.whole(20, 90));
  const product = chance.pick(["tube", "both"] as const);
  const quarters = [chance.pick(QUARTERS)];
  return [at, after(at, hours(24))].map((dose) =>
    treat(writing, {
      at: dose,
      cow,
      product,
      reason: "mastitis: clots at stripping",
      doses: 1,
      route: "into the quarter",
      quarters,
    }),
  );
}

function soreFeet(writing: Writing): readonly Deed[] {
  return daysUpTo(Math.floor(writing.days / 7)).flatMap((week) => {
    const cow = writing.patients.pop();
    if (cow === undefined) return [];
    const at = at24(writing, week * 7 + 3, 55);
    return [
      treat(writing, {
        at,
        cow,
        product: "injection",
        reason: "lame: foul in the foot",
        doses: 1,
        route: "under the skin",
      }),
    ];
  });
}

/** Somebody forgot, and wrote it down when her milk had been in the vat for a while. */
function lateEntry(writing: Writing): readonly Deed[] {
  const cow = writing.patients.pop();
  if (cow === undefined || writing.days < 20) return [];
  const at = at24(writing, 17, 70);
  return [
    treat(writing, {
      at,
      cow,
      product: "tube",
      reason: "mastitis",
      doses: 1,
      route: "into the quarter",
      quarters: ["right-hind"],
      writtenAt: after(at, hours(53)),
    }),
  ];
}

function heldAndTested(writing: Writing): readonly Deed[] {
  const [swollen, bloody] = [writing.patients.pop(), writing.patients.pop()];
  if (swollen === undefined || bloody === undefined) return [];
  const fact = (at: EpochMs, by: string, body: Asks<"addFact">["body"]): Deed => ({
    at,
    by,
    does: { route: "addFact", body },
  });
  const seen = at24(writing, 8, 30);
  const held = at24(writing, 21, 40);
  return [
    fact(seen, MILKER, {
      kind: "observation",
      entry: writing.entry(),
      cows: [bloody],
      at: text(seen),
      seen: "blood",
    }),
    fact(after(seen, hours(48)), VET, {
      kind: "looked-at",
      entry: writing.entry(),
      cows: [bloody],
      at: text(after(seen, hours(48))),
      note: "Milk clean on three strippings.",
    }),
    fact(held, FARMER, {
      kind: "manual-hold",
      entry: writing.entry(),
      cows: [swollen],
      from: text(held),
      reason: "swollen quarter, waiting for the vet",
    }),
  ];
}

/** Half a dozen cows at once: tube, seal, and out of the milking herd. */
function dryingOff(writing: Writing): readonly Deed[] {
  const cows = writing.patients.splice(0, Math.min(6, Math.floor(writing.patients.length / 6)));
  if (cows.length === 0 || writing.days < 14) return [];
  const at = at24(writing, 13, 130);
  const given = (product: string, doses: number) => ({
    entry: writing.entry(),
    cows,
    group: "dry-off day",
    place: "dairy",
    product,
    batch: null,
    quantityEach: doses,
    reason: "drying off",
    route: "into the quarter",
    dose: "one a quarter",
    quarters: [...QUARTERS],
    firstDose: text(at),
    lastDose: text(at),
  });
  const dry: Deed[] = cows.map((cow) => ({
    at: after(at, minutes(20)),
    by: FARMER,
    does: { route: "changeCow", cow, body: { entry: writing.entry(), status: "dry", reason: "dried off" } },
    afterwards: { cow, comes: false },
  }));
  return [
    { at, by: FARMER, does: { route: "addTreatment", body: given("dry", 4) } },
    { at: after(at, minutes(5)), by: FARMER, does: { route: "addTreatment", body: given("seal", 4) } },
    {
      at: after(at, minutes(10)),
      by: FARMER,
      does: {
        route: "addFact",
        body: { kind: "dry-off", entry: writing.entry(), cows, group: "dry-off day", at: text(at) },
      },
    },
    ...dry,
  ];
}
