// Promise 6. "Recorded" means durable and in force: a person who reads it can pull the plug. The record is on disk and the bails already obey
// it; otherwise the screen says what is missing and what to do. Here the office's records and herd, both ends of the link, the controller's
// step and the flight recorder as shipped; only the channel and the thread that reads are calls. With real processes, kill -9 and the
// coil at the board's pin: test/system/office.test.ts and office-kill.test.ts.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { loadShed } from "../../src/config/shed-config.ts";
import { readHerdFile } from "../../src/config/watch-herd.ts";
import { boardOf } from "../../src/controller/board.ts";
import { carry } from "../../src/controller/carried.ts";
import { devicesOf } from "../../src/controller/devices.ts";
import type { ControllerEvent, Stamped } from "../../src/controller/event.ts";
import { type ControllerState, initialState } from "../../src/controller/state.ts";
import { step } from "../../src/controller/step.ts";
import { personId } from "../../src/domain/ids.ts";
import { createOfficeTalk, type OfficeTalk } from "../../src/main/office-talk.ts";
import { systemClock } from "../../src/main/system-clock.ts";
import { createLink, type OfficeLink } from "../../src/office/link.ts";
import { openRecords, type Records } from "../../src/office/office.ts";
import { RECORDER_LIMITS } from "../../src/recorder/limits.ts";
import { openRecorder } from "../../src/recorder/recorder.ts";
import { PROFILES } from "../config/profiles.ts";
import { must } from "../store/bench.ts";
import { eidOf, herd } from "../system/herd.ts";

const SHED = must(loadShed(readFileSync("config/in-bail-6.yaml", "utf8"), "shed.yaml", PROFILES)).config;
const endings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

