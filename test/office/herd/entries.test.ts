// Room: test/office/herd. Entries: what is recorded, what is refused, and what the answer says.

import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { loadHerd } from "../../../src/config/herd-file.ts";
import type { Cow, HoldPolicy } from "../../../src/domain/holds/facts.ts";
import { saleCheck } from "../../../src/domain/holds/sale.ts";
import { verdictOn } from "../../../src/domain/holds/verdict.ts";
import { type EpochMs, epochMs } from "../../../src/domain/units.ts";
import { herdInForcePath } from "../../../src/office/herd/publisher.ts";
import { dayAtFarm } from "../../../src/office/herd/stock.ts";
import {
  ago,
  callerOf,
  EXAMPLE_LC,
  MORNING,
  must,
  type Rig,
  refusalOf,
  rig,
  shelf,
  TIME_ZONE,
} from "./rig.ts";

const book = async ({ herd }: Rig) =>
  must(await herd.handlers.treatments({ params: {}, query: { limit: 50 }, body: undefined }, callerOf()))
    .items;
const batches = async ({ herd }: Rig) =>
  must(await herd.handlers.batches({ params: {}, query: {}, body: undefined }, callerOf())).items;
const page = async ({ herd }: Rig, cow: string, at = MORNING) =>
  must(await herd.handlers.cow({ params: { cow }, query: {}, body: undefined }, callerOf({ at })));

