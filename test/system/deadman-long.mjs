// Room: test/system. `node test/system/deadman-long.mjs --trials 1000`: compiles and runs deadman-run.ts.
// Options: --trials, --sheds (side by side), --seed.

import { runCompiled } from "../compiled.mjs";

process.exitCode = runCompiled("test/system/deadman-run.ts", process.argv.slice(2));
