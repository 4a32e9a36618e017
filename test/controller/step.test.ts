// Room: test/controller. What the controller does with cows, boards, people and trouble, one event after the other.

import { describe, expect, test } from "vitest";
import { NOTHING_CARRIED } from "../../src/controller/carried.ts";
import type { Effect } from "../../src/controller/effect.ts";
import { initialState } from "../../src/controller/state.ts";
import { step } from "../../src/controller/step.ts";
import { bailNo, cowId, inputId, nodeId, readerId } from "../../src/domain/ids.ts";
import { epochMs, monoMs } from "../../src/domain/units.ts";
import {
  AUTOMATIC,
  at,
  both,
  cleared,
  cow,
  eid,
  held,
  herd,
  hoursOnly,
  treated,
} from "../domain/holds/make.ts";
import { createBench, HERD, PLAN, WALL } from "./bench.ts";

const MINUTE = 60_000;
const leases = (effects: readonly Effect[]) =>
  effects.flatMap((effect) => (effect.kind === "lease" ? [effect] : []));

describe("the start", () => {
  test("before it is started there is no shed, and nothing is done", () => {
    const stepped = step(initialState(), { mono: monoMs(1), wall: epochMs(1), event: { kind: "ticked" } });
    expect(stepped).toEqual({ state: { shed: null }, effects: [] });
  });
  test("a cow in a bail before there is a table is diverted, and the board says why", () => {
    const bench = createBench({ ready: false });
    for (const board of ["A", "B"]) bench.plug(board);
    bench.input("gate-1", "inactive");
    bench.input("place-1", "inactive");
    bench.enters(1, 12);
    bench.run(300);
    expect(bench.reasons(1)).toContain("no-table");
    expect([bench.released(1), bench.lamp(1)]).toEqual([false, "red-slow"]);
  });
  test("the table comes into force for the cow that stands there, in the same step", () => {
    const bench = createBench({ ready: false });
    for (const board of ["A", "B"]) bench.plug(board);
    bench.input("place-2", "inactive");
    bench.enters(2, 12);
    bench.send({ kind: "table-loaded", table: HERD });
    expect(bench.reasons(2)).toEqual([]);
    expect(leases(bench.last()).map(({ lease }) => lease.released)).toEqual([1 << 3]);
  });
  test("a table lost diverts everyone at once", () => {
    const bench = createBench({});
    bench.enters(2, 12);
    expect(bench.released(2)).toBe(true);
    bench.send({ kind: "table-lost", why: "mistakes in it" });
    expect([bench.released(2), bench.reasons(2)]).toEqual([false, ["no-table", "unknown"]]);
    expect(bench.notes("table-gone")).toEqual([{ kind: "table-gone", why: "mistakes in it" }]);
  });
  test("empty bails have dark lamps and no release", () => {
    const bench = createBench({});
    expect([1, 2, 3, 4].map((bail) => [bench.released(bail), bench.lamp(bail)])).toEqual(
      [1, 2, 3, 4].map(() => [false, "off"]),
    );
  });
});

