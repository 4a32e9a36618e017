// Room: firmware. Firmata 2.6, as much of it as ordinary digital pins need.
#include "firmata.h"

#include <avr/pgmspace.h>
#include <string.h>

#include "deadman.h"
#include "lease.h"
#include "memory.h"
#include "ordinary.h"
#include "protocol.h"
#include "serial.h"
#include "status.h"

static const uint8_t FIRMATA_MAJOR = 2;
static const uint8_t FIRMATA_MINOR = 6;

static const uint8_t DIGITAL_MESSAGE = 0x90;
static const uint8_t REPORT_ANALOG = 0xc0;
static const uint8_t REPORT_DIGITAL = 0xd0;
static const uint8_t ANALOG_MESSAGE = 0xe0;
static const uint8_t START_SYSEX = 0xf0;
static const uint8_t SET_PIN_MODE = 0xf4;
static const uint8_t SET_DIGITAL_PIN_VALUE = 0xf5;
static const uint8_t END_SYSEX = 0xf7;
static const uint8_t REPORT_VERSION = 0xf9;
static const uint8_t SYSTEM_RESET = 0xff;

static const uint8_t ANALOG_MAPPING_QUERY = 0x69;
static const uint8_t ANALOG_MAPPING_RESPONSE = 0x6a;
static const uint8_t CAPABILITY_QUERY = 0x6b;
static const uint8_t CAPABILITY_RESPONSE = 0x6c;
static const uint8_t PIN_STATE_QUERY = 0x6d;
static const uint8_t PIN_STATE_RESPONSE = 0x6e;
static const uint8_t STRING_DATA = 0x71;
static const uint8_t REPORT_FIRMWARE = 0x79;
static const uint8_t SAMPLING_INTERVAL = 0x7a;

static const uint8_t PIN_MODE_NONE = 0x7f;
// Six bytes of modes for each ordinary pin, one end mark for each pin, and the frame around them.
static const uint16_t CAPABILITIES_BYTES = 6 * ORDINARY_PIN_COUNT + PIN_COUNT + 3;
// The longest refusal text with a pin number, two bytes a letter.
static const uint8_t REFUSAL_BYTES_MAX = 2 * 40;
// Answers and reports leave this much room for a STATUS, which must never wait for them.
static const uint8_t ROOM_FOR_STATUS = 64;

enum Answer : uint8_t {
  ANSWER_VERSION = 0x01,
  ANSWER_FIRMWARE = 0x02,
  ANSWER_CAPABILITIES = 0x04,
  ANSWER_ANALOG_MAPPING = 0x08,
};

enum Reading : uint8_t {
  // Bytes below 0x80 mean nothing here.
  READING_NOTHING,
  READING_SHORT,
  READING_SYSEX,
  // A system exclusive message was broken off: only F0, F7, FF and F9 are heard, so that a damaged LEASE cannot be
  // taken for orders to ordinary pins.
  READING_WRECK,
};

static Reading reading;
// A short message: its first byte, and what follows.
static uint8_t command;
static uint8_t wanted_bytes;
static uint8_t message[SYSEX_BYTES_MAX];
static uint8_t length;
static bool too_long;

static uint8_t answers;
static uint8_t asked_pin = NO_PIN;
static const char *refusal_text;
static uint8_t refusal_pin;
static uint32_t refusal_told_ms;
static bool refusal_ever_told;

static const char TEXT_RESERVED[] PROGMEM = "refused: only a lease moves pin ";
static const char TEXT_MODE[] PROGMEM = "refused: no such mode on pin ";
static const char TEXT_TOO_LONG[] PROGMEM = "refused: message over 64 bytes";
static const char TEXT_UNKNOWN[] PROGMEM = "refused: message not known here";

void firmata_start() {
  ordinary_reset();
  reading = READING_NOTHING;
  answers = ANSWER_VERSION | ANSWER_FIRMWARE;
}

// The latest refusal is told; a flood of them becomes one text every half second.
static void refuse(const char *text, uint8_t pin) {
  refusal_text = text;
  refusal_pin = pin;
}

static void refuse_lease(Refusal refusal) {
  deadman_refuse_lease(refusal);
  status_wanted();
}

static void take_lease(const uint8_t *packed, uint8_t packed_length) {
  LeaseOrder order;
  const LeaseGate gate = deadman_gate();
  const Refusal refusal = decode_lease(packed, packed_length, gate, order);
  if (refusal != REFUSED_NONE) {
    refuse_lease(refusal);
    return;
  }
  deadman_accept(order, gate.session);
}

