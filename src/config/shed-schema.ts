// Room: config. The keys of a shed's YAML file: what each is, its limits and its default.
// May live here: the schema, one key after the other, with the words that editors and messages show.
// May not: anything that needs two keys at once (that is shed-checks). Invariant: an unknown key is an error.

import { z } from "zod";
import type { Layout } from "../domain/shed/plan.ts";
import { TAG_FORMATS } from "../domain/tag/formats.ts";
import { seconds } from "../domain/units.ts";
import { parseBails, parseBailsOnChannels } from "./bail-ranges.ts";
import { deviceNames, name } from "./names.ts";
import { officeSchema } from "./office-schema.ts";
import { baudRate, byteSize, duration } from "./quantities.ts";
import { vatSchema } from "./vat-schema.ts";

/** Pins of the board that are ordinary inputs and outputs; all others belong to its valves, lamps and buttons. */
export const ORDINARY_PINS: readonly number[] = [
  2, 3, 4, 5, 6, 7, 8, 9, 14, 15, 16, 17, 18, 19, 20, 21, 38, 39,
];
/** What the board keeps its other pins for, so that a message can say it. */
export const RESERVED_PINS: readonly { readonly from: number; readonly to: number; readonly use: string }[] =
  [
    { from: 0, to: 1, use: "the board's own serial line" },
    { from: 10, to: 13, use: "the bail buttons" },
    { from: 22, to: 29, use: "the valves" },
    { from: 30, to: 37, use: "the red lamps" },
    { from: 40, to: 40, use: "the vat stop" },
    { from: 41, to: 41, use: "the shut-off" },
    { from: 42, to: 49, use: "the green lamps" },
    { from: 50, to: 53, use: "the bail buttons" },
    { from: 54, to: 69, use: "the position switches" },
  ];
/** Lines of the computer's header that can be wired; 0 and 1 are kept for add-on boards. */
export const PI_LINE_MIN = 2;
export const PI_LINE_MAX = 27;

/** From the firmware: it refuses leases outside these, so that a coil is off 500 ms after the last one. */
export const LEASE_MIN = "50 ms";
export const LEASE_MAX = "480 ms";

const port = z
  .string()
  .regex(/^\/[!-~]{1,250}$/)
  .meta({
    description: "The serial port it is plugged into, by a path that stays the same over restarts.",
    "x-expected": "a path such as /dev/serial/by-id/… or /dev/serial/by-path/…, without spaces",
    examples: ["/dev/serial/by-id/usb-Arduino_Mega_2560-if00"],
  });

/** A place where a wire ends. */
export type WiredTo =
  | { readonly kind: "node"; readonly node: string; readonly pin: number }
  | { readonly kind: "pi"; readonly line: number };

export const wiredTo = z
  .string()
  .meta({
    description: "Where its wire ends: a pin of a node, or a line of the computer's own header.",
    "x-expected": `"<node> pin <number>", or "pi line <number>"`,
    examples: ["left pin 4"],
    pattern: "^([a-z][a-z0-9-]* pin|pi line) \\d{1,3}$",
  })
  .transform((text, context): WiredTo => {
    const node = /^\s*([a-z][a-z0-9-]{0,31})\s+pin\s+(\d{1,3})\s*$/.exec(text);
    if (node?.[1] !== undefined && node[1] !== "pi")
      return { kind: "node", node: node[1], pin: Number(node[2]) };
    const pi = /^\s*pi\s+line\s+(\d{1,3})\s*$/.exec(text);
    if (pi !== null) return { kind: "pi", line: Number(pi[1]) };
    const fix = `Write it as "left pin 4" for pin 4 of the node called left, or as "pi line 17".`;
    context.addIssue({ code: "custom", message: "This does not say where the wire ends.", params: { fix } });
    return z.NEVER;
  });

const rangeText = z.union([z.string(), z.int(), z.array(z.union([z.string(), z.int()])).max(80)]);

