// Room: test/office/upkeep. Telling others over MQTT: a broker that comes and goes, hangs, refuses, or is hostile. Nothing is ever read from it.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { EXPORT_LIMITS } from "../../../src/office/upkeep/limits.ts";
import { backoff, createLook, createMqttSender, type MqttConfig } from "../../../src/office/upkeep/mqtt.ts";
import { createOutbox } from "../../../src/office/upkeep/outbox.ts";
import { createUpkeep } from "../../../src/office/upkeep/upkeep.ts";
import { folder, freshStore } from "../../store/bench.ts";
import { type Broker, cableTo, hostileBroker, startBroker, until } from "./brokers.ts";
import { office, showBoard, ZONE } from "./office.ts";

const LIMITS = {
  ...EXPORT_LIMITS,
  backoffFirstMs: 30,
  backoffLongestMs: 120,
  connectMs: 1_000,
  publishMs: 400,
};
const config = (port: number, more: Partial<MqttConfig> = {}): MqttConfig => ({
  url: `mqtt://127.0.0.1:${port}`,
  username: null,
  passwordFile: null,
  topic: "shed/home",
  homeAssistant: false,
  ...more,
});

function sending(to: MqttConfig) {
  const { store } = freshStore();
  const outbox = createOutbox(store, LIMITS);
  const remarks: string[] = [];
  const sender = createMqttSender({
    config: to,
    outbox,
    clientId: "vatguard-test",
    remark: (text) => remarks.push(text),
    limits: LIMITS,
  });
  let stopped: Promise<void> | null = null;
  const stop = (): Promise<void> => {
    stopped ??= sender.stop();
    return stopped;
  };
  onTestFinished(stop);
  sender.start();
  let count = 0;
  return {
    store,
    outbox,
    sender,
    remarks,
    stop,
    alarm(payload: string) {
      outbox.alarms([{ kind: "alarm", topic: "shed/home/alarms", payload, retain: false, at: 1 }], {
        family: "alarm_event",
        upTo: ++count,
      });
      sender.wake();
    },
    telemetry(payload: string) {
      outbox.telemetry({
        kind: "telemetry",
        topic: "shed/home/vat/temperature",
        payload,
        retain: true,
        at: 1,
      });
      sender.wake();
    },
  };
}
const payloads = (broker: Broker, topic: string): readonly (string | undefined)[] =>
  broker.heard.filter((one) => one.topic === topic).map(({ payload }) => payload);

/** What came to a topic, in order. Once: on a computer that is too busy to answer in time, a message may come twice. */
const told = (broker: Broker, below: string): readonly (string | undefined)[] => [
  ...new Set(payloads(broker, `shed/home/${below}`)),
];

test("it signs in, says that it is there, tells what waits, and says that it goes; it never subscribes", async () => {
  const broker = await startBroker();
  const passwordFile = join(folder(), "password");
  writeFileSync(passwordFile, "secret\n");
  const one = sending(config(broker.port, { username: "shed", passwordFile }));
  one.alarm("warm");
  one.telemetry("4.0");
  await until(() => one.outbox.waiting() === 0 && one.sender.state().connected);
  await one.stop();
  await until(() => payloads(broker, "shed/home/status").at(-1) === "offline");
  expect(broker.heard.find(({ kind }) => kind === "sign-in")).toMatchObject({
    username: "shed",
    password: "secret",
  });
  expect(told(broker, "status")).toEqual(["online", "offline"]);
  expect(told(broker, "alarms")).toEqual(["warm"]);
  expect(broker.heard.find(({ topic }) => topic === "shed/home/alarms")).toMatchObject({
    qos: 1,
    retain: false,
  });
  expect(broker.heard.filter(({ kind }) => kind === "subscribe")).toEqual([]);
});

test("a broker that is down, comes, is killed and comes again gets every alarm once it is there, in order", async () => {
  const first = await startBroker();
  await first.kill();
  const one = sending(config(first.port));
  one.alarm("1");
  for (let at = 0; at < 40; at++) one.telemetry(`t${at}`);
  await until(() => one.remarks.length > 0);
  expect(one.sender.state()).toMatchObject({ connected: false, says: expect.stringContaining("waits") });
  const second = await startBroker(first.port);
  await until(() => one.outbox.waiting() === 0 && told(second, "vat/temperature").length === 40);
  await second.kill();
  one.alarm("2");
  one.alarm("3");
  const third = await startBroker(first.port);
  await until(() => one.outbox.waiting() === 0 && told(third, "alarms").length === 2);
  expect(told(second, "alarms")).toEqual(["1"]);
  expect(told(third, "alarms")).toEqual(["2", "3"]);
  // One remark for each time it was lost (three brokers, each may also be lost in its greeting), not one for each try.
  expect(one.remarks.length).toBeLessThanOrEqual(4);
});

test("when the office is gone without a word, the broker says offline for it; it comes back by itself", async () => {
  const broker = await startBroker();
  const cable = await cableTo(broker.port);
  const one = sending(config(cable.port));
  await until(() => payloads(broker, "shed/home/status").at(-1) === "online");
  cable.pull();
  await until(() => payloads(broker, "shed/home/status").includes("offline"));
  await until(() => payloads(broker, "shed/home/status").at(-1) === "online");
  expect(broker.heard.find(({ payload }) => payload === "offline")).toMatchObject({ retain: true, qos: 1 });
  await one.stop();
});