static Refusal renumber(const uint8_t *packed, uint8_t packed_length) {
  uint8_t board_number = 0;
  const Refusal refusal = decode_number(packed, packed_length, deadman_gate(), board_number);
  if (refusal != REFUSED_NONE) return refusal;
  if (deadman_is_live()) return REFUSED_LEASE_LIVE;
  const bool stored = memory_set_board_number(board_number);
  status_set_board_number(memory_board_number());
  return stored ? REFUSED_NONE : REFUSED_NUMBER_NOT_STORED;
}

static void take_number(const uint8_t *packed, uint8_t packed_length) {
  const Refusal refusal = renumber(packed, packed_length);
  if (refusal != REFUSED_NONE) deadman_refuse_number(refusal);
  status_wanted();
}

static void take_sysex() {
  if (length == 0) return;
  const uint8_t *content = message + 1;
  const uint8_t content_length = length - 1;
  if (message[0] == COMMAND_LEASE) {
    if (too_long) return refuse_lease(REFUSED_LENGTH);
    return take_lease(content, content_length);
  }
  if (too_long) return refuse(TEXT_TOO_LONG, NO_PIN);
  switch (message[0]) {
    case COMMAND_ASK: return status_wanted();
    case COMMAND_NUMBER: return take_number(content, content_length);
    case REPORT_FIRMWARE: answers |= ANSWER_FIRMWARE; return;
    case CAPABILITY_QUERY: answers |= ANSWER_CAPABILITIES; return;
    case ANALOG_MAPPING_QUERY: answers |= ANSWER_ANALOG_MAPPING; return;
    case PIN_STATE_QUERY: asked_pin = content_length == 1 ? content[0] : NO_PIN; return;
    case SAMPLING_INTERVAL: return;
    default: return refuse(TEXT_UNKNOWN, NO_PIN);
  }
}

static void take_short() {
  const uint8_t kind = command < START_SYSEX ? command & 0xf0 : command;
  const uint8_t port = command & 0x0f;
  switch (kind) {
    case DIGITAL_MESSAGE: {
      const uint8_t reserved = ordinary_write_port(port, message[0] | message[1] << 7);
      if (reserved != NO_PIN) refuse(TEXT_RESERVED, reserved);
      return;
    }
    case REPORT_DIGITAL: return ordinary_report_port(port, message[0] & 1);
    case SET_PIN_MODE:
      if (!ordinary_has(message[0])) return refuse(TEXT_RESERVED, message[0]);
      if (!ordinary_set_mode(message[0], message[1])) refuse(TEXT_MODE, message[0]);
      return;
    case SET_DIGITAL_PIN_VALUE:
      if (!ordinary_has(message[0])) return refuse(TEXT_RESERVED, message[0]);
      return ordinary_write(message[0], message[1] & 1);
    case ANALOG_MESSAGE: return refuse(TEXT_UNKNOWN, NO_PIN);
    default: return;
  }
}

// Never for the better: a lease that is live ends.
static void take_system_reset() {
  deadman_end_lease();
  ordinary_reset();
  status_wanted();
}

static uint8_t bytes_after(uint8_t first) {
  switch (first < START_SYSEX ? first & 0xf0 : first) {
    case DIGITAL_MESSAGE:
    case ANALOG_MESSAGE:
    case SET_PIN_MODE:
    case SET_DIGITAL_PIN_VALUE: return 2;
    case REPORT_ANALOG:
    case REPORT_DIGITAL: return 1;
    default: return 0;
  }
}

static void begin(uint8_t first) {
  length = 0;
  too_long = false;
  reading = READING_NOTHING;
  if (first == REPORT_VERSION) {
    answers |= ANSWER_VERSION;
  } else if (first == SYSTEM_RESET) {
    take_system_reset();
  } else if (first == START_SYSEX) {
    reading = READING_SYSEX;
  } else if (bytes_after(first) > 0) {
    command = first;
    wanted_bytes = bytes_after(first);
    reading = READING_SHORT;
  }
}

static void take_sysex_byte(uint8_t byte) {
  if (byte < 0x80) {
    if (length < SYSEX_BYTES_MAX) {
      message[length] = byte;
      length += 1;
    } else {
      too_long = true;
    }
    return;
  }
  if (byte == END_SYSEX) {
    reading = READING_NOTHING;
    take_sysex();
    return;
  }
  if (length > 0 && message[0] == COMMAND_LEASE) refuse_lease(REFUSED_LENGTH);
  reading = READING_WRECK;
  if (byte == START_SYSEX || byte == SYSTEM_RESET || byte == REPORT_VERSION) begin(byte);
}

void firmata_take(uint8_t byte) {
  switch (reading) {
    case READING_SYSEX: return take_sysex_byte(byte);
    case READING_WRECK:
      if (byte == END_SYSEX) reading = READING_NOTHING;
      if (byte == START_SYSEX || byte == SYSTEM_RESET || byte == REPORT_VERSION) begin(byte);
      return;
    case READING_SHORT:
      if (byte >= 0x80) return begin(byte);
      message[length] = byte;
      length += 1;
      if (length < wanted_bytes) return;
      reading = READING_NOTHING;
      return take_short();
    case READING_NOTHING:
      if (byte >= 0x80) begin(byte);
      return;
  }
}

