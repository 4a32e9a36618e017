// Room: test/main. What a person may type at the demo.

import { describe, expect, it } from "vitest";
import { helpFor, readCommand } from "../../src/main/demo-commands.ts";

const HERRINGBONE = { layout: "herringbone", hasVat: true } as const;
const ROTARY = { layout: "rotary", hasVat: true } as const;
const IN_BAIL = { layout: "in-bail", hasVat: false } as const;

describe("a typed line", () => {
  it("means what it says", () => {
    expect(readCommand("clock +3d", HERRINGBONE)).toEqual({ kind: "clock", offBy: 3 * 86_400_000 });
    expect(readCommand(" clock -2h ", HERRINGBONE)).toEqual({ kind: "clock", offBy: -7_200_000 });
    expect(readCommand("hold 7", HERRINGBONE)).toEqual({ kind: "press", bail: 7, forMs: 3_000 });
    expect(readCommand("treat", HERRINGBONE)).toEqual({ kind: "treat", cow: null, late: false });
    expect(readCommand("treat 47 late", HERRINGBONE)).toEqual({ kind: "treat", cow: "47", late: true });
    expect(readCommand("stop cow 47 was treated", IN_BAIL)).toEqual({
      kind: "raise-vat",
      reason: "cow 47 was treated",
    });
    expect(readCommand("clear vat", HERRINGBONE)).toEqual({ kind: "clear-vat" });
  });

  it("that cannot be understood says what would be", () => {
    expect(readCommand("stick", HERRINGBONE)).toEqual({ wrong: "stick which bail? For example: stick 7" });
    expect(readCommand("clock tomorrow", HERRINGBONE)).toHaveProperty("wrong");
    expect(readCommand("traet 7", HERRINGBONE)).toEqual({
      wrong: '"traet" is not one of the words. Did you mean treat? Type help.',
    });
  });

  it("about the platform means something on a rotary only", () => {
    expect(readCommand("platform back", ROTARY)).toEqual({ kind: "platform", how: "back" });
    expect(readCommand("platform", ROTARY)).toHaveProperty("wrong");
    expect(readCommand("platform back", IN_BAIL)).toHaveProperty("wrong");
    expect(helpFor(IN_BAIL).join("\n")).not.toContain("platform");
    expect(helpFor(ROTARY).join("\n")).toContain("f  platform stop|back");
  });

  it("takes the vat's words where there is a vat, and says how they go", () => {
    expect(readCommand("chiller off", HERRINGBONE)).toEqual({
      kind: "vat",
      action: { kind: "chiller", on: false },
    });
    expect(readCommand("probe 85", HERRINGBONE)).toEqual({
      kind: "vat",
      action: { kind: "probe", what: "85", probe: null },
    });
    expect(readCommand("probe pull milk", HERRINGBONE)).toEqual({
      kind: "vat",
      action: { kind: "probe", what: "pull", probe: "milk" },
    });
    expect(readCommand("collect", HERRINGBONE)).toEqual({ kind: "vat", action: { kind: "collect" } });
    expect(readCommand("mains", HERRINGBONE)).toEqual({
      wrong: "mains how? For example: mains off, mains on",
    });
    expect(readCommand("probe melt", HERRINGBONE)).toHaveProperty("wrong");
    expect(readCommand("answer", HERRINGBONE)).toEqual({ kind: "answer", reason: null });
    expect(readCommand("answer breaker had tripped", HERRINGBONE)).toEqual({
      kind: "answer",
      reason: "breaker had tripped",
    });
    expect(readCommand("tell ice hand 0,5 0.6 0.4", HERRINGBONE)).toEqual({
      kind: "tell",
      what: { kind: "ice-point", thermometer: "hand", readings: [0.5, 0.6, 0.4] },
    });
    expect(readCommand("tell hand vat-milk 4.2", HERRINGBONE)).toEqual({
      kind: "tell",
      what: { kind: "hand-reading", probe: "vat-milk", celsius: 4.2 },
    });
    for (const line of ["tell", "tell ice", "tell hand vat-milk warm", "stop"])
      expect(readCommand(line, HERRINGBONE)).toHaveProperty("wrong");
    expect(readCommand("wash", IN_BAIL)).toHaveProperty("wrong");
    expect(helpFor(IN_BAIL).join("\n")).not.toContain("chiller");
  });
});