describe("a cow walks in", () => {
  const table: readonly [string, number | null, readonly string[], string][] = [
    ["clear", 12, [], "green-steady"],
    ["treated", 20, ["withheld"], "red-steady"],
    ["with a tag of nobody", 99, ["unknown"], "red-slow"],
    ["whose tag is not heard", null, ["unread"], "red-slow"],
    ["whose hold is over and nobody has looked", 30, ["check"], "red-slow"],
    ["dry", 40, ["not-in-milk"], "red-steady"],
  ];
  test.each(table)("%s", (_who, n, reasons, lamp) => {
    const bench = createBench({});
    bench.enters(2, n);
    expect([bench.reasons(2), bench.lamp(2), bench.released(2)]).toEqual([
      reasons,
      lamp,
      reasons.length === 0,
    ]);
    bench.run(3_000);
    expect([bench.reasons(2), bench.lamp(2), bench.released(2)]).toEqual([
      reasons,
      lamp,
      reasons.length === 0,
    ]);
  });
  test("her lease goes out with the very event that names her, before any note", () => {
    const bench = createBench({});
    bench.input("place-2", "active");
    bench.tag("r2", 12);
    expect(bench.last()[0]).toMatchObject({
      kind: "lease",
      node: "A",
      lease: { released: 1 << 3, ttl: 400 },
    });
    expect(bench.last().some((effect) => effect.kind === "noted" && effect.note.kind === "decided")).toBe(
      true,
    );
  });
  test("leases are renewed at every tick, and only then while nothing changes", () => {
    const bench = createBench({});
    bench.enters(2, 12);
    bench.run(1_000);
    const before = leases(bench.effects()).length;
    bench.tag("r2", 12);
    bench.report("A");
    expect(leases(bench.effects()).length).toBe(before);
    bench.run(1_000);
    expect(leases(bench.effects()).length).toBe(before + 2 * 10);
  });
  test("when she leaves, her bail diverts in that very step, and her visit is on record", () => {
    const bench = createBench({});
    bench.enters(2, 12);
    bench.run(2 * MINUTE);
    bench.leaves(2);
    expect([bench.released(2), bench.lamp(2), bench.visit(2)]).toEqual([false, "off", null]);
    expect(bench.notes("visit-ended")).toMatchObject([
      { cow: "12", bail: 2, toVat: true, divertedFor: ["unread"] },
    ]);
    expect(bench.notes("milking-counted")).toEqual([
      { kind: "milking-counted", cow: "12", at: epochMs(WALL + 500) },
    ]);
  });
  test("the next cow has nothing of the last one", () => {
    const bench = createBench({});
    bench.enters(1, 12);
    bench.intend({ kind: "divert-bail", bail: bailNo(1) });
    bench.input("gate-1", "active");
    bench.input("gate-1", "inactive");
    expect(bench.reasons(1)).toEqual(["unread"]);
    bench.tag("r1", 20);
    expect(bench.reasons(1)).toEqual(["withheld"]);
  });
  test("every divert says the holds behind it", () => {
    const bench = createBench({});
    bench.enters(2, 20);
    expect(bench.notes("decided").at(-1)).toMatchObject({
      outcome: "divert",
      reasons: ["withheld"],
      facts: ["tube"],
    });
  });
});

describe("milkings", () => {
  const once = herd([cow("12", [treated("t", both(0, 2), at(990))])], AUTOMATIC);
  const milk = (bench: ReturnType<typeof createBench>, minutes = 5) => {
    bench.enters(2, 12);
    bench.wait(minutes * MINUTE);
    bench.leaves(2);
  };
  test("identified visits of her count towards her label, go-around visits once, short ones not at all", () => {
    const bench = createBench({ table: once });
    milk(bench);
    milk(bench);
    bench.pass(12 * 60 * MINUTE);
    milk(bench, 1);
    expect(bench.notes("milking-counted").length).toBe(1);
    bench.run(MINUTE);
    milk(bench);
    expect(bench.notes("milking-counted").length).toBe(2);
    bench.pass(12 * 60 * MINUTE);
    bench.run(1_000);
    bench.enters(2, 12);
    expect(bench.reasons(2)).toEqual([]);
  });
  test("a visit nobody was read in counts for nobody, nor one of a cow seen in two bails", () => {
    const bench = createBench({});
    bench.enters(2, null);
    bench.wait(5 * MINUTE);
    bench.leaves(2);
    bench.enters(2, 12);
    bench.enters(3, 12);
    bench.wait(5 * MINUTE);
    bench.leaves(2);
    bench.leaves(3);
    expect(bench.notes("milking-counted")).toEqual([]);
  });
  test("a visit through which the clock was not trusted counts for nobody", () => {
    const bench = createBench({});
    bench.enters(2, 12);
    bench.wait(3 * MINUTE);
    bench.shiftWall(-90 * MINUTE);
    bench.wait(3 * MINUTE);
    bench.leaves(2);
    expect(bench.notes("milking-counted")).toEqual([]);
  });
  test("a milking begins with its first cow, and ends with its read rates when nobody has come for an hour", () => {
    const bench = createBench({});
    bench.enters(2, 12);
    bench.enters(3, null);
    bench.wait(5 * MINUTE);
    bench.leaves(2);
    bench.leaves(3);
    for (let minute = 0; minute < 61; minute += 1) {
      bench.pass(MINUTE - 100);
      bench.run(100);
    }
    expect(bench.notes("milking-began")).toMatchObject([{ milking: 1, source: "first-cow" }]);
    expect(bench.notes("milking-ended")).toMatchObject([{ milking: 1 }]);
    const rate = (n: number) =>
      bench.notes("read-rate").find((note) => "reader" in note && note.reader === `r${n}`);
    expect(rate(2)).toMatchObject({ cows: 1, read: 1 });
    expect(rate(3)).toMatchObject({ cows: 1, read: 0 });
    bench.enters(2, 12);
    expect(bench.notes("milking-began").at(-1)).toMatchObject({ milking: 2 });
  });
  test("a cow that stands in her bail for hours keeps the milking going", () => {
    const bench = createBench({});
    bench.enters(2, 12);
    bench.pass(3 * 60 * MINUTE);
    bench.run(1_000);
    expect(bench.notes("milking-ended")).toEqual([]);
  });
});

