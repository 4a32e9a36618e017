// Room: test/office/herd. From the records to the bails: published, confirmed, tried again, and said so.

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmdirSync, rmSync } from "node:fs";
import { describe, expect, test, vi } from "vitest";
import { epochMs } from "../../../src/domain/units.ts";
import { herdInForcePath } from "../../../src/office/herd/publisher.ts";
import { ago, callerOf, IMPATIENT, MORNING, must, type Rig, refusalOf, rig, shelf } from "./rig.ts";

const factsAtTheBails = ({ controller }: Rig, cow: string) =>
  controller.table?.cows.find((one) => one.cow === cow)?.facts.map(({ fact }) => fact);
const published = ({ bench }: Rig) => readFileSync(herdInForcePath(bench.dataDir), "utf8");

describe("an entry that the controller does not confirm", () => {
  test("is recorded and NOT in force, every page says so, and it comes in force by itself", async () => {
    const on = await rig(IMPATIENT);
    await shelf(on);
    on.controller.mood = "away";
    const entry = "6a1f7d0e-5a52-4c07-9d6e-0b1d1f1f0a01";
    const recorded = must(await on.enter.treat({ entry, cows: ["47"] }));
    expect(recorded.state).toBe("not-in-force");
    expect(recorded.says).toBe("Recorded, NOT in force at the bails: mark the cow.");
    expect(on.notices.get("not-in-force")?.fix).toContain("Mark the cows");
    expect(factsAtTheBails(on, "47")).toEqual([]);
    on.controller.mood = "well";
    await vi.waitFor(() => expect(factsAtTheBails(on, "47")).toEqual([recorded.record]));
    await vi.waitFor(() => expect(on.notices.has("not-in-force")).toBe(false));
    const later = must(
      await on.herd.handlers.entry({ params: { entry }, query: {}, body: undefined }, callerOf()),
    );
    expect(later).toEqual({ ...recorded, state: "in-force", says: "Recorded and in force." });
  });

  test("is told of again and again, about every two seconds, and not more often", async () => {
    const on = await rig({ within: 60, retry: 60 });
    await shelf(on);
    on.controller.mood = "refuses";
    const before = on.controller.told;
    const state = must(await on.enter.treat({ cows: ["12", "47"] })).state;
    expect(state).toBe("not-in-force");
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(on.controller.told - before).toBeGreaterThan(2);
    expect(on.controller.told - before).toBeLessThan(8);
  });

  test("does not hold up the next: both come in force together", async () => {
    const on = await rig();
    await shelf(on);
    on.controller.mood = "away";
    const first = on.enter.treat({ cows: ["12"] });
    await new Promise((resolve) => setTimeout(resolve, 30));
    on.controller.mood = "well";
    const second = on.enter.treat({ cows: ["47"] });
    expect(must(await second).state).toBe("in-force");
    expect(must(await first).state).toBe("in-force");
  });

  test("because the file cannot be written says why, and is tried again until it can", async () => {
    const on = await rig(IMPATIENT);
    await shelf(on);
    const path = herdInForcePath(on.bench.dataDir);
    rmSync(path);
    mkdirSync(path);
    const recorded = must(await on.enter.treat({}));
    expect(recorded.state).toBe("not-in-force");
    await vi.waitFor(() => expect(on.notices.get("not-in-force")?.says).toContain("could not be written"));
    rmdirSync(path);
    await vi.waitFor(() => expect(factsAtTheBails(on, "47")).toEqual([recorded.record]));
  });
});

