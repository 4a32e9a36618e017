// Room: test/office/upkeep. What others are told: each alarm once, readings with their age, nothing of the past at the first start.

import { expect, test } from "vitest";
import { alarmId, probeId } from "../../../src/domain/ids.ts";
import { createExports } from "../../../src/office/upkeep/exports.ts";
import { createOutbox } from "../../../src/office/upkeep/outbox.ts";
import { appendAlarm, appendHappening, appendMilking } from "../../../src/store/shed-records.ts";
import { by, MORNING } from "../../store/bench.ts";
import { office, showBoard } from "./office.ts";

const controller = by("controller");

function telling(discovery = false) {
  const of = office();
  const outbox = createOutbox(of.bench.store);
  const exports = createExports(of.context, { topic: "shed/home", outbox, discovery });
  /** What came new, sent at once. */
  const told = () => {
    exports.look();
    const messages: { topic: string; payload: unknown; retain: boolean }[] = [];
    for (let next = outbox.next(); next !== null; next = outbox.next()) {
      messages.push({ topic: next.topic, payload: JSON.parse(next.payload), retain: next.retain });
      next.done();
    }
    return messages;
  };
  const raise = (id: string): void => {
    const about = {
      alarm: alarmId(id),
      at: MORNING,
      kind: "alarm-raised",
      family: "cooling",
      condition: "warming",
      stage: 1,
      probe: probeId("milk"),
      figures: "7.4 °C",
    } as const;
    of.bench.store.write((pen) => appendAlarm(pen, about, controller, "Milk is getting warmer"));
  };
  const escalate = (id: string, to: 1 | 2): void => {
    const about = {
      alarm: alarmId(id),
      at: MORNING,
      kind: "alarm-escalated",
      condition: "warming",
      to,
    } as const;
    of.bench.store.write((pen) => appendAlarm(pen, about, controller, "Nobody has answered"));
  };
  return { ...of, exports, outbox, told, raise, escalate };
}

test("alarms of before the first start are not told; each that comes is told once, over restarts too", () => {
  const one = telling();
  one.raise("a-0");
  expect(one.told()).toEqual([]);
  one.raise("a-1");
  expect(one.told()).toMatchObject([
    {
      topic: "shed/home/alarms",
      retain: false,
      payload: { kind: "alarm-raised", says: "Milk is getting warmer", tellOthers: false, record: 2 },
    },
  ]);
  expect(one.told()).toEqual([]);
  one.escalate("a-1", 1);
  one.escalate("a-1", 2);
  expect(one.told().map(({ payload }) => payload)).toMatchObject([
    { tellOthers: false },
    { tellOthers: true },
  ]);
  const again = createExports(one.context, {
    topic: "shed/home",
    outbox: createOutbox(one.bench.reopen()),
    discovery: false,
  });
  expect(again.look()).toBe(false);
});

test("an alarm that the full disk would not keep is told when there is room", () => {
  const one = telling();
  one.told();
  one.raise("a-1");
  const { db } = one.bench.store;
  db.exec("CREATE TABLE filler (n INTEGER NOT NULL) STRICT");
  one.bench.store.stopWriting("the disk takes nothing.");
  expect(one.told()).toEqual([]);
  one.bench.store.stopWriting(null);
  expect(one.told()).toHaveLength(1);
});

test("a vat stop is told, a press of a button is not", () => {
  const one = telling();
  one.told();
  one.bench.store.write((pen) => {
    const stop = {
      kind: "vat-stop-raised",
      at: MORNING,
      reason: "a valve",
      shutOff: true,
      by: "itself",
    } as const;
    appendHappening(pen, stop, MORNING, controller, "Vat stop raised");
    appendHappening(pen, { kind: "table-gone", why: "x" }, MORNING, controller, "No table");
    appendHappening(
      pen,
      { kind: "diverted-by-hand", bail: 1 as never, by: "button" },
      MORNING,
      controller,
      "By hand",
    );
  });
  expect(one.told().map(({ payload }) => payload)).toMatchObject([
    { kind: "vat-stop-raised" },
    { kind: "table-gone" },
  ]);
});

test("the vat's state is told when it changes, its temperature each minute, a missing reading as none with why", () => {
  const one = telling();
  showBoard(one, 4.25);
  expect(one.told()).toMatchObject([
    { topic: "shed/home/vat/state", retain: true },
    { topic: "shed/home/vat/temperature", retain: true, payload: { celsius: 4.25 } },
  ]);
  one.bench.clock.pass(30_000);
  expect(one.told()).toEqual([]);
  showBoard(one, null);
  one.bench.clock.pass(30_000);
  expect(one.told()).toMatchObject([
    { topic: "shed/home/vat/temperature", payload: { celsius: null, why: expect.any(String) } },
  ]);
});

test("a board that is too old says nothing: silence is what makes a reading expire", () => {
  const one = telling();
  showBoard(one, 4);
  one.shown.age = 200_000;
  expect(one.told()).toEqual([]);
});

test("counts of a milking and the chain's head are told", () => {
  const one = telling();
  one.told();
  one.bench.clock.pass(60_000);
  one.bench.store.write((pen) =>
    appendMilking(pen, { milking: 1, what: "began", at: MORNING, trusted: true }, controller),
  );
  expect(one.told()).toMatchObject([
    { topic: "shed/home/milking", payload: { milking: 1, visits: 0, diverted: 0 } },
  ]);
  one.exports.chainHead(one.bench.store.head(), MORNING);
  expect(one.told()).toMatchObject([
    { topic: "shed/home/chain", retain: true, payload: { records: 1, hash: one.bench.store.head().hash } },
  ]);
});

test("Home Assistant is told what there is only where asked for, with a time after which a reading is none", () => {
  const one = telling(true);
  expect(one.told()).toMatchObject([
    {
      topic: "homeassistant/sensor/shed_home/vat_temperature/config",
      retain: true,
      payload: { expire_after: 180, availability_topic: "shed/home/status" },
    },
  ]);
  expect(one.told()).toEqual([]);
});
