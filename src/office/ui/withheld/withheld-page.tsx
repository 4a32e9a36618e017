// Room: office/ui/withheld. The withheld list: big enough for a wall, short enough for a glance, and on paper with its date.

import "./withheld.css";
import { useState } from "preact/hooks";
import type { WithheldCow } from "../../contract/herd.ts";
import { Button } from "../components/button.tsx";
import { ClockTime, useNow } from "../components/clock-time.tsx";
import { Empty } from "../components/empty.tsx";
import { Lamp } from "../components/lamp.tsx";
import { Page } from "../components/page.tsx";
import { Reading } from "../components/progress.tsx";
import { TroubleBox } from "../components/trouble.tsx";
import { useOffice } from "../office.ts";
import { ChainHead } from "../print/chain-head.tsx";
import { useRead } from "../reads.ts";
import { groupsOf, milkingsLeft, nextToClear } from "./order.ts";

export function WithheldPage() {
  const { session } = useOffice();
  const read = useRead("withheld", ["herd", "treatments", "milkings"]);
  const [wall, setWall] = useState(false);
  const cows = read.value?.items ?? [];
  const shed = session.session.value?.shed.name ?? "";
  const role = session.role.value;
  return (
    <div class={wall ? "withheld wall" : "withheld"}>
      <Page
        title="Withheld"
        width="full"
        actions={
          <>
            <Button icon="print" onPress={() => window.print()}>
              Print
            </Button>
            <Button icon={wall ? "close" : "shed"} pressed={wall} onPress={() => setWall(!wall)}>
              Wall view
            </Button>
          </>
        }
      >
        <TroubleBox trouble={read.trouble} again={read.again} />
        {read.value === null ? (
          read.trouble === null ? (
            <Reading what="the list" />
          ) : null
        ) : (
          <>
            <Summary cows={cows} at={read.value.at} shed={shed} old={read.trouble !== null} />
            {cows.length === 0 ? (
              <Empty icon="check" title="No cow is withheld">
                A cow stands here from the moment a treatment, a calving, a purchase or an observation is
                recorded until her milk may go to the vat again.
              </Empty>
            ) : (
              groupsOf(cows).map((group) => (
                <section key={group.title} class="withheld-group" aria-label={group.title}>
                  <h2>
                    {group.title} <span class="withheld-count">{group.cows.length}</span>
                  </h2>
                  <ul class="withheld-cows">
                    {group.cows.map((cow) => (
                      <Cow key={cow.cow} cow={cow} />
                    ))}
                  </ul>
                </section>
              ))
            )}
            {role === null ? null : (
              <div class="only-print">
                <ChainHead />
              </div>
            )}
          </>
        )}
      </Page>
    </div>
  );
}

type SummaryProps = {
  readonly cows: readonly WithheldCow[];
  readonly at: string;
  readonly shed: string;
  readonly old: boolean;
};
function Summary({ cows, at, shed, old }: SummaryProps) {
  const next = nextToClear(cows);
  return (
    <p class="withheld-summary">
      <strong class="only-print">
        {shed}, <ClockTime at={at} show="day" />
      </strong>
      <span>
        <strong>{cows.length}</strong> {cows.length === 1 ? "cow" : "cows"}
      </span>
      {next === null || next.earliest === null ? null : (
        <span>
          Next to clear: <strong>{next.cow}</strong>, not before{" "}
          <strong>
            <ClockTime at={next.earliest} />
          </strong>
        </span>
      )}
      <span class="quiet-words">
        As of <ClockTime at={at} />
        {old ? " (OLD: the office does not answer)" : ""}
      </span>
    </p>
  );
}

function Cow({ cow }: { readonly cow: WithheldCow }) {
  const role = useOffice().session.role.value;
  const check = cow.standing === "check";
  return (
    <li class={check ? "withheld-cow check" : "withheld-cow"}>
      <div class="withheld-who">
        <Lamp lamp={check ? "red-slow" : "red-steady"} />
        <span class="withheld-number">
          {role === null ? cow.cow : <a href={`/cow/${encodeURIComponent(cow.cow)}`}>{cow.cow}</a>}
        </span>
        <span class="withheld-name">{cow.name}</span>
        {cow.bail === null ? null : <span class="withheld-bail">in bail {cow.bail}</span>}
      </div>
      <Until cow={cow} />
      <ul class="withheld-why">
        {[...new Set(cow.holds.map(({ rule }) => rule))].map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ul>
    </li>
  );
}

const MILKINGS = /^\d+ more milkings?$/;

function Until({ cow }: { readonly cow: WithheldCow }) {
  const now = useNow();
  if (cow.standing === "check") return <p class="withheld-until">Look, then press the bail's button</p>;
  if (cow.holds.length === 0) return <p class="withheld-until">until the register says she is in milk</p>;
  const left = milkingsLeft(cow);
  const milkings = left === null || left === 0 ? "" : `${left} more ${left === 1 ? "milking" : "milkings"}`;
  const over = cow.earliest === null || Date.parse(cow.earliest) <= now;
  if (over) {
    // Of several counts of milkings the longest holds all the others.
    const others = cow.holds.flatMap((hold) => hold.missing).filter((one) => !MILKINGS.test(one));
    const missing = [...new Set([...others, ...(milkings === "" ? [] : [milkings])])];
    return (
      <p class="withheld-until">until {missing.length === 0 ? "a person ends it" : missing.join(" and ")}</p>
    );
  }
  return (
    <p class="withheld-until">
      not before <ClockTime at={cow.earliest ?? now} />
      {milkings === "" ? "" : ` and ${milkings}`}
    </p>
  );
}