const bails = (description: string) =>
  rangeText
    .meta({
      description,
      "x-expected": `bails as a range such as 1-10, or as a list such as [1-4, 6, 8]`,
      examples: ["1-10"],
    })
    .transform((written, context): readonly number[] => {
      const out: number[] = [];
      for (const part of Array.isArray(written) ? written : [written]) {
        const parsed = parseBails(String(part));
        if ("says" in parsed) {
          context.addIssue({ code: "custom", message: parsed.says, params: { fix: parsed.fix } });
          return z.NEVER;
        }
        out.push(...parsed);
      }
      return out;
    });

const bailsOnChannels = z
  .union([z.string(), z.array(z.string()).max(8)])
  .meta({
    description: "Which bails the node drives, and on which of its channels.",
    "x-expected": `bails and their channels such as "1-8 on channels 0-7", one or a list`,
    examples: ["1-8 on channels 0-7"],
  })
  .transform((written, context) => {
    const out: { bail: number; channel: number }[] = [];
    for (const part of Array.isArray(written) ? written : [written]) {
      const parsed = parseBailsOnChannels(part);
      if ("says" in parsed) {
        context.addIssue({ code: "custom", message: parsed.says, params: { fix: parsed.fix } });
        return z.NEVER;
      }
      out.push(...parsed);
    }
    return out;
  });

export const nodeSchema = z
  .strictObject({
    port,
    number: z
      .int()
      .min(1)
      .max(250)
      .meta({
        description: "The number written into the board, which proves that the right board is on the port.",
        "x-expected": "a whole number from 1 to 250, each used once",
        examples: [1],
      }),
    bails: bailsOnChannels,
  })
  .meta({ description: "One bail board: up to 8 bails with their valves, lamps and buttons." });

export const readerSchema = z
  .strictObject({
    port,
    speed: baudRate({
      description: "The speed of its line.",
      min: "1200 baud",
      max: "115200 baud",
      example: "9600 baud",
    }).default(9600),
    format: z.enum(TAG_FORMATS).meta({
      description:
        "What it sends: lines of text (Allflex and others), frames of one maker, or all of these by listening.",
      examples: ["ascii"],
    }),
    "equal-reads": z
      .int()
      .min(1)
      .max(2)
      .optional()
      .meta({
        description:
          "How many equal reads make one. Without it: 2 for ascii and auto; 1 for the others, with checksums.",
        "x-expected": "1 or 2",
        examples: [2],
      }),
  })
  .meta({ description: "One tag reader." });

export const inputSchema = z
  .strictObject({
    "wired-to": wiredTo,
    "active-when": z.enum(["closed", "open"]).meta({
      description:
        "Which position of the switch means what the input is named for: gate open, cow there, beam cut.",
      examples: ["closed"],
    }),
    steady: duration({
      description: "How long the switch must stay as it is before a change counts.",
      min: "1 ms",
      max: "500 ms",
      example: "20 ms",
    }).default(seconds(0.02)),
  })
  .meta({ description: "One switch, beam or gate contact." });

export const relaySchema = z
  .strictObject({ "wired-to": wiredTo })
  .meta({ description: "One auxiliary relay on an ordinary pin of a node; never a valve." });

const inBail = z.strictObject({
  kind: z.literal("in-bail"),
  places: z
    .array(
      z.strictObject({
        bail: z
          .int()
          .min(1)
          .max(80)
          .meta({
            description: "The bail's number as painted in the shed.",
            "x-expected": "a whole number from 1 to 80",
            examples: [1],
          }),
        reader: name("The reader in this bail.", "bail-1-reader"),
        "cow-switch": name("The input that is active while a cow stands in this bail.", "bail-1-cow"),
        "exit-gate": name(
          "The input that is active while this bail's gate is open.",
          "bail-1-gate",
        ).optional(),
      }),
    )
    .min(1)
    .max(80)
    .meta({ description: "One entry for each bail.", "x-expected": "a list with one entry for each bail" }),
});

