// Room: test/drivers/bail-node. The driver on a real serial port, at the other end the released firmware.

import { afterEach, describe, expect, test } from "vitest";
import type { ControllerEvent } from "../../../src/controller/event.ts";
import { CYCLES_A_MS } from "../../../src/sim/avr/chip.ts";
import { createDoubleBoard } from "./double-board.ts";
import { BEAM, cleanUp, GATE, lineProcesses, onCleanUp, RELEASE_FIRST, realBoard, rig, soon } from "./rig.ts";

afterEach(cleanUp);

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** Times are promised for a machine that has them to give; a test of one may be tried again on one that had not. */
const TIMED = { retry: 2 };
/** What a busy test machine may add to a time that is promised for a quiet one. */
const SLACK_MS = 150;

describe("a node comes up", () => {
  test("within 600 ms of its port opening, then its report, then every input", TIMED, async () => {
    const shed = await rig();
    realBoard(shed.line).setPin(3, false);
    await sleep(150);
    const started = performance.now();
    shed.start();
    await shed.up();
    expect((shed.told[0]?.at ?? 0) - started).toBeLessThan(600 + SLACK_MS);
    expect(shed.events().slice(0, 4)).toMatchObject([
      { kind: "node-up", node: "pit-1", resetCause: "power-on" },
      {
        kind: "node-reported",
        report: { coils: 0, shutOffOpen: false, vatStopClear: false },
      },
      { kind: "input-changed", input: "beam", level: "inactive" },
      { kind: "input-changed", input: "gate", level: "inactive" },
    ]);
  });

  test("that was not there at the start, when it is plugged in", async () => {
    const shed = await rig();
    shed.line.unplug();
    shed.start();
    await shed.down("absent");
    expect(shed.driver.statistics()).toMatchObject({ phase: "waiting", trouble: "absent" });
    realBoard(shed.line);
    await shed.line.replug();
    await shed.up();
    expect(shed.driver.statistics()).toMatchObject({ phase: "up", trouble: null, timesUp: 1 });
  });

  test("without ordinary inputs, without johnny-five", TIMED, async () => {
    const shed = await rig({ inputs: [], relays: [] });
    realBoard(shed.line);
    shed.start();
    await shed.up();
    expect(
      shed
        .events()
        .slice(0, 2)
        .map(({ kind }) => kind),
    ).toEqual(["node-up", "node-reported"]);
  });
});

describe("a lease", () => {
  test(
    "moves the coil at the pin, is reported, and ends within 500 ms once nobody renews it",
    TIMED,
    async () => {
      const shed = await rig();
      const board = realBoard(shed.line);
      const changes: { cycle: number; coils: number }[] = [];
      board.onDrive((cycle, { coils }) => {
        if (coils !== (changes.at(-1)?.coils ?? 0)) changes.push({ cycle, coils });
      });
      shed.renew(RELEASE_FIRST);
      shed.start();
      await shed.up();
      await soon(() =>
        expect(board.drive()).toMatchObject({ coils: 1, shutOffOpen: true, vatStopClear: true }),
      );
      await sleep(700);
      expect(changes.map(({ coils }) => coils)).toEqual([1]);
      await soon(() =>
        expect(shed.events().at(-1)).toMatchObject({
          kind: "node-reported",
          report: { coils: 1, leaseLive: true },
        }),
      );
      shed.renew(null);
      const silentAt = board.cycle();
      await soon(() => expect(board.drive().coils).toBe(0));
      expect(((changes[1]?.cycle ?? 0) - silentAt) / CYCLES_A_MS).toBeLessThan(500);
      expect(shed.driver.statistics()).toMatchObject({ refusedFrames: 0, leasesDropped: 0 });
    },
  );

  test("for another session never leaves the computer", async () => {
    const shed = await rig();
    const board = realBoard(shed.line);
    shed.start();
    await shed.up();
    // A status that was under way while the port opened may have been cut short, and refused.
    const { refusedFrames } = shed.driver.statistics();
    shed.driver.lease((shed.session() ?? 0) + 1, RELEASE_FIRST);
    await sleep(150);
    expect(board.drive().coils).toBe(0);
    expect(shed.driver.statistics()).toMatchObject({ leasesDropped: 1, leasesSent: 0, refusedFrames });
  });
});

