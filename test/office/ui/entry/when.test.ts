// Room: test. Dates as people at the farm say them, in any zone of the phone.

import { describe, expect, test } from "vitest";
import { atFarm, zoneOf } from "../../../../src/office/ui/entry/farm-zone.ts";
import {
  dateInWords,
  resolveWhen,
  whenInTable,
  whenInWords,
  whenText,
} from "../../../../src/office/ui/entry/when.ts";

const zone = zoneOf("Australia/Melbourne");
const now = Date.parse("2026-11-23T09:40:00Z");

describe("when something was done", () => {
  test("a time is the farm's, not the phone's", () => {
    expect(resolveWhen("2026-11-23T06:15", now, zone)).toEqual({
      ok: true,
      value: "2026-11-22T19:15:00.000Z",
    });
    expect(resolveWhen("now", now, zone)).toEqual({ ok: true, value: "2026-11-23T09:40:00.000Z" });
  });
  test("a day stays a day, and not known stays not known", () => {
    expect(resolveWhen("2026-11-22", now, zone)).toEqual({ ok: true, value: "2026-11-22" });
    expect(resolveWhen("unknown", now, zone)).toEqual({ ok: true, value: "unknown" });
  });
  test("nothing, nonsense and the future are asked again in words", () => {
    for (const text of ["", "soon", "2026-11-25", "2026-11-23T23:00"]) {
      expect(resolveWhen(text, now, zone).ok).toBe(false);
    }
  });
  test("an hour that the clock skipped is refused, one that it showed twice is the later one", () => {
    expect(atFarm("2026-10-04T02:30", zone).ok).toBe(false);
    expect(atFarm("2026-04-05T02:30", zone)).toEqual({ ok: true, value: Date.parse("2026-04-04T16:30:00Z") });
  });
  test("a recorded instant goes back into the field as the farm's clock showed it", () => {
    expect(whenText("2026-11-22T19:15:00.000Z", zone)).toBe("2026-11-23T06:15");
    expect(whenText("2026-11-22", zone)).toBe("2026-11-22");
    expect(whenText("unknown", zone)).toBe("unknown");
  });
  test("words name today, yesterday, weekday and year", () => {
    expect(whenInWords("2026-11-22T19:15:00.000Z", now, zone)).toBe("today 06:15");
    expect(whenInWords("2026-11-22", now, zone)).toBe("yesterday");
    expect(whenInWords("2026-11-19T19:05:00.000Z", now, zone)).toBe("Fri 20 Nov 06:05");
    expect(whenInWords("2024-11-22", now, zone)).toBe("22 Nov 2024");
    expect(whenInWords("unknown", now, zone)).toBe("date not known");
    expect(whenInTable("2026-11-22T19:15:00.000Z", zone)).toBe("2026-11-23 06:15");
    expect(dateInWords("2027-03-31")).toBe("31 Mar 2027");
  });
});
