// Room: recorder. A run of quiet ticks folded into one line: both clocks of each tick, exactly, in about a byte.
// May live here: folding and unfolding, pure. May not: deciding which ticks are quiet (see intake).
// Invariant: unfold(fold(ticks)) = ticks, to the millisecond of both clocks.
//
// Text of a run, one token a tick after the first:
//   [0-9a-z]   monotonic clock went on by 88 + digit ms (base 36), wall clock by the same
//   +x  -x     as x, but the wall clock went on by one millisecond more / less
//   (m,w)      monotonic clock went on by m ms, wall clock by w ms (either may be negative)
//   t*N;       the token t, N times in all

import { crc32 } from "node:zlib";
import type { Stamped } from "../controller/event.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { type EpochMs, epochMs, type MonoMs, monoMs } from "../domain/units.ts";
import { CHAIN_START, hex8 } from "./chain.ts";

/** A run ends here at the latest: what a crash of the program can lose of a quiet time. */
export const RUN_MS_MAX = 60_000;
/** And here, should ticks ever come too fast: bounds the line and the work of reading it. */
export const RUN_TICKS_MAX = 1_000;
/** The shortest tick that one digit can say. Ticks are meant to come every 100 ms and come late, never early. */
const SHORTEST = 88;
const LONGEST = SHORTEST + 35;
/** Repeats cheaper written out than counted. */
const REPEATS_WRITTEN_OUT = 3;

/** As it stands in a file. */
export type Run = {
  readonly mono: MonoMs;
  readonly wall: EpochMs;
  /** How many ticks, the first included. */
  readonly n: number;
  readonly d: string;
  /** CRC-32 over the JSON of each tick's effects, one after the other. */
  readonly crc: string;
};

export type Tick = { readonly mono: MonoMs; readonly wall: EpochMs };

/** A run that may still grow. */
export type OpenRun = {
  readonly first: Tick;
  readonly last: Tick;
  readonly n: number;
  readonly text: string;
  readonly token: string;
  readonly repeats: number;
  readonly crc: number;
};

/** Starts a run with one tick. `effectsJson` is the JSON of its effects. */
export const startRun = (tick: Tick, effectsJson: string): OpenRun => ({
  first: { mono: tick.mono, wall: tick.wall },
  last: { mono: tick.mono, wall: tick.wall },
  n: 1,
  text: "",
  token: "",
  repeats: 0,
  crc: crc32(effectsJson, CHAIN_START),
});

/** One more tick, or null when the run is long enough and must end before this one. */
export function growRun(run: OpenRun, tick: Tick, effectsJson: string): OpenRun | null {
  if (run.n >= RUN_TICKS_MAX || tick.mono - run.first.mono >= RUN_MS_MAX) return null;
  const token = tokenFor(tick.mono - run.last.mono, tick.wall - run.last.wall);
  const same = token === run.token;
  return {
    first: run.first,
    last: { mono: tick.mono, wall: tick.wall },
    n: run.n + 1,
    text: same ? run.text : run.text + written(run.token, run.repeats),
    token,
    repeats: same ? run.repeats + 1 : 1,
    crc: crc32(effectsJson, run.crc),
  };
}

/** The run as it goes to a file. */
export const endRun = (run: OpenRun): Run => ({
  mono: run.first.mono,
  wall: run.first.wall,
  n: run.n,
  d: run.text + written(run.token, run.repeats),
  crc: hex8(run.crc),
});

/** Every tick of a run, in order. The error says what is wrong with it, for people. */
export function unfold(run: Run): Result<readonly Stamped[], string> {
  const ticks: Stamped[] = [ticked(run.mono, run.wall)];
  let mono: number = run.mono;
  let wall: number = run.wall;
  const pattern = /(?:([+-]?)([0-9a-z])|\((-?\d{1,15}),(-?\d{1,15})\))(?:\*(\d{1,4});)?/y;
  while (pattern.lastIndex < run.d.length) {
    const at = pattern.lastIndex;
    const token = pattern.exec(run.d);
    if (token === null) return err(`the run of ticks cannot be read at its character ${at + 1}`);
    const [, sign, digit, monoText, wallText, count] = token;
    const monoStep = digit === undefined ? Number(monoText) : SHORTEST + Number.parseInt(digit, 36);
    const wallStep =
      digit === undefined ? Number(wallText) : monoStep + (sign === "+" ? 1 : sign === "-" ? -1 : 0);
    const times = count === undefined ? 1 : Number(count);
    if (ticks.length + times > RUN_TICKS_MAX) return err(`the run is longer than ${RUN_TICKS_MAX} ticks`);
    for (let i = 0; i < times; i++) {
      mono += monoStep;
      wall += wallStep;
      ticks.push(ticked(monoMs(mono), epochMs(wall)));
    }
  }
  if (ticks.length !== run.n) return err(`the run says ${run.n} ticks and holds ${ticks.length}`);
  return ok(ticks);
}

const ticked = (mono: MonoMs, wall: EpochMs): Stamped => ({ mono, wall, event: { kind: "ticked" } });

function tokenFor(monoStep: number, wallStep: number): string {
  const drift = wallStep - monoStep;
  if (monoStep < SHORTEST || monoStep > LONGEST || drift < -1 || drift > 1)
    return `(${monoStep},${wallStep})`;
  const digit = (monoStep - SHORTEST).toString(36);
  return drift === 0 ? digit : drift > 0 ? `+${digit}` : `-${digit}`;
}

const written = (token: string, repeats: number): string =>
  repeats <= REPEATS_WRITTEN_OUT ? token.repeat(repeats) : `${token}*${repeats};`;
