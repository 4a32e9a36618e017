// Room: test/main. What the controller's process says to its office, and what it makes of what it hears.

import { expect, test } from "vitest";
import { boardOf } from "../../src/controller/board.ts";
import { devicesOf } from "../../src/controller/devices.ts";
import type { Effect } from "../../src/controller/effect.ts";
import type { ControllerEvent } from "../../src/controller/event.ts";
import type { Note } from "../../src/controller/note.ts";
import { personId } from "../../src/domain/ids.ts";
import { epochMs } from "../../src/domain/units.ts";
import { createOfficeTalk, NOT_SAID_YET } from "../../src/main/office-talk.ts";
import type { ToOffice } from "../../src/ports/office-link.ts";
import { createBench } from "../controller/bench.ts";

const SAM = personId("sam");
const noted = (note: Note): Effect => ({ kind: "noted", evidence: true, note });
const inForce = (fingerprint: string) => noted({ kind: "table-in-force", fingerprint, cows: 3 });
const stopped = { kind: "raise-vat-stop", reason: "asked for" } as const;

/** A controller whose step answers with the effects put into `gives`, and an office that takes messages or is stopped. */
function talking() {
  const said: ToOffice[] = [];
  const events: ControllerEvent[] = [];
  const vouched: (string | null)[] = [];
  const state = createBench({}).state();
  let now = 0;
  let seq = 0;
  let table: string | null = null;
  let stuck = false;
  const waiting: (() => void)[] = [];
  const gives: { effects: readonly Effect[] } = { effects: [] };
  const take = (event: ControllerEvent): number => {
    seq += 1;
    for (const effect of gives.effects)
      if (effect.kind === "noted" && effect.note.kind === "table-in-force") table = effect.note.fingerprint;
    talk.recorded(seq, event, gives.effects);
    gives.effects = [];
    return seq;
  };
  const talk = createOfficeTalk({
    deliver: (event) => {
      events.push(event);
      take(event);
    },
    herd: { published: (one) => vouched.push(one), none: () => vouched.push(null) },
    inForce: () => table,
    show: () => {
      const [board, devices] = [boardOf(state), devicesOf(state)];
      return board === null || devices === null ? null : { board, devices, wall: epochMs(1) };
    },
    now: () => now,
  });
  const wire = {
    send: (message: ToOffice, sent: () => void) => {
      said.push(message);
      if (stuck) waiting.push(sent);
      else sent();
    },
  };
  return {
    talk,
    said,
    events,
    vouched,
    wire,
    gives,
    take,
    pass: (ms: number) => {
      now += ms;
    },
    stop: () => {
      stuck = true;
    },
    goOn: () => {
      stuck = false;
      for (const sent of waiting.splice(0)) sent();
    },
    kinds: () => said.map(({ kind }) => kind),
    last: () => said.at(-1),
  };
}

test("an office is told where things stand as it begins, and no table is in force before it has vouched for one", () => {
  const { talk, said, wire } = talking();
  talk.durable("flight-1", 300, 4);
  talk.begins(wire);
  expect(said).toEqual([
    { kind: "in-force", fingerprint: null, why: NOT_SAID_YET },
    { kind: "durable", file: "flight-1", bytes: 300 },
  ]);
});

test("a published table is read at once, and said to be in force when the note of it is on the disk, not before", () => {
  const { talk, said, wire, vouched, gives, take } = talking();
  talk.begins(wire);
  expect(talk.heard({ kind: "table-published", fingerprint: "aaa" })).toBe(true);
  expect(vouched).toEqual(["aaa"]);
  gives.effects = [inForce("aaa")];
  const seq = take({ kind: "table-lost", why: "" });
  talk.durable("flight-1", 100, seq - 1);
  expect(said.filter(({ kind }) => kind === "in-force")).toHaveLength(1);
  talk.durable("flight-1", 200, seq);
  expect(said.filter(({ kind }) => kind === "in-force").at(-1)).toEqual({
    kind: "in-force",
    fingerprint: "aaa",
    why: "",
  });
});

test("an office that comes again and vouches for the table in force is told so at once, and nothing is read", () => {
  const { talk, last, wire, vouched, gives, take } = talking();
  gives.effects = [inForce("aaa")];
  talk.durable("flight-1", 200, take({ kind: "ticked" }));
  talk.begins(wire);
  talk.heard({ kind: "table-published", fingerprint: "aaa" });
  expect(vouched).toEqual([]);
  expect(last()).toEqual({ kind: "in-force", fingerprint: "aaa", why: "" });
});

test("an office without records takes the table away, with its words", () => {
  const { talk, events, vouched, wire } = talking();
  talk.begins(wire);
  talk.heard({ kind: "no-table", why: "The database is damaged." });
  expect(events).toEqual([{ kind: "table-lost", why: "The database is damaged." }]);
  expect(vouched).toEqual([null]);
});

