// Room: office/ui/shed. The divert valves: where each is proven to stand, how long its last moves took, and how often it moved.
// Invariant: commanded is not confirmed: what is shown is what the switches prove, and what was ordered beside it where they differ.

import { Card } from "../components/card.tsx";
import { ClearValve } from "./clear-valve.tsx";
import { SignMark } from "./condition-line.tsx";
import { type Condition, isLatched, SIGN_WORDS, type Valve } from "./conditions.ts";

type Listed = { readonly valve: Valve; readonly condition: Condition };

export function ValveGrid({ valves }: { readonly valves: readonly Listed[] }) {
  const max = valves[0]?.valve.travelMax;
  return (
    <Card title="Divert valves">
      <p class="quiet-words">
        Each is proven by its own position switches. Times are those of the last move to the vat and back to
        divert
        {max === undefined ? "" : `; at most ${max} ms`}.
      </p>
      <ul class="shed-valves">
        {valves.map((one) => (
          <ValveTile key={one.valve.bail} {...one} />
        ))}
      </ul>
    </Card>
  );
}

function ValveTile({ valve, condition }: Listed) {
  const { bail, proven, order, toVat, toDivert, travelMax, moves } = valve;
  const well = condition.sign === "good";
  return (
    <li class={`shed-valve ${condition.sign}`}>
      <p class="shed-valve-head">
        <SignMark sign={condition.sign} />
        <b>Bail {bail}</b>
      </p>
      <p>
        {well ? null : <b>{SIGN_WORDS[condition.sign]}: </b>}
        {proven === null ? "position not proven" : `at ${proven}`}
        {proven !== order && proven !== null ? `, sent to ${order}` : ""}
      </p>
      <p class="shed-valve-times">
        <Travel name="vat" ms={toVat} max={travelMax} />
        <Travel name="divert" ms={toDivert} max={travelMax} />
      </p>
      <p class="quiet-words">{moves === 1 ? "1 move" : `${moves} moves`} proven</p>
      {well || condition.sign === "function-check" ? null : (
        <p>
          {condition.says}. <b>{condition.whatToDo}</b>
        </p>
      )}
      {isLatched(valve) ? <ClearValve valve={valve} /> : null}
    </li>
  );
}

/** How much of the time that a move may take was used. */
function Travel({
  name,
  ms,
  max,
}: {
  readonly name: string;
  readonly ms: number | null;
  readonly max: number;
}) {
  return (
    <span class="shed-travel">
      <span>to {name}</span>
      <span class="shed-travel-bar" aria-hidden="true">
        <span style={{ inlineSize: `${Math.min(100, ((ms ?? 0) / max) * 100)}%` }} />
      </span>
      <span class="shed-travel-ms">{ms === null ? "not moved" : `${Math.round(ms)} ms`}</span>
    </span>
  );
}
