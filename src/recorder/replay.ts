// Room: recorder. Runs a recording again and compares every output.
// May live here: checking the chain, stepping the machine, comparing. May not: words on a screen (see main/replay).
// Invariant: "same" means every byte's checksum was right and every output came out again exactly.

import { crc32 } from "node:zlib";
import type { Effect } from "../controller/effect.ts";
import type { Stamped } from "../controller/event.ts";
import { CHAIN_START, hex8, LINE_END, open, SEAL_LENGTH } from "./chain.ts";
import { type FieldDifference, firstDifference } from "./difference.ts";
import { type Ending, type Gap, type Header, type Line, parseLine } from "./line.ts";
import type { Machine } from "./machine.ts";
import { readBlocks } from "./reading.ts";
import { type Run, unfold } from "./run.ts";

/** What stands in the file and what came out now, for one event. */
export type Difference = FieldDifference & {
  readonly kind: "difference";
  readonly line: number;
  readonly stamped: Stamped;
  /** Null where the file holds only a checksum of them: a run of quiet ticks, which renew leases and nothing else. */
  readonly recordedEffects: readonly Effect[] | null;
  readonly replayedEffects: readonly Effect[];
};
/** The file is not as it was written. */
export type Damage = {
  readonly kind: "damage";
  readonly line: number;
  /** Where the line begins in the file. */
  readonly byte: number;
  readonly what: string;
  readonly expected: string;
  readonly found: string;
};

export type Replayed = {
  readonly outcome: "same" | "differs" | "damaged";
  readonly first: Difference | Damage | null;
  readonly header: Pick<Header, "version" | "started" | "previous"> | null;
  /** Null: the program was killed, lost power, or is still running. */
  readonly ending: Ending | null;
  /** Bytes of a torn line at the very end. */
  readonly tornBytes: number;
  readonly gaps: readonly Gap[];
  /** Not null: the recorded program crashed on its last event, and the replay crashes there too. */
  readonly crash: string | null;
  readonly counts: { readonly lines: number; readonly events: number; readonly effects: number };
};

/** Called now and then with how many bytes are done. */
export type Progress = (bytes: number) => void;

/** Replays one file. Rejects with the file system's error when the file cannot be read. */
export async function replayFile<State>(
  path: string,
  machine: Machine<State>,
  progress: Progress = () => undefined,
): Promise<Replayed> {
  const replay = createReplay(machine);
  let seed = CHAIN_START;
  let lineNumber = 0;
  for await (const block of readBlocks(path)) {
    if (block.torn) {
      const wanted = block.bytes.subarray(0, -1);
      if (open(wanted, seed).intact) {
        return replay.damaged({
          line: lineNumber + 1,
          byte: block.at,
          what: "the line end was changed",
          expected: "0a",
          found: hexByte(block.bytes.at(-1)),
        });
      }
      return replay.end(block.bytes.length);
    }
    for (let at = 0; at < block.bytes.length; ) {
      const stop = block.bytes.indexOf(LINE_END, at);
      const raw = block.bytes.subarray(at, stop);
      const opened = open(raw, seed);
      lineNumber += 1;
      const where = { line: lineNumber, byte: block.at + at };
      if (!opened.intact) {
        return replay.damaged({
          ...where,
          what: "the line and its checksum do not belong together",
          expected: `checksum ${hex8(opened.found)}, which these bytes give after the line before`,
          found: opened.written === null ? "no checksum" : `checksum ${hex8(opened.written)}`,
        });
      }
      seed = opened.found;
      const json = raw.toString("utf8", SEAL_LENGTH);
      const line = parseLine(json);
      const wrong = line.ok ? replay.take(lineNumber, line.value) : line.error;
      if (wrong !== null) {
        return replay.damaged({
          ...where,
          what: wrong,
          expected: "a line of a recording",
          found: json.slice(0, 80),
        });
      }
      const done = replay.finished();
      if (done !== null) return done;
      at = stop + 1;
    }
    progress(block.at + block.bytes.length);
  }
  return replay.end(0);
}

type Replay = {
  /** One line in turn. What is wrong with it, or null. */
  take(lineNumber: number, line: Line): string | null;
  /** Not null once a difference was found. */
  finished(): Replayed | null;
  damaged(damage: Omit<Damage, "kind">): Replayed;
  end(tornBytes: number): Replayed;
};

