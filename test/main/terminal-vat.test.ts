// Room: test/main. The vat on the pit board: a guess reads as one, a missing reading is no figure, and alarms say what to do.

import { describe, expect, it } from "vitest";
import type { Board, BoardVat } from "../../src/controller/board.ts";
import { alarmId, probeId, profileId } from "../../src/domain/ids.ts";
import { type EpochMs, epochMs, minutes } from "../../src/domain/units.ts";
import { vatLines, vatToDo } from "../../src/main/terminal-vat.ts";

const at = (hour: number, minute = 0): EpochMs => epochMs(Date.UTC(2026, 10, 23, hour, minute));
const VAT: BoardVat = {
  state: "cooling",
  since: at(7, 30),
  guess: false,
  told: { source: "program", guess: false, by: null, sign: null },
  milk: { celsius: 12.31, quality: "good", why: null, at: at(8, 30) },
  probes: [],
  milking: {
    milking: 4,
    start: at(6, 2),
    told: { source: "first-cow", guess: false, by: null, sign: null },
    outcomes: [{ profile: profileId("au-bega-2018"), outcome: "PENDING", hangsOn: [] }],
  },
  forecast: {
    atMost: 5,
    deadline: at(9, 32),
    basis: "cooling",
    miss: "no",
    earliest: at(8, 40),
    likely: at(8, 55),
    latest: at(9, 15),
    inHand: minutes(37),
    atDeadline: 3.9,
  },
  alarms: [],
  checksDue: [],
};
const BOARD: Board = {
  shed: "test",
  milking: null,
  bails: [],
  rows: [],
  platform: null,
  readers: [],
  nodes: [],
  faults: [],
  clockTrusted: true,
  table: null,
  tableGone: "",
  vatStop: null,
  vat: VAT,
  lampTest: null,
};
const board = (vat: Partial<BoardVat>): Board => ({ ...BOARD, vat: { ...VAT, ...vat } });
const text = (shown: Board, columns = 160): string =>
  vatLines(shown, "UTC", columns, { columns, rows: 40, colour: false }).join("\n");
const forecast = (some: Partial<NonNullable<BoardVat["forecast"]>>): Partial<BoardVat> => ({
  forecast: VAT.forecast === null ? null : { ...VAT.forecast, ...some },
});
const alarm = {
  alarm: alarmId("cooling-1"),
  kind: "cooling-not-started" as const,
  figures: "31.0 °C now, not cooled for 31 min",
  raisedAt: at(6, 40),
  acknowledged: false,
  escalation: 0 as const,
  over: false,
};

describe("the vat's line", () => {
  it("says how warm, what it does, since when by whose word, and when it will be cold", () => {
    expect(text(BOARD)).toBe(
      "VAT 12.3 °C · cooling · milking 4 since 06:02 (first cow) · 5 °C due 09:32, expected 08:55 (08:40 to 09:15): 37 min in hand",
    );
  });
  it("marks what only the probe shows as a guess", () => {
    const told = { source: "probe", guess: true, by: null, sign: "rise" } as const;
    const guessed = text(board({ guess: true, milking: VAT.milking && { ...VAT.milking, told } }));
    expect(guessed).toContain("cooling (a guess)");
    expect(guessed).toContain("(a guess, from the probe)");
  });
  it("shows no figure where there is no reading, but why", () => {
    const blind = text(board({ milk: { celsius: null, quality: "none", why: "unplugged", at: null } }));
    expect(blind).toContain("no reading (unplugged");
    expect(blind).not.toMatch(/VAT [\d.-]+ °C/);
  });
  it("says of a forecast that misses how late, and of one without an end that it does not cool", () => {
    expect(
      text(board(forecast({ miss: "sure", likely: at(10, 20), latest: null, inHand: minutes(-48) }))),
    ).toContain("expected 10:20 (08:40 to never): 48 min LATE");
    expect(text(board(forecast({ basis: "not-cooling", likely: null, inHand: null })))).toContain(
      "NOT COOLING",
    );
    expect(text(board(forecast({ basis: "too-little-seen", likely: null, inHand: null })))).toContain(
      "too little seen to say",
    );
  });
  it("says a verdict once there is one", () => {
    const outcomes = [{ profile: profileId("au-bega-2018"), outcome: "FAIL" as const, hangsOn: [] }];
    const asked = [
      { ...outcomes[0], profile: profileId("x"), outcome: "NO_DATA" as const, hangsOn: ["start" as const] },
    ];
    expect(
      text(board({ forecast: null, milking: VAT.milking && { ...VAT.milking, outcomes: asked } })),
    ).toContain("· NO_DATA: say when milking began");
    expect(text(board({ forecast: null, milking: VAT.milking && { ...VAT.milking, outcomes } }))).toContain(
      "· FAIL",
    );
  });
  it("is not there where no vat is watched, and never wider than the screen", () => {
    expect(vatLines({ ...BOARD, vat: null }, "UTC", 80, { columns: 80, rows: 24, colour: false })).toEqual(
      [],
    );
    for (const line of text(board({ alarms: [alarm] }), 60).split("\n"))
      expect([...line].length).toBeLessThanOrEqual(60);
  });
});

describe("its alarms", () => {
  it("ask to be acknowledged, and when over for a reason", () => {
    expect(text(board({ alarms: [alarm] }))).toContain(
      "▲▲ 06:40 Milk is not being cooled: 31.0 °C now, not cooled for 31 min NOT ACKNOWLEDGED",
    );
    expect(text(board({ alarms: [{ ...alarm, acknowledged: true }] }))).not.toContain("NOT ACKNOWLEDGED");
    expect(text(board({ alarms: [{ ...alarm, over: true }] }))).toContain("OVER: say why it was");
  });
  it("say what to do, after the steps of a vat stop", () => {
    expect(vatToDo(board({ alarms: [alarm] }))).toEqual([expect.stringContaining("compressor")]);
    const stopped = { ...board({ alarms: [alarm] }), vatStop: { since: at(6), reasons: ["cow 47"] } };
    expect(vatToDo(stopped)[0]).toContain("Stop the outlet");
    expect(vatToDo(board({ alarms: [{ ...alarm, over: true }] }))).toEqual([]);
  });
});

it("a thermometer that was never checked in ice is named", () => {
  const due = { state: "never" } as const;
  const shown = text(
    board({
      checksDue: [
        { thermometer: "hand", due },
        { thermometer: probeId("milk"), due },
      ],
    }),
  );
  expect(shown).toContain("never been checked in ice");
  expect(shown).toContain("And: milk.");
});
