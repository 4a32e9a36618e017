// Room: drivers/bail-node. What one board's link is in, as a value: step(session, input) → next session and actions.
// May live here: acceptance, silence, restart, sequence numbers, when to open again. May not: ports, clocks, dice,
// johnny-five. Invariant: a lease is encoded only for the session of a board that is up, and a board is up only after
// two fresh statuses with the right number and configuration, and with its ordinary pins set up. Table: README.md.

import type { LeaseOrder } from "../../controller/effect.ts";
import type { ControllerEvent, LinkTrouble } from "../../controller/event.ts";
import { unreachable } from "../../domain/result.ts";
import { after, between, type DurationMs, type MonoMs, milliseconds } from "../../domain/units.ts";
import { CONFIGURATION_HASH, encodeLease, type FrameFault, type StatusFrame } from "./frame.ts";
import {
  ACCEPTANCE,
  type Action,
  type Heard,
  isOpen,
  LEASES_REMEMBERED,
  type Leases,
  LISTEN,
  type Link,
  NOISE_BYTES_MAX,
  NOTHING,
  NOTHING_HEARD,
  PAUSE_FIRST,
  PAUSE_MAX,
  PAUSE_WRONG,
  PROVE,
  SEQUENCE_SEEN_MAX,
  type Session,
  SILENCE,
  type Timed,
  VOID_GAP,
  type Wanted,
} from "./link.ts";
import { reportOf, resetCauseOf, sameReport } from "./report.ts";

type Step = { readonly session: Session; readonly actions: readonly Action[] };

/** The only transition function: total, every input in every phase. */
export function stepSession(session: Session, timed: Timed): Step {
  const { input, at } = timed;
  switch (input.kind) {
    case "started":
      return session.link.phase === "idle" ? openNow(session) : stay(session);
    case "ended":
      return end(session);
    case "opened":
      return session.link.phase === "opening" ? listen(session, at) : stay(session);
    case "closed":
      return closed(session, input.why, timed);
    case "status":
      return heardStatus(session, input.status, at);
    case "bad-status":
      return heardBadStatus(session, input.fault);
    case "firmata":
      return heardOther(session, { firmata: true });
    case "noise":
      return heardNoise(session, input.bytes);
    case "pins-set":
      return session.link.phase === "proving"
        ? rise({ ...session, link: { ...session.link, pinsSet: true } }, at)
        : stay(session);
    case "write-stalled":
      return isOpen(session.link) ? drop(session, "write-stalled", PAUSE_FIRST) : stay(session);
    case "lease":
      return lease(session, input.session, input.order, at);
    case "ticked":
      return ticked(session, at);
    default:
      return unreachable(input);
  }
}

// The way up.

function openNow(session: Session): Step {
  return { session: { ...session, link: { phase: "opening" } }, actions: [{ kind: "open" }] };
}

function listen(session: Session, at: MonoMs): Step {
  return stay({ ...session, link: { phase: "listening", since: at, heard: NOTHING_HEARD } });
}

function heardStatus(session: Session, status: StatusFrame, at: MonoMs): Step {
  const { link } = session;
  if (!isOpen(link)) return stay(session);
  const wrong = wrongness(session.wanted, status);
  if (wrong !== null) return drop(session, wrong, PAUSE_WRONG);
  const counted = withRefusals(session, status);
  switch (link.phase) {
    case "proving":
    case "up":
      if (!sameStart(link.latest, status)) return restarted(counted, status, at);
      if (link.phase === "up" && status.session !== link.latest.session)
        return lapsed(counted, link, status, at);
      return link.phase === "up"
        ? heardWhileUp(counted, link, status, at)
        : rise({ ...counted, link: { ...link, latest: status, heardAt: at, silentTicks: 0 } }, at);
    default:
      return prove(counted, status, at);
  }
}

