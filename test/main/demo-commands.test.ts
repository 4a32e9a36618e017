// Room: test/main. What a person may type at the demo.

import { describe, expect, it } from "vitest";
import { helpFor, readCommand } from "../../src/main/demo-commands.ts";

describe("a typed line", () => {
  it("means what it says", () => {
    expect(readCommand("clock +3d", "herringbone")).toEqual({ kind: "clock", offBy: 3 * 86_400_000 });
    expect(readCommand(" clock -2h ", "herringbone")).toEqual({ kind: "clock", offBy: -7_200_000 });
    expect(readCommand("hold 7", "herringbone")).toEqual({ kind: "press", bail: 7, forMs: 3_000 });
    expect(readCommand("treat", "herringbone")).toEqual({ kind: "treat", cow: null });
    expect(readCommand("clear vat", "herringbone")).toEqual({ kind: "clear-vat" });
  });

  it("that cannot be understood says what would be", () => {
    expect(readCommand("stick", "herringbone")).toEqual({ wrong: "stick which bail? For example: stick 7" });
    expect(readCommand("clock tomorrow", "herringbone")).toHaveProperty("wrong");
    expect(readCommand("traet 7", "herringbone")).toEqual({
      wrong: '"traet" is not one of the words. Did you mean treat? Type help.',
    });
  });

  it("about the platform means something on a rotary only", () => {
    expect(readCommand("platform back", "rotary")).toEqual({ kind: "platform", how: "back" });
    expect(readCommand("platform", "rotary")).toHaveProperty("wrong");
    expect(readCommand("platform back", "in-bail")).toHaveProperty("wrong");
    expect(helpFor("in-bail").join("\n")).not.toContain("platform");
    expect(helpFor("rotary").join("\n")).toContain("f  platform stop|back");
  });
});
