// Room: drivers/bail-node. What the link to one board can be in, what can happen to it, what it can ask for, and its limits.
// May live here: shapes and constants with their reasons. May not: transitions (see session).
// Invariant: everything here is plain data; the table of phases stands in README.md.

import type { LeaseOrder } from "../../controller/effect.ts";
import type { ControllerEvent, LinkTrouble } from "../../controller/event.ts";
import type { NodeId } from "../../domain/ids.ts";
import { assert } from "../../domain/result.ts";
import { type DurationMs, type MonoMs, milliseconds, seconds } from "../../domain/units.ts";
import type { FrameFault, StatusFrame } from "./frame.ts";
import * as protocol from "./protocol.ts";

/** The board that is wanted on this link. */
export type Wanted = { readonly node: NodeId; readonly number: number };

export type SessionInput =
  | { readonly kind: "started" }
  | { readonly kind: "ended" }
  | { readonly kind: "opened" }
  /** The port is closed: it could not be opened, it broke, or (null) we closed it. */
  | { readonly kind: "closed"; readonly why: LinkTrouble | null }
  | { readonly kind: "status"; readonly status: StatusFrame }
  /** A status frame that could not be read. */
  | { readonly kind: "bad-status"; readonly fault: FrameFault }
  /** Something else that was a Firmata message. */
  | { readonly kind: "firmata" }
  /** Bytes that belong to no Firmata message. */
  | { readonly kind: "noise"; readonly bytes: number }
  /** The board has answered for every ordinary pin. */
  | { readonly kind: "pins-set" }
  | { readonly kind: "write-stalled" }
  | { readonly kind: "lease"; readonly session: number; readonly order: LeaseOrder }
  | { readonly kind: "ticked" };

export type Timed = {
  readonly input: SessionInput;
  readonly at: MonoMs;
  /** 0 ≤ dice < 1, for the jitter between retries. */
  readonly dice: number;
};

export type Action =
  | { readonly kind: "deliver"; readonly event: ControllerEvent }
  | { readonly kind: "open" }
  | { readonly kind: "close" }
  | { readonly kind: "send"; readonly frame: Uint8Array }
  /** Configure the ordinary pins from scratch; `pins-set` answers. */
  | { readonly kind: "set-pins" }
  /** Nothing is known of the ordinary pins any more, and nothing that still waits to be written may go out. */
  | { readonly kind: "pins-lost" }
  /** After node-up and its report: tell every input's level. */
  | { readonly kind: "pins-known" };

export type Link =
  /** Not started, or ended. */
  | { readonly phase: "idle" }
  /** Closed; opens at `until`. */
  | { readonly phase: "waiting"; readonly until: MonoMs }
  | { readonly phase: "opening" }
  /** Open, and no status yet (or none any more) since `since`. */
  | { readonly phase: "listening"; readonly since: MonoMs; readonly heard: Heard }
  /** The right board is there; waiting for a second status and for its pins. */
  | ({ readonly phase: "proving"; readonly since: MonoMs; readonly pinsSet: boolean } & Present)
  | ({ readonly phase: "up"; readonly leases: Leases } & Present)
  /** Being closed; then a pause of `pause`. */
  | { readonly phase: "closing"; readonly pause: DurationMs };

export type Heard = { readonly noise: number; readonly firmata: boolean; readonly otherStatus: boolean };
export type Present = {
  readonly first: StatusFrame;
  readonly latest: StatusFrame;
  readonly heardAt: MonoMs;
  readonly silentTicks: number;
};
export type Leases = {
  /** Sent and not yet accepted, oldest first, at most LEASES_REMEMBERED. */
  readonly pending: readonly { readonly sequence: number; readonly at: MonoMs }[];
  readonly lateTicks: number;
};

