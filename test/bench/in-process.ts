// Room: test/bench. The controller's own share of the way from tag byte to lease frame: parser, session, step, encoded lease,
// with the flight recorder busy behind it. No serial lines, no other process.
// May not: warm up and forget: every sample counts, collections of garbage included.

import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { carry, NOTHING_CARRIED } from "../../src/controller/carried.ts";
import type { Effect } from "../../src/controller/effect.ts";
import type { ControllerEvent, NodeReport, Stamped } from "../../src/controller/event.ts";
import { type ControllerState, initialState } from "../../src/controller/state.ts";
import { step } from "../../src/controller/step.ts";
import type { Cow, CowFact, HerdTable, LabelRow } from "../../src/domain/holds/facts.ts";
import { type Eid, factId, personId, probeId } from "../../src/domain/ids.ts";
import { assert } from "../../src/domain/result.ts";
import type { ShedPlan } from "../../src/domain/shed/plan.ts";
import { days, epochMs, hours, monoMs, seconds } from "../../src/domain/units.ts";
import { encodeLease } from "../../src/drivers/bail-node/frame.ts";
import { createReaderSession, type ReaderSession } from "../../src/drivers/tag-reader/session.ts";
import { createLoop } from "../../src/main/loop.ts";
import { RECORDER_LIMITS } from "../../src/recorder/limits.ts";
import { openRecorder } from "../../src/recorder/recorder.ts";
import { generateHerd, type Herd, labelRow, tableOf, treatment } from "../../src/sim/herd/generate.ts";
import { inBailPlan } from "../../src/sim/plans.ts";
import { wl134Tag } from "../../src/sim/tag-bytes.ts";
import { BEGA } from "../controller/bench.ts";

const BEGAN = Date.now() - hours(2);
const YEARS_OF_FACTS = 5;
/** A calving and four treatments a cow and year: more than most treatment books hold. */
const TREATMENTS_A_YEAR = 4;

/** So many cows with five years of treatments and calvings each, the last long over for most. */
export function herdWithHistory(cows: number): Herd {
  const herd = generateHerd({ cows, seed: 1, now: epochMs(BEGAN) });
  return { ...herd, cows: herd.cows.map((cow): Cow => ({ ...cow, facts: [...history(cow), ...cow.facts] })) };
}

/** A year of a cow: she calves, is treated, looked at, dried off with a dry-cow product and a sealant. */
function history(cow: Cow): CowFact[] {
  const facts: CowFact[] = [];
  for (let year = YEARS_OF_FACTS; year >= 1; year -= 1) {
    const at = BEGAN - days(365 * year - 40);
    const day = (n: number) => epochMs(at + days(n));
    const base = { cow: cow.cow, by: personId("bench"), recordedAt: day(0) };
    const named = (what: string) => factId(`${cow.cow}-${what}-${year}`);
    facts.push({ ...base, kind: "calving", fact: named("c"), at: day(0), notBefore: day(0) });
    for (let n = 1; n <= TREATMENTS_A_YEAR; n += 1) {
      facts.push(treatment(cow.cow, "both", day(45 * n), day(45 * n)));
    }
    facts.push({ ...base, kind: "looked-at", fact: named("l"), at: day(230) });
    if (year === 1) continue;
    facts.push({ ...base, kind: "dry-off", fact: named("d"), at: day(300) });
    for (const [what, row] of Object.entries(DRYING_OFF)) {
      facts.push({
        ...base,
        kind: "treatment",
        fact: named(what),
        row,
        firstDoseAt: day(300),
        lastDoseAt: day(300),
      });
    }
  }
  return facts;
}

const eightMilkings = (minimumDryDays: number): LabelRow["milk"] => ({
  kind: "after-calving",
  minimumDryDays,
  period: { kind: "period", milkings: 8, combine: "both" },
});
const DRYING_OFF: { readonly [what: string]: LabelRow } = {
  dry: {
    ...labelRow("both", epochMs(0)),
    label: "dry",
    givenAs: "dry-cow-treatment",
    milk: eightMilkings(49),
    usedWith: ["seal"],
  },
  seal: { ...labelRow("both", epochMs(0)), label: "seal", givenAs: "teat-sealant", milk: eightMilkings(0) },
};

const AT_DIVERT: NodeReport = {
  coils: 0,
  atVat: 0,
  atDivert: 0xff,
  buttons: 0,
  shutOffOpen: true,
  vatStopClear: true,
  leaseLive: true,
};

