import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What mostly waits, for cows to walk or for time to pass, and about how many seconds. All other files compute: half a second. */
const WAITS: Readonly<Record<string, number>> = {
  "main/demo": 25,
  "system/office-kill": 18,
  "browser/pit": 17,
  "system/trouble": 14,
  "system/office": 12,
  "promises/06-recorded-means-in-force": 12,
  "main/people": 9,
  "system/row": 8,
  "main/office-process": 8,
  "office/shed/chaos": 8,
  "system/mistakes": 8,
  "drivers/bail-node/driver": 7,
  "system/deadman": 7,
  "system/walk": 6,
  "drivers/bail-node/link": 6,
  "drivers/thermometer/tree": 5,
  "system/restart": 5,
  "drivers/tag-reader/port": 4,
  "store/kill": 4,
  "system/probes": 4,
  "office/upkeep/mqtt": 3,
  "recorder/trouble": 3,
  "drivers/pins/pins": 3,
  "system/vouched-herd": 3,
  "drivers/tag-reader/missed-unplug": 2,
};
const COMPUTES = 0.5;
/** Three files share two cores: two that wait, the longest first, and one that computes. */
const LANES = 3;
const WAITING = 2;

/** Puts the files into the order in which the lanes take them. */
class Mixed extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const known = (await super.sort(files)).map((file) => ({
      file,
      waits: WAITS[/\/test\/(.*)\.test\.ts$/.exec(file.moduleId)?.[1] ?? ""] ?? 0,
    }));
    const waiting = known.filter(({ waits }) => waits > 0).toSorted((one, other) => other.waits - one.waits);
    const computing = known.filter(({ waits }) => waits === 0);
    const lanes = Array.from({ length: LANES }, () => ({ busyUntil: 0, waits: false }));
    const order: TestSpecification[] = [];
    while (order.length < known.length) {
      const lane = lanes.reduce((first, other) => (other.busyUntil < first.busyUntil ? other : first));
      const others = lanes.filter(
        (other) => other !== lane && other.waits && other.busyUntil > lane.busyUntil,
      );
      const next =
        (others.length < WAITING ? waiting.shift() : computing.shift()) ??
        waiting.shift() ??
        computing.shift();
      if (next === undefined) break;
      lane.waits = next.waits > 0;
      lane.busyUntil += next.waits || COMPUTES;
      order.push(next.file);
    }
    return order;
  }
}

const SRC = join(import.meta.dirname, "src/");
const DIST = join(import.meta.dirname, "dist/");
/**
 * `npm test` has just built the program, and tests the very files that ship; they need no translating, which saves a tenth of its time.
 * `npx vitest run` reads src/, so that it never says anything about an old build.
 */
const JUST_BUILT = process.env.npm_lifecycle_event === "test";
const whatShips = {
  name: "what-ships",
  enforce: "pre" as const,
  resolveId(source: string, importer: string | undefined) {
    if (importer === undefined || !source.startsWith(".")) return null;
    const file = resolve(dirname(importer), source);
    if (!file.startsWith(SRC) || !existsSync(file)) return null;
    const built = join(DIST, file.slice(SRC.length).replace(/\.ts$/, ".js"));
    // The pages are built into one file, and are tested as they are written.
    return existsSync(built) ? { id: built, external: true } : null;
  },
};

/** The whole story and every page take minutes and wait for cows: `npm run test:pages`, where nothing else is in a hurry. */
const PAGES = process.env.VATGUARD_PAGES === "1";

export default defineConfig({
  plugins: JUST_BUILT ? [whatShips] : [],
  test: {
    name: PAGES ? "browser" : "all",
    include: PAGES ? ["test/browser/**/*.test.ts"] : ["test/**/*.test.ts"],
    exclude: PAGES ? [] : ["test/browser/{pages,pictures,story,trouble}.test.ts"],
    // One queue, and the files share the workers, which saves half their time: each file ends and puts back what it has changed.
    isolate: false,
    maxWorkers: PAGES ? 1 : LANES,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    sequence: { sequencer: Mixed },
    server: { deps: { external: [/\/dist\//] } },
  },
});
