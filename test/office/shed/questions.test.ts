// Room: test/office/shed. What people ask about the shed, answered from a recording of it; each reply is what its schema says.

import { expect, test } from "vitest";
import type { Intent } from "../../../src/controller/event.ts";
import { bailNo, personId } from "../../../src/domain/ids.ts";
import { type EpochMs, epochMs } from "../../../src/domain/units.ts";
import type { Caller } from "../../../src/office/contract/handlers.ts";
import { type Asked, type Reply, ROUTES, type RouteName } from "../../../src/office/contract/routes.ts";
import { stepFor } from "../../../src/office/shed/curve.ts";
import { createShedHandlers } from "../../../src/office/shed/handlers.ts";
import { createIntentHandlers } from "../../../src/office/shed/intents.ts";
import { createShedSays } from "../../../src/office/shed/says.ts";
import { BEGA } from "../../controller/bench.ts";
import { clockAt } from "../../store/bench.ts";
import { type Followed, followShed, recordShed, takenIn, WALL, WITH_VAT } from "./shed-bench.ts";

const KIM: Caller = { person: { person: personId("kim"), role: "milker" }, at: WALL, trusted: true };
const HOUR = 3_600_000;
const iso = (at: number): string => new Date(at).toISOString();

type Asks = ReturnType<typeof asking>;

/** A milking with five cows, a vat that fills and cools, an alarm, a stop: recorded, followed, and asked about. */
async function shedInUse() {
  const shed = await recordShed();
  const { bench } = shed;
  const cools = (minutes: number, from: number, to: number): void => {
    for (let n = 0; n < minutes; n++) {
      bench.pass(59_900);
      bench.run(100);
      shed.reads(from + ((to - from) * n) / minutes);
    }
  };
  cools(10, 4, 4);
  bench.intend({ kind: "vat-told", what: { kind: "empty" } });
  for (const [bail, cow] of [
    [1, 11],
    [2, 12],
    [3, 20],
    [4, null],
  ] as const)
    shed.milks(bail, cow);
  bench.intend({ kind: "divert-bail", bail: bailNo(1) });
  bench.enters(1, 30);
  bench.run(3_000);
  bench.intend({ kind: "divert-bail", bail: bailNo(1) });
  bench.wait(120_000);
  bench.leaves(1);
  cools(10, 10, 22);
  bench.intend({ kind: "raise-vat-stop", reason: "smells of <b>disinfectant</b>" });
  cools(45, 22, 20);
  cools(50, 20, 3.6);
  bench.intend({
    kind: "vat-told",
    what: { kind: "ice-point", thermometer: "hand", readings: [0.1, 0.2, 0.1] },
  });
  bench.intend({ kind: "vat-told", what: { kind: "collected" } });
  cools(70, 3.6, 12);
  await shed.record();
  return { shed, followed: followShed(shed) };
}

function asking(followed: Followed) {
  const handlers = createShedHandlers(
    { store: followed.store, shed: { plan: WITH_VAT } as never },
    followed.follower,
  );
  return async <Name extends keyof typeof handlers & RouteName>(
    name: Name,
    query: Partial<Asked<Name>["query"]> = {},
  ): Promise<Reply<Name>> => {
    const answer = await (handlers[name] as (asked: unknown, caller: Caller) => Promise<unknown>)(
      { params: {}, query: { limit: 50, ...query }, body: undefined },
      KIM,
    );
    const { ok, value, error } = answer as { ok: boolean; value: Reply<Name>; error: unknown };
    if (!ok) throw new Error(JSON.stringify(error));
    // What is sent is what the contract says.
    ROUTES[name].reply.parse(value);
    return value;
  };
}

test("lists of the shed, its vat and its curve say what happened, in words", async () => {
  const { shed, followed } = await shedInUse();
  const now = shed.bench.shed().now.wall;
  await takenIn(followed);
  const ask = asking(followed);
  const { items: milkings } = await ask("milkings");
  expect(milkings).toMatchObject([
    { visits: 5, toVat: 2, diverted: 3, unidentified: 1, ended: expect.any(String) },
  ]);
  const { items: visits } = await ask("visits");
  expect(visits).toHaveLength(5);
  const of = (cow: string | null) => visits.find((visit) => visit.cow === cow);
  expect(of("11")).toMatchObject({ toVat: true, divertedFor: [], mayGo: [], bail: 1 });
  expect(of("20")).toMatchObject({
    toVat: false,
    mayGo: [expect.stringMatching(/feed.*ask first/), "drain"],
  });
  expect(of("20")?.divertedFor[0]).toBe("Withheld (lactating treatment)");
  const { items: diverted } = await ask("divertedMilk");
  expect(diverted.map(({ cow }) => cow)).toEqual(["30", null, "20"]);
  expect(diverted[2]?.mayNot[0]).toMatch(
    /calves reared on the farm: milk that holds or may hold antibiotics/,
  );

  const { items: happenings } = await ask("happenings");
  expect(happenings.map(({ says }) => says).join("\n")).toMatch(/Vat stop raised by Kim: smells of/);
  expect(happenings.every(({ kind }) => kind !== "milking-counted")).toBe(true);
  const { items: refused } = await ask("happenings", { kind: "refused" });
  expect(refused[0]).toMatchObject({
    kind: "refused",
    by: "Kim",
    says: expect.stringMatching(/bail 1 is empty/),
  });
  const { items: alarms } = await ask("alarms");
  expect(alarms.length).toBeGreaterThan(0);
  for (const alarm of alarms) expect(alarm.says).not.toBe("");

  const first = await ask("visits", { limit: 2 });
  const second = await ask("visits", { limit: 2, cursor: first.next ?? "" });
  const third = await ask("visits", { limit: 2, cursor: second.next ?? "" });
  expect([...first.items, ...second.items, ...third.items]).toEqual(visits);
  expect(third.next).toBeNull();
  await expect(ask("visits", { cursor: "12;DROP" })).rejects.toThrow(/place in the list is not known/);
  await aboutTheVat(ask);
  await aboutTheCurve(ask, now);
});

