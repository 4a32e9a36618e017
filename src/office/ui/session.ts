// Room: office/ui. Who is signed in on this device, and what every page must know first.
// May live here: reading the session, signing in and out. May not: PINs kept, pages.
// Invariant: the token lives in memory only; a reload asks the office again.

import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Role, Session } from "../contract/people.ts";
import type { Answered, Trouble } from "./client.ts";

export type SessionState =
  | { readonly kind: "opening" }
  | { readonly kind: "away"; readonly trouble: Trouble }
  | { readonly kind: "known"; readonly session: Session };

export type SessionKeeper = {
  readonly state: ReadonlySignal<SessionState>;
  readonly session: ReadonlySignal<Session | null>;
  readonly role: ReadonlySignal<Role | null>;
  /** The shed's zone, for every time that is shown. */
  readonly zone: ReadonlySignal<string>;
  readonly token: () => string | null;
  readonly take: (session: Session) => void;
  /** Reads it anew; what was known stays while there is no answer. */
  readonly read: () => Promise<void>;
};

export function createSession(ask: () => Promise<Answered<"session">>): SessionKeeper {
  const state = signal<SessionState>({ kind: "opening" });
  const session = computed(() => (state.value.kind === "known" ? state.value.session : null));
  return {
    state,
    session,
    role: computed(() => session.value?.person?.role ?? null),
    zone: computed(() => session.value?.shed.timeZone ?? "UTC"),
    token: () => session.peek()?.token ?? null,
    take: (taken) => {
      state.value = { kind: "known", session: taken };
    },
    read: async () => {
      const answer = await ask();
      if (answer.ok) state.value = { kind: "known", session: answer.value };
      else if (state.peek().kind !== "known") state.value = { kind: "away", trouble: answer.error };
    },
  };
}
