// Room: drivers/bail-node. Writes the number of one board into its memory, at commissioning.
// May live here: one short conversation with one board. May not: leases, retries, a running shed.
// Invariant: the answer is what the board itself says afterwards, never what was sent.

import type { LinkTrouble } from "../../controller/event.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { CONFIGURATION_HASH, decodeStatus, encodeNumber, type StatusFrame } from "./frame.ts";
import { LISTEN } from "./link.ts";
import { createMessageCutter } from "./messages.ts";
import { openPort } from "./port.ts";
import { COMMANDS, type Refusal } from "./protocol.ts";

export type NumberFailure =
  /** No board of ours could be heard there. */
  | { readonly kind: "link"; readonly why: LinkTrouble }
  /** The board said no; "lease-live" while a controller holds it. */
  | { readonly kind: "refused"; readonly refusal: Refusal }
  /** The board talks but neither took the number nor refused it. */
  | { readonly kind: "no-answer" };

/** EEPROM takes some 4 ms a byte; the board then sends a status at once. */
const ANSWER_MS_MAX = 1_000;

/**
 * Gives the board at `path` the number `boardNumber` (1..250) and returns the number it had (0 = none).
 * The port must be free: end a running controller first. Takes up to 5 s with a board that restarts when opened.
 */
export function setBoardNumber(
  path: string,
  boardNumber: number,
): Promise<Result<{ readonly before: number }, NumberFailure>> {
  return new Promise((resolve) => {
    const cutter = createMessageCutter();
    let asked: StatusFrame | null = null;
    let outcome: Result<{ readonly before: number }, NumberFailure> | null = null;

    const finish = (result: Result<{ readonly before: number }, NumberFailure>): void => {
      outcome ??= result;
      clearTimeout(timer);
      port.close();
    };
    let timer = setTimeout(() => finish(fail(silence())), LISTEN);
    const silence = (): NumberFailure => {
      if (asked !== null) return { kind: "no-answer" };
      return { kind: "link", why: cutter.discarded() > 0 ? "wrong-device" : "silent" };
    };
    const heardStatus = (status: StatusFrame): void => {
      if (status.configurationHash !== CONFIGURATION_HASH) {
        finish(fail({ kind: "link", why: "wrong-protocol" }));
      } else if (asked === null) {
        asked = status;
        clearTimeout(timer);
        timer = setTimeout(() => finish(fail(silence())), ANSWER_MS_MAX);
        port.write(encodeNumber({ boardNumber, session: status.session }));
      } else if (status.refusedFrames !== asked.refusedFrames) {
        finish(fail({ kind: "refused", refusal: status.lastRefusal }));
      } else if (status.boardNumber === boardNumber) {
        finish(ok({ before: asked.boardNumber }));
      }
    };
    const port = openPort(path, {
      opened: () => undefined,
      written: () => undefined,
      heard: (bytes) => {
        for (const message of cutter.push(bytes)) {
          if (message.kind !== "sysex" || message.command !== COMMANDS.status) continue;
          const status = decodeStatus(message.data);
          if (status.ok && outcome === null) heardStatus(status.value);
        }
      },
      closed: (why) => {
        clearTimeout(timer);
        resolve(outcome ?? fail({ kind: "link", why: why ?? "unplugged" }));
      },
    });
  });
}

function fail(failure: NumberFailure): Result<never, NumberFailure> {
  return err(failure);
}
