// Room: test/main. The command `cooling`, asked as a person or a program would: sentences, JSON Lines, the page, exit codes.

import { execFile } from "node:child_process";
import { access, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCooling } from "../../src/main/cooling.ts";

let folder = "";
const MINUTE = 60_000;
const MIDNIGHT = Date.UTC(2026, 10, 22);
const at = (time: string): number =>
  MIDNIGHT + (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * MINUTE;
const BEGAN = at("06:10");

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "vatguard-cooling-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A vat in which 28 °C come in for an hour and a half, and are then cooled in a straight line to 4 °C at `cold`. */
function vat(ms: number, cold: string): number {
  if (ms < BEGAN) return 17;
  if (ms < at("07:40")) return 28;
  return Math.max(4, 28 - (24 * (ms - at("07:40"))) / (at(cold) - at("07:40")));
}

type Row = { readonly ms: number; readonly celsius: number };
const rows = (cold: string, until = "14:00", step = 2): readonly Row[] =>
  Array.from({ length: (at(until) - at("04:00")) / (step * MINUTE) + 1 }, (_, i) => {
    const ms = at("04:00") + i * step * MINUTE;
    return { ms, celsius: vat(ms, cold) };
  });
const csv = (all: readonly Row[]): string =>
  `Zeit;Milch °C\n${all.map(({ ms, celsius }) => `${new Date(ms).toISOString().slice(0, 19)};${celsius.toFixed(2).replace(".", ",")}\n`).join("")}`;

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

async function cooling(args: readonly string[], input = "") {
  const texts = { stdout: "", stderr: "" };
  const to = (name: keyof typeof texts) =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        texts[name] += chunk.toString();
        done();
      },
    });
  const stdin = Readable.from([Buffer.from(input)]);
  const code = await runCooling(args, { stdin, stdout: to("stdout"), stderr: to("stderr") });
  return { code, ...texts };
}
type Line = { readonly kind: string; readonly [key: string]: unknown };
const lines = (text: string): readonly Line[] =>
  text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

it("says of a rule that was no longer in force that another one is to be asked, in words and in JSON", async () => {
  const asked = [await file("old.csv", csv(rows("09:00"))), "--start", "06:10", "--end", "07:40", "--first"];
  const old = await cooling([...asked, "--profile", "nz-pre-2018"]);
  expect(old.stdout).toContain(
    "nz-pre-2018 was in force until 2018-05-31: this milking, on 2026-11-22, was after it.",
  );
  const told = async (profile: string) =>
    lines((await cooling([...asked, "--profile", profile, "--json"])).stdout).find(
      ({ kind }) => kind === "verdict",
    );
  expect(await told("nz-pre-2018")).toMatchObject({ outOfForce: expect.stringContaining("2018-05-31") });
  expect(await told("au-bega-2018")).toMatchObject({ outOfForce: null });
});

