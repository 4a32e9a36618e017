// Room: office/ui. Reading from the office in a page, and saving to it: the hooks every page uses.
// May live here: hooks over `ask`. May not: what is shown.
// Invariant: what was read stays visible while it is read again; an entry keeps its id until it is answered.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Reply, RouteName } from "../contract/routes.ts";
import type { Answered, Trouble, With, WithOf } from "./client.ts";
import type { Changed } from "./live.ts";
import { useOffice } from "./office.ts";

export type Read<Name extends RouteName> = {
  /** Null until the first answer. */
  readonly value: Reply<Name> | null;
  /** Of the last try; `value` may still be an older good one. */
  readonly trouble: Trouble | null;
  readonly reading: boolean;
  readonly again: () => void;
};

/** Reads a route now, again when what it is asked with changes, and again when one of the lists `on` has changed. */
export function useRead<Name extends RouteName>(
  name: Name,
  on: readonly Changed[],
  ...given: WithOf<Name>
): Read<Name> {
  const { ask, live } = useOffice();
  const [round, setRound] = useState(0);
  const [read, setRead] = useState<Omit<Read<Name>, "again">>({ value: null, trouble: null, reading: true });
  const asked = JSON.stringify([name, given]);
  const last = useRef(asked);
  // `asked` stands for name and given; round asks again.
  useEffect(() => {
    let wanted = true;
    const fresh = last.current !== asked;
    last.current = asked;
    setRead((before) => ({ ...before, value: fresh ? null : before.value, reading: true }));
    ask(name, ...given).then(
      (answer) => {
        if (!wanted) return;
        setRead((before) => ({
          value: answer.ok ? answer.value : before.value,
          trouble: answer.ok ? null : answer.error,
          reading: false,
        }));
      },
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [asked, round]);
  const lists = on.join();
  // `lists` stands for `on`.
  useEffect(
    () =>
      live.onChanged((what) => {
        if (what === "everything" || what.some((one) => on.includes(one))) setRound((now) => now + 1);
      }),
    [live, lists],
  );
  return { ...read, again: () => setRound((now) => now + 1) };
}

export type Save<Name extends RouteName> = {
  readonly saving: boolean;
  readonly reply: Reply<Name> | null;
  readonly trouble: Trouble | null;
  readonly send: (...given: WithOf<Name>) => Promise<Answered<Name>>;
  /** Forgets reply and trouble, for the next entry. */
  readonly clear: () => void;
};

/** Sends to a route and keeps what came of it. While it is under way a second press does nothing. */
export function useSave<Name extends RouteName>(name: Name): Save<Name> {
  const { ask } = useOffice();
  const [state, setState] = useState<Omit<Save<Name>, "send" | "clear">>({
    saving: false,
    reply: null,
    trouble: null,
  });
  const underWay = useRef<Promise<Answered<Name>> | null>(null);
  const send = (...given: WithOf<Name>): Promise<Answered<Name>> => {
    if (underWay.current !== null) return underWay.current;
    setState({ saving: true, reply: null, trouble: null });
    const sent = ask(name, ...given).then((answer) => {
      underWay.current = null;
      setState({
        saving: false,
        reply: answer.ok ? answer.value : null,
        trouble: answer.ok ? null : answer.error,
      });
      return answer;
    });
    underWay.current = sent;
    return sent;
  };
  return { ...state, send, clear: () => setState({ saving: false, reply: null, trouble: null }) };
}

export type { With };
