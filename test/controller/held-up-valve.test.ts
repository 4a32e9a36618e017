// Room: test/controller. A controller that was itself held up must not hold a travelling valve's time against it.

import { expect, test } from "vitest";
import { NOTHING_CARRIED } from "../../src/controller/carried.ts";
import type { ControllerEvent, NodeReport } from "../../src/controller/event.ts";
import { type ControllerState, initialState } from "../../src/controller/state.ts";
import { step } from "../../src/controller/step.ts";
import { cowId, inputId, nodeId, readerId } from "../../src/domain/ids.ts";
import { epochMs, monoMs } from "../../src/domain/units.ts";
import { inBailPlan } from "../../src/sim/plans.ts";
import { POLICY } from "../domain/holds/make.ts";
import { eidOf } from "../system/herd.ts";

const plan = inBailPlan(1);
const node = nodeId("board-1");
const EID = eidOf("101");

const report = (at: "vat" | "divert" | "between"): NodeReport => ({
  coils: at === "vat" ? 1 : 0,
  atVat: at === "vat" ? 1 : 0,
  atDivert: at === "divert" ? 1 : 0,
  buttons: 0,
  shutOffOpen: true,
  vatStopClear: true,
  leaseLive: true,
});

/** A cow who is clear has just been released: her valve is on its way to the vat at 1,000 ms. */
function onItsWay() {
  let state: ControllerState = initialState();
  const faults: string[] = [];
  const at = (ms: number, event: ControllerEvent): void => {
    const stepped = step(state, { mono: monoMs(ms), wall: epochMs(1_700_000_000_000 + ms), event });
    state = stepped.state;
    for (const effect of stepped.effects)
      if (effect.kind === "noted" && effect.note.kind === "fault-raised") faults.push(effect.note.fault);
  };
  const seen = (ms: number, where: "vat" | "divert" | "between") =>
    at(ms, { kind: "node-reported", node, report: report(where) });
  at(0, { kind: "started", version: "test", plan, carried: NOTHING_CARRIED });
  at(1, {
    kind: "table-loaded",
    table: {
      fingerprint: "f",
      policy: POLICY,
      cows: [{ cow: cowId("101"), eids: [EID], status: "in-milk", facts: [] }],
    },
  });
  at(2, { kind: "node-up", node, session: 7, resetCause: "power-on" });
  seen(3, "divert");
  at(4, { kind: "input-changed", input: inputId("gate-1"), level: "inactive" });
  at(5, { kind: "input-changed", input: inputId("place-1"), level: "active" });
  for (let ms = 100; ms < 1_000; ms += 100) at(ms, { kind: "ticked" });
  at(1_000, { kind: "tag-read", reader: readerId("reader-1"), eid: EID });
  seen(1_010, "between");
  const order = () => state.shed?.bails[0]?.valve.order;
  return { at, seen, faults, order };
}

test("a valve that was travelling when the controller was held up is not called stuck", () => {
  const shed = onItsWay();
  expect(shed.order()).toBe("vat");
  // Two seconds of nothing; meanwhile the board has ended the release by itself, and says so in what waits in the buffer.
  shed.at(3_010, { kind: "ticked" });
  shed.seen(3_011, "vat");
  shed.seen(3_012, "between");
  shed.seen(3_013, "divert");
  for (let ms = 3_110; ms < 3_600; ms += 100) shed.at(ms, { kind: "ticked" });
  expect(shed.faults).not.toContain("valve-not-at-vat");
  expect(shed.order(), "released again once what waited has been heard").toBe("vat");
});

test("a valve that is stuck is still found, later only by as long as nobody could hear it", () => {
  const shed = onItsWay();
  // 200 ms of its 800 ms are over when the controller is held up; back, it hears nothing new of the valve.
  shed.at(1_100, { kind: "ticked" });
  shed.at(1_200, { kind: "ticked" });
  shed.at(3_200, { kind: "ticked" });
  expect(shed.faults).not.toContain("valve-not-at-divert");
  // It was sent back to divert while held up, and has one travel time from then.
  for (let ms = 3_300; ms <= 4_100; ms += 100) shed.at(ms, { kind: "ticked" });
  expect(shed.faults.filter((fault) => fault.startsWith("valve-"))).toHaveLength(1);
});
