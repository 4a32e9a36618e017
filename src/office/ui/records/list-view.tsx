// Room: office/ui/records. One list of the records: narrowed down, in pages, as CSV, on paper with the head of the chain at its foot.
// May live here: what all lists have in common. May not: the columns of one.
// Invariant: what is printed is everything that was asked for, not only what was scrolled to; where it is cut, it says so.

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { Result } from "../../../domain/result.ts";
import type { Reply } from "../../contract/routes.ts";
import type { Trouble } from "../client.ts";
import { Button, LinkButton } from "../components/button.tsx";
import { ClockTime } from "../components/clock-time.tsx";
import { Empty } from "../components/empty.tsx";
import { Page } from "../components/page.tsx";
import { Progress, Reading } from "../components/progress.tsx";
import { type Column, More, Table } from "../components/table.tsx";
import { TroubleBox } from "../components/trouble.tsx";
import { useInView } from "../components/views.tsx";
import { type PageAsked, type PageOf, useList } from "../entry/list.ts";
import type { Changed } from "../live.ts";
import { useOffice } from "../office.ts";
import { type FilterName, Filters } from "./filters.tsx";
import { inWords, LISTS, type ListName, type Narrowed } from "./lists.ts";

type Props<Row> = {
  readonly list: ListName;
  readonly narrowed: Narrowed;
  readonly filters: readonly FilterName[];
  readonly on: readonly Changed[];
  readonly page: (page: PageAsked) => Promise<Result<PageOf<Row>, Trouble>>;
  readonly csv: string;
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string | number;
  /** What stands here, and where it comes from, while there is nothing. */
  readonly teaches: string;
  /** The list on paper where it needs more than the columns of the screen. */
  readonly paper?: (rows: readonly Row[]) => ComponentChildren;
  readonly kinds?: readonly { readonly value: string; readonly label: string }[];
};

/** More rows than this are for CSV. */
const PRINTED_MAX = 2_000;
const PRINT_PAGE = 200;

export function ListView<Row>(props: Props<Row>) {
  const { list, narrowed, columns, rowKey } = props;
  const name = LISTS.find((one) => one.list === list)?.name ?? "";
  const read = useList({ key: JSON.stringify([list, narrowed]), on: props.on, page: props.page });
  const printing = usePrinting(props.page);
  const asked = inWords(narrowed);
  return (
    <Page
      title={name}
      width="full"
      actions={
        <>
          <Button icon="print" onPress={printing.start} busy={printing.state === "reading"}>
            Print
          </Button>
          <LinkButton icon="download" href={props.csv} download>
            CSV
          </LinkButton>
        </>
      }
    >
      <ListTabs list={list} />
      <div class={printing.rows === null ? "records" : "records no-print"}>
        <Filters list={list} narrowed={narrowed} filters={props.filters} kinds={props.kinds ?? []} />
        {printing.state === "reading" ? (
          <Progress what="Reading everything for the printer" done={null} />
        ) : null}
        <TroubleBox trouble={printing.trouble} />
        <TroubleBox trouble={read.trouble} again={read.again} />
        {!read.read && read.trouble === null ? <Reading what={name.toLowerCase()} /> : null}
        {read.read && read.items.length === 0 ? (
          <Empty
            icon="records"
            title={asked === "all that is on record" ? "Nothing is on record yet" : "Nothing in this choice"}
          >
            {asked === "all that is on record"
              ? props.teaches
              : `Asked for: ${asked}. Choose a longer range or take a choice away.`}
          </Empty>
        ) : null}
        {read.items.length === 0 ? null : (
          <>
            <p class="quiet-words no-print" role="status">
              {read.items.length}
              {read.total === null ? "" : ` of ${read.total}`} shown, the newest first
            </p>
            <Table caption={`${name}, ${asked}`} columns={columns} rows={read.items} rowKey={rowKey} />
            <More more={read.more} reading={read.reading} onMore={read.older} />
          </>
        )}
      </div>
      {printing.rows === null || printing.chain === null ? null : (
        <Paper name={name} asked={asked} cut={printing.cut} chain={printing.chain}>
          {props.paper === undefined ? (
            <Table caption={name} columns={columns} rows={printing.rows} rowKey={rowKey} />
          ) : (
            props.paper(printing.rows)
          )}
        </Paper>
      )}
    </Page>
  );
}

