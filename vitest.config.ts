import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Whole sheds, which mostly wait for cows to walk: about how many seconds each takes. */
const SHEDS: Readonly<Record<string, number>> = {
  "main/demo-layouts": 35,
  "browser/pit": 20,
  "system/office-kill": 18,
  "system/office": 12,
  "promises/06-recorded-means-in-force": 12,
  "main/people": 9,
  "main/office-process": 8,
  "office/shed/chaos": 8,
  "store/kill": 4,
};
/** Sheds that hold leases and lamps to a clock, and the largest demo: beside another shed their boards would be kept waiting. */
const SHEDS_ALONE: Readonly<Record<string, number>> = {
  "main/demo": 18,
  "system/trouble": 14,
  "system/row": 8,
  "system/mistakes": 8,
  "system/deadman": 7,
  "system/walk": 6,
  "system/restart": 5,
  "system/probes": 4,
  "system/vouched-herd": 3,
};
/** Single devices, which wait for time to pass and need the processor little. All other files compute: half a second. */
const DEVICES: Readonly<Record<string, number>> = {
  "drivers/bail-node/driver": 7,
  "drivers/bail-node/link": 6,
  "drivers/thermometer/tree": 5,
  "drivers/tag-reader/port": 4,
  "office/upkeep/mqtt": 3,
  "recorder/trouble": 3,
  "drivers/pins/pins": 3,
  "drivers/tag-reader/missed-unplug": 2,
};
const COMPUTES = 0.5;
/** Three files share two cores: at most two sheds, at most one of the devices, and what computes. */
const LANES = 3;
const SHEDS_AT_ONCE = 2;

type Kind = "shed" | "device" | "computes";
type Work = {
  readonly file: TestSpecification;
  readonly kind: Kind;
  readonly seconds: number;
  readonly sheds: number;
};

function workOf(file: TestSpecification): Work {
  const name = /\/test\/(.*)\.test\.ts$/.exec(file.moduleId)?.[1] ?? "";
  const [shed, alone, device] = [SHEDS[name], SHEDS_ALONE[name], DEVICES[name]];
  if (alone !== undefined) return { file, kind: "shed", seconds: alone, sheds: SHEDS_AT_ONCE };
  if (shed !== undefined) return { file, kind: "shed", seconds: shed, sheds: 1 };
  return { file, kind: device === undefined ? "computes" : "device", seconds: device ?? COMPUTES, sheds: 0 };
}

/** Puts the files into the order in which the lanes take them. */
class Mixed extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const all = (await super.sort(files))
      .map(workOf)
      .toSorted((one, other) => other.sheds - one.sheds || other.seconds - one.seconds);
    const left = (kind: Kind) => all.filter((work) => work.kind === kind);
    const queues = { shed: left("shed"), device: left("device"), computes: left("computes") };
    const lanes = Array.from({ length: LANES }, () => ({ busyUntil: 0, sheds: 0, devices: 0 }));
    const order: TestSpecification[] = [];
    while (order.length < all.length) {
      const lane = lanes.reduce((first, other) => (other.busyUntil < first.busyUntil ? other : first));
      const others = lanes.filter((other) => other !== lane && other.busyUntil > lane.busyUntil);
      const count = (what: "sheds" | "devices") => others.reduce((sum, other) => sum + other[what], 0);
      const fits = count("sheds") + (queues.shed[0]?.sheds ?? 0) <= SHEDS_AT_ONCE;
      const next =
        (fits ? queues.shed.shift() : undefined) ??
        (count("devices") === 0 ? queues.device.shift() : undefined) ??
        queues.computes.shift() ??
        queues.device.shift() ??
        queues.shed.shift();
      if (next === undefined) break;
      lane.sheds = next.sheds;
      lane.devices = next.kind === "device" ? 1 : 0;
      lane.busyUntil += next.seconds;
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