describe("a node is lost in the middle of a lease", () => {
  test(
    "unplugged: told at once, inputs unknown; plugged in again everything works as before",
    TIMED,
    async () => {
      const shed = await rig();
      const board = realBoard(shed.line);
      shed.renew(RELEASE_FIRST);
      shed.start();
      await shed.up();
      expect(shed.driver.relay("pump", true)).toBe(true);
      await soon(() => expect(board.drive().coils).toBe(1));
      const pulled = performance.now();
      const pulledAt = board.cycle();
      let offAt = 0;
      board.onDrive((cycle, { coils }) => {
        if (coils === 0) offAt ||= cycle;
      });
      shed.line.unplug();
      const down = await shed.down("unplugged");
      expect((shed.told[down]?.at ?? 0) - pulled).toBeLessThan(50 + SLACK_MS);
      await shed.down("absent", down);
      const lost = inputsTold(shed.events().slice(down));
      expect(lost.map(({ input, level }) => [input, level])).toEqual([
        [BEAM, "unknown"],
        [GATE, "unknown"],
      ]);
      expect(shed.driver.relay("pump", true)).toBe(false);
      await soon(() => expect(board.drive().coils).toBe(0));
      expect((offAt - pulledAt) / CYCLES_A_MS).toBeLessThan(500);
      await shed.line.replug();
      await shed.up(down);
      await soon(() => expect(board.drive().coils).toBe(1));
      board.setPin(18, false);
      await soon(() => expect(shed.level(BEAM)).toBe("active"));
      expect(shed.driver.statistics().relays).toEqual([{ name: "pump", commanded: false, confirmed: "off" }]);
    },
  );

  test(
    "restarted: told with the new session; the relay is off, the inputs are there again",
    TIMED,
    async () => {
      const shed = await rig();
      const board = realBoard(shed.line);
      let relay: boolean | undefined;
      board.onOrdinary((_, pin, high) => {
        if (pin === 19) relay = high;
      });
      shed.renew(RELEASE_FIRST);
      shed.start();
      await shed.up();
      const before = shed.session();
      shed.driver.relay("pump", true);
      expect(shed.driver.statistics().relays).toMatchObject([{ commanded: true, confirmed: "unknown" }]);
      await soon(() => expect(relay).toBe(true));
      await soon(() =>
        expect(shed.driver.statistics().relays).toMatchObject([{ commanded: true, confirmed: "on" }]),
      );
      board.setPin(18, false);
      await soon(() => expect(shed.level(BEAM)).toBe("active"));
      board.reset("watchdog");
      expect(board.drive().coils).toBe(0);
      const down = await shed.down("restarted");
      const up = await shed.up(down);
      expect(shed.events()[up]).toMatchObject({ resetCause: "watchdog" });
      expect(shed.session()).not.toBe(before);
      await soon(() => expect(board.drive().coils).toBe(1));
      expect(relay).toBe(false);
      await soon(() => expect(shed.level(BEAM)).toBe("active"));
      board.setPin(18, true);
      await soon(() => expect(shed.level(BEAM)).toBe("inactive"));
      expect(shed.driver.statistics().restarts).toBe(1);
    },
  );

  test("the other end of the line stands still: silent, and up again when it moves on", TIMED, async () => {
    const before = new Set(lineProcesses());
    const shed = await rig();
    const board = realBoard(shed.line);
    const [peer] = lineProcesses().filter((pid) => !before.has(pid));
    if (peer === undefined) throw new Error("the line's process is not to be found");
    shed.renew(RELEASE_FIRST);
    shed.start();
    await shed.up();
    await soon(() => expect(board.drive().coils).toBe(1));
    process.kill(peer, "SIGSTOP");
    const stopped = performance.now();
    const down = await shed.down("silent");
    expect((shed.told[down]?.at ?? 0) - stopped).toBeLessThan(450 + SLACK_MS);
    await soon(() => expect(board.drive().coils).toBe(0));
    shed.renew(null);
    // The line hands over what it held: leases from before the silence, and then the frame that voids them.
    const energisedMs: number[] = [];
    let since: number | null = null;
    board.onDrive((cycle, { coils }) => {
      if (coils !== 0) since ??= cycle;
      else if (since !== null) energisedMs.push((cycle - since) / CYCLES_A_MS);
      if (coils === 0) since = null;
    });
    process.kill(peer, "SIGCONT");
    await shed.up(down);
    await sleep(200);
    expect(board.drive().coils).toBe(0);
    for (const ms of energisedMs) expect(ms).toBeLessThan(60);
  });
});

