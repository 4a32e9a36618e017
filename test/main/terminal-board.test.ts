// Room: test/main. The pit board in a terminal: nothing wider than the screen, nothing told by colour alone.

import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import type { Board, BoardBail } from "../../src/controller/board.ts";
import { bailNo, cowId, nodeId, readerId, rowId, visitId } from "../../src/domain/ids.ts";
import { epochMs } from "../../src/domain/units.ts";
import { boardLines } from "../../src/main/terminal-board.ts";

const bail = (number: number, some: Partial<BoardBail>): BoardBail => ({
  bail: bailNo(number),
  visit: null,
  cow: null,
  eid: null,
  reasons: ["empty"],
  why: [],
  lamp: "off",
  commanded: "divert",
  confirmed: "divert",
  ...some,
});
const standing = { visit: visitId("1-1-1"), cow: cowId("47") };

const board = (some: Partial<Board> = {}): Board => ({
  shed: "test",
  milking: { number: 3, cows: 20, diverted: 2 },
  bails: [
    bail(1, { ...standing, reasons: [], commanded: "vat", confirmed: "vat", lamp: "green-steady" }),
    bail(2, {
      ...standing,
      reasons: ["withheld"],
      why: ["Tube: 6 milkings after the last dose. Waits for 4 more milkings."],
    }),
    bail(3, { ...standing, cow: null, reasons: ["unread"] }),
    bail(4, { ...standing, reasons: ["valve-unproven"] }),
  ],
  rows: [
    { row: rowId("left"), bails: [bailNo(2), bailNo(1)] },
    { row: rowId("right"), bails: [bailNo(4), bailNo(3)] },
  ],
  platform: null,
  readers: [{ reader: readerId("left-race"), up: true, away: null, cows: 20, read: 19 }],
  nodes: [{ node: nodeId("left"), up: false, away: "unplugged" }],
  faults: [{ fault: "node-away", subject: { kind: "node", node: nodeId("left") }, since: epochMs(0) }],
  clockTrusted: true,
  table: { cows: 180, fingerprint: "abc" },
  tableGone: "",
  vatStop: null,
  lampTest: null,
  vat: null,
  ...some,
});

const draw = (columns: number, colour: boolean, some: Partial<Board> = {}, rows = 40): string[] =>
  boardLines(
    {
      board: board(some),
      wall: Date.UTC(2026, 10, 23, 20, 0),
      timeZone: "Australia/Melbourne",
      head: ["a long head ".repeat(20)],
      events: ["12:00:00  divert           bail 2 cow 47: ".concat("words ".repeat(60))],
      foot: "keys ".repeat(60),
    },
    { columns, rows, colour },
  );

/** Fifty bails, bail 7 at the entry, a withheld cow in 5 and an unread one in 49, the rest of 1 to 6 to the vat. */
const platform = (atEntry: number | null = 7): Partial<Board> => ({
  rows: [],
  bails: Array.from({ length: 50 }, (_, i) => {
    const number = i + 1;
    const cow = cowId(String(100 + number));
    if (number === 5) return bail(number, { ...standing, cow, reasons: ["withheld"] });
    if (number === 49) return bail(number, { ...standing, cow: null, reasons: ["unread"] });
    if (number <= 6) return bail(number, { ...standing, cow, reasons: [], confirmed: "vat" });
    return bail(number, {});
  }),
  platform: {
    atEntry: atEntry === null ? null : bailNo(atEntry),
    sure: atEntry !== null,
    order: Array.from({ length: 50 }, (_, i) => bailNo(i + 1)),
    stayedBails: 3,
  },
});
const numbersIn = (line: string | undefined): readonly number[] =>
  (line ?? "").trim().split(/\s+/).map(Number);

