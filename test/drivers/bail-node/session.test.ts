// Room: test/drivers/bail-node. The link to one board as a value machine: every rule, and what no order of inputs can do.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LeaseOrder } from "../../../src/controller/effect.ts";
import type { ControllerEvent } from "../../../src/controller/event.ts";
import { nodeId } from "../../../src/domain/ids.ts";
import { monoMs } from "../../../src/domain/units.ts";
import { decodeLease, type StatusFrame } from "../../../src/drivers/bail-node/frame.ts";
import {
  ACCEPTANCE,
  type Action,
  LISTEN,
  NOISE_BYTES_MAX,
  newSession,
  PAUSE_WRONG,
  PROVE,
  type Session,
  type SessionInput,
  SILENCE,
  TICK,
  VOID_GAP,
} from "../../../src/drivers/bail-node/link.ts";
import { resetCauseOf } from "../../../src/drivers/bail-node/report.ts";
import { stepSession } from "../../../src/drivers/bail-node/session.ts";
import { tries } from "../../runs.ts";
import { REST } from "./double-board.ts";

const WANTED = { node: nodeId("pit-1"), number: 7 };
const DIVERT_ALL: LeaseOrder = {
  released: 0,
  lamps: Array.from({ length: 8 }, () => "red-steady" as const),
  openShutOff: false,
  clearVatStop: false,
  ttl: 480,
};

/** A link with its own time, and everything it did. */
function started() {
  let session: Session = newSession(WANTED);
  let at = 1_000;
  const all: Action[] = [];
  const put = (input: SessionInput): readonly Action[] => {
    const step = stepSession(session, { input, at: monoMs(at), dice: 0.5 });
    session = step.session;
    all.push(...step.actions);
    return step.actions;
  };
  const wait = (ms: number): readonly Action[] => {
    const actions: Action[] = [];
    for (const until = at + ms; at < until; ) {
      at += Math.min(TICK, until - at);
      actions.push(...put({ kind: "ticked" }));
    }
    return actions;
  };
  const hear = (change: Partial<StatusFrame> = {}) =>
    put({ kind: "status", status: { ...REST, uptimeMs: at, ...change } });
  put({ kind: "started" });
  return {
    put,
    wait,
    hear,
    all,
    get session() {
      return session;
    },
    /** Opens the port and takes the board all the way up. */
    up(change: Partial<StatusFrame> = {}) {
      put({ kind: "opened" });
      hear(change);
      put({ kind: "pins-set" });
      at += 100;
      return hear(change);
    },
  };
}

const events = (actions: readonly Action[]): ControllerEvent[] =>
  actions.flatMap((action) => (action.kind === "deliver" ? [action.event] : []));
const kinds = (actions: readonly Action[]): string[] =>
  actions.map((action) => (action.kind === "deliver" ? action.event.kind : action.kind));
const troubles = (actions: readonly Action[]): string[] =>
  events(actions).flatMap((event) => (event.kind === "node-down" ? [event.why] : []));

