import { describe, expect, test } from "vitest";
import { arrivalsAtStart, arrivalsStep, isKnownEmpty } from "../../../src/domain/arrivals/arrivals.ts";
import { bailNo, inputId, readerId, rowId } from "../../../src/domain/ids.ts";
import type { HerringboneLayout, InBailLayout } from "../../../src/domain/shed/plan.ts";
import { milliseconds, monoMs } from "../../../src/domain/units.ts";

const row: HerringboneLayout = {
  kind: "herringbone",
  rows: [
    {
      row: rowId("left"),
      reader: readerId("race"),
      bails: [bailNo(1), bailNo(2)],
      beam: inputId("beam"),
      entryGate: inputId("entry"),
      exitGate: inputId("exit"),
    },
  ],
  pairing: {
    readToCountMax: milliseconds(4_000),
    closestCows: milliseconds(1_200),
    lingerMax: milliseconds(2_000),
  },
};
const single: InBailLayout = {
  kind: "in-bail",
  places: [{ bail: bailNo(1), reader: readerId("r"), placeSwitch: inputId("cow") }],
};
const levels = (layout: HerringboneLayout | InBailLayout, ...changes: [string, "active" | "inactive"][]) =>
  changes.reduce(
    (arrivals, [input, level], at) =>
      arrivalsStep(arrivals, layout, { kind: "input", input: inputId(input), level }, monoMs(at * 1_000)),
    arrivalsAtStart(layout),
  );

describe("a bail that shows no cow", () => {
  test("is not known to be empty after a start: cows may stand in the row that nobody has counted", () => {
    expect(isKnownEmpty(arrivalsAtStart(row), row, bailNo(1))).toBe(false);
    const closed = levels(row, ["beam", "inactive"], ["entry", "inactive"], ["exit", "inactive"]);
    expect(isKnownEmpty(closed, row, bailNo(1))).toBe(false);
  });

  test("is known to be empty once the row has been let go and shut again", () => {
    const letGo = levels(
      row,
      ["beam", "inactive"],
      ["entry", "inactive"],
      ["exit", "active"],
      ["exit", "inactive"],
    );
    expect(isKnownEmpty(letGo, row, bailNo(1))).toBe(true);
  });

  test("with a switch of its own is known to be empty when the switch says so, and only then", () => {
    expect(isKnownEmpty(arrivalsAtStart(single), single, bailNo(1))).toBe(false);
    expect(isKnownEmpty(levels(single, ["cow", "inactive"]), single, bailNo(1))).toBe(true);
    expect(isKnownEmpty(levels(single, ["cow", "active"]), single, bailNo(1))).toBe(false);
  });
});
