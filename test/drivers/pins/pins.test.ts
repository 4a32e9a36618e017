// Room: test/drivers/pins. The driver on a /sys/class/gpio made of files, with the real onoff and its real interrupts, and
// on tools that are shell scripts. The files live in a mount namespace of their own, so nothing of this computer changes.
// A file that wakes a poller as a GPIO's value does: the host name and domain name of a namespace of their own.

import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { compiled } from "../../recorder/kill.ts";
import { until } from "../../recorder/toy.ts";

const SYSFS = "/sys/class/gpio";
/** The tree of a Raspberry Pi 4 with a kernel that numbers its header from 512. */
const PI = `
set -e
mount -t tmpfs none /sys/class
mkdir -p ${SYSFS}/gpiochip504 ${SYSFS}/gpiochip512 ${SYSFS}/gpio529 ${SYSFS}/gpio539 ${SYSFS}/gpio517 ${SYSFS}/gpio518
cd ${SYSFS}
echo raspberrypi-exp-gpio > gpiochip504/label; echo 504 > gpiochip504/base; echo 8 > gpiochip504/ngpio
echo pinctrl-bcm2711 > gpiochip512/label; echo 512 > gpiochip512/base; echo 58 > gpiochip512/ngpio
touch export unexport
for gpio in gpio529 gpio539 gpio517 gpio518; do
  echo in > $gpio/direction; echo none > $gpio/edge; echo 0 > $gpio/active_low; echo 0 > $gpio/value
done
echo 0 > /proc/sys/kernel/hostname
echo 1 > /proc/sys/kernel/domainname
mount --bind /proc/sys/kernel/hostname gpio529/value
mount --bind /proc/sys/kernel/domainname gpio539/value
`;
const NAMESPACES = process.getuid?.() === 0 ? ["-m", "-u"] : ["-r", "-m", "-u"];

let program: ReturnType<typeof compiled>;
beforeAll(() => {
  program = compiled("test/drivers/pins/pins-program.ts");
});
afterAll(() => program.remove());