describe("a new table", () => {
  test("diverts the cow it withholds, in the same step, while her milk is running", () => {
    const bench = createBench({});
    bench.enters(2, 12);
    bench.run(1_000);
    expect(bench.released(2)).toBe(true);
    bench.send({
      kind: "table-loaded",
      table: herd([cow("12", [treated("late", hoursOnly(72), at(1_000))])], HERD.policy, "two"),
    });
    expect([bench.released(2), bench.reasons(2)]).toEqual([false, ["withheld"]]);
    expect(leases(bench.last())[0]).toMatchObject({ node: "A", lease: { released: 0 } });
  });
  test("in which two cows share her tag, or that does not know her any more, diverts her", () => {
    for (const table of [herd([cow("12"), { ...cow("13"), eids: [eid(12)] }]), herd([cow("11")])]) {
      const bench = createBench({});
      bench.enters(2, 12);
      bench.send({ kind: "table-loaded", table });
      expect([bench.released(2), bench.reasons(2)]).toEqual([false, ["unknown"]]);
    }
  });
  test("that says the same lets her milk run on", () => {
    const bench = createBench({});
    bench.enters(2, 12);
    bench.send({ kind: "table-loaded", table: HERD });
    expect(bench.released(2)).toBe(true);
  });
  test("with a clearance releases her", () => {
    const bench = createBench({ table: herd([cow("12", [held("h", at(990))])], AUTOMATIC) });
    bench.enters(2, 12);
    expect(bench.reasons(2)).toEqual(["withheld"]);
    const facts = [held("h", at(990)), cleared("c", "h", at(999))];
    bench.send({ kind: "table-loaded", table: herd([cow("12", facts)], AUTOMATIC) });
    expect(bench.released(2)).toBe(true);
  });
  test("a cow whose name is a word of the language is a cow like any other", () => {
    const bench = createBench({ table: herd([{ ...cow("12"), cow: cowId("constructor") }]) });
    bench.enters(2, 12);
    expect(bench.visit(2)?.cow).toBe("constructor");
    expect(bench.released(2)).toBe(true);
    bench.settle(2, "toString");
    expect(bench.notes("refused")).toMatchObject([{ why: "there is no one cow toString in the herd table" }]);
  });
});

