// Room: office/ui. What the shed says by itself: one event stream for the whole app, as signals.
// May live here: the stream, its age, who wants to hear of changed lists. May not: pages, requests.
// Invariant: the age is worked out here, by this device's own timer: a picture that stands still can never look like a living one.

import { type ReadonlySignal, signal } from "@preact/signals";
import type { Live } from "../contract/shed.ts";
import { type Stale, staleOf } from "./stale.ts";

/** A stream that is open and says nothing at all, not even its ping (5 s): it is opened anew. */
const DEAD_AFTER_MS = 12_000;
const OPEN_AGAIN_AFTER_MS = 2_000;
const LOOK_EVERY_MS = 250;

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
