// Room: firmware. Payloads as 7-bit bytes with a checksum at the end. Pure: the host compiles it too.
#pragma once
#include <stdint.h>

#include "protocol.h"

// The most bytes a payload of ours has before packing, and after.
static const uint8_t PAYLOAD_BYTES_MAX = STATUS_BYTES;
static const uint8_t PACKED_BYTES_MAX = (PAYLOAD_BYTES_MAX * 8 + 6) / 7;

// Unpacks exactly `payload_length` bytes and checks their CRC over `command` and payload.
// Refuses another length, a byte over 0x7f, a spare bit that is set, and a checksum that does not fit.
Refusal open_packed(uint8_t command, const uint8_t *packed, uint8_t packed_length, uint8_t *payload,
                    uint8_t payload_length);

// Puts the CRC in the last four bytes of `payload`, packs it and returns how many bytes were written.
uint8_t seal_packed(uint8_t command, uint8_t *payload, uint8_t payload_length, uint8_t *packed);

uint16_t read_u16(const uint8_t *at);
uint32_t read_u32(const uint8_t *at);
void write_u16(uint8_t *at, uint16_t value);
void write_u32(uint8_t *at, uint32_t value);
