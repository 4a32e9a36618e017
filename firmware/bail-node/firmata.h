// Room: firmware. The Firmata side of the line: which message the bytes are, and what it does.
// May not: write reserved pins; a LEASE goes to the deadman, everything else to the ordinary pins.
// Invariant: at most 64 bytes of a message are kept; whatever comes in, the parser finds the next message.
#pragma once
#include <stdint.h>

void firmata_start();
void firmata_take(uint8_t byte);
// Bytes were lost: whatever was half read is dropped.
void firmata_resync();
// Once a round of the main loop: sends answers and reports that there is room for.
void firmata_round(uint32_t now_ms);
