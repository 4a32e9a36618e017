// Room: office/shed. Questions about the vat: its curve, its milkings with their verdicts, pick-ups and checks, the profiles in force.
// May live here: rows into the contract's shapes, in words. May not: judging, SQL, HTTP.
// Invariant: a curve reaches to the last reading on the disk, whether or not it is in the records yet.

import type { CoolingProfile } from "../../domain/cooling/profile.ts";
import { celsiusInWords, durationInWords, limitInWords } from "../../domain/cooling/words.ts";
import { epochMs } from "../../domain/units.ts";
import type { VatHappening } from "../../domain/vat/happening.ts";
import { happeningInWords } from "../../domain/vat/words.ts";
import type { ListAsked } from "../../store/shed-records.ts";
import {
  byOf,
  lastVat,
  listVat,
  listVatMilkings,
  listVatMilkingsNotPassed,
  type VatRecord,
} from "../../store/vat-records.ts";
import type { OfficeContext } from "../context.ts";
import { type Handlers, refused } from "../contract/handlers.ts";
import type { Curve, VatEvent } from "../contract/vat.ts";
import { type CurveAsked, seriesOf } from "./curve.ts";
import type { Follower } from "./follower.ts";
import { badCursor, epochOf, instantOf, listAsked, pageOf } from "./paging.ts";
import { milkingsCooled, type VatView } from "./vat-milkings.ts";
import { farmTimeOf } from "./words.ts";

export type VatHandlers = Pick<Handlers, "vatCurve" | "vatMilkings" | "vatEvents" | "profiles">;

const DAY_MS = 86_400_000;
/** What lies on the curve is told for at most so long: more could not be drawn, and is listed elsewhere. */
const MARKED_MAX_MS = 45 * DAY_MS;
/** A milking's clock may run so long: to its deadline, and on to the collection on the third day. */
const CLOCK_RUNS_MS = 3 * DAY_MS;
/** The most states, events and milkings on one curve. */
const MARKS_MAX = 500;

const EVENTS: { readonly [kind in VatHappening["kind"]]?: VatEvent["kind"] } = {
  collected: "collected",
  "collection-taken-back": "collection-taken-back",
  "milk-gone": "milk-gone",
  "wash-ended": "wash",
  "thermometer-checked": "thermometer-check",
  "hand-compared": "hand-compared",
  "vat-refused": "vat-refused",
};
const EVENT_KINDS: readonly VatHappening["kind"][] = [
  "collected",
  "collection-taken-back",
  "milk-gone",
  "wash-ended",
  "thermometer-checked",
  "hand-compared",
  "vat-refused",
];