describe("a board comes up", () => {
  test("only after its second status, its clock having moved on, and with its pins set", () => {
    const link = started();
    link.put({ kind: "opened" });
    expect(kinds(link.hear())).toEqual(["send", "set-pins"]);
    expect(kinds(link.put({ kind: "pins-set" }))).toEqual([]);
    expect(kinds(link.hear())).toEqual([]); // the same moment again: an echo, or an old buffer
    link.wait(100);
    expect(kinds(link.hear())).toEqual(["node-up", "node-reported", "pins-known"]);
  });

  test("with its session, the words for its last reset, and all it says of itself", () => {
    const [up, reported] = events(started().up({ resetCause: 0x0a, coils: 3, buttons: 0x80 }));
    expect(up).toEqual({
      kind: "node-up",
      node: "pit-1",
      session: REST.session,
      resetCause: "external+watchdog",
    });
    expect(reported).toMatchObject({ report: { coils: 3, buttons: 0x80, atDivert: 0xff, leaseLive: false } });
  });

  test("2 s after its port opened, when opening it made a Mega go through its bootloader", () => {
    const link = started();
    link.put({ kind: "opened" });
    link.put({ kind: "noise", bytes: 3 });
    expect(kinds(link.wait(2_000))).toEqual([]);
    link.hear({ uptimeMs: 1 });
    link.put({ kind: "pins-set" });
    link.wait(100);
    expect(kinds(link.hear({ uptimeMs: 101 }))).toContain("node-up");
  });

  test("a cleared reset register is said to tell nothing", () => {
    expect(resetCauseOf(0)).toBe("not told");
  });

  test("without any ordinary pin answering it does not come up, and is called another firmware", () => {
    const link = started();
    link.put({ kind: "opened" });
    for (let waited = 0; waited <= PROVE; waited += 100) {
      link.hear();
      link.wait(100);
    }
    expect(troubles(link.all)).toEqual(["wrong-protocol"]);
  });
});

describe("the wrong thing on the port", () => {
  test.each([
    ["a board with another number", { boardNumber: 8 }, "wrong-node"],
    ["a board without a number", { boardNumber: 0 }, "wrong-node"],
    ["a board that has accepted an impossible number", { lastSequence: 0xffff_ffff }, "wrong-protocol"],
    ["a board with another pin map", { configurationHash: 1 }, "wrong-protocol"],
  ])("%s is let go, said once, and looked at again only slowly", (_, change, why) => {
    const link = started();
    link.put({ kind: "opened" });
    expect(kinds(link.hear(change))).toEqual(["node-down", "pins-lost", "close"]);
    link.put({ kind: "closed", why: null });
    expect(kinds(link.wait(PAUSE_WRONG - TICK))).toEqual([]);
    expect(kinds(link.wait(PAUSE_WRONG))).toEqual(["open"]);
    link.put({ kind: "opened" });
    link.hear(change);
    expect(troubles(link.all)).toEqual([why]);
  });

  test("a board that changes its number while up is another board", () => {
    const link = started();
    link.up();
    expect(troubles(link.hear({ boardNumber: 9 }))).toEqual(["wrong-node"]);
  });

  test("another version of the protocol is told from a bad line", () => {
    const link = started();
    link.put({ kind: "opened" });
    expect(kinds(link.put({ kind: "bad-status", fault: "checksum" }))).toEqual([]);
    expect(troubles(link.put({ kind: "bad-status", fault: "version" }))).toEqual(["wrong-protocol"]);
  });

  test("a tag reader is known by its noise, at once if there is much of it", () => {
    const link = started();
    link.put({ kind: "opened" });
    expect(troubles(link.put({ kind: "noise", bytes: NOISE_BYTES_MAX - 1 }))).toEqual([]);
    expect(troubles(link.put({ kind: "noise", bytes: 1 }))).toEqual(["wrong-device"]);
  });

  test("a little noise is known as another device only after a board would have spoken", () => {
    const link = started();
    link.put({ kind: "opened" });
    link.put({ kind: "noise", bytes: 20 });
    expect(troubles(link.wait(LISTEN - TICK))).toEqual([]);
    expect(troubles(link.wait(TICK))).toEqual(["wrong-device"]);
  });

  test("a board that speaks Firmata but knows no status is another firmware", () => {
    const link = started();
    link.put({ kind: "opened" });
    link.put({ kind: "firmata" });
    expect(troubles(link.wait(LISTEN))).toEqual(["wrong-protocol"]);
  });

  test("a port that never says anything is silent, and is tried again", () => {
    const link = started();
    link.put({ kind: "opened" });
    expect(troubles(link.wait(LISTEN))).toEqual(["silent"]);
    link.put({ kind: "closed", why: null });
    expect(kinds(link.wait(1_000))).toContain("open");
  });
});

