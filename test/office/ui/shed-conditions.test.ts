// Room: test/office/ui. Devices in the words of NAMUR NE 107: doubt is never good, and whatever is wrong says what to do.

import { describe, expect, it } from "vitest";
import { LINK_TROUBLES } from "../../../src/domain/alarms/link-troubles.ts";
import { bailNo, nodeId, probeId, readerId } from "../../../src/domain/ids.ts";
import { milliseconds } from "../../../src/domain/units.ts";
import { TROUBLES } from "../../../src/domain/vat/probe-words.ts";
import {
  bytesInWords,
  clockCondition,
  diskCondition,
  gravest,
  mqttCondition,
  nodeCondition,
  probeCondition,
  readerCondition,
  recordingCondition,
  type Valve,
  valveCondition,
} from "../../../src/office/ui/shed/conditions.ts";

const VALVE: Valve = {
  bail: bailNo(4),
  order: "divert",
  proven: "divert",
  fault: null,
  toVat: milliseconds(210),
  toDivert: milliseconds(190),
  moves: 31,
  travelMax: milliseconds(800),
};
const NODE = {
  node: nodeId("left"),
  up: true,
  why: "not-yet",
  shutOffOpen: true,
  vatStopClear: true,
  leaseLive: true,
} as const;
const READER = { reader: readerId("race"), link: { up: true }, cows: 100, read: 99, missed: 1 } as const;
const PROBE = {
  probe: probeId("vat"),
  role: "milk",
  celsius: 4.1,
  quality: "good",
  why: null,
  at: null,
} as const;

describe("Signs of devices", () => {
  it("a valve is good only where its switches prove it", () => {
    expect(valveCondition(VALVE).sign).toBe("good");
    expect(valveCondition({ ...VALVE, proven: null }).sign).toBe("function-check");
    expect(valveCondition({ ...VALVE, fault: "valve-not-at-divert" }).sign).toBe("failure");
    // A fault outweighs a proof that came back: a person clears it.
    expect(valveCondition({ ...VALVE, fault: "valve-left-vat", proven: "divert" }).sign).toBe("failure");
  });

  it("a valve that needs most of its time is out of spec before it fails", () => {
    const slow = valveCondition({ ...VALVE, toDivert: milliseconds(700) });
    expect(slow.sign).toBe("out-of-spec");
    expect(slow.says).toContain("700 of at most 800 ms");
  });

  it("each way in which a board is away has words of its own, and its bails divert", () => {
    const troubles = Object.keys(LINK_TROUBLES).filter(
      (one): one is keyof typeof LINK_TROUBLES => one !== "",
    );
    const says = troubles.map((why) => nodeCondition({ ...NODE, up: false, why }));
    for (const one of says) {
      expect(["failure", "function-check"]).toContain(one.sign);
      expect(one.says).toContain("its bails divert");
    }
    expect(new Set(says.map((one) => one.says)).size).toBe(troubles.length);
  });

  it("a reader that misses cows wants maintenance, after enough cows to say so", () => {
    expect(readerCondition(READER, []).sign).toBe("good");
    expect(readerCondition({ ...READER, read: 90, missed: 10 }, []).sign).toBe("maintenance");
    expect(readerCondition({ ...READER, cows: 5, read: 4, missed: 1 }, []).sign).toBe("good");
  });

  it("a probe without a reading shows no figure, whatever the reason", () => {
    for (const why of Object.keys(TROUBLES)) {
      const trouble = Object.keys(TROUBLES).find((one): one is keyof typeof TROUBLES => one === why);
      const { sign, says } = probeCondition({
        ...PROBE,
        celsius: null,
        quality: "none",
        why: trouble ?? null,
      });
      expect(sign).not.toBe("good");
      expect(says.startsWith("no reading: ")).toBe(true);
    }
  });

  it("a doubtful reading is shown as doubtful", () => {
    const { sign, says } = probeCondition({ ...PROBE, quality: "doubtful", why: "disagrees" });
    expect([sign, says.includes("doubtful")]).toEqual(["out-of-spec", true]);
  });

  it("whatever is not good says what to do", () => {
    const wrong = [
      valveCondition({ ...VALVE, proven: null }),
      valveCondition({ ...VALVE, fault: "something-new" }),
      nodeCondition({ ...NODE, up: false, why: "unplugged" }),
      readerCondition({ ...READER, link: { up: false, why: "busy" } }, []),
      probeCondition({ ...PROBE, celsius: null, quality: "none", why: "hung" }),
      clockCondition({ trusted: false, why: "jumped", highWater: null }),
      recordingCondition({ writing: false, why: "" }),
      diskCondition({ freeBytes: 1, totalBytes: 10, state: "full", says: "Full." }),
      mqttCondition({ configured: true, connected: false, waiting: 3, says: "" }),
    ];
    for (const { sign, whatToDo, says } of wrong) {
      expect(sign).not.toBe("good");
      expect(whatToDo.length).toBeGreaterThan(10);
      expect(says.length).toBeGreaterThan(3);
    }
  });

  it("the gravest of many is the one that is told; of none it is good", () => {
    const listed = [valveCondition(VALVE), valveCondition({ ...VALVE, proven: null })].map((condition) => ({
      condition,
    }));
    expect(gravest(listed)).toBe("function-check");
    expect(gravest([])).toBe("good");
  });

  it("bytes are said as disks are", () => {
    expect([bytesInWords(999), bytesInWords(48_300_000), bytesInWords(21_400_000_000)]).toEqual([
      "999 B",
      "48.3 MB",
      "21.4 GB",
    ]);
  });
});
