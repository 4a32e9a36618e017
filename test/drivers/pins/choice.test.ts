// Room: test/drivers/pins. Which way to the pins is taken, what the tools are asked: the pure parts.

import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { inputId } from "../../../src/domain/ids.ts";
import { chooseBackend, type Found, type PinsPlan } from "../../../src/drivers/pins/backend.ts";
import {
  getArgs,
  monitorArgs,
  parseDetect,
  parseEdge,
  parseLevels,
  parseVersion,
  setArgs,
} from "../../../src/drivers/pins/gpio-tools.ts";

const PLAN: PinsPlan = {
  inputs: [{ input: inputId("left-beam"), line: 17, activeWhen: "closed" }],
  siren: 5,
};
const NOTHING: Found = { sysfs: "absent", sysfsChips: [], onoff: false, tools: null, toolsChips: [] };
const pi4 = { label: "pinctrl-bcm2711", base: 512, lines: 58 };
const pi5 = { label: "pinctrl-rp1", base: 571, lines: 54 };
const expander = { label: "raspberrypi-exp-gpio", base: 504, lines: 8 };

test("the header's chip is found by its label, wherever this kernel numbers it", () => {
  for (const [chip, base] of [
    [pi4, 512],
    [{ ...pi4, base: 0 }, 0],
    [{ ...pi4, base: 522 }, 522],
    [pi5, 571],
  ] as const) {
    const found: Found = { ...NOTHING, sysfs: "writable", sysfsChips: [expander, chip], onoff: true };
    expect(chooseBackend(found, PLAN)).toEqual({ kind: "sysfs", base });
  }
});

test("where sysfs is gone, closed to us, or onoff is missing, the tools are used", () => {
  const toolsChips = [
    { name: "gpiochip4", label: "pinctrl-rp1", lines: 54 },
    { name: "gpiochip1", label: "raspberrypi-exp-gpio", lines: 8 },
  ];
  const tools: Found = { ...NOTHING, tools: 2, toolsChips };
  expect(chooseBackend(tools, PLAN)).toEqual({ kind: "tools", version: 2, chip: "gpiochip4" });
  const closed: Found = { ...tools, tools: 1, sysfs: "not-permitted", sysfsChips: [pi5], onoff: true };
  expect(chooseBackend(closed, PLAN)).toEqual({ kind: "tools", version: 1, chip: "gpiochip4" });
  const bare: Found = { ...tools, sysfs: "writable", sysfsChips: [pi5], onoff: false };
  expect(chooseBackend(bare, PLAN)).toMatchObject({ kind: "tools" });
});

test("with no way to the pins it says what is missing and what to do", () => {
  const why = (found: Partial<Found>, plan = PLAN) => {
    const backend = chooseBackend({ ...NOTHING, ...found }, plan);
    return backend.kind === "none" ? backend.why : backend.kind;
  };
  expect(why({})).toMatch(/apt install gpiod/);
  expect(why({ sysfs: "not-permitted" })).toMatch(/group gpio/);
  expect(why({ tools: 1 })).toMatch(/not a Raspberry Pi/);
  expect(why({ sysfs: "writable", onoff: true, sysfsChips: [{ ...pi4, lines: 10 }] })).toMatch(
    /lines 0 to 9.*line 17/,
  );
});

test("both versions of the tools are asked in their own way and understood", () => {
  expect(parseVersion("gpiodetect (libgpiod) v1.6.3\nCopyright")).toBe(1);
  expect(parseVersion("gpiodetect (libgpiod) v2.2.1\n")).toBe(2);
  expect(parseVersion("command not found")).toBeNull();
  expect(
    parseDetect(
      "gpiochip0 [pinctrl-bcm2711] (58 lines)\nnoise\ngpiochip1 [raspberrypi-exp-gpio] (8 lines)\n",
    ),
  ).toEqual([
    { name: "gpiochip0", label: "pinctrl-bcm2711", lines: 58 },
    { name: "gpiochip1", label: "raspberrypi-exp-gpio", lines: 8 },
  ]);
  expect(getArgs(1, "gpiochip0", [17, 27])).toEqual(["--bias=pull-up", "gpiochip0", "17", "27"]);
  expect(getArgs(2, "gpiochip0", [17])).toEqual(["--numeric", "--bias=pull-up", "--chip=gpiochip0", "17"]);
  expect(setArgs(1, "gpiochip0", 5, 1)).toEqual(["--mode=signal", "gpiochip0", "5=1"]);
  expect(setArgs(2, "gpiochip0", 5, 0)).toEqual(["--chip=gpiochip0", "5=0"]);
  expect(parseEdge(1, "0 17")).toEqual({ line: 17, level: 0 });
  expect(parseEdge(2, "2 17\r")).toEqual({ line: 17, level: 0 });
  expect(parseEdge(2, "1 17")).toEqual({ line: 17, level: 1 });
  for (const noise of ["2 17", "", "17", "rising 17", "1 17 3"]) expect(parseEdge(1, noise)).toBeNull();
  expect(parseLevels("1 0\n", 2)).toEqual([1, 0]);
  for (const noise of ["1", "1 x", '"17"=active', ""]) expect(parseLevels(noise, 2)).toBeNull();
});

test("the tools installed here take every option that we give them", (context) => {
  const version = parseVersion(spawnSync("gpiodetect", ["--version"], { encoding: "utf8" }).stdout ?? "");
  if (version === null) {
    process.stderr.write("skipped: the gpiod tools are not installed here\n");
    return context.skip();
  }
  for (const [tool, args] of [
    ["gpioget", getArgs(version, "no-such-chip", [17])],
    ["gpiomon", monitorArgs(version, "no-such-chip", [17])],
    ["gpioset", setArgs(version, "no-such-chip", 5, 1)],
  ] as const) {
    const { stderr, status } = spawnSync(tool, args, { encoding: "utf8" });
    expect(status).not.toBe(0);
    expect(stderr).toMatch(
      /no-such-chip|No such (file|device)|cannot find|error reading GPIO values|waiting for events|error setting/,
    );
    expect(stderr).not.toMatch(/option|invalid/);
  }
});
