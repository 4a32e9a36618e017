// Room: test/office/upkeep. Jobs: each due time once, whatever the clock, the restarts and the asking do.

import fc from "fast-check";
import { expect, test } from "vitest";
import { farmZone } from "../../../src/config/farm-time.ts";
import { epochMs } from "../../../src/domain/units.ts";
import { createJobs, isDue, type Job, lastDue, nextDue } from "../../../src/office/upkeep/jobs.ts";
import { lastRunOf } from "../../../src/store/jobs.ts";
import { must } from "../../store/bench.ts";
import { office, ZONE } from "./office.ts";

const at = (text: string) => epochMs(Date.parse(text));
const iso = (ms: number): string => new Date(ms).toISOString();
const daily = { hour: 11, minute: 0, weekday: null };

function counting(given: Partial<Job> = {}) {
  const ran: string[] = [];
  const of = office();
  const { clock } = of.bench;
  const job: Job = {
    job: "counts",
    says: "Counts",
    ...daily,
    run: async () => {
      ran.push(iso(clock.wall()));
      return { good: true, says: `${ran.length}` };
    },
    ...given,
  };
  return { ...of, clock, ran, job, jobs: createJobs(of.context, [job], ZONE) };
}

test("the hour is that of the farm, in summer and in winter", () => {
  expect(iso(lastDue(daily, at("2026-01-10T05:00:00Z"), ZONE))).toBe("2026-01-10T00:00:00.000Z");
  expect(iso(lastDue(daily, at("2026-07-10T05:00:00Z"), ZONE))).toBe("2026-07-10T01:00:00.000Z");
  expect(iso(nextDue(daily, at("2026-01-10T00:00:00Z"), ZONE))).toBe("2026-01-11T00:00:00.000Z");
  const sunday = { ...daily, weekday: 0 };
  expect(iso(nextDue(sunday, at("2026-11-23T05:00:00Z"), ZONE))).toBe("2026-11-29T00:00:00.000Z");
});

test("between two due times there is never more than a day and an hour, wherever the farm is", () => {
  const zones = ["Australia/Lord_Howe", "Europe/Dublin", "America/St_Johns", "Pacific/Apia", "UTC"].map(
    (name) => must(farmZone(name)),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2035, 0) }),
      fc.nat(23),
      (zone, now, hour) => {
        const last = lastDue({ hour, minute: 0, weekday: null }, epochMs(now), zone);
        const next = nextDue({ hour, minute: 0, weekday: null }, epochMs(now), zone);
        expect(last).toBeLessThanOrEqual(now);
        expect(next).toBeGreaterThan(now);
        expect(next - last).toBeLessThanOrEqual(25 * 3_600_000);
      },
    ),
  );
});

test("a job that is due runs once, however often it is asked, and again the next day", async () => {
  const { jobs, ran, clock } = counting();
  await Promise.all([jobs.tick(), jobs.tick()]);
  await jobs.tick();
  expect(ran).toHaveLength(1);
  clock.pass(24 * 3_600_000);
  await jobs.tick();
  await jobs.tick();
  expect(ran).toHaveLength(2);
  expect(jobs.states()).toMatchObject([{ job: "counts", lastResult: "2", lastRun: clock.wall() }]);
});

test("after a month without power a missed job is made up for once, and not thirty times", async () => {
  const { jobs, ran, clock, bench, context, job } = counting();
  await jobs.tick();
  clock.pass(30 * 24 * 3_600_000);
  const later = createJobs({ ...context, store: bench.reopen() }, [job], ZONE);
  await later.tick();
  await later.tick();
  expect(ran).toHaveLength(2);
});

test("a clock that jumps a year ahead and back does not put a job to sleep for a year", async () => {
  const { jobs, ran, clock } = counting();
  clock.set(at("2027-11-23T05:40:12Z"));
  await jobs.tick();
  clock.set(at("2026-11-23T05:40:12Z"));
  await jobs.tick();
  await jobs.tick();
  expect(ran).toEqual(["2027-11-23T05:40:12.000Z", "2026-11-23T05:40:12.000Z"]);
});

test("a clock that jumps back a little runs nothing twice", async () => {
  const { jobs, ran, clock } = counting();
  clock.set(at("2026-11-23T00:00:05Z"));
  await jobs.tick();
  for (const ms of [-10_000, 20_000, -3_600_000, 3_590_000]) {
    clock.pass(ms);
    await jobs.tick();
  }
  expect(ran).toHaveLength(1);
});

test("what a job says of a failure is kept, told, and it is due again the next day only", async () => {
  const { jobs, remarks, bench, job, clock } = counting({
    run: async () => ({ good: false, says: "no room" }),
  });
  await jobs.tick();
  expect(remarks).toEqual(["Counts: no room"]);
  expect(lastRunOf(bench.store, "counts")).toMatchObject({ good: false, says: "no room" });
  expect(isDue(job, clock.wall(), ZONE, lastRunOf(bench.store, "counts"))).toBe(false);
});

test("it starts and stops, and nothing runs after the end", async () => {
  const { jobs, ran } = counting();
  jobs.start();
  await jobs.stop();
  await jobs.tick();
  expect(ran).toEqual([]);
});

test("a job whose file the full disk does not take is told as not done, and ends nothing", async () => {
  const of = counting({
    run: async () => {
      throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
    },
  });
  await of.jobs.tick();
  expect(lastRunOf(of.bench.store, "counts")).toMatchObject({
    good: false,
    says: expect.stringContaining("full"),
  });
});