/** A milk probe and the air's, each read every ten seconds, as in a shed of the examples. */
const PROBES = ["milk", "air"] as const;
const READ_EVERY = seconds(10);

function planWithVat(bails: number): ShedPlan {
  return {
    ...inBailPlan(bails),
    vat: {
      probes: PROBES.map((name) => ({ probe: probeId(name), role: name === "milk" ? "milk" : "ambient" })),
      switches: {},
      profiles: [BEGA],
      normal: {
        beforeMilking: { from: 2, to: 5 },
        endOfMilking: { from: 3, to: 15 },
        atPickUp: { from: 1, to: 5 },
      },
    },
  };
}

export type Samples = {
  /** Milliseconds from the last byte of a tag into the parser to the lease frame's bytes, one a cow. */
  readonly latencies: Float64Array;
  /** Steps a second over a whole milking, ticks included, recording included. */
  readonly stepsPerSecond: number;
  /** The same without loop and recorder. */
  readonly bareStepsPerSecond: number;
  readonly rssMb: number;
};

/** Milks `cows` visits in a shed of `bails`; virtual time for the rules, real time for the figures. */
export async function milkInProcess(bails: number, cows: number, herd: Herd): Promise<Samples> {
  const table = tableOf(herd, "bench");
  const dir = mkdtempSync(join(tmpdir(), "vatguard-bench-"));
  const shed = await createBenchShed(dir, planWithVat(bails), table);
  const milking = table.cows.filter(({ eids, status }) => eids.length > 0 && status === "in-milk");
  const latencies = new Float64Array(cows);
  const since = performance.now();
  let timed = 0;
  for (let visit = 0; visit < cows; visit += 1) {
    const cow = milking[visit % milking.length];
    const eid = cow?.eids[0];
    assert(eid !== undefined, "every cow of the bench has a tag");
    latencies[visit] = shed.visit(visit % bails, eid);
    timed += latencies[visit] ?? 0;
    if (visit % 200 === 0) await shed.breathe();
  }
  const took = performance.now() - since;
  const stepsPerSecond = (shed.steps() / took) * 1_000;
  const rssMb = process.memoryUsage.rss() / 1e6;
  assert(timed > 0, "something was timed");
  const bareStepsPerSecond = bare(shed.kept());
  await shed.end();
  rmSync(dir, { recursive: true, force: true });
  return { latencies, stepsPerSecond, bareStepsPerSecond, rssMb };
}