describe("a board goes away", () => {
  test("silent for 350 ms: down, all leases on the way voided, the port kept for a while", () => {
    const link = started();
    link.up();
    expect(kinds(link.wait(SILENCE))).toEqual([]);
    expect(kinds(link.wait(2 * TICK))).toEqual(["node-down", "pins-lost", "send"]);
    link.hear();
    link.put({ kind: "pins-set" });
    link.wait(100);
    expect(kinds(link.hear())).toContain("node-up");
  });

  test("one late tick of this program is not the board's silence", () => {
    const link = started();
    link.up();
    const late = stepSession(link.session, { input: { kind: "ticked" }, at: monoMs(60_000), dice: 0 });
    expect(late.actions).toEqual([]);
  });

  test("restarted: down and, once proven anew, up with the new session", () => {
    const link = started();
    link.up();
    expect(kinds(link.hear({ session: 99 }))).toEqual(["node-down", "pins-lost", "send", "set-pins"]);
    expect(troubles(link.all)).toEqual(["restarted"]);
    link.put({ kind: "pins-set" });
    link.wait(100);
    expect(events(link.hear({ session: 99 }))[0]).toMatchObject({ kind: "node-up", session: 99 });
  });

  test("unplugged: tried again soon, then more and more slowly, said only when the reason changes", () => {
    const link = started();
    link.up();
    link.put({ kind: "closed", why: "unplugged" });
    link.put({ kind: "closed", why: "unplugged" }); // the library says it twice
    const waits: number[] = [];
    for (let tries = 0; tries < 8; tries += 1) {
      let waited = 0;
      while (!kinds(link.wait(TICK)).includes("open")) waited += TICK;
      waits.push(waited);
      link.put({ kind: "closed", why: "absent" });
    }
    expect(waits[0]).toBeLessThan(300);
    expect(waits.at(-1)).toBeLessThan(2_000);
    expect([...waits].sort((a, b) => a - b)).toEqual(waits);
    expect(troubles(link.all)).toEqual(["unplugged", "absent"]);
  });

  test("a write that stalls takes the link down", () => {
    const link = started();
    link.up();
    expect(kinds(link.put({ kind: "write-stalled" }))).toEqual(["node-down", "pins-lost", "close"]);
  });

  test("a board that talks but accepts no lease any more is taken for a stalled line", () => {
    const link = started();
    link.up();
    link.put({ kind: "lease", session: REST.session, order: DIVERT_ALL });
    for (let waited = 0; waited < ACCEPTANCE; waited += 100) {
      link.hear();
      link.wait(100);
    }
    link.hear();
    expect(troubles(link.wait(2 * TICK))).toEqual(["write-stalled"]);
  });

  test("nothing is delivered and the port is closed once the driver ends", () => {
    const link = started();
    link.up();
    expect(kinds(link.put({ kind: "ended" }))).toEqual(["close"]);
    expect(kinds(link.put({ kind: "closed", why: null }))).toEqual([]);
    expect(kinds(link.wait(10_000))).toEqual([]);
  });
});