describe("the board in a terminal", () => {
  it.each([60, 84, 100, 160])("fits a screen of %i columns and 40 rows", (columns) => {
    const lines = draw(columns, true);
    expect(lines).toHaveLength(40);
    for (const line of lines) expect([...stripVTControlCharacters(line)].length).toBeLessThanOrEqual(columns);
  });

  it("says every state by shape and word, without any colour", () => {
    const text = draw(100, false).join("\n");
    for (const words of [
      "● TO VAT",
      "■ WITHHELD",
      "▲ NOT READ",
      "✖ VALVE NOT PROVEN",
      "4 more milkings",
      "left AWAY (was unplugged)",
    ]) {
      expect(text).toContain(words);
    }
    expect(text).toBe(stripVTControlCharacters(text));
  });

  it("shows nothing else in colour than what it says without", () => {
    expect(draw(100, true).map((line) => stripVTControlCharacters(line))).toEqual(draw(100, false));
  });

  it("counts the cows that stand there now, and those that are done", () => {
    expect(draw(100, false).join("\n")).toContain("milking 3: 4 in, 20 done, 2 diverted");
  });

  it("shows both rows of twenty bails on a screen of 80 columns and 24 rows", () => {
    const bails = Array.from({ length: 20 }, (_, i) => bail(i + 1, {}));
    const rows = ["left", "right"].map((row, side) => ({
      row: rowId(row),
      bails: bails.slice(side * 10, side * 10 + 10).map((one) => one.bail),
    }));
    const text = draw(80, false, { bails, rows }, 24).join("\n");
    for (const { bail: number } of bails) expect(text).toMatch(new RegExp(`(^|[ │])${number} ·`, "m"));
  });

  it("sums many readers up, and names those that are away", () => {
    const readers = Array.from({ length: 6 }, (_, i) => ({
      reader: readerId(`r${i}`),
      up: i !== 4,
      away: i === 4 ? ("silent" as const) : null,
      cows: 2,
      read: 1,
    }));
    expect(draw(100, false, { readers }).join("\n")).toContain("readers: r4 AWAY of 6, 6 of 12 cows read");
  });

  it("says why a reader is away, and what to do about just that", () => {
    const race = readerId("left-race");
    const text = draw(100, false, {
      readers: [{ reader: race, up: false, away: "wrong-device", cows: 0, read: 0 }],
      faults: [{ fault: "reader-away", subject: { kind: "reader", reader: race }, since: epochMs(0) }],
    }).join("\n");
    expect(text).toContain("left-race AWAY (something else answers on its port)");
    expect(text).toContain("reader left-race: Put each plug back where the configuration says.");
  });

  it("puts the vat stop and an unsure clock where nobody can miss them", () => {
    const text = draw(100, false, {
      vatStop: { since: epochMs(0), reasons: ["valve of bail 4"] },
      clockTrusted: false,
    }).join("\n");
    expect(text).toContain("VAT STOP: valve of bail 4");
    expect(text).toContain("time NOT SURE");
  });
});

describe("the board of a platform", () => {
  it.each([
    [110, 44],
    [80, 24],
    [60, 24],
  ])("shows every bail on a screen of %i columns and %i rows, and fits it", (columns, rows) => {
    const lines = draw(columns, false, platform(), rows);
    expect(lines).toHaveLength(rows);
    for (const line of lines) expect([...line].length).toBeLessThanOrEqual(columns);
    const shown = lines.filter((line) => /^[\d\s]+$/.test(line) && /\d/.test(line)).flatMap(numbersIn);
    const bails = shown.filter((number) => number <= 50);
    expect(bails.sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
  });

  it("has the bail at the entry first, those that passed it after it, and the next to come below it", () => {
    const lines = draw(110, false, platform(), 44);
    const entry = lines.findIndex((line) => line.includes("▼ entry: bail 7"));
    expect(numbersIn(lines[entry + 1]).slice(0, 4)).toEqual([7, 6, 5, 4]);
    expect(numbersIn(lines[entry + 4]).slice(0, 3)).toEqual([8, 9, 10]);
    const moved = draw(110, false, platform(8), 44);
    expect(numbersIn(moved[entry + 1]).slice(0, 4)).toEqual([8, 7, 6, 5]);
  });

  it("says each bail's state by its shape, and tells the diverted ones in words", () => {
    const lines = draw(80, false, platform(), 24);
    const entry = lines.findIndex((line) => line.includes("▼ entry"));
    expect((lines[entry + 2] ?? "").split(" ").slice(0, 4)).toEqual(["··", "●●", "■■", "●●"]);
    expect(lines.join("\n")).toContain("5 ■ WITHHELD");
    expect(lines.join("\n")).toContain("49 ▲ NOT READ");
  });

  it("says so when nobody knows where it stands", () => {
    expect(draw(80, false, platform(null), 24).join("\n")).toContain(
      "NOT KNOWN until the index mark has passed",
    );
  });
});
