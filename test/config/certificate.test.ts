// The certificate and the key of the pages: each thing that can be wrong with the two, told at `check` with what to do.

import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { expect, onTestFinished, test } from "vitest";
import { readTls } from "../../src/config/certificate.ts";
import { formatProblems } from "../../src/config/problem.ts";
import { runCheck } from "../../src/main/check.ts";
import { locked, type Made, makeCertificate } from "./certificates.ts";

const GOOD = makeCertificate();
const DAY = 24 * 60 * 60 * 1_000;
const daysFromNow = (days: number): Date => new Date(Date.now() + days * DAY);

function filesOf({ cert, key }: Made, mode = 0o640) {
  const folder = mkdtempSync(join(tmpdir(), "vatguard-tls-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const files = { folder, certificate: join(folder, "certificate.pem"), key: join(folder, "key.pem") };
  writeFileSync(files.certificate, cert);
  writeFileSync(files.key, key, { mode });
  chmodSync(files.key, mode);
  return files;
}
async function told(files: { certificate: string; key: string }, hostNames: readonly string[] = []) {
  const { pair, problems } = await readTls(files, { hostNames, now: Date.now() });
  return {
    usable: pair !== null,
    severities: problems.map((one) => one.severity),
    says: formatProblems(problems),
  };
}

test("a pair that belongs together, holds today and names the shed is taken without a word", async () => {
  expect(await told(filesOf(GOOD), ["vatguard.local"])).toEqual({ usable: true, severities: [], says: "" });
});

test("files that are not there are both named at once", async () => {
  const { usable, says } = await told({ certificate: "/nowhere/certificate.pem", key: "/nowhere/key.pem" });
  expect([usable, says.match(/There is no such file/g)?.length]).toEqual([false, 2]);
});

test.each<readonly [string, () => Made, RegExp]>([
  [
    "exchanged",
    () => ({ cert: GOOD.key, key: GOOD.cert }),
    /no certificate[\s\S]+a private key[\s\S]+no private key[\s\S]+a certificate/,
  ],
  [
    "of two different makings",
    () => ({ ...GOOD, key: makeCertificate().key }),
    /The key does not belong to the certificate/,
  ],
  [
    "damaged",
    () => ({ cert: GOOD.cert.replace(/\n.{20}/, "\n"), key: GOOD.key.replace(/\n.{20}/, "\n") }),
    /certificate is damaged[\s\S]+key is damaged/,
  ],
  ["something else", () => ({ cert: "hello\n", key: "" }), /something else[\s\S]+something else/],
  [
    "with a key that asks for a passphrase",
    () => ({ ...GOOD, key: locked(GOOD.key) }),
    /asks for a passphrase/,
  ],
  ["too weak for any browser", () => makeCertificate({ weak: true }), /Nothing can be served[\s\S]+P-256/],
])("a pair that is %s cannot be served with, and the words say why", async (_, made, words) => {
  const { usable, says } = await told(filesOf(made()));
  expect(usable).toBe(false);
  expect(says).toMatch(words);
  expect(says).toContain("    fix       ");
});

test.each<readonly [string, () => Made, RegExp, string]>([
  [
    "has run out",
    () => makeCertificate({ from: daysFromNow(-90), to: daysFromNow(-1) }),
    /has run out/,
    "error",
  ],
  [
    "does not hold yet",
    () => makeCertificate({ from: daysFromNow(2) }),
    /does not hold yet[\s\S]+date is right/,
    "error",
  ],
  ["runs out within the month", () => makeCertificate({ to: daysFromNow(20) }), /runs out on \d{4}-/, "note"],
  [
    "names another shed",
    () => makeCertificate({ names: ["other.local"] }),
    /does not name vatguard.local[\s\S]+DNS:other.local/,
    "note",
  ],
])("a certificate that %s is told, and served with all the same", async (_, made, words, severity) => {
  const { usable, severities, says } = await told(filesOf(made()), ["vatguard.local"]);
  expect([usable, severities]).toEqual([true, [severity]]);
  expect(says).toMatch(words);
});

test.each([0o644, 0o642, 0o604])(
  "a key that every user of the computer can read or change (mode %i) is a mistake",
  async (mode) => {
    const { usable, severities, says } = await told(filesOf(GOOD, mode));
    expect([usable, severities]).toEqual([true, ["error"]]);
    expect(says).toContain("chmod o=");
  },
);

test("check ends with 2 and every problem, and with 0 when they are put right; names start from the shed's file", async () => {
  const bad = makeCertificate({ from: daysFromNow(-90), to: daysFromNow(-1) });
  const files = filesOf(bad, 0o644);
  mkdirSync(join(files.folder, "tls"));
  copyFileSync("config/herd-small.json", join(files.folder, "herd-small.json"));
  const shed = readFileSync("config/in-bail-6.yaml", "utf8");
  const tls = "office:\n  tls: { certificate: certificate.pem, key: key.pem }\n";
  writeFileSync(join(files.folder, "shed.yaml"), shed.replace(/^layout:/m, `${tls}layout:`));
  const first = await check(join(files.folder, "shed.yaml"));
  expect(first.code).toBe(2);
  expect(first.said).toMatch(/Its certificate or key is not[\s\S]+has run out[\s\S]+2 problems/);
  writeFileSync(files.certificate, GOOD.cert);
  writeFileSync(files.key, GOOD.key);
  chmodSync(files.key, 0o600);
  expect((await check(join(files.folder, "shed.yaml"))).code).toBe(0);
});

async function check(file: string): Promise<{ readonly code: number; readonly said: string }> {
  let said = "";
  const stderr = new Writable({
    write(chunk, _, done) {
      said += String(chunk);
      done();
    },
  });
  return { code: await runCheck(["--config", file], { stderr }), said };
}
