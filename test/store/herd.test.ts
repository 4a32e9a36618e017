// Room: test/store. The livestock register: versions, tags, groups, policy.

import { expect, test } from "vitest";
import { epochMs } from "../../src/domain/units.ts";
import { verifyChain } from "../../src/store/chain.ts";
import {
  type CowEntry,
  cowsRegistered,
  groupsNow,
  policyEntered,
  tagsOf,
  versionsOfCow,
  writeCow,
  writeGroup,
  writePolicy,
} from "../../src/store/herd.ts";
import { by, freshStore, MORNING } from "./bench.ts";

const COW: CowEntry = {
  cow: "47",
  name: "Bella",
  status: "in-milk",
  eids: ["982000123456047"],
  breed: "Jersey",
  born: "2021-08-04",
  note: "kicks",
  reason: "born here",
};
const LATER = epochMs(MORNING + 60_000);

test("a changed entry is a new version, the earlier one stays, and a replaced tag keeps its dates", () => {
  const bench = freshStore();
  bench.store.write((pen) => writeCow(pen, COW, null, by("kim")));
  const [first] = cowsRegistered(bench.store);
  if (first === undefined) throw new Error("the cow is not in the register");
  const changed = { ...COW, eids: ["982000123499999"], reason: "tag lost" };
  bench.store.write((pen) => writeCow(pen, changed, first, by("sam", LATER)));
  const store = bench.reopen();
  expect(versionsOfCow(store, "47")).toEqual([
    { ...changed, version: 2, record: "cow-47-2", by: "sam", at: LATER },
    { ...COW, version: 1, record: "cow-47-1", by: "kim", at: MORNING },
  ]);
  expect(cowsRegistered(store).map(({ version }) => version)).toEqual([2]);
  expect(tagsOf(store, "47")).toEqual([
    { eid: "982000123499999", from: LATER, until: null },
    { eid: "982000123456047", from: MORNING, until: LATER },
  ]);
  expect(verifyChain(store.db, store.evidence).good).toBe(true);
  expect(() => store.db.exec("UPDATE cow_register SET status = 'dry'")).toThrow("evidence is permanent");
});

test("cows stand in the order in which they were entered first, whatever was changed since", () => {
  const { store } = freshStore();
  for (const cow of ["9", "10", "1"])
    store.write((pen) => writeCow(pen, { ...COW, cow, eids: [] }, null, by("kim")));
  const nine = cowsRegistered(store)[0] ?? null;
  store.write((pen) => writeCow(pen, { ...COW, cow: "9", eids: [], status: "sold" }, nine, by("kim")));
  expect(cowsRegistered(store).map(({ cow, status }) => [cow, status])).toEqual([
    ["9", "sold"],
    ["10", "in-milk"],
    ["1", "in-milk"],
  ]);
});

test("of a group the last version counts, and of the policy the last one entered", () => {
  const { store } = freshStore();
  expect(policyEntered(store)).toBeNull();
  store.write((pen) => {
    writeGroup(pen, { group: "heifers", version: 1, cows: ["1", "2"] }, by("kim"));
    writeGroup(pen, { group: "heifers", version: 2, cows: ["1"] }, by("kim"));
    writePolicy(pen, { jurisdiction: "nz" }, "a herd file", by("kim"));
    writePolicy(pen, { jurisdiction: "au" }, "a herd file", by("kim"));
  });
  expect(groupsNow(store)).toEqual([{ group: "heifers", version: 2, cows: ["1"] }]);
  expect(policyEntered(store)).toEqual({ jurisdiction: "au" });
});