describe("a treatment", () => {
  test("is kept with everything that the Bega manual asks, read back from the records after a restart", async () => {
    const on = await rig();
    const batch = await shelf(on);
    const recorded = must(
      await on.enter.treat({
        cows: ["47", "301"],
        group: "fresh cows",
        place: "river paddock",
        batch,
        quantityEach: 2,
        reason: "mastitis, left hind",
        dose: "1 tube twice",
        quarters: ["left-hind"],
        note: "second case this year",
        givenBy: "Kim Lee",
      }),
    );
    await on.restart();
    expect(await book(on)).toEqual([
      {
        record: recorded.record,
        cows: ["47", "301"],
        group: "fresh cows",
        place: "river paddock",
        productName: "Example LC tube",
        product: "example-lc-tube",
        version: 1,
        use: "",
        batchNumber: "B-77",
        batchUseBy: "2027-03-31",
        supplier: "Example Vets",
        quantityEach: 2,
        unit: "tube",
        reason: "mastitis, left hind",
        dose: "1 tube twice",
        route: "into the quarter",
        quarters: ["left-hind"],
        firstDose: ago(2),
        lastDose: ago(1),
        milkWords: "72 h and 6 milkings after the last dose",
        meatWords: "10 days",
        esiWords: "21 days",
        vet: "",
        direction: "",
        note: "second case this year",
        // Who gave it, and who wrote it down: the manual asks for the one, the chain for the other.
        givenBy: "Kim Lee",
        by: "manager",
        recordedAt: new Date(MORNING).toISOString(),
        late: false,
        supersedes: null,
        supersededBy: null,
        inForce: true,
        entered: { batch, offLabel: null },
      },
    ]);
  });

  test("diverts the cow at the bails before the answer says that it is in force", async () => {
    const on = await rig();
    await shelf(on);
    on.controller.bails.set(6, "47");
    on.controller.milkedIn.add("47");
    const recorded = must(await on.enter.treat({}, { role: "milker" }));
    expect(recorded.state).toBe("in-force");
    expect(recorded.says).toBe("Recorded and in force.");
    expect(recorded.warnings).toContain("Cow 47 stands in bail 6: her milk is diverted now.");
    expect(recorded.warnings).toContain("Cow 47 was milked into the vat: the vat stop is raised.");
    expect(on.controller.table?.cows.find(({ cow }) => cow === "47")?.facts.map(({ fact }) => fact)).toEqual([
      recorded.record,
    ]);
  });

  test("sent twice, or twice at once, stands in the book once and is answered the same", async () => {
    const on = await rig();
    const batch = await shelf(on);
    const entry = randomUUID();
    const [first, second] = await Promise.all([
      on.enter.treat({ entry, batch }),
      on.enter.treat({ entry, batch }),
    ]);
    await on.restart();
    const third = await on.enter.treat({ entry, batch });
    expect(must(second)).toEqual(must(first));
    expect(must(third)).toEqual(must(first));
    expect(await book(on)).toHaveLength(1);
    expect((await batches(on))[0]?.left).toBe(9);
    const other = await refusalOf(on.enter.treat({ entry, batch, reason: "lameness" }));
    expect(other.code).toBe("conflict");
  });

  test("recorded more than 48 hours after its last dose is late, and the book can be asked for such", async () => {
    const on = await rig();
    await shelf(on);
    must(await on.enter.treat({ firstDose: ago(47.9), lastDose: ago(47.9) }));
    const late = must(await on.enter.treat({ firstDose: ago(60), lastDose: ago(48.1), cows: ["12"] }));
    expect(late.warnings[0]).toMatch(/^Late entry: more than 48 hours/);
    const query = { limit: 50, late: true };
    const found = must(await on.herd.handlers.treatments({ params: {}, query, body: undefined }, callerOf()));
    expect(found.items.map(({ record }) => record)).toEqual([late.record]);
  });

  test("from a batch that was out of date on the day of the last dose is refused with words", async () => {
    const on = await rig();
    await shelf(on);
    const old = {
      product: "example-lc-tube",
      number: "B-01",
      useBy: "2026-11-22",
      quantity: 5,
      receivedOn: "2025-01-10",
    };
    const batch = must(await on.enter.batch(old)).record;
    // 16:40 on the 23rd at the farm: the dose an hour before was a day too late, one of the day before was not.
    const refusal = await refusalOf(on.enter.treat({ batch }));
    expect(refusal.mistakes).toEqual([
      {
        at: "batch",
        found: "a last dose on 2026-11-23, and use by 2026-11-22",
        expected: "a batch that is in date on the day of the last dose and not empty",
        fix: "Batch B-01 was to be used by 22 Nov 2026. Choose another batch. If she has been given it, mark her now, and record it without a batch, with the batch in the note.",
      },
    ]);
    expect((await on.enter.treat({ batch, firstDose: "2026-11-22", lastDose: "2026-11-22" })).ok).toBe(true);
  });

  test("takes from its batch what the cows were given, and no more than there is", async () => {
    const on = await rig();
    const batch = await shelf(on);
    must(await on.enter.treat({ batch, quantityEach: 3, cows: ["12", "47", "301"] }));
    const refusal = await refusalOf(on.enter.treat({ batch, quantityEach: 2 }));
    expect(refusal.mistakes[0]?.at).toBe("quantityEach");
    expect(refusal.mistakes[0]?.found).toBe("2 tube taken, 1 left");
    must(await on.enter.treat({ batch, quantityEach: 1 }));
    expect((await refusalOf(on.enter.treat({ batch }))).mistakes[0]?.fix).toMatch(
      /^Nothing is left of batch B-77\./,
    );
    must(await on.enter.count({ batch, left: 2, reason: "two more lay behind the fridge" }));
    expect(await batches(on)).toMatchObject([
      {
        received: 10,
        used: 10,
        adjusted: 2,
        left: 2,
        state: "in-use",
        moves: [{}, {}, {}, { reason: "two more lay behind the fridge" }],
      },
    ]);
  });

  test("with mistakes is refused with all of them at once, each at its field, and nothing is recorded", async () => {
    const on = await rig();
    await shelf(on);
    const records = on.bench.store.head().records;
    const refusal = await refusalOf(
      on.enter.treat({
        cows: ["47", "047"],
        firstDose: "2026-11-20T06:00+11:00",
        lastDose: "2026-11-19T06:00+11:00",
        use: "by vein",
      }),
    );
    expect(refusal.code).toBe("bad-entry");
    expect(refusal.mistakes.map(({ at }) => at).sort()).toEqual(["cows.1", "use"]);
    const dates = await refusalOf(on.enter.treat({ firstDose: ago(1), lastDose: ago(-4) }));
    expect(dates.mistakes.map(({ at, fix }) => [at, fix.slice(0, 28)])).toEqual([
      ["lastDose", "This date is in the future. "],
    ]);
    expect((await refusalOf(on.enter.treat({ product: "nothing" }))).mistakes[0]?.at).toBe("product");
    expect(on.bench.store.head().records).toBe(records);
  });

  test("off-label carries the vet's written direction, and withholds for it", async () => {
    const on = await rig();
    await shelf(on);
    const shorter = await refusalOf(
      on.enter.treat({ offLabel: { vet: "Dr Hale", direction: "twice the dose", milk: { hours: 48 } } }),
    );
    expect(shorter.mistakes.map(({ at }) => at)).toEqual(["offLabel.milk"]);
    must(
      await on.enter.treat({
        offLabel: { vet: "Dr Hale", direction: "twice the dose, 200 h", milk: { hours: 200 } },
      }),
    );
    expect((await book(on))[0]).toMatchObject({ vet: "Dr Hale", direction: "twice the dose, 200 h" });
    expect((await page(on, "47")).holds[0]?.earliest).toBe(ago(1 - 200));
  });

  test("longer than the label allows is recorded, and the answer says that it waits for the vet", async () => {
    const on = await rig();
    await shelf(on);
    const recorded = must(await on.enter.treat({ firstDose: ago(100), lastDose: ago(1) }));
    expect(recorded.warnings.join()).toContain("withheld until the vet's written direction is recorded");
  });
});

