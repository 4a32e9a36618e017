// Room: test/bench. `npm run bench`: compiles and runs bench.ts. Options: --quick.

import { runCompiled } from "../compiled.mjs";

process.exitCode = runCompiled("test/bench/bench.ts", process.argv.slice(2));
