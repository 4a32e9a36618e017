// Room: office/herd. What the records of the shed know of cows, in the shape that this room asks for.
// May live here: these look-ups. May not: rules, writing. Invariant: a cow whose number is also a word of the language is a cow.

import { cowId } from "../../domain/ids.ts";
import { lookUp } from "../../domain/look-up.ts";
import { before, type EpochMs, hours } from "../../domain/units.ts";
import { cowsUnderReview } from "../../store/review.ts";
import { listVisits, lookedAtAll, milkingsCountedAll, type VisitRecord } from "../../store/shed-records.ts";
import type { Store } from "../../store/store.ts";
import { listVat } from "../../store/vat-records.ts";
import type { ShedSays } from "./room.ts";
import { isoOrNull } from "./standing.ts";

/** As the controller: where nobody told of a collection, a vat is emptied every third day at the latest. */
const VAT_EMPTIED_WITHIN = hours(96);
const VISITS_SHOWN = 60;
/** Four days of 5,000 cows milked three times a day would be more: then the oldest are not marked. */
const VISITS_MOST = 20_000;
const COLLECTIONS_MOST = 20;

export function shedSays(store: Store, now: () => EpochMs): ShedSays {
  const from = (at: EpochMs | null) => ({ after: null, from: at, to: null });
  return {
    milkingsCounted() {
      const counted = milkingsCountedAll(store);
      return (cow) => lookUp(counted, cow) ?? [];
    },
    lookedAt() {
      const looks = lookedAtAll(store);
      return (cow) => lookUp(looks, cow) ?? null;
    },
    milkedIn() {
      const since = before(now(), VAT_EMPTIED_WITHIN);
      const collected = listVat(store, { kinds: ["collected"], ...from(since), limit: COLLECTIONS_MOST });
      const emptied = collected.find(({ about }) => about.kind === "collected" && !about.told.guess);
      const asked = { cow: null, milking: null, diverted: null, limit: VISITS_MOST };
      const visits = listVisits(store, { ...asked, ...from(emptied?.about.at ?? since) });
      return new Set(visits.flatMap(({ toVat, cow }) => (toVat && cow !== null ? [cow] : [])));
    },
    visitsOf: (cow) =>
      listVisits(store, {
        ...from(null),
        cow: cowId(cow),
        milking: null,
        diverted: null,
        limit: VISITS_SHOWN,
      }).map(visitShown),
    underReview: () => cowsUnderReview(store),
  };
}

const visitShown = ({ milking, bail, began, opened, ended, toVat, divertedFor }: VisitRecord) => ({
  milking,
  bail,
  at: isoOrNull(began ?? opened ?? ended),
  toVat,
  divertedFor: [...divertedFor],
});
