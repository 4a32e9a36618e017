// Room: test/office/shed. The whole recording read in the plainest way: every line of every file up to where the next one goes on.
// May live here: reading. May not: anything of the follower.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ControllerEvent } from "../../../src/controller/event.ts";
import type { Note } from "../../../src/controller/note.ts";

export type Naive = {
  readonly notes: readonly Note[];
  readonly readings: readonly {
    readonly at: number;
    readonly event: ControllerEvent & { readonly kind: "temperature-read" };
  }[];
  readonly files: readonly string[];
};

export function readNaively(dir: string): Naive {
  const files = readdirSync(dir)
    .filter((name) => name.startsWith("flight-"))
    .sort((a, b) => a.slice(-10).localeCompare(b.slice(-10)));
  const texts = files.map((name) => readFileSync(join(dir, name)));
  const notes: Note[] = [];
  const readings: Naive["readings"][number][] = [];
  for (const [i, bytes] of texts.entries()) {
    let upTo = bytes.length;
    for (const later of texts.slice(i + 1)) {
      const line = later.toString("utf8").split("\n")[0]?.slice(9) ?? "";
      if (!line.endsWith("}")) continue;
      const previous = JSON.parse(line).previous;
      upTo = previous?.file === files[i] ? previous.bytes : upTo;
      break;
    }
    for (const line of bytes.subarray(0, upTo).toString("utf8").split("\n")) {
      if (!line.endsWith("}")) continue;
      const said = JSON.parse(line.slice(9));
      for (const effect of said.out ?? []) if (effect.kind === "noted") notes.push(effect.note);
      if (said.in?.event.kind === "temperature-read")
        readings.push({ at: said.in.wall, event: said.in.event });
    }
  }
  return { notes, readings, files };
}
