// Room: firmware. Judging LEASE and NUMBER frames, in the order of the refusal codes. Touches no hardware.
#include "lease.h"

#include "packed.h"

static const uint8_t KNOWN_OUTPUTS = OUTPUT_SHUT_OFF_OPEN | OUTPUT_VAT_STOP_CLEAR;

static uint8_t complement(uint8_t byte) { return (uint8_t)~byte; }

// Sorts the eight 4-bit codes into masks; refuses a code that has no meaning.
static Refusal sort_lamps(const uint8_t *codes, LeaseOrder &order) {
  uint8_t masks[LAMP_CODE_COUNT] = {0, 0, 0, 0, 0};
  for (uint8_t channel = 0; channel < 8; channel += 1) {
    const uint8_t pair = codes[channel >> 1];
    const uint8_t code = channel & 1 ? pair >> 4 : pair & 0x0f;
    if (code >= LAMP_CODE_COUNT) return REFUSED_LAMP_CODE;
    masks[code] |= 1 << channel;
  }
  order.green = masks[LAMP_GREEN_STEADY];
  order.red_steady = masks[LAMP_RED_STEADY];
  order.red_slow = masks[LAMP_RED_SLOW];
  order.red_fast = masks[LAMP_RED_FAST];
  return REFUSED_NONE;
}

Refusal decode_lease(const uint8_t *packed, uint8_t packed_length, const LeaseGate &gate, LeaseOrder &order) {
  uint8_t payload[LEASE_BYTES];
  const Refusal damage = open_packed(COMMAND_LEASE, packed, packed_length, payload, LEASE_BYTES);
  if (damage != REFUSED_NONE) return damage;
  if (payload[0] != PROTOCOL_VERSION) return REFUSED_VERSION;
  if (read_u32(payload + 1) != gate.session) return REFUSED_SESSION;
  LeaseOrder asked;
  asked.sequence = read_u32(payload + 5);
  if (asked.sequence <= gate.last_sequence) return REFUSED_SEQUENCE;
  asked.released = payload[9];
  if (payload[10] != complement(asked.released)) return REFUSED_RELEASED_COMPLEMENT;
  const Refusal lamps = sort_lamps(payload + 11, asked);
  if (lamps != REFUSED_NONE) return lamps;
  if (asked.green & complement(asked.released)) return REFUSED_GREEN_NOT_RELEASED;
  asked.outputs = payload[15];
  if (payload[16] != complement(asked.outputs)) return REFUSED_OUTPUTS_COMPLEMENT;
  if (asked.outputs & complement(KNOWN_OUTPUTS)) return REFUSED_OUTPUTS_UNKNOWN;
  asked.ttl_ms = read_u16(payload + 17);
  if (asked.ttl_ms < TTL_MS_MIN || asked.ttl_ms > TTL_MS_MAX) return REFUSED_TIME_TO_LIVE;
  if (payload[19] != 0) return REFUSED_RESERVED_BYTE;
  order = asked;
  return REFUSED_NONE;
}

Refusal decode_number(const uint8_t *packed, uint8_t packed_length, const LeaseGate &gate, uint8_t &board_number) {
  uint8_t payload[NUMBER_BYTES];
  const Refusal damage = open_packed(COMMAND_NUMBER, packed, packed_length, payload, NUMBER_BYTES);
  if (damage != REFUSED_NONE) return damage;
  if (read_u32(payload + 2) != gate.session) return REFUSED_SESSION;
  if (payload[1] != complement(payload[0])) return REFUSED_NUMBER_COMPLEMENT;
  if (payload[0] < BOARD_NUMBER_MIN || payload[0] > BOARD_NUMBER_MAX) return REFUSED_NUMBER_RANGE;
  board_number = payload[0];
  return REFUSED_NONE;
}
