// Room: office/ui/records. The treatment book on the screen, and on paper as a wide table with every field the manual asks.
// Invariant: a corrected treatment is struck out and stays beside its correction.

import type { ComponentChildren } from "preact";
import type { Treatment } from "../../contract/herd.ts";
import { pathOf } from "../client.ts";
import { Badge } from "../components/badge.tsx";
import { ClockTime, useNow } from "../components/clock-time.tsx";
import type { Column } from "../components/table.tsx";
import { type FarmZone, zoneOf } from "../entry/farm-zone.ts";
import { whenInTable, whenInWords } from "../entry/when.ts";
import { useOffice } from "../office.ts";
import { quartersInWords } from "../treat/udder.tsx";
import { ListView } from "./list-view.tsx";
import { type Narrowed, rangeOf } from "./lists.ts";

export function TreatmentBook({ narrowed }: { readonly narrowed: Narrowed }) {
  const { ask, session } = useOffice();
  const now = useNow();
  const zone = zoneOf(session.zone.value);
  const { cow, product, late } = narrowed;
  const query = {
    ...rangeOf(narrowed, zone),
    ...(cow === "" ? {} : { cow }),
    ...(product === "" ? {} : { product }),
    ...(late ? { late: "true" } : {}),
  };
  return (
    <ListView
      list="treatments"
      narrowed={narrowed}
      filters={["range", "cow", "product", "late"]}
      on={["treatments"]}
      page={(page) => ask("treatments", { query: { ...query, ...page } })}
      csv={pathOf("treatments", { query }, ".csv")}
      columns={columnsOf(now, zone)}
      rowKey={({ record }) => record}
      paper={(rows) => <PaperBook rows={rows} zone={zone} />}
      teaches="Every treatment stands here with its label's periods, its batch and who gave it, from the first one entered on the Treat page. It prints as the record that the auditor asks for."
    />
  );
}

export const whoOf = ({ cows, group }: Treatment): string =>
  group === "" ? cows.join(", ") : `${group}: ${cows.join(", ")}`;
/** Before it was asked, who entered it was who gave it. */
const giverOf = (one: Treatment): string => (one.givenBy === "" ? one.by : one.givenBy);
const dosesOf = (one: Treatment, words: (when: string) => string): string =>
  one.firstDose === one.lastDose ? words(one.lastDose) : `${words(one.firstDose)} to ${words(one.lastDose)}`;

/** What no longer stands is struck out, in every cell. */
const Struck = ({ of, children }: { readonly of: Treatment; readonly children: ComponentChildren }) =>
  of.supersededBy === null ? <span>{children}</span> : <del>{children}</del>;

const CELL_COWS = 6;
function Who({ of }: { readonly of: Treatment }) {
  const shown = of.cows.slice(0, CELL_COWS);
  return (
    <Struck of={of}>
      {of.group === "" ? null : `${of.group}: `}
      {shown.map((cow, at) => (
        <span key={cow}>
          {at === 0 ? "" : ", "}
          <a href={`/cow/${encodeURIComponent(cow)}`}>{cow}</a>
        </span>
      ))}
      {of.cows.length > CELL_COWS ? ` and ${of.cows.length - CELL_COWS} more` : ""}
    </Struck>
  );
}

function columnsOf(now: number, zone: FarmZone): readonly Column<Treatment>[] {
  const words = (when: string) => whenInWords(when, now, zone);
  return [
    { head: "Cow", names: true, cell: (one) => <Who of={one} /> },
    { head: "Given", cell: (one) => <Struck of={one}>{dosesOf(one, words)}</Struck> },
    {
      head: "Medicine",
      cell: (one) => (
        <Struck of={one}>
          {one.productName}
          {one.use === "" ? "" : `, ${one.use}`}
          <span class="quiet-words">
            {" "}
            {[one.dose, one.batchNumber].filter((part) => part !== "").join(" · ")}
          </span>
        </Struck>
      ),
    },
    {
      head: "Why",
      cell: (one) => (
        <Struck of={one}>
          {[one.reason, quartersInWords(one.quarters)].filter((part) => part !== "").join(", ")}
          {one.vet === "" ? null : <span class="quiet-words"> off-label, by {one.vet}</span>}
        </Struck>
      ),
    },
    {
      head: "Milk · meat · ESI",
      cell: (one) => (
        <Struck of={one}>
          {one.milkWords} · {one.meatWords} · {one.esiWords}
        </Struck>
      ),
    },
    {
      head: "Given by, recorded",
      cell: (one) => (
        <>
          {giverOf(one)}
          {one.givenBy === "" || one.givenBy === one.by ? "" : `, recorded by ${one.by}`},{" "}
          <ClockTime at={one.recordedAt} /> {one.late ? <Badge tone="ask">late entry</Badge> : null}
          {one.supersededBy === null ? null : <Badge tone="quiet">corrected</Badge>}
          {one.supersedes === null ? null : <Badge tone="wait">correction</Badge>}
          {one.inForce || one.supersededBy !== null ? null : <Badge tone="bad">not in force yet</Badge>}
        </>
      ),
    },
  ];
}

/** The fields of the manual (Manual 2, section 3), one row a treatment. */
function PaperBook({ rows, zone }: { readonly rows: readonly Treatment[]; readonly zone: FarmZone }) {
  const words = (when: string) => whenInTable(when, zone);
  const columns: readonly (readonly [string, (one: Treatment) => string])[] = [
    ["Date given", (one) => dosesOf(one, words)],
    ["Cow, group, place", (one) => [whoOf(one), one.place].filter((part) => part !== "").join(" · ")],
    ["Reason", (one) => [one.reason, quartersInWords(one.quarters)].filter((part) => part !== "").join(", ")],
    ["Medicine", (one) => [one.productName, `label ${one.version}`].join(", ")],
    ["Batch", (one) => one.batchNumber],
    ["Use by", (one) => one.batchUseBy ?? ""],
    ["Supplier", (one) => one.supplier],
    [
      "Rate",
      (one) => [one.dose, `${one.quantityEach} ${one.unit} each`].filter((part) => part !== "").join("; "),
    ],
    ["Method", (one) => [...new Set([one.use, one.route])].filter((part) => part !== "").join(", ")],
    ["Milk WHP", (one) => one.milkWords],
    ["Meat WHP", (one) => one.meatWords],
    ["ESI", (one) => one.esiWords],
    ["Given by", giverOf],
    [
      "Recorded",
      (one) =>
        [
          `${words(one.recordedAt)} by ${one.by}`,
          one.late ? "LATE" : "",
          one.supersededBy === null ? "" : `corrected by ${one.supersededBy}`,
          one.supersedes === null ? "" : `corrects ${one.supersedes}`,
          one.record,
        ]
          .filter((part) => part !== "")
          .join(" · "),
    ],
    [
      "Vet's direction, note",
      (one) => [one.vet, one.direction, one.note].filter((part) => part !== "").join(" · "),
    ],
  ];
  return (
    <table class="records-book">
      <caption class="aside">Treatment book</caption>
      <thead>
        <tr>
          {columns.map(([head]) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((one) => (
          <tr key={one.record}>
            {columns.map(([head, cell]) => (
              <td key={head}>{one.supersededBy === null ? cell(one) : <del>{cell(one)}</del>}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
