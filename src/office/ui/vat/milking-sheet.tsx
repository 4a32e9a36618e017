// Room: office/ui/vat. One milking in full: its verdicts in sentences, the three temperatures, its start and who told, and what can be corrected.
// May live here: one sheet. May not: judging. Invariant: every verdict is said by its rule, with its figures.

import { useState } from "preact/hooks";
import type { MilkingCooled } from "../../contract/vat.ts";
import { Button, Buttons, LinkButton } from "../components/button.tsx";
import { Facts } from "../components/card.tsx";
import { ClockTime } from "../components/clock-time.tsx";
import { Empty } from "../components/empty.tsx";
import { useMayTell } from "../may.ts";
import { GuessMark } from "./now.tsx";
import { asksFor } from "./outcomes.ts";
import { buttonOf, TellDialog, type Telling } from "./tell.tsx";
import { VerdictWord } from "./verdict-mark.tsx";

export function MilkingSheet({ milking: shown }: { readonly milking: MilkingCooled | null }) {
  if (shown === null) {
    return (
      <Empty icon="vat" title="No milking yet">
        A milking begins with the first cow, the milk pump, or when you tell it under "Now". Each is judged by
        every cooling rule in force.
      </Empty>
    );
  }
  return (
    <section class="card vat-milking-sheet" aria-labelledby="milking-sheet" key={shown.milking}>
      <div class="card-head">
        <h2 id="milking-sheet">
          Milking {shown.milking}, <ClockTime at={shown.start} />
        </h2>
        <LinkButton icon="print" href={printOf(shown)}>
          Print
        </LinkButton>
      </div>
      {shown.takenBack ? <p>It was taken for a milking and was none; it is judged as no milk.</p> : null}
      <Verdicts milking={shown} />
      <Facts
        items={[
          [
            "Began",
            <>
              <ClockTime at={shown.start} />
              {shown.guess ? <GuessMark /> : null}
            </>,
          ],
          ["Told by", `${shown.startSource}${shown.corrected ? "; corrected by a person" : ""}`],
          ["Ended", shown.ended === null ? "not yet" : <ClockTime at={shown.ended} />],
        ]}
      />
      <Temperatures milking={shown} />
      <Corrections milking={shown} />
    </section>
  );
}

export const printOf = ({ milking, start }: MilkingCooled): string =>
  `/vat?view=sheet&milking=${milking}&at=${start}`;

export function Verdicts({ milking }: { readonly milking: MilkingCooled }) {
  const asks = asksFor(milking);
  return (
    <div class="vat-sheet-verdicts">
      {milking.verdicts.map(({ profile, profileName, outcome, says, final }) => (
        <article key={profile} class="vat-sheet-verdict">
          <h3>
            <VerdictWord outcome={outcome} /> <span class="quiet-words">{profileName}</span>
            {final || outcome === "PENDING" ? null : <span class="quiet-words"> · so far</span>}
          </h3>
          {says.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </article>
      ))}
      {asks === null ? null : <p class="vat-sheet-asks">{asks}</p>}
    </div>
  );
}

export function Temperatures({ milking }: { readonly milking: MilkingCooled }) {
  if (milking.temperatures.length === 0) return null;
  return (
    <div>
      <h3>Temperatures</h3>
      <ul class="vat-sheet-temperatures">
        {milking.temperatures.map(({ moment, at, note, within }) => (
          <li key={moment}>
            <ClockTime at={at} /> {note}
            {within === false ? <b> ▲</b> : null}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Corrections({ milking }: { readonly milking: MilkingCooled }) {
  const [telling, setTelling] = useState<Telling | null>(null);
  const may = useMayTell();
  if (!may || milking.takenBack) return null;
  const given = { milking: milking.milking, at: milking.start };
  const options: readonly Telling[] = [
    ...(milking.guess ? [{ kind: "confirm-start", ...given } as const] : []),
    { kind: "correct-start", ...given },
    { kind: "not-a-milking", ...given },
  ];
  return (
    <details class="no-print">
      <summary>Put something right</summary>
      {milking.closed ? (
        <p class="quiet-words">
          All has been said about this milking; the controller may not take a correction any more, and says so
          then.
        </p>
      ) : null}
      <Buttons>
        {options.map((option) => (
          <Button key={option.kind} onPress={() => setTelling(option)}>
            {buttonOf(option)}
          </Button>
        ))}
      </Buttons>
      {telling === null ? null : <TellDialog telling={telling} onClose={() => setTelling(null)} />}
    </details>
  );
}
