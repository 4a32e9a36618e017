// Room: firmware. What a LEASE or NUMBER frame says, or why it is refused. Pure: the host compiles it too, and the
// forging tests attack exactly this code. Invariant: nothing but a whole, fresh frame of this session gives an order.
#pragma once
#include <stdint.h>

#include "protocol.h"

// What a frame is judged against. The caller keeps it and moves `last_sequence` on when it obeys an order.
struct LeaseGate {
  uint32_t session;
  uint32_t last_sequence;
};

// What an accepted LEASE asks for. Masks have bit 0 for channel 0; a channel is in at most one lamp mask.
struct LeaseOrder {
  uint32_t sequence;
  uint8_t released;
  uint8_t outputs;
  uint8_t green;
  uint8_t red_steady;
  uint8_t red_slow;
  uint8_t red_fast;
  uint16_t ttl_ms;
};

// `packed` is what lies between the command byte and F7. Returns REFUSED_NONE and fills `order`, or says why not.
Refusal decode_lease(const uint8_t *packed, uint8_t packed_length, const LeaseGate &gate, LeaseOrder &order);

// Fills `board_number` (1..250) when it returns REFUSED_NONE.
Refusal decode_number(const uint8_t *packed, uint8_t packed_length, const LeaseGate &gate, uint8_t &board_number);
