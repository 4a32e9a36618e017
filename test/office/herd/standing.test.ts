// Room: test/office/herd. What is asked about cows: who is withheld, her page, her sale, what a treatment would mean.

import { expect, test } from "vitest";
import { epochMs } from "../../../src/domain/units.ts";
import { treatmentIn } from "../../../src/office/contract/herd.ts";
import { ago, callerOf, MORNING, must, type Rig, rig, shelf, TREATMENT } from "./rig.ts";

const ENTRY = "6a1f7d0e-5a52-4c07-9d6e-0b1d1f1f0a01";
const withheld = async ({ herd }: Rig, hours = 0) => {
  const caller = callerOf({ at: epochMs(MORNING + hours * 3_600_000) });
  return must(await herd.handlers.withheld({ params: {}, query: {}, body: undefined }, caller)).items;
};

test("the withheld list has who is next to clear first, then who is to be looked at, then who is not in milk", async () => {
  const on = await rig();
  await shelf(on);
  must(await on.enter.cow({ cow: "200", status: "in-milk", eids: [] }));
  must(await on.enter.cow({ cow: "201", status: "in-milk", eids: [] }));
  must(await on.enter.cow({ cow: "9", status: "sold", eids: [] }));
  must(await on.enter.treat({ cows: ["47"], firstDose: ago(10), lastDose: ago(10) }));
  must(await on.enter.treat({ cows: ["301"], firstDose: ago(40), lastDose: ago(40) }));
  must(await on.enter.fact({ kind: "manual-hold", cows: ["200"], from: ago(1), reason: "kicks" }));
  must(await on.enter.fact({ kind: "observation", cows: ["12"], at: ago(9), seen: "mastitis" }));
  must(
    await on.enter.fact({ kind: "taint", cows: ["201"], from: ago(9), until: ago(8), what: "wild onion" }),
  );
  const items = await withheld(on);
  expect(items.map(({ cow, standing }) => [cow, standing])).toEqual([
    ["301", "divert"],
    ["47", "divert"],
    ["12", "divert"],
    ["200", "divert"],
    ["201", "check"],
    ["8", "divert"],
  ]);
  expect(items[0]).toMatchObject({
    why: "Withheld: Example LC tube, until Wed 25 Nov 00:40 and 6 more milkings",
    earliest: ago(40 - 72),
    holds: [{ kind: "lactating-treatment", milkingsLeft: 6, endedBy: ["clearance"] }],
  });
  expect(items[2]?.holds[0]?.endedBy).toEqual(["looked-at", "clearance"]);
  expect(items[4]?.why).toBe("Look at her: this is her first milking after a hold");
  expect(items[5]?.why).toBe("Dry");
});

test("milkings that were counted in the shed count, and a look in the shed ends the CHECK", async () => {
  const on = await rig();
  await shelf(on);
  must(await on.enter.treat({ firstDose: ago(80), lastDose: ago(80) }));
  const milking = (hours: number) => epochMs(MORNING - hours * 3_600_000);
  on.shed.milkings.set("47", [70, 60, 50, 40, 30].map(milking));
  expect((await withheld(on))[0]?.holds[0]).toMatchObject({ milkingsLeft: 1, missing: ["1 more milking"] });
  on.shed.milkings.set("47", [70, 60, 50, 40, 30, 20].map(milking));
  expect((await withheld(on))[0]?.standing).toBe("check");
  on.shed.looks.set("47", milking(1));
  expect((await withheld(on)).map(({ cow }) => cow)).toEqual(["8"]);
});

test("who was clear a moment ago is withheld on the list as soon as anything on record says so, and clear again as soon as it does not", async () => {
  const on = await rig();
  await shelf(on);
  const listed = async () => (await withheld(on)).map(({ cow, standing }) => `${cow} ${standing}`);
  expect(await listed()).toEqual(["8 divert"]);
  const { record } = must(
    await on.enter.fact({ kind: "manual-hold", cows: ["47"], from: ago(1), reason: "kicks" }),
  );
  expect(await listed()).toEqual(["47 divert", "8 divert"]);
  must(await on.enter.end({ kind: "clearance", cows: ["47"], of: record, at: ago(0), reason: "calm again" }));
  expect(await listed()).toEqual(["47 check", "8 divert"]);
  on.shed.looks.set("47", epochMs(MORNING));
  expect(await listed()).toEqual(["8 divert"]);
  on.shed.looks.delete("47");
  expect(await listed()).toEqual(["47 check", "8 divert"]);
  on.shed.looks.set("47", epochMs(MORNING));
  must(await on.enter.change("12", { status: "dry", reason: "dried off" }));
  expect(await listed()).toEqual(["8 divert", "12 divert"]);
  on.shed.review.push({ cow: "301", why: "something was entered about her", since: MORNING });
  expect(await listed()).toEqual(["301 divert", "8 divert", "12 divert"]);
  on.shed.review.length = 0;
  expect(await listed()).toEqual(["8 divert", "12 divert"]);
});

