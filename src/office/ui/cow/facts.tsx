// Room: office/ui/cow. What is on record about her, with each correction beside what it corrected.
// Invariant: nothing that was recorded disappears; what no longer stands is struck out and still readable.

import type { CowPage } from "../../contract/herd.ts";
import { Badge } from "../components/badge.tsx";
import { LinkButton } from "../components/button.tsx";
import { Card } from "../components/card.tsx";
import { ClockTime, useNow } from "../components/clock-time.tsx";
import { Empty } from "../components/empty.tsx";
import { type FarmZone, zoneOf } from "../entry/farm-zone.ts";
import { spanInWords, whenInWords } from "../entry/when.ts";
import { useOffice } from "../office.ts";
import { kindOf } from "./fact-draft.ts";

type Fact = CowPage["facts"][number];
/** A fact as it stands, and all that it corrected, the newest first. */
export type Corrected = { readonly stands: Fact; readonly before: readonly Fact[] };

export function withCorrections(facts: readonly Fact[]): readonly Corrected[] {
  const byRecord = new Map(facts.map((fact) => [fact.record, fact]));
  const before = (fact: Fact): readonly Fact[] => {
    const chain: Fact[] = [];
    let next = fact.supersedes;
    while (next !== null) {
      const found = byRecord.get(next);
      if (found === undefined || chain.includes(found)) break;
      chain.push(found);
      next = found.supersedes;
    }
    return chain;
  };
  return facts
    .filter(({ supersededBy }) => supersededBy === null || !byRecord.has(supersededBy))
    .map((stands) => ({ stands, before: before(stands) }))
    .sort((a, b) => b.stands.recordedAt.localeCompare(a.stands.recordedAt));
}

export function Facts({ hers, writes }: { readonly hers: CowPage; readonly writes: boolean }) {
  const { session } = useOffice();
  const now = useNow();
  const zone = zoneOf(session.zone.value);
  // Milkings from before this program was there would hide all else.
  const facts = withCorrections(hers.facts.filter(({ kind }) => kind !== "milked"));
  const milked = hers.facts.filter(({ kind }) => kind === "milked");
  return (
    <Card title="On record">
      {facts.length === 0 ? (
        <Empty icon="records" title="Nothing is on record yet">
          Treatments, calvings, samples and what was seen stand here, the newest first. Nothing is ever
          deleted: what was wrong is corrected, and both stay.
        </Empty>
      ) : (
        <ol class="cow-facts">
          {facts.map(({ stands, before }) => (
            <li key={stands.record} class={before.length === 0 ? "cow-fact" : "cow-fact corrected"}>
              <OneFact fact={stands} now={now} zone={zone}>
                {writes ? <CorrectLink cow={hers.cow} fact={stands} /> : null}
              </OneFact>
              {before.map((old) => (
                <del key={old.record} class="cow-fact-old">
                  <OneFact fact={old} now={now} zone={zone} />
                </del>
              ))}
            </li>
          ))}
        </ol>
      )}
      {milked.length === 0 ? null : (
        <details>
          <summary>{milked.length} milkings from earlier records</summary>
          <ul class="cow-register">
            {milked.map((fact) => (
              <li key={fact.record}>{whenInWords(fact.at, now, zone)}</li>
            ))}
          </ul>
        </details>
      )}
    </Card>
  );
}

type OneProps = {
  readonly fact: Fact;
  readonly now: number;
  readonly zone: FarmZone;
  readonly children?: preact.ComponentChildren;
};
function OneFact({ fact, now, zone, children }: OneProps) {
  return (
    <div class="cow-fact-words">
      <p class="cow-fact-at">{spanInWords(fact.at, now, zone)}</p>
      <p>
        <strong>{fact.says}</strong> {fact.open ? <Badge tone="bad">holds her milk</Badge> : null}
      </p>
      <p class="quiet-words">
        {fact.by}, recorded <ClockTime at={fact.recordedAt} />
      </p>
      {children}
    </div>
  );
}

function CorrectLink({ cow, fact }: { readonly cow: string; readonly fact: Fact }) {
  const here = encodeURIComponent(cow);
  const record = encodeURIComponent(fact.record);
  if (fact.kind === "treatment") {
    return (
      <LinkButton kind="quiet" href={`/treat?correct=${record}&cow=${here}`} label={`Correct: ${fact.says}`}>
        Correct
      </LinkButton>
    );
  }
  const kind = kindOf(fact.kind);
  if (kind === null || kind === "clearance") return null;
  return (
    <LinkButton kind="quiet" href={`/cow/${here}?do=correct&of=${record}`} label={`Correct: ${fact.says}`}>
      Correct
    </LinkButton>
  );
}