describe("the button, where CHECK is asked", () => {
  const asking = () => {
    const bench = createBench({});
    bench.enters(2, 30);
    bench.run(500);
    expect(bench.reasons(2)).toEqual(["check"]);
    return bench;
  };
  const press = (bench: ReturnType<typeof createBench>, ms: number) => {
    bench.button(2, true);
    bench.run(ms);
    bench.button(2, false);
  };
  test("a press means: looked at, she is fine. She is released and need not be looked at again", () => {
    const bench = asking();
    press(bench, 300);
    expect(bench.released(2)).toBe(true);
    expect(bench.notes("looked-at")).toMatchObject([{ cow: "30", bail: 2 }]);
    bench.wait(5 * MINUTE);
    bench.leaves(2);
    bench.enters(3, 30);
    expect(bench.released(3)).toBe(true);
  });
  test("held two seconds it means: divert this cow now", () => {
    const bench = asking();
    press(bench, 2_100);
    bench.run(3_000);
    expect(bench.reasons(2)).toEqual(["diverted-by-hand", "check"]);
    expect(bench.notes("looked-at")).toEqual([]);
    expect(bench.notes("diverted-by-hand")).toEqual([{ kind: "diverted-by-hand", bail: 2, by: "button" }]);
  });
  test("two seconds are two seconds, also when no tick fell into them", () => {
    const bench = asking();
    bench.button(2, true);
    for (let i = 0; i < 8; i += 1) {
      bench.pass(250);
      bench.report("B");
    }
    bench.button(2, false);
    expect(bench.notes("looked-at")).toEqual([]);
    expect(bench.notes("diverted-by-hand").length).toBe(1);
  });
  test("held at a released cow it diverts her, until she leaves", () => {
    const bench = createBench({});
    bench.enters(2, 12);
    press(bench, 300);
    expect(bench.released(2)).toBe(true);
    press(bench, 2_100);
    expect([bench.released(2), bench.reasons(2)]).toEqual([false, ["diverted-by-hand"]]);
    press(bench, 300);
    expect(bench.released(2)).toBe(false);
    bench.leaves(2);
    bench.wait(26_000);
    bench.enters(2, 12);
    expect(bench.released(2)).toBe(true);
  });
  test("a press that began before CHECK was asked says nothing", () => {
    const bench = createBench({});
    bench.input("place-2", "active");
    bench.button(2, true);
    bench.run(200);
    bench.tag("r2", 30);
    bench.run(200);
    bench.button(2, false);
    expect(bench.reasons(2)).toEqual(["check"]);
    press(bench, 300);
    expect(bench.released(2)).toBe(true);
  });
  test("a press that began for another cow says nothing, however the cow changed", () => {
    const settled = asking();
    settled.button(2, true);
    settled.settle(2, "12");
    settled.settle(2, "30");
    settled.button(2, false);
    expect(settled.notes("looked-at").length).toBe(1);
    const other = createBench({
      table: herd([cow("30", HERD.cows[3]?.facts), cow("31", HERD.cows[3]?.facts)]),
    });
    other.enters(2, 30);
    other.button(2, true);
    other.settle(2, "31");
    other.button(2, false);
    expect(other.notes("looked-at")).toEqual([]);
  });
  test("a button held from one cow to the next means nothing for the next, short or long", () => {
    const bench = asking();
    bench.button(2, true);
    bench.leaves(2);
    bench.enters(2, 30);
    bench.run(300);
    bench.button(2, false);
    expect(bench.notes("looked-at")).toEqual([]);
    bench.button(2, true);
    bench.leaves(2);
    bench.enters(2, 12);
    bench.run(3_000);
    expect(bench.released(2)).toBe(true);
    expect(bench.notes("diverted-by-hand")).toEqual([]);
  });
  test("a button that is down when its board first speaks is stuck or leaned on: it means nothing", () => {
    // Switches on pins of the computer, so that she stays known while her board is away.
    const plan = { ...PLAN, inputs: PLAN.inputs.map(({ input }) => ({ input, on: "pi" as const })) };
    for (const ms of [300, 3_000]) {
      const bench = createBench({ plan });
      bench.enters(2, 30);
      bench.send({ kind: "node-up", node: nodeId("A"), session: 77, resetCause: "power-on" });
      expect(bench.reasons(2)).toContain("check");
      const report = {
        coils: 0,
        atVat: 0,
        atDivert: 0xff,
        shutOffOpen: true,
        vatStopClear: true,
        leaseLive: true,
      };
      bench.send({ kind: "node-reported", node: nodeId("A"), report: { ...report, buttons: 1 << 3 } });
      for (let passed = 0; passed < ms; passed += 100) {
        bench.pass(100);
        bench.send({ kind: "ticked" });
      }
      bench.send({ kind: "node-reported", node: nodeId("A"), report: { ...report, buttons: 0 } });
      expect(bench.reasons(2)).toEqual(["check"]);
      expect(bench.notes("looked-at").length + bench.notes("diverted-by-hand").length).toBe(0);
    }
  });
  test("a look is for the cow that was looked at: not for another that the same place turns out to hold", () => {
    const facts = HERD.cows[3]?.facts ?? [];
    const settled = createBench({ table: herd([cow("30", facts), cow("31", facts)]) });
    settled.enters(2, 30);
    press(settled, 300);
    expect(settled.released(2)).toBe(true);
    settled.settle(2, "31");
    expect(settled.reasons(2)).toEqual(["check"]);
    const renamed = createBench({ table: herd([cow("30", facts)]) });
    renamed.enters(2, 30);
    press(renamed, 300);
    renamed.send({ kind: "table-loaded", table: herd([{ ...cow("31", facts), eids: [eid(30)] }]) });
    expect(renamed.reasons(2)).toEqual(["check"]);
  });
  test("a press that came in while the controller was held up says nothing: nobody knows how long it was", () => {
    const bench = asking();
    bench.pass(5_000);
    bench.button(2, true);
    bench.button(2, false);
    bench.run(1_000);
    expect(bench.notes("looked-at")).toEqual([]);
    expect(bench.reasons(2)).toEqual(["check"]);
  });
  test("a press at an empty bail, or one CHECK is not asked of, says nothing", () => {
    const bench = createBench({});
    press(bench, 300);
    bench.enters(2, 20);
    press(bench, 300);
    expect(bench.reasons(2)).toEqual(["withheld"]);
    expect(bench.notes("looked-at")).toEqual([]);
  });
});

