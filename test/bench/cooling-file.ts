// Room: test/bench. A year of 10 s rows (3.15 million) as a logger's file: read, and judged with its page by the whole command. Processor time and the
// most memory held. `npm run bench -- --part cooling-file` (--days N for less). A JSON line.

import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { parseArgs } from "node:util";
import { runCooling } from "../../src/main/cooling.ts";
import { readLogFile } from "../../src/main/log-file.ts";
import { COOLED } from "../../src/temperature-log/measured.ts";
import { NOTHING_SAID } from "../../src/temperature-log/settings.ts";

const { values } = parseArgs({
  options: {
    days: { type: "string", default: "365" },
    commit: { type: "string", default: "" },
    dist: { type: "string" },
    children: { type: "string" },
  },
});
const MB = 1_048_576;
const folder = mkdtempSync(join(tmpdir(), "vatguard-file-"));
try {
  const file = join(folder, "year.csv");
  const rows = write(file, Number(values.days));
  const read = await processorSeconds(async () => {
    const log = await readLogFile(file, Readable.from([]), NOTHING_SAID, COOLED);
    if (!log.ok) throw new Error(JSON.stringify(log.error));
  });
  const afterReading = process.resourceUsage().maxRSS / 1_024;
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const io = { stdin: Readable.from([]), stdout: nowhere, stderr: nowhere };
  const command = await processorSeconds(() => runCooling([file, "--plot", join(folder, "year.svg")], io));
  const figures = {
    rows,
    fileMegabytes: Math.round(statSync(file).size / MB),
    readSeconds: read,
    commandSeconds: command,
    mostHeldReadingMegabytes: Math.round(afterReading),
    mostHeldMegabytes: Math.round(process.resourceUsage().maxRSS / 1_024),
    commit: values.commit,
    processor: cpus()[0]?.model,
  };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
} finally {
  rmSync(folder, { recursive: true });
}

async function processorSeconds(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return Math.round((user + system) / 10_000) / 100;
}

/** Two milkings a day onto milk that is kept, written as a German logger writes it. Returns the number of rows. */
function write(path: string, days: number): number {
  const file = openSync(path, "w");
  const two = (n: number) => String(n).padStart(2, "0");
  writeSync(file, "Datum;Uhrzeit;Temperatur [°C]\n");
  for (let day = 0; day < days; day += 1) {
    const date = new Date(Date.UTC(2026, 0, 1 + day));
    const written = `${two(date.getUTCDate())}.${two(date.getUTCMonth() + 1)}.${date.getUTCFullYear()}`;
    let text = "";
    for (let second = 0; second < 86_400; second += 10) {
      const since = (second / 3_600 + 6) % 12;
      const warm = since < 1.5 ? since * 4 : Math.max(0, 6 - (since - 1.5) * 4);
      const celsius = 3.5 + warm + ((second * 7_919) % 13) * 0.01;
      const time = `${two(Math.floor(second / 3_600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`;
      text += `${written};${time};${celsius.toFixed(2).replace(".", ",")}\n`;
    }
    writeSync(file, text);
  }
  closeSync(file);
  return days * 8_640;
}
