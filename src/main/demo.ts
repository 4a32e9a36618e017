// Room: main. `vatguard demo`: the shipping controller in a process of its own, on a simulated shed in this one.
// May live here: starting and ending both, and what each typed word does. May not: physics, rules, layout of the screen.
// Invariant: every process and line it opened is gone when it ends.

import { type ChildProcess, fork } from "node:child_process";
import { readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { parseArgs } from "node:util";
import type { Board } from "../controller/board.ts";
import type { Intent } from "../controller/event.ts";
import type { Note } from "../controller/note.ts";
import { REASONS } from "../domain/alarms/catalogue.ts";
import { type BailNo, personId } from "../domain/ids.ts";
import type { Layout } from "../domain/shed/plan.ts";
import { toolsOf } from "../sim/live/pi-pins.ts";
import { type LiveShed, type Measured, startLiveShed } from "../sim/live/shed.ts";
import type { Happening } from "../sim/world/happening.ts";
import type { CommandIo } from "./commands.ts";
import { createDemoClock } from "./demo-clock.ts";
import { type DemoCommand, helpFor, readCommand, type Scene, wordsFor } from "./demo-commands.ts";
import { createHand } from "./demo-hand.ts";
import { isFromController, type ToController } from "./demo-messages.ts";
import { makeRecords } from "./demo-records.ts";
import { type DemoScreen, openScreen } from "./demo-screen.ts";
import { type DemoSetup, LITRES_A_COW, setUpDemo } from "./demo-setup.ts";
import { farmViewOf, noteLine } from "./note-lines.ts";
import { systemClock } from "./system-clock.ts";

const USAGE = `Usage: vatguard demo [--config F] [--speed N] [--cows N] [--seed S] [--history DAYS] [--port P] [--data D]
  --config F  the shed; config/herringbone-2x10.yaml without it
  --speed N   1 to 60. Milking and waiting take 1/N of their time (1/20 at least); walking, valves and boards stay as they
              are. While the shed is empty and the vat cools, all its time runs N times as fast
  --cows N    how many cows come, 60 without it
  --seed S    another herd and another morning
  --history N days of milkings and entries that lie behind the farm at the first start, 30 without it; 0 for none
  --port P    of the pages, 8080 without it; where it is taken, the next free one
  --data D    a folder that is kept: the next start with it goes on with the same farm. Without it, a folder for this time
`;
/** A morning on which a treated cow is among the first to walk in. */
const SEEDS = { herringbone: 4, "in-bail": 4, rotary: 18 } as const;
const ROOT = join(import.meta.dirname, "..", "..");
/** The child closes its record within this, or is ended. */
const STOP_MS_MAX = 3_000;
/** Faster, readings of the probes would come too far apart by the demo's clock: the driver looks five times a second. */
const SPEED_MAX = 60;
/** Cows do not let down their milk faster than a twentieth of their time, or the shed's switches could not follow. */
const MILKING_SPEED_MAX = 20;
/** After the last cow everything comes to rest before time runs fast. */
const COMES_TO_REST_MS = 10_000;
/** From the end of one milking to the next: with a vat to watch in fast time, or none. */
const NIGHT_MS = 9 * 3_600_000;
const REST_MS = 60_000;
/** By then the board has the words for what was measured. */
const WORDS_FOLLOW_MS = 400;
/** In a bail with a reader of its own the tag comes after the cow: so long, at most, until she counts as not read. */
const TAG_FOLLOWS_MS = 5_000;
const TREAT_WATCH_MS = 5_000;
const PORT = "8080";
const YOU = personId("you");

/** Runs the demo until the person ends it. */
export async function runDemo(args: readonly string[], io: CommandIo): Promise<number> {
  const asked = readArguments(args);
  if (typeof asked === "string") {
    io.stderr.write(`demo: ${asked}\n\n${USAGE}`);
    return 2;
  }
  io.stderr.write(
    "Laying out a simulated shed: cows, gates, valves, and boards that run the released firmware…\n",
  );
  const seedFor = ({ kind }: Layout): number => asked.seed ?? SEEDS[kind];
  const setup = await setUpDemo({ ...asked, seedFor });
  if (!setup.ok) {
    io.stderr.write(`demo: ${setup.error}\n`);
    return 2;
  }
  if (setup.value.port !== asked.port)
    io.stderr.write(
      `Port ${asked.port} is taken by another program: the pages are on ${setup.value.port} instead.\n`,
    );
  const progress = (what: string, done: number): void =>
    void io.stderr.write(`${(done * 100).toFixed(0).padStart(3)} %  ${what}\n`);
  const made = await makeRecords({ setup: setup.value, progress });
  if (!made.ok) {
    io.stderr.write(`demo: the records of the farm could not be made. ${made.error}\n`);
    return 2;
  }
  const demo = createDemo(setup.value, asked, io);
  return demo.run();
}

type Asked = {
  readonly config: string;
  readonly speed: number;
  readonly cows: number;
  readonly seed: number | null;
  readonly days: number;
  readonly port: number;
  readonly data: string | null;
};

function readArguments(args: readonly string[]): Asked | string {
  try {
    const text = { type: "string" } as const;
    const { values } = parseArgs({
      args: [...args],
      options: { config: text, speed: text, cows: text, seed: text, port: text, data: text, history: text },
    });
    const speed = Number(values.speed ?? "1");
    const cows = Number(values.cows ?? "60");
    const seed = values.seed === undefined ? null : Number(values.seed);
    if (!(speed >= 1 && speed <= SPEED_MAX)) return `--speed takes a number from 1 to ${SPEED_MAX}.`;
    if (!Number.isInteger(cows) || cows < 5 || cows > 1_000)
      return "--cows takes a whole number from 5 to 1000.";
    if (seed !== null && (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff))
      return "--seed takes a whole number.";
    const days = Number(values.history ?? "30");
    if (!Number.isInteger(days) || days < 0 || days > 60)
      return "--history takes a number of days from 0 to 60.";
    const port = Number(values.port ?? PORT);
    if (!Number.isInteger(port) || port < 1 || port > 65_535) return "--port takes a number from 1 to 65535.";
    const config = values.config ?? join(ROOT, "config", "herringbone-2x10.yaml");
    return { config, speed, cows, seed, days, port, data: values.data ?? null };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function createDemo(setup: DemoSetup, asked: Asked, io: CommandIo) {
  const layout = setup.config.plan.layout.kind;
  const scene: Scene = { layout, hasVat: setup.probes.length > 0 };
  const clock = createDemoClock(systemClock);
  let times = 1;
  let resting = false;
  const farm = farmViewOf(setup.config.plan);
  const ending = new AbortController();
  /** The shed goes on until the controller has closed its record: it shall not end in a shed that falls apart. */
  const shedEnds = new AbortController();
  let exitCode = 0;
  const hand = createHand(setup.port, setup.hand);
  const pages = pagesAsTold();
  let board: Board | null = null;
  let shed: LiveShed | null = null;
  let controller: ChildProcess | null = null;
  let cowsCome = false;
  let treated: { readonly cow: string; readonly at: number } | null = null;

  const timeOfDay = new Intl.DateTimeFormat("en-GB", {
    timeZone: setup.config.plan.timeZone,
    timeStyle: "medium",
  });
  const screen: DemoScreen = openScreen(io, {
    stamp: () => timeOfDay.format(clock.wall()),
    words: wordsFor(scene),
    typed: (line) => {
      const command = readCommand(line, scene);
      if ("wrong" in command) screen.line(command.wrong);
      else void obey(command);
    },
    ended: () => ending.abort(),
  });
  const tell = (message: ToController): void => {
    if (controller?.connected === true) controller.send(message);
  };

  const timeRuns = (faster: number): void => {
    if (faster === times) return;
    times = faster;
    clock.runs(faster);
    tell({ kind: "clock-runs", times: faster });
    screen.line(
      `${code("time")} ${faster === 1 ? "runs as it does again" : `the shed is empty: time runs ${faster} times as fast (cows: bring them in now)`}`,
    );
  };
  const wakes = (): void => {
    resting = false;
    timeRuns(1);
  };
  /** Time runs fast only while no cow is there and the vat is to be watched. */
  const rests = (): void => {
    resting = true;
    if (!scene.hasVat || asked.speed === 1) return;
    setTimeout(() => {
      if (resting && !ending.signal.aborted) timeRuns(asked.speed);
    }, COMES_TO_REST_MS);
  };

  const intend = (intent: Intent): void => tell({ kind: "intended", by: YOU, intent });

  const told = (happening: Happening): void => {
    if (happening.kind === "intent") tell({ kind: "intended", by: happening.by, intent: happening.intent });
    if (happening.kind === "fault")
      screen.line(`${code("in the shed")} ${happening.fault}: ${happening.where}`);
    if (happening.kind === "row")
      screen.line(`${code("in the shed")} row ${happening.row} ${happening.what}`);
    if (happening.kind === "platform") screen.line(`${code("in the shed")} platform ${happening.what}`);
    if (happening.kind === "cow" && happening.what === "goes-around")
      screen.line(
        `${code("in the shed")} cow ${happening.cow} goes around once more in bail ${happening.bail}`,
      );
    if (happening.kind === "milking") {
      screen.line(`${code("in the shed")} milking ${happening.what}`);
      if (happening.what === "over") rests();
    }
  };

  /** The words follow the measurement: the board's next view has them. */
  const measured = (seen: Measured, waited = 0): void => {
    setTimeout(() => {
      const bail = board?.bails.find((one) => one.bail === seen.bail);
      const [reason] = bail?.reasons ?? [];
      if (bail === undefined || reason === undefined || reason === "empty") return;
      if (layout === "in-bail" && reason === "unread" && waited < TAG_FOLLOWS_MS) {
        measured(seen, waited + WORDS_FOLLOW_MS);
        return;
      }
      const tag =
        seen.sinceTag === null
          ? layout === "in-bail" && reason !== "unread"
            ? "before her tag was heard, and off ever since"
            : "no tag of hers was heard"
          : `${seen.sinceTag.toFixed(0)} ms after her last tag byte`;
      const why = bail.why.length > 0 ? bail.why.join("; ") : REASONS[reason].meaning;
      screen.line(
        `${code("MEASURED")} cow ${seen.cow} in bail ${seen.bail} DIVERTED, ${REASONS[reason].says}: red lamp lit, coil ` +
          `${seen.coil ? "ON" : "off"} at the board's pins ${seen.sinceSeen.toFixed(0)} ms after ${COUNTED_BY[layout]} (${tag}). ${why}`,
      );
    }, WORDS_FOLLOW_MS);
  };

  const seen = ({
    kind,
    fault,
    subject,
  }: Note & { readonly kind: "fault-raised" | "fault-cleared" }): void => {
    if (subject.kind === "bail" && fault.startsWith("valve-"))
      shed?.seesValve(subject.bail, kind === "fault-raised");
  };

  const noted = (note: Note): void => {
    const line = noteLine(note, farm);
    if (line !== null) screen.line(line, shortLine(note, line, layout));
    if (note.kind === "decided") shed?.reads(note.bail, note.reasons);
    if (note.kind === "fault-raised" || note.kind === "fault-cleared") seen(note);
    if (note.kind === "visit-ended") shed?.reads(note.bail, ["empty"]);
    if (note.kind === "table-in-force" && treated !== null) {
      screen.line(
        `${code("MEASURED")} the treatment of cow ${treated.cow} is in force ${since(treated.at)} after it was entered`,
      );
      treated = null;
    }
  };

  const treat = async (wanted: string | null, late: boolean): Promise<void> => {
    const inBail = [...(shed?.world.spots.values() ?? [])].filter(({ visit }) => visit !== null);
    const chosen =
      wanted ?? inBail.find(({ bail }) => shed?.pins(bail)?.coil === true)?.visit?.cow.cow ?? null;
    const cow = setup.herd.cows.find((one) => one.cow === chosen);
    if (cow === undefined) {
      screen.line(
        chosen === null
          ? "No cow is being milked to the vat just now. Name one: treat 47"
          : `There is no cow ${chosen} in the register.`,
      );
      return;
    }
    treated = { cow: cow.cow, at: performance.now() };
    const bail = inBail.find(({ visit }) => visit?.cow.cow === cow.cow)?.bail;
    const where = bail === undefined ? "" : `, who stands in bail ${bail}`;
    screen.line(`${code("you")} treat cow ${cow.cow}${where}: entered in the treatment book`);
    if (bail !== undefined && shed?.pins(bail)?.coil === true) watchCoil(cow.cow, bail, performance.now());
    const says = await hand.treat(cow.cow, late);
    screen.line(`${code("office")} ${says}`);
  };
  const watchCoil = (cow: string, bail: BailNo, from: number): void => {
    const watching = setInterval(() => {
      const off = shed?.pins(bail)?.coil !== true;
      if (!off && performance.now() - from < TREAT_WATCH_MS) return;
      clearInterval(watching);
      screen.line(
        `${code("MEASURED")} cow ${cow} in bail ${bail}: coil ${off ? "off" : "STILL ON"} at the board's pin ${since(from)} after it was entered`,
      );
    }, 5);
  };

  const obey = async (command: DemoCommand): Promise<void> => {
    if (shed === null) return;
    const { plan } = setup.config;
    const known = (bail: BailNo): boolean => plan.bails.some((one) => one.bail === bail);
    if ("bail" in command && !known(command.bail)) {
      screen.line(`There is no bail ${command.bail} here; there are ${plan.bails.length}.`);
      return;
    }
    const say = (text: string): void => screen.line(`${code("you")} ${text}`);
    switch (command.kind) {
      case "reader": {
        const reader = plan.readers.find(
          (one) => command.name === null || one.reader === command.name,
        )?.reader;
        if (reader === undefined)
          say(`there are readers ${plan.readers.map((one) => one.reader).join(", ")}`);
        else say(`reader ${reader}: cable ${(await shed.plugReader(reader)) ? "back in" : "pulled out"}`);
        return;
      }
      case "board":
      case "restart": {
        const node = plan.nodes.find((one) => command.name === null || one.node === command.name)?.node;
        if (node === undefined) say(`there are boards ${plan.nodes.map((one) => one.node).join(", ")}`);
        else if (command.kind === "restart") {
          shed.resetNode(node);
          say(`board ${node}: reset`);
        } else say(`board ${node}: cable ${(await shed.plugNode(node)) ? "back in" : "pulled out"}`);
        return;
      }
      case "clock":
        tell({ kind: "clock-off-by", offBy: command.offBy });
        say(
          command.offBy === 0
            ? "the wall clock is right again"
            : `the wall clock is off by ${Math.round(command.offBy / 60_000)} min`,
        );
        return;
      case "stick":
        say(
          `valve of bail ${command.bail} ${shed.stickValve(command.bail) ? "sticks where it is" : "is free again"}`,
        );
        return;
      case "press":
        shed.pressButton(command.bail, command.forMs);
        say(`${command.forMs > 1_000 ? "hold" : "press"} the button of bail ${command.bail}`);
        return;
      case "treat":
        await treat(command.cow, command.late);
        return;
      case "raise-vat":
        intend({ kind: "raise-vat-stop", reason: command.reason });
        return;
      case "answer": {
        const alarm = board?.vat?.alarms.at(-1)?.alarm;
        if (alarm === undefined) say("there is no alarm to answer");
        else if (command.reason === null) intend({ kind: "acknowledge-alarm", alarm });
        else intend({ kind: "explain-alarm", alarm, reason: command.reason });
        return;
      }
      case "tell":
        intend({ kind: "vat-told", what: command.what });
        return;
      case "settle": {
        const cow = shed.world.spots.get(command.bail)?.visit?.cow.cow;
        if (cow === undefined) say(`nobody stands in bail ${command.bail}`);
        else {
          say(`it is cow ${cow} who stands in bail ${command.bail}`);
          intend({ kind: "settle-place", bail: command.bail, cow });
        }
        return;
      }
      case "clear":
        intend({ kind: "clear-valve-fault", bail: command.bail, reason: "mended in the demo" });
        return;
      case "clear-vat":
        intend({ kind: "clear-vat-stop", reason: "vat tested in the demo" });
        return;
      case "platform": {
        const where = shed.letPlatform(command.how);
        say(where === null ? "the platform stands already" : `platform ${command.how}: ${where}`);
        return;
      }
      case "vat":
        say(shed.actOnVat(command.action) ?? "there is no vat here");
        return;
      case "cows":
        say(shed.bringCows() ? "the cows come in" : "the cows are being milked already");
        return;
      case "help":
        for (const line of helpFor(scene)) screen.line(line);
        return;
      case "quit":
        ending.abort();
        return;
    }
  };

  const heard = (message: unknown): void => {
    if (!isFromController(message)) return;
    switch (message.kind) {
      case "board":
        board = message.board;
        screen.show({
          board,
          wall: message.wall,
          timeZone: setup.config.plan.timeZone,
          head: [...head(setup, asked, times), ...pages.lines()],
        });
        if (!cowsCome && board.nodes.every(({ up }) => up) && board.table !== null) {
          cowsCome = true;
          shed?.begin();
        }
        return;
      case "note":
        noted(message.note);
        return;
      case "remark":
        pages.heard(message.text);
        screen.line(message.text);
        return;
      case "failed":
        exitCode = 1;
        screen.line(`The controller could not start: ${message.why}`);
        ending.abort();
        return;
      default:
        return;
    }
  };

  const run = async (): Promise<number> => {
    const end = (): void => ending.abort();
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, end);
    for (const line of [...head(setup, asked, times), ...helpFor(scene)]) screen.line(line);
    let trouble: string | null = null;
    const pace = 1 / Math.min(asked.speed, MILKING_SPEED_MAX);
    try {
      shed = await startLiveShed({
        config: setup.config,
        pinsFolder: setup.pinsFolder,
        firmwareHex: readFileSync(join(ROOT, "firmware", "bail-node", "bail-node.hex"), "utf8"),
        policy: setup.herd.policy,
        cows: setup.herd.truth,
        seed: setup.seed,
        beginsAt: setup.now,
        clock: clock.mono,
        pace: { milking: pace, waiting: pace },
        rest: scene.hasVat && asked.speed > 1 ? NIGHT_MS : REST_MS * pace,
        vat: scene.hasVat
          ? {
              probes: setup.probes,
              folder: setup.w1Folder,
              milking: setup.cows * LITRES_A_COW,
              secondOfDay: secondOfDay(clock.wall(), setup.config.plan.timeZone),
              seed: setup.seed,
            }
          : null,
        faults: { "tag-missed": 0.008, "backs-out": 0.003, "beam-bounces": 0.003 },
        signal: shedEnds.signal,
        told,
        wakes,
        measured,
      });
      controller = fork(join(import.meta.dirname, "demo-controller.js"), [setup.configFile, setup.dataDir], {
        stdio: ["ignore", "ignore", "pipe", "ipc"],
        env: { ...process.env, PATH: `${toolsOf(setup.pinsFolder)}${delimiter}${process.env.PATH ?? ""}` },
      });
      // What it says in a crash belongs on the screen, not across it.
      controller.stderr?.setEncoding("utf8").on("data", (text: string) => screen.line(text.trimEnd()));
      controller.on("message", heard);
      controller.once("exit", (status) => {
        if (ending.signal.aborted) return;
        exitCode = 1;
        trouble = `The controller's process ended by itself (${status}). Its record is in ${setup.dataDir}.`;
        ending.abort();
      });
      await aborted(ending.signal);
      await stopController(controller);
    } catch (error) {
      exitCode = 1;
      trouble = error instanceof Error ? error.message : String(error);
    }
    ending.abort();
    shedEnds.abort();
    screen.close();
    if (trouble !== null) io.stderr.write(`demo: ${trouble}\n`);
    io.stderr.write(
      `The demo has ended. What it recorded stays in ${setup.folder}; delete the folder when you are done.\n`,
    );
    return exitCode;
  };
  return { run };
}

const head = (setup: DemoSetup, asked: Asked, times: number): string[] => [
  `DEMO, simulated: ${setup.config.plan.name}, ${setup.cows} cows, speed ${asked.speed}; controller and firmware are real` +
    (times === 1 ? "" : `. The shed is empty: TIME RUNS ${times} TIMES AS FAST`),
  `Files: ${setup.folder} (data/ is the flight recorder, data/office/ the records). End: q or Ctrl-C`,
];

/** Where the pages are, and how to set them up: said by the office as it starts, and kept at the top. */
function pagesAsTold() {
  let where: string | null = null;
  let setUp: string | null = null;
  return {
    heard: (line: string): void => {
      where = /^office: (The pages are at .*)$/.exec(line)?.[1] ?? where;
      setUp = /^office: (Nobody is set up yet.*)$/.exec(line)?.[1] ?? setUp;
      if (line === "office: Somebody is set up: the code is used up.") setUp = null;
    },
    lines: (): string[] => [setUp ?? where ?? "The pages are being started."],
  };
}

type LayoutKind = Layout["kind"];

const COUNTED_BY = {
  herringbone: "the beam counted her",
  "in-bail": "she stepped in",
  rotary: "the entry's switch saw her in the bail",
} as const satisfies { readonly [Kind in LayoutKind]: string };

/** Beside the board, which shows who stands where and what to do, less is enough. */
function shortLine(note: Note, line: string, layout: LayoutKind): string | null {
  switch (note.kind) {
    case "visit-opened":
    case "visit-ended":
    case "milking-counted":
      return null;
    case "decided": {
      const [first] = note.reasons;
      if (note.outcome === "release" || first === undefined) return null;
      // Every cow in a bail of her own is unread for a moment.
      if (first === "unread" && layout === "in-bail") return null;
      return `${code("divert")} bail ${note.bail} cow ${note.cow ?? "?"}: ${REASONS[first].says}`;
    }
    case "fault-raised":
      return line.split(". ")[0] ?? line;
    default:
      return line;
  }
}

/** Local time at the farm, seconds since midnight. */
function secondOfDay(wall: number, timeZone: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    timeStyle: "medium",
  })
    .format(wall)
    .split(":")
    .map(Number);
  return hours * 3_600 + minutes * 60 + seconds;
}

const code = (text: string): string => text.padEnd(16);
const since = (from: number): string => `${(performance.now() - from).toFixed(0)} ms`;

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });

/** Asked to end; ended by its process id when it does not. */
function stopController(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve();
      return;
    }
    const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS_MAX);
    child.once("exit", () => {
      clearTimeout(timer);
      resolve();
    });
    if (child.connected) child.send({ kind: "stop" } satisfies ToController);
    else child.kill("SIGKILL");
  });
}