describe("a logger's file at the command line", () => {
  it("passes milk that was cold in time, in sentences, with exit 0", async () => {
    const { code, stdout, stderr } = await cooling([
      await file("good.csv", csv(rows("09:00"))),
      "--start",
      "06:10",
    ]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain(
      "good.csv: 301 rows, one every 2 min, from 2026-11-22 04:00 to 2026-11-22 14:00",
    );
    expect(stdout).toContain("began        06:10, as given");
    expect(stdout).toContain("PASS: at 5 °C 2 h 46 min after the start, 43 min in hand");
    expect(stdout).toContain("1 milking by 1 profile: 1 PASS.");
    expect(stdout).toContain("does not replace it");
  });

  it("fails milk that was not, with exit 1, by every profile that is asked for", async () => {
    const path = await file("late.csv", csv(rows("11:00")));
    const { code, stdout } = await cooling([
      path,
      "--start",
      "2026-11-22T06:10",
      "--profile",
      "au-bega-2018",
      "--profile=nz-mpi-2018",
      "--json",
    ]);
    expect(code).toBe(1);
    const verdicts = lines(stdout).filter(({ kind }) => kind === "verdict");
    expect(verdicts.map(({ profile, outcome }) => [profile, outcome])).toEqual([
      ["au-bega-2018", "FAIL"],
      ["nz-mpi-2018", expect.any(String)],
    ]);
    expect(verdicts[0]).toMatchObject({
      start: "2026-11-22T06:10:00.000",
      guess: false,
      limits: [
        {
          limit: "5-in-3h30",
          deadline: "2026-11-22T09:40:00.000",
          outcome: "FAIL",
          reachedAt: "2026-11-22T10:51:40.000",
        },
      ],
    });
  });

  it("says how the file was read, and instants with a Z once the zone is known", async () => {
    const path = await file("zone.csv", csv(rows("09:00")));
    const { stdout } = await cooling([
      path,
      "--start",
      "2026-11-22T06:10+11:00",
      "--time-zone",
      "Australia/Melbourne",
      "--json",
    ]);
    expect(lines(stdout)[0]).toMatchObject({
      kind: "understood",
      file: "zone.csv",
      delimiter: "semicolon",
      decimal: "comma",
      unit: "C",
      rows: 301,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(lines(stdout).find(({ kind }) => kind === "verdict")).toMatchObject({
      start: "2026-11-21T19:10:00.000Z",
      outcome: "PASS",
    });
  });

  it("never passes a gap over the deadline, and lists gaps, excursions and sentinels", async () => {
    const holed = rows("09:00")
      .filter(({ ms }) => ms < at("08:20") || ms > at("11:00"))
      .map((row) => (row.ms === at("05:00") ? { ...row, celsius: 888.8 } : row));
    const { code, stdout } = await cooling(["-", "--start", "06:10"], csv(holed));
    expect(code).toBe(1);
    expect(stdout).toContain("NO_DATA: no readings from 08:18 to 11:02");
    expect(stdout).toContain("line 32: No temperature: 888.8 (implausible)");
    expect(stdout).toContain("2026-11-22 08:18 to 2026-11-22 11:02 (2 h 44 min)");
  });

  it("finds the milking by itself, marks it as a guess, and says whether the guess decides", async () => {
    const { code, stdout } = await cooling(["-"], csv(rows("09:00")));
    expect(code).toBe(0);
    expect(stdout).toMatch(/began {8}06:\d\d \(a guess: .* --start settles it\)/);
    expect(stdout).toMatch(/It is a PASS for any start of milking from 05:\d\d on/);
  });

  it("tells every mistake in the asking at once, with what was meant", async () => {
    const { code, stdout, stderr } = await cooling([
      "--profil",
      "x",
      "--start",
      "--unit",
      "R",
      "--first",
      "--later",
      "--longest-gap",
      "2 h",
    ]);
    expect([code, stdout]).toEqual([2, ""]);
    for (const part of [
      "--start has nothing after it",
      "Did you mean --profile?",

      "--first and --later",
      "--longest-gap",
    ])
      expect(stderr).toContain(part);
  });

  it("asks what the file leaves open, before anything is judged", async () => {
    const unclear = csv(rows("09:00"))
      .replace(" °C", "")
      .replaceAll(/2026-11-22T/g, "03/11/2026 ");
    const { code, stdout, stderr } = await cooling([
      await file("unclear.csv", unclear),
      "--profile",
      "au-begga-2018",
    ]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("unclear.csv:2:1");
    expect(stderr).toContain("--date-order dmy or --date-order mdy");
    expect(stderr).toContain('Did you mean "au-bega-2018"?');
  });

  it("refuses times that lie outside the log, come twice, or the wrong way round", async () => {
    const path = await file("times.csv", csv(rows("09:00")));
    const two = await file(
      "two.csv",
      csv([...rows("09:00"), ...rows("09:00").map((row) => ({ ...row, ms: row.ms + 24 * 60 * MINUTE }))]),
    );
    const said = async (...args: readonly string[]) => (await cooling(args)).stderr;
    expect(await said(path, "--start", "2026-11-23T06:10")).toContain(
      "lies outside the log, which goes from 2026-11-22 04:00 to 2026-11-22 14:00",
    );
    expect(await said(two, "--start", "06:10")).toContain("2026-11-22T06:10 or 2026-11-23T06:10");
    expect(await said(path, "--start", "06:10", "--end", "06:00", "--collected", "quarter past")).toContain(
      "--end comes before --start",
    );
    expect(await said(path, "--start", "22/11/2026 06:10")).toBe("");
    expect(await said(path, "--start", "03/11/2026 06:10")).toContain(
      "without guessing. Write it like 2026-11-22T04:00",
    );
    expect(await said(path, "--start", "06:10Z")).toContain("--time-zone");
    const back = await file("back.csv", csv([...rows("09:00"), ...rows("09:00")]));
    expect(await said(back, "--start", "2026-11-22T06:10")).toContain(
      "more than once, in the rows from lines 2 and 303 on",
    );
    expect(await said(join(folder, "none.csv"))).toContain("There is no such file.");
    expect(await said(folder)).toContain("a folder");
  });

  it("writes a page, and says so where it cannot", async () => {
    const path = await file("page.csv", csv(rows("09:00")));
    const plot = join(folder, "page.svg");
    expect(
      (await cooling([path, "--start", "06:10", "--plot", plot, "--title", "Müller & Söhne <Hof>"])).code,
    ).toBe(0);
    const page = await readFile(plot, "utf8");
    expect(page).toContain("Müller &amp; Söhne &lt;Hof&gt;");
    expect(page).toContain(">PASS<");
    const lost = await cooling([
      path,
      "--start",
      "06:10",
      "--plot",
      join(folder, "no", "such", "folder.svg"),
    ]);
    expect([lost.code, lost.stderr]).toEqual([2, expect.stringContaining("could not be written")]);
  });

  it("does the same as the built command, from standard input", async (context) => {
    const built = join(import.meta.dirname, "../../dist/main/vatguard.js");
    const isBuilt = await access(join(import.meta.dirname, "../../dist/main/cooling.js")).then(
      () => true,
      () => false,
    );
    if (!isBuilt) context.skip();
    const path = await file("built.csv", csv(rows("11:00")));
    const run = promisify(execFile)(process.execPath, [built, "cooling", path, "--start", "06:10", "--json"]);
    const { code, stdout } = await run.then(
      (done) => ({ code: 0, ...done }),
      (thrown: { code: number; stdout: string }) => thrown,
    );
    const here = await cooling([path, "--start", "06:10", "--json"]);
    expect([code, stdout]).toEqual([here.code, here.stdout]);
  });
});
