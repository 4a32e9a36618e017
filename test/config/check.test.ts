// The command `check` as a person runs it: exit code and what stands on the screen.

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { CHECK_USAGE, EXAMPLE_SHEDS, runCheck } from "../../src/main/check.ts";

async function check(...args: readonly string[]): Promise<{ readonly code: number; readonly said: string }> {
  let said = "";
  const stderr = new Writable({
    write(chunk, _, done) {
      said += String(chunk);
      done();
    },
  });
  return { code: await runCheck(args, { stderr }), said };
}

test.each(EXAMPLE_SHEDS)("%s is fine, and is described in words", async (file) => {
  const { code, said } = await check("--config", file);
  expect([code, said]).toEqual([0, expect.stringContaining(" bails on ")]);
  expect(said).toContain("18 animals");
});

test("without a configuration the examples are listed", async () => {
  const { code, said } = await check();
  expect(code).toBe(2);
  expect(said).toContain("vatguard.yaml  There is no such file.");
  for (const file of EXAMPLE_SHEDS) expect(said).toContain(`--config ${file}`);
});

test("a configuration with mistakes ends with 2 and their number", async () => {
  const folder = await mkdtemp(join(tmpdir(), "vatguard-check-"));
  const file = join(folder, "shed.yaml");
  await writeFile(file, "shed: x\nlayuot: 1\n");
  const { code, said } = await check(`--config=${file}`);
  await rm(folder, { recursive: true });
  expect(code).toBe(2);
  expect(said).toContain('Did you mean "layout"?');
  expect(said).toMatch(/\d problems\. Nothing was changed\./);
});

test("a right configuration with a missing herd file ends with 2 and says that every cow is diverted", async () => {
  const folder = await mkdtemp(join(tmpdir(), "vatguard-check-"));
  const shed = await readFile("config/in-bail-6.yaml", "utf8");
  await writeFile(join(folder, "shed.yaml"), shed.replace("herd-file:", "office: off\nherd-file:"));
  const { code, said } = await check("--config", join(folder, "shed.yaml"));
  await rm(folder, { recursive: true });
  expect(code).toBe(2);
  expect(said).toContain("6 bails on 1 board");
  expect(said).toContain("until it is every cow is diverted");
});

test("--hardware says of each port whether it is there, and what it does not look at", async () => {
  const { code, said } = await check("--config", "config/in-bail-6.yaml", "--hardware");
  expect(code).toBe(1);
  expect(said.match(/Not there\./g)).toHaveLength(7);
  expect(said).toContain("is not looked at yet");
});

test("the vat is described: its probes, what they hang on, and what its milk is judged by", async () => {
  const { said } = await check("--config", "config/herringbone-2x20.yaml");
  expect(said).toContain("vat of 12000 l: 3 probes read every 10 s; judged by nz-mpi-2018 and au-bega-2018");
  expect(said).toContain("probe vat-low: milk, DS18B20 28-011830e5b1ff, 12 bits");
  expect(said).toContain("the vat's switches: milk pump on milk-pump, compressor on compressor");
  expect((await check("--config", "config/in-bail-6.yaml")).said).toContain("no vat is watched");
  const rotary = await check("--config", "config/rotary-50.yaml");
  expect(rotary.said).toContain("probe milk-line: delivery-line, PT100 on spi0.1, reference 430 ohm");
});

test("wrong use ends with 2 and help with 0", async () => {
  expect((await check("--hardwrae")).said).toContain("Did you mean --hardware?");
  expect((await check("--hardwrae")).code).toBe(2);
  expect((await check("--config")).code).toBe(2);
  expect(await check("--help")).toEqual({ code: 0, said: CHECK_USAGE });
});
