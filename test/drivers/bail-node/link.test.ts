// Room: test/drivers/bail-node. The driver's link: the wrong thing at the other end, and ends that leave nothing behind.

import { readdirSync } from "node:fs";
import { SerialPort } from "serialport";
import { afterEach, describe, expect, test } from "vitest";
import { setBoardNumber } from "../../../src/drivers/bail-node/number-board.ts";
import type { PortEvents } from "../../../src/drivers/bail-node/port.ts";
import { createDoubleBoard, REST } from "./double-board.ts";
import { BEAM, cleanUp, onCleanUp, RELEASE_FIRST, realBoard, rig, soon } from "./rig.ts";

afterEach(cleanUp);

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** What a busy test machine may add to a time that is promised for a quiet one. */
const SLACK_MS = 150;

test("a write that never ends takes the link down, though the board goes on talking", {
  retry: 2,
}, async () => {
  let events: PortEvents | null = null;
  let takes = true;
  let closes = 0;
  const listeners: ((bytes: Buffer) => void)[] = [];
  const board = createDoubleBoard({
    write: (bytes) => events?.heard(bytes),
    onData: (hear) => {
      listeners.push(hear);
    },
  });
  onCleanUp(board.end);
  const shed = await rig({
    inputs: [],
    relays: [],
    open: (_, opened) => {
      events = opened;
      setImmediate(opened.opened);
      return {
        write: (bytes) => {
          if (!takes) return;
          for (const hear of listeners) hear(Buffer.from(bytes));
          setImmediate(opened.written);
        },
        close: () => {
          closes += 1;
          setImmediate(() => opened.closed(null));
        },
      };
    },
  });
  shed.renew(RELEASE_FIRST);
  shed.start();
  await shed.up();
  takes = false;
  const blocked = performance.now();
  const down = await shed.down("write-stalled");
  expect((shed.told[down]?.at ?? 0) - blocked).toBeLessThan(100 + 150 + 50 + SLACK_MS);
  takes = true;
  await shed.up(down);
  expect(closes).toBe(1);
});

test("once ended the driver tells nothing more and leaves the port free", async () => {
  const shed = await rig();
  const board = createDoubleBoard(shed.line);
  onCleanUp(board.end);
  shed.start();
  await shed.up();
  const other = await rig({ path: shed.line.path });
  shed.end();
  const told = shed.told.length;
  board.say({ coils: 1 });
  board.contact(18, true);
  other.start();
  await other.up();
  expect(shed.told).toHaveLength(told);
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
    await soon(() => expect(holder.isOpen).toBe(true));
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
  await soon(() => expect(shed.level(BEAM)).toBe("active"));
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
