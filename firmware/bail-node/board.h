// Room: firmware. The reserved pins of the ATmega2560: coils, lamps, outputs, switches, buttons.
// May not: decide. Invariant: nobody else writes PORTA, PORTC, PORTL, PG0 or PG1.
#pragma once
#include <stdint.h>

#include "machine.h"

// Coils and lamps off and driven, inputs with pull-ups. The order of writes never lifts an output.
void board_start();
// Writes all reserved pins, their direction too, so that a disturbed register is put right within a millisecond.
// Call with interrupts off.
void board_drive(const Drive &drive);
// Closed switches and pressed buttons as ones.
uint8_t board_at_vat();
uint8_t board_at_divert();
uint8_t board_buttons();
// What the pins carry, read back from the pins themselves.
uint8_t board_coils();
uint8_t board_outputs();
