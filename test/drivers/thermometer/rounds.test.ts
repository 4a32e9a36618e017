// Rounds of each kind of probe, asked of a kernel made of a few answers.

import { describe, expect, test } from "vitest";
import { type DurationMs, milliseconds } from "../../../src/domain/units.ts";
import {
  askOfDs18b20,
  beginDs18b20,
  type Ds18b20,
  stepDs18b20,
} from "../../../src/drivers/thermometer/ds18b20.ts";
import {
  askOfMax31865,
  beginMax31865,
  type Max31865,
  stepMax31865,
} from "../../../src/drivers/thermometer/max31865.ts";
import type { Answer, Ask, Done } from "../../../src/drivers/thermometer/round.ts";
import { GOOD } from "./w1-tree.ts";

/** Files by name; a list gives one answer after the other. Asks for anything else are answered "absent". */
type Kernel = { readonly [file: string]: string | Answer | (string | Answer)[] };
type Ended = Done & { readonly asked: readonly string[] };

function answerFrom(kernel: Kernel, ask: Ask): Answer {
  const file = ask.path.split("/").at(-1) ?? "";
  const found = kernel[ask.kind === "write" ? `${file}=` : file];
  const one = Array.isArray(found) ? found.shift() : found;
  if (one === undefined) return ask.kind === "write" ? { kind: "text", text: "" } : { kind: "absent" };
  return typeof one === "string" ? { kind: "text", text: one } : one;
}
const shown = (ask: Ask): string =>
  `${ask.path.split("/").at(-1)}${ask.kind === "write" ? `=${ask.value}` : ""}`;

const CHIP: Ds18b20 = { kind: "ds18b20", folder: "/w1", romId: "28-0000000000a1", resolution: 12 };
const SLOW = milliseconds(760);

function readChip(
  kernel: Kernel,
  options: { setUp?: boolean; took?: DurationMs; before?: number } = {},
): Ended {
  const asked: string[] = [];
  let round = beginDs18b20(options.setUp ?? false, options.before ?? null);
  for (let asks = 0; asks < 20; asks++) {
    const ask = askOfDs18b20(CHIP, round);
    asked.push(shown(ask));
    const next = stepDs18b20(CHIP, round, answerFrom(kernel, ask), options.took ?? SLOW);
    if (next.at === "done") return { ...next, asked };
    round = next;
  }
  throw new Error("the round does not end");
}
const SET_UP = {
  ext_power: "1\n",
  features: "3\n",
  resolution: "12\n",
  therm_bulk_read: "0\n",
  w1_slave: GOOD,
};

