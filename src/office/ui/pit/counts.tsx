// Room: office/ui/pit. This milking in figures: cows, diverted, read rate.

import type { Board } from "./board.ts";

/** Below this the reader asks to be looked at. */
const READ_RATE_FINE = 0.98;

export function Counts({ board }: { readonly board: Board }) {
  const inside = board.bails.filter(({ visit }) => visit !== null).length;
  const cows = board.readers.reduce((sum, reader) => sum + reader.cows, 0);
  const read = board.readers.reduce((sum, reader) => sum + reader.read, 0);
  const rate = cows === 0 ? null : read / cows;
  const away = board.readers.filter(({ up }) => !up).length + board.nodes.filter(({ up }) => !up).length;
  return (
    <dl class="pit-counts" aria-label="This milking">
      {board.milking === null ? (
        <Count name="Milking" value="none yet" />
      ) : (
        <>
          <Count name="Done" value={board.milking.cows} />
          <Count name="In" value={inside} />
          <Count name="Diverted" value={board.milking.diverted} />
        </>
      )}
      {rate === null ? null : (
        <Count
          name={rate < READ_RATE_FINE ? "Read: LOW" : "Read"}
          value={`${Math.floor(rate * 1_000) / 10} %`}
          title={`${read} of ${cows} cows`}
        />
      )}
      {away === 0 ? null : <Count name="Devices AWAY" value={away} />}
    </dl>
  );
}

type CountProps = { readonly name: string; readonly value: string | number; readonly title?: string };
function Count({ name, value, title }: CountProps) {
  return (
    <div title={title}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
