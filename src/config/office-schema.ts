// Room: config. The keys of the section `office`: the pages, who may read what, backups, what is sent to others.
// May live here: the schema with its words. May not: passwords; a file beside holds them.
// Invariant: without a word about it the pages are for this computer alone.

import { z } from "zod";
import { byteSize } from "./quantities.ts";

/** As a browser names it: letters, digits, hyphens and points; no port. */
const HOST_NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i;

const folder = (description: string, example: string) =>
  z
    .string()
    .min(1)
    .max(250)
    .meta({ description, "x-expected": "the path of a folder", examples: [example] });

const backupsSchema = z
  .strictObject({
    folder: folder(
      "Where backups go, best on another disk or stick; a relative path starts from the folder of this file.",
      "/mnt/stick/vatguard",
    ).optional(),
    hour: z
      .int()
      .min(0)
      .max(23)
      .default(12)
      .meta({
        description: "The hour of the day at which one is made each day: when nobody milks.",
        "x-expected": "a whole number from 0 to 23",
        examples: [12],
      }),
  })
  .prefault({})
  .meta({ description: "Backups of the records." });

const mqttSchema = z
  .strictObject({
    url: z
      .string()
      .regex(/^(mqtt|mqtts):\/\/[^\s@]{1,250}$/)
      .meta({
        description: "The broker that alarms and verdicts are sent to.",
        "x-expected": "mqtt:// or mqtts:// with a host and a port, without name and password",
        examples: ["mqtts://broker.example:8883"],
      }),
    username: z
      .string()
      .min(1)
      .max(120)
      .optional()
      .meta({ description: "The name to sign in there with.", "x-expected": "a name", examples: ["shed"] }),
    "password-file": z
      .string()
      .min(1)
      .max(250)
      .optional()
      .meta({
        description:
          "A file with nothing but the password in it, readable only by this program; a relative path starts from the folder of this file.",
        "x-expected": "the path of a file",
        examples: ["mqtt-password"],
      }),
    topic: z
      .string()
      .regex(/^[^\s#+/]{1,60}(\/[^\s#+/]{1,60}){0,6}$/)
      .default("vatguard")
      .meta({
        description: "What every topic begins with.",
        "x-expected": "words with / between them, without + and #",
        examples: ["farm/shed"],
      }),
    "home-assistant": z
      .boolean()
      .default(false)
      .meta({
        description:
          "Whether Home Assistant is told by itself what there is to show (its discovery, below the topic homeassistant).",
        "x-expected": "true or false",
        examples: [true],
      }),
  })
  .meta({ description: "What is sent to others by MQTT." });

const file = (description: string, example: string) =>
  z
    .string()
    .min(1)
    .max(250)
    .meta({ description, "x-expected": "the path of a file", examples: [example] });

const tlsSchema = z
  .strictObject({
    certificate: file(
      "The certificate, as text (PEM), with those between it and its authority below it; a relative path starts from the folder of this file.",
      "tls/certificate.pem",
    ),
    key: file(
      "Its private key, as text (PEM), without a passphrase, readable only by this program.",
      "tls/key.pem",
    ),
  })
  .meta({ description: "The certificate and the key with which the pages are served, by https:// then." });

const section = z
  .strictObject({
    port: z
      .int()
      .min(1)
      .max(65_535)
      .default(8_080)
      .meta({
        description: "The port of the pages.",
        "x-expected": "a whole number from 1 to 65535",
        examples: [8080],
      }),
    listen: z
      .union([z.ipv4(), z.ipv6()])
      .default("127.0.0.1")
      .meta({
        description:
          "The address that the pages listen on. As it is, this computer alone; 0.0.0.0 opens them to the farm's network.",
        "x-expected": "an IP address such as 127.0.0.1 or 0.0.0.0",
        examples: ["0.0.0.0"],
      }),
    "host-names": z
      .array(
        z
          .string()
          .regex(HOST_NAME)
          .meta({ "x-expected": "a name such as vatguard.local, without port and path" }),
      )
      .max(20)
      .default([])
      .meta({
        description:
          "Names that other devices call this computer by. A request under any other name is refused; its own addresses are always taken.",
        "x-expected": "a list of names such as [vatguard.local]",
        examples: ["[vatguard.local]"],
      }),
    "boards-without-sign-in": z
      .enum(["own-screen", "nowhere"])
      .default("own-screen")
      .meta({
        description: "Where the pit board and the list of withheld cows can be read without signing in.",
        examples: ["own-screen"],
      }),
    tls: tlsSchema.optional(),
    backups: backupsSchema,
    mqtt: mqttSchema.optional(),
    "memory-limit": byteSize({
      description: "How much memory the office's own data may take; past it, it is started anew.",
      min: "64 MB",
      max: "4 GB",
      example: "160 MB",
    }).default(160_000_000),
  })
  .meta({ description: "The pages and the records." });

/** The section, or the word that says that there is none. */
export const officeSchema = z
  .union([
    z.literal("off").meta({
      description: "No office: no pages and no records; the bails obey the herd file.",
      examples: ["off"],
    }),
    section,
  ])
  .prefault({})
  .meta({
    description:
      "The office: records, people and pages. `off`: none, and the bails obey the herd file that `herd-file` names.",
    "x-expected": "a section, or off",
  });
export type OfficeEntry = z.output<typeof section>;
