// Room: office/shed. What the shed's records know of cows, for the rules about them.
// May live here: sums over visits, with those that wait to be written. May not: rules about cows.
// Invariant: counted milkings are those that the controller counts (controller/carried.ts); another sum would end holds at another time.

import { withMilking } from "../../domain/holds/milkings.ts";
import { cowId } from "../../domain/ids.ts";
import { lookUp } from "../../domain/look-up.ts";
import { type EpochMs, epochMs } from "../../domain/units.ts";
import type { Clock } from "../../ports/clock.ts";
import {
  cowsToVatSince,
  listVisits,
  lookedAtAll,
  milkingsCountedAll,
  type VisitRecord,
} from "../../store/shed-records.ts";
import type { Store } from "../../store/store.ts";
import { lastSureCollection } from "../../store/vat-records.ts";
import type { CowPage } from "../contract/herd.ts";
import type { Follower } from "./follower.ts";
import { instantOrNull } from "./paging.ts";
import { divertedForInWords } from "./records.ts";

export type ShedSays = {
  readonly milkingsCounted: () => (cow: string) => readonly EpochMs[];
  readonly lookedAt: () => (cow: string) => EpochMs | null;
  readonly milkedIn: () => ReadonlySet<string>;
  readonly visitsOf: (cow: string) => CowPage["visits"];
};

/** A cow's page shows a month of two milkings a day. */
const VISITS_SHOWN = 60;
/** A vat is collected every third day at the latest: older milk is not in it, whoever forgot to say so. */
const IN_THE_VAT_MS = 3 * 86_400_000;

export function createShedSays(store: Store, clock: Clock, follower: Pick<Follower, "visitsHeld">): ShedSays {
  let counted: { readonly records: number; readonly cows: ReturnType<typeof milkingsCountedAll> } | null =
    null;
  const inTheBook = () => {
    const { records } = store.head();
    if (counted?.records !== records) counted = { records, cows: milkingsCountedAll(store) };
    return counted.cows;
  };
  const shown = (visit: VisitRecord): CowPage["visits"][number] => ({
    milking: visit.milking,
    bail: visit.bail,
    at: instantOrNull(visit.began ?? visit.opened),
    toVat: visit.toVat,
    divertedFor: visit.diverted ? divertedForInWords(visit.divertedFor, visit.holds) : [],
  });
  return {
    milkingsCounted() {
      const cows = inTheBook();
      const held = follower.visitsHeld();
      return (cow) =>
        held.reduce(
          (sum, visit) =>
            visit.cow === cow && visit.counted !== null ? withMilking(sum, visit.counted) : sum,
          lookUp(cows, cow) ?? [],
        );
    },
    lookedAt() {
      const cows = lookedAtAll(store);
      return (cow) => lookUp(cows, cow) ?? null;
    },
    milkedIn() {
      const since = epochMs(clock.wall() - IN_THE_VAT_MS);
      const cows = new Set(cowsToVatSince(store, lastSureCollection(store), since));
      for (const { cow, toVat } of follower.visitsHeld()) if (cow !== null && toVat) cows.add(cow);
      return cows;
    },
    visitsOf(cow) {
      const held = follower.visitsHeld().filter((visit) => visit.cow === cow);
      const asked = { after: null, from: null, to: null, milking: null, diverted: null };
      const rows = listVisits(store, { ...asked, cow: cowId(cow), limit: VISITS_SHOWN });
      return [...held.toReversed(), ...rows].slice(0, VISITS_SHOWN).map(shown);
    },
  };
}