function ListTabs({ list }: { readonly list: ListName }) {
  const tabs = useInView(list);
  return (
    <nav class="records-tabs no-print" aria-label="Lists" ref={tabs}>
      {LISTS.map((one) => (
        <a key={one.list} href={`/records/${one.list}`} aria-current={one.list === list ? "page" : undefined}>
          {one.name}
        </a>
      ))}
    </nav>
  );
}

type Printing<Row> = {
  readonly state: "rest" | "reading" | "ready";
  readonly rows: readonly Row[] | null;
  readonly cut: boolean;
  /** The head as it is once all rows have been read: paper is never without it. */
  readonly chain: Reply<"chain"> | null;
  readonly trouble: Trouble | null;
  readonly start: () => void;
};
/** Reads all pages, then asks the browser to print. */
function usePrinting<Row>(page: Props<Row>["page"]): Printing<Row> {
  const { url } = useLocation();
  const { ask } = useOffice();
  const rest = { state: "rest", rows: null, cut: false, chain: null, trouble: null } as const;
  const [printing, setPrinting] = useState<Omit<Printing<Row>, "start">>(rest);
  useEffect(() => setPrinting(rest), [url]);
  useEffect(() => {
    if (printing.state !== "ready") return;
    // After the paper has been drawn.
    const timer = setTimeout(() => window.print(), DRAWN_AFTER_MS);
    return () => clearTimeout(timer);
  }, [printing.state]);
  const read = async () => {
    setPrinting({ ...rest, state: "reading" });
    const rows: Row[] = [];
    let cursor: string | null = null;
    do {
      const answer: Result<PageOf<Row>, Trouble> = await page({
        limit: PRINT_PAGE,
        ...(cursor === null ? {} : { cursor }),
      });
      if (!answer.ok) {
        setPrinting({ ...rest, trouble: answer.error });
        return;
      }
      rows.push(...answer.value.items);
      cursor = answer.value.next;
    } while (cursor !== null && rows.length < PRINTED_MAX);
    const head = await ask("chain");
    setPrinting(
      head.ok
        ? { state: "ready", rows, cut: cursor !== null, chain: head.value, trouble: null }
        : { ...rest, trouble: head.error },
    );
  };
  return {
    ...printing,
    start: () => {
      if (printing.state === "reading") return;
      setPrinting(rest);
      read().catch(() => setPrinting(rest));
    },
  };
}
const DRAWN_AFTER_MS = 250;

type PaperProps = {
  readonly name: string;
  readonly asked: string;
  readonly cut: boolean;
  readonly chain: Reply<"chain">;
  readonly children: ComponentChildren;
};
function Paper({ name, asked, cut, chain, children }: PaperProps) {
  const { session } = useOffice();
  const known = session.session.value;
  return (
    <div class="records-paper only-print">
      <p class="records-paper-head">
        <strong>{known?.shed.name}</strong> · {name} · {asked}
      </p>
      {children}
      {cut ? <p>Cut after {PRINTED_MAX} rows: choose a shorter range, or take the CSV.</p> : null}
      <p class="records-paper-foot">
        Printed {known === null ? "" : <ClockTime at={known.now} show="day" />} by {known?.person?.name} ·
        times are those of {known?.shed.timeZone} · Vatguard {known?.shed.version}
        <br />
        Chain of evidence: {`${chain.records} records, head ${chain.head}`}
        {chain.verified === null ? "" : ` · ${chain.verified.says}`}
      </p>
    </div>
  );
}
