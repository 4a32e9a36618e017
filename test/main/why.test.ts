// Room: test/main. The command `why`, asked as a person or a program would: sentences, one line of JSON, exit codes.

import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runWhy } from "../../src/main/why.ts";

let folder = "";
let herd = "";

const BY = { by: "kim", "recorded-at": "2026-07-01" };
const HERD = {
  format: "vatguard-herd-1",
  "time-zone": "Pacific/Auckland",
  labels: [
    {
      label: "dry",
      version: 1,
      product: "Dry 49",
      "dry-cow": { "minimum-dry-days": 49, "after-calving": { milkings: 8 } },
      meat: { days: 30 },
      "export-slaughter": { days: 60 },
      "entered-by": "kim",
      "entered-at": "2026-01-01",
    },
    {
      label: "tube",
      version: 1,
      product: "Tube",
      milk: { hours: 72 },
      meat: { days: 10 },
      "export-slaughter": "nil",
      "entered-by": "kim",
      "entered-at": "2026-01-01",
    },
  ],
  cows: [
    {
      cow: "12",
      eids: ["982000123456012"],
      status: "in-milk",
      milkings: ["2026-09-01T06:00", "2026-09-01T16:00"],
      facts: [
        { kind: "treatment", fact: "t1", label: "dry", version: 1, "last-dose": "2026-07-20", ...BY },
        { kind: "calving", fact: "c1", at: "2026-08-31T20:00", ...BY },
      ],
    },
    {
      cow: "13",
      eids: [],
      status: "in-milk",
      facts: [
        { kind: "treatment", fact: "t2", label: "tube", version: 1, "last-dose": "2026-09-01T06:00", ...BY },
      ],
    },
    { cow: "14", eids: [], status: "in-milk" },
    { cow: "15", eids: [], status: "dry" },
  ],
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "vatguard-why-"));
  herd = join(folder, "herd.json");
  await writeFile(herd, JSON.stringify(HERD));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function why(...args: readonly string[]) {
  const texts = { stdout: "", stderr: "" };
  const to = (name: keyof typeof texts) =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        texts[name] += chunk.toString();
        done();
      },
    });
  const code = await runWhy(args, { stdout: to("stdout"), stderr: to("stderr") });
  return { code, ...texts };
}
const asked = (...args: readonly string[]) => why(...args, "--herd", herd);
const json = async (...args: readonly string[]) => JSON.parse((await asked(...args, "--json")).stdout);

describe("why a cow's milk may or may not go to the vat", () => {
  it("is said as one line of JSON: each hold, its rule, its record, what is missing, when it clears", async () => {
    const { code, stdout } = await asked("12", "--at", "2026-09-02T06:00", "--json");
    expect(code).toBe(1);
    expect(stdout.split("\n")).toHaveLength(2);
    expect(JSON.parse(stdout)).toMatchObject({
      cow: "12",
      at: "2026-09-01T18:00:00.000Z",
      verdict: "divert",
      because: "withheld",
      milkingsCounted: 2,
      holds: [
        {
          kind: "dry-cow-treatment",
          rule: "Dry 49: at least 49 days after the last dose, then 8 milkings after calving",
          source: "t1",
          missing: [
            { kind: "hours", until: "2026-09-07T12:00:00.000Z" },
            { kind: "milkings", left: 8 },
          ],
          clearsAt: "2026-09-07T12:00:00.000Z",
          milkingsLeft: 8,
        },
        { kind: "colostrum", source: "c1", clearsAt: "2026-09-04T08:00:00.000Z", milkingsLeft: 6 },
      ],
      clearsAt: "2026-09-07T12:00:00.000Z",
      milkingsLeft: 8,
    });
  });

  it("is said in sentences, at the farm's own time", async () => {
    const { stdout } = await asked("12", "--at", "2026-09-02T06:00");
    expect(stdout).toContain("Cow 12: DIVERT.");
    expect(stdout).toContain("missing  Tue 8 Sept 00:00 and 8 more milkings");
    expect(stdout).toContain("clears   not before Tue 8 Sept 00:00, after 8 more milkings");
  });

  it("is divert, CHECK and release in turn, with exit 1 until it is release", async () => {
    expect(await json("13", "--at", "2026-09-04T05:59")).toMatchObject({ verdict: "divert" });
    expect(await json("13", "--at", "2026-09-04T06:00")).toMatchObject({ verdict: "check", holds: [] });
    expect((await asked("13", "--at", "2026-09-04T06:00")).code).toBe(1);
    const released = await asked("14", "--at", "2026-09-04T06:00");
    expect(released.code).toBe(0);
    expect(released.stdout).toContain("Cow 14: RELEASE. No hold keeps her milk out of the vat.");
  });

  it("leaves out what had not begun by then, and says so", async () => {
    expect(await json("13", "--at", "2026-08-30T06:00")).toMatchObject({
      verdict: "release",
      leftOut: ["t2"],
    });
    expect((await asked("13", "--at", "2026-08-30T06:00")).stdout).toContain(
      "Left out, as not begun by then: t2",
    );
  });

  it("finds her by her tag as well", async () => {
    expect(await json("982000123456012", "--at", "2026-09-02T06:00")).toMatchObject({ cow: "12" });
  });

  it("is divert for a dry cow, and for one that nobody knows, with the likely number", async () => {
    expect(await json("15")).toMatchObject({ verdict: "divert", because: "not-in-milk" });
    const unknown = await asked("44", "--json");
    expect(JSON.parse(unknown.stdout)).toMatchObject({
      cow: "44",
      verdict: "divert",
      because: "unknown",
      holds: [],
    });
    expect(unknown.stderr).toContain("Did you mean 14?");
    expect(unknown.code).toBe(1);
  });

  it("says whether she may be sold on another day, and what to declare", async () => {
    const { sale } = await json("12", "--at", "2026-08-01T06:00", "--sale", "2026-08-25");
    expect(sale).toMatchObject([
      { on: "2026-08-24T12:00:00.000Z", market: "domestic-slaughter", verdict: "free" },
      { market: "export-slaughter", verdict: "if-declared", freeFrom: "2026-09-18T12:00:00.000Z" },
      { market: "another-farm", verdict: "if-declared" },
    ]);
    const { stdout } = await asked("12", "--at", "2026-08-01T06:00", "--sale", "2026-08-25");
    expect(stdout).toContain(
      "Dry 49, last dose Tue 21 Jul 00:00: export slaughter interval until Sat 19 Sept 00:00",
    );
  });
});

