// Room: office/ui. All that pages share, made once in main.tsx and handed down: client, session, live shed, look, PIN prompt.
// May live here: putting together. May not: pages. Invariant: no page opens a connection of its own.

import { type Signal, signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { assert } from "../../domain/result.ts";
import { type Ask, createAsk } from "./client.ts";
import { createLive, type LiveShed } from "./live.ts";
import { createLook, type LookKeeper } from "./look.ts";
import { createSession, type SessionKeeper } from "./session.ts";

/** A PIN is being asked for: the dialog answers. */
export type PinAsked = { readonly why: string; readonly answer: (right: boolean) => void };

export type Office = {
  readonly ask: Ask;
  readonly session: SessionKeeper;
  readonly live: LiveShed;
  readonly look: LookKeeper;
  readonly pinAsked: Signal<PinAsked | null>;
  /** Said to those who listen rather than look: short, and it does not interrupt. */
  readonly say: (words: string) => void;
  readonly said: Signal<string>;
  /** A page has been shown since the start: the next one takes the focus. */
  readonly arrived: Signal<boolean>;
};

export function createOffice(view: Window & typeof globalThis): Office {
  const pinAsked = signal<PinAsked | null>(null);
  const said = signal("");
  const ask: Ask = createAsk({
    token: () => session.token(),
    pinAgain: (why) =>
      new Promise((resolve) => {
        pinAsked.value = {
          why,
          answer: (right) => {
            pinAsked.value = null;
            resolve(right);
          },
        };
      }),
    signedOut: () => {
      session.read().catch(() => undefined);
    },
    fetch: (...given) => view.fetch(...given),
    wait: (ms) => new Promise((resolve) => view.setTimeout(resolve, ms)),
  });
  const session = createSession(() => ask("session"));
  const live = createLive({
    open: (path) => new view.EventSource(path),
    mono: () => view.performance.now(),
    every: (ms, run) => {
      const timer = view.setInterval(run, ms);
      return () => view.clearInterval(timer);
    },
  });
  return {
    ask,
    session,
    live,
    look: createLook(view.document.documentElement, view.localStorage),
    pinAsked,
    said,
    arrived: signal(false),
    say: (words) => {
      said.value = words;
    },
  };
}

export const OfficeHere = createContext<Office | null>(null);
export function useOffice(): Office {
  const office = useContext(OfficeHere);
  assert(office !== null, "pages are shown inside OfficeHere");
  return office;
}
