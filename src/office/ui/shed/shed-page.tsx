// Room: office/ui/shed. The shed: devices now, the office itself, evidence and backups, and the review after going back to one.
// May live here: which part is shown. May not: the parts.

import "./shed.css";
import { useComputed } from "@preact/signals";
import { Page } from "../components/page.tsx";
import { Reading } from "../components/progress.tsx";
import { useView, type View, Views } from "../components/views.tsx";
import { useOffice } from "../office.ts";
import { useRead } from "../reads.ts";
import { DevicesView } from "./devices-view.tsx";
import { EvidenceView } from "./evidence-view.tsx";
import { OfficeView } from "./office-view.tsx";
import { ReviewView } from "./review-view.tsx";

type Name = "devices" | "office" | "evidence" | "review";

export function ShedPage() {
  const { live } = useOffice();
  const review = useRead("review", ["upkeep", "herd"]);
  // A number, so that forms and lists are not drawn anew with every picture of the board.
  const faults = useComputed(() => live.now.value?.board?.faults.length ?? 0).value;
  const left = review.value?.cows.length ?? 0;
  const views: readonly View<Name>[] = [
    { name: "devices", says: "Devices", asks: faults },
    { name: "office", says: "Office" },
    { name: "evidence", says: "Evidence and backups" },
    ...(review.value?.since == null ? [] : [{ name: "review", says: "Review", asks: left } as const]),
  ];
  const view = useView<Name>([...views, { name: "review", says: "Review" }], "devices");
  return (
    <Page title="Shed" width="full">
      <Views label="Parts of this page" path="/shed" views={views} current={view} />
      {view === "devices" ? <LivingDevices /> : null}
      {view === "office" ? <OfficeView /> : null}
      {view === "evidence" ? <EvidenceView /> : null}
      {view === "review" ? <ReviewView read={review} /> : null}
    </Page>
  );
}

function LivingDevices() {
  const { board, devices } = useOffice().live.now.value ?? { board: null, devices: null };
  return board === null || devices === null ? (
    <Reading what="the devices" />
  ) : (
    <DevicesView board={board} devices={devices} />
  );
}
