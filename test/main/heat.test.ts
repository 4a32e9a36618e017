// Room: test/main. The command `heat` on loggers' files, from its arguments to its exit code.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { afterAll, describe, expect, test } from "vitest";
import { runHeat } from "../../src/main/heat.ts";

const folder = mkdtempSync(join(tmpdir(), "vatguard-heat-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}

async function heat(...args: readonly string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const code = await runHeat(args, { stdin: Readable.from([]), stdout, stderr });
  return { code, out: String(stdout.read() ?? ""), err: String(stderr.read() ?? "") };
}

const two = (n: number) => String(n).padStart(2, "0");
const clock = (second: number) =>
  `${two(6 + Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`;
/** Rows of so many seconds each, from 06:00. */
const rows = (
  every: number,
  values: readonly (number | string)[],
  row: (time: string, value: number | string) => string,
) => values.map((value, i) => row(clock(i * every), value));
const times = <T>(count: number, value: T): readonly T[] => Array.from({ length: count }, () => value);

/** English, comma, point: a plate pasteuriser, every 5 s. */
const HTST = file("htst.csv", [
  "Time,Temperature (°C)",
  ...rows(5, [20, 20, 60, ...times(8, 72.4), 40, 5, 5], (time, value) => `2026-11-22T${time},${value}`),
]);
/** German, semicolon, decimal comma, two columns of time: a tenth of a degree too cold for 40 s. */
const COLD = file("kalt.csv", [
  "Datum;Zeit;Temperatur °C",
  ...rows(5, [20, 20, 60, ...times(9, "71,9"), 40, 5, 5], (time, value) => `22.11.2026;${time};${value}`),
]);
/** UHT and pH in one file, every second and then every minute; in °F. */
const UHT = file("uht.csv", [
  "Timestamp,Milk (F),pH",
  ...rows(
    1,
    [68, 68, 176, ...times(6, 280.8), 194, 68, 68],
    (time, value) => `2026-11-22 ${time},${value},6.7`,
  ),
  ...Array.from({ length: 80 }, (_, i) => `2026-11-22 ${clock(60 + i * 60)},68,${i < 5 ? 6.7 : 5.6}`),
]);

/** A rule of a person's own, which uses one that comes with the program. */
const ownRule = (id: string) =>
  file(`${id}.yaml`, [
    `id: ${id}`,
    "title: Twice as long as the law",
    "for: drinking-milk",
    "jurisdiction: AU",
    "steps:",
    "  - rule: htst",
    "  - hold: {at-least: 72 °C, for: 30 s}",
    "source: {document: Our own hazard plan, section: step 4, wording: seen}",
  ]);
const [OWN, OWN_HTST] = [ownRule("ours"), ownRule("htst")];

describe("three files, three answers", () => {
  test("72.4 °C for 35 s: PASS, exit 0", async () => {
    const { code, out, err } = await heat(HTST, "--rule", "htst");
    expect(code).toBe(0);
    expect(err).toBe("");
    expect(out).toContain("htst: PASS");
    expect(out).toMatch(/met: at 72 °C or more for 3\d\.\d\d s \(06:00:15 to 06:00:50\)/);
    expect(out).toContain("source: Food Standards Code, Standard 4.2.4, clause 15");
  });

  test("71.9 °C for 40 s, with decimal commas: FAIL, exit 1, by how much", async () => {
    const { code, out } = await heat(COLD, "--rule", "htst", "--rule", "htst-twice");
    expect(code).toBe(1);
    expect(out).toContain(
      "71.9 °C for 40 s (06:00:15 to 06:00:55): 0.1 °C too cold, and that counts as not heated",
    );
    expect(out).toContain("htst-twice: FAIL");
  });

  test("UHT at 138 °C in Fahrenheit, which no window for cold milk takes out, and pH of another column", async () => {
    const without = await heat(UHT, "--rule", "uht-and-ph");
    expect(without.code).toBe(1);
    expect(without.out).toContain("--ph-column NAME");
    const { code, out } = await heat(UHT, "--rule", "uht-and-ph", "--rule", "f0-3", "--ph-column", "pH");
    expect(out).toContain("met: at 132 °C or more for 5.");
    expect(out).toContain("met: pH below 6 for 1 h 14 min");
    expect(out).toContain("f0-3: PASS");
    expect(code).toBe(0);
  });

  test("declarations by name: colostrum", async () => {
    expect((await heat(HTST, "--rule", "colostrum")).code).toBe(1);
    const declared = ["--declare", "officially-disease-free-holding", "--declare", "no-signs-of-disease"];
    expect((await heat(HTST, "--rule", "colostrum", ...declared)).code).toBe(0);
  });

  test("a wash from --start to --end, on the log's own clock", async () => {
    expect((await heat(HTST, "--rule", "wash-detergent")).out).toContain("--start TIME --end TIME");
    expect(
      (await heat(HTST, "--rule", "wash-detergent", "--start", "06:00:15", "--end", "06:00:50")).code,
    ).toBe(0);
    const { code, out } = await heat(
      HTST,
      "--rule",
      "wash-detergent",
      "--start",
      "06:00:10",
      "--end",
      "06:00:50",
    );
    expect(code).toBe(1);
    expect(out).toContain("was 60.0 °C (06:00:10)");
  });

  test("a rule of one's own, by its path", async () => {
    const { code, out } = await heat(HTST, "--rule", OWN);
    expect(out).toContain("ours: FAIL");
    expect(out).toContain("met: htst: 72 °C for 15 seconds");
    expect(code).toBe(1);
  });

  test("--json: one line for the file, one for each rule, instants as the log has them", async () => {
    const { code, out } = await heat(COLD, "--rule", "htst", "--rule", "batch", "--json");
    expect(code).toBe(1);
    const lines = out
      .trim()
      .split("\n")
      .map((line): unknown => JSON.parse(line));
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatchObject({ kind: "understood", decimal: "comma", unit: "C" });
    expect(lines[1]).toMatchObject({
      kind: "verdict",
      rule: "htst",
      outcome: "FAIL",
      steps: [{ kind: "hold", nearest: { figure: 71.9, from: "2026-11-22T06:00:15.000", readings: 9 } }],
    });
  });
});

describe("a log that cannot be judged as it is", () => {
  test.each([
    ["milk at 72 °C in Fahrenheit, in winter", [20, 20, 122, ...times(8, 162), 40, 28, 28]],
    ["UHT in Celsius", [40, 40, 80, ...times(8, 138), 80, 40, 40]],
    ["milk at 73 °C in kelvin", [293, 293, 330, ...times(8, 346), 330, 293, 293]],
  ])("%s without a unit is asked for, never guessed by its values", async (name, values) => {
    const path = file(`${name.replaceAll(" ", "-")}.csv`, [
      "Time,Temp",
      ...rows(1, values, (time, value) => `2026-11-22T${time},${value}`),
    ]);
    const { code, err } = await heat(path, "--rule", "htst");
    expect(code).toBe(2);
    expect(err).toContain("--unit C, --unit F or --unit K");
  });

  test("a wash is not judged on the milk's column, unless a person says so", async () => {
    const both = file("both.csv", [
      "Time,Milk temp °C,Wash temp °C",
      ...rows(5, times(10, 80), (time, value) => `2026-11-22T${time},4.1,${value}`),
    ]);
    const { code, err } = await heat(both, "--rule", "wash-detergent");
    expect(code).toBe(2);
    expect(err).toContain('the column that was found is called "Milk temp °C"');
    expect((await heat(both, "--rule", "wash-detergent", "--column", "Wash temp °C")).code).toBe(0);
  });

  test("two readings of one time: the colder counts", async () => {
    const doubled = file("doubled.csv", [
      "Time,Temperature (°C)",
      ...rows(
        5,
        [20, 20, 60, ...times(8, 72.4), 40, 5, 5],
        (time, value) => `2026-11-22T${time},${value}`,
      ).flatMap((line) => (line.includes("06:00:30") ? [line, line.replace("72.4", "71.0")] : [line])),
    ]);
    const { code, out } = await heat(doubled, "--rule", "htst");
    expect(out).toContain("of each such time the lowest was kept");
    expect(code).toBe(0);
    expect((await heat(doubled, "--rule", "htst", "--start", "06:00:25", "--end", "06:00:40")).code).toBe(1);
  });

  test("a clock that was set back: which of the parts is asked, by their lines", async () => {
    const back = file("back.csv", [
      "Time,Temperature (°C)",
      ...rows(5, times(40, 20), (time, value) => `2026-11-22T${time},${value}`),
      ...rows(5, times(20, 75), (time, value) => `2026-11-22T${time},${value}`),
    ]);
    const { code, err } = await heat(back, "--rule", "htst");
    expect(code).toBe(2);
    expect(err).toContain("clock was set back");
    expect(err).toContain("from line 42");
  });

  test("times outside the log", async () => {
    const { code, err } = await heat(
      HTST,
      "--rule",
      "htst",
      "--start",
      "2026-11-23T06:00",
      "--end",
      "2026-11-23T07:00",
    );
    expect(code).toBe(2);
    expect(err).toContain("the log goes from 2026-11-22 06:00");
  });
});

describe("wrong use is told all at once, with exit 2", () => {
  test.each([
    ["an unknown rule: the nearest name", [HTST, "--rule", "htst-twise"], 'Did you mean "htst-twice"?'],
    [
      "an unknown declaration",
      [HTST, "--rule", "colostrum", "--declare", "no-sign-of-disease"],
      'Did you mean "no-signs-of-disease"?',
    ],
    [
      "a declaration of another rule",
      [HTST, "--rule", "htst", "--declare", "dried-to-a-powder"],
      "It belongs to: pasteurise-and-dry",
    ],
    ["an unknown option", [HTST, "--rule", "htst", "--stat=1"], "Did you mean --start?"],
    ["no rule", [HTST], "which rule?"],
    ["no file", ["--rule", "htst"], "which file?"],
    ["a file that is not there", [join(folder, "none.csv"), "--rule", "htst"], "There is no such file."],
    ["a column that is not there", [HTST, "--rule", "htst", "--ph-column", "pH"], "pH"],
    ["a rule of one's own that is not there", [HTST, "--rule", "./none.yaml"], "There is no such file."],
    ["one that is called as another", [HTST, "--rule", OWN_HTST], "Another rule has this name."],
    [
      "a beginning after the end",
      [HTST, "--rule", "htst", "--start", "06:00:20", "--end", "06:00:10"],
      "--end comes before --start",
    ],
  ])("%s", async (_, args, expected) => {
    const { code, out, err } = await heat(...args);
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err).toContain(expected);
  });

  test("--help and --list answer with 0, and --list names every rule and every declaration", async () => {
    expect((await heat("--help")).code).toBe(0);
    const { code, out } = await heat("--list");
    expect(code).toBe(0);
    for (const word of [
      "htst:",
      "f0-3:",
      "sludge:",
      "wash-detergent:",
      "clotted-16-hours-before",
      "GOV.UK",
    ]) {
      expect(out).toContain(word);
    }
    const lines = (await heat("--list", "--json")).out.trim().split("\n");
    expect(lines.map((line): unknown => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ kind: "rule", id: "whey" }),
    );
  });
});
