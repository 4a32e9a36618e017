// Room: test/mutation. Runs a room's tests for Stryker, all in one process: what is loaded once serves thousands of mutants, so that a mutant
// costs no more than the tests it reaches. Only a mutant in code that runs while loading gets a process of its own (Stryker sees to that).
// Invariant: a test that throws, or a room that does not load, has noticed the mutant; nothing else has.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { commonTokens, declareClassPlugin, PluginKind } from "@stryker-mutator/api/plugin";
import { DryRunStatus, MutantRunStatus, TestStatus } from "@stryker-mutator/api/test-runner";

/** Where Stryker's code in the mutated files looks for the mutant that is switched on. */
const state = () => (globalThis.__stryker__ ??= {});
const TIMES = "test-times.json";

class RoomRunner {
  static inject = [commonTokens.options];
  #folder;
  #tests = null;

  constructor(options) {
    this.#folder = options.room.compiledTests;
  }
  capabilities() {
    return { reloadEnvironment: false };
  }

  async dryRun() {
    const tests = await this.#load();
    const done = [];
    for (const { id, run } of tests) {
      state().currentTestId = id;
      const started = performance.now();
      const trouble = await troubleOf(run);
      const timeSpentMs = performance.now() - started;
      const test = { id, name: id, timeSpentMs };
      done.push(
        trouble === null
          ? { ...test, status: TestStatus.Success }
          : { ...test, status: TestStatus.Failed, failureMessage: trouble.message },
      );
    }
    state().currentTestId = undefined;
    writeFileSync(TIMES, JSON.stringify(Object.fromEntries(done.map((test) => [test.id, test.timeSpentMs]))));
    return { status: DryRunStatus.Complete, tests: done, mutantCoverage: state().mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, mutantActivation }) {
    const found = (killedBy, failureMessage, nrOfTests) => ({
      status: MutantRunStatus.Killed,
      killedBy: [killedBy],
      failureMessage,
      nrOfTests,
    });
    if (mutantActivation === "static") state().activeMutant = activeMutant.id;
    let tests;
    try {
      tests = await this.#load();
    } catch (error) {
      return found(testFilter?.[0] ?? "loading", String(error), 0);
    }
    Object.assign(state(), {
      activeMutant: activeMutant.id,
      hitLimit,
      hitCount: hitLimit === undefined ? undefined : 0,
    });
    const wanted = testFilter === undefined ? null : new Set(testFilter);
    const reaching = tests.filter(({ id }) => wanted === null || wanted.has(id));
    for (const [at, { id, run }] of reaching.entries()) {
      const trouble = await troubleOf(run);
      if (trouble === null) continue;
      if (state().hitCount > hitLimit) return { status: MutantRunStatus.Timeout, reason: "endless" };
      return found(id, trouble.message, at + 1);
    }
    return { status: MutantRunStatus.Survived, nrOfTests: reaching.length };
  }

  /** The room's tests, the quickest first. */
  async #load() {
    if (this.#tests !== null) return this.#tests;
    const collected = [];
    for (const file of readdirSync(this.#folder).filter((name) => name.endsWith(".test.js"))) {
      globalThis.__collect__ = { file, groups: [], tests: collected };
      await import(pathToFileURL(resolve(join(this.#folder, file))).href);
    }
    const times = timesKnown();
    this.#tests = collected.sort((a, b) => (times[a.id] ?? 0) - (times[b.id] ?? 0));
    return this.#tests;
  }
}

async function troubleOf(run) {
  try {
    await run();
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function timesKnown() {
  try {
    return JSON.parse(readFileSync(TIMES, "utf8"));
  } catch {
    // The first run of all has no times yet.
    return {};
  }
}

/** Says survivors while the run goes on, so that work on them can begin. */
class SurvivorReporter {
  onMutantTested({ status, fileName, location, mutatorName, replacement }) {
    if (status !== "Survived" && status !== "NoCoverage") return;
    const place = `${fileName.replace(/.*\//, "")}:${location.start.line}:${location.start.column}`;
    console.log(
      `survivor ${place} ${mutatorName} → ${(replacement ?? "").replace(/\s+/g, " ").slice(0, 100)}`,
    );
  }
}

export const strykerPlugins = [
  declareClassPlugin(PluginKind.TestRunner, "room", RoomRunner),
  declareClassPlugin(PluginKind.Reporter, "survivors", SurvivorReporter),
];