export function createVatHandlers(
  { store, shed }: Pick<OfficeContext, "store" | "shed">,
  follower: Pick<Follower, "flush" | "look" | "hoursHeld">,
): VatHandlers {
  const vat = shed.plan.vat;
  const view: VatView = { time: farmTimeOf(shed.plan.timeZone), profiles: vat?.profiles ?? [] };
  const eventShown = ({ record, about }: VatRecord): VatEvent => ({
    record: String(record),
    at: instantOf(about.at),
    kind: EVENTS[about.kind] ?? "vat-refused",
    says: happeningInWords(about, view.time),
    by: byOf(about),
    good: isGood(about),
  });

  const marks = (asked: CurveAsked): Omit<Curve, "series"> => {
    const limits = [
      ...new Set(view.profiles.flatMap((profile) => profile.limits.map(({ atMost }) => atMost))),
    ];
    if (asked.to - asked.from > MARKED_MAX_MS) {
      const wrong = listVatMilkingsNotPassed(store, { from: asked.from, to: asked.to, limit: MARKS_MAX });
      const milkings = wrong.flatMap((story) => milkingsCooled(story, view));
      return { states: [], milkings, events: [], marked: "not-in-order", limits };
    }
    const range: ListAsked = { after: null, limit: MARKS_MAX, from: asked.from, to: asked.to };
    const before = lastVat(store, "vat-state", epochMs(asked.from - 1));
    const states = [
      ...listVat(store, { ...range, kinds: ["vat-state"] }),
      ...(before === null ? [] : [before]),
    ];
    const begun = { ...range, from: epochMs(asked.from - CLOCK_RUNS_MS) };
    const milkings = listVatMilkings(store, begun).flatMap((story) => milkingsCooled(story, view));
    return {
      states: states
        .toReversed()
        .flatMap(({ about }) =>
          about.kind === "vat-state"
            ? [{ at: instantOf(about.at), state: about.state, guess: about.told.guess }]
            : [],
        ),
      milkings: milkings.filter((one) => epochOf(one.start) >= asked.from || !one.closed).toReversed(),
      events: listVat(store, { ...range, kinds: EVENT_KINDS })
        .map(eventShown)
        .map(({ at, kind, says }) => ({ at, kind, says }))
        .toReversed(),
      marked: "all",
      limits,
    };
  };

  return {
    async vatCurve({ query }) {
      const asked = { from: epochOf(query.from), to: epochOf(query.to), points: query.points };
      if (asked.to <= asked.from) return badRange;
      await follower.look();
      const roles = vat?.probes ?? [];
      return {
        ok: true,
        value: { series: seriesOf(store, roles, follower.hoursHeld(), asked), ...marks(asked) },
      };
    },
    async vatMilkings({ query }) {
      const asked = listAsked(query);
      if (asked === null) return badCursor;
      await follower.flush();
      const rows = listVatMilkings(store, asked).flatMap((story) => {
        const [started] = story.told;
        const [shown] = milkingsCooled(story, view);
        return started === undefined || shown === undefined
          ? []
          : [{ record: story.record, at: started.about.at, shown }];
      });
      return pageOf(
        rows,
        query.limit,
        ({ at }) => at,
        ({ shown }) => shown,
      );
    },
    async vatEvents({ query }) {
      const asked = listAsked(query);
      if (asked === null) return badCursor;
      const kinds = EVENT_KINDS.filter((kind) => query.kind === undefined || EVENTS[kind] === query.kind);
      await follower.flush();
      return pageOf(
        kinds.length === 0 ? [] : listVat(store, { ...asked, kinds }),
        query.limit,
        ({ about }) => about.at,
        eventShown,
      );
    },
    profiles: () => ({ ok: true, value: { items: view.profiles.map(profileShown) } }),
  };
}

const badRange = refused(
  "bad-entry",
  "The range ends before it begins.",
  "Choose a beginning that lies before the end.",
);

/** Whether it went as it should; null where that is not asked. */
function isGood(about: VatHappening): boolean | null {
  switch (about.kind) {
    case "wash-ended": {
      const rules = [about.wash.detergentRule, about.wash.hotWaterRule];
      return rules.includes("broken") ? false : rules.includes("kept") ? true : null;
    }
    case "thermometer-checked":
      return about.outcome.kind === "repeat" ? null : about.outcome.kind === "acceptable";
    case "hand-compared":
      return about.comparison?.within ?? null;
    case "milk-gone":
    case "vat-refused":
      return false;
    default:
      return null;
  }
}

function profileShown(profile: CoolingProfile) {
  const { source, hold, blend, continuous, doNotLoad, records } = profile;
  const says = [
    ...profile.limits.map((limit) => `${limitInWords(limit)}`),
    ...(hold === null ? [] : [`then held at or below ${celsiusInWords(hold.atMost)} until collected`]),
    ...(blend === null
      ? []
      : [
          `at most ${celsiusInWords(blend.atMost)} while a later milking runs onto cold milk${Number(blend.tolerate) === 0 ? "" : `, ${durationInWords(blend.tolerate)} above it are allowed`}`,
        ]),
    ...(continuous === null
      ? []
      : [
          `milk of a milking of ${durationInWords(continuous.fromLength)} or longer enters the vat at or below ${celsiusInWords(continuous.enterAtMost)}`,
        ]),
    ...doNotLoad.map(
      ({ above, longerThan }) =>
        `not to be loaded once above ${celsiusInWords(above)} for longer than ${durationInWords(longerThan)}`,
    ),
    ...(records.keepDays === null ? [] : [`records are kept ${records.keepDays} days`]),
    ...(records.checksPerYear === null
      ? []
      : [`the cooling is checked ${records.checksPerYear} times a year`]),
    ...(source.wording === "seen" ? [] : ["the original of this rule has not been seen: check its wording"]),
  ];
  return {
    profile: profile.id,
    name: profile.title,
    source: `${source.document}, ${source.section}`,
    says: says.map((one) => `${one.charAt(0).toUpperCase()}${one.slice(1)}.`),
  };
}
