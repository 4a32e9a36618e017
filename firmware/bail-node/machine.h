// Room: firmware. The lease machine: what the pins do, millisecond by millisecond. Pure: the host compiles it too.
// May not: registers, bytes of frames. Invariant: with no live lease every coil and output is off, and a live lease
// ends by itself within its time to live; nothing but `machine_accept` makes one.
#pragma once
#include <stdint.h>

#include "lease.h"

struct LeaseMachine {
  LeaseGate gate;
  // LIVE or anything else; a value with many bits, so that one flipped bit in memory ends the lease.
  uint8_t live;
  // What could open a valve or keep it open is kept with its complement; when they do not fit, there is no lease.
  uint8_t released;
  uint8_t released_complement;
  uint8_t outputs;
  uint8_t outputs_complement;
  uint16_t remaining_ms;
  uint16_t remaining_complement;
  uint8_t green;
  uint8_t red_steady;
  uint8_t red_slow;
  uint8_t red_fast;
  // Milliseconds each released channel still has until its switches must say "vat".
  uint16_t settle_ms[8];
  // Channels whose count may not have run out.
  uint8_t settling;
  uint16_t phase_ms;
  uint16_t loop_silence_ms;
  uint16_t refused_frames;
  uint8_t refused_in_a_row;
  uint8_t last_refusal;
};

// What the pins must do now.
struct Drive {
  uint8_t coils;
  uint8_t outputs;
  uint8_t red;
  uint8_t green;
};

void machine_start(LeaseMachine &machine, uint32_t session);
void machine_accept(LeaseMachine &machine, const LeaseOrder &order);
// A refused frame changes nothing but the counts, until the third in a row ends the lease.
void machine_refuse_lease(LeaseMachine &machine, Refusal refusal);
void machine_refuse_number(LeaseMachine &machine, Refusal refusal);
void machine_end(LeaseMachine &machine);
// The main loop came round.
void machine_beat(LeaseMachine &machine);
// One millisecond passed.
void machine_tick(LeaseMachine &machine);
bool machine_is_live(const LeaseMachine &machine);
// `at_vat` and `at_divert`: closed position switches, as read in this instant.
Drive machine_drive(const LeaseMachine &machine, uint8_t at_vat, uint8_t at_divert);
