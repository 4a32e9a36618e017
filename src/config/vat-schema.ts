// Room: config. The keys of a shed's `vat:` section: its probes, its switches, and what its milk is judged by.
// May live here: the schema, one key after the other, with the words that editors and messages show.
// May not: anything that needs two keys at once (that is vat-checks). Invariant: an unknown key is an error.

import { z } from "zod";
import { seconds } from "../domain/units.ts";
import type { VatSwitch } from "../domain/vat/plan.ts";
import type { ProbeRole } from "../domain/vat/reading.ts";
import { DEFAULT_PROFILE } from "./cooling-profiles.ts";
import { deviceNames, name } from "./names.ts";
import { celsius, duration, resistance, volume } from "./quantities.ts";

const ROLES = [
  "milk",
  "delivery-line",
  "wash-source",
  "wash-outlet",
  "ambient",
] as const satisfies readonly ProbeRole[];

/** The key of each switch in the file, and its name in the plan. */
export const VAT_SWITCHES = {
  "milk-pump": "milkPump",
  compressor: "compressor",
  agitator: "agitator",
  outlet: "outlet",
  wash: "wash",
  mains: "mains",
} as const satisfies Record<string, VatSwitch>;

/** Where the kernel shows its one-wire and its SPI devices. */
export const ONE_WIRE_FOLDER = "/sys/bus/w1/devices";
export const SPI_FOLDER = "/sys/bus/spi/devices";

const ROM_ID = /^28-[0-9a-f]{12}$/;
const SEE_ROM_IDS =
  "Run `ls /sys/bus/w1/devices` with only this probe plugged in, and copy the name that begins with 28-.";

/** What is wrong with the number of a chip, and what to do. */
function romIdTrouble(text: string): { readonly says: string; readonly fix: string } {
  if (ROM_ID.test(text.toLowerCase().trim())) {
    return {
      says: "The number of a chip is written in small letters.",
      fix: `Did you mean "${text.toLowerCase().trim()}"?`,
    };
  }
  const family = /^([0-9a-f]{2})-[0-9a-f]{12}$/i.exec(text)?.[1]?.toLowerCase();
  if (family === "00") {
    return {
      says: "00-… is no chip: the kernel makes up such names while the wire is disturbed or has no resistor.",
      fix: `See to the wire and its 4.7 kΩ resistor first. ${SEE_ROM_IDS}`,
    };
  }
  if (family !== undefined) {
    return { says: `${family}-… is not a DS18B20: their numbers begin with 28.`, fix: SEE_ROM_IDS };
  }
  return { says: "This is not the number of a DS18B20.", fix: SEE_ROM_IDS };
}

const romId = z
  .string()
  .meta({
    description: "The number that the maker burnt into a DS18B20, as the kernel names its folder.",
    "x-expected": "28- and twelve digits or letters a to f",
    examples: ["28-0316a2795aff"],
    pattern: ROM_ID.source,
  })
  .transform((text, context): string => {
    if (ROM_ID.test(text)) return text;
    const { says, fix } = romIdTrouble(text);
    context.addIssue({ code: "custom", message: says, params: { fix } });
    return z.NEVER;
  });

const RESOLUTIONS = ["9 bits", "10 bits", "11 bits", "12 bits"] as const;
const ELEMENTS = ["PT100", "PT1000"] as const;
const MAINS = ["50 Hz", "60 Hz"] as const;

export const probeSchema = z
  .strictObject({
    role: z.enum(ROLES).meta({
      description:
        "What it measures: the milk in the vat, the milk that comes in, the hot water at its source, the wash water as it leaves the plant, or the air.",
      examples: ["milk"],
    }),
    ds18b20: romId.optional(),
    resolution: z
      .enum(RESOLUTIONS)
      .optional()
      .meta({
        description: "How finely a DS18B20 measures; finer takes longer, 0.1 to 0.75 s. Without it: 12 bits.",
        examples: ["12 bits"],
      }),
    max31865: z
      .strictObject({
        "chip-select": z
          .string()
          .regex(/^spi\d{1,2}\.\d{1,2}$/)
          .meta({
            description:
              "Where the converter hangs, as the kernel names its folder: SPI bus and chip select.",
            "x-expected": "spi, the bus, a point and the chip select, such as spi0.0",
            examples: ["spi0.0"],
          }),
        element: z.enum(ELEMENTS).meta({
          description: "The platinum element in the probe: 100 or 1000 ohm at 0 °C.",
          examples: ["PT100"],
        }),
        reference: resistance({
          description:
            "The converter's reference resistor, as printed beside it: 430 ohm or 400 ohm for a PT100, ten times that for a PT1000.",
          min: "100 ohm",
          max: "20000 ohm",
          example: "430 ohm",
        }),
        mains: z
          .enum(MAINS)
          .default("50 Hz")
          .meta({
            description: "The frequency of the mains, whose hum the converter's filter takes out.",
            examples: ["50 Hz"],
          }),
      })
      .optional()
      .meta({ description: "A PT100 or PT1000 behind a MAX31865 converter, in place of a DS18B20." }),
  })
  .meta({
    description: "One temperature probe: either `ds18b20` or `max31865`.",
  });

