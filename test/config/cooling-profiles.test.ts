// Room: test/config. The cooling profiles that come with the program, held against the table of their sources, and files with mistakes.

import { readFile } from "node:fs/promises";
import { describe, expect, it, test } from "vitest";
import {
  DEFAULT_PROFILE,
  loadCoolingProfile,
  profileById,
  profileByIdOrPath,
  readProfiles,
} from "../../src/config/cooling-profiles.ts";
import { formatProblems } from "../../src/config/problem.ts";
import type { CoolingProfile } from "../../src/domain/cooling/profile.ts";

const FOLDER = "config/profiles";

async function all(): Promise<readonly CoolingProfile[]> {
  const read = await readProfiles(FOLDER);
  if (!read.ok) throw new Error(formatProblems(read.error));
  return read.value;
}

/** "first 10 °C by start+240 / end+60", hold "5..1", blend "10/15 min". */
const limitsOf = (profile: CoolingProfile) =>
  profile.limits.map(({ appliesTo, atMost, by }) => {
    const due = by.map(({ after, within }) =>
      after === "collection" ? "collection" : `${after.slice(0, after.indexOf("-"))}+${within / 60_000}`,
    );
    return `${appliesTo} ${Math.round(atMost * 1000) / 1000} by ${due.join(" / ")}`;
  });
const holdOf = ({ hold }: CoolingProfile) =>
  hold === null ? "" : `${Math.round(hold.atMost * 1000) / 1000}..${hold.atLeast ?? ""}`;
const blendOf = ({ blend }: CoolingProfile) =>
  blend === null ? "" : `${blend.atMost}/${blend.tolerate / 60_000}`;

/** As the sources give them: id, limits, hold, blend, basis, wording. */
const TABLE: readonly (readonly [string, readonly string[], string, string, string, string])[] = [
  ["au-as-1187", ["any 4 by start+210"], "4..", "", "equipment", "unverified"],
  ["au-bega-2018", ["any 5 by start+210"], "5..", "", "buyer", "seen"],
  ["au-cowtime-4-7", ["any 4 by start+180"], "", "", "buyer", "seen"],
  ["au-dfsv", ["any 5 by start+210"], "5..", "", "law", "seen"],
  ["au-sa-dairysafe", ["any 5 by start+210"], "5..", "", "code", "seen"],
  ["ca-cqm", ["first 10 by end+60", "any 4 by end+120"], "4..0.01", "10/15", "code", "seen"],
  ["ca-on-ttr", ["any 10 by end+60", "any 5 by end+120"], "5..1", "", "law", "unverified"],
  ["cz-287", ["any 8 by start+180"], "8..", "10/0", "law", "seen"],
  ["cz-287-other", ["any 6 by start+180"], "6..", "10/0", "law", "seen"],
  ["de-do-not-load", [], "", "", "code", "unverified"],
  ["eu-853-daily", ["any 8 by collection"], "", "", "law", "unverified"],
  ["eu-853-other", ["any 6 by collection"], "", "", "law", "unverified"],
  ["ie-arrabawn", ["any 3.99 by collection"], "", "", "buyer", "seen"],
  ["in-nddb-5708-ii", ["first 4 by end+180", "later 4 by end+90"], "", "", "equipment", "unverified"],
  [
    "nz-mpi-2018",
    ["any 10 by start+240", "any 6 by start+360 / end+120"],
    "6..0",
    "10/0",
    "law",
    "unverified",
  ],
  [
    "nz-pre-2018",
    ["first 18 by end+0", "later 13 by end+0", "any 7 by end+180"],
    "7..",
    "",
    "law",
    "unverified",
  ],
  ["uk-red-tractor", ["any 8 by collection"], "", "", "code", "unverified"],
  ["uk-red-tractor-other", ["any 6 by collection"], "", "", "code", "unverified"],
  ["us-3a-13", ["any 10 by end+60", "any 4.444 by end+120"], "", "10/0", "equipment", "unverified"],
  ["us-ma", ["any 4.444 by end+120"], "4.444..", "10/0", "law", "seen"],
  ["us-pmo", ["first 10 by start+240", "any 7 by end+120"], "7..", "10/0", "law", "seen"],
  ["us-wa", ["any 4.444 by end+120"], "4.444..", "10/0", "law", "seen"],
];

