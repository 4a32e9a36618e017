// Room: office/ui/vat. Pick-ups, washes, checks and what was not taken: the list that an auditor asks for.
// May live here: lists of what happened at the vat. May not: entries.
// Invariant: what was taken back stays in the list, beside what took it back.

import { useEffect, useState } from "preact/hooks";
import type { VatEvent } from "../../contract/vat.ts";
import { pathOf, type Trouble } from "../client.ts";
import { Badge } from "../components/badge.tsx";
import { LinkButton } from "../components/button.tsx";
import { Card } from "../components/card.tsx";
import { Choice } from "../components/choice.tsx";
import { ClockTime } from "../components/clock-time.tsx";
import { Empty } from "../components/empty.tsx";
import { Reading } from "../components/progress.tsx";
import { type Column, More, Table } from "../components/table.tsx";
import { TroubleBox } from "../components/trouble.tsx";
import { useOffice } from "../office.ts";

type Kind = VatEvent["kind"];
export const EVENT_KINDS: { readonly [kind in Kind]: string } = {
  collected: "Collected",
  "collection-taken-back": "Collection taken back",
  "milk-gone": "Milk gone, nobody saw",
  wash: "Wash",
  "thermometer-check": "Ice check",
  "hand-compared": "Hand reading",
  "vat-refused": "Not taken",
};

const FILTERS = [
  { value: "all", label: "All" },
  { value: "collected", label: "Pick-ups" },
  { value: "wash", label: "Washes" },
  { value: "vat-refused", label: "Not taken" },
] as const;
type Filter = (typeof FILTERS)[number]["value"];

export function EventsView() {
  const [filter, setFilter] = useState<Filter>("all");
  return (
    <div class="vat-events">
      <div class="no-print">
        <Choice legend="Show" quietLegend options={FILTERS} value={filter} onChoose={setFilter} />
      </div>
      <EventList title="Pick-ups and washes" kinds={filter === "all" ? null : [filter]} key={filter} />
    </div>
  );
}

const AT_ONCE = 50;

/** `kinds` null: all. One kind is asked of the office; several are asked for one by one and put in order. */
export function EventList({
  title,
  kinds,
}: {
  readonly title: string;
  readonly kinds: readonly Kind[] | null;
}) {
  const { items, next, trouble, reading, more, again } = useEvents(kinds);
  const only = kinds?.length === 1 ? kinds[0] : undefined;
  return (
    <Card
      title={title}
      aside={
        <LinkButton
          icon="download"
          download
          href={pathOf("vatEvents", { query: { limit: 200, kind: only } }, ".csv")}
          label={`${title} as CSV`}
        >
          CSV
        </LinkButton>
      }
    >
      <TroubleBox trouble={trouble} again={again} />
      {items === null ? (
        trouble === null ? (
          <Reading what="the list" />
        ) : null
      ) : items.length === 0 ? (
        <Empty icon="vat" title="Nothing yet">
          Pick-ups and washes come here from the outlet's and the wash's switches, from the probe's curve, and
          from what people tell; checks as they are recorded.
        </Empty>
      ) : (
        <>
          <Table caption={title} columns={COLUMNS} rows={items} rowKey={({ record }) => record} />
          <More more={next} reading={reading} onMore={more} />
        </>
      )}
    </Card>
  );
}

export const COLUMNS: readonly Column<VatEvent>[] = [
  { head: "When", names: true, cell: ({ at }) => <ClockTime at={at} /> },
  {
    head: "What",
    cell: ({ kind, good }) => (
      <Badge tone={good === null ? "quiet" : good ? "good" : "bad"}>{EVENT_KINDS[kind]}</Badge>
    ),
  },
  { head: "In words", cell: ({ says }) => says },
  { head: "By", cell: ({ by }) => by ?? "–" },
];

type Events = {
  readonly items: readonly VatEvent[] | null;
  readonly next: boolean;
  readonly trouble: Trouble | null;
  readonly reading: boolean;
  readonly more: () => void;
  readonly again: () => void;
};
type Listed = { readonly items: readonly VatEvent[]; readonly cursors: readonly (string | null)[] };

function useEvents(kinds: readonly Kind[] | null): Events {
  const { ask, live } = useOffice();
  const [listed, setListed] = useState<Listed | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [reading, setReading] = useState(true);
  const [round, setRound] = useState(0);
  const asked = kinds?.join() ?? "";
  const read = async (before: Listed | null): Promise<void> => {
    setReading(true);
    const lists: readonly (Kind | undefined)[] = kinds ?? [undefined];
    const cursors: (string | null)[] = [];
    const items: VatEvent[] = [...(before?.items ?? [])];
    for (const [index, kind] of lists.entries()) {
      const cursor = before?.cursors[index];
      if (before !== null && cursor == null) {
        cursors.push(null);
        continue;
      }
      const answer = await ask("vatEvents", {
        query: { limit: AT_ONCE, kind, ...(cursor == null ? {} : { cursor }) },
      });
      if (!answer.ok) {
        setTrouble(answer.error);
        setReading(false);
        return;
      }
      items.push(...answer.value.items);
      cursors.push(answer.value.next);
    }
    setTrouble(null);
    setReading(false);
    setListed({ items: items.sort((a, b) => b.at.localeCompare(a.at)), cursors });
  };
  // `asked` stands for `kinds`; `round` reads the same again.
  useEffect(() => {
    void read(null);
  }, [asked, round]);
  useEffect(
    () =>
      live.onChanged((what) =>
        what === "everything" || what.includes("vat") ? setRound((now) => now + 1) : undefined,
      ),
    [live],
  );
  return {
    items: listed?.items ?? null,
    next: listed?.cursors.some((cursor) => cursor !== null) ?? false,
    trouble,
    reading,
    more: () => void read(listed),
    again: () => setRound((now) => now + 1),
  };
}
