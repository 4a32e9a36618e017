// Room: test/main. The command `decode`, as a person or a script uses it.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eidOf } from "../../src/domain/tag/code.ts";
import { runDecode } from "../../src/main/decode.ts";
import { createHexReader, HEX_LINE_MAX } from "../../src/main/hex-captures.ts";
import { asciiTag, wl134Tag } from "../../src/sim/tag-bytes.ts";

const COW = eidOf(982, 1_088_420);
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "vatguard-decode-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function sink(): { stream: Writable; text: () => string } {
  const heard: string[] = [];
  const stream = new Writable({
    write(chunk, _, done) {
      heard.push(String(chunk));
      done();
    },
  });
  return { stream, text: () => heard.join("") };
}

async function decode(args: readonly string[], input: readonly (Uint8Array | string)[] = []) {
  const out = sink();
  const errors = sink();
  const io = { stdin: Readable.from(input), stdout: out.stream, stderr: errors.stream };
  const code = await runDecode(args, io);
  const lines: Record<string, unknown>[] = out
    .text()
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line));
  return { code, lines, text: out.text(), errors: errors.text() };
}

test("bytes on standard input become one JSON line for each thing found", async () => {
  const result = await decode(
    [],
    [asciiTag(COW), Buffer.from("NoRead\r\nLR 0006 0000000018514348\r\nhello\r\n")],
  );
  expect(result.code).toBe(0);
  expect(result.text.split("\n")[0]).toMatch(
    /^\{"kind":"animal","eid":"982000001088420","country":982,"national":"000001088420","animal":true,/,
  );
  expect(result.lines).toMatchObject([
    { kind: "animal", test: false, format: "ascii" },
    { kind: "status", status: "no-read" },
    { kind: "not-animal", application: "0006" },
    { kind: "discarded", reason: "not-a-tag", count: 5, meaning: expect.stringContaining("no tag") },
  ]);
  expect(result.errors).toBe("");
});

test("a file is read by its name, in the format that is named", async () => {
  const file = join(folder, "frames.bin");
  writeFileSync(file, Buffer.concat([wl134Tag(COW), wl134Tag(COW, { transmission: "hdx" })]));
  for (const args of [[file], ["--format", "wl134", file], ["--format=wl134", "--", file]]) {
    const result = await decode(args);
    expect(result.code).toBe(0);
    expect(result.lines).toMatchObject([{ transmission: "fdx-b" }, { transmission: "hdx" }]);
  }
});

test("captures in hexadecimal are decoded line by line, each on its own", async () => {
  const hex = Buffer.from(wl134Tag(COW)).toString("hex");
  const spaced = (hex.match(/../g) ?? []).join(" ").toUpperCase();
  const ascii = Buffer.from(asciiTag(COW)).toString("hex");
  const half = hex.slice(0, 30);
  const { code, lines } = await decode(
    ["--hex"],
    [`${hex}\n\n${spaced}\r\n`, `${ascii}\n${half}\n${hex.slice(30)}`],
  );
  expect(code).toBe(0);
  expect(lines.map((line) => [line.capture, line.kind, line.eid])).toEqual([
    [1, "animal", COW],
    [3, "animal", COW],
    [4, "animal", COW],
    [5, "discarded", undefined],
    [6, "discarded", undefined],
  ]);
});

test.each([
  ["02 31 37 0D", "0231370d"],
  ["02:31:37:0D", "0231370d"],
  ["02-31-37-0d", "0231370d"],
  ["0x02, 0x31, 0x37, 0x0D,", "0231370d"],
  ["{0x02,0x31}", "0231"],
  ['"\\x02\\x31"', "0231"],
  ["<02><31> $37 0Dh", "0231370d"],
  ["2 31 37 D", "0231370d"],
  ["02 31 # the start", "0231"],
  ["02 31 // the start", "0231"],
  ["02 31 ; the start", "0231"],
  ["12:33:01.123 -> 02 31", "0231"],
  ["2024-03-01T06:12:33.5Z RX 02 31", "0231"],
  ["[12:33:01][D][uart_debug:114]: <<< 02:31:37:0D", "0231370d"],
  ["capture 3: 02 31", "0231"],
  ["7) 0231", "0231"],
  ["AA: 0F 08", "aa0f08"],
  ["[+] Raw................. 9C A0 00", "9ca000"],
  ["\u00ef\u00bb\u00bf02 31", "0231"],
  ["0000: 0231 37  .17", "023137"],
])("%j is the bytes %s", (text, hex) => {
  const reader = createHexReader();
  expect([...reader.push(text), ...reader.end()]).toEqual([
    { line: 1, ok: true, bytes: Uint8Array.from(Buffer.from(hex, "hex")) },
  ]);
});

test("lines of a dump whose offsets follow one another are one capture; any other line is one of its own", () => {
  const captures = (text: string): readonly string[] => {
    const reader = createHexReader();
    return [...reader.push(text), ...reader.end()].map((capture) =>
      capture.ok ? `${capture.line}: ${Buffer.from(capture.bytes).toString("hex")}` : `${capture.line}: bad`,
    );
  };
  expect(captures("00000000: 0231 3731  .171\n00000004: 4139       A9\n\n0231\n")).toEqual([
    "1: 023137314139",
    "4: 0231",
  ]);
  expect(captures("00000000  02 31  37 31  |.171|\r\n00000004  41 39 |A9|\r\n00000006\r\n02\r\n")).toEqual([
    "1: 023137314139",
    "4: 02",
  ]);
  expect(captures("0000: 02\n0000: 03\n0001: 04\n0x5\n0002: 05")).toEqual([
    "1: 02",
    "2: 0304",
    "4: bad",
    "5: 05",
  ]);
  expect(captures("# a remark\n\n02\r03\n")).toEqual(["3: 02", "4: 03"]);
});

test("a dump longer than a capture may be is cut there", () => {
  const line = (at: number) =>
    `${(16 * at).toString(16).padStart(8, "0")}: ${"31".repeat(2)}${" 3131".repeat(7)}\n`;
  const reader = createHexReader();
  const text = Array.from({ length: HEX_LINE_MAX / 32 + 1 }, (_, at) => line(at)).join("");
  const captures = [...reader.push(text), ...reader.end()];
  expect(captures.map((capture) => (capture.ok ? [capture.line, capture.bytes.length] : []))).toEqual([
    [1, HEX_LINE_MAX / 2],
    [HEX_LINE_MAX / 32 + 1, 16],
  ]);
});

test("lines that are no hexadecimal are all named, the others decoded, and the exit code says so", async () => {
  const good = Buffer.from(asciiTag(COW)).toString("hex");
  const result = await decode(["--hex"], [`02 3g\n${good}\n0\n${"0".repeat(HEX_LINE_MAX + 1)}\n`]);
  expect(result.code).toBe(2);
  expect(result.lines).toMatchObject([{ eid: COW, capture: 2 }]);
  expect(result.errors).toContain('line 1 is left out: it has "g" in it');
  expect(result.errors).toContain("line 3 is left out: it has 1 hexadecimal digits, an odd number");
  expect(result.errors).toContain("line 4 is left out: it is longer than");
});

test("everything wrong with the command line is listed at once, each with its repair", async () => {
  const result = await decode(["--hx", "--format", "asci", "one", "two"]);
  expect(result.code).toBe(2);
  expect(result.text).toBe("");
  expect(result.errors).toContain("there is no option --hx. Did you mean --hex?");
  expect(result.errors).toContain(
    'there is no format "asci". Did you mean ascii? Formats are auto, ascii, wl134, agrident, rw-usb, longrfid, iso64-be',
  );
  expect(result.errors).toContain("2 files are named (one, two)");
  expect(result.errors).toContain("Usage: npx vatguard decode");
  expect((await decode(["--format"])).errors).toContain("--format has no format after it");
});

test("a file that cannot be read is said so, and what to do", async () => {
  const missing = await decode([join(folder, "none.bin")]);
  expect([missing.code, missing.errors]).toEqual([2, expect.stringContaining("there is no file")]);
  const isFolder = await decode([folder]);
  expect([isFolder.code, isFolder.errors]).toEqual([2, expect.stringContaining("is a folder")]);
});

test("help is output, not an error", async () => {
  const result = await decode(["--help"]);
  expect(result.code).toBe(0);
  expect(result.text).toContain("--format FORMAT");
});

test("input without any tag leaves a word of advice", async () => {
  expect((await decode([], [])).errors).toContain("nothing came in");
  const forgotten = await decode([], [Buffer.from(wl134Tag(COW)).toString("hex"), "\n"]);
  expect(forgotten.errors).toContain("add --hex");
  expect(forgotten.code).toBe(0);
});

test("a reader of the output that goes away ends the command quietly", async () => {
  async function* endless() {
    for (;;) yield asciiTag(COW);
  }
  let writes = 0;
  const pipe = new Writable({
    highWaterMark: 1,
    write(_chunk, _encoding, done) {
      writes += 1;
      done(writes < 3 ? null : Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
    },
  });
  const errors = sink();
  expect(await runDecode([], { stdin: endless(), stdout: pipe, stderr: errors.stream })).toBe(0);
  expect(errors.text()).toBe("");
});

test("a full disk under the output is told", async () => {
  const pipe = new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error("write ENOSPC"), { code: "ENOSPC" })),
  });
  const errors = sink();
  const input = Readable.from([asciiTag(COW), asciiTag(COW)]);
  expect(await runDecode([], { stdin: input, stdout: pipe, stderr: errors.stream })).toBe(2);
  expect(errors.text()).toContain("could not be written (write ENOSPC)");
});

test("a slow reader of the output slows the input down", async () => {
  let pulled = 0;
  async function* many() {
    for (; pulled < 100; pulled += 1) yield asciiTag(COW);
  }
  let done: (() => void) | null = null;
  const slow = new Writable({
    highWaterMark: 1,
    write: (_chunk, _encoding, next) => {
      done = next;
    },
  });
  const running = runDecode([], { stdin: many(), stdout: slow, stderr: sink().stream });
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  expect(pulled).toBeLessThan(3);
  slow.destroy(Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
  expect(await running).toBe(0);
  expect(done).not.toBeNull();
});

test("captures cut anywhere on their way in are the same captures", () => {
  const text = "02 31\n\n0\nff\n";
  const whole = createHexReader();
  const all = [...whole.push(text), ...whole.end()];
  for (let cut = 0; cut <= text.length; cut += 1) {
    const reader = createHexReader();
    const pieces = [...reader.push(text.slice(0, cut)), ...reader.push(text.slice(cut)), ...reader.end()];
    expect(pieces).toEqual(all);
  }
});
