// Room: office/ui/entry. A list that comes in pages, with what was asked for: read anew when that or the list changes.
// May live here: paging. May not: what is shown. Invariant: an answer to an older question is never mixed into a newer list.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Result } from "../../../domain/result.ts";
import type { Trouble } from "../client.ts";
import type { Changed } from "../live.ts";
import { useOffice } from "../office.ts";

export type PageOf<Item> = {
  readonly items: readonly Item[];
  readonly next: string | null;
  readonly total?: number | undefined;
};
export type PageAsked = { readonly limit: number; readonly cursor?: string };
type Asked<Item> = {
  /** What is asked for, in a word: another one begins another list. */
  readonly key: string;
  readonly on: readonly Changed[];
  readonly page: (page: PageAsked) => Promise<Result<PageOf<Item>, Trouble>>;
};

export type List<Item> = {
  readonly items: readonly Item[];
  /** Null: the office does not say how many there are. */
  readonly total: number | null;
  readonly more: boolean;
  readonly reading: boolean;
  /** At least one answer has come. */
  readonly read: boolean;
  readonly trouble: Trouble | null;
  readonly older: () => void;
  readonly again: () => void;
};
const PAGE = 50;
/** Of a list that is open and grows, so many are read again at once when it changes. */
const AGAIN_MAX = 200;

type State<Item> = {
  readonly asked: string;
  readonly items: readonly Item[];
  readonly next: string | null;
  readonly total: number | null;
  readonly read: boolean;
  readonly reading: boolean;
  readonly trouble: Trouble | null;
};

export function useList<Item>({ key: asked, on, page }: Asked<Item>): List<Item> {
  const { live } = useOffice();
  const empty: State<Item> = {
    asked,
    items: [],
    next: null,
    total: null,
    read: false,
    reading: true,
    trouble: null,
  };
  const [state, setState] = useState<State<Item>>(empty);
  const [round, setRound] = useState(0);
  const wanted = useRef(asked);
  wanted.current = asked;
  const shown = useRef(state);
  shown.current = state;
  const fetchPage = (cursor: string | null, limit: number) => {
    const mine = asked;
    setState((before) => (before.asked === mine ? { ...before, reading: true } : empty));
    page({ limit, ...(cursor === null ? {} : { cursor }) }).then(
      (answer) => {
        if (wanted.current !== mine) return;
        setState((before) => {
          if (!answer.ok) return { ...before, reading: false, trouble: answer.error };
          const { items, next, total } = answer.value;
          return {
            asked: mine,
            items: cursor === null ? items : [...before.items, ...items],
            next,
            total: total ?? null,
            read: true,
            reading: false,
            trouble: null,
          };
        });
      },
      () => undefined,
    );
  };
  // `asked` stands for what `page` asks for; `round` asks again.
  useEffect(() => {
    const long = shown.current.asked === asked ? shown.current.items.length : 0;
    fetchPage(null, Math.min(AGAIN_MAX, Math.max(PAGE, long)));
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
  const current = state.asked === asked ? state : empty;
  return {
    ...current,
    more: current.next !== null,
    older: () => {
      if (current.next !== null && !current.reading) fetchPage(current.next, PAGE);
    },
    again: () => setRound((now) => now + 1),
  };
}
