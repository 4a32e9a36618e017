// Room: test/office. PINs that are refused because they are tried first, PINs at work, and the code of the first start.

import fc from "fast-check";
import { expect, test } from "vitest";
import { monoMs } from "../../../src/domain/units.ts";
import { easyPin } from "../../../src/office/people/pin.ts";
import { createPins } from "../../../src/office/people/pins.ts";
import { newSetupCode } from "../../../src/office/people/setup-code.ts";
import { oneMore, waitLeft } from "../../../src/office/people/throttle.ts";

const QUICK = { scryptLogN: 4, pinsAtOnce: 1, pinsWaiting: 2 };

test.each([
  ["000000", "one digit over and over"],
  ["777777777777", "one digit over and over"],
  ["123456", "follow one another"],
  ["987654", "follow one another"],
  ["890123", "follow one another"],
  ["0123456789", "follow one another"],
  ["121212", "repeated"],
  ["123123", "repeated"],
  ["12341234", "repeated"],
  ["100001", "two different digits"],
  ["112233", "tried first"],
])("the PIN %s is refused: %s", (pin, why) => {
  expect(easyPin(pin)).toContain(why);
});

test.each(["730418", "295017", "83017465", "904417382615"])("the PIN %s will do", (pin) => {
  expect(easyPin(pin)).toBeNull();
});

test("of random six-digit PINs hardly any is refused", () => {
  const all = Array.from({ length: 10_000 }, (_, n) =>
    String((n * 7_919 + 12_347) % 1_000_000).padStart(6, "0"),
  );
  expect(all.filter((pin) => easyPin(pin) !== null).length).toBeLessThan(60);
});

test("a PIN is right for what was made of it and for nothing else, and nobody's PIN never is", async () => {
  const pins = createPins(QUICK);
  const derived = await pins.derive("730418");
  expect(await pins.isRight(derived, "730418")).toBe(true);
  expect(await pins.isRight(derived, "730419")).toBe(false);
  expect(await pins.isRight(null, "730418")).toBe(false);
  expect(Buffer.from(derived).includes("730418")).toBe(false);
  expect(Buffer.from(await pins.derive("730418"))).not.toEqual(Buffer.from(derived));
});

test("only so many PINs are worked out at once, the others in their order, and a queue has an end", async () => {
  const pins = createPins(QUICK);
  const order: number[] = [];
  const all = [1, 2, 3].map(async (n) => {
    await pins.derive("730418");
    order.push(n);
  });
  expect(pins.hasRoom()).toBe(false);
  await Promise.all(all);
  expect(order).toEqual([1, 2, 3]);
  expect([pins.hasRoom(), pins.workedOut()]).toEqual([true, 3]);
});

test("a setup code is ten signs that nobody mixes up, new each time, taken in small letters and without its hyphen", () => {
  const codes = new Set(Array.from({ length: 200 }, () => newSetupCode().shown));
  expect(codes.size).toBe(200);
  for (const code of codes) expect(code).toMatch(/^[A-Z3-9]{5}-[A-Z3-9]{5}$/);
  for (const code of codes) expect(code).not.toMatch(/[01258BILOSUVZ]/);
  const code = newSetupCode();
  expect(code.isRight(code.shown)).toBe(true);
  expect(code.isRight(` ${code.shown.toLowerCase().replace("-", " ")} `)).toBe(true);
  expect(code.isRight(newSetupCode().shown)).toBe(false);
  expect(code.isRight("")).toBe(false);
});

test("whatever the tries, a wait never passes its longest, never shrinks while tries follow one another, and ends", () => {
  const rule = { free: 3, firstMs: 5_000, longestMs: 900_000, forgetMs: 21_600_000 };
  fc.assert(
    fc.property(fc.array(fc.nat(30_000), { maxLength: 60 }), (pauses) => {
      let now = monoMs(0);
      let tries = null;
      let last = 0;
      for (const pause of pauses) {
        now = monoMs(now + waitLeft(tries, now) + pause);
        tries = oneMore(tries, now, rule);
        expect(tries.wait).toBeGreaterThanOrEqual(last > 0 ? Math.min(last, rule.longestMs) / 2 : 0);
        expect(tries.wait).toBeLessThanOrEqual(rule.longestMs);
        expect(waitLeft(tries, monoMs(now + tries.wait))).toBe(0);
        last = tries.wait;
      }
    }),
  );
});
