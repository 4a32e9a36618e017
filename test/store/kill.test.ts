// Room: test/store. Pulling the program's plug: what it acknowledged is there, and a migration is there whole or not at all.

import { afterAll, beforeAll, expect, test } from "vitest";
import { compiled } from "../recorder/kill.ts";
import { killMigrating, killWriting, made } from "./kill.ts";

let program: ReturnType<typeof compiled> | null = null;
const path = (): string => program?.path ?? "";
beforeAll(() => {
  program = compiled("test/store/kill-program.ts");
}, 60_000);
afterAll(() => program?.remove());

/** Each costs a process; the many are in kill-long. */
const WRITES = 12;
const MIGRATIONS = 6;
const LANES = 3;
/** Runs the trials, a few side by side; each lane by itself goes in order. */
const inLanes = async <T>(
  trials: readonly T[],
  run: (trial: T, lane: number) => Promise<void>,
): Promise<void> => {
  const lane = async (number: number): Promise<void> => {
    for (let at = number; at < trials.length; at += LANES) {
      const trial = trials[at];
      if (trial !== undefined) await run(trial, number);
    }
  };
  await Promise.all(Array.from({ length: LANES }, (_, number) => lane(number)));
};
const evenly = (count: number, upTo: number): readonly number[] =>
  Array.from({ length: count }, (_, at) => (at * upTo) / count);

test(`killed at any moment, ${WRITES} times: what was acknowledged is in the book, once, and the chain holds`, {
  timeout: 60_000,
}, async () => {
  const books = Array.from({ length: LANES }, () => made());
  let acknowledged = 0;
  const tried = async (afterMs: number, lane: number): Promise<void> => {
    const trial = await killWriting(path(), books[lane]?.path ?? "", afterMs);
    expect(trial.problems).toEqual([]);
    acknowledged += trial.acknowledged;
  };
  await inLanes(evenly(WRITES, 30), tried);
  // A disk that others keep busy acknowledges little in so short a life; then some live longer.
  for (let more = 0; acknowledged <= 2 * WRITES && more < 10; more += 1) await tried(100, 0);
  expect(acknowledged).toBeGreaterThan(2 * WRITES);
  for (const { remove } of books) remove();
});

test("killed while an old database is brought up to date: the old form or the new one, never between", {
  timeout: 60_000,
}, async () => {
  const forms: number[] = [];
  const tried = async (afterMs: number): Promise<void> => {
    const trial = await killMigrating(path(), afterMs);
    expect(trial.problems).toEqual([]);
    if (trial.done) expect(trial.form).toBe(4);
    forms.push(trial.form);
  };
  await inLanes(evenly(MIGRATIONS, 160), tried);
  // On a busy computer a kill may come late; sooner or later one comes in time.
  while (!forms.includes(2) && forms.length < 40) await tried(0);
  expect(forms).toContain(2);
});
