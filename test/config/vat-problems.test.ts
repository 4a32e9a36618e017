// A right shed's vat, changed in one place at a time: each mistake must be told, where it is, with its repair.

import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readShed } from "../../src/config/read-shed.ts";
import { loadShed } from "../../src/config/shed-config.ts";
import { PROFILES } from "./profiles.ts";

const VAT = `vat:
  capacity: 3000 l
  profiles: [au-bega-2018]
  probes:
    low: { role: milk, ds18b20: 28-0000000000a1 }
    high: { role: milk, ds18b20: 28-0000000000b2, resolution: 10 bits }
    line: { role: delivery-line, max31865: { chip-select: spi0.0, element: PT100, reference: 430 ohm } }
    room: { role: ambient, max31865: { chip-select: spi0.1, element: PT1000, reference: 4300 ohm } }
  switches:
    milk-pump: milk-pump
`;
const RIGHT = readFileSync("config/herringbone-2x10.yaml", "utf8").replace(/^vat:\n(?: .*\n)+/m, VAT);

const load = (text: string) => loadShed(text, "shed.yaml", PROFILES);

function problemsOf(was: string, is: string): readonly string[] {
  expect(RIGHT).toContain(was);
  const loaded = load(RIGHT.replace(was, is));
  return loaded.ok ? [] : loaded.error.map(({ path, says, fix }) => `${path}: ${says} ${fix}`);
}

test("the right vat gives the rules their plan and the driver its probes", () => {
  const loaded = load(RIGHT);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
  const { plan, devices } = loaded.value.config;
  expect(plan.vat).toMatchObject({
    probes: [
      { probe: "low", role: "milk" },
      { probe: "high", role: "milk" },
      { probe: "line", role: "delivery-line" },
      { probe: "room", role: "ambient" },
    ],
    switches: { milkPump: "milk-pump" },
    profiles: [{ id: "au-bega-2018", limits: [{ atMost: 5 }] }],
    normal: {
      beforeMilking: { from: 0, to: 5 },
      endOfMilking: { from: 0, to: 18 },
      atPickUp: { from: 0, to: 5 },
    },
    capacity: 3000,
  });
  expect(devices.probes).toEqual([
    {
      probe: "low",
      every: 10_000,
      on: { kind: "ds18b20", folder: "/sys/bus/w1/devices", romId: "28-0000000000a1", resolution: 12 },
    },
    {
      probe: "high",
      every: 10_000,
      on: { kind: "ds18b20", folder: "/sys/bus/w1/devices", romId: "28-0000000000b2", resolution: 10 },
    },
    {
      probe: "line",
      every: 10_000,
      on: {
        kind: "max31865",
        folder: "/sys/bus/spi/devices",
        chipSelect: "spi0.0",
        zeroOhms: 100,
        referenceOhms: 430,
        mainsHertz: 50,
      },
    },
    {
      probe: "room",
      every: 10_000,
      on: {
        kind: "max31865",
        folder: "/sys/bus/spi/devices",
        chipSelect: "spi0.1",
        zeroOhms: 1000,
        referenceOhms: 4300,
        mainsHertz: 50,
      },
    },
  ]);
});

test("a shed without the section has no vat and no probes", () => {
  const without = RIGHT.replace(VAT, "").replace(/^ {2}milk-pump: .*\n/m, "");
  const loaded = load(without);
  expect(loaded.ok && loaded.value.config.plan).not.toHaveProperty("vat");
  expect(loaded.ok && loaded.value.config.devices.probes).toEqual([]);
});

test("every role, every switch and a profile of each country's are taken", () => {
  const roles = RIGHT.replace("role: delivery-line", "role: wash-source").replace(
    "role: ambient",
    "role: wash-outlet",
  );
  expect(load(roles).ok).toBe(true);
  for (const profile of PROFILES) expect(load(RIGHT.replace("au-bega-2018", profile.id)).ok).toBe(true);
});

test("two probes on one chip, or on one converter", () => {
  expect(problemsOf("28-0000000000b2", "28-0000000000a1")).toEqual([
    "vat.probes.high.ds18b20: This chip is already that of probe low. Warm one of them in your hand, see which number's reading rises, and put it right here.",
  ]);
  expect(problemsOf("spi0.1", "spi0.0")).toEqual([
    "vat.probes.room.max31865.chip-select: This converter is already that of probe line. Look which chip select its wire goes to; the first is spi0.0, the second spi0.1.",
  ]);
});