function createReplay<State>(machine: Machine<State>): Replay {
  let state = machine.initial();
  let header: Header | null = null;
  let ending: Ending | null = null;
  let first: Difference | null = null;
  /** The event read last, whose effects may follow in the next line. */
  let pending: { readonly line: number; readonly stamped: Stamped } | null = null;
  const leases = new Map<string, string>();
  const gaps: Gap[] = [];
  const counts = { lines: 0, events: 0, effects: 0 };

  const report = (outcome: Replayed["outcome"], rest: Partial<Replayed>): Replayed => ({
    outcome,
    first,
    header:
      header === null
        ? null
        : { version: header.version, started: header.started, previous: header.previous },
    ending,
    tornBytes: 0,
    gaps,
    crash: null,
    counts: { ...counts },
    ...rest,
  });

  const step = (stamped: Stamped): readonly Effect[] => {
    const next = machine.step(state, stamped);
    state = next.state;
    counts.events += 1;
    counts.effects += next.effects.length;
    return next.effects;
  };

  /** Null, and a difference kept, where the machine crashes on an event that the recorded one survived. */
  const stepAgain = (
    line: number,
    stamped: Stamped,
    recorded: readonly Effect[] | null,
  ): readonly Effect[] | null => {
    try {
      return step(stamped);
    } catch (error) {
      first = {
        kind: "difference",
        line,
        stamped,
        path: "the whole step",
        recorded: "went well",
        replayed: `crashed: ${error instanceof Error ? error.message : String(error)}`,
        recordedEffects: recorded,
        replayedEffects: [],
      };
      return null;
    }
  };

  /** Steps the pending event and compares what comes out. */
  const settle = (recorded: readonly Effect[]): void => {
    if (pending === null) return;
    const { line, stamped } = pending;
    pending = null;
    const replayed = stepAgain(line, stamped, recorded);
    if (replayed === null) return;
    for (const effect of recorded) {
      if (effect.kind === "lease") leases.set(effect.node, JSON.stringify(effect));
    }
    if (JSON.stringify(recorded) === JSON.stringify(replayed)) return;
    const asJson: unknown = JSON.parse(JSON.stringify(replayed));
    const found = firstDifference(recorded, asJson, "effects");
    if (found === null) return;
    first = {
      kind: "difference",
      line,
      stamped,
      ...found,
      recordedEffects: recorded,
      replayedEffects: replayed,
    };
  };

  const renews = (effect: Effect): boolean =>
    effect.kind === "lease" && leases.get(effect.node) === JSON.stringify(effect);

  const takeRun = (line: number, run: Run): string | null => {
    const ticks = unfold(run);
    if (!ticks.ok) return ticks.error;
    let crc = CHAIN_START;
    for (const stamped of ticks.value) {
      const effects = stepAgain(line, stamped, null);
      if (effects === null) return null;
      crc = crc32(JSON.stringify(effects), crc);
      const odd = effects.findIndex((effect) => !renews(effect));
      if (odd === -1) continue;
      first = {
        kind: "difference",
        line,
        stamped,
        path: `effects[${odd}]`,
        recorded: "a quiet tick: nothing, or leases renewed just as they were",
        replayed: effects[odd],
        recordedEffects: null,
        replayedEffects: effects,
      };
      return null;
    }
    const [stamped] = ticks.value;
    if (hex8(crc) !== run.crc && stamped !== undefined) {
      first = {
        kind: "difference",
        line,
        stamped,
        path: `checksum over the effects of ${run.n} ticks`,
        recorded: run.crc,
        replayed: hex8(crc),
        recordedEffects: null,
        replayedEffects: [],
      };
    }
    return null;
  };

  return {
    take(lineNumber, line) {
      counts.lines += 1;
      if (ending !== null) return "a line after the end of the recording";
      if (line.kind === "header") {
        if (header !== null) return "a second beginning";
        header = line.header;
        state = machine.revive(line.header.state);
        return null;
      }
      if (header === null) return "the beginning is missing: the first line is not a header";
      if (line.kind === "out") {
        if (pending === null) return "effects without an event";
        settle(line.effects);
        return null;
      }
      settle([]);
      if (first !== null) return null;
      switch (line.kind) {
        case "in":
          pending = { line: lineNumber, stamped: line.stamped };
          return null;
        case "run":
          return takeRun(lineNumber, line.run);
        case "gap":
          gaps.push(line.gap);
          return null;
        case "end":
          ending = line.ending;
          return null;
      }
    },
    finished: () => (first === null ? null : report("differs", {})),
    damaged: (damage) => report("damaged", { first: { kind: "damage", ...damage } }),
    end(tornBytes) {
      if (header === null) {
        const what = "the beginning is missing: the program ended while writing it";
        const first: Damage = {
          kind: "damage",
          line: 1,
          byte: 0,
          what,
          expected: "a header",
          found: "a torn line",
        };
        return report("damaged", { tornBytes, first });
      }
      if (pending === null) return report("same", { tornBytes });
      // The effects of the last event may have been cut off with the power, so they are not compared.
      try {
        step(pending.stamped);
        return report("same", { tornBytes });
      } catch (error) {
        return report("same", { tornBytes, crash: error instanceof Error ? error.message : String(error) });
      }
    },
  };
}

const hexByte = (byte: number | undefined): string => (byte ?? 0).toString(16).padStart(2, "0");
