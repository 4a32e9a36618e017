// Room: test/main. The command `simulate` and its exit codes.

import { join } from "node:path";
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { runSimulate } from "../../src/main/simulate.ts";

async function simulated(...args: readonly string[]) {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const code = await runSimulate(args, { stdin, stdout, stderr });
  const text = (stream: PassThrough): string => String(stream.read() ?? "");
  return { code, out: text(stdout), err: text(stderr) };
}

describe("vatguard simulate", () => {
  it("prints one JSON line and ends with 0 when no withheld milk reached the vat", async () => {
    const { code, out } = await simulated(
      "--seed",
      "5",
      "--milkings",
      "1",
      "--cows",
      "20",
      "--faults",
      "none",
    );
    expect(JSON.parse(out)).toMatchObject({ seed: 5, milkings: 1, visits: 20, contaminations: 0 });
    expect(code).toBe(0);
  });

  it.each(["herringbone-2x10.yaml", "in-bail-6.yaml", "rotary-50.yaml"])(
    "milks the shed of config/%s",
    async (file) => {
      const config = join(import.meta.dirname, "..", "..", "config", file);
      const asked = [
        "--config",
        config,
        "--seed",
        "3",
        "--milkings",
        "1",
        "--cows",
        "10",
        "--faults",
        "none",
      ];
      const { code, out } = await simulated(...asked);
      expect(JSON.parse(out)).toMatchObject({ visits: 10, contaminations: 0, needlessDiverts: 0 });
      expect(code).toBe(0);
    },
  );

  it("ends with 1 and tells the visit when withheld milk did", async () => {
    const { code, err } = await simulated(
      "--seed",
      "31",
      "--milkings",
      "2",
      "--cows",
      "30",
      "--faults",
      "tags-swapped*900",
    );
    expect(code).toBe(1);
    expect(err).toContain("CONTAMINATION: cow");
  });

  it("ends with 2 and a hint for a fault that is not one", async () => {
    const { code, err } = await simulated("--seed", "1", "--milkings", "1", "--faults", "valve-stuk-at-vat");
    expect(code).toBe(2);
    expect(err).toContain("Did you mean valve-stuck-at-vat?");
  });
});
