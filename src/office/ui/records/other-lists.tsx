// Room: office/ui/records. Milkings, visits, diverted milk, alarms, happenings, changes: the columns of each.

import { HAPPENING_KINDS } from "../../contract/happening-kinds.ts";
import { pathOf } from "../client.ts";
import { Badge } from "../components/badge.tsx";
import { ClockTime } from "../components/clock-time.tsx";
import { zoneOf } from "../entry/farm-zone.ts";
import { useOffice } from "../office.ts";
import { ListView } from "./list-view.tsx";
import { type Narrowed, rangeOf } from "./lists.ts";

type Props = { readonly narrowed: Narrowed };
const Cow = ({ cow }: { readonly cow: string | null }) =>
  cow === null ? <span>unknown</span> : <a href={`/cow/${encodeURIComponent(cow)}`}>{cow}</a>;
/** Seen in the books by everybody, whatever the milk's way. */
const Lines = ({ of }: { readonly of: readonly string[] }) =>
  of.length < 2 ? (
    // Nothing at all where there is none: a card on a phone leaves the line out then.
    of[0] === undefined ? null : (
      <span>{of[0]}</span>
    )
  ) : (
    <ul class="records-lines">
      {of.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );

function useRange(narrowed: Narrowed) {
  const { session } = useOffice();
  return rangeOf(narrowed, zoneOf(session.zone.value));
}

export function Milkings({ narrowed }: Props) {
  const { ask } = useOffice();
  const query = useRange(narrowed);
  return (
    <ListView
      list="milkings"
      narrowed={narrowed}
      filters={["range"]}
      on={["milkings"]}
      page={(page) => ask("milkings", { query: { ...query, ...page } })}
      csv={pathOf("milkings", { query }, ".csv")}
      rowKey={({ milking }) => milking}
      teaches="A milking stands here from its first cow on: how many came, how many went to the vat, how many tags were read."
      columns={[
        {
          head: "Milking",
          names: true,
          cell: ({ milking, began }) => (
            <>
              <ClockTime at={began} /> <span class="quiet-words">no. {milking}</span>
            </>
          ),
        },
        {
          head: "Ended",
          cell: ({ ended, cutOff }) =>
            ended === null ? (
              <Badge tone="wait">running</Badge>
            ) : (
              <>
                <ClockTime at={ended} />
                {cutOff && <span class="quiet-words"> cut off by a stop</span>}
              </>
            ),
        },
        { head: "Cows", align: "end", cell: ({ visits }) => visits },
        { head: "To the vat", align: "end", cell: ({ toVat }) => toVat },
        { head: "Diverted", align: "end", cell: ({ diverted }) => diverted },
        { head: "Not known", align: "end", cell: ({ unidentified }) => unidentified },
        {
          head: "Tags read",
          cell: ({ readers }) =>
            readers.map(({ reader, cows, read }) => `${reader}: ${read} of ${cows}`).join("; "),
        },
      ]}
    />
  );
}

export function Visits({ narrowed }: Props) {
  const { ask } = useOffice();
  const range = useRange(narrowed);
  const query = { ...range, ...(narrowed.cow === "" ? {} : { cow: narrowed.cow }) };
  return (
    <ListView
      list="visits"
      narrowed={narrowed}
      filters={["range", "cow"]}
      on={["milkings"]}
      page={(page) => ask("visits", { query: { ...query, ...page } })}
      csv={pathOf("visits", { query }, ".csv")}
      rowKey={({ visit }) => visit}
      teaches="Each cow in each bail stands here, with where her milk went."
      columns={[
        { head: "Cow", names: true, cell: ({ cow }) => <Cow cow={cow} /> },
        { head: "When", cell: ({ began, ended }) => <ClockTime at={began ?? ended} /> },
        { head: "Bail", align: "end", cell: ({ bail }) => bail },
        {
          head: "Milk",
          cell: ({ toVat }) => (
            <Badge tone={toVat ? "good" : "bad"}>{toVat ? "to the vat" : "diverted"}</Badge>
          ),
        },
        { head: "Why", cell: ({ divertedFor }) => <Lines of={divertedFor} /> },
      ]}
    />
  );
}

export function Diverted({ narrowed }: Props) {
  const { ask } = useOffice();
  const range = useRange(narrowed);
  const query = { ...range, ...(narrowed.cow === "" ? {} : { cow: narrowed.cow }) };
  return (
    <ListView
      list="diverted"
      narrowed={narrowed}
      filters={["range", "cow"]}
      on={["milkings"]}
      page={(page) => ask("divertedMilk", { query: { ...query, ...page } })}
      csv={pathOf("divertedMilk", { query }, ".csv")}
      rowKey={({ visit }) => visit}
      teaches="Milk that did not go to the vat stands here, with why, because why decides where it may go: never antibiotic milk to calves."
      columns={[
        {
          head: "Cow",
          names: true,
          cell: ({ cow, eid }) => (cow === null && eid !== null ? `tag ${eid}` : <Cow cow={cow} />),
        },
        { head: "When", cell: ({ began, ended }) => <ClockTime at={began ?? ended} /> },
        { head: "Bail", align: "end", cell: ({ bail }) => bail },
        { head: "Why", cell: ({ divertedFor }) => <Lines of={divertedFor} /> },
        { head: "May go to", cell: ({ mayGo }) => <Lines of={mayGo} /> },
        { head: "May not go to", cell: ({ mayNot }) => <Lines of={mayNot} /> },
      ]}
    />
  );
}

export function Alarms({ narrowed }: Props) {
  const { ask } = useOffice();
  const query = useRange(narrowed);
  return (
    <ListView
      list="alarms"
      narrowed={narrowed}
      filters={["range"]}
      on={["alarms"]}
      page={(page) => ask("alarms", { query: { ...query, ...page } })}
      csv={pathOf("alarms", { query }, ".csv")}
      rowKey={({ alarm }) => alarm}
      teaches="An alarm stays here with who acknowledged it and the reason that was found."
      columns={[
        { head: "Raised", names: true, cell: ({ raisedAt }) => <ClockTime at={raisedAt} /> },
        {
          head: "Alarm",
          cell: ({ says, figures }) => (
            <>
              {says} <span class="quiet-words">{figures}</span>
            </>
          ),
        },
        {
          head: "Acknowledged",
          cell: ({ acknowledged }) =>
            acknowledged === null ? (
              <Badge tone="bad">nobody yet</Badge>
            ) : (
              <>
                {acknowledged.by}, <ClockTime at={acknowledged.at} />
              </>
            ),
        },
        {
          head: "Over",
          cell: ({ overAt }) =>
            overAt === null ? <Badge tone="wait">goes on</Badge> : <ClockTime at={overAt} />,
        },
        {
          head: "Reason found",
          cell: ({ explained }) =>
            explained === null ? (
              <span class="quiet-words">none yet</span>
            ) : (
              <>
                {explained.reason} <span class="quiet-words">{explained.by}</span>
              </>
            ),
        },
      ]}
    />
  );
}

const KINDS = Object.entries(HAPPENING_KINDS).map(([value, label]) => ({ value, label }));

export function Happenings({ narrowed }: Props) {
  const { ask } = useOffice();
  const range = useRange(narrowed);
  const { cow, kind } = narrowed;
  const query = { ...range, ...(cow === "" ? {} : { cow }), ...(kind === "" ? {} : { kind }) };
  return (
    <ListView
      list="happenings"
      narrowed={narrowed}
      filters={["range", "cow", "kind"]}
      kinds={KINDS}
      on={["milkings", "alarms"]}
      page={(page) => ask("happenings", { query: { ...query, ...page } })}
      csv={pathOf("happenings", { query }, ".csv")}
      rowKey={({ record }) => record}
      teaches="Faults, vat stops, places that a milker settled, diverts by hand and refusals stand here as they happened."
      columns={[
        { head: "When", names: true, cell: ({ at }) => <ClockTime at={at} /> },
        { head: "What", cell: ({ says }) => says },
        { head: "Bail", align: "end", cell: ({ bail }) => bail ?? "" },
        { head: "Cow", cell: ({ cow: hers }) => (hers === null ? "" : <Cow cow={hers} />) },
        { head: "By", cell: ({ by }) => by ?? "" },
      ]}
    />
  );
}

const SHORT_HASH = 12;
export function Changes({ narrowed }: Props) {
  const { ask } = useOffice();
  const range = useRange(narrowed);
  const { by } = narrowed;
  const query = { ...range, ...(by === "" ? {} : { by }) };
  return (
    <ListView
      list="changes"
      narrowed={narrowed}
      filters={["range", "by"]}
      on={["herd", "treatments", "stock", "milkings", "alarms", "vat", "people"]}
      page={(page) => ask("changes", { query: { ...query, ...page } })}
      csv={pathOf("changes", { query }, ".csv")}
      rowKey={({ seq }) => seq}
      teaches="Every record, in the order in which it was written, chained to the one before it. Nothing here can be changed without its showing."
      columns={[
        { head: "No.", names: true, cell: ({ seq }) => seq },
        {
          head: "When",
          cell: ({ at, trusted }) => (
            <>
              <ClockTime at={at} /> {trusted ? null : <Badge tone="ask">clock not trusted</Badge>}
            </>
          ),
        },
        { head: "By", cell: (one) => one.by },
        { head: "What", cell: ({ says }) => says },
        {
          head: "Hash",
          cell: ({ hash }) => (
            <code title={hash} class="records-hash">
              {hash.slice(0, SHORT_HASH)}
            </code>
          ),
        },
      ]}
    />
  );
}