test.each([
  ["28-0000000000A1", 'The number of a chip is written in small letters. Did you mean "28-0000000000a1"?'],
  ["10-0000000000a1", "10-… is not a DS18B20: their numbers begin with 28."],
  ["00-0000000000a1", "00-… is no chip: the kernel makes up such names while the wire is disturbed"],
  ["28-00000000a1", "This is not the number of a DS18B20. Run `ls /sys/bus/w1/devices`"],
  ["28FF641E8116035C", "This is not the number of a DS18B20. Run `ls /sys/bus/w1/devices`"],
])("the number %s", (written, says) => {
  const [only, ...others] = problemsOf("28-0000000000a1", written);
  expect(others).toEqual([]);
  expect(only).toContain(`vat.probes.low.ds18b20: ${says}`);
});

test("a probe that says nothing of how it is read, or two things", () => {
  expect(problemsOf(", ds18b20: 28-0000000000a1", "")).toEqual([
    "vat.probes.low: Nothing says how this probe is read. Add the number of its chip, for example: ds18b20: 28-0316a2795aff",
  ]);
  expect(problemsOf("role: delivery-line,", "role: delivery-line, ds18b20: 28-0000000000c3,")).toEqual([
    "vat.probes.line: A probe is read in one way only. Make two probes of them, or leave out the one that is not there.",
  ]);
  expect(problemsOf("role: delivery-line,", "role: delivery-line, resolution: 9 bits,")).toEqual([
    "vat.probes.line.resolution: A MAX31865 has no resolution to set. Remove it.",
  ]);
});

test("no probe in the milk; but where one cannot be read it may be that one", () => {
  const dry = RIGHT.replaceAll("role: milk,", "role: ambient,");
  const loaded = load(dry);
  expect(!loaded.ok && loaded.error.map(({ says, fix }) => `${says} ${fix}`)).toEqual([
    "No probe is in the milk. Fit one in a pocket of the vat's wall, below a fifth of its volume. Without one leave out the whole section vat.",
  ]);
  const slip = load(dry.replace("role: ambient, ds18b20", "role: mlik, ds18b20"));
  expect(!slip.ok && slip.error.map(({ fix }) => fix)).toEqual(['Did you mean "milk"?']);
});

test("a reference resistor of the other element", () => {
  expect(problemsOf("PT1000, reference: 4300 ohm", "PT1000, reference: 430 ohm")).toEqual([
    `vat.probes.room.max31865.reference: A PT1000 does not go with a reference of 430 ohm: every reading would be an open lead. Read what is printed on the resistor beside the chip ("4300" is 430 ohm, "4301" 4300 ohm), and on the probe.`,
  ]);
  expect(problemsOf("reference: 430 ohm", "reference: 4300 ohm")[0]).toContain(
    "its readings would be coarse",
  );
  expect(problemsOf("reference: 430 ohm", "reference: 430")).toEqual([
    'vat.probes.line.max31865.reference: 430 has no unit. Did you mean "430 ohm"?',
  ]);
});

test("a profile that is not there, is there twice, or none at all", () => {
  expect(problemsOf("[au-bega-2018]", "[au-bega-2108]")).toEqual([
    'vat.profiles[0]: There is no cooling profile called "au-bega-2108". Did you mean "au-bega-2018"?',
  ]);
  expect(problemsOf("[au-bega-2018]", "[au-bega-2018, nz-mpi-2018, au-bega-2018]")).toEqual([
    'vat.profiles[2]: The profile "au-bega-2018" is there twice. Remove it.',
  ]);
  expect(problemsOf("[au-bega-2018]", "[]")).toHaveLength(1);
});

test("a switch of the vat that no input is, that the layout has too, or that is mistyped", () => {
  expect(problemsOf("    milk-pump: milk-pump", "    milk-pump: milkpump")).toEqual([
    'inputs.milk-pump: Neither the layout nor the vat uses the input "milk-pump". Use it in the layout or in vat.switches, or remove it. Most often its name is mistyped there.',
    'vat.switches.milk-pump: There is no input called "milkpump". Did you mean "milk-pump"?',
  ]);
  expect(problemsOf("    milk-pump: milk-pump", "    milk-pump: left-beam")).toContainEqual(
    'layout.rows.left.beam: The input "left-beam" is used in two places. Give one of the two its own.',
  );
  expect(problemsOf("    milk-pump: milk-pump", "    milk-pmup: milk-pump")).toContainEqual(
    'vat.switches.milk-pmup: "milk-pmup" is not a key of "switches". Did you mean "milk-pump"?',
  );
});

