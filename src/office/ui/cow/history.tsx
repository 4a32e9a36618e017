// Room: office/ui/cow. Her tags and register, her last visits, and her treatments as they stand in the book.

import type { CowPage } from "../../contract/herd.ts";
import { Badge } from "../components/badge.tsx";
import { LinkButton } from "../components/button.tsx";
import { Card, Facts } from "../components/card.tsx";
import { ClockTime, useNow } from "../components/clock-time.tsx";
import { Table } from "../components/table.tsx";
import { zoneOf } from "../entry/farm-zone.ts";
import { dateInWords, whenInWords } from "../entry/when.ts";
import { useOffice } from "../office.ts";
import { quartersInWords } from "../treat/udder.tsx";
import { STATUS_WORDS } from "./standing.tsx";

type Props = { readonly hers: CowPage };

export function Register({ hers }: Props) {
  const rows = (
    [
      ["Number", hers.cow],
      ["Name", hers.name],
      ["She is", STATUS_WORDS[hers.status]],
      ["Breed", hers.breed],
      ["Born", hers.born === null ? "" : dateInWords(hers.born)],
      ["Note", hers.note],
    ] as const
  ).filter(([, value]) => value !== "");
  return (
    <Card title="Register">
      <Facts items={rows} />
      {hers.tags.length === 0 ? (
        <p class="wrong-words">
          No electronic tag: she is not recognised in the shed, and is always diverted.
        </p>
      ) : (
        <ul class="cow-tag-list">
          {hers.tags.map(({ eid, from, until }) => (
            <li key={`${eid} ${from}`}>
              {until === null ? <strong>{eid}</strong> : <del>{eid}</del>}{" "}
              <span class="quiet-words">
                since <ClockTime at={from} show="day" />
                {until === null ? null : (
                  <>
                    {" "}
                    until <ClockTime at={until} show="day" />
                  </>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
      {hers.register.length === 0 ? null : (
        <details>
          <summary>Changes of the register</summary>
          <ul class="cow-register">
            {hers.register.map(({ at, by, says }) => (
              <li key={`${at} ${says}`}>
                {says}{" "}
                <span class="quiet-words">
                  {by}, <ClockTime at={at} />
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </Card>
  );
}

export function Visits({ hers }: Props) {
  return (
    <Card
      title="Last visits"
      aside={
        <LinkButton kind="quiet" href={`/records/visits?cow=${encodeURIComponent(hers.cow)}`}>
          All
        </LinkButton>
      }
    >
      {hers.visits.length === 0 ? (
        <p class="quiet-words">She has not been milked here since this program counts.</p>
      ) : (
        <ul class="cow-visits">
          {hers.visits.slice(0, 8).map((visit) => (
            <li key={`${visit.milking} ${visit.bail} ${visit.at ?? ""}`}>
              <Badge tone={visit.toVat ? "good" : "bad"}>{visit.toVat ? "vat" : "diverted"}</Badge>
              <span>
                {visit.at === null ? "time not sure" : <ClockTime at={visit.at} />} · bail {visit.bail}
                {visit.divertedFor.length === 0 ? null : (
                  <span class="quiet-words cow-visit-why"> {visit.divertedFor[0]}</span>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

export function History({ hers }: Props) {
  const { session } = useOffice();
  const now = useNow();
  const zone = zoneOf(session.zone.value);
  const standing = hers.treatments.filter(({ supersededBy }) => supersededBy === null);
  return (
    <Card
      title="Treatments"
      aside={
        <LinkButton kind="quiet" href={`/records/treatments?cow=${encodeURIComponent(hers.cow)}`}>
          In the book
        </LinkButton>
      }
    >
      {standing.length === 0 ? (
        <p class="quiet-words">None on record.</p>
      ) : (
        <Table
          caption="Her treatments"
          rows={standing.slice(0, 10)}
          rowKey={({ record }) => record}
          columns={[
            { head: "Last dose", names: true, cell: ({ lastDose }) => whenInWords(lastDose, now, zone) },
            {
              head: "Medicine",
              cell: ({ productName, use, batchNumber }) => (
                <>
                  {productName}
                  {use === "" ? "" : `, ${use}`}
                  {batchNumber === "" ? null : <span class="quiet-words"> {batchNumber}</span>}
                </>
              ),
            },
            {
              head: "Why",
              cell: ({ reason, quarters, late }) => (
                <>
                  {reason}
                  {quarters.length === 0 ? "" : `, ${quartersInWords(quarters)}`}{" "}
                  {late ? <Badge tone="ask">late entry</Badge> : null}
                </>
              ),
            },
          ]}
        />
      )}
    </Card>
  );
}
