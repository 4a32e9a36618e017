// Promise 4. Commanded is not confirmed: a valve not proven at divert with a withheld cow in the bail raises the vat stop,
// the shut-off and the siren, and stays raised until a person clears it.

import { describe, expect, test } from "vitest";
import { type Carried, carry, NOTHING_CARRIED } from "../../src/controller/carried.ts";
import { bailNo } from "../../src/domain/ids.ts";
import { createBench } from "../controller/bench.ts";

type Bench = ReturnType<typeof createBench>;
const outputs = (bench: Bench) => ({
  milkMayFlow: bench.order("A")?.openShutOff,
  signDark: bench.order("B")?.clearVatStop,
  siren: bench.shed().siren,
});
const QUIET = { milkMayFlow: true, signDark: true, siren: false };
const RAISED = { milkMayFlow: false, signDark: false, siren: true };

/** The clear cow's valve sticks at vat; she goes and a treated one comes. */
function stuckOpen(next: number | null): Bench {
  const bench = createBench({});
  bench.enters(2, 11);
  bench.run(1_000);
  bench.stick(2);
  bench.leaves(2);
  bench.enters(2, next);
  return bench;
}

test.each([
  ["treated", 20],
  ["unread", null],
  ["unknown", 99],
  ["not looked at", 30],
  ["dry", 40],
] as const)(
  "a valve stuck at vat with a cow that is %s: stop sign, shut-off and siren, once travel is over",
  (_who, tag) => {
    const bench = stuckOpen(tag);
    expect(outputs(bench)).toEqual(QUIET);
    bench.run(700);
    expect(outputs(bench)).toEqual(QUIET);
    bench.run(400);
    expect(outputs(bench)).toEqual(RAISED);
    expect(bench.notes("vat-stop-raised")).toMatchObject([{ shutOff: true, by: "itself" }]);
    expect(bench.faults()).toEqual(["valve-not-at-divert bail 2", "vat-stop"]);
  },
);
test("while the cow of this bail is withheld anyhow, the others are stopped too: nothing flows into the vat", () => {
  const bench = stuckOpen(20);
  bench.enters(4, 11);
  bench.run(1_500);
  expect(bench.reasons(4)).toEqual(["shut-off-closed"]);
  expect(bench.released(4)).toBe(false);
});
test("a valve that sticks in an empty bail raises no vat stop, and does so as soon as a withheld cow steps in", () => {
  const bench = createBench({});
  bench.enters(2, 12);
  bench.run(1_000);
  bench.stick(2);
  bench.leaves(2);
  bench.run(3_000);
  expect(bench.shed().carried.vatStop).toBeNull();
  bench.enters(2, 20);
  expect(bench.shed().carried.vatStop).toMatchObject({ shutOff: true });
});
test("a clear cow diverted only for her valve raises none: her milk may go to the vat", () => {
  const bench = stuckOpen(12);
  bench.run(3_000);
  expect(bench.shed().carried.vatStop).toBeNull();
  expect(bench.released(2)).toBe(false);
});

describe("stays raised until a person clears it", () => {
  test("the valve mended, the cow gone, hours passed: still raised", () => {
    const bench = stuckOpen(20);
    bench.run(1_500);
    bench.mend(2);
    bench.leaves(2);
    bench.run(5_000);
    bench.wait(8 * 3_600_000);
    expect(outputs(bench)).toEqual(RAISED);
    bench.intend({ kind: "clear-valve-fault", bail: bailNo(2), reason: "new seal" });
    expect(outputs(bench)).toEqual(RAISED);
    bench.intend({ kind: "clear-vat-stop", reason: "vat tested negative" });
    bench.run(500);
    expect(outputs(bench)).toEqual(QUIET);
    expect(bench.notes("vat-stop-cleared")).toMatchObject([{ by: "Kim", reason: "vat tested negative" }]);
  });
  test("with nothing mended neither the valve's fault nor the vat stop can be cleared, and the refusal says why", () => {
    const bench = stuckOpen(20);
    bench.run(1_500);
    bench.intend({ kind: "clear-vat-stop", reason: "looks fine" });
    bench.intend({ kind: "clear-valve-fault", bail: bailNo(2), reason: "looks fine" });
    bench.intend({ kind: "clear-vat-stop", reason: "looks fine" });
    bench.run(1_500);
    expect(outputs(bench)).toEqual(RAISED);
    expect(bench.faults()).toContain("valve-not-at-divert bail 2");
    expect(bench.notes("refused")).toMatchObject([
      { why: "first see the valve of bail 2 mended and clear its fault" },
      { why: "the valve of bail 2 is not proven at divert yet: mend it and see it move first" },
      { why: "first see the valve of bail 2 mended and clear its fault" },
    ]);
  });
  test("over a restart, from the notes alone", () => {
    const bench = stuckOpen(20);
    bench.run(1_500);
    const carried = bench.notes().reduce<Carried>(carry, NOTHING_CARRIED);
    const next = createBench({ carried });
    next.run(500);
    expect(outputs(next)).toEqual(RAISED);
    expect(next.faults()).toEqual(["valve-not-at-divert bail 2", "vat-stop"]);
    next.enters(2, 12);
    expect(next.released(2)).toBe(false);
  });
  test("a person's own stop lights the sign and sounds, and leaves the milk flowing; a valve's closes the shut-off on top", () => {
    const bench = stuckOpen(20);
    bench.intend({ kind: "raise-vat-stop", reason: "late entry" });
    bench.run(200);
    expect(outputs(bench)).toEqual({ ...RAISED, milkMayFlow: true });
    bench.run(1_500);
    expect(outputs(bench)).toEqual(RAISED);
    expect(bench.shed().carried.vatStop?.reasons).toEqual([
      "late entry",
      "valve of bail 2 not proven at divert with a withheld cow in the bail",
    ]);
  });
});

test("both switches closed, or none, is not proven either", () => {
  for (const switches of [0, 1 << 3]) {
    const bench = createBench({});
    bench.enters(2, 20);
    const report = { coils: 0, buttons: 0, shutOffOpen: true, vatStopClear: true, leaseLive: true };
    for (let ms = 0; ms < 1_200; ms += 100) {
      bench.pass(100);
      bench.send({ kind: "ticked" });
      const seen = { ...report, atVat: switches, atDivert: 0xff & (switches === 0 ? ~(1 << 3) : 0xff) };
      bench.send({ kind: "node-reported", node: bench.shed().plan.nodes[0]?.node ?? never(), report: seen });
    }
    expect(bench.shed().carried.vatStop).toMatchObject({ shutOff: true });
  }
});

test("a valve pushed off divert under a withheld cow is found at once when it shows vat, and does not wait for its travel time", () => {
  const bench = createBench({});
  bench.enters(2, 20);
  bench.run(1_000);
  expect(outputs(bench)).toEqual(QUIET);
  const report = { coils: 0, buttons: 0, shutOffOpen: true, vatStopClear: true, leaseLive: true };
  const pushed = { ...report, atVat: 1 << 3, atDivert: 0xff & ~(1 << 3) };
  bench.send({ kind: "node-reported", node: bench.shed().plan.nodes[0]?.node ?? never(), report: pushed });
  bench.pass(100);
  bench.send({ kind: "ticked" });
  expect(outputs(bench)).toEqual(RAISED);
});

function never(): never {
  throw new Error("the bench has a board");
}
