// Room: test/bench. `npm run bench`: compiles and runs bench.ts. Options: --quick (fewer samples); --alone (with real-time
// priority, as on a computer that the shed has to itself; other programs wait meanwhile).

import { runCompiled } from "../compiled.mjs";

const args = process.argv.slice(2);
const before = args.includes("--alone") ? ["chrt", "-r", "10"] : [];
process.exitCode = runCompiled(
  "test/bench/bench.ts",
  args.filter((arg) => arg !== "--alone"),
  before,
);
