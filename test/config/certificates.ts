// Room: test/config. Real certificates, signed by their own key, for any names and any time: written byte by byte, since Node makes none.
// May live here: X.509 as far as a test needs it. May not: expectations. Invariant: no key is kept; each test has its own.

import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

export type Made = { readonly cert: string; readonly key: string };
export type Wanted = {
  readonly names?: readonly string[];
  readonly addresses?: readonly (readonly [number, number, number, number])[];
  readonly from?: Date;
  readonly to?: Date;
  /** Of 512 bits: too weak to be served with. */
  readonly weak?: boolean;
};

export function makeCertificate(wanted: Wanted = {}): Made {
  const { privateKey, publicKey } =
    wanted.weak === true
      ? generateKeyPairSync("rsa", { modulusLength: 512 })
      : generateKeyPairSync("ec", { namedCurve: "P-256" });
  const cert = certificateOf(privateKey, publicKey.export({ type: "spki", format: "der" }), wanted);
  const body = cert.toString("base64").replaceAll(/.{64}/g, "$&\n");
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

/** The same key, locked with a passphrase. */
export const locked = (key: string): string =>
  createPrivateKey(key)
    .export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "cows" })
    .toString();

const DAY = 24 * 60 * 60 * 1_000;

function certificateOf(key: KeyObject, spki: Buffer, wanted: Wanted): Buffer {
  const { names = ["vatguard.local", "localhost"], addresses = [[127, 0, 0, 1]] } = wanted;
  const { from = new Date(Date.now() - DAY), to = new Date(Date.now() + 800 * DAY), weak = false } = wanted;
  const algorithm = weak ? SHA256_RSA : SHA256_ECDSA;
  const who = sequence(set(sequence(oid(COMMON_NAME), der(0x0c, Buffer.from("Test shed")))));
  const alternative = sequence(
    ...names.map((name) => der(0x82, Buffer.from(name))),
    ...addresses.map((address) => der(0x87, Buffer.from(address))),
  );
  const extension = sequence(oid(SUBJECT_ALT_NAME), der(0x04, alternative));
  const told = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    sequence(...algorithm),
    who,
    sequence(time(from), time(to)),
    who,
    spki,
    der(0xa3, sequence(extension)),
  );
  const signature = Buffer.concat([Buffer.from([0]), sign("sha256", told, key)]);
  return sequence(told, sequence(...algorithm), der(0x03, signature));
}

function der(tag: number, body: Buffer): Buffer {
  const { length } = body;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
}
const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, Buffer.concat(parts));
const set = (...parts: readonly Buffer[]): Buffer => der(0x31, Buffer.concat(parts));
const oid = (bytes: readonly number[]): Buffer => der(0x06, Buffer.from(bytes));
const time = (at: Date): Buffer =>
  der(0x18, Buffer.from(`${at.toISOString().slice(0, 19).replaceAll(/[-T:]/g, "")}Z`));

const COMMON_NAME = [0x55, 0x04, 0x03];
const SUBJECT_ALT_NAME = [0x55, 0x1d, 0x11];
const SHA256_ECDSA = [oid([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02])];
const SHA256_RSA = [oid([0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b]), der(0x05, Buffer.alloc(0))];
