// Room: test/store. Cows in the records: register rows, facts, visits, as short as the tables let them be.
// May live here: writing rows. May not: expectations.

import { type EpochMs, epochMs } from "../../src/domain/units.ts";
import type { Store, Written } from "../../src/store/store.ts";
import { MORNING } from "./morning.ts";

const written = (at: EpochMs): Written => ({ by: "anna", at, trusted: true });
const signed = (at: EpochMs) => ({ by: "anna", at, trusted: 1 });

export function registerCow(store: Store, cow: string, at: EpochMs = MORNING, version = 1): void {
  const row = {
    cow,
    version,
    name: "",
    status: "in-milk",
    eids: "[]",
    breed: "",
    born: null,
    note: "",
    reason: "",
  };
  store.write((pen) =>
    pen.append(
      "cow_register",
      { ...row, record: `cow-${cow}-${version}`, ...signed(at) },
      written(at),
      `Cow ${cow}`,
    ),
  );
}

export function enterFact(store: Store, fact: string, cow: string, at: EpochMs = MORNING): void {
  const row = {
    fact,
    cow,
    kind: "treatment",
    supersedes: null,
    recorded_at: at,
    body: "{}",
    herd_group: "",
    detail: "{}",
  };
  store.write((pen) => pen.append("fact", { ...row, ...signed(at) }, written(at), `Cow ${cow} was treated`));
}

export function changeGroup(store: Store, cows: readonly string[], at: EpochMs = MORNING): void {
  const row = { herd_group: "dry-off", version: 1, cows: JSON.stringify(cows) };
  store.write((pen) => pen.append("herd_group", { ...row, ...signed(at) }, written(at), "A group"));
}

export function changePolicy(store: Store, at: EpochMs = MORNING): void {
  store.write((pen) =>
    pen.append("herd_policy", { policy: "{}", source: "shed.yaml", ...signed(at) }, written(at), "The rules"),
  );
}

export const hoursLater = (n: number): EpochMs => epochMs(MORNING + n * 3_600_000);
