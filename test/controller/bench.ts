// Room: test/controller. A shed on a bench: the controller's step, a clock that only moves when told, and boards that
// do what a bail node does (obey leases of their session, move valves, report). No bytes, no processes.

import { NOTHING_CARRIED } from "../../src/controller/carried.ts";
import type { Effect, LeaseOrder } from "../../src/controller/effect.ts";
import type { ControllerEvent, Intent, NodeReport } from "../../src/controller/event.ts";
import type { Note } from "../../src/controller/note.ts";
import { type ControllerState, initialState, type Shed, type Visit } from "../../src/controller/state.ts";
import { step } from "../../src/controller/step.ts";
import type { ReasonCode } from "../../src/domain/alarms/catalogue.ts";
import type { InputLevel } from "../../src/domain/arrivals/identity.ts";
import type { HerdTable } from "../../src/domain/holds/facts.ts";
import {
  bailNo,
  cowId,
  inputId,
  type NodeId,
  nodeId,
  personId,
  probeId,
  readerId,
} from "../../src/domain/ids.ts";
import type { LampCode } from "../../src/domain/release/lamp.ts";
import type { BailPlan, ShedPlan } from "../../src/domain/shed/plan.ts";
import { type EpochMs, epochMs, milliseconds, monoMs, seconds } from "../../src/domain/units.ts";
import { profile } from "../domain/cooling/make.ts";
import { at, cow, eid, herd, hoursOnly, treated } from "../domain/holds/make.ts";

/** Four bails with their own readers: 1 to 3 on board A (channels 0, 3, 7), 4 on board B (channel 0). Bail 1 has a gate. */
export const PLAN: ShedPlan = {
  name: "bench",
  timeZone: "Australia/Sydney",
  bails: [
    { bail: bailNo(1), node: nodeId("A"), channel: 0 },
    { bail: bailNo(2), node: nodeId("A"), channel: 3 },
    { bail: bailNo(3), node: nodeId("A"), channel: 7 },
    { bail: bailNo(4), node: nodeId("B"), channel: 0 },
  ],
  nodes: [
    { node: nodeId("A"), number: 1 },
    { node: nodeId("B"), number: 2 },
  ],
  readers: [1, 2, 3, 4].map((n) => ({ reader: readerId(`r${n}`), equalReadsNeeded: 1 })),
  inputs: [
    ...[1, 2, 3].map((n) => ({ input: inputId(`place-${n}`), on: nodeId("A") })),
    { input: inputId("place-4"), on: nodeId("B") },
    { input: inputId("gate-1"), on: "pi" as const },
  ],
  layout: {
    kind: "in-bail",
    places: [1, 2, 3, 4].map((n) => ({
      bail: bailNo(n),
      reader: readerId(`r${n}`),
      placeSwitch: inputId(`place-${n}`),
      ...(n === 1 ? { exitGate: inputId("gate-1") } : {}),
    })),
  },
  shutOffOn: nodeId("A"),
  vatStopOn: nodeId("B"),
  valve: { travelMax: milliseconds(800), leaseTtl: milliseconds(400) },
  button: { divertHold: seconds(2) },
};

/** The default rule, and all that the bench judges by. */
export const BEGA = profile({ records: { keepDays: null, checksPerYear: 2 } });
const RANGE = { from: 2, to: 5 };
/** The same shed with a vat: one probe of the milk, and a switch that tells whether the refrigeration runs. */
export const WITH_VAT: ShedPlan = {
  ...PLAN,
  inputs: [...PLAN.inputs, { input: inputId("compressor"), on: "pi" as const }],
  vat: {
    probes: [{ probe: probeId("milk"), role: "milk" }],
    switches: { compressor: inputId("compressor") },
    profiles: [BEGA],
    normal: { beforeMilking: RANGE, endOfMilking: { from: 5, to: 25 }, atPickUp: RANGE },
  },
};
/** 11 and 12 clear, 20 treated ten hours ago with 72 h, 30 treated long ago and not looked at since, 40 dry. */
export const HERD: HerdTable = herd([
  cow("11"),
  cow("12"),
  cow("20", [treated("tube", hoursOnly(72), at(990))]),
  cow("30", [treated("old", hoursOnly(72), at(800))]),
  cow("40", [], "dry"),
]);
/** The wall clock when the bench starts. */
export const WALL = at(1_000);