test("a vat broken in one place hides no mistake in another, and none is made up", () => {
  const told = problemsOf("capacity: 3000 l\n  profiles", "capacity: 3000\n  profiles");
  expect(told).toEqual(['vat.capacity: 3000 has no unit. Did you mean "3000 l"?']);
});

test("what was found is told in the words of the file", () => {
  const found = (was: string, is: string) => {
    const loaded = load(RIGHT.replace(was, is));
    return loaded.ok ? [] : loaded.error.map((problem) => `${problem.found}; expected ${problem.expected}`);
  };
  expect(found(", ds18b20: 28-0000000000a1", "")).toEqual([
    "neither ds18b20 nor max31865; expected ds18b20, or max31865",
  ]);
  expect(found("role: delivery-line,", "role: delivery-line, ds18b20: 28-0000000000c3,")).toEqual([
    "ds18b20 and max31865; expected ds18b20, or max31865",
  ]);
  expect(found(/ {2}probes:\n(?: {4}.*\n)+/.exec(RIGHT)?.[0] ?? "", "  probes: {}\n")).toEqual([
    "no probes; expected at least one probe with role: milk",
  ]);
  const dry = load(RIGHT.replaceAll("role: milk,", "role: ambient,"));
  expect(!dry.ok && dry.error[0]?.found).toBe("roles ambient, ambient, delivery-line, ambient");
});

test("sixteen probes are taken and seventeen are not", () => {
  const probes = (count: number) =>
    Array.from({ length: count }, (_, i) => {
      const romId = `28-0000000000${String(i).padStart(2, "0")}`;
      return `    p${i}: { role: milk, ds18b20: ${romId}, resolution: 9 bits }\n`;
    }).join("");
  const text = (count: number) => RIGHT.replace(/ {2}probes:\n(?: {4}.*\n)+/, `  probes:\n${probes(count)}`);
  expect(load(text(16)).ok).toBe(true);
  const tooMany = load(text(17));
  expect(!tooMany.ok && tooMany.error.map(({ says, found }) => `${says} ${found}`)).toEqual([
    "There are too many probes. 17",
  ]);
});

test("each element goes with both of its usual reference resistors", () => {
  for (const ohms of [400, 430]) {
    const text = RIGHT.replace("reference: 430 ohm", `reference: ${ohms} ohm`);
    expect(load(text.replace("reference: 4300 ohm", `reference: ${ohms * 10} ohm`)).ok).toBe(true);
  }
  expect(load(RIGHT.replace("reference: 430 ohm", "reference: 220 ohm")).ok).toBe(true);
});

test("more chips on a wire than can be read in the time", () => {
  const many = Array.from(
    { length: 9 },
    (_, i) => `    p${i}: { role: milk, ds18b20: 28-00000000000${i} }\n`,
  );
  expect(problemsOf("  switches:\n", `${many.join("")}  switches:\n`)).toEqual([
    expect.stringMatching(/^vat\.read-every: 11 DS18B20 probes cannot all be read so often\. /),
  ]);
});

test("a range without a temperature in it", () => {
  expect(
    problemsOf("  switches:\n", "  normal: { at-pick-up: { from: 5 °C, to: 2 °C } }\n  switches:\n"),
  ).toEqual(["vat.normal.at-pick-up: No temperature lies in this range. Write the colder one at from."]);
});

test("a shed's file is read with the profiles that come with the program; a wrong name is told with all there are", async () => {
  const folder = await mkdtemp(join(tmpdir(), "vatguard-shed-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const read = async (text: string) => {
    await writeFile(join(folder, "shed.yaml"), text);
    return readShed(join(folder, "shed.yaml"));
  };
  const right = await read(RIGHT);
  expect(right.ok && right.value.config.plan.vat?.profiles.map(({ id }) => id)).toEqual(["au-bega-2018"]);
  expect(right.ok && right.value.config.herdFile).toBe(join(folder, "herd-small.json"));
  const wrong = await read(RIGHT.replace("[au-bega-2018]", "[../au-bega-2018, us-pmo]"));
  expect(!wrong.ok && wrong.error.map(({ expected }) => expected)).toEqual([
    `one of: ${PROFILES.map(({ id }) => id).join(", ")}`,
  ]);
});
