import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The demos mostly wait for cows to walk: begun first, they are over when the rest is. */
class DemosFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isDemo = (file: TestSpecification) => file.moduleId.endsWith("/demo.test.ts");
    return [...sorted.filter(isDemo), ...sorted.filter((file) => !isDemo(file))];
  }
}

export default defineConfig({
  test: {
    // The rules and the demos first; then what talks to real lines and measures time.
    maxWorkers: 2,
    sequence: { sequencer: DemosFirst },
    projects: [
      {
        test: {
          name: "rules",
          // Pure code without state of its own: the files may share a worker, which saves half their time.
          isolate: false,
          include: [
            "test/{domain,checker,controller,promises,config,recorder,temperature-log,reports}/**/*.test.ts",
            "test/sim/vat/**/*.test.ts",
          ],
          testTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          // Whole sheds in a terminal, a dozen emulated boards: they wait for cows, and beside them nothing may be in a hurry.
          name: "demos",
          include: ["test/main/demo.test.ts"],
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: "devices",
          include: ["test/{drivers,firmware,sim,system,main}/**/*.test.ts"],
          exclude: ["test/main/demo.test.ts", "test/sim/vat/**"],
          testTimeout: 60_000,
          hookTimeout: 30_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