describe("a board that goes and comes", () => {
  test("its bails divert with the event, and need a new decision by its new session", () => {
    const bench = createBench({});
    bench.enters(2, 12);
    bench.enters(4, 11);
    bench.run(500);
    bench.unplug("A");
    expect(bench.reasons(2)[0]).toBe("node-away");
    expect(bench.released(4)).toBe(true);
    bench.run(1_000);
    const session = bench.shed().nodes[0]?.session;
    expect(session).toBeNull();
    bench.plug("A");
    bench.input("place-2", "active");
    bench.tag("r2", 12);
    bench.run(200);
    expect(bench.released(2)).toBe(true);
    const sessions = leases(bench.effects()).flatMap(({ node, session }) => (node === "A" ? [session] : []));
    expect(new Set(sessions)).toEqual(new Set([1_001, 1_002]));
  });
  test("that restarted without a word before: nothing is released until it has shown its valves at divert", () => {
    const bench = createBench({});
    bench.enters(2, 12);
    bench.run(500);
    bench.send({ kind: "node-up", node: nodeId("A"), session: 4_711, resetCause: "watchdog" });
    expect([bench.released(2), bench.reasons(2)]).toEqual([false, ["valve-unproven"]]);
    const divert = { coils: 0, atVat: 0, atDivert: 0xff, buttons: 0, shutOffOpen: true, vatStopClear: true };
    bench.send({ kind: "node-reported", node: nodeId("A"), report: { ...divert, leaseLive: true } });
    expect(bench.released(2)).toBe(true);
  });
  test("cows behind its switches are not known any more when it comes back", () => {
    const bench = createBench({});
    bench.enters(2, 12);
    bench.run(500);
    bench.settle(2, "12");
    bench.unplug("A");
    expect(bench.visit(2)?.identity).toEqual({ kind: "in-doubt", because: "device-away" });
    bench.plug("A");
    expect(bench.reasons(2)).toEqual(["in-doubt"]);
    bench.input("place-2", "active");
    expect(bench.reasons(2)).toEqual(["unread"]);
  });
  test("reports of a board that is away, and boards, inputs and readers nobody planned, change nothing", () => {
    const bench = createBench({});
    bench.enters(2, 12);
    bench.unplug("B");
    const before = JSON.stringify(bench.state());
    const report = {
      coils: 1,
      atVat: 0xff,
      atDivert: 0,
      buttons: 0xff,
      shutOffOpen: true,
      vatStopClear: true,
    };
    bench.send({ kind: "node-reported", node: nodeId("B"), report: { ...report, leaseLive: true } });
    bench.send({ kind: "node-up", node: nodeId("Z"), session: 1, resetCause: "power-on" });
    bench.send({ kind: "node-reported", node: nodeId("Z"), report: { ...report, leaseLive: true } });
    bench.send({ kind: "input-changed", input: inputId("nobody's"), level: "active" });
    bench.send({ kind: "tag-read", reader: readerId("nobody's"), eid: eid(12) });
    bench.send({ kind: "reader-changed", reader: readerId("nobody's"), link: { up: true } });
    expect(JSON.stringify(bench.state())).toBe(before);
  });
});