test("the register says of every cow how she stands, all of it or one side, page by page", async () => {
  const on = await rig();
  await shelf(on);
  must(await on.enter.fact({ kind: "manual-hold", cows: ["47"], from: ago(1), reason: "kicks" }));
  const cows = async (query: {
    readonly withheld?: boolean;
    readonly cursor?: string;
    readonly limit: number;
  }) => must(await on.herd.handlers.cows({ params: {}, query, body: undefined }, callerOf()));
  const all = await cows({ limit: 10 });
  expect(all.items.map(({ cow, standing }) => `${cow} ${standing}`)).toEqual([
    "8 divert",
    "12 release",
    "47 divert",
    "301 release",
  ]);
  const first = await cows({ limit: 3 });
  expect(first).toEqual({ items: all.items.slice(0, 3), next: "3", total: 4 });
  expect(await cows({ limit: 3, cursor: "3" })).toEqual({ items: all.items.slice(3), next: null, total: 4 });
  expect((await cows({ limit: 10, withheld: true })).items.map(({ cow }) => cow)).toEqual(["8", "47"]);
  expect((await cows({ limit: 10, withheld: false })).items.map(({ cow }) => cow)).toEqual(["12", "301"]);
});

test("time that is not sure ends no hold on any page", async () => {
  const on = await rig();
  await shelf(on);
  must(await on.enter.fact({ kind: "taint", cows: ["47"], from: ago(3), until: ago(2), what: "garlic" }));
  const jumped = callerOf({ at: epochMs(MORNING + 9_000_000_000), trusted: false });
  const page = must(
    await on.herd.handlers.cow({ params: { cow: "47" }, query: {}, body: undefined }, jumped),
  );
  expect(page.standing).toBe("divert");
});

test("a cow's page explains her as the command why does, and says whether she may be sold", async () => {
  const on = await rig();
  await shelf(on);
  const { record } = must(await on.enter.treat({ firstDose: ago(24), lastDose: ago(24) }));
  const ask = async (query: { saleOn?: string }) =>
    must(await on.herd.handlers.cow({ params: { cow: "47" }, query, body: undefined }, callerOf()));
  const query = { saleOn: "9999-12-31" };
  const never = await on.herd.handlers.cow({ params: { cow: "47" }, query, body: undefined }, callerOf());
  expect(never).toMatchObject({ ok: false, error: { code: "bad-entry", mistakes: [{ at: "saleOn" }] } });
  const now = await ask({});
  expect(now.explained.slice(0, 6)).toEqual([
    "Cow 47: DIVERT. A hold keeps her milk out of the vat. Milk her into the bucket or the divert line. Rinse the cluster before the next cow.",
    "asked for Mon 23 Nov 16:40 (Australia/Melbourne)",
    `lactating-treatment, from record ${record}`,
    "rule     Example LC tube: 72 h and 6 milkings after the last dose",
    "missing  Wed 25 Nov 16:40 and 6 more milkings",
    "clears   not before Wed 25 Nov 16:40, after 6 more milkings",
  ]);
  expect(now.sale.map(({ may }) => may)).toEqual([
    "with-declaration",
    "with-declaration",
    "with-declaration",
  ]);
  expect(now.sale[0]?.declare[0]).toBe(
    "Example LC tube, last dose Sun 22 Nov 16:40: meat withholding until Wed 2 Dec 16:40",
  );
  expect((await ask({ saleOn: "2026-12-05" })).sale.map(({ may }) => may)).toEqual([
    "free",
    "with-declaration",
    "with-declaration",
  ]);
  expect((await ask({ saleOn: "2026-12-20" })).sale.map(({ may }) => may)).toEqual([
    "free",
    "free",
    "with-declaration",
  ]);
  const nobody = await on.herd.handlers.cow(
    { params: { cow: "99" }, query: {}, body: undefined },
    callerOf(),
  );
  expect(nobody.ok ? null : nobody.error.code).toBe("not-found");
});

test("the preview says what saving would mean, and records nothing", async () => {
  const on = await rig();
  await shelf(on);
  on.controller.bails.set(3, "47");
  on.shed.inVat.add("12");
  const records = on.bench.store.head().records;
  const preview = async (more: object) => {
    const body = treatmentIn.parse({ entry: ENTRY, ...TREATMENT, ...more });
    return must(await on.herd.handlers.previewTreatment({ params: {}, query: {}, body }, callerOf()));
  };
  const { cows, refusals } = await preview({ cows: ["47", "12"], firstDose: ago(0), lastDose: ago(0) });
  expect(refusals).toEqual([]);
  expect(cows).toMatchObject([
    {
      cow: "47",
      milkClear: { earliest: ago(-72), words: "Thu 26 Nov 16:40 and 6 more milkings" },
      meatClear: "not before Thu 3 Dec 16:40",
      esiClear: "not before Mon 14 Dec 16:40",
      inBail: 3,
      milkedIn: true,
    },
    { cow: "12", inBail: null, milkedIn: true },
  ]);
  expect(cows[1]?.warnings.at(-1)).toBe("Cow 12's milk is in the vat: saving may raise the vat stop.");
  expect((await preview({ cows: ["99"] })).refusals[0]).toMatch(/^There is no cow 99 in the records/);
  expect(on.bench.store.head().records).toBe(records);
});