export type Session = {
  readonly wanted: Wanted;
  readonly link: Link;
  /** What the controller was last told; null before anything and while up. */
  readonly trouble: LinkTrouble | null;
  /** Failed tries in a row. */
  readonly failures: number;
  /** The highest sequence number sent or seen on this link, over all sessions: the next one is above it. */
  readonly issued: number;
  readonly counts: Counts;
};

/** For people; nothing is decided from these. */
export type Counts = {
  readonly upSince: MonoMs | null;
  readonly timesUp: number;
  readonly restarts: number;
  /** Leases of a board that lived on which ended without a newer one: the controller or the line was held up. */
  readonly lapses: number;
  readonly lastWhy: LinkTrouble | null;
  readonly leasesSent: number;
  /** For another session, or while not up. */
  readonly leasesDropped: number;
  readonly badStatuses: number;
  readonly refusedFrames: number;
  readonly lastRefusal: string;
  /** From handing a lease to the link until a status says it was accepted, milliseconds; null before the first. */
  readonly roundTripLast: DurationMs | null;
  readonly roundTripMax: DurationMs | null;
};

/** How often the driver ticks. */
export const TICK: DurationMs = milliseconds(25);
/** Three statuses missed. A silence is believed at its second tick: after a stall of ours the first may come too early. */
export const SILENCE: DurationMs = milliseconds(350);
/** A Mega that is reset by the opening sits in its bootloader for up to 2 s before the firmware starts. */
export const LISTEN: DurationMs = milliseconds(3_500);
/** A board that reports its status but does not answer Firmata does not run our firmware. */
export const PROVE: DurationMs = seconds(2);
/** A status every 100 ms names the last lease accepted; none accepted for this long means that none arrives. */
export const ACCEPTANCE: DurationMs = milliseconds(600);
/** Noise that no board of ours makes; a tag reader says about 20 bytes a cow. */
export const NOISE_BYTES_MAX = 64;
/** Pauses between tries: the first, the longest, and after the wrong thing answered. */
export const PAUSE_FIRST: DurationMs = milliseconds(200);
export const PAUSE_MAX: DurationMs = milliseconds(1_500);
export const PAUSE_WRONG: DurationMs = seconds(5);
/**
 * A line that stood still hands over what it held when it moves on, and the board cannot tell how old a lease is. So
 * a frame that releases nothing goes after every silence and before every proof, numbered beyond all that may be
 * on the way: those before it count for as long as it takes to arrive, those after it not at all.
 */
export const VOID_GAP = 64;
/** Ten leases a second do not get here in ten years; with a number beyond it there would be no room to go on. */
export const SEQUENCE_SEEN_MAX = 0xf000_0000;
export const NOTHING: LeaseOrder = {
  released: 0,
  lamps: Array.from({ length: 8 }, () => "red-fast" as const),
  openShutOff: false,
  clearVatStop: false,
  ttl: protocol.TTL_MS_MIN,
};
/** At 10 renewals a second this is more than ACCEPTANCE lets pass. */
export const LEASES_REMEMBERED = 16;

export const NOTHING_HEARD: Heard = { noise: 0, firmata: false, otherStatus: false };

/** A link that has not been started. */
export function newSession(wanted: Wanted): Session {
  assert(
    wanted.number >= protocol.BOARD_NUMBER_MIN && wanted.number <= protocol.BOARD_NUMBER_MAX,
    "board number 1..250",
  );
  return {
    wanted,
    link: { phase: "idle" },
    trouble: null,
    failures: 0,
    issued: 0,
    counts: {
      upSince: null,
      timesUp: 0,
      restarts: 0,
      lapses: 0,
      lastWhy: null,
      leasesSent: 0,
      leasesDropped: 0,
      badStatuses: 0,
      refusedFrames: 0,
      lastRefusal: "none",
      roundTripLast: null,
      roundTripMax: null,
    },
  };
}

/** Whether bytes may be written on this link at all. */
export function isOpen(link: Link): boolean {
  return link.phase === "listening" || link.phase === "proving" || link.phase === "up";
}
