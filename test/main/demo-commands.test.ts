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
    expect(readCommand("treat", HERRINGBONE)).toEqual({ kind: "treat", cow: null });
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
    expect(readCommand("wash", IN_BAIL)).toHaveProperty("wrong");
    expect(helpFor(IN_BAIL).join("\n")).not.toContain("chiller");
  });
});
