// Room: firmware. The serial line to the host, interrupt driven, both ways through bounded rings.
// May not: know what the bytes mean. Invariant: sending never waits; what does not fit is not begun.
#pragma once
#include <stdint.h>

void serial_start();
// False when nothing has come in.
bool serial_receive(uint8_t &byte);
// True once after bytes were lost (ring full, chip overrun, framing error): what was half read is not to be trusted.
bool serial_was_damaged();
bool serial_is_idle();
// Bytes that can be sent now.
uint16_t serial_room();
// The caller has asked for room for all of it.
void serial_send(const uint8_t *bytes, uint8_t length);
void serial_send_byte(uint8_t byte);
