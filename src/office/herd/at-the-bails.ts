// Room: office/herd. What an entry in force means for cows who stand in a bail, or whose milk is in the vat.
// May live here: reading the board after the table came in force. May not: working out what the controller does.
// Invariant: only what the controller's own board shows is said.

import type { Board } from "../../controller/board.ts";
import { createBell } from "./bell.ts";
import type { Room } from "./room.ts";

/** Boards come four times a second; without one by then, nothing is said rather than something old. */
const BOARD_WITHIN_MS = 1_000;

/** The cows of a large group are not told one by one. */
const TOLD_MOST = 20;

export async function atTheBails(room: Room, cows: readonly string[]): Promise<readonly string[]> {
  const board = await boardOfTable(room);
  if (board === null) return [];
  const inBails = board.bails.filter(({ cow }) => cow !== null && cows.includes(cow));
  const diverted = inBails
    .filter(({ commanded }) => commanded === "divert")
    .map(({ cow, bail }) => `Cow ${cow} stands in bail ${bail}: her milk is diverted now.`);
  const stops = (board.vatStop?.reasons ?? []).flatMap((reason) => {
    const cow = cows.find((one) => reason.startsWith(`cow ${one} `));
    return cow === undefined ? [] : [`Cow ${cow} was milked into the vat: the vat stop is raised.`];
  });
  return [...new Set([...diverted, ...stops])].slice(0, TOLD_MOST);
}

/** The first board that was made with the table that is in force now; null: none came in time. */
async function boardOfTable({ context: { link } }: Room): Promise<Board | null> {
  const { fingerprint } = link.inForce();
  const now = () => {
    const board = link.board()?.board ?? null;
    return board !== null && fingerprint !== null && board.table?.fingerprint === fingerprint ? board : null;
  };
  const bell = createBell();
  const unlisten = link.listen((what) => {
    if (what === "board") bell.ring();
  });
  await bell.until(() => now() !== null, BOARD_WITHIN_MS);
  unlisten();
  return now();
}
