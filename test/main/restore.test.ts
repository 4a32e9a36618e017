// Room: test/main. The commands backup and restore, with the program stopped and running.

import { existsSync, readdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { Readable, Writable } from "node:stream";
import { expect, test } from "vitest";
import { runBackup } from "../../src/main/backup.ts";
import { runRestore } from "../../src/main/restore.ts";
import { cowsUnderReview } from "../../src/store/review.ts";
import { folder, freshStore } from "../store/bench.ts";
import { enterFact, registerCow } from "../store/cows.ts";

type Said = { readonly code: number; readonly out: string; readonly err: string };
async function run(command: typeof runBackup, ...args: readonly string[]): Promise<Said> {
  let [out, err] = ["", ""];
  const to = (add: (text: string) => void) =>
    new Writable({
      write(bytes, _encoding, done) {
        add(String(bytes));
        done();
      },
    });
  const io = {
    stdin: Readable.from([]),
    stdout: to((text) => {
      out += text;
    }),
    stderr: to((text) => {
      err += text;
    }),
  };
  return { code: await command(args, io), out, err };
}

test("back up, spoil the records, list, and go back; what was there is kept and the cows are under review", async () => {
  const bench = freshStore();
  for (const cow of ["7", "8"]) registerCow(bench.store, cow);
  bench.store.close();
  const data = ["--data", bench.dataDir] as const;
  const backup = await run(runBackup, ...data);
  expect(backup).toMatchObject({ code: 0, err: expect.stringContaining("checked") });
  const { name } = JSON.parse(backup.out);
  const store = bench.reopen();
  enterFact(store, "t-1", "8");
  store.close();
  expect(await run(runRestore, ...data, "--list")).toMatchObject({
    code: 0,
    out: expect.stringContaining(`${name}  20`),
  });
  expect(JSON.parse((await run(runRestore, ...data, "--list", "--json")).out)).toMatchObject({
    name,
    records: 2,
    verified: true,
  });
  expect(await run(runRestore, ...data, name)).toMatchObject({
    code: 0,
    err: expect.stringContaining("1 cows divert"),
  });
  expect(cowsUnderReview(bench.reopen()).map(({ cow }) => cow)).toEqual(["8"]);
  expect(readdirSync(dirname(bench.path)).some((file) => file.startsWith("records-replaced-"))).toBe(true);
});

test("while the program has the records, neither does anything, and both say what to do", async () => {
  const bench = freshStore();
  const data = ["--data", bench.dataDir] as const;
  for (const said of [
    await run(runBackup, ...data),
    await run(runRestore, ...data, "records-2026-11-23T05-40-12Z.db"),
  ])
    expect(said).toMatchObject({ code: 1, out: "", err: expect.stringContaining("Stop it first") });
});

test("names that are no backup, wrong options and missing records are said, and change nothing", async () => {
  const bench = freshStore();
  bench.store.close();
  const data = ["--data", bench.dataDir] as const;
  for (const trick of ["../records.db", "/etc/passwd", "records.db"])
    expect(await run(runRestore, ...data, trick)).toMatchObject({
      code: 2,
      err: expect.stringContaining("there is no backup"),
    });
  expect(await run(runRestore, ...data)).toMatchObject({ code: 2, err: expect.stringContaining("Usage") });
  expect(await run(runRestore, ...data, "--lst")).toMatchObject({
    code: 2,
    err: expect.stringContaining("Did you mean --list?"),
  });
  expect(await run(runBackup, ...data, "name")).toMatchObject({ code: 2 });
  expect(await run(runBackup, "--config", "/nowhere.yaml")).toMatchObject({
    code: 2,
    err: expect.stringContaining("--data"),
  });
  rmSync(bench.path);
  expect(await run(runBackup, ...data)).toMatchObject({
    code: 1,
    err: expect.stringContaining("records are gone"),
  });
  const empty = folder();
  expect(await run(runRestore, "--data", empty, "--list")).toMatchObject({
    code: 0,
    err: expect.stringContaining("no backups"),
  });
  expect(existsSync(bench.path)).toBe(false);
});
