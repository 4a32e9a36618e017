// Room: office/ui/cow. What holds her milk, what each hold still waits for, and the next step as a button beside it.
// May live here: holds and what can be recorded next. May not: rules. Invariant: a step is offered only where the office named it.

import type { CowPage, Hold } from "../../contract/herd.ts";
import { LinkButton } from "../components/button.tsx";
import { Card } from "../components/card.tsx";
import { ClockTime } from "../components/clock-time.tsx";
import { useOffice } from "../office.ts";
import { FACTS, FACTS_TO_CHOOSE } from "./fact-draft.ts";

/** What a person can record to end a hold, in the words of its button. */
const STEPS: { readonly [step: string]: string | undefined } = {
  "test-sample": "Record a milk sample",
  "test-result": "Enter the test result",
  "looked-at": "Looked at, she is fine",
  calving: "She has calved",
  clearance: "End early …",
};

type Props = { readonly hers: CowPage; readonly writes: boolean };
export function Holds({ hers, writes }: Props) {
  if (hers.holds.length === 0) return null;
  return (
    <section aria-labelledby="cow-holds" class="cow-holds">
      <h2 id="cow-holds">
        {hers.holds.length === 1 ? "One hold" : `${hers.holds.length} holds, the latest counts`}
      </h2>
      {hers.holds.map((hold) => (
        <OneHold key={hold.fact} cow={hers.cow} hold={hold} writes={writes} />
      ))}
    </section>
  );
}

function OneHold({
  cow,
  hold,
  writes,
}: {
  readonly cow: string;
  readonly hold: Hold;
  readonly writes: boolean;
}) {
  const { session } = useOffice();
  const ends = session.role.value === "manager" || session.role.value === "vet";
  const steps = hold.endedBy.filter(
    (step) => STEPS[step] !== undefined && (ends || (step !== "clearance" && step !== "test-result")),
  );
  return (
    <Card tone="bad">
      <p class="cow-rule">{hold.rule}</p>
      {hold.missing.length === 0 ? null : (
        <div class="cow-missing">
          <p>Still missing</p>
          <ul>
            {hold.missing.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </div>
      )}
      {hold.earliest === null ? null : (
        <p class="quiet-words">
          Clear at the earliest <ClockTime at={hold.earliest} />.
        </p>
      )}
      {writes ? (
        <div class="buttons">
          {steps.map((step) => (
            <LinkButton
              key={step}
              kind={step === "clearance" ? "quiet" : "plain"}
              href={`/cow/${encodeURIComponent(cow)}?do=${step}&of=${encodeURIComponent(hold.fact)}`}
            >
              {STEPS[step]}
            </LinkButton>
          ))}
          {hold.endedBy.includes("clearance") && !ends ? (
            <p class="hint">Only a manager or the vet may end it early.</p>
          ) : null}
        </div>
      ) : null}
    </Card>
  );
}

export function RecordFor({ hers }: { readonly hers: CowPage }) {
  return (
    <Card title="Record for her">
      <div class="cow-record">
        {FACTS_TO_CHOOSE.map((kind) => (
          <LinkButton key={kind} href={`/cow/${encodeURIComponent(hers.cow)}?do=${kind}`}>
            {FACTS[kind].title}
          </LinkButton>
        ))}
      </div>
    </Card>
  );
}
