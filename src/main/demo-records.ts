// Room: main. The records of the demo's farm before its first start: the made-up herd, and the hand that the demo writes with.
// May live here: this first filling, through the office's own handlers. May not: SQL, physics, what people wrote in the month before.
// Invariant: nothing stands in the records that a person could not have entered by the pages.

import { randomUUID } from "node:crypto";
import { personId } from "../domain/ids.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { Caller } from "../office/contract/handlers.ts";
import { createLink, type OfficeLink } from "../office/link.ts";
import { openRecords } from "../office/office.ts";
import { createPeople } from "../office/people/people.ts";
import { herdFileText } from "../sim/herd/herd-file.ts";
import { recordsBegun } from "../store/create.ts";
import { storePath } from "../store/open-files.ts";
import type { DemoSetup } from "./demo-setup.ts";
import { programVersion } from "./program-version.ts";
import { systemClock } from "./system-clock.ts";

export type RecordsWish = {
  readonly setup: DemoSetup;
  /** What is being made, and how far it is, 0 to 1. */
  readonly progress: (what: string, done: number) => void;
};

/** Makes what is not there yet. The error is for the person who started the demo. */
export async function makeRecords({ setup, progress }: RecordsWish): Promise<Result<null, string>> {
  if (recordsBegun(storePath(setup.dataDir))) return ok(null);
  // The month before the demo begins belongs here: before the herd and the hand are there for good.
  progress("the herd goes into the register", 0);
  const filled = await fillRegister(setup);
  progress("the herd is in the register", 1);
  return filled;
}

async function fillRegister(setup: DemoSetup): Promise<Result<null, string>> {
  const opened = await openRecords({
    shed: setup.config,
    dataDir: setup.dataDir,
    version: programVersion(),
    clock: systemClock,
    link: nobodyListens(),
    boot: `demo-${randomUUID()}`,
    staticFolder: "",
    remark: () => undefined,
  });
  if (!opened.ok) return err(`${opened.error.says} ${opened.error.fix}`);
  const { context, herd, close } = opened.value;
  try {
    await herd.start();
    const text = herdFileText({ ...setup.herd, note: "Made-up cows and products of the Vatguard demo." });
    const body = { entry: randomUUID(), text };
    const taken = await herd.handlers.importHerd({ params: {}, query: {}, body }, farmer());
    if (!taken.ok) return err(`${taken.error.says} ${JSON.stringify(taken.error.mistakes.slice(0, 3))}`);
    const { handlers } = createPeople({ context, showSetupCode: () => undefined });
    const { person, pin } = setup.hand;
    const hand = { person, name: "The demo's own hand", role: "milker", pin } as const;
    const added = await handlers.addPerson({ params: {}, query: {}, body: hand }, farmer());
    return added.ok ? ok(null) : err(added.error.says);
  } finally {
    await close();
  }
}

const farmer = (): Caller => ({
  person: { person: personId("demo"), role: "manager" },
  at: systemClock.wall(),
  trusted: true,
});

/** Before the first start no bail is there to obey: what is published counts at once. */
function nobodyListens(): OfficeLink {
  const link: OfficeLink = createLink(
    {
      send(message) {
        if (message.kind === "table-published") {
          const { fingerprint } = message;
          queueMicrotask(() => link.heard({ kind: "in-force", fingerprint, why: "" }));
        }
        return true;
      },
    },
    systemClock,
  );
  return link;
}
