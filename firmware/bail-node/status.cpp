// Room: firmware. The STATUS frame.
#include "status.h"

#include <string.h>

#include "board.h"
#include "deadman.h"
#include "packed.h"
#include "serial.h"

static const uint8_t SYSEX_START = 0xf0;
static const uint8_t SYSEX_END = 0xf7;
static const uint8_t FRAME_BYTES_MAX = PACKED_BYTES_MAX + 3;

// What a change of is told at once.
struct Seen {
  uint8_t coils;
  uint8_t at_vat;
  uint8_t at_divert;
  uint8_t buttons;
  uint8_t outputs;
  uint8_t flags;
};

static uint8_t board_number;
static bool wanted;
static uint32_t sent_at_ms;
static Seen sent;
static uint8_t buttons;
static uint8_t bouncing_ms[8];
// Channels whose count may not be zero.
static uint8_t bouncing;
static uint32_t buttons_at_ms;

void status_start(uint8_t new_board_number) {
  board_number = new_board_number;
  wanted = true;
}

void status_set_board_number(uint8_t new_board_number) { board_number = new_board_number; }

void status_wanted() { wanted = true; }

static void settle_buttons(uint32_t now_ms) {
  if (now_ms == buttons_at_ms) return;
  buttons_at_ms = now_ms;
  const uint8_t differing = board_buttons() ^ buttons;
  if (!differing && !bouncing) return;
  bouncing = differing;
  for (uint8_t i = 0; i < 8; i += 1) {
    const uint8_t bit = 1 << i;
    bouncing_ms[i] = differing & bit ? bouncing_ms[i] + 1 : 0;
    if (bouncing_ms[i] < BUTTON_SETTLE_MS) continue;
    bouncing_ms[i] = 0;
    buttons ^= bit;
  }
}

static Seen see(bool live) {
  const Seen seen = {board_coils(),
                     board_at_vat(),
                     board_at_divert(),
                     buttons,
                     board_outputs(),
                     (uint8_t)(live ? FLAG_LEASE_LIVE : FLAG_OWN_PATTERN)};
  return seen;
}

static void send(const Seen &seen, uint32_t now_ms) {
  const LeaseMachine machine = deadman_machine();
  uint8_t payload[STATUS_BYTES];
  memset(payload, 0, sizeof payload);
  payload[0] = PROTOCOL_VERSION;
  payload[1] = board_number;
  write_u32(payload + 2, machine.gate.session);
  write_u32(payload + 6, machine.gate.last_sequence);
  payload[10] = seen.coils;
  payload[11] = seen.at_vat;
  payload[12] = seen.at_divert;
  payload[13] = seen.buttons;
  payload[14] = seen.outputs;
  payload[15] = seen.flags;
  payload[16] = deadman_reset_cause();
  write_u16(payload + 18, machine.remaining_ms);
  write_u16(payload + 20, machine.refused_frames);
  payload[22] = machine.last_refusal;
  write_u32(payload + 24, CONFIGURATION_HASH);
  write_u32(payload + 28, now_ms);
  uint8_t frame[FRAME_BYTES_MAX];
  frame[0] = SYSEX_START;
  frame[1] = COMMAND_STATUS;
  const uint8_t packed = seal_packed(COMMAND_STATUS, payload, STATUS_BYTES, frame + 2);
  frame[2 + packed] = SYSEX_END;
  serial_send(frame, packed + 3);
}

void status_round(uint32_t now_ms) {
  settle_buttons(now_ms);
  const Seen seen = see(deadman_is_live());
  const uint32_t since_ms = now_ms - sent_at_ms;
  if (memcmp(&seen, &sent, sizeof seen) != 0) wanted = true;
  if (since_ms < STATUS_EVERY_MS && !(wanted && since_ms >= STATUS_GAP_MS)) return;
  if (serial_room() < FRAME_BYTES_MAX) return;
  wanted = false;
  sent = seen;
  sent_at_ms = now_ms;
  send(seen, now_ms);
}
