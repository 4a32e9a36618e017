// Room: office/ui/treat. The page: one cow, several cows, dry-off day, or the correction of a recorded treatment.
// May live here: which of the four, and the draft each begins with. May not: fields.

import { useLocation } from "preact-iso";
import type { Treatment } from "../../contract/herd.ts";
import { newEntryId } from "../client.ts";
import { LinkButton } from "../components/button.tsx";
import { Page } from "../components/page.tsx";
import { Reading } from "../components/progress.tsx";
import { TroubleBox } from "../components/trouble.tsx";
import { zoneOf } from "../entry/farm-zone.ts";
import { useKept } from "../entry/kept.ts";
import { useOffice } from "../office.ts";
import { useRead } from "../reads.ts";
import { correctionOf, newDraft, type TreatDraft } from "./draft.ts";
import { DryOffDayForm } from "./dry-off-day.tsx";
import "../entry/entry.css";
import "./treat.css";
import { TreatmentForm } from "./treatment-form.tsx";

const MODES = [
  { for: "one", name: "One cow" },
  { for: "several", name: "Several cows" },
  { for: "dry-off", name: "Dry-off day" },
] as const;

export function TreatPage() {
  const { query } = useLocation();
  const { correct, cow } = query;
  if (correct !== undefined && cow !== undefined) return <Correct record={correct} cow={cow} key={correct} />;
  const mode = MODES.find((one) => one.for === query.for)?.for ?? "one";
  return (
    <Page title="Treat" width="full" quietTitle>
      <nav class="treat-modes" aria-label="Who is treated">
        {MODES.map((one) => (
          <a
            key={one.for}
            href={one.for === "one" ? "/treat" : `/treat?for=${one.for}`}
            aria-current={one.for === mode ? "page" : undefined}
          >
            {one.name}
          </a>
        ))}
      </nav>
      {mode === "dry-off" ? (
        <DryOffDayForm />
      ) : (
        <Treat key={`${mode} ${cow ?? ""}`} several={mode === "several"} cow={cow ?? null} />
      )}
    </Page>
  );
}

/** "Now" of a form that lay here for a while is asked again: it would be the wrong time, and an earlier one than it was. */
const NOW_HOLDS_FOR = 20 * 60_000;
const aged = (draft: TreatDraft, age: number): TreatDraft =>
  draft.given === "now" && age > NOW_HOLDS_FOR ? { ...draft, given: "" } : draft;

function Treat({ several, cow }: { readonly several: boolean; readonly cow: string | null }) {
  const kept = useKept<TreatDraft>({
    name: several ? "treat-several" : cow === null ? "treat" : `treat-${cow}`,
    fresh: () => newDraft(newEntryId(), cow),
    aged,
  });
  return <TreatmentForm kept={kept} several={several} />;
}

function Correct({ record, cow }: { readonly record: string; readonly cow: string }) {
  const hers = useRead("cow", [], { params: { cow }, query: {} });
  const treatment = hers.value?.treatments.find((one) => one.record === record);
  return (
    <Page
      title="Correct a treatment"
      width="full"
      actions={<LinkButton href={`/cow/${encodeURIComponent(cow)}`}>Back to cow {cow}</LinkButton>}
    >
      {treatment !== undefined ? (
        <Correcting given={treatment} />
      ) : hers.trouble !== null ? (
        <TroubleBox trouble={hers.trouble} again={hers.again} />
      ) : hers.value === null ? (
        <Reading what="the record" />
      ) : (
        <p>
          There is no treatment {record} in the records of cow {cow}.
        </p>
      )}
    </Page>
  );
}

function Correcting({ given }: { readonly given: Treatment }) {
  const { session } = useOffice();
  const shelf = useRead("products", []);
  if (shelf.value === null) return <Reading what="the shelf" />;
  const begin = () => correctionOf(newEntryId(), given, shelf.value?.items ?? [], zoneOf(session.zone.value));
  return (
    <>
      <p class="treat-lead">
        Change what was wrong. The record as it is stays in the book, struck out beside the new one. A
        correction lengthens a withholding at once; what is known already does not get shorter by it.
      </p>
      <CorrectingForm name={`treat-correct-${given.record}`} fresh={begin} several={given.cows.length > 1} />
    </>
  );
}
function CorrectingForm(props: {
  readonly name: string;
  readonly fresh: () => TreatDraft;
  readonly several: boolean;
}) {
  const kept = useKept<TreatDraft>({ name: props.name, fresh: props.fresh });
  return <TreatmentForm kept={kept} several={props.several} correcting />;
}