/** A shed whose controller can be away (`hears`), and whose disk can stand still (`syncs`). */
async function farm() {
  const dataDir = mkdtempSync(join(tmpdir(), "vatguard-promise-"));
  const can = { hears: true, syncs: true };
  const held: (() => void)[] = [];
  let state: ControllerState = initialState();
  let talk: OfficeTalk | null = null;
  const { recorder } = must(
    await openRecorder<ControllerState>({
      dir: dataDir,
      limits: RECORDER_LIMITS,
      clock: systemClock,
      deliver: () => undefined,
      version: "test",
      initial: state,
      carry,
      pid: process.pid,
      onDurableAt: (file, bytes, seq) => {
        const tell = () => talk?.durable(file, bytes, seq);
        if (can.syncs) tell();
        else held.push(tell);
      },
    }),
  );
  const deliver = (event: ControllerEvent): void => {
    const stamped: Stamped = { mono: systemClock.mono(), wall: systemClock.wall(), event };
    const stepped = step(state, stamped);
    state = stepped.state;
    talk?.recorded(recorder.record(stamped, stepped.effects, state), event, stepped.effects);
  };
  const inForce = () => state.shed?.herd?.table.fingerprint ?? null;
  const published = async (fingerprint: string): Promise<void> => {
    const path = join(dataDir, "office", "herd-in-force.json");
    const { event } = await readHerdFile(path, { timeZone: SHED.plan.timeZone, now: null });
    if (event.kind === "table-loaded" && event.table.fingerprint === fingerprint) deliver(event);
  };
  const controller = createOfficeTalk({
    deliver,
    inForce,
    herd: { published: (fingerprint) => void published(fingerprint), none: () => undefined },
    show: () => {
      const [board, devices] = [boardOf(state), devicesOf(state)];
      return board === null || devices === null ? null : { board, devices, wall: systemClock.wall() };
    },
    now: systemClock.mono,
  });
  talk = controller;
  const carries = <T>(message: T): unknown => JSON.parse(JSON.stringify(message));
  const link: OfficeLink = createLink(
    {
      send: (message) => {
        if (can.hears) queueMicrotask(() => controller.heard(carries(message)));
        return can.hears;
      },
    },
    systemClock,
  );
  controller.begins({
    send: (message, sent) =>
      queueMicrotask(() => {
        link.heard(carries(message));
        sent();
      }),
  });
  deliver({ kind: "started", version: "test", plan: SHED.plan, carried: must(await noneLeft()) });
  const showing = setInterval(controller.shows, 100);
  const records: Records = must(
    await openRecords({
      shed: SHED,
      dataDir,
      version: "test",
      clock: systemClock,
      link,
      boot: "test",
      staticFolder: "",
      remark: () => undefined,
    }),
  );
  endings.push(async () => {
    clearInterval(showing);
    await records.close();
    await recorder.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return {
    can,
    records,
    inForce,
    deliver,
    syncsAgain: () => {
      can.syncs = true;
      for (const tell of held.splice(0)) tell();
    },
    reasons: () => state.shed?.bails[0]?.reasons ?? [],
    herdGone: () => state.shed?.herdGone,
    /** What of the flight recording is on the disk. */
    recording: () =>
      readdirSync(dataDir)
        .filter((name) => name.startsWith("flight-"))
        .map((name) => readFileSync(join(dataDir, name), "utf8"))
        .join(""),
    notices: () => records.context.notices().map(({ says, fix }) => `${says} ${fix}`),
  };
}
const noneLeft = async () => {
  const { NOTHING_CARRIED } = await import("../../src/controller/carried.ts");
  return { ok: true as const, value: NOTHING_CARRIED };
};
type Farm = Awaited<ReturnType<typeof farm>>;

const manager = () => ({
  person: { person: personId("anna"), role: "manager" as const },
  at: systemClock.wall(),
  trusted: true,
});
async function withHerd(): Promise<Farm> {
  const one = await farm();
  await one.records.herd.start();
  const body = { entry: crypto.randomUUID(), text: JSON.stringify(herd()) };
  const taken = must(await one.records.herd.handlers.importHerd({ params: {}, query: {}, body }, manager()));
  expect(taken.state).toBe("in-force");
  return one;
}
async function treat({ records }: Farm, cow: string) {
  const at = new Date(systemClock.wall() - 3_600_000).toISOString();
  const body = {
    entry: crypto.randomUUID(),
    cows: [cow],
    product: "both",
    batch: null,
    quantityEach: 0,
    reason: "mastitis",
    firstDose: at,
    lastDose: at,
    group: "",
    place: "",
    use: "",
    dose: "",
    route: "",
    quarters: [],
    note: "",
    givenBy: "",
  };
  return must(await records.herd.handlers.addTreatment({ params: {}, query: {}, body }, manager()));
}
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** A clear cow in bail 1, known by her tag. */
function cowIn({ deliver }: Farm, cow: string): void {
  const place = SHED.plan.layout.kind === "in-bail" ? SHED.plan.layout.places[0] : undefined;
  if (place === undefined) throw new Error("the shed has a first bail");
  deliver({ kind: "input-changed", input: place.placeSwitch, level: "active" });
  if (place.exitGate !== undefined)
    deliver({ kind: "input-changed", input: place.exitGate, level: "inactive" });
  deliver({ kind: "tag-read", reader: place.reader, eid: eidOf(cow) });
}

test("no table is in force before the office has vouched for one, and the board says why", async () => {
  const one = await farm();
  expect(one.inForce()).toBe(null);
  await one.records.herd.start();
  await pause(50);
  expect([one.inForce(), one.herdGone()]).toEqual([
    null,
    "No cow is in the register yet: every cow is diverted.",
  ]);
});

test("'Recorded and in force' is said when the bail obeys, the record is committed and the recording is on the disk", async () => {
  const one = await withHerd();
  cowIn(one, "101");
  expect(one.reasons()).not.toContain("withheld");
  const answer = await treat(one, "101");
  expect(answer).toMatchObject({
    state: "in-force",
    says: expect.stringContaining("Recorded and in force."),
  });
  expect(one.reasons()).toContain("withheld");
  expect(one.recording()).toContain(`"table-in-force","fingerprint":"${one.inForce()}"`);
  expect(one.records.herd.recorded()).toBe(one.inForce());
  // The plug is pulled here: what is on the disk now is all there is.
  expect(one.records.context.store.head().records).toBeGreaterThan(0);
});

test("a controller that does not answer: recorded, NOT in force, mark the cow; and in force when it is back", async () => {
  const one = await withHerd();
  one.can.hears = false;
  const answer = await treat(one, "102");
  expect(answer.state).toBe("not-in-force");
  expect(answer.says).toContain("Recorded, NOT in force at the bails: mark the cow");
  expect(one.notices().join()).toContain("NOT in force at the bails");
  one.can.hears = true;
  await expect.poll(() => one.inForce() === one.records.herd.recorded(), { timeout: 6_000 }).toBe(true);
  await expect.poll(() => one.notices(), { timeout: 2_000 }).toEqual([]);
});

test("a table that the bails obey already is not called in force while its record is not on the disk", async () => {
  const one = await withHerd();
  cowIn(one, "103");
  one.can.syncs = false;
  const entering = treat(one, "103");
  await expect.poll(one.reasons, { timeout: 2_000 }).toContain("withheld");
  expect((await entering).state).toBe("not-in-force");
  one.syncsAgain();
  await expect.poll(() => one.notices(), { timeout: 4_000 }).toEqual([]);
});

test("a wish to the controller is called recorded only when it is on the disk", async () => {
  const one = await withHerd();
  const { link } = one.records.context;
  const kind = "raise-vat-stop";
  expect(await link.intend(personId("anna"), { kind, reason: "asked for" })).toEqual({
    accepted: true,
    why: "",
    recorded: true,
  });
  expect(one.recording()).toContain('"vat-stop-raised"');
  one.can.syncs = false;
  expect(await link.intend(personId("anna"), { kind, reason: "again" })).toMatchObject({ recorded: false });
});
