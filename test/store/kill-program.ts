// Room: test/store. A program that is killed: it writes evidence and says what was acknowledged, or brings an old database up to date.
// Arguments: "write" or "migrate", and the database's path.

import { writeSync } from "node:fs";
import { err, ok } from "../../src/domain/result.ts";
import { epochMs } from "../../src/domain/units.ts";
import { writeEntry } from "../../src/store/entries.ts";
import { openStore } from "../../src/store/open.ts";
import { CLOCK, OLD_AND_SLOW } from "./kill-migrations.ts";
import { appendNote } from "./rows.ts";

const [, , what = "", path = ""] = process.argv;
const clock = { wall: () => epochMs(CLOCK) };

if (what === "migrate") {
  writeSync(1, "begun\n");
  const opened = openStore({ path, clock, boot: "killed", migrations: OLD_AND_SLOW });
  writeSync(1, opened.ok ? "done\n" : `trouble ${opened.error.kind} ${opened.error.says}\n`);
  process.exit(0);
}

const opened = openStore({ path, clock, boot: `killed-${process.pid}` });
if (!opened.ok) throw new Error(opened.error.says);
const store = opened.value;
for (let count = 1; ; count++) {
  const entry = `${process.pid}-${count}`;
  const asked = { entry, route: "POST /api/notes", body: { count }, at: CLOCK };
  const written = writeEntry(store, asked, String, (pen) => {
    const seq = appendNote(pen, entry);
    if (count % 7 === 0) appendNote(pen, `${entry} and more`);
    return count % 11 === 0 ? err("refused") : ok(String(seq));
  });
  // Only after the transaction: whoever reads this line may pull the plug.
  if (written.ok) writeSync(1, `ack ${written.value.answer} ${entry}\n`);
}
