// Room: test/office. What the office makes of what the controller says, and what it may take for true.

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { boardOf } from "../../src/controller/board.ts";
import { devicesOf } from "../../src/controller/devices.ts";
import { personId } from "../../src/domain/ids.ts";
import { monoMs } from "../../src/domain/units.ts";
import { createLink } from "../../src/office/link.ts";
import type { ToController } from "../../src/ports/office-link.ts";
import { createBench } from "../controller/bench.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function linked(open = true) {
  const said: ToController[] = [];
  let now = 1_000;
  const send = (message: ToController) => {
    if (open) said.push(message);
    return open;
  };
  const link = createLink({ send }, { mono: () => monoMs(now) });
  return {
    link,
    said,
    pass: (ms: number) => {
      now += ms;
      return vi.advanceTimersByTimeAsync(ms);
    },
  };
}
const inForce = (fingerprint: string | null) => ({ kind: "in-force", fingerprint, why: "" });
const state = createBench({}).state();
const BOARD = { kind: "board", board: boardOf(state), devices: devicesOf(state), wall: 5_000 };
const SAM = personId("sam");

test("a board is taken, acknowledged, and grows old until the next comes", async () => {
  const { link, said, pass } = linked();
  expect(link.board()).toBe(null);
  expect(link.heard(BOARD)).toBe(true);
  expect(said).toEqual([{ kind: "board-taken" }]);
  await pass(700);
  expect(link.board()).toMatchObject({ age: 700, wall: 5_000 });
});

test("a published table counts as in force when the controller says so", async () => {
  const { link, said } = linked();
  link.published("aaa");
  expect(said).toEqual([{ kind: "table-published", fingerprint: "aaa" }]);
  const came = link.untilInForce("aaa", 3_000);
  link.heard(inForce("aaa"));
  expect(await came).toBe(true);
  expect(await link.untilInForce("aaa", 3_000)).toBe(true);
});

test("a table that was published after it is as good: it holds the entry too", async () => {
  const { link } = linked();
  link.published("aaa");
  const came = link.untilInForce("aaa", 3_000);
  link.published("bbb");
  link.heard(inForce("bbb"));
  expect(await came).toBe(true);
});

test("an older table in force is not good enough, and the wait for the right one ends", async () => {
  const { link, pass } = linked();
  link.published("aaa");
  link.heard(inForce("aaa"));
  link.published("bbb");
  const came = link.untilInForce("bbb", 3_000);
  link.heard(inForce("aaa"));
  await pass(3_000);
  expect(await came).toBe(false);
});

test("a table that the controller refuses is not waited for any longer", async () => {
  const { link } = linked();
  link.published("aaa");
  const came = link.untilInForce("aaa", 3_000);
  link.heard({ kind: "not-taken", fingerprint: "aaa", why: "it has mistakes" });
  expect(await came).toBe(false);
});

test("after the office has said that there is no table, nothing of before counts any more", async () => {
  const { link, said, pass } = linked();
  link.published("aaa");
  link.published("bbb");
  link.noTable("The database is damaged.");
  expect(said.at(-1)).toEqual({ kind: "no-table", why: "The database is damaged." });
  const came = link.untilInForce("aaa", 1_000);
  link.heard(inForce("bbb"));
  await pass(1_000);
  expect(await came).toBe(false);
});

test("a wish is answered with what the controller made of it", async () => {
  const { link, said } = linked();
  const answer = link.intend(SAM, { kind: "confirm-time" });
  expect(said).toEqual([{ kind: "intend", id: 0, by: "sam", intent: { kind: "confirm-time" } }]);
  link.heard({ kind: "answer", id: 0, accepted: false, why: "no", recorded: true });
  expect(await answer).toEqual({ accepted: false, why: "no", recorded: true });
});

test("a controller that does not answer, or is gone, is an answer too", async () => {
  const { link, pass } = linked();
  const answer = link.intend(SAM, { kind: "confirm-time" });
  await pass(5_000);
  expect(await answer).toMatchObject({ accepted: false, why: expect.stringContaining("did not answer") });
  const gone = linked(false);
  expect(await gone.link.intend(SAM, { kind: "confirm-time" })).toMatchObject({ accepted: false });
});

test("no more questions wait than people ask", async () => {
  const { link, said } = linked();
  const all = Array.from({ length: 40 }, () => link.intend(SAM, { kind: "confirm-time" }));
  expect(said).toHaveLength(32);
  expect(await all.at(-1)).toMatchObject({ why: expect.stringContaining("Too many") });
});

test("who listens is told after it is so, until they stop", () => {
  const { link } = linked();
  const seen: unknown[] = [];
  const stop = link.listen((what) =>
    seen.push([what, link.inForce().fingerprint, link.durable()?.bytes ?? null]),
  );
  link.heard(inForce("aaa"));
  link.heard({ kind: "durable", file: "flight-1", bytes: 70 });
  stop();
  link.heard(inForce(null));
  expect(seen).toEqual([
    ["in-force", "aaa", null],
    ["durable", "aaa", 70],
  ]);
});

test.each([
  undefined,
  "board",
  { kind: "board", board: {}, devices: {}, wall: 1 },
  { kind: "durable", file: "", bytes: 1 },
  { kind: "in-force", fingerprint: 3, why: "" },
  { kind: "release" },
])("%j is none of the list: dropped and counted", (message) => {
  const { link, said } = linked();
  expect(link.heard(message)).toBe(false);
  expect([link.dropped(), said]).toEqual([1, []]);
});
