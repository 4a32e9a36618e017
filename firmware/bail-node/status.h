// Room: firmware. When a STATUS is due and what it says. May not: decide about leases.
// Invariant: a change of anything it carries is told within 5 ms, and never more often than every 5 ms.
#pragma once
#include <stdint.h>

void status_start(uint8_t board_number);
void status_set_board_number(uint8_t board_number);
// Somebody asked, or something happened that the host must hear of.
void status_wanted();
// Once a round of the main loop.
void status_round(uint32_t now_ms);