describe("a question that cannot be answered", () => {
  it("has no cow, two cows, or an option that is not there: the page of options follows", async () => {
    for (const args of [[], ["12", "13"], ["12", "--herds", "x"]]) {
      const { code, stderr, stdout } = await why(...args);
      expect(code).toBe(2);
      expect(stderr).toContain("Usage: npx vatguard why COW");
      expect(stdout).toBe("");
    }
  });

  it("has times that cannot be read: all of them are told at once", async () => {
    const { code, stderr } = await asked("12", "--at", "2026-09-02", "--sale", "tomorrow");
    expect(code).toBe(2);
    expect(stderr).toContain('--at "2026-09-02": This needs a time');
    expect(stderr).toContain('--sale "tomorrow"');
  });

  it("names a herd file that is not there, or has mistakes in it", async () => {
    expect((await why("12", "--herd", join(folder, "nope.json"))).stderr).toContain("There is no such file.");
    const bad = join(folder, "bad.json");
    await writeFile(
      bad,
      JSON.stringify({ ...HERD, cows: [{ cow: "12", eids: ["9.82E+14"], status: "milking" }] }),
    );
    const { code, stderr } = await why("12", "--herd", bad);
    expect(code).toBe(2);
    expect(stderr).toContain("9.82E+14");
    expect(stderr).toContain("milking");
  });

  it("asks for the zone where neither herd file nor question says it, and never takes one for granted", async () => {
    const placeless = join(folder, "placeless.json");
    const { "time-zone": _, ...rest } = HERD;
    await writeFile(placeless, JSON.stringify({ ...rest, labels: [], cows: [HERD.cows[2]] }));
    const unsaid = await why("14", "--herd", placeless, "--at", "2026-09-02T06:00");
    expect(unsaid.code).toBe(2);
    expect(unsaid.stderr).toContain("nothing says in which time zone the farm is");
    expect((await why("14", "--herd", placeless, "--at", "2026-09-02T06:00+12:00")).code).toBe(0);
    expect(
      (await why("14", "--herd", placeless, "--at", "2026-09-02T06:00", "--time-zone", "Europe/Dublin")).code,
    ).toBe(0);
  });

  it("names a data folder that is not there", async () => {
    const { code, stderr } = await asked("12", "--data", join(folder, "no-data"));
    expect(code).toBe(2);
    expect(stderr).toContain("the data folder");
  });
});

describe("a shed whose records are kept by its office", () => {
  it("is answered from the table that the office published last, and that is said", async () => {
    const { config, data } = await shedWithOffice("published");
    await mkdir(join(data, "office"), { recursive: true });
    const { "time-zone": _, ...published } = HERD;
    await writeFile(join(data, "office", "herd-in-force.json"), JSON.stringify(published));
    const { code, stdout, stderr } = await why(
      "13",
      "--config",
      config,
      "--at",
      "2026-09-01T12:00",
      "--json",
    );
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ cow: "13", verdict: "divert", because: "withheld" });
    expect(stderr).toContain("from the records of the office, as it published them last");
    expect(stderr).toContain("herd-in-force.json");
    const named = await why("13", "--config", config, "--herd", herd, "--at", "2026-09-01T12:00");
    expect(named.stderr).not.toContain("records of the office");
  });

  it("that has never been started is told where the table would come from", async () => {
    const { config, data } = await shedWithOffice("never-started");
    const { code, stderr } = await why("13", "--config", config);
    expect(code).toBe(2);
    expect(stderr).toContain("Start the program once");
    expect(stderr).toContain(data);
  });
});

/** An example shed with an office and no herd file, in a folder of its own. */
async function shedWithOffice(name: string) {
  const own = join(folder, name);
  await mkdir(own);
  const config = join(own, "shed.yaml");
  const example = await readFile("config/in-bail-6.yaml", "utf8");
  await writeFile(config, example.replace(/^herd-file:.*$/m, "recorder: { folder: data }"));
  return { config, data: join(own, "data") };
}
