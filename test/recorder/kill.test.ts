// Room: test/recorder. Pulling the program's plug: what it called durable is there.

import { expect, onTestFinished, test } from "vitest";
import { compiled, killTrial } from "./kill.ts";
import { shelf } from "./toy.ts";

test("a program killed at any moment has lost nothing that it called durable", {
  timeout: 30_000,
}, async () => {
  const program = compiled("test/recorder/kill-writer.ts");
  onTestFinished(program.remove);
  const dir = shelf();
  for (const afterMs of [0, 3, 17, 41]) {
    const trial = await killTrial(program.path, dir, afterMs);
    expect(trial.durable).toBeGreaterThan(0);
    expect(trial).toMatchObject({ missing: [], problems: [] });
  }
});
