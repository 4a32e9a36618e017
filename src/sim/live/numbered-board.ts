// Room: sim/live. An emulated board that has been given its number, as a person does once with each real one.
// May live here: that one conversation. May not: leases, cows. Invariant: the number comes back in the board's own words.

import { assert } from "../../domain/result.ts";
import { decodeStatus, encodeNumber, type StatusFrame } from "../../drivers/bail-node/frame.ts";
import { createMessageCutter } from "../../drivers/bail-node/messages.ts";
import { COMMANDS } from "../../drivers/bail-node/protocol.ts";
import { createEmulatedBoard, type EmulatedBoard } from "../avr/board.ts";

/** Longer than boot and EEPROM writing take, milliseconds of the board's own time. */
const BOOT_MS = 1_200;
const WRITE_MS = 400;

/** Runs the firmware of `hex` for a second and a half of its own time and leaves it numbered, before any line is there. */
export function createNumberedBoard(hex: string, number: number): EmulatedBoard {
  const first = createEmulatedBoard({ hex });
  let last: StatusFrame | null = null;
  const cutter = createMessageCutter();
  first.onBytes((bytes) => {
    for (const message of cutter.push(bytes)) {
      if (message.kind !== "sysex" || message.command !== COMMANDS.status) continue;
      const status = decodeStatus(message.data);
      if (status.ok) last = status.value;
    }
  });
  const heard = (): StatusFrame | null => last;
  first.runFor(BOOT_MS);
  const before = heard();
  assert(before !== null, "the released firmware sends its status after boot");
  first.receive(encodeNumber({ boardNumber: number, session: before.session }));
  first.runFor(WRITE_MS);
  assert(heard()?.boardNumber === number, `the board took its number ${number}`);
  // A fresh board with that memory: the listeners above are gone with the first.
  return createEmulatedBoard({ hex, eeprom: first.eeprom });
}