test("a person's wish is answered from that very step, once it is on the disk", () => {
  const { talk, last, said, wire, events } = talking();
  talk.begins(wire);
  const before = said.length;
  expect(talk.heard({ kind: "intend", id: 7, by: "sam", intent: stopped })).toBe(true);
  expect(events).toEqual([{ kind: "intended", by: "sam", intent: stopped }]);
  expect(said).toHaveLength(before);
  talk.durable("flight-1", 100, 1);
  expect(said.slice(before)).toContainEqual({
    kind: "answer",
    id: 7,
    accepted: true,
    why: "",
    recorded: true,
  });
  expect(last()?.kind).toBe("durable");
});

test.each<Note>([
  { kind: "refused", by: SAM, intent: "clear-vat-stop", why: "the vat stop is not raised" },
  {
    kind: "vat-refused",
    at: epochMs(1),
    trusted: true,
    by: SAM,
    what: "collected",
    why: "the vat stop is not raised",
  },
])("what the step refuses is refused in its words, and the refusal is recorded", (note) => {
  const { talk, said, wire, gives } = talking();
  talk.begins(wire);
  gives.effects = [noted(note)];
  talk.heard({ kind: "intend", id: 8, by: "sam", intent: stopped });
  talk.durable("flight-1", 100, 1);
  expect(said).toContainEqual({
    kind: "answer",
    id: 8,
    accepted: false,
    why: "the vat stop is not raised",
    recorded: true,
  });
});

test("a disk that does not take it in time is told, and not waited for", () => {
  const { talk, said, wire, pass } = talking();
  const answers = () => said.filter(({ kind }) => kind === "answer");
  talk.begins(wire);
  talk.heard({ kind: "intend", id: 9, by: "sam", intent: stopped });
  pass(2_400);
  talk.shows();
  expect(answers()).toEqual([]);
  pass(200);
  talk.shows();
  expect(answers()).toEqual([{ kind: "answer", id: 9, accepted: true, why: "", recorded: false }]);
  talk.durable("flight-1", 100, 1);
  expect(answers()).toHaveLength(1);
});

test("boards go out against a credit only", () => {
  const { talk, wire, kinds } = talking();
  talk.begins(wire);
  const boards = () => kinds().filter((kind) => kind === "board").length;
  for (let n = 0; n < 10; n += 1) talk.shows();
  expect(boards()).toBe(1);
  talk.heard({ kind: "board-taken" });
  talk.shows();
  talk.shows();
  expect(boards()).toBe(2);
});

test("for a stopped office next to nothing waits: a million records later, the newest of each is told once", () => {
  const { talk, wire, said, stop, goOn, gives, take } = talking();
  talk.begins(wire);
  stop();
  const before = said.length;
  for (let n = 1; n <= 2_000; n += 1) {
    gives.effects = [inForce(`t${n}`)];
    talk.durable("flight-1", n * 100, take({ kind: "ticked" }));
    talk.notTaken(`t${n}`, "no");
    talk.shows();
  }
  expect(said.length - before).toBeLessThanOrEqual(2);
  goOn();
  expect(said.length - before).toBeLessThanOrEqual(6);
  expect(said).toContainEqual({ kind: "in-force", fingerprint: "t2000", why: "" });
  expect(said).toContainEqual({ kind: "durable", file: "flight-1", bytes: 200_000 });
});

test("too many questions at once are refused in words, not kept", () => {
  const { talk, said, wire } = talking();
  talk.begins(wire);
  for (let id = 0; id < 200; id += 1) talk.heard({ kind: "intend", id, by: "sam", intent: stopped });
  const refusals = said.filter((one) => one.kind === "answer");
  expect(refusals).toHaveLength(200 - 64);
  expect(refusals[0]).toMatchObject({ accepted: false, why: expect.stringContaining("Too many") });
});

test.each([
  null,
  "table-published",
  { kind: "release", bail: 3 },
  { kind: "table-published", fingerprint: "" },
  { kind: "table-published", fingerprint: "a", more: 1 },
  { kind: "intend", id: 1, by: "sam", intent: { kind: "release-bail", bail: 3 } },
  { kind: "intend", id: 1, by: "sam", intent: { kind: "divert-bail", bail: 1.5 } },
  { kind: "intend", id: 1, by: "", intent: { kind: "confirm-time" } },
])("%j is none of the list: dropped and counted", (message) => {
  const { talk, events, vouched } = talking();
  expect(talk.heard(message)).toBe(false);
  expect([talk.dropped(), events, vouched]).toEqual([1, [], []]);
});

test("answers to an office that has gone are nobody's: the next one is not told them", () => {
  const { talk, said, wire } = talking();
  talk.begins(wire);
  talk.heard({ kind: "intend", id: 1, by: "sam", intent: stopped });
  talk.ends();
  talk.begins(wire);
  talk.durable("flight-1", 100, 1);
  expect(said.some(({ kind }) => kind === "answer")).toBe(false);
});
