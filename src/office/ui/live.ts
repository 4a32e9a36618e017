// Room: office/ui. What the shed says by itself: one event stream for the whole app, as signals.
// May live here: the stream, its age, who wants to hear of changed lists. May not: pages, requests.
// Invariant: the age is worked out here, by this device's own timer: a picture that stands still can never look like a living one.

import { type ReadonlySignal, signal } from "@preact/signals";
import type { Live } from "../contract/shed.ts";

/** "live" comes at least once a second. Two and a half without it, or a board that old: what is shown may be wrong. */
export const STALE_AFTER_MS = 2_500;
/** A stream that is open and says nothing at all, not even its ping (5 s): it is opened anew. */
const DEAD_AFTER_MS = 12_000;
const OPEN_AGAIN_AFTER_MS = 2_000;
const LOOK_EVERY_MS = 250;

/** Why the board is not to be believed. "office": nothing is heard from the box; "controller": the office hears nothing from the controller. */
export type Stale = { readonly who: "office" | "controller"; readonly forSeconds: number };
export type Changed = "herd" | "treatments" | "stock" | "milkings" | "alarms" | "vat" | "people" | "upkeep";

export type LiveShed = {
  readonly now: ReadonlySignal<Live | null>;
  /** Null: fresh. */
  readonly stale: ReadonlySignal<Stale | null>;
  /** Told what lists to read again, and everything after the stream was lost. Returns the way to stop it. */
  readonly onChanged: (heard: (what: readonly Changed[] | "everything") => void) => () => void;
  /** Opens the stream; again after it was refused. */
  readonly start: () => void;
  readonly stop: () => void;
};

/** What it needs of the browser. */
export type LiveNeeds = {
  readonly open: (path: string) => EventSource;
  /** Milliseconds of a clock that only goes forward. */
  readonly mono: () => number;
  readonly every: (ms: number, run: () => void) => () => void;
};

export function createLive(needs: LiveNeeds): LiveShed {
  const now = signal<Live | null>(null);
  const stale = signal<Stale | null>(null);
  const heard = new Set<(what: readonly Changed[] | "everything") => void>();
  let source: EventSource | null = null;
  let begun = needs.mono();
  let liveAt: number | null = null;
  let anythingAt = begun;
  let stopTimer: (() => void) | null = null;
  let lost = false;

  const opened = () => {
    anythingAt = needs.mono();
    if (lost) for (const tell of heard) tell("everything");
    lost = false;
  };
  const open = () => {
    source?.close();
    anythingAt = needs.mono();
    source = needs.open("/api/live");
    source.addEventListener("open", opened);
    source.addEventListener("error", () => {
      lost = true;
    });
    source.addEventListener("ping", () => {
      anythingAt = needs.mono();
    });
    source.addEventListener("live", (event: MessageEvent<string>) => {
      anythingAt = needs.mono();
      liveAt = anythingAt;
      const said: Live = JSON.parse(event.data);
      now.value = said;
      look();
    });
    source.addEventListener("changed", (event: MessageEvent<string>) => {
      anythingAt = needs.mono();
      const said: { what: Changed[] } = JSON.parse(event.data);
      for (const tell of heard) tell(said.what);
    });
  };
  const look = () => {
    const at = needs.mono();
    const next = staleOf({ live: now.value, liveAt, begun, at });
    if (next?.who !== stale.value?.who || next?.forSeconds !== stale.value?.forSeconds) stale.value = next;
    const quiet = at - anythingAt;
    const refused = source?.readyState === EventSource.CLOSED && quiet > OPEN_AGAIN_AFTER_MS;
    if (source !== null && (refused || quiet > DEAD_AFTER_MS)) {
      lost = true;
      open();
    }
  };
  return {
    now,
    stale,
    onChanged: (tell) => {
      heard.add(tell);
      return () => heard.delete(tell);
    },
    start: () => {
      if (source !== null) return;
      begun = needs.mono();
      open();
      stopTimer = needs.every(LOOK_EVERY_MS, look);
    },
    stop: () => {
      stopTimer?.();
      source?.close();
      source = null;
      liveAt = null;
      now.value = null;
      stale.value = null;
    },
  };
}

type Seen = {
  readonly live: Live | null;
  readonly liveAt: number | null;
  readonly begun: number;
  readonly at: number;
};
/** The rule of STALE, whole seconds. */
export function staleOf({ live, liveAt, begun, at }: Seen): Stale | null {
  const quiet = at - (liveAt ?? begun);
  if (quiet > STALE_AFTER_MS) return { who: "office", forSeconds: Math.floor(quiet / 1_000) };
  if (live === null || live.board === null) {
    const waited = at - begun;
    if (waited <= STALE_AFTER_MS || liveAt === null) return null;
    return { who: "controller", forSeconds: Math.floor(waited / 1_000) };
  }
  const old = live.age + quiet;
  return old > STALE_AFTER_MS ? { who: "controller", forSeconds: Math.floor(old / 1_000) } : null;
}
