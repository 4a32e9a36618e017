// Room: firmware. CRC-32, bit by bit: 24 bytes take 0.2 ms at 16 MHz, and a table would cost more than it saves.
#include "crc32.h"

uint32_t crc32_add(uint32_t running, uint8_t byte) {
  running ^= byte;
  for (uint8_t bit = 0; bit < 8; bit += 1) {
    const bool low = running & 1;
    running >>= 1;
    if (low) running ^= 0xedb88320UL;
  }
  return running;
}
