// Room: test/system. An entry, from the hand to the bail; and an office that stops, dies or never comes, with the bails watched at their pins.

import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { eidOf } from "./herd.ts";
import { createFarm, type Farm, inForce, treatmentOf } from "./office-farm.ts";
import { pause, until, wallNow } from "./rig.ts";
import { coilOn, coilsOff, cowIn, cowOut, releasedIn, shutGate } from "./sheds.ts";

const distOf = () => (process.env.VATGUARD_DIST === undefined ? {} : { dist: process.env.VATGUARD_DIST });
/** Other tests share the computer and may hold all of this up; twice in a row they do not. */
const AGAIN = { retry: 1 };
const BAILS = [1, 2];

let farm: Farm;
beforeAll(async () => {
  farm = await createFarm(BAILS.length, distOf());
  for (const bail of BAILS) await shutGate(farm.shed, bail);
  await inForce(farm);
}, 60_000);
afterAll(() => farm?.close());
afterEach(async () => {
  for (const bail of BAILS) await cowOut(farm.shed, bail);
  await until("empty bails", () => BAILS.every((bail) => !coilOn(farm.shed, bail)));
});

const treat = (cow: string) => farm.post("/api/treatments", treatmentOf(cow, crypto.randomUUID(), "both"));

describe("an entry from the hand to the bail", () => {
  test(
    "a cow in a bail is diverted within a second of the entry, before it is called in force",
    AGAIN,
    async () => {
      await releasedIn(farm.shed, 1, "101");
      farm.shed.boards.forget();
      const begun = wallNow();
      const answer = await treat("101");
      const answered = wallNow();
      expect(answer.state).toBe("in-force");
      expect(JSON.stringify(answer.warnings)).toContain(
        "Cow 101 stands in bail 1: her milk is diverted now.",
      );
      const off = await until("the coil off", () => coilsOff(farm.shed, [1], begun));
      expect(off.wall - begun).toBeLessThan(1_000);
      expect(off.wall).toBeLessThan(answered);
      process.stderr.write(
        `entry: coil off after ${(off.wall - begun).toFixed(0)} ms, answered after ${(answered - begun).toFixed(0)} ms\n`,
      );
    },
  );

  test("the entry stands in the recording as the one cow that it changes", async () => {
    await treat("102");
    const before = await recordingBytes();
    await treat("103");
    // The whole table of this herd is some 6 KB, and of a farm's herd hundreds.
    expect((await recordingBytes()) - before).toBeLessThan(4_000);
  });

  test("what a person asks of the controller is answered by the controller itself", async () => {
    const refused = await farm.browser.post("/api/intents", { kind: "divert-bail", bail: 2 });
    expect(refused.status).not.toBe(200);
    expect(refused.text).toContain("bail 2 is empty");
    const raised = await farm.post("/api/intents", { kind: "raise-vat-stop", reason: "asked for in a test" });
    expect(raised).toMatchObject({ recorded: true });
    expect(farm.shed.controller.noted("vat-stop-raised").at(-1)?.note).toMatchObject({ by: "anna" });
    await farm.post("/api/intents", { kind: "clear-vat-stop", reason: "test negative" });
  });
});

describe("an office that is not well", () => {
  test("killed, it leaves the table in force, and is there again in a moment", AGAIN, async () => {
    const { controller } = farm.shed;
    const tables = controller.noted("table-gone").length;
    const pid = await farm.officePid();
    process.kill(pid ?? 0, "SIGKILL");
    await releasedIn(farm.shed, 1, "105");
    await until(
      "another office",
      () => /The pages are at/g.exec(controller.said().split("ended by itself").at(-1) ?? ""),
      20_000,
    );
    expect(coilOn(farm.shed, 1)).toBe(true);
    expect(controller.noted("table-gone").length).toBe(tables);
    expect((await treat("106")).state).toBe("in-force");
  });

  test("stopped, it holds up no bail and no memory, and catches up when it goes on", AGAIN, async () => {
    const pid = (await farm.officePid()) ?? 0;
    const before = (await farm.shed.controller.state()).rss;
    process.kill(pid, "SIGSTOP");
    try {
      for (const cow of ["107", "108", "109", "110"]) {
        await releasedIn(farm.shed, 1, cow);
        await cowOut(farm.shed, 1);
        await until("her gone", () => !coilOn(farm.shed, 1));
        await pause(600);
      }
      await cowIn(farm.shed, 2);
      farm.shed.tag("reader-2", eidOf("201"));
      await pause(500);
      expect(coilOn(farm.shed, 2)).toBe(false);
      expect((await farm.shed.controller.state()).rss - before).toBeLessThan(40e6);
    } finally {
      process.kill(pid, "SIGCONT");
    }
    for (const cow of ["107", "110"]) {
      const visits = await farm.get(`/api/visits?cow=${cow}`);
      expect(Object(visits).items).toHaveLength(1);
    }
    expect((await farm.officePid()) ?? 0).toBe(pid);
  });
});

test("going back to a backup begins the office anew, and who was touched since diverts until a person has looked", async () => {
  const items = async (path: string) => Object(await farm.get(path)).items ?? [];
  await farm.post("/api/backups", {}).catch(() => farm.browser.post("/api/backups"));
  const backup = await untilGiven("the backup", async () => (await items("/api/backups"))[0]?.name);
  expect((await treat("116")).state).toBe("in-force");
  await farm.post("/api/pin", { pin: "730418" });
  await farm.post("/api/restore", { name: backup, reason: "tried in a test" });
  const review = await untilGiven("the review", async () => Object(await farm.get("/api/review")).cows[0]);
  expect(review).toMatchObject({ cow: "116" });
  await inForce(farm);
  expect(JSON.stringify(await items("/api/treatments?cow=116"))).toBe("[]");
  const withheld: readonly { readonly cow: string }[] = await items("/api/withheld");
  expect(withheld.map(({ cow }) => cow)).toContain("116");
});

async function untilGiven<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  for (const end = wallNow() + 20_000; ; await pause(100)) {
    const it = await ask();
    if (it !== undefined) return it;
    if (wallNow() > end) throw new Error(`waited for: ${what}`);
  }
}

/** How long the running recording is, once it has been quiet for a moment. */
async function recordingBytes(): Promise<number> {
  await pause(300);
  const files = readdirSync(farm.shed.dataDir).filter((name) => name.startsWith("flight-"));
  return Math.max(...files.map((name) => statSync(join(farm.shed.dataDir, name)).size));
}
