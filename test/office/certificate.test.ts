// Room: test/office. The whole office behind a certificate: what a browser gets, and what is left where the certificate is of no use.

import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { connect } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { loadShed } from "../../src/config/shed-config.ts";
import { systemClock } from "../../src/main/system-clock.ts";
import { createLink } from "../../src/office/link.ts";
import { runOffice } from "../../src/office/office.ts";
import { type Made, makeCertificate } from "../config/certificates.ts";
import { PROFILES } from "../config/profiles.ts";
import { must } from "../store/bench.ts";
import { freePort } from "../system/office-farm.ts";

const YAML = readFileSync("config/in-bail-6.yaml", "utf8");
const PIN = "730418";
const DAY = 24 * 60 * 60 * 1_000;

async function start(made: Made, listen = "127.0.0.1") {
  const dataDir = mkdtempSync(join(tmpdir(), "vatguard-tls-"));
  const put = ({ cert, key }: Made): void => {
    writeFileSync(join(dataDir, "certificate.pem"), cert);
    writeFileSync(join(dataDir, "key.pem"), key, { mode: 0o600 });
  };
  put(made);
  const port = await freePort();
  const tls = `{ certificate: ${dataDir}/certificate.pem, key: ${dataDir}/key.pem }`;
  const office = `office: { port: ${port}, listen: "${listen}", tls: ${tls} }`;
  const remarks: string[] = [];
  const ending = new AbortController();
  const running = runOffice(
    {
      shed: must(loadShed(YAML.replace(/^layout:/m, `${office}\nlayout:`), "shed.yaml", PROFILES)).config,
      dataDir,
      version: "test",
      clock: systemClock,
      link: createLink({ send: () => true }, systemClock),
      boot: "test",
      staticFolder: join(dataDir, "no-pages"),
      remark: (text) => remarks.push(text),
      times: { recordsMs: 100, portMs: 100, certificateMs: 50 },
    },
    ending.signal,
  );
  onTestFinished(async () => {
    ending.abort();
    await running;
    rmSync(dataDir, { recursive: true, force: true });
  });
  const heard = (words: RegExp) => expect.poll(() => remarks.join("\n"), { timeout: 6_000 }).toMatch(words);
  await heard(/Nobody is set up yet/);
  return {
    port,
    put,
    dataDir,
    remarks,
    heard,
    code: () => /type the code (\S+)/.exec(remarks.join("\n"))?.[1],
  };
}

type Told = { readonly status: number; readonly cookie: string; readonly text: string };
function ask(
  url: string,
  ca: string | null,
  post?: { readonly body: object; readonly cookie?: string },
): Promise<Told> {
  const headers = {
    origin: new URL(url).origin,
    "content-type": "application/json",
    cookie: post?.cookie ?? "",
  };
  const options = post === undefined ? {} : { method: "POST", headers };
  return new Promise((resolve, reject) => {
    const reply = (answer: http.IncomingMessage): void => {
      let text = "";
      answer.on("data", (bytes) => (text += String(bytes)));
      const cookie = answer.headers["set-cookie"]?.[0] ?? "";
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, cookie, text }));
    };
    const request =
      ca === null ? http.request(url, options, reply) : https.request(url, { ...options, ca }, reply);
    request.on("error", reject);
    request.end(post === undefined ? undefined : JSON.stringify(post.body));
  });
}

test("behind a certificate the pages are https alone, and a session's cookie never goes over anything else", async () => {
  const made = makeCertificate();
  const office = await start(made);
  expect(office.remarks.join("\n")).toContain(`open https://127.0.0.1:${office.port} and type`);
  const url = `https://127.0.0.1:${office.port}`;
  const set = await ask(`${url}/api/set-up`, made.cert, {
    body: { code: office.code(), person: "anna", name: "Anna Berg", pin: PIN },
  });
  expect([set.status, set.cookie]).toEqual([
    200,
    expect.stringMatching(
      /^__Host-vatguard-session=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    ),
  ]);
  const secret = /=([\w-]{43})/.exec(set.cookie)?.[1] ?? "";
  const asAnna = (name: string) =>
    ask(`${url}/api/sign-out`, made.cert, { body: {}, cookie: `${name}=${secret}` });
  // Under the plain name it could have been put there over plain HTTP: it is nobody's.
  expect((await asAnna("vatguard-session")).text).toContain("not-signed-in");
  expect((await asAnna("__Host-vatguard-session")).text).not.toContain("not-signed-in");
  await expect(ask(`http://127.0.0.1:${office.port}/api/session`, null)).rejects.toThrow();
});

test("another site's page over plain HTTP is not our own page", async () => {
  const made = makeCertificate();
  const office = await start(made);
  const request = https.request(`https://127.0.0.1:${office.port}/api/session`, {
    ca: made.cert,
    headers: { origin: `http://127.0.0.1:${office.port}` },
  });
  const status = await new Promise((resolve, reject) => {
    request
      .on("response", (answer) => resolve(answer.resume().statusCode))
      .on("error", reject)
      .end();
  });
  expect(status).toBe(403);
});

test("a certificate that has run out is served all the same, and every page says so", async () => {
  const made = makeCertificate({ from: new Date(Date.now() - 90 * DAY), to: new Date(Date.now() - DAY) });
  const office = await start(made);
  await office.heard(/The certificate has run out/);
  const url = `https://127.0.0.1:${office.port}/api/session`;
  const seen = await new Promise<string>((resolve, reject) => {
    const request = https.request(url, { rejectUnauthorized: false }, (answer) => {
      let text = "";
      answer.on("data", (bytes) => (text += String(bytes))).on("end", () => resolve(text));
    });
    request.on("error", reject).end();
  });
  expect(noticesIn(seen)).toMatchObject([{ grave: false }]);
});

test("where no certificate can be served with, nothing goes over the network, the box itself goes on, and what is put right is taken", async () => {
  const [made, other] = [makeCertificate(), makeCertificate()];
  const office = await start({ ...made, key: other.key }, "0.0.0.0");
  await office.heard(/does not belong to the certificate\. Until then the pages are on this computer alone/);
  const plain = `http://127.0.0.1:${office.port}`;
  expect(noticesIn((await ask(`${plain}/api/session`, null)).text)).toMatchObject([
    { grave: true, fix: expect.stringContaining("Copy both again") },
  ]);
  for (const address of addressesOfNetwork()) expect(await isOpen(address, office.port)).toBe(false);
  office.put(made);
  chmodSync(join(office.dataDir, "key.pem"), 0o600);
  await office.heard(/begins anew: there is another certificate/);
  await office.heard(/The pages are at https:/);
  const again = await ask(`https://127.0.0.1:${office.port}/api/session`, made.cert);
  expect(noticesIn(again.text)).toEqual([]);
});

const noticesIn = (session: string): readonly unknown[] =>
  JSON.parse(session).notices.filter(({ code }: { readonly code: string }) => code === "certificate");
const addressesOfNetwork = (): readonly string[] =>
  Object.values(networkInterfaces()).flatMap((all) =>
    (all ?? [])
      .filter(({ family, internal }) => family === "IPv4" && !internal)
      .map(({ address }) => address),
  );
const isOpen = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1_000 });
    const end = (open: boolean): void => {
      socket.destroy();
      resolve(open);
    };
    socket
      .once("connect", () => end(true))
      .once("error", () => end(false))
      .once("timeout", () => end(false));
  });
