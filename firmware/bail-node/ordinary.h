// Room: firmware. The ordinary Firmata pins: gates, beams, place switches, auxiliary relays.
// May not: touch a reserved pin; the table of pins is the only way from a number to a register.
// Invariant: pins not in the table do not exist here.
#pragma once
#include <stdint.h>

static const uint8_t PIN_MODE_INPUT = 0x00;
static const uint8_t PIN_MODE_OUTPUT = 0x01;
static const uint8_t PIN_MODE_PULLUP = 0x0b;
static const uint8_t FIRMATA_PORTS = 9;
static const uint8_t NO_PIN = 0xff;

// All ordinary pins become inputs without pull-up, no port reports.
void ordinary_reset();
bool ordinary_has(uint8_t pin);
// False for a mode that is none of the three.
bool ordinary_set_mode(uint8_t pin, uint8_t mode);
uint8_t ordinary_mode(uint8_t pin);
// Firmata's "state": the level written to an output, 1 for an input with its pull-up on.
uint8_t ordinary_state(uint8_t pin);
// An output takes the level. Writing 1 to an input switches its pull-up on, and to a pin whose mode nobody has set
// makes it an output: johnny-five's Button expects the one and its Relay the other.
void ordinary_write(uint8_t pin, bool high);
// Writes all pins of one Firmata port (pins 8*port .. 8*port+7) and returns NO_PIN; or, if a pin that is not ordinary
// was to be set, writes none and returns that pin.
uint8_t ordinary_write_port(uint8_t port, uint8_t levels);
void ordinary_report_port(uint8_t port, bool on);
// Whether reports of any port are wanted.
bool ordinary_reports();
// Finds a port whose inputs changed since last told, or that was just switched on; at most one report a port and 2 ms.
bool ordinary_take_change(uint32_t now_ms, uint8_t &port, uint8_t &levels);
