// Room: firmware. CRC-32 as zlib has it. Pure: the host compiles it too.
#pragma once
#include <stdint.h>

static const uint32_t CRC32_START = 0xffffffffUL;

// Takes one more byte into a running value that began at CRC32_START; invert the last value to get the checksum.
uint32_t crc32_add(uint32_t running, uint8_t byte);