async function createBenchShed(dir: string, plan: ShedPlan, table: HerdTable) {
  let now = 0;
  let steps = 0;
  let sequence = 0;
  let lastLeaseAt = 0;
  const kept: Stamped[] = [];
  const clock = { mono: () => monoMs(now), wall: () => epochMs(BEGAN + now) };
  const opened = await openRecorder<ControllerState>({
    dir,
    limits: RECORDER_LIMITS,
    clock: { mono: () => monoMs(Math.floor(performance.now())), wall: clock.wall },
    deliver: () => undefined,
    version: "bench",
    initial: initialState(),
    carry,
    pid: process.pid,
  });
  assert(opened.ok, "a new folder can be recorded in");
  const { recorder } = opened.value;
  const loop = createLoop(clock, {
    lease: (_, session, order) => {
      sequence += 1;
      encodeLease({ session, sequence, ...order });
      lastLeaseAt = performance.now();
    },
    signals: { signal: () => undefined },
    lastWords: () => undefined,
    record: (stamped: Stamped, effects: readonly Effect[], state: ControllerState) => {
      steps += 1;
      if (kept.length < 60_000) kept.push(stamped);
      recorder.record(stamped, effects, state);
    },
  });
  const readers = plan.readers.map(({ reader }) => {
    const session = createReaderSession({ reader, format: "wl134", equalReadsNeeded: 1 });
    session.step({ kind: "ticked", jitter: 0 }, clock.mono());
    session.step({ kind: "opened" }, clock.mono());
    return session;
  });
  const deliver = (event: ControllerEvent) => loop.deliver(event);
  deliver({ kind: "started", version: "bench", plan, carried: NOTHING_CARRIED });
  deliver({ kind: "time-source-changed", synchronised: true, source: "bench" });
  deliver({ kind: "table-loaded", table });
  for (const { node } of plan.nodes) {
    deliver({ kind: "node-up", node, session: 7, resetCause: "power-on" });
    deliver({ kind: "node-reported", node, report: AT_DIVERT });
  }
  for (const { reader } of plan.readers) deliver({ kind: "reader-changed", reader, link: { up: true } });
  const { layout } = plan;
  assert(layout.kind === "in-bail", "the bench milks in single bails");
  for (const { exitGate, placeSwitch } of layout.places) {
    deliver({ kind: "input-changed", input: placeSwitch, level: "inactive" });
    if (exitGate !== undefined) deliver({ kind: "input-changed", input: exitGate, level: "inactive" });
  }

  const hear = (session: ReaderSession, eid: Eid): void => {
    for (const order of session.step({ kind: "bytes", bytes: wl134Tag(eid) }, clock.mono()))
      if (order.kind === "deliver") deliver(order.event);
  };
  /** The board follows its orders; what it reports is one more event for the step. */
  const report = (): void => {
    for (const [index, { node }] of plan.nodes.entries()) {
      const released = loop.state().shed?.nodes[index]?.sent?.released ?? 0;
      const said = { ...AT_DIVERT, coils: released, atVat: released, atDivert: ~released & 0xff };
      const before = loop.state().shed?.nodes[index]?.report;
      if (before?.coils !== said.coils) deliver({ kind: "node-reported", node, report: said });
    }
  };
  let readAt = 0;
  const readVat = (): void => {
    if (now - readAt < READ_EVERY) return;
    readAt = now;
    const sixteenths = 200 + ((now / READ_EVERY) % 3);
    for (const name of PROBES) {
      const reading = { kind: "celsius", celsius: Math.floor(sixteenths) / 16 } as const;
      deliver({ kind: "temperature-read", probe: probeId(name), reading });
    }
  };
  return {
    /** The cow in the bail goes, this one comes and is read. Gives the milliseconds from her last byte to the lease. */
    visit(bail: number, eid: Eid): number {
      readVat();
      const place = layout.places[bail];
      const session = readers[bail];
      assert(place !== undefined && session !== undefined, "a bail of the shed");
      deliver({ kind: "input-changed", input: place.placeSwitch, level: "inactive" });
      now += 20;
      report();
      deliver({ kind: "input-changed", input: place.placeSwitch, level: "active" });
      now += 30;
      report();
      lastLeaseAt = 0;
      const at = performance.now();
      hear(session, eid);
      const latency = lastLeaseAt === 0 ? performance.now() - at : lastLeaseAt - at;
      now += 20;
      report();
      now += 30;
      deliver({ kind: "ticked" });
      return latency;
    },
    steps: () => steps,
    kept: () => kept,
    /** Lets the recorder write. */
    breathe: () => new Promise((resolve) => setTimeout(resolve, 2)),
    /** So many ticks in which nothing happens. */
    idle(ticks: number): void {
      for (let tick = 0; tick < ticks; tick += 1) {
        now += 100;
        readVat();
        deliver({ kind: "ticked" });
      }
    },
    settled: () => new Promise((resolve) => setTimeout(resolve, 1_500)),
    end: () => recorder.close(),
  };
}

/** What the recorder writes in an hour in which nothing happens, bytes. */
export async function idleHour(bails: number, herd: Herd): Promise<number> {
  const dir = mkdtempSync(join(tmpdir(), "vatguard-bench-"));
  const shed = await createBenchShed(dir, planWithVat(bails), tableOf(herd, "bench"));
  await shed.breathe();
  shed.idle(100);
  await shed.settled();
  const before = bytesIn(dir);
  for (let minute = 0; minute < 60; minute += 1) {
    shed.idle(600);
    await shed.breathe();
  }
  await shed.settled();
  const bytes = bytesIn(dir) - before;
  await shed.end();
  rmSync(dir, { recursive: true, force: true });
  return bytes;
}

const bytesIn = (dir: string): number =>
  readdirSync(dir)
    .filter((name) => name.startsWith("flight-"))
    .reduce((sum, name) => sum + statSync(join(dir, name)).size, 0);

/** The same events once more through nothing but `step`. */
function bare(events: readonly Stamped[]): number {
  let state = initialState();
  const since = performance.now();
  for (const stamped of events) state = step(state, stamped).state;
  return (events.length / (performance.now() - since)) * 1_000;
}