describe("leases and reports", () => {
  test("a frame that releases nothing, numbered beyond all on the way, goes after a silence and before a proof", () => {
    const link = started();
    link.up();
    const last = sequenceOf(link.put({ kind: "lease", session: REST.session, order: RELEASE }));
    const voids = (actions: readonly Action[]) =>
      actions.flatMap((action) =>
        action.kind === "send" ? [decodeLease(action.frame.subarray(2, -1))] : [],
      );
    expect(voids(link.wait(SILENCE + 2 * TICK))).toMatchObject([
      {
        value: { session: REST.session, sequence: last + VOID_GAP, released: 0, ttl: 50, openShutOff: false },
      },
    ]);
    expect(voids(link.hear())).toMatchObject([{ value: { sequence: last + 2 * VOID_GAP, released: 0 } }]);
    expect(voids(link.hear({ session: 5 }))).toMatchObject([
      { value: { session: 5, sequence: last + 3 * VOID_GAP } },
    ]);
  });

  test("sequence numbers go on from what the board last accepted, also when that was another controller's", () => {
    const link = started();
    link.up({ lastSequence: 41 });
    const first = 41 + VOID_GAP + 1;
    const sequences = [1, 2].map(() =>
      sequenceOf(link.put({ kind: "lease", session: REST.session, order: DIVERT_ALL })),
    );
    link.hear({ lastSequence: 900 });
    sequences.push(sequenceOf(link.put({ kind: "lease", session: REST.session, order: DIVERT_ALL })));
    expect(sequences).toEqual([first, first + 1, 901]);
  });

  test("a lease for another session is dropped and counted", () => {
    const link = started();
    link.up();
    expect(link.put({ kind: "lease", session: REST.session + 1, order: DIVERT_ALL })).toEqual([]);
    expect(link.session.counts.leasesDropped).toBe(1);
  });

  test("a report is told when it changes, not at every status", () => {
    const link = started();
    link.up();
    expect(kinds(link.hear())).toEqual([]);
    expect(kinds(link.hear({ leaseRemainingMs: 100 }))).toEqual([]);
    expect(kinds(link.hear({ atVat: 1, atDivert: 0xfe }))).toEqual(["node-reported"]);
    expect(kinds(link.hear({ atVat: 1, atDivert: 0xfe }))).toEqual([]);
  });

  test("a lease that ended on a board that lived on: up in the new session, without going down", () => {
    const link = started();
    link.up();
    const session = (REST.session ^ 0x5_0000) >>> 0;
    expect(kinds(link.hear({ session, uptimeMs: 7_777 }))).toEqual(["node-up", "node-reported"]);
    expect(link.put({ kind: "lease", session: REST.session, order: RELEASE })).toEqual([]);
    expect(link.put({ kind: "lease", session, order: RELEASE })).toHaveLength(1);
    expect(link.session.counts.lapses).toBe(1);
  });

  test("a board whose milliseconds begin again has restarted, however alike its session", () => {
    const link = started();
    link.up();
    const session = (REST.session ^ 0x5_0000) >>> 0;
    expect(kinds(link.hear({ session, uptimeMs: 1 }))).toContain("node-down");
  });

  test("the time until a status names a lease is kept", () => {
    const link = started();
    link.up();
    link.put({ kind: "lease", session: REST.session, order: DIVERT_ALL });
    link.wait(50);
    link.hear({ lastSequence: VOID_GAP + 1 });
    expect(link.session.counts.roundTripLast).toBe(50);
  });
});

/** Releases, so that it is told from what the link sends of itself. */
const RELEASE: LeaseOrder = { ...DIVERT_ALL, released: 0x81 };

function sequenceOf(actions: readonly Action[]): number {
  const [send] = actions;
  if (send?.kind !== "send") throw new Error("no lease was sent");
  const lease = decodeLease(send.frame.subarray(2, -1));
  if (!lease.ok) throw new Error(lease.error);
  return lease.value.sequence;
}

// Whatever happens, in whatever order.

