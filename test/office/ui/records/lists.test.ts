// Room: test. The choice of a list lives in its address; days are whole days at the farm.

import { describe, expect, test } from "vitest";
import { zoneOf } from "../../../../src/office/ui/entry/farm-zone.ts";
import { addressOf, inWords, narrowedBy, rangeOf } from "../../../../src/office/ui/records/lists.ts";

const zone = zoneOf("Australia/Melbourne");

describe("a list narrowed down", () => {
  test("comes back from its address as it was", () => {
    const narrowed = narrowedBy({ from: "2026-11-01", to: "2026-11-23", cow: "412", late: "yes" });
    const address = addressOf("treatments", narrowed);
    const query = Object.fromEntries(new URL(address, "http://shed").searchParams);
    expect(narrowedBy(query)).toEqual(narrowed);
    expect(inWords(narrowed)).toBe("from 2026-11-01 to 2026-11-23 · cow 412 · late entries only");
  });
  test("both days count as a whole, also where the clock changes", () => {
    const narrowed = narrowedBy({ from: "2026-10-04", to: "2026-10-04" });
    expect(rangeOf(narrowed, zone)).toEqual({
      from: "2026-10-03T14:00:00.000Z",
      to: "2026-10-04T13:00:00.000Z",
    });
  });
  test("nonsense in the address asks for everything", () => {
    expect(rangeOf(narrowedBy({ from: "yesterday", to: "<b>" }), zone)).toEqual({});
  });
});
