// Room: main. The demo's made-up herd goes into the register.
// May live here: this one entry, through the office's own handler. May not: SQL, what people wrote later.

import { randomUUID } from "node:crypto";
import { err, ok, type Result } from "../domain/result.ts";
import type { Caller } from "../office/contract/handlers.ts";
import type { HerdHandlers } from "../office/herd/herd.ts";
import type { Herd } from "../sim/herd/generate.ts";
import { herdFileText } from "../sim/herd/herd-file.ts";

/** The made-up herd goes into the register, as a person's herd file would. */
export async function fillRegister(
  handlers: HerdHandlers,
  herd: Herd,
  caller: Caller,
): Promise<Result<null, string>> {
  const text = herdFileText({ ...herd, note: "Made-up cows and products of the Vatguard demo." });
  const body = { entry: randomUUID(), text };
  const taken = await handlers.importHerd({ params: {}, query: {}, body }, caller);
  return taken.ok ? ok(null) : err(`${taken.error.says} ${JSON.stringify(taken.error.mistakes.slice(0, 3))}`);
}
