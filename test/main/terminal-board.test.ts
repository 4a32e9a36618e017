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
  readers: [{ reader: readerId("left-race"), up: true, cows: 20, read: 19 }],
  nodes: [{ node: nodeId("left"), up: false }],
  faults: [{ fault: "node-away", subject: { kind: "node", node: nodeId("left") }, since: epochMs(0) }],
  clockTrusted: true,
  table: { cows: 180, fingerprint: "abc" },
  tableGone: "",
  vatStop: null,
  ...some,
});

const draw = (columns: number, colour: boolean, some: Partial<Board> = {}): string[] =>
  boardLines(
    {
      board: board(some),
      wall: Date.UTC(2026, 10, 23, 20, 0),
      timeZone: "Australia/Melbourne",
      head: ["a long head ".repeat(20)],
      events: ["12:00:00  divert           bail 2 cow 47: ".concat("words ".repeat(60))],
      foot: "keys ".repeat(60),
    },
    { columns, rows: 40, colour },
  );

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
      "left AWAY",
    ]) {
      expect(text).toContain(words);
    }
    expect(text).toBe(stripVTControlCharacters(text));
  });

  it("shows nothing else in colour than what it says without", () => {
    expect(draw(100, true).map((line) => stripVTControlCharacters(line))).toEqual(draw(100, false));
  });

  it("puts the vat stop and an unsure clock where nobody can miss them", () => {
    const text = draw(100, false, {
      vatStop: { since: epochMs(0), reason: "valve of bail 4" },
      clockTrusted: false,
    }).join("\n");
    expect(text).toContain("VAT STOP: valve of bail 4");
    expect(text).toContain("time NOT SURE");
  });
});