/** Milkings carry their verdicts and temperatures, events who did them. */
async function aboutTheVat(ask: Asks): Promise<void> {
  const { items } = await ask("vatMilkings");
  expect(items.length).toBeGreaterThan(0);
  const [last] = items;
  expect(last?.verdicts[0]).toMatchObject({ profile: BEGA.id, profileName: BEGA.title });
  expect(last?.verdicts[0]?.says.length).toBeGreaterThan(0);
  expect(last?.temperatures.map(({ moment }) => moment)).toContain("pick-up");
  const { items: events } = await ask("vatEvents");
  expect(events.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["collected", "thermometer-check"]));
  expect(events.find(({ kind }) => kind === "thermometer-check")).toMatchObject({ by: "Kim", good: true });
  expect((await ask("vatEvents", { kind: "wash" })).items.every(({ kind }) => kind === "wash")).toBe(true);
  const { items: profiles } = await ask("profiles");
  expect(profiles[0]).toMatchObject({ profile: BEGA.id, name: BEGA.title });
}

/** It reaches to the last reading, thinned or not, and a gap is a gap. */
async function aboutTheCurve(ask: Asks, now: EpochMs): Promise<void> {
  const curve = async (from: EpochMs, points: number) => {
    const answer = await ask("vatCurve", { from: iso(from), to: iso(now), points });
    const series = answer.series.find(({ probe }) => probe === "milk");
    if (series === undefined) throw new Error("no curve of the milk");
    return { ...answer, milk: series };
  };
  const hour = await curve(epochMs(now - HOUR), 1_000);
  expect(hour.milk.step).toBe(0);
  expect(hour.milk.at.at(-1)).toBe(now / 1_000);
  // The last reading is the bench's own 4 °C after 12: a jump that nothing has confirmed yet is no number.
  expect(hour.milk.high.at(-1)).toBeNull();
  expect(hour.milk.high.at(-2)).toBeGreaterThan(11);
  const day = await curve(epochMs(now - 24 * HOUR), 200);
  expect(day.milk.step).toBeGreaterThan(0);
  expect(day.milk.at.length).toBeLessThanOrEqual(200);
  expect(Math.max(...day.milk.high.map((one) => one ?? 0))).toBe(22);
  expect(day.milk.low[0]).toBeNull();
  expect(day.states.length).toBeGreaterThan(0);
  expect(day.milkings.length).toBeGreaterThan(0);
  expect(day).toMatchObject({ marked: "all", limits: [5] });
  const months = await curve(epochMs(now - 60 * 24 * HOUR), 1_000);
  expect(months.milk.step).toBeGreaterThanOrEqual(3_600);
  expect(Math.max(...months.milk.high.map((one) => one ?? 0))).toBe(22);
  // Over months the limit is there all the same, and those that did not pass.
  expect(months).toMatchObject({ marked: "not-in-order", limits: [5], states: [] });
  const notPassed = day.milkings.filter(({ verdicts }) => verdicts.some(({ outcome }) => outcome !== "PASS"));
  expect(months.milkings.map(({ milking }) => milking)).toEqual(notPassed.map(({ milking }) => milking));
}

test("a step leaves no more points than were asked for", () => {
  for (const hours of [0.1, 2, 24, 24 * 7, 24 * 45, 24 * 46, 24 * 365, 24 * 3_650])
    for (const points of [50, 200, 1_000, 5_000]) {
      const length = hours * HOUR;
      const step = stepFor({ from: epochMs(0), to: epochMs(length), points });
      if (step > 0) expect(Math.ceil(length / (step * 1_000)) + 1).toBeLessThanOrEqual(points);
      else expect(length / 10_000).toBeLessThanOrEqual(points);
    }
});

