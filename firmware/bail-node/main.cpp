// Room: firmware. Start, then one loop: bytes in, answers out, beat, sleep. Invariant: nothing here waits.
#include <avr/interrupt.h>
#include <avr/sleep.h>

#include "board.h"
#include "deadman.h"
#include "firmata.h"
#include "memory.h"
#include "serial.h"
#include "status.h"

// One round takes at most this many bytes, so that a flood of them cannot keep the loop from its beat.
static const uint8_t BYTES_A_ROUND = 64;

static void take_bytes() {
  if (serial_was_damaged()) firmata_resync();
  uint8_t byte = 0;
  for (uint8_t i = 0; i < BYTES_A_ROUND && serial_receive(byte); i += 1) firmata_take(byte);
}

// Any interrupt wakes it: a byte, room to send, the millisecond. Checked with interrupts off, and the instruction after
// `sei` always runs before the next interrupt, so that none is slept through.
static void sleep_until_something(uint32_t round_at_ms) {
  cli();
  if (serial_is_idle() && deadman_now() == round_at_ms) {
    sleep_enable();
    sei();
    sleep_cpu();
    sleep_disable();
  }
  sei();
}

int main() {
  board_start();
  deadman_start(memory_next_session());
  serial_start();
  firmata_start();
  status_start(memory_board_number());
  set_sleep_mode(SLEEP_MODE_IDLE);
  sei();
  uint32_t round_at_ms = deadman_now();
  for (;;) {
    take_bytes();
    const uint32_t now_ms = deadman_now();
    if (now_ms != round_at_ms) {
      round_at_ms = now_ms;
      firmata_round(now_ms);
      status_round(now_ms);
    }
    deadman_beat();
    sleep_until_something(round_at_ms);
  }
}