function prove(session: Session, status: StatusFrame, at: MonoMs): Step {
  const voided = issue(session, status, NOTHING, VOID_GAP);
  return {
    session: {
      ...voided.session,
      link: {
        phase: "proving",
        since: at,
        pinsSet: false,
        first: status,
        latest: status,
        heardAt: at,
        silentTicks: 0,
      },
    },
    actions: [...voided.actions, { kind: "set-pins" }],
  };
}

/** Goes up once all is proven: a second status whose clock has moved on (no echo, no stale buffer), and the pins. */
function rise(session: Session, at: MonoMs): Step {
  const { link, wanted } = session;
  if (link.phase !== "proving" || !link.pinsSet || !isLater(link.latest, link.first)) return stay(session);
  const { first, latest, heardAt, silentTicks } = link;
  const leases: Leases = { pending: [], lateTicks: 0 };
  return {
    session: {
      ...session,
      link: { phase: "up", first, latest, heardAt, silentTicks, leases },
      trouble: null,
      failures: 0,
      counts: { ...session.counts, upSince: at, timesUp: session.counts.timesUp + 1 },
    },
    actions: [
      deliver({
        kind: "node-up",
        node: wanted.node,
        session: latest.session,
        resetCause: resetCauseOf(latest.resetCause),
      }),
      deliver({ kind: "node-reported", node: wanted.node, report: reportOf(latest) }),
      { kind: "pins-known" },
    ],
  };
}

function heardWhileUp(session: Session, link: Link & { phase: "up" }, status: StatusFrame, at: MonoMs): Step {
  const accepted = link.leases.pending.filter(({ sequence }) => sequence <= status.lastSequence);
  const pending = link.leases.pending.slice(accepted.length);
  const newest = accepted.at(-1);
  const roundTripLast = newest === undefined ? session.counts.roundTripLast : between(newest.at, at);
  const report = reportOf(status);
  return {
    session: {
      ...session,
      link: {
        ...link,
        latest: status,
        heardAt: at,
        silentTicks: 0,
        leases: { ...link.leases, pending, lateTicks: 0 },
      },
      counts: {
        ...session.counts,
        roundTripLast,
        roundTripMax: longer(session.counts.roundTripMax, newest === undefined ? null : roundTripLast),
      },
    },
    actions: sameReport(report, reportOf(link.latest))
      ? []
      : [deliver({ kind: "node-reported", node: session.wanted.node, report })],
  };
}

// The way down.

/** A new nonce: the board has started again and is at divert. It refuses the old session's leases by itself. */
function restarted(session: Session, status: StatusFrame, at: MonoMs): Step {
  const counts = { ...session.counts, restarts: session.counts.restarts + 1 };
  const down = tellDown({ ...session, counts }, "restarted");
  const proving = prove(down.session, status, at);
  return { session: proving.session, actions: [...down.actions, ...proving.actions] };
}

/**
 * The board's lease has ended, and its session with it (firmware README, the lease machine). The board never stopped, so
 * its inputs are known; but whatever is released next must be decided for anew, in the new session.
 */
function lapsed(session: Session, link: Link & { phase: "up" }, status: StatusFrame, at: MonoMs): Step {
  const { node } = session.wanted;
  const leases: Leases = { pending: [], lateTicks: 0 };
  return {
    session: {
      ...session,
      link: { ...link, latest: status, heardAt: at, silentTicks: 0, leases },
      counts: { ...session.counts, lapses: session.counts.lapses + 1 },
    },
    actions: [
      deliver({
        kind: "node-up",
        node,
        session: status.session,
        resetCause: resetCauseOf(status.resetCause),
      }),
      deliver({ kind: "node-reported", node, report: reportOf(status) }),
    ],
  };
}

/** The low half of the nonce names the start of the board, the high half counts the leases that ended since. */
function sameStart(before: StatusFrame, now: StatusFrame): boolean {
  // The board's milliseconds go round after 49 days.
  const passed = (now.uptimeMs - before.uptimeMs) >>> 0;
  return ((before.session ^ now.session) & 0xffff) === 0 && passed < 0x8000_0000;
}

