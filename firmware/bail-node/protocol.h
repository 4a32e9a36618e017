// Generated from src/drivers/bail-node/protocol.ts by write-protocol-header.mjs. Do not edit.
// Every number that the firmware and the controller must agree on; the reasons stand in the source.
#pragma once
#include <stdint.h>

#define FIRMWARE_NAME "vatguard-bail-node"
static const uint16_t ALTERNATE_HALF_MS = 250;
static const uint32_t BAUD_RATE = 115200UL;
static const uint8_t BOARD_NUMBER_MAX = 250;
static const uint8_t BOARD_NUMBER_MIN = 1;
static const uint16_t BUTTON_SETTLE_MS = 30;
static const uint8_t FIRMWARE_MAJOR = 1;
static const uint8_t FIRMWARE_MINOR = 0;
static const uint8_t FLAG_LEASE_LIVE = 1;
static const uint8_t FLAG_OWN_PATTERN = 2;
static const uint8_t LEASE_BYTES = 24;
static const uint16_t LOOP_SILENCE_MS_MAX = 200;
static const uint8_t NUMBER_BYTES = 10;
static const uint8_t OUTPUT_SHUT_OFF_OPEN = 1;
static const uint8_t OUTPUT_VAT_STOP_CLEAR = 2;
static const uint8_t PIN_COUNT = 70;
static const uint16_t PORT_REPORT_GAP_MS = 2;
static const uint8_t PROTOCOL_VERSION = 1;
static const uint16_t RED_FAST_HALF_MS = 125;
static const uint16_t RED_SLOW_HALF_MS = 500;
static const uint16_t REFUSAL_TEXT_GAP_MS = 500;
static const uint8_t REFUSED_IN_A_ROW_MAX = 3;
static const uint8_t RESET_BROWN_OUT = 4;
static const uint8_t RESET_EXTERNAL = 2;
static const uint8_t RESET_JTAG = 16;
static const uint8_t RESET_POWER_ON = 1;
static const uint8_t RESET_WATCHDOG = 8;
static const uint8_t STATUS_BYTES = 36;
static const uint16_t STATUS_EVERY_MS = 100;
static const uint16_t STATUS_GAP_MS = 5;
static const uint8_t SYSEX_BYTES_MAX = 64;
static const uint16_t TTL_MS_MAX = 480;
static const uint16_t TTL_MS_MIN = 50;
static const uint16_t VALVE_SETTLE_MS = 1000;
static const uint16_t WATCHDOG_MS = 250;
static const uint8_t COMMAND_LEASE = 10;
static const uint8_t COMMAND_STATUS = 11;
static const uint8_t COMMAND_ASK = 12;
static const uint8_t COMMAND_NUMBER = 13;
static const uint32_t CONFIGURATION_HASH = 0x7bca897eUL;

enum LampCode : uint8_t {
  LAMP_OFF = 0,
  LAMP_GREEN_STEADY = 1,
  LAMP_RED_STEADY = 2,
  LAMP_RED_SLOW = 3,
  LAMP_RED_FAST = 4,
};
static const uint8_t LAMP_CODE_COUNT = 5;

enum Refusal : uint8_t {
  REFUSED_NONE = 0,
  REFUSED_LENGTH = 1,
  REFUSED_PACKING = 2,
  REFUSED_CHECKSUM = 3,
  REFUSED_VERSION = 4,
  REFUSED_SESSION = 5,
  REFUSED_SEQUENCE = 6,
  REFUSED_RELEASED_COMPLEMENT = 7,
  REFUSED_LAMP_CODE = 8,
  REFUSED_GREEN_NOT_RELEASED = 9,
  REFUSED_OUTPUTS_COMPLEMENT = 10,
  REFUSED_OUTPUTS_UNKNOWN = 11,
  REFUSED_TIME_TO_LIVE = 12,
  REFUSED_RESERVED_BYTE = 13,
  REFUSED_NUMBER_COMPLEMENT = 14,
  REFUSED_NUMBER_RANGE = 15,
  REFUSED_LEASE_LIVE = 16,
  REFUSED_NUMBER_NOT_STORED = 17,
};

static const uint8_t ORDINARY_PIN_COUNT = 18;
#define ORDINARY_PINS { 2, 3, 4, 5, 6, 7, 8, 9, 14, 15, 16, 17, 18, 19, 20, 21, 38, 39 }
