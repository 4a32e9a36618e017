// Room: drivers/bail-node. The constants of protocol.ts as a C++ header, for the firmware.
// May live here: the one function that writes it. May not: numbers of its own.
// Invariant: firmware/bail-node/protocol.h is exactly this text; a test fails when it is not.

import { LAMP_CODES } from "../../domain/release/lamp.ts";
import { CONFIGURATION_HASH } from "./frame.ts";
import * as protocol from "./protocol.ts";

/** The text of firmware/bail-node/protocol.h. */
export function protocolHeader(): string {
  const lines = [
    "// Generated from src/drivers/bail-node/protocol.ts by write-protocol-header.mjs. Do not edit.",
    "// Every number that the firmware and the controller must agree on; the reasons stand in the source.",
    "#pragma once",
    "#include <stdint.h>",
    "",
    `#define FIRMWARE_NAME "${protocol.FIRMWARE_NAME}"`,
    ...numbers(),
    constant("COMMAND_LEASE", protocol.COMMANDS.lease),
    constant("COMMAND_STATUS", protocol.COMMANDS.status),
    constant("COMMAND_ASK", protocol.COMMANDS.ask),
    constant("COMMAND_NUMBER", protocol.COMMANDS.number),
    `static const uint32_t CONFIGURATION_HASH = 0x${CONFIGURATION_HASH.toString(16).padStart(8, "0")}UL;`,
    "",
    "enum LampCode : uint8_t {",
    ...LAMP_CODES.map((code, at) => `  LAMP_${constantCase(code)} = ${at},`),
    "};",
    `static const uint8_t LAMP_CODE_COUNT = ${LAMP_CODES.length};`,
    "",
    "enum Refusal : uint8_t {",
    ...protocol.REFUSALS.map((refusal, at) => `  REFUSED_${constantCase(refusal)} = ${at},`),
    "};",
    "",
    `static const uint8_t ORDINARY_PIN_COUNT = ${protocol.PINS.ordinary.length};`,
    `#define ORDINARY_PINS { ${protocol.PINS.ordinary.join(", ")} }`,
    "",
  ];
  return lines.join("\n");
}

function numbers(): string[] {
  const byName = Object.entries(protocol).sort(([a], [b]) => (a < b ? -1 : 1));
  return byName.flatMap(([name, value]) => (typeof value === "number" ? [constant(name, value)] : []));
}

function constant(name: string, value: number): string {
  const type = value > 0xffff ? "uint32_t" : value > 0xff || name.includes("_MS") ? "uint16_t" : "uint8_t";
  return `static const ${type} ${name} = ${value}${value > 0xffff ? "UL" : ""};`;
}

const constantCase = (name: string): string => name.toUpperCase().replaceAll("-", "_");
