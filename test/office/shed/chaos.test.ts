// Room: test/office/shed. Pulling the plug of the office, and of the controller, again and again: every record is in the book exactly once.

import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { carry, NOTHING_CARRIED } from "../../../src/controller/carried.ts";
import type { Note } from "../../../src/controller/note.ts";
import { epochMs, monoMs } from "../../../src/domain/units.ts";
import { inSlices } from "../../../src/store/backup-check.ts";
import { checkEvidence } from "../../../src/store/evidence-check.ts";
import { openStore } from "../../../src/store/open.ts";
import { storePath } from "../../../src/store/open-files.ts";
import {
  listAlarms,
  listHappenings,
  listMilkings,
  listVisits,
  lookedAtAll,
  milkingsCountedAll,
} from "../../../src/store/shed-records.ts";
import { readingsBetween, readOpenHours, unpack } from "../../../src/store/temperatures.ts";
import { compiled } from "../../recorder/kill.ts";
import { must } from "../../store/bench.ts";
import { readNaively } from "./naive.ts";

/** Each takes a second on a busy computer; VATGUARD_KILLS=40 for a longer look. */
const KILLS = Number(process.env.VATGUARD_KILLS ?? 4);
/** At least so many cows come and go before the controller may end. */
const VISITS = 60;
/** What is said to a program that was just killed goes nowhere. */
const unheard = (): void => undefined;

type Said = {
  readonly durable?: { readonly file: string; readonly bytes: number };
  readonly over?: true;
  readonly ready?: true;
  readonly remark?: string;
};