describe("one cow in two places", () => {
  test("diverts both, and stays so when one of them goes, until the place is settled", () => {
    const bench = createBench({});
    bench.enters(2, 12);
    expect(bench.released(2)).toBe(true);
    bench.enters(4, 12);
    expect([bench.reasons(2), bench.reasons(4)]).toEqual([["two-places"], ["two-places"]]);
    expect([bench.released(2), bench.released(4)]).toEqual([false, false]);
    bench.leaves(4);
    bench.run(2_000);
    expect(bench.reasons(2)).toEqual(["two-places"]);
    bench.settle(2, "12");
    expect(bench.released(2)).toBe(true);
  });
  test("by two tags of hers, or by tag and number, is one cow as well", () => {
    const table = herd([{ ...cow("12"), eids: [eid(12), eid(512)] }, cow("11")]);
    const bench = createBench({ table });
    bench.enters(2, 12);
    bench.enters(3, 512);
    expect([bench.reasons(2), bench.reasons(3)]).toEqual([["two-places"], ["two-places"]]);
    bench.enters(4, null);
    bench.settle(4, "12");
    expect(bench.reasons(4)).toEqual(["two-places"]);
  });
  test("a tag nobody knows in two places is said to be in two places by neither: it is unknown", () => {
    const bench = createBench({});
    bench.enters(2, 99);
    bench.enters(3, 99);
    expect([bench.reasons(2), bench.reasons(3)]).toEqual([["unknown"], ["unknown"]]);
  });
  test("both settled as the same cow by mistake: settling each anew, with the right cow, ends it", () => {
    const bench = createBench({});
    bench.enters(2, null);
    bench.enters(3, null);
    bench.settle(2, "12");
    bench.settle(3, "12");
    expect([bench.reasons(2), bench.reasons(3)]).toEqual([["two-places"], ["two-places"]]);
    bench.settle(3, "11");
    expect([bench.reasons(2), bench.reasons(3)]).toEqual([["two-places"], []]);
    bench.settle(2, "12");
    expect(bench.reasons(2)).toEqual([]);
  });
  test("a neighbour's tag heard as well, two tags in one bail, spoils the neighbour's bail too", () => {
    const bench = createBench({});
    bench.enters(2, 12);
    bench.enters(3, 11);
    bench.tag("r2", 11);
    expect(bench.reasons(2)).toEqual(["two-tags"]);
    expect(bench.reasons(3)).toEqual(["two-places"]);
  });
});

describe("a person settles a place", () => {
  test("an unread cow is known by her number, and decided for like any other", () => {
    const bench = createBench({});
    bench.enters(2, null);
    bench.settle(2, "12");
    expect(bench.released(2)).toBe(true);
    expect(bench.notes("place-settled")).toEqual([{ kind: "place-settled", bail: 2, cow: "12", by: "Kim" }]);
    bench.settle(2, "20");
    expect(bench.reasons(2)).toEqual(["withheld"]);
  });
});