describe("inputs", () => {
  test("an order for a pin that is lost on the way is given again before the node comes up", async () => {
    const shed = await rig();
    const board = createDoubleBoard(shed.line);
    onCleanUp(board.end);
    board.loseOrders(1);
    shed.start();
    await shed.up();
    expect([...board.modes].sort()).toEqual([
      [18, 11],
      [19, 1],
      [3, 11],
    ]);
  });

  test("an edge is told within milliseconds, and a pulse of 20 ms is two edges", TIMED, async () => {
    const shed = await rig();
    const board = realBoard(shed.line);
    shed.start();
    const up = await shed.up();
    const delays: number[] = [];
    for (let pulse = 0; pulse < 10; pulse += 1) {
      for (const high of [false, true]) {
        const at = performance.now();
        const seen = shed.told.length;
        board.setPin(18, high);
        await soon(() => expect(shed.told.length).toBeGreaterThan(seen));
        delays.push((shed.told.at(-1)?.at ?? 0) - at);
        await sleep(20);
      }
    }
    const levels = inputsTold(shed.events().slice(up + 4)).map(({ level }) => level);
    expect(levels).toEqual(Array.from({ length: 10 }, () => ["active", "inactive"]).flat());
    expect(delays.sort((a, b) => a - b)[10]).toBeLessThan(25);
  });

  test("a pulse that went by while this program stood still is not lost, and its neighbour on the port is quiet", async () => {
    const shed = await rig({
      inputs: [
        { input: BEAM, pin: 18, activeWhen: "closed" },
        { input: GATE, pin: 17, activeWhen: "closed" },
      ],
    });
    const board = createDoubleBoard(shed.line);
    onCleanUp(board.end);
    shed.start();
    const up = await shed.up();
    board.contact(18, true);
    board.contact(18, false);
    await sleep(5);
    for (const until = performance.now() + 60; performance.now() < until; );
    await sleep(50);
    expect(inputsTold(shed.events().slice(up + 4))).toEqual([
      { kind: "input-changed", input: BEAM, level: "active" },
      { kind: "input-changed", input: BEAM, level: "inactive" },
    ]);
  });
});

test("three nodes at once: each its own, and the loss of one is nothing to the others", async () => {
  const sheds = await Promise.all([7, 8, 9].map((number) => rig({ number })));
  const [first, second, third] = sheds;
  if (first === undefined || second === undefined || third === undefined) throw new Error("three rigs");
  const real = realBoard(first.line, 7);
  const doubles = [
    createDoubleBoard(second.line, { boardNumber: 8 }),
    createDoubleBoard(third.line, { boardNumber: 9 }),
  ];
  for (const double of doubles) onCleanUp(double.end);
  for (const shed of sheds) {
    shed.renew(RELEASE_FIRST);
    shed.start();
  }
  await Promise.all(sheds.map((shed) => shed.up()));
  doubles[0]?.contact(18, true);
  await soon(() => expect(sheds.map((shed) => shed.level(BEAM))).toEqual(["inactive", "active", "inactive"]));
  second.line.unplug();
  await second.down("unplugged");
  await sleep(500);
  expect(real.drive().coils).toBe(1);
  expect(doubles[1]?.status.leaseLive).toBe(true);
  expect([first, third].map((shed) => shed.driver.statistics().timesUp)).toEqual([1, 1]);
});

function inputsTold(events: readonly ControllerEvent[]) {
  return events.flatMap((event) => (event.kind === "input-changed" ? [event] : []));
}
