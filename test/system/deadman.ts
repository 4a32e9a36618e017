// Room: test/system. One fault put into a running shed, and how long the coils stayed on: used by the test for a sample
// and by deadman-long for a thousand. Judged in emulated cycles at the pin; wall time beside it.
// May not: be kinder than a shed: cows stand in the bails, released, and the fault comes at any phase of the renewals.

import { eidOf } from "./herd.ts";
import { CYCLES_A_MS, type Done, type Edge, pause, type SystemShed, until, wallNow } from "./rig.ts";
import { BOARD, coilEver, coilOn, coilsOff, cowIn, cowOut, readUntilReleased } from "./sheds.ts";

export const KINDS = [
  "controller killed (-9)",
  "controller stopped (SIGSTOP)",
  "controller's loop blocked 2 s",
  "board's line unplugged",
  "board reset",
  "board's loop hung",
  "reader's line unplugged, cow leaves",
] as const;
export type Kind = (typeof KINDS)[number];

/** DESIGN "Numbers to hold". */
export const LIMIT_MS: Readonly<Record<Kind, number>> = {
  "controller killed (-9)": 500,
  "controller stopped (SIGSTOP)": 500,
  "controller's loop blocked 2 s": 500,
  "board's line unplugged": 500,
  "board reset": 500,
  "board's loop hung": 300,
  "reader's line unplugged, cow leaves": 500,
};

export type Trial = {
  readonly kind: Kind;
  /** Emulated milliseconds to all coils off: from the last byte of the last lease taken, or from the fault at the board. */
  readonly emulatedMs: number;
  /** Wall milliseconds from just before the fault to all coils off. */
  readonly wallMs: number;
  /**
   * How late the rig itself was: the emulation behind the wall, or the last lease under way in the test's own line after
   * the fault. Wall time is no measure of the shed where this is large; a serial line takes 3 ms for a lease.
   */
  readonly lagMs: number;
};

const TRIES_MAX = 20;
/** Clear cows of the herd that stand in no other bail, enough that none comes back while her tag may still be late. */
const FIRST_OTHER = 104;
const OTHERS = 13;

/** Puts one fault in, waits until every coil is off, mends it, and waits until every cow is released again. */
export async function trial(
  shed: SystemShed,
  /** Who stands in bail 1, 2, …; changed where the fault lets another cow in. */
  cows: string[],
  kind: Kind,
  random: () => number,
): Promise<Trial> {
  const bails = cows.map((_, index) => index + 1);
  await pause(random() * 200);
  // A busy computer may have held the controller up meanwhile; a trial needs every coil on.
  for (let tries = 0; !bails.every((bail) => coilOn(shed, bail)); tries += 1) {
    if (tries === TRIES_MAX) throw new Error(`the cows were not all released before: ${kind}`);
    for (const [index, cow] of cows.entries()) await readUntilReleased(shed, index + 1, cow);
  }
  shed.boards.forget();
  const fault = await FAULTS[kind](shed, random, cows[0] ?? "");
  const struck = fault.bails ?? bails;
  const off = await until(`all coils off after: ${kind}`, () => coilsOff(shed, struck, fault.at), 3_000);
  await pause(random() * 150);
  if (struck.some((bail) => coilEver(shed, bail, off.wall)))
    throw new Error(`a coil came on again before anything was mended: ${kind}`);
  await fault.mend();
  // A tag that comes soon after its cow left is taken for a late one of hers, so it must be another cow.
  if (fault.newcomer !== undefined) cows[0] = fault.newcomer;
  for (const [index, cow] of cows.entries()) await readUntilReleased(shed, index + 1, cow);
  const underWay = fault.done === null && off.lastLease !== null ? off.lastLease.heardAt - fault.at : 0;
  const lagMs = Math.max(off.lag, underWay);
  return { kind, emulatedMs: emulated(off, fault.done), wallMs: off.wall - fault.at, lagMs };
}

function emulated(off: Edge, done: Done | null): number {
  if (done !== null) return (off.cycle - done.cycle) / CYCLES_A_MS;
  if (off.lastLease === null) throw new Error("a coil went off that no lease had put on");
  return (off.cycle - off.lastLease.cycle) / CYCLES_A_MS;
}

type Fault = {
  /** Just before it. */
  readonly at: number;
  /** The board's own cycle at the fault, where the fault is at the board. */
  readonly done: Done | null;
  readonly mend: () => Promise<void>;
  /** The cow that came into bail 1 after the one who stood there. */
  readonly newcomer?: string;
  /** The bails that must divert; all of them unless told. */
  readonly bails?: readonly number[];
};

const FAULTS: Readonly<
  Record<Kind, (shed: SystemShed, random: () => number, stands: string) => Promise<Fault>>
> = {
  async "controller killed (-9)"(shed) {
    const at = shed.controller.kill("SIGKILL");
    return { at, done: null, mend: async () => void (await shed.start()) };
  },
  async "controller stopped (SIGSTOP)"(shed) {
    const { controller } = shed;
    const at = controller.kill("SIGSTOP");
    return { at, done: null, mend: async () => void controller.kill("SIGCONT") };
  },
  async "controller's loop blocked 2 s"(shed) {
    const at = await shed.controller.block(2_000);
    return { at, done: null, mend: () => pause(Math.max(0, at + 2_000 - wallNow())) };
  },
  async "board's line unplugged"(shed) {
    const at = wallNow();
    await shed.boards.order(BOARD, { kind: "unplug" });
    return { at, done: null, mend: async () => void (await shed.boards.order(BOARD, { kind: "replug" })) };
  },
  async "board reset"(shed, random) {
    const causes = ["power-on", "external", "brown-out"] as const;
    const at = wallNow();
    const cause = causes[Math.floor(random() * causes.length)] ?? "external";
    const done = await shed.boards.order(BOARD, { kind: "reset", cause });
    return { at, done, mend: async () => undefined };
  },
  async "board's loop hung"(shed, random) {
    const at = wallNow();
    const done = await shed.boards.order(BOARD, { kind: "hang", interrupts: random() < 0.5 ? "on" : "off" });
    return { at, done, mend: async () => undefined };
  },
  /** A cow who was read stays who she is. The fault must not outlive her: the next cow stands there unread. */
  async "reader's line unplugged, cow leaves"(shed, random, stands) {
    // In the middle of its talk, as in a shed where a reader hears a cow all the time she stands there.
    shed.tag("reader-1", eidOf(stands));
    await pause(random() * 4);
    shed.reader("reader-1").unplug();
    await pause(random() * 100);
    const at = wallNow();
    const done = await cowOut(shed, 1);
    await shed.boards.pass(BOARD, 300);
    await cowIn(shed, 1);
    const newcomer = String(FIRST_OTHER + ((Number(stands) - FIRST_OTHER + 1 + OTHERS) % OTHERS));
    return { at, done, newcomer, bails: [1], mend: () => shed.reader("reader-1").replug() };
  },
};
