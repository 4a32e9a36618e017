// Room: test/main. What a person may type at the demo.

import { describe, expect, it } from "vitest";
import { readCommand } from "../../src/main/demo-commands.ts";

describe("a typed line", () => {
  it("means what it says", () => {
    expect(readCommand("clock +3d")).toEqual({ kind: "clock", offBy: 3 * 86_400_000 });
    expect(readCommand(" clock -2h ")).toEqual({ kind: "clock", offBy: -7_200_000 });
    expect(readCommand("hold 7")).toEqual({ kind: "press", bail: 7, forMs: 3_000 });
    expect(readCommand("treat")).toEqual({ kind: "treat", cow: null });
    expect(readCommand("clear vat")).toEqual({ kind: "clear-vat" });
  });

  it("that cannot be understood says what would be", () => {
    expect(readCommand("stick")).toEqual({ wrong: "stick which bail? For example: stick 7" });
    expect(readCommand("clock tomorrow")).toHaveProperty("wrong");
    expect(readCommand("traet 7")).toEqual({
      wrong: '"traet" is not one of the words. Did you mean treat? Type help.',
    });
  });
});
