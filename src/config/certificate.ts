// Room: config. The certificate and the key that the pages are served with: read, and judged as a browser will.
// May live here: reading the two files, what is wrong with them in words. May not: serving, keeping the key anywhere.
// Invariant: a pair that comes back can be served with; whatever else is amiss is a problem beside it.

import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { createSecureContext } from "node:tls";
import { err, ok, type Result } from "../domain/result.ts";
import { type Problem, wholeFileProblem } from "./problem.ts";
import { isOpenToOthers, readText } from "./read-file.ts";

/** Whole paths, as `readShed` gives them. */
export type TlsFiles = { readonly certificate: string; readonly key: string };
export type TlsPair = { readonly cert: string; readonly key: string };
export type TlsRead = {
  /** Null: no server can use them as they are. */
  readonly pair: TlsPair | null;
  /** Mistakes and remarks; a pair with mistakes, such as one that has run out, is better than none. */
  readonly problems: readonly Problem[];
};
export type TlsAsked = { readonly hostNames: readonly string[]; readonly now: number };

/** A chain of three with long names is 10 KB. */
const PEM_LENGTH_MAX = 64 * 1024;
const DAY = 24 * 60 * 60 * 1_000;
/** Long enough to get to it between two milkings. */
const SOON = 30 * DAY;
const HOW = "hardware/README.md, The pages, shows how the two are made.";

/** Every problem of both files at once. */
export async function readTls(files: TlsFiles, { hostNames, now }: TlsAsked): Promise<TlsRead> {
  const [certText, keyText, open] = await Promise.all([
    readText(files.certificate, PEM_LENGTH_MAX),
    readText(files.key, PEM_LENGTH_MAX),
    isOpenToOthers(files.key),
  ]);
  const certificate = certText.ok ? certificateOf(files.certificate, certText.value) : certText;
  const key = keyText.ok ? keyOf(files.key, keyText.value) : keyText;
  const problems = [certificate, key].flatMap((read) => (read.ok ? [] : [read.error]));
  if (open) problems.push(openToOthers(files.key));
  if (certificate.ok) problems.push(...ofItsTime(files.certificate, certificate.value, now));
  if (certificate.ok) problems.push(...ofItsNames(files.certificate, certificate.value, hostNames));
  if (!(certificate.ok && key.ok && certText.ok && keyText.ok)) return { pair: null, problems };
  const pair = { cert: certText.value, key: keyText.value };
  const refused = certificate.value.checkPrivateKey(key.value)
    ? refusedPair(files, pair)
    : doNotBelong(files);
  return refused === null ? { pair, problems } : { pair: null, problems: [...problems, refused] };
}

function certificateOf(file: string, text: string): Result<X509Certificate, Problem> {
  if (!text.includes("-----BEGIN CERTIFICATE-----")) {
    const found = text.includes("PRIVATE KEY-----") ? "a private key" : "something else";
    return err(notOne(file, { says: "This is no certificate.", found, expected: CERTIFICATE }));
  }
  try {
    return ok(new X509Certificate(text));
  } catch (thrown) {
    const found = `one that cannot be read (${wordsOf(thrown)})`;
    return err(notOne(file, { says: "The certificate is damaged.", found, expected: CERTIFICATE }));
  }
}

function keyOf(file: string, text: string): Result<KeyObject, Problem> {
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) {
    const found = text.includes("-----BEGIN CERTIFICATE-----") ? "a certificate" : "something else";
    return err(notOne(file, { says: "This is no private key.", found, expected: KEY }));
  }
  if (/-----BEGIN ENCRYPTED|Proc-Type: 4,ENCRYPTED/.test(text)) {
    const says = "The key asks for a passphrase, and nobody is there to type it at a start.";
    return err(notOne(file, { says, found: "an encrypted key", expected: KEY }));
  }
  try {
    return ok(createPrivateKey(text));
  } catch (thrown) {
    const found = `one that cannot be read (${wordsOf(thrown)})`;
    return err(notOne(file, { says: "The key is damaged.", found, expected: KEY }));
  }
}

const CERTIFICATE = "a certificate as text (PEM): -----BEGIN CERTIFICATE-----";
const KEY = "a private key as text (PEM) without a passphrase: -----BEGIN PRIVATE KEY-----";

const notOne = (file: string, about: Pick<Problem, "says" | "found" | "expected">): Problem =>
  wholeFileProblem(file, { ...about, fix: `See that the two files are not exchanged. ${HOW}` });

/** Reading a certificate says nothing of whether it is strong enough: the library that serves with it does. */
function refusedPair({ certificate }: TlsFiles, pair: TlsPair): Problem | null {
  try {
    createSecureContext(pair);
    return null;
  } catch (thrown) {
    return wholeFileProblem(certificate, {
      says: "Nothing can be served with this certificate and key.",
      found: wordsOf(thrown),
      expected: "an elliptic curve P-256 or RSA with 2048 bits or more, signed with SHA-256",
      fix: `Make both anew. ${HOW}`,
    });
  }
}

const doNotBelong = ({ certificate, key }: TlsFiles): Problem =>
  wholeFileProblem(key, {
    says: "The key does not belong to the certificate.",
    found: `another key than that of ${certificate}`,
    expected: "the two that were made together",
    fix: "Copy both again from where they were made. Usually only one of them was renewed.",
  });

const openToOthers = (file: string): Problem =>
  wholeFileProblem(file, {
    says: "Every user of this computer can read or change the key.",
    found: "permissions for others",
    expected: "permissions for its owner, and for a group at most",
    fix: `chmod o= ${file}  (and make both anew if anybody else uses this computer: who has the key can read along)`,
  });

function ofItsTime(file: string, { validFrom, validTo }: X509Certificate, now: number): readonly Problem[] {
  const [from, to] = [Date.parse(validFrom), Date.parse(validTo)];
  const about = { found: `${day(from)} to ${day(to)}`, expected: `one that holds on ${day(now)}` };
  if (now < from) {
    const fix =
      "See that this computer's date is right; else wait until it begins, or make one that holds now.";
    return [wholeFileProblem(file, { says: "The certificate does not hold yet.", ...about, fix })];
  }
  const fix = `Make a new one. ${HOW}`;
  if (now >= to)
    return [wholeFileProblem(file, { says: "The certificate has run out: browsers warn.", ...about, fix })];
  if (now < to - SOON) return [];
  const says = `The certificate runs out on ${day(to)}.`;
  return [{ ...wholeFileProblem(file, { says, ...about, fix }), severity: "note" }];
}

function ofItsNames(
  file: string,
  certificate: X509Certificate,
  hostNames: readonly string[],
): readonly Problem[] {
  const missing = hostNames.filter((name) => certificate.checkHost(name) === undefined);
  if (missing.length === 0) return [];
  const problem = wholeFileProblem(file, {
    says: `The certificate does not name ${missing.join(", ")}: browsers warn there.`,
    found: certificate.subjectAltName ?? "no names (subjectAltName)",
    expected: "every name of host-names, and the address where phones go by it",
    fix: `Make one with these names. ${HOW}`,
  });
  return [{ ...problem, severity: "note" }];
}

const day = (at: number): string => (Number.isFinite(at) ? new Date(at).toISOString().slice(0, 10) : "?");
const wordsOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
