// Room: firmware. The lease machine; its state table stands in README.md. Touches no hardware.
#include "machine.h"

#include <string.h>

static const uint8_t LIVE = 0xa5;
static const uint32_t SESSION_STEP = 0x10000;
static const uint16_t LAMP_CYCLE_MS = 2 * RED_SLOW_HALF_MS;
static const uint16_t COUNT_MAX = 0xffff;

void machine_start(LeaseMachine &machine, uint32_t session) {
  memset(&machine, 0, sizeof machine);
  machine.gate.session = session;
  machine_end(machine);
}

// The three ways in which these change all come through here.
static void hold(LeaseMachine &machine, uint8_t released, uint8_t outputs, uint16_t remaining_ms) {
  machine.released = released;
  machine.released_complement = (uint8_t)~released;
  machine.outputs = outputs;
  machine.outputs_complement = (uint8_t)~outputs;
  machine.remaining_ms = remaining_ms;
  machine.remaining_complement = (uint16_t)~remaining_ms;
}

// What was sent for an ended lease may still be on the way, and nobody can tell how old it is. So whatever ends a lease
// ends its session: the high half counts on, the low half stays that of this start.
static void renew_session(LeaseGate &gate) {
  gate.session += SESSION_STEP;
  if (gate.session == 0) gate.session = SESSION_STEP;
  gate.last_sequence = 0;
}

void machine_end(LeaseMachine &machine) {
  if (machine.live == LIVE) renew_session(machine.gate);
  machine.live = 0;
  hold(machine, 0, 0, 0);
  machine.green = 0;
  machine.red_steady = 0;
  machine.red_slow = 0;
  machine.red_fast = 0;
}

void machine_accept(LeaseMachine &machine, const LeaseOrder &order) {
  const uint8_t newly_released = order.released & (uint8_t)~machine.released;
  for (uint8_t channel = 0; channel < 8; channel += 1) {
    if (newly_released & 1 << channel) machine.settle_ms[channel] = VALVE_SETTLE_MS;
  }
  machine.settling |= newly_released;
  machine.gate.last_sequence = order.sequence;
  // The decoder has refused anything longer; this holds even if it is changed.
  hold(machine, order.released, order.outputs, order.ttl_ms < TTL_MS_MAX ? order.ttl_ms : TTL_MS_MAX);
  machine.green = order.green;
  machine.red_steady = order.red_steady;
  machine.red_slow = order.red_slow;
  machine.red_fast = order.red_fast;
  machine.refused_in_a_row = 0;
  machine.live = LIVE;
}

static void count_refusal(LeaseMachine &machine, Refusal refusal) {
  if (machine.refused_frames < COUNT_MAX) machine.refused_frames += 1;
  machine.last_refusal = refusal;
}

void machine_refuse_lease(LeaseMachine &machine, Refusal refusal) {
  count_refusal(machine, refusal);
  machine.refused_in_a_row += 1;
  if (machine.refused_in_a_row < REFUSED_IN_A_ROW_MAX) return;
  machine.refused_in_a_row = 0;
  machine_end(machine);
}

void machine_refuse_number(LeaseMachine &machine, Refusal refusal) { count_refusal(machine, refusal); }

void machine_beat(LeaseMachine &machine) { machine.loop_silence_ms = 0; }

void machine_tick(LeaseMachine &machine) {
  machine.phase_ms = machine.phase_ms + 1 < LAMP_CYCLE_MS ? machine.phase_ms + 1 : 0;
  if (machine.loop_silence_ms < LOOP_SILENCE_MS_MAX) machine.loop_silence_ms += 1;
  if (!machine_is_live(machine)) {
    machine_end(machine);
    return;
  }
  hold(machine, machine.released, machine.outputs, machine.remaining_ms - 1);
  if (machine.remaining_ms == 0 || machine.loop_silence_ms >= LOOP_SILENCE_MS_MAX) {
    machine_end(machine);
    return;
  }
  for (uint8_t channel = 0; machine.settling >> channel; channel += 1) {
    const uint8_t bit = 1 << channel;
    if (!(machine.settling & bit)) continue;
    machine.settle_ms[channel] -= 1;
    if (machine.settle_ms[channel] == 0) machine.settling &= (uint8_t)~bit;
  }
}

// Anything that does not add up counts as no lease.
bool machine_is_live(const LeaseMachine &machine) {
  return machine.live == LIVE && machine.remaining_ms > 0 && machine.remaining_ms <= TTL_MS_MAX &&
         (uint16_t)(machine.remaining_ms ^ machine.remaining_complement) == 0xffff &&
         (uint8_t)(machine.released ^ machine.released_complement) == 0xff &&
         (uint8_t)(machine.outputs ^ machine.outputs_complement) == 0xff;
}

// Whether a pattern of that half period is in its first half. Subtracts, because dividing costs more than all the rest.
static bool first_half(uint16_t phase_ms, uint16_t half_ms) {
  while (phase_ms >= 2 * half_ms) phase_ms -= 2 * half_ms;
  return phase_ms < half_ms;
}

Drive machine_drive(const LeaseMachine &machine, uint8_t at_vat, uint8_t at_divert) {
  Drive drive = {0, 0, 0, 0};
  if (!machine_is_live(machine)) {
    drive.red = first_half(machine.phase_ms, ALTERNATE_HALF_MS) ? 0xff : 0;
    drive.green = (uint8_t)~drive.red;
    return drive;
  }
  const bool slow_on = first_half(machine.phase_ms, RED_SLOW_HALF_MS);
  const bool fast_on = first_half(machine.phase_ms, RED_FAST_HALF_MS);
  drive.coils = machine.released;
  drive.outputs = machine.outputs;
  const uint8_t proven = at_vat & (uint8_t)~at_divert;
  drive.green = machine.green & machine.released & proven;
  drive.red = machine.red_steady;
  if (slow_on) drive.red |= machine.red_slow;
  if (fast_on) drive.red |= machine.red_fast;
  const uint8_t unproven = machine.green & (uint8_t)~drive.green;
  for (uint8_t channel = 0; unproven >> channel; channel += 1) {
    const uint8_t bit = 1 << channel;
    if (unproven & bit && (machine.settling & bit ? slow_on : fast_on)) drive.red |= bit;
  }
  return drive;
}
