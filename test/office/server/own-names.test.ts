// Room: test/office. Which names are the shed's own.

import fc from "fast-check";
import { expect, test } from "vitest";
import {
  hostOf,
  isForUs,
  isFromOurPage,
  isLoopback,
  plainAddress,
  type WayIn,
} from "../../../src/office/server/own-names.ts";

const NAMES = new Set(["localhost", "127.0.0.1", "::1", "shed.local"]);
const way = (given: Partial<WayIn> = {}): WayIn => ({
  method: "POST",
  target: "/api/facts",
  hosts: ["shed.local:8080"],
  origin: "http://shed.local:8080",
  fetchSite: "same-origin",
  tls: false,
  localAddress: "192.168.1.20",
  localPort: 8080,
  ...given,
});

test.each([
  "shed.local:8080",
  "SHED.Local:8080",
  "shed.local.:8080",
  "localhost:8080",
  "192.168.1.20:8080",
  "[::1]:8080",
  "[0:0:0:0:0:0:0:1]:8080",
])("%s is ours", (host) => {
  expect(isForUs(way({ hosts: [host] }), NAMES)).toBe(true);
});

test.each([
  "evil.example:8080",
  "shed.local.evil.example:8080",
  "shed.local",
  "shed.local:80",
  "shed.local:8081",
  "shed.local..:8080",
  "shed.local:8080:8080",
  "evil@shed.local:8080",
  "shed.local:8080/",
  "shed.local:8080#",
  " shed.local:8080",
  "192.168.1.21:8080",
  "[::2]:8080",
  "[::1%25lo]:8080",
  "2130706433:8080",
  "0x7f.1:8080",
  "",
])("%s is not ours", (host) => {
  expect(isForUs(way({ hosts: [host] }), NAMES)).toBe(false);
});

test("no Host header, or two, is nobody's", () => {
  expect(isForUs(way({ hosts: [] }), NAMES)).toBe(false);
  expect(isForUs(way({ hosts: ["shed.local:8080", "shed.local:8080"] }), NAMES)).toBe(false);
});

test.each(["http://evil.example/", "http://shed.local:8080/api/facts", "//evil.example/", "*", ""])(
  "the target %s is not a path of ours",
  (target) => {
    expect(isForUs(way({ target }), NAMES)).toBe(false);
  },
);

test("without a port the host means 80, with TLS 443", () => {
  expect(hostOf("shed.local", false)).toEqual({ name: "shed.local", port: 80 });
  expect(hostOf("shed.local", true)).toEqual({ name: "shed.local", port: 443 });
  expect(isForUs(way({ hosts: ["shed.local"], localPort: 80 }), NAMES)).toBe(true);
});

test.each([
  ["another site", { origin: "http://evil.example" }],
  ["a page without an origin", { origin: "null" }],
  ["another port of this host", { origin: "http://shed.local:8081" }],
  ["this host by TLS", { origin: "https://shed.local:8080" }],
  ["another name of this shed", { origin: "http://localhost:8080" }],
  ["a name that begins like ours", { origin: "http://shed.local:8080.evil.example" }],
  ["an origin with a path", { origin: "http://shed.local:8080/" }],
  ["no origin and another site", { origin: undefined, fetchSite: "cross-site" }],
  ["no origin and another name of the same site", { origin: undefined, fetchSite: "same-site" }],
  ["our origin and another site", { fetchSite: "cross-site" }],
  ["nothing said at all", { origin: undefined, fetchSite: undefined }],
  ["nothing said but typed by hand", { origin: undefined, fetchSite: "none" }],
] as const)("what changes something is refused from: %s", (_says, given) => {
  const { origin, ...rest } = { ...way(), ...given };
  expect(isFromOurPage({ ...rest, origin })).toBe(false);
});

test("what changes something is taken from our own page, by the name that it was opened with", () => {
  expect(isFromOurPage(way())).toBe(true);
  expect(isFromOurPage(way({ fetchSite: undefined }))).toBe(true);
  expect(isFromOurPage(way({ hosts: ["SHED.local.:8080"], origin: "http://shed.local.:8080" }))).toBe(true);
  expect(isFromOurPage({ ...way(), origin: undefined })).toBe(true);
});

test("a question is answered to a typed address and to our pages, not to a page of others", () => {
  const question = { ...way({ method: "GET" }), origin: undefined };
  expect(isFromOurPage({ ...question, fetchSite: "none" })).toBe(true);
  expect(isFromOurPage({ ...question, fetchSite: undefined })).toBe(true);
  expect(isFromOurPage({ ...question, fetchSite: "cross-site" })).toBe(false);
  expect(isFromOurPage({ ...question, origin: "http://evil.example", fetchSite: undefined })).toBe(false);
});

test("whatever is sent as Host, only our own names are ours", () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.webAuthority({ withPort: true }), fc.ipV6(), fc.domain()),
      (host) => {
        const parsed = hostOf(host, false);
        const ours = isForUs(way({ hosts: [host] }), NAMES);
        if (ours)
          expect(["localhost", "127.0.0.1", "::1", "shed.local", "192.168.1.20"]).toContain(parsed?.name);
      },
    ),
  );
});

test("only this very machine is the shed's own screen", () => {
  for (const here of ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"])
    expect(isLoopback(here)).toBe(true);
  for (const away of ["192.168.1.5", "::ffff:192.168.1.5", "fe80::1", "", "127.0.0.1.evil", "1127.0.0.1"]) {
    expect(isLoopback(away)).toBe(false);
  }
  expect(plainAddress("FE80::1%eth0")).toBe("fe80::1");
});