function follow(child: ChildProcessWithoutNullStreams) {
  let text = "";
  let errors = "";
  child.stdout.on("data", (bytes) => {
    text += bytes.toString("utf8");
  });
  child.stderr.on("data", (bytes) => {
    errors += bytes.toString("utf8");
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  return {
    child,
    said: () => text,
    errors: () => errors,
    levels: (input: string) =>
      [...text.matchAll(new RegExp(`"input":"${input}","level":"(\\w+)"`, "g"))].map(([, level]) => level),
    tell: (line: string) => child.stdin.write(`${line}\n`),
    file: (path: string) => readFileSync(`/proc/${child.pid}/root${path}`, "utf8").trim(),
  };
}

test("real onoff: inputs by interrupt, siren and beacon, and low again when the program stops", async (context) => {
  const possible = spawnSync("unshare", [...NAMESPACES, "sh", "-c", PI], { encoding: "utf8" });
  if (possible.status !== 0) {
    process.stderr.write(
      `skipped: no mount namespace over /sys/class/gpio here: ${possible.stderr.trim()}\n`,
    );
    return context.skip();
  }
  const script = `${PI}\nexec "$0" "$1"`;
  const pins = follow(spawn("unshare", [...NAMESPACES, "sh", "-c", script, process.execPath, program.path]));
  await until(
    () => pins.levels("beam").length === 1 && pins.levels("gate").length === 1,
    "levels at the start",
  );
  await until(() => pins.said().includes("through /sys/class/gpio, first line 512"), "the way it goes");
  expect(pins.levels("beam")).toEqual(["inactive"]);
  expect(pins.levels("gate")).toEqual(["inactive"]);
  expect(pins.file(`${SYSFS}/gpio529/edge`)).toBe("both");
  expect(pins.file(`${SYSFS}/gpio517/direction`)).toBe("low");

  pins.tell(`write ${SYSFS}/gpio529/value 1`);
  await until(() => pins.levels("beam").length === 2, "the beam is broken");
  pins.tell(`write ${SYSFS}/gpio539/value 0`);
  await until(() => pins.levels("gate").length === 2, "the gate closes");
  expect(pins.levels("beam")).toEqual(["inactive", "active"]);
  expect(pins.levels("gate")).toEqual(["inactive", "active"]);
  for (let i = 0; i < 9; i++) pins.tell(`write ${SYSFS}/gpio529/value ${i % 2}`);
  await until(() => pins.levels("beam").length === 3, "the bouncing ends");
  expect(pins.levels("beam").at(-1)).toBe("inactive");

  pins.tell("siren 1");
  await until(() => pins.file(`${SYSFS}/gpio517/value`) === "1", "the siren sounds");
  pins.tell("beacon 1");
  await until(() => pins.file(`${SYSFS}/gpio518/value`) === "1", "the beacon turns");
  pins.tell("siren 0");
  await until(() => pins.file(`${SYSFS}/gpio517/value`) === "0", "the siren stops");
  expect(pins.said()).not.toContain("interrupts are lost");
  pins.tell("stop");
  await until(() => pins.file(`${SYSFS}/gpio518/value`) === "0", "the beacon stops");
  pins.tell("exit");
  await until(() => pins.child.exitCode === 0, "nothing keeps the program alive");
  expect(pins.errors()).toBe("");
});

/** Tools that do what those of libgpiod do, on files of a directory instead of a chip. */
function scriptedTools(version: "v1.6.3" | "v2.2.1"): { readonly dir: string; readonly path: string } {
  const dir = mkdtempSync(join(tmpdir(), "vatguard-tools-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  mkdirSync(join(dir, "bin"));
  const tool = (name: string, body: string) => {
    writeFileSync(join(dir, "bin", name), `#!/bin/sh\nD=${dir}\necho "${name} $*" >> $D/asked\n${body}\n`);
    chmodSync(join(dir, "bin", name), 0o755);
  };
  writeFileSync(join(dir, "levels"), "0 1\n");
  tool(
    "gpiodetect",
    `[ "$1" = --version ] && echo "gpiodetect (libgpiod) ${version}" || echo "gpiochip0 [pinctrl-rp1] (54 lines)"`,
  );
  tool("gpioget", "cat $D/levels");
  tool("gpiomon", "echo $$ > $D/monitor\n[ -e $D/edges ] || mkfifo $D/edges\nexec cat <> $D/edges");
  tool(
    "gpioset",
    "for last in $*; do :; done\necho $$ > $D/holder\necho $last > $D/pin-$(echo $last | cut -d= -f1)\nexec sleep 60",
  );
  return { dir, path: `${join(dir, "bin")}:/usr/bin:/bin` };
}

for (const version of ["v1.6.3", "v2.2.1"] as const) {
  test(`the gpiod tools ${version}: levels, edges, signals, and a killed monitor is started again`, async () => {
    const { dir, path } = scriptedTools(version);
    const env = { ...process.env, PATH: path };
    const pins = follow(spawn(process.execPath, [program.path], { env }));
    await until(
      () => pins.levels("gate").length === 1 && existsSync(join(dir, "edges")),
      "levels at the start",
    );
    expect(pins.levels("beam")).toEqual(["inactive"]);
    expect(pins.levels("gate")).toEqual(["inactive"]);
    writeFileSync(join(dir, "edges"), version === "v1.6.3" ? "1 17\n0 27\n" : "1 17\n2 27\n");
    await until(() => pins.levels("beam").length === 2 && pins.levels("gate").length === 2, "edges arrive");
    expect([pins.levels("beam").at(-1), pins.levels("gate").at(-1)]).toEqual(["active", "active"]);

    const siren = () =>
      existsSync(join(dir, "pin-5")) ? readFileSync(join(dir, "pin-5"), "utf8").trim() : "";
    pins.tell("siren 1");
    await until(() => siren() === "5=1", "the siren sounds");
    pins.tell("siren 0");
    pins.tell("siren 1");
    pins.tell("siren 0");
    await until(() => siren() === "5=0", "the siren stops");

    const monitor = Number(readFileSync(join(dir, "monitor"), "utf8"));
    writeFileSync(join(dir, "levels"), "0 0\n");
    process.kill(monitor, "SIGKILL");
    await until(() => pins.levels("beam").includes("unknown"), "the inputs are unknown");
    await until(() => pins.levels("beam").at(-1) === "inactive", "they are read again");
    await until(() => pins.levels("gate").length === 4, "both of them");
    expect(pins.levels("gate")).toEqual(["inactive", "active", "unknown", "active"]);
    const holder = Number(readFileSync(join(dir, "holder"), "utf8"));
    pins.tell("stop");
    await until(() => pins.said().includes("stopped"), "it stops");
    await until(() => !existsSync(`/proc/${holder}/cmdline`), "no process is left behind");
    expect(pins.errors()).toBe("");
  });
}

test("with no pins at all it says so in words, every input is unknown, and signals are no trouble", async () => {
  const dir = mkdtempSync(join(tmpdir(), "vatguard-tools-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const pins = follow(spawn(process.execPath, [program.path], { env: { ...process.env, PATH: dir } }));
  pins.tell("siren 1");
  await until(() => pins.levels("gate").length === 1 && pins.said().includes("remark"), "it says so");
  expect([...pins.levels("beam"), ...pins.levels("gate")]).toEqual(["unknown", "unknown"]);
  expect(pins.said()).toMatch(
    /No way to this computer's pins was found.*apt install gpiod|not a Raspberry Pi/,
  );
  pins.tell("stop");
  pins.tell("exit");
  await until(() => pins.child.exitCode === 0, "it stops");
});