test("the office and the controller are killed again and again, and the book holds what the recording says, once", {
  timeout: 30_000 + KILLS * 4_000,
}, async () => {
  const program = compiled("test/office/shed/chaos-process.ts");
  const dir = mkdtempSync(join(tmpdir(), "vatguard-chaos-"));
  const children = new Set<ChildProcess>();
  onTestFinished(() => {
    for (const child of children) child.kill("SIGKILL");
    program.remove();
    rmSync(dir, { recursive: true, force: true });
  });
  let durable: Said["durable"];
  let office: ChildProcess | null = null;
  const remarks: string[] = [];
  const start = (role: string, heard: (said: Said) => void): ChildProcess => {
    const child = fork(program.path, [role, dir], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
    children.add(child);
    child.on("error", unheard);
    child.on("message", (said: Said) => heard(said));
    child.on("exit", () => children.delete(child));
    return child;
  };
  const ended = (child: ChildProcess) =>
    child.exitCode !== null || child.signalCode !== null
      ? Promise.resolve()
      : new Promise((resolve) => child.once("exit", resolve));
  const controller = () =>
    start("controller", (said) => {
      if (said.durable === undefined) return;
      durable = said.durable;
      if (office?.connected === true) office.send({ durable }, unheard);
    });
  const newOffice = async (): Promise<ChildProcess> => {
    let isReady: () => void = () => undefined;
    const ready = new Promise<void>((resolve) => {
      isReady = resolve;
    });
    const child = start("office", (said) => {
      if (said.ready === true) isReady();
      if (said.remark !== undefined) remarks.push(said.remark);
    });
    await Promise.race([ready, ended(child)]);
    if (durable !== undefined && child.connected) child.send({ durable }, unheard);
    return child;
  };

  let running = controller();
  for (let kill = 0; kill < KILLS; kill++) {
    office = await newOffice();
    await sleep(Math.random() * 120);
    if (kill % 4 === 2) {
      running.kill("SIGKILL");
      await ended(running);
      running = controller();
    }
    office.kill("SIGKILL");
    await ended(office);
  }
  while (durable === undefined) await sleep(5);
  const visitsEnded = () => readNaively(dir).notes.filter(({ kind }) => kind === "visit-ended").length;
  while (visitsEnded() <= VISITS) await sleep(30);
  const over = ended(running);
  running.send({ stop: true }, unheard);
  await over;
  office = await newOffice();
  const done = ended(office);
  office.send({ finish: true }, unheard);
  await done;
  expect(office.exitCode).toBe(0);

  const store = must(
    openStore({
      path: storePath(dir),
      clock: { wall: () => epochMs(Date.now()), mono: () => monoMs(0) } as never,
      boot: "test",
    }),
  );
  onTestFinished(() => store.close());
  const naive = readNaively(dir);
  const told = <K extends Note["kind"]>(kind: K) =>
    naive.notes.filter((note): note is Note & { readonly kind: K } => note.kind === kind);
  expect(naive.files.length).toBeGreaterThan(1);

  const all = { after: null, from: null, to: null, limit: 1_000_000 };
  const inOrder = <T extends { readonly record: number }>(rows: readonly T[]) =>
    rows.toSorted((a, b) => a.record - b.record);
  const visits = inOrder(listVisits(store, { ...all, milking: null, cow: null, diverted: null }));
  const isOdd = ({ bail }: { readonly bail: number }): boolean => !Number.isInteger(bail);
  const ends = told("visit-ended").filter((note) => !isOdd(note));
  expect(ends.length).toBeGreaterThanOrEqual(VISITS);
  expect(
    visits.map(({ visit, cow, ended, toVat, divertedFor, holds, began }) => ({
      visit,
      cow,
      ended,
      toVat,
      divertedFor,
      holds,
      began,
    })),
  ).toEqual(
    ends.map(({ visit, cow, at, toVat, divertedFor, holds, began }) => ({
      visit,
      cow,
      ended: at,
      toVat,
      divertedFor,
      holds,
      began,
    })),
  );
  const aside = inOrder(listHappenings(store, { ...all, kind: "not-taken-in", cow: null }));
  const odd = told("visit-ended").filter(isOdd);
  expect(odd.length).toBeGreaterThan(3);
  expect(
    aside.map(({ about }) => (about.kind === "not-taken-in" ? JSON.parse(about.said).visit.visit : null)),
  ).toEqual(odd.map(({ visit }) => visit));
  const opened = new Map(told("visit-opened").map((note) => [note.visit, note]));
  for (const visit of visits) {
    expect(visit.opened).toBe(opened.get(visit.visit)?.at);
    expect(visit.milking).toBe(opened.get(visit.visit)?.milking);
  }
  for (const kind of [
    "fault-raised",
    "fault-cleared",
    "vat-stop-raised",
    "vat-stop-cleared",
    "diverted-by-hand",
    "place-settled",
    "table-in-force",
    "refused",
    "looked-at",
  ] as const) {
    const rows = inOrder(listHappenings(store, { ...all, kind, cow: null }));
    expect(
      rows.map(({ about }) => about),
      kind,
    ).toEqual(told(kind));
  }
  expect(told("vat-stop-raised").length).toBeGreaterThan(5);
  expect(
    listMilkings(store, all)
      .map(({ milking }) => milking)
      .toReversed(),
  ).toEqual(told("milking-began").map(({ milking }) => milking));
  const vat = store.db.prepare<[], string>("SELECT about FROM vat_event ORDER BY id").pluck().all();
  expect(vat.map((about) => JSON.parse(about))).toEqual(naive.notes.filter((note) => "trusted" in note));
  expect(listAlarms(store, all).flatMap(({ happened }) => happened).length).toBe(
    naive.notes.filter((note) => "alarm" in note).length,
  );
  const carried = naive.notes.reduce(carry, NOTHING_CARRIED);
  expect(milkingsCountedAll(store)).toEqual(carried.milkings);
  expect(lookedAtAll(store)).toEqual(carried.lookedAt);

  const packed = [...readingsBetween(store, epochMs(0), epochMs(Number.MAX_SAFE_INTEGER))];
  const readings = [
    ...packed.flatMap(({ hour, packed: bytes }) => unpack(hour, bytes)),
    ...readOpenHours(store).flatMap((hour) => hour.readings),
  ];
  expect(readings.map(({ at, raw }) => [at, raw])).toEqual(
    naive.readings.map(({ at, event }) => [
      at,
      event.reading.kind === "celsius" ? event.reading.celsius : null,
    ]),
  );
  expect(readings.length).toBeGreaterThan(VISITS);
  expect((await inSlices(checkEvidence(store.db, store.evidence))).says).toMatch(/holds: /);
  // Kills tear lines; what was torn was never called durable, so nothing of it is missing.
  expect(remarks.filter((remark) => !/was ended while|Not taken into the book/.test(remark))).toEqual([]);
});