void firmata_resync() {
  if (reading == READING_SYSEX && length > 0 && message[0] == COMMAND_LEASE) refuse_lease(REFUSED_LENGTH);
  reading = READING_WRECK;
}

static bool room_for(uint16_t bytes) { return serial_room() >= bytes + ROOM_FOR_STATUS; }

static void send_two_sevens(uint8_t byte) {
  serial_send_byte(byte & 0x7f);
  serial_send_byte(byte >> 7);
}

static void begin_sysex(uint8_t kind) {
  serial_send_byte(START_SYSEX);
  serial_send_byte(kind);
}

static void answer_version() {
  serial_send_byte(REPORT_VERSION);
  serial_send_byte(FIRMATA_MAJOR);
  serial_send_byte(FIRMATA_MINOR);
}

static void answer_firmware() {
  begin_sysex(REPORT_FIRMWARE);
  serial_send_byte(FIRMWARE_MAJOR);
  serial_send_byte(FIRMWARE_MINOR);
  for (const char *name = FIRMWARE_NAME; *name; name += 1) send_two_sevens(*name);
  serial_send_byte(END_SYSEX);
}

static void answer_capabilities() {
  static const uint8_t digital[] = {PIN_MODE_INPUT, 1, PIN_MODE_OUTPUT, 1, PIN_MODE_PULLUP, 1};
  begin_sysex(CAPABILITY_RESPONSE);
  for (uint8_t pin = 0; pin < PIN_COUNT; pin += 1) {
    if (ordinary_has(pin)) serial_send(digital, sizeof digital);
    serial_send_byte(PIN_MODE_NONE);
  }
  serial_send_byte(END_SYSEX);
}

static void answer_analog_mapping() {
  begin_sysex(ANALOG_MAPPING_RESPONSE);
  for (uint8_t pin = 0; pin < PIN_COUNT; pin += 1) serial_send_byte(PIN_MODE_NONE);
  serial_send_byte(END_SYSEX);
}

static void answer_pin_state() {
  begin_sysex(PIN_STATE_RESPONSE);
  serial_send_byte(asked_pin);
  serial_send_byte(ordinary_has(asked_pin) ? ordinary_mode(asked_pin) : PIN_MODE_NONE);
  serial_send_byte(ordinary_state(asked_pin));
  serial_send_byte(END_SYSEX);
}

static void tell_refusal() {
  begin_sysex(STRING_DATA);
  for (const char *text = refusal_text; pgm_read_byte(text); text += 1) send_two_sevens(pgm_read_byte(text));
  if (refusal_pin != NO_PIN) {
    if (refusal_pin >= 100) send_two_sevens('0' + refusal_pin / 100);
    if (refusal_pin >= 10) send_two_sevens('0' + refusal_pin / 10 % 10);
    send_two_sevens('0' + refusal_pin % 10);
  }
  serial_send_byte(END_SYSEX);
}

static bool take_answer(Answer answer, uint16_t bytes) {
  if (!(answers & answer) || !room_for(bytes)) return false;
  answers &= (uint8_t)~answer;
  return true;
}

static void send_answers() {
  if (take_answer(ANSWER_VERSION, 3)) answer_version();
  if (take_answer(ANSWER_FIRMWARE, 2 * sizeof FIRMWARE_NAME + 5)) answer_firmware();
  if (take_answer(ANSWER_CAPABILITIES, CAPABILITIES_BYTES)) answer_capabilities();
  if (take_answer(ANSWER_ANALOG_MAPPING, PIN_COUNT + 3)) answer_analog_mapping();
}

static void report_ports(uint32_t now_ms) {
  uint8_t port = 0;
  uint8_t levels = 0;
  while (room_for(3) && ordinary_take_change(now_ms, port, levels)) {
    serial_send_byte(DIGITAL_MESSAGE | port);
    serial_send_byte(levels & 0x7f);
    serial_send_byte(levels >> 7);
  }
}

void firmata_round(uint32_t now_ms) {
  if (answers) send_answers();
  if (asked_pin < PIN_COUNT && room_for(6)) {
    answer_pin_state();
    asked_pin = NO_PIN;
  }
  if (ordinary_reports()) report_ports(now_ms);
  if (!refusal_text || !room_for(REFUSAL_BYTES_MAX)) return;
  if (refusal_ever_told && now_ms - refusal_told_ms < REFUSAL_TEXT_GAP_MS) return;
  tell_refusal();
  refusal_text = 0;
  refusal_ever_told = true;
  refusal_told_ms = now_ms;
}
