import { describe, expect, it } from "vitest";
import { judgeTime } from "../../../src/drivers/time-source/judge.ts";

describe("whether the system's clock is right", () => {
  it("takes network time only from a plain yes", () => {
    expect(judgeTime({ timedatectl: "yes\n", clockModule: null }, "network").synchronised).toBe(true);
    for (const timedatectl of ["no\n", "", "yes!", "maybe", null]) {
      expect(judgeTime({ timedatectl, clockModule: "1\n" }, "network").synchronised).toBe(false);
    }
  });

  it("takes a clock module only when the kernel set its time from it", () => {
    expect(judgeTime({ timedatectl: null, clockModule: "1\n" }, "hardware-clock").synchronised).toBe(true);
    for (const clockModule of ["0\n", "", "11", null]) {
      expect(judgeTime({ timedatectl: "yes", clockModule }, "hardware-clock").synchronised).toBe(false);
    }
  });

  it("never says yes where the farm trusts no source", () => {
    expect(judgeTime({ timedatectl: "yes", clockModule: "1" }, "none").synchronised).toBe(false);
  });
});