describe("the profiles that come with the program", () => {
  it("say what their sources say", async () => {
    const told = (await all()).map((one) => [
      one.id,
      limitsOf(one),
      holdOf(one),
      blendOf(one),
      one.basis,
      one.source.wording,
    ]);
    expect(told).toEqual(TABLE);
  });
  it("say what else is asked: continuous milkings, milk not to be loaded, records, days in force", async () => {
    const profiles = new Map((await all()).map((one): [string, CoolingProfile] => [one.id, one]));
    expect(profiles.get("nz-mpi-2018")).toMatchObject({
      continuous: { fromLength: 6 * 3_600_000, enterAtMost: 6 },
      records: { keepDays: 30, checksPerYear: null },
      validFrom: "2018-06-01",
      validUntil: null,
    });
    expect(profiles.get("nz-pre-2018")).toMatchObject({ validFrom: null, validUntil: "2018-05-31" });
    expect(
      profiles.get("de-do-not-load")?.doNotLoad.map((one) => [one.above, one.longerThan / 60_000]),
    ).toEqual([
      [13, 600],
      [16, 360],
      [28, 300],
    ]);
    expect(profiles.get(DEFAULT_PROFILE)?.records.checksPerYear).toBe(2);
  });
  it("are listed, each with its file, in config/README.md", async () => {
    const page = await readFile("config/README.md", "utf8");
    for (const { id } of await all()) expect(page).toContain(`\`${id}\``);
  });
});

describe("asking for a profile", () => {
  it("finds it by its id, and says what was perhaps meant", async () => {
    const profiles = await all();
    expect(profileById(profiles, "us-pmo")).toMatchObject({ ok: true, value: { id: "us-pmo" } });
    expect(profileById(profiles, "au-bega-2081")).toMatchObject({
      ok: false,
      error: { fix: 'Did you mean "au-bega-2018"?' },
    });
    const lost = profileById(profiles, "something else");
    expect(lost).toMatchObject({ ok: false, error: { expected: expect.stringContaining("us-wa") } });
  });
  it("takes a person's own file by its path", async () => {
    const profiles = await all();
    expect(await profileByIdOrPath(profiles, `${FOLDER}/cz-287.yaml`)).toMatchObject({
      ok: true,
      value: { id: "cz-287" },
    });
    expect(await profileByIdOrPath(profiles, "./nowhere.yaml")).toMatchObject({ ok: false });
    expect(await profileByIdOrPath(profiles, "cz-278")).toMatchObject({
      ok: false,
      error: [{ fix: 'Did you mean "cz-287"?' }],
    });
  });
  it("of a folder without profiles says so", async () => {
    expect(await readProfiles("config/no-such")).toMatchObject({ ok: false });
    expect(await readProfiles("test/config")).toMatchObject({
      ok: false,
      error: [{ says: "This is not a folder of profiles." }],
    });
  });
});

describe("a profile's file with mistakes", () => {
  const BEGA = readFile(`${FOLDER}/au-bega-2018.yaml`, "utf8");
  const problemsOf = async (change: (text: string) => string) => {
    const loaded = loadCoolingProfile(change(await BEGA), "mine.yaml");
    return loaded.ok ? [] : loaded.error.map(({ path, fix }) => `${path}: ${fix}`);
  };
  test.each([
    [
      "a bare number",
      "at-most: 5 °C\n    by",
      "at-most: 5\n    by",
      'limits.5-in-3h30.at-most: Did you mean "5 °C"?',
    ],
    [
      "a slip in °F",
      "at-most: 5 °C\n    by",
      "at-most: 41 f\n    by",
      'limits.5-in-3h30.at-most: Did you mean "41 °F"?',
    ],
    [
      "a time without unit",
      "210 min",
      "210",
      'limits.5-in-3h30.by.start-of-milking: Did you mean "210 min"?',
    ],
    ["a slip in a key", "do-not-load", "do-not-lode", 'do-not-lode: Did you mean "do-not-load"?'],
    [
      "no such day",
      "valid-from: not-known",
      "valid-from: 2018-02-30",
      "valid-from: Write it like this: 2018-06-01",
    ],
    ["a slip in a word", "basis: buyer", "basis: byer", 'basis: Did you mean "buyer"?'],
  ])("%s", async (_, from, to, expected) => {
    expect(await problemsOf((text) => text.replace(from, to))).toContainEqual(expected);
  });
  it("tells all of them at once", async () => {
    expect(
      (await problemsOf((text) => text.replace("210 min", "210").replace("buyer", "byer"))).length,
    ).toBeGreaterThan(1);
  });
  it("cut short anywhere before its last line it is refused, and never another rule", async () => {
    const text = (await BEGA).trimEnd();
    for (let length = 0; length <= text.lastIndexOf("\n"); length++)
      expect(loadCoolingProfile(text.slice(0, length), "cut.yaml").ok).toBe(false);
  });
  it("asking for nothing is refused", async () => {
    const text = (await BEGA).replace(/limits:[\s\S]*?blend/, "limits: none\nhold: none\nblend");
    expect(loadCoolingProfile(text, "nothing.yaml")).toMatchObject({
      ok: false,
      error: [{ says: "This profile asks for nothing." }],
    });
  });
  it("in Fahrenheit is exact", async () => {
    const text = (await BEGA).replace("at-most: 5 °C\n    by", "at-most: 40 °F\n    by");
    expect(loadCoolingProfile(text, "f.yaml")).toMatchObject({
      ok: true,
      value: { limits: [{ atMost: 40 / 9 }] },
    });
  });
});
