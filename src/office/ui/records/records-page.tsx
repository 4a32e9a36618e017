// Room: office/ui/records. The page of the lists: which one, narrowed down by what the address says.

import { useLocation, useRoute } from "preact-iso";
import { LinkButton } from "../components/button.tsx";
import { Page } from "../components/page.tsx";
import { listOf, narrowedBy } from "./lists.ts";
import { Alarms, Changes, Diverted, Happenings, Milkings, Visits } from "./other-lists.tsx";
import "../entry/entry.css";
import "./records.css";
import { TreatmentBook } from "./treatment-book.tsx";

const VIEWS = {
  treatments: TreatmentBook,
  milkings: Milkings,
  visits: Visits,
  diverted: Diverted,
  alarms: Alarms,
  happenings: Happenings,
  changes: Changes,
} as const;

export function RecordsPage() {
  const { params } = useRoute();
  const { query } = useLocation();
  const list = listOf(params.list ?? "");
  if (list === null) {
    return (
      <Page title="Records">
        <p>There is no list of this name.</p>
        <LinkButton href="/records/treatments">Treatment book</LinkButton>
      </Page>
    );
  }
  const View = VIEWS[list];
  return <View narrowed={narrowedBy(query)} key={list} />;
}
