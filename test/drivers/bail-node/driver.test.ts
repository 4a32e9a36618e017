// Room: test/drivers/bail-node. The driver on a real serial port, at the other end the released firmware.

import { readdirSync } from "node:fs";
import { SerialPort } from "serialport";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { ControllerEvent } from "../../../src/controller/event.ts";
import { setBoardNumber } from "../../../src/drivers/bail-node/number-board.ts";
import { createDoubleBoard, REST } from "./double-board.ts";
import { BEAM, cleanUp, GATE, lineProcesses, onCleanUp, RELEASE_FIRST, realBoard, rig } from "./rig.ts";

afterEach(cleanUp);

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** What a busy test machine may add to a time that is promised for a quiet one. */
const SLACK_MS = 150;

describe("a node comes up", () => {
  test("within 600 ms of its port opening, then its report, then every input", async () => {
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

  test("without ordinary inputs, without johnny-five", async () => {
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
  test("moves the coil at the pin, is reported, and ends within 500 ms once nobody renews it", async () => {
    const shed = await rig();
    const board = realBoard(shed.line);
    const changes: { at: number; coils: number }[] = [];
    board.onDrive((_, { coils }) => {
      if (coils !== (changes.at(-1)?.coils ?? 0)) changes.push({ at: performance.now(), coils });
    });
    shed.renew(RELEASE_FIRST);
    shed.start();
    await shed.up();
    await vi.waitFor(() =>
      expect(board.drive()).toMatchObject({ coils: 1, shutOffOpen: true, vatStopClear: true }),
    );
    await sleep(700);
    expect(changes.map(({ coils }) => coils)).toEqual([1]);
    await vi.waitFor(() =>
      expect(shed.events().at(-1)).toMatchObject({
        kind: "node-reported",
        report: { coils: 1, leaseLive: true },
      }),
    );
    shed.renew(null);
    const silentAt = performance.now();
    await vi.waitFor(() => expect(board.drive().coils).toBe(0));
    expect((changes[1]?.at ?? 0) - silentAt).toBeLessThan(500 + SLACK_MS);
    expect(shed.driver.statistics()).toMatchObject({ refusedFrames: 0, leasesDropped: 0 });
  });

  test("for another session never leaves the computer", async () => {
    const shed = await rig();
    const board = realBoard(shed.line);
    shed.start();
    await shed.up();
    shed.driver.lease((shed.session() ?? 0) + 1, RELEASE_FIRST);
    await sleep(150);
    expect(board.drive().coils).toBe(0);
    expect(shed.driver.statistics()).toMatchObject({ leasesDropped: 1, leasesSent: 0, refusedFrames: 0 });
  });
});

describe("a node is lost in the middle of a lease", () => {
  test("unplugged: told at once, inputs unknown; plugged in again everything works as before", async () => {
    const shed = await rig();
    const board = realBoard(shed.line);
    shed.renew(RELEASE_FIRST);
    shed.start();
    await shed.up();
    expect(shed.driver.relay("pump", true)).toBe(true);
    await vi.waitFor(() => expect(board.drive().coils).toBe(1));
    const pulled = performance.now();
    shed.line.unplug();
    const down = await shed.down("unplugged");
    expect((shed.told[down]?.at ?? 0) - pulled).toBeLessThan(50 + SLACK_MS);
    expect([shed.level(BEAM), shed.level(GATE)]).toEqual(["unknown", "unknown"]);
    expect(shed.driver.relay("pump", true)).toBe(false);
    await vi.waitFor(() => expect(board.drive().coils).toBe(0));
    expect(performance.now() - pulled).toBeLessThan(500 + SLACK_MS);
    await shed.line.replug();
    await shed.up(down);
    await vi.waitFor(() => expect(board.drive().coils).toBe(1));
    board.setPin(18, false);
    await vi.waitFor(() => expect(shed.level(BEAM)).toBe("active"));
    expect(shed.driver.statistics().relays).toEqual([{ name: "pump", commanded: false, confirmed: "off" }]);
  });

  test("restarted: told with the new session; the relay is off, the inputs are there again", async () => {
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
    await vi.waitFor(() => expect(relay).toBe(true));
    await vi.waitFor(() =>
      expect(shed.driver.statistics().relays).toMatchObject([{ commanded: true, confirmed: "on" }]),
    );
    board.setPin(18, false);
    await vi.waitFor(() => expect(shed.level(BEAM)).toBe("active"));
    board.reset("watchdog");
    expect(board.drive().coils).toBe(0);
    const down = await shed.down("restarted");
    const up = await shed.up(down);
    expect(shed.events()[up]).toMatchObject({ resetCause: "watchdog" });
    expect(shed.session()).not.toBe(before);
    await vi.waitFor(() => expect(board.drive().coils).toBe(1));
    expect(relay).toBe(false);
    await vi.waitFor(() => expect(shed.level(BEAM)).toBe("active"));
    board.setPin(18, true);
    await vi.waitFor(() => expect(shed.level(BEAM)).toBe("inactive"));
    expect(shed.driver.statistics().restarts).toBe(1);
  });

  test("the other end of the line stands still: silent, and up again when it moves on", async () => {
    const before = new Set(lineProcesses());
    const shed = await rig();
    const board = realBoard(shed.line);
    const [peer] = lineProcesses().filter((pid) => !before.has(pid));
    if (peer === undefined) throw new Error("the line's process is not to be found");
    shed.renew(RELEASE_FIRST);
    shed.start();
    await shed.up();
    await vi.waitFor(() => expect(board.drive().coils).toBe(1));
    process.kill(peer, "SIGSTOP");
    const stopped = performance.now();
    const down = await shed.down("silent");
    expect((shed.told[down]?.at ?? 0) - stopped).toBeLessThan(450 + SLACK_MS);
    await vi.waitFor(() => expect(board.drive().coils).toBe(0));
    shed.renew(null);
    // The line hands over what it held: leases from before the silence, and then the frame that voids them.
    const energised: number[] = [];
    let since = 0;
    board.onDrive((_, { coils }) => {
      if (coils !== 0) since ||= performance.now();
      else if (since > 0) energised.push(performance.now() - since);
      if (coils === 0) since = 0;
    });
    process.kill(peer, "SIGCONT");
    await shed.up(down);
    await sleep(200);
    expect(board.drive().coils).toBe(0);
    for (const ms of energised) expect(ms).toBeLessThan(30 + SLACK_MS);
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

  test("an edge is told within milliseconds, and a pulse of 20 ms is two edges", async () => {
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
        await vi.waitFor(() => expect(shed.told.length).toBeGreaterThan(seen), { interval: 1 });
        delays.push((shed.told.at(-1)?.at ?? 0) - at);
        await sleep(20);
      }
    }
    const levels = inputsTold(shed.events().slice(up + 4)).map(({ level }) => level);
    expect(levels).toEqual(Array.from({ length: 10 }, () => ["active", "inactive"]).flat());
    expect(delays.sort((a, b) => a - b)[10]).toBeLessThan(15);
  });

  test("a pulse that went by while this program stood still is not lost", async () => {
    const shed = await rig();
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

describe("the wrong thing on the port", () => {
  test("a board with another number is not driven", async () => {
    const shed = await rig();
    const board = realBoard(shed.line, 9);
    shed.renew(RELEASE_FIRST);
    shed.start();
    await shed.down("wrong-node");
    await sleep(200);
    expect(board.drive().coils).toBe(0);
    expect(shed.events()).toHaveLength(1);
  });

  test("a tag reader is another device", async () => {
    const shed = await rig();
    const timer = setInterval(() => shed.line.write(Buffer.from("LA 982 000001088420\r\n")), 50);
    onCleanUp(() => clearInterval(timer));
    shed.start();
    await shed.down("wrong-device");
    expect(shed.events()).toHaveLength(1);
  });

  test("a port that another program holds is busy, and is taken when it is free", async () => {
    const shed = await rig();
    const board = createDoubleBoard(shed.line);
    onCleanUp(board.end);
    const holder = new SerialPort({ path: shed.line.path, baudRate: 9_600, hupcl: false });
    await vi.waitFor(() => expect(holder.isOpen).toBe(true));
    shed.start();
    await shed.down("busy");
    holder.close();
    await shed.up();
  });

  test("noise between the frames of the right board costs nothing", async () => {
    const shed = await rig();
    const board = createDoubleBoard(shed.line);
    let seed = 1;
    const timer = setInterval(() => {
      const noise = Array.from({ length: 40 }, () => {
        seed = (seed * 48_271) % 2_147_483_647;
        return seed & 0xff;
      });
      shed.line.write(Uint8Array.from(noise));
    }, 37);
    onCleanUp(() => clearInterval(timer));
    onCleanUp(board.end);
    shed.renew(RELEASE_FIRST);
    shed.start();
    const up = await shed.up();
    await sleep(800);
    expect(
      shed
        .events()
        .slice(up)
        .filter(({ kind }) => kind === "node-down"),
    ).toEqual([]);
    expect(board.status.leaseLive).toBe(true);
    expect(shed.driver.statistics().noiseBytes).toBeGreaterThan(100);
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
  await vi.waitFor(() =>
    expect(sheds.map((shed) => shed.level(BEAM))).toEqual(["inactive", "active", "inactive"]),
  );
  second.line.unplug();
  await second.down("unplugged");
  await sleep(500);
  expect(real.drive().coils).toBe(1);
  expect(doubles[1]?.status.leaseLive).toBe(true);
  expect([first, third].map((shed) => shed.driver.statistics().timesUp)).toEqual([1, 1]);
});

test("sixty restarts and five unplugs leave no listener, timer or open file behind", async () => {
  const shed = await rig();
  const board = createDoubleBoard(shed.line, { session: 1 });
  onCleanUp(board.end);
  shed.start();
  await shed.up();
  const counts = () => ({
    files: readdirSync("/proc/self/fd").length,
    signals: ["SIGINT", "SIGTERM", "SIGHUP", "uncaughtException"].map((name) => process.listenerCount(name)),
    timers: process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length,
  });
  shed.renew(RELEASE_FIRST);
  const before = counts();
  for (let restart = 2; restart <= 61; restart += 1) {
    const seen = shed.told.length;
    board.restart(restart);
    await sleep(3);
    board.say({});
    await shed.up(seen);
  }
  for (let unplug = 0; unplug < 5; unplug += 1) {
    const seen = shed.told.length;
    shed.line.unplug();
    await shed.down("unplugged", seen);
    await shed.line.replug();
    await shed.up(seen);
  }
  board.contact(18, true);
  await vi.waitFor(() => expect(shed.level(BEAM)).toBe("active"));
  const after = counts();
  expect(after.signals).toEqual(before.signals);
  expect(after.files).toBeLessThanOrEqual(before.files + 2);
  expect(after.timers).toBeLessThanOrEqual(before.timers + 2);
  expect(shed.driver.statistics()).toMatchObject({ timesUp: 66, restarts: 60 });
});

describe("numbering a board", () => {
  test("a new board takes its number, and the driver that wants this number takes the board", async () => {
    const shed = await rig();
    realBoard(shed.line, 0);
    expect(await setBoardNumber(shed.line.path, 7)).toEqual({ ok: true, value: { before: 0 } });
    shed.start();
    await shed.up();
    expect(await setBoardNumber(shed.line.path, 8)).toEqual({
      ok: false,
      error: { kind: "link", why: "busy" },
    });
  });

  test("a board under a live lease keeps its number", async () => {
    const shed = await rig();
    const board = createDoubleBoard(shed.line, { leaseLive: true });
    onCleanUp(board.end);
    expect(await setBoardNumber(shed.line.path, 8)).toEqual({
      ok: false,
      error: { kind: "refused", refusal: "lease-live" },
    });
    expect(board.status.boardNumber).toBe(REST.boardNumber);
  });
});

function inputsTold(events: readonly ControllerEvent[]) {
  return events.flatMap((event) => (event.kind === "input-changed" ? [event] : []));
}
