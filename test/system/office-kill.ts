// Room: test/system. One round of the worst: entries going on, then kill -9 of the office, the controller or both, and a look afterwards.
// May live here: the rounds and what they find. May not: how many.
// Invariant: what was answered "in force" is remembered here alone, outside of everything that is killed.

import type { Random } from "../../src/sim/random.ts";
import { eidOf, type HerdFile, herd } from "./herd.ts";
import { type Farm, inForce, type Outcome, treatmentOf } from "./office-farm.ts";
import { pause, until, wallNow } from "./rig.ts";
import { coilOn, cowIn, cowOut } from "./sheds.ts";

/** What was entered and how it was answered; null: the answer was cut off, and the page sends it again. */
export type Ledger = Map<string, { readonly cow: string; readonly body: object; state: string | null }>;
export type Killed = "office" | "controller" | "both";
const KINDS: readonly Killed[] = ["office", "controller", "both"];
export const FIRST_COW = 501;
export const COWS = 90;
const PRODUCT = "both";
/** From the first entry of a round to the kill. */
const KILLED_WITHIN_MS = 900;

/** The herd of the rounds: nobody is withheld before the first entry. */
export const manyClear = (): HerdFile => ({
  ...herd(),
  cows: Array.from({ length: COWS }, (_, n) => {
    const cow = String(FIRST_COW + n);
    return { cow, eids: [eidOf(cow)], status: "in-milk" };
  }),
});

/** Enters, kills, starts again, sends again what was cut off. */
export async function killOnce(farm: Farm, ledger: Ledger, chance: Random): Promise<Killed> {
  const what = chance.pick(KINDS);
  const office = await farm.officePid();
  const entering = enterUntilStopped(farm, ledger, chance);
  await pause(chance.whole(0, KILLED_WITHIN_MS));
  if (what !== "controller" && office !== null) process.kill(office, "SIGKILL");
  if (what !== "office") farm.shed.controller.kill("SIGKILL");
  await pause(chance.whole(0, 60));
  entering.stop();
  if (what !== "office") await farm.shed.start();
  await entering.ended;
  for (const one of ledger.values()) {
    if (one.state === null) one.state = await send(farm, one.body);
  }
  return what;
}

function enterUntilStopped(farm: Farm, ledger: Ledger, chance: Random) {
  let stopped = false;
  const enter = async (): Promise<void> => {
    while (!stopped) {
      const cow = String(chance.whole(FIRST_COW, FIRST_COW + COWS - 1));
      const entry = crypto.randomUUID();
      const body = treatmentOf(cow, entry, PRODUCT);
      const line = { cow, body, state: null as string | null };
      ledger.set(entry, line);
      const told = await farm.browser.post("/api/treatments", body).catch(() => null);
      if (told === null || told.status !== 200) return;
      line.state = String(told.json.state);
    }
  };
  // Two people at two screens.
  const ended = Promise.all([enter(), enter()]);
  return {
    stop: () => {
      stopped = true;
    },
    ended,
  };
}

async function send(farm: Farm, body: object): Promise<string> {
  const told: Partial<Outcome> = await farm.post("/api/treatments", body);
  return told.state ?? "";
}

/** Everything that is wrong after a round; nothing: every word that was given holds. */
export async function wrongAfter(farm: Farm, ledger: Ledger, bail: number): Promise<readonly string[]> {
  const wrong: string[] = [];
  await inForce(farm);
  const book = await wholeBook(farm);
  const counted = new Map<string, number>();
  for (const note of book) counted.set(note, (counted.get(note) ?? 0) + 1);
  for (const [entry, { cow, state }] of ledger) {
    const times = counted.get(entry) ?? 0;
    if (times !== 1)
      wrong.push(`the entry ${entry} for cow ${cow}, answered "${state}", stands ${times} times in the book`);
  }
  if (book.length !== ledger.size)
    wrong.push(`the book has ${book.length} treatments, and ${ledger.size} were entered`);
  const withheld = await withheldCows(farm);
  for (const { cow } of ledger.values()) if (!withheld.has(cow)) wrong.push(`cow ${cow} is not withheld`);
  const last = [...ledger.values()].findLast(({ state }) => state === "in-force");
  if (last !== undefined) wrong.push(...(await wrongInBail(farm, last.cow, bail)));
  return wrong;
}

async function wholeBook(farm: Farm): Promise<readonly string[]> {
  const notes: string[] = [];
  for (let cursor = ""; ; ) {
    const page = Object(await farm.get(`/api/treatments?limit=200${cursor}`)) as {
      readonly items: readonly { readonly note: string }[];
      readonly next: string | null;
    };
    notes.push(...page.items.map(({ note }) => note));
    if (page.next === null) return notes;
    cursor = `&cursor=${encodeURIComponent(page.next)}`;
  }
}

async function withheldCows(farm: Farm): Promise<ReadonlySet<string>> {
  const { items } = Object(await farm.get("/api/withheld")) as {
    readonly items: readonly { readonly cow: string }[];
  };
  return new Set(items.map(({ cow }) => cow));
}

/** She walks into the bail: the board must know her and withhold her, and the coil never comes on. */
async function wrongInBail(farm: Farm, cow: string, bail: number): Promise<readonly string[]> {
  const { shed } = farm;
  await cowIn(shed, bail);
  let seen = "";
  let next = 0;
  await until(`cow ${cow} to be known in bail ${bail}`, () => {
    if (coilOn(shed, bail)) return true;
    if (wallNow() >= next) {
      shed.tag(`reader-${bail}`, eidOf(cow));
      next = wallNow() + 150;
    }
    return shed.controller
      .noted("decided")
      .some(({ note }) => note.bail === bail && note.cow === cow && note.reasons.includes("withheld"));
  }).catch((error: unknown) => {
    seen = String(error);
  });
  const released = coilOn(shed, bail);
  await cowOut(shed, bail);
  await until("the bail to be empty", () => !coilOn(shed, bail));
  if (released) return [`cow ${cow} was released in bail ${bail}, though her treatment was in force`];
  return seen === "" ? [] : [seen];
}