const statuses = fc.record({
  session: fc.constantFrom(1, 2, 3),
  boardNumber: fc.constantFrom(7, 7, 7, 7, 8),
  lastSequence: fc.nat(50),
  uptimeMs: fc.nat(1_000),
});
const inputs: fc.Arbitrary<SessionInput> = fc.oneof(
  fc.constantFrom<SessionInput>(
    { kind: "started" },
    { kind: "opened" },
    { kind: "opened" },
    { kind: "closed", why: null },
    { kind: "closed", why: "unplugged" },
    { kind: "closed", why: "absent" },
    { kind: "pins-set" },
    { kind: "pins-set" },
    { kind: "firmata" },
    { kind: "noise", bytes: 30 },
    { kind: "write-stalled" },
    { kind: "bad-status", fault: "checksum" },
    { kind: "ticked" },
  ),
  {
    weight: 2,
    arbitrary: statuses.map((change): SessionInput => ({ kind: "status", status: { ...REST, ...change } })),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(1, 2, 3)
      .map((session): SessionInput => ({ kind: "lease", session, order: RELEASE })),
  },
);
type Moment = readonly [SessionInput, number];
/** What usually brings a board up; in a history it is cut short, begun twice, and mixed with everything else. */
const comingUp = fc.constantFrom(1, 2, 3).chain((session) =>
  fc
    .tuple(fc.nat(1_000), fc.nat(1_000), fc.nat(50))
    .map(([first, second, lastSequence]): readonly Moment[] => {
      const status = (uptimeMs: number): SessionInput => ({
        kind: "status",
        status: { ...REST, session, uptimeMs, lastSequence },
      });
      return [
        [{ kind: "started" }, 0],
        [{ kind: "closed", why: null }, 0],
        [{ kind: "ticked" }, 7_000],
        [{ kind: "opened" }, 10],
        [status(first), 100],
        [{ kind: "pins-set" }, 10],
        [status(second), 100],
        [{ kind: "lease", session, order: RELEASE }, 0],
      ];
    }),
);
const anything = fc
  .tuple(inputs, fc.constantFrom(0, 10, 100, 500))
  .map((moment): readonly Moment[] => [moment]);
const histories = fc
  .array(fc.oneof(comingUp, { weight: 6, arbitrary: anything }), { minLength: 5, maxLength: 60 })
  .map((blocks) => blocks.flat());

test("no order of inputs sends a lease to any but the session last told as up, nor while down, nor out of sequence", () => {
  let sent = 0;
  fc.assert(
    fc.property(histories, (history) => {
      let session = newSession(WANTED);
      let at = 0;
      let told: number | null = null;
      let last = 0;
      let latest = 0;
      for (const [input, pause] of history) {
        at += pause;
        if (input.kind === "status") latest = input.status.session;
        const step = stepSession(session, { input, at: monoMs(at), dice: 0 });
        session = step.session;
        for (const action of step.actions) {
          if (action.kind === "deliver" && action.event.kind === "node-up") {
            told = action.event.session;
          }
          if (action.kind === "deliver" && action.event.kind === "node-down") told = null;
          if (action.kind !== "send") continue;
          const lease = decodeLease(action.frame.subarray(2, -1));
          if (!lease.ok) throw new Error(lease.error);
          expect(lease.value.sequence).toBeGreaterThan(last);
          last = lease.value.sequence;
          if (lease.value.released === 0) continue;
          sent += 1;
          expect(lease.value.session).toBe(told);
          expect(told).toBe(latest);
        }
      }
    }),
    tries(300),
  );
  expect(sent).toBeGreaterThan(30);
});

test("no order of inputs brings a board up without a right status heard on this opening, and up and down alternate", () => {
  let ups = 0;
  fc.assert(
    fc.property(histories, (history) => {
      let session = newSession(WANTED);
      let at = 0;
      let rightSinceOpen = 0;
      let up = false;
      for (const [input, pause] of history) {
        at += pause;
        const { phase } = session.link;
        if (input.kind === "opened" && phase === "opening") rightSinceOpen = 0;
        const open = phase === "listening" || phase === "proving" || phase === "up";
        if (input.kind === "status" && open && input.status.boardNumber === WANTED.number)
          rightSinceOpen += 1;
        const step = stepSession(session, { input, at: monoMs(at), dice: 0 });
        session = step.session;
        for (const event of events(step.actions)) {
          if (event.kind === "node-up") {
            ups += 1;
            expect(rightSinceOpen).toBeGreaterThanOrEqual(2);
            expect(up).toBe(false);
            up = true;
          }
          if (event.kind === "node-down") up = false;
          if (event.kind === "node-reported") expect(up).toBe(true);
        }
        expect(session.link.phase === "up").toBe(up);
      }
    }),
    tries(300),
  );
  expect(ups).toBeGreaterThan(30);
});
