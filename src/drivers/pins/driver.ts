// Room: drivers/pins. Siren, beacon and plain inputs on the computer's own pins.
// May live here: finding a way, keeping it, finding it again. May not: a valve, ever: the kernel keeps a pin driven after we die.
// Invariant: with no way to the pins every input is unknown, it is said in words, and everything else goes on.

import type { InputLevel } from "../../domain/arrivals/identity.ts";
import type { Deliver, Driver } from "../../ports/delivers-events.ts";
import type { GivesSignals } from "../../ports/gives-signals.ts";
import { type Backend, chooseBackend, type Found, linesOf, type PinsPlan } from "./backend.ts";
import type { Level } from "./gpio-tools.ts";
import { openSysfsWay } from "./sysfs-way.ts";
import { lookAround } from "./system.ts";
import { openToolsWay } from "./tools-way.ts";
import type { Way, WayEvents } from "./way.ts";

const RETRY_FIRST_MS = 1_000;
const RETRY_MAX_MS = 60_000;
/** A way that has lasted this long was a good one: the next retry comes quickly again. */
const LASTED_MS = 60_000;

export type PinsOptions = {
  readonly plan: PinsPlan;
  readonly deliver: Deliver;
  /** Told, in words, which way was found, and every trouble. */
  readonly remark: (what: string) => void;
  /** Another look around, for tests. */
  readonly lookAround?: () => Promise<Found>;
};

/**
 * A driver for the computer's pins. With nothing on them it does nothing at all. Levels are delivered as they come:
 * wrap `deliver` in drivers/steady-inputs to hold chattering switches back.
 */
export function createPins(options: PinsOptions): Driver & GivesSignals {
  const { plan, deliver } = options;
  const inputs = new Map(plan.inputs.map((input) => [input.line, input]));
  const said = new Map<number, InputLevel>();
  const wanted = new Map<number, Level>();
  let way: Way | null = null;
  let retryMs = RETRY_FIRST_MS;
  let retry: NodeJS.Timeout | undefined;
  let lasting: NodeJS.Timeout | undefined;
  let saidLast = "";

  const say = (what: string): void => {
    if (what === saidLast) return;
    saidLast = what;
    options.remark(what);
  };
  const tell = (line: number, level: InputLevel): void => {
    const at = inputs.get(line);
    if (at === undefined || said.get(line) === level) return;
    said.set(line, level);
    deliver({ kind: "input-changed", input: at.input, level });
  };
  const hear = (line: number, level: Level): void => {
    const closed = level === 0;
    const active = closed === (inputs.get(line)?.activeWhen === "closed");
    tell(line, active ? "active" : "inactive");
  };

  const look = async (signal: AbortSignal): Promise<void> => {
    const backend = chooseBackend(await (options.lookAround ?? lookAround)(), plan);
    if (signal.aborted) return;
    if (backend.kind === "none") return lose(signal, backend.why);
    const events: WayEvents = {
      heard: hear,
      remark: say,
      lost: (why) => lose(signal, troubleWords(why)),
    };
    try {
      way = await openWay(backend, plan, events);
    } catch (error) {
      return lose(signal, troubleWords(error instanceof Error ? error.message : String(error)));
    }
    if (signal.aborted) return stop();
    lasting = setTimeout(() => {
      retryMs = RETRY_FIRST_MS;
    }, LASTED_MS);
    say(foundWords(backend));
    for (const [line, level] of wanted) way.write(line, level);
  };

  const lose = (signal: AbortSignal, why: string): void => {
    way = null;
    clearTimeout(lasting);
    for (const line of inputs.keys()) tell(line, "unknown");
    if (signal.aborted) return;
    say(why);
    retry = setTimeout(() => void look(signal), retryMs);
    retryMs = Math.min(retryMs * 2, RETRY_MAX_MS);
  };

  const stop = (): void => {
    clearTimeout(retry);
    clearTimeout(lasting);
    way?.close();
    way = null;
  };

  return {
    start(signal) {
      if (linesOf(plan).length === 0 || signal.aborted) return;
      signal.addEventListener("abort", stop, { once: true });
      void look(signal);
    },
    signal(which, on) {
      const line = plan[which];
      if (line === undefined) return;
      wanted.set(line, on ? 1 : 0);
      way?.write(line, on ? 1 : 0);
    },
  };
}

const openWay = (
  backend: Exclude<Backend, { kind: "none" }>,
  plan: PinsPlan,
  events: WayEvents,
): Promise<Way> =>
  backend.kind === "sysfs"
    ? openSysfsWay(backend.base, plan, events)
    : openToolsWay({ version: backend.version, chip: backend.chip, plan, events });

const foundWords = (backend: Exclude<Backend, { kind: "none" }>): string =>
  backend.kind === "sysfs"
    ? `The computer's pins are used through /sys/class/gpio, first line ${backend.base}.`
    : `The computer's pins are used through the gpiod tools, version ${backend.version}, ${backend.chip}.`;

const troubleWords = (why: string): string =>
  `The computer's pins cannot be used: ${why}. Usually another program has a pin, or this user is not in the group ` +
  "gpio. Inputs on them count as unknown; valves and lamps do not depend on them. Tried again by itself.";
