// Room: sim/fast. A shed that lives through weeks in seconds: milkings, nights and its vat, for a history to look at.
// May live here: time, the vat beside the milking, tables as they come. May not: what people record (that is the caller's).
// Invariant: the controller in it is the shipping one, and whoever writes down what it is told can replay it.

import type { Effect } from "../../controller/effect.ts";
import type { ControllerEvent, Stamped } from "../../controller/event.ts";
import type { ControllerState } from "../../controller/state.ts";
import type { HerdTable } from "../../domain/holds/facts.ts";
import type { ProbeId } from "../../domain/ids.ts";
import { assert } from "../../domain/result.ts";
import type { ShedPlan } from "../../domain/shed/plan.ts";
import { type EpochMs, epochMs } from "../../domain/units.ts";
import type { RawReading } from "../../domain/vat/reading.ts";
import type { Herd } from "../herd/generate.ts";
import { createShedVat, type LiveProbe, type LiveVat, type VatAction } from "../live/vat.ts";
import { later } from "../world/world.ts";
import { createRun, deliver, milkOnce, type Run, setInput, waitUntil } from "./run.ts";

export type HistoryOptions = {
  readonly plan: ShedPlan;
  readonly herd: Pick<Herd, "policy" | "cows" | "truth">;
  readonly seed: number;
  /** True time at which it begins. */
  readonly beginsAt: EpochMs;
  /** Local time at the farm then, seconds since midnight: the air around the vat follows it. */
  readonly secondOfDay: number;
  readonly probes: readonly LiveProbe[];
  /** Litres of one milking, about. */
  readonly milking: number;
  readonly noTableYet: string;
  readonly taken: (stamped: Stamped, effects: readonly Effect[], after: ControllerState) => void;
};

export type HistoryShed = {
  now(): EpochMs;
  state(): ControllerState;
  /** The cows come, are milked and go. */
  milk(): void;
  /** Time passes over empty bails. */
  waitUntil(at: EpochMs): void;
  /** A herd table comes into force, whole or as a change; `facts` are what is true of the cows from now on. */
  tableComes(event: ControllerEvent, table: HerdTable): void;
  deliver(event: ControllerEvent): void;
  /** Somebody does something at the vat. */
  actOnVat(action: VatAction): string;
};

/** More than a minute without a reading is a gap in the curve; while milk comes in and cools the forecast wants more. */
const READ_MS = 50_000;
const READ_WARM_MS = 30_000;
const WARM_ABOVE = 5;

export function createHistoryShed(options: HistoryOptions): HistoryShed {
  const run = createRun({
    plan: options.plan,
    seed: options.seed,
    herd: options.herd,
    beginsAt: options.beginsAt,
    faults: {},
    milkingPace: 1,
    noTableYet: options.noTableYet,
    taken: options.taken,
  });
  const vat = watchVat(run, options);
  const now = (): EpochMs => epochMs(options.beginsAt + run.world.now);
  return {
    now,
    state: () => run.state,
    milk: () => milkOnce(run),
    waitUntil(at) {
      assert(at >= now(), "time in a history goes on");
      waitUntil(run, at - options.beginsAt);
      run.nextTick = run.world.now;
    },
    tableComes(event, table) {
      run.cows = [...table.cows];
      for (const cow of table.cows) {
        const truth = run.world.options.cows.find((one) => one.cow === cow.cow);
        if (truth !== undefined) truth.facts = [...cow.facts];
      }
      deliver(run, event);
    },
    deliver: (event) => deliver(run, event),
    actOnVat: (action) => vat.act(action),
  };
}

/** The vat goes on with the shed's time: milk that was booked to it flows in, switches and probes tell of it. */
function watchVat(run: Run, options: HistoryOptions): LiveVat {
  const { world } = run;
  const readings = new Map<ProbeId, RawReading>();
  const vat = createShedVat(options, ({ probe }, state) => {
    readings.set(
      probe,
      state.kind === "converts"
        ? { kind: "celsius", celsius: state.celsius }
        : { kind: "none", why: state.kind === "power-on" ? "power-on-value" : "no-answer" },
    );
  });
  const switches = options.plan.vat?.switches ?? {};
  const look = (): void => {
    for (const change of vat.advance(world.now, world.litresToVat)) {
      const input = switches[change.switch];
      if (input !== undefined) setInput(run, input, change.active);
    }
    for (const [probe, reading] of readings) deliver(run, { kind: "temperature-read", probe, reading });
    const warm = world.milkingOn || vat.vat.celsius > WARM_ABOVE;
    later(world, warm ? READ_WARM_MS : READ_MS, look);
  };
  later(world, READ_WARM_MS, look);
  return vat;
}
