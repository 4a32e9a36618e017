// Room: test. A wand that types like a keyboard is told apart from a hand.

import { describe, expect, test } from "vitest";
import { eidIn, WAND_AT_REST, wandKey } from "../../../../src/office/ui/entry/wand.ts";

function typed(text: string, between: number, end = "Enter"): string | null {
  let state = WAND_AT_REST;
  let at = 1_000;
  let read: string | null = null;
  for (const key of [...text, end]) {
    at += between;
    const step = wandKey(state, key, at);
    state = step.state;
    read = step.eid ?? read;
  }
  return read;
}

describe("a wand at the keyboard", () => {
  test("fifteen digits faster than a hand, then Enter, are a tag", () => {
    expect(typed("982000123456012", 5)).toBe("982000123456012");
    expect(typed("982000123456012", 5, "Tab")).toBe("982000123456012");
  });
  test("spaces and hyphens between the digits are passed over", () => {
    expect(typed("982 000123456012", 5)).toBe("982000123456012");
    expect(typed("982-000-123456012", 5)).toBe("982000123456012");
  });
  test("the same digits typed by hand are none", () => {
    expect(typed("982000123456012", 150)).toBeNull();
  });
  test("a cow's number and a longer run are none", () => {
    expect(typed("412", 5)).toBeNull();
    expect(typed("9820001234560121", 5)).toBeNull();
  });
  test("a number typed before the scan does not spoil it", () => {
    const slow = wandKey(WAND_AT_REST, "4", 100).state;
    let state = wandKey(slow, "1", 400).state;
    let at = 2_000;
    for (const key of "982000123456012") {
      at += 4;
      state = wandKey(state, key, at).state;
    }
    expect(wandKey(state, "Enter", at + 4).eid).toBe("982000123456012");
  });
  test("a tag in a field may have spaces", () => {
    expect(eidIn("982 000 123456012")).toBe("982000123456012");
    expect(eidIn("98200012345601")).toBeNull();
    expect(eidIn("412")).toBeNull();
  });
});
