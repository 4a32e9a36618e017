// Room: office/ui/medicines. The rolling stocktake: every batch with what came, what was used, what was counted, and what is left.

import type { Reply } from "../../contract/routes.ts";
import { pathOf } from "../client.ts";
import { Badge, type Tone } from "../components/badge.tsx";
import { LinkButton } from "../components/button.tsx";
import { Card } from "../components/card.tsx";
import { ClockTime } from "../components/clock-time.tsx";
import { Reading } from "../components/progress.tsx";
import { TroubleBox } from "../components/trouble.tsx";
import { dateInWords } from "../entry/when.ts";
import { useRead } from "../reads.ts";
import { leftInWords } from "../treat/pick-product.tsx";

export type Batch = Reply<"batches">["items"][number];
const STATES: { readonly [state in Batch["state"]]: { readonly tone: Tone; readonly says: string } } = {
  "in-use": { tone: "good", says: "in use" },
  expired: { tone: "bad", says: "past its date" },
  empty: { tone: "quiet", says: "empty" },
};

export function Stock({ writes }: { readonly writes: boolean }) {
  const read = useRead("batches", ["stock"], { query: {} });
  return (
    <Card
      title="Rolling stocktake"
      aside={
        <LinkButton kind="quiet" icon="download" href={pathOf("batches", undefined, ".csv")} download>
          CSV
        </LinkButton>
      }
    >
      <TroubleBox trouble={read.trouble} again={read.again} />
      {read.value === null && read.trouble === null ? <Reading what="the batches" /> : null}
      {read.value?.items.length === 0 ? (
        <p class="quiet-words">
          No batch has come yet. Enter each with its number and date when it comes: what is used is taken off
          by itself.
        </p>
      ) : null}
      <ul class="medicines-stock">
        {(read.value?.items ?? []).map((batch) => (
          <li key={batch.batch}>
            <OneBatch batch={batch} writes={writes} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

const MOVES = { received: "came", used: "used", counted: "counted" } as const;
function OneBatch({ batch, writes }: { readonly batch: Batch; readonly writes: boolean }) {
  const { tone, says } = STATES[batch.state];
  return (
    <details class="medicines-batch">
      <summary>
        <span class="medicines-batch-name">
          <strong>{batch.productName}</strong> {batch.number}
        </span>
        <span>{leftInWords(batch.left, batch.unit)} left</span>
        <Badge tone={tone}>{says}</Badge>
      </summary>
      <p class="quiet-words">
        {leftInWords(batch.received, batch.unit)} came{batch.supplier === "" ? "" : ` from ${batch.supplier}`}
        , {batch.used} used, use by {dateInWords(batch.useBy)}
        {batch.adjusted === 0 ? "" : `, corrected by ${batch.adjusted} in counts`}.
      </p>
      <ol class="medicines-moves">
        {batch.moves.map((move) => (
          <li key={`${move.at} ${move.what} ${move.record ?? ""}`}>
            <ClockTime at={move.at} /> · {MOVES[move.what]} {Math.abs(move.quantity)} · {move.left} left{" "}
            <span class="quiet-words">
              {move.by}
              {move.reason === "" ? "" : `, ${move.reason}`}
            </span>
          </li>
        ))}
      </ol>
      {writes ? (
        <LinkButton
          href={`/medicines?do=count&of=${encodeURIComponent(batch.batch)}`}
          label={`Count it: batch ${batch.number}`}
        >
          Count it
        </LinkButton>
      ) : null}
    </details>
  );
}
