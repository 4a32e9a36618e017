import { expect, test } from "vitest";
import { type BareDate, farmTimeText, farmZone, parseMoment } from "../../src/config/farm-time.ts";

function zone(name: string) {
  const found = farmZone(name);
  if (!found.ok) throw new Error(found.error.says);
  return found.value;
}

function instant(text: string, at = "Australia/Melbourne", bare: BareDate = "end-of-day"): string {
  const moment = parseMoment(text, zone(at), bare);
  return moment.ok ? new Date(moment.value.at).toISOString() : moment.error.says;
}

test("a time with an offset is the same instant in every zone", () => {
  for (const at of ["Australia/Melbourne", "Europe/Dublin", "UTC"]) {
    expect(instant("2026-11-22T06:15:00+11:00", at)).toBe("2026-11-21T19:15:00.000Z");
    expect(instant("2026-11-21T19:15:00Z", at)).toBe("2026-11-21T19:15:00.000Z");
    expect(instant("2026-11-21T14:15:00-0500", at)).toBe("2026-11-21T19:15:00.000Z");
  }
});

test("a time without an offset is the farm's, in summer and in winter", () => {
  expect(instant("2026-01-15T06:00")).toBe("2026-01-14T19:00:00.000Z");
  expect(instant("2026-07-15T06:00")).toBe("2026-07-14T20:00:00.000Z");
  expect(instant("2026-07-15 06:00:30")).toBe("2026-07-14T20:00:30.000Z");
});

test("a date alone is the whole day at the farm: its end is the first instant of the next day", () => {
  expect(instant("2026-07-15")).toBe("2026-07-15T14:00:00.000Z");
  expect(instant("2026-07-15", "Australia/Melbourne", "start-of-day")).toBe("2026-07-14T14:00:00.000Z");
  expect(instant("2026-12-31", "Pacific/Auckland")).toBe("2026-12-31T11:00:00.000Z");
});

test("a date alone on the night that daylight saving begins or ends has 23 or 25 hours", () => {
  // Melbourne: begins 4 October 2026, ends 5 April 2026.
  expect(instant("2026-10-04", "Australia/Melbourne", "start-of-day")).toBe("2026-10-03T14:00:00.000Z");
  expect(instant("2026-10-04")).toBe("2026-10-04T13:00:00.000Z");
  expect(instant("2026-04-05", "Australia/Melbourne", "start-of-day")).toBe("2026-04-04T13:00:00.000Z");
  expect(instant("2026-04-05")).toBe("2026-04-05T14:00:00.000Z");
  // Dublin: begins 29 March 2026, ends 25 October 2026.
  expect(instant("2026-03-29", "Europe/Dublin")).toBe("2026-03-29T23:00:00.000Z");
  expect(instant("2026-10-25", "Europe/Dublin")).toBe("2026-10-26T00:00:00.000Z");
});

test("a time that daylight saving skipped is refused", () => {
  expect(instant("2026-10-04T02:30")).toBe("The clock at the farm never showed this time.");
  expect(instant("2026-03-29T01:30", "Europe/Dublin")).toBe("The clock at the farm never showed this time.");
  expect(instant("2026-10-04T01:59")).toBe("2026-10-03T15:59:00.000Z");
  expect(instant("2026-10-04T03:00")).toBe("2026-10-03T16:00:00.000Z");
});

test("a time that was there twice is refused, with both ways to write it", () => {
  const moment = parseMoment("2026-04-05T02:30", zone("Australia/Melbourne"), "end-of-day");
  expect(moment.ok ? null : moment.error.fix).toBe(
    "Daylight saving ended in Australia/Melbourne: write 2026-04-05T02:30+11:00 or 2026-04-05T02:30+10:00.",
  );
  expect(instant("2026-04-05T02:30+11:00")).toBe("2026-04-04T15:30:00.000Z");
  expect(instant("2026-04-05T02:30+10:00")).toBe("2026-04-04T16:30:00.000Z");
  expect(instant("2026-04-05T01:59")).toBe("2026-04-04T14:59:00.000Z");
  expect(instant("2026-04-05T03:00")).toBe("2026-04-04T17:00:00.000Z");
});

test("half-hour changes and days whose midnight is skipped are right", () => {
  // Lord Howe moves by half an hour; Cairo's clocks skip midnight itself.
  expect(instant("2026-04-05T01:45", "Australia/Lord_Howe")).toBe(
    "The clock at the farm showed this time twice.",
  );
  expect(instant("2026-04-24", "Africa/Cairo", "start-of-day")).toBe("2026-04-23T22:00:00.000Z");
  expect(instant("2026-04-23", "Africa/Cairo")).toBe("2026-04-23T22:00:00.000Z");
});

test("every hour of a year in several zones comes back as it was written", () => {
  for (const name of [
    "Australia/Melbourne",
    "Pacific/Auckland",
    "Europe/Dublin",
    "America/New_York",
    "Australia/Lord_Howe",
  ]) {
    const there = zone(name);
    for (let utc = Date.UTC(2026, 0, 1); utc < Date.UTC(2027, 0, 1); utc += 3_600_000) {
      const wall = new Date(utc + there.offsetAt(utc)).toISOString().slice(0, 19);
      const moment = parseMoment(wall, there, "refused");
      if (moment.ok) expect(moment.value.at).toBe(utc);
      else expect(moment.error.says).toBe("The clock at the farm showed this time twice.");
    }
  }
});

test.each([
  ["22/11/2026", "This is not a date that can be read without guessing."],
  ["2026-11-31", "There is no such day."],
  ["2026-02-29", "There is no such day."],
  ["2026-11-22T24:00", "There is no such time of day."],
  ["2026-11-22T06:15:00+15:00", "+15:00 is not an offset from UTC."],
  ["0026-11-22", "The year 26 cannot be right."],
  ["yesterday", "This is not a date that can be read without guessing."],
  ["2026-11-22T6:15", "This is not a date that can be read without guessing."],
])("%s is refused with words", (text, says) => {
  expect(instant(text)).toBe(says);
});

test("a date alone is refused where the time of day decides", () => {
  expect(instant("2026-11-22", "Australia/Melbourne", "refused")).toBe("This needs a time, not only a date.");
});

test.each(["EST", "+10:00", "Melbourne", "Mars/Phobos", "", "utc"])(
  "%j is not taken for a time zone",
  (name) => {
    expect(farmZone(name).ok).toBe(false);
  },
);

test("an instant is shown as the clock at the farm shows it", () => {
  const there = zone("Australia/Melbourne");
  const moment = parseMoment("2026-11-22T06:15", there, "refused");
  expect(moment.ok && farmTimeText(moment.value.at, there)).toBe("2026-11-22 06:15");
});
