// Room: test. Drafts on the device: found again, aged, and never taken in another shape.

import { describe, expect, test } from "vitest";
import { find, keep } from "../../../../src/office/ui/entry/kept.ts";
import { newDraft } from "../../../../src/office/ui/treat/draft.ts";

/** A device's store with its behaviour: texts by key, and a limit. */
function deviceStore(room = 100_000): Storage {
  const texts = new Map<string, string>();
  return {
    get length() {
      return texts.size;
    },
    clear: () => texts.clear(),
    getItem: (key) => texts.get(key) ?? null,
    key: (at) => [...texts.keys()][at] ?? null,
    removeItem: (key) => {
      texts.delete(key);
    },
    setItem: (key, text) => {
      if (text.length > room) throw new DOMException("full", "QuotaExceededError");
      texts.set(key, text);
    },
  };
}
const fresh = newDraft("11111111-1111-4111-8111-111111111111");

describe("a form that was not saved", () => {
  test("is found again as it was, with its entry id and when it was touched", () => {
    const store = deviceStore();
    const draft = {
      ...newDraft("22222222-2222-4222-8222-222222222222", "412"),
      product: "p-1",
      reason: "Mastitis",
    };
    keep(store, "treat", draft, 5_000);
    expect(find(store, "treat", fresh, 6_000)).toEqual({ at: 5_000, draft });
  });
  test("is not taken after two weeks, nor in another shape, nor torn", () => {
    const store = deviceStore();
    keep(store, "treat", fresh, 0);
    expect(find(store, "treat", fresh, 15 * 86_400_000)).toBeNull();
    keep(store, "treat", { ...fresh, another: 1 }, 0);
    expect(find(store, "treat", fresh, 1)).toBeNull();
    keep(store, "treat", { ...fresh, cows: "412" }, 0);
    expect(find(store, "treat", fresh, 1)).toBeNull();
    store.setItem("treat", '{"at":0,"draft":{"entry":');
    expect(find(store, "treat", fresh, 1)).toBeNull();
    expect(store.length).toBe(0);
  });
  test("with a full device the form still works", () => {
    const store = deviceStore(10);
    expect(() => keep(store, "treat", fresh, 0)).not.toThrow();
    expect(find(store, "treat", fresh, 1)).toBeNull();
  });
});
