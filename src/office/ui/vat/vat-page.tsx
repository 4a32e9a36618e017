// Room: office/ui/vat. The vat: now, its curve, its milkings, its probes and checks, pick-ups and washes; and the sheet for paper.
// May live here: which part is shown. May not: the parts.

import "./vat.css";
import { useComputed } from "@preact/signals";
import { LinkButton } from "../components/button.tsx";
import { useNow } from "../components/clock-time.tsx";
import { Empty } from "../components/empty.tsx";
import { Page } from "../components/page.tsx";
import { Reading } from "../components/progress.tsx";
import { useView, type View, Views } from "../components/views.tsx";
import { useMayTell } from "../may.ts";
import { useOffice } from "../office.ts";
import { VatSheet } from "../print/vat-sheet.tsx";
import { VatAlarms } from "./alarms.tsx";
import { ChecksView } from "./checks-view.tsx";
import { CurvePanel } from "./curve-panel.tsx";
import { EventsView } from "./events-view.tsx";
import { MilkingsView } from "./milkings-view.tsx";
import { type BoardVat, MilkNow } from "./now.tsx";
import { GuessBox, TellButtons } from "./tell.tsx";

const NAMES = ["now", "milkings", "checks", "events", "sheet"] as const;
type Name = (typeof NAMES)[number];

export function VatPage() {
  const { live } = useOffice();
  // Numbers, so that the page is drawn anew when they change and not with every picture of the board.
  const alarms = useComputed(() => live.now.value?.board?.vat?.alarms.length ?? 0).value;
  const due = useComputed(() => checksDueNow(live.now.value?.board?.vat ?? null)).value;
  const views: readonly View<Name>[] = [
    { name: "now", says: "Now", asks: alarms },
    { name: "milkings", says: "Milkings" },
    { name: "checks", says: "Probes and checks", asks: due },
    { name: "events", says: "Pick-ups and washes" },
    { name: "sheet", says: "Print" },
  ];
  const view = useView(views, "now");
  return (
    <Page title="Vat" width="full" quietTitle={view === "sheet"}>
      <Views label="Parts of this page" path="/vat" views={views} current={view} />
      <Shown view={view} />
    </Page>
  );
}

const checksDueNow = (vat: BoardVat | null): number =>
  vat?.checksDue.filter(({ due }) => due.state !== "soon").length ?? 0;

function Shown({ view }: { readonly view: Name }) {
  switch (view) {
    case "now":
      return <NowView />;
    case "milkings":
      return <MilkingsView />;
    case "checks":
      return <ChecksView />;
    case "events":
      return <EventsView />;
    default:
      return <VatSheet />;
  }
}

function NowView() {
  const { live } = useOffice();
  const watched = useComputed((): "yes" | "no" | "not-heard" => {
    const board = live.now.value?.board ?? null;
    return board === null ? "not-heard" : board.vat === null ? "no" : "yes";
  }).value;
  if (watched === "not-heard") return <Reading what="the vat" />;
  if (watched === "yes") {
    return (
      <div class="vat-now">
        <Living />
        <CurvePanel />
      </div>
    );
  }
  return (
    <Empty
      icon="vat"
      title="No vat is watched here"
      action={<LinkButton href="/vat?view=milkings">Earlier milkings</LinkButton>}
    >
      Name the vat's probes in the shed's configuration, under "vat", and the milk's temperature, its verdicts
      and its alarms stand here.
    </Empty>
  );
}

/** What is drawn anew with every picture of the board. */
function Living() {
  const { live, session } = useOffice();
  const vat = live.now.value?.board?.vat ?? null;
  const now = useNow(1_000);
  const may = useMayTell();
  if (vat === null) return null;
  return (
    <div class="vat-now-words living">
      <VatAlarms alarms={vat.alarms} groups={["asking"]} />
      <MilkNow vat={vat} now={now} zone={session.zone.value} />
      <VatAlarms alarms={vat.alarms} groups={["known", "over"]} />
      {may ? <GuessBox vat={vat} /> : null}
      {may ? <TellButtons vat={vat} /> : null}
    </div>
  );
}