describe("what is refused is refused with words", () => {
  const table: readonly [string, (bench: ReturnType<typeof createBench>) => void, string][] = [
    ["an empty bail", (b) => b.settle(2, "12"), "bail 2 is empty: no cow to settle"],
    ["a bail that is not there", (b) => b.settle(77, "12"), "bail 77 is empty: no cow to settle"],
    [
      "a cow nobody knows",
      (b) => {
        b.enters(2, null);
        b.settle(2, "99");
      },
      "there is no one cow 99 in the herd table",
    ],
    [
      "no table",
      (b) => {
        b.enters(2, null);
        b.send({ kind: "table-lost", why: "gone" });
        b.settle(2, "12");
      },
      "there is no herd table in force to settle a cow from",
    ],
    [
      "a bail whose place switch cannot be read",
      (b) => {
        b.enters(2, null);
        b.input("place-2", "unknown");
        b.settle(2, "12");
      },
      "the switches that tell when the cow in bail 2 leaves cannot be read",
    ],
    ["diverting an empty bail", (b) => b.intend({ kind: "divert-bail", bail: bailNo(2) }), "bail 2 is empty"],
    [
      "a vat stop that is not raised",
      (b) => b.intend({ kind: "clear-vat-stop", reason: "ok" }),
      "the vat stop is not raised",
    ],
    [
      "a vat stop without a reason",
      (b) => {
        b.intend({ kind: "raise-vat-stop", reason: "treated cow milked in" });
        b.intend({ kind: "clear-vat-stop", reason: "  " });
      },
      "clearing the vat stop needs a test result or a reason",
    ],
    [
      "a valve without a fault",
      (b) => b.intend({ kind: "clear-valve-fault", bail: bailNo(2), reason: "mended" }),
      "bail 2 has no valve fault",
    ],
    [
      "a valve fault without a reason",
      (b) => {
        b.stick(2);
        b.enters(2, 12);
        b.run(2_000);
        b.intend({ kind: "clear-valve-fault", bail: bailNo(2), reason: "" });
      },
      "clearing a valve fault needs a reason",
    ],
  ];
  test.each(table)("%s", (_what, does, why) => {
    const bench = createBench({});
    does(bench);
    expect(bench.notes("refused").map((note) => ("why" in note ? note.why : ""))).toEqual([why]);
  });
});

describe("the recorder down", () => {
  test("gives no new release, and lets the running ones go on", () => {
    const bench = createBench({});
    bench.enters(2, 12);
    bench.run(500);
    bench.send({ kind: "recorder-changed", writing: false, why: "disk full" });
    bench.enters(3, 11);
    bench.run(2_000);
    expect([bench.released(2), bench.released(3), bench.reasons(3)]).toEqual([
      true,
      false,
      ["cannot-record"],
    ]);
    bench.leaves(2);
    bench.run(26_000);
    bench.enters(2, 12);
    expect(bench.reasons(2)).toEqual(["cannot-record"]);
    bench.send({ kind: "recorder-changed", writing: true, why: "" });
    expect([bench.released(2), bench.released(3)]).toEqual([true, true]);
  });
});

describe("the controller held up", () => {
  test("after a gap between ticks every release ends until the buffers have been heard", () => {
    const bench = createBench({});
    bench.enters(2, 12);
    bench.run(1_000);
    bench.pass(301);
    bench.send({ kind: "reader-changed", reader: readerId("r1"), link: { up: true } });
    expect([bench.released(2), bench.reasons(2)]).toEqual([false, ["held-up"]]);
    bench.run(200);
    expect(bench.released(2)).toBe(false);
    bench.run(200);
    expect(bench.released(2)).toBe(true);
  });
  test("a tick that comes 300 ms after the last is no gap", () => {
    const bench = createBench({});
    bench.enters(2, 12);
    bench.pass(300);
    bench.send({ kind: "ticked" });
    expect(bench.released(2)).toBe(true);
  });
});