test("what the shed knows of cows is what the controller knows, before it is in the book and after", async () => {
  const shed = await recordShed();
  const followed = followShed(shed);
  const says = createShedSays(followed.store, clockAt(shed.bench.shed().now.wall), followed.follower);
  shed.milks(1, 11);
  shed.milks(2, 20);
  await shed.record();
  for (const when of ["waiting", "in the book"]) {
    if (when === "waiting") await followed.follower.look();
    else await takenIn(followed);
    const { milkings } = shed.bench.shed().carried;
    expect(says.milkingsCounted()("11"), when).toEqual(milkings[11]);
    expect(says.milkingsCounted()("40"), when).toEqual([]);
    expect([...says.milkedIn()], when).toEqual(["11"]);
    expect(says.visitsOf("20"), when).toMatchObject([{ bail: 2, toVat: false }]);
  }
});

function wishing(answer: { accepted: boolean; why: string; recorded: boolean }) {
  const asked: { by: string; intent: Intent }[] = [];
  const handlers = createIntentHandlers(
    {
      link: {
        board: () => null,
        inForce: () => ({ fingerprint: null, why: "not yet" }),
        intend: async (by: string, intent: Intent) => {
          asked.push({ by, intent });
          return answer;
        },
      } as never,
      notices: () => [{ code: "x", grave: true, says: "s", fix: "f" }],
    },
    () => "abc",
  );
  return { asked, handlers };
}
const wish = (body: Asked<"intend">["body"]): Asked<"intend"> => ({ params: {}, query: {}, body });
const MANAGER: Caller = { ...KIM, person: { person: personId("anna"), role: "manager" } };

test("a wish reaches the controller in its own words, with who asked", async () => {
  const { asked, handlers } = wishing({ accepted: true, why: "", recorded: true });
  const at = "2026-11-23T16:40:00+11:00";
  const answer = await handlers.intend(
    wish({ kind: "vat-told", what: { kind: "correct-start", milking: 3, at, reason: "late" } }),
    KIM,
  );
  expect(answer).toEqual({ ok: true, value: { says: "Recorded.", recorded: true } });
  await handlers.intend(wish({ kind: "vat-told", what: { kind: "collected" } }), KIM);
  expect(asked).toEqual([
    {
      by: "kim",
      intent: {
        kind: "vat-told",
        what: { kind: "correct-start", milking: 3, at: Date.parse(at), reason: "late" },
      },
    },
    { by: "kim", intent: { kind: "vat-told", what: { kind: "collected" } } },
  ]);
});

test("what puts aside a stop or the time is asked by a manager only, with the PIN, and a refusal comes in the controller's words", async () => {
  for (const body of [
    { kind: "clear-vat-stop", reason: "tested" },
    { kind: "clear-valve-fault", bail: 2, reason: "mended" },
    { kind: "confirm-time" },
  ] as const) {
    const { asked, handlers } = wishing({
      accepted: false,
      why: "the vat stop is not raised",
      recorded: true,
    });
    expect(await handlers.intend(wish(body), KIM)).toMatchObject({
      ok: false,
      error: { code: "not-allowed" },
    });
    expect(await handlers.intend(wish(body), MANAGER)).toMatchObject({ error: { code: "pin-needed" } });
    expect(asked).toEqual([]);
    expect(await handlers.intend(wish(body), { ...MANAGER, pinGiven: true })).toMatchObject({
      ok: false,
      error: {
        code: "refused-by-controller",
        says: "The controller did not take it: the vat stop is not raised",
      },
    });
  }
  const away = wishing({ accepted: false, why: "The controller did not answer.", recorded: false });
  expect(await away.handlers.intend(wish({ kind: "divert-bail", bail: 1 }), KIM)).toMatchObject({
    error: { code: "controller-away" },
  });
});

test("the lamps are tested by a milker or a manager, who can walk along and look; by nobody else", async () => {
  const { asked, handlers } = wishing({ accepted: true, why: "", recorded: true });
  const tested = wish({ kind: "test-lamps" });
  expect(
    await handlers.intend(tested, { ...KIM, person: { person: personId("eva"), role: "vet" } }),
  ).toMatchObject({
    error: { code: "not-allowed" },
  });
  expect(asked).toEqual([]);
  expect(await handlers.intend(tested, KIM)).toMatchObject({ ok: true });
  expect(await handlers.intend(tested, MANAGER)).toMatchObject({ ok: true });
  expect(asked).toEqual([
    { by: "kim", intent: { kind: "test-lamps" } },
    expect.objectContaining({ intent: { kind: "test-lamps" } }),
  ]);
});

test("the board says that nothing has been heard, rather than something old", async () => {
  const { handlers } = wishing({ accepted: true, why: "", recorded: true });
  const board = await handlers.board({ params: {}, query: {}, body: undefined }, { ...KIM, person: null });
  expect(board).toEqual({
    ok: true,
    value: {
      board: null,
      devices: null,
      at: null,
      age: 0,
      table: { inForce: null, recorded: "abc", why: "not yet" },
      notices: [{ code: "x", grave: true, says: "s", fix: "f" }],
    },
  });
});