const herringbone = z.strictObject({
  kind: z.literal("herringbone"),
  rows: z
    .record(
      deviceNames,
      z
        .strictObject({
          bails: bails(
            "The row's bails in the order cows fill them: the first cow in goes to the first of these.",
          ),
          reader: name(
            "The race reader that cows of this row walk past; two rows may share one.",
            "left-race",
          ),
          beam: name("The input that goes active once for each cow that walks in.", "left-beam"),
          "entry-gate": name("The input that is active while the entry gate is open.", "left-entry"),
          "exit-gate": name(
            "The input that is active while the exit gate or rump rail is open.",
            "left-exit",
          ),
          "first-place-reader": name(
            "A reader that hears the cow in the row's first place, and only her.",
            "left-first",
          ).optional(),
          "last-place-reader": name(
            "A reader that hears the cow in the row's last place, and only her.",
            "left-last",
          ).optional(),
        })
        .meta({ description: "One row." }),
    )
    .meta({ description: "The rows by name." }),
});

const rotary = z.strictObject({
  kind: z.literal("rotary"),
  bails: bails("The platform's bails in the order they come to the entry, the one at the index mark first."),
  "entry-reader": name("The reader at the entry, which hears the next cow to walk on.", "entry"),
  "exit-reader": name("The reader at the exit, which hears cows as they leave.", "exit").optional(),
  "first-pulse": name(
    "The input that goes active as a bail comes to the entry, for half of its passage.",
    "first-pulse",
  ),
  "second-pulse": name(
    "The same a quarter of a bail later; cows walk on while it is active. The two tell the direction.",
    "second-pulse",
  ),
  "index-mark": name(
    "The input that is active once a turn, as the first bail comes to the entry.",
    "index-mark",
  ),
  boarded: name("The input that is active while a cow stands in the bail at the entry.", "boarded"),
  stayed: name(
    "The input that is active while a cow stands in a bail past the exit: she goes around.",
    "stayed",
  ),
  "stayed-bails": z
    .int()
    .min(1)
    .max(6)
    .meta({
      description: "How many bails before the entry the switch `stayed` looks.",
      "x-expected": "a whole number from 1 to 6",
      examples: [3],
    }),
});

export const LAYOUT_KINDS = ["in-bail", "herringbone", "rotary"] as const satisfies readonly Layout["kind"][];

export const layoutSchema = z.discriminatedUnion("kind", [inBail, herringbone, rotary]).meta({
  description:
    "How cows come to their bails. Always the last section: a file cut short is then always noticed.",
});

export const valvesSchema = z.strictObject({
  travel: duration({
    description: "How long a valve may take from one end to the other before it counts as stuck.",
    min: "100 ms",
    max: "5 s",
    example: "1500 ms",
  }),
  lease: duration({
    description: "How long a release lasts without being renewed; the node ends it by itself.",
    min: LEASE_MIN,
    max: LEASE_MAX,
    example: "450 ms",
    why: "The board's firmware refuses any other, so that a valve is at divert 500 ms after the last renewal.",
  }).default(seconds(0.45)),
});

const pairingSchema = z.strictObject({
  "read-to-count": duration({
    description: "The longest time from the last time a tag was heard to its cow's count.",
    min: "200 ms",
    max: "30 s",
    example: "4 s",
  }).default(seconds(4)),
  "closest-cows": duration({
    description: "Two cows cannot walk in closer together than this; two counts closer than it are doubted.",
    min: "100 ms",
    max: "5 s",
    example: "500 ms",
  }).default(seconds(1.2)),
  linger: duration({
    description: "How long a reader may go on hearing a tag after its cow was counted.",
    min: "0 ms",
    max: "30 s",
    example: "2 s",
  }).default(seconds(2)),
});

const piLine = (description: string) =>
  wiredTo.meta({
    description,
    "x-expected": `"pi line <number>", ${PI_LINE_MIN} to ${PI_LINE_MAX}`,
    examples: ["pi line 5"],
    pattern: "^pi line \\d{1,2}$",
  });

const named = <T extends z.ZodType>(entry: T, description: string) =>
  z
    .record(deviceNames, entry)
    .meta({ description, "x-expected": "a section with one entry for each, by name" });

