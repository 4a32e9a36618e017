// Room: office/ui/vat. The vat: now, its curve, its milkings, its probes and checks, pick-ups and washes; and the sheet for paper.
// May live here: which part is shown. May not: the parts.

import "./vat.css";
import { LinkButton } from "../components/button.tsx";
import { useNow } from "../components/clock-time.tsx";
import { Empty } from "../components/empty.tsx";
import { Page } from "../components/page.tsx";
import { Reading } from "../components/progress.tsx";
import { useOffice } from "../office.ts";
import { VatSheet } from "../print/vat-sheet.tsx";
import { VatAlarms } from "./alarms.tsx";
import { ChecksView } from "./checks-view.tsx";
import { CurvePanel } from "./curve-panel.tsx";
import { EventsView } from "./events-view.tsx";
import { useMayTell } from "./may.ts";
import { MilkingsView } from "./milkings-view.tsx";
import { type BoardVat, MilkNow } from "./now.tsx";
import { GuessBox, TellButtons } from "./tell.tsx";
import { useView, type View, Views } from "./views.tsx";

const NAMES = ["now", "milkings", "checks", "events", "sheet"] as const;
type Name = (typeof NAMES)[number];

export function VatPage() {
  const { live } = useOffice();
  const shed = live.now.value;
  const vat = shed?.board?.vat ?? null;
  const due = vat?.checksDue.filter(({ due: { state } }) => state !== "soon").length ?? 0;
  const views: readonly View<Name>[] = [
    { name: "now", says: "Now", asks: vat?.alarms.length ?? 0 },
    { name: "milkings", says: "Milkings" },
    { name: "checks", says: "Probes and checks", asks: due },
    { name: "events", says: "Pick-ups and washes" },
    { name: "sheet", says: "Print" },
  ];
  const view = useView(views, "now");
  return (
    <Page title="Vat" width="full" quietTitle={view === "sheet"}>
      <Views label="Parts of this page" path="/vat" views={views} current={view} />
      <Shown view={view} vat={vat} heard={shed?.board != null} />
    </Page>
  );
}

type ShownProps = { readonly view: Name; readonly vat: BoardVat | null; readonly heard: boolean };
function Shown({ view, vat, heard }: ShownProps) {
  switch (view) {
    case "now":
      return <NowView vat={vat} heard={heard} />;
    case "milkings":
      return <MilkingsView />;
    case "checks":
      return heard ? <ChecksView vat={vat} /> : <Reading what="the probes" />;
    case "events":
      return <EventsView />;
    default:
      return <VatSheet />;
  }
}

function NowView({ vat, heard }: Omit<ShownProps, "view">) {
  const { session } = useOffice();
  const zone = session.zone.value;
  const now = useNow(5_000);
  const may = useMayTell();
  if (vat === null) {
    return heard ? (
      <Empty
        icon="vat"
        title="No vat is watched here"
        action={<LinkButton href="/vat?view=milkings">Earlier milkings</LinkButton>}
      >
        Name the vat's probes in the shed's configuration, under "vat", and the milk's temperature, its
        verdicts and its alarms stand here.
      </Empty>
    ) : (
      <Reading what="the vat" />
    );
  }
  return (
    <div class="vat-now">
      <div class="vat-now-words living">
        <VatAlarms alarms={vat.alarms} groups={["asking"]} />
        <MilkNow vat={vat} now={now} zone={zone} />
        <VatAlarms alarms={vat.alarms} groups={["known", "over"]} />
        {may ? <GuessBox vat={vat} /> : null}
        {may ? <TellButtons vat={vat} /> : null}
      </div>
      <CurvePanel />
    </div>
  );
}
