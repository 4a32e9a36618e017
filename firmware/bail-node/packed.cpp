// Room: firmware. Packing, unpacking and the checksum of payloads. Touches no hardware.
#include "packed.h"

#include "crc32.h"

static const uint8_t CHECKSUM_BYTES = 4;

// The command goes first, so that a frame of one kind can never pass as another.
static uint32_t checksum(uint8_t command, const uint8_t *payload, uint8_t payload_length) {
  uint32_t running = crc32_add(CRC32_START, command);
  for (uint8_t i = 0; i < payload_length - CHECKSUM_BYTES; i += 1) running = crc32_add(running, payload[i]);
  return ~running;
}

static uint8_t packed_length_of(uint8_t payload_length) { return (payload_length * 8u + 6u) / 7u; }

Refusal open_packed(uint8_t command, const uint8_t *packed, uint8_t packed_length, uint8_t *payload,
                    uint8_t payload_length) {
  if (packed_length != packed_length_of(payload_length)) return REFUSED_LENGTH;
  uint16_t pending = 0;
  uint8_t pending_bits = 0;
  uint8_t at = 0;
  for (uint8_t i = 0; i < packed_length; i += 1) {
    if (packed[i] > 0x7f) return REFUSED_PACKING;
    pending |= (uint16_t)packed[i] << pending_bits;
    pending_bits += 7;
    if (pending_bits >= 8) {
      payload[at] = (uint8_t)pending;
      at += 1;
      pending >>= 8;
      pending_bits -= 8;
    }
  }
  if (pending != 0 || at != payload_length) return REFUSED_PACKING;
  const uint32_t claimed = read_u32(payload + payload_length - CHECKSUM_BYTES);
  return claimed == checksum(command, payload, payload_length) ? REFUSED_NONE : REFUSED_CHECKSUM;
}

uint8_t seal_packed(uint8_t command, uint8_t *payload, uint8_t payload_length, uint8_t *packed) {
  write_u32(payload + payload_length - CHECKSUM_BYTES, checksum(command, payload, payload_length));
  uint16_t pending = 0;
  uint8_t pending_bits = 0;
  uint8_t at = 0;
  for (uint8_t i = 0; i < payload_length; i += 1) {
    pending |= (uint16_t)payload[i] << pending_bits;
    pending_bits += 8;
    while (pending_bits >= 7) {
      packed[at] = pending & 0x7f;
      at += 1;
      pending >>= 7;
      pending_bits -= 7;
    }
  }
  if (pending_bits > 0) {
    packed[at] = (uint8_t)pending;
    at += 1;
  }
  return at;
}

uint16_t read_u16(const uint8_t *at) { return (uint16_t)at[0] | (uint16_t)at[1] << 8; }

uint32_t read_u32(const uint8_t *at) { return (uint32_t)read_u16(at) | (uint32_t)read_u16(at + 2) << 16; }

void write_u16(uint8_t *at, uint16_t value) {
  at[0] = (uint8_t)value;
  at[1] = (uint8_t)(value >> 8);
}

void write_u32(uint8_t *at, uint32_t value) {
  write_u16(at, (uint16_t)value);
  write_u16(at + 2, (uint16_t)(value >> 16));
}