/** Sections that stand alone: the whole file is these and the named devices. */
export const sections = {
  shed: z
    .string()
    .min(1)
    .max(60)
    .meta({
      description: "What the shed is called.",
      "x-expected": "a name of 1 to 60 letters",
      examples: ["Hill farm"],
    }),
  "time-zone": z
    .string()
    .min(1)
    .max(60)
    .meta({
      description: "The farm's IANA time zone, for dates without a time.",
      "x-expected": "a time zone such as Australia/Melbourne",
      examples: ["Australia/Melbourne"],
    }),
  "herd-file": z
    .string()
    .min(1)
    .max(250)
    .optional()
    .meta({
      description:
        "The herd file that the bails obey where there is no office, and that `check` looks at; a relative path starts from the folder of this file.",
      "x-expected": "the path of a JSON file",
      examples: ["herd.json"],
    }),
  office: officeSchema,
  farm: z
    .strictObject({
      "registered-processor": z
        .boolean()
        .default(false)
        .meta({
          description:
            "Whether the farm is a registered milk processing establishment itself: then more uses of diverted milk are open to it.",
          "x-expected": "true or false",
          examples: [true],
        }),
    })
    .prefault({})
    .meta({ description: "The farm." }),
  clock: z
    .strictObject({
      source: z
        .enum(["network", "hardware-clock", "none"])
        .default("network")
        .meta({
          description:
            "Where the computer has its time from. `none`: no hold ends by time until a manager confirms the time.",
          examples: ["network"],
        }),
    })
    .prefault({})
    .meta({ description: "The computer's time." }),
  recorder: z
    .strictObject({
      folder: z
        .string()
        .min(1)
        .max(250)
        .default("data")
        .meta({
          description:
            "Where the flight recording is kept; a relative path starts from the folder of this file.",
          "x-expected": "the path of a folder",
          examples: ["data"],
        }),
      "file-size": byteSize({
        description: "A recording file is closed and a new one begun at this size.",
        min: "1 MB",
        max: "256 MB",
        example: "16 MB",
      }).default(16_000_000),
      keep: byteSize({
        description: "The oldest recording files are removed when all of them together pass this size.",
        min: "16 MB",
        max: "500 GB",
        example: "2 GB",
      }).default(2_000_000_000),
    })
    .prefault({})
    .meta({ description: "The flight recorder." }),
  valves: valvesSchema.meta({ description: "The divert valves, all alike." }),
  button: z
    .strictObject({
      "divert-hold": duration({
        description: "Held this long, a bail's button means: divert this cow now.",
        min: "500 ms",
        max: "10 s",
        example: "2 s",
      }).default(seconds(2)),
    })
    .prefault({})
    .meta({ description: "The bails' buttons." }),
  pairing: pairingSchema.optional().meta({
    description:
      "How reads and counts at the entry of a herringbone or rotary may lie in time; outside these there is doubt.",
  }),
  vat: vatSchema.optional(),
  "shut-off-on": name("The node whose shut-off output closes the second element.", "left").optional(),
  "vat-stop-on": name("The node whose vat stop output lights the stop sign.", "left").optional(),
  siren: piLine("The computer's line that sounds the siren.").optional(),
  beacon: piLine("The computer's line that lights the beacon.").optional(),
} as const;

/** The named devices; each entry is checked by itself, so that one mistake does not hide the next. */
export const devices = {
  nodes: named(nodeSchema, "The bail boards by name."),
  readers: named(readerSchema, "The tag readers by name."),
  inputs: named(inputSchema, "The switches, beams and gate contacts by name."),
  relays: named(relaySchema, "Auxiliary relays by name.").optional(),
} as const;

/** The whole file. */
export const shedSchema = z
  .strictObject({ ...sections, ...devices, layout: layoutSchema })
  .meta({ title: "Vatguard shed", description: "One dairy shed: its boards, readers, switches and bails." });

export type ShedFile = z.output<typeof shedSchema>;
export type NodeEntry = z.output<typeof nodeSchema>;
export type ReaderEntry = z.output<typeof readerSchema>;
export type InputEntry = z.output<typeof inputSchema>;
export type RelayEntry = z.output<typeof relaySchema>;
export type LayoutEntry = z.output<typeof layoutSchema>;
export type PairingEntry = z.output<typeof pairingSchema>;
/** What the file gets where it leaves pairing out. */
export const defaultPairing = (): PairingEntry => pairingSchema.parse({});
