// Room: test/bench. `npm run bench`: compiles and runs bench.ts, then decode.ts. Options: --quick (fewer samples); --alone (what is measured
// within one process gets real-time priority, as on a computer that the shed has to itself; other programs wait meanwhile); --decode
// (only decode.ts); --part forecast (only forecast.ts; with --fit it makes the table of its doubt instead); --part cooling (only cooling.ts), and
// --part cooling-file (only cooling-file.ts), and --part office-year (only office-year.ts), and --part office (only office.ts).

import { runCompiled } from "../compiled.mjs";

const args = process.argv.slice(2);
const part = args[args.indexOf("--part") + 1];

if (
  args.includes("--part") &&
  ["forecast", "cooling", "cooling-file", "office-year", "office"].includes(part)
) {
  const rest = args.filter((arg) => arg !== "--part" && arg !== part);
  process.exitCode = runCompiled(`test/bench/${part}.ts`, rest);
} else {
  runShed();
}

function runShed() {
  const isAlone = args.includes("--alone");
  const isDecodeOnly = args.includes("--decode");
  const rest = args.filter((arg) => arg !== "--alone" && arg !== "--decode");
  const parts = isDecodeOnly ? [] : isAlone ? ["in-process", "real"] : [""];
  for (const each of parts) {
    const before = each === "in-process" ? ["chrt", "-r", "10"] : [];
    const code = runCompiled(
      "test/bench/bench.ts",
      [...rest, ...(each === "" ? [] : ["--part", each])],
      before,
    );
    process.exitCode = Math.max(process.exitCode ?? 0, code);
  }
  process.exitCode = Math.max(process.exitCode ?? 0, runCompiled("test/bench/decode.ts", []));
}
