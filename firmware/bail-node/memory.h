// Room: firmware. What outlives a reset, in EEPROM: the board's number, and how often it has started.
// May not: leases. Invariant: a value that does not fit its complement is not a value.
#pragma once
#include <stdint.h>

// 1..250, or 0 when the board has not been numbered.
uint8_t memory_board_number();
// Returns false when it does not read back. Takes up to 15 ms.
bool memory_set_board_number(uint8_t board_number);
// Counts this start and makes the session of it: the low half never repeats in 65,535 starts, the high half is what
// the memory cells woke up with. Never 0. Takes up to 30 ms.
uint32_t memory_next_session();