describe("a correction", () => {
  test("stands beside what it corrects, by the label of that day, and gives back what was taken", async () => {
    const on = await rig();
    const batch = await shelf(on);
    const first = must(await on.enter.treat({ batch, quantityEach: 4 })).record;
    must(
      await on.enter.product({
        product: "example-lc-tube",
        name: "Example LC tube",
        unit: "tube",
        rows: [{ milk: { hours: 96 }, meat: { days: 12 } }],
      }),
    );
    const second = must(
      await on.enter.treat({ batch, quantityEach: 2, supersedes: first, lastDose: ago(0.5) }),
    ).record;
    const [now, before] = await book(on);
    expect(now).toMatchObject({ record: second, supersedes: first, supersededBy: null, version: 1 });
    expect(before).toMatchObject({ record: first, supersedes: null, supersededBy: second, version: 1 });
    expect((await batches(on))[0]).toMatchObject({ used: 2, left: 8 });
    expect((await page(on, "47")).facts.map(({ record, supersededBy }) => [record, supersededBy])).toEqual([
      [second, null],
      [first, second],
    ]);
    const third = must(await on.enter.treat({})).record;
    expect((await book(on)).find(({ record }) => record === third)?.version).toBe(2);
  });

  test("of some cows of a group is one for these alone", async () => {
    const on = await rig();
    await shelf(on);
    const first = must(
      await on.enter.treat({ cows: ["12", "47"], lastDose: "unknown", firstDose: "unknown" }),
    ).record;
    must(
      await on.enter.treat({ cows: ["12"], supersedes: first, note: "found in the diary" }, { role: "vet" }),
    );
    expect((await page(on, "12")).holds.find(({ fact }) => fact === first)?.earliest).toBe(ago(1 - 72));
    expect((await page(on, "47")).holds[0]?.earliest).toBeNull();
    const stranger = await refusalOf(on.enter.treat({ cows: ["301"], supersedes: first }));
    expect(stranger.mistakes.map(({ at }) => at)).toEqual(["supersedes"]);
  });

  test("that lets a hold end sooner is a manager's or the vet's to enter, with a reason", async () => {
    const on = await rig();
    await shelf(on);
    const first = must(
      await on.enter.treat({ lastDose: "unknown", firstDose: "unknown" }, { role: "milker" }),
    ).record;
    const correction = { supersedes: first, firstDose: ago(80), lastDose: ago(80) };
    const milker = await refusalOf(on.enter.treat({ ...correction, note: "I remember" }, { role: "milker" }));
    expect(milker.code).toBe("not-allowed");
    const silent = await refusalOf(on.enter.treat(correction));
    expect(silent.mistakes.map(({ at }) => at)).toEqual(["note"]);
    const told = { ...correction, note: "found in the diary" };
    expect((await refusalOf(on.enter.treat(told, { pinGiven: false }))).code).toBe("pin-needed");
    must(await on.enter.treat(told));
  });

  test("with the note that the corrected record had has no reason yet: what nobody touched says nothing", async () => {
    const on = await rig();
    await shelf(on);
    const unknown = { lastDose: "unknown", firstDose: "unknown", note: "second case this year" } as const;
    const first = must(await on.enter.treat(unknown, { role: "milker" })).record;
    const correction = { supersedes: first, firstDose: ago(80), lastDose: ago(80) };
    const silent = await refusalOf(on.enter.treat({ ...correction, note: unknown.note }));
    expect(silent.mistakes.map(({ at }) => at)).toEqual(["note"]);
    must(await on.enter.treat({ ...correction, note: `${unknown.note}; found in the diary` }));
    const seen = {
      kind: "paddock-or-feed",
      cows: ["47"],
      what: "sprayed paddock 4",
      note: "by the creek",
    } as const;
    const spray = must(
      await on.enter.fact({ ...seen, cows: ["47"], from: ago(30), milk: { hours: 72 }, meat: "nil" }),
    ).record;
    const shorter = {
      ...seen,
      cows: ["47"],
      supersedes: spray,
      from: ago(30),
      until: ago(29),
      milk: "nil",
    } as const;
    const unsaid = await refusalOf(on.enter.fact({ ...shorter, cows: ["47"] }));
    expect(unsaid.mistakes.map(({ at }) => at)).toEqual(["note"]);
    must(await on.enter.fact({ ...shorter, cows: ["47"], note: "the label says nil" }));
  });

  test("starts from the vet's direction and the batch as they were entered, after a restart too", async () => {
    const on = await rig();
    const batch = await shelf(on);
    const offLabel = {
      vet: "Dr Wong",
      direction: "twice a day for 5 days",
      milk: { hours: 240, milkings: 20, combine: "both" as const },
      meat: { days: 42 },
    };
    must(await on.enter.treat({ batch, offLabel }));
    await on.restart();
    expect((await book(on))[0]?.entered).toEqual({ batch, offLabel });
    expect((await page(on, "47")).treatments[0]?.entered).toEqual({ batch, offLabel });
  });

  test("that withholds for longer anyone may enter", async () => {
    const on = await rig();
    await shelf(on);
    const first = must(
      await on.enter.treat({ firstDose: ago(50), lastDose: ago(50) }, { role: "milker" }),
    ).record;
    must(
      await on.enter.treat({ supersedes: first, firstDose: ago(50), lastDose: ago(26) }, { role: "milker" }),
    );
  });
});

