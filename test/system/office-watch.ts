// Room: test/system. Milking on and on in a shed with its office, with an eye on memory, leases and every visit: for the long runs by hand.
// May live here: milking, looking, comparing with the book. May not: what is done to the office or the disk meanwhile.
// Invariant: which visits there were is known from the controller's notes alone; the book is held against them.

import { readFileSync } from "node:fs";
import { loadavg } from "node:os";
import { eidOf } from "./herd.ts";
import type { Farm } from "./office-farm.ts";
import { COWS, FIRST_COW } from "./office-kill.ts";
import { pause, wallNow } from "./rig.ts";
import { coilOn, cowIn, cowOut } from "./sheds.ts";

/** Every so often a withheld cow comes, too. */
const WITHHELD_EVERY = 7;
const READ_AGAIN_MS = 150;
const PATIENCE_MS = 4_000;

export type Milked = {
  released: number;
  /** Fit cows that were not released, with the reasons told last. */
  notReleased: Map<string, number>;
  withheld: number;
  /** Withheld cows whose coil came on. There must be none. */
  wrong: string[];
  /** From the first read to the coil, milliseconds. */
  took: number[];
};
export const nothingMilked = (): Milked => ({
  released: 0,
  notReleased: new Map(),
  withheld: 0,
  wrong: [],
  took: [],
});

/** Who may come: withheld ones, and any other cow but those who stand elsewhere (one tag in two places diverts both). */
export type Herd = { readonly held: ReadonlySet<string>; readonly elsewhere?: string };

/** Milks in every bail until told to stop; `sorted` takes what came of it. */
export function milking(farm: Farm, bails: readonly number[], { held, elsewhere }: Herd, sorted: Milked) {
  let stopped = false;
  const all = Array.from({ length: COWS }, (_, n) => String(FIRST_COW + n));
  const fit = all.filter((cow) => !held.has(cow) && cow !== elsewhere);
  const milkIn = async (bail: number): Promise<void> => {
    const own = fit.filter((_, n) => n % bails.length === bails.indexOf(bail));
    const withheld = [...held].filter((_, n) => n % bails.length === bails.indexOf(bail));
    for (let turn = 0; !stopped; turn += 1) {
      const isHeld = withheld.length > 0 && turn % WITHHELD_EVERY === 0;
      const cow = (isHeld ? withheld : own).at(turn % (isHeld ? withheld : own).length) ?? "";
      await visit(farm, { bail, cow, isHeld }, sorted);
    }
  };
  const ended = Promise.all(bails.map(milkIn));
  return {
    stop: async (): Promise<void> => {
      stopped = true;
      await ended;
    },
  };
}

async function visit(
  { shed }: Farm,
  { bail, cow, isHeld }: { readonly bail: number; readonly cow: string; readonly isHeld: boolean },
  sorted: Milked,
): Promise<void> {
  const before = shed.controller.notes.length;
  const decided = () =>
    shed.controller.notes
      .slice(before)
      .flatMap(({ note }) =>
        note.kind === "decided" && note.bail === bail && note.cow === cow ? [note] : [],
      )
      .at(-1);
  const isOver = () => {
    if (coilOn(shed, bail)) return true;
    const last = decided();
    return last?.outcome === "divert" && last.reasons.some((one) => ENOUGH.has(one));
  };
  await cowIn(shed, bail);
  const begun = wallNow();
  for (let next = begun; !isOver() && wallNow() < begun + PATIENCE_MS; await pause(5)) {
    if (wallNow() < next) continue;
    shed.tag(`reader-${bail}`, eidOf(cow));
    next = wallNow() + READ_AGAIN_MS;
  }
  const on = coilOn(shed, bail);
  if (isHeld) {
    sorted.withheld += 1;
    await pause(300);
    if (on || coilOn(shed, bail)) sorted.wrong.push(`cow ${cow} in bail ${bail}`);
  } else if (on) {
    sorted.released += 1;
    sorted.took.push(wallNow() - begun);
  } else {
    const why = decided()?.reasons.join(" ") ?? "not decided";
    sorted.notReleased.set(why, (sorted.notReleased.get(why) ?? 0) + 1);
  }
  await pause(500);
  await cowOut(shed, bail);
  for (const end = wallNow() + PATIENCE_MS; coilOn(shed, bail) && wallNow() < end; ) await pause(5);
  await pause(300);
}

