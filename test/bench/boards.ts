// Room: test/bench. Doubles of so many boards on lines of their own, in a process of their own; tells when a lease's last byte
// came out of the line. Doubles, because ten emulated chips would take the computer from what is measured.
// Started by real.ts with the boards as JSON: [{ "link": path, "number": n }].

import { decodeLease } from "../../src/drivers/bail-node/frame.ts";
import { createMessageCutter } from "../../src/drivers/bail-node/messages.ts";
import { COMMANDS } from "../../src/drivers/bail-node/protocol.ts";
import { openReplugablePty } from "../../src/sim/pty.ts";
import { createDoubleBoard } from "../drivers/bail-node/double-board.ts";

type Making = { readonly link: string; readonly number: number; readonly closed: readonly number[] };
export type FromBoards =
  | { readonly kind: "ready" }
  /** The lamps of one board changed; `wall` is when the frame's last byte was there. */
  | {
      readonly kind: "lamps";
      readonly board: number;
      readonly wall: number;
      readonly lamps: readonly string[];
    };
export type ToBoards = { readonly board: number; readonly pin: number; readonly closed: boolean };

const VALVE_MS = 20;

const wall = (): number => Number(process.hrtime.bigint()) / 1e6;
const makings: readonly Making[] = JSON.parse(process.argv[2] ?? "[]");
const boards = await Promise.all(
  makings.map(async ({ link, number, closed }, index) => {
    const line = await openReplugablePty(link);
    const board = createDoubleBoard(line, { boardNumber: number, session: 1_000 + number });
    for (const pin of closed) board.contact(pin, true);
    const cutter = createMessageCutter();
    let last = "";
    line.onData((bytes) => {
      const at = wall();
      for (const message of cutter.push(bytes)) {
        if (message.kind !== "sysex" || message.command !== COMMANDS.lease) continue;
        const lease = decodeLease(message.data);
        if (!lease.ok || lease.value.ttl <= 50) continue;
        const lamps = lease.value.lamps.join();
        if (lamps === last) continue;
        last = lamps;
        process.send?.({
          kind: "lamps",
          board: index,
          wall: at,
          lamps: lease.value.lamps,
        } satisfies FromBoards);
      }
    });
    // Valves of a double follow their coils, also when a lease has ended by itself.
    setInterval(() => {
      const { coils, atVat } = board.status;
      if (atVat !== coils) board.say({ atVat: coils, atDivert: ~coils & 0xff });
    }, VALVE_MS);
    return board;
  }),
);
process.on("message", ({ board, pin, closed }: ToBoards) => boards[board]?.contact(pin, closed));
process.on("disconnect", () => process.exit(0));
process.send?.({ kind: "ready" } satisfies FromBoards);
