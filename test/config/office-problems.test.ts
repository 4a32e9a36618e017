// The section `office`, changed in one place at a time: what it is without a word, and each mistake with its repair.

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { formatProblems } from "../../src/config/problem.ts";
import { loadShed } from "../../src/config/shed-config.ts";
import { PROFILES } from "./profiles.ts";

const SHED = readFileSync("config/in-bail-6.yaml", "utf8");
const shedWith = (lines: string, text = SHED) =>
  loadShed(text.replace(/^layout:/m, `${lines}\nlayout:`), "shed.yaml", PROFILES);
const officeOf = (lines: string) => {
  const loaded = shedWith(lines);
  if (!loaded.ok) throw new Error(formatProblems(loaded.error));
  return loaded.value.config.office;
};
function problems(lines: string, text = SHED): string {
  const loaded = shedWith(lines, text);
  return loaded.ok ? "" : formatProblems(loaded.error);
}

test("without a word about it there is an office, for this computer alone", () => {
  expect(officeOf("")).toEqual({
    port: 8080,
    listen: "127.0.0.1",
    hostNames: [],
    boardsWithoutSignIn: "own-screen",
    tls: null,
    backups: { folder: null, hour: 12 },
    mqtt: null,
    memoryBytes: 160_000_000,
  });
});

test("a farm that says everything gets what it says, and its password stays in a file of its own", () => {
  const office = officeOf(
    "office:\n  port: 80\n  listen: 0.0.0.0\n  host-names: [shed.local]\n  boards-without-sign-in: nowhere\n" +
      "  tls: { certificate: tls/certificate.pem, key: /etc/vatguard/key.pem }\n" +
      "  backups: { folder: /mnt/stick, hour: 3 }\n  memory-limit: 200 MB\n" +
      "  mqtt: { url: mqtts://broker.example:8883, username: shed, password-file: mqtt-password, topic: farm/shed, home-assistant: true }",
  );
  expect(office).toEqual({
    port: 80,
    listen: "0.0.0.0",
    hostNames: ["shed.local"],
    boardsWithoutSignIn: "nowhere",
    tls: { certificate: "tls/certificate.pem", key: "/etc/vatguard/key.pem" },
    backups: { folder: "/mnt/stick", hour: 3 },
    mqtt: {
      url: "mqtts://broker.example:8883",
      username: "shed",
      passwordFile: "mqtt-password",
      topic: "farm/shed",
      homeAssistant: true,
    },
    memoryBytes: 200_000_000,
  });
});

test("a shed without an office says so in a word, and names its herd file", () => {
  expect(officeOf("office: off")).toBe(null);
  const bare = SHED.replace(/^herd-file:.*\n/m, "");
  expect(problems("", bare)).toBe("");
  expect(problems("office: off", bare)).toContain("Add herd-file, for example: herd-file: herd.json");
});

test.each([
  ["office: on", "off"],
  ["office: { ports: 80 }", 'Did you mean "port"?'],
  ["office: { port: 0 }", "1 to 65535"],
  ["office: { listen: shed.local }", "an IP address such as 127.0.0.1"],
  ["office: { host-names: ['http://shed.local'] }", "without port and path"],
  ["office: { boards-without-sign-in: everywhere }", "own-screen"],
  ["office: { backups: { hour: 24 } }", "0 to 23"],
  ["office: { memory-limit: 160 }", '"160 MB"'],
  ["office: { mqtt: { url: 'mqtt://shed:secret@broker' } }", "without name and password"],
  ["office: { mqtt: { url: 'mqtt://broker', password: secret } }", '"password" is not a key'],
  ["office: { mqtt: { url: 'wss://broker' } }", "mqtt:// or mqtts://"],
  ["office: { mqtt: { url: 'mqtt://broker', home-assistant: perhaps } }", "true or false"],
  ["office: { tls: { certificate: a.pem } }", 'Add "key", for example'],
  ["office: { tls: { certificate: a.pem, key: b.pem, password: secret } }", '"password" is not a key'],
  ["office: { mqtt: { url: 'mqtt://broker', topic: 'farm/#' } }", "without + and #"],
])("%s is told with what belongs there", (lines, says) => {
  expect(problems(lines)).toContain(says);
});