function drop(session: Session, why: LinkTrouble, pause: DurationMs): Step {
  const down = tellDown(session, why);
  return {
    session: { ...down.session, link: { phase: "closing", pause } },
    actions: [...down.actions, { kind: "close" }],
  };
}

function closed(session: Session, why: LinkTrouble | null, { at, dice }: Timed): Step {
  const { link } = session;
  if (link.phase === "idle" || link.phase === "waiting") return stay(session);
  const pause =
    link.phase === "closing" ? link.pause : why === "wrong-device" ? PAUSE_WRONG : backoff(session.failures);
  // A close that nobody asked for is a plug pulled, whatever the port calls it.
  const down =
    link.phase === "closing" && why === null ? stay(session) : tellDown(session, why ?? "unplugged");
  return {
    session: {
      ...down.session,
      link: { phase: "waiting", until: after(at, withJitter(pause, dice)) },
      failures: down.session.failures + 1,
    },
    actions: down.actions,
  };
}

function end(session: Session): Step {
  const holdsPort = session.link.phase === "opening" || isOpen(session.link);
  return {
    session: { ...session, link: { phase: "idle" } },
    actions: holdsPort ? [{ kind: "close" }] : [],
  };
}

/** Tells the controller once, not at every try. */
function tellDown(session: Session, why: LinkTrouble): Step {
  const wasUp = session.link.phase === "up";
  const news = wasUp || session.trouble !== why;
  return {
    session: {
      ...session,
      trouble: why,
      counts: { ...session.counts, upSince: null, lastWhy: why },
    },
    actions: [
      ...(news ? [deliver({ kind: "node-down", node: session.wanted.node, why })] : []),
      { kind: "pins-lost" },
    ],
  };
}

// What is heard from something that is not (yet) a board of ours.

function heardBadStatus(session: Session, fault: FrameFault): Step {
  const counted = {
    ...session,
    counts: { ...session.counts, badStatuses: session.counts.badStatuses + 1 },
  };
  // The version is only named when the checksum is right: this is another firmware, not a bad line.
  if (fault === "version" && isOpen(session.link)) return drop(counted, "wrong-protocol", PAUSE_WRONG);
  return fault === "length" ? heardOther(counted, { otherStatus: true }) : stay(counted);
}

function heardNoise(session: Session, bytes: number): Step {
  const { link } = session;
  if (link.phase !== "listening") return stay(session);
  const noise = link.heard.noise + bytes;
  const next = heardOther(session, { noise });
  return noise >= NOISE_BYTES_MAX && !link.heard.firmata
    ? drop(next.session, "wrong-device", PAUSE_WRONG)
    : next;
}

function heardOther(session: Session, more: Partial<Heard>): Step {
  const { link } = session;
  if (link.phase !== "listening") return stay(session);
  return stay({ ...session, link: { ...link, heard: { ...link.heard, ...more } } });
}

// Time and leases.

function ticked(session: Session, at: MonoMs): Step {
  const { link } = session;
  switch (link.phase) {
    case "waiting":
      return at >= link.until ? openNow(session) : stay(session);
    case "listening":
      return between(link.since, at) < LISTEN ? stay(session) : giveUpListening(session, link.heard);
    case "proving":
      if (between(link.since, at) > PROVE) return drop(session, "wrong-protocol", PAUSE_WRONG);
      return judgeSilence(session, link, at);
    case "up":
      return judgeAcceptance(session, link, at) ?? judgeSilence(session, link, at);
    case "idle":
    case "opening":
    case "closing":
      return stay(session);
    default:
      return unreachable(link);
  }
}

function giveUpListening(session: Session, heard: Heard): Step {
  if (heard.otherStatus || heard.firmata) return drop(session, "wrong-protocol", PAUSE_WRONG);
  if (heard.noise > 0) return drop(session, "wrong-device", PAUSE_WRONG);
  return drop(session, "silent", backoff(session.failures));
}