/** Reasons that do not pass in a moment. */
const ENOUGH: ReadonlySet<string> = new Set(["withheld", "cannot-record", "no-table"]);

/** Says every ten seconds how things are, until stopped. */
export function watching(farm: Farm, sorted: Milked) {
  const most = { controller: 0, office: 0, silence: 0 };
  const began = wallNow();
  let seen = wallNow();
  let told = farm.shed.controller.said().length;
  const look = async (): Promise<void> => {
    const controller = memoryOf(farm.shed.controller.pid);
    const office = memoryOf((await farm.officePid().catch(() => null)) ?? undefined);
    const leases = farm.shed.boards.leases.filter(({ wall }) => wall > seen);
    const silence = leases.reduce(
      (most, { wall }, n) => Math.max(most, wall - (leases[n - 1]?.wall ?? wall)),
      0,
    );
    seen = leases.at(-1)?.wall ?? seen;
    most.controller = Math.max(most.controller, controller.residentMb);
    most.office = Math.max(most.office, office.residentMb);
    most.silence = Math.max(most.silence, silence);
    const line =
      `${((wallNow() - began) / 1_000).toFixed(0)} s: controller ${controller.residentMb.toFixed(0)} MB (own ${controller.ownMb.toFixed(0)}), ` +
      `office ${office.residentMb.toFixed(0)} MB, released ${sorted.released}, withheld ${sorted.withheld}, ` +
      `not released ${JSON.stringify([...sorted.notReleased])}, ${leases.length} changed leases, load ${loadavg()[0]?.toFixed(1)}`;
    process.stderr.write(`${line}\n`);
    const said = farm.shed.controller.said();
    process.stderr.write(said.slice(told));
    told = said.length;
  };
  const timer = setInterval(() => void look(), 10_000);
  return {
    most,
    stop: () => clearInterval(timer),
  };
}

export function memoryOf(pid: number | undefined): { readonly residentMb: number; readonly ownMb: number } {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const mb = (name: string): number =>
      Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1_000;
    return { residentMb: mb("VmRSS"), ownMb: mb("RssAnon") };
  } catch {
    return { residentMb: Number.NaN, ownMb: Number.NaN };
  }
}

/** Every visit that ended, as the controller noted it. */
export const visitsEnded = ({ shed }: Farm): readonly string[] =>
  shed.controller.noted("visit-ended").map(({ note }) => note.visit);

/** Waits until the book has every visit; gives how long that took and what is wrong with it. */
export async function caughtUp(farm: Farm, withinMs: number) {
  const began = wallNow();
  for (;;) {
    const noted = visitsEnded(farm);
    const book = await bookOfVisits(farm);
    const there = new Set(book);
    const missing = noted.filter((visit) => !there.has(visit));
    if (missing.length === 0 || wallNow() - began > withinMs) {
      return {
        seconds: (wallNow() - began) / 1_000,
        visits: noted.length,
        missing: missing.length,
        twice: book.length - there.size,
      };
    }
    await pause(300);
  }
}

async function bookOfVisits(farm: Farm): Promise<readonly string[]> {
  const visits: string[] = [];
  for (let cursor = ""; ; ) {
    const page = Object(await farm.get(`/api/visits?limit=200${cursor}`)) as {
      readonly items: readonly { readonly visit: string }[];
      readonly next: string | null;
    };
    visits.push(...page.items.map(({ visit }) => visit));
    if (page.next === null) return visits;
    cursor = `&cursor=${encodeURIComponent(page.next)}`;
  }
}
