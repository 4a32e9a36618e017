// Room: firmware. The millisecond interrupt that ends leases, and the watchdog behind it.
// May not: bytes. Invariant: the interrupt needs nothing of the main loop, and watches it; the watchdog is fed only
// by a main loop that sees the interrupt alive.
#pragma once
#include <stdint.h>

#include "machine.h"

void deadman_start(uint32_t session);
// Once a round of the main loop: tells the interrupt that the loop lives, and feeds the watchdog if the interrupt does.
void deadman_beat();
// Milliseconds since start.
uint32_t deadman_now();
// Why the chip was reset: MCUSR as it was found.
uint8_t deadman_reset_cause();

LeaseGate deadman_gate();
// `session` is the one that the order was judged in.
void deadman_accept(const LeaseOrder &order, uint32_t session);
void deadman_refuse_lease(Refusal refusal);
void deadman_refuse_number(Refusal refusal);
void deadman_end_lease();
bool deadman_is_live();
// One consistent copy of the machine.
LeaseMachine deadman_machine();
