// One probe's session against a helper that answers, hangs, dies and will not die.

import fc from "fast-check";
import { expect, test } from "vitest";
import { probeId } from "../../../src/domain/ids.ts";
import { milliseconds, monoMs, seconds } from "../../../src/domain/units.ts";
import { dallasCrc } from "../../../src/drivers/thermometer/scratchpad.ts";
import {
  createProbeSession,
  PROBE_TIMES,
  type ProbeInput,
  type ProbeOrder,
  type ProbeSession,
  type ProbeSettings,
} from "../../../src/drivers/thermometer/session.ts";
import { GOOD } from "./w1-tree.ts";

const MILK: ProbeSettings = {
  probe: probeId("milk"),
  on: { kind: "ds18b20", folder: "/w1", romId: "28-0000000000a1", resolution: 12 },
  every: seconds(10),
};
const FILES: { readonly [file: string]: string } = {
  ext_power: "1\n",
  features: "3\n",
  resolution: "12\n",
  therm_bulk_read: "0\n",
  w1_slave: GOOD,
};

type Helper = "answers" | "hangs" | "hangs-on" | "dies";

/** Runs a session for a while against a helper that behaves as `helper()` says at the time. */
function run(forSeconds: number, helper: (atSecond: number) => Helper, session: ProbeSession = fresh()) {
  const said: string[] = [];
  let helpers = 0;
  let running = 0;
  let most = 0;
  const carryOut = (orders: readonly ProbeOrder[], at: number): void => {
    for (const order of orders) {
      const does = helper(at);
      if (order.kind === "start-helper") {
        helpers += 1;
        running += 1;
        most = Math.max(most, running);
      }
      if (order.kind === "deliver" && order.event.kind === "temperature-read") {
        const { reading } = order.event;
        said.push(`${Math.round(at)} ${reading.kind === "celsius" ? reading.celsius : reading.why}`);
      }
      if (order.kind === "remark") said.push(order.says);
      if (order.kind === "kill-helper" && does !== "hangs-on") {
        running -= 1;
        tell({ kind: "gone", why: "it was ended by SIGKILL" }, at);
      }
      if (order.kind === "ask" && does === "answers") {
        const text = order.ask.kind === "write" ? "" : (FILES[order.ask.path.split("/").at(-1) ?? ""] ?? "");
        tell({ kind: "answered", ask: order.number, answer: { kind: "text", text } }, at + 0.1);
      }
      if (order.kind === "ask" && does === "dies") {
        running -= 1;
        tell({ kind: "gone", why: "it was ended by SIGKILL" }, at);
      }
    }
  };
  const tell = (input: ProbeInput, at: number): void => {
    carryOut(session.step(input, monoMs(at * 1_000)), at);
  };
  for (let at = 0; at < forSeconds; at += 0.2) tell({ kind: "ticked" }, at);
  return { said, helpers, most };
}
const fresh = () => createProbeSession(MILK, seconds(3));

test("a probe is read every ten seconds, from its own place in the round on", () => {
  const { said, helpers } = run(40, () => "answers");
  expect(said).toEqual(["4 3.5", "13 3.5", "23 3.5", "33 3.5"]);
  expect(helpers).toBe(1);
});

test("a read that hangs is ended after eight seconds; the next helper comes ever later, and each round is told of", () => {
  const { said, helpers, most } = run(300, () => "hangs");
  const hung = said.filter((one) => one.endsWith(" hung"));
  expect(hung.length).toBeGreaterThanOrEqual(28);
  expect(said.filter((one) => one.startsWith("Probe milk: A read did not come back"))).toHaveLength(1);
  expect(helpers).toBeLessThan(10);
  expect(most).toBe(1);
});

test("a probe that hung comes back by itself", () => {
  const { said } = run(200, (at) => (at < 60 ? "hangs" : "answers"));
  expect(said.at(-1)).toMatch(/ 3\.5$/);
});

test("a helper that cannot be ended is told as stuck, and is the only one for as long as that lasts", () => {
  const session = fresh();
  const { said, helpers } = run(3_600, () => "hangs-on", session);
  expect(helpers).toBe(1);
  expect(said.filter((one) => one.endsWith(" stuck")).length).toBeGreaterThan(350);
  expect(said.filter((one) => one.includes("hangs in the kernel"))).toHaveLength(1);
  session.step({ kind: "gone", why: "" }, monoMs(3_600_000));
  expect(session.step({ kind: "ticked" }, monoMs(3_700_000)).map((order) => order.kind)).toContain(
    "start-helper",
  );
});

test("a helper that dies by itself is told in words once, and started again", () => {
  const { said, helpers } = run(100, (at) => (at < 20 ? "dies" : "answers"));
  expect(said.filter((one) => one.includes("has ended"))).toHaveLength(1);
  expect(said[0]).toMatch(/ hung$/);
  expect(said.at(-1)).toMatch(/ 3\.5$/);
  expect(helpers).toBeGreaterThan(1);
});