/** The port stays open at first: the board may only be restarting. What was written meanwhile must not arrive late. */
function judgeSilence(session: Session, link: Link & { phase: "proving" | "up" }, at: MonoMs): Step {
  if (between(link.heardAt, at) <= SILENCE) return stay(session);
  if (link.silentTicks === 0) {
    return stay({ ...session, link: { ...link, silentTicks: 1 } });
  }
  const down = tellDown(session, "silent");
  const voided = issue(down.session, link.latest, NOTHING, VOID_GAP);
  return {
    session: { ...voided.session, link: { phase: "listening", since: at, heard: NOTHING_HEARD } },
    actions: [...down.actions, ...voided.actions],
  };
}

/** The board talks, but no lease reaches it: only the way there is blocked. */
function judgeAcceptance(session: Session, link: Link & { phase: "up" }, at: MonoMs): Step | null {
  const oldest = link.leases.pending[0];
  if (oldest === undefined || between(oldest.at, at) <= ACCEPTANCE) return null;
  if (link.leases.lateTicks === 0) {
    return stay({ ...session, link: { ...link, leases: { ...link.leases, lateTicks: 1 } } });
  }
  return drop(session, "write-stalled", PAUSE_FIRST);
}

function lease(session: Session, of: number, order: LeaseOrder, at: MonoMs): Step {
  const { link, counts } = session;
  if (link.phase !== "up" || link.latest.session !== of) {
    return stay({ ...session, counts: { ...counts, leasesDropped: counts.leasesDropped + 1 } });
  }
  const issued = issue(session, link.latest, order, 1);
  const sequence = issued.session.issued;
  const pending =
    link.leases.pending.length < LEASES_REMEMBERED
      ? [...link.leases.pending, { sequence, at }]
      : link.leases.pending;
  return {
    session: {
      ...issued.session,
      link: { ...link, leases: { ...link.leases, pending } },
      counts: { ...counts, leasesSent: counts.leasesSent + 1 },
    },
    actions: issued.actions,
  };
}

/** Encodes an order for the board's session, numbered above all it has accepted and all we ever sent it. */
function issue(session: Session, to: StatusFrame, order: LeaseOrder, step: number): Step {
  const sequence = Math.max(session.issued, to.lastSequence) + step;
  return {
    session: { ...session, issued: sequence },
    actions: [{ kind: "send", frame: encodeLease({ session: to.session, sequence, ...order }) }],
  };
}

// Small rules.

function stay(session: Session): Step {
  return { session, actions: [] };
}

function deliver(event: ControllerEvent): Action {
  return { kind: "deliver", event };
}

/** What is wrong with the board that says this of itself, if anything. */
function wrongness(wanted: Wanted, status: StatusFrame): LinkTrouble | null {
  if (status.configurationHash !== CONFIGURATION_HASH) return "wrong-protocol";
  if (status.boardNumber !== wanted.number) return "wrong-node";
  if (status.lastSequence > SEQUENCE_SEEN_MAX) return "wrong-protocol";
  return null;
}

/** Whether `b` is of the same run of the board as `a` and its clock has moved on (it wraps after 49 days). */
function isLater(b: StatusFrame, a: StatusFrame): boolean {
  return sameStart(a, b) && b.uptimeMs !== a.uptimeMs;
}

function withRefusals(session: Session, { refusedFrames, lastRefusal }: StatusFrame): Session {
  return { ...session, counts: { ...session.counts, refusedFrames, lastRefusal } };
}

function backoff(failures: number): DurationMs {
  return milliseconds(Math.min(PAUSE_MAX, PAUSE_FIRST * 2 ** Math.min(failures, 8)));
}

/** Plus up to a quarter, so that several boards on one hub do not try in step. */
function withJitter(pause: DurationMs, dice: number): DurationMs {
  return milliseconds(Math.round(pause * (1 + dice / 4)));
}

function longer(a: DurationMs | null, b: DurationMs | null): DurationMs | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}
