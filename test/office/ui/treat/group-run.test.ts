// Room: test. Dry-off day: every cow's entries, what became of each, and going on after a break.

import { describe, expect, test } from "vitest";
import {
  byCow,
  doneOf,
  type GroupRun,
  nextJob,
  planRun,
  settled,
  tryAgain,
} from "../../../../src/office/ui/treat/group-run.ts";

const treatment = {
  product: "p-dry",
  batch: "b-1",
  quantityEach: 4,
  reason: "Dry-off",
  firstDose: "2026-11-23",
  lastDose: "2026-11-23",
};
function plan(): GroupRun {
  let made = 0;
  return planRun(
    { cows: ["441", "442"], group: "Dry-off", at: "2026-11-23", treatment, sealant: null, dryOff: true },
    () => `entry-${++made}`,
  );
}

describe("dry-off day", () => {
  test("goes cow by cow: her treatment, then that she was dried off, each an entry of its own", () => {
    expect(plan().jobs.map(({ cow, what, sent }) => [cow, what, sent.body.entry])).toEqual([
      ["441", "treatment", "entry-1"],
      ["441", "dry-off", "entry-2"],
      ["442", "treatment", "entry-3"],
      ["442", "dry-off", "entry-4"],
    ]);
  });
  test("a cow is done only when all of hers is, and what is refused is named with its words", () => {
    let run = plan();
    const answers = ["in-force", "in-force", "refused", "in-force"] as const;
    for (const state of answers) {
      const job = nextJob(run);
      if (job !== null) run = settled(run, job, state, state === "refused" ? "The batch is empty." : "");
    }
    expect(nextJob(run)).toBeNull();
    expect(doneOf(run)).toBe(4);
    expect(byCow(run)).toEqual([
      { cow: "441", state: "in-force", says: [] },
      { cow: "442", state: "refused", says: ["dry-cow treatment: The batch is empty."] },
    ]);
  });
  test("another try sends only what failed, with the same ids", () => {
    let run = plan();
    for (const state of ["in-force", "no-answer", "refused", "in-force"] as const) {
      const job = nextJob(run);
      if (job !== null) run = settled(run, job, state, "…");
    }
    const again = tryAgain(run).jobs.filter(({ state }) => state === "waiting");
    expect(again.map(({ sent }) => sent.body.entry)).toEqual(["entry-2", "entry-3"]);
  });
});
