// Room: office/people. How wrong tries slow down the next ones: of one name and of all together, over restarts.
// May live here: counting and waiting. May not: PINs.
// Invariants: a try is written down as wrong before anybody looks whether it is right, so that pulling the plug saves nobody a wait;
// while there is a wait, nothing is worked out; a wait is measured by the clock that never jumps, and begins again at a restart.

import { after, between, type DurationMs, type MonoMs, milliseconds } from "../../domain/units.ts";
import type { Clock } from "../../ports/clock.ts";
import { forgetThrottle, readThrottles, writeThrottle } from "../../store/people.ts";
import type { Store } from "../../store/store.ts";
import { PEOPLE_LIMITS, type ThrottleRule } from "../limits.ts";

export type Tries = { readonly wrong: number; readonly at: MonoMs; readonly wait: DurationMs };

export const waitLeft = (tries: Tries | null, now: MonoMs): DurationMs =>
  tries === null ? milliseconds(0) : milliseconds(Math.max(0, between(now, after(tries.at, tries.wait))));

/** One more wrong try. What lies back long enough has been forgotten bit by bit. */
export function oneMore(tries: Tries | null, now: MonoMs, rule: ThrottleRule): Tries {
  const forgotten = tries === null ? 0 : between(tries.at, now) / rule.forgetMs;
  const wrong = Math.max(0, (tries?.wrong ?? 0) - forgotten) + 1;
  const over = Math.ceil(wrong) - rule.free;
  const wait = over <= 0 ? 0 : Math.min(rule.longestMs, rule.firstMs * 2 ** Math.min(over - 1, 30));
  return { wrong, at: now, wait: milliseconds(wait) };
}

/** What a try is counted against: "person jo", "all". */
export type Counted = { readonly what: string; readonly rule: ThrottleRule };
export type Ticket = {
  /** It was right after all: the first of what it was counted against is forgotten, the others get this one try back. */
  right(): void;
  /** How long the next try has to wait. */
  readonly next: DurationMs;
};
export type Throttle = {
  /** Takes one try, or says how long to wait. */
  take(counted: readonly Counted[]): Ticket | { readonly wait: DurationMs };
};

export function createThrottle(store: Store, clock: Clock): Throttle {
  const known = new Map<string, Tries>();
  const start = clock.mono();
  for (const { what, wrong, wait } of readThrottles(store)) {
    known.set(what, { wrong, at: start, wait: milliseconds(wait) });
  }
  const write = (tries: ReadonlyMap<string, Tries | null>) => {
    const dropped = oldestOver(known, tries);
    store.write((pen) => {
      for (const [what, now] of tries) {
        if (now === null) forgetThrottle(pen, what);
        else writeThrottle(pen, { what, wrong: now.wrong, wait: now.wait }, clock.wall());
      }
      for (const what of dropped) forgetThrottle(pen, what);
    });
    for (const [what, now] of tries) {
      // Anew at the end, so that the map stays in the order of the last try.
      known.delete(what);
      if (now !== null) known.set(what, now);
    }
    for (const what of dropped) known.delete(what);
  };
  return {
    take: (counted) => {
      const now = clock.mono();
      const wait = Math.max(...counted.map(({ what }) => waitLeft(known.get(what) ?? null, now)));
      if (wait > 0) return { wait: milliseconds(wait) };
      const was = new Map(counted.map(({ what }) => [what, known.get(what) ?? null]));
      const charged = new Map(
        counted.map(({ what, rule }) => [what, oneMore(known.get(what) ?? null, now, rule)]),
      );
      write(charged);
      return {
        next: milliseconds(Math.max(...[...charged.values()].map((tries) => tries.wait))),
        right: () => {
          const back = counted.map(({ what }, at) => {
            const untouched = known.get(what) === charged.get(what);
            return [
              what,
              at === 0 ? null : untouched ? (was.get(what) ?? null) : oneLess(known.get(what)),
            ] as const;
          });
          write(new Map(back));
        },
      };
    },
  };
}

function oneLess(tries: Tries | undefined): Tries | null {
  return tries === undefined || tries.wrong <= 1 ? null : { ...tries, wrong: tries.wrong - 1 };
}

/** Names can be made up without end; those tried longest ago are forgotten first. */
function oldestOver(
  known: ReadonlyMap<string, Tries>,
  coming: ReadonlyMap<string, Tries | null>,
): readonly string[] {
  const over = known.size + coming.size - PEOPLE_LIMITS.throttleRows;
  if (over <= 0) return [];
  return [...known.keys()].filter((what) => !coming.has(what) && !what.startsWith("all")).slice(0, over);
}
