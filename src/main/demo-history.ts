// Room: main. The month before the demo begins: the shipping controller, recorder and office, run through a simulated month.
// May live here: carrying a month out, with its progress. May not: what people write down (demo-deeds.ts), physics.
// Invariant: nothing is written into records or recordings but by the shipping code; what comes out can be replayed.

import { readFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import type { z } from "zod";
import { loadHerd } from "../config/herd-file.ts";
import { carry } from "../controller/carried.ts";
import type { Intent } from "../controller/event.ts";
import { type ControllerState, initialState } from "../controller/state.ts";
import { tableChange } from "../controller/table-change.ts";
import type { HerdTable } from "../domain/holds/facts.ts";
import { personId } from "../domain/ids.ts";
import { assert, err, ok, type Result } from "../domain/result.ts";
import { after, before, days, type EpochMs, hours, minutes } from "../domain/units.ts";
import type { Said } from "../domain/vat/happening.ts";
import type { Caller } from "../office/contract/handlers.ts";
import { batchIn, cowChange, factIn, treatmentIn } from "../office/contract/herd.ts";
import type { HerdHandlers } from "../office/herd/herd.ts";
import { herdInForcePath } from "../office/herd/publisher.ts";
import { createLink, type OfficeLink } from "../office/link.ts";
import { openRecords } from "../office/office.ts";
import { RECORDER_LIMITS } from "../recorder/limits.ts";
import { openRecorder, type Recorder } from "../recorder/recorder.ts";
import { createHistoryShed, type HistoryShed } from "../sim/fast/history.ts";
import { type Deed, monthOfDeeds } from "./demo-deeds.ts";
import { fillRegister } from "./demo-register.ts";
import { type DemoSetup, LITRES_A_COW } from "./demo-setup.ts";
import { programVersion } from "./program-version.ts";
import { systemClock } from "./system-clock.ts";

export type HistoryWish = {
  readonly setup: Pick<DemoSetup, "config" | "dataDir" | "herd" | "probes" | "days" | "now" | "seed">;
  /** Told how far it is, 0 to 1. */
  readonly progress: (done: number) => void;
};

/** The last milking began so long before the demo begins: its cows may be milked again. */
const LAST_MILKING_BEFORE = hours(7);
const BETWEEN_AM_AND_PM = hours(10);
const COLLECTED_AFTER = hours(4);
const WASHED_AFTER = minutes(45);
const WASH_OVER_AFTER = minutes(80);
const LOOKS_EVERY = minutes(30);
/** More waiting for the disk than this, and the month waits. */
const HELD_MAX = 2_000_000;
const WASHER = personId("sam");
const FARMER = personId("robin");
/** The evening on which the refrigeration stood still, and for how long. */
const FAILURE = { day: 12, hours: 5 };

/** Runs the month. The error says, for the person who started the demo, why there is none. */
export async function makeHistory({ setup, progress }: HistoryWish): Promise<Result<null, string>> {
  const begins = before(setup.now, days(setup.days));
  let now = begins;
  const opened = await openRecorder<ControllerState>({
    dir: setup.dataDir,
    limits: RECORDER_LIMITS,
    clock: { mono: systemClock.mono, wall: () => now },
    deliver: () => undefined,
    version: programVersion(),
    initial: initialState(),
    carry,
    pid: process.pid,
  });
  if (!opened.ok) return err(opened.error.why);
  const { recorder } = opened.value;
  const shed = createHistoryShed({
    plan: setup.config.plan,
    herd: setup.herd,
    seed: setup.seed,
    beginsAt: begins,
    secondOfDay: secondOfDay(begins, setup.config.plan.timeZone),
    probes: setup.probes,
    milking: LITRES_A_COW * setup.herd.truth.filter(({ comes }) => comes).length,
    noTableYet: "the office has not said yet which records hold",
    taken: (stamped, effects, state) => {
      now = stamped.wall;
      recorder.record(stamped, effects, state);
    },
  });
  const link = linkTo(shed, setup);
  try {
    const office = await openOffice(setup, shed, link);
    if (!office.ok) return office;
    try {
      return await live({ setup, progress, shed, recorder, office: office.value, begins });
    } finally {
      await office.value.close();
    }
  } finally {
    await recorder.close();
  }
}

type Living = HistoryWish & {
  readonly shed: HistoryShed;
  readonly recorder: Recorder<ControllerState>;
  readonly office: HistoryOffice;
  readonly begins: EpochMs;
};

/** What happens in the month, by time. */
type Happens = { readonly at: EpochMs; readonly what: "milking" | (() => Promise<string | null>) };

async function live(living: Living): Promise<Result<null, string>> {
  const { setup, shed } = living;
  const happens = [...milkings(living), ...vatWork(living), ...entries(living)].sort((a, b) => a.at - b.at);
  const milkingsDue = setup.days * 2;
  let milked = 0;
  for (const { at, what } of happens) {
    passTo(shed, at);
    if (what === "milking") {
      shed.milk();
      milked += 1;
      living.progress(milked / milkingsDue);
    } else {
      const wrong = await what();
      if (wrong !== null) return err(wrong);
    }
    await drained(living.recorder);
  }
  passTo(shed, setup.now);
  return ok(null);
}

/** Time passes, and every half hour somebody looks at alarms and at the vat stop. */
function passTo(shed: HistoryShed, at: EpochMs): void {
  while (shed.now() < at) {
    const next = after(shed.now(), LOOKS_EVERY);
    shed.waitUntil(next < at ? next : at);
    tend(shed);
  }
}

function tend(shed: HistoryShed): void {
  const state = shed.state().shed;
  if (state === null) return;
  for (const alarm of state.vat?.alarms.listed ?? []) {
    if (alarm.acknowledged === null) intend(shed, { kind: "acknowledge-alarm", alarm: alarm.id });
    else if (alarm.overAt !== null && alarm.explained === null) {
      intend(shed, {
        kind: "explain-alarm",
        alarm: alarm.id,
        reason: WHY_ALARM[alarm.family] ?? "looked after",
      });
    }
  }
  if (state.carried.vatStop !== null) {
    intend(shed, { kind: "clear-vat-stop", reason: "vat sampled, antibiotic test negative" });
  }
}

const WHY_ALARM: Readonly<Record<string, string>> = {
  cooling: "Compressor had tripped on a hot evening; reset, the fitter cleaned the condenser.",
  blind: "Probe cable pulled by the wash brush; plugged in again.",
  wash: "Hot water cylinder was switched off; on again.",
};

const intend = (shed: HistoryShed, intent: Intent): void =>
  shed.deliver({ kind: "intended", by: FARMER, intent });

function milkings({ setup, begins }: Living): readonly Happens[] {
  return Array.from({ length: setup.days }, (_, day): readonly Happens[] => {
    const pm = before(after(begins, days(day + 1)), LAST_MILKING_BEFORE);
    return [
      { at: before(pm, BETWEEN_AM_AND_PM), what: "milking" },
      { at: pm, what: "milking" },
    ];
  }).flat();
}

/** Every second day the tanker comes after the last milking, and the vat is washed; once the refrigeration fails. */
function vatWork({ setup, shed, begins }: Living): readonly Happens[] {
  const say = (what: Said): void =>
    shed.deliver({ kind: "intended", by: WASHER, intent: { kind: "vat-told", what } });
  const happens: Happens[] = [];
  const act = (at: EpochMs, what: () => void): void => {
    happens.push({
      at,
      what: async () => {
        what();
        return null;
      },
    });
  };
  for (let day = setup.days; day > 0; day -= 2) {
    const at = after(before(after(begins, days(day)), LAST_MILKING_BEFORE), COLLECTED_AFTER);
    act(at, () => {
      shed.actOnVat({ kind: "collect" });
      say({ kind: "collected" });
    });
    act(after(at, WASHED_AFTER), () => {
      shed.actOnVat({ kind: "wash" });
      // When the detergent went out nobody says: the cold rinse after it would be judged with it.
      say({ kind: "wash-began", detergent: null });
    });
    act(after(at, WASH_OVER_AFTER), () => say({ kind: "wash-ended" }));
  }
  if (setup.days > FAILURE.day) {
    const pm = before(after(begins, days(FAILURE.day)), LAST_MILKING_BEFORE);
    act(before(pm, minutes(30)), () => void shed.actOnVat({ kind: "chiller", on: false }));
    act(after(pm, hours(FAILURE.hours)), () => void shed.actOnVat({ kind: "chiller", on: true }));
  }
  const checked = after(begins, hours(10));
  const milkProbe = setup.probes.find(({ role }) => role === "milk");
  act(checked, () => say({ kind: "ice-point", thermometer: "hand", readings: [0.1, 0.2, 0.1] }));
  if (milkProbe !== undefined) {
    act(after(checked, minutes(25)), () =>
      say({ kind: "ice-point", thermometer: milkProbe.probe, readings: [0.1, 0, 0.1] }),
    );
  }
  return happens.filter(({ at }) => at > begins && at < setup.now);
}

function entries({ setup, office, begins }: Living): readonly Happens[] {
  const month = monthOfDeeds({ cows: setup.herd.cows, begins, days: setup.days, seed: setup.seed });
  return month.map((deed) => ({
    at: deed.at,
    what: async () => {
      const entered = await office.enter(deed);
      if (!entered.ok) return entered.error;
      const { afterwards } = deed;
      const { truth } = setup.herd;
      const at = truth.findIndex(({ cow }) => cow === afterwards?.cow);
      const cow = truth[at];
      if (afterwards !== undefined && cow !== undefined) truth[at] = { ...cow, comes: afterwards.comes };
      return null;
    },
  }));
}

async function drained(recorder: Recorder<ControllerState>): Promise<void> {
  while (recorder.heldBytes() > HELD_MAX) await wait(5);
}

/** The office's link to the controller of this month: what it publishes is read as ever, and taken through the step at once. */
function linkTo(shed: HistoryShed, { config: { plan }, dataDir }: HistoryWish["setup"]): OfficeLink {
  let inForce: HerdTable | null = null;
  const take = async (fingerprint: string): Promise<void> => {
    const text = await readFile(herdInForcePath(dataDir), "utf8");
    const loaded = loadHerd(text, { timeZone: plan.timeZone, now: null });
    assert(loaded.ok && loaded.value.fingerprint === fingerprint, "the office publishes what can be read");
    const table = loaded.value;
    const change = inForce === null ? null : tableChange(inForce, table);
    shed.tableComes(
      change === null ? { kind: "table-loaded", table } : { kind: "table-changed", ...change },
      table,
    );
    inForce = table;
    link.heard({ kind: "in-force", fingerprint, why: "" });
  };
  const link: OfficeLink = createLink(
    {
      send(message) {
        if (message.kind === "table-published") void take(message.fingerprint);
        return true;
      },
    },
    systemClock,
  );
  return link;
}

/** The office without its pages: entries go the way that a page's entries go. */
type HistoryOffice = {
  /** Makes an entry. The error says why it was refused. */
  enter(deed: Deed): Promise<Result<null, string>>;
  close(): Promise<void>;
};

async function openOffice(
  { config, dataDir, herd, seed }: HistoryWish["setup"],
  shed: HistoryShed,
  link: OfficeLink,
): Promise<Result<HistoryOffice, string>> {
  const opened = await openRecords({
    shed: config,
    dataDir,
    version: programVersion(),
    clock: { mono: systemClock.mono, wall: () => shed.now() },
    link,
    boot: `history-${seed}`,
    staticFolder: "",
    remark: () => undefined,
  });
  if (!opened.ok) return err(`${opened.error.says} ${opened.error.fix}`);
  const { herd: entries, close } = opened.value;
  const { handlers } = entries;
  const by = (person: string) => ({
    person: { person: personId(person), role: "manager" as const },
    at: shed.now(),
    trusted: true,
    pinGiven: true,
  });
  await entries.start();
  const filled = await fillRegister(handlers, herd, by("robin"));
  if (!filled.ok) return filled;
  const enter = async ({ does, by: person }: Deed): Promise<Result<null, string>> => {
    const answer = await make(handlers, does, by(person));
    if (answer.ok) return ok(null);
    const { says, fix, mistakes } = answer.error;
    return err(`${does.route}: ${says} ${fix} ${JSON.stringify(mistakes)}`);
  };
  return ok({ enter, close });
}

function make(handlers: HerdHandlers, does: Deed["does"], caller: Caller) {
  const nothing = { params: {}, query: {} };
  switch (does.route) {
    case "addBatch":
      return handlers.addBatch({ ...nothing, body: batchIn.parse(does.body) }, caller);
    case "addTreatment": {
      const body = treatmentIn.parse(does.body);
      return withBatch(handlers, body, caller);
    }
    case "addFact":
      return handlers.addFact({ ...nothing, body: factIn.parse(does.body) }, caller);
    case "endHold":
      return handlers.endHold({ ...nothing, body: factIn.parse(does.body) }, caller);
    case "changeCow":
      return handlers.changeCow(
        { ...nothing, params: { cow: does.cow ?? "" }, body: cowChange.parse(does.body) },
        caller,
      );
  }
}

/** As a person does it: the batch at the top of the shelf that will do. */
async function withBatch(handlers: HerdHandlers, body: z.output<typeof treatmentIn>, caller: Caller) {
  const shelf = await handlers.products({ params: {}, query: {}, body: undefined }, caller);
  const found = shelf.ok ? shelf.value.items.find(({ product }) => product === body.product) : undefined;
  const batch = found?.batches.find(({ usable }) => usable)?.batch ?? null;
  return handlers.addTreatment({ params: {}, query: {}, body: { ...body, batch } }, caller);
}

/** Local time at the farm, seconds since midnight. */
function secondOfDay(at: EpochMs, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone, timeStyle: "medium" }).format(at).split(":");
  const [hour = 0, minute = 0, second = 0] = parts.map(Number);
  return hour * 3_600 + minute * 60 + second;
}
