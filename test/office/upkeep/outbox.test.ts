// Room: test/office/upkeep. What waits to be told: alarms before telemetry, bounded, kept over a restart, a full disk stops nothing.

import fc from "fast-check";
import { expect, test } from "vitest";
import { EXPORT_LIMITS } from "../../../src/office/upkeep/limits.ts";
import { createOutbox, type Outbox } from "../../../src/office/upkeep/outbox.ts";
import type { OutMessage } from "../../../src/store/outbox.ts";
import { freshStore } from "../../store/bench.ts";

const LIMITS = { ...EXPORT_LIMITS, telemetryKept: 20, alarmsKept: 10, telemetryInMemory: 4, batch: 3 };
const message = (kind: OutMessage["kind"], payload: string): OutMessage => ({
  kind,
  topic: kind,
  payload,
  retain: false,
  at: 1,
});
const alarm = (outbox: Outbox, payload: string): boolean =>
  outbox.alarms([message("alarm", payload)], { family: "alarm_event", upTo: 1 });
const telemetry = (outbox: Outbox, payload: string): void => outbox.telemetry(message("telemetry", payload));

/** Sends everything; gives the payloads in the order in which they went. */
function sent(outbox: Outbox): readonly string[] {
  const payloads: string[] = [];
  for (let next = outbox.next(); next !== null; next = outbox.next()) {
    payloads.push(next.payload);
    next.done();
  }
  return payloads;
}

test("an alarm overtakes telemetry, even what was read ahead, and each goes in its order", () => {
  const outbox = createOutbox(freshStore().store, LIMITS);
  for (let at = 1; at <= 6; at++) telemetry(outbox, `t${at}`);
  outbox.next()?.done();
  alarm(outbox, "a1");
  alarm(outbox, "a2");
  expect(outbox.next()?.payload).toBe("a1");
  expect(sent(outbox)).toEqual(["a1", "a2", "t2", "t3", "t4", "t5", "t6"]);
  expect(outbox.waiting()).toBe(0);
});

test("with a broker that is away for a week the oldest telemetry goes, and alarms stay to their own limit", () => {
  const outbox = createOutbox(freshStore().store, LIMITS);
  for (let at = 1; at <= 100; at++) telemetry(outbox, `t${at}`);
  for (let at = 1; at <= 15; at++) alarm(outbox, `a${at}`);
  outbox.keep();
  const payloads = sent(outbox);
  expect(payloads.filter((one) => one.startsWith("a"))).toEqual(
    Array.from({ length: 10 }, (_, at) => `a${at + 6}`),
  );
  expect(payloads.filter((one) => one.startsWith("t"))).toEqual(
    Array.from({ length: 20 }, (_, at) => `t${at + 81}`),
  );
});

test("after a restart everything that was kept is still to be sent", () => {
  const bench = freshStore();
  const outbox = createOutbox(bench.store, LIMITS);
  alarm(outbox, "a1");
  for (let at = 1; at <= 5; at++) telemetry(outbox, `t${at}`);
  outbox.keep();
  expect(outbox.next()?.payload).toBe("a1");
  outbox.next()?.done();
  expect(sent(createOutbox(bench.reopen(), LIMITS))).toEqual(["t1", "t2", "t3", "t4", "t5"]);
});

test("a full disk stops nothing: alarms are not marked as told, telemetry stays bounded in memory", () => {
  const { store } = freshStore();
  const outbox = createOutbox(store, LIMITS);
  store.db.pragma(`max_page_count = ${Number(store.db.pragma("page_count", { simple: true }))}`);
  const big = "x".repeat(5_000);
  let told = 0;
  while (alarm(outbox, big)) told += 1;
  expect(told).toBeLessThan(15);
  for (let at = 1; at <= 50; at++) telemetry(outbox, `t${at} ${big}`);
  expect(outbox.waiting()).toBeLessThan(told + 30);
  store.db.pragma("max_page_count = 100000");
  expect(alarm(outbox, big)).toBe(true);
  expect(sent(outbox).length).toBeGreaterThan(told);
});

test("whatever comes and goes in whatever order, nothing is sent twice, no alarm is lost below its limit, and it is bounded", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("alarm", "telemetry", "send", "keep", "again"), { maxLength: 60 }),
      (steps) => {
        const bench = freshStore();
        let outbox = createOutbox(bench.store, { ...LIMITS, alarmsKept: 100, telemetryKept: 8 });
        const went: string[] = [];
        let count = 0;
        const alarms: string[] = [];
        for (const step of steps) {
          count += 1;
          if (step === "alarm") alarms.push(`a${count}`) && alarm(outbox, `a${count}`);
          if (step === "telemetry") telemetry(outbox, `t${count}`);
          if (step === "keep") outbox.keep();
          if (step === "send") {
            const next = outbox.next();
            if (next !== null) went.push(next.payload);
            next?.done();
          }
          if (step === "again") {
            outbox.keep();
            outbox = createOutbox(bench.store, { ...LIMITS, alarmsKept: 100, telemetryKept: 8 });
          }
          expect(outbox.waiting()).toBeLessThanOrEqual(alarms.length + 8 + LIMITS.telemetryInMemory);
        }
        went.push(...sent(outbox));
        expect(new Set(went).size).toBe(went.length);
        expect(went.filter((one) => one.startsWith("a"))).toEqual(alarms);
        bench.store.close();
      },
    ),
    { numRuns: 15 },
  );
});
