import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What mostly waits, for cows to walk or for time to pass: begun first, it is over when the rest is. */
const WAITS = [
  "main/demo",
  "promises/06-recorded-means-in-force",
  "store/kill",
  "office/shed/chaos",
  "main/office-process",
  "drivers/bail-node/driver",
  "drivers/bail-node/link",
  "firmware/faults",
  "system/trouble",
  "system/office-kill",
  "system/office",
  "system/row",
];
class WaitsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const found = WAITS.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
      return found === -1 ? WAITS.length : found;
    };
    return (await super.sort(files)).toSorted((one, other) => place(one) - place(other));
  }
}

export default defineConfig({
  test: {
    // The rules and the demos first, then what talks to real lines, and last whole sheds, which measure time. Demos and lines mostly wait,
    // so that three share two cores well; sheds are two at a time.
    sequence: { sequencer: WaitsFirst },
    projects: [
      {
        test: {
          name: "rules",
          // Code without state of its own, and commands: the files may share a worker, which saves half their time.
          isolate: false,
          include: [
            "test/{domain,checker,controller,promises,config,recorder,temperature-log,reports,store,office}/**/*.test.ts",
            "test/sim/{vat,fast,world,herd}/**/*.test.ts",
            "test/main/**/*.test.ts",
          ],
          exclude: ["test/main/demo.test.ts"],
          testTimeout: 30_000,
          hookTimeout: 30_000,
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          // Whole sheds in a terminal, a dozen emulated boards: they wait for cows, and beside them nothing may be in a hurry.
          name: "demos",
          include: ["test/main/demo.test.ts"],
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: "devices",
          // As among the rules: each file ends what it starts.
          isolate: false,
          include: ["test/{drivers,firmware,sim}/**/*.test.ts"],
          exclude: ["test/sim/{vat,fast,world,herd}/**"],
          testTimeout: 60_000,
          hookTimeout: 30_000,
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: "system",
          include: ["test/system/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 30_000,
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: "browser",
          // The whole story and every page take minutes and wait for cows: `npm run test:pages`, where nothing else is in a hurry.
          include: [
            process.env.VATGUARD_PAGES === "1" ? "test/browser/**/*.test.ts" : "test/browser/pit.test.ts",
          ],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 1,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