const switchInput = (description: string, example: string) => name(description, example).optional();

const range = (description: string, from: string, to: string) => {
  const words = { min: "-5 °C", max: "45 °C" };
  return z
    .strictObject({
      from: celsius({ description: "The coldest that is normal.", ...words, example: from }),
      to: celsius({ description: "The warmest that is normal.", ...words, example: to }),
    })
    .prefault({ from, to })
    .meta({ description });
};

export const vatSchema = z
  .strictObject({
    capacity: volume({
      description: "How much milk the vat holds.",
      min: "50 l",
      max: "100000 l",
      example: "8000 l",
    }).optional(),
    "read-every": duration({
      description: "From one reading of each probe to its next.",
      min: "5 s",
      max: "15 s",
      example: "10 s",
      why: "A reading is good for 30 s: two may fail before it is too old.",
    }).default(seconds(10)),
    profiles: z
      .array(z.string().min(1).max(60))
      .min(1)
      .max(8)
      .default([DEFAULT_PROFILE])
      .meta({
        description:
          "The rules that the milk is judged by, all of them; alarms and the forecast follow the first. See Cooling profiles.",
        "x-expected": "a list of 1 to 8 profiles of config/profiles/, such as [au-bega-2018]",
        examples: ["[au-bega-2018]"],
      }),
    probes: z.record(deviceNames, probeSchema).meta({
      description: "The temperature probes by name.",
      "x-expected": "a section with one entry for each, by name",
    }),
    switches: z
      .strictObject({
        "milk-pump": switchInput("The input that is active while the milk pump runs.", "milk-pump"),
        compressor: switchInput("The input that is active while the refrigeration runs.", "compressor"),
        agitator: switchInput("The input that is active while the agitator runs.", "agitator"),
        outlet: switchInput("The input that is active while the vat's outlet stands open.", "vat-outlet"),
        wash: switchInput("The input that is active while the vat is being washed.", "vat-wash"),
        mains: switchInput("The input that is active while the mains are there.", "mains"),
      })
      .prefault({})
      .meta({
        description:
          "Inputs that tell about the vat, where wired; the probes tell the same without them, later.",
      }),
    normal: z
      .strictObject({
        "before-milking": range("What is normal as a milking begins.", "0 °C", "5 °C"),
        // As warm as milk of a first milking may be at its end by New Zealand's rule before 2018, the widest there is.
        "end-of-milking": range("What is normal as a milking ends.", "0 °C", "18 °C"),
        "at-pick-up": range("What is normal as the tanker collects.", "0 °C", "5 °C"),
      })
      .prefault({})
      .meta({
        description:
          "What the milk's temperature normally is at the three moments at which a milker looks; shown beside it.",
      }),
    "one-wire-folder": z
      .string()
      .regex(/^\/[!-~]{1,250}$/)
      .default(ONE_WIRE_FOLDER)
      .meta({
        description: "Where the kernel shows the DS18B20 probes.",
        "x-expected": "the path of a folder",
        examples: [ONE_WIRE_FOLDER],
      }),
    "spi-folder": z
      .string()
      .regex(/^\/[!-~]{1,250}$/)
      .default(SPI_FOLDER)
      .meta({
        description: "Where the kernel shows the MAX31865 converters.",
        "x-expected": "the path of a folder",
        examples: [SPI_FOLDER],
      }),
  })
  .meta({ description: "The vat, its probes, and the rules that its milk is judged by." });

export type VatEntry = z.output<typeof vatSchema>;
export type ProbeEntry = z.output<typeof probeSchema>;

/** The file's words as numbers. */
export const resolutionOf = (entry: ProbeEntry): number =>
  Number((entry.resolution ?? "12 bits").replace(" bits", ""));
export const zeroOhmsOf = (element: (typeof ELEMENTS)[number]): number => (element === "PT100" ? 100 : 1_000);
export const hertzOf = (mains: (typeof MAINS)[number]): number => (mains === "50 Hz" ? 50 : 60);