describe("at the start", () => {
  test("an empty register is no table, with words; the first cow makes one", async () => {
    const on = await rig();
    expect(on.controller.noTableSaid).toEqual(["No cow is in the register yet: every cow is diverted."]);
    expect(on.notices.get("no-table")?.fix).toContain("Enter the cows");
    expect(on.herd.recorded()).toBeNull();
    const recorded = must(await on.enter.cow({ cow: "12", status: "in-milk", eids: [] }));
    expect(recorded.state).toBe("in-force");
    expect(recorded.warnings).toEqual([
      "Cow 12 has no tag: at every milking she is diverted until a milker says who she is.",
    ]);
    expect(on.notices.has("no-table")).toBe(false);
  });

  test("what the records say is published again: the same records give the same fingerprint", async () => {
    const on = await rig();
    await shelf(on);
    must(await on.enter.treat({ cows: ["12", "47"] }));
    const [text, fingerprint] = [published(on), on.herd.recorded()];
    expect(fingerprint).toBe(createHash("sha256").update(text).digest("hex").slice(0, 12));
    rmSync(herdInForcePath(on.bench.dataDir));
    await on.restart();
    await vi.waitFor(() => expect(on.herd.recorded()).toBe(fingerprint));
    expect(published(on)).toBe(text);
    expect(on.controller.table?.fingerprint).toBe(fingerprint);
  });

  test("an entry that was committed and not published when the power went is in force after it", async () => {
    const on = await rig();
    await shelf(on);
    const before = published(on);
    await on.herd.stop();
    // The office dies between the commit and the file: nothing is published any more.
    const { record } = must(await on.enter.treat({}));
    expect(published(on)).toBe(before);
    await on.restart();
    await vi.waitFor(() => expect(factsAtTheBails(on, "47")).toEqual([record]));
  });

  test("a table that the controller has lost is put in force again", async () => {
    const on = await rig();
    await shelf(on);
    on.controller.link.noTable("the controller began anew");
    await vi.waitFor(() => expect(on.controller.table).not.toBeNull());
  });
});

describe("after a restore", () => {
  test("a cow under review is held at the bails and on her page until a person has looked", async () => {
    const on = await rig();
    await shelf(on);
    on.shed.review.push({ cow: "47", why: "something was entered about her", since: MORNING });
    on.herd.changed();
    await vi.waitFor(() => expect(factsAtTheBails(on, "47")).toHaveLength(1));
    const page = must(
      await on.herd.handlers.cow({ params: { cow: "47" }, query: {}, body: undefined }, callerOf()),
    );
    expect(page.why).toBe(
      "Withheld: the records went back to a backup: something was entered about her, until a person with the right to end it",
    );
    on.shed.review.length = 0;
    on.herd.changed();
    await vi.waitFor(() => expect(factsAtTheBails(on, "47")).toEqual([]));
  });
});

test("while the disk is full nothing is half recorded, and the answer says what to do", async () => {
  const on = await rig();
  await shelf(on);
  on.bench.store.stopWriting("the disk is full");
  const refusal = await refusalOf(on.enter.treat({}));
  expect(refusal.code).toBe("not-ready");
  expect(refusal.says).toMatch(/^NOT recorded\. /);
  expect(refusal.fix).toMatch(/^Mark the cow by hand and keep her milk out of the vat/);
  expect(factsAtTheBails(on, "47")).toEqual([]);
});

test("long over facts are not published, and every page still shows them", async () => {
  const on = await rig();
  await shelf(on);
  const year = (n: number) => new Date(MORNING - n * 31_536_000_000).toISOString();
  must(await on.enter.fact({ kind: "observation", cows: ["47"], at: year(3), seen: "mastitis" }));
  must(await on.enter.fact({ kind: "looked-at", cows: ["47"], at: year(2), note: "clean" }));
  const now = { at: epochMs(MORNING + 1) };
  const { record } = must(
    await on.enter.fact({ kind: "looked-at", cows: ["47"], at: year(1), note: "clean" }, now),
  );
  expect(factsAtTheBails(on, "47")).toEqual([record]);
  const page = must(
    await on.herd.handlers.cow({ params: { cow: "47" }, query: {}, body: undefined }, callerOf()),
  );
  expect(page.facts).toHaveLength(3);
  expect(ago(0)).toBe(new Date(MORNING).toISOString());
});
