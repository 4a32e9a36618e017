// Room: main. The records of the demo's farm before its first start: the made-up herd, and the hand that the demo writes with.
// May live here: this first filling, through the office's own handlers. May not: SQL, physics, the month before (demo-history.ts).
// Invariant: nothing stands in the records that a person could not have entered by the pages.

import { randomUUID } from "node:crypto";
import { personId } from "../domain/ids.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { Caller } from "../office/contract/handlers.ts";
import { createLink, type OfficeLink } from "../office/link.ts";
import { openRecords } from "../office/office.ts";
import { createPeople } from "../office/people/people.ts";
import { recordsBegun } from "../store/create.ts";
import { storePath } from "../store/open-files.ts";
import { makeHistory } from "./demo-history.ts";
import { fillRegister } from "./demo-register.ts";
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
  if (setup.days > 0) {
    const made = await makeHistory({ setup, progress: (done) => progress(monthOf(setup.days), done) });
    if (!made.ok) return made;
  }
  return giveHand(setup);
}

const monthOf = (days: number): string =>
  `${days} days of milkings, entries and cooling, made by the program itself`;

/** The person that the demo writes as; and the herd, where no month was made. */
async function giveHand(setup: DemoSetup): Promise<Result<null, string>> {
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
    if (setup.days === 0) {
      const filled = await fillRegister(herd.handlers, setup.herd, farmer());
      if (!filled.ok) return filled;
    }
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