describe("DS18B20", () => {
  test("with a power wire: both features are set and read back, the resolution is left where it is right", () => {
    const round = readChip(SET_UP, { setUp: true });
    expect(round.asked).toEqual([
      "ext_power",
      "features=3",
      "features",
      "resolution",
      "therm_bulk_read",
      "w1_slave",
    ]);
    expect(round).toMatchObject({
      reading: { celsius: 3.5 },
      remarks: [],
      setUpAgain: false,
      resolution: 12,
    });
  });

  test("on parasite power only the check is set, and a person is told what to do about it", () => {
    const round = readChip({ ...SET_UP, ext_power: "0\n", features: "1\n" }, { setUp: true });
    expect(round.asked).toContain("features=1");
    expect(round.remarks).toEqual([expect.stringContaining("connect its power wire")]);
  });

  test("power that the chip would not tell counts as none: waiting for the chip could wait for ever", () => {
    expect(readChip({ ...SET_UP, ext_power: "-5\n", features: "1\n" }, { setUp: true }).asked).toContain(
      "features=1",
    );
  });

  test("a resolution that does not stick is remarked upon, and the reading counts all the same", () => {
    const round = readChip({ ...SET_UP, resolution: ["9\n", "9\n"] }, { setUp: true });
    expect(round.asked).toContain("resolution=12");
    expect(round.remarks).toEqual([expect.stringContaining("does not stick: 12 bits were set, 9 came back")]);
    expect(round.reading).toEqual({ kind: "celsius", celsius: 3.5 });
  });

  test("a chip that does not say its resolution is read all the same, and asked again the next time", () => {
    const round = readChip({ ...SET_UP, resolution: "-5\n" }, { setUp: true });
    expect(round).toMatchObject({ reading: { celsius: 3.5 }, setUpAgain: true, remarks: [] });
    expect(round.asked).not.toContain("resolution=12");
  });

  test("a user without the right to write is told of the rule that gives it, and still gets readings", () => {
    const no: Answer = { kind: "no-permission" };
    const round = readChip(
      { ...SET_UP, "features=": no, "resolution=": no, resolution: "9\n" },
      { setUp: true },
    );
    expect(round.remarks).toHaveLength(2);
    for (const remark of round.remarks) expect(remark).toContain("hardware/README.md");
    expect(round.reading.kind).toBe("celsius");
  });

  test("an old kernel without these files is read as it is", () => {
    const round = readChip({ w1_slave: GOOD }, { setUp: true });
    expect(round).toMatchObject({ reading: { celsius: 3.5 }, remarks: [] });
  });

  test("a chip that is away gives no answer, no other words, and is set up again when it is back", () => {
    const round = readChip({ ext_power: "0\n" }, { setUp: true });
    expect(round).toMatchObject({ reading: { why: "no-answer" }, remarks: [], setUpAgain: true });
  });

  test("after a loss of power the chip is set up again", () => {
    const bytes = "50 05 4b 46 7f ff 0c 10 1c";
    const w1_slave = `${bytes} : crc=1c YES\n${bytes} t=85000\n`;
    expect(readChip({ ...SET_UP, w1_slave })).toMatchObject({
      reading: { why: "power-on-value" },
      setUpAgain: true,
    });
  });

  test("a resolution that has changed by itself shows that the chip lost its power in between", () => {
    expect(readChip(SET_UP, { before: 9 }).setUpAgain).toBe(true);
    expect(readChip(SET_UP, { before: 12 }).setUpAgain).toBe(false);
  });

  test("while another program's conversion runs there is no reading, whichever way it shows", () => {
    expect(readChip({ therm_bulk_read: "-1\n" }).reading).toEqual({ kind: "none", why: "converting" });
    const began = { therm_bulk_read: ["0\n", "-1\n"], w1_slave: "" };
    expect(readChip(began)).toMatchObject({ reading: { why: "converting" }, setUpAgain: false });
  });

  test("an empty read with no conversion under way is no answer, never a zero", () => {
    expect(readChip({ therm_bulk_read: ["0\n", "0\n"], w1_slave: "" }).reading).toEqual({
      kind: "none",
      why: "no-answer",
    });
  });

  test("a value that another program left unread is thrown away and measured anew", () => {
    const stale = GOOD.replaceAll("38 00", "30 02");
    const round = readChip({ therm_bulk_read: ["1\n", "0\n"], w1_slave: [stale, GOOD] });
    expect(round.asked).toEqual(["therm_bulk_read", "w1_slave", "therm_bulk_read", "w1_slave"]);
    expect(round.reading).toEqual({ kind: "celsius", celsius: 3.5 });
  });

  test("left unread again, and back too fast for a conversion: stale; slow enough: measured", () => {
    const kernel = () => ({ therm_bulk_read: ["1\n", "1\n"], w1_slave: [GOOD, GOOD] });
    expect(readChip(kernel(), { took: milliseconds(12) })).toMatchObject({
      reading: { why: "stale" },
      setUpAgain: false,
    });
    expect(readChip(kernel(), { took: SLOW }).reading.kind).toBe("celsius");
  });

  test("where no value lay unread, a quick answer is as good as a slow one", () => {
    expect(readChip(SET_UP, { took: milliseconds(12) }).reading).toEqual({ kind: "celsius", celsius: 3.5 });
  });

  test("no permission to read, and a kernel that objects", () => {
    const none = (w1_slave: Answer) => readChip({ w1_slave }).reading;
    expect(none({ kind: "no-permission" })).toEqual({ kind: "none", why: "no-permission" });
    expect(none({ kind: "refused", words: "Input/output error" })).toEqual({
      kind: "none",
      why: "no-answer",
    });
  });
});

