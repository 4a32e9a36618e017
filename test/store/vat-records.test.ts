// Room: test/store. What the vat told, as rows.

import { expect, test } from "vitest";
import { personId, probeId } from "../../src/domain/ids.ts";
import { epochMs } from "../../src/domain/units.ts";
import type { Told, VatHappening } from "../../src/domain/vat/happening.ts";
import {
  appendVat,
  lastSureCollection,
  lastVat,
  listVat,
  listVatMilkings,
  thermometerChecks,
} from "../../src/store/vat-records.ts";
import { by, freshStore } from "./bench.ts";

const ALL = { after: null, from: null, to: null, limit: 1_000 };
const byProbe: Told = { source: "probe", guess: true, by: null, sign: "rise" };
const byAnna: Told = { source: "person", guess: false, by: personId("anna"), sign: null };
const told = (at: number, about: object): VatHappening =>
  ({ at: epochMs(at), trusted: true, ...about }) as VatHappening;

function filled() {
  const { store } = freshStore();
  const started = (milking: number, at: number) =>
    told(at, {
      kind: "milking-clock-started",
      milking,
      told: byProbe,
      first: true,
      earliest: at,
      latest: at,
    });
  const all = [
    told(1, { kind: "vat-state", state: "filling", told: byProbe }),
    started(1, 2),
    told(3, { kind: "milking-clock-ended", milking: 1, told: byAnna }),
    started(2, 10),
    told(12, { kind: "collected", told: byProbe, milkings: [1] }),
    told(13, { kind: "collected", told: byAnna, milkings: [1, 2] }),
    told(14, {
      kind: "thermometer-checked",
      check: { thermometer: probeId("milk"), readings: [0.1, 0.2, 0.3], by: personId("anna"), at: 14 },
      outcome: { kind: "acceptable", mean: 0.2, offset: 0.2 },
    }),
    // The recordings were lost, and numbers begin again.
    started(1, 20),
    told(21, { kind: "milking-clock-closed", milking: 1 }),
  ];
  store.write((pen) => {
    for (const about of all) appendVat(pen, about, by("controller"), about.kind);
  });
  return { store, all };
}

test("each happening of the vat comes back as it was told", () => {
  const { store, all } = filled();
  const kinds = [...new Set(all.map(({ kind }) => kind))];
  const rows = listVat(store, { ...ALL, kinds });
  expect(rows.toSorted((a, b) => a.record - b.record).map(({ about }) => about)).toEqual(all);
  expect(lastVat(store, "vat-state", epochMs(100))?.about).toEqual(all[0]);
  expect(lastVat(store, "vat-state", epochMs(0))).toBeNull();
});

test("a milking of the vat is all that was told of it, and numbers that come again are another milking", () => {
  const { store } = filled();
  expect(listVatMilkings(store, ALL).map(({ told }) => told.map(({ about }) => about.at))).toEqual([
    [20, 21],
    [10],
    [2, 3],
  ]);
  expect(listVatMilkings(store, { ...ALL, to: epochMs(15), limit: 1 }).map(({ record }) => record)).toEqual([
    4,
  ]);
});

test("only a collection that is sure takes the milk away, and checks are kept", () => {
  const { store } = filled();
  expect(lastSureCollection(store)).toBe(6);
  expect(thermometerChecks(store).map(({ by }) => by)).toEqual(["anna"]);
  expect(lastSureCollection(freshStore().store)).toBe(0);
});
