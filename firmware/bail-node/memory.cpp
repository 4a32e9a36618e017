// Room: firmware. EEPROM. The start count goes round 64 places, so that a board that restarts every quarter second
// wears each place 64 times slower (100,000 writes each).
#include "memory.h"

#include <avr/eeprom.h>
#include <avr/io.h>

#include "crc32.h"
#include "protocol.h"

struct StartCount {
  uint32_t count;
  uint32_t complement;
};

static const uint8_t START_COUNT_PLACES = 64;
static StartCount *const START_COUNTS = (StartCount *)0;
static uint8_t *const BOARD_NUMBER = (uint8_t *)1024;
static uint8_t *const BOARD_NUMBER_COMPLEMENT = (uint8_t *)1025;
// Enough cells to differ between two power-ups even when only a few in a hundred are undecided.
static const uint16_t NOISE_BYTES = 512;

extern uint8_t __heap_start;

uint8_t memory_board_number() {
  const uint8_t number = eeprom_read_byte(BOARD_NUMBER);
  if ((uint8_t)(number ^ eeprom_read_byte(BOARD_NUMBER_COMPLEMENT)) != 0xff) return 0;
  return number >= BOARD_NUMBER_MIN && number <= BOARD_NUMBER_MAX ? number : 0;
}

bool memory_set_board_number(uint8_t board_number) {
  eeprom_update_byte(BOARD_NUMBER, board_number);
  eeprom_update_byte(BOARD_NUMBER_COMPLEMENT, (uint8_t)~board_number);
  return memory_board_number() == board_number;
}

static uint32_t count_start() {
  uint32_t newest = 0;
  uint8_t newest_at = START_COUNT_PLACES - 1;
  for (uint8_t at = 0; at < START_COUNT_PLACES; at += 1) {
    StartCount read;
    eeprom_read_block(&read, START_COUNTS + at, sizeof read);
    if ((read.count ^ read.complement) != 0xffffffffUL || read.count < newest) continue;
    newest = read.count;
    newest_at = at;
  }
  const uint32_t count = newest + 1;
  const StartCount written = {count, ~count};
  eeprom_update_block(&written, START_COUNTS + (newest_at + 1) % START_COUNT_PLACES, sizeof written);
  return count;
}

// Memory keeps its contents through every reset but power-on, so the last session is left in it: even with an EEPROM that
// no longer writes, the next start is another one.
static void leave(uint32_t session) {
  uint32_t *const cell = (uint32_t *)&__heap_start;
  *cell ^= session;
}

static uint16_t noise() {
  uint32_t running = CRC32_START;
  const uint8_t *cell = &__heap_start;
  for (uint16_t i = 0; i < NOISE_BYTES; i += 1) running = crc32_add(running, cell[i]);
  return (uint16_t)(running ^ running >> 16);
}

uint32_t memory_next_session() {
  const uint16_t woke_with = noise();
  const uint32_t session = (uint32_t)woke_with << 16 | (count_start() & 0xffff);
  leave(session);
  return session == 0 ? 1 : session;
}