describe("a fact", () => {
  test("gives back every field that was entered, for a correction to start from, after a restart too", async () => {
    const on = await rig();
    await shelf(on);
    const about = { cows: ["47"], group: "fresh cows", note: "seen by Kim" };
    const of = must(await on.enter.fact({ kind: "test-sample", cows: ["47"], at: ago(5) })).record;
    const said = [
      { kind: "calving", at: "2026-11-20" },
      { kind: "dry-off", at: "unknown" },
      { kind: "observation", at: ago(8), seen: "blood" },
      { kind: "manual-hold", from: ago(4), reason: "swollen" },
      { kind: "taint", from: "2026-11-20", until: "2026-11-21", what: "turnips" },
      {
        kind: "paddock-or-feed",
        from: ago(90),
        what: "sprayed paddock 4",
        milk: { hours: 72, milkings: 6, combine: "either" },
        meat: { days: 28 },
      },
      {
        kind: "bought-in",
        at: ago(900),
        state: "in-milk",
        treatments: "unknown",
        vendor: "A. Vendor",
        declaration: "NVD 77",
      },
      { kind: "test-result", of, at: ago(1), result: "positive", testKit: "Delvo" },
    ] as const;
    const records: string[] = [];
    for (const one of said) records.push(must(await on.enter.fact({ ...one, ...about })).record);
    await on.restart();
    const { facts } = await page(on, "47");
    const { cows: _, ...shared } = about;
    for (const [index, { kind: __, ...one }] of said.entries())
      expect(facts.find(({ record }) => record === records[index])?.entered).toEqual({ ...one, ...shared });
  });

  test("of every kind is recorded, is at the bails, and reads back after a restart", async () => {
    const on = await rig();
    await shelf(on);
    const cows = ["47"];
    const sample = must(await on.enter.fact({ kind: "test-sample", cows, at: ago(5) })).record;
    const hold = must(
      await on.enter.fact({ kind: "manual-hold", cows, from: ago(4), reason: "swollen" }),
    ).record;
    const records = [
      sample,
      hold,
      must(await on.enter.fact({ kind: "calving", cows, at: "unknown" })).record,
      must(await on.enter.fact({ kind: "dry-off", cows, at: "2026-09-01" })).record,
      must(
        await on.enter.fact({
          kind: "bought-in",
          cows,
          at: ago(900),
          state: "in-milk",
          treatments: "unknown",
          vendor: "A. Vendor",
          declaration: "NVD 77",
        }),
      ).record,
      must(await on.enter.fact({ kind: "observation", cows, at: ago(3), seen: "blood" })).record,
      must(
        await on.enter.fact({
          kind: "paddock-or-feed",
          cows: ["47", "12"],
          from: ago(9),
          what: "sprayed clover",
          milk: { hours: 48 },
        }),
      ).record,
      must(await on.enter.fact({ kind: "taint", cows, from: ago(9), until: ago(8), what: "garlic" })).record,
      must(
        await on.enter.fact({
          kind: "test-result",
          cows,
          of: sample,
          at: ago(1),
          result: "negative",
          testKit: "Strip 4",
        }),
      ).record,
      must(await on.enter.fact({ kind: "looked-at", cows, at: ago(0.5), note: "milk is clean" })).record,
      must(await on.enter.end({ kind: "clearance", cows, of: hold, at: ago(0.2), reason: "vet says fine" }))
        .record,
    ];
    const before = await page(on, "47");
    await on.restart();
    expect(await page(on, "47")).toEqual(before);
    expect(before.facts.map(({ record }) => record)).toEqual(records.reverse());
    const says = (kind: string) => before.facts.find((one) => one.kind === kind)?.says;
    expect(says("bought-in")).toBe(
      "Bought in in milk, treatments unknown; vendor: A. Vendor; declaration: NVD 77",
    );
    expect(says("test-result")).toBe(`Antibiotic test of ${sample}: negative; test kit: Strip 4`);
    expect(on.controller.table?.cows.find(({ cow }) => cow === "47")?.facts).toHaveLength(records.length);
    expect(
      before.facts
        .filter(({ open }) => open)
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(
      before.holds
        .map(({ kind }) =>
          kind === "mastitis-or-blood"
            ? "observation"
            : kind === "colostrum"
              ? "calving"
              : kind === "dried-off"
                ? "dry-off"
                : kind,
        )
        .sort(),
    );
  });

  test("may hold by anyone, and a hold is ended only on its own way", async () => {
    const on = await rig();
    await shelf(on);
    const milker = { role: "milker" } as const;
    const hold = must(
      await on.enter.fact({ kind: "manual-hold", cows: ["47"], from: ago(1), reason: "odd" }, milker),
    ).record;
    const clearance = {
      kind: "clearance" as const,
      cows: ["47"],
      of: hold,
      at: ago(0.1),
      reason: "fine again",
    };
    expect((await refusalOf(on.enter.fact(clearance, milker))).code).toBe("not-allowed");
    expect((await page(on, "47")).standing).toBe("divert");
    must(await on.enter.end(clearance, { role: "vet" }));
    expect((await page(on, "47")).standing).toBe("check");
    expect((await refusalOf(on.enter.end({ kind: "looked-at", cows: ["47"], at: ago(0.1) }))).code).toBe(
      "bad-entry",
    );
  });

  test("by which a hold is over at once is a manager's or the vet's to enter", async () => {
    const on = await rig();
    await shelf(on);
    const milker = { role: "milker" } as const;
    const bought = { kind: "bought-in", at: ago(48), state: "in-milk", treatments: "unknown" } as const;
    must(await on.enter.fact({ ...bought, cows: ["47"] }, milker));
    const of = must(await on.enter.fact({ kind: "test-sample", cows: ["47"], at: ago(20) }, milker)).record;
    const negative = {
      kind: "test-result" as const,
      cows: ["47"],
      of,
      at: ago(1),
      result: "negative" as const,
    };
    expect((await refusalOf(on.enter.fact(negative, milker))).code).toBe("not-allowed");
    expect((await page(on, "47")).standing).toBe("divert");
    must(await on.enter.fact({ ...negative, result: "positive" }, milker));
    const again = must(await on.enter.fact({ kind: "test-sample", cows: ["47"], at: ago(2) }, milker)).record;
    must(await on.enter.fact({ ...negative, of: again }, { role: "vet" }));
    expect((await page(on, "47")).standing).toBe("check");
  });

  test("by which a hold will be over later today is no less a manager's or the vet's to enter", async () => {
    const on = await rig();
    await shelf(on);
    const milker = { role: "milker" } as const;
    const bought = { kind: "bought-in", at: ago(48), state: "in-milk", treatments: "unknown" } as const;
    must(await on.enter.fact({ ...bought, cows: ["47"] }, milker));
    const of = must(await on.enter.fact({ kind: "test-sample", cows: ["47"], at: ago(20) }, milker)).record;
    const negative = { kind: "test-result" as const, cows: ["47"], of, result: "negative" as const };
    const today = dayAtFarm(MORNING, TIME_ZONE);
    // A day without a time counts from its end, another computer's clock may be ahead: neither is a way round.
    for (const at of [today, ago(-0.05)])
      expect((await refusalOf(on.enter.fact({ ...negative, at }, milker))).code).toBe("not-allowed");
    // Nor is an hour in which nobody knows what time it is.
    const unsure = { ...milker, trusted: false };
    for (const at of [ago(1), ago(-48)])
      expect((await refusalOf(on.enter.fact({ ...negative, at }, unsure))).code).toBe("not-allowed");
    must(await on.enter.fact({ ...negative, at: today }, { role: "vet" }));
  });

  test("that corrects one so that another hold is over later today is no less a manager's or the vet's to enter", async () => {
    const on = await rig();
    await shelf(on);
    const milker = { role: "milker" } as const;
    const sample = async (at: string) =>
      must(await on.enter.fact({ kind: "test-sample", cows: ["47"], at }, milker)).record;
    const negative = { kind: "test-result" as const, cows: ["47"], result: "negative" as const };
    const first = await sample(ago(40));
    const { record } = must(await on.enter.fact({ ...negative, of: first, at: ago(30) }, { role: "vet" }));
    const of = await sample(ago(20));
    const correction = { ...negative, of, supersedes: record, at: dayAtFarm(MORNING, TIME_ZONE) };
    expect((await refusalOf(on.enter.fact(correction, milker))).code).toBe("not-allowed");
  });

  test("that she was looked at ends what was seen at stripping, for a milker too: with the PIN and what was found; never a medicine's hold", async () => {
    const on = await rig();
    await shelf(on);
    const milker = { role: "milker" } as const;
    must(await on.enter.fact({ kind: "observation", cows: ["47"], at: ago(30), seen: "mastitis" }, milker));
    must(await on.enter.treat({ cows: ["47"], firstDose: ago(28), lastDose: ago(28) }, milker));
    const look = { kind: "looked-at" as const, cows: ["47"], at: ago(0.1) };
    expect((await refusalOf(on.enter.fact(look, milker))).mistakes.map(({ at }) => at)).toEqual(["note"]);
    const found = { ...look, note: "no clots on six strippings of each quarter" };
    expect((await refusalOf(on.enter.fact(found, { ...milker, pinGiven: false }))).code).toBe("pin-needed");
    expect((await page(on, "47")).holds).toHaveLength(2);
    must(await on.enter.fact(found, milker));
    const { standing, holds, facts } = await page(on, "47");
    expect([standing, holds.map(({ kind }) => kind)]).toEqual(["divert", ["lactating-treatment"]]);
    expect(facts.find(({ kind }) => kind === "looked-at")).toMatchObject({ by: "milker" });
    // A look by which nothing ends is for the CHECK alone.
    must(await on.enter.fact(look, { ...milker, pinGiven: false }));
  });

  test("that says she calved long ago is not a milker's way round the withholding after it", async () => {
    const on = await rig();
    await shelf(on);
    const milker = { role: "milker" } as const;
    must(await on.enter.fact({ kind: "dry-off", cows: ["47"], at: ago(90 * 24) }, milker));
    on.shed.milkings.set(
      "47",
      [12, 11, 10, 9, 8, 7, 6, 5].map((days) => epochMs(MORNING - days * 86_400_000)),
    );
    const longAgo = { kind: "calving" as const, cows: ["47"], at: ago(30 * 24) };
    expect((await refusalOf(on.enter.fact(longAgo, milker))).code).toBe("not-allowed");
    expect((await refusalOf(on.enter.fact(longAgo))).mistakes.map(({ at }) => at)).toEqual(["note"]);
    must(await on.enter.fact({ ...longAgo, at: ago(8) }, milker));
    expect((await page(on, "47")).why).toContain("colostrum");
    must(await on.enter.fact({ ...longAgo, note: "found in the calving book" }, { role: "vet" }));
  });

  test("about a fact that is not there, or from before it, is refused at its field", async () => {
    const on = await rig();
    await shelf(on);
    const hold = must(
      await on.enter.fact({ kind: "manual-hold", cows: ["47"], from: ago(1), reason: "odd" }),
    ).record;
    const of = await refusalOf(
      on.enter.end({ kind: "clearance", cows: ["47"], of: `${hold}0`, at: ago(0), reason: "x" }),
    );
    expect(of.mistakes.map(({ at }) => at)).toEqual(["of"]);
    expect(JSON.stringify(of)).not.toContain("file");
    const at = await refusalOf(
      on.enter.end({ kind: "clearance", cows: ["47"], of: hold, at: ago(5), reason: "x" }),
    );
    expect(at.mistakes.map((one) => one.at)).toEqual(["at"]);
    const cow = await refusalOf(
      on.enter.end({ kind: "clearance", cows: ["12"], of: hold, at: ago(0), reason: "x" }),
    );
    expect(cow.mistakes.map((one) => one.at)).toEqual(["of"]);
  });

  test("entered while the clock is not sure says so, and nothing is called future-dated", async () => {
    const on = await rig();
    await shelf(on);
    const unsure = { trusted: false, at: epochMs(Date.parse("2026-01-01T00:00:00Z")) };
    const recorded = must(
      await on.enter.fact({ kind: "observation", cows: ["47"], at: ago(1), seen: "mastitis" }, unsure),
    );
    expect(recorded.warnings.join()).toContain("The clock is not sure");
  });
});

describe("the register", () => {
  test("remembers every tag that a cow wore, and every change of her entry", async () => {
    const on = await rig();
    await shelf(on);
    const later = epochMs(MORNING + 1_000);
    must(
      await on.enter.change(
        "47",
        { eids: ["982000123499999"], reason: "tag lost and replaced" },
        { at: later },
      ),
    );
    must(await on.enter.change("47", { name: "Bella", breed: "Jersey", note: "kicks", reason: "named" }));
    must(await on.enter.change("47", { status: "sold", reason: "sold to A. Buyer" }, { at: later }));
    const { tags, register, status, eids, name, breed, note } = await page(on, "47");
    expect([status, eids]).toEqual(["sold", ["982000123499999"]]);
    expect([name, breed, note]).toEqual(["Bella", "Jersey", "kicks"]);
    expect(tags).toEqual([
      { eid: "982000123499999", from: new Date(later).toISOString(), until: null },
      { eid: "982000123456047", from: new Date(MORNING).toISOString(), until: new Date(later).toISOString() },
    ]);
    expect(register.map(({ says }) => says)).toEqual([
      "sold to A. Buyer",
      "named",
      "tag lost and replaced",
      "entered into the register",
    ]);
  });

  test("gives one tag and one number to one cow only", async () => {
    const on = await rig();
    await shelf(on);
    const tag = await refusalOf(on.enter.cow({ cow: "48", status: "in-milk", eids: ["982000123456047"] }));
    expect(tag.mistakes.map(({ at }) => at)).toEqual(["eids.0"]);
    const number = await refusalOf(on.enter.cow({ cow: "047", status: "in-milk", eids: [] }));
    expect(number.mistakes.map(({ at, found }) => [at, found])).toEqual([["cow", "cow 47 and cow 047"]]);
    expect((await refusalOf(on.enter.cow({ cow: "47", status: "dry", eids: [] }))).code).toBe("conflict");
    expect((await refusalOf(on.enter.change("99", { reason: "x" }))).code).toBe("not-found");
    expect(
      (await refusalOf(on.enter.cow({ cow: "47-long-number", status: "dry", eids: [] }))).mistakes[0]?.at,
    ).toBe("cow");
  });

  test("lets no milker bring a cow to the vat whom nothing but her entry kept out of it", async () => {
    const on = await rig();
    await shelf(on);
    const milker = { role: "milker" } as const;
    const inMilk = { status: "in-milk", reason: "back in the herd" } as const;
    expect((await refusalOf(on.enter.change("8", inMilk, milker))).code).toBe("not-allowed");
    const stranger = { cow: "99", eids: ["982000123456099"] };
    expect((await refusalOf(on.enter.cow({ ...stranger, status: "in-milk" }, milker))).code).toBe(
      "not-allowed",
    );
    must(await on.enter.cow({ ...stranger, status: "heifer" }, milker));
    must(await on.enter.fact({ kind: "calving", cows: ["99"], at: ago(3) }, milker));
    must(await on.enter.change("99", inMilk, milker));
    const bare = { role: "vet", pinGiven: false } as const;
    expect((await refusalOf(on.enter.change("8", inMilk, bare))).code).toBe("pin-needed");
    must(await on.enter.change("8", inMilk, { role: "vet" }));
  });

  test("gives a withheld cow's tag to another only by a manager with the PIN, who is told whose it was", async () => {
    const on = await rig();
    await shelf(on);
    const milker = { role: "milker" } as const;
    must(await on.enter.fact({ kind: "manual-hold", cows: ["47"], from: ago(1), reason: "odd" }));
    must(await on.enter.change("47", { eids: [], reason: "tag lost" }, milker));
    const given = { eids: ["982000123456012", "982000123456047"], reason: "second tag" };
    expect((await refusalOf(on.enter.change("12", given, milker))).code).toBe("not-allowed");
    const anew = { cow: "48", status: "heifer", eids: ["982000123456047"] } as const;
    expect((await refusalOf(on.enter.cow({ ...anew, eids: [...anew.eids] }, milker))).code).toBe(
      "not-allowed",
    );
    expect((await refusalOf(on.enter.change("12", given, { pinGiven: false }))).code).toBe("pin-needed");
    const told = must(await on.enter.change("12", given));
    expect(told.warnings.join()).toContain("Tag 982000123456047 was cow 47's");
    must(await on.enter.change("12", { eids: [], reason: "a slip" }, milker));
    must(await on.enter.change("47", { eids: ["982000123456047"], reason: "a slip" }));
    must(await on.enter.change("12", { eids: ["982000123456012"], reason: "her own again" }, milker));
  });

  test("is searched by number, name and tag, page by page", async () => {
    const on = await rig();
    await shelf(on);
    must(await on.enter.change("301", { name: "Bella", reason: "named" }));
    const found = async (query: object) => {
      const asked = { params: {}, query: { limit: 2, ...query }, body: undefined };
      const { items, next } = must(await on.herd.handlers.cows(asked, callerOf()));
      return [items.map(({ cow }) => cow), next];
    };
    expect(await found({})).toEqual([["8", "12"], "2"]);
    expect(await found({ cursor: "2" })).toEqual([["47", "301"], null]);
    expect(await found({ q: "bel" })).toEqual([["301"], null]);
    expect(await found({ q: "456047" })).toEqual([["47"], null]);
    expect(await found({ status: "dry" })).toEqual([["8"], null]);
    expect(await found({ withheld: true })).toEqual([["8"], null]);
  });

  test("keeps groups, which can be changed and are checked", async () => {
    const on = await rig();
    await shelf(on);
    must(await on.enter.group({ group: "dry-off May", cows: ["12", "47"] }));
    must(await on.enter.group({ group: "dry-off May", cows: ["12"] }));
    expect(
      must(await on.herd.handlers.groups({ params: {}, query: {}, body: undefined }, callerOf())).items,
    ).toEqual([{ group: "dry-off May", cows: ["12"] }]);
    expect(
      (await refusalOf(on.enter.group({ group: "x", cows: ["12", "99", "12"] }))).mistakes.map(
        ({ at }) => at,
      ),
    ).toEqual(["cows.1", "cows.2"]);
  });
});

test("a treatment of a cow who was sold is taken, and whoever enters it is asked whether she was meant", async () => {
  const on = await rig();
  await shelf(on);
  must(await on.enter.change("47", { status: "sold", reason: "sold to A. Buyer" }));
  const told = must(await on.enter.treat({ cows: ["12", "47"] }));
  expect(told.warnings.filter((one) => one.includes("By the register"))).toEqual([
    "By the register cow 47 was sold: look whether she is the one that was meant.",
  ]);
});

test("an entry that is only looked at is never taken, whatever it says and whoever sent it", async () => {
  const on = await rig();
  await shelf(on);
  const hold = must(
    await on.enter.fact({ kind: "manual-hold", cows: ["47"], from: ago(1), reason: "odd" }),
  ).record;
  const before = [on.bench.store.head(), on.herd.recorded()];
  const looks = { ...callerOf(), onlyLooks: true };
  const { handlers } = on.herd;
  const asked = <Body>(body: Body) => ({ params: {}, query: {}, body });
  const entry = "6a1f7d0e-5a52-4c07-9d6e-0b1d1f1f0a77";
  const about = { entry, cows: ["47"], group: "", note: "" };
  const cleared = { kind: "clearance", ...about, of: hold, at: ago(0), reason: "–" } as const;
  for (const answer of [
    await handlers.endHold(asked(cleared), looks),
    await handlers.addFact(asked({ kind: "looked-at", ...about, at: ago(0) }), looks),
    await handlers.changeCow(
      { params: { cow: "47" }, query: {}, body: { entry, status: "dry", reason: "–" } },
      looks,
    ),
  ])
    expect(answer).toMatchObject({ ok: false, error: { code: "bad-entry" } });
  expect([on.bench.store.head(), on.herd.recorded()]).toEqual(before);
  // Nor does it take the entry's name: the real one is recorded.
  must(await handlers.endHold(asked(cleared), callerOf()));
});

describe("a product", () => {
  test("gets a new version of its label only with the PIN: what is given from then on is withheld by it", async () => {
    const on = await rig();
    await shelf(on);
    const changed = { ...EXAMPLE_LC, product: "example-lc-tube", rows: [{ milk: "nil" as const }] };
    expect((await refusalOf(on.enter.product(changed, { pinGiven: false }))).code).toBe("pin-needed");
    must(await on.enter.treat({ cows: ["47"] }));
    expect((await page(on, "47")).standing).toBe("divert");
    must(await on.enter.product(changed));
    // What was given before goes by the label that was on the packet then.
    expect((await page(on, "47")).standing).toBe("divert");
  });

  test("shows its label in words, its versions stay, and its mistakes are told at their rows", async () => {
    const on = await rig();
    await shelf(on);
    const dry = {
      product: null,
      name: "Example DC",
      unit: "tube",
      rows: [
        { use: "long", dryCow: { minimumDryDays: 49, afterCalving: { milkings: 8 } }, meat: { days: 30 } },
        { use: "sealant", teatSealant: { afterCalving: "nil" } },
        {
          use: "branches",
          dryCow: {
            dryLongerThanDays: 35,
            afterCalving: { hours: 24 },
            otherwiseAfterTreatment: { hours: 864 },
          },
        },
      ],
    } as const;
    must(await on.enter.product({ ...dry, rows: [...dry.rows] }));
    const { items } = must(
      await on.herd.handlers.products({ params: {}, query: {}, body: undefined }, callerOf()),
    );
    expect(items.map(({ product }) => product)).toEqual(["example-dc", "example-lc-tube"]);
    expect(items[0]?.rows.map(({ milkWords, meatWords }) => [milkWords, meatWords])).toEqual([
      ["at least 49 days after the last dose, then 8 milkings after calving", "30 days"],
      ["nil after calving", "unknown"],
      ["24 h after calving when dry for more than 35 days, else 36 days after the last dose", "unknown"],
    ]);
    expect(items[1]).toMatchObject({
      batches: [{ number: "B-77", left: 10, usable: true, why: "" }],
      lastUsed: null,
    });
    const wrong = await refusalOf(
      on.enter.product({
        ...EXAMPLE,
        rows: [
          { milk: { hours: 1.5 } },
          { use: "two", milk: { hours: 4 }, teatSealant: { afterCalving: "nil" } },
        ],
      }),
    );
    expect(wrong.mistakes.map(({ at }) => at)).toEqual(["rows.0.milk.hours", "rows.1"]);
    expect((await refusalOf(on.enter.product({ ...EXAMPLE, name: "example lc TUBE" }))).mistakes[0]?.at).toBe(
      "name",
    );
  });
});
const EXAMPLE = {
  product: null,
  name: "Other",
  unit: "ml",
  rows: [{ milk: { hours: 4 } }],
};

/** Everything that is ever asked about a cow, as far as it does not depend on the order of her facts. */
function answers(cow: Cow | undefined, policy: HoldPolicy, at: EpochMs): unknown {
  if (cow === undefined) return null;
  const { verdict, because, standing } = verdictOn(cow, [], null, policy, at);
  const open = standing?.open.map(({ source, missing }) => JSON.stringify([source, missing])).sort();
  const sale = saleCheck(cow, [], policy, at).map(({ running, ...market }) => [market, running.length]);
  return { verdict, because, open, sale };
}

test("a herd file that says nothing of the policy leaves it as it is by default", async () => {
  const on = await rig();
  const cows = [{ cow: "12", eids: ["982000123456012"], status: "in-milk" }];
  const recorded = must(await on.enter.herdFile(JSON.stringify({ format: "vatguard-herd-1", cows })));
  expect(recorded.state).toBe("in-force");
  expect((await page(on, "12")).standing).toBe("release");
});

test("a herd file fills an empty register: names, dates, policy and writers stay, and it is in force", async () => {
  const on = await rig();
  const text = readFileSync("config/herd-small.json", "utf8");
  const broken = await refusalOf(
    on.enter.herdFile(text.replace('"status": "in-milk"', '"status": "in milk"')),
  );
  expect(broken.mistakes[0]?.fix).toMatch(/^Line \d+, cows\[\d+\]\.status: /);
  const recorded = must(await on.enter.herdFile(text));
  expect(recorded.state).toBe("in-force");
  const given = must(loadHerd(text, { timeZone: "Australia/Melbourne", now: null }));
  const { table } = on.controller;
  expect(table?.policy).toEqual(given.policy);
  for (const cow of given.cows) {
    const published = table?.cows.find((one) => one.cow === cow.cow);
    expect(published).toMatchObject({ eids: cow.eids, status: cow.status });
    const names = cow.facts.map(({ kind, fact }) => (kind === "milked" ? kind : fact)).sort();
    const kept = (await page(on, cow.cow)).facts.map(({ kind, record }) =>
      kind === "milked" ? kind : record,
    );
    expect(kept.sort()).toEqual(names);
    for (const days of [0, 3, 40]) {
      const at = epochMs(MORNING + days * 86_400_000);
      expect(answers(published, given.policy, at)).toEqual(answers(cow, given.policy, at));
    }
  }
  expect((await refusalOf(on.enter.herdFile(text))).code).toBe("conflict");
  const written = readFileSync(herdInForcePath(on.bench.dataDir), "utf8");
  await on.restart();
  expect(readFileSync(herdInForcePath(on.bench.dataDir), "utf8")).toBe(written);
});