/** The files that are asked for in the next round, with every answer as in FILES but these. */
function nextRound(
  session: ProbeSession,
  at: number,
  answers: { readonly [file: string]: string } = {},
): string[] {
  const asked: string[] = [];
  let orders = session.step({ kind: "ticked" }, monoMs(at));
  for (let n = 0; n < 20; n++) {
    const order = orders.find((one) => one.kind === "ask");
    if (order === undefined) return asked;
    const file = order.ask.path.split("/").at(-1) ?? "";
    asked.push(file);
    const text = order.ask.kind === "write" ? "" : (answers[file] ?? FILES[file] ?? "");
    orders = session.step(
      { kind: "answered", ask: order.number, answer: { kind: "text", text } },
      monoMs(at + 800),
    );
  }
  throw new Error("the round does not end");
}

test("a probe is set up in its first round, and again after a read that hung", () => {
  const session = createProbeSession(MILK, milliseconds(0));
  expect(nextRound(session, 0)[0]).toBe("ext_power");
  expect(nextRound(session, 10_000)).toEqual(["therm_bulk_read", "w1_slave"]);
  session.step({ kind: "ticked" }, monoMs(20_000));
  session.step({ kind: "ticked" }, monoMs(28_000));
  session.step({ kind: "gone", why: "" }, monoMs(28_000));
  expect(nextRound(session, 30_000)[0]).toBe("ext_power");
});

test("a chip whose resolution changes by itself has lost its power, and is set up again", () => {
  const session = createProbeSession(MILK, milliseconds(0));
  nextRound(session, 0);
  const crc = dallasCrc([0x38, 0, 0x4b, 0x46, 0x1f, 0xff, 8, 0x10]).toString(16).padStart(2, "0");
  const bytes = `38 00 4b 46 1f ff 08 10 ${crc}`;
  const w1_slave = `${bytes} : crc=${crc} YES\n${bytes} t=3500\n`;
  expect(nextRound(session, 10_000, { w1_slave })[0]).toBe("therm_bulk_read");
  expect(nextRound(session, 20_000, { w1_slave })[0]).toBe("ext_power");
});

test("a helper that was just killed is not stuck yet, and makes no second remark", () => {
  const session = createProbeSession({ ...MILK, every: seconds(9) }, milliseconds(0), {
    ...PROBE_TIMES,
    goneWithin: seconds(2),
  });
  const says = (at: number) =>
    session
      .step({ kind: "ticked" }, monoMs(at))
      .flatMap((order) =>
        order.kind === "deliver" &&
        order.event.kind === "temperature-read" &&
        order.event.reading.kind === "none"
          ? [order.event.reading.why]
          : order.kind === "remark"
            ? ["remark"]
            : [],
      );
  expect(says(0)).toEqual([]);
  expect(says(7_900)).toEqual([]);
  expect(says(8_000)).toEqual(["hung", "remark"]);
  expect(says(9_000)).toEqual(["hung"]);
  expect(says(10_000)).toEqual(["remark"]);
  expect(says(18_000)).toEqual(["stuck"]);
});

test("an answer that comes after its read was given up is not believed", () => {
  const session = fresh();
  const first = session.step({ kind: "ticked" }, monoMs(0));
  expect(first).toEqual([]);
  const asked = session.step({ kind: "ticked" }, monoMs(3_000)).find((order) => order.kind === "ask");
  session.step({ kind: "ticked" }, monoMs(3_000 + PROBE_TIMES.roundWithin));
  const late = { kind: "text", text: GOOD } as const;
  expect(session.step({ kind: "answered", ask: asked?.number ?? 0, answer: late }, monoMs(12_000))).toEqual(
    [],
  );
});

test("after the computer slept, nothing is made up for", () => {
  const session = fresh();
  run(20, () => "answers", session);
  const delivered = session.step({ kind: "ticked" }, monoMs(5_000_000));
  expect(delivered.filter((order) => order.kind === "ask")).toHaveLength(1);
});

test("whatever happens in whatever order, there is never a second helper beside one that may still be there", () => {
  const input = fc.oneof(
    fc.constant<ProbeInput>({ kind: "ticked" }),
    fc.integer({ min: 0, max: 9 }).map<ProbeInput>((ask) => ({
      kind: "answered",
      ask,
      answer: { kind: "text", text: GOOD },
    })),
    fc.constant<ProbeInput>({ kind: "gone", why: "it ended with 0" }),
  );
  fc.assert(
    fc.property(
      fc.array(fc.tuple(input, fc.integer({ min: 0, max: 20_000 })), { maxLength: 80 }),
      (steps) => {
        const session = createProbeSession(MILK, milliseconds(0));
        let now = 0;
        let running = 0;
        for (const [one, later] of steps) {
          now += later;
          // Only a helper that is there can go.
          if (one.kind === "gone" && running === 0) continue;
          if (one.kind === "gone") running -= 1;
          for (const order of session.step(one, monoMs(now))) {
            if (order.kind === "start-helper") running += 1;
            if (order.kind === "ask") expect(running).toBe(1);
          }
          expect(running).toBeLessThanOrEqual(1);
        }
      },
    ),
  );
});