describe("faults", () => {
  test("are raised after the start's grace, each once, and go by themselves when mended", () => {
    const bench = createBench({ ready: false });
    bench.run(5_000);
    expect(bench.faults()).toEqual([]);
    bench.run(200);
    expect(bench.faults()).toEqual([
      "clock-untrusted",
      // The switches on a board that is away are that board's fault.
      "input-away input gate-1",
      "node-away node A",
      "node-away node B",
      ...[1, 2, 3, 4].map((n) => `reader-away reader r${n}`),
      "table-missing",
    ]);
    const raised = bench.notes("fault-raised").length;
    bench.run(3_000);
    expect(bench.notes("fault-raised").length).toBe(raised);
    for (const node of ["A", "B"]) bench.plug(node);
    for (const { input } of PLAN.inputs) bench.input(input, "inactive");
    for (const { reader } of PLAN.readers) bench.send({ kind: "reader-changed", reader, link: { up: true } });
    bench.send({ kind: "time-source-changed", synchronised: true, source: "ntp" });
    bench.send({ kind: "table-loaded", table: HERD });
    bench.run(100);
    expect(bench.faults()).toEqual([]);
    expect(bench.notes("fault-cleared").length).toBe(bench.notes("fault-raised").length);
  });
  test("a reader that hears none of five cows is silent; the next tag it hears ends that", () => {
    const bench = createBench({});
    for (let n = 0; n < 5; n += 1) {
      bench.enters(2, null);
      bench.run(100);
      bench.leaves(2);
    }
    expect(bench.faults()).toEqual(["reader-silent reader r2"]);
    expect(
      bench.effects().some((effect) => effect.kind === "signal" && effect.signal === "siren" && effect.on),
    ).toBe(true);
    bench.enters(2, 12);
    bench.leaves(2);
    expect(bench.faults()).toEqual([]);
  });
  test("the recorder stopped is a fault with the siren; the beacon shines for any", () => {
    const bench = createBench({});
    bench.run(5_000);
    bench.send({ kind: "recorder-changed", writing: false, why: "disk full" });
    expect(bench.faults()).toEqual(["recorder-stopped"]);
    expect([bench.shed().siren, bench.shed().beacon]).toEqual([true, true]);
    bench.send({ kind: "recorder-changed", writing: true, why: "" });
    expect([bench.shed().siren, bench.shed().beacon]).toEqual([false, false]);
    bench.unplug("B");
    bench.run(100);
    bench.input("place-4", "inactive");
    expect([bench.shed().siren, bench.shed().beacon]).toEqual([false, true]);
  });
  test("a valve that does not reach the vat is sent back, latched, and released again only after a person cleared it", () => {
    const bench = createBench({});
    bench.stick(2);
    bench.enters(2, 12);
    bench.run(1_000);
    expect([bench.released(2), bench.reasons(2)]).toEqual([false, ["valve-unproven"]]);
    expect(bench.faults()).toEqual(["valve-not-at-vat bail 2"]);
    bench.mend(2);
    bench.run(5_000);
    expect(bench.released(2)).toBe(false);
    bench.intend({ kind: "clear-valve-fault", bail: bailNo(2), reason: "new seal" });
    bench.run(200);
    expect(bench.released(2)).toBe(true);
    expect(bench.faults()).toEqual([]);
    expect(bench.notes("fault-cleared").at(-1)).toMatchObject({ fault: "valve-not-at-vat", by: "Kim" });
  });
});

test("a carried milking number, milkings and looks are taken up by the next run", () => {
  const carried = { ...NOTHING_CARRIED, milkingNo: 7, lookedAt: { "30": at(999) } };
  const bench = createBench({ carried });
  bench.enters(2, 30);
  expect(bench.released(2)).toBe(true);
  expect(bench.notes("milking-began")).toMatchObject([{ milking: 8 }]);
});
