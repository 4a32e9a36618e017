// Room: office/ui/pit. The platform from above, turned so that the entry is always at the bottom: cows walk on there and go round clockwise.
// Each bail is a segment with its lamp's colour, pattern and shape. The tiles beside it say the same in words and are what is pressed.

import type { LampCode } from "../../../domain/release/lamp.ts";
import { LampShape } from "../components/lamp.tsx";
import { BailTile, lineOf, wordOf } from "./bail-tile.tsx";
import { type Board, type BoardBail, isTested } from "./board.ts";

type Platform = NonNullable<Board["platform"]>;
type Props = {
  readonly board: Board;
  readonly platform: Platform;
  readonly onOpen: (bail: number) => void;
  readonly toRinse: (bail: number) => boolean;
};

export function Rotary({ board, platform, onOpen, toRinse }: Props) {
  const entry = board.bails.find(({ bail }) => bail === platform.atEntry);
  return (
    <div class="pit-rotary">
      <figure class="pit-ring">
        <Ring board={board} platform={platform} />
        <figcaption class="pit-ring-middle">
          {entry === undefined ? (
            <>
              <strong>Position not known</strong>
              <span>It is sure again after the index mark.</span>
            </>
          ) : (
            <>
              <span>At the entry{platform.sure ? "" : " (not sure)"}</span>
              <strong>Bail {entry.bail}</strong>
              <span>
                {entry.visit === null
                  ? "empty"
                  : `${entry.cow === null ? "cow not known" : `cow ${entry.cow}`}: ${wordOf(entry)}`}
              </span>
              <span>{lineOf(entry)}</span>
            </>
          )}
        </figcaption>
      </figure>
      <section class="pit-row" aria-label="Bails">
        <div class="pit-row-bails">
          {board.bails.map((bail) => (
            <BailTile
              key={bail.bail}
              bail={bail}
              onOpen={onOpen}
              atEntry={bail.bail === platform.atEntry}
              rinse={toRinse(bail.bail)}
            />
          ))}
        </div>
      </section>
    </div>
  );
}

const OUTER = 196;
const INNER = 138;
const MIDDLE = 200;
const at = (radius: number, turn: number) => {
  // A turn of 0 is the bottom; turns go clockwise, as the platform does.
  const angle = Math.PI / 2 + turn * 2 * Math.PI;
  return [MIDDLE + radius * Math.cos(angle), MIDDLE + radius * Math.sin(angle)] as const;
};

function Ring({ board, platform }: { readonly board: Board; readonly platform: Platform }) {
  const { order } = platform;
  const first = platform.atEntry === null ? 0 : order.indexOf(platform.atEntry);
  const share = 1 / order.length;
  const size = Math.min(34, ((2 * Math.PI * (INNER + OUTER)) / 2 / order.length) * 0.86);
  return (
    <svg viewBox="0 0 400 424" role="img" aria-label={ringSays(board, platform)}>
      <Patterns />
      {order.map((number, index) => {
        // The next in order comes to the entry next: it stands one step back.
        const turn = -(index - first) * share;
        const bail = board.bails.find((one) => one.bail === number);
        return bail === undefined ? null : (
          <Segment key={number} bail={bail} turn={turn} share={share} size={size} />
        );
      })}
      <path class="ring-entry" d={`M200 ${MIDDLE + OUTER + 3}l13 20h-26z`} />
    </svg>
  );
}

type SegmentProps = {
  readonly bail: BoardBail;
  readonly turn: number;
  readonly share: number;
  readonly size: number;
};
function Segment({ bail, turn, share, size }: SegmentProps) {
  const half = share / 2;
  const corner = (radius: number, side: number) => at(radius, turn + side * half * 0.94).join(" ");
  const [x, y] = at((INNER + OUTER) / 2 + (size > 16 ? 8 : 0), turn);
  const [nx, ny] = at(INNER + 11, turn);
  return (
    <g class={`ring-bail ${bail.lamp}`}>
      <path
        class="ring-body"
        d={`M${corner(OUTER, -1)}A${OUTER} ${OUTER} 0 0 1 ${corner(OUTER, 1)}L${corner(INNER, 1)}A${INNER} ${INNER} 0 0 0 ${corner(INNER, -1)}Z`}
      />
      <g class={bail.lamp} transform={`translate(${x - size / 2} ${y - size / 2}) scale(${size / 32})`}>
        <LampShape lamp={bail.lamp} />
      </g>
      {size > 16 || bail.bail % 5 === 0 ? (
        <text x={nx} y={ny} class="ring-no">
          {bail.bail}
        </text>
      ) : null}
    </g>
  );
}

/** Stripes for "asks", zigzag for "fault": seen without colour. */
function Patterns() {
  return (
    <defs>
      <pattern
        id="ring-ask"
        width="10"
        height="10"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect class="ring-pattern-ground" width="10" height="10" />
        <rect class="ring-pattern-mark" width="4" height="10" />
      </pattern>
      <pattern id="ring-fault" width="8" height="8" patternUnits="userSpaceOnUse">
        <rect class="ring-pattern-ground" width="8" height="8" />
        <path class="ring-pattern-line" d="M0 0l8 8M8 0L0 8" />
      </pattern>
    </defs>
  );
}

function ringSays({ bails }: Board, { atEntry }: Platform): string {
  const count = (lamp: LampCode) =>
    bails.filter((bail) => (isTested(bail) ? "off" : bail.lamp) === lamp).length;
  const entry = atEntry === null ? "position not known" : `bail ${atEntry} at the entry`;
  return `Platform: ${entry}; ${count("green-steady")} to the vat, ${count("red-steady")} diverted, ${count("red-slow")} ask, ${count("red-fast")} faults, ${count("off")} empty.`;
}
