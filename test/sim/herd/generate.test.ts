// Room: test/sim. The made-up herd: believable, the same for the same seed, and written as a file that loads.

import { describe, expect, it } from "vitest";
import { loadHerd } from "../../../src/config/herd-file.ts";
import { epochMs } from "../../../src/domain/units.ts";
import { generateHerd } from "../../../src/sim/herd/generate.ts";
import { herdFileText } from "../../../src/sim/herd/herd-file.ts";
import { fitFrom } from "../../../src/sim/herd/truth.ts";

const NOW = epochMs(Date.UTC(2026, 10, 23, 20, 0));

describe("a made-up herd", () => {
  it("loads from its own file without a problem and means the same facts", () => {
    const herd = generateHerd({ cows: 180, seed: 7, now: NOW });
    const text = herdFileText({ ...herd, note: "made up" });
    const loaded = loadHerd(text, { timeZone: "Australia/Melbourne", now: NOW, file: "herd.json" });
    expect(loaded.ok ? [] : loaded.error).toEqual([]);
    if (loaded.ok) expect(loaded.value.cows).toEqual(herd.cows);
  });

  it("has about one cow in ten withheld, and the rest fit", () => {
    const herd = generateHerd({ cows: 180, seed: 7, now: NOW });
    const withheld = herd.truth.filter((cow) => cow.comes && fitFrom(cow, herd.policy) > NOW).length;
    expect(withheld).toBeGreaterThan(8);
    expect(withheld).toBeLessThan(27);
  });

  it("is the same herd for the same seed and another for another", () => {
    const herd = generateHerd({ cows: 60, seed: 3, now: NOW });
    expect(generateHerd({ cows: 60, seed: 3, now: NOW })).toEqual(herd);
    expect(generateHerd({ cows: 60, seed: 4, now: NOW })).not.toEqual(herd);
  });
});
