// Room: office/ui/pit. Bails in rows: two rows face to face with the pit between them, as one stands in it; or any other number, or a line.

import { BailTile } from "./bail-tile.tsx";
import type { Board, BoardBail } from "./board.ts";

type Props = {
  readonly board: Board;
  readonly onOpen: (bail: number) => void;
  readonly toRinse: (bail: number) => boolean;
};
export function Rows({ board, onOpen, toRinse }: Props) {
  const rows =
    board.rows.length === 0
      ? [{ row: "", bails: board.bails }]
      : board.rows.map(({ row, bails }) => ({ row: `Row ${row}`, bails: pick(board.bails, bails) }));
  const faceToFace = rows.length === 2;
  return (
    <div class={faceToFace ? "pit-rows two" : "pit-rows"}>
      {rows.map(({ row, bails }, at) => (
        <section
          key={row}
          class={faceToFace && at === 1 ? "pit-row far" : "pit-row"}
          aria-label={row === "" ? "Bails" : row}
        >
          {row === "" ? null : <h2 class="pit-row-name">{row}</h2>}
          <div class="pit-row-bails">
            {bails.map((bail) => (
              <BailTile key={bail.bail} bail={bail} onOpen={onOpen} rinse={toRinse(bail.bail)} />
            ))}
          </div>
        </section>
      ))}
    </div>
  );
}

function pick(bails: readonly BoardBail[], wanted: readonly number[]): readonly BoardBail[] {
  return wanted.flatMap((number) => bails.filter(({ bail }) => bail === number));
}