type Board = {
  session: number;
  plugged: boolean;
  released: number;
  coils: number;
  buttons: number;
  /** Channels whose valve stays where it is. */
  readonly stuck: Set<number>;
  valves: number;
  lease: LeaseOrder | null;
};

export type Bench = ReturnType<typeof createBench>;

/** `ready` brings boards, readers, switches, time and table up; without it only "started" has come. */
export function createBench(options: {
  readonly plan?: ShedPlan;
  readonly table?: HerdTable;
  readonly carried?: typeof NOTHING_CARRIED;
  readonly ready?: boolean;
  /** What the wall clock says at the start. */
  readonly startsAt?: EpochMs;
}) {
  const { plan = PLAN, table = HERD, carried = NOTHING_CARRIED, ready = true, startsAt = WALL } = options;
  let state: ControllerState = initialState();
  let [mono, wall] = [0, Number(startsAt)];
  const told: {
    readonly mono: number;
    readonly wall: number;
    readonly event: ControllerEvent;
    readonly effects: readonly Effect[];
  }[] = [];
  const effects: Effect[] = [];
  let last: readonly Effect[] = [];
  const boards = new Map<NodeId, Board>(
    plan.nodes.map(({ node, number }) => [
      node,
      {
        session: number * 1_000,
        plugged: false,
        released: 0,
        coils: 0,
        buttons: 0,
        stuck: new Set(),
        valves: 0,
        lease: null,
      },
    ]),
  );

  const send = (event: ControllerEvent): readonly Effect[] => {
    const stepped = step(state, { mono: monoMs(mono), wall: epochMs(wall), event });
    state = stepped.state;
    last = stepped.effects;
    told.push({ mono, wall, event, effects: last });
    effects.push(...last);
    for (const effect of last) {
      if (effect.kind !== "lease") continue;
      const board = boards.get(effect.node);
      if (board === undefined || !board.plugged || board.session !== effect.session) continue;
      board.released = effect.lease.released;
      board.lease = effect.lease;
    }
    return last;
  };
  const report = (node: NodeId): void => {
    const board = boards.get(node);
    if (board === undefined || !board.plugged) return;
    board.coils = board.released;
    for (let channel = 0; channel < 8; channel += 1) {
      if (board.stuck.has(channel)) continue;
      board.valves = (board.valves & ~(1 << channel)) | (board.coils & (1 << channel));
    }
    const said: NodeReport = {
      coils: board.coils,
      atVat: board.valves,
      atDivert: ~board.valves & 0xff,
      buttons: board.buttons,
      shutOffOpen: board.lease?.openShutOff ?? false,
      vatStopClear: board.lease?.clearVatStop ?? false,
      leaseLive: board.lease !== null,
    };
    send({ kind: "node-reported", node, report: said });
  };
  const pass = (ms: number): void => {
    mono += ms;
    wall += ms;
  };
  /** Time passes as it does in a shed: a tick every 100 ms, boards report, valves move. */
  const run = (ms: number): void => {
    for (let left = ms; left > 0; left -= 100) {
      pass(Math.min(100, left));
      send({ kind: "ticked" });
      for (const node of boards.keys()) report(node);
    }
  };
  const plug = (node: string): void => {
    const board = boards.get(nodeId(node));
    if (board === undefined) return;
    board.session += 1;
    board.plugged = true;
    Object.assign(board, { released: 0, lease: null, buttons: 0 });
    send({ kind: "node-up", node: nodeId(node), session: board.session, resetCause: "power-on" });
    report(nodeId(node));
  };
  const unplug = (node: string): void => {
    const board = boards.get(nodeId(node));
    if (board === undefined) return;
    board.plugged = false;
    Object.assign(board, { released: 0, coils: 0, lease: null });
    send({ kind: "node-down", node: nodeId(node), why: "unplugged" });
  };
  const input = (name: string, level: InputLevel): void => {
    send({ kind: "input-changed", input: inputId(name), level });
  };
  const tag = (reader: string, n: number): void => {
    send({ kind: "tag-read", reader: readerId(reader), eid: eid(n) });
  };
  const shed = (): Shed => {
    if (state.shed === null) throw new Error("the shed has not started");
    return state.shed;
  };
  const indexOf = (bail: number) => plan.bails.findIndex((one) => one.bail === bail);
  const planOf = (bail: number): BailPlan => {
    const found = plan.bails[indexOf(bail)];
    if (found === undefined) throw new Error(`there is no bail ${bail} on the bench`);
    return found;
  };
  const boardOf = (bail: number): Board => {
    const board = boards.get(planOf(bail).node);
    if (board === undefined) throw new Error(`bail ${bail} has no board on the bench`);
    return board;
  };
  const start = (): void => {
    send({ kind: "started", version: "bench", plan, carried });
    if (!ready) return;
    for (const { reader } of plan.readers) send({ kind: "reader-changed", reader, link: { up: true } });
    for (const { node } of plan.nodes) plug(node);
    for (const { input: name } of plan.inputs) input(name, "inactive");
    send({ kind: "time-source-changed", synchronised: true, source: "ntp" });
    send({ kind: "table-loaded", table });
    run(500);
  };
  start();

  return {
    send,
    run,
    pass,
    /** Time passes without anything happening; for lengths that would take too many ticks. */
    wait: (ms: number): void => {
      pass(ms - 600);
      run(600);
    },
    plug,
    unplug,
    input,
    tag,
    shed,
    report: (node: string) => report(nodeId(node)),
    /** The wall clock is set by a hand, forward or back. */
    shiftWall: (ms: number) => {
      wall += ms;
    },
    state: () => state,
    setState: (other: ControllerState) => {
      state = other;
    },
    told: () => told,
    effects: () => effects,
    last: () => last,
    notes: (kind?: Note["kind"]): readonly Note[] =>
      effects.flatMap((effect) =>
        effect.kind === "noted" && (kind === undefined || effect.note.kind === kind) ? [effect.note] : [],
      ),
    /** Cow `n` steps into `bail` and her tag is heard; null for a cow whose tag is not. */
    enters: (bail: number, n: number | null): void => {
      input(`place-${bail}`, "active");
      if (n !== null) tag(`r${bail}`, n);
    },
    leaves: (bail: number): void => input(`place-${bail}`, "inactive"),
    settle: (bail: number, number: string) =>
      send({
        kind: "intended",
        by: personId("Kim"),
        intent: { kind: "settle-place", bail: bailNo(bail), cow: cowId(number) },
      }),
    intend: (intent: Intent) => send({ kind: "intended", by: personId("Kim"), intent }),
    button: (bail: number, down: boolean): void => {
      const board = boardOf(bail);
      const bit = 1 << planOf(bail).channel;
      board.buttons = down ? board.buttons | bit : board.buttons & ~bit;
      report(planOf(bail).node);
    },
    stick: (bail: number): void => {
      boardOf(bail).stuck.add(planOf(bail).channel);
    },
    mend: (bail: number): void => {
      boardOf(bail).stuck.delete(planOf(bail).channel);
    },
    visit: (bail: number): Visit | null => shed().bails[indexOf(bail)]?.visit ?? null,
    reasons: (bail: number): readonly ReasonCode[] => shed().bails[indexOf(bail)]?.reasons ?? [],
    /** What the board was last sent for this bail. */
    released: (bail: number): boolean => {
      const sent = shed().nodes[plan.nodes.findIndex(({ node }) => node === planOf(bail).node)]?.sent;
      return sent != null && (sent.released & (1 << planOf(bail).channel)) !== 0;
    },
    lamp: (bail: number): LampCode | undefined =>
      shed().nodes[plan.nodes.findIndex(({ node }) => node === planOf(bail).node)]?.sent?.lamps[
        planOf(bail).channel
      ],
    order: (node: string): LeaseOrder | null =>
      shed().nodes[plan.nodes.findIndex((one) => one.node === node)]?.sent ?? null,
    faults: (): string[] => Object.keys(shed().faults).sort(),
  };
}