test("a cable that is pulled again and again loses no alarm", async () => {
  const broker = await startBroker();
  const cable = await cableTo(broker.port);
  const one = sending(config(cable.port));
  for (let at = 0; at < 12; at++) {
    one.alarm(`a${at}`);
    await new Promise((resolve) => setTimeout(resolve, 15));
    if (at % 3 === 0) cable.pull();
  }
  const all = Array.from({ length: 12 }, (_, at) => `a${at}`);
  await until(() => one.outbox.waiting() === 0 && told(broker, "alarms").length === all.length);
  expect(told(broker, "alarms")).toEqual(all);
});

test("a broker that hangs costs a bounded wait: what was under way is sent again when it goes on", async () => {
  const broker = await startBroker();
  const one = sending(config(broker.port));
  await until(() => one.sender.state().connected && payloads(broker, "shed/home/status").includes("online"));
  broker.hang();
  one.alarm("while it hangs");
  await until(() => !one.sender.state().connected);
  expect(one.outbox.waiting()).toBe(1);
  broker.goOn();
  await until(() => one.outbox.waiting() === 0 && told(broker, "alarms").includes("while it hangs"));
});

test("a broker that refuses the password, or a password file that is gone, is said and tried again", async () => {
  const broker = await startBroker(0, "refuse");
  const refused = sending(config(broker.port));
  await until(() => broker.heard.filter(({ kind }) => kind === "sign-in").length >= 2);
  expect(refused.sender.state().connected).toBe(false);
  const gone = sending(config(broker.port, { passwordFile: "/nowhere/password" }));
  await until(() => gone.remarks.length > 0);
  expect(gone.remarks[0]).toContain("ENOENT");
});

/** PUBLISH, retained, 100 MB to a topic. */
const HUGE = Buffer.from([0x31, 0x80, 0xc2, 0xd7, 0x2f, 0x00, 0x04, ...Buffer.from("evil")]);
test.each([
  ["a retained message of 100 MB that nobody asked for", HUGE],
  ["an answer of 200 MB", Buffer.from([0x40, 0xff, 0xff, 0xff, 0x7f])],
  ["noise", Buffer.from([0x00, 0xff, 0x00])],
])("%s ends the connection at its first bytes", async (_, bytes) => {
  const broker = await hostileBroker(bytes);
  const before = process.memoryUsage().rss;
  const one = sending(config(broker.port));
  await until(() => broker.visits() >= 3);
  await one.stop();
  expect(one.sender.state().connected).toBe(false);
  // Each visit takes what the sockets' buffers hold, and not a hundred megabytes.
  expect(broker.taken() / broker.visits()).toBeLessThan(12_000_000);
  expect(process.memoryUsage().rss - before).toBeLessThan(80_000_000);
});

test("the look at what comes back does not depend on how it is cut", () => {
  const answers = Buffer.from([0x20, 2, 0, 0, 0x40, 2, 0, 1, 0xd0, 0, 0x40, 2, 0, 2]);
  for (let cut = 0; cut <= answers.length; cut++) {
    const look = createLook(64);
    expect([look(answers.subarray(0, cut)), look(answers.subarray(cut))]).toEqual([null, null]);
    expect(look(Buffer.from([0x30]))).toContain("nobody asked for");
  }
});

test("waits between tries double, differ by chance, and have an end", () => {
  const limits = EXPORT_LIMITS;
  expect([0, 1, 2, 8, 30].map((failures) => backoff(failures, limits, () => 0.5))).toEqual([
    1_000, 2_000, 4_000, 256_000, 300_000,
  ]);
  expect(backoff(0, limits, () => 0)).toBe(500);
  expect(backoff(1_000_000, limits, () => 1)).toBe(450_000);
});

test.each([
  [true, ["homeassistant/sensor/shed_home/vat_temperature/config"]],
  [false, []],
])(
  "Home Assistant is told what there is to show where the shed's file says so (%s), and kept for it by the broker",
  async (homeAssistant, topics) => {
    const broker = await startBroker();
    const of = office();
    showBoard(of, 4.2);
    const upkeep = createUpkeep(of.context, {
      zone: ZONE,
      backups: { folder: null, hour: 11 },
      mqtt: config(broker.port, { homeAssistant }),
      forgetOldSessions: () => 0,
      ingest: () => ({ file: null, bytes: 0, behind: 0, upTo: null }),
      progress: () => null,
      herdChanged: () => undefined,
      restart: () => undefined,
    });
    onTestFinished(() => upkeep.stop());
    upkeep.start();
    await until(() => payloads(broker, "shed/home/vat/temperature").length > 0);
    const told = broker.heard.filter(({ topic }) => topic?.startsWith("homeassistant/"));
    expect(told.map(({ topic }) => topic)).toEqual(topics);
    for (const { payload = "", retain } of told) {
      expect(retain).toBe(true);
      // It names the topics that this shed does publish, and a silent shed shows as such.
      expect(JSON.parse(payload)).toMatchObject({
        state_topic: "shed/home/vat/temperature",
        availability_topic: "shed/home/status",
        expire_after: 180,
      });
    }
  },
);