const CONVERTER: Max31865 = {
  kind: "max31865",
  folder: "/spi",
  chipSelect: "spi0.0",
  zeroOhms: 100,
  referenceOhms: 430,
  mainsHertz: 50,
};

function readConverter(kernel: Kernel, setUp = false): Ended {
  const asked: string[] = [];
  let round = beginMax31865(setUp);
  for (let asks = 0; asks < 20; asks++) {
    const ask = askOfMax31865(CONVERTER, round);
    asked.push(shown(ask));
    const next = stepMax31865(CONVERTER, round, answerFrom(kernel, ask));
    if (next.at === "done") return { ...next, asked };
    round = next;
  }
  throw new Error("the round does not end");
}
const FILTER = "in_filter_notch_center_frequency";

describe("MAX31865", () => {
  test("its filter is set to the mains and read back, then the ratio and the fault are read", () => {
    const round = readConverter(
      { [FILTER]: ["60\n", "50\n"], in_temp_raw: "7769\n", fault_ovuv: "0\n" },
      true,
    );
    expect(round.asked).toEqual([FILTER, `${FILTER}=50`, FILTER, "in_temp_raw", "fault_ovuv"]);
    expect(round.reading.kind === "celsius" && Math.abs(round.reading.celsius - 5)).toBeLessThan(0.032);
    expect(round.remarks).toEqual([]);
  });

  test("a filter that does not stick is remarked upon, and the reading counts", () => {
    const round = readConverter({ [FILTER]: ["60\n", "60\n"], in_temp_raw: "7769\n" }, true);
    expect(round.remarks).toEqual([expect.stringContaining("cannot be set to 50 Hz (60 came back)")]);
    expect(round.reading.kind).toBe("celsius");
  });

  test("an old kernel without the filter's file is read as it is, and a converter that is away needs no other words", () => {
    expect(readConverter({ in_temp_raw: "7769\n" }, true).asked).toEqual([
      FILTER,
      "in_temp_raw",
      "fault_ovuv",
    ]);
    expect(readConverter({ [FILTER]: ["60\n", "60\n"] }, true)).toMatchObject({
      reading: { why: "no-answer" },
      remarks: [],
    });
  });

  test("open, shorted, faulty, empty, garbled, gone and forbidden are told apart", () => {
    const why = (in_temp_raw: string | Answer, fault_ovuv = "0\n") => {
      const { reading } = readConverter({ in_temp_raw, fault_ovuv });
      return reading.kind === "none" ? reading.why : reading.celsius;
    };
    expect(why("32767\n")).toBe("open-lead");
    expect(why("0\n")).toBe("shorted-lead");
    expect(why("7769\n", "1\n")).toBe("open-lead");
    expect(why("")).toBe("no-answer");
    expect(why("-3\n")).toBe("garbled");
    expect(why("32768\n")).toBe("garbled");
    expect(why("77.69\n")).toBe("garbled");
    expect(why({ kind: "absent" })).toBe("no-answer");
    expect(why({ kind: "refused", words: "Input/output error" })).toBe("no-answer");
    expect(why({ kind: "no-permission" })).toBe("no-permission");
  });

  test("after any trouble it is set up again", () => {
    expect(readConverter({ in_temp_raw: "0\n" }).setUpAgain).toBe(true);
    expect(readConverter({ in_temp_raw: "7769\n" }).setUpAgain).toBe(false);
  });
});
